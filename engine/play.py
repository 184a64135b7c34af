"""The engine's door: initial states, legal moves, applying them, and the historical line.

initial(scenario) -> State          legal_moves(scenario, state) -> tuple[Move, ...]
apply(scenario, state, move) -> State
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from engine.errors import IllegalMove
from engine.rules import State, rules_of
from geo.errors import one_of
from scenarios.expand import Scenario, carried_names
from scenarios.kernel import Move, Stem


def initial(scenario: Scenario, act: str | None = None, carried: Mapping[str, int | str] | None = None) -> State:
    """Return the state at the opening of an act, which is the historical line up to it; by default of the first.

    Parameters
    ----------
    carried
        Values of variables that the act inherits, where they shall differ from history.

    Raises
    ------
    BadValue
        If the act, a variable or a value is unknown.
    """
    state = _start(scenario, act_named(scenario, act))
    if not carried:
        return state
    values = {}
    for name, word in carried.items():
        one_of(name, carried_names(scenario.campaign), "no act hands on")
        values[name] = scenario.kernel.value(name, word)
    return scenario.kernel.changed(state, values)


def act_named(scenario: Scenario, act: str | None) -> str:
    """Return the id of an act, of the first without one.

    Raises
    ------
    BadValue
        If the scenario has no such act.
    """
    return next(iter(scenario.acts)) if act is None else one_of(act, scenario.acts, f"{scenario.id} has no act")


@lru_cache(maxsize=64)
def _start(scenario: Scenario, act: str) -> State:
    rules = rules_of(scenario.kernel)
    state = rules.initial()
    for earlier in scenario.acts:
        if earlier == act:
            break
        for move in historical_moves(scenario, earlier, state):
            state = rules.apply(state, move)
    return state


def legal_moves(scenario: Scenario, state: State) -> tuple[Move, ...]:
    """Return the legal moves of a state in a fixed order; none when the campaign is over."""
    return rules_of(scenario.kernel).legal_moves(state)


def apply(scenario: Scenario, state: State, move: Move | str) -> State:
    """Return the state after a move.

    Raises
    ------
    IllegalMove
        If the move is unknown or not legal in the state.
    """
    if isinstance(move, str):
        known = scenario.kernel.by_id.get(move)
        if known is None:
            raise IllegalMove(move, [one.id for one in legal_moves(scenario, state)])
        move = known
    return rules_of(scenario.kernel).apply(state, move)


def is_over(scenario: Scenario, state: State, act: str | None = None) -> bool:
    """Return whether an act (or, without one, the campaign) has closed."""
    return scenario.step_at(state) > (scenario.last[act] if act else max(scenario.last.values()))


def historical_moves(scenario: Scenario, act: str, state: State | None = None) -> Iterator[Move]:
    """Yield the moves of the historical line of one act, from `state` (by default its historical opening).

    A stem stands for the variant of its weight that is legal there; a step that does not apply is skipped, and an act
    in which nobody negotiates is opened so.

    Raises
    ------
    IllegalMove
        If history is not legal there: from the historical opening, then the scenario is wrong.
    """
    rules = rules_of(scenario.kernel)
    here = initial(scenario, act) if state is None else state
    skipped = ""
    for stem in scenario.history[act]:
        if stem.step == skipped:  # what was said at a table that did not meet
            continue
        legal = rules.legal_moves(here)
        move = historical_among(legal, stem)
        if move is None:
            raise IllegalMove(stem.id, [one.id for one in legal], f"historical line of {act}")
        yield move
        skipped = move.step if move.kind == "skip" else ""
        here = rules.apply(here, move)


def history_at(scenario: Scenario, step: str) -> State:
    """Return the state in which the historical line comes to a step, or to the opening of an act."""
    act = step if step in scenario.acts else scenario.steps_by_id[step].act
    rules, here = rules_of(scenario.kernel), initial(scenario, act)
    for move in historical_moves(scenario, act):
        if move.step == step:
            break
        here = rules.apply(here, move)
    return here


def historical_among(legal: Iterable[Move], stem: Stem) -> Move | None:
    """Return the legal move that a stem of the historical line means: a variant of it, or what comes in its stead."""
    passed = ("skip", "void")
    return next((move for move in legal if move.step == stem.step and (move.kind in passed or move.stem == stem)), None)
