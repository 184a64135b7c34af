"""What the ends of an act come to: its ending, and who holds what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from engine.annulling import falling, written
from engine.frame import frame
from hudut.analysis.columns import column, distinct, first_that_holds, holds_in
from hudut.analysis.tables import ActTable, Bools, Bytes, Ints
from scenarios.expand import Scenario
from scenarios.fates import ANNULLED
from scenarios.kernel import STEP

Key = tuple[str, str]
Holder = tuple[str | None, str]
NOBODY: Holder = (None, "")


@dataclass(frozen=True, eq=False)
class Ends:
    """The nodes at an act's close, told apart by what is drawn and told of them.

    Parameters
    ----------
    endings
        Ids of the endings, in the order of the act; `ending` is a position in it for each end node, -1 for none.
    keys
        Territory and layer of each column of `held`.
    holders
        Party and status, to which `held` points. No party: nothing is agreed there.
    held
        [grounds, keys] Who holds what: a row for each ground on which the act can end, of which there are few.
    ground
        [end nodes] Row of `held`.
    """

    endings: tuple[str, ...]
    ending: Ints
    keys: tuple[Key, ...]
    holders: tuple[Holder, ...]
    held: Ints
    ground: Ints

    def classes(self) -> Ints:
        """Return a number for each end node, the same for nodes with the same ending and holders."""
        told = (self.ending + 1) * len(self.held) + self.ground
        return np.asarray(np.unique(told, return_inverse=True)[1], np.int32)

    def holder(self, key: Key) -> Ints:
        """Return [end nodes] who holds a territory in a layer."""
        return np.asarray(self.held[self.ground, self.keys.index(key)], np.int32)


def ends_of(table: ActTable) -> Ends:
    """Return the ends of an act; found once for each table."""
    if "ends" not in table.extra:
        table.extra["ends"] = _ends(table)
    found: Ends = table.extra["ends"]
    return found


def _ends(table: ActTable) -> Ends:
    """Find endings and holders; a frame is asked once for each value of what it reads."""
    cut, act = table.cut, table.act
    rows = np.ascontiguousarray(table.columns[table.column, table.closing].T)
    endings = tuple(name for name, _ in cut.endings[act])
    ending = first_that_holds(cut.kernel, [guard for _, guard in cut.endings[act]], rows)
    some, place = distinct(rows[:, _ground_columns(cut)])
    sample = np.zeros(len(some), np.int64)
    sample[place] = np.arange(len(rows))
    frames = [frame(cut, tuple(rows[node].tolist())).holders() for node in sample.tolist()]
    keys = tuple(sorted({key for one in frames for key in one}))
    holders: dict[Holder, int] = {}
    rows_held = [[holders.setdefault(one.get(key, NOBODY), len(holders)) for key in keys] for one in frames]
    held, ground = np.unique(np.array(rows_held, np.int32), axis=0, return_inverse=True)
    return Ends(endings, ending, keys, tuple(holders), held, ground.ravel()[place].astype(np.int32))


def annulled_at_close(table: ActTable) -> dict[str, list[Bools]]:
    """Return, for each item that can be annulled, by option (0 is open): the ends in which it does not stand."""
    items = [item for item, options in written(table.cut).items() if any(options) or item in falling(table.cut)]
    return {item: _annulled(table.cut, item, table.at_close) for item in items}


def _annulled(scenario: Scenario, item: str, value: Callable[[str], Ints | Bytes]) -> list[Bools]:
    start, ends = scenario.kernel.variable, len(value(STEP))
    nothing = np.zeros(ends, np.bool_)
    guard = falling(scenario).get(item)
    fallen = nothing if guard is None else holds_in(value, guard, ends)
    return [
        np.any([fallen if number else nothing, *(value(name) == start(name).start for name in papers)], axis=0)
        for number, papers in enumerate(written(scenario).get(item, ()))
    ]


def standing_at_close(table: ActTable, name: str) -> tuple[Ints, tuple[str, ...]]:
    """Return the value of a variable or an item at each end, and the words of the values; the last is `annulled`."""
    return _standing(table.cut, name, table.at_close)


def standing(scenario: Scenario, name: str, rows: Bytes) -> tuple[Ints, tuple[str, ...]]:
    """Return the value of a variable or an item in each state, and the words of the values; the last is `annulled`."""
    return _standing(scenario, name, partial(column, scenario.kernel, rows=rows))


def _standing(scenario: Scenario, name: str, value: Callable[[str], Ints | Bytes]) -> tuple[Ints, tuple[str, ...]]:
    variable = scenario.kernel.variable(name)
    values = value(name).astype(np.int32)
    for number, gone in enumerate(_annulled(scenario, name, value)):
        values = np.where((values == number) & gone, variable.size, values)
    return values, (*(variable.values or map(str, range(variable.size))), ANNULLED)


def _ground_columns(cut: Scenario) -> list[int]:
    """Return the positions of what a frame looks at beside the step, which is one at an act's close."""
    return sorted(cut.kernel.places(cut.ground.reads))
