"""A classroom under load: one server process, streams and moves over loopback from another.

Every stream checks that its messages come once and in order. A message's latency runs from the moment the pupil's
request is sent until the stream has read the message whole; the clients share the machine with the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from benchmarks.row import Row

SEATS = ("ankara", "moscow", "tiflis")
TABLES = 8
PACE = 1.0
"""Seconds between two moves of a table: many times faster than a class."""
POLICIES = {**dict.fromkeys(SEATS, "person"), "chance": "historical"}
MOST_PUPILS = 40
"""Beyond these, streams are further tabs of the same pupils."""
ENDS = (".break", ".lapse", ".accept", ".seal")
"""Moves left out, so that the talks go on."""


@dataclass
class Heard:
    """What one stream has read: numbers, times, and the last state it was told."""

    seat: str
    numbers: list[int] = field(default_factory=list)
    now: dict[str, Any] = field(default_factory=dict)
    at: dict[int, float] = field(default_factory=dict)


class Room:
    """A server in a process of its own, with pupils."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "hudut", "classroom", "--port", "0", "--data", str(folder)]
        begun = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        found = re.search(r"(http://127\.0\.0\.1:(\d+))/teacher\?key=(\S+)", self.process.stdout.readline())
        assert found
        self.address, self.port, self.key = found[1], int(found[2]), found[3]
        assert httpx.get(self.address).status_code == 200
        self.start_seconds = time.perf_counter() - begun

    def memory_mb(self) -> float:
        """Return the most memory that the server has had, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1000

    def cpu_seconds(self) -> float:
        """Return the processor time that the server has used."""
        parts = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> float:
        """End the server with Ctrl-C while its streams are open; return how many seconds that took."""
        begun = time.perf_counter()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        return time.perf_counter() - begun


async def lead(client: httpx.AsyncClient, action: str, **body: object) -> None:
    answer = await client.post(f"/api/teacher/{action}", json={"key": str(uuid4()), **body})
    assert answer.status_code == 200, answer.text


async def listen(room: Room, client: httpx.AsyncClient, heard: Heard) -> None:
    """Read a stream as a browser does."""
    reader, writer = await asyncio.open_connection("127.0.0.1", room.port, limit=2**22)
    cookies = "; ".join(f"{key}={value}" for key, value in client.cookies.items())
    writer.write(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{room.port}\r\nCookie: {cookies}\r\n\r\n".encode())
    await writer.drain()
    try:
        number = 0
        while line := await reader.readline():
            if line.startswith(b"id: "):
                number = int(line.rpartition(b"-")[2])
            elif number and line.startswith(b"data: "):
                read = time.perf_counter()
                told = json.loads(line[6:])
                heard.now = told.get("now") or heard.now
                heard.numbers.append(number)
                if told["kind"] == "played":
                    heard.at[heard.now["at"]] = read
                number = 0
    finally:
        writer.close()


def choices(now: dict[str, Any]) -> list[str]:
    """Return the moves that a seat is offered, without those that end the talks."""
    return [move for move in now["legal"] if not move.endswith(ENDS)] or list(now["legal"])


async def play(clients: dict[str, httpx.AsyncClient], streams: list[Heard], moves: int, table: int) -> list[float]:
    """Play at one table; return the latency of every move at every stream, in milliseconds. Tables take turns."""
    found = []
    await asyncio.sleep(PACE * table / TABLES)
    for number in range(moves):
        due = asyncio.get_running_loop().time() + PACE
        one = next((one for one in streams if one.now.get("legal")), None)
        if one is None:
            break
        wanted = choices(one.now)
        body = {"key": str(uuid4()), "moves": [wanted[number % len(wanted)]], "at": one.now["at"]}
        sent = time.perf_counter()
        answer = await clients[one.seat].post("/api/move", json=body)
        assert answer.status_code == 200, answer.text
        while not all(any(key > body["at"] for key in other.at) for other in streams):  # noqa: ASYNC110
            await asyncio.sleep(0.001)  # the figures come from the streams' own clocks, not from here
        found += [(min(when for key, when in other.at.items() if key > body["at"]) - sent) * 1000 for other in streams]
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
    return found


async def seat_pupils(room: Room, code: str, count: int) -> list[tuple[int, str, httpx.AsyncClient]]:
    """Let pupils in, the three seats of each table first, then second members and observers."""
    found = []
    for number in range(count):
        table, place = number % TABLES + 1, number // TABLES
        seat = SEATS[place] if place < len(SEATS) else SEATS[place % len(SEATS)] if place % 2 else ""
        client = httpx.AsyncClient(base_url=room.address, timeout=60)
        for path, body in (
            ("/api/join", {"code": code, "name": f"pupil {number}"}),
            ("/api/seat", {"key": str(uuid4()), "table": table, "seat": seat}),
        ):
            answer = await client.post(path, json=body)
            assert answer.status_code == 200, answer.text
        found.append((table, seat, client))
    return found


def proven(heard: list[Heard]) -> int:
    """Return how many messages the streams of a table read, each once, in order, and as many as the others."""
    for one in heard:
        assert one.numbers == list(range(1, len(one.numbers) + 1)), "a message was lost, doubled or out of order"
    for seat in ("", *SEATS):
        assert len({len(one.numbers) for one in heard if one.seat == seat}) <= 1, "somebody was not told"
    return sum(len(one.numbers) for one in heard)


async def lesson(room: Room, streams: int, moves: int) -> tuple[list[float], int]:
    """Run a lesson; return all latencies and how many messages were read."""
    teacher = httpx.AsyncClient(base_url=room.address, timeout=60)
    await teacher.get("/teacher", params={"key": room.key})
    await lead(teacher, "set-up", act="moscow", minutes=90, tables=TABLES, policies=POLICIES, wait=0)
    code = re.search(r"<dd>(\w+-\d+)</dd>", (await teacher.get("/teacher")).text)
    assert code
    pupils = await seat_pupils(room, code[1], min(streams, MOST_PUPILS))
    clients: dict[int, dict[str, httpx.AsyncClient]] = {number: {} for number in range(1, TABLES + 1)}
    heard: dict[int, list[Heard]] = {number: [] for number in clients}
    tasks = []
    for number in range(streams):
        table, seat, client = pupils[number % len(pupils)]
        clients[table].setdefault(seat, client)
        heard[table].append(Heard(seat))
        tasks.append(asyncio.create_task(listen(room, client, heard[table][-1])))
    await asyncio.sleep(1)
    await lead(teacher, "start")
    while not all(any(one.now.get("legal") for one in all_) for all_ in heard.values()):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    took = await asyncio.gather(*(play(clients[table], heard[table], moves, table) for table in clients))
    messages = sum(proven(all_) for all_ in heard.values())
    for task in tasks:
        task.cancel()
    return [one for some in took for one in some], messages


def run() -> Iterator[Row]:
    """Measure 40 streams with 60 moves a table, then 200 streams with 10."""
    for streams, moves in ((40, 60), (200, 10)):
        with tempfile.TemporaryDirectory() as folder:
            room = Room(Path(folder) / "room")
            try:
                took, messages = asyncio.run(lesson(room, streams, moves))
                memory, used = room.memory_mb(), room.cpu_seconds() / (moves * TABLES) * 1000
            finally:
                ended = room.end()
        took.sort()
        yield Row(
            f"A room with {streams} streams at {TABLES} tables",
            f"p50 {statistics.median(took):.0f} ms, p95 {took[int(len(took) * 0.95)]:.0f} ms, most {took[-1]:.0f} ms",
            "bar: p95 150 ms, 120 MB, start and Ctrl-C 2 s",
            "–",
            f"{moves} moves a table, one a second; {messages} messages, each once and in order; server {memory:.0f} MB,"
            f" {used:.0f} ms of processor a move, {room.start_seconds:.1f} s from start to the joining page,"
            f" {ended:.1f} s to end"
            f" (load of the machine {os.getloadavg()[0]:.1f})",
        )
