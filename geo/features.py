"""The built GeoJSON files of a data folder, read and checked in one place: by the loader, the checks and the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from geo.errors import DataError, Problem
from geo.parsing import plain_text

KINDS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Feature:
    """A shape of the file: id (a number in a file without areas), area in km², geometry as GeoJSON has it."""

    id: str
    area_km2: float
    geometry: dict[str, Any]


def read_features(path: Path, *, areas: bool = True) -> dict[str, Feature]:
    """Return the features of a file by id.

    Raises
    ------
    DataError
        If the file is missing or broken, or a feature has no id or no area above 0 (where `areas`), or is no polygon.
    """
    try:
        content = json.loads(plain_text(path), parse_constant=_no_number)
        features = _of_type("FeatureCollection", content)["features"]
        found = [_feature(one, number, areas=areas) for number, one in enumerate(features)]
    except FileNotFoundError:
        raise DataError([Problem(path.name, 0, "the file is missing.", "Run make data.")]) from None
    except RecursionError:
        raise DataError([Problem(path.name, 0, "it goes deeper than any shape.", "Run make data.")]) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"it is not a built file of shapes: {error}."
        raise DataError([Problem(path.name, 0, what, "Run make data.")]) from error
    by_id = {one.id: one for one in found}
    if len(by_id) < len(found):
        raise DataError([Problem(path.name, 0, "an id occurs twice.", "Run make data.")])
    return by_id


def _of_type(kind: str, raw: dict[str, Any]) -> dict[str, Any]:
    if raw["type"] != kind:
        raise ValueError(f"a {raw['type']!r} stands where a {kind} should")
    return raw


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number of a shape")


def _feature(raw: dict[str, Any], number: int, *, areas: bool) -> Feature:
    about = _of_type("Feature", raw)["properties"] if areas else {"id": number, "area_km2": 0.0}
    key, area = str(about["id"]), about["area_km2"]
    kind = raw["geometry"]["type"]
    if kind not in KINDS:
        raise ValueError(f"{key}: the geometry is a {kind}, no polygon")
    if areas and not (isinstance(area, (int, float)) and isfinite(area) and area > 0):
        raise ValueError(f"{key}: {area!r} is no area in km²")
    return Feature(key, float(area), raw["geometry"])
