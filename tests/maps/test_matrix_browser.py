"""Every state of the page on every kind of screen: sizes, time zones, languages, large text, forced colours.

`make soak` walks all of it, `make test` a slice.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios.chronicle import Chronicle
from tests.browsing import serious, settle
from tests.conftest import SOAK

pytestmark = pytest.mark.browser
SIZES = {"phone": (390, 844), "school": (1366, 768), "wide": (1920, 1080)}
ZONES = ("America/New_York", "Asia/Tokyo", "Europe/Istanbul")
DATES = {"tr": "16 Mart 1921", "en": "16 March 1921"}
EYES = ("plain", "text 200 %", "forced colours")
ALL = [
    *((size, zone, lang, "plain") for size, zone, lang in itertools.product(SIZES, ZONES, DATES)),
    *((size, ZONES[2], lang, eyes) for size, lang, eyes in itertools.product(SIZES, DATES, EYES[1:])),
]
SLICE = [("phone", ZONES[0], "en", EYES[1])]
SIDEWAYS = """() => ['html', '.bar', '.panel-body', '.table-view', '.story', '.menu-list', '.time'].filter((name) => {
  const node = document.querySelector(name);
  return node && node.clientWidth && node.scrollWidth > node.clientWidth + 1;
})"""


def states(page: Any, lang: str, story: str) -> list[tuple[str, Callable[[], None]]]:
    """Return the states by name, each with the way into it from any other."""
    start = f"#d=1921-03-16&l=control&lang={lang}"

    def go(address: str) -> Callable[[], None]:
        return lambda: page.evaluate("address => { location.hash = address; }", address)

    def menu() -> None:
        page.click(".go-menu")

    return [
        ("card", go(f"{start}&e=treaty:moscow-1921")),
        ("land", go(f"{start}&s=kars")),
        ("border", go(f"{start}&b=alexandropol~kars")),
        ("menu", menu),
        ("swipe", go(f"{start}&c=1920-08-10&cb=1921-10-13")),
        ("side by side", go(f"{start}&c=agreed:sevres-1920&cb=agreed:kars-1921&cv=side")),
        ("towns", go(f"{start}&tb=towns")),
        ("holders", go(f"{start}&tb=holders")),
        ("story", go(f"#lang={lang}&st={story}.2")),
    ]


@pytest.mark.parametrize(("size", "zone", "lang", "eyes"), ALL if SOAK else SLICE)
def test_every_state_on_every_screen(  # noqa: PLR0913, PLR0917 (the axes of the matrix)
    open_page: Callable[..., Any], told_file: Path, chronicle: Chronicle, size: str, zone: str, lang: str, eyes: str
) -> None:
    width, height = SIZES[size]
    options = {"forced_colors": "active"} if eyes == EYES[2] else {}
    opened = open_page(
        f"#d=1921-03-16&l=control&lang={lang}",
        file=told_file,
        viewport={"width": width, "height": height},
        timezone_id=zone,
        new=True,
        **options,
    )
    page = opened.page
    opened.until("() => document.querySelector('.hudut.told') !== null")
    assert opened.date == DATES[lang]
    if eyes == EYES[1]:
        # What a reader sets as "very large letters": rem and em follow, pixels do not.
        sizes = {"standard": 32, "fixed": 26}
        opened.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
    found = []
    for name, enter in states(page, lang, next(iter(chronicle.stories))):
        if not SOAK and name not in {"card", "towns"}:
            continue  # other tests look there
        enter()
        settle(page)
        found += [f"{name}: sideways {where}" for where in page.evaluate(SIDEWAYS)]
        if SOAK or name == "card":  # axe takes most of a state
            found += [f"{name}: {one}" for one in serious(page)]
    assert found == []
    assert opened.errors == []
