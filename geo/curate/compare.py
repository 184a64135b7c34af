"""``python -m geo.curate.compare``: how far the drawn lines lie from two digital atlases that nobody here drew.

Marx 1905 (governorates, github.com/alexei-kouprianov/GIS.projects) and CShapes 2.0 (states, github.com/cran/cshapes)
are fetched by hand and read in place. They are witnesses only: nothing of them is copied or committed. Distances are
km in an equal-area projection centred on the frontier; units are those of 1914.
"""

import argparse
import io
import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
import yaml
from shapely.geometry.base import BaseGeometry

from geo.curate.area import WGS84
from geo.curate.authored import read_lines
from geo.curate.build import DATA

Km = npt.NDArray[np.float64]

METRES: Final = "+proj=laea +lat_0=41 +lon_0=44 +units=m"
FRONTIER: Final = "frontier-1914"

STEP_KM: Final = 1.0
"""Distance between two measured points of a line."""

DAY: Final = "1914-10-01"
RUSSIA: Final = 365
TURKEY: Final = 640
"""State numbers of CShapes (Gleditsch and Ward)."""

UNITS: Final = {
    "Kars": ("Kars oblast",),
    "Batum": ("Batum oblast",),
    "Erivan": ("Erivan governorate",),
    "Elisabethpol": ("Elisabethpol governorate",),
    "Baku": ("Baku governorate",),
    "Tiflis": ("Tiflis governorate", "Tiflis and Kutais"),
    "Kutais": ("Kutais governorate", "Sukhum okrug"),
    "Zakatal": ("Zakatala okrug",),
    "Terek": ("Terek oblast",),
    "Dagestan": ("Dagestan oblast",),
}
"""Governorates of Marx by name, and how the English ``unit_1914`` of a territory begins where it belongs to one."""

TOGETHER: Final = {"Kutais": "Tiflis", "Dagestan": "Terek"}
"""Units measured with a neighbour, because one territory holds ground of both."""

LINES: Final = {
    "artvin-ardahan": "Kars",
    "artvin-olti": "Kars",
    "kagizman-surmalu": "Kars",
    "aghbaba-limit": "Kars",
    "cholok": "Batum",
    "batum-akhaltsikhe": "Batum",
    "lori-limit": "Tiflis",
    "lori-west": "Tiflis",
    "karayaz": "Tiflis",
    "kazakh-west": "Erivan",
    "legran-daralagez": "Erivan",
    "zakatala-limit": "Zakatal",
    "baku-elisabethpol": "Baku",
    "black-sea-governorate": "Black Sea",
}
"""Lines that part two governorates, and one of the two."""


