"""The authors' form of land: pieces that steps take, papers that speak of them, facts of the chronicle to prevent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from geo.holdings import Status
from geo.records import PlainText, Record, Texts
from scenarios.forms import Condition, Id


class Piece(Record):
    """Land that the campaign moves together: its holder is a variable that every act hands on.

    Parameters
    ----------
    territories
        What it consists of; by default the territory that bears its id.
    holders
        By word, who may hold it: party and status. Effects and conditions use the words: `kars = ankara`.
    names
        Needed where there are several territories; else the territory's own names serve.
    """

    id: Id
    names: Texts | None = None
    territories: tuple[str, ...] = ()
    holders: Annotated[dict[Id, tuple[str, Status]], Field(min_length=2)]

    @property
    def lands(self) -> tuple[str, ...]:
        """The territories it consists of."""
        return self.territories or (self.id,)


class Paper(Record):
    """What a treaty, an agreement or its lapse says of land while a condition holds.

    With `cause`, territories and holders are those of the atlas' rows of that cause in the layer (or of the
    `territories` named among them). Without it the paper is the scenario's own and gives its reason; without `party`
    nothing is agreed there (only `agreed`).
    """

    id: Id
    when: Condition
    layer: Literal["agreed", "title"]
    cause: str | None = None
    territories: tuple[str, ...] = ()
    party: str | None = None
    status: Status = "sovereign"
    claimants: tuple[str, ...] = ()
    reason: Texts | None = None

    @model_validator(mode="after")
    def _of_one_kind(self) -> Paper:
        if self.cause is None and (not self.territories or self.reason is None):
            raise ValueError("a paper without a cause of the atlas names its territories and gives its reason")
        if self.cause is not None and (self.party is not None or self.reason is not None):
            raise ValueError("with a cause, party and reason are the atlas'")
        if self.cause is None and self.party is None and self.layer == "title":
            raise ValueError("it leaves title without a holder; name a party")
        return self


class Fact(Record):
    """Something of the chronicle that a play can prevent: in which states it has happened.

    Parameters
    ----------
    of
        The events, treaties and causes that stand for it: a text linked to one of them presupposes the fact.
    when
        In which states it has happened; read by the campaign's variables and pieces.
    words
        By language, how texts speak of it as done: a text that holds one of them presupposes the fact, link or not.
    """

    of: Annotated[tuple[str, ...], Field(min_length=1)]
    when: Condition
    words: dict[str, tuple[PlainText, ...]] = {}
