"""`own_map`: whether its cost grows with the land, ten holdings a territory."""

from __future__ import annotations

from functools import partial

from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely.geometry import box

from benchmarks.row import Row, compared, processor
from maps.own import own_payload

SIDES = (20, 40)


def run() -> list[Row]:
    """Measure a square of 400 territories, and one of four times as many."""
    small, large = (processor(partial(own_payload, *_square(side)), runs=3) for side in SIDES)
    return [compared("1,600 territories of one's own", large, small, "ms", "beside 400; processor time, median of 3")]


def _square(side: int) -> tuple[GeoDataFrame, DataFrame]:
    cells = [(x, y) for x in range(side) for y in range(side)]
    shapes = [box(x / 10, y / 10, (x + 1) / 10, (y + 1) / 10) for x, y in cells]
    rows = [
        (f"{x}-{y}", f"Party {(x + y + turn) % 7}", 1800 + 10 * turn, 1810 + 10 * turn)
        for x, y in cells
        for turn in range(10)
    ]
    land = GeoDataFrame({"id": [f"{x}-{y}" for x, y in cells]}, geometry=shapes, crs=4326)
    return land, DataFrame(rows, columns=["territory", "party", "start", "end"])
