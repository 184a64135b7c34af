"""Two days, two treaties, a play and history: beside each other, by mouse and keyboard, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.dates import to_day
from geo.holdings import Holding, Layer
from geo.load import Atlas
from hudut.overlay import overlaid
from hudut.scripts import Script, play
from maps.options import PageOptions
from maps.page import render
from tests.browsing import serious
from tests.conftest import SOAK

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
Rows = Callable[[str], list[Holding]]


def on_day(atlas: Atlas, layer: Layer, iso: str) -> Rows:
    day = to_day(iso)
    return lambda territory: [
        row
        for row in atlas.history(territory, layer)
        if row.start.first <= day and (row.end is None or day < row.end.first)
    ]


def by_text(atlas: Atlas, layer: Layer, basis: str) -> Rows:
    def rows(territory: str) -> list[Holding]:
        found = [row for row in atlas.history(territory, layer) if row.basis == basis]
        first = min((row.start.first for row in found), default=0)
        return [row for row in found if row.start.first == first]

    return rows


def differing(atlas: Atlas, one: Rows, other: Rows) -> list[str]:
    """The territories that both sides speak of and give to other lineages: the oracle."""

    def who(rows: list[Holding]) -> set[str]:
        parties = [atlas.parties[row.party] for row in rows]
        return {party.id if party.lineage in ("local", "joint") else party.lineage for party in parties}

    keys = [key for key in atlas.territories if one(key) and other(key)]
    return [key for key in keys if who(one(key)) != who(other(key))]


def listed(page: Any, atlas: Atlas) -> set[str]:
    """Return the land that changed hands: what is in sight, and what is folded away because it is not."""
    lists = ".compare-card > .compared, .compare-card > [data-list='compare.beyond'] .compared"
    rows = ", ".join(f"{one} tr:not(.from-to) > th[scope=row]" for one in lists.split(", "))
    names = page.evaluate("rows => [...document.querySelectorAll(rows)].map(one => one.textContent)", rows)
    ids = {territory.names["en"]: key for key, territory in atlas.territories.items()}
    return {ids[name.strip()] for name in names}


CASES = [
    (
        "d=1921-10-13&c=agreed:sevres-1920&cb=agreed:lausanne-1923",
        ("text", "agreed", "sevres-1920"),
        ("text", "agreed", "lausanne-1923"),
    ),
    ("d=1921-10-13&c=1920-09-27", ("day", "control", "1920-09-27"), ("day", "control", "1921-10-13")),
    (
        "d=1921-10-13&c=claim:national-pact-1920&cb=agreed@1923-07-24",
        ("text", "claim", "national-pact-1920"),
        ("day", "agreed", "1923-07-24"),
    ),
    (
        "d=1921-10-13&c=agreed:gumru-1920&cb=agreed:kars-1921",
        ("text", "agreed", "gumru-1920"),
        ("text", "agreed", "kars-1921"),
    ),
    (
        "d=1921-10-13&c=agreed:brest-litovsk-1918&cb=agreed:moscow-1921",
        ("text", "agreed", "brest-litovsk-1918"),
        ("text", "agreed", "moscow-1921"),
    ),
]


@pytest.mark.parametrize(("sides", "one", "other"), CASES if SOAK else CASES[:1])
def test_what_differs_is_what_differs_in_the_atlas(told: Any, atlas: Atlas, sides: str, one: Any, other: Any) -> None:
    opened = told(f"#l=control&lang=en&{sides}")
    rows = [(on_day if kind == "day" else by_text)(atlas, layer, what) for kind, layer, what in (one, other)]
    expected = differing(atlas, *rows)
    assert listed(opened.page, atlas) == set(expected)
    area = sum(round(atlas.territories[key].area_km2) for key in expected)
    assert f"{area:,} km²" in opened.page.locator(".compare-head").inner_text()
    opened.page.click("[data-cmp=only]")
    still = opened.page.locator(".twin-slot .hit:not(.dimmed)").count()
    assert len(expected) <= still < len(atlas.territories)
    assert opened.page.locator(".map-slot:not(.twin-slot) .hit:not(.dimmed)").count() == still
    assert opened.errors == []


WORDS = [
    ("tr", ("Karşılaştır", "Sevr ile Lozan", "ayrılıyorlar")),
    ("en", ("Compare", "Sèvres and Lausanne", "differ over")),
]


@pytest.mark.skipif(not SOAK, reason="make test compares with pointer and finger, and walks other parts by keyboard")
@pytest.mark.parametrize(("lang", "words"), WORDS)
def test_the_keyboard_alone_compares_two_treaties(told: Any, lang: str, words: tuple[str, str, str]) -> None:
    opened = told(f"#d=1921-03-16&l=control&lang={lang}", locale="en-GB")
    page = opened.page
    assert page.locator(".go-compare").inner_text() == words[0]
    page.focus(".go-compare")
    page.keyboard.press("Enter")
    opened.hash_when("c=1914-08-01")
    assert page.evaluate("document.activeElement.dataset.side") == "a"
    ready = page.locator("[data-ready=sevres]")
    page.focus(".ready-made summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert ready.inner_text() == words[1]
    ready.focus()
    page.keyboard.press("Enter")
    assert "cb=agreed:lausanne-1923" in opened.hash_when("c=agreed:sevres-1920")
    assert words[2] in page.locator(".compare-head").inner_text()
    page.focus(".swipe")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute(".swipe", "aria-valuenow") == "52"
    page.keyboard.press("End")
    assert page.get_attribute(".swipe", "aria-valuenow") == "96"
    assert serious(page) == []
    page.focus("[data-side=a]")
    page.keyboard.press("Escape")
    opened.until("() => !location.hash.includes('c=')")
    assert page.locator(".twin-slot").count() == 0
    assert page.evaluate("document.activeElement.classList.contains('go-compare')")
    page.click(".zoom-in")  # nothing follows the map any more
    assert opened.errors == []


def test_the_bar_follows_mouse_and_finger(told: Any) -> None:
    page = told("#d=1921-10-13&l=control&lang=en&c=1914-08-01").page
    box = page.locator(".twin-slot").bounding_box()
    grip = page.locator(".swipe-grip").bounding_box()
    middle = (grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, middle[1], steps=4)
    page.mouse.up()
    assert page.get_attribute(".swipe", "aria-valuenow") == "25"
    assert "75%" in page.evaluate("document.querySelector('.twin-slot').style.clipPath")
    assert page.evaluate("getComputedStyle(document.querySelector('.swipe')).touchAction") == "none"


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}] if SOAK else [{"viewport": PHONE}])
def test_both_maps_show_the_same_view(told: Any, options: dict[str, Any]) -> None:
    opened = told("#d=1921-10-13&l=control&lang=en&c=1914-08-01", **options)
    page = opened.page
    shape = """() => [".map-slot:not(.twin-slot)", ".twin-slot"].map((one) => {
        const map = document.querySelector(one + " .folium-map").getBoundingClientRect();
        const land = document.querySelector(one + " .hit").getBoundingClientRect();
        return [land.left - map.left - map.width / 2, land.top - map.top - map.height / 2, land.width].map(Math.round);
    })"""
    for step in (
        lambda: None,
        lambda: page.click("[data-cmp=side]"),
        lambda: page.click(".zoom-home"),
        lambda: page.click("[data-cmp=swipe]"),
    ):
        step()
        opened.until(f"() => {{ const [a, b] = ({shape})(); return a.every((x, k) => Math.abs(x - b[k]) <= 2); }}")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Atlas, Atlas]:
    found, log = play(Script(act="gumru", moves=("g1-march.call-off",), seats={"chance": "historical"}))
    shown = overlaid(found, log)
    path = tmp_path_factory.mktemp("play") / "map.html"
    text = render(shown, PageOptions(start="1920-09-28", end="1921-03-16", title="A play", history=found.atlas))
    path.write_text(text, encoding="utf-8")
    return path, shown, found.atlas


def test_a_play_is_set_against_history(open_page: Any, played: tuple[Path, Atlas, Atlas]) -> None:
    path, shown, history = played
    opened = open_page("#d=1921-03-10&l=control&lang=en", file=path)
    opened.page.click(".go-compare")
    opened.hash_when("c=past")
    day = "1921-03-10"
    expected = differing(shown, on_day(history, "control", day), on_day(shown, "control", day))
    assert expected
    assert listed(opened.page, shown) == set(expected)
    assert "The play differs from history" in opened.page.locator(".compare-head").inner_text()
    assert opened.errors == []
