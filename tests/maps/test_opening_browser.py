"""The picture that stands in the page before any script: the same land, holders and frame as the map that follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from maps.opening import ANCHOR, ZOOM
from tests.browsing import DESKTOP, PHONE
from tests.conftest import SOAK

SIZES = [DESKTOP, PHONE, {"width": 2560, "height": 1080}, {"width": 768, "height": 1024}]
FRAME = """([zoom, lat, lon]) => {
  const { map } = window.hudutApp;
  const scale = Math.pow(2, zoom - map.getZoom());
  const middle = map.project(map.getCenter(), zoom).subtract(map.project([lat, lon], zoom));
  const size = map.getSize().multiplyBy(scale);
  return [middle.x - size.x / 2, middle.y - size.y / 2, size.x, size.y];
}"""
HOLDERS = """([root, points]) => {
  const paths = Array.from(document.querySelectorAll(root + ' .wash')).filter((path) => path.getAttribute('d'));
  const lineage = (path) => Array.from(path.classList).find((name) => name.startsWith('w-'));
  return points.map(([x, y]) => {
    const at = new DOMPoint(x, y);
    return paths.filter((path) => path.isPointInFill(at)).map(lineage).join();
  });
}"""
GRID = [(x, y) for x in range(-470, 471, 20) for y in range(-270, 271, 20)]


@pytest.fixture(scope="module")
def before_scripts(told_text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as far as it has come when its data begin."""
    path = tmp_path_factory.mktemp("opening") / "page.html"
    path.write_text(told_text.partition('<script type="application/json"')[0], encoding="utf-8")
    return path


def _picture(browser: Any, path: Path, size: dict[str, int], address: str = "") -> Any:
    page = browser.new_page(viewport=size)
    page.goto(path.as_uri() + address)
    return page


@pytest.mark.parametrize("size", SIZES if SOAK else SIZES[1:3])
def test_the_picture_lies_where_the_map_will(
    browser: Any, before_scripts: Path, open_page: Any, told_file: Path, size: dict[str, int]
) -> None:
    page = _picture(browser, before_scripts, size)
    found = [float(one) for one in page.locator(".opening").get_attribute("viewBox").split()]
    page.close()
    opened = open_page(file=told_file, viewport=size, new=True)
    lon, lat = ANCHOR
    assert found == pytest.approx(opened.page.evaluate(FRAME, [ZOOM, lat, lon]), abs=2)
    assert opened.page.locator(".opening").count() == 0, "the map has taken its place"


def test_the_picture_shows_who_holds_the_land(
    browser: Any, before_scripts: Path, open_page: Any, told_file: Path
) -> None:
    page = _picture(browser, before_scripts, DESKTOP)
    shown = page.evaluate(HOLDERS, [".opening", GRID])
    page.close()
    opened = open_page(file=told_file, viewport=DESKTOP, new=True)
    assert opened.page.evaluate("() => window.hudutApp.map.getZoom()") == ZOOM, "a unit is a pixel here"
    drawn = opened.page.evaluate(HOLDERS, [".ly-washes", GRID])
    differing = [point for point, one, other in zip(GRID, shown, drawn, strict=True) if one != other]
    assert len(differing) <= 0.01 * len(GRID), f"only points on a border may differ: {differing}"
    assert len(set(drawn)) > 5


def test_an_address_with_a_view_of_its_own_gets_no_other_picture(browser: Any, before_scripts: Path) -> None:
    page = _picture(browser, before_scripts, DESKTOP, "#d=1914-08-01")
    assert page.locator(".opening").count() == 0
    page.close()
