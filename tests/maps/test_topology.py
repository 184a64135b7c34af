"""Packing the partition: shared arcs once, coast told from land edges, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.load import Atlas
from maps import topology
from maps.topology import pack, pack_points, read_topology

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
COORDINATE = st.integers(-200_000, 200_000)


def unpack(text: str) -> list[tuple[int, int]]:
    """The reading side, as the browser does it."""
    values, value, shift = [], 0, 0
    for letter in text:
        digit = LETTERS.index(letter)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            values.append((value >> 1) ^ -(value & 1))
            value = shift = 0
    points, x, y = [], 0, 0
    for dx, dy in zip(values[::2], values[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


@given(st.lists(st.tuples(COORDINATE, COORDINATE)))
def test_packed_points_come_back(points: list[tuple[int, int]]) -> None:
    assert unpack(pack_points(points)) == points


def square(name: str, west: float, east: float) -> dict[str, Any]:
    ring = [[west, 40], [east, 40], [east, 41], [west, 41], [west, 40]]
    return {"type": "Feature", "properties": {"id": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def test_two_squares_share_one_arc_and_the_coast_is_told_from_land() -> None:
    packed = pack(collection(square("left", 40, 41), square("right", 41, 42)), collection(square("land", 42, 50)))
    used = [abs(arc + (arc < 0)) for shape in packed["rings"] for ring in shape for arc in ring]
    assert packed["ids"] == ["left", "right"]
    assert len({arc for arc in used if used.count(arc) == 2}) == 1
    # Only the eastern side of the right square has land beyond it.
    assert len(packed["land"]) == 1
    assert [len(unpack(packed["arcs"][arc])) for arc in packed["land"]] == [2]


def test_a_geometry_is_packed_once_until_its_files_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    land, around = tmp_path / "territories.geojson", tmp_path / "frame.geojson"
    land.write_text(collection(square("left", 40, 41), square("right", 41, 42)), "utf-8")
    around.write_text(collection(square("land", 42, 50)), "utf-8")
    texts = []

    def packing(*of: str) -> dict[str, Any]:
        texts.append(of[0])
        return pack(*of)

    monkeypatch.setattr(topology, "pack", packing)
    found = read_topology(land, around)
    found.clear()  # whose it is, is the caller's affair
    assert read_topology(land, around) == pack(texts[0], around.read_text("utf-8"))
    assert len(texts) == 1
    land.write_text(collection(square("left", 40, 41), square("east", 41, 42)), "utf-8")
    assert read_topology(land, around)["ids"] == ["left", "east"]
    assert len(texts) == 2


def test_rings_of_the_real_partition_are_closed(atlas: Atlas) -> None:
    packed = read_topology(atlas.territories_path, atlas.frame_path)
    arcs = [unpack(text) for text in packed["arcs"]]
    for shape in packed["rings"]:
        for ring in shape:
            ends = [(arcs[n][0], arcs[n][-1]) if n >= 0 else (arcs[~n][-1], arcs[~n][0]) for n in ring]
            following = [*ends[1:], ends[0]]
            assert all(end == start for (_, end), (start, _) in zip(ends, following, strict=True))
