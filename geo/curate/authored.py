"""Reads the two authored files: the cut lines and the labels of the territories.

Coordinates are WGS84 degrees, longitude first.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from shapely.geometry import LineString, Point

from geo.curate.errors import AuthoredDataError


@dataclass(frozen=True)
class CutLine:
    """A line of ``lines.yaml``: its id and its course in lon, lat degrees."""

    id: str
    course: LineString


@dataclass(frozen=True)
class Label:
    """A territory of ``territories.yaml``: its id and at least one point (lon, lat degrees) in each of its faces."""

    id: str
    inside: tuple[Point, ...]


def _load(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file."""
    with path.open(encoding="utf-8") as stream:
        content = yaml.safe_load(stream)
    if not isinstance(content, dict):
        raise AuthoredDataError(f"{path.name}: expected ids with their fields, found {type(content).__name__}")
    return content


def _positions(path: Path, key: str, record: Any, field: str) -> list[tuple[float, float]]:
    """Return the lon, lat pairs in ``field`` of a record."""
    try:
        return [(float(lon), float(lat)) for lon, lat in record[field]]
    except (KeyError, TypeError, ValueError) as error:
        raise AuthoredDataError(f"{path.name}, {key}: {field} must be a list of [lon, lat] pairs") from error


def read_lines(path: Path) -> list[CutLine]:
    """Return the cut lines in the order of the file."""
    return [CutLine(key, LineString(_positions(path, key, record, "points"))) for key, record in _load(path).items()]


def read_labels(path: Path) -> list[Label]:
    """Return the territories sorted by id."""
    labels = []
    for key, record in sorted(_load(path).items()):
        points = _positions(path, key, record, "inside")
        if not points:
            raise AuthoredDataError(f"{path.name}, {key}: inside needs at least one point")
        labels.append(Label(key, tuple(Point(position) for position in points)))
    return labels
