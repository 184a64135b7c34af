"""The debrief of a class: every table beside history and beside the others, and what the sources say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.frame import frame
from engine.replay import end_of, historical_log, states
from geo.sources import Citation, TextCitation
from hudut.campaigns import Stage
from hudut.classroom.fold import Room
from hudut.classroom.seeing import held_rows
from hudut.classroom.tables import shown_state
from hudut.classroom.wording import long_date, strings
from hudut.debrief import Debrief, debrief
from hudut.transcript import words_of_move
from hudut.wording import holder
from scenarios.chronicle import Discrepancy, Reading
from scenarios.schema import Act

Json = dict[str, Any]
MOST_SOURCES = 6
"""Disagreements and readings shown; the atlas has them all."""


@dataclass
class Debriefing:
    """What the page shows; `maps` is for its script: holdings by table, `history` under 0."""

    act: str = ""
    history_ending: str = ""
    tables: list[Json] = field(default_factory=list)
    articles: list[Json] = field(default_factory=list)
    discrepancies: list[Json] = field(default_factory=list)
    readings: list[Json] = field(default_factory=list)
    maps: dict[str, Any] = field(default_factory=dict)
    aims: list[Json] = field(default_factory=list)
    day: int = 0


def debriefing(stage: Stage, room: Room, language: str) -> Debriefing:
    """Return the debrief of all tables of a room, finished or not."""
    if room.settings is None or not room.tables:
        return Debriefing()
    act = stage.scenario.acts[room.settings.act]
    found = {
        number: debrief(stage, table.log, act.id, language, unfinished=True) for number, table in room.tables.items()
    }
    whole = {number: one for number, one in found.items() if one is not None}
    endings = {one.id: one.titles[language] for one in act.endings}
    return Debriefing(
        act=act.titles[language],
        history_ending=endings.get(next(iter(whole.values())).history_ending or "", ""),
        tables=[_table(stage, act, number, one, language) for number, one in whole.items()],
        articles=list(_articles(whole)),
        discrepancies=list(_disagreements(stage, act, language)),
        readings=list(_readings(stage, act, language)),
        maps=_maps(stage, room, act),
        aims=list(_aims(act, whole, language)),
        day=act.end.last,
    )


def _table(stage: Stage, act: Act, number: int, one: Debrief, language: str) -> Json:
    endings = {end.id: end.titles[language] for end in act.endings}
    return {
        "number": number,
        "ending": endings.get(one.ending or "", strings(language)["debrief.unfinished"]),
        "distance": one.distance,
        "km2": round(one.km2),
        "departure": _departure(stage, one, language),
        "land": [
            {
                "name": stage.atlas.territories[change.territory].names[language],
                "layer": strings(language)[f"layer.{change.layer}"],
                "history": holder(stage.atlas, change.before, language),
                "ours": holder(stage.atlas, change.after, language),
                "km2": round(change.km2),
            }
            for change in one.land
        ],
    }


def _departure(stage: Stage, one: Debrief, language: str) -> Json | None:
    if one.divergence is None:
        return None
    _, mine, real = one.divergence
    ours, past = (stage.scenario.kernel.by_id[move] for move in (mine, real))
    step = stage.scenario.steps_by_id[ours.step].step
    return {
        "date": long_date(step.date, language),
        "ours": words_of_move(step, ours, language)[0],
        "history": words_of_move(step, past, language)[0],
    }


def _articles(found: dict[int, Debrief]) -> Iterator[Json]:
    first = next(iter(found.values()))
    for place, article in enumerate(first.articles):
        yield {
            "title": article.title,
            "history": article.history,
            "ours": {number: one.articles[place].ours for number, one in found.items()},
        }


def _aims(act: Act, found: dict[int, Debrief], language: str) -> Iterator[Json]:
    """Yield each seat's aims with what the texts signed were worth to it, in history and at each table."""
    first = next(iter(found.values()))
    for key, seat in act.seats.items():
        if key in first.worth:
            yield {
                "title": seat.titles[language],
                "lines": [one[language] for one in seat.aims],
                "history": first.worth[key][1],
                "ours": {number: one.worth[key][0] for number, one in found.items()},
            }


def _events(act: Act) -> set[str]:
    found: set[str] = set()
    for step in act.steps:
        found.update(step.events)
        for option in step.options:
            found.update(option.events)
        for item in step.basket.items if step.basket else ():
            for one in item.options:
                found.update(one.events)
    return found


def _disagreements(stage: Stage, act: Act, language: str) -> Iterator[Json]:
    known = _events(act)
    on = [one for one in stage.chronicle.discrepancies.values() if known & set(one.on)]
    for one in on[:MOST_SOURCES]:
        yield _disagreement(one, language)


def _disagreement(one: Discrepancy, language: str) -> Json:
    return {
        "question": one.question[language],
        "why": one.why[language],
        "variants": [
            {"says": version.says[language], "cite": cited(version.cite), "adopted": taken}
            for version, taken in one.versions()
        ],
    }


def _readings(stage: Stage, act: Act, language: str) -> Iterator[Json]:
    known = _events(act)
    on = [one for one in stage.chronicle.readings.values() if known & set(one.on)]
    for one in on[:MOST_SOURCES]:
        yield _reading(one, language)


def _reading(one: Reading, language: str) -> Json:
    return {
        "historian": one.historian[language],
        "school": strings(language).get(f"school.{one.school}", one.school),
        "says": one.says[language],
        "cite": cited(one.cite),
    }


def cited(cites: tuple[Citation, ...]) -> str:
    """Return citations as short words."""
    return "; ".join(_words(one) for one in cites)


def _words(cite: Citation) -> str:
    if isinstance(cite, TextCitation):
        return f"{cite.source} {cite.lines}" + (f" ({cite.via})" if cite.via else "")
    return f"{cite.title} <{cite.address}>"


def _maps(stage: Stage, room: Room, act: Act) -> Json:
    scenario = stage.scenario
    history = historical_log(scenario, (act.id,))
    close = end_of(scenario, history, states(scenario, history), act.id)
    return {
        "0": held_rows(frame(scenario, close, act.id)) if close else [],
        **{
            str(number): held_rows(frame(scenario, shown_state(scenario, table), act.id))
            for number, table in room.tables.items()
        },
    }
