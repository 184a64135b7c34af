"""Items that were sealed and do not stand: a later move took back what the seal wrote, or did not sign it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from engine.log import Log
from engine.replay import moves_that_count, states_that_count
from engine.rules import State, Test, compile_guard
from scenarios.expand import Scenario
from scenarios.fates import ANNULLED, CLOSED, OPEN
from scenarios.kernel import Guard, Values
from scenarios.schema import Basket, Item, ItemOption

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


class Fate(NamedTuple):
    """What became of an item: an option's id or one of `scenarios.fates`; what was sealed, annulled or not."""

    word: str
    sealed: ItemOption | None = None


def fates(scenario: Scenario, act: str, log: Log, found: Sequence[State], state: State) -> Iterator[tuple[str, Fate]]:
    """Yield what became of each item of an act whose table has closed in a play.

    Parameters
    ----------
    found
        What `engine.replay.states` returns for the log.
    state
        In which it is asked what stands.
    """
    counted = states_that_count(log, found)
    closing = {scenario.kernel.by_id[entry.move].step: entry.move for _, entry in moves_that_count(log) if entry.move}
    for one in scenario.steps:
        if one.act != act or one.step.basket is None:
            continue
        closed = next((each for each in counted if scenario.step_at(each) > one.number), None)
        if closed is None or one.step.id not in closing:
            continue
        how = CLOSED.get(scenario.kernel.by_id[closing[one.step.id]].kind)
        for item in one.step.basket.items:
            yield item.id, Fate(how) if how else _fate(scenario, item, scenario.value(closed, item.id), state)


def _fate(scenario: Scenario, item: Item, number: int, state: State) -> Fate:
    """Return what became of an item that was sealed; 0 is left open."""
    if not number:
        return Fate(OPEN)
    option = item.options[number - 1]
    return Fate(option.id if stands(scenario, item.id, state) == number else ANNULLED, option)


def annulled(scenario: Scenario, item: str, number: int, state: Values) -> bool:
    """Return whether an option that was sealed no longer stands in a state."""
    kernel, falls = scenario.kernel, _falls(scenario).get(item)
    if number and falls is not None and falls(tuple(state[place] for place in range(len(kernel.variables)))):
        return True
    return any(kernel.at(state, name) == kernel.variable(name).start for name in written(scenario)[item][number])
