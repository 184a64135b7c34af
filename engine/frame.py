"""What the map draws of a state: who holds the stakes of an act, in control, title and agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.rules import State, Test, compile_guard
from scenarios.expand import LandRule, Scenario

Key = tuple[str, str]
"""Territory and layer."""


@dataclass(frozen=True)
class Held:
    """Who holds a territory in a layer, how, and by which rule; no party means that nothing is agreed there."""

    party: str | None
    status: str
    rule: str | None = None
    claimants: tuple[str, ...] = ()

    @property
    def holder(self) -> tuple[str | None, str]:
        """Party and status: what two frames are compared by."""
        return self.party, self.status


@dataclass(frozen=True)
class Frame:
    """The stakes of an act in a state, by territory and layer; all else is as the atlas has it on that day."""

    act: str
    day: int
    held: Mapping[Key, Held]

    def holders(self) -> dict[Key, tuple[str | None, str]]:
        """Return party and status by territory and layer."""
        return {key: held.holder for key, held in self.held.items() if held.party is not None}


@lru_cache(maxsize=64)
def _tests(scenario: Scenario, act: str) -> tuple[tuple[LandRule, Test], ...]:
    return tuple((one, compile_guard(one.guard, scenario.kernel)) for one in scenario.rules[act])


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


def frame(scenario: Scenario, state: State, act: str | None = None) -> Frame:
    """Return the holdings of the stakes in a state; a draft moves no land.

    The first rule that matches a territory and layer counts; where none does, the holding of the act's first day stays.
    """
    where, state = act or act_at(scenario, state), settled(scenario, state)
    held = {key: Held(party, status) for key, (party, status) in scenario.base[where].items()}
    decided: set[Key] = set()
    for land, test in _tests(scenario, where):
        rule = land.rule
        keys = [(territory, rule.layer) for territory in rule.territories if (territory, rule.layer) not in decided]
        if keys and test(state):
            decided.update(keys)
            for key in keys:
                held[key] = Held(rule.party, rule.status, rule.id, rule.claimants)
    return Frame(where, day_at(scenario, state), held)


def ending(scenario: Scenario, state: State, act: str) -> str | None:
    """Return the id of the first ending of an act whose condition holds in a state at the act's close."""
    for name, guard in scenario.endings[act]:
        if compile_guard(guard, scenario.kernel)(settled(scenario, state)):
            return name
    return None
