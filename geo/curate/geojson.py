"""GeoJSON with stable bytes: features sorted by id, one a line, coordinates rounded, rings in RFC 7946 order."""

import json
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.curate.area import areas_km2


def _rounded(value: Any, decimals: int) -> Any:
    """Round nested coordinate tuples."""
    if isinstance(value, float):
        return round(value, decimals)
    return [_rounded(item, decimals) for item in value]


def encode(shapes: dict[str, BaseGeometry], decimals: int, *, areas: bool = False) -> bytes:
    """Return a FeatureCollection whose features carry their id and, if wanted, `area_km2`.

    Parameters
    ----------
    shapes
        Geometries by id, WGS84 degrees, longitude first.
    decimals
        Decimals of a degree to keep.
    """
    sizes = dict(zip(shapes, areas_km2(list(shapes.values())), strict=True)) if areas else {}
    features = []
    for key in sorted(shapes):
        geometry = mapping(shapely.orient_polygons(shapely.normalize(shapes[key])))
        content = {
            "type": "Feature",
            "properties": {"id": key} | ({"area_km2": round(sizes[key], 1)} if areas else {}),
            "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"], decimals)},
        }
        features.append(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n").encode()


def write(path: Path, content: bytes) -> None:
    """Write beside the file, then rename, so that a broken run never leaves half a file."""
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(path)
