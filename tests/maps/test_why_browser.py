"""Why a border is here, asked by mouse and by keyboard, in both languages, without a network."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browsing import serious, settle
from tests.conftest import SOAK

pytestmark = pytest.mark.browser
DAY = "#d=1921-10-20&l=agreed&lang="
EDGE = "alexandropol~kars"


def test_a_click_on_a_border_tells_who_drew_it(told: Any) -> None:
    opened = told(f"{DAY}en&b={EDGE}")
    page = opened.page
    x, y = page.evaluate(
        """() => {
            const path = document.querySelector(".stretch.chosen");
            const [whole, toScreen] = [path.getTotalLength(), path.getScreenCTM()];
            const along = (part) => path.getPointAtLength(whole * part).matrixTransform(toScreen);
            const free = (at) => !document.elementFromPoint(at.x, at.y).closest("[data-p]"); // no name of a place
            const at = [0.5, 0.4, 0.6, 0.3, 0.7].map(along).find(free);
            return [at.x, at.y];
        }"""
    )
    page.keyboard.press("Escape")
    page.focus(".folium-map")
    page.keyboard.press("Escape")
    opened.until("() => !location.hash.includes('b=')")
    assert page.locator(".stretch.chosen").count() == 0
    page.mouse.click(x, y)
    opened.hash_when(f"b={EDGE}")
    card = page.locator(".border-card").inner_text()
    for words in (
        "Alexandropol – Kars",
        "39 km",
        "259 km",
        "Treaty of Kars",
        "Armenian SSR",
        "Border of today: Armenia – Turkey",
        "Natural Earth",
    ):
        assert words in card
    assert page.locator(".border-card .cites li").count() > 2
    assert page.locator(".stretch.chosen").count() == 1
    assert opened.errors == []


WORDS = [
    ("tr", ("Neden sınır değil", "Önce ve sonra", "idari sınır")),
    ("en", ("Why it is no border", "Before and after", "line of an administrative unit")),
]


@pytest.mark.parametrize(("lang", "words"), WORDS if SOAK else WORDS[:1])
def test_the_keyboard_alone_reaches_a_border_and_its_history(told: Any, lang: str, words: tuple[str, ...]) -> None:
    opened = told(f"#d=1921-03-16&l=control&lang={lang}&s=kagizman")
    page = opened.page
    page.focus(".panel-body")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the list of borders
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.borders-of li') !== null")
    page.keyboard.press("Enter")
    opened.until("() => document.querySelector('.border-card') !== null")
    assert page.evaluate("document.activeElement.classList.contains('panel-body')")
    opened.hash_when("b=")
    opened.page.evaluate("location.hash = location.hash.replace(/b=[^&]+/, 'b=kagizman~surmalu')")
    opened.until("() => (document.querySelector('.border-card') || {dataset: {}}).dataset.edge === 'kagizman~surmalu'")
    card = page.locator(".border-card").inner_text()
    for word in words:
        assert word in card
    assert page.locator(".border-history .spans li").count() > 3
    first = page.locator(".border-history .when").nth(1)
    first.focus()
    page.keyboard.press("Enter")
    assert opened.date != "16 Mart 1921"
    assert serious(page) == []


def test_clause_and_line_lead_to_each_other(told: Any) -> None:
    opened = told(f"{DAY}en&e=treaty:kars-1921&a=kars-1921:4")
    page = opened.page
    assert page.locator(".chip[aria-pressed=true]").count() == 1
    assert page.locator(".stretch.clause").count() == 1
    stretches = page.locator(".article .border-list li").all_text_contents()
    assert any("Alexandropol – Kars" in one for one in stretches)
    assert any("Akhaltsikhe" in one and "Ardahan" in one for one in stretches)
    assert not any("Ganja" in one for one in stretches)  # a border of the republics that stood there before
    page.click(".article summary:has-text('The line it drew')")
    page.click(".article .border-list .plain >> nth=0")
    opened.hash_when("b=")
    assert "a=" not in opened.hash_when("b=").replace("lang=", "").replace("d=", "")
    page.click(".clauses .chip:has-text('Kars')")
    assert "kars-1921" in opened.hash_when("a=")
    assert page.locator(".stretch.clause").count() == 1


def test_an_event_shows_the_line_it_drew(told: Any) -> None:
    opened = told("#d=1920-10-30&l=control&lang=en&e=1920-10-30-kars")
    page = opened.page
    page.focus(".show-line")
    page.keyboard.press("Enter")
    assert "kars-1920-capture" in opened.hash_when("a=basis")
    assert page.locator(".stretch.clause").count() == 1
    page.keyboard.press("Enter")
    assert page.locator(".stretch.clause").count() == 0


def test_a_town_tells_who_held_it_and_what_happened_there(told: Any, atlas: Any, chronicle: Any) -> None:
    opened = told("#d=1921-10-13&l=control&lang=en&p=kars")
    page = opened.page
    here = sum("kars" in one.places for one in chronicle.events.values())
    assert page.locator(".happened .event-list li").count() == here > 10
    holders = {atlas.parties[row.party].names["en"] for row in atlas.history("kars", "control")}
    text = page.locator(".panel-body").inner_text()
    assert all(name in text for name in holders)


@pytest.mark.parametrize("clipboard", [True, False] if SOAK else [False])
def test_citations_are_copied_also_without_a_clipboard(told: Any, clipboard: bool) -> None:
    opened = told(f"{DAY}en&b={EDGE}", new=True)
    page = opened.page
    if not clipboard:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})")
    else:
        opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator(".border-card .copy").last
    button.focus()
    page.keyboard.press("Enter")
    opened.until("() => Array.from(document.querySelectorAll('.copy')).some((one) => one.textContent === 'Copied')")
    page.focus(".search-field")
    page.keyboard.press("Control+V")
    copied = page.input_value(".search-field")
    assert "Turhan Ada, Rus-Batı" in copied
    assert "lines 1842-1844: “bir araya getirerek 13 Ekim 1921”" in copied
    assert "Kars Antlaşması, text [document] (opened" in copied
    assert "<https://" in copied


STATES = [
    f"l=agreed&d=1921-10-20&b={EDGE}",
    "l=control&d=1921-10-20&e=treaty:kars-1921&a=kars-1921:4",
    "l=control&d=1921-10-20&s=kars",
    "l=control&d=1921-10-20&c=1914-08-01",
    "l=control&d=1921-10-20&c=agreed:sevres-1920&cb=agreed:lausanne-1923&cv=side-only",
    "l=title&d=1921-10-20&tb=borders",
    "l=control&d=1921-10-20&tb=events&w=180",
]


@pytest.mark.skipif(not SOAK, reason="the full matrix is for make soak")
@pytest.mark.parametrize("state", STATES)
def test_each_state_can_be_read_in_the_dark(told: Any, state: str) -> None:
    opened = told(f"#lang=tr&{state}", color_scheme="dark")
    settle(opened.page)
    assert serious(opened.page) == []
    assert opened.errors == []
