"""A whole lesson at its 45 minutes' plan with scripted pupils at human pace, on compressed time; then with kills."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from hudut.classroom.store import Store
from hudut.reading import LONGEST
from tests.conftest import SOAK
from tests.hudut.classroom.conftest import Server, boot, lead, run_beside, set_up
from tests.hudut.classroom.scripted import Class

SEATS = {"gumru": ("ankara", "erivan", "moscow"), "moscow": ("ankara", "moscow", "tiflis")}
PUPILS, TABLES, SPEED, KILLS = 35, 4, 15.0, 20
MINUTE = 60
pytestmark = pytest.mark.skipif(not SOAK, reason="lessons of minutes, one after the other: make soak")


async def lesson(server: Server, act: str, *, kills: int) -> Class:
    """Let pupils in, start, and wait until every table has closed its act."""
    teacher = server.door.teacher()
    policies = {**dict.fromkeys(SEATS[act], "person"), "chance": "historical"}
    set_up(teacher, act=act, minutes=45, begin="plan", tables=TABLES, votes="majority", policies=policies)
    code = boot(teacher, "/teacher")["code"]
    room = Class(server.address, SPEED, seed=17)
    for number in range(PUPILS):
        table, place = number % TABLES + 1, number // TABLES
        await room.join(code, f"P{number}", table, SEATS[act][place % 3])
    listening = [asyncio.create_task(pupil.listen()) for pupil in room.pupils]
    for one in room.pupils:
        one.last = f"{one.table}-{one.seat}-0"
    while boot(teacher, "/teacher")["away"]:  # noqa: ASYNC110 - the teacher looks at who is there
        await asyncio.sleep(0.1)
    assert lead(teacher, "start").status_code == 200
    playing = [asyncio.create_task(pupil.live()) for pupil in room.pupils]
    trouble = asyncio.create_task(troubles(server, room, kills))
    await asyncio.wait_for(asyncio.gather(*playing), 3600 / SPEED + 60 * kills)
    await trouble
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    for pupil in room.pupils:
        await pupil.client.aclose()
    return room


async def troubles(server: Server, room: Class, kills: int) -> None:
    """Kill the server at random moments and start it again; after each kill a tablet sleeps for a minute."""
    for _ in range(kills):
        await asyncio.sleep(room.dice.uniform(0.2, 1.2))
        server.kill()
        napping = asyncio.create_task(room.dice.choice(room.pupils).sleep(MINUTE / SPEED))
        await asyncio.sleep(room.dice.uniform(0, 0.5))
        await asyncio.to_thread(server.again)
        await napping


def nothing_lost_or_doubled(server: Server, room: Class) -> None:
    """Compare what was acknowledged with what was kept, and what each stream read with its own count."""
    server.close()
    store = Store(server.folder)
    kept = Counter(event.key for event in store.events() if event.key and event.author.startswith("p"))
    store.close()
    done = {key for key, (_, status) in room.answered.items() if status == 200}
    assert {status for _, status in room.answered.values()} <= {200, 409}, "refused for another reason than late"
    assert set(kept) == done, "acknowledged and kept differ"
    assert set(kept.values()) == {1}
    for pupil in room.pupils:
        assert pupil.numbers == list(range(1, len(pupil.numbers) + 1)), f"{pupil.name} missed or heard twice"


@pytest.mark.parametrize("act", SEATS)
def test_a_lesson_of_45_minutes_goes_to_its_end_and_nobody_waits_long(tmp_path: Path, act: str) -> None:
    server = Server(tmp_path / "room")
    try:
        begun = time.monotonic()
        room = run_beside(lesson(server, act, kills=0))
        minutes = (time.monotonic() - begun) * SPEED / MINUTE
        waits = {(one.table, one.seat): one.longest * SPEED / MINUTE for one in room.pupils}
        took = sorted(room.took)
        sys.stderr.write(
            f"\n{act}: {PUPILS} pupils, {len(took)} requests, p95 {took[int(len(took) * 0.95)] * 1000:.0f} ms, play"
            f" {minutes:.0f} minutes, longest wait {max(waits.values()):.1f}, server {server.memory_mb():.0f} MB,"
            f" load {os.getloadavg()[0]:.1f}\n"
        )
        assert max(waits.values()) <= LONGEST, waits
    finally:
        server.close()
    nothing_lost_or_doubled(server, room)


@pytest.mark.parametrize("act", SEATS)
def test_killed_through_a_whole_lesson_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, act: str) -> None:
    server = Server(tmp_path / "room")
    try:
        room = run_beside(lesson(server, act, kills=KILLS))
    finally:
        server.close()
    nothing_lost_or_doubled(server, room)
