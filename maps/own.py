"""Anybody's territories and holdings on the time map: two tables in, one folium element out.

The tables are those of `hudut export`, with fewer columns required, so that what a reader takes out of the atlas,
changes and puts back in needs no other form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.dates import parse
from geo.errors import nearest
from geo.holdings import LAYERS
from maps.errors import PageError
from maps.page import strings
from maps.payload import CERTAINTIES, STATUSES
from maps.style import FALLBACK, lineages
from maps.timemap import TimeMap
from maps.topology import pack

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

EQUAL_AREA = "EPSG:6933"
_OF_RECORD = (FALLBACK, "unsettled")
"""Colours that no party of its own gets: they stand for parties that hold together, or not at all."""


def own_time_map(  # noqa: PLR0913 (keywords of one public door)
    territories: GeoDataFrame,
    holdings: DataFrame,
    *,
    title: str,
    subtitle: str = "",
    credit: str = "",
    lang: str = "en",
    colours: Mapping[str, str] | None = None,
) -> TimeMap:
    """Return a time map of your own tables, to be added to any folium map.

    Parameters
    ----------
    territories
        Columns `id` (text, unique) and `geometry` (polygons in any CRS that is stated; they should share their borders
        exactly), optionally `name`.
    holdings
        Columns `territory` (an id), `party` (its name as shown) and `start`; optionally `end` (the first day that it no
        longer holds, empty while it does), `layer` (`control`, `title`, `agreed`, `claim`; by default `control`),
        `status` (by default `sovereign`), `claimants` (parties, divided by `;`, whose land it is or might be: needed to
        hatch what is occupied or contested), `basis` (why: shown in the panel), `certainty` (by default `attested`).
        Days are ISO or EDTF texts, Gregorian: `1850-03-01`, `1850-03`, `1850~`.
    title, subtitle, credit
        Heading, line under it, and where the data come from.
    lang
        Language of the interface, `tr` or `en`; the names stand as they are given.
    colours
        Lineage of `maps/style.yaml` by party, for parties that should not take the next free colours.

    Raises
    ------
    PageError
        Naming the row and the nearest valid value, if a table does not fit.
    """
    texts = strings((lang,))
    texts[lang] |= {"app.subtitle": subtitle, "credit": credit or title}
    payload = own_payload(territories, holdings, lang=lang, colours=colours or {})
    return TimeMap(payload, strings=texts, lang=lang, title=title, uid="own")


def own_payload(
    territories: GeoDataFrame, holdings: DataFrame, *, lang: str = "en", colours: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the payload of `maps.payload` made of two tables; see `own_time_map`."""
    land = _land(territories)
    rows = [_row(number, row, list(land["id"])) for number, row in enumerate(holdings.to_dict("records"), 1)]
    if not rows:
        raise PageError("the table of holdings is empty: give at least one row with territory, party and start.")
    first = min(row["start"] for row in rows)
    last = max(max(row["start"], row["end"] or 0) for row in rows)
    # Room after the last change, so that its outcome can be looked at.
    last += max(30, (last - first) // 10)
    parties = list(dict.fromkeys(name for row in rows for name in (row["party"], *row["claimants"])))
    bases = list(dict.fromkeys((row["basis"], row["start"]) for row in rows))
    west, south, east, north = (float(one) for one in land.total_bounds)
    return {
        "v": 1,
        "first": first,
        "span": last - first,
        "langs": [lang],
        "layers": list(LAYERS),
        "statuses": list(STATUSES),
        "certainties": list(CERTAINTIES),
        "lineages": list(lineages()),
        "parties": _parties(parties, colours or {}),
        "territories": _territories(land),
        "places": [],
        "bases": [{"id": f"b{k}", "k": "state", "n": [name], "d": day - first} for k, (name, day) in enumerate(bases)],
        "holdings": _table(rows, list(land["id"]), parties, bases, first),
        "geometry": _geometry(land),
        "water": {"rivers": [], "lakes": [], "seas": []},
        "own": {"west": west, "south": south, "east": east, "north": north},
        "late": {"places": [], "bases": [{} for _ in bases], "sources": {}, "cites": [], "notes": [""]},
    }


def _land(territories: GeoDataFrame) -> GeoDataFrame:
    missing = [name for name in ("id", "geometry") if name not in territories.columns]
    if missing:
        raise PageError(
            f"the table of territories lacks the column {missing[0]!r}; it has {list(territories.columns)}."
        )
    if territories.crs is None:
        raise PageError("the table of territories states no CRS: use set_crs, EPSG:4326 for longitude and latitude.")
    twice = territories["id"][territories["id"].duplicated()]
    if len(twice):
        raise PageError(f"the territory id {twice.iloc[0]!r} occurs twice; ids must be unique.")
    land = territories.to_crs(4326).assign(area=territories.to_crs(EQUAL_AREA).area / 1e6)
    return land.assign(id=land["id"].astype(str)).sort_values("id")


def _row(number: int, row: dict[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    where = f"row {number} of the holdings"
    for name in ("territory", "party", "start"):
        if _blank(row.get(name)):
            raise PageError(f"{where}: {name} is missing.")
    start = _day(where, "start", row["start"])
    end = None if _blank(row.get("end")) else _day(where, "end", row["end"])
    if end is not None and end <= start:
        raise PageError(f"{where}: end {row['end']} is not after start {row['start']}.")
    return {
        "territory": _choice(where, "territory", str(row["territory"]), ids),
        "party": str(row["party"]),
        "start": start,
        "end": end,
        "layer": _choice(where, "layer", _or(row.get("layer"), "control"), LAYERS),
        "status": _choice(where, "status", _or(row.get("status"), "sovereign"), STATUSES),
        "certainty": _choice(where, "certainty", _or(row.get("certainty"), "attested"), CERTAINTIES),
        "basis": _or(row.get("basis"), str(row["party"])),
        "claimants": [one.strip() for one in _or(row.get("claimants"), "").split(";") if one.strip()],
    }


def _blank(value: Any) -> bool:
    return value is None or value == "" or value != value  # noqa: PLR0124 (a missing cell is not a number)


def _or(value: Any, otherwise: str) -> str:
    return otherwise if _blank(value) else str(value)


def _day(where: str, name: str, value: Any) -> int:
    text = value.date().isoformat() if hasattr(value, "date") else str(value)
    try:
        return parse(text).first
    except ValueError as error:
        raise PageError(f"{where}: {name}: {error}") from None


def _choice(where: str, name: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise PageError(f"{where}: there is no {name} {value!r}. {nearest(value, known)}")
    return value


def _parties(names: Sequence[str], colours: Mapping[str, str]) -> list[dict[str, Any]]:
    known = list(lineages())
    for party, lineage in colours.items():
        _choice(f"colours of {party}", "lineage", lineage, known)
    free = [one for one in known if one not in _OF_RECORD and one not in colours.values()] or [FALLBACK]
    taken = iter(name for name in names if name not in colours)
    turn = {name: free[k % len(free)] for k, name in enumerate(taken)} | dict(colours)
    return [{"id": f"p{k}", "n": [name], "b": [name], "l": known.index(turn[name])} for k, name in enumerate(names)]


def _territories(land: GeoDataFrame) -> list[dict[str, Any]]:
    names = land["name"] if "name" in land.columns else land["id"]
    return [
        {"id": key, "n": [str(name)], "u": [""], "c": "", "a": round(area)}
        for key, name, area in zip(land["id"], names, land["area"], strict=True)
    ]


def _table(
    rows: Sequence[dict[str, Any]],
    ids: Sequence[str],
    parties: Sequence[str],
    bases: Sequence[tuple[str, int]],
    first: int,
) -> list[list[list[Any]]]:
    table: list[list[list[Any]]] = [[[] for _ in LAYERS] for _ in ids]
    for row in sorted(rows, key=lambda one: one["start"]):
        table[ids.index(row["territory"])][LAYERS.index(row["layer"])].append(
            [
                parties.index(row["party"]),
                STATUSES.index(row["status"]),
                row["start"] - first,
                0 if row["end"] is None else row["end"] - first,
                bases.index((row["basis"], row["start"])),
                CERTAINTIES.index(row["certainty"]),
                [parties.index(name) for name in row["claimants"]],
            ]
        )
    return table


def _geometry(land: GeoDataFrame) -> dict[str, Any]:
    shapes = land[["id", "geometry"]].to_json()
    packed = pack(shapes, shapes)
    rings = dict(zip(packed.pop("ids"), packed["rings"], strict=True))
    return {**packed, "rings": [rings[key] for key in land["id"]]}


__all__ = ["own_payload", "own_time_map"]
