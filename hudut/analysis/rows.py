"""The rows of a sweep: one for each run, with all that is needed to make it again. docs/sweeps.md has the columns."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

import numpy as np
import pyarrow as pa

from hudut.analysis.design import Settings
from hudut.analysis.distance import control_km2
from hudut.analysis.ends import annulled_at_close, ends_of
from hudut.analysis.sampling import Plays, Sampler
from hudut.analysis.tables import ActTable, BasketTable, Ints
from hudut.campaigns import Stage, weights_name
from scenarios.baskets import historical_number
from scenarios.fates import ANNULLED, NONE, NOT_SEALED
from scenarios.schema import Item


class RowMaker:
    """Turns plays of one act into tables of rows."""

    def __init__(self, stage: Stage, table: ActTable, sampler: Sampler, settings: Settings, seed: int) -> None:
        self.stage, self.table, self.settings, self.seed = stage, table, settings, seed
        self.choosing = sampler.choosing
        self.baskets = {one.number: one for one in table.tables}
        self.options = [move.id.removeprefix(f"{move.step}.") for move in table.cut.kernel.moves]
        self.items = {one.number: _item_values(table, one) for one in table.tables}
        self.carries = tuple(table.cut.acts[table.act].carries)
        self.ends = ends_of(table)
        self.annulled = annulled_at_close(table)
        self.km2 = np.rint(control_km2(stage, table)).astype(np.int32)

    def rows(self, setting: int, first: int, plays: Plays) -> pa.Table:
        """Return the rows of one batch of runs of a setting, numbered from `first`."""
        count = len(plays.closing)
        seats, moves, column = self.settings.parts(setting)
        columns: dict[str, pa.Array] = {
            "scenario": _same(self.stage.scenario.kernel.hash, count),
            "version": _same(version("hudut"), count),
            "act": _same(self.table.act, count),
            "weights": _same(weights_name(self.stage), count),
            **{f"opened.{name}": _same(str(value), count) for name, value in self.table.carried},
            "seed": pa.array(np.full(count, self.seed, np.int64)),
            "setting": pa.array(np.full(count, setting, np.int32)),
            "run": pa.array(np.arange(first, first + count, dtype=np.int64)),
            **{f"policy.{seat}": _same(policy, count) for seat, policy in seats.items()},
            "moves": _same(" ".join(moves), count),
        }
        for name, row in self.settings.varied:
            columns[f"weight.{name}"] = pa.array(np.full(count, self.settings.weights[row, column], np.int16))
        columns.update(self._chosen(plays))
        columns.update(self._ends(plays.closing))
        return pa.table(columns)

    def _chosen(self, plays: Plays) -> dict[str, pa.Array]:
        found: dict[str, pa.Array] = {}
        distance = np.zeros(len(plays.closing), np.int16)
        for place, number in enumerate(self.choosing):
            chosen = plays.choices[:, place]
            if number not in self.baskets:
                found[f"choice.{self.table.step_id(number)}"] = _named(chosen + 1, [NONE, *self.options])
                continue
            for item, codes, history in self.items[number]:
                code = self._stands(item, codes[chosen], plays.closing)
                distance += code != history
                names = [NOT_SEALED, *item.words, ANNULLED]
                found[f"item.{item.id}"] = _named(code, names)
        found["distance"] = pa.array(distance)
        return found

    def _stands(self, item: Item, code: Ints, closing: Ints) -> Ints:
        """Return the codes of an item, with one of its own where what was sealed is annulled at the close."""
        end = closing - self.table.closing.start
        for number, gone in enumerate(self.annulled.get(item.id, ())):
            code = np.where((code == number + 1) & gone[end], len(item.options) + 2, code)
        return code

    def _ends(self, closing: Ints) -> dict[str, pa.Array]:
        end = closing - self.table.closing.start
        found = {"ending": _named(self.ends.ending[end] + 1, [NONE, *self.ends.endings])}
        for name in self.carries:
            values = self.table.cut.campaign.variables[name].values or tuple(map(str, range(256)))
            found[f"carried.{name}"] = _named(self.table.at_close(name)[end], values)
        found["km2"] = pa.array(self.km2[end])
        return found


def _item_values(table: ActTable, one: BasketTable) -> list[tuple[Item, Ints, int]]:
    """Return each item of a conference, its code (0 not met, 1 open, then options) by outcome, and history's code.

    The last code is that of outcome -1, a conference that did not meet.
    """
    found = []
    for place, item in enumerate(table.basket(one).items):
        codes = np.concatenate([[0], one.texts[:, place].astype(np.int32) + 1, [0]]).astype(np.int32)
        history = historical_number(item) + 1 if _sealed_in_history(table, one) else 0
        found.append((item, codes, history))
    return found


def _sealed_in_history(table: ActTable, one: BasketTable) -> bool:
    seals = {move.stem for move in table.cut.kernel.moves if move.kind == "seal" and move.number == one.number}
    return not seals.isdisjoint(table.cut.history[table.act])


def _same(value: str, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([value]))


def _named(codes: Ints, names: Sequence[str]) -> pa.Array:
    """Return codes as a dictionary of the names that occur, in the order of the codes."""
    used, place = np.unique(codes, return_inverse=True)
    return pa.DictionaryArray.from_arrays(
        pa.array(place.astype(np.int32)), pa.array([names[code] for code in used.tolist()])
    )
