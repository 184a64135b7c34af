"""The partition as shared arcs: each border is stored once, quantised and packed into short texts.

The browser gets, for each territory, the arcs of its rings; a border between two holders is then the set of arcs that
two territories share, and a coast is an arc that only one has. `pack_points` describes the text form of an arc.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.parsing import plain_text
from maps.errors import PageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_STEPS = 30_000
_FRAME_STEPS = 16_000
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_DIGITS = {letter: value for value, letter in enumerate(_ALPHABET)}
_OUTSIDE_DEG = 0.03
"""How far beside an outer edge we look for land without a holder."""
_SHORTEST_RUN_DEG = 0.12
"""Runs of coast or land edge shorter than this are noise of the coarser frame."""


def read_topology(territories: Path, frame: Path) -> dict[str, Any]:
    """Return the packed topology of two GeoJSON files; while they do not change they are packed once.

    Parameters
    ----------
    territories, frame
        The partition, and the land around it. Features carry `properties.id`.

    Returns
    -------
    dict
        `scale` (degrees a step: lon, lat, then origin lon, lat), `arcs` (texts), `ids`, `rings` (for each id a list of
        rings, each a list of arc numbers, `~n` for arc n backwards), `land` (outer arcs that are no coast) and `frame`
        (`scale` and `rings` as texts).
    """
    try:
        land, around = plain_text(territories), plain_text(frame)
    except (OSError, UnicodeDecodeError) as error:
        raise PageError(f"the geometry cannot be read: {error}. Run make data.") from None
    packed: dict[str, Any] = json.loads(_packed(territories, frame, land, around))
    return packed


@lru_cache(maxsize=2)  # an atlas, and one to be shown beside it
def _packed(territories: Path, frame: Path, land: str, around: str) -> str:
    from geo.geometry import Partition

    for path in (territories, frame):  # of what `hudut check` refuses there is no page either
        Partition.read(path, areas=False)
    return json.dumps(pack(land, around))


def pack(territories: str, frame: str) -> dict[str, Any]:
    """Return the packed topology of two GeoJSON texts; see `read_topology`.

    Raises
    ------
    PageError
        If a territory is smaller than the grid on which borders are drawn.
    """
    # Slow to import, and not needed when the caller has the packed form already.
    from topojson.core.topology import Topology

    topology = Topology(json.loads(territories), prequantize=_STEPS, object_name="land").to_dict()
    shapes = topology["objects"]["land"]["geometries"]
    arcs = [_absolute(arc) for arc in topology["arcs"]]
    rings = [_rings(shape) for shape in shapes]
    scale = [*topology["transform"]["scale"], *topology["transform"]["translate"]]
    around = _frame_rings(frame)
    arcs, rings, land = _split_outer(arcs, rings, scale, territories, frame)
    return {
        "scale": scale,
        "arcs": [pack_points(arc) for arc in arcs],
        "ids": [shape["properties"]["id"] for shape in shapes],
        "rings": rings,
        "land": land,
        "frame": around,
    }


def pack_points(points: Iterable[Sequence[int]]) -> str:
    """Return points as one text: differences, zigzag, then base 32 digits, low digit first.

    A character stands for its place in `A-Za-z0-9-_`; 32 and above mean that more digits follow. Most differences of a
    frontier fit one character, so a point takes two or three instead of the eight or more of JSON.
    """
    out: list[str] = []
    last_x = last_y = 0
    for x, y in points:
        for step in (x - last_x, y - last_y):
            value = (step << 1) ^ (step >> 63)
            while value > 31:
                out.append(_ALPHABET[32 + (value & 31)])
                value >>= 5
            out.append(_ALPHABET[value])
        last_x, last_y = x, y
    return "".join(out)


def unpack_points(text: str, scale: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Yield the points of a text that `pack_points` made, in degrees.

    Parameters
    ----------
    scale
        Degrees a step east and north, then longitude and latitude of the point 0,0.
    """
    steps: list[int] = []
    value = shift = 0
    for digit in map(_DIGITS.__getitem__, text):
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            steps.append((value >> 1) ^ -(value & 1))
            value = shift = 0
    x = y = 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        yield scale[2] + x * scale[0], scale[3] + y * scale[1]


def _absolute(arc: Iterable[Sequence[float]]) -> list[tuple[int, int]]:
    x = y = 0
    points: list[tuple[int, int]] = []
    for dx, dy in arc:
        x, y = x + int(dx), y + int(dy)
        if not points or points[-1] != (x, y):
            points.append((x, y))
    return points


def _rings(shape: dict[str, Any]) -> list[list[int]]:
    if "arcs" not in shape:
        name = shape["properties"]["id"]
        raise PageError(f"the territory {name!r} is too small beside the width of the map: none of it would be seen.")
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [list(ring) for polygon in polygons for ring in polygon]


