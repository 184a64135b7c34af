"""What each pupil did in a lesson, row by row: for assessment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from engine.replay import moves_that_count
from hudut.campaigns import Stage
from hudut.classroom.fold import Room, entries_of
from hudut.classroom.store import Event
from hudut.classroom.tables import Deed, Table
from hudut.classroom.wording import strings
from hudut.transcript import words_of_move
from scenarios.expand import Scenario
from scenarios.kernel import Move

COLUMNS = ("pupil", "table", "seat", "minute", "wall", "what", "step", "move", "text", "rationale")
"""Columns of the CSV; docs/data-dictionary.md says what they hold."""


def deeds(stage: Stage, room: Room, events: Iterable[Event], language: str) -> Iterator[dict[str, str]]:
    """Yield one row for each move, letter, draft, proposal, vote, offer and forecast of a pupil, in order.

    A move that was taken back says so.
    """
    stands = {number: _standing(table) for number, table in room.tables.items()}
    for event in events:
        person = room.people.get(event.author)
        if person is None or event.kind not in _TEXTS:
            continue
        seconds = event.elapsed // 1000
        act = stage.scenario.acts[room.tables[event.table].act]
        seat = event.body.get("seat", person.seat)
        undone = event.kind == "played" and Deed(event.author, event.elapsed) not in stands[event.table]
        row = {
            "pupil": person.name,
            "table": str(event.table),
            "seat": act.seats[seat].titles[language] if seat in act.seats else "",
            "minute": f"{seconds // 60}:{seconds % 60:02}",
            "wall": event.wall,
            "what": strings(language)["deed.undone" if undone else f"deed.{event.kind}"],
            "step": "",
            "move": "",
            "text": "",
            "rationale": "",
        }
        yield {**row, **_TEXTS[event.kind](stage.scenario, event, language)}


def _standing(table: Table) -> set[Deed]:
    """Return the deeds of a table that were not taken back."""
    return {table.deeds[number] for number, _ in moves_that_count(table.log) if number in table.deeds}


def _move(scenario: Scenario, event: Event, language: str) -> dict[str, str]:
    """Tell a turn: the moves of its seat at the start of the event; what followed by itself is not the pupil's."""
    entries = entries_of(event.body)
    moves = [scenario.kernel.by_id[one.move] for one in entries if one.kind == "move"]
    own = takewhile(lambda one: (one.actor, one.step) == (moves[0].actor, moves[0].step), moves)
    return _turn(scenario, own, entries[0].rationale, language)


def _proposal(scenario: Scenario, event: Event, language: str) -> dict[str, str]:
    moves = (scenario.kernel.by_id[one] for one in event.body["moves"])
    return _turn(scenario, moves, event.body["why"], language)


def _turn(scenario: Scenario, moves: Iterable[Move], why: str, language: str) -> dict[str, str]:
    own = list(moves)
    step = scenario.steps_by_id[own[0].step].step
    return {
        "step": step.titles[language],
        "move": " ".join(one.id for one in own),
        "text": "; ".join(words_of_move(step, one, language)[0] for one in own),
        "rationale": why,
    }


def _text(scenario: Scenario, event: Event, language: str) -> dict[str, str]:
    step = scenario.steps_by_id[event.body["step"]].step
    basket = step.basket
    items = basket.items if basket else ()
    chosen = event.body["text"]
    words = [
        f"{item.titles[language]}: {option.titles[language]}"
        for item in items
        for option in item.options
        if chosen.get(item.id) == option.id
    ]
    return {"step": step.titles[language], "text": "; ".join(words)}


def _vote(scenario: Scenario, event: Event, language: str) -> dict[str, str]:
    said = strings(language)["vote.yes" if event.body["yes"] else "vote.no"]
    return {"step": scenario.steps_by_id[event.body["step"]].step.titles[language], "text": said}


def _forecast(scenario: Scenario, event: Event, language: str) -> dict[str, str]:
    step = scenario.steps_by_id[event.body["step"]].step
    item = next((one for one in step.basket.items if one.id == event.body["item"]), None) if step.basket else None
    options = {one.id: one.titles[language] for one in (item.options if item else step.options)}
    words = strings(language)
    shares = (
        f"{options.get(one) or words['forecast.open']}: {words['percent'].format(n=share)}"
        for one, share in event.body["shares"].items()
    )
    sitting = words["forecast.round"].format(n=event.body["round"])
    about = step.titles[language] + (f" · {item.titles[language]} ({sitting})" if item else "")
    return {"step": about, "text": "; ".join(shares)}


_TEXTS: dict[str, Any] = {
    "forecast": _forecast,
    "played": _move,
    "drafted": _text,
    "offered": _text,
    "voted": _vote,
    "proposed": _proposal,
    "backed": lambda _scenario, event, language: {
        "text": strings(language)["vote.yes" if event.body["yes"] else "vote.no"]
    },
    "said": lambda _scenario, event, _language: {"text": event.body["text"]},
}
