"""Why a border is where it is: the edges of the partition, their time as borders, and the card, as in the browser."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser
from pyproj import Geod

from geo.edges import edges
from geo.geometry import Partition
from geo.holdings import LAYERS, Layer
from geo.load import Atlas
from maps.payload import make_payload
from maps.topology import read_topology
from tests.maps.test_topology import unpack

OUTER = {"nestos"}
"""Lines that end the atlas: there is no territory beyond."""
GEOD = Geod(ellps="WGS84")


def drawn_points(text: str, scale: list[float]) -> tuple[list[float], list[float]]:
    """Longitudes and latitudes of a packed arc."""
    points = unpack(text)
    return [scale[2] + x * scale[0] for x, _ in points], [scale[3] + y * scale[1] for _, y in points]


@pytest.fixture(scope="module")
def payload(atlas: Atlas) -> Any:
    geometry = read_topology(atlas.territories_path, atlas.frame_path)
    return make_payload(atlas, langs=("tr", "en"), start=atlas.first_day, end=atlas.last_day, geometry=geometry)


def lineages(atlas: Atlas, territory: str, layer: Layer, day: int) -> frozenset[str]:
    rows = [row for row in atlas.history(territory, layer) if row.start.first <= day]
    held = [row for row in rows if row.end is None or day < row.end.first]
    return frozenset(atlas.parties[row.party].lineage for row in held)


def border_days(atlas: Atlas, first: str, second: str, layer: Layer) -> list[list[Any]]:
    """When a stretch begins or stops being a border, counted from the atlas' first day: the oracle."""
    days = {atlas.first_day}
    for territory in (first, second):
        for row in atlas.history(territory, layer):
            days |= {max(row.start.first, atlas.first_day), row.end.first if row.end else atlas.first_day}
    out: list[list[Any]] = []
    for day in sorted(day for day in days if day <= atlas.last_day):
        border = lineages(atlas, first, layer, day) != lineages(atlas, second, layer, day)
        if not out or out[-1][1] != border:
            out.append([day - atlas.first_day, border])
    return out


def test_every_edge_is_told_with_its_own_two_sides(payload: Any, atlas: Atlas) -> None:
    sides: dict[int, set[int]] = {}
    for territory, rings in enumerate(payload["geometry"]["rings"]):
        for number in (number for ring in rings for number in ring):
            sides.setdefault(max(number, ~number), set()).add(territory)
    drawn = {tuple(sorted(pair)) for pair in sides.values() if len(pair) == 2}
    told = {(row[0], row[1]) for row in payload["late"]["edges"]}
    assert drawn <= told
    assert len(told - drawn) <= 2  # one is too short to be drawn
    assert {row[0] for row in payload["late"]["lines"]} == set(atlas.lines) - OUTER


def test_the_km_of_the_drawn_arcs_are_the_km_that_are_told(payload: Any) -> None:
    geometry = payload["geometry"]
    drawn: dict[tuple[int, ...], float] = {}
    seen: dict[int, list[int]] = {}
    for territory, rings in enumerate(geometry["rings"]):
        for number in (number for ring in rings for number in ring):
            seen.setdefault(max(number, ~number), []).append(territory)
    for arc, pair in seen.items():
        if len(pair) == 2:
            km = GEOD.line_length(*drawn_points(geometry["arcs"][arc], geometry["scale"])) / 1000
            key = tuple(sorted(pair))
            drawn[key] = drawn.get(key, 0) + km
    told = {(row[0], row[1]): row[2] / 10 for row in payload["late"]["edges"]}
    for pair, km in drawn.items():
        assert told[pair[0], pair[1]] == pytest.approx(km, rel=0.02, abs=0.6), pair
    assert sum(told.values()) == pytest.approx(sum(drawn.values()), rel=0.003)


def test_the_km_along_todays_frontiers_are_told_in_tenths(payload: Any, atlas: Atlas) -> None:
    """Kars meets Alexandropol along the frontier of Turkey and Armenia, and Kağızman along no frontier of today."""
    keys = sorted(atlas.territories)
    told = {(keys[row[0]], keys[row[1]]): row[2:] for row in payload["late"]["edges"]}
    km, _, outline = told["alexandropol", "kars"]
    assert outline == pytest.approx(km, rel=0.15)
    assert len(told["kagizman", "kars"]) == 2
    assert all(row[2] <= row[0] + 1 for row in told.values() if len(row) == 3)


def test_the_km_of_edges_and_coast_make_up_each_outline(atlas: Atlas) -> None:
    """Independent of the arcs: the parts of a landlocked territory's outline add up to its perimeter."""
    partition = Partition.read(atlas.territories_path)
    around: dict[str, float] = {}
    for edge in edges(atlas):
        assert edge.km > 0
        assert edge.outline_km <= edge.km + 1e-9
        for side in (edge.first, edge.second):
            around[side] = around.get(side, 0) + edge.km
    for inland in ("kars", "kagizman", "zangezur", "ardahan-north", "nor-bayazet"):
        perimeter = GEOD.geometry_length(partition.shapes[inland].boundary) / 1000
        assert around[inland] == pytest.approx(perimeter, rel=1e-3), inland


def test_an_authored_line_is_found_on_the_edge_it_cut(atlas: Atlas) -> None:
    found = {(edge.first, edge.second): edge for edge in edges(atlas)}
    assert found["kagizman", "surmalu"].lines[0] == "kagizman-surmalu"
    assert found["alexandropol", "kars"].lines == ()
    assert found["alexandropol", "kars"].outline_km == pytest.approx(found["alexandropol", "kars"].km, rel=0.15)
    assert {line for edge in found.values() for line in edge.lines} == set(atlas.lines) - OUTER


@pytest.mark.browser
def test_the_borders_in_time_are_those_of_the_atlas(payload: Any, atlas: Atlas, browser: Browser) -> None:
    """Each stretch in each layer, by the page's own code: when it became a border, and when it stopped."""
    source = "\n".join(
        (files("maps") / "js" / name).read_text(encoding="utf-8") for name in ("days.js", "model.js", "edges.js")
    )
    source = re.sub(r"^import .*\n|^export ", "", source, flags=re.MULTILINE)
    page = browser.new_page()
    keys = sorted(atlas.territories)
    answers = page.evaluate(
        """([source, raw]) => {
            const made = new Function(source + ";return { makeDays, makeModel, periodsOf, stretchesOf };")();
            const model = made.makeModel(raw, made.makeDays(raw.first));
            return raw.late.edges.map(([a, b]) => raw.layers.map((layer) =>
                made.stretchesOf(made.periodsOf(model, layer, { a, b })).map((one) => [one.a, one.border])));
        }""",
        [source, json.loads(json.dumps(payload))],
    )
    page.close()
    for (first, second, *_), layers in zip(payload["late"]["edges"], answers, strict=True):
        for layer, found in zip(LAYERS, layers, strict=True):
            assert found == border_days(atlas, keys[first], keys[second], layer), (keys[first], keys[second], layer)
