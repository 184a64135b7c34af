"""The frame: land from London to Moscow and Baghdad, without holders and without borders, drawn under the partition.

All shapes are in WGS84 degrees, longitude first.
"""

from pathlib import Path
from typing import Final

import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.curate.area import areas_km2
from geo.curate.packages import WORLD_ATLAS, read_json
from geo.curate.topology import decode_arcs, polygons

EXTENT: Final = box(-11.0, 28.0, 60.0, 61.0)

NEAR: Final = box(19.0, 28.0, 52.0, 48.0)
"""The seas round the partition; here the coast is finer and small islands stay."""

NEAR_SIMPLIFY_DEG: Final = 0.03
FAR_SIMPLIFY_DEG: Final = 0.15
NEAR_ISLAND_KM2: Final = 40.0
FAR_ISLAND_KM2: Final = 900.0

OVERLAP_DEG: Final = 0.3
"""The near and the far part overlap by this much, so that simplifying leaves no crack between them."""

COAST_DEG: Final = 0.02
"""The frame keeps this distance from the partition's coast, so that no second coastline shows beside it."""

SEAM_DEG: Final = 0.08
"""Along a land border the frame reaches this far under the partition, so that no sea shows through the seam."""


def draw(npm: Path, partition: BaseGeometry) -> MultiPolygon:
    """Return the land of the frame; the partition is cut out of it but for a seam along its land borders."""
    topology = read_json(npm, WORLD_ATLAS, {"land-10m.json"})["land-10m.json"]
    land = shapely.make_valid(polygons(topology["objects"]["land"], decode_arcs(topology))).intersection(EXTENT)
    # The partition goes out before the land is simplified: a simplified coast would show outside the exact one.
    foreign = land.difference(partition.buffer(COAST_DEG))
    near = _simple(foreign.intersection(NEAR), NEAR_SIMPLIFY_DEG, NEAR_ISLAND_KM2)
    far = _simple(foreign.difference(NEAR.buffer(-OVERLAP_DEG)), FAR_SIMPLIFY_DEG, FAR_ISLAND_KM2)
    parts = [near, far, _seam(land, foreign, partition)]
    return MultiPolygon(_polygons(shapely.set_precision(shapely.union_all(parts), 1e-2)))


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    """Return the polygons of a shape, leaving lines and points."""
    return [part for part in getattr(geometry, "geoms", [geometry]) if isinstance(part, Polygon)]


def _simple(land: BaseGeometry, tolerance_deg: float, island_km2: float) -> BaseGeometry:
    """Return land without small islands and small lakes, simplified."""
    whole = [
        Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > 1]) for part in _polygons(land)
    ]
    large = [part for part, km2 in zip(whole, areas_km2(list(whole)), strict=True) if km2 >= island_km2]
    return shapely.make_valid(MultiPolygon(large).simplify(tolerance_deg))


def _seam(land: BaseGeometry, foreign: BaseGeometry, partition: BaseGeometry) -> BaseGeometry:
    """Return a strip of land on both sides of the partition's land borders."""
    border = partition.boundary.intersection(foreign.buffer(COAST_DEG * 1.5))
    strip = border.simplify(SEAM_DEG / 4).buffer(SEAM_DEG, quad_segs=2)
    return strip.intersection(shapely.union_all([land, partition]).simplify(COAST_DEG / 2))