def projected(shapes: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Return shapes given in lon, lat degrees in the metres of :data:`METRES`."""
    return list(gpd.GeoSeries(list(shapes), crs=WGS84).to_crs(METRES))


def distances_km(line: BaseGeometry, reference: BaseGeometry) -> Km:
    """Return the distance to ``reference`` of one point in each :data:`STEP_KM` of ``line`` (both in metres)."""
    points = [line.interpolate(metres) for metres in np.arange(0, line.length, STEP_KM * 1000)]
    return np.asarray(shapely.distance(points, reference)) / 1000


def drawn_units() -> dict[str, BaseGeometry]:
    """Return the governorates as drawn here, by their names in Marx, in metres."""
    records = yaml.safe_load((DATA / "territories.yaml").read_text("utf-8"))
    frame = gpd.read_file(DATA / "territories.geojson").set_index("id").geometry.to_crs(METRES)
    members: dict[str, list[BaseGeometry]] = {}
    for key, record in records.items():
        beginning = record["unit_1914"]["en"]
        for name in (name for name, begins in UNITS.items() if beginning.startswith(begins)):
            members.setdefault(name, []).append(frame[key])
    return {name: shapely.union_all(shapes) for name, shapes in members.items()}


def marx_units(folder: Path) -> dict[str, BaseGeometry]:
    """Return the governorates of Marx by name, in metres."""
    frame = gpd.read_file(folder / "Marx.1905.Governorates.polygons" / "Marx.1905.Governorates.polygons.shp")
    return dict(frame.to_crs(METRES).set_index("NAME.en").geometry)


def _together(units: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return the units of :data:`UNITS`, those of :data:`TOGETHER` as one."""
    groups: dict[str, list[BaseGeometry]] = {}
    for name in UNITS.keys() & units.keys():
        groups.setdefault(TOGETHER.get(name, name), []).append(units[name])
    return {name: shapely.union_all(shapes) for name, shapes in groups.items()}


def marx_frontier(folder: Path) -> BaseGeometry:
    """Return the Russian-Ottoman frontier of Marx in metres."""
    states = gpd.read_file(folder / "Marx.1905.Countries.polygons" / "Marx.1905.Countries.polygons.shp")
    units = gpd.read_file(folder / "Marx.1905.Governorates.polygons" / "Marx.1905.Governorates.polygons.shp")
    ottoman = states[states["NAME.en"] == "Ottoman Empire"].geometry.iloc[0]
    russian = units[units["NAME.en"].isin(["Kars", "Batum", "Erivan"])].geometry.union_all()
    return projected([_lines(russian.boundary.intersection(ottoman.boundary))])[0]


def cshapes_frontier(file: Path) -> BaseGeometry:
    """Return the Russian-Ottoman frontier of CShapes on :data:`DAY` in metres."""
    states = cshapes_states(file, DAY)
    return projected([_lines(states[RUSSIA].intersection(states[TURKEY]))])[0]


def cshapes_states(file: Path, day: str) -> gpd.GeoSeries:
    """Return the states of CShapes on a day (ISO) in lon, lat degrees, by their numbers."""
    states = gpd.read_file(io.BytesIO(lzma.decompress(file.read_bytes()))).set_crs(WGS84)
    return states[(states["start"] <= day) & (states["end"] >= day)].set_index("gwcode").geometry


def _lines(shape: BaseGeometry) -> BaseGeometry:
    """Return the lines of a shape joined."""
    return shapely.line_merge(shapely.union_all([part for part in shapely.get_parts(shape) if part.length > 0]))


def measured_lines(marx: Path, cshapes: Path) -> dict[str, Km]:
    """Return the distances in km by title: the frontier both ways and to the nearer atlas, then :data:`LINES`."""
    lines = read_lines(DATA / "lines.yaml")
    drawn = dict(zip([line.id for line in lines], projected([line.course for line in lines]), strict=True))
    ours, theirs = drawn[FRONTIER], {"CShapes": cshapes_frontier(cshapes), "Marx": marx_frontier(marx)}
    there = {f"{FRONTIER} to {name}": distances_km(ours, line) for name, line in theirs.items()}
    back = {f"{name} to {FRONTIER}": distances_km(line, ours) for name, line in theirs.items()}
    nearest = {f"{FRONTIER} to the nearer": np.minimum(*there.values())}
    units = marx_units(marx)
    return {**there, **back, **nearest, **{key: distances_km(drawn[key], units[LINES[key]].boundary) for key in LINES}}


def measured_units(marx: Path) -> dict[str, tuple[float, float, float]]:
    """Return for each governorate, or two measured together: area in common by area of both; km² here; km² in Marx."""
    ours, theirs = _together(drawn_units()), _together(marx_units(marx))
    common = {name: shape.intersection(theirs[name]).area for name, shape in ours.items()}
    return {
        name: (common[name] / shape.union(theirs[name]).area, shape.area / 1e6, theirs[name].area / 1e6)
        for name, shape in sorted(ours.items())
    }


def report(marx: Path, cshapes: Path) -> Iterator[str]:
    """Yield the rows of both measurements."""
    yield f"{'km':36}{'50 %':>6}{'90 %':>6}{'max':>6}{'≤ 4 km':>8}"
    for title, km in measured_lines(marx, cshapes).items():
        middle, most = np.percentile(km, [50, 90])
        yield f"{title:36}{middle:6.1f}{most:6.1f}{km.max():6.1f}{(km <= 4).mean():8.0%}"
    yield f"{'unit':36}{'IoU':>6}{'km²':>10}{'Marx':>10}"
    for name, (share, here, there) in measured_units(marx).items():
        yield f"{name:36}{share:6.3f}{here:10,.0f}{there:10,.0f}"


def main() -> None:
    """Print the measurement."""
    parser = argparse.ArgumentParser(prog="python -m geo.curate.compare", description="Measure the lines of 1914.")
    parser.add_argument("--marx", type=Path, required=True, metavar="DIR", help="folder Marx.1905 of GIS.projects")
    parser.add_argument("--cshapes", type=Path, required=True, metavar="FILE", help="cshapes_2_gw.topojson.xz")
    arguments = parser.parse_args()
    print("\n".join(report(arguments.marx, arguments.cshapes)))


if __name__ == "__main__":
    main()
