"""The chronicle: what happened, who wanted what, who paid what, and who disagrees; every record with its sources.

Vocabulary and fields are explained with examples in docs/data-guide.md. Dates are `geo.dates.HistoricalDate`,
texts are given in Turkish and English, ids of places, parties, territories and causes are those of the atlas.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from geo.records import Certainty, EdtfDate, PlainText, Record, Texts
from geo.sources import Citation, check_support
from geo.territories import LonLat
from scenarios.stories import Story

EventKind = Literal[
    "letter", "note", "instruction", "minutes", "meeting", "speech", "decision", "law", "treaty", "negotiation",
    "armistice", "declaration", "battle", "campaign", "occupation", "withdrawal", "rising", "massacre", "shipment",
    "mission", "visit", "appointment", "death", "publication", "organisation", "incident", "conference", "other",
]  # fmt: skip
TreatyKind = Literal["treaty", "armistice", "agreement", "draft", "convention", "protocol", "law"]
Stance = Literal["demand", "offer", "refusal", "acceptance", "reservation", "promise"]
Stage = Literal["requested", "promised", "sent", "delivered", "total"]
School = Literal[
    "turkish", "soviet", "russian", "western", "armenian", "georgian", "azerbaijani", "greek", "kurdish", "assyrian",
    "molokan", "other",
]  # fmt: skip
Cited = Annotated[tuple[Citation, ...], Field(min_length=1)]


class Fact(Record):
    """What every statement of the chronicle carries: how sure it is, and where it stands.

    `attested` needs a citation of one of the five texts, `standard` a reference that was opened, `inferred` a reason.
    """

    certainty: Certainty
    cite: tuple[Citation, ...] = ()
    reason: Texts | None = None
    note: Texts | None = None

    @model_validator(mode="after")
    def _supported(self) -> Fact:
        check_support(self.certainty, self.cite, self.reason)
        return self


class Label(Record):
    """A word of the chronicle's own lists: a thread, a matter on the agenda, a question."""

    id: str
    names: Texts
    note: Texts | None = None


class SentencesRead(Record):
    """Sentences of a text that no witness vouches for and that were read again: told by a record, or set aside and why.

    Each stands as its first and last line, such as `593-596`.
    """

    id: str
    told: tuple[str, ...] = ()
    aside: dict[str, Texts] = {}


class Office(Fact):
    """What a person was, from `start` to `end`, for a party or an organisation."""

    title: Texts
    party: str | None = None
    organisation: str | None = None
    start: EdtfDate | None = None
    end: EdtfDate | None = None


class Person(Record):
    """A person, with the spellings found in the texts (damaged print included) repaired once, here."""

    id: str
    names: dict[str, PlainText]
    spellings: dict[str, tuple[PlainText, ...]] = {}
    born: EdtfDate | None = None
    died: EdtfDate | None = None
    offices: tuple[Office, ...] = ()
    note: Texts | None = None


class Organisation(Fact):
    """A party, society, army or committee that is not a government."""

    id: str
    names: Texts
    start: EdtfDate | None = None
    end: EdtfDate | None = None


class Event(Fact):
    """A dated happening.

    Parameters
    ----------
    places
        Ids of places; the mark stands on the first.
    sender, to
        Of a letter, note or instruction: party or person ids (`from` and `to` in the file).
    answers
        The event that it answers.
    bases
        Causes of the atlas that this event is.
    effect
        Of a battle: how it shifted the leverage.
    view_missing
        Ids of `views.yaml`: whose own account of it was not found.
    """

    id: str
    kind: EventKind
    date: EdtfDate
    date_note: Texts | None = None
    places: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    threads: Annotated[tuple[str, ...], Field(min_length=1)]
    titles: Texts
    summaries: Texts
    sender: Annotated[tuple[str, ...], Field(alias="from")] = ()
    to: tuple[str, ...] = ()
    sent: EdtfDate | None = None
    arrived: EdtfDate | None = None
    asks: Texts | None = None
    answers: str | None = None
    treaty: str | None = None
    bases: tuple[str, ...] = ()
    effect: Texts | None = None
    view_missing: tuple[str, ...] = ()


class Ratification(Fact):
    """That one party ratified a treaty."""

    party: str
    date: EdtfDate


class Moves(Record):
    """The territories that an article moves, and the cause of the atlas under which their holdings stand."""

    basis: str
    territories: Annotated[tuple[str, ...], Field(min_length=1)]


