"""Ranges and railways of the shipped atlas: where they may not run, and what they say of themselves."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon, shape

from geo.dates import to_day
from geo.load import Atlas, load
from geo.railways import Railway
from geo.relief import Ridge

KM_PER_DEGREE = 111.2
SHORE_KM = 0.5  # a line on the shore may lie this far off the drawn coast; what shows at the closest zoom is more
ATLAS = load()


def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    wide = shapely.transform(LineString([one, other]), lambda xy: xy * [0.76, 1])  # a degree of longitude at 40° N
    return float(wide.length * KM_PER_DEGREE)


@pytest.fixture(scope="module")
def land(atlas: Atlas) -> shapely.Geometry:
    files = (atlas.territories_path, atlas.frame_path)
    found = [json.loads(path.read_text(encoding="utf-8"))["features"] for path in files]
    return shapely.union_all([shape(one["geometry"]) for features in found for one in features])


@pytest.mark.parametrize("ridge", ATLAS.ridges.values(), ids=ATLAS.ridges.keys())
def test_a_crest_is_a_watershed_on_land_and_its_passes_lie_on_it(
    ridge: Ridge, atlas: Atlas, land: shapely.Geometry
) -> None:
    crest = LineString(ridge.points)
    crossed = [key for key, river in atlas.water.rivers.items() if crest.intersects(LineString(river.points))]
    assert crossed == []
    assert [key for key, lake in atlas.water.lakes.items() if crest.intersects(Polygon(lake.ring))] == []
    assert land.covers(crest)
    assert crest.is_simple
    for key in ridge.passes:
        place = atlas.places[key]
        there = crest.interpolate(crest.project(Point(place.lon, place.lat)))
        assert km_between((place.lon, place.lat), (there.x, there.y)) <= ridge.error_km + place.precision_km, key


def test_every_pass_is_drawn_on_a_crest_or_is_a_gorge_through_it(atlas: Atlas) -> None:
    on_crests = {key for ridge in atlas.ridges.values() for key in ridge.passes}
    assert {key for key, place in atlas.places.items() if place.kind == "pass"} - on_crests == {"darial"}


@pytest.mark.parametrize("railway", ATLAS.railways.values(), ids=ATLAS.railways.keys())
def test_a_railway_runs_on_land_and_turns_back_nowhere(railway: Railway, atlas: Atlas, land: shapely.Geometry) -> None:
    points = railway.points(atlas.places)
    assert all(km_between(a, b) < 200 for a, b in pairwise(points)), "a stop is missing between two far ones"
    course = LineString(points)
    assert course.is_simple
    wet = course.difference(land.buffer(SHORE_KM / KM_PER_DEGREE))
    assert wet.is_empty, wet
    assert [key for key, lake in atlas.water.lakes.items() if course.intersects(Polygon(lake.ring))] == []


def test_the_network_is_joined_where_trains_went_through(atlas: Atlas) -> None:
    """Each line shares an end or a stop with another; only these stood alone."""
    lines = {key: set(one.points(atlas.places)) for key, one in atlas.railways.items()}
    alone = {key for key, points in lines.items() if not any(points & lines[other] for other in lines if other != key)}
    assert alone == {"mudanya-bursa"}


def test_lines_of_the_war_open_in_the_war(atlas: Atlas) -> None:
    later = {key for key, one in atlas.railways.items() if one.opened.first > to_day("1914-08-01")}
    assert {"sarikamis-erzurum", "culfa-tebriz", "taurus-gap", "resulayn-nusaybin"} <= later
    assert not later & {"tiflis-kars", "erivan-culfa", "kars-sarikamis", "izmit-ankara"}
