"""The weights of an act as one vector, so that they can be varied: what is likely, wanted, and too little.

A *parameter* is one weight or shift of the scenario with its bounds (`scenarios.weighing`). Values are whole numbers,
as in the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.wants import DEFAULT_WORTH
from geo.errors import HudutError
from hudut.analysis.tables import ActTable, Floats, Ints
from scenarios.expand import Scenario
from scenarios.schema import Basket
from scenarios.weighing import Parameter, parameters


def weights_of(table: ActTable) -> tuple[Parameter, ...]:
    """Return the weights of an act in the order of its file."""
    return _weights_of(table.cut)


@lru_cache(maxsize=32)
def _weights_of(cut: Scenario) -> tuple[Parameter, ...]:
    return tuple(parameters(one.step for one in cut.steps))


@dataclass(frozen=True, eq=False)
class Valued:
    """What the seats of one conference want, for each setting of the weights; the last axis runs over settings.

    Parameters
    ----------
    worth
        [seats, items, options + 1, patterns, settings] Worth of an option; of an open item (0) it is the walk-away.
    walk_away
        [seats, patterns, settings]
    red
        [seats, items, options + 1] Whether a seat never signs an option.
    """

    worth: Floats
    walk_away: Floats
    red: Ints


class Weights:
    """The weights of an act in one or many settings at once.

    Parameters
    ----------
    table
        The compiled act.
    settings
        [parameters, settings] Values; by default the authored ones, as a single setting.

    Raises
    ------
    HudutError
        If a value is not a finite number, or a weight is negative.
    """

    def __init__(self, table: ActTable, settings: Floats | None = None) -> None:
        self.table = table
        self.parameters = weights_of(table)
        authored = np.array([[one.value] for one in self.parameters], np.float64).reshape(-1, 1)
        self.values = authored if settings is None else np.asarray(settings, np.float64)
        self._check(len(authored))
        self.row = {one.name: row for row, one in enumerate(self.parameters)}

    @property
    def settings(self) -> int:
        """Number of settings."""
        return int(self.values.shape[1])

    def _check(self, rows: int) -> None:
        if self.values.ndim != 2 or len(self.values) != rows:
            raise HudutError(f"weights of shape {self.values.shape} do not fit {rows} parameters by settings.")
        signed = np.array([one.kind.endswith("shift") for one in self.parameters], bool)
        wrong = ~np.isfinite(self.values) | ((self.values < 0) & ~signed[:, None])
        if wrong.any():
            row, column = (int(one[0]) for one in np.nonzero(wrong))
            name = self.parameters[row].name
            raise HudutError(
                f"the weight {name} is {self.values[row, column]} in setting {column}; give a number of 0 or more."
            )

    def of_moves(self) -> Floats:
        """Return [moves, settings]: the weights of the moves outside the conferences."""
        moves = self.table.cut.kernel.moves
        found = np.repeat(np.array([[move.weight] for move in moves], np.float64), self.settings, axis=1)
        named = [place for place, move in enumerate(moves) if move.id in self.row]
        found[named] = self.values[[self.row[moves[place].id] for place in named]]
        return found

    def at(self, number: int) -> Valued:
        """Return what the seats want at the conference of a step."""
        table = next(one for one in self.table.tables if one.number == number)
        step = next(one.step for one in self.table.cut.steps if one.number == number)
        basket = self.table.basket(table)
        shape = (len(basket.seats), len(table.shift_holds), self.settings)
        walk = np.zeros(shape)
        for place, seat in enumerate(basket.seats):
            row = self.row.get(f"{step.id}.walk_away.{seat}")
            walk[place] = 0 if row is None else self.values[row]
        for count, shift in enumerate(basket.walk_away_shifts):
            if shift.seat in basket.seats:
                added = self.values[self.row[f"{step.id}.walk_away_shift.{count + 1}"]]
                walk[basket.seats.index(shift.seat)] += np.outer(table.walk_holds[:, count], added)
        walk = np.clip(walk, 0, 100)
        return Valued(self._worth(step.id, basket, table.shift_holds, walk), walk, _red(basket))

    def _worth(self, step: str, basket: Basket, holds: Ints, walk: Floats) -> Floats:
        most = 1 + max(len(item.options) for item in basket.items)
        worth = np.zeros((len(basket.seats), len(basket.items), most, *walk.shape[1:]))
        for place, item in enumerate(basket.items):
            for number, option in enumerate(item.options, start=1):
                for chair, seat in enumerate(basket.seats):
                    row = self.row.get(f"{step}.{item.id}.{option.id}.worth.{seat}")
                    worth[chair, place, number] = DEFAULT_WORTH if row is None else self.values[row]
                    for count, shift in enumerate(basket.shifts):
                        if shift.seat == seat and shift.item in (None, item.id) and shift.option in (None, option.id):
                            added = self.values[self.row[f"{step}.shift.{count + 1}"]]
                            worth[chair, place, number] += np.outer(holds[:, count], added)
        worth = np.clip(worth, 0, 100)
        worth[:, :, 0] = walk[:, None]
        return worth


def _red(basket: Basket) -> Ints:
    most = 1 + max(len(item.options) for item in basket.items)
    red = np.zeros((len(basket.seats), len(basket.items), most), np.int32)
    for place, item in enumerate(basket.items):
        for number, option in enumerate(item.options, start=1):
            for chair, seat in enumerate(basket.seats):
                red[chair, place, number] = seat in option.red_line
    return red
