"""What a reader is told at once: who holds a place, what changed hands, whose name a dot is, when a treaty ended."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from geo.dates import to_day
from geo.load import Atlas
from scenarios.chronicle import Chronicle
from tests.conftest import SOAK

pytestmark = pytest.mark.browser

# The names on the map that stand nearer to another dot than to their own: [name, px to its own, px to the other].
STRAY = """() => {
  const towns = [...document.querySelectorAll('.town')];
  const dots = towns.filter((one) => one.querySelector('.town-dot, .town-peak, .town-pass')).map((one) => {
    const hit = one.querySelector('.town-hit');
    return { p: one.dataset.p, x: +hit.getAttribute('cx'), y: +hit.getAttribute('cy') };
  });
  const gap = (from, size, at) => Math.max(from - at, 0, at - from - size);
  return [...document.querySelectorAll('.town-name')].flatMap((name) => {
    const box = name.getBBox();
    const far = ({ x, y }) => Math.hypot(gap(box.x, box.width, x), gap(box.y, box.height, y));
    const own = dots.find((one) => one.p === name.dataset.p);
    const nearer = own ? dots.filter((one) => one !== own && far(one) < far(own)) : [];
    return nearer.map((one) => [name.textContent, far(own), far(one)]);
  });
}"""
DAYS = ["1914-08-01", "1917-12-18", "1918-06-10", "1919-05-15", "1920-08-10", "1921-03-16", "1921-10-13", "1923-07-24"]
SIZES = [(390, 844), (1366, 768), (1920, 1080)]


@pytest.mark.parametrize("lang", ["tr", "en"] if SOAK else ["tr"])
@pytest.mark.parametrize(("width", "height"), SIZES if SOAK else SIZES[1:2])
def test_a_name_is_nearest_to_its_own_dot(told: Any, lang: str, width: int, height: int) -> None:
    opened = told(f"#d={DAYS[0]}&l=control&lang={lang}", viewport={"width": width, "height": height})
    page = opened.page
    for day in DAYS if SOAK else DAYS[::3]:
        page.evaluate("where => { location.hash = where; }", f"#d={day}&l=control&lang={lang}")
        opened.hash_when(f"d={day}")
        for zoom in (".zoom-home", ".zoom-wide") if SOAK else (".zoom-home",):
            page.click(zoom)
            opened.until("() => document.querySelectorAll('.town-name').length > 5")
            assert page.evaluate(STRAY) == [], (day, zoom)


def test_a_change_of_government_is_no_change_of_hands(told: Any) -> None:
    opened = told("#d=1923-10-29&l=control&lang=en")
    panel = opened.page.inner_text(".panel-body")
    assert "Changed hands" not in panel
    assert "The same side, another government" in panel, "the Assembly's government becomes the Republic of Turkey"


def test_two_papers_of_one_holder_are_one_holder(told: Any) -> None:
    page = told("#d=1921-03-16&l=agreed&lang=en").page
    cells = page.evaluate("() => [...document.querySelectorAll('.changes td')].map((one) => one.textContent)")
    assert cells
    assert not [text for text in cells if text.count("Ankara (national movement, Assembly)") > 1]


def test_the_day_is_told_with_what_its_treaty_did_and_the_events_on_the_map(told: Any, chronicle: Chronicle) -> None:
    page = told("#d=1921-03-16&l=control&lang=en").page
    first = page.inner_text(".panel-body .card")
    for word in ("Kars", "Ardahan", "Batum", "Articles (19)", "26,215 km²"):
        assert word in first
    day = to_day("1921-03-16")
    dates = {event.id: event.date for event in chronicle.events.values()}
    near = {key for key, date in dates.items() if date.first <= day + 15 and date.last >= day - 15}
    wanted = {
        key for key in near if dates[key].last - dates[key].first <= 31
    }  # of a date that may be any of more days none is shown
    rows = page.evaluate("() => [...document.querySelectorAll('.around .event-row')].map((one) => one.dataset.event)")
    assert set(rows) == wanted
    assert page.inner_text(".around h4").endswith(f": {len(wanted)}")


def test_a_place_says_at_once_who_holds_it_since_when_and_by_what(told: Any) -> None:
    opened = told("#d=1922-09-22&l=title&lang=en&p=igdir")
    head = opened.page.inner_text(".place-head")
    for word in (
        "22 September 1922",
        "Ankara (national movement, Assembly)",
        "since 22 Sept 1921",
        "Treaty of Moscow, Article 1",
    ):
        assert word in head
    now = opened.page.locator("[open] > .spans > .now").bounding_box()
    body = opened.page.locator(".panel-body").bounding_box()
    assert now["y"] < body["y"] + body["height"], "the row of the day is in sight"


@pytest.mark.parametrize(
    ("lang", "width"), [("tr", 1366), *([("tr", 1024), ("en", 1024), ("en", 1366)] if SOAK else [])]
)
def test_a_lane_ends_where_the_treaty_ended_or_says_that_it_goes_on(
    told: Any, atlas: Atlas, lang: str, width: int
) -> None:
    page = told(f"#d=1920-08-10&l=control&lang={lang}", viewport={"width": width, "height": 800}).page
    strip = page.evaluate("document.querySelector('.strip').clientWidth")
    lanes = page.evaluate("""() => {
      const ids = JSON.parse(document.querySelector('[id$=_data]').textContent).bases.map((one) => one.id);
      return [...document.querySelectorAll('.lane')].map((one) => {
        const line = one.querySelector('.lane-solid') || one.querySelector('.lane-dots');
        return { id: ids[+one.dataset.b], end: +line.getAttribute('d').split('H')[1],
          on: one.querySelector('.lane-on') !== null, title: one.querySelector('title').textContent };
      });
    }""")
    assert len(lanes) > 5
    for one in lanes:
        ended = atlas.bases[one["id"]].ended
        if ended is None or ended.first == ended.last:  # else its end is no one day
            day = atlas.last_day if ended is None else min(ended.first, atlas.last_day)
            x = 10 + (strip - 20) * (day - atlas.first_day) / (atlas.last_day - atlas.first_day)
            assert one["on"] or abs(one["end"] - x) < 1, one
    mudros = [one["title"] for one in lanes if one["id"] == "mudros-1918"]
    assert all("1922" in title for title in mudros), "the armistice of Mudros ended with that of Mudanya"


@pytest.mark.parametrize(("width", "height"), [(320, 256), (844, 390)] if SOAK else [(320, 256)])
def test_in_a_low_window_the_page_scrolls_down_to_its_panel(told: Any, width: int, height: int) -> None:
    page = told("#d=1921-03-16&l=control&lang=en", viewport={"width": width, "height": height}).page
    assert page.evaluate("document.documentElement.scrollHeight") > 2 * height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("[data-tab=holders]").click()
    page.locator(".holders tbody th").first.scroll_into_view_if_needed()
    box = page.locator(".holders tbody th").first.bounding_box()
    assert 0 <= box["y"] <= height


def test_on_a_phone_an_open_menu_lies_over_the_raised_sheet_and_goes_when_used(told: Any) -> None:
    page = told("#d=1921-03-16&l=control&lang=tr", viewport={"width": 390, "height": 844}).page
    page.click(".handle")
    page.click(".go-menu")
    covered = page.evaluate("""() => [...document.querySelectorAll('.menu-row')].filter((one) => {
      if (!one.offsetParent) return false;
      const box = one.getBoundingClientRect();
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return !one.contains(top);
    }).map((one) => one.textContent)""")
    assert covered == []
    page.click(".go-compare-too")
    assert not page.is_visible(".menu-list")
    assert page.is_visible(".compare-bar")


def test_what_is_chosen_on_the_map_is_said(told: Any, atlas: Atlas) -> None:
    opened = told("#d=1921-03-16&l=control&lang=en&s=kars", new=True)
    page = opened.page
    page.focus(".map-slot [tabindex='0']")
    page.keyboard.press("Alt+ArrowRight")
    opened.until("() => document.querySelector('.live').textContent.includes(': ')")
    chosen = re.search(r"s=([\w-]+)", opened.hash_when("s="))
    assert chosen
    assert chosen[1] != "kars"
    (row,) = (one for one in atlas.history(chosen[1], "control") if one.covers(to_day("1921-03-16")))
    said = page.inner_text(".live")
    assert said.startswith(f"{atlas.territories[chosen[1]].names['en']}: {atlas.parties[row.party].names['en']}")


def test_stories_asked_for_too_early_come_when_they_are_unpacked(open_page: Any, told_file: Path) -> None:
    opened = open_page("#d=1921-03-16&l=control&lang=en", file=told_file, new=True)
    opened.page.evaluate("document.querySelector('.go-stories').click()")
    opened.until("() => document.querySelectorAll('.story-row').length > 3")


def printed(page: Any) -> list[str]:
    """Return the text of each sheet of paper, as another program reads it."""
    sheets = PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    return [sheet.get_textpage().get_text_range() for sheet in sheets]


def test_no_sheet_of_paper_is_blank_and_the_sources_stand_on_them(open_page: Any, told_file: Path) -> None:
    opened = open_page("#d=1921-03-16&l=control&lang=en", file=told_file, new=True)
    sheets = printed(opened.page)  # at once: the texts are not unpacked yet
    assert all(len(text) > 20 for text in sheets)
    assert "16 March 1921" in sheets[0]
    assert "On which day was the treaty of Moscow signed?" in "".join(sheets)
    assert "lines 1322-1325" in "".join(sheets), "the citation of a variant that is folded away on the screen"


@pytest.mark.skipif(not SOAK, reason="a full day on paper stands for it in make test")
def test_a_day_with_nothing_to_tell_gets_no_sheet_of_its_own(open_page: Any, told_file: Path) -> None:
    opened = open_page("#d=1920-02-24&l=control&lang=en", file=told_file, new=True)
    opened.page.wait_for_selector(".hudut.told", state="attached")
    (sheet,) = printed(opened.page)
    assert "24 February 1920" in sheet
    assert "Natural Earth" in sheet
    assert opened.page.is_visible(".panel-body"), "it is back on the screen"


def test_a_table_is_printed_to_its_last_row(told: Any) -> None:
    page = told("#d=1920-02-24&l=control&lang=en&tb=towns").page
    last = page.locator(".table-view tbody button").last.inner_text()
    rows = page.locator(".table-view tbody tr").count()
    sheets = printed(page)
    assert len(sheets) > rows / 30, "an A4 sheet on its side has room for thirty rows at most"
    assert last in sheets[-1]
    assert "Natural Earth" in sheets[-1]


def test_how_often_land_changed_hands_is_a_map_and_a_column(told: Any, atlas: Atlas) -> None:
    opened = told("#d=1921-03-16&l=control&lang=en&tb=towns")
    page = opened.page
    sorter = page.locator(".sorter", has_text="Changes of hands")
    sorter.click()
    sorter.click()
    first = page.locator(".table-view tbody tr").first.inner_text()
    times = max(int(cell) for cell in first.split("\t") if cell.strip().isdigit())
    peopled = ("city", "town", "port", "village", "station", "fort")
    homes = {atlas.territory_of(key) for key, place in atlas.places.items() if place.kind in peopled}
    assert times == max(hands(atlas, territory) for territory in homes if territory)
    page.click(".go-table")
    page.click(".go-menu")
    page.click(".go-often")
    assert "of=1" in opened.hash_when("of=1")
    assert page.locator(".ly-veil .often").count() == len(atlas.territories)


def hands(atlas: Atlas, territory: str) -> int:
    """Count, from the tables of the atlas, how often a territory went from one lineage to another in control."""
    lone = ("local", "joint")
    rows = sorted(
        (r for r in atlas.holdings if r.territory == territory and r.layer == "control"), key=lambda r: r.start
    )
    lines = [atlas.parties[row.party].lineage for row in rows]
    keys = [row.party if line in lone else line for row, line in zip(rows, lines, strict=True)]
    return sum(one != other for one, other in pairwise(keys))


def test_a_claim_bears_the_name_of_who_claims_and_is_no_change_of_hands(told: Any) -> None:
    page = told("#d=1919-03-01&l=claim&lang=en").page
    names = page.evaluate("[...document.querySelectorAll('.claim-name.t-armenia')].map((one) => one.textContent)")
    assert "Armenia" in names, "Armenia claims land that the Ottoman government holds"
    panel = page.inner_text(".panel-body")
    assert "Claimed otherwise than before" in panel
    assert "Changed hands" not in panel