def _frame_rings(frame: str) -> dict[str, Any]:
    rings = [
        ring
        for feature in json.loads(frame)["features"]
        for polygon in _polygons(feature["geometry"])
        for ring in polygon
    ]
    lons, lats = [p[0] for ring in rings for p in ring], [p[1] for ring in rings for p in ring]
    west, south = min(lons), min(lats)
    sx, sy = (max(lons) - west) / _FRAME_STEPS, (max(lats) - south) / _FRAME_STEPS
    packed = [pack_points([(round((p[0] - west) / sx), round((p[1] - south) / sy)) for p in ring]) for ring in rings]
    return {"scale": [sx, sy, west, south], "rings": packed}


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else list(geometry["coordinates"])


def _split_outer(
    arcs: list[list[tuple[int, int]]], rings: list[list[list[int]]], scale: list[float], territories: str, frame: str
) -> tuple[list[list[tuple[int, int]]], list[list[list[int]]], list[int]]:
    """Cut the arcs that only one territory has where coast turns to land without a holder; return the land ones too."""
    uses = Counter(number if number >= 0 else ~number for shape in rings for ring in shape for number in ring)
    union, around = _area(territories), _area(frame)
    pieces: dict[int, list[int]] = {}
    land: list[int] = []
    for number in range(len(arcs)):
        if uses[number] != 1:
            continue
        runs = _runs(arcs[number], scale, union, around)
        parts = [arcs[number][first : last + 1] for first, last, _ in runs]
        numbers = [number, *range(len(arcs), len(arcs) + len(parts) - 1)]
        arcs = [*arcs, *parts[1:]]
        arcs[number] = parts[0]
        pieces[number] = numbers
        land += [new for new, (_, _, is_land) in zip(numbers, runs, strict=True) if is_land]
    return arcs, [[_follow(ring, pieces) for ring in shape] for shape in rings], land


def _follow(ring: list[int], pieces: dict[int, list[int]]) -> list[int]:
    out: list[int] = []
    for number in ring:
        if number >= 0:
            out += pieces.get(number, [number])
        else:
            out += [~part for part in reversed(pieces.get(~number, [~number]))]
    return out


def _area(geojson: str) -> BaseGeometry:
    import shapely
    from shapely.geometry import shape

    area = shapely.union_all([shape(feature["geometry"]).buffer(0) for feature in json.loads(geojson)["features"]])
    shapely.prepare(area)
    return area


def _runs(
    arc: list[tuple[int, int]], scale: list[float], union: BaseGeometry, around: BaseGeometry
) -> list[tuple[int, int, bool]]:
    """Return (first point, last point, is it a land edge) for the runs of an outer arc."""
    import numpy as np

    points = np.asarray(arc, dtype=float) * scale[:2] + scale[2:]
    flags = _land_beside(points, union, around)
    lengths = np.hypot(*np.diff(points, axis=0).T)
    runs: list[list[Any]] = []
    for index, flag in enumerate(flags):
        if runs and runs[-1][2] == flag:
            runs[-1][1] = index + 1
        else:
            runs.append([index, index + 1, bool(flag)])
    while len(runs) > 1:
        spans = [float(lengths[first:last].sum()) for first, last, _ in runs]
        shortest = min(range(len(runs)), key=lambda k: spans[k])
        if spans[shortest] >= _SHORTEST_RUN_DEG:
            break
        runs = _absorb(runs, shortest)
    return [(first, last, flag) for first, last, flag in runs]


def _absorb(runs: list[list[Any]], which: int) -> list[list[Any]]:
    flipped = [[first, last, flag if k != which else not flag] for k, (first, last, flag) in enumerate(runs)]
    merged: list[list[Any]] = []
    for run in flipped:
        if merged and merged[-1][2] == run[2]:
            merged[-1][1] = run[1]
        else:
            merged.append(run)
    return merged


def _land_beside(points: NDArray[np.float64], union: BaseGeometry, around: BaseGeometry) -> NDArray[np.bool_]:
    """Say for each segment whether the ground just outside it is land without a holder."""
    import numpy as np
    import shapely

    middle = (points[1:] + points[:-1]) / 2
    along = np.diff(points, axis=0)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    normal /= np.maximum(np.hypot(normal[:, 0], normal[:, 1]), 1e-12)[:, None]
    beside = np.zeros(len(middle), dtype=bool)
    for side in (_OUTSIDE_DEG, -_OUTSIDE_DEG):
        x, y = (middle + normal * side).T
        beside |= ~shapely.contains_xy(union, x, y) & shapely.contains_xy(around, x, y)
    return beside
