"""The shapes of the partition. Imported only when geometry is asked for.

All coordinates are WGS84 (EPSG:4326), longitude first. Areas are km² on the WGS84 ellipsoid's
cylindrical equal-area projection (EPSG:6933).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy import errstate
from shapely import STRtree, coverage_union_all
from shapely.errors import ShapelyError
from shapely.geometry import Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError, Problem
from geo.features import read_features
from geo.territories import Territory

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.holdings import Holding

CRS = "EPSG:4326"
COAST_TOLERANCE = 0.06
"""A place this near to the partition (degrees) belongs to it: gazetteers put ports a little off our coast."""


@dataclass(frozen=True, eq=False)
class Partition:
    """The territories' shapes by id."""

    shapes: Mapping[str, BaseGeometry]

    @classmethod
    def read(cls, path: Path, *, areas: bool = True) -> Partition:
        """Read the built GeoJSON; the frame around the partition states no `areas`.

        Raises
        ------
        DataError
            If the file is missing, broken, or holds an invalid shape.
        """
        shapes = {key: _shape(one.geometry) for key, one in read_features(path, areas=areas).items()}
        bad = [key for key, geometry in shapes.items() if not geometry.is_valid or geometry.is_empty]
        if bad:
            raise DataError([Problem(path.name, 0, f"{key}: the shape is invalid.", "Run make data.") for key in bad])
        return cls(shapes)

    @cached_property
    def _index(self) -> tuple[STRtree, list[str]]:
        keys = sorted(self.shapes)
        return STRtree([self.shapes[key] for key in keys]), keys

    def territory_at(self, lon: float, lat: float) -> str | None:
        """Return the territory that holds a point, or the nearest within the coast's tolerance, or None."""
        tree, keys = self._index
        point = Point(lon, lat)
        hits = tree.query(point, predicate="intersects")
        if len(hits):
            return keys[int(min(hits))]
        near = tree.query_nearest(point, max_distance=COAST_TOLERANCE, all_matches=False)
        return keys[int(near[0])] if len(near) else None

    def with_holdings(self, rows: Iterable[Holding]) -> GeoDataFrame:
        """Return holdings as a GeoDataFrame in EPSG:4326, one row each."""
        from geopandas import GeoDataFrame

        held = list(rows)
        records = [
            {
                "territory": row.territory,
                "party": row.party,
                "layer": row.layer,
                "status": row.status,
                "start": str(row.start),
                "end": "" if row.end is None else str(row.end),
                "basis": row.basis,
                "claimants": " ".join(row.claimants),
                "certainty": row.certainty,
            }
            for row in held
        ]
        return GeoDataFrame(records, geometry=[self.shapes[row.territory] for row in held], crs=CRS)

    def dissolved(self, rows: Iterable[Holding], territories: Mapping[str, Territory]) -> GeoDataFrame:
        """Return the land of each party and status as one shape, in EPSG:4326, with its area in km²."""
        from geopandas import GeoDataFrame

        found = self.lands(rows, territories)
        return GeoDataFrame([record for record, _ in found], geometry=[shape for _, shape in found], crs=CRS)

    def features(
        self, rows: Iterable[Holding], territories: Mapping[str, Territory], about: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Return the same as features of GeoJSON, with some properties that all of them share."""
        return [
            {"type": "Feature", "properties": {**record, **about}, "geometry": shape.__geo_interface__}
            for record, shape in self.lands(rows, territories)
        ]

    def lands(
        self, rows: Iterable[Holding], territories: Mapping[str, Territory]
    ) -> list[tuple[dict[str, Any], BaseGeometry]]:
        """Return the land of each party and status: `party`, `status`, `area_km2`, and its shape."""
        # Two papers may give the same territory to the same party: each territory is counted and drawn once.
        groups: dict[tuple[str, str], dict[str, None]] = {}
        for row in rows:
            groups.setdefault((row.party, row.status), {})[row.territory] = None
        keys = sorted(groups)
        records = [
            {"party": party, "status": status, "area_km2": sum(territories[t].area_km2 for t in groups[party, status])}
            for party, status in keys
        ]
        shapes = [coverage_union_all([self.shapes[territory] for territory in groups[key]]) for key in keys]
        return list(zip(records, shapes, strict=True))


def _shape(geometry: dict[str, Any]) -> BaseGeometry:
    """Return a geometry, empty where its coordinates make none."""
    try:
        with errstate(invalid="ignore"):
            return shape(geometry)
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, ShapelyError):
        return Polygon()
