"""The two tables of anybody's own land, read row by row: what does not fit is named, nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geo.dates import iso, parse
from geo.errors import nearest
from geo.holdings import FULL_LAYERS, LAYERS, STATUSES
from geo.records import CERTAINTIES
from maps.errors import PageError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

EQUAL_AREA = "EPSG:6933"
NEEDED, OPTIONAL = ("territory", "party", "start"), ("end", "layer", "status", "claimants", "basis", "certainty")
FURTHEST = 85.0
"""Degrees of latitude at which land is cut: the page is drawn in Mercator's projection, which has no pole."""
STILL = 9999
"""The year that tables write for the end of what has not ended."""
MOST_SHARED = 0.01
"""Part of a territory that another may cover, as borders drawn at two scales do."""
ALIKE = 0.8
"""How near a column's name must come to one of ours to be taken for a misspelt one."""


@dataclass(frozen=True)
class Land:
    """A territory: its id, name, area in km², and shape in degrees; longitudes may run past 180."""

    id: str
    name: str
    area: float
    shape: BaseGeometry


@dataclass(frozen=True)
class Holder:
    """A row of the holdings, with days as ordinals; `end` is None while it holds."""

    territory: str
    party: str
    start: int
    end: int | None
    layer: str
    status: str
    certainty: str
    basis: str
    claimants: tuple[str, ...]


def read_land(territories: GeoDataFrame) -> list[Land]:
    """Return the territories by id.

    Raises
    ------
    PageError
        Naming the row, if a shape, an id or the CRS does not fit, or two territories lie on each other.
    """
    frame = _geo(territories)
    _columns("territories", frame.columns, ("id",), ("name",))
    if not len(frame):
        raise PageError("the table of territories is empty: give at least one row with id and geometry.")
    ids = [_text(_of(n, "territories"), "id", value) for n, value in enumerate(frame["id"], 1)]
    _unique(ids)
    names = frame["name"] if "name" in frame.columns else ids
    names = [_or(_of(n, "territories"), "name", one, ids[n - 1]) for n, one in enumerate(names, 1)]
    _shapes_fit(frame.geometry)
    degrees = frame.geometry.to_crs(4326)
    _on_the_globe(degrees)
    areas = frame.geometry.to_crs(EQUAL_AREA).area / 1e6
    _apart(degrees)
    found = map(Land, ids, names, map(float, areas), _together(list(degrees)))
    return sorted(found, key=lambda one: one.id)


def read_holders(holdings: DataFrame, ids: Collection[str]) -> list[Holder]:
    """Return the holdings in the order of their first days.

    Parameters
    ----------
    ids
        The territories that there are.

    Raises
    ------
    PageError
        Naming the row and the nearest valid value, if a cell does not fit or two rows hold the same land.
    """
    from pandas import DataFrame

    if not isinstance(holdings, DataFrame):
        raise PageError(f"holdings: a {type(holdings).__name__} is no table; give a pandas DataFrame of it.")
    _columns("holdings", holdings.columns, NEEDED, OPTIONAL)
    if not len(holdings):
        raise PageError("the table of holdings is empty: give at least one row with territory, party and start.")
    columns = [one for one in (*NEEDED, *OPTIONAL) if one in holdings.columns]
    cells = zip(*(holdings[one] for one in columns), strict=True)
    found = [_holder(number, dict(zip(columns, row, strict=True)), ids) for number, row in enumerate(cells, 1)]
    _one_holder_a_day(found)
    return sorted(found, key=lambda one: one.start)


def _geo(territories: GeoDataFrame) -> GeoDataFrame:
    """Return the table with a plain index, if it is one of shapes in a stated CRS of the earth's surface."""
    from geopandas import GeoDataFrame

    if not isinstance(territories, GeoDataFrame):
        raise PageError(f"territories: a {type(territories).__name__} holds no shapes; give a geopandas GeoDataFrame.")
    if territories.active_geometry_name is None:
        raise PageError("the table of territories has no active geometry; name the column with set_geometry.")
    crs = territories.crs
    if crs is None:
        raise PageError("the table of territories states no CRS: use set_crs, EPSG:4326 for longitude and latitude.")
    if not (crs.is_geographic or crs.is_projected):
        raise PageError(
            f"the table of territories is in {crs.name!r}, which is no map of the ground: use to_crs(4326)."
        )
    return territories.reset_index(drop=True)


