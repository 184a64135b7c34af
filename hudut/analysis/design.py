"""The design of a sweep: which policies, forced moves and weights are combined, as docs/sweeps.md describes.

    seats: {all: [weighted, hard-line], chance: weighted}   # a list is a factor
    moves: [[], [m6-commissar.keep]]                         # each entry is a list of forced moves
    weights: {sobol: 256}                                    # or {grid: {NAME: [1, 2, 3]}}, or {list: [{NAME: 3}, {}]}

Every combination is a *setting*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from itertools import product
from math import prod
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import ConfigDict, Field, model_validator

from engine.policies import POLICIES
from geo.cache import Cache
from geo.errors import nearest
from geo.reading import read_one
from geo.records import Record
from hudut.analysis.laws import Play
from hudut.analysis.sampling import Chances
from hudut.analysis.tables import ActTable, Floats
from hudut.analysis.weights import Weights, weights_of
from scenarios.kernel import CHANCE
from scenarios.schema import Basket
from scenarios.weighing import Parameter

MOST_SETTINGS, MOST_POINTS = 1_000_000, 65_536
"""Settings of a design, and different weights among them: each point holds every weight of the act."""
DRAWN = Cache("sobol", keep=24)
LARGEST = 1000
"""The largest weight that a scenario may have, and the smallest shift below 0."""


class WeightDesign(Record):
    """How the weights vary: one of the three ways.

    Parameters
    ----------
    sobol
        Number of points of a Sobol sequence over the bounds of every weight that its author leaves open; a power of two
        is best balanced.
    grid
        Values by the name of a weight; every combination.
    points
        Settings one by one (`list` in the file): values by the name of a weight; what is not named keeps its own.
    """

    model_config = ConfigDict(populate_by_name=True)

    sobol: int | None = Field(default=None, ge=1)
    grid: dict[str, Annotated[tuple[int, ...], Field(min_length=1)]] = {}
    points: tuple[dict[str, int], ...] = Field(default=(), alias="list")

    @model_validator(mode="after")
    def _one_way(self) -> WeightDesign:
        if sum((self.sobol is not None, bool(self.grid), bool(self.points))) > 1:
            raise ValueError("give one of sobol, grid and list")
        return self

    @property
    def points_there_are(self) -> int:
        """Number of points, without making them."""
        if self.sobol is not None:
            return self.sobol
        return prod(map(len, self.grid.values())) if self.grid else max(len(self.points), 1)

    def named(self) -> Iterator[tuple[str, int]]:
        """Yield every name and value that the design gives."""
        for key, values in self.grid.items():
            yield from ((key, value) for value in values)
        for point in self.points:
            yield from point.items()


class Design(Record):
    """Factors of a sweep; without any, the scenario as it stands is the only setting."""

    seats: dict[str, str | tuple[str, ...]] = {}
    moves: tuple[tuple[str, ...], ...] = ((),)
    weights: WeightDesign = WeightDesign()

    @property
    def settings(self) -> int:
        """Number of settings, without making them."""
        return prod(len(_listed(one)) for one in self.seats.values()) * len(self.moves) * self.weights.points_there_are


def read_design(path: Path, table: ActTable) -> Design:
    """Read a design and check its words against an act.

    Raises
    ------
    DataError
        With every problem, by file and line.
    """
    return read_one(Design, path, lambda design: _unknown(design, table))


def _unknown(design: Design, table: ActTable) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield place, problem and remedy of every word that the act does not know."""
    seats = {*table.cut.acts[table.act].seats, CHANCE, "all"}
    words: list[tuple[tuple[str | int, ...], str, set[str]]] = [(("seats", one), one, seats) for one in design.seats]
    words += [(("seats", seat), one, set(POLICIES)) for seat, given in design.seats.items() for one in _listed(given)]
    stems = forceable(table)
    words += [(("moves", n, k), one, stems) for n, entry in enumerate(design.moves) for k, one in enumerate(entry)]
    known = {one.name: one for one in weights_of(table)}
    words += [(("weights",), name, set(known)) for name, _ in design.weights.named()]
    for where, word, valid in words:
        if word not in valid:
            yield where, f"{'/'.join(map(str, where))}: {word!r} is unknown in {table.act}.", nearest(word, valid)
    yield from _too_much(design)
    yield from _at_odds(design)
    for name, value in design.weights.named():
        least = -LARGEST if name in known and known[name].kind.endswith("shift") else 0
        if not least <= value <= LARGEST:
            yield ("weights",), f"{name}: {value} is out of bounds.", f"Give a whole number from {least} to {LARGEST}."


