"""Exports as the tools that they are for read them: geopandas, pandas, GDAL, and each format's own validator."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import date
from functools import cache
from numbers import Number
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from pydantic import BaseModel

from geo.holdings import Basis, Holding
from geo.load import Atlas, load
from geo.parties import Party
from geo.places import Place
from geo.railways import Railway
from geo.territories import Line, Territory
from hudut.cli import Table as Word
from hudut.exports.formats import SUFFIXES, export_table, write_frame
from hudut.exports.frames import frame_of
from hudut.exports.package import package
from hudut.exports.tables import TABLES
from scenarios.chronicle import (
    Aid,
    Article,
    Chronicle,
    Discrepancy,
    Event,
    Office,
    Organisation,
    Person,
    Position,
    Reading,
    Route,
    Treaty,
)
from scenarios.load import load_chronicle
from tests.conftest import SOAK
from tests.registries import EXPORTS

DAY = date(1921, 3, 16)
HELD = "layer = 'control' AND start <= '1921-03-16' AND (\"end\" > '1921-03-16' OR \"end\" IS NULL)"


@cache
def wanted(table: str) -> pd.DataFrame:
    atlas = load()
    return frame_of(table, atlas, load_chronicle(atlas))


def cells(frame: pd.DataFrame, column: str) -> list[str | None]:
    """The cells of a column as text, whatever type a format gave them."""
    found = frame[column]
    if found.dtype.kind == "M":
        found = found.dt.strftime("%Y-%m-%d")
    return [None if pd.isna(one) else _text(one) for one in found]


def _text(value: Any) -> str:
    number = isinstance(value, Number) and not isinstance(value, (bool, np.bool_))
    return str(float(value)) if number else str(value)[:10] if isinstance(value, date) else str(value)


def written(table: str, suffix: str, folder: Path) -> Path:
    out = folder / f"{table}{suffix}"
    if table in TABLES and suffix not in {".lpf.json", ".qgs"}:
        write_frame(wanted(table), table, out)
    else:
        assert export_table(table, out) > 0
    return out


def read(path: Path, table: str) -> pd.DataFrame:
    if path.suffix == ".csv":
        return pd.read_csv(path, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    if path.suffix == ".parquet":
        return geopandas.read_parquet(path) if TABLES[table].shape else pd.read_parquet(path)
    return geopandas.read_file(path)


FORMATS = (".geojson", ".gpkg", ".parquet", ".csv")
READ_BACK = [one for one in EXPORTS if one[1] in FORMATS]


@pytest.mark.parametrize(
    ("table", "suffix"),
    [one for one in READ_BACK if SOAK or (list(TABLES).index(one[0]) + FORMATS.index(one[1])) % 2 == 0],
)
def test_a_table_reads_back_equal(tmp_path: Path, table: str, suffix: str) -> None:
    found = read(written(table, suffix, tmp_path), table)
    names = [one.name for one in TABLES[table].columns]
    assert list(found.columns) == names + (["geometry"] if TABLES[table].shape and suffix != ".csv" else [])
    for column in names:
        assert cells(found, column) == cells(wanted(table), column), column
    if isinstance(found, geopandas.GeoDataFrame):
        shapes = wanted(table).geometry
        assert found.crs.to_epsg() == 4326
        assert list(found.geometry.isna()) == list(shapes.isna())
        there = ~shapes.isna()
        assert shapes[there].geom_equals(found.geometry[there]).all()  # GeoPackage makes every polygon a multipolygon


@pytest.mark.parametrize("suffix", SUFFIXES["holdings"])
def test_a_day_has_one_holder_for_each_territory_in_every_format(atlas: Atlas, tmp_path: Path, suffix: str) -> None:
    """Who filters a day by comparing dates, with an open end as null, sees all of the land."""
    path = written("holdings", suffix, tmp_path)
    path = path.with_suffix(".gpkg") if suffix == ".qgs" else path  # the project shows what lies beside it
    if suffix == ".csv":
        found = pd.read_csv(path, parse_dates=["start", "end"], encoding="utf-8-sig")
    elif suffix == ".parquet":
        found = pq.read_table(path, columns=["layer", "start", "end"]).to_pandas(types_mapper=pd.ArrowDtype)
    elif suffix == ".topojson":
        objects = json.loads(path.read_text("utf-8"))["objects"]["holdings"]["geometries"]
        found = pd.DataFrame([one["properties"] for one in objects])
    else:  # as GDAL itself filters
        assert len(pyogrio.read_dataframe(path, where=HELD, use_arrow=False)) == len(atlas.territories)
        return
    start, end = (pd.to_datetime(found[name].astype("string")) for name in ("start", "end"))
    day = pd.Timestamp(DAY)
    held = (found["layer"] == "control") & (start <= day) & (end.isna() | (end > day))
    assert held.sum() == len(atlas.territories)


@pytest.mark.parametrize(("table", "suffix"), [("holdings", ".csv"), ("aid", ".parquet"), ("routes", ".geojson")])
def test_the_command_writes_the_frame(tmp_path: Path, table: str, suffix: str) -> None:
    one, other = tmp_path / f"one{suffix}", tmp_path / f"other{suffix}"
    assert export_table(table, one) == len(wanted(table))
    write_frame(wanted(table), table, other)
    assert one.read_bytes() == other.read_bytes()


def test_days_have_the_type_of_days(tmp_path: Path) -> None:
    info = pyogrio.read_info(written("holdings", ".gpkg", tmp_path))
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert types["start"] == types["end"] == "OFTDate"
    schema = pq.read_schema(written("events", ".parquet", tmp_path))
    assert str(schema.field("earliest").type) == str(schema.field("latest").type) == "date32[day]"
    features = json.loads(written("holdings", ".geojson", tmp_path).read_text("utf-8"))["features"]
    ends = [one["properties"]["end"] for one in features]
    assert None in ends
    assert all(date.fromisoformat(one) for one in ends if one is not None)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's ogrinfo is not installed")
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".topojson"])
def test_ogrinfo_counts_the_same_features(atlas: Atlas, tmp_path: Path, suffix: str) -> None:
    out = written("territories", suffix, tmp_path)
    done = subprocess.run(["ogrinfo", "-al", "-so", str(out)], capture_output=True, text=True, check=True)
    assert f"Feature Count: {len(atlas.territories)}" in done.stdout


@pytest.mark.parametrize("table", ["territories", "holdings"])
def test_topojson_keeps_shared_borders_once_and_names_its_objects(tmp_path: Path, table: str) -> None:
    content = json.loads(written(table, ".topojson", tmp_path).read_text("utf-8"))
    assert content["type"] == "Topology"
    assert list(content["objects"]) == [table]
    ids = [one["id"] for one in content["objects"][table]["geometries"]]
    assert len(set(ids)) == len(ids) == len(wanted(table))
    assert table == "holdings" or ids == list(wanted(table)["id"])


def test_a_spreadsheet_sees_by_the_mark_that_a_csv_is_utf_8(tmp_path: Path) -> None:
    assert written("persons", ".csv", tmp_path).read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_the_words_of_the_command_are_those_of_the_formats() -> None:
    assert [one.value for one in Word] == list(SUFFIXES)


RECORDS: dict[str, tuple[type[BaseModel], set[str]]] = {
    "territories": (Territory, {"names_then", "inside"}),
    "holdings": (Holding, set()),
    "places": (Place, {"texts"}),
    "lines": (Line, {"points"}),
    "railways": (Railway, {"course"}),
    "parties": (Party, {"label", "short", "stage", "joint"}),
    "bases": (Basis, {"mark", "variants", "adopted"}),
    "events": (Event, {"sender"}),
    "treaties": (Treaty, {"articles"}),
    "articles": (Article, {"moves"}),
    "positions": (Position, set()),
    "aid": (Aid, {"sender"}),
    "routes": (Route, {"points"}),
    "readings": (Reading, set()),
    "discrepancies": (Discrepancy, {"variants"}),
    "persons": (Person, {"offices"}),
    "offices": (Office, set()),
    "organisations": (Organisation, set()),
}
"""The record of each table, and its fields that stand elsewhere: as a shape, as rows, or only for drawing."""


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_a_record_is_exported(table: str) -> None:
    model, elsewhere = RECORDS[table]
    names = {re.sub(r"_(tr|en)$", "", one.name) for one in TABLES[table].columns}
    fields = {"sources" if field == "cite" else field for field in set(model.model_fields) - elsewhere}
    singular = {"titles": "title", "names": "name", "summaries": "summary", "effects": "effect"}
    assert {singular.get(field, field) for field in fields} - names == set()


def test_all_records_are_rows(atlas: Atlas, chronicle: Chronicle) -> None:
    for table in (
        "events",
        "treaties",
        "positions",
        "aid",
        "routes",
        "readings",
        "discrepancies",
        "persons",
        "organisations",
    ):
        assert set(wanted(table)["id"]) == set(getattr(chronicle, table)), table
    for table in ("territories", "places", "lines", "railways", "parties", "bases"):
        assert set(wanted(table)["id"]) == set(getattr(atlas, table)), table


def test_the_package_describes_each_file_of_it(atlas: Atlas, chronicle: Chronicle) -> None:
    content, rows = package(atlas, chronicle)
    archive = zipfile.ZipFile(io.BytesIO(content))
    described = json.loads(archive.read("datapackage.json"))
    assert {one["path"] for one in described["resources"]} | {"datapackage.json"} == set(archive.namelist())
    tables = {one["name"]: one for one in described["resources"] if "schema" in one}
    assert set(tables) == set(TABLES)
    for name, one in tables.items():
        head, *lines = csv.reader(io.StringIO(archive.read(f"{name}.csv").decode()))
        assert head == [field["name"] for field in one["schema"]["fields"]]
        assert len(lines) == len(wanted(name))
    assert rows == sum(len(wanted(name)) for name in TABLES)
    assert {"hudut", "data", "frontier", "geopandas"} <= set(described["rests_on"])
    assert package(atlas, chronicle)[0] == content


def test_the_validator_of_data_packages_finds_nothing(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(written("package", ".zip", tmp_path)))
    assert report.valid, report.to_summary()


def test_duckdb_counts_the_holders_of_a_day(atlas: Atlas, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    for suffix in (".parquet", ".csv"):
        path = written("holdings", suffix, tmp_path)
        [(count,)] = duckdb.sql(f"SELECT count(*) FROM '{path}' WHERE {HELD}").fetchall()  # noqa: S608 - a file of ours
        assert count == len(atlas.territories)


def test_linked_places_carry_names_with_their_dates(atlas: Atlas, tmp_path: Path) -> None:
    out = tmp_path / "places.lpf.json"
    assert export_table("places", out) == len(atlas.places)
    features = {feature["@id"]: feature for feature in json.loads(out.read_text("utf-8"))["features"]}
    gumru = features["hudut:gumru"]
    assert gumru["geometry"]["coordinates"] == [atlas.places["gumru"].lon, atlas.places["gumru"].lat]
    dated = [name for name in gumru["names"] if "when" in name]
    assert any(name["toponym"] == "Alexandropol" for name in dated)


def test_sources_are_csl_json(tmp_path: Path) -> None:
    items = json.loads(written("sources", ".json", tmp_path).read_text("utf-8"))
    assert {"id", "type", "title"} <= set(items[0])
    assert len({item["id"] for item in items}) == len(items)
    assert {"ada", "ayaz", "comparative", "frunze", "relations"} <= {item["id"] for item in items}


CITED = {
    "http://aina.org/books/bbota.htm": "Y. Malek (1935) The British Betrayal of the Assyrians",
    "https://scribd.com/document/683614089/SEVRES-TERATY": "A. E. Montgomery (1972) The making of the treaty of Sèvres",
    "http://www.conflicts.rem33.com/images/Armenia/restoration%20and%20terr%20issue/T6a.html": (
        "A. Andersen and G. Egge (no date) Armenian National Uprising"
    ),
    # 1919 is of the battle, not of the page
    "https://en.wikipedia.org/wiki/Battle_of_Gagra_(1919)": "Battle of Gagra (1919) (no date)",
}
"""How Cite Them Right wants pages cited whose authors and years stand in `geo/data` and `scenarios/data`."""


def test_citeproc_cites_pages_by_author_and_year(tmp_path: Path) -> None:
    citeproc = pytest.importorskip("citeproc")
    source = pytest.importorskip("citeproc.source.json")
    items = json.loads(written("sources", ".json", tmp_path).read_text("utf-8"))
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    shown = citeproc.CitationStylesBibliography(style, source.CiteProcJSON(items), citeproc.formatter.plain)
    for one in items:
        shown.register(citeproc.Citation([citeproc.CitationItem(one["id"])]))
    told = dict(zip(shown.keys, map(str, shown.bibliography()), strict=True))
    assert len(told) == len(items)
    for address, words in CITED.items():
        assert told[address.lower()].startswith(words)
