"""The words of an act in one language, as JSON-able data, which the scripts in `hudut/play/js` draw.

Three things go to a browser, each of its own secrecy:

`words(stage, act, language, seats)`
    titles, texts, agenda, public briefs, and the secret briefs of the given seats only. Nothing in it tells which
    option is the historical one: no grounds and no historical flag of options, and their order is `hudut.order`'s.
`afterwards(stage, act, language)`
    what is opened at the debrief only: history's choices, the grounds of every option, disagreements of the sources,
    questions with the readings of historians.
*position*
    where a play stands, as `engine.view.view` returns it (`act`, `day`, `step`, `actor`, `variables` by number, `text`,
    `table`, `moves`), plus `legal` (ids of the viewer's legal moves) and `held` (`"territory layer"` to
    `[party, status, claimants, rule]`, from `engine.frame`). The play page makes it in `position.js` from
    `engine/kernel.js`; the room sends it (`hudut/classroom/seeing.py`).

The parts that draw them (`draft.js`, `decision.js`, `brief.js`, `record.js`, `debrief.js`) take a *desk* (`desk.js`):
words, interface texts, `seat` (whose turn is played), `preview(what)` on the map, and two doors that differ:
`ask(moves)`, the promise of what moves would do and what may be said after them, and `send(moves, rationale)`. The
offline page asks the rules that it carries, the room asks its server; the parts know neither.

Of a text that depends on the play the words have the first variant in its own place and all in `variants` beside it
(of a line of a brief under `secret 3`); which of them is told says `engine.prose.telling`, and `teller.js` takes it.

Dates are EDTF texts, days ordinals. Everything else is text in the one language; ids are those of the scenario.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from geo.holdings import Basis
from geo.sources import Citation, TextCitation
from geo.words import words as words_of
from hudut.campaigns import Stage
from hudut.order import offered
from hudut.transcript import left_before
from hudut.wording import said
from scenarios.chronicle import Discrepancy, Event, Reading, Treaty
from scenarios.forms import Prose
from scenarios.schema import Act, Basket, Grounded, ItemOption, Option, Seat, Step, VariableSpec

_MAP_WORDS = (
    "app.", "certainty.", "cite.", "col.territory", "date.", "degree.", "grade.", "lang.choose", "layer", "legend.",
    "letters", "list.", "map.", "no.script", "none.", "number.", "print.", "scale.", "status.", "unit.",
    "view.", "zoom.",
)  # fmt: skip
_ELSEWHERE = (
    "stick.", "sheet.", "report.", "odds.", "zone.", "terminal.", "room.", "agenda.", "guide.", "branch.", "docs.",
)  # fmt: skip
"""Words of paper, reports and documentation, which nothing that draws a play needs."""
_OF_PLATFORM = "platform."
QUESTIONS = 3
"""How many of the historians' questions a debrief puts to the class."""


@cache
def texts(language: str, *, in_platform: bool = False) -> Mapping[str, str]:
    """Return the texts of the parts that draw a play and of its map, by id; in a learning platform, also its own."""
    of_map = words_of(language, "maps").texts
    elsewhere = _ELSEWHERE if in_platform else (*_ELSEWHERE, _OF_PLATFORM)
    return {
        key: text
        for key, text in said(language).texts.items()
        if key.startswith(_MAP_WORDS if key in of_map else "") and not key.startswith(elsewhere)
    }


@dataclass
class _Writer:
    """Holds the stage and the language, and keeps each source once."""

    stage: Stage
    language: str
    sources: list[dict[str, Any]] = field(default_factory=list)

    def text(self, value: Mapping[str, str] | Prose | None) -> str:
        return "" if value is None else value[self.language]

    def prose(self, **texts: Prose | None) -> dict[str, Any]:
        """Return the first variant of each text and, where there are more, all of them in `variants`."""
        found: dict[str, Any] = {key: self.text(value) for key, value in texts.items()}
        many = {
            key: [variant.texts[self.language] for variant in value.variants]
            for key, value in texts.items()
            if value is not None and len(value.variants) > 1
        }
        return found | ({"variants": many} if many else {})

    def cite(self, citations: Iterable[Citation]) -> list[int]:
        return [self._place(_source(self.stage, one)) for one in citations]

    def grounds(self, one: Grounded) -> dict[str, Any]:
        """Return certainty, sources (places in the list of sources), events and reason of a record."""
        known: dict[str, Event | Treaty | Basis] = {
            **self.stage.chronicle.events,
            **self.stage.chronicle.treaties,
            **self.stage.atlas.bases,
        }
        events = [known[key] for key in one.events]
        cites = [*one.cite, *(cite for event in events for cite in event.cite)]
        found: dict[str, Any] = {
            "certainty": one.certainty,
            "sources": list(dict.fromkeys(self.cite(cites))),
            "events": [self.text(event.titles) for event in events],
            "reason": self.text(one.reason),
        }
        return {key: value for key, value in found.items() if value}

    def _place(self, source: dict[str, Any]) -> int:
        if source not in self.sources:
            self.sources.append(source)
        return self.sources.index(source)


