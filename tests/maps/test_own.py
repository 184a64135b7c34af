"""Anybody's own land: whatever two tables hold, the map shows all of it or one message names the row."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import make_valid
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.holdings import LAYERS
from hudut.api import own_map
from maps.errors import PageError
from maps.own import own_payload
from tests.conftest import SOAK
from tests.maps.test_topology import unpack

LEFT, RIGHT = box(0, 0, 1, 1), box(1, 0, 2, 1)
COLUMNS = ["territory", "party", "start", "end"]


def land(*shapes: Any, ids: Any = ("a", "b"), crs: Any = 4326, **columns: Any) -> geopandas.GeoDataFrame:
    found = shapes or (LEFT, RIGHT)
    return geopandas.GeoDataFrame({"id": list(ids)[: len(found)], **columns}, geometry=list(found), crs=crs)


def held(*rows: Any, columns: Any = COLUMNS) -> pd.DataFrame:
    return pd.DataFrame(list(rows) or [("a", "A", "1850", None), ("b", "B", "1850", None)], columns=columns)


def shapes_of(payload: dict[str, Any]) -> dict[str, BaseGeometry]:
    """The land as the browser puts it together: rings of shared arcs, by id."""
    geometry = payload["geometry"]
    sx, sy, ox, oy = geometry["scale"]
    arcs = [[(x * sx + ox, y * sy + oy) for x, y in unpack(text)] for text in geometry["arcs"]]
    found = {}
    for one, rings in zip(payload["territories"], geometry["rings"], strict=True):
        whole: BaseGeometry = Polygon()
        for ring in rings:
            points = [point for n in ring for point in (arcs[n] if n >= 0 else arcs[~n][::-1])]
            whole ^= make_valid(Polygon(points))  # a hole is a ring inside another
        found[one["id"]] = whole
    return found


BAD_LAND: dict[str, tuple[Callable[[], Any], str]] = {
    "an empty polygon": (lambda: land(LEFT, Polygon()), "row 2 of the territories: the geometry is empty"),
    "no shape": (lambda: land(LEFT, None), "row 2 of the territories: the geometry is empty"),
    "a point": (lambda: land(LEFT, Point(1, 1)), "row 2 of the territories: the geometry is a Point"),
    "a line": (lambda: land(LineString([(0, 0), (1, 1)]), RIGHT), "row 1 of the territories: the geometry is a Line"),
    "a collection": (lambda: land(LEFT, GeometryCollection([RIGHT, Point(9, 9)])), "row 2 .* is a GeometryCollection"),
    "no area": (lambda: land(LEFT, Polygon([(0, 0), (1, 1), (2, 2), (0, 0)])), "row 2 .* not valid .*make_valid"),
    "a bow tie": (lambda: land(LEFT, Polygon([(1, 0), (2, 1), (2, 0), (1, 1)])), "row 2 .* not valid .*make_valid"),
    "an endless coordinate": (lambda: land(LEFT, Polygon([(1, 0), (math.inf, 0), (2, 1)])), "row 2 .* not a finite"),
    "metres called degrees": (lambda: land(LEFT, box(500000, 0, 500100, 9)), "row 2 .* lies off the globe"),
    "the pole alone": (lambda: land(LEFT, box(0, 86, 9, 89)), "row 2 .* lies beyond 85°"),
    "a shape on another": (lambda: land(LEFT, box(0.5, 0, 2, 1)), "rows 1 and 2 of the territories lie on each other"),
    "the same shape twice": (lambda: land(LEFT, LEFT), "rows 1 and 2 of the territories lie on each other"),
    "a speck": (lambda: land(box(0, 0, 90, 60), box(90, 0, 90.0001, 0.0001)), "the territory 'b' is too small"),
    "earth-centred coordinates": (lambda: land().to_crs(4978), "no map of the ground: use to_crs"),
    "no CRS": (lambda: land(crs=None), "states no CRS"),
    "no id in a row": (lambda: land(ids=("a", None)), "row 2 of the territories: id is missing"),
    "ids that read alike": (lambda: land(ids=(1, "1")), "id '1' occurs twice, in rows 1 and 2"),
    "a list as an id": (lambda: land(ids=("a", ["b"])), r"row 2 .* id: \['b'\] is not a text"),
    "no column of ids": (lambda: land().drop(columns="id"), "lacks the column 'id'"),
    "a misspelt column": (lambda: land(Name=["x", "y"]), "has a column 'Name'. Did you mean 'name'"),
    "no row": (lambda: land().iloc[:0], "the table of territories is empty"),
    "a table without shapes": (lambda: pd.DataFrame({"id": ["a"]}), "a DataFrame holds no shapes"),
    "no active geometry": (lambda: geopandas.GeoDataFrame({"id": ["a"]}), "no active geometry"),
}


@pytest.mark.parametrize("fault", BAD_LAND)
def test_land_that_does_not_fit_is_named(fault: str) -> None:
    make, words = BAD_LAND[fault]
    with pytest.raises(PageError, match=words):
        own_payload(make(), held(("a", "A", "1850", None)))


BAD_ROWS: dict[str, tuple[Callable[[], Any], str]] = {
    "a list of rows": (lambda: [{"territory": "a"}], "a list is no table; give a pandas DataFrame"),
    "no row": (lambda: held().iloc[:0], "the table of holdings is empty"),
    "no start": (lambda: held(("a", "A"), columns=COLUMNS[:2]), "lacks the column 'start'"),
    "a misspelt column": (lambda: held().assign(statuss="occupied"), "a column 'statuss'. Did you mean 'status'"),
    "a column in capitals": (lambda: held().rename(columns={"end": "END"}), "a column 'END'. Did you mean 'end'"),
    "two columns of one name": (lambda: held(columns=["territory", "party", "start", "start"]), "two columns 'start'"),
    "a blank party": (lambda: held(("a", "  ", "1850", None)), "row 1 of the holdings: party is missing"),
    "two holders": (
        lambda: held(("a", "A", "1850", "1860"), ("b", "B", "1850", None), ("a", "B", "1855", "1870")),
        "rows 1 and 3 of the holdings both hold 'a' in control on 1855-01-01. Set the end of row 1",
    ),
    "two without end": (lambda: held(("a", "A", "1850", None), ("a", "B", "1855", None)), "rows 1 and 2 .*both"),
    "a row twice": (lambda: held(("a", "A", "1850", None), ("a", "A", "1850", None)), "rows 1 and 2 .* both hold"),
    "half a year": (lambda: held(("a", "A", 1850.5, None)), "row 1 of the holdings: start: '1850.5' is not a date"),
    "a start in 9999": (lambda: held(("a", "A", "9999-01-01", None)), "start 9999-01-01 is the year 9999"),
    "a list as a party": (lambda: held(("a", ["A"], "1850", None)), r"row 1 .* party: \['A'\] is not a text"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_ROWS)
def test_holdings_that_do_not_fit_are_named(fault: str) -> None:
    make, words = BAD_ROWS[fault]
    with pytest.raises(PageError, match=words):
        own_payload(land(), make())


ORDINARY: dict[str, Callable[[], tuple[Any, Any]]] = {
    "id as index too": lambda: (land().set_index("id", drop=False), held()),
    "another name of the geometry": lambda: (land().rename_geometry("geom"), held()),
    "a second geometry": lambda: (land(two=geopandas.GeoSeries([LEFT, RIGHT])).set_geometry("two", crs=4326), held()),
    "numbers as ids": lambda: (land(ids=(1, 2)), held((1.0, "A", "1850", None), (2.0, "B", "1850", None))),
    "years in a column with an empty cell": lambda: (land(), held(("a", "A", 1850, 1860.0), ("b", "B", 1850, np.nan))),
    "nullable years": lambda: (land(), held(("a", "A", 1850, 1860), ("b", "B", 1850, None)).convert_dtypes()),
    "dates": lambda: (land(), held(("a", "A", date(1850, 1, 1), None), ("b", "B", pd.Timestamp(1850, 1, 1), pd.NaT))),
    "the end that means still": lambda: (land(), held(("a", "A", "1850", "9999-12-31"), ("b", "B", "1850", 9999))),
    "an early year": lambda: (land(), held(("a", "A", 850, None), ("b", "B", "850", None))),
    "a name missing": lambda: (land(name=["Left", None]), held()),
    "claimants in a list": lambda: (land(), held().assign(claimants=[["A", "B"], None])),
    "columns of others": lambda: (land(population=[1, 2]), held().assign(sources="a book", note="x")),
    "two papers on one land": lambda: (land(), held().assign(layer="agreed")),
}  # fmt: skip


@pytest.mark.parametrize("table", ORDINARY)
def test_ordinary_tables_draw_all_of_their_land_and_rows(table: str) -> None:
    territories, holdings = ORDINARY[table]()
    payload = own_payload(territories, holdings)
    assert sorted(round(one.area, 3) for one in shapes_of(payload).values()) == [1.0, 1.0]
    assert sum(len(rows) for layers in payload["holdings"] for rows in layers) == len(holdings)
    assert all(one["n"][0] and one["n"][0] != "nan" for one in payload["territories"])
    assert {name for one in payload["parties"] for name in one["n"]} == {"A", "B"}
    assert payload["span"] < 366 * 2000


def test_still_is_an_open_end_and_numbers_are_whole() -> None:
    open_end, years = (own_payload(*ORDINARY[one]()) for one in ("the end that means still", "nullable years"))
    assert [rows[0][0][3] for rows in open_end["holdings"]] == [0, 0]
    assert years["holdings"][0][0][0][3] == (date(1860, 1, 1) - date(1850, 1, 1)).days
    assert [one["id"] for one in own_payload(*ORDINARY["numbers as ids"]())["territories"]] == ["1", "2"]


def test_land_on_both_sides_of_180_degrees_is_one_piece() -> None:
    """Chukotka and an island of Fiji cross the line; nothing of the map lies on the far side of the globe."""
    east, west = box(178, 0, 180, 2), MultiPolygon([box(-180, 0, -178, 2), box(-177, 0, -176, 1)])
    payload = own_payload(land(east, west), held())
    assert payload["own"] == {"west": 178, "south": 0, "east": 184, "north": 2}
    shared = shapes_of(payload)
    assert shared["a"].intersection(shared["b"]).length == pytest.approx(2, abs=0.01)


def test_land_far_apart_stays_where_it_is() -> None:
    assert own_payload(land(box(-10, 40, -5, 45), box(138, 30, 140, 40)), held())["own"]["west"] == -10


def test_land_to_the_poles_is_cut_where_the_projection_ends() -> None:
    payload = own_payload(land(box(-180, -90, 0, 90), box(0, -90, 180, 90)), held())
    assert payload["own"] == {"west": -180, "south": -85, "east": 180, "north": 85}


def test_a_wrong_colour_is_named() -> None:
    with pytest.raises(PageError, match=r"colours: there is no party 'a'\. Valid: A, B"):
        own_payload(land(), held(), colours={"a": "turkey"})


NUMBER = st.one_of(st.integers(-200, 200), st.floats(-95, 95), st.sampled_from([180, -180, 90, -90]))
CORNERS = st.lists(st.tuples(NUMBER, NUMBER), min_size=3, max_size=6)
SHAPE = st.one_of(
    CORNERS.map(Polygon),
    CORNERS.map(lambda corners: MultiPolygon([Polygon(corners)])),
    CORNERS.map(lambda corners: GeometryCollection([Polygon(corners)])),
    CORNERS.map(LineString),
    st.tuples(NUMBER, NUMBER, NUMBER, NUMBER).map(lambda sides: box(*sides)),
    st.sampled_from([LEFT, RIGHT, None, Polygon(), Point(1, 1), Polygon([(1, 0), (math.inf, 0), (2, 1)])]),
)
WORD = st.sampled_from(
    ["a", "b", "1850", "1850-03", "1860~", "control", "agreed", "sovereign", "occupied", "", pd.NA, pd.NaT, math.nan]
)
CELL = st.one_of(
    WORD, st.none(), st.booleans(), st.integers(-5, 10**6), st.floats(), st.text(max_size=4), st.dates(),
    st.binary(max_size=2), st.lists(st.sampled_from(["A", "B", None]), max_size=2),
)  # fmt: skip
NAME = st.sampled_from([*COLUMNS, "layer", "status", "claimants", "basis", "certainty", "x"])


@st.composite
def territories(draw: st.DrawFn) -> Any:
    if draw(st.booleans()):
        return land()
    count = draw(st.integers(0, 3))
    columns = {name: [draw(CELL) for _ in range(count)] for name in ("id", "name")}
    crs = draw(st.sampled_from([4326, 3857, 4978, 32637, None]))
    return geopandas.GeoDataFrame(columns, geometry=[draw(SHAPE) for _ in range(count)], crs=crs)


@st.composite
def holdings(draw: st.DrawFn) -> Any:
    names = draw(st.lists(NAME, max_size=8)) if draw(st.booleans()) else [*COLUMNS, "layer", "claimants"]
    rows = [[draw(CELL) for _ in names] for _ in range(draw(st.integers(0, 3)))]
    return pd.DataFrame(rows, columns=names, dtype=object)


def outcome(land_of: Any, rows: Any) -> dict[str, Any] | str:
    try:
        return own_payload(land_of, rows)
    except PageError as error:
        return str(error)


@settings(max_examples=3000 if SOAK else 100, deadline=None, suppress_health_check=list(HealthCheck))
@given(territories(), holdings())
def test_any_two_tables_give_a_map_or_one_message(land_of: Any, rows: Any) -> None:
    found = outcome(land_of, rows)
    if isinstance(found, str):
        assert re.search(r"row|column|table|territory", found)
    else:
        assert len(found["geometry"]["rings"]) == len(found["holdings"]) == len(land_of)
        assert sum(len(one) for layers in found["holdings"] for one in layers) == len(rows)
        assert all(len(layers) == len(LAYERS) for layers in found["holdings"])


@settings(max_examples=40, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12), st.integers(-4, 3))
def test_squares_of_any_size_come_back_from_the_page(cells: set[tuple[int, int]], power: int) -> None:
    side = 10.0**power
    side = min(side, 10.0)
    boxes = [box(x * side, y * side, (x + 1) * side, (y + 1) * side) for x, y in sorted(cells)]
    frame = geopandas.GeoDataFrame({"id": range(len(boxes))}, geometry=boxes, crs=4326)
    found = shapes_of(own_payload(frame, held((0, "A", "1850", None))))
    for key, one in enumerate(boxes):
        assert found[str(key)].symmetric_difference(one).area < 0.01 * one.area


SEEN: dict[str, tuple[Callable[[], Any], Callable[[], Any], str, set[str]]] = {
    "an end in the year 9999": (land, lambda: held(("a", "A", "1850", "9999-01-01")), "1 January 1850", {"0°", "1° E"}),
    "an end far away": (land, lambda: held(("a", "A", "1850", "9500")), "1 January 1850", {"0°", "1° N"}),
    "an early beginning": (land, lambda: held(("a", "A", "40", "1860")), "1 January 40", {"0°"}),
    "a span with 1921 in it": (land, lambda: held(("a", "A", "1900", "1950")), "1 January 1900", {"0°"}),
    "both sides of 180°": (lambda: land(box(178, -3, 180, 2), box(-180, -3, -178, 2)), held, "1 January 1850",
                           {"179° E", "180°", "179° W", "1° S", "1° N"}),
    "the west and the south": (lambda: land(box(-60, -20, -50, -10)), lambda: held(("a", "A", "1850", None)),
                               "1 January 1850", {"54° W", "16° S"}),
    "the whole world": (lambda: land(box(-180, -90, 0, 90), box(0, -90, 180, 90)), held, "1 January 1850",
                        {"60° W", "30° E", "30° S"}),
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("case", SEEN)
def test_any_map_opens_on_its_first_day_and_is_seen_whole(open_page: Any, tmp_path: Path, case: str) -> None:
    territories_of, rows_of, day, degrees = SEEN[case]
    own_map(territories_of(), rows_of(), title="Any land").save(tmp_path / "own.html")
    opened = open_page(file=tmp_path / "own.html")
    assert opened.date == day
    assert degrees <= set(opened.page.locator("text.degree").all_text_contents())
    assert opened.page.locator(".party-name").first.is_visible()
    years = opened.page.locator("text.year").all_text_contents()
    assert len(years) == len(set(years)) < 40
    assert opened.errors == []
