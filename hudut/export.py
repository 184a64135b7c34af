"""`hudut export`: tables of the atlas for a GIS, a spreadsheet or a notebook. The suffix chooses the format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import HudutError
from geo.load import Atlas, load
from geo.words import FALLBACK, languages
from hudut.bibliography import csl, shown
from hudut.files import whole_file, write_whole
from scenarios.chronicle import Chronicle
from scenarios.load import load_chronicle

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.dates import HistoricalDate

SUFFIXES = {
    "territories": (".geojson", ".gpkg", ".parquet", ".csv", ".topojson"),
    "holdings": (".geojson", ".gpkg", ".parquet", ".csv", ".topojson"),
    "places": (".geojson", ".gpkg", ".parquet", ".csv", ".lpf.json"),
    "events": (".geojson", ".gpkg", ".parquet", ".csv"),
    "sources": (".json",),
}
"""Formats by table. CSV carries no geometry, except lon and lat of places."""


EVENT_COLUMNS = (
    "id", "date", "kind", "threads", *(f"title_{code}" for code in languages()),
    *(f"summary_{code}" for code in languages()), "places", "parties", "sources",
)  # fmt: skip


def export_table(table: str, out: Path, *, folder: Path | None = None) -> int:
    """Write one table; return its number of rows.

    Raises
    ------
    HudutError
        If the suffix does not fit the table, the data is wrong, or the file cannot be written.
    """
    suffix = _suffix(table, out)
    atlas = load(folder)
    if table == "sources":
        return _write_json(csl(atlas, load_chronicle(atlas) if folder is None else None), out)
    if suffix == ".lpf.json":
        return _write_json(_linked_places(atlas), out, rows=len(atlas.places))
    if table == "events":
        frame = events(load_chronicle(atlas), atlas)
    else:
        frame = {"territories": territories, "holdings": holdings, "places": places}[table](atlas)
    with whole_file(out) as beside:
        _WRITERS[suffix](frame, beside, table)
    return len(frame)


def _suffix(table: str, out: Path) -> str:
    allowed = SUFFIXES[table]
    for suffix in sorted(allowed, key=len, reverse=True):
        if out.name.endswith(suffix) and out.name != suffix:
            return suffix
    raise HudutError(f"{out}: {table} cannot be written in this format; the file should end in {' or '.join(allowed)}")


def territories(atlas: Atlas) -> GeoDataFrame:
    """Return id, name_tr, name_en, unit_1914, area_km2, geometry of every territory, in EPSG:4326."""
    from geopandas import GeoDataFrame

    rows = [
        {
            "id": key,
            **_by_language("name", one.names),
            "unit_1914": one.unit_1914[FALLBACK],
            "area_km2": one.area_km2,
        }
        for key, one in sorted(atlas.territories.items())
    ]
    return GeoDataFrame(
        rows, geometry=[atlas.partition.shapes[key] for key in sorted(atlas.territories)], crs="EPSG:4326"
    )


def _by_language(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return a text as one column a language: `title_tr`, `title_en` and any other."""
    return {f"{name}_{code}": texts[code] for code in languages()}


def holdings(atlas: Atlas) -> GeoDataFrame:
    """Return territory, party, layer, status, start, end, basis, sources, certainty, geometry, in EPSG:4326.

    `start` is inclusive, `end` exclusive, both ISO days; an open end is empty. `sources` joins the citations
    of the basis with "; ".
    """
    from geopandas import GeoDataFrame

    from geo.dates import iso

    kept = sorted(atlas.holdings, key=lambda row: (row.territory, row.layer, row.start.first, row.party))
    rows = [
        {
            "territory": row.territory,
            "party": row.party,
            "layer": row.layer,
            "status": row.status,
            "start": iso(row.start.first),
            "end": "" if row.end is None else iso(row.end.first),
            "basis": row.basis,
            "sources": shown(atlas.bases[row.basis].cite),
            "certainty": row.certainty,
        }
        for row in kept
    ]
    return GeoDataFrame(rows, geometry=[atlas.partition.shapes[row["territory"]] for row in rows], crs="EPSG:4326")


def places(atlas: Atlas) -> GeoDataFrame:
    """Return id, name_tr, name_en, lon, lat, geometry of every place, in EPSG:4326."""
    from geopandas import GeoDataFrame, points_from_xy

    rows = [
        {"id": key, **{f"name_{code}": one.label(code) for code in languages()}, "lon": one.lon, "lat": one.lat}
        for key, one in sorted(atlas.places.items())
    ]
    points = points_from_xy([row["lon"] for row in rows], [row["lat"] for row in rows])
    return GeoDataFrame(rows, geometry=points, crs="EPSG:4326")


