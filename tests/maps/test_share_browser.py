"""Links, pictures and the menu of the page, as a reader meets them."""

from __future__ import annotations

import datetime as dt
import random  # noqa: TID251 (a fixed seed; nothing of a play)
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

from geo.load import Atlas
from scenarios.chronicle import Chronicle
from tests.browsing import DESKTOP, Contexts, Opened, serious
from tests.conftest import SOAK

pytestmark = pytest.mark.browser
ADDRESSES = 400 if SOAK else 6
PHONE = {"width": 390, "height": 844}
MOSCOW = "#d=1921-03-16&l=control&lang=tr"
SVG = "{http://www.w3.org/2000/svg}"


def pasted(page: Any) -> str:
    """Return what is on the clipboard, by the way a person would see it."""
    page.fill(".search-field", "")
    page.focus(".search-field")
    page.keyboard.press("Control+V")
    return str(page.input_value(".search-field"))


def copied(opened: Opened) -> str:
    """Copy the link of the page, and return what a field that it is pasted into holds."""
    opened.page.click(".go-menu")
    opened.page.click(".copy-link")
    opened.until("() => document.querySelector('.menu-note').textContent.length > 0")
    assert opened.page.inner_text(".menu-note") == "Bağlantı panoda."
    return pasted(opened.page)


def test_the_link_is_copied_from_a_file(open_page: Any, told_file: Path) -> None:
    assert copied(open_page(MOSCOW, file=told_file, new=True)) == told_file.as_uri() + MOSCOW


def test_the_link_is_copied_from_a_school_network(contexts: Contexts, told_text: str) -> None:
    """Plain http beyond this computer: the browser hides navigator.clipboard there."""
    address = "http://school.test/map/hudut.html"
    with contexts.pages() as new:
        opened = new(locale="tr-TR")
        page = opened.page
        page.route(address, lambda route: route.fulfill(body=told_text, content_type="text/html; charset=utf-8"))
        page.goto(address + MOSCOW)
        page.wait_for_selector(".hudut.ready", state="attached")
        assert page.evaluate("navigator.clipboard === undefined")
        assert copied(opened) == address + MOSCOW


def test_where_no_clipboard_is_allowed_the_link_stands_to_be_copied(open_page: Any, told_file: Path) -> None:
    opened = open_page(MOSCOW, file=told_file, new=True)
    page = opened.page
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false"
    )
    page.click(".go-menu")
    page.click(".copy-link")
    assert page.input_value(".menu-link") == told_file.as_uri() + MOSCOW
    assert page.evaluate("document.activeElement.className") == "menu-link"


def download(page: Any, kind: str, folder: Path) -> Path:
    page.click(".go-menu")
    with page.expect_download() as caught:
        page.click(f"[data-picture={kind}]")
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    page.keyboard.press("Escape")
    return path


def test_the_saved_picture_needs_nothing_and_looks_like_the_map(
    open_page: Any, told_file: Path, tmp_path: Path, likeness: Any
) -> None:
    opened = open_page("#d=1921-03-16&l=control&lang=en&s=kars", file=told_file)
    page = opened.page
    page.wait_for_selector(".leaflet-marks-pane .mark")
    svg, png = download(page, "svg", tmp_path), download(page, "png", tmp_path)
    assert (svg.name, png.name) == ("hudut-1921-03-16-control-en.svg", "hudut-1921-03-16-control-en.png")
    text = svg.read_text("utf-8")
    root = ET.fromstring(text)  # noqa: S314 (our own page wrote it)
    assert not re.search(r"var\(|<style|class=|https?://(?!www\.w3\.org)|<image|<script", text)
    used = set(re.findall(r"url\((?:&quot;)?#([^)&]+)", text))
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert used
    assert used <= set(ids)
    assert len(ids) == len(set(ids))
    words = [" ".join(node.itertext()) for node in root.iter(SVG + "text")]
    assert "16 March 1921" in words
    assert "Control: who governed the ground" in words
    assert any("Natural Earth" in line for line in words)
    assert "hudut.html#d=1921-03-16&l=control&lang=en&s=kars" in words
    for row in page.locator(".legend-row").all_inner_texts():
        assert row.split()[0] in " ".join(words)
    plate = next(node for node in root if node.tag == SVG + "svg")
    part = tuple(float(plate.attrib[name]) for name in ("x", "y", "width", "height"))
    drawn = ("svg+xml", text.encode(), part)
    shown = ("png", page.locator(".map-slot").screenshot(), (0, 0, *part[2:]))
    # Legend and buttons stand on the map of the page, a sixth of its ground; in the picture names take their place.
    assert likeness(drawn, shown) > 0.75
    assert likeness(drawn, ("png", png.read_bytes(), tuple(2 * one for one in part))) > 0.97
    assert opened.errors == []


