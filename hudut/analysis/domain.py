"""The outcome space of a table: every text that can be signed there, and what it is worth to each seat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.policies import Table, conference_at
from engine.rules import State
from engine.wants import Conference
from geo.errors import HudutError
from scenarios.baskets import historical_number, sealable
from scenarios.expand import Scenario
from scenarios.schema import Item


@dataclass(frozen=True, eq=False)
class Domain:
    """A table in one state of the world.

    Parameters
    ----------
    step
        Id of the step; `seats`, `items` are ids in the table's order.
    texts
        Shape (outcomes, items): option number of each item, 0 where it stays open; the last item turns fastest.
    utilities
        Shape (seats, outcomes): mean worth of the text to a seat, 0 to 100 (`engine.policies.Table`).
    walk_away
        Shape (seats,): the mean worth below which a seat rather leaves.
    signable
        Shape (outcomes,): False where the text crosses a red line of a seat.
    historical
        Column of the text that history sealed, or None where history sealed none that can be signed here.
    """

    step: str
    seats: tuple[str, ...]
    items: tuple[Item, ...]
    texts: npt.NDArray[np.int64]
    utilities: npt.NDArray[np.float64]
    walk_away: npt.NDArray[np.float64]
    signable: npt.NDArray[np.bool_]
    historical: int | None

    def options(self, outcome: int) -> dict[str, str]:
        """Return the option id by item id of an outcome, `open` where an item stays open."""
        pairs = zip(self.items, self.texts[outcome], strict=True)
        return {item.id: item.words[number] for item, number in pairs}


def domain_at(scenario: Scenario, state: State) -> Domain:
    """Return the outcome space of the table at which a state stands; what its basket reads decides the worth.

    Raises
    ------
    HudutError
        If the state stands at no table.
    """
    conference = conference_at(scenario, state)
    if conference is None:
        raise HudutError(f"the step {scenario.step_at(state)} is no table, so it has no outcome space.")
    return _domain(scenario, conference, state)


def _domain(scenario: Scenario, conference: Conference, state: State) -> Domain:
    basket = conference.basket
    table = Table(scenario, conference, state)
    texts = np.array(sealable(basket), dtype=np.int64)
    utilities = np.zeros((len(basket.seats), len(texts)))
    signable = np.ones(len(texts), dtype=bool)
    for place, item in enumerate(basket.items):
        column = texts[:, place]
        for row, seat in enumerate(basket.seats):
            worth = [table.worth(seat, place, number) for number in range(len(item.options) + 1)]
            utilities[row] += np.array(worth)[column]
            refused = [False, *(seat in option.red_line for option in item.options)]
            signable &= ~np.array(refused)[column]
    return Domain(
        step=scenario.steps_by_number[scenario.step_at(state)].step.id,
        seats=tuple(basket.seats),
        items=tuple(basket.items),
        texts=texts,
        utilities=utilities / len(basket.items),
        walk_away=np.array([table.walk_away(seat) for seat in basket.seats], dtype=np.float64),
        signable=signable,
        historical=_historical(basket.items, texts),
    )


def _historical(items: tuple[Item, ...] | list[Item], texts: npt.NDArray[np.int64]) -> int | None:
    text = [historical_number(item) for item in items]
    found = np.flatnonzero((texts == np.array(text)).all(axis=1))
    return int(found[0]) if found.size else None
