"""Checks of the partition: valid shapes, no gap, no overlap, and every territory needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo.errors import DataError, Problem, causes
from geo.holdings import LAYERS, Holding

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.load import Atlas


def topology_problems(atlas: Atlas) -> list[Problem]:
    """Return what is wrong with the shapes: unreadable, invalid, overlapping, exchanged, or two that never differ."""
    from geo.geometry import Partition

    try:
        Partition.read(atlas.frame_path, areas=False)
        partition = atlas.partition
    except DataError as error:
        return list(error.problems)
    from shapely import coverage_invalid_edges, coverage_is_valid

    keys = sorted(partition.shapes)
    shapes = [partition.shapes[key] for key in keys]
    file = atlas.territories_path.name
    problems = []
    if not coverage_is_valid(shapes):
        bad = [key for key, edge in zip(keys, coverage_invalid_edges(shapes), strict=True) if not edge.is_empty]
        problems += [
            Problem(file, 0, f"{key}: its edges and its neighbours' do not match.", "Run make data.") for key in bad
        ]
    return [*problems, *_elsewhere(atlas), *causes(_never_told_apart(atlas), atlas.unread)]


def _elsewhere(atlas: Atlas) -> Iterator[Problem]:
    """Every territory lies where its own points are."""
    from shapely import covers, points

    for key, one in atlas.territories.items():
        shape = atlas.partition.shapes.get(key)
        outside = [] if shape is None else [at for at in one.inside if not covers(shape, points(at))]
        if outside:
            what = f"{key}: its point {list(outside[0])} does not lie in its shape."
            yield Problem("territories.yaml", 0, what, "Mend the point, or run make data.")


def neighbours(atlas: Atlas) -> Iterator[tuple[str, str, BaseGeometry]]:
    """Yield the pairs of territories that share a border (more than a point), once and sorted, and that border."""
    from shapely import STRtree, intersection, length

    keys = sorted(atlas.partition.shapes)
    tree = STRtree([atlas.partition.shapes[key] for key in keys])
    pairs = sorted((one, other) for one, other in tree.query(tree.geometries, predicate="touches").T if one < other)
    ones, others = zip(*pairs, strict=True) if pairs else ((), ())
    borders = intersection(tree.geometries.take(ones), tree.geometries.take(others))
    for one, other, border, long in zip(ones, others, borders, length(borders), strict=True):
        if long > 0:
            yield keys[one], keys[other], border


def _never_told_apart(atlas: Atlas) -> Iterator[Problem]:
    """Every territory must be needed: some layer tells it from each neighbour on some day."""
    signature = {
        key: frozenset(_facts(row) for layer in LAYERS for row in atlas.history(key, layer))
        for key in atlas.territories
    }
    for one, other, _ in neighbours(atlas):
        if one in signature and other in signature and signature[one] == signature[other]:
            what = f"{one} and {other} are neighbours and no layer ever tells them apart."
            yield Problem("territories.yaml", 0, what, "Join them, or add the holding that needs the line.", one)


def _facts(row: Holding) -> tuple[str, str, str, int, int]:
    return (row.layer, row.party, row.status, row.start.first, row.end.first if row.end else 0)
