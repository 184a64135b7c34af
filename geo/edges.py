"""The edges of the partition: where two territories meet, how long that is, and which authored line drew it.

Lengths are geodesic, in km on the WGS84 ellipsoid. Coordinates are WGS84 (EPSG:4326), longitude first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod
from shapely import STRtree
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geo.load import Atlas
from geo.topology import neighbours

ON_LINE = 0.012
"""A segment this near to an authored line (degrees, about 1 km) lies on it: away from the frontier the partition is
simplified, and so runs a little beside the line that cut it."""
_LEAST_SHARE = 0.2
"""Lines along which less than this share of an edge runs only cross it at its end."""
_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Edge:
    """Where two territories meet.

    Parameters
    ----------
    first, second
        The territories, in alphabetical order.
    km
        Geodesic length.
    lines
        Ids of the authored lines along which it runs, the longest share first. Empty where only the outline of a
        state of today divides the two.
    outline_km
        Length that lies on no authored line: there the outline of a state of today divides the two.
    """

    first: str
    second: str
    km: float
    lines: tuple[str, ...]
    outline_km: float


def edges(atlas: Atlas) -> Iterator[Edge]:
    """Yield every edge between two territories, sorted by their ids."""
    keys = sorted(atlas.lines)
    tree = STRtree([LineString(atlas.lines[key].points) for key in keys])
    for first, second, border in neighbours(atlas):
        yield _edge(first, second, border, tree, keys)


def _edge(first: str, second: str, border: BaseGeometry, tree: STRtree, keys: list[str]) -> Edge:
    parts = [shapely.get_coordinates(part) for part in shapely.get_parts(border) if isinstance(part, LineString)]
    starts, ends = (np.concatenate([part[cut] for part in parts]) for cut in (slice(-1), slice(1, None)))
    lengths = _GEOD.inv(*starts.T, *ends.T)[2] / 1000
    segments, lines = tree.query(shapely.points((starts + ends) / 2), predicate="dwithin", distance=ON_LINE)
    along: dict[str, float] = defaultdict(float)
    for segment, line in zip(segments, lines, strict=True):
        along[keys[line]] += float(lengths[segment])
    total = sum(lengths.tolist())
    free = sum(np.delete(lengths, segments).tolist())
    longest = sorted((key for key in along if along[key] >= _LEAST_SHARE * total), key=lambda key: (-along[key], key))
    return Edge(first, second, total, tuple(longest), free)
