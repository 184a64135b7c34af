"""The least change of history over several acts: plays with no forced move, then with one, with two, ... are followed.

All states that so many forced moves can reach go through the chronology at once; each remembers the way that forced
earliest. What counts as forced is as in `hudut.analysis.wishes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.reach import classes
from hudut.analysis.chain import Chain, Fan, Front, table_of
from hudut.analysis.holding import Standing
from hudut.analysis.tables import BasketTable, Bytes, Ints
from hudut.analysis.wishes import Crossed, Forced, crossed_at_table, forced_at_table, outcome_costs
from scenarios.expand import Scenario

MOST_FORCED = 6
MOST_ROWS = 200_000
"""States of a step above which no more forced moves are tried."""


@dataclass(frozen=True)
class Reached:
    """The least change, or how far it was looked for.

    Parameters
    ----------
    forced
        The forced moves in order; None where no play with at most `tried` of them leads there.
    whole
        Whether all plays with so many forced moves were followed.
    """

    forced: tuple[Forced, ...] | None
    tried: int
    whole: bool
    crossed: tuple[Crossed, ...] = ()


Wish = tuple[str, str, str]
"""Act, name and value at its close."""


def least_change(scenario: Scenario, keep: Sequence[str], wishes: Sequence[Wish], most: int = MOST_ROWS) -> Reached:
    """Return the least change that makes all wishes true."""
    for allowed in range(MOST_FORCED + 1):
        search = _Search(scenario, keep, wishes, allowed, most)
        found = search.run()
        if found is not None:
            return found
        if search.grown:
            return Reached(None, max(allowed - 1, 0), False)
    return Reached(None, MOST_FORCED, True)


@dataclass(frozen=True, eq=False)
class _Layer:
    """How the states after a step came about: the state before, the way out, and the outcome at a table."""

    number: int
    before: Ints
    fan: Ints
    outcome: Ints
    forced: Ints


class _Search:
    def __init__(
        self, scenario: Scenario, keep: Sequence[str], wishes: Sequence[Wish], allowed: int, most: int
    ) -> None:
        self.scenario, self.wishes, self.allowed, self.most = scenario, wishes, allowed, most
        self.chain = Chain(scenario, keep)
        self.grown = False
        self.rows: Bytes = self.chain.start[None].copy()
        self.cost = np.zeros(1, np.int64)
        self.rank = np.zeros(1, np.int64)
        self.layers: list[_Layer] = []
        self.fans: dict[int, list[Fan]] = {}

    def run(self) -> Reached | None:
        """Follow all plays with so many forced moves; None where none fulfils the wishes."""
        acts = list(self.scenario.acts)
        last = max(acts.index(act) for act, _, _ in self.wishes)
        for act in acts[: last + 1]:
            for number in range(self.scenario.first[act], self.scenario.last[act]):
                self._step(act, number)
                if self.grown:
                    return None
            if not self._filtered(act):
                return None
            if act != acts[last]:
                self._step(act, self.scenario.last[act])
        best = int(np.lexsort((self.rank, self.cost))[0])
        return self._told(best)

    def _filtered(self, act: str) -> bool:
        kept = np.ones(len(self.rows), np.bool_)
        for name, value in ((name, value) for where, name, value in self.wishes if where == act):
            kept &= Standing(self.scenario, act, self.rows).those(name, value)
        place = np.flatnonzero(kept)
        if len(place) < len(kept):
            nothing = np.zeros(len(place), np.int32)
            self.layers.append(_Layer(-1, place, nothing, nothing, nothing))
            self.rows, self.cost, self.rank = self.rows[place], self.cost[place], self.rank[place]
        return bool(len(place))

    def _step(self, act: str, number: int) -> None:
        front = Front(self.rows, np.ones(len(self.rows)))
        fans = self.fans[number] = self.chain.fans(front, number)
        stems = {stem.id for stem in self.scenario.history[act]}
        parts: list[tuple[Bytes, Ints, Ints, Ints, Ints]] = []
        for place, fan in enumerate(fans):
            forced, outcome = self._forced(fan, number, stems)
            here = np.flatnonzero(fan.legal & (self.cost + forced <= self.allowed))
            if len(here):
                count = np.full(len(here), place, np.int32)
                sealed = np.full(len(here), outcome, np.int32)
                parts.append((self.chain.moved(self.rows[here], fan, number + 1), here, count, sealed, forced[here]))
        rows = np.concatenate([one[0] for one in parts])
        before, by, outcomes, costs = (np.concatenate([one[n] for one in parts]) for n in range(1, 5))
        cost = self.cost[before] + costs
        rank = self.rank[before] * 2 + (costs == 0)
        classed, _ = classes(rows)
        order = np.lexsort((rank, cost, classed))
        first = order[np.concatenate([[True], np.diff(classed[order]) > 0])]
        self.layers.append(_Layer(number, before[first], by[first], outcomes[first], costs[first]))
        self.rows, self.cost = rows[first], cost[first]
        self.rank = np.unique(rank[first], return_inverse=True)[1].astype(np.int64)
        self.grown = len(self.rows) > self.most

    def _forced(self, fan: Fan, number: int, stems: set[str]) -> tuple[Ints, int]:
        """Return [states] how many forced moves a way out takes, and the cheapest of its outcomes."""
        if fan.move is not None:
            historical = fan.move.kind == "skip" or fan.move.stem.id in stems
            return (fan.chosen & (not historical)).astype(np.int64), -1
        costs = outcome_costs(self._table(number), self.scenario.basket_at(number))[list(fan.outcomes)]
        best = int(costs.argmin())
        return np.full(len(fan.legal), costs[best], np.int64), fan.outcomes[best]

    def _table(self, number: int) -> BasketTable:
        return table_of(self.scenario, number, self.chain.entry[number])

    def _told(self, end: int) -> Reached:
        forced: list[Forced] = []
        crossed: list[Crossed] = []
        for layer in reversed(self.layers):
            if layer.forced[end]:
                move = self.fans[layer.number][int(layer.fan[end])].move
                if move is not None:
                    forced.insert(0, Forced(move.stem.id, move.step))
                else:
                    step = self.scenario.steps_by_number[layer.number].step.id
                    basket, table = self.scenario.basket_at(layer.number), self._table(layer.number)
                    outcome = int(layer.outcome[end])
                    forced[:0] = forced_at_table(step, table, basket, outcome)
                    crossed[:0] = crossed_at_table(step, table, basket, outcome)
            end = int(layer.before[end])
        return Reached(tuple(forced), len(forced), True, tuple(crossed))
