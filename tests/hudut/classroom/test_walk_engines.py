"""A lesson in Firefox and in WebKit: the moments of a pupil, on every size of screen that its window can have."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hudut.campaigns import Stage
from tests.conftest import SOAK
from tests.engines import Engine, started, why_not
from tests.hudut.classroom.conftest import Server, boot, lead, new_key, set_up
from tests.hudut.classroom.test_walk_browser import NEXT, SITTING, Table
from tests.looking import FAULTS, SIZES

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not SOAK, reason="a lesson in other browsers: make soak")]
JOIN = """
for (const [path, body] of arguments[0]) {
  const request = new XMLHttpRequest();
  request.open('POST', path, false);
  request.setRequestHeader('content-type', 'application/json');
  request.send(JSON.stringify(body));
  if (request.status !== 200) return request.responseText;
}
return '';
"""
READY = "return Boolean(document.querySelector(arguments[0]))"
ASKED = f"return ({FAULTS})(arguments[0])"
SIZED = "return Math.abs(innerWidth - arguments[0]) < 150 && Math.abs(innerHeight - arguments[1]) < 5"


@pytest.fixture(params=["firefox", "webkit"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    missing = why_not(request.param)
    if missing:
        pytest.skip(missing)
    folder = tmp_path / "profile"
    folder.mkdir()
    with started(request.param, folder) as one:
        yield one


def until(engine: Engine, question: str, *arguments: object) -> None:
    """Ask until the answer is yes."""
    end = time.monotonic() + 60
    while not engine.ask(question, *arguments):
        assert time.monotonic() < end, f"never true: {question} {arguments}"
        time.sleep(0.1)


class Pupil:
    """A pupil's browser; what is wrong is kept."""

    def __init__(self, engine: Engine, address: str) -> None:
        self.engine, self.address = engine, address
        self.wrong: list[str] = []

    def look(self, moment: str, path: str, kind: str, wanted: str) -> None:
        """Look at a page on all screens."""
        self.engine.open(self.address + path)
        until(self.engine, READY, wanted)
        for width, height in SIZES:
            self.engine.size(width, height)
            until(self.engine, SIZED, width, height)
            found: list[str] = self.engine.ask(ASKED, NEXT[kind])
            self.wrong += [f"{moment} {width}x{height}: {one}" for one in found]


def test_a_pupil_sees_and_reaches_all(engine: Engine, server: Server, frontier: Stage) -> None:
    teacher = server.door.teacher()
    set_up(teacher, act="letters", policies={"ankara": "person", "moscow": "person", "chance": "historical"})
    code = boot(teacher, "/teacher")["code"]
    table = Table(server.door, frontier, code)
    pupil = Pupil(engine, server.address)
    pupil.look("join", "/", "door", "#join button:not(:disabled)")
    assert engine.ask(JOIN, [["/api/join", {"code": code, "name": "Öğrenci"}]]) == ""
    pupil.look("seat", "/seat", "door", ".seat-button:not(:disabled)")
    assert engine.ask(JOIN, [["/api/seat", {"key": new_key(), "table": 1, "seat": "ankara"}]]) == ""
    pupil.look("lobby", "/desk", "desk", "body.ready")
    lead(teacher, "start")
    pupil.look("decision", "/desk", "desk", ".decision input")
    table.offer(SITTING)
    table.until(step=SITTING)
    pupil.look("conference", "/desk", "desk", "select.phrase")
    assert list(table.seal(SITTING))
    pupil.look("sealed", "/desk", "desk", "body.ready")
    lead(teacher, "end")
    lead(teacher, "debrief")
    pupil.look("end", "/desk", "desk", ".room-bar a")
    pupil.look("debrief", "/debrief", "sheet", ".thumb")
    assert pupil.wrong == [], "\n".join(pupil.wrong)
