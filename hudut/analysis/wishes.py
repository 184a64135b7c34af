"""The least change of history that leads to a wished-for end: fewest forced moves, the earliest where several are few.

Play follows the historical line where it is legal. A move is *forced* when it is not history's (or history has none
there) although there was a choice, be it a seat's or chance's; a conference counts one for each item sealed otherwise
than in history, and one for a break.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.play import historical_among
from geo.errors import HudutError, nearest
from hudut.analysis.ends import ends_of, standing_at_close
from hudut.analysis.exact import historical_outcome
from hudut.analysis.flow import levels
from hudut.analysis.tables import ActTable, BasketTable, Bools, Floats, Ints
from scenarios.schema import Basket

FAR = 10_000


@dataclass(frozen=True)
class Forced:
    """One forced move, as a script would write it (`step.option`, `step.item.option`), and its step."""

    move: str
    step: str


@dataclass(frozen=True)
class Crossed:
    """A red line under a forced text: the seat, and what it never signs."""

    table: str
    item: str
    option: str
    seat: str


@dataclass(frozen=True)
class Change:
    """The least change for a wish; None where no play of the act leads there.

    Parameters
    ----------
    wish
        As it was asked.
    forced
        The forced moves in order; none where history itself leads there.
    ending
        The ending that is reached.
    crossed
        Options of the texts that are forced which some seat never signs.
    """

    wish: tuple[str, ...]
    forced: tuple[Forced, ...] | None
    ending: str | None
    crossed: tuple[Crossed, ...] = ()


def items_of(wishes: Sequence[str], items: Sequence[str]) -> tuple[str, ...]:
    """Return the items that wishes name, which must be kept when the act is compiled for them."""
    return tuple(sorted({name for wish in wishes if (name := wish.partition("=")[0]) in items}))


def least_change(table: ActTable, wishes: Sequence[str]) -> Change:
    """Return the least change that makes all wishes true at the act's close.

    Parameters
    ----------
    table
        The compiled act; items that are wished for must have been kept.
    wishes
        `batum=ankara` (control), `batum:agreed=ankara`, `m-batum=autonomous` (an item) or `ending=friendship`.

    Raises
    ------
    HudutError
        If a wish cannot be read, or names what is unknown.
    """
    good = np.ones(table.closing.stop - table.closing.start, bool)
    for wish in wishes:
        good &= _ends_with(table, wish)
    return _Search(table, good).run(tuple(wishes))


def _ends_with(table: ActTable, wish: str) -> Bools:
    name, equals, value = (part.strip() for part in wish.partition("="))
    if not equals or not name or not value:
        raise HudutError(f"{wish!r} is not a wish. Write batum=ankara, batum:agreed=ankara, item=option or ending=id.")
    ends = ends_of(table)
    if name == "ending":
        if value not in ends.endings:
            raise HudutError(f"{table.act} has no ending {value!r}. {nearest(value, ends.endings)}")
        return np.asarray(ends.ending == ends.endings.index(value), bool)
    territory, _, layer = name.partition(":")
    key = (territory, layer or "control")
    if key not in ends.keys and name in table.known:
        values, words = standing_at_close(table, name)
        if value not in words[:-1]:
            raise HudutError(f"{name} has no value {value!r}. {nearest(value, words[:-1])}")
        return np.asarray(values == words.index(value), bool)
    if key not in ends.keys:
        known = {f"{place}:{which}" if which != "control" else place for place, which in ends.keys} | table.known
        raise HudutError(f"{table.act} decides nothing about {name!r}. {nearest(name, known)}")
    parties = {party for party, _ in ends.holders if party}
    if value not in parties:
        raise HudutError(f"{value!r} can hold nothing in {table.act}. {nearest(value, parties)}")
    numbers = [number for number, (party, _) in enumerate(ends.holders) if party == value]
    return np.isin(ends.holder(key), numbers)


def outcome_costs(table: BasketTable, basket: Basket) -> Ints:
    """Return [outcomes]: how many items fare otherwise than in history; a break counts one."""
    history = historical_outcome(table, basket)
    text = table.texts[history - 1] if history else np.zeros(table.texts.shape[1], np.uint8)
    costs = np.concatenate([[1 if history else 0], (table.texts != text).sum(axis=1)])
    reached = np.unique(table.inner.edge_to[table.inner.edge_to >= table.inner.nodes] - table.inner.nodes)
    return np.where(np.isin(np.arange(table.outcomes), reached), costs, FAR).astype(np.int64)


def forced_at_table(step: str, table: BasketTable, basket: Basket, outcome: int) -> list[Forced]:
    """Return what an outcome of a table forces: each item sealed otherwise than in history, or the break."""
    if outcome == 0:
        return [Forced(f"{step}.{basket.seats[0]}.break", step)]
    history = historical_outcome(table, basket)
    past = table.texts[history - 1] if history else np.zeros(len(basket.items), np.uint8)
    changed = [
        (item.id, item.words[value])
        for item, value, was in zip(basket.items, table.texts[outcome - 1].tolist(), past.tolist(), strict=True)
        if value != was
    ]
    return [Forced(f"{step}.{item}.{option}", step) for item, option in changed]


def crossed_at_table(step: str, table: BasketTable, basket: Basket, outcome: int) -> Iterator[Crossed]:
    """Yield the red lines that the text of an outcome crosses, of those whose consent it needs."""
    if outcome == 0:
        return
    for item, number in zip(basket.items, table.texts[outcome - 1].tolist(), strict=True):
        option = item.options[number - 1] if number else None
        for seat in sorted(set(basket.consenting).intersection(option.red_line)) if option else ():
            yield Crossed(step, item.id, option.id if option else "", seat)


class _Search:
    def __init__(self, table: ActTable, good: Bools) -> None:
        self.table, self.graph = table, table.graph
        self.cost = self._costs()
        self.left: Ints = np.full(self.graph.nodes, FAR, np.int64)
        self.left[table.closing] = np.where(good, 0, FAR)
        for level in reversed(levels(self.graph)):
            through = self.cost[level.edges] + self.left[level.to]
            self.left[level.nodes] = np.minimum.reduceat(through, level.starts[:-1])

    def run(self, wish: tuple[str, ...]) -> Change:
        """Go from the opening along edges that lose nothing, forcing as early as possible."""
        if self.left[0] >= FAR:
            return Change(wish, None, None)
        node, forced, crossed = 0, list[Forced](), list[Crossed]()
        while self.graph.edge_start[node + 1] > self.graph.edge_start[node]:
            begin, end = self.graph.edge_start[node : node + 2].tolist()
            through = self.cost[begin:end] + self.left[self.graph.edge_to[begin:end]]
            cheap = np.flatnonzero(through == self.left[node])
            edge = begin + int(cheap[self.cost[begin:end][cheap].argmax()])
            if self.cost[edge]:
                moves, lines = self._forced(node, int(self.graph.edge_key[edge]))
                forced += moves
                crossed += lines
            node = int(self.graph.edge_to[edge])
        ends = ends_of(self.table)
        number = int(ends.ending[node - self.table.closing.start])
        return Change(wish, tuple(forced), ends.endings[number] if number >= 0 else None, tuple(crossed))

    def _costs(self) -> Ints:
        by_key = np.zeros(self.table.keys, np.int64)
        starts = self.table.menu_start.tolist()
        for begin, end in pairwise(starts):
            if end - begin > 1:
                by_key[begin:end] = 1
                by_key[begin:end][self._historical(begin, end)] = 0
        for table in self.table.tables:
            outcome_cost = self._outcome_costs(table)
            by_key[np.unique(table.exits.key)] = FAR
            np.minimum.at(by_key, table.exits.key.ravel(), np.tile(outcome_cost, len(table.exits.key)))
        return by_key[self.graph.edge_key]

    def _historical(self, begin: int, end: int) -> list[int]:
        legal = tuple(self.table.cut.kernel.moves[place] for place in self.table.menu_move[begin:end].tolist())
        for stem in self.table.cut.history[self.table.act]:
            if (move := historical_among(legal, stem)) is not None:
                return [legal.index(move)]
        return []

    def _outcome_costs(self, table: BasketTable) -> Ints:
        return outcome_costs(table, self.table.basket(table))

    def _outcome(self, node: int, key: int) -> tuple[BasketTable, int]:
        """Return the table at which a node stands, and the cheapest outcome that a key stands for."""
        number = self.table.step_at(node)
        table = next(one for one in self.table.tables if one.number == number)
        here = table.exits.key[self.table.node_exit[node]] == key
        costs: Floats = np.where(here, self._outcome_costs(table), FAR).astype(float)
        return table, int(costs.argmin())

    def _forced(self, node: int, key: int) -> tuple[list[Forced], list[Crossed]]:
        """Return what a key forces at a node, and the red lines that a text sealed there crosses."""
        if self.table.node_exit[node] < 0:
            move = self.table.cut.kernel.moves[self.table.menu_move[key]]
            return [Forced(move.stem.id, move.step)], []
        table, outcome = self._outcome(node, key)
        told = (self.table.step_id(table.number), table, self.table.basket(table), outcome)
        return forced_at_table(*told), list(crossed_at_table(*told))
