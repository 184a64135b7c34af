"""The page as a reader meets it, in Debian's chromium with the network off."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from geo.load import Atlas
from maps.options import PageOptions
from maps.page import render
from tests.browsing import serious, settle
from tests.conftest import SOAK

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
SCREENS: list[dict[str, Any]] = [{}, {"viewport": PHONE, "has_touch": True}, {"color_scheme": "dark"}]
ZONES = ("America/New_York", "Pacific/Kiritimati", "Europe/Istanbul")
MOSCOW = "16 Mart 1921"
STATE = "#d=1921-03-16&l=control&lang=tr"
SLIDER = ".slider"


def day_after_first(atlas: Atlas, iso: str) -> int:
    return dt.date.fromisoformat(iso).toordinal() - atlas.first_day


def test_the_page_opens_on_the_day_of_moscow_and_asks_for_nothing(open_page: Any, atlas: Atlas) -> None:
    opened = open_page(new=True)
    page = opened.page
    assert opened.date == MOSCOW
    assert page.locator(".ly-hits .hit").count() == len(atlas.territories)
    assert page.locator(".ly-washes .wash").count() > 5
    assert page.locator(".ly-labels .party-name").count() > 3
    page.click(".go-table")
    page.click(".go-table")
    for layer in ("title", "agreed", "claim"):
        page.check(f".layers input[value={layer}]", force=True)
    page.click(".zoom-wide")
    page.click("[data-tab=holders]")
    settle(page)
    assert [url for url in opened.requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in opened.requests if url.startswith("file:")]) == 1
    assert opened.errors == []


def test_the_slider_moves_by_keyboard_in_days_months_and_treaties(open_page: Any, atlas: Atlas) -> None:
    opened = open_page(STATE)
    page = opened.page
    page.focus(SLIDER)
    seen = []
    for key in ("ArrowRight", "ArrowLeft", "PageUp", "PageDown", "Home", "End"):
        page.keyboard.press(key)
        seen.append(opened.date)
    assert seen == ["17 Mart 1921", MOSCOW, "16 Nisan 1921", MOSCOW, "1 Ağustos 1914", "29 Ekim 1923"]
    page.keyboard.press("Home")
    marks = sorted({basis.date.first for basis in atlas.bases.values() if basis.mark})
    first = next(day for day in marks if day > atlas.first_day)
    page.keyboard.press("]")
    assert page.input_value(SLIDER) == str(first - atlas.first_day)
    page.keyboard.press("[")
    assert page.input_value(SLIDER) == "0"


def test_the_slider_says_the_date_and_the_treaty(told: Any) -> None:
    text = told(STATE).page.get_attribute(SLIDER, "aria-valuetext")
    assert text is not None
    assert text.startswith(MOSCOW)
    assert "Moskova" in text


def test_the_slider_moves_by_mouse(open_page: Any) -> None:
    opened = open_page()
    box = opened.page.locator(SLIDER).bounding_box()
    opened.page.mouse.move(box["x"] + 40, box["y"] + 22)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 22, steps=6)
    opened.page.mouse.up()
    assert "1917" in opened.date


def test_the_slider_moves_by_touch(open_page: Any) -> None:
    opened = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    box = opened.page.locator(SLIDER).bounding_box()
    opened.page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    opened.until("() => document.querySelector('.date-text').textContent.indexOf('1919') > 0")


def test_a_date_can_be_typed(open_page: Any) -> None:
    opened = open_page()
    opened.page.click(".date-open")
    opened.page.fill(".date-field", "1920-12-03")
    opened.page.locator(".date-field").dispatch_event("change")
    assert opened.date == "3 Aralık 1920"
    opened.page.fill(".date-field", "1930-01-01")
    opened.page.locator(".date-field").dispatch_event("change")
    assert "1914" in opened.page.locator(".date-note").inner_text()
    assert opened.date == "3 Aralık 1920"


def test_previous_and_next_stop_at_changes_of_the_layer(open_page: Any, atlas: Atlas) -> None:
    opened = open_page("#d=1921-03-20&l=title")
    days = {row.start.first for row in atlas.holdings if row.layer == "title"}
    day = dt.date(1921, 3, 20).toordinal()
    opened.page.click(".go-next")
    assert opened.page.input_value(SLIDER) == str(min(one for one in days if one > day) - atlas.first_day)


def test_play_moves_on_and_pause_stops(open_page: Any) -> None:
    opened = open_page("#d=1914-09-01")
    opened.page.click(".go-play")
    opened.until("() => Number(document.querySelector('.slider').value) > 45")
    opened.page.click(".go-play")
    resting = opened.page.input_value(SLIDER)
    opened.page.wait_for_timeout(700)
    assert opened.page.input_value(SLIDER) == resting


def test_the_address_reopens_day_layer_language_and_place(open_page: Any) -> None:
    first = open_page()
    first.page.check(".layers input[value=title]", force=True)
    first.page.click("[data-lang=en]")
    first.page.fill(".date-field", "1919-06-01", force=True)
    first.page.locator(".date-field").dispatch_event("change")
    first.page.evaluate("document.querySelector('.hit').dispatchEvent(new MouseEvent('mousemove', {bubbles: true}))")
    address = first.hash_when("1919-06-01")
    again = open_page(address + "&s=kars", new=True)
    assert again.date == "1 June 1919"
    assert again.page.is_checked(".layers input[value=title]")
    assert again.page.get_attribute("html", "lang") == "en"
    assert again.page.locator(".sel-name").inner_text() == "Kars"


def test_a_changed_address_changes_the_map(open_page: Any) -> None:
    opened = open_page(STATE)
    opened.page.evaluate("location.hash = '#d=1918-06-05&l=agreed&lang=en'")
    opened.until("() => document.querySelector('.date-text').textContent === '5 June 1918'")
    assert opened.page.is_checked(".layers input[value=agreed]")


@pytest.mark.parametrize("address", ["#d=1921-02-31&l=nothing&lang=xx&s=nowhere", "#%E0%A4%A", "#d=1800-01-01"])
def test_a_wrong_address_does_no_harm(open_page: Any, address: str) -> None:
    opened = open_page(address, new=True)
    assert opened.errors == []
    assert opened.date in {MOSCOW, "1 Ağustos 1914"}


def test_the_whole_interface_changes_its_language(open_page: Any) -> None:
    opened = open_page(STATE)
    assert opened.page.locator("[data-t='layer.control']").inner_text() == "Denetim"
    opened.page.click("[data-lang=en]")
    page = opened.page
    assert page.locator("[data-t='layer.control']").inner_text() == "Control"
    assert opened.date == "16 March 1921"
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator(".panel-body h3").first.inner_text() == "Treaty of Moscow"
    assert page.locator(".party-name", has_text="GEORGIA").count() >= 1


def test_a_page_in_one_language_carries_no_other(atlas: Atlas) -> None:
    text = render(atlas, PageOptions(lang="tr"))
    assert "Denetim" in text
    assert "The Turkish–Caucasus frontier" not in text
    assert "data-lang=" not in text.split("</header>")[0].split("<header")[1]


def test_a_click_on_land_shows_its_history_in_each_layer(open_page: Any) -> None:
    opened = open_page(STATE)
    box = opened.page.locator(".map-slot").bounding_box()
    opened.page.mouse.click(box["x"] + box["width"] * 0.52, box["y"] + box["height"] * 0.62)
    opened.page.wait_for_selector(".sel-name")
    assert opened.page.locator(".layer-history").count() == 4
    assert opened.page.locator(".layer-history[open] .spans > li").count() >= 3
    assert opened.page.locator(".spans .cites li").count() >= 1


def test_a_town_shows_its_names_and_the_history_of_its_ground(open_page: Any) -> None:
    opened = open_page("#d=1921-03-16&lang=en&p=kars")
    assert opened.page.locator(".sel-name").inner_text() == "Kars"
    assert opened.page.locator(".names dt").count() >= 3
    assert opened.page.locator(".layer-history").count() == 4


def test_the_map_can_be_chosen_and_walked_by_keyboard(open_page: Any) -> None:
    opened = open_page(STATE)
    opened.page.focus(".leaflet-container")
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector(".sel-name")
    first = opened.page.locator(".sel-name").inner_text()
    opened.page.keyboard.press("Alt+ArrowRight")
    opened.until("first => document.querySelector('.sel-name').textContent !== first", first)


def test_the_table_is_the_map_in_words(open_page: Any, atlas: Atlas) -> None:
    opened = open_page(STATE)
    opened.page.click(".go-table")
    assert opened.page.locator("table.full tbody tr").count() == len(atlas.territories)
    assert not opened.page.locator(".map-box").is_visible()


def test_disagreement_of_sources_is_shown(told: Any) -> None:
    opened = told("#d=1920-08-10&l=agreed&lang=en")
    assert opened.page.locator(".panel-body .disagree").first.is_visible()


def test_the_live_region_speaks_once_after_the_slider_rests(open_page: Any) -> None:
    opened = open_page(STATE, new=True)
    said = opened.page.evaluate(  # in one go: on a busy machine the hand would rest between two keys
        """slider => {
          for (let day = 0; day < 6; day += 1) {
            document.querySelector(slider).stepUp();
            document.querySelector(slider).dispatchEvent(new Event("input", { bubbles: true }));
          }
          return document.querySelector(".live").textContent;
        }""",
        SLIDER,
    )
    assert said == ""
    opened.until("() => document.querySelector('.live').textContent.indexOf('22 Mart 1921') === 0")


@pytest.mark.parametrize("zone", ZONES if SOAK else ZONES[:1])
def test_treaties_stand_on_the_same_day_in_every_time_zone(open_page: Any, atlas: Atlas, zone: str) -> None:
    opened = open_page(STATE, timezone_id=zone)
    assert opened.date == MOSCOW
    opened.page.focus(SLIDER)
    for iso, text in (("1918-03-03", "3 Mart 1918"), ("1914-08-01", "1 Ağustos 1914")):
        opened.page.fill(".date-field", iso, force=True)
        opened.page.locator(".date-field").dispatch_event("change")
        assert opened.date == text
        assert opened.page.input_value(SLIDER) == str(day_after_first(atlas, iso))


@pytest.mark.parametrize("width", [320, 390] if SOAK else [320])
def test_nothing_scrolls_sideways_on_a_phone(open_page: Any, width: int) -> None:
    opened = open_page(viewport={"width": width, "height": 844}, has_touch=True, is_mobile=True)
    page = opened.page
    for click in ("[data-tab=holders]", "[data-tab=place]", ".handle", ".handle", ".handle"):
        page.click(click)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click(".go-table")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("options", SCREENS if SOAK else SCREENS[:1])
def test_axe_finds_nothing_serious(open_page: Any, options: dict[str, Any]) -> None:
    opened = open_page("#d=1921-03-16&l=control&lang=en&s=kars", **options)
    page = opened.page
    found = []
    for step in ("[data-tab=day]", "[data-tab=holders]", ".legend-toggle", ".go-table"):
        page.click(step)
        found += [(step, one) for one in serious(page)]
    assert found == []


def test_reduced_motion_plays_from_treaty_to_treaty(open_page: Any, atlas: Atlas) -> None:
    opened = open_page("#d=1921-03-10")
    opened.page.click(".go-play")
    opened.until("() => document.querySelector('.date-text').textContent === '16 Mart 1921'")
    assert atlas.bases["moscow-1921"].mark