def _source(stage: Stage, cite: Citation) -> dict[str, Any]:
    """Return a citation as the record that `maps/js/citetext.js` puts into words."""
    if isinstance(cite, TextCitation):
        book = stage.atlas.sources[cite.source]
        found = {"title": book.title, "authors": ", ".join(book.authors), "lang": book.language, "year": book.year}
        found |= {"lines": cite.lines, "via": cite.via}
    else:
        grade = stage.atlas.grade(cite.place)
        found = {"title": cite.title, "address": cite.place, "says": cite.says, "grade": grade}
    return {key: value for key, value in found.items() if value}


def words(stage: Stage, act: str, language: str, seats: Iterable[str] = (), left: str = "") -> dict[str, Any]:
    """Return the words of an act for those who play the given seats; see the module's text for what is in it.

    `left` is the move by which an earlier play that it goes on from left history: it is told in `left`.
    """
    write = _Writer(stage, language)
    one = stage.scenario.acts[act]
    told = set(seats)
    specs = {**stage.scenario.campaign.variables, **one.variables}
    found: dict[str, Any] = {
        "act": act,
        "language": language,
        "campaign": write.text(stage.scenario.campaign.titles),
        "title": write.text(one.titles),
        **write.prose(opening=one.opening),
        "start": one.start.text,
        "end": one.end.text,
        "seats": {key: _seat(write, seat, secret=key in told) for key, seat in one.seats.items()},
        "variables": {key: _variable(write, spec) for key, spec in specs.items() if spec.public},
        "steps": {step.id: _step(write, step) for step in one.steps},
        "endings": {e.id: {"title": write.text(e.titles), **write.prose(text=e.text)} for e in one.endings},
        "territories": {
            key: {
                "name": write.text(stage.atlas.territories[key].names),
                "km2": round(stage.atlas.territories[key].area_km2),
            }
            for key in sorted(stage.scenario.ground.territories | set(one.stakes))
        },
        "parties": {key: write.text(party.names) for key, party in stage.atlas.parties.items()},
    }
    if one.void is not None:
        found["void"] = {"title": write.text(one.void.titles), **write.prose(text=one.void.text)}
    if left:
        before = left_before(stage, left)
        date = before.date.text if before.date else ""
        found["left"] = {"move": left, "date": date, "title": before.title[language]}
    return found | {"sources": write.sources}


def _seat(write: _Writer, seat: Seat, *, secret: bool) -> dict[str, Any]:
    lines = {key: told for key, told in seat.lines() if secret or key == "public"}
    by_line = {f"{key} {number}": line for key, told in lines.items() for number, line in enumerate(told)}
    prose = write.prose(people=seat.people, **by_line)
    return {
        "party": seat.party,
        "lineage": write.stage.atlas.parties[seat.party].lineage,
        "title": write.text(seat.titles),
        **{key: [write.text(line) for line in told] for key, told in lines.items()},
        **{key: prose[key] for key in ("people", "variants") if key in prose},
    }


def _variable(write: _Writer, spec: VariableSpec) -> dict[str, Any]:
    labels = {value: write.text(spec.labels[value]) for value in spec.values if value in spec.labels}
    found = {
        "name": write.text(spec.names),
        "note": write.text(spec.note),
        "labels": labels,
        "values": list(spec.values),
    }
    return {key: value for key, value in found.items() if value} | ({"size": spec.size} if spec.size else {})


def _step(write: _Writer, step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": step.kind,
        "date": step.date.text,
        "missing": [write.text(write.stage.chronicle.views[key].names) for key in step.view_missing],
        **write.prose(title=step.titles, says=step.says, broken=step.basket.broken if step.basket else None),
        **write.grounds(step),
    }
    if step.options:
        found["options"] = {option.id: _option(write, option) for option in offered(step.id, step.options)}
    if step.basket is not None:
        found["items"] = _items(write, step.basket)
    return {key: value for key, value in found.items() if value}


