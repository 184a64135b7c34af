"""Anybody's territories and holdings on the time map: two tables in, one folium element out.

The tables are those of `hudut export`, with fewer columns required, so that what a reader takes out of the atlas,
changes and puts back in needs no other form.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from shapely import total_bounds

from geo.holdings import LAYERS, STATUSES
from geo.records import CERTAINTIES
from maps.owntables import Holder, Land, choice, read_holders, read_land
from maps.page import strings
from maps.style import FALLBACK, lineages
from maps.timemap import TimeMap
from maps.topology import pack

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

Key = TypeVar("Key", bound=Hashable)
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
        Column `id` (text, unique) and polygons in any CRS that is stated, which do not lie on each other and should
        share their borders exactly; optionally `name`. Land on both sides of 180° is drawn in one piece; what lies
        beyond 85° of latitude is cut off.
    holdings
        Columns `territory` (an id), `party` (its name as shown) and `start`; optionally `end` (the first day that it no
        longer holds; empty while it does, or in the year 9999), `layer` (`control`, `title`, `agreed`, `claim`; by
        default `control`), `status` (by default `sovereign`), `claimants` (parties, in a list or divided by `;`, whose
        land it is or might be: needed to hatch what is occupied or contested), `basis` (why: shown in the panel),
        `certainty` (by default `attested`). Days are ISO or EDTF texts, years or dates, Gregorian: `1850-03-01`,
        `1850-03`, `1850~`. In `control` and `title` a territory has one holder a day. Other columns are left alone.
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
    land = read_land(territories)
    place = {one.id: number for number, one in enumerate(land)}
    rows = read_holders(holdings, place)
    first = rows[0].start
    last = max(max(row.start, row.end or 0) for row in rows)
    # Room after the last change, so that its outcome can be looked at.
    last = min(last + max(30, (last - first) // 10), date.max.toordinal())
    parties = _numbered(name for row in rows for name in (row.party, *row.claimants))
    bases = _numbered((row.basis, row.start) for row in rows)
    geometry = _geometry(land)
    return {
        "first": first,
        "span": last - first,
        "langs": [lang],
        "layers": list(LAYERS),
        "statuses": list(STATUSES),
        "certainties": list(CERTAINTIES),
        "lineages": list(lineages()),
        "parties": _parties(list(parties), colours or {}),
        "territories": [{"id": one.id, "n": [one.name], "u": [""], "c": "", "a": round(one.area)} for one in land],
        "places": [],
        "bases": [{"id": f"b{k}", "k": "state", "n": [name], "d": day - first} for (name, day), k in bases.items()],
        "holdings": _table(rows, place, parties, bases),
        "geometry": geometry,
        "water": {"rivers": [], "lakes": [], "seas": []},
        "own": _bounds(land),
        "late": {"places": [], "bases": [{} for _ in bases], "sources": {}, "cites": [], "notes": [""]},
    }


def _numbered(values: Iterable[Key]) -> dict[Key, int]:
    """Return the place of each value among the different ones, in the order of their first appearance."""
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def _bounds(land: Sequence[Land]) -> dict[str, float]:
    west, south, east, north = total_bounds([one.shape for one in land]).tolist()
    return {"west": west, "south": south, "east": east, "north": north}


def _parties(names: Sequence[str], colours: Mapping[str, str]) -> list[dict[str, Any]]:
    known = list(lineages())
    for party, lineage in colours.items():
        choice("colours", "party", party, names)
        choice(f"colours of {party}", "lineage", lineage, known)
    free = [one for one in known if one not in _OF_RECORD and one not in colours.values()] or [FALLBACK]
    taken = iter(name for name in names if name not in colours)
    turn = {name: free[k % len(free)] for k, name in enumerate(taken)} | dict(colours)
    return [{"id": f"p{k}", "n": [name], "b": [name], "l": known.index(turn[name])} for k, name in enumerate(names)]


def _table(
    rows: Sequence[Holder],
    place: Mapping[str, int],
    parties: Mapping[str, int],
    bases: Mapping[tuple[str, int], int],
) -> list[list[list[Any]]]:
    table: list[list[list[Any]]] = [[[] for _ in LAYERS] for _ in place]
    first = rows[0].start
    for row in rows:
        table[place[row.territory]][LAYERS.index(row.layer)].append(
            [
                parties[row.party],
                STATUSES.index(row.status),
                row.start - first,
                0 if row.end is None else row.end - first,
                bases[row.basis, row.start],
                CERTAINTIES.index(row.certainty),
                [parties[name] for name in row.claimants],
            ]
        )
    return table


def _geometry(land: Sequence[Land]) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"id": one.id}, "geometry": one.shape.__geo_interface__} for one in land
    ]
    shapes = json.dumps({"type": "FeatureCollection", "features": features})
    packed = pack(shapes, shapes)
    rings = dict(zip(packed.pop("ids"), packed["rings"], strict=True))
    return {**packed, "rings": [rings[one.id] for one in land]}


__all__ = ["own_payload", "own_time_map"]