def _columns(table: str, there: Iterable[Any], needed: Sequence[str], optional: Sequence[str]) -> None:
    names = list(map(str, there))
    known = (*needed, *optional)
    for name in known:
        if names.count(name) > 1:
            raise PageError(f"the table of {table} has two columns {name!r}; keep one of them.")
    for name in names:
        meant = [] if name in known else get_close_matches(name.strip().lower(), set(known) - set(names), 1, ALIKE)
        if meant:
            raise PageError(f"the table of {table} has a column {name!r}. Did you mean {meant[0]!r}?")
    for name in needed:
        if name not in names:
            raise PageError(f"the table of {table} lacks the column {name!r}; it has {names}.")


def _of(number: int, table: str) -> str:
    return f"row {number} of the {table}"


def _unique(ids: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for number, key in enumerate(ids, 1):
        if key in first:
            raise PageError(
                f"the territory id {key!r} occurs twice, in rows {first[key]} and {number}; ids are unique."
            )
        first[key] = number


def _shapes_fit(shapes: Iterable[Any]) -> None:
    import numpy as np
    from shapely import get_coordinates
    from shapely.validation import explain_validity

    for number, shape in enumerate(shapes, 1):
        where = _of(number, "territories")
        if shape is None or shape.is_empty:
            raise PageError(f"{where}: the geometry is empty. Give a polygon, or leave the row out.")
        if shape.geom_type not in ("Polygon", "MultiPolygon"):
            raise PageError(
                f"{where}: the geometry is a {shape.geom_type}; a territory is a Polygon or a MultiPolygon."
            )
        if not np.isfinite(get_coordinates(shape)).all():
            raise PageError(f"{where}: a coordinate of the geometry is not a finite number.")
        if not shape.is_valid:
            raise PageError(
                f"{where}: the geometry is not valid ({explain_validity(shape)}). Mend it with make_valid()."
            )


def _on_the_globe(shapes: Iterable[BaseGeometry]) -> None:
    import numpy as np

    for number, shape in enumerate(shapes, 1):
        west, south, east, north = shape.bounds
        inside = np.isfinite(shape.bounds).all() and south >= -90 and north <= 90 and west >= -360 and east <= 360
        if not inside:
            raise PageError(
                f"{_of(number, 'territories')}: longitude {west:g} to {east:g}, latitude {south:g} to {north:g} lies"
                " off the globe. Is the stated CRS the one that the coordinates are in?"
            )
        if south >= FURTHEST or north <= -FURTHEST:
            raise PageError(f"{_of(number, 'territories')}: it lies beyond {FURTHEST:g}° of latitude; no map has it.")


def _apart(shapes: Sequence[BaseGeometry]) -> None:
    """Refuse two territories of which one covers part of the other: the map could show only one of them there."""
    from shapely import STRtree

    pairs = STRtree(shapes).query(shapes, predicate="intersects").T
    for one, other in pairs[pairs[:, 0] < pairs[:, 1]].tolist():
        smaller = min(shapes[one].area, shapes[other].area)
        if shapes[one].intersection(shapes[other]).area > MOST_SHARED * smaller:
            raise PageError(
                f"rows {one + 1} and {other + 1} of the territories lie on each other. Cut the shared ground out of one"
                " of them, or make it a territory of its own (geopandas.overlay, how='union')."
            )


def _together(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return the shapes within the latitudes that the page draws; land on both sides of 180° runs on past it."""
    from shapely import MultiPolygon, clip_by_rect
    from shapely.affinity import translate

    parts = [list(getattr(shape, "geoms", [shape])) for shape in shapes]
    seam = _seam([part.bounds for of_one in parts for part in of_one])
    found: list[BaseGeometry] = []
    for of_one in parts:
        moved = [translate(part, 360) if part.bounds[2] <= seam else part for part in of_one]
        whole = moved[0] if len(moved) == 1 else MultiPolygon(moved)
        reaches = max(-whole.bounds[1], whole.bounds[3]) > FURTHEST
        found.append(clip_by_rect(whole, -720, -FURTHEST, 720, FURTHEST) if reaches else whole)
    return found


def _seam(bounds: Sequence[tuple[float, float, float, float]]) -> float:
    """Return the longitude up to which land is drawn past 180°: where the widest gap begins, if it is not at 180°."""
    spans = sorted((west, east) for west, _, east, _ in bounds)
    reach, widest, seam = spans[0][1], spans[0][0] + 360 - max(east for _, east in spans), -float("inf")
    for west, east in spans[1:]:
        if west - reach > widest:
            widest, seam = west - reach, reach
        reach = max(reach, east)
    return seam


def _holder(number: int, row: Mapping[str, Any], ids: Collection[str]) -> Holder:
    where = _of(number, "holdings")
    party = _text(where, "party", row["party"])
    start = _day(where, "start", row["start"])
    end = None if _blank(row.get("end")) else _day(where, "end", row["end"])
    if start is None:
        raise PageError(f"{where}: start {row['start']} is the year {STILL}, which stands for 'still'.")
    if end is not None and end <= start:
        raise PageError(f"{where}: end {row['end']} is not after start {row['start']}.")
    return Holder(
        territory=choice(where, "territory", _text(where, "territory", row["territory"]), ids),
        party=party,
        start=start,
        end=end,
        layer=choice(where, "layer", _or(where, "layer", row.get("layer"), "control"), LAYERS),
        status=choice(where, "status", _or(where, "status", row.get("status"), "sovereign"), STATUSES),
        certainty=choice(where, "certainty", _or(where, "certainty", row.get("certainty"), "attested"), CERTAINTIES),
        basis=_or(where, "basis", row.get("basis"), party),
        claimants=tuple(_claimants(where, row.get("claimants"))),
    )


def _one_holder_a_day(rows: Sequence[Holder]) -> None:
    """Refuse two rows that give the same land to two parties in a layer that has one holder a day."""
    held: dict[tuple[str, str], list[tuple[int, int, Holder]]] = {}
    for number, row in enumerate(rows, 1):
        if row.layer in FULL_LAYERS:
            held.setdefault((row.territory, row.layer), []).append((row.start, number, row))
    for of_one in held.values():
        for (_, before, first), (start, after, _) in pairwise(sorted(of_one, key=lambda one: one[:2])):
            if first.end is None or first.end > start:
                raise PageError(
                    f"rows {before} and {after} of the holdings both hold {first.territory!r} in {first.layer} on"
                    f" {iso(start)}. Set the end of row {before} to the day on which row {after} starts."
                )


def _blank(value: Any) -> bool:
    from pandas import isna

    if isinstance(value, str):
        return not value.strip()
    missing = isna(value)
    return missing if isinstance(missing, bool) else False


def _text(where: str, name: str, value: Any) -> str:
    """Return a cell as text; a whole number that a table with empty cells made a fraction is whole again."""
    if _blank(value):
        raise PageError(f"{where}: {name} is missing.")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str) and (isinstance(value, bytes) or hasattr(value, "__len__")):
        raise PageError(f"{where}: {name}: {value!r} is not a text.")
    return str(value).strip()


def _or(where: str, name: str, value: Any, otherwise: str) -> str:
    return otherwise if _blank(value) else _text(where, name, value)


def _claimants(where: str, value: Any) -> list[str]:
    """Return parties that are divided by `;`, or stand in a list."""
    if isinstance(value, (list, tuple)):
        return [_text(where, "claimants", one) for one in value]
    return [one.strip() for one in _or(where, "claimants", value, "").split(";") if one.strip()]


def _day(where: str, name: str, value: Any) -> int | None:
    """Return the first day that a cell may mean; None in the year that stands for 'still'."""
    text = value.date().isoformat() if hasattr(value, "date") else _text(where, name, value)
    try:
        when = parse(text.zfill(4) if text.isdecimal() else text)
    except ValueError as error:
        raise PageError(f"{where}: {name}: {error}") from None
    return None if when.text.startswith(str(STILL)) else when.first


def choice(where: str, name: str, value: str, known: Collection[str]) -> str:
    """Return a word that is one of the known ones, else raise a PageError that names the nearest."""
    if value not in known:
        raise PageError(f"{where}: there is no {name} {value!r}. {nearest(value, known)}")
    return value
