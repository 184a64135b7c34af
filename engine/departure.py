"""Where a play leaves history: the first move after which it is another story."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache

from engine.frame import act_at
from engine.log import INJECT, Log
from engine.play import historical_moves, initial
from engine.replay import moves_that_count
from engine.rules import State
from scenarios.baskets import historical_number
from scenarios.expand import Placed, Scenario
from scenarios.kernel import Move

_TALKS = ("amend", "accept", "pass")
"""What is said at a table before it closes; of tables only their texts are compared."""


def departure(
    scenario: Scenario, log: Log, found: Sequence[State], unseen: Container[str] = (), act: str | None = None
) -> int | None:
    """Return the number of the entry by which a log first leaves history; 0 where it began off it, None if never.

    Parameters
    ----------
    found
        What `engine.replay.states` returns for the log.
    unseen
        Steps of which the reader does not know what was decided: they tell nothing.
    act
        Where given, the first entry of that act, however it was opened.
    """
    if act is None and (log.header.left or tuple(found[0]) != initial(scenario, log.header.act)):
        return 0
    for number, entry in moves_that_count(log):
        before, after = found[number - 1], found[number]
        if act not in (None, act_at(scenario, before)):
            continue
        if entry.kind == "inject":
            if after != before:
                return number
        elif _departs(scenario, scenario.kernel.by_id[entry.move], before, unseen):
            return number
    return None


def left_by(scenario: Scenario, log: Log, found: Sequence[State]) -> str:
    """Return the move by which a play left history, as a header names it; empty if it did not, or began off it."""
    number = departure(scenario, log, found)
    if not number:
        return log.header.left
    entry, before = log.entries[number - 1], found[number - 1]
    if entry.kind == "move":
        return entry.move
    placed = scenario.placed_at(before)
    return f"{placed.step.id if placed else act_at(scenario, before)}.{INJECT}"


@lru_cache(maxsize=64)
def line(scenario: Scenario, act: str) -> frozenset[str]:
    """Return the moves of an act's historical line, its skips too, each without the variant of its weight."""
    return frozenset(move.stem.id for move in historical_moves(scenario, act))


def _departs(scenario: Scenario, move: Move, before: State, unseen: Container[str]) -> bool:
    """Tell whether a move is none of history's; another variant of its weight is."""
    placed = scenario.placed_at(before)
    if move.kind in _TALKS or (placed is not None and placed.step.id in unseen):
        return False
    if move.kind == "seal" and placed is not None:
        return _another_text(scenario, placed, before)
    return move.stem.id not in line(scenario, act_at(scenario, before))


def _another_text(scenario: Scenario, placed: Placed, state: State) -> bool:
    items = placed.step.basket.items if placed.step.basket else ()
    return any(scenario.value(state, item.id) != historical_number(item) for item in items)