class Article(Fact):
    """One article of a treaty: what it says and does, in our words."""

    number: PlainText
    titles: Texts
    effects: Texts
    items: tuple[str, ...] = ()
    moves: Moves | None = None


class Treaty(Fact):
    """A treaty with its dates: signed, ratified, in force, carried out, ended. A date that never came is absent."""

    id: str
    titles: Texts
    kind: TreatyKind
    signatories: Annotated[tuple[str, ...], Field(min_length=1)]
    signed: EdtfDate | None = None
    ratified: tuple[Ratification, ...] = ()
    in_force: EdtfDate | None = None
    carried_out: EdtfDate | None = None
    ended: EdtfDate | None = None
    place: str | None = None
    basis: str | None = None
    summaries: Texts
    articles: tuple[Article, ...] = ()


class Position(Fact):
    """What a party demanded, offered, refused or promised on a matter of the agenda, on a date."""

    id: str
    date: EdtfDate
    party: str
    to: str | None = None
    item: str
    stance: Stance
    says: Texts
    event: str | None = None


class Goods(Record):
    """An exact quantity with its unit, as the source gives it; none where the source gives no figure."""

    what: PlainText
    quantity: Annotated[Decimal, Field(ge=0)] | None = None
    unit: PlainText | None = None
    name: Texts | None = None

    @model_validator(mode="after")
    def _figure_has_its_unit(self) -> Goods:
        if (self.quantity is None) != (self.unit is None):
            raise ValueError("a quantity needs its unit, and a unit its quantity")
        return self


class Aid(Fact):
    """Gold, arms or money requested, promised, sent, delivered, or totalled by a historian."""

    id: str
    stage: Stage
    date: EdtfDate
    sender: Annotated[str, Field(alias="from")]
    to: str
    goods: Annotated[tuple[Goods, ...], Field(min_length=1)]
    carrier: tuple[str, ...] = ()
    route: str | None = None
    port: str | None = None
    by: Texts | None = None
    event: str | None = None


class Route(Fact):
    """The way of a shipment or a delegation; points are lon, lat in WGS84 degrees, sea legs schematic."""

    id: str
    names: Texts
    mode: Literal["sea", "land", "rail", "mixed"]
    places: Annotated[tuple[str, ...], Field(min_length=2)]
    points: Annotated[tuple[LonLat, ...], Field(min_length=2)]


class Reading(Fact):
    """How a historian or a school interprets an event or a treaty."""

    id: str
    question: str
    on: tuple[str, ...] = ()
    school: School
    historian: Texts
    says: Texts


class Version(Record):
    """What one source, or several, say of a disputed fact."""

    says: Texts
    cite: Cited


class Discrepancy(Record):
    """A contradiction between sources, kept; `adopted` counts the variants from 1, 0 leaves it open."""

    id: str
    question: Texts
    on: tuple[str, ...] = ()
    variants: Annotated[tuple[Version, ...], Field(min_length=2)]
    adopted: Annotated[int, Field(ge=0)]
    why: Texts
    note: Texts | None = None

    @model_validator(mode="after")
    def _adopts_a_variant(self) -> Discrepancy:
        if self.adopted > len(self.variants):
            raise ValueError(f"it adopts variant {self.adopted} of {len(self.variants)}")
        return self

    def versions(self) -> Iterator[tuple[Version, bool]]:
        """Yield each variant with whether it is the adopted one; nobody else counts what `adopted` counts."""
        for number, one in enumerate(self.variants, start=1):
            yield one, number == self.adopted


@dataclass(frozen=True, eq=False)
class Chronicle:
    """All records by id, in order of date where they have one."""

    threads: Mapping[str, Label]
    views: Mapping[str, Label]
    items: Mapping[str, Label]
    questions: Mapping[str, Label]
    persons: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    events: Mapping[str, Event]
    treaties: Mapping[str, Treaty]
    positions: Mapping[str, Position]
    aid: Mapping[str, Aid]
    routes: Mapping[str, Route]
    readings: Mapping[str, Reading]
    discrepancies: Mapping[str, Discrepancy]
    stories: Mapping[str, Story]
    folder: Path
    files: Mapping[tuple[str, str], str] = field(repr=False)
    """File of each record, by the name of its model and its id."""
    sentences: Mapping[str, SentencesRead] = field(default_factory=dict)
    """By text: the sentences without a witness that were read again."""
    unread: Collection[str] = field(default=(), repr=False)
    """Ids of the records that could not be read; see `geo.reading.Reader`."""
