"""Which variant of a text is told in a state."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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
    """A text of an act: `k6-gumru says`, `k6-gumru.late after`, `opening`, `ending NAME text`, `seat NAME secret 3`.

    It is told at the step of that number, in the state before the step's last move or, where it is `late`, after it.
    `events` are what its record is linked to.
    """

    name: str
    number: int
    late: bool
    prose: Prose
    events: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def places(scenario: Scenario, act: str) -> tuple[Place, ...]:
    """Return the texts of an act that have variants."""
    return tuple(place for place in texts(scenario, act).values() if len(place.prose.variants) > 1)


@lru_cache(maxsize=64)
def texts(scenario: Scenario, act: str) -> Mapping[str, Place]:
    """Return every text of an act by its name."""
    found = (*_of_act(scenario, act), *_of_steps(scenario, act))
    return {place.name: place for place in found}


def _of_act(scenario: Scenario, act: str) -> Iterator[Place]:
    one, first, last = scenario.acts[act], scenario.first[act], scenario.last[act]
    yield Place("opening", first, True, one.opening)
    for key, seat in one.seats.items():
        yield Place(f"seat {key} people", first, True, seat.people)
        for name, lines in seat.lines():
            for number, line in enumerate(lines):
                yield Place(f"seat {key} {name} {number}", first, True, line)
    if one.void is not None:
        yield Place("void text", first, True, one.void.text)
    for each in one.endings:
        yield Place(f"ending {each.id} text", last, False, each.text)
    if one.notes is not None:
        yield Place("notes", last, False, one.notes)


def _of_steps(scenario: Scenario, act: str) -> Iterator[Place]:
    for step in scenario.acts[act].steps:
        number, late = scenario.steps_by_id[step.id].number, step.kind == "event"
        yield Place(f"{step.id} title", number, late, step.titles, step.events)
        yield Place(f"{step.id} says", number, late, step.says, step.events)
        for option in step.options:
            yield Place(f"{step.id}.{option.id} title", number, False, option.titles)
            yield Place(f"{step.id}.{option.id} says", number, False, option.says)
            if option.after is not None:
                yield Place(f"{step.id}.{option.id} after", number, True, option.after, option.events)
        if step.basket is not None:
            yield Place(f"{step.id} broken", number, True, step.basket.broken)


def opened(scenario: Scenario, act: str, states: Sequence[State]) -> State:
    """Return the state in which what an act opens with is told: after the first move that a play makes in it."""
    before = sum(scenario.step_at(state) <= scenario.first[act] for state in states)
    return states[min(before, len(states) - 1)]


def telling(scenario: Scenario, act: str, states: Sequence[State]) -> dict[str, int]:
    """Return which variant a play tells of each text that has come up in an act, by place, where it is not the first.

    Parameters
    ----------
    states
        The states of the play that count, in order; the last is that in which it stands.
    """
    found = {}
    for name, number, late, prose, _ in places(scenario, act):
        before = [state for state in states if scenario.step_at(state) <= number]
        if before and scenario.step_at(states[-1]) >= number:
            state = states[min(len(before), len(states) - 1)] if late else before[-1]
            found[name] = prose.variants.index(told(scenario, act, state, prose))
    return {name: place for name, place in found.items() if place}
