"""Runs in the child process: the map page that follows a table, and simple outlines for small maps."""

from __future__ import annotations

import json
from importlib.resources import files
from math import cos, radians
from typing import Any

import shapely

from geo.dates import parse
from geo.load import Atlas, load
from maps.offline import InlineAsset
from maps.page import map_of

WINDOW = (39.9, 38.6, 46.9, 43.2)
"""West, south, east, north of the small maps, in degrees: from the sea at Batum to Baku's hinterland and Van."""
SCALE = 46
"""Units of the drawing for a degree of latitude."""
_SIMPLER_DEG = 0.02
_FIRST, _LAST = parse("1920-01-01").first, parse("1922-12-31").first


def outlines() -> bytes:
    """Return the territories in the window as SVG paths, with who governed them from 1920 to 1922."""
    atlas = load()
    features = json.loads(atlas.territories_path.read_text(encoding="utf-8"))["features"]
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in features]
    window = shapely.box(*WINDOW)
    drawn = {
        one["properties"]["id"]: _path(shape)
        for one, shape in zip(features, shapely.coverage_simplify(shapes, _SIMPLER_DEG), strict=True)
        if shape.intersects(window)
    }
    west, south, east, north = WINDOW
    found = {
        "size": [round((east - west) * SCALE * _narrow()), round((north - south) * SCALE)],
        "land": drawn,
        "rows": {key: _rows(atlas, key) for key in drawn},
        "lineages": {key: party.lineage for key, party in atlas.parties.items()},
    }
    return json.dumps(found, separators=(",", ":")).encode()


def _narrow() -> float:
    """Return how much shorter a degree of longitude is in the middle of the window."""
    return cos(radians((WINDOW[1] + WINDOW[3]) / 2))


def _path(shape: shapely.Geometry) -> str:
    west, _, _, north = WINDOW
    parts = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        points = [
            f"{(x - west) * SCALE * _narrow():.1f} {(north - y) * SCALE:.1f}" for x, y in shapely.get_coordinates(ring)
        ]
        parts.append(f"M{'L'.join(points)}Z")
    return "".join(parts)


def _rows(atlas: Atlas, territory: str) -> list[list[int | str]]:
    """Return (first day, day after the last, party) of each holder in control."""
    return [
        [row.start.first, _LAST + 1 if row.end is None else row.end.first, row.party]
        for row in atlas.history(territory)
        if row.start.first <= _LAST and (row.end is None or row.end.first > _FIRST)
    ]


def room_page() -> bytes:
    """Return the map page without its bars, which shows what the page around it tells it to."""
    folder = files("hudut.classroom") / "map"
    figure: Any = map_of(load()).get_root()
    for kind, name in _EXTRA:
        # The map's own assets go into the head when it is rendered; ours come after them, in the body.
        figure.html.add_child(InlineAsset(kind, (folder / name).read_text(encoding="utf-8")), name=name)
    return str(figure.render()).encode()


_EXTRA = (("style", "follow.css"), ("script", "follow.js"))
