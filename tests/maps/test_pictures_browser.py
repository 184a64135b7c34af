"""Golden pictures: five days and two comparisons, as they were when somebody last looked at them.

`make pictures` takes them anew; look at every one before it is committed. Letters differ from computer to computer, and
names make room for each other by their width; so names, signs and boxes are hidden, and what is compared is the
drawn map alone: sea, land, washes, ribands, borders, hatching, rivers, relief. A pixel counts as alike when its colour
is near; anti-aliasing moves fewer pixels than one district that changes hands (the last but one test).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.load import Atlas
from tests.conftest import SOAK

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[1] / "golden" / "pictures"
REFRESH = os.environ.get("HUDUT_REFRESH") == "1"
SIZE = {"width": 1000, "height": 640}
ALIKE = 0.993
NEAR = 45
"""Red, green and blue together; the two palest washes lie 62 apart."""
PICTURES = {
    "1914-control": "d=1914-08-01&l=control",
    "1916-control-wide": "d=1916-08-10&l=control&v=wide",
    "1918-agreed": "d=1918-06-10&l=agreed",
    "1920-agreed-wide": "d=1920-08-10&l=agreed&v=wide",
    "1921-control": "d=1921-10-13&l=control",
    "1914-beside-1923": "d=1923-10-29&l=control&c=1914-08-01&cb=1923-10-29",
    "sevres-beside-lausanne": "d=1923-10-29&l=agreed&c=agreed:sevres-1920&cb=agreed:lausanne-1923&cv=side",
}
HIDE = """() => {
  const drawn = [".ly-labels", ".ly-towns", ".leaflet-marks-pane", ".neatline"];
  const boxes = [".legend", ".zoom", ".scale", ".beyond", ".map-tag", ".side-tag"];
  document.querySelectorAll(drawn.concat(boxes).join()).forEach((node) => { node.style.display = "none"; });
}"""


@pytest.fixture(scope="module")
def take(open_once: Callable[..., Any], told_file: Path) -> Callable[..., bytes]:
    """Return a function that takes the picture of an address, after a change to the page if one is given."""

    def picture(address: str, change: str = "() => {}") -> bytes:
        opened = open_once(f"#lang=en&{address}", file=told_file, viewport=SIZE)
        opened.until("() => document.querySelector('.hudut.told') !== null")
        opened.page.wait_for_timeout(300)
        opened.page.evaluate(HIDE)
        opened.page.evaluate(change)
        shot: bytes = opened.page.locator(".map-box").screenshot(type="jpeg", quality=50)
        return shot

    return picture


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Return width and height of a JPEG: they stand in its frame header."""
    at = 2
    while jpeg[at + 1] not in {0xC0, 0xC1, 0xC2}:
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return int.from_bytes(jpeg[at + 7 : at + 9], "big"), int.from_bytes(jpeg[at + 5 : at + 7], "big")


def share_alike(likeness: Any, one: bytes, other: bytes) -> float:
    assert size_of(one) == size_of(other)
    part = (0, 0, *size_of(one))
    return float(likeness(("jpeg", one, part), ("jpeg", other, part), near=NEAR))


@pytest.mark.parametrize("name", PICTURES if SOAK or REFRESH else ["sevres-beside-lausanne"])
def test_a_picture_is_still_what_was_looked_at(take: Callable[..., bytes], likeness: Any, name: str) -> None:
    path = FOLDER / f"{name}.jpg"
    now = take(PICTURES[name])
    if REFRESH:
        FOLDER.mkdir(exist_ok=True)
        path.write_bytes(now)
    share = share_alike(likeness, now, path.read_bytes())
    assert share >= ALIKE, f"{name}: {share:.2%} of the map is as it was; look at it, then run make pictures"


@pytest.mark.skipif(not SOAK, reason="it proves the comparing of pictures, not the map")
def test_one_district_in_another_wash_is_seen(take: Callable[..., bytes], likeness: Any, atlas: Atlas) -> None:
    at = sorted(atlas.territories).index("nakhichevan")
    hit = f"document.querySelector('.hit[data-t=\"{at}\"]').style"
    wash = f"() => Object.assign({hit}, {{ fill: '#f9c9ae', fillOpacity: 1 }})"
    share = share_alike(likeness, take(PICTURES["1921-control"], wash), (FOLDER / "1921-control.jpg").read_bytes())
    assert share < ALIKE


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.jpg")) < 800_000
    assert {path.stem for path in FOLDER.glob("*.jpg")} == set(PICTURES)
