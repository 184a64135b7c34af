"""`hudut export`: the atlas and the chronicle as files of others' tools. The suffix chooses the format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import BadValue, one_of
from geo.load import load
from hudut.bibliography import csl
from hudut.campaigns import authored
from hudut.exports.frames import csv_of, features_of, frame_of
from hudut.exports.linked_places import linked_places
from hudut.exports.package import package
from hudut.exports.qgis import project
from hudut.exports.tables import TABLES
from hudut.files import whole_file, write_whole
from scenarios.load import load_chronicle

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

SPATIAL, PLAIN = (".geojson", ".gpkg", ".parquet", ".csv"), (".parquet", ".csv")
SUFFIXES: dict[str, tuple[str, ...]] = {
    **{name: SPATIAL if table.shape else PLAIN for name, table in TABLES.items()},
    "territories": (*SPATIAL, ".topojson"),
    "holdings": (*SPATIAL, ".topojson", ".qgs"),
    "places": (*SPATIAL, ".lpf.json"),
    "sources": (".json",),
    "package": (".zip",),
}
"""Formats by what is exported. CSV carries no geometry, except lon and lat of places; a project of QGIS comes with a
GeoPackage beside it."""


def export_table(table: str, out: Path, *, folder: Path | None = None) -> int:
    """Write one table, the bibliography, or all of them as a data package; return the number of records.

    Raises
    ------
    HudutError
        If there is no such table, the suffix does not fit it, the data is wrong, or the file cannot be written.
    """
    suffix = _suffix(one_of(table, SUFFIXES, "there is no table"), out)
    atlas = load(folder)
    if table == "sources":
        return _write_json(csl(atlas) if folder else csl(atlas, load_chronicle(atlas), authored()), out)
    if suffix == ".lpf.json":
        return _write_json(linked_places(atlas), out, rows=len(atlas.places))
    if table == "package":
        content, rows = package(atlas, load_chronicle(atlas))
        write_whole(out, content)
        return rows
    if suffix == ".qgs":
        land = out.with_suffix(".gpkg")
        write_frame(frame_of(table, atlas), table, land)
        write_whole(out, project(atlas, land.name))
        return len(atlas.holdings)
    frame = frame_of(table, atlas, None if TABLES[table].of_atlas else load_chronicle(atlas))
    write_frame(frame, table, out)
    return len(frame)


def write_frame(frame: DataFrame | GeoDataFrame, table: str, out: Path) -> None:
    """Write a frame of a table by the suffix of the file."""
    suffix = _suffix(table, out)
    with whole_file(out) as beside:
        _WRITERS[suffix](frame, beside, table)


def _suffix(table: str, out: Path) -> str:
    allowed = SUFFIXES[table]
    for suffix in sorted(allowed, key=len, reverse=True):
        if out.name.endswith(suffix) and out.name != suffix:
            return suffix
    raise BadValue(f"{out}: {table} cannot be written in this format; the file should end in {' or '.join(allowed)}")


def _write_json(content: Any, out: Path, *, rows: int | None = None) -> int:
    write_whole(out, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    return len(content) if rows is None else rows


def _geojson(frame: GeoDataFrame, path: Path, _table: str) -> None:
    path.write_text(json.dumps(features_of(frame), ensure_ascii=False) + "\n", encoding="utf-8")


def _gpkg(frame: GeoDataFrame, path: Path, table: str) -> None:
    path.unlink()  # the driver refuses an empty file that is not a GeoPackage
    frame.to_file(path, layer=table, driver="GPKG", engine="pyogrio", use_arrow=True)


def _parquet(frame: DataFrame, path: Path, _table: str) -> None:
    frame.to_parquet(path)


def _csv(frame: DataFrame, path: Path, _table: str) -> None:
    path.write_text(csv_of(frame), encoding="utf-8-sig", newline="")


def _topojson(frame: GeoDataFrame, path: Path, table: str) -> None:
    """Write a topology whose object has the name of the table, and whose ids are those of the rows."""
    from topojson.core.topology import Topology

    content = Topology(features_of(frame), object_name=table, prequantize=False, shared_coords=True).to_dict()
    for one in content["objects"][table]["geometries"]:
        one["id"] = "/".join(str(one["properties"][name]) for name in TABLES[table].key)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


_WRITERS: Mapping[str, Callable[[Any, Path, str], None]] = {
    ".geojson": _geojson,
    ".gpkg": _gpkg,
    ".parquet": _parquet,
    ".csv": _csv,
    ".topojson": _topojson,
}
