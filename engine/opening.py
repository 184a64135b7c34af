"""Where an act is opened: where history had come to, or where another play had.

Acts are cuts of one chronology. A play goes on from an earlier log by what that log hands on: the values that differ
from history, and by which move it had left history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.departure import left_by
from engine.errors import BadLog, IllegalMove
from engine.frame import act_at
from engine.log import Log
from engine.play import act_named, apply, historical_moves, initial
from engine.replay import moves_that_count, states
from engine.rules import State
from scenarios.expand import Scenario, carried_names


@dataclass(frozen=True)
class Opening:
    """An act, and how it is opened.

    Parameters
    ----------
    carried, left
        As in the header of a log: what it inherits otherwise than in history, and by which move history was left.
    between
        The acts that go as in history between the play it goes on from and the act.
    """

    act: str
    carried: Mapping[str, int | str] = field(default_factory=dict)
    left: str = ""
    between: tuple[str, ...] = ()


def opening_on(scenario: Scenario, log: Log, act: str | None = None, name: str = "log") -> Opening:
    """Return the opening of an act on the play of a log.

    Parameters
    ----------
    act
        By default the one that follows the last act which the log closed. Acts between the two go as in history.

    Raises
    ------
    BadLog
        If the log cannot be replayed, does not come before the act, stops within an act, or history is not legal in an
        act between.
    """
    found = states(scenario, log, name)
    chosen = _following(scenario, found[-1], name) if act is None else act_named(scenario, act)
    first = scenario.first[chosen]
    if not log.entries or first <= scenario.step_at(found[0]):
        begins = act_at(scenario, found[0])
        raise BadLog(
            f"{name}: it begins with {begins!r} and plays nothing that comes before {chosen!r}. Give the log of an"
            f" earlier act, or {_later(scenario, begins)}."
        )
    reached = next((number for number, _ in moves_that_count(log) if scenario.step_at(found[number]) == first), None)
    if reached is not None:
        log = replace(log, entries=log.entries[:reached])
        return Opening(chosen, inherited(scenario, chosen, found[reached]), left_by(scenario, log, found))
    ended = _closed(scenario, found[-1], name)
    between = tuple(act for act in scenario.acts if scenario.step_at(ended) <= scenario.first[act] < first)
    there = _as_in_history(scenario, ended, between, f"{name}: before {chosen!r}")
    return Opening(chosen, inherited(scenario, chosen, there), left_by(scenario, log, found), between)


def inherited(scenario: Scenario, act: str, state: State) -> dict[str, int | str]:
    """Return what an act inherits in a state otherwise than in history: words where a variable has them."""
    past = initial(scenario, act)
    found: dict[str, int | str] = {}
    for key in carried_names(scenario.campaign):
        number = scenario.value(state, key)
        if number != scenario.value(past, key):
            words = scenario.kernel.variable(key).values
            found[key] = words[number] if words else number
    return found


def _following(scenario: Scenario, state: State, name: str) -> str:
    """Return the act that a state stands before."""
    step = scenario.step_at(_closed(scenario, state, name))
    for act, first in scenario.first.items():
        if first == step:
            return act
    *_, last = scenario.acts
    raise BadLog(f"{name}: it closes {last!r}, the last act; no act follows. Name an earlier one: --act {last}.")


def _closed(scenario: Scenario, state: State, name: str) -> State:
    """Return a state in which no act is open."""
    act, step = act_at(scenario, state), scenario.step_at(state)
    if step > scenario.last[act] or step in scenario.first.values():
        return state
    placed = scenario.placed_at(state)
    where = f" at {placed.step.id!r}" if placed else ""
    raise BadLog(
        f"{name}: it stops within the act {act!r}{where}. Play that act to its close, or open it anew: --act {act}."
    )


def _as_in_history(scenario: Scenario, state: State, acts: tuple[str, ...], place: str) -> State:
    """Return a state after some acts that go as in history."""
    for act in acts:
        try:
            for move in historical_moves(scenario, act, state):
                state = apply(scenario, state, move)
        except IllegalMove as error:
            raise BadLog(
                f"{place} comes the act {act!r}, which cannot go as in history after this play: the move {error.move!r}"
                f" is not legal there. Play that act first: --act {act}."
            ) from error
    return state


def _later(scenario: Scenario, act: str) -> str:
    """Return the remedy that names the acts after one."""
    acts = list(scenario.acts)
    later = acts[acts.index(act) + 1 :]
    return f"open a later act: --act {' or '.join(later)}" if later else "open no act on it"
