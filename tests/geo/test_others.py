"""What another set of borders is said to hold wrongly: asked of sets whose faults are known."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.atlas import Atlas
from geo.curate.others import FRONTIER, holds, wrong


def right(atlas: Atlas, year: int) -> BaseGeometry:
    """Return a set that makes no mistake."""
    own = [shape for key, shape in atlas.partition.shapes.items() if holds(atlas, key, year)]
    return shapely.union_all(own)


def test_a_set_without_a_fault_has_none(atlas: Atlas) -> None:
    for given in (True, False):
        assert wrong(atlas, right(atlas, 1914), 1914, given=given).lands == {}


def test_kars_given_to_the_ottomans_in_1914_is_found_with_its_area_and_its_town(atlas: Atlas) -> None:
    theirs = shapely.union(right(atlas, 1914), atlas.partition.shapes["kars"])
    found = wrong(atlas, theirs, 1914, given=True)
    assert set(found.lands) == {"kars"}
    assert abs(found.lands["kars"] / atlas.territories["kars"].area_km2 - 1) < 0.03, "its thin corners are not counted"
    assert "Kars" in found.towns
    assert wrong(atlas, theirs, 1914, given=False).lands == {}


def test_a_line_drawn_four_kilometres_off_is_not_blamed(atlas: Atlas) -> None:
    moved = shapely.transform(right(atlas, 1914), lambda points: points + np.array([0.045, 0.0]))
    found = [wrong(atlas, shapely.intersection(moved, FRONTIER), 1914, given=given).km2 for given in (True, False)]
    assert found == [0, 0]


def test_kars_was_disputed_in_1920_and_turkish_in_1930(atlas: Atlas) -> None:
    assert holds(atlas, "kars", 1914) is False
    assert holds(atlas, "kars", 1920) is None
    assert holds(atlas, "kars", 1930) is True