def _option(write: _Writer, option: Option) -> dict[str, Any]:
    found = write.prose(title=option.titles, says=option.says, after=option.after)
    return {key: value for key, value in found.items() if value}


def _items(write: _Writer, basket: Basket) -> dict[str, Any]:
    return {
        item.id: {
            "title": write.text(item.titles),
            "consent": [seat for seat in basket.seats if seat in item.consent],
            "options": {
                option.id: {"title": write.text(option.titles), "text": write.text(option.text)}
                for option in offered(item.id, item.options)
            },
        }
        for item in basket.items
    }


def afterwards(stage: Stage, act: str, language: str, first: Collection[str] = ()) -> dict[str, Any]:
    """Return what is opened after an act: see the module's text.

    `first` are the steps and articles whose disagreements and questions come first. `history` are the historical moves;
    `grounds` is by `step.option` and `step.item.option`.
    """
    write = _Writer(stage, language)
    one = stage.scenario.acts[act]
    grounds: dict[str, Any] = {}
    seen: dict[str, None] = {}
    touched = _events_of(one, first)
    for step in one.steps:
        seen.update(dict.fromkeys(step.events))
        for name, option in _options(step):
            seen.update(dict.fromkeys(option.events))
            past = {"historical": True} if option.historical else {}
            thought = {"thought": write.text(option.thought_of_by)} if option.thought_of_by else {}
            grounds[name] = past | thought | write.grounds(option)
    on = set(seen)
    apart = [each for each in stage.chronicle.discrepancies.values() if on & set(each.on)]
    return {
        "grounds": grounds,
        "discrepancies": [
            _discrepancy(write, each) for each in sorted(apart, key=lambda each: touched.isdisjoint(each.on))
        ],
        "questions": _questions(write, on, touched),
        **write.prose(notes=one.notes),
        "sources": write.sources,
    }


def _events_of(act: Act, matters: Collection[str]) -> set[str]:
    """Return the events that steps, articles and their options rest on, of those steps and articles that are named."""
    found: set[str] = set()
    for step in act.steps:
        items = [item for item in step.basket.items if item.id in matters] if step.basket else []
        if step.id in matters or items:
            found.update(step.events)
        options = [*(step.options if step.id in matters else ()), *(each for item in items for each in item.options)]
        found.update(event for option in options for event in option.events)
    return found


def _options(step: Step) -> Iterable[tuple[str, Option | ItemOption]]:
    yield from ((f"{step.id}.{option.id}", option) for option in step.options)
    if step.basket is not None:
        for item in step.basket.items:
            yield from ((f"{step.id}.{item.id}.{option.id}", option) for option in item.options)


def _discrepancy(write: _Writer, one: Discrepancy) -> dict[str, Any]:
    return {
        "question": write.text(one.question),
        "variants": [
            {"says": write.text(each.says), "sources": write.cite(each.cite), "adopted": taken}
            for each, taken in one.versions()
        ],
        "why": write.text(one.why),
    }


def _schools_in_turn(readings: Iterable[Reading]) -> list[Reading]:
    """Return the readings of each question with the first of every school before the second of any."""
    heard: Counter[tuple[str, str]] = Counter()
    rounds = []
    for reading in readings:
        rounds.append((heard[reading.question, reading.school], reading))
        heard[reading.question, reading.school] += 1
    return [reading for _, reading in sorted(rounds, key=lambda one: one[0])]


def _questions(write: _Writer, on: set[str], first: set[str]) -> list[dict[str, Any]]:
    """Return the questions on the given events that most historians answer, one voice of each school first.

    Those on the events that come `first` are before the others.
    """
    answers: dict[str, list[dict[str, Any]]] = {}
    touched = {one.question for one in write.stage.chronicle.readings.values() if first & set(one.on)}
    for reading in _schools_in_turn(one for one in write.stage.chronicle.readings.values() if on & set(one.on)):
        answers.setdefault(reading.question, []).append(
            {
                "who": write.text(reading.historian),
                "says": write.text(reading.says),
                "sources": write.cite(reading.cite),
            }
        )
    asked = sorted(answers, key=lambda key: (key not in touched, -len(answers[key])))[:QUESTIONS]
    names = write.stage.chronicle.questions
    return [{"question": write.text(names[key].names), "readings": answers[key]} for key in asked]
