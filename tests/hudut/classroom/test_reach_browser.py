"""On every screen of a class each control that is offered can be reached, and each word can be read, to the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from hudut.classroom.live import LiveRoom
from hudut.classroom.tables import to_move
from tests.browsing import Contexts, serious
from tests.conftest import SOAK
from tests.hudut.classroom.conftest import Door, lead, set_up

pytestmark = pytest.mark.browser
SIZES = [(768, 1024), (820, 1180), (740, 360), (896, 414), (360, 740)]
SIZES += [(600, 960), (899, 1200), (900, 700), (1024, 768), (1366, 768), (1920, 1080)] if SOAK else [(1366, 768)]
COVERED = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const offered = Array.from(document.querySelectorAll("a[href], button, select, input, textarea, summary"))
    .filter((one) => seen(one) && !one.disabled && !one.classList.contains("skip"));
  return offered.filter((one) => {
    one.scrollIntoView({ block: "center", inline: "nearest" });
    const box = (one.closest("label") || one).getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    const whole = one.closest("label") || one;
    return !top || !(whole.contains(top) || top.contains(whole) && top.tagName === "LABEL");
  }).map((one) => one.outerHTML.slice(0, 120));
}"""
CONTRAST = """(node) => {
  const light = (text) => text.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const look = getComputedStyle(node);
  const [low, high] = [light(look.color), light(look.backgroundColor)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""
"""The contrast of a node's text with its own ground, as WCAG reckons it."""


class Desk:
    """A pupil whose turn it is."""

    def __init__(self, new: Callable[..., Page], door: Door, live: LiveRoom, begin: str) -> None:
        self.teacher = door.teacher()
        people = {"ankara": "person", "moscow": "person", "chance": "historical"}
        set_up(self.teacher, act="letters", policies=people, begin=begin)
        lead(self.teacher, "start")
        seat = to_move(live.stage.scenario, live.room.tables[1])
        token = door.pupil(live.room.code, "Ece", 1, seat).cookies["hudut_pupil"]
        self.page = new(locale="tr")
        self.page.context.add_cookies([{"name": "hudut_pupil", "value": token, "url": door.address}])
        self.page.goto(f"{door.address}/desk", wait_until="domcontentloaded")
        self.page.wait_for_selector("body.ready", state="attached")

    def resized(self, size: tuple[int, int]) -> Page:
        self.page.set_viewport_size(ViewportSize(width=size[0], height=size[1]))
        return self.page


@pytest.fixture
def desk_at(contexts: Contexts, door: Door, live: LiveRoom) -> Iterator[Any]:
    with contexts.persons() as new:
        yield lambda begin: Desk(new, door, live, begin)


def offered_here(page: Page, wanted: str) -> None:
    """Nothing that is offered lies under something else, in any of the parts of the page."""
    assert page.locator(wanted).count() > 0
    assert page.evaluate(COVERED) == []
    for tab in page.locator("nav button").all():
        if tab.is_visible():
            tab.click()
            assert page.evaluate(COVERED) == [], tab.inner_text()
    if page.locator("nav button").first.is_visible():
        page.locator("nav button").first.click()


@pytest.mark.parametrize("begin", ["opening", "conference"])
def test_every_control_that_is_offered_is_on_top(desk_at: Any, begin: str) -> None:
    desk = desk_at(begin)
    for size in SIZES:
        page = desk.resized(size)
        wanted = ".decision input:visible" if begin == "opening" else "select.phrase:visible"
        offered_here(page, wanted)
        page.locator(".go-brief:visible").first.click()
        assert page.evaluate(COVERED) == [], size
        page.locator(".close-panel:visible").first.click()
        expect(page.locator(wanted).first).to_be_visible()


def test_the_end_of_a_lesson_can_be_read(desk_at: Any) -> None:
    desk = desk_at("conference")
    page = desk.page
    assert serious(page) == []
    for seat in ("ankara", "moscow"):
        lead(desk.teacher, "stand-in", table=1, seat=seat, policy="historical")
    expect(page.locator("select.phrase")).to_have_count(0)
    assert serious(page) == []
    for word in ("end", "debrief"):
        assert lead(desk.teacher, word).status_code == 200
    way = page.locator(".room-bar a")
    expect(way).to_be_visible()
    assert way.evaluate(CONTRAST) >= 4.5
    for size in SIZES:
        desk.resized(size)
        assert serious(page) == [], size
        assert page.evaluate(COVERED) == [], size
