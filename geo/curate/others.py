"""``python -m geo.curate.others``: the frontier in two open sets of historical borders, as a page of the docs.

CShapes 2.0 (github.com/cran/cshapes) and historical-basemaps (github.com/aourednik/historical-basemaps) are fetched by
hand and read in place; nothing of them is copied or committed. Only one thing is asked: whether land was the Ottoman
state's, Ankara's or Turkey's by title. What lies nearer than :data:`NEAR_KM` to the line between is not counted: a set
drawn for the whole world may draw it roughly.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.atlas import Atlas
from geo.curate.compare import TURKEY, cshapes_states, projected
from geo.dates import to_day
from geo.load import load

NEAR_KM: Final = 5
SMALLEST_KM2: Final = 100
"""A smaller piece is not listed."""

FRONTIER: Final = shapely.box(40.0, 39.0, 46.5, 42.4)
"""The land between the Black Sea and the Aras that is asked about."""

YEARS: Final = (1914, 1920, 1930)
MOST_RANK: Final = 2
TOWNS: Final = ("city", "town", "port")
NAMES: Final = {"Ottoman Empire", "Ottoman Sultanate", "Turkey"}
"""What historical-basemaps calls the state."""

CSHAPES: Final = "CShapes 2.0 (cran/cshapes, package 2.0)"
BASEMAPS: Final = "historical-basemaps (commit 137f2c6, 12 September 2024)"

HEAD: Final = """# Hudut beside other sets of borders

Open sets of historical borders cover the whole world in a few dates or lines. On this frontier they differ from what
the treaties in force said. The table asks of each set one thing: which land between the Black Sea and the Aras it gives
to the Ottoman state, Ankara or Turkey, and which it does not, against the layer *title* of this atlas on every day of
the year (1930: the last day of the atlas; the frontier did not change after). Land whose title was in dispute is left
out, and so is what lies within 5 km of the line, because these sets are drawn for maps of the world. None of them
claims to be drawn for this frontier: historical-basemaps says that its lines suit maps of the world and that it is
work in progress; CShapes follows states that the system of states recognised, and so knows no Armenia, Georgia or
Azerbaijan. The file for 1920 of historical-basemaps draws an Armenia like that of the treaty of Sèvres, which never
came into force, and so does the one for 1930.

Made by `python -m geo.curate.others` from copies that are fetched by hand; nothing of them is in this repository.
"""


@dataclass(frozen=True)
class Piece:
    """Land that a set gives to the wrong side: km² in all, by territory, and the towns on it."""

    km2: float
    lands: Mapping[str, float]
    towns: tuple[str, ...]


def cshapes_land(file: Path, year: int) -> BaseGeometry:
    """Return Turkey in CShapes on 1 July of a year."""
    turkey: BaseGeometry = cshapes_states(file, f"{year}-07-01")[TURKEY]
    return shapely.make_valid(turkey)


def basemaps_land(folder: Path, year: int) -> BaseGeometry:
    """Return the Ottoman state or Turkey in historical-basemaps of a year."""
    found = json.loads((folder / f"world_{year}.geojson").read_text("utf-8"))["features"]
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in found if one["properties"]["NAME"] in NAMES]
    return shapely.union_all(shapely.make_valid(shapes))


def holds(atlas: Atlas, territory: str, year: int) -> bool | None:
    """Return whether a territory was of the Turkish lineage by title all year; None where it was disputed."""
    first = min(max(atlas.first_day, to_day(f"{year}-01-01")), atlas.last_day)
    last = min(atlas.last_day, to_day(f"{year}-12-31"))
    rows = (row for row in atlas.history(territory, "title") if row.start.first <= last)
    parties = {row.party for row in rows if row.end is None or row.end.first > first}
    if "unsettled" in parties or not parties:
        return None
    lines = {atlas.parties[party].lineage == "turkey" for party in parties}
    return lines.pop() if len(lines) == 1 else None


def wrong(atlas: Atlas, theirs: BaseGeometry, year: int, *, given: bool) -> Piece:
    """Return what a set gives to Turkey and was not Turkey's (`given`), or the other way round."""
    lands = {key: shape for key, shape in frontier(atlas).items() if holds(atlas, key, year) is (not given)}
    (flat,) = projected([theirs])
    whole = [shape.intersection(flat) if given else shape.difference(flat) for shape in lands.values()]
    near = NEAR_KM * 1000
    solid = shapely.union_all(whole).buffer(-near).buffer(near)
    pieces = shapely.union_all([one for one in shapely.get_parts(solid) if one.area > SMALLEST_KM2 * 1e6])
    by_land = {key: shape.intersection(pieces).area / 1e6 for key, shape in lands.items()}
    return Piece(
        pieces.area / 1e6, {k: v for k, v in by_land.items() if v > SMALLEST_KM2}, tuple(towns_on(atlas, pieces, lands))
    )


def frontier(atlas: Atlas) -> dict[str, BaseGeometry]:
    """Return the territories of the frontier in metres, cut to :data:`FRONTIER`."""
    cut = {key: shape.intersection(FRONTIER) for key, shape in atlas.partition.shapes.items()}
    inside = {key: shape for key, shape in cut.items() if not shape.is_empty}
    return dict(zip(inside, projected(inside.values()), strict=True))


def towns_on(atlas: Atlas, pieces: BaseGeometry, lands: Mapping[str, BaseGeometry]) -> Iterator[str]:
    """Yield the towns of the first two ranks that stand on a piece."""
    for key, place in atlas.places.items():
        listed = place.rank <= MOST_RANK and place.kind in TOWNS and atlas.territory_of(key) in lands
        if listed and pieces.contains(projected([shapely.Point(place.lon, place.lat)])[0]):
            yield place.label("en")


def page(cshapes: Path, basemaps: Path) -> str:
    """Return the page as Markdown."""
    atlas = load()
    lines = [
        HEAD,
        "| Set | Year | Given to Turkey, and not hers | Not given to Turkey, and hers |",
        "|---|---|---|---|",
    ]
    for year in YEARS:
        for name, theirs in ((CSHAPES, cshapes_land(cshapes, year)), (BASEMAPS, basemaps_land(basemaps, year))):
            cells = [told(atlas, wrong(atlas, theirs, year, given=given)) for given in (True, False)]
            lines.append(f"| {name} | {year} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines) + "\n"


def told(atlas: Atlas, piece: Piece) -> str:
    """Return a piece in words: km², the territories, the towns."""
    if not piece.lands:
        return "–"
    order = sorted(piece.lands.items(), key=lambda one: -one[1])
    lands = ", ".join(f"{atlas.territories[key].names['en']} {round(km2):,}" for key, km2 in order)
    towns = f"; towns: {', '.join(piece.towns)}" if piece.towns else ""
    return f"**{round(piece.km2):,} km²** ({lands}{towns})"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m geo.curate.others", description="The frontier in other sets.")
    parser.add_argument("--cshapes", type=Path, required=True, metavar="FILE", help="cshapes_2_gw.topojson.xz")
    parser.add_argument(
        "--basemaps", type=Path, required=True, metavar="DIR", help="folder geojson of historical-basemaps"
    )
    parser.add_argument("-o", type=Path, default=Path("docs/other-atlases.md"), metavar="FILE", help="the page")
    arguments = parser.parse_args()
    arguments.o.write_text(page(arguments.cshapes, arguments.basemaps), encoding="utf-8")


if __name__ == "__main__":
    main()
