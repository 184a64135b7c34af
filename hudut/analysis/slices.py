"""One act cut out of a campaign, and what of a state matters at each of its steps.

`act_slice` returns a Scenario of one act whose kernel has only the variables and moves of that act, so that states are
short. All rules, frames and policies of the engine work on it unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from engine.play import act_named, initial
from engine.rules import State
from scenarios.baskets import SCRATCH
from scenarios.expand import Scenario
from scenarios.kernel import STEP, VOID, Kernel, Move, variables_of

Carried = tuple[tuple[str, int | str], ...]
"""What an act inherits otherwise than in history (`Opening.carried`), in a form that can be a key."""


def act_slice(scenario: Scenario, act: str) -> Scenario:
    """Return the scenario of one act alone; `step` keeps its numbers.

    Effects on variables that nothing in the act reads or hands on are dropped.

    Raises
    ------
    BadValue
        If there is no such act.
    """
    act_named(scenario, act)
    kernel = scenario.kernel
    span = range(scenario.first[act], scenario.last[act] + 1)
    moves = [move for move in kernel.moves if move.number in span]
    named = {one.id for one in scenario.words(act).variables.values()} | {STEP, VOID, *(one.id for one in SCRATCH)}
    cut = replace(
        scenario,
        acts={act: scenario.acts[act]},
        kernel=Kernel(kernel.id, tuple(one for one in kernel.variables if one.id in named), tuple(moves)),
        steps=tuple(one for one in scenario.steps if one.act == act),
        first={act: scenario.first[act]},
        last={act: scenario.last[act]},
        endings={act: scenario.endings[act]},
        history={act: scenario.history[act]},
    )
    wanted = {STEP, *(one.id for one in SCRATCH), *_read_at_close(cut), *_item_names(cut)}
    for number in range(cut.first[act], cut.last[act]):
        wanted |= reads_at(cut, number)
    trimmed = tuple(replace(move, effects=tuple(one for one in move.effects if one[1] in wanted)) for move in moves)
    return replace(cut, kernel=replace(cut.kernel, moves=trimmed))


def _item_names(cut: Scenario) -> set[str]:
    return {item.id for one in cut.steps if one.step.basket for item in one.step.basket.items}


def opening(scenario: Scenario, cut: Scenario, carried: Carried = ()) -> State:
    """Return the state of a slice at its act's opening, which inherits what `carried` says, and the rest of history."""
    whole = initial(scenario, next(iter(cut.acts)), dict(carried))
    return tuple(scenario.value(whole, one.id) for one in cut.kernel.variables)


def goodwill_of(scenario: Scenario) -> list[str]:
    """Return the variables that tit for tat looks at."""
    return [key for key, spec in scenario.campaign.variables.items() if spec.goodwill]


def _read_by(move: Move) -> Iterator[str]:
    yield from variables_of(move.guard)
    for effect in move.effects:
        if len(effect) > 3:
            yield from variables_of(effect[3])


def reads_at(cut: Scenario, number: int) -> set[str]:
    """Return the variables that the moves of a step, or those who choose among them, look at."""
    found = {name for move in moves_at(cut, number) for name in _read_by(move)}
    act = next(iter(cut.acts))
    for one in cut.steps:
        if one.number != number:
            continue
        if one.step.kind == "decision":
            found.update(goodwill_of(cut))
        if one.step.basket is not None:
            words = cut.words(act)
            for shift in (*one.step.basket.shifts, *one.step.basket.walk_away_shifts):
                found.update(variables_of(words.guard(shift.when)))
    return found


def moves_at(cut: Scenario, number: int) -> Sequence[Move]:
    """Return the moves of a step."""
    return cut.kernel.by_step.get(number, ())


def _read_at_close(cut: Scenario) -> set[str]:
    """Return the variables that an act's endings, the map and later acts look at."""
    act = next(iter(cut.acts))
    found = {*cut.acts[act].carries, *cut.lasting}
    for _, guard in cut.endings[act]:
        found.update(variables_of(guard))
    return found


def live(cut: Scenario, keep: Iterable[str] = ()) -> dict[int, tuple[int, ...]]:
    """Return, for each step of a slice, the positions of the variables whose value may still matter there.

    Parameters
    ----------
    keep
        Variables to keep to the act's close although nothing reads them, such as the items of a joint question.
    """
    act = next(iter(cut.acts))
    first, last = cut.first[act], cut.last[act]
    alive = at_close = {*_read_at_close(cut), *keep}
    found = {last: at_close}
    for number in reversed(range(first, last)):
        alive = (alive - overwritten(moves_at(cut, number))) | reads_at(cut, number)
        found[number] = alive | (at_close if number == first else set())
    scratch = {STEP, *(one.id for one in SCRATCH)}
    return {number: tuple(sorted(cut.kernel.places(names - scratch))) for number, names in found.items()}


def overwritten(moves: Iterable[Move]) -> set[str]:
    """Return the variables that every way out of a step sets without a condition."""
    leaving = [move for move in moves if any(one[1] == STEP for one in move.effects)]
    sets = [{one[1] for one in move.effects if one[0] == "set" and len(one) == 3} for move in leaving]
    return set.intersection(*sets) if sets else set()


def touched(cut: Scenario, number: int) -> tuple[list[int], list[int]]:
    """Return the positions that decide what a step's moves do and who wants them, and those that its moves write.

    A variable that every move sets outright need not be known; one that is added to, or set by some moves only, must.
    """
    moves = moves_at(cut, number)
    reads = reads_at(cut, number)
    writes = {effect[1] for move in moves for effect in move.effects}
    for move in moves:
        plain = {one[1] for one in move.effects if one[0] == "set" and len(one) == 3}
        reads |= writes - plain
        reads.update(one[1] for one in move.effects if one[0] == "add" or len(one) > 3)
    return sorted(cut.kernel.places(reads)), sorted(cut.kernel.places(writes))
