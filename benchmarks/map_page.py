"""The atlas page beside the same content made with stock folium and with folium's two time plugins.

All pages are opened and dragged in turn, in one browser, so that other work on the machine weighs on all alike. Frame
times are what the reader sees, but a busy machine stretches them; the processor time of the main thread hardly changes.
"""

from __future__ import annotations

import gzip
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.npm import NoPackageError
from benchmarks.peer_pages import PeerPage, choropleth, one_layer_a_day, stamped
from benchmarks.row import Row, compared
from geo.load import load
from hudut.atlas_page import write_map
from maps.options import PageOptions
from scenarios.load import load_chronicle
from tests.browsing import ARGUMENTS

CHROMIUM = "/usr/bin/chromium"
RUNS = 3
DRAGS = 3
STEPS = 120
THROTTLES = (1, 6)
WATCH = """
(() => {
  const look = () => {
    if (document.querySelectorAll('g > path').length > 5) window.pictureSeen = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
"""Asks before each frame, from the beginning, whether there are shapes; the icons of our page stand in no group."""
SEEN = "() => window.pictureSeen"
FRAMES = """steps => new Promise(done => {
  const times = []; let last = performance.now(), number = 0;
  const tick = now => {
    times.push(now - last); last = now;
    if (number >= steps) return done(times.slice(1));
    (STEP)(number++, steps); requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})"""
OUR_STEP = """(number, steps) => {
  const slider = document.querySelector('.slider');
  slider.value = String(Math.round(Number(slider.max) * number / steps));
  slider.dispatchEvent(new Event('input', {bubbles: true}));
}"""


@dataclass(frozen=True)
class Found:
    """Of one page at one speed of the processor, in ms: medians of the runs."""

    picture: float
    picture_cpu: float
    frame: float
    frame_cpu: float


def run() -> list[Row]:
    """Measure all pages, alternating."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        write_map(folder / "ours.html")
        write_map(folder / "turkish.html", PageOptions(lang="tr"))
        ours = PeerPage(folder / "ours.html", "the whole page, with the chronicle", OUR_STEP)
        peers, skipped = _peers(folder)
        rows = [_sizes(ours, folder / "turkish.html", "one language")]
        rows += [_sizes(ours, peer.path, peer.name) for peer in peers]
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for throttle in THROTTLES:
            found = _measured(browser, [ours, *peers], throttle)
            rows += [row for peer in peers for row in _rows(found[ours.name], found[peer.name], peer.name, throttle)]
        browser.close()
        return rows + skipped


def _peers(folder: Path) -> tuple[list[PeerPage], list[Row]]:
    """Return the peers' pages, and a row for each that cannot be made here."""
    atlas = load()
    makers: dict[str, Callable[[], PeerPage]] = {
        "stock folium": lambda: one_layer_a_day(atlas, folder),
        "TimestampedGeoJson": lambda: stamped(atlas, load_chronicle(atlas), folder),
        "TimeSliderChoropleth": lambda: choropleth(atlas, folder),
    }
    pages, rows = [], []
    for name, make in makers.items():
        try:
            pages.append(make())
        except NoPackageError as error:
            rows.append(Row(f"beside {name}", "", "", "", f"skipped: {error}"))
    return pages, rows


def _measured(browser: Browser, pages: list[PeerPage], throttle: int) -> dict[str, Found]:
    firsts: dict[str, list[tuple[float, float]]] = {page.name: [] for page in pages}
    drags: dict[str, list[tuple[float, float]]] = {page.name: [] for page in pages}
    for _ in range(RUNS):
        for page in pages:
            firsts[page.name].append(first_picture(browser, page, throttle))
    for _ in range(DRAGS):
        for page in pages:
            drags[page.name].append(drag(browser, page, throttle))
    return {page.name: Found(*_medians(firsts[page.name]), *_medians(drags[page.name])) for page in pages}


def _medians(runs: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(one for one, _ in runs), statistics.median(one for _, one in runs)


def first_picture(browser: Browser, page: PeerPage, throttle: int) -> tuple[float, float]:
    """Return the ms from navigation to the first frame with shapes, and the processor time of the main thread."""
    tab, session = _tab(browser, throttle)
    tab.goto(page.path.as_uri(), wait_until="commit")
    tab.wait_for_function(SEEN)
    shown = float(tab.evaluate(SEEN))
    busy = _busy(session)
    tab.close()
    return shown, busy / throttle


def drag(browser: Browser, page: PeerPage, throttle: int) -> tuple[float, float]:
    """Return the 95th percentile of frame times and the main thread's time a frame, in ms, of one drag."""
    tab, session = _tab(browser, 1)
    tab.goto(page.path.as_uri())
    tab.wait_for_function(SEEN)
    tab.wait_for_timeout(1500)
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    before = _busy(session)
    times = sorted(tab.evaluate(FRAMES.replace("STEP", page.step), STEPS))
    busy = _busy(session) - before
    tab.close()
    return times[int(len(times) * 0.95)], busy / STEPS / throttle


def _tab(browser: Browser, throttle: int) -> tuple[Page, CDPSession]:
    tab = browser.new_page(viewport={"width": 1366, "height": 768})
    tab.add_init_script(WATCH)
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    return tab, session


def _busy(session: CDPSession) -> float:
    """Return the processor time of the main thread so far, in ms."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"]) * 1000


def _sizes(ours: PeerPage, other: Path, name: str) -> Row:
    mine, theirs = ours.path.read_bytes(), other.read_bytes()
    sent = [len(gzip.compress(one, 9)) / 1000 for one in (mine, theirs)]
    return compared(
        "page size", len(mine) / 1000, len(theirs) / 1000, "kB", f"{name}; gzip {sent[0]:.0f} and {sent[1]:.0f} kB"
    )


def _rows(ours: Found, theirs: Found, name: str, throttle: int) -> list[Row]:
    slow = "" if throttle == 1 else f", CPU {throttle}× slower"
    how = f"{name}; median of {{}}"
    rows = [
        compared(f"first picture{slow}", ours.picture, theirs.picture, "ms", how.format(RUNS)),
        compared(
            f"slider frame, p95{slow}", ours.frame, theirs.frame, "ms", how.format(f"{DRAGS} drags of {STEPS} steps")
        ),
    ]
    if throttle == 1:
        rows += [
            compared("main thread until the first picture", ours.picture_cpu, theirs.picture_cpu, "ms of CPU", name),
            compared("main thread a slider frame", ours.frame_cpu, theirs.frame_cpu, "ms of CPU", name),
        ]
    return rows
