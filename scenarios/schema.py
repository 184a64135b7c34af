"""The authors' form of a scenario: YAML with words, which `scenarios.expand` turns into a kernel.

docs/scenario-guide.md explains every field beside a small complete act. Conditions are written `lev >= 2` or as
`{all: [...]}`, `{any: [...]}`, `{not: ...}`; effects as `lev +1`, `enver = gone`, or `{when: ..., do: [...]}`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from geo.records import Certainty, EdtfDate, Record, Texts
from geo.sources import Citation, Reference, TextCitation
from scenarios.fates import NO_OPTION, OPEN
from scenarios.forms import Change, Condition, Id, Lines, Prose
from scenarios.land import Fact, Paper, Piece

Sure = Literal[Certainty, "invented"]


class Grounded(Record):
    """What every step, option and weight says about itself: how sure it is, and where it comes from.

    `attested` needs a citation of one of the five texts or an event of the chronicle, `standard` a reference or an
    event, `inferred` and `invented` a reason.
    """

    certainty: Sure
    cite: tuple[Citation, ...] = ()
    events: tuple[str, ...] = ()
    reason: Texts | None = None

    @model_validator(mode="after")
    def _grounded(self) -> Grounded:
        kinds = {type(one) for one in self.cite}
        if self.certainty == "attested" and TextCitation not in kinds and not self.events:
            raise ValueError("it is called attested but cites no text and no event of the chronicle")
        if self.certainty == "standard" and Reference not in kinds and not self.events:
            raise ValueError("it is called standard but cites no reference and no event of the chronicle")
        if self.certainty in ("inferred", "invented") and self.reason is None:
            raise ValueError(f"it is called {self.certainty} but gives no reason")
        return self


class VariableSpec(Record):
    """A variable: either `size` (0 to size-1) or named `values`; `start` is its first value.

    `goodwill` marks the variables (such as trust) that a conciliatory seat likes to raise and a hard one does not mind.
    """

    names: Texts
    size: Annotated[int, Field(ge=2, le=64)] | None = None
    values: tuple[str, ...] = ()
    labels: dict[str, Texts] = {}
    start: str | int = 0
    public: bool = True
    goodwill: bool = False
    note: Texts | None = None

    @model_validator(mode="after")
    def _one_domain(self) -> VariableSpec:
        if (self.size is None) == (not self.values):
            raise ValueError("give either size or values")
        if not self._is_value(self.start):
            known = ", ".join(self.values) if self.values else f"0 to {(self.size or 0) - 1}"
            raise ValueError(f"start {self.start!r} is none of its values: {known}")
        return self

    def _is_value(self, start: str | int) -> bool:
        return start in self.values if isinstance(start, str) else 0 <= start < (self.size or len(self.values))


class Weight(Record):
    """How likely or how wanted something is; `low` and `high` bound what is invented."""

    value: Annotated[int, Field(ge=0, le=1000)]
    low: Annotated[int, Field(ge=0, le=1000)] | None = None
    high: Annotated[int, Field(ge=0, le=1000)] | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Weight:
        low, high = self.value if self.low is None else self.low, self.value if self.high is None else self.high
        if not low <= self.value <= high:
            raise ValueError(f"the value {self.value} lies outside {low}–{high}")
        return self


class WeightWhen(Weight):
    """Another weight for the same option where a condition holds; the first that holds counts."""

    when: Condition


class Option(Grounded):
    """One way a decision or a chance may go.

    Parameters
    ----------
    historical
        True for the one that happened.
    thought_of_by
        Who considered it at the time, for alternatives.
    says
        What it means, in one or two sentences; shown before the choice.
    after
        What is told once it is chosen.
    """

    id: Id
    titles: Prose
    says: Prose
    after: Prose | None = None
    historical: bool = False
    thought_of_by: Texts | None = None
    when: Condition | None = None
    weight: Weight
    weights: tuple[WeightWhen, ...] = ()
    effects: tuple[Change, ...] = ()


class ItemOption(Grounded):
    """One outcome of an item; `worth` is each seat's utility from 0 to 100 (ranks are better founded than numbers)."""

    id: Id
    titles: Texts
    text: Prose
    historical: bool = False
    worth: dict[str, Weight]
    red_line: tuple[str, ...] = ()
    thought_of_by: Texts | None = None
    effects: tuple[Change, ...] = ()

    @model_validator(mode="after")
    def _told_apart(self) -> ItemOption:
        if self.id in NO_OPTION:
            raise ValueError(f"{self.id!r} is what is said of an item without an option; give the option another id")
        return self


class Item(Record):
    """A matter on the agenda; the variable of its id is 0 while open, then the number of the option in the text."""

    id: Id
    topic: str
    titles: Texts
    consent: Annotated[tuple[str, ...], Field(min_length=1)]
    may_stay_open: bool = False
    options: Annotated[tuple[ItemOption, ...], Field(min_length=2, max_length=6)]

    @property
    def words(self) -> tuple[str, ...]:
        """What each number in a text stands for: `open`, then the ids of the options."""
        return (OPEN, *(one.id for one in self.options))