def events(chronicle: Chronicle, atlas: Atlas) -> GeoDataFrame:
    """Return the events of the chronicle by date, at the point of their first place, in EPSG:4326.

    Columns: id, date, kind, threads, title_tr, title_en, summary_tr, summary_en, places, parties, sources, geometry.
    `date` is EDTF; lists are joined with "; "; an event without a place has no geometry.
    """
    from geopandas import GeoDataFrame
    from shapely import Point

    rows = [
        {
            "id": key,
            "date": event.date.text,
            "kind": event.kind,
            "threads": "; ".join(event.threads),
            **_by_language("title", event.titles),
            **_by_language("summary", event.summaries),
            "places": "; ".join(event.places),
            "parties": "; ".join(event.parties),
            "sources": shown(event.cite),
        }
        for key, event in chronicle.events.items()
    ]
    first = [atlas.places[event.places[0]] if event.places else None for event in chronicle.events.values()]
    points = [None if place is None else Point(place.lon, place.lat) for place in first]
    return GeoDataFrame(rows, columns=list(EVENT_COLUMNS), geometry=points, crs="EPSG:4326")


def _linked_places(atlas: Atlas) -> dict[str, Any]:
    """Return the gazetteer in Linked Places Format (a GeoJSON profile of the World Historical Gazetteer)."""
    return {
        "type": "FeatureCollection",
        "@context": "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld",
        "features": [_linked_place(key, atlas) for key in sorted(atlas.places)],
    }


def _linked_place(key: str, atlas: Atlas) -> dict[str, Any]:
    place = atlas.places[key]
    names = []
    for language, variants in place.names.items():
        for one in variants:
            name: dict[str, Any] = {"toponym": one.name, "lang": language}
            if one.start or one.end:
                name["when"] = _when(one.start, one.end)
            names.append(name)
    feature: dict[str, Any] = {
        "@id": f"hudut:{key}",
        "type": "Feature",
        "properties": {"title": place.label(FALLBACK)},
        "when": {"timespans": [{"start": {"in": "1914"}, "end": {"in": "1923"}}]},
        "names": names,
        "types": [{"label": place.kind}],
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
    }
    if place.geonames:
        feature["links"] = [{"type": "closeMatch", "identifier": f"gn:{place.geonames}"}]
    return feature


def _when(start: HistoricalDate | None, end: HistoricalDate | None) -> dict[str, Any]:
    """Return a time in Linked Places Format, whose dates are plain: 'about' becomes its word `less-certain`."""
    span = {key: _moment(one) for key, one in (("start", start), ("end", end)) if one}
    if start is None and end is not None:
        # a timespan must start; a name whose beginning is unknown began, at the latest, when it ended
        span["start"] = {"latest": [*_moment(end).values()][-1]}
    about = any(one and one.approximate for one in (start, end))
    return {"timespans": [span]} | ({"certainty": "less-certain"} if about else {})


def _moment(when: HistoricalDate) -> dict[str, str]:
    first, _, last = when.text.removesuffix("~").partition("/")
    return {"earliest": first, "latest": last} if last else {"in": first}


def _write_json(content: Any, out: Path, *, rows: int | None = None) -> int:
    write_whole(out, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    return len(content) if rows is None else rows


def _geojson(frame: GeoDataFrame, path: Path, _table: str) -> None:
    text = frame.to_json(drop_id=True, ensure_ascii=False, to_wgs84=True)
    path.write_text(text + "\n", encoding="utf-8")


def _gpkg(frame: GeoDataFrame, path: Path, table: str) -> None:
    path.unlink()  # the driver refuses an empty file that is not a GeoPackage
    frame.to_file(path, layer=table, driver="GPKG", engine="pyogrio")


def _parquet(frame: GeoDataFrame, path: Path, _table: str) -> None:
    frame.to_parquet(path)


def _csv(frame: GeoDataFrame, path: Path, _table: str) -> None:
    frame.drop(columns="geometry").to_csv(path, index=False, lineterminator="\n")


def _topojson(frame: GeoDataFrame, path: Path, _table: str) -> None:
    import topojson

    topology = topojson.Topology(frame, prequantize=False, topology=True, shared_coords=True)  # type: ignore[attr-defined]
    path.write_text(str(topology.to_json()), encoding="utf-8")


_WRITERS: dict[str, Callable[[Any, Path, str], None]] = {
    ".geojson": _geojson,
    ".gpkg": _gpkg,
    ".parquet": _parquet,
    ".csv": _csv,
    ".topojson": _topojson,
}