def _too_much(design: Design) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield what is too large to be made."""
    points, settings = design.weights.points_there_are, design.settings
    if points > MOST_POINTS:
        yield ("weights",), f"the weights have {points:,} points.", f"The most is {MOST_POINTS:,}."
    if settings > MOST_SETTINGS:
        yield (), f"the design has {settings:,} settings.", f"The most is {MOST_SETTINGS:,}."
    if not settings:
        yield (), "a list is empty, so there is no setting.", "Give values, or take the word out."


def _at_odds(design: Design) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield the forced moves of one entry that answer the same question in two ways."""
    for number, entry in enumerate(design.moves):
        answers: dict[str, str] = {}
        for one in entry:
            other = answers.setdefault(one.rpartition(".")[0], one)
            if other != one:
                yield (
                    ("moves", number),
                    f"{other!r} and {one!r} cannot both be made.",
                    "Force one, or make two entries.",
                )


def _listed(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


def forceable(table: ActTable) -> set[str]:
    """Return what may stand under `moves`: options of decisions and chance, and `step.item.option` of tables."""
    found = {table.cut.kernel.moves[place].stem.id for place in np.unique(table.menu_move).tolist()}
    for one in table.tables:
        basket = table.basket(one)
        step = table.step_id(one.number)
        found |= {f"{step}.{item.id}.{option.id}" for item in basket.items for option in item.options}
    return found


class Settings:
    """All settings of a design, numbered; the weights turn fastest, then the moves, then the seats."""

    def __init__(self, table: ActTable, design: Design, seed: int) -> None:
        self.table = table
        seats = list(design.seats)
        self.seats = [dict(zip(seats, one, strict=True)) for one in product(*(_listed(design.seats[s]) for s in seats))]
        self.moves = list(design.moves)
        self.parameters = weights_of(table)
        self.weights = _points(self.parameters, design.weights, seed)
        varied = np.flatnonzero((self.weights != self.weights[:, :1]).any(axis=1))
        self.varied = [(self.parameters[row].name, row) for row in varied.tolist()]

    def __len__(self) -> int:
        return len(self.seats) * len(self.moves) * int(self.weights.shape[1])

    def parts(self, number: int) -> tuple[dict[str, str], tuple[str, ...], int]:
        """Return policies by seat, forced moves and the column of weights of a setting."""
        rest, column = divmod(number, self.weights.shape[1])
        seats, moves = divmod(rest, len(self.moves))
        return self.seats[seats], self.moves[moves], column

    def chances(self, numbers: range) -> Iterator[tuple[int, Chances]]:
        """Yield (setting, probabilities); settings that differ in weights only are made at once."""
        done = numbers.start
        while done < numbers.stop:
            seats, moves, column = self.parts(done)
            count = min(numbers.stop - done, self.weights.shape[1] - column, BATCH)
            play = Play(self.table, Weights(self.table, self.weights[:, column : column + count]), seats)
            menu = play.shares()[: self.table.menu_start[-1]]
            menu, laws = force(self.table, menu, play.laws, moves)
            for place in range(count):
                yield done + place, Chances(menu[:, place], tuple(law[:, :, place] for law in laws))
            done += count


BATCH = 32
"""Settings whose probabilities are made at once: enough to fill the processor, few enough for its caches."""


def _points(known: tuple[Parameter, ...], design: WeightDesign, seed: int) -> Floats:
    """Return [parameters, points] the values of all weights."""
    authored = np.array([one.value for one in known], np.float64)
    row = {one.name: place for place, one in enumerate(known)}
    if design.sobol is not None:
        return sobol_points(known, design.sobol, seed)
    if design.grid:
        points: list[Mapping[str, int]] = [
            dict(zip(design.grid, values, strict=True)) for values in product(*design.grid.values())
        ]
    else:
        points = list(design.points) or [{}]
    found = np.repeat(authored[:, None], len(points), axis=1)
    for column, point in enumerate(points):
        for name, value in point.items():
            found[row[name], column] = value
    return found


def sobol_points(known: tuple[Parameter, ...], count: int, seed: int) -> Floats:
    """Return [parameters, count] whole numbers between the bounds of each weight, by a scrambled Sobol sequence."""
    low, high = (np.array([getattr(one, side) for one in known], np.float64) for side in ("low", "high"))
    spread: Floats = drawn(len(known), count, seed).T * (high - low + 1)[:, None]
    return np.floor(low[:, None] + spread)


def drawn(dimensions: int, points: int, seed: int) -> Floats:
    """Return [points, dimensions] of a scrambled Sobol sequence, kept: its library takes half a second to import."""
    power = (points - 1).bit_length()

    def draw() -> bytes:
        from scipy.stats import qmc

        return bytes(qmc.Sobol(max(dimensions, 1), rng=seed).random_base2(power).tobytes())

    kept = DRAWN.made(f"{version('scipy')}-{dimensions}-{power}-{seed}", draw)
    return np.frombuffer(kept).reshape(2**power, -1)[:points, :dimensions]


def force(
    table: ActTable, menu: Floats, laws: tuple[Floats, ...], moves: tuple[str, ...]
) -> tuple[Floats, tuple[Floats, ...]]:
    """Return the probabilities when moves are made wherever they can be; elsewhere nothing changes.

    Parameters
    ----------
    menu, laws
        [keys of menus, settings], and by conference [patterns, outcomes, settings].
    moves
        Words of `forceable`. A table's option is forced by leaving only the outcomes that seal it.
    """
    if not moves:
        return menu, laws
    menu = menu.copy()
    ids = [table.cut.kernel.moves[place].stem.id for place in table.menu_move.tolist()]
    forced = np.array([one in moves for one in ids], bool)
    starts = table.menu_start
    held = np.repeat(np.add.reduceat(forced, starts[:-1]) > 0, np.diff(starts))
    menu[held] = 0
    menu[forced] = 1
    tables = zip(table.tables, laws, strict=True)
    return menu, tuple(
        _only(law, _kept(table.basket(one), table.step_id(one.number), one.texts, moves)) for one, law in tables
    )


def _only(law: Floats, kept: Any) -> Floats:
    """Return a law, [patterns, outcomes, settings], with all outcomes taken away but some.

    Where no seat would ever sign one of those, each is sealed alike: forced is forced.
    """
    left = np.where(kept[None, :, None], law, 0)
    total = left.sum(axis=1, keepdims=True)
    alike = np.where(kept, 1 / max(int(kept.sum()), 1), 0)[None, :, None]
    return np.where(total > 0, left / np.where(total > 0, total, 1), alike)


def _kept(basket: Basket, step: str, texts: Any, moves: tuple[str, ...]) -> Any:
    """Return which outcomes of a table agree with the forced options; all where none is forced."""
    kept = np.ones(len(texts) + 1, bool)
    for place, item in enumerate(basket.items):
        for number, option in enumerate(item.options, start=1):
            if f"{step}.{item.id}.{option.id}" in moves:
                kept &= np.concatenate([[False], texts[:, place] == number])
    return kept
