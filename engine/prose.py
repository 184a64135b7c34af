"""Which variant of a text is told in a state."""

from __future__ import annotations

import json
from functools import lru_cache

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
