"""Mountain ranges as ridge lines: drawn as context, never a cut of the partition."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from geo.records import PlainText, Record, Texts
from geo.territories import LonLat


class Ridge(Record):
    """The crest of a range, drawn by us along the watershed.

    Parameters
    ----------
    rank
        1 for the highest ground to 3 for the lowest that is drawn.
    basis
        The summits, passes and lines that the crest was drawn through.
    error_km
        How far the true crest may lie from it, in kilometres.
    passes
        Places of kind `pass` that lie on it.
    points
        Longitude, latitude in WGS84 degrees.
    """

    id: str
    names: Texts
    rank: Literal[1, 2, 3]
    basis: PlainText
    error_km: Annotated[float, Field(gt=0)]
    passes: tuple[str, ...] = ()
    points: Annotated[tuple[LonLat, ...], Field(min_length=2)]
