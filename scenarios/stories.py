"""Stories: guided tours of the map, told stop by stop. Fields with examples: docs/data-guide.md."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from geo.dates import HistoricalDate
from geo.holdings import Layer
from geo.records import EdtfDate, PlainText, Record, Texts
from geo.sources import Citation
from geo.words import WRITTEN

WORDS = (60, 120)
"""Fewest and most words of a stop, in each language: what is read aloud in half a minute to a minute."""
STOPS = (6, 12)
"""Fewest and most stops of a story."""
_LONGEST_TITLE = 60


def _one_day(value: HistoricalDate) -> HistoricalDate:
    if not value.precise:
        raise ValueError(f"{value.text} is not one day; a stop shows the map of one day, such as 1921-03-16")
    return value


def _speakable(value: dict[str, str]) -> dict[str, str]:
    for language, text in ((language, value[language]) for language in WRITTEN):
        count = len(text.split())
        if not WORDS[0] <= count <= WORDS[1]:
            raise ValueError(f"the text in {language} has {count} words; a stop has {WORDS[0]} to {WORDS[1]}")
    return value


def _short(value: dict[str, str]) -> dict[str, str]:
    for language, text in ((language, value[language]) for language in WRITTEN):
        if len(text) > _LONGEST_TITLE:
            raise ValueError(f"the title in {language} has {len(text)} letters; at most {_LONGEST_TITLE} fit")
    return value


def _box(value: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = value
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise ValueError(f"{list(value)} is no box; write [west, south, east, north] in degrees")
    return value


Day = Annotated[EdtfDate, AfterValidator(_one_day)]
Title = Annotated[Texts, AfterValidator(_short)]
Spoken = Annotated[Texts, AfterValidator(_speakable)]
Box = Annotated[tuple[float, float, float, float], AfterValidator(_box)]
Ids = tuple[PlainText, ...]


class Stop(Record):
    """One page of a story, and what the map shows beside it.

    Parameters
    ----------
    day
        The day of the map; stops of a story stand in the order of their days.
    layer
        The layer of the map.
    view
        `frontier` or `wide`: the two frames of the page.
    box
        What the map shows instead of a view: west, south, east, north in WGS84 degrees.
    lit
        Territories that are spoken of; the others lie under a veil. None: nothing is veiled.
    select
        A territory or place that is chosen on the map.
    route
        A route of the chronicle that is drawn.
    events, treaties, bases
        What the stop rests on; the sources of these stand under its text. The first event is marked on the map.
    readings, discrepancies
        How historians read it, and where sources disagree; both stand under the text.
    cite
        Citations for what none of these records says.
    """

    day: Day
    layer: Layer = "control"
    view: Literal["frontier", "wide"] = "frontier"
    box: Box | None = None
    lit: Ids = ()
    select: str | None = None
    route: str | None = None
    titles: Title
    text: Spoken
    events: Ids = ()
    treaties: Ids = ()
    bases: Ids = ()
    readings: Ids = ()
    discrepancies: Ids = ()
    cite: tuple[Citation, ...] = ()

    @model_validator(mode="after")
    def _rests_on_something(self) -> Stop:
        if not (self.events or self.treaties or self.bases):
            raise ValueError("it has no source: name the events, treaties or bases that it rests on")
        return self


class Story(Record):
    """A guided tour.

    Parameters
    ----------
    order
        Its place in the list of stories, from 1.
    """

    id: str
    order: Annotated[int, Field(ge=1)]
    titles: Title
    summaries: Texts
    stops: Annotated[tuple[Stop, ...], Field(min_length=STOPS[0], max_length=STOPS[1])]

    @model_validator(mode="after")
    def _in_order(self) -> Story:
        for number, (one, other) in enumerate(zip(self.stops, self.stops[1:], strict=False), 1):
            if other.day.first < one.day.first:
                raise ValueError(f"stop {number + 1} ({other.day.text}) is on an earlier day than stop {number}")
        return self
