"""Faults: a killed server, a full disk, a clock that jumps. Nothing acknowledged is lost, nothing counts twice."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.log import read
from engine.replay import replay
from geo.errors import HudutError
from hudut.classroom.context import keys_in
from hudut.classroom.live import LiveRoom
from hudut.classroom.serve import addresses
from hudut.classroom.store import Event, Store
from tests.conftest import SOAK
from tests.hudut.classroom.conftest import PERSONS, Door, Server, boot, lead, move, new_key, offered, run_beside, set_up
from tests.hudut.classroom.test_requests import refused

KILLS = 100 if SOAK else 3
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what the flag is for


class Listener(threading.Thread):
    """A client that listens as a browser does: it comes back by itself and names the last number it has."""

    def __init__(self, client: httpx.Client, after: str, table: int = -1) -> None:
        super().__init__(daemon=True)
        self.client, self.last = client, after
        self.query = {"lang": "en"} if table < 0 else {"lang": "en", "table": table}
        self.ids: list[str] = []
        self.told: list[dict[str, Any]] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            try:
                self._listen()
            except (httpx.HTTPError, httpx.StreamError, RuntimeError, OSError):
                self.over.wait(0.1)

    def _listen(self) -> None:
        headers = {"last-event-id": self.last}
        with self.client.stream("GET", "/events", params=self.query, headers=headers, timeout=30) as answer:
            for line in answer.iter_lines():
                self._take(line)
                if self.over.is_set():
                    return

    def _take(self, line: str) -> None:
        if line.startswith("id: "):
            self.last = line[4:]
            self.ids.append(self.last)
        elif line.startswith("data: {") and len(self.told) < len(self.ids):
            self.told.append(json.loads(line[6:]))

    def until(self, last: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while self.last != last and time.monotonic() < end:
            time.sleep(0.02)
        assert self.last == last


def persistently(server: Server, client: httpx.Client, body: dict[str, Any]) -> httpx.Response:
    """Post a move as the page does: again and again with the same key until it is answered."""
    for _ in range(400):
        try:
            return client.post("/api/move", json=body)
        except httpx.HTTPError:
            if server.process.poll() is not None:
                server.again()
    pytest.fail("never answered")


def test_killed_at_random_moments_nothing_acknowledged_is_lost_or_doubled(server: Server) -> None:
    door = server.door
    teacher = door.teacher()
    set_up(teacher, policies={**PERSONS, "tiflis": "historical"}, wait=0)
    code = boot(teacher, "/teacher")["code"]
    pupils = {seat: door.pupil(code, seat, 1, seat) for seat in ("ankara", "moscow")}
    listeners = {
        seat: Listener(door.stranger(cookies=dict(one.cookies)), boot(one)["after"]) for seat, one in pupils.items()
    }
    for one in listeners.values():
        one.start()
    assert lead(teacher, "start").status_code == 200
    made = killed_while_playing(server, teacher, pupils)
    log = read(teacher.get("/teacher/log?table=1").text)
    by_pupils = [entry.move for entry in log.entries if entry.kind == "move" and entry.actor in pupils]
    assert by_pupils == made
    for seat, one in listeners.items():
        one.until(boot(pupils[seat])["after"])
        numbers = [int(number.rpartition("-")[2]) for number in one.ids]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        one.over.set()


def killed_while_playing(server: Server, teacher: Any, pupils: dict[str, Any]) -> list[str]:
    """Kill and restart the server while each of some moves is on its way; return the moves that were acknowledged."""
    made: list[str] = []
    while len(made) < KILLS:
        now = boot(pupils["ankara"])["now"]
        if now["over"]:
            assert lead(teacher, "back", table=1).status_code == 200
            continue
        seat = now["actor"]
        now = boot(pupils[seat])["now"]
        wanted = offered(now)[len(made) % len(offered(now))]
        body = {"key": new_key(), "moves": [wanted], "at": now["at"]}
        # A point in time that wanders over the request: before it arrives, while it is kept, after it was answered.
        killer = threading.Timer((len(made) % 7) * 0.002, server.kill)
        killer.start()
        answer = persistently(server, pupils[seat], body)
        killer.join()
        if server.process.poll() is not None:
            server.again()
        assert answer.status_code == 200, answer.text
        made.append(wanted)
    return made


def test_ctrl_c_ends_within_two_seconds_with_streams_open(server: Server) -> None:
    door = server.door
    teacher = door.teacher()
    set_up(teacher)
    code = boot(teacher, "/teacher")["code"]
    listeners = []
    for number in range(10):
        pupil = door.pupil(code, f"P{number}", 1, "ankara")
        listeners.append(Listener(pupil, boot(pupil)["after"]))
        listeners[-1].start()
    lead(teacher, "start")
    for one in listeners:
        one.until(boot(one.client)["after"])
    for one in listeners[::2]:  # half of the class closes its laptops just now
        one.over.set()
        one.client.close()
    begun = time.monotonic()
    server.process.send_signal(signal.SIGINT)
    server.process.wait(10)
    took = time.monotonic() - begun
    for one in listeners:
        one.over.set()
    assert took < (2 if os.getloadavg()[0] < 2 else 6), took


def test_a_second_server_on_the_same_folder_or_port_is_told_so(server: Server, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hudut", "classroom", "--data"]
    same = subprocess.run(
        [*command, str(server.folder), "--port", "0"], capture_output=True, text=True, timeout=60, check=False
    )
    assert same.returncode == 1
    assert "Traceback" not in same.stderr
    assert "--data" in same.stderr
    assert "another room is open there" in same.stderr
    port = [*command, str(tmp_path / "other"), "--port", str(server.port)]
    taken = subprocess.run(port, capture_output=True, text=True, timeout=60, check=False)
    assert taken.returncode == 1
    assert "--port" in taken.stderr


def test_a_room_of_other_rules_is_refused_with_what_to_do(door: Door, live: LiveRoom) -> None:
    set_up(door.teacher())
    scenario = live.stage.scenario
    opened = next(event for event in live.store.events() if event.kind == "opened")
    assert opened.body["rules"] == scenario.kernel.hash
    assert opened.body["version"] == version("hudut")
    kernel = replace(scenario.kernel, moves=scenario.kernel.moves[:-1])  # other rules
    other = replace(live.stage, scenario=replace(scenario, kernel=kernel))
    with pytest.raises(HudutError, match=r"other rules \(Hudut .*frontier.*--data"):
        LiveRoom(other, live.store)


def test_keys_that_were_half_written_are_never_read(tmp_path: Path) -> None:
    """A start that was cut off leaves a file beside; the next one makes keys that are whole, and keeps them."""
    (tmp_path / "keys.new").write_text('{"teacher": "half', encoding="utf-8")
    keys = keys_in(tmp_path)
    assert len(keys.teacher) > 30
    assert keys_in(tmp_path) == keys
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_the_server_never_imports_geometry(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from hudut.campaigns import stage;"
        "from hudut.classroom import serve, app;"
        "from hudut.classroom.live import LiveRoom; from hudut.classroom.store import Store;"
        f"LiveRoom(stage('frontier'), Store(Path({str(tmp_path)!r})));"
        "print([m for m in ('geopandas', 'pandas', 'shapely', 'folium', 'numpy', 'pyarrow') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def begun(door: Door, live: LiveRoom) -> tuple[Any, Any]:
    teacher = door.teacher()
    set_up(teacher)
    ankara = door.pupil(live.room.code, "Ayşe", 1, "ankara")
    lead(teacher, "start")
    return teacher, ankara


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_what_cannot_be_kept_did_not_happen(door: Door, live: LiveRoom, fault: str) -> None:
    _, ankara = begun(door, live)
    before = live.room
    base = live.store._base
    now = boot(ankara)["now"]
    if fault == "full":
        pages = base.execute("PRAGMA page_count").fetchone()[0]
        base.execute(f"PRAGMA max_page_count={pages}")
    else:
        base.execute("PRAGMA query_only=ON")
    body = {"key": new_key(), "moves": [offered(now)[0]], "at": now["at"], "why": "x" * 280}
    answers = [ankara.post("/api/move", json={**body, "key": new_key()}) for _ in range(1)]
    if fault == "full":  # fill what is left of the last page with letters
        while answers[-1].status_code == 200:
            answers.append(ankara.post("/api/say", json={"key": new_key(), "text": "x" * 600}))
        before = live.room
        answers.append(ankara.post("/api/say", json={"key": new_key(), "text": "x" * 600}))
    refused(answers[-1], 507, "not-kept")
    assert live.room is before
    base.execute("PRAGMA query_only=OFF")
    base.execute("PRAGMA max_page_count=1073741823")
    assert ankara.post("/api/say", json={"key": new_key(), "text": "now"}).status_code == 200


def test_events_are_never_changed_or_deleted(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append([Event("started", "teacher", number=1)])
    for statement in ("UPDATE events SET kind = 'ended'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError):
            store._base.execute(statement)
    assert [event.kind for event in store.events()] == ["started"]
    store.close()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(HudutError, match="--data"):
        Store(tmp_path / "file" / "room")


def test_the_lesson_clock_stands_in_a_pause_and_survives_a_restart(door: Door, live: LiveRoom) -> None:
    teacher, _ = begun(door, live)
    live._mark = 100.0
    live._now = lambda: 160.0  # a minute has passed by the clock that never jumps; the wall clock is not asked
    assert live.elapsed - live.room.elapsed == 60_000
    assert lead(teacher, "pause").status_code == 200
    live._now = lambda: 9000.0
    assert live.elapsed == live.room.elapsed
    again = LiveRoom(live.stage, live.store)
    assert again.room == live.room
    assert again.elapsed == live.room.elapsed


def test_a_policy_stands_in_for_a_seat_that_is_empty_too_long(door: Door, live: LiveRoom) -> None:
    teacher, ankara = begun(door, live)
    live.connected.clear()
    clock = [0.0]
    live._now = lambda: clock[0]
    run_beside(live.look_after_empty_seats())
    assert live.room.tables[1].policies["ankara"] == "person"
    clock[0] = 91.0
    run_beside(live.look_after_empty_seats())
    assert live.room.tables[1].policies["ankara"] == "weighted"
    late = door.pupil(live.room.code, "Late", 1, "ankara")
    assert live.room.tables[1].policies["ankara"] == "person"
    assert boot(late)["words"]["seats"]["ankara"]["secret"]
    assert teacher
    assert ankara


def test_open_to_the_network_it_says_what_it_opens(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hudut", "classroom", "--host", EVERYWHERE, "--port", "0", "--data", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    lines = [process.stdout.readline()]
    while not lines[-1].startswith("Kept"):
        lines.append(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    process.wait(15)
    process.stdout.close()
    text = "".join(lines)
    assert "OPEN TO THE NETWORK" in text
    assert "█" in text or "▄" in text
    assert addresses(EVERYWHERE, 0)[0].removesuffix("0") in text


def test_replay_tells_an_exported_log(door: Door, live: LiveRoom, tmp_path: Path) -> None:
    teacher, ankara = begun(door, live)
    move(ankara, boot(ankara)["now"])
    path = tmp_path / "log.jsonl"
    path.write_text(teacher.get("/teacher/log?table=1").text, encoding="utf-8")
    command = [sys.executable, "-m", "hudut", "replay", "frontier", "--log", str(path), "--json"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert told["steps"]
    assert replay(live.stage.scenario, read(path.read_text(encoding="utf-8"))) == live.room.tables[1].state
