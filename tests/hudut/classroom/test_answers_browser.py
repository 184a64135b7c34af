"""The play of tests/answers.py in the room: at two seats, on the projector and the console, in debrief and record."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from hudut.campaigns import Stage, stage
from hudut.classroom.ground import Ground
from hudut.classroom.live import LiveRoom
from hudut.classroom.store import Store
from hudut.classroom.wording import strings as said_of_the_room
from tests.answers import FOLDER, SAID
from tests.browsing import DESKTOP, Contexts
from tests.conftest import SOAK
from tests.hudut.classroom.conftest import Door, boot, lead, new_key, ready, set_up
from tests.hudut.test_answers_browser import assert_debrief, assert_on_thrace

pytestmark = pytest.mark.browser
New = Callable[..., Page]
POLICIES = {"ankara": "person", "allies": "person", "chance": "historical"}
TURNS = (
    ("ankara", ["u2-order.march"]),
    ("ankara", ["u3-table.ankara.u-thrace.handed", "u3-table.ankara.u-karaagach.turkish", "u3-table.ankara.pass"]),
    ("allies", ["u3-table.allies.accept"]),
    ("ankara", ["u3-table.ankara.seal"]),
)


OF_GREECE = """(picture) => {
  const all = Array.from(picture.querySelectorAll(".w-greece")).map((one) => one.getBBox().width);
  return Math.max(0, ...all) / picture.viewBox.baseVal.width;
}"""
"""How much of the width of a small map the land of Greece spans: it holds Eastern Thrace in this play."""


@pytest.fixture(scope="module")
def example() -> Stage:
    return stage(str(FOLDER))


@pytest.fixture
def live(example: Stage, tmp_path: Path) -> Iterator[LiveRoom]:
    store = Store(tmp_path / "room")
    yield LiveRoom(example, store)
    store.close()


@pytest.fixture(scope="module")
def ground(example: Stage) -> Ground:
    return ready(str(FOLDER), example)


@pytest.fixture
def new(contexts: Contexts) -> Iterator[New]:
    """Return a function that opens an empty page for another person."""
    with contexts.persons() as another:
        yield another


@pytest.fixture(params=SAID if SOAK else ["tr"])
def lesson(request: pytest.FixtureRequest, door: Door) -> dict[str, Any]:
    """The clients of teacher and pupils after the play, which is not yet ended; and the language that all ask for."""
    teacher = door.teacher()
    set_up(teacher, act="mudanya", policies=POLICIES, tables=2)
    code = boot(teacher, "/teacher")["code"]
    pupils = {seat: door.pupil(code, f"Pupil {seat}", 1, seat) for seat in ("ankara", "allies")}
    assert lead(teacher, "plan", table=1, step="u4-athens", plan="refuses").status_code in (200, 409)
    assert lead(teacher, "start").status_code == 200
    lead(teacher, "plan", table=1, step="u4-athens", plan="refuses")
    for seat, moves in TURNS:
        now = boot(pupils[seat])["now"]
        done = pupils[seat].post("/api/move", json={"key": new_key(), "moves": moves, "at": now["at"], "why": "so"})
        assert done.status_code == 200, done.text
    return {"teacher": teacher, "language": request.param, **pupils}


def opened(new: New, door: Door, client: Any, path: str, language: str, size: ViewportSize = DESKTOP) -> Page:
    """Open a page of the room as a client, with its cookies."""
    page = new(viewport=size)
    page.context.add_cookies(
        [{"name": name, "value": value, "url": door.address} for name, value in client.cookies.items()]
    )
    page.goto(f"{door.address}{path}{'&' if '?' in path else '?'}lang={language}")
    return page


def test_what_moves_would_do_is_told_before_they_are_made(door: Door) -> None:
    teacher = door.teacher()
    set_up(teacher, act="mudanya", policies=POLICIES)
    ankara = door.pupil(boot(teacher, "/teacher")["code"], "Ece", 1, "ankara")
    assert lead(teacher, "start").status_code == 200
    decided = ankara.get("/api/ask", params={"moves": ["u2-order.march"]}).json()
    assert decided["variables"] == [{"word": "strain", "before": 1, "after": 2}]
    assert decided["land"] == []
    now = boot(ankara)["now"]
    body = {"key": new_key(), "moves": ["u2-order.march"], "at": now["at"]}
    assert ankara.post("/api/move", json=body).status_code == 200
    told = ankara.get("/api/ask", params={"moves": TURNS[1][1][:2]}).json()
    land = {(one["territory"], one["layer"]): (one["before"][0], one["after"][0]) for one in told["land"]}
    assert land == {(key, "agreed"): ("greece", "ankara") for key in ("edirne", "rodosto", "karaagach")}
    assert told["may"] == ["u3-table.ankara.accept", "u3-table.ankara.pass"]
    at = boot(ankara)["now"]["at"]
    for moves in ([TURNS[1][1][1], TURNS[1][1][0]], ["nonsense"]):
        assert ankara.get("/api/ask", params={"moves": moves}).json()["word"] == "illegal"
    assert boot(ankara)["now"]["at"] == at


def test_the_room(new: New, door: Door, lesson: dict[str, Any]) -> None:
    language, teacher = lesson["language"], lesson["teacher"]
    said = SAID[language]
    for seat in ("ankara", "allies"):
        page = opened(new, door, lesson[seat], "/desk", language)
        log = page.locator("#log")
        for words in (said.about, said.departed, *said.lands):
            expect(log).to_contain_text(words)
        expect(page.locator(".play-text")).to_contain_text(said.ending)
        expect(page.locator("body")).not_to_contain_text(said.history_ending)
        page.close()
    for path in ("/projector?table=1", "/teacher"):
        page = opened(new, door, teacher, path, language)
        expect(page.locator("body")).to_contain_text(said.ending)
        expect(page.locator("body")).not_to_contain_text(said.history_ending)
        expect(page.locator(".card-left, .wall-kicker").last).to_contain_text(said.departed)
        page.close()
    assert lead(teacher, "end").status_code == 200
    assert lead(teacher, "debrief").status_code == 200
    page = opened(new, door, lesson["ankara"], "/debrief", language)
    assert_debrief(page, language, said_of_the_room(language)["debrief.unfinished"])
    page.close()
    rows = list(csv.DictReader(io.StringIO(teacher.get("/teacher/record.csv").text.removeprefix("\ufeff"))))
    assert [row["move"].split() for row in rows] == [moves for _, moves in TURNS]
    page = opened(new, door, teacher, "/teacher/record", language)
    expect(page.locator("body")).to_contain_text(said.departed)
    page.close()


@pytest.mark.parametrize("size", [(1366, 768), (820, 1180), (360, 740)] if SOAK else [(360, 740)])
def test_every_map_of_the_room_is_framed_on_what_the_act_is_about(
    new: New, door: Door, lesson: dict[str, Any], example: Stage, size: tuple[int, int]
) -> None:
    for who, path in (("ankara", "/desk"), ("teacher", "/projector?table=1")):
        page = opened(new, door, lesson[who], path, "en", ViewportSize(width=size[0], height=size[1]))
        if page.locator("[data-tab=map]").is_visible():
            page.click("[data-tab=map]")
        page.locator(".hit").first.wait_for(state="attached", timeout=60_000)
        assert_on_thrace(page, example)
        page.close()
    board = lesson["teacher"].get("/board.json").json()
    west, south, east, north = board["view"]
    assert all(west <= w < e <= east and south <= s < n <= north for w, s, e, n in board["boxes"].values())
    assert east - west < 2 * max(e - w for w, _, e, _ in board["boxes"].values())
    page = opened(new, door, lesson["teacher"], "/teacher", "en")
    picture = page.locator(".card-map .thumb").first
    picture.wait_for(timeout=60_000)
    assert picture.evaluate(OF_GREECE) > 0.2
    page.close()
