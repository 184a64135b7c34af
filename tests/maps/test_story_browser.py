"""Stories in a real browser: the list, turning pages by keyboard, permalinks, leaving, the talk, the phone, paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scenarios.chronicle import Chronicle
from tests.browsing import serious
from tests.conftest import SOAK
from tests.registries import STORIES

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
LAND_IN_VIEW = """() => {
  const box = document.querySelector(".map-slot").getBoundingClientRect();
  const edge = document.querySelector(".story-edge").getBoundingClientRect();
  return Math.min(edge.left - box.left, edge.top - box.top, box.right - edge.right, box.bottom - edge.bottom);
}"""


@pytest.fixture
def open_at(open_page: Any, told_file: Path) -> Any:
    def opened(address: str, **options: Any) -> Any:
        one = open_page(address, file=told_file, **options)
        one.page.wait_for_selector(".hudut.told", state="attached")
        return one

    return opened


def text(one: Any, part: str) -> str:
    """The text of a part of the page of a story, such as its title."""
    return str(one.page.evaluate(f"document.querySelector('.story-{part}').textContent"))


def focused(one: Any) -> str:
    return str(one.page.evaluate("document.activeElement.className"))


def no_serious_issue(one: Any) -> None:
    assert serious(one.page) == []


@pytest.mark.parametrize("language", ["tr", "en"] if SOAK else ["tr"])
def test_every_story_opens_from_the_list_and_is_walked_by_keyboard(
    open_at: Any, chronicle: Chronicle, language: str
) -> None:
    """The first stops and the last of some; every stop of all under `make soak`."""
    one = open_at(f"#lang={language}&d=1920-01-01")
    page = one.page
    for key in {"kars", *(list(chronicle.stories) if SOAK else list(chronicle.stories)[::6])}:
        story = chronicle.stories[key]
        page.click(".go-stories")
        page.click(f"[data-story={key}]")
        walked = len(story.stops) if SOAK else 3 if key == "kars" else 1
        for number, stop in enumerate(story.stops[:walked], 1):
            assert text(one, "title") == stop.titles[language]
            assert text(one, "text") == stop.text[language]
            assert text(one, "count") == f"{number} / {len(story.stops)}"
            page.keyboard.press(("ArrowRight", "PageDown", "Space")[number % 3])
        page.keyboard.press("End")
        assert text(one, "title") == story.stops[-1].titles[language]
        assert page.locator(".story-dot[aria-current=step]").count() == 1
        page.keyboard.press("Escape")
        assert "go-stories" in focused(one)
    assert not one.errors
    assert all(request.startswith("file:") for request in one.requests)


def test_an_address_shows_its_stop_and_keys_turn_pages_from_there(open_at: Any, chronicle: Chronicle) -> None:
    stops = chronicle.stories["kars"].stops
    one = open_at("#lang=en&st=kars.8")
    page = one.page
    assert one.date == "3 December 1920"
    assert page.evaluate("document.querySelector('.layers input:checked').value") == stops[7].layer
    assert text(one, "title") == stops[7].titles["en"]
    assert page.evaluate(LAND_IN_VIEW) > 0
    page.reload()
    page.wait_for_selector(".hudut.telling", state="attached")
    assert text(one, "title") == stops[7].titles["en"]
    page.evaluate("location.hash = 'lang=tr&st=kars.3'")
    one.until("title => document.querySelector('.story-title').textContent === title", stops[2].titles["tr"])
    for key, stop in (("ArrowLeft", 2), ("PageUp", 1), ("PageUp", 1), ("End", 11), ("ArrowRight", 11), ("Home", 1)):
        page.keyboard.press(key)
        assert text(one, "count") == f"{stop} / 11", key
    page.focus(".slider")
    page.keyboard.press("End")
    page.focus(".leaflet-container")
    page.keyboard.press("ArrowRight")
    assert text(one, "count") == "1 / 11"
    page.keyboard.press("PageDown")
    assert text(one, "count") == "2 / 11"
    for address, there in (("kars.99", True), ("nothing.3", False)):
        page.evaluate("address => { location.hash = 'lang=en&d=1919-05-01&st=' + address; }", address)
        one.until("there => document.querySelector('.hudut').classList.contains('telling') === there", there)
    assert not one.errors


def test_leaving_gives_back_what_one_had(open_at: Any) -> None:
    one = open_at("#d=1922-05-05&l=title&lang=en&s=tiflis&w=60")
    page = one.page
    page.click(".zoom-in")
    before = one.hash_when("v=")
    page.click(".go-stories")
    page.click("[data-story=kars]")
    one.hash_when("st=kars.1")
    page.keyboard.press("End")
    one.hash_when("st=kars.11")
    page.click(".story-leave")
    one.until("before => location.hash === before", before)
    assert page.locator(".story-veil").count() == 0


def test_sources_unfold_and_lead_to_the_event_and_paper_carries_the_whole_story(
    open_at: Any, chronicle: Chronicle
) -> None:
    one = open_at("#lang=en&st=kars.7")
    page = one.page
    stop = chronicle.stories["kars"].stops[6]
    sources = page.locator(".story-under > details").last
    sources.locator("summary").first.click()
    parts = sources.locator(".story-source")
    assert parts.count() == len(stop.events) + len(stop.treaties) + len(stop.bases)
    parts.first.locator("summary").first.click()
    assert chronicle.events[stop.events[0]].summaries["en"] in parts.first.inner_text()
    no_serious_issue(one)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    told = page.locator(".story-whole").inner_text()
    assert all(one.text["en"] in told for one in chronicle.stories["kars"].stops)
    assert not page.locator(".story-nav").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    parts.first.locator("button.plain").last.click()
    assert one.hash_when(f"e={stop.events[0]}")
    assert page.locator(".hudut.telling").count() == 0
    page.evaluate("location.hash = 'lang=en&st=kars.7'")
    one.until("() => document.querySelector('.hudut.telling') !== null")
    page.fill(".search-field", "frunze reaches ankara")
    page.locator(".found-row[data-group=events]").first.click()
    assert one.hash_when("e=1921-12-13-frunze-in-ankara")
    assert page.locator(".hudut.telling").count() == 0
    assert page.locator(".panel-body .event-card").is_visible()


@pytest.mark.skipif(not SOAK, reason="stories are walked by keys in make test")
def test_a_talk_fills_the_page_and_is_driven_by_a_clicker(open_at: Any) -> None:
    one = open_at("#lang=en&st=kars.5", viewport={"width": 1920, "height": 1080})
    page = one.page
    page.click(".story-talk")
    assert not page.locator(".bar").is_visible()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.story-text')).fontSize)") == 30
    page.focus(".leaflet-container")
    page.keyboard.press("PageDown")
    one.hash_when("st=kars.6")
    assert page.evaluate("document.querySelector('.story-page').getBoundingClientRect().bottom - innerHeight") <= 0
    assert page.evaluate(LAND_IN_VIEW) > 0
    page.keyboard.press("Escape")
    assert page.locator(".bar").is_visible()
    assert text(one, "count") == "6 / 11"


def test_on_a_phone_the_page_stands_under_the_map(open_at: Any) -> None:
    one = open_at("#lang=tr&st=kars.8", viewport=PHONE, has_touch=True, is_mobile=True)
    page = one.page
    page.locator(".story-on").tap()
    one.hash_when("st=kars.9")
    assert page.evaluate(LAND_IN_VIEW) > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert "1921" in text(one, "date")
    buttons = page.locator(".story-leave, .story-nav button")
    assert min(buttons.nth(k).bounding_box()["height"] for k in range(buttons.count())) >= 44
    no_serious_issue(one)
    page.locator(".story-leave").tap()
    page.locator(".go-stories").tap()
    assert page.locator(".story-row").first.is_visible()
    no_serious_issue(one)


@pytest.mark.skipif(not SOAK, reason="the full matrix is for make soak")
@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"locale": "en-US"}])
@pytest.mark.parametrize("story", STORIES)
def test_axe_finds_nothing_serious_in_any_story(open_at: Any, story: str, options: dict[str, Any]) -> None:
    one = open_at(f"#lang=en&st={story}.5", **options)
    no_serious_issue(one)
    one.page.click(".story-talk")
    no_serious_issue(one)
