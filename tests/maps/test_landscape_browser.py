"""Ranges, railways, fronts, names and the legend, as a reader sees them; and the map on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from geo.load import Atlas
from maps.landscape import landscape
from maps.packing import to_json
from tests.browsing import DESKTOP, Opened
from tests.conftest import SOAK

pytestmark = pytest.mark.browser
FRONTIER = "#d=1916-09-01&l=control&lang=en"
MOST_BYTES = 60_000
LEGEND = """() => Array.from(document.querySelectorAll(".legend-part .legend-row"))
    .map((row) => row.childNodes[1].firstChild.data)"""
GO_TO = """day => { const s = document.querySelector(".slider"); s.value = day;
    s.dispatchEvent(new Event("input", { bubbles: true })); }"""
# Middles of letters on the screen, by label: a name may be tilted or bent, and its box then says little.
LETTERS = """() => Array.from(document.querySelectorAll(".ly-labels text")).map((text) => {
    const at = text.getScreenCTM();
    const px = Number(text.getAttribute("font-size"));
    const letters = Array.from({ length: text.getNumberOfChars() }, (_, k) => {
        const [a, b] = [text.getStartPositionOfChar(k), text.getEndPositionOfChar(k)];
        const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2 - px * 0.3];
        return [at.a * x + at.c * y + at.e, at.b * x + at.d * y + at.f];
    });
    return { words: text.textContent, px, letters };
})"""
BOXES = """() => Array.from(document.querySelectorAll("[data-obstacle]")).filter((one) => one.offsetParent)
    .map((one) => { const b = one.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"""


def test_all_the_landscape_is_small(atlas: Atlas) -> None:
    made = landscape(atlas, lambda names: [names["tr"], names["en"]], atlas.first_day)
    assert len(made["ridges"]) == len(atlas.ridges)
    assert len(made["rails"]) == len(atlas.railways)
    assert len(to_json(made).encode()) < MOST_BYTES


def days(atlas: Atlas, *isos: str) -> list[int]:
    from geo.dates import to_day

    return [to_day(iso) - atlas.first_day for iso in isos]


def test_ranges_stand_still_while_time_is_dragged_and_a_railway_appears_when_it_opens(
    open_page: Any, atlas: Atlas
) -> None:
    opened = open_page("#d=1914-08-01&l=control&lang=en", new=True)
    page = opened.page
    opened.until("() => document.querySelectorAll('.ly-relief [data-ridge]').length > 25")
    pairs = page.evaluate(
        "['lit', 'shaded'].map((one) => document.querySelectorAll('.ly-relief .hachure.' + one).length)"
    )
    assert pairs[0] == pairs[1]  # asked at one moment: more may still come
    # Ranges that are still being drawn may be added; what stands must not be touched.
    page.evaluate("""() => { window.touched = 0; new MutationObserver((all) => {
        window.touched += all.filter((one) => one.type !== "childList" || one.removedNodes.length).length; })
        .observe(document.querySelector(".ly-relief").ownerSVGElement,
            { subtree: true, childList: true, attributes: true, characterData: true }); }""")
    narrow = sorted(atlas.railways).index("sarikamis-erzurum")
    old = sorted(atlas.railways).index("tiflis-kars")
    opened.until("k => document.querySelector(`[data-rail='${k}']`) !== null", old)
    for day in days(atlas, "1915-06-01", "1916-05-31"):
        page.evaluate(GO_TO, day)
    assert page.locator(f"[data-rail='{narrow}']").count() == 0
    page.evaluate(GO_TO, days(atlas, "1916-06-01")[0])
    opened.until("k => document.querySelector(`[data-rail='${k}']`) !== null", narrow)
    assert page.evaluate("window.touched") == 0
    assert opened.errors == []


def test_a_front_has_its_teeth_on_the_attackers_side_and_ends_with_the_armistice(open_page: Any, atlas: Atlas) -> None:
    opened = open_page(FRONTIER)
    page = opened.page
    opened.until("() => document.querySelectorAll('.front-teeth').length > 2")
    # Teeth that point to their own side stand in land of Russia: what lies under their tips is hatched as occupied.
    tips = page.evaluate("""() => Array.from(document.querySelectorAll(".front-teeth")).map((teeth) => {
        const [x, y] = teeth.getAttribute("d").split("Z")[0].slice(1).split(" ").slice(4).map(Number);
        const at = teeth.getScreenCTM();
        return [at.a * x + at.c * y + at.e, at.b * x + at.d * y + at.f];
    }).filter(([x, y]) => x > 30 && x < 900 && y > 130 && y < 420)""")
    assert tips
    for x, y in tips:
        held = page.evaluate(
            """([x, y]) => { const hit = document.elementsFromPoint(x, y)
            .find((one) => one.dataset && one.dataset.t); return hit ? Number(hit.dataset.t) : -1; }""",
            [x, y],
        )
        territory = sorted(atlas.territories)[held]
        row = next(one for one in atlas.rows_at("1916-09-01") if one.territory == territory)
        assert (row.party, row.status) == ("russia", "occupied"), territory
    page.evaluate(GO_TO, days(atlas, "1917-12-25")[0])
    opened.until(f"() => ({LEGEND})().includes('armistice line') && !({LEGEND})().includes('front')")


def test_the_legend_lists_what_is_on_the_screen_and_leaves_most_of_the_map_free(open_page: Any, atlas: Atlas) -> None:
    opened = open_page(FRONTIER)
    page = opened.page
    rows = set(page.evaluate(LEGEND))
    assert {"Russia", "Ottoman Empire", "occupied", "front", "railway", "pass"} <= rows
    assert not rows & {"Soviet stage", "armistice line", "signed only", "Greece"}
    page.evaluate(GO_TO, days(atlas, "1921-03-16")[0])
    opened.until(f"() => ({LEGEND})().includes('Soviet stage')")
    legend, room = (page.locator(one).bounding_box() for one in (".legend", ".map-slot"))
    assert legend["height"] <= 0.6 * room["height"]
    assert legend["width"] * legend["height"] <= 0.18 * room["width"] * room["height"]
    assert page.evaluate(
        "() => { const one = document.querySelector('.legend'); return one.scrollHeight <= one.clientHeight + 1; }"
    )
    # Over open sea nothing of the land is left to explain.
    sea = open_page("#d=1921-03-16&l=control&lang=en&v=43.300,36.000,9")
    assert not set(sea.page.evaluate(LEGEND)) & {"railway", "pass", "front", "uncertain line", "signed only", "Persia"}


def test_a_row_of_the_legend_lights_up_its_land(open_page: Any) -> None:
    opened = open_page(FRONTIER)
    opened.page.locator(".legend-row", has_text="Persia").hover()
    opened.until("() => document.querySelectorAll('.hit.dimmed').length > 20")


VIEWS = [("#d=1918-06-04&l=control&lang=tr", (1366, 768)), ("#d=1920-12-03&l=control&lang=tr", (390, 844))]
MORE_VIEWS = [
    (f"#d={day}&l=control&lang={lang}", size)
    for day in ("1914-08-01", "1916-09-01", "1919-05-15", "1921-03-16", "1921-10-13", "1923-07-24")
    for lang in ("tr", "en")
    for size in ((1366, 768), (1920, 1080), (390, 844))
]


@pytest.mark.parametrize(("address", "size"), VIEWS + (MORE_VIEWS if SOAK else []))
def test_no_name_touches_another_or_lies_under_a_box(open_page: Any, address: str, size: tuple[int, int]) -> None:
    page = open_page(address, viewport={"width": size[0], "height": size[1]}).page
    labels = page.evaluate(LETTERS)
    assert len(labels) > 10
    boxes = page.evaluate(BOXES)
    for k, one in enumerate(labels):
        for x, y in one["letters"]:
            assert not any(a < x < c and b < y < d for a, b, c, d in boxes), one["words"]
        for other in labels[k + 1 :]:
            least = 0.45 * min(one["px"], other["px"])
            near = any(
                abs(ax - bx) < least and abs(ay - by) < least
                for ax, ay in one["letters"]
                for bx, by in other["letters"]
            )
            assert not near, (one["words"], other["words"])


def test_the_two_frames_are_reached_by_a_glide_or_at_once(open_page: Any) -> None:
    still = open_page(FRONTIER)
    still.page.click(".zoom-wide")
    assert still.page.locator(".leaflet-zoom-anim").count() == 0
    moving = open_page(FRONTIER, reduced_motion="no-preference")
    moving.page.click(".zoom-wide")
    moving.hash_when("v=wide")
    assert moving.page.locator(".degree").all_text_contents() == still.page.locator(".degree").all_text_contents()


def test_paper_is_black_and_white_and_its_first_page_holds_map_legend_and_sources(open_page: Any) -> None:
    opened = open_page("#d=1921-03-16&l=control&lang=en", viewport={"width": 1062, "height": 733})
    page = opened.page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".riband").first.is_visible() is False
    grounds = page.evaluate("""() => Array.from(document.querySelectorAll(".wash:not(.off)"))
        .map((one) => getComputedStyle(one).fill)""")
    grey = [ground for ground in grounds if not ground.startswith("url")]
    assert all(len(set(ground[4:-1].split(", "))) == 1 for ground in grey), set(grey)
    assert any(ground.startswith('url("#bw-') for ground in grounds)
    foot, stage, slot, legend = (
        page.locator(one).bounding_box() for one in (".print-foot", ".stage", ".map-slot", ".legend")
    )
    assert foot["y"] + foot["height"] <= 733
    assert stage["width"] <= 1062
    assert slot["y"] + slot["height"] < legend["y"] < foot["y"]
    assert "hudut.html#d=1921-03-16" in page.locator(".print-foot").inner_text()
    sizes = page.evaluate("""() => Array.from(document.querySelectorAll(".ly-labels text, .legend-row"))
        .map((one) => parseFloat(getComputedStyle(one).fontSize))""")
    assert min(sizes) >= 10.5
    # Names stand where the legend stood on the screen.
    assert page.locator(".town-name", has_text="Gümüşhane").count() == 1
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".print-foot").count() == 0


WITHOUT_IDLE = "delete window.requestIdleCallback;"
SLOW_STEPS = """
const made = document.createElementNS.bind(document);
document.createElementNS = (space, name) => {
  if (name === "g") for (const end = performance.now() + 20; performance.now() < end;);
  return made(space, name);
};
"""


@pytest.mark.skipif(not SOAK, reason="whole pages in WebKit too are for make soak: test_engines.py")
@pytest.mark.parametrize("script", [WITHOUT_IDLE, WITHOUT_IDLE + SLOW_STEPS])
def test_work_that_waits_is_done_where_the_browser_never_says_that_it_is_idle(
    browser: Browser, open_page: Any, page_file: Path, script: str
) -> None:
    """WebKit has no `requestIdleCallback`: the ranges, and after a drag the names, come there too."""
    drawn = "() => document.querySelectorAll('.hachure').length"
    there = open_page("#d=1914-08-01&l=control&lang=en")
    there.until("() => document.querySelectorAll('.ly-relief [data-ridge]').length > 25")
    there.page.wait_for_timeout(1500)
    wanted = there.page.evaluate(drawn)
    context = browser.new_context(offline=True, viewport=DESKTOP)
    context.add_init_script(script)
    page = context.new_page()
    page.goto(page_file.as_uri() + "#d=1914-08-01&l=control&lang=en")
    page.wait_for_selector(".hudut.ready", state="attached")
    assert page.evaluate("() => typeof requestIdleCallback") == "undefined"
    here = Opened(page, context)
    here.until("(wanted) => document.querySelectorAll('.hachure').length >= wanted", wanted, seconds=20)
    assert page.evaluate(drawn) == wanted
    names = "() => /armenia/i.test(document.querySelector('.ly-labels').textContent)"
    assert not page.evaluate(names)
    page.evaluate(GO_TO, 2196)  # 5 August 1920
    here.until(names, seconds=20)
    context.close()
