"""What keeps the page quick: a first picture that waits for no text, small changes to the page, and a flat heap."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SOAK
from tests.maps.conftest import Opened

MOVES = 2_000 if SOAK else 300
FEW_NODES = 10
HEAP_GROWTH = 1_500_000
"""Bytes that the heap may grow over all the moves: far less than one picture of the map a move."""

DRAG = """moves => new Promise(done => {
  const slider = document.querySelector('.slider');
  let move = 0;
  const step = () => {
    for (let k = 0; k < 10 && move < moves; k += 1) {
      move += 1;
      slider.value = String((move * 97) % Number(slider.max));
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (move < moves) requestAnimationFrame(step);
    else { window.hudutApp.set({ day: 2000 }, 'settle'); setTimeout(done, 300); }
  };
  step();
})"""

CHANGED = """() => {
  const { model, plate, set } = window.hudutApp;
  const washes = Array.from(plate.layers.washes.firstChild.children);
  const days = model.changeDays.control.slice(1).filter((_, k) => k % 12 === 0);
  return days.map(day => {
    set({ day: day - 1 });
    const watch = new MutationObserver(() => {});
    watch.observe(plate.layers.washes.parentNode.parentNode, { subtree: true, attributes: true, childList: true });
    set({ day });
    const seen = new Set(watch.takeRecords().map(one => washes.indexOf(one.target)).filter(t => t >= 0));
    return [Array.from(seen), model.changesOn('control', day).concat(model.changesOn('title', day)).map(one => one.t)];
  });
}"""

# Of the land and the borders on the screen: what a frame of a drag shows, and what the map shows at rest on that day.
DRAGGED = """days => {
  const { plate, set, visibleTerritories, map, root } = window.hudutApp;
  const seen = visibleTerritories();
  const calendars = () => getComputedStyle(root.querySelector(".date-sub")).visibility;
  const screen = map.getContainer().getBoundingClientRect();
  const inside = (node) => {
    const box = node.getBoundingClientRect();
    return box.right > screen.left && box.left < screen.right && box.bottom > screen.top && box.top < screen.bottom;
  };
  const looks = () => {
    const washes = Array.from(plate.layers.washes.firstChild.children).filter((_, t) => seen.has(t));
    const borders = Array.from(plate.layers.borders.querySelectorAll(".border path")).filter(inside);
    return washes.concat(borders).map((path) => path.getAttribute("class")).join();
  };
  const sheets = Array.from(map.getContainer().querySelectorAll("svg.soft"));
  const signs = [plate.layers.fronts, plate.layers.pending];
  const signed = () => signs.map((one) => getComputedStyle(one).visibility);
  const soft = () => sheets.map((one) => getComputedStyle(one).opacity).concat(signed());
  set({ day: 0 });
  return days.map((day) => {
    const before = plate.drawn;
    set({ day }, "drag");
    const [dragged, away] = [looks(), soft()];
    const [changed, dates] = [plate.drawn !== before, [calendars()]];
    set({ day }, "settle");
    dates.push(calendars());
    const finished = plate.finished === plate.drawn;
    return { changed, away, back: signed(), dates, same: dragged === looks(), finished };
  });
}"""

# What a frame of a drag changes in the page where nobody's land changes.
STILL = """days => {
  const { plate, set } = window.hudutApp;
  const watch = new MutationObserver(() => {});
  watch.observe(document.documentElement, { subtree: true, attributes: true, childList: true, characterData: true });
  set({ day: days[0] }, "drag");
  watch.takeRecords();
  return days.slice(1).map((day) => {
    const before = plate.drawn;
    set({ day }, "drag");
    const names = watch.takeRecords()
      .map(({ target, type }) => type === "characterData" ? "date" : target.closest("[class]").getAttribute("class"));
    return plate.drawn === before ? Array.from(new Set(names)) : [];
  });
}"""
RESTED = """day => {
  const { plate, set } = window.hudutApp;
  set({ day: 0 });
  set({ day }, "drag");
  return plate.finished !== plate.drawn;
}"""
UNTRUE_NAMES = """days => {
  const { plate, set } = window.hudutApp;
  return days.map((day) => {
    set({ day: 2500 });
    set({ day }, "drag");
    return Array.from(plate.layers.labels.querySelectorAll("text.off")).map((one) => {
      const style = getComputedStyle(one);
      return style.visibility === "hidden" || (style.fillOpacity === "0" && style.strokeOpacity === "0");
    });
  });
}"""
# A drag to a day in a browser that loses four frames whenever the legend was drawn, or else at once: how often it was.
WEARY = """([last, at_once]) => new Promise((done) => {
  const { set, root } = window.hudutApp;
  const legend = root.querySelector(".legend");
  set({ day: 0 }, "settle");
  let drawn = 0;
  const lose = (at) => { while (performance.now() < at + 70); };
  const watch = new MutationObserver(() => {
    drawn += 1;
    requestAnimationFrame(lose);
  });
  watch.observe(legend, { subtree: true, childList: true, characterData: true });
  let frame = 0;
  const step = () => {
    frame += 1;
    set({ day: Math.round((last * frame) / 90) }, "drag");
    if (at_once && frame === 1) requestAnimationFrame(lose);
    if (frame < 90) requestAnimationFrame(step);
    else { watch.disconnect(); done(drawn); }
  };
  requestAnimationFrame(step);
})"""
BACK = """() => {
  const { plate, map } = window.hudutApp;
  return plate.finished === plate.drawn && Array.from(map.getContainer().querySelectorAll("svg.soft"))
    .every((one) => getComputedStyle(one).opacity === "1");
}"""


@pytest.fixture(scope="module")
def told_page(open_once: Any, told_file: Path) -> Any:
    opened = open_once(file=told_file)
    opened.page.wait_for_selector(".hudut.told", state="attached")
    return opened


def test_the_first_picture_waits_for_no_text(told_text: str, tmp_path: Path, browser: Any) -> None:
    """A page that breaks off where the packed texts begin still shows the land."""
    start = told_text.index('<script type="text/plain"')
    assert len(told_text) - start > 300_000, "the texts stand last"
    broken = tmp_path / "broken.html"
    broken.write_text(told_text[:start], encoding="utf-8")
    page = browser.new_page()
    page.goto(broken.as_uri())
    Opened(page, page.context).until("() => performance.getEntriesByName('hudut-picture').length > 0")
    assert page.locator(".ly-washes .wash").count() > 50
    assert page.locator(".date-text").inner_text() == "16 Mart 1921"
    page.close()


def test_another_day_touches_only_the_land_that_changed(told_page: Any) -> None:
    found = told_page.page.evaluate(CHANGED)
    assert len(found) > 5
    for touched, changed in found:
        assert set(touched) <= set(changed)
    assert any(touched for touched, _ in found)


def test_each_frame_of_a_drag_shows_the_land_and_the_borders_of_its_day(told_page: Any) -> None:
    found = told_page.page.evaluate(DRAGGED, list(range(40, 5800, 97)))
    assert all(one["same"] and one["finished"] for one in found)
    assert all(one["dates"] == ["hidden", "visible"] for one in found), "no weekday of another day beside the date"
    changed = [one for one in found if one["changed"]]
    assert len(changed) > len(found) / 3
    assert all(set(one["away"]) == {"0", "hidden"} for one in changed), "no hatching or front of another day"
    assert all(one["back"] == ["visible", "visible"] for one in found)


def test_a_frame_without_a_change_of_hands_moves_the_date_and_the_line_alone(told_page: Any) -> None:
    found = told_page.page.evaluate(STILL, list(range(300, 3300, 7)))
    assert sum(map(bool, found)) > 100
    assert {name for one in found for name in one} <= {"date", "now", "long", ""}


def test_names_on_land_of_another_holder_are_not_shown_in_a_drag(told_page: Any) -> None:
    found = told_page.page.evaluate(UNTRUE_NAMES, [300, 1500, 2100, 3000])
    assert sum(map(len, found)) > 4
    assert all(all(hidden) for hidden in found)


def test_hatching_and_ribands_come_back_when_the_hand_rests(told_page: Any) -> None:
    assert told_page.page.evaluate(RESTED, 2500)
    told_page.until(BACK)


@pytest.mark.parametrize(("at_once", "most"), [(False, 2), (True, 0)])
def test_where_the_browser_is_slow_the_legend_waits_until_the_hand_rests(
    told_page: Any, at_once: bool, most: int
) -> None:
    page, shown = told_page.page, "() => document.querySelector('.legend').innerText"
    page.evaluate("window.hudutApp.set({ day: 2414 }, 'settle')")
    at_rest = page.evaluate(shown)
    # Three drags: other work may hold up the very frame that would have told.
    assert any(page.evaluate(WEARY, [2414, at_once]) <= most for _ in range(3))
    told_page.until(f"() => ({shown})() === {json.dumps(at_rest)}")


def test_the_heap_stays_flat_however_long_the_slider_is_moved(told_page: Any) -> None:
    """What is made once is made in the first moves, or later where other work loses frames: a leak never ends."""
    page = told_page.page
    grown = []
    page.evaluate(DRAG, MOVES)
    measured = _measured(told_page)
    for _ in range(4):
        page.evaluate(DRAG, MOVES)
        before, measured = measured, _measured(told_page)
        grown.append({name: measured[name] - before[name] for name in ("Nodes", "JSHeapUsedSize")})
        if grown[-1]["Nodes"] <= FEW_NODES and grown[-1]["JSHeapUsedSize"] <= HEAP_GROWTH:
            break
    else:
        pytest.fail(f"grows with each drag: {grown}")
    assert told_page.errors == []


def _measured(opened: Any) -> dict[str, float]:
    session = opened.context.new_cdp_session(opened.page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {one["name"]: one["value"] for one in metrics}
