"""The atlas page beside the same content made with stock folium: one GeoJson layer for each marked day.

Stock folium gets Leaflet from the same wheel, inlined, since it cannot draw anything offline; other assets are dropped.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

import folium
import geopandas
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.row import Row, compared
from geo.dates import iso
from geo.load import Atlas, load
from hudut.atlas_page import write_map
from maps.offline import leaflet_text

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
RUNS = 5
FIRST_PAINT = """() => new Promise(done => {
  const look = () => document.querySelectorAll('path').length > 5
    ? requestAnimationFrame(() => done(performance.now())) : setTimeout(look, 4);
  look();
})"""
FRAMES = """(step) => new Promise(done => {
  const times = []; let last = performance.now(), number = 0;
  const tick = now => {
    times.push(now - last); last = now;
    if (number >= 120) return done(times.slice(1));
    step(number++); requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})"""


def stock_folium(atlas: Atlas, folder: Path) -> Path:
    """Write the control layer of every marked day as one GeoJson layer each."""
    days = sorted({basis.date.first for basis in atlas.bases.values() if basis.mark})
    page = folium.Map([40.7, 42.8], zoom_start=7, tiles=None)
    page.default_js, page.default_css = [], []
    for day in days:
        if not atlas.first_day <= day <= atlas.last_day:
            continue
        frame: geopandas.GeoDataFrame = atlas.borders_at(day)
        folium.GeoJson(frame.to_json(), name=iso(day), show=day == days[-1]).add_to(page)
    folium.LayerControl().add_to(page)
    out = folder / "stock.html"
    page.save(out)
    style, script = leaflet_text("leaflet.css"), leaflet_text("leaflet.js")
    assets = f"<style>{style}</style><script>{script}</script>"
    text = out.read_text("utf-8").replace("<head>", f"<head>{assets}", 1)
    out.write_text(text, "utf-8")
    return out


def first_render(browser: Browser, path: Path, throttle: int) -> float:
    """Return the median milliseconds from navigation to the first frame with shapes."""
    found = []
    for _ in range(RUNS):
        page = browser.new_page()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttle})
        page.goto(path.as_uri(), wait_until="commit")
        found.append(page.evaluate(FIRST_PAINT))
        page.close()
    return statistics.median(found)


def slider_frames(page: Page, step: str) -> tuple[float, float]:
    """Return median and 95th percentile of frame times in ms while `step(number)` changes the day."""
    times = sorted(page.evaluate(f"() => ({FRAMES})({step})"))
    return statistics.median(times), times[int(len(times) * 0.95)]


OUR_STEP = """number => {
  const slider = document.querySelector('input[type=range]');
  slider.value = String(Number(slider.min) + Math.round((slider.max - slider.min) * number / 120));
  slider.dispatchEvent(new Event('input', {bubbles: true}));
}"""
STOCK_STEP = """number => {
  const boxes = document.querySelectorAll('.leaflet-control-layers-selector');
  boxes[number % boxes.length].click();
}"""


def drags(browser: Browser, path: Path, step: str, throttle: int) -> tuple[float, float]:
    """Open a page and measure a drag over it."""
    page = browser.new_page()
    page.goto(path.as_uri())
    page.evaluate(FIRST_PAINT)
    page.wait_for_timeout(800)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    found = slider_frames(page, step)
    page.close()
    return found


def run() -> list[Row]:
    """Measure both pages in one browser, alternating."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        ours = Path(folder) / "ours.html"
        size = write_map(ours)
        stock = stock_folium(load(), Path(folder))
        how = "stock folium: one layer a marked day"
        rows.append(compared("page size", size / 1000, stock.stat().st_size / 1000, "kB", how))
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for throttle in (1, 6):
            name = "" if throttle == 1 else f", CPU {throttle}× slower"
            pair = first_render(browser, ours, throttle), first_render(browser, stock, throttle)
            rows.append(compared(f"first render{name}", *pair, "ms", f"median of {RUNS}"))
            mine, theirs = drags(browser, ours, OUR_STEP, throttle), drags(browser, stock, STOCK_STEP, throttle)
            how = "120 steps over nine years; folium: layer switch"
            rows.append(compared(f"slider frame, p95{name}", mine[1], theirs[1], "ms", how))
        browser.close()
    return rows
