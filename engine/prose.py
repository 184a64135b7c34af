"""Which variant of a text is told in a state."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from engine.rules import State, Test, compile_guard
from scenarios.expand import Scenario
from scenarios.forms import Prose, Variant
from scenarios.schema import Step


@lru_cache(maxsize=4096)
def _test(scenario: Scenario, act: str, condition: str) -> Test:
    return compile_guard(scenario.words(act).guard(json.loads(condition)), scenario.kernel)


def told(scenario: Scenario, act: str, state: State, prose: Prose) -> Variant:
    """Return the variant of a text that is told in a state of an act: the first whose condition holds."""
    for variant in prose.variants[:-1]:
        if _test(scenario, act, json.dumps(variant.when))(state):
            return variant
    return prose.variants[-1]


def as_told(scenario: Scenario, act: str, step: Step, before: State, after: State | None = None) -> Step:
    """Return a step with each of its texts as a play tells it.

    Parameters
    ----------
    before
        The state at the step.
    after
        The state after the move that is told, where one is: what happens and what follows are told in it.
    """
    late = before if after is None else after
    now = late if step.kind == "event" else before

    def one(prose: Prose | None, state: State) -> Prose | None:
        return prose and Prose(variants=(told(scenario, act, state, prose).model_copy(update={"when": None}),))

    options = tuple(
        option.model_copy(
            update={
                "titles": one(option.titles, before),
                "says": one(option.says, before),
                "after": one(option.after, late),
            }
        )
        for option in step.options
    )
    basket = step.basket and step.basket.model_copy(update={"broken": one(step.basket.broken, late)})
    texts = {"titles": one(step.titles, now), "says": one(step.says, now)}
    return step.model_copy(update={**texts, "options": options, "basket": basket})


class Place(NamedTuple):
    """A text of an act that has variants: `k6-gumru says`, `k6-gumru.late after`, `opening`, `ending NAME text`.

    It is told at the step of that number, in the state before the step's last move or, where it is `late`, after it.
    """

    name: str
    number: int
    late: bool
    prose: Prose


@lru_cache(maxsize=64)
def places(scenario: Scenario, act: str) -> tuple[Place, ...]:
    """Return the texts of an act that have variants."""
    return tuple(place for place in _places(scenario, act) if place.prose and len(place.prose.variants) > 1)


def _places(scenario: Scenario, act: str) -> Iterator[Place]:
    one, first = scenario.acts[act], scenario.first[act]
    yield Place("opening", first, True, one.opening)
    if one.void is not None:
        yield Place("void text", first, True, one.void.text)
    for each in one.endings:
        yield Place(f"ending {each.id} text", scenario.last[act], False, each.text)
    for step in one.steps:
        number, late = scenario.steps_by_id[step.id].number, step.kind == "event"
        yield Place(f"{step.id} title", number, late, step.titles)
        yield Place(f"{step.id} says", number, late, step.says)
        for option in step.options:
            yield Place(f"{step.id}.{option.id} title", number, False, option.titles)
            yield Place(f"{step.id}.{option.id} says", number, False, option.says)
            if option.after is not None:
                yield Place(f"{step.id}.{option.id} after", number, True, option.after)
        if step.basket is not None:
            yield Place(f"{step.id} broken", number, True, step.basket.broken)


def telling(scenario: Scenario, act: str, states: Sequence[State]) -> dict[str, int]:
    """Return which variant a play tells of each text that has come up in an act, by place, where it is not the first.

    Parameters
    ----------
    states
        The states of the play that count, in order; the last is that in which it stands.
    """
    found = {}
    for name, number, late, prose in places(scenario, act):
        before = [state for state in states if scenario.step_at(state) <= number]
        if before and scenario.step_at(states[-1]) >= number:
            state = states[min(len(before), len(states) - 1)] if late else before[-1]
            found[name] = prose.variants.index(told(scenario, act, state, prose))
    return {name: place for name, place in found.items() if place}