def test_the_menu_is_walked_by_keyboard_and_axe_has_nothing_against_it(open_page: Any, told_file: Path) -> None:
    opened = open_page(MOSCOW, file=told_file, viewport=PHONE)
    page = opened.page
    page.focus(".go-menu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.picture") == "png"
    for row in page.locator(".menu-row").all():
        assert row.bounding_box()["height"] >= 44
    assert serious(page) == []
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "icon-button go-menu"
    assert not page.is_visible(".menu-list")
    page.click(".go-table")
    page.click(".go-menu")
    assert page.is_disabled("[data-picture=png]"), "there is no map to be saved while the table is shown"


def test_the_panel_prints_black_on_white_with_addresses(open_page: Any, told_file: Path) -> None:
    page = open_page("#d=1921-03-16&l=control&lang=en", file=told_file).page
    page.wait_for_selector(".panel-body .cites a", state="attached")
    page.emulate_media(media="print")
    colours = page.evaluate(
        """() => Array.from(new Set([].concat(...Array.from(document.querySelectorAll('.panel-body *'))
          .filter((node) => node.textContent.trim() && !node.closest('svg'))
          .map((node) => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]))))"""
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    after = page.evaluate("getComputedStyle(document.querySelector('.cites a'), '::after').content")
    assert "http" in after


def addresses(atlas: Atlas, chronicle: Chronicle) -> Iterator[tuple[str, int]]:
    """Yield addresses in the order of their parts, each part there or not, and the day that they mean."""
    draw = random.Random(1921)  # noqa: S311

    def one_of(key: str, values: Any, *, always: bool = False) -> str | None:
        return f"{key}={draw.choice(sorted(values))}" if always or draw.random() < 0.5 else None

    def day() -> dt.date:
        return dt.date.fromordinal(draw.randint(atlas.first_day, atlas.last_day))

    for _ in range(ADDRESSES):
        shown = day()
        moved = f"v={draw.uniform(36, 43):.3f},{draw.uniform(30, 48):.3f},{draw.randint(16, 36) / 4:g}"
        parts = [
            f"d={shown}",
            one_of("l", ("control", "title", "agreed", "claim"), always=True),
            one_of("lang", ("tr", "en"), always=True),
            draw.choice([None, one_of("s", atlas.territories, always=True), one_of("p", atlas.places, always=True)]),
            one_of("e", chronicle.events),
            one_of("w", ("0", "60", "180", "-1")),
            one_of("t", chronicle.threads),
            *draw.choice([[], [f"c={day()}"], [f"c={day()}", f"cb={day()}"]]),
            one_of("tb", ("holders", "towns", "borders", "events")) if draw.random() < 0.3 else None,
            draw.choice([None, "v=wide", moved]),
        ]
        yield "#" + "&".join(part for part in parts if part), shown.toordinal() - atlas.first_day


def test_every_address_comes_back_as_it_was_given(
    open_page: Any, told_file: Path, atlas: Atlas, chronicle: Chronicle
) -> None:
    opened = open_page(MOSCOW, file=told_file)
    opened.until("() => document.querySelector('.hudut.told') !== null")
    for address, day in addresses(atlas, chronicle):
        opened.page.evaluate("address => { location.hash = address; }", address)
        opened.until("day => document.querySelector('.slider').value === day", str(day))
        # A quarter of a second after a change the page writes its state into the address.
        opened.page.wait_for_timeout(300)
        assert opened.page.evaluate("location.hash") == address
    assert opened.errors == []


def test_an_address_opens_the_map_where_it_was_moved_to(open_page: Any, told_file: Path) -> None:
    opened = open_page(MOSCOW, file=told_file)
    page = opened.page
    page.click(".zoom-wide")
    assert opened.hash_when("v=wide").endswith("&v=wide")
    page.click(".zoom-in")
    address = opened.hash_when("v=4")
    degrees = page.locator(".degree").all_text_contents()
    again = open_page(address, file=told_file, new=True)
    assert again.page.locator(".degree").all_text_contents() == degrees
    again.page.click(".zoom-home")
    again.until("() => location.hash.indexOf('v=') < 0")


@pytest.mark.parametrize("both", ["", "&c=1923-06-11&cb=1917-10-27"])
def test_a_map_that_a_table_hid_comes_back_where_the_address_has_it(open_page: Any, told_file: Path, both: str) -> None:
    def go(address: str) -> None:
        opened.page.evaluate("address => { location.hash = address; }", address)

    opened = open_page(f"#d=1923-09-06&lang=en{both}", file=told_file)
    degrees = opened.page.locator(".degree").all_text_contents()
    go("#d=1923-09-06&lang=en")
    go(f"#d=1923-01-05&lang=en{both}&tb=borders&v=42.657,36.552,7.25")
    expect(opened.page.locator(".table-view")).to_be_visible()
    for width in (1166, DESKTOP["width"]):  # the map is not measured while it is not seen
        years = opened.page.locator(".strip .base").get_attribute("d")
        opened.page.set_viewport_size({**DESKTOP, "width": width})
        opened.until("(years) => document.querySelector('.strip .base').getAttribute('d') !== years", years)
    go(f"#d=1923-09-06&lang=en{both}")
    expect(opened.page.locator(".swipe")).to_have_count(1 if both else 0)
    assert opened.page.locator(".degree").all_text_contents() == degrees
    assert opened.errors == []
