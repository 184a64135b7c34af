"""The holdings as GIS tools see them: QGIS, mapshaper, topojson-client and d3-geo count the rows of a day."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from geo.holdings import LAYERS
from geo.load import Atlas
from hudut.exports.formats import export_table
from tests.conftest import SOAK, as_written

DAY = "1921-03-16"
HERE = Path(__file__).parent
MODULES = ("mapshaper@0.7.70", "topojson-client@3.1.0", "d3-geo@3.1.2")
SYSTEM = "/usr/bin/python3"
needs_soak = pytest.mark.skipif(not SOAK, reason="foreign programs of some size: in make soak")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("qgis") / "land.qgs"
    export_table("holdings", out)
    return out


def test_a_project_names_the_geopackage_beside_it_and_colours_all_holders(atlas: Atlas, project: Path) -> None:
    root = ET.parse(project).getroot()  # noqa: S314 - written by us
    source = root.findtext("projectlayers/maplayer/datasource")
    assert source == "./land.gpkg|layername=holdings"
    assert (project.parent / "land.gpkg").stat().st_size > 1_000_000
    look = as_written(HERE.parents[1] / "maps" / "style.yaml")["lineages"]
    colours = {
        one.get("name"): one.find("layer/Option/Option[@name='color']").get("value") for one in root.iter("symbol")
    }
    branches = root.findall(".//rules/rule")
    assert [one.get("key") for one in branches if one.get("checkstate") == "1"] == ["control"]
    for layer, branch in zip(LAYERS, branches, strict=True):
        rules = {one.get("filter"): colours[one.get("symbol")] for one in branch}
        for party in {row.party for row in atlas.holdings if row.layer == layer}:
            assert rules[f"\"party\" = '{party}'"] == look[atlas.parties[party].lineage]["wash"]


@needs_soak
def test_qgis_opens_a_project_coloured_and_timed(atlas: Atlas, project: Path) -> None:
    """By hand from `bases`: Kars was Russian in 1914, Armenian the day before its fall, Ankara's on its first day."""
    found = subprocess.run([SYSTEM, "-c", "import qgis.core"], capture_output=True, check=False)
    if found.returncode:
        pytest.skip("Debian's python3-qgis is not installed")
    days = ["1914-08-01", "1920-10-29", "1920-10-30", "1921-03-15", DAY, "1923-10-29"]
    command = [SYSTEM, str(HERE / "qgis_opens.py"), str(project), str(project.parent), *days]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    assert told["read"]
    assert told["valid"]
    assert told["timed"]
    assert told["rows"] == dict.fromkeys(days, len(atlas.territories))
    assert told["step"] == "d"
    assert told["range"] == [f"{day}T00:00:00Z" for day in days]
    assert list(told["branches"].values()) == [True, False, False, False]
    russian, armenian, turkish = "#c0ccc1", "#ffecc3", "#f9c9ae"
    assert list(told["kars"].values()) == [russian, armenian, turkish, turkish, turkish, turkish]


@needs_soak
def test_mapshaper_topojson_client_and_d3_see_all_land_of_a_day(atlas: Atlas, tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        pytest.skip("no npm")
    subprocess.run([npm, "install", "--silent", "--ignore-scripts", *MODULES], cwd=tmp_path, check=True, timeout=300)
    for suffix in (".topojson", ".geojson"):
        export_table("holdings", tmp_path / f"h{suffix}")
    shutil.copy(HERE / "readers.mjs", tmp_path)
    command = [node, "readers.mjs", "h.topojson", "h.geojson", DAY]
    told = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout)
    land, ours = len(atlas.territories), sum(one.area_km2 for one in atlas.territories.values())
    assert (told["topojson"], told["geojson"], told["kars"]) == (land, land, ["ankara"])
    assert told["km2"] == pytest.approx(ours, rel=0.005)  # d3 reckons on a sphere
    held = f'layer == "control" && start <= "{DAY}" && (end === null || end > "{DAY}")'
    for suffix in (".topojson", ".geojson"):
        program = [node, "node_modules/mapshaper/bin/mapshaper", f"h{suffix}", "-filter", held]
        more = ["-each", "km2 = this.area / 1e6", "-o", "seen.csv", "force"]
        subprocess.run([*program, *more], cwd=tmp_path, capture_output=True, check=True)
        rows = list(csv.DictReader((tmp_path / "seen.csv").read_text("utf-8").splitlines()))
        assert len(rows) == land
        assert sum(float(one["km2"]) for one in rows) == pytest.approx(ours, rel=0.005)