class Shift(Record):
    """What leverage, trust or news add to a seat's worth of an option, where a condition on `reads` holds."""

    when: Condition
    seat: str
    item: str | None = None
    option: str | None = None
    add: Annotated[int, Field(ge=-100, le=100)]
    low: int | None = None
    high: int | None = None
    reason: Texts


class Basket(Record):
    """A conference on one negotiating text: seats speak in turn and amend it until all accept it or one breaks off.

    Parameters
    ----------
    seats
        In the order in which they speak.
    rounds
        How often each seat speaks.
    reads
        The only variables that worth and walk-away may depend on.
    walk_away
        Mean worth below which a seat rather leaves, by seat.
    falls
        When what was sealed here does not stand: a later step that was to sign it has gone without.
    history
        The historical moves; found automatically from the historical options when absent.
    """

    seats: Annotated[tuple[str, ...], Field(min_length=2, max_length=3)]
    rounds: Annotated[int, Field(ge=1, le=5)]
    reads: tuple[str, ...] = ()
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=5)]
    shifts: tuple[Shift, ...] = ()
    walk_away: dict[str, Weight]
    walk_away_shifts: tuple[Shift, ...] = ()
    on_seal: tuple[Change, ...] = ()
    on_break: tuple[Change, ...] = ()
    broken: Prose
    falls: Condition | None = None
    history: tuple[str, ...] = ()

    @property
    def consenting(self) -> tuple[str, ...]:
        """The seats whose consent the text needs, in the order in which they speak."""
        return tuple(seat for seat in self.seats if any(seat in item.consent for item in self.items))


class Step(Grounded):
    """A dated step: an event that happens, a chance, a decision of one party, or a basket.

    Of a `secret` decision the other seats learn only that it was taken. A step of the `world` (a front, a departure, a
    change of government) goes on also where the act's conference is void.
    """

    id: Id
    kind: Literal["event", "chance", "decision", "basket"]
    date: EdtfDate
    titles: Prose
    says: Prose
    view_missing: tuple[str, ...] = ()
    secret: bool = False
    world: bool = False
    actor: str | None = None
    when: Condition | None = None
    effects: tuple[Change, ...] = ()
    options: tuple[Option, ...] = ()
    basket: Basket | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Step:
        if self.kind in ("chance", "decision") and len(self.options) < 2:
            raise ValueError(f"a {self.kind} needs at least two options")
        if self.kind in ("chance", "decision") and sum(one.historical for one in self.options) != 1:
            raise ValueError("exactly one option is historical")
        if self.kind == "decision" and self.actor is None:
            raise ValueError("a decision needs an actor")
        if self.kind == "basket" and self.basket is None:
            raise ValueError("a basket needs its basket")
        return self


class Ending(Record):
    """How an act may end; the first whose condition holds is the one. `rare` explains one below 1 %."""

    id: Id
    titles: Texts
    text: Prose
    when: Condition
    rare: Texts | None = None


class Brief(Record):
    """What a seat is told as the act opens: red lines, what it knows.

    `public` may be read by all, `secret` by the seat only.
    """

    public: Lines
    secret: Lines


class Seat(Record):
    """A party at the table."""

    party: str
    titles: Texts
    people: Prose
    brief: Brief
    aims: Lines = ()

    def lines(self) -> tuple[tuple[str, Lines], ...]:
        """Return what the seat is told, line by line: `public`, `secret` and `aims`."""
        return ("public", self.brief.public), ("secret", self.brief.secret), ("aims", self.aims)


class Void(Record):
    """When nobody negotiates in an act, and why: an ending of its own. Steps of the world go on."""

    when: Condition
    titles: Texts
    text: Prose


class Act(Record):
    """A playable negotiation: consecutive dated steps, its seats, stakes and endings.

    `stakes` is the land that its map opens on; figures count all land that the campaign can move.
    """

    id: Id
    titles: Texts
    opening: Prose
    start: EdtfDate
    end: EdtfDate
    seats: dict[str, Seat]
    carries: tuple[str, ...] = ()
    variables: dict[str, VariableSpec] = {}
    stakes: Annotated[tuple[str, ...], Field(min_length=1)]
    void: Void | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    endings: Annotated[tuple[Ending, ...], Field(min_length=1)]
    notes: Prose | None = None


class Campaign(Record):
    """The scenario file: names, the variables that acts hand on, land, papers, and the order of the acts."""

    id: Id
    titles: Texts
    summary: Texts
    variables: dict[str, VariableSpec]
    pieces: tuple[Piece, ...] = ()
    changes: dict[Id, tuple[Change, ...]] = {}
    papers: tuple[Paper, ...] = ()
    facts: dict[Id, Fact] = {}
    acts: Annotated[tuple[str, ...], Field(min_length=1)]
