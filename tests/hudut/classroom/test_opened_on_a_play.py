"""A room is opened on an earlier play: what seats and projector begin with, and what set-up offers and refuses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from engine.log import Log, read
from engine.opening import Opening
from engine.playthrough import new_log, play_out
from engine.replay import historical_log
from geo.errors import HudutError
from hudut.campaigns import Stage, stage
from hudut.classroom.live import LiveRoom
from hudut.classroom.serve import kept_room
from hudut.openings import openings as all_openings
from tests.hudut.classroom.conftest import PERSONS, Door, boot, lead, new_key, set_up
from tests.registries import ACTS


@cache
def no_attack() -> Log:
    """Return act gumru without the attack."""
    found = stage("frontier").scenario
    log = new_log(found, "gumru", seats={"all": "historical", "chance": "historical"})
    return play_out(found, log, "gumru", ("g1-march.call-off",))


@pytest.fixture
def openings(frontier: Stage) -> Mapping[str, Opening]:
    return all_openings(frontier, no_attack())


def test_set_up_offers_the_acts_that_follow_with_their_openings(door: Door) -> None:
    teacher = door.teacher()
    acts = boot(teacher, "/teacher")["acts"]
    assert [one["id"] for one in acts] == list(ACTS[ACTS.index("moscow") :])
    told = "\n".join(acts[0]["opening"])
    assert "28" in told
    assert "Kars" in told
    refused = lead(teacher, "set-up", act="gumru", minutes=45, tables=1, policies=PERSONS)
    assert refused.status_code == 422


def test_a_seat_and_the_projector_begin_with_what_the_play_left(door: Door, live: LiveRoom) -> None:
    teacher = door.teacher()
    set_up(teacher, minutes=90, begin="opening", tables=2)
    room = live.room
    assert room.settings is not None
    assert room.settings.left == "g1-march.call-off"
    pupil = door.pupil(room.code, "Ali", 1, "ankara")
    begun = boot(pupil)
    # Kars was never taken: on the map of the seat, in the list of what differs, and in the mark.
    assert begun["now"]["held"]["kars control"][0] == "armenia_ssr"
    assert begun["now"]["left"] == {"number": 0, "move": "g1-march.call-off"}
    kars = next(
        one for one in begun["opened"]["changes"]["land"] if one["territory"] == "kars" and one["layer"] == "control"
    )
    assert (kars["before"][0], kars["after"][0]) == ("ankara", "armenia_ssr")
    assert begun["words"]["left"]["date"] == "1920-09-28"
    wall = boot(teacher, "/projector?table=2")
    assert wall["opened"] == begun["opened"]
    assert wall["now"]["left"]["number"] == 0
    lead(teacher, "start")
    log = read(teacher.get("/teacher/log", params={"table": 1}).text)
    assert (log.header.act, log.header.left, log.header.carried["kars"]) == ("moscow", "g1-march.call-off", "soviet")


def test_a_room_that_is_kept_goes_on_and_no_other_log_takes_it_over(
    door: Door, live: LiveRoom, frontier: Stage, openings: Mapping[str, Opening]
) -> None:
    set_up(door.teacher())
    kept_room(live, Path("room"), openings)
    kept_room(live, Path("room"), {})
    other = all_openings(frontier, historical_log(frontier.scenario, ("gumru",)))
    with pytest.raises(HudutError, match="is set up already, in act 'moscow' and not on this log"):
        kept_room(live, Path("room"), other)


def test_a_short_lesson_begins_at_the_conference_only_where_it_comes_about(door: Door) -> None:
    """Without the war the republics have nothing to confirm at Kars: that conference does not meet."""
    teacher = door.teacher()
    seats = {"chance": "historical"} | dict.fromkeys(stage("frontier").scenario.acts["kars"].seats, "person")
    refused = lead(teacher, "set-up", act="kars", minutes=45, tables=1, begin="conference", policies=seats)
    assert (refused.status_code, refused.json()["word"]) == (422, "no-conference")
    set_up(teacher, minutes=45, begin="conference")
    assert boot(teacher, "/projector")["now"]["table"]


@pytest.mark.browser
def test_seat_and_wall_show_it_in_a_real_browser(door: Door, live: LiveRoom, browser: Browser) -> None:
    set_up(door.teacher(), minutes=90, begin="opening")
    seat = opened(browser, door, f"/?lang=en&code={live.room.code}")
    seat.fill("[name=name]", "Ali")
    seat.click("button[type=submit]")
    seat.wait_for_url("**/seat")
    done = seat.evaluate(
        "key => fetch('/api/seat', {method: 'POST', headers: {'content-type': 'application/json'},"
        " body: JSON.stringify({key, table: 1, seat: 'ankara'})}).then((answer) => answer.status)",
        new_key(),
    )
    assert done == 200
    seat.goto(f"{door.address}/desk?lang=en")
    shown = seat.locator(".opened").first.inner_text()
    assert "Not history any more: 28 September 1920" in shown
    assert "Kars" in shown
    assert "Ankara (occupied) → Armenian SSR (occupied)" in shown
    wall = opened(browser, door, f"/teacher?key={door.key}&lang=en")
    wall.goto(f"{door.address}/projector?lang=en")
    wall.wait_for_selector(".opened")
    assert "Kars" in wall.locator(".opened").inner_text()
    assert "28 September 1920" in wall.locator(".wall-title").inner_text()


def opened(browser: Browser, door: Door, path: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(door.address + path)
    return page
