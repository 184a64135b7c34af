"""The smallest pieces of ground that no line of the period splits, and the lines that cut them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from geo.records import EdtfDate, PlainText, Record, Texts
from geo.sources import Citation

LonLat = tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]]
"""Longitude, then latitude, in WGS84 degrees."""


class Territory(Record):
    """One piece of the partition. It never changes shape; only its holders change.

    Parameters
    ----------
    unit_1914
        The oblast and uezd, or vilayet and sanjak, that it belonged to in 1914.
    today
        ISO 3166 code of the state it lies in today.
    inside
        A point in each face that belongs to it, longitude first.
    area_km2
        Area on an equal-area projection, from the built partition.
    """

    id: str
    names: Texts
    names_then: tuple[PlainText, ...] = ()
    unit_1914: Texts
    today: str
    inside: Annotated[tuple[LonLat, ...], Field(min_length=1)]
    area_km2: float = 0.0


class Line(Record):
    """A cut of the partition, drawn by us.

    Parameters
    ----------
    reason
        Why there is a line, shown to readers.
    basis
        What it was drawn from.
    error_km
        How far it may lie from the true line.
    since
        Day of the armistice that made it; before that day troops who face each other there stand on a front.
    """

    id: str
    names: Texts
    kind: Literal["frontier", "unit", "front", "armistice", "treaty", "zone", "inference"]
    reason: Texts
    basis: Texts
    error_km: Annotated[float, Field(gt=0)]
    since: EdtfDate | None = None
    cite: tuple[Citation, ...] = ()
    points: Annotated[tuple[LonLat, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _dated(self) -> Line:
        if (self.kind == "armistice") != (self.since is not None):
            raise ValueError("`since` is the day of an armistice: a line of that kind has one, and no other does")
        return self


class Water(Record):
    """Rivers, lakes and the baselines of sea names, drawn as context; coordinates are lon, lat."""

    class River(Record):
        """An authored course, `rank` 1 for the great rivers."""

        names: Texts
        rank: Literal[1, 2]
        points: Annotated[tuple[LonLat, ...], Field(min_length=2)]

    class Lake(Record):
        """A lake as a ring."""

        names: Texts
        ring: Annotated[tuple[LonLat, ...], Field(min_length=4)]

    class Sea(Record):
        """The line along which a sea's name is written; names in capitals."""

        names: Texts
        line: Annotated[tuple[LonLat, ...], Field(min_length=2)]

    rivers: dict[str, River]
    lakes: dict[str, Lake]
    seas: dict[str, Sea]
