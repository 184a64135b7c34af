"""The lines of 1914 against two digital atlases: the reckoning by hand, and the contract where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import LineString

from geo.curate import compare
from geo.curate.build import DATA
from tests.conftest import as_written

ATLASES = Path(os.environ.get("HUDUT_ATLASES", "missing"))
MARX, CSHAPES = ATLASES / "Marx.1905", ATLASES / "cshapes_2_gw.topojson.xz"

needs_atlases = pytest.mark.skipif(
    not (MARX.is_dir() and CSHAPES.is_file()),
    reason="set HUDUT_ATLASES to a directory with Marx.1905 and cshapes_2_gw.topojson.xz",
)


def test_a_distance_is_measured_at_every_kilometre() -> None:
    slant, level = LineString([(0, 0), (3000, 4000)]), LineString([(-9000, 0), (9000, 0)])
    assert compare.distances_km(slant, level) == pytest.approx([0, 0.8, 1.6, 2.4, 3.2])


def test_a_degree_of_latitude_on_the_frontier_is_111_km() -> None:
    (line,) = compare.projected([LineString([(43, 40), (43, 41)])])
    assert line.length / 1000 == pytest.approx(111.04, abs=0.2)


def test_every_governorate_has_territories() -> None:
    units = compare.drawn_units()
    assert units.keys() == compare.UNITS.keys()
    assert units["Kars"].area / 1e6 == pytest.approx(18536, rel=0.01)


@needs_atlases
def test_the_frontier_keeps_to_both_atlases() -> None:
    km = compare.measured_lines(MARX, CSHAPES)
    for title in (title for title in km if compare.FRONTIER in title):
        assert np.median(km[title]) <= 2, title
        assert np.percentile(km[title], 90) <= 4, title
    assert km[f"{compare.FRONTIER} to the nearer"].max() <= 6


@needs_atlases
def test_the_oblasts_cover_those_of_the_atlas() -> None:
    units = compare.measured_units(MARX)
    assert units["Kars"][0] >= 0.95
    assert units["Batum"][0] >= 0.90


@needs_atlases
def test_no_line_is_further_off_than_it_says() -> None:
    stated = {key: record["error_km"] for key, record in as_written(DATA / "lines.yaml").items()}
    measured = {
        key: np.percentile(km, 90) for key, km in compare.measured_lines(MARX, CSHAPES).items() if key in stated
    }
    assert {key: most for key, most in measured.items() if most > stated[key]} == {}
