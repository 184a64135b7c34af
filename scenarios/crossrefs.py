"""What must hold between the records of the chronicle, and between them and the atlas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from geo.crossrefs import problem_at, text_citations, unborne
from geo.dates import iso
from geo.errors import Problem, nearest
from geo.load import Atlas
from geo.records import Record
from scenarios.chronicle import Aid, Chronicle, Discrepancy, Event, Person, Position, Reading, Route, Treaty
from scenarios.stories import Stop, Story

Table = Mapping[str, Any]


def crossref_problems(chronicle: Chronicle, atlas: Atlas) -> list[Problem]:
    """Return every id that does not exist and every territory moved without a holding."""
    check = _Check(chronicle, atlas)
    tables: tuple[tuple[Table, Callable[[Any], None]], ...] = (
        (chronicle.events, check.event),
        (chronicle.treaties, check.treaty),
        (chronicle.persons, check.person),
        (chronicle.positions, check.position),
        (chronicle.aid, check.aid),
        (chronicle.routes, check.route),
        (chronicle.readings, check.reading),
        (chronicle.discrepancies, check.discrepancy),
        (chronicle.stories, check.story),
    )
    for table, look in tables:
        for record in table.values():
            look(record)
    return [*check.problems, *_sources(chronicle, atlas)]


def all_records(chronicle: Chronicle) -> Iterator[tuple[str, str, Record]]:
    """Yield every record with the name of its model and its id."""
    tables: tuple[Table, ...] = (
        chronicle.persons, chronicle.organisations, chronicle.events, chronicle.treaties, chronicle.positions,
        chronicle.aid, chronicle.routes, chronicle.readings, chronicle.discrepancies, chronicle.stories,
    )  # fmt: skip
    for table in tables:
        for key, record in table.items():
            yield type(record).__name__, key, record


def _sources(chronicle: Chronicle, atlas: Atlas) -> Iterator[Problem]:
    for model, key, record in all_records(chronicle):
        for what, remedy, lacks in unborne(text_citations(record), atlas.sources):
            yield problem_at(chronicle, model, key, ("cite",), what, remedy, lacks)
    texts = [key for key, source in atlas.sources.items() if source.kind == "text"]
    for key, person in chronicle.persons.items():
        for text in person.spellings:
            if text not in texts:
                what = f"unknown source {text!r}."
                yield problem_at(chronicle, "Person", key, ("spellings", text), what, nearest(text, texts), text)


class _Check:
    """Collects unknown ids of one chronicle."""

    def __init__(self, chronicle: Chronicle, atlas: Atlas) -> None:
        self.chronicle, self.atlas = chronicle, atlas
        self.problems: list[Problem] = []
        self.happenings: Table = {**chronicle.events, **chronicle.treaties}
        self.caused = {(row.territory, row.basis) for row in atlas.holdings}
        self.correspondents: Table = {**atlas.parties, **chronicle.persons, **chronicle.organisations}

    def known(self, model: str, key: str, field: str, values: Iterable[str | None], table: Table) -> None:
        """Report the values that `table` does not hold."""
        for value in values:
            if value is not None and value not in table:
                what = f"unknown {field} {value!r}."
                remedy = nearest(value, table)
                self.problems.append(problem_at(self.chronicle, model, key, (field,), what, remedy, value))

    def event(self, event: Event) -> None:
        """Check the ids of an event."""
        chronicle, atlas = self.chronicle, self.atlas
        for field, values, table in (
            ("places", event.places, atlas.places),
            ("parties", event.parties, atlas.parties),
            ("persons", event.persons, chronicle.persons),
            ("organisations", event.organisations, chronicle.organisations),
            ("threads", event.threads, chronicle.threads),
            ("view_missing", event.view_missing, chronicle.views),
            ("from", event.sender, self.correspondents),
            ("to", event.to, self.correspondents),
            ("answers", (event.answers,), chronicle.events),
            ("treaty", (event.treaty,), chronicle.treaties),
            ("bases", event.bases, atlas.bases),
        ):
            self.known("Event", event.id, field, values, table)

    def treaty(self, treaty: Treaty) -> None:
        """Check the ids of a treaty, and that what its articles move has holdings by that cause."""
        key, atlas = treaty.id, self.atlas
        self.known("Treaty", key, "signatories", treaty.signatories, atlas.parties)
        self.known("Treaty", key, "ratified", (one.party for one in treaty.ratified), atlas.parties)
        self.known("Treaty", key, "place", (treaty.place,), atlas.places)
        self.known("Treaty", key, "basis", (treaty.basis,), atlas.bases)
        for number, article in enumerate(treaty.articles):
            self.known("Treaty", key, "items", article.items, self.chronicle.items)
            for territory in article.moves.territories if article.moves else ():
                if article.moves and (territory, article.moves.basis) not in self.caused:
                    basis = article.moves.basis
                    what = f"article {article.number} moves {territory!r}, but no holding has it by {basis!r}."
                    path = ("articles", number, "moves")
                    self.problems.append(problem_at(self.chronicle, "Treaty", key, path, what, lacks=basis))

    def person(self, person: Person) -> None:
        """Check the ids of a person's offices."""
        self.known("Person", person.id, "offices", (one.party for one in person.offices), self.atlas.parties)
        held = (one.organisation for one in person.offices)
        self.known("Person", person.id, "offices", held, self.chronicle.organisations)

    def position(self, position: Position) -> None:
        """Check the ids of a demand, offer or refusal."""
        self.known("Position", position.id, "party", (position.party, position.to), self.atlas.parties)
        self.known("Position", position.id, "item", (position.item,), self.chronicle.items)
        self.known("Position", position.id, "event", (position.event,), self.happenings)

    def aid(self, aid: Aid) -> None:
        """Check the ids of a shipment."""
        self.known("Aid", aid.id, "from", (aid.sender, aid.to), self.atlas.parties)
        self.known("Aid", aid.id, "carrier", aid.carrier, self.chronicle.persons)
        self.known("Aid", aid.id, "route", (aid.route,), self.chronicle.routes)
        self.known("Aid", aid.id, "port", (aid.port,), self.atlas.places)
        self.known("Aid", aid.id, "event", (aid.event,), self.happenings)

    def route(self, route: Route) -> None:
        """Check the places of a route."""
        self.known("Route", route.id, "places", route.places, self.atlas.places)

    def reading(self, reading: Reading) -> None:
        """Check the question and the happenings that a reading interprets."""
        self.known("Reading", reading.id, "question", (reading.question,), self.chronicle.questions)
        self.known("Reading", reading.id, "on", reading.on, self.happenings)

    def discrepancy(self, discrepancy: Discrepancy) -> None:
        """Check the happenings that sources tell differently."""
        self.known("Discrepancy", discrepancy.id, "on", discrepancy.on, self.happenings)

    def story(self, story: Story) -> None:
        """Check the days, the ids and the frame of every stop."""
        for number, stop in enumerate(story.stops):
            if not self.atlas.first_day <= stop.day.first <= self.atlas.last_day:
                bounds = f"{iso(self.atlas.first_day)} to {iso(self.atlas.last_day)}"
                self._stop_problem(
                    story, number, "day", f"its day {stop.day.text} lies outside the atlas, which runs from {bounds}."
                )
            for field, values, table in self._named_by(stop):
                for value in values:
                    if value not in table:
                        what = f"unknown {field} {value!r}."
                        self._stop_problem(story, number, field, what, nearest(value, table), value)

    def _named_by(self, stop: Stop) -> Iterator[tuple[str, tuple[str, ...], Table]]:
        chronicle, atlas = self.chronicle, self.atlas
        yield "lit", stop.lit, atlas.territories
        yield "select", (stop.select,) if stop.select else (), {**atlas.territories, **atlas.places}
        yield "route", (stop.route,) if stop.route else (), chronicle.routes
        yield "bases", stop.bases, atlas.bases
        for field in ("events", "treaties", "readings", "discrepancies"):
            yield field, getattr(stop, field), getattr(chronicle, field)

    def _stop_problem(
        self, story: Story, number: int, field: str, what: str, remedy: str = "", lacks: str | None = None
    ) -> None:
        path = ("stops", number, field)
        problem = problem_at(self.chronicle, "Story", story.id, path, f"stop {number + 1}: {what}", remedy, lacks)
        self.problems.append(problem)
