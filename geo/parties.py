"""Governments and movements that may hold a territory."""

from __future__ import annotations

from typing import Literal

from geo.records import EdtfDate, Record, Texts


class Party(Record):
    """A government or movement with its own dates, in a lineage that shares a colour.

    Parameters
    ----------
    label
        Name on the map, in capitals, stored per language because Turkish capitals cannot be computed safely.
    short
        Name where there is little room, such as the legend; without it the name stands there.
    stage
        `ssr` for the Soviet stage of a lineage.
    joint
        Members of a joint party.
    start, end
        Dates between which it may hold land; `end` exclusive.
    """

    id: str
    names: Texts
    label: Texts
    short: Texts | None = None
    lineage: str
    stage: Literal["ssr"] | None = None
    joint: tuple[str, ...] = ()
    start: EdtfDate
    end: EdtfDate
