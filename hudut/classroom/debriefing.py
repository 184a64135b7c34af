"""The debrief of a class: each table as a column beside history, for `hudut/play/js/debrief.js`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.annulling import fates
from engine.departure import departure
from engine.frame import day_at, ending, frame, is_void
from engine.log import Log
from engine.prose import telling
from engine.replay import end_of, historical_log, moves_that_count, states, states_that_count
from hudut.campaigns import Stage
from hudut.classroom.fold import Room
from hudut.classroom.forecasts import scored
from hudut.classroom.seeing import land, left_at, values
from hudut.classroom.store import Event
from hudut.classroom.tables import Table
from scenarios.expand import Scenario
from scenarios.fates import ANNULLED
from scenarios.kernel import CHANCE
from scenarios.schema import Act

Json = dict[str, Any]
HISTORY = 0
"""Number of the column of history; tables count from 1."""


def columns(stage: Stage, room: Room, first: int, events: Iterable[Event] = (), *, alone: bool = False) -> list[Json]:
    """Return the columns of a debrief: a table, history, and the other tables unless the first is `alone`.

    `first` is the first's number, 0 for any; letters are taken from the room's `events`.
    """
    if room.settings is None or not room.tables:
        return []
    act = stage.scenario.acts[room.settings.act]
    history = _column(stage, act, HISTORY, historical_log(stage.scenario, (act.id,)))
    mine = first if first in room.tables else min(room.tables)
    tables = [mine] if alone else sorted(room.tables, key=lambda number: (number != mine, number))
    letters = [event for event in events if event.kind == "said"]
    plays = [_of_table(stage, act, room.tables[number], letters) for number in tables]
    return [plays[0], history, *plays[1:]]


def _of_table(stage: Stage, act: Act, table: Table, letters: Iterable[Event]) -> Json:
    """Return the column of a table: also what the program and what pupils played, forecasts, and what was written.

    No pupil is named.
    """
    reasons: dict[str, list[Json]] = {}
    settled: set[str] = set()
    pupils: set[str] = set()
    known = stage.scenario.kernel.by_id
    for number, entry in moves_that_count(table.log):
        move = known.get(entry.move)
        if move is None:
            continue
        if entry.rationale:
            reasons.setdefault(move.step, []).append({"seat": entry.actor, "text": entry.rationale})
        if move.actor != CHANCE:
            settled.add(move.step)
            pupils |= set() if table.by_program(stage.scenario, number) else {move.step}
    return _column(stage, act, table.number, table.log) | {
        "program": sorted(settled - pupils),
        "pupils": sorted(pupils),
        "forecasts": scored(stage.scenario, table),
        "parent": table.parent,
        "reasons": reasons,
        "letters": [
            {"seat": one.body["seat"], "to": one.body["to"], "text": one.body["text"]}
            for one in letters
            if one.table == table.number
        ],
    }


def matters_of(columns: Iterable[Json]) -> frozenset[str]:
    """Return the steps and articles in which a table settled something else than history."""
    tables = list(columns)
    past: Json = next((one for one in tables if one["number"] == HISTORY), {"choices": {}, "text": {}})
    return frozenset(
        key
        for one in tables
        for kind in ("choices", "text")
        for key, option in one[kind].items()
        if option != past[kind].get(key)
    )


def _column(stage: Stage, act: Act, number: int, log: Log) -> Json:
    """Return what came of a play; of one that was left before its end only what was decided and sealed till then."""
    scenario = stage.scenario
    found = states(scenario, log)
    end = end_of(scenario, log, found, act.id)
    here, at = scenario.step_at(found[-1]), scenario.placed_at(found[-1])
    closed = dict(fates(scenario, act.id, log, found, end or found[-1]))
    column: Json = {
        "number": number,
        "text": {item: fate.word for item, fate in closed.items()},
        "annulled": {item: fate.sealed.id for item, fate in closed.items() if fate.sealed and fate.word == ANNULLED},
        "past": [one.step.id for one in scenario.steps if one.act == act.id and one.number < here],
        "choices": dict(_choices(scenario, act, log)),
        "told": telling(scenario, act.id, states_that_count(log, found)),
        "left": left_at(scenario, log, found, departure(scenario, log, found)),
        "at": at.step.id if at else None,
        "void": is_void(scenario, end or found[-1]),
        "ending": None,
        "land": None,
    }
    if end is None:
        return column
    carried = values(scenario, end, act.id)
    return column | {
        "ending": ending(scenario, end, act.id),
        "land": land(frame(scenario, end)),
        "day": day_at(scenario, end),
        "balance": {word: carried[word] for word in act.carries if word in carried},
    }


def _choices(scenario: Scenario, act: Act, log: Log) -> Iterator[tuple[str, str]]:
    """Yield each decision and chance of a play with the option taken."""
    for _, entry in moves_that_count(log):
        move = scenario.kernel.by_id.get(entry.move)
        if move is not None and move.kind == "choose" and scenario.steps_by_id[move.step].act == act.id:
            yield move.step, move.option
