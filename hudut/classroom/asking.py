"""What a client may send: every body, checked to the letter before anything looks at it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Word = Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z0-9._ -]*$")]
Key = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]
Letter = Annotated[str, Field(min_length=1, max_length=600)]


class Body(BaseModel):
    """Nothing beyond the fields, no guessing of types. `key` is made by the client; sent twice it counts once."""

    model_config = ConfigDict(extra="forbid", strict=True)
    key: Key


class Join(BaseModel):
    """Room code and nickname; `again` is the code with which a pupil comes back from another device.

    Sent twice with one `key`, because the answer was lost, it lets in once.
    """

    model_config = ConfigDict(extra="forbid", strict=True)
    code: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(max_length=2000)]
    again: Annotated[str, Field(max_length=40)] = ""
    key: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9-]*$")] = ""


class Sit(Body):
    """A place: table and seat; `any` for the emptiest, an empty seat to watch."""

    table: Annotated[int, Field(ge=0, le=99)] = 0
    seat: Word = ""
    any: bool = False


class Move(Body):
    """A turn of one or more moves (amendments, then the word on), at how many entries of the log, and why."""

    moves: Annotated[list[Word], Field(min_length=1, max_length=4)]
    at: Annotated[int, Field(ge=0, le=100_000)]
    why: Annotated[str, Field(max_length=280)] = ""


class Back(Body):
    """A vote on the turn that one's delegation proposes, at how many entries of the log."""

    at: Annotated[int, Field(ge=0, le=100_000)]
    yes: bool


class Say(Body):
    """A letter to some seats, or to the whole table."""

    to: Annotated[list[Word], Field(max_length=8)] = []
    text: Letter


class Draft(Body):
    """What changes in a delegation's text for a basket: options by item, empty to leave one open; the rest stays."""

    step: Word
    text: Annotated[dict[Word, Word], Field(max_length=8)]


class Vote(Body):
    """A vote on the delegation's draft."""

    step: Word
    yes: bool


class Offer(Body):
    """Show the delegation's draft to the others."""

    step: Word


class Forecast(Body):
    """What a delegation expects of others at a step, in a round of a table of one article: per cent by outcome."""

    step: Word
    item: Word = ""
    round: Annotated[int, Field(ge=0, le=9)] = 0
    shares: Annotated[dict[Word, Annotated[int, Field(ge=0, le=100)]], Field(max_length=8)]


class SetUp(Body):
    """A new room."""

    act: Word
    minutes: Annotated[int, Field(ge=5, le=240)]
    tables: Annotated[int, Field(ge=1, le=12)]
    begin: Literal["opening", "conference", "plan"] = "opening"
    wait: Annotated[int, Field(ge=0, le=3600)] = 90
    votes: Literal["free", "majority", "consensus", "speaker"] = "free"
    policies: Annotated[dict[Word, Word], Field(max_length=12)]


class Lead(Body):
    """A word of the teacher; which fields count depends on the action."""

    table: Annotated[int, Field(ge=0, le=99)] = 0
    step: Word = ""
    plan: Word = ""
    seat: Word = ""
    policy: Word = ""
    person: Word = ""
    to: Word = ""
    along: Annotated[list[Word], Field(max_length=12)] = []
    text: Annotated[str, Field(max_length=600)] = ""
    on: bool = True
