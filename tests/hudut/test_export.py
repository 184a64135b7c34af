"""Exports read back equal, with geopandas and with GDAL's own tool."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import geopandas
import pandas as pd
import pytest

from geo.load import Atlas
from hudut.export import SUFFIXES, export_table, holdings, places, territories
from tests.registries import EXPORTS

FRAMES = {"territories": territories, "holdings": holdings, "places": places}
READABLE = [
    (table, suffix) for table in FRAMES for suffix in SUFFIXES[table] if suffix in {".geojson", ".gpkg", ".parquet"}
]


def read(path: Path) -> geopandas.GeoDataFrame:
    return geopandas.read_parquet(path) if path.suffix == ".parquet" else geopandas.read_file(path)


@pytest.mark.parametrize(("table", "suffix"), READABLE)
def test_a_spatial_export_reads_back_equal(atlas: Atlas, tmp_path: Path, table: str, suffix: str) -> None:
    out = tmp_path / f"{table}{suffix}"
    assert export_table(table, out) == len(read(out))
    wanted, found = FRAMES[table](atlas), read(out)
    assert list(found.columns) == list(wanted.columns)
    assert found.crs.to_epsg() == 4326
    assert wanted.geometry.geom_equals(found.geometry).all()  # GeoPackage makes every polygon a multipolygon
    for column in wanted.columns.drop("geometry"):
        values = found[column]
        if values.dtype.kind == "M":  # GDAL reads ISO days of a GeoJSON as dates
            values = values.dt.strftime("%Y-%m-%d")
        assert list(values.fillna("")) == list(wanted[column]), column


@pytest.mark.parametrize("table", FRAMES)
def test_a_csv_reads_back_equal(atlas: Atlas, tmp_path: Path, table: str) -> None:
    out = tmp_path / f"{table}.csv"
    export_table(table, out)
    wanted = FRAMES[table](atlas).drop(columns="geometry")
    found = pd.read_csv(out, keep_default_na=False)
    pd.testing.assert_frame_equal(pd.DataFrame(wanted), found, check_dtype=False)


@pytest.mark.parametrize(("table", "suffix"), EXPORTS)
def test_every_export_holds_as_many_records_as_it_says(tmp_path: Path, table: str, suffix: str) -> None:
    out = tmp_path / f"{table}{suffix}"
    said = export_table(table, out)
    if suffix == ".csv":
        rows = len(pd.read_csv(out, dtype=str))
    elif suffix in {".parquet", ".gpkg"}:
        rows = len(read(out))
    else:
        content = json.loads(out.read_text("utf-8"))
        content = content["objects"]["data"]["geometries"] if suffix == ".topojson" else content
        rows = len(content if isinstance(content, list) else content["features"])
    assert rows == said > 0


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's ogrinfo is not installed")
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".topojson"])
def test_ogrinfo_counts_the_same_features(atlas: Atlas, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"territories{suffix}"
    export_table("territories", out)
    done = subprocess.run(["ogrinfo", "-al", "-so", str(out)], capture_output=True, text=True, check=True)
    assert f"Feature Count: {len(atlas.territories)}" in done.stdout


def test_topojson_keeps_shared_borders_once(atlas: Atlas, tmp_path: Path) -> None:
    out = tmp_path / "territories.topojson"
    export_table("territories", out)
    content = json.loads(out.read_text("utf-8"))
    assert content["type"] == "Topology"
    assert len(content["objects"]["data"]["geometries"]) == len(atlas.territories)


def test_linked_places_carry_names_with_their_dates(atlas: Atlas, tmp_path: Path) -> None:
    out = tmp_path / "places.lpf.json"
    assert export_table("places", out) == len(atlas.places)
    features = {feature["@id"]: feature for feature in json.loads(out.read_text("utf-8"))["features"]}
    gumru = features["hudut:gumru"]
    assert gumru["geometry"]["coordinates"] == [atlas.places["gumru"].lon, atlas.places["gumru"].lat]
    dated = [name for name in gumru["names"] if "when" in name]
    assert any(name["toponym"] == "Alexandropol" for name in dated)


def test_sources_are_csl_json(atlas: Atlas, tmp_path: Path) -> None:
    out = tmp_path / "sources.json"
    export_table("sources", out)
    items = json.loads(out.read_text("utf-8"))
    assert {"id", "type", "title"} <= set(items[0])
    assert len({item["id"] for item in items}) == len(items)
    assert {"ada", "ayaz", "comparative", "frunze", "relations"} <= {item["id"] for item in items}
