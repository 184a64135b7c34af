"""Who held which territory, when, in which sense, and by what cause."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import model_validator

from geo.dates import HistoricalDate
from geo.records import Certainty, EdtfDate, Record, Texts
from geo.sources import Citation, check_support

Layer = Literal["control", "title", "agreed", "claim"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
FULL_LAYERS: tuple[Layer, ...] = ("control", "title")
"""Layers in which every territory has exactly one row a day."""
Status = Literal["sovereign", "occupied", "protected", "autonomous", "mandate", "neutral", "demilitarised", "contested"]
STATUSES: tuple[Status, ...] = get_args(Status)
BasisKind = Literal[
    "treaty", "armistice", "agreement", "decision", "declaration", "capture", "withdrawal", "rising", "state"
]


class Variant(Record):
    """What another source says instead of the date adopted, or beside it."""

    date: EdtfDate | None = None
    says: Texts | None = None
    cite: tuple[Citation, ...]


class Basis(Record):
    """What made a holding begin: an article of a treaty, an armistice, an entry of troops, a declaration.

    Parameters
    ----------
    date
        The day it happened; for a treaty, the day it was signed.
    ratified, in_force, carried_out, ended
        Further dates of a treaty; absent where it never happened.
    mark
        Shown as a mark on the time bar.
    certainty
        `attested` needs a citation of one of the five texts, `standard` a reference, `inferred` a reason.
    variants, adopted
        What other sources say, and why the date above was taken.
    """

    id: str
    kind: BasisKind
    titles: Texts
    date: EdtfDate
    ratified: EdtfDate | None = None
    in_force: EdtfDate | None = None
    carried_out: EdtfDate | None = None
    ended: EdtfDate | None = None
    mark: bool = False
    certainty: Certainty
    cite: tuple[Citation, ...] = ()
    reason: Texts | None = None
    note: Texts | None = None
    variants: tuple[Variant, ...] = ()
    adopted: Texts | None = None

    @model_validator(mode="after")
    def _supported(self) -> Basis:
        check_support(self.certainty, self.cite, self.reason)
        if self.variants and self.adopted is None:
            raise ValueError("it lists variants but does not say why the date above was adopted")
        return self


class Holding(Record):
    """A dated row of the table of holders.

    Parameters
    ----------
    territory, party, basis
        Ids of the atlas.
    start, end
        Historical dates; the holding begins on the first day of `start` and is over on the first day of `end`.
        An open `end` means: to the end of the atlas.
    claimants
        Parties that dispute it; required where the party is `unsettled` or the status `contested`.
    """

    territory: str
    layer: Layer
    party: str
    status: Status
    start: EdtfDate
    end: EdtfDate | None = None
    basis: str
    claimants: tuple[str, ...] = ()
    certainty: Certainty
    note: Texts | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Holding:
        if self.end is not None and self.end.first <= self.start.first:
            raise ValueError(f"it ends on {self.end} and starts on {self.start}; a holding lasts at least one day")
        disputed = self.party == "unsettled" or self.status == "contested"
        if disputed and not self.claimants:
            raise ValueError("it is unsettled or contested but names no claimants")
        return self

    def covers(self, day: int) -> bool:
        """Return whether the holding includes `day` (an ordinal)."""
        return self.start.first <= day and (self.end is None or day < self.end.first)


def last_day_of(holding: Holding, otherwise: int) -> int:
    """Return the first day after a holding, or `otherwise` when it is open."""
    end: HistoricalDate | None = holding.end
    return otherwise if end is None else end.first
