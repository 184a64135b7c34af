"""The authored weights of an act as one vector, so that they can be varied: what is likely, wanted, and too little.

A *parameter* is one `Weight` or shift of the scenario, with the bounds that its author gives. Values are whole numbers,
as in the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.wants import DEFAULT_WORTH
from geo.errors import HudutError
from hudut.analysis.tables import ActTable, Floats, Ints
from scenarios.expand import Scenario
from scenarios.schema import Basket, Shift, Step, Weight


@dataclass(frozen=True)
class Parameter:
    """One authored weight.

    Parameters
    ----------
    name
        Where it stands: `step.option`, `step.option.1` (under a condition), `step.item.option.worth.seat`,
        `step.walk_away.seat`, `step.shift.1`, `step.walk_away_shift.1`.
    kind
        `weight`, `worth`, `walk_away`, `shift` or `walk_away_shift`.
    low, high
        Bounds; both are the value where the author gives none.
    """

    name: str
    kind: str
    value: int
    low: int
    high: int

    @property
    def varies(self) -> bool:
        """Whether its author leaves it open."""
        return self.low < self.high


def parameters(cut: Scenario) -> tuple[Parameter, ...]:
    """Return the parameters of an act in the order of its file."""
    return tuple(_parameters(cut))


def _parameters(cut: Scenario) -> Iterator[Parameter]:
    for one in cut.steps:
        yield from _of_options(one.step)
        if one.step.basket is not None:
            yield from _of_basket(one.step.id, one.step.basket)


def _of_options(step: Step) -> Iterator[Parameter]:
    for option in step.options:
        for count, special in enumerate(option.weights, start=1):
            yield _weight(f"{step.id}.{option.id}.{count}", "weight", special)
        yield _weight(f"{step.id}.{option.id}", "weight", option.weight)


def _of_basket(step: str, basket: Basket) -> Iterator[Parameter]:
    for item in basket.items:
        for option in item.options:
            for seat, weight in option.worth.items():
                yield _weight(f"{step}.{item.id}.{option.id}.worth.{seat}", "worth", weight)
    for seat, weight in basket.walk_away.items():
        yield _weight(f"{step}.walk_away.{seat}", "walk_away", weight)
    for count, shift in enumerate(basket.shifts, start=1):
        yield _shift(f"{step}.shift.{count}", "shift", shift)
    for count, shift in enumerate(basket.walk_away_shifts, start=1):
        yield _shift(f"{step}.walk_away_shift.{count}", "walk_away_shift", shift)


def _weight(name: str, kind: str, weight: Weight) -> Parameter:
    low = weight.value if weight.low is None else weight.low
    high = weight.value if weight.high is None else weight.high
    return Parameter(name, kind, weight.value, low, high)


def _shift(name: str, kind: str, shift: Shift) -> Parameter:
    low = shift.add if shift.low is None else shift.low
    high = shift.add if shift.high is None else shift.high
    return Parameter(name, kind, shift.add, min(low, shift.add), max(high, shift.add))


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
        self.parameters = parameters(table.cut)
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
        for place, move in enumerate(moves):
            row = self.row.get(move.id)
            if row is not None:
                found[place] = self.values[row]
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
