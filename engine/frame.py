"""What the map draws of a state: who holds the land that the campaign can move, in control, title and agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from engine.rules import State, Test, compile_guard
from scenarios.expand import Scenario
from scenarios.ground import Held, Key
from scenarios.kernel import STEP, VOID

REMEMBERED = 20_000
"""Frames that are remembered, per scenario."""


@dataclass(frozen=True)
class Frame:
    """The land that the campaign can move, by territory and layer; all else is as the atlas has it on that day."""

    act: str
    day: int
    held: Mapping[Key, Held]

    def holders(self) -> dict[Key, tuple[str | None, str]]:
        """Return party and status by territory and layer."""
        return {key: held.holder for key, held in self.held.items() if held.party is not None}


@lru_cache(maxsize=16)
def _papers(scenario: Scenario) -> tuple[tuple[Test, Mapping[Key, Held]], ...]:
    return tuple((compile_guard(guard, scenario.kernel), says) for _, guard, says in scenario.ground.papers)


def act_at(scenario: Scenario, state: State) -> str:
    """Return the act that a state belongs to; after the last close, the last act."""
    step = scenario.step_at(state)
    for act, last in scenario.last.items():
        if step <= last:
            return act
    return list(scenario.last)[-1]


def day_at(scenario: Scenario, state: State) -> int:
    """Return the day of the last step that is past, or the act's first day before it."""
    step = scenario.step_at(state)
    act = act_at(scenario, state)
    past = [one.step.date.first for one in scenario.steps if one.act == act and one.number < step]
    return past[-1] if past else scenario.acts[act].start.first


def settled(scenario: Scenario, state: State) -> State:
    """Return a state without what only lies on the table: until the seal every item of an open conference is open."""
    placed = scenario.placed_at(state)
    if placed is None or placed.step.basket is None:
        return state
    return scenario.kernel.changed(state, {item.id: 0 for item in placed.step.basket.items})


def frame(scenario: Scenario, state: State) -> Frame:
    """Return who holds the land that the campaign can move; a draft moves none, since nothing here reads an item.

    In `control` that is the value of each piece. In `title` and `agreed` the first paper whose condition holds and that
    speaks of a territory counts; where none does, what the papers said on the campaign's first day stays.
    """
    key = _looks(scenario)(state)
    known = _known(scenario)
    if key not in known:
        if len(known) >= REMEMBERED:
            known.clear()
        known[key] = _held(scenario, state)
    return Frame(act_at(scenario, state), day_at(scenario, state), known[key])


def _held(scenario: Scenario, state: State) -> Mapping[Key, Held]:
    held = dict(scenario.ground.opening)
    for test, says in reversed(_papers(scenario)):
        if test(state):
            held.update(says)
    for name, (lands, holders) in scenario.ground.pieces.items():
        now = holders[scenario.value(state, name)]
        held.update(((land, "control"), now) for land in lands)
    return held


@lru_cache(maxsize=16)
def _looks(scenario: Scenario) -> Callable[[State], object]:
    """Return what picks from a state all that a frame looks at: land, what papers rest on, and the step."""
    return itemgetter(*scenario.kernel.places(sorted({STEP, *scenario.ground.reads})))


@lru_cache(maxsize=16)
def _known(_: Scenario) -> dict[object, Mapping[Key, Held]]:
    """Return the frames of a scenario met so far; plays meet the same few again and again."""
    return {}


def is_void(scenario: Scenario, state: State) -> bool:
    """Tell whether a state stands in an act that does not take place: only steps of the world happen there."""
    return scenario.value(state, VOID) == 1


def ending(scenario: Scenario, state: State, act: str) -> str | None:
    """Return the id of the first ending of an act whose condition holds in a state at the act's close."""
    final = settled(scenario, state)
    return next((name for name, test in _endings(scenario, act) if test(final)), None)


@lru_cache(maxsize=64)
def _endings(scenario: Scenario, act: str) -> tuple[tuple[str, Test], ...]:
    return tuple((name, compile_guard(guard, scenario.kernel)) for name, guard in scenario.endings[act])
