"""The play of tests/answers.py in the room: at two seats, on the projector and the console, in debrief and record."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.answers import DISTANCE, FOLDER, LAND, SAID, WORTH
from tests.browsing import DESKTOP
from tests.hudut.classroom.conftest import Server, boot, lead, new_key, set_up

pytestmark = pytest.mark.browser
POLICIES = {"ankara": "person", "allies": "person", "chance": "historical"}
TURNS = (
    ("ankara", ["u2-order.march"]),
    ("ankara", ["u3-table.ankara.u-thrace.handed", "u3-table.ankara.u-karaagach.turkish", "u3-table.ankara.pass"]),
    ("allies", ["u3-table.allies.accept"]),
    ("ankara", ["u3-table.ankara.seal"]),
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path / "room", "--scenario", str(FOLDER))
    yield found
    found.close()


@pytest.fixture(params=SAID)
def lesson(request: pytest.FixtureRequest, server: Server) -> dict[str, Any]:
    """The clients of teacher and pupils after the play, which is not yet ended; and the language that all ask for."""
    door = server.door
    teacher = door.teacher()
    set_up(teacher, act="mudanya", policies=POLICIES)
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


def opened(browser: Browser, server: Server, client: Any, path: str, language: str) -> Page:
    """Open a page of the room as a client, with its cookies."""
    context = browser.new_context(viewport=DESKTOP)
    context.add_cookies(
        [{"name": name, "value": value, "url": server.address} for name, value in client.cookies.items()]
    )
    page = context.new_page()
    page.goto(f"{server.address}{path}{'&' if '?' in path else '?'}lang={language}")
    return page


def test_the_room(browser: Browser, server: Server, lesson: dict[str, Any]) -> None:
    language, teacher = lesson["language"], lesson["teacher"]
    said = SAID[language]
    for seat in ("ankara", "allies"):
        page = opened(browser, server, lesson[seat], "/desk", language)
        log = page.locator("#log")
        for words in (said.about, said.departed, ", ".join(said.lands), said.ending):
            expect(log).to_contain_text(words)
        expect(log).not_to_contain_text(said.history_ending)
        page.context.close()
    for path in ("/projector?table=1", "/teacher"):
        page = opened(browser, server, teacher, path, language)
        expect(page.locator("body")).to_contain_text(said.ending)
        expect(page.locator("body")).not_to_contain_text(said.history_ending)
        page.context.close()
    assert lead(teacher, "end").status_code == 200
    assert lead(teacher, "debrief").status_code == 200
    page = opened(browser, server, lesson["ankara"], "/debrief", language)
    assert_debrief(page, language)
    page.context.close()
    rows = list(csv.DictReader(io.StringIO(teacher.get("/teacher/record.csv").text.removeprefix("\ufeff"))))
    assert [row["move"].split() for row in rows] == [moves for _, moves in TURNS]
    page = opened(browser, server, teacher, "/teacher/record", language)
    expect(page.locator("body")).to_contain_text(said.departed)
    page.context.close()


def assert_debrief(page: Page, language: str) -> None:
    said = SAID[language]
    text = page.locator(".debrief").inner_text()
    assert text.index(said.history_ending) < text.index(said.ending)
    assert re.search(rf"\b{DISTANCE}\b.*19[., \u202f\xa0]?691 km²", text)
    departure = next(line for line in text.splitlines() if said.departed in line)
    assert departure.index(said.departed) < departure.index(said.instead)
    assert {"6", "1922"} <= set(departure.replace(":", " ").split())
    rows = [row.locator("th, td").all_inner_texts() for row in page.locator("tbody tr").all()]
    articles = [row for row in rows if row[0] == "Karaağaç" and said.taken_then in row[2]]
    assert [row[1].startswith(said.taken) for row in articles] == [True]
    land = {(row[0], row[1]): row[2:] for row in rows if row[0] in said.lands and len(row) == 5}
    assert len(land) == len(LAND)
    for name in said.lands:
        history, ours, _ = next(cells for (one, _), cells in land.items() if one == name and said.greece in cells[1])
        assert said.allies in history
        assert said.occupied in ours
    for seat, (ours_worth, past_worth) in zip(said.seats, WORTH.values(), strict=True):
        worth = text[text.index(f"\n{seat}\n") :]
        assert re.findall(r"\d+", worth.split("\n\n")[1].replace("1:", ""))[:2] == [str(past_worth), str(ours_worth)]
    versions = page.locator(".disagree li").all_inner_texts()
    assert [one.startswith(said.adopted) for one in versions if "(" in one] == [True]
    assert any(one.startswith(said.rejected) for one in versions)
