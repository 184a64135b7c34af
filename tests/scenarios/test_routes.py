"""Routes of the chronicle: a way on land lies on land, a way by sea in the sea."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise

import pytest
import shapely
from shapely.geometry import LineString, box, shape

from geo.load import load as load_atlas
from scenarios.chronicle import Route
from scenarios.load import load_chronicle

NEAR = box(26, 34, 52, 48)  # round the frontier; the journeys to Moscow, Paris and London are schematic beyond it
PORT_KM = 12  # a port may stand inland in the bay it serves
KM_PER_DEGREE = 95
ATLAS = load_atlas()
ROUTES = load_chronicle(ATLAS).routes


@cache
def land() -> shapely.Geometry:
    found = [json.loads(path.read_text("utf-8"))["features"] for path in (ATLAS.territories_path, ATLAS.frame_path)]
    return shapely.union_all([shape(one["geometry"]) for features in found for one in features])


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES.keys())
def test_a_leg_is_on_land_or_at_sea(route: Route) -> None:
    for leg in (LineString(ends) for ends in pairwise(route.points)):
        dry = leg.intersection(land()).length
        wet = leg.length - dry
        strays = {"sea": dry, "mixed": min(dry, wet)}.get(route.mode, wet)
        if NEAR.covers(leg):
            assert strays * KM_PER_DEGREE <= max(PORT_KM, 0.05 * leg.length * KM_PER_DEGREE), leg
