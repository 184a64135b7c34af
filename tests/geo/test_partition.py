"""The partition: one coverage without gaps, the borders of today, the areas and towns of 1914, every line an edge."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.curate import build, packages
from geo.curate.area import areas_km2
from geo.curate.authored import CutLine, Label, read_labels, read_lines
from geo.curate.errors import PartitionError
from geo.curate.outlines import DETAILED
from geo.curate.partition import divide

DATA = build.DATA
NPM = Path(os.environ.get("HUDUT_NPM", "missing"))
LINES = {line.id: line.course for line in read_lines(DATA / "lines.yaml")}
TURKISH_SIDE = ["kars", "olti", "ardahan-south", "ardahan-north", "kagizman", "artvin", "borchka", "surmalu", "aralik"]

# Areas of the uezds and okrugs by the Caucasian Calendar of 1917 (km²), and how far the drawn ones may differ.
AREAS = {
    "Kars okrug": ("kars aghbaba", 5785.69, 0.05),
    "Ardahan okrug": ("ardahan-north ardahan-south", 5596.88, 0.05),
    "Olti okrug": ("olti", 2983.17, 0.05),
    "Kagizman okrug": ("kagizman", 4170.0, 0.05),
    "Kars oblast": ("kars aghbaba ardahan-north ardahan-south olti kagizman", 18536.0, 0.01),
    "Batum okrug": ("batum borchka", 3703.31, 0.05),
    "Artvin okrug": ("artvin", 3272.0, 0.05),
    "Batum oblast": ("batum borchka artvin", 6975.31, 0.05),
    "Surmalu uezd": ("surmalu", 3581.58, 0.05),
    "Akhaltsikhe uezd": ("akhaltsikhe-north akhaltsikhe-south", 2654.0, 0.05),
    "Akhalkalaki uezd": ("akhalkalaki", 2739.0, 0.05),
    "Borchalo uezd": ("borchalo lori-north lori-south", 6882.0, 0.05),
    "Alexandropol uezd": ("alexandropol pambak", 3854.0, 0.05),
    # No line of the period parts what was left of the two uezds, so they are measured together.
    "Etchmiadzin and Erivan uezds": ("serdarabad erivan vedibasar davalu aralik", 3684.36 + 3100.42, 0.05),
    "Nor Bayazet uezd (1897)": ("nor-bayazet", 6123.8, 0.05),
    # Natural Earth draws all of Nakhchivan 13 % too small and what lies north of it too large; the outline is kept.
    "Sharur-Daralagez uezd": ("sharur daralagez", 2972.4, 0.10),
    "Nakhichevan uezd": ("nakhichevan", 4482.87, 0.13),
    "Mountainous Karabakh": ("karabakh", 4388.0, 0.05),
}

RUSSIAN_1914 = {
    "Oltu": (41.987, 40.539),
    "Olur": (42.131, 40.822),
    "Şenkaya": (42.343, 40.557),
    "Bardız": (42.348, 40.422),
    "Kemalpaşa": (41.528, 41.483),
    "Ardanuç": (42.069, 41.120),
    "Tuzluca": (43.652, 40.039),
    "Aralık": (44.519, 39.873),
    "Kağızman": (43.134, 40.157),
    "Karaurgan": (42.280, 40.240),
    "Sarıkamış": (42.587, 40.328),
    "Murgul": (41.564, 41.280),
    "Zeytinlik": (41.857, 41.118),
    "Ayvalı": (41.878, 40.752),
    "Karakurt": (42.605, 40.166),
}
OTTOMAN_1914 = {
    "Narman": (41.871, 40.351),
    "Tortum": (41.548, 40.298),
    "Horasan": (42.170, 40.041),
    "Hopa": (41.420, 41.390),
    "Arhavi": (41.303, 41.348),
    "Yusufeli": (41.543, 40.822),
    "Eleşkirt": (42.675, 39.797),
    "Doğubayazıt": (44.084, 39.547),
    "Ortacalar": (41.379, 41.278),
    "Öğdem": (41.637, 40.917),
    "Demirkent": (41.739, 40.886),
    "Koçkaya": (41.963, 40.394),
    "Bulgurlu": (42.265, 40.184),
    "Çiftlik": (42.256, 40.073),
}
TOWNS = {
    "kars": (43.085, 40.598),
    "ardahan-south": (42.606, 40.787),
    "ardahan-north": (42.729, 41.511),
    "olti": (41.987, 40.539),
    "artvin": (42.355, 41.253),
    "borchka": (41.564, 41.280),
    "surmalu": (44.045, 39.924),
    "batum": (41.778, 41.833),
    "ozurgeti": (42.005, 41.923),
    "akhaltsikhe-south": (42.986, 41.640),
    "akhaltsikhe-north": (43.163, 41.731),
    "akhalkalaki": (43.486, 41.405),
    "borchalo": (44.789, 41.240),
    "tiflis": (43.397, 41.847),
    "lori-north": (44.385, 41.010),
    "aghbaba": (43.784, 40.956),
    "alexandropol": (43.846, 40.793),
    "pambak": (44.497, 40.807),
    "serdarabad": (44.039, 40.156),
    "erivan": (44.295, 40.166),
    "vedibasar": (44.549, 39.955),
    "dilijan": (44.863, 40.740),
    "sharur": (44.885, 39.714),
    "nakhichevan": (45.412, 39.209),
    "zangezur": (46.407, 39.208),
    "karabakh": (46.750, 39.760),
    "kazakh": (45.366, 41.092),
    "karayaz": (45.270, 41.320),
    "trabzon": (39.727, 41.000),
    "tirebolu": (38.814, 41.007),
    "anatolia": (38.387, 40.917),
    "erzincan": (39.490, 39.739),
    "mush": (41.455, 39.173),
    "bitlis": (42.280, 38.500),
    "malazgirt": (42.490, 38.752),
    "van": (43.360, 39.028),
    "bashkale": (44.015, 38.047),
    "diyarbekir": (39.220, 38.674),
    "mardin": (42.190, 37.330),
    "constantinople": (28.460, 41.140),
    "uskudar": (29.430, 40.800),
    "rodosto": (27.800, 41.160),
    "edirne": (27.230, 41.740),
    "karaagach": (26.530, 41.650),
    "dimetoka": (26.490, 41.350),
    "chanak": (26.410, 40.160),
    "iznik": (29.720, 40.430),
    "akhisar": (27.840, 38.920),
    "aydin": (27.840, 37.850),
    "soke": (27.260, 37.860),
    "bursa": (29.060, 40.200),
    "bandirma": (28.880, 40.380),
    "ushak": (28.150, 38.480),
    "kutahya": (30.540, 38.760),
    "sakarya": (31.530, 39.450),
    "izmit": (29.930, 40.770),
    "adapazari": (30.400, 40.780),
    "sis": (36.090, 37.990),
    "osmaniye": (36.210, 36.760),
    "aintab": (37.120, 36.720),
    "marash": (36.930, 37.590),
    "urfa": (38.790, 37.170),
    "alexandretta": (36.170, 36.590),
    "rawandiz": (44.520, 36.610),
}
COAST_DEG = 0.01  # ports of the gazetteer stand up to 1 km off the drawn coast


@cache
def shapes() -> dict[str, BaseGeometry]:
    frame = gpd.read_file(DATA / "territories.geojson")
    return dict(zip(frame["id"], frame.geometry, strict=True))


@cache
def whole() -> BaseGeometry:
    return shapely.union_all(list(shapes().values()))


@cache
def edges() -> BaseGeometry:
    return shapely.union_all([shape.boundary for shape in shapes().values()])


@cache
def edge_strip() -> BaseGeometry:
    strip = edges().buffer(0.005)
    shapely.prepare(strip)
    return strip


@cache
def frame_land() -> BaseGeometry:
    return gpd.read_file(DATA / "frame.geojson").geometry.union_all()


def record() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / "build.json").read_text("utf-8"))
    return content


def area_of(ids: str) -> float:
    return sum(areas_km2([shapes()[key] for key in ids.split()]))


def test_every_label_is_a_territory_and_every_territory_a_label() -> None:
    assert sorted(shapes()) == [label.id for label in read_labels(DATA / "territories.yaml")]


def test_features_carry_their_id_and_area_and_are_sorted() -> None:
    features = json.loads((DATA / "territories.geojson").read_text("utf-8"))["features"]
    assert all(list(feature["properties"]) == ["id", "area_km2"] for feature in features)
    measured = areas_km2([shapes()[feature["properties"]["id"]] for feature in features])
    assert [feature["properties"]["area_km2"] for feature in features] == pytest.approx(measured, abs=0.1)
    assert [feature["properties"]["id"] for feature in features] == sorted(shapes())


def test_the_partition_is_a_valid_coverage() -> None:
    assert all(shape.is_valid for shape in shapes().values())
    assert shapely.coverage_is_valid(list(shapes().values()))


def test_no_two_territories_overlap() -> None:
    # Equal-area metres, so that the difference is an area; projecting straight edges opens nothing at shared vertices.
    projected = gpd.GeoSeries(list(shapes().values()), crs="EPSG:4326").to_crs("EPSG:6933")
    overlap_km2 = (projected.area.sum() - projected.union_all().area) / 1e6
    assert abs(overlap_km2) < 0.01


def test_no_gap_lies_between_territories() -> None:
    holes = [Polygon(ring) for part in getattr(whole(), "geoms", [whole()]) for ring in part.interiors]
    assert sum(areas_km2(list(holes))) < 0.01 if holes else True


def test_no_territory_is_split_by_a_sliver() -> None:
    for key, shape in shapes().items():
        parts = list(getattr(shape, "geoms", [shape]))
        assert min(areas_km2(parts)) > 1.0, key


def test_every_inside_point_lies_in_its_territory() -> None:
    for label in read_labels(DATA / "territories.yaml"):
        for point in label.inside:
            assert shapes()[label.id].contains(point), (label.id, point)


def test_the_caucasus_border_is_that_of_a_second_source() -> None:
    borders = gpd.read_file(DATA / "outlines-check.geojson")
    south = shapely.union_all(
        [shape for key, shape in shapes().items() if key in TURKISH_SIDE or key == "little-ararat"]
    )
    north = shapely.union_all(
        [shapes()[key] for key in ("batum", "akhaltsikhe-south", "akhalkalaki", "aghbaba", "alexandropol")]
        + [shapes()[key] for key in ("serdarabad", "vedibasar", "davalu", "sharur")]
    )
    metres = "EPSG:32638"
    ours = gpd.GeoSeries([south.intersection(north)], crs="EPSG:4326").to_crs(metres).iloc[0]
    theirs = borders.to_crs(metres).union_all()
    assert shapely.hausdorff_distance(ours, theirs, densify=0.01) < 200


@pytest.mark.parametrize("unit", AREAS)
def test_a_unit_of_1914_has_about_its_official_area(unit: str) -> None:
    ids, official_km2, tolerance = AREAS[unit]
    assert area_of(ids) == pytest.approx(official_km2, rel=tolerance)


@pytest.mark.parametrize("town", RUSSIAN_1914)
def test_a_town_was_russian_in_1914(town: str) -> None:
    assert any(shapes()[key].contains(Point(RUSSIAN_1914[town])) for key in TURKISH_SIDE)


@pytest.mark.parametrize("town", OTTOMAN_1914)
def test_a_town_was_ottoman_in_1914(town: str) -> None:
    ottoman = ("rize", "erzurum", "pasin", "bayazid")
    assert any(shapes()[key].distance(Point(OTTOMAN_1914[town])) < COAST_DEG / 2 for key in ottoman)
    assert not any(shapes()[key].contains(Point(OTTOMAN_1914[town])) for key in TURKISH_SIDE)


@pytest.mark.parametrize("key", TOWNS)
def test_a_town_lies_in_its_territory(key: str) -> None:
    assert shapes()[key].distance(Point(TOWNS[key])) < COAST_DEG
    assert not any(shapes()[other].contains(Point(TOWNS[key])) for other in shapes() if other != key)


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_an_edge_of_the_partition(line: str) -> None:
    inside = LINES[line].intersection(whole())
    assert inside.length > 0
    assert edge_strip().covers(inside)


def test_detail_is_kept_on_the_frontier_only() -> None:
    points = shapely.points(shapely.get_coordinates(list(shapes().values())))
    assert shapely.contains(DETAILED, points).mean() > 0.2
    assert (DATA / "territories.geojson").stat().st_size <= 450_000


def test_the_frame_is_small_valid_and_reaches_london_and_moscow() -> None:
    assert (DATA / "frame.geojson").stat().st_size <= 40_000
    assert frame_land().is_valid
    for place in (Point(-0.5, 51.6), Point(37.6, 55.75), Point(23.7, 52.1)):
        assert frame_land().contains(place)


def test_the_frame_shows_no_second_coast_beside_the_partition() -> None:
    black_sea = box(29.5, 40.8, 41.7, 42.6)
    south_coast = box(29.8, 35.95, 35.9, 37.0)
    for waters in (black_sea, south_coast):
        extra = frame_land().intersection(waters).difference(whole())
        assert areas_km2([extra])[0] < 5


def test_no_sea_shows_between_frame_and_partition() -> None:
    for lon, lat in ((27.0, 42.1), (25.0, 41.4), (44.0, 30.9), (37.5, 32.9), (47.2, 36.0), (44.5, 46.3)):
        assert shapely.union_all([frame_land(), whole()]).contains(
            Point(lon, lat).buffer(0.3).intersection(box(20, 28, 60, 61))
        )


def test_committed_files_are_those_of_the_record() -> None:
    for name, digest in {**record()["inputs"], **record()["outputs"]}.items():
        assert build.sha256(DATA / name) == digest, f"{name} changed: run make data"
    assert set(record()["outputs"]) == set(build.OUTPUTS)


def test_the_record_names_the_packages_by_hash() -> None:
    assert [entry["sha256"] for entry in record()["packages"]] == [package.sha256 for package in packages.PACKAGES]


@pytest.mark.skipif(not NPM.is_dir(), reason="set HUDUT_NPM to a directory with the npm tarballs")
def test_the_geometry_rebuilds_to_the_same_bytes(tmp_path: Path) -> None:
    if record()["made_with"] != build.library_versions():
        pytest.skip(f"made with {record()['made_with']}")
    packages.verify(NPM)
    build.write_partition(NPM, tmp_path)
    build.write_border_check(NPM, tmp_path)
    assert {name: build.sha256(tmp_path / name) for name in build.OUTPUTS} == record()["outputs"]


def test_all_faults_of_a_partition_are_listed_together() -> None:
    labels = [Label("one", (Point(0.2, 0.5),)), Label("two", (Point(0.8, 0.5),)), Label("three", (Point(5, 5),))]
    with pytest.raises(PartitionError) as caught:
        divide({"square": box(0, 0, 1, 1), "other": box(2, 0, 3, 1)}, [], labels)
    assert len(caught.value.problems) == 3


def test_a_line_divides_an_outline() -> None:
    cut = CutLine("middle", LineString([(0.5, -0.002), (0.5, 1.002)]))
    labels = [Label("one", (Point(0.2, 0.5),)), Label("two", (Point(0.8, 0.5),))]
    made = divide({"square": box(0, 0, 1, 1)}, [cut], labels)
    assert {key: round(shape.area, 3) for key, shape in made.territories.items()} == {"one": 0.5, "two": 0.5}
