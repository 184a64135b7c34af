"""Items that were sealed and do not stand: a later move took back what the seal wrote, or did not sign it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from engine.rules import Test, compile_guard
from scenarios.expand import Scenario
from scenarios.kernel import Guard, Values
from scenarios.schema import Basket

Written = Mapping[str, tuple[frozenset[str], ...]]
"""By item and option (from 1; 0 is open): the variables of the papers that its seal sets."""


@lru_cache(maxsize=16)
def written(scenario: Scenario) -> Written:
    """Return what the seal of each option writes into the variables that papers read."""
    papers = (scenario.ground.reads - set(scenario.ground.pieces)) & set(scenario.campaign.variables)
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for one in scenario.steps:
        if one.step.basket is not None:
            found |= _of_basket(scenario, one.act, one.step.basket, papers)
    return found


def _of_basket(scenario: Scenario, act: str, basket: Basket, papers: set[str] | frozenset[str]) -> Written:
    words = scenario.words(act)

    def sets(changes: tuple[object, ...]) -> frozenset[str]:
        return frozenset(
            effect[1]
            for effect in words.effects(changes)
            if effect[0] == "set" and effect[1] in papers and effect[2] != scenario.kernel.variable(effect[1]).start
        )

    whole = sets(basket.on_seal)
    return {item.id: (frozenset(), *(whole | sets(option.effects) for option in item.options)) for item in basket.items}


@lru_cache(maxsize=16)
def falling(scenario: Scenario) -> Mapping[str, Guard]:
    """Return by item when it does not stand, whatever its option wrote; of those alone that can fall so."""
    return {
        item.id: scenario.words(one.act).guard(one.step.basket.falls)
        for one in scenario.steps
        if one.step.basket is not None and one.step.basket.falls is not None
        for item in one.step.basket.items
    }


@lru_cache(maxsize=16)
def _falls(scenario: Scenario) -> Mapping[str, Test]:
    return {item: compile_guard(guard, scenario.kernel) for item, guard in falling(scenario).items()}


def stands(scenario: Scenario, item: str, state: Values) -> int:
    """Return the option by number that stands of an item in a state; 0 where none was sealed, or it was annulled.

    It was annulled if a variable of the papers that its seal set is back at its start, or if its text falls.
    """
    number = scenario.value(state, item)
    return 0 if annulled(scenario, item, number, state) else number


def annulled(scenario: Scenario, item: str, number: int, state: Values) -> bool:
    """Return whether an option that was sealed no longer stands in a state."""
    kernel, falls = scenario.kernel, _falls(scenario).get(item)
    if number and falls is not None and falls(tuple(state)):
        return True
    return any(kernel.at(state, name) == kernel.variable(name).start for name in written(scenario)[item][number])
