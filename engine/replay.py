"""Replay: from a log to states, strictly. The first thing that is not legal is an error with its place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from engine.errors import BadLog, IllegalMove
from engine.log import INJECT, Entry, Header, Log
from engine.play import act_named, apply, historical_moves, initial
from engine.rules import State
from geo.errors import nearest
from scenarios.expand import Scenario
from scenarios.kernel import STEP, Kernel


def replay(scenario: Scenario, log: Log, name: str = "log") -> State:
    """Return the state at the end of a log.

    Raises
    ------
    BadLog
        If the log belongs to another scenario or version, or an entry makes no sense.
    IllegalMove
        At the first move that the rules do not allow, with its place and the legal moves.
    """
    return states(scenario, log, name)[-1]


def states(scenario: Scenario, log: Log, name: str = "log") -> list[State]:
    """Return the state before the first entry and after each one."""
    header = log.header
    if header.scenario != scenario.id:
        raise BadLog(f"{name}: it is of the scenario {header.scenario!r}, not of {scenario.id!r}.")
    if header.hash != scenario.kernel.hash:
        raise BadLog(
            f"{name}: Hudut {header.version} wrote it with other rules of {scenario.id!r} (kernel {header.hash[:12]},"
            f" now {scenario.kernel.hash[:12]}): they have changed since. Replay it with that version, or play anew."
        )
    where, _, kind = header.left.rpartition(".")
    known = {*scenario.steps_by_id, *scenario.acts} if kind == INJECT else scenario.kernel.by_id
    if header.left and (where if kind == INJECT else header.left) not in known:
        raise BadLog(f"{name}: left: there is no move {header.left!r}. {nearest(header.left, known)}")
    found = [initial(scenario, header.act, header.carried)]
    for number, entry in enumerate(log.entries, start=1):
        found.append(_after(scenario, found, entry, f"{name}, entry {number}"))
    return found


def _after(scenario: Scenario, found: list[State], entry: Entry, place: str) -> State:
    state = found[-1]
    if entry.kind == "move":
        try:
            return apply(scenario, state, entry.move)
        except IllegalMove as error:
            raise IllegalMove(error.move, error.legal, place) from error
    if entry.kind == "undo":
        if not 0 <= entry.to < len(found):
            raise BadLog(f"{place}: there is no entry {entry.to} to go back to.")
        return found[entry.to]
    return injected(scenario.kernel, state, entry, place)


def injected(kernel: Kernel, state: State, entry: Entry, where: str = "inject") -> State:
    """Return the state after a teacher's inject: variables set or added to, never the step.

    Raises
    ------
    BadLog
        If an effect names an unknown variable or the step.
    """
    after = list(state)
    for kind, name, amount in entry.effects:
        if name not in kernel.position or name == STEP or kind not in ("set", "add"):
            raise BadLog(f"{where}: cannot {kind} {name!r}. {nearest(name, kernel.position)}")
        place = kernel.position[name]
        value = after[place] + amount if kind == "add" else amount
        after[place] = min(max(value, 0), kernel.variable(name).size - 1)
    return tuple(after)


def moves_that_count(log: Log) -> list[tuple[int, Entry]]:
    """Return (number, entry) of the moves and injects that led to the last state, in order: none was taken back."""
    stands, before = [0], [0]  # by entry: the one whose state stands after it, and the one that stood before
    for number, entry in enumerate(log.entries, start=1):
        before.append(stands[-1])
        stands.append(stands[entry.to] if entry.kind == "undo" else number)
    kept, here = [], stands[-1]
    while here:
        kept.append((here, log.entries[here - 1]))
        here = before[here]
    return kept[::-1]


def states_that_count(log: Log, found: Sequence[State]) -> list[State]:
    """Return the states of a log that were not taken back; `found` is what `states` returns for it."""
    return [found[number] for number in (0, *(number for number, _ in moves_that_count(log)))]


def end_of(scenario: Scenario, log: Log, found: Sequence[State], act: str) -> State | None:
    """Return the state in which an act ended; None where the play has not come to its close.

    That is the last state before the closing move, which returns to its start all that the act does not hand on.
    Ending, frame and worth of an act are read there and nowhere else.

    Parameters
    ----------
    found
        What `states` returns for the log.
    """
    stood = reversed(states_that_count(log, found))
    return next((state for state in stood if scenario.step_at(state) == scenario.last[act]), None)


def historical_log(scenario: Scenario, acts: tuple[str, ...] | None = None) -> Log:
    """Return the log of the historical line, of the given consecutive acts or of the whole campaign."""
    chosen = tuple(scenario.acts) if acts is None else tuple(act_named(scenario, act) for act in acts)
    header = Header(scenario.id, scenario.kernel.hash, chosen[0], seats={"all": "historical"})
    log = Log(header)
    state = initial(scenario, chosen[0])
    for act in chosen:
        for move in historical_moves(scenario, act, state):
            log = log.add(Entry("move", move.id, move.actor))
            state = apply(scenario, state, move)
    return log


@lru_cache(maxsize=32)
def end_of_history(scenario: Scenario, act: str) -> State:
    """Return the state in which the historical line ended an act."""
    log = historical_log(scenario, (act,))
    end = end_of(scenario, log, states(scenario, log), act)
    if end is None:
        raise AssertionError(f"history plays {act} to its close")
    return end
