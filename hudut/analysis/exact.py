"""Exact distributions over all plays of an act under policies and weights: endings, items, holders, history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.play import historical_among
from geo.errors import HudutError, nearest
from hudut.analysis.coarse import coarse
from hudut.analysis.ends import Ends, annulled_at_close, ends_of, standing_at_close
from hudut.analysis.flow import backward, edges_of, forward
from hudut.analysis.laws import Play, by_keys
from hudut.analysis.tables import ActTable, BasketTable, Floats, Ints
from hudut.analysis.weights import Weights
from scenarios.baskets import historical_number
from scenarios.fates import ANNULLED, BROKEN, NONE, NOT_HELD, OPEN
from scenarios.schema import Basket, Item

Distribution = Mapping[str, float]


@dataclass(frozen=True)
class OnHistory:
    """One move of the historical line: how likely it is once all before it went as in history."""

    move: str
    share: float


class Marginals:
    """What the ends of an act come to, once each has its probability.

    Parameters
    ----------
    table
        The compiled act.
    closing
        [end nodes] Probability of each node at the close.
    """

    def __init__(self, table: ActTable, closing: Floats) -> None:
        self.table, self.closing = table, closing

    @property
    def ends(self) -> Ends:
        """The ends of the act."""
        return ends_of(self.table)

    @cached_property
    def endings(self) -> Distribution:
        """Probability of each ending of the act, in its order; `none` only if it can be reached."""
        sums = np.bincount(self.ends.ending + 1, self.closing, len(self.ends.endings) + 1)
        found = dict(zip(self.ends.endings, sums[1:].tolist(), strict=True))
        return found | ({NONE: float(sums[0])} if sums[0] > 0 else {})

    @cached_property
    def holders(self) -> Mapping[tuple[str, str], Distribution]:
        """By territory and layer: probability of each party that may hold it at the close, the likeliest first."""
        parties = sorted({party or NONE for party, _ in self.ends.holders})
        party_of = np.array([parties.index(party or NONE) for party, _ in self.ends.holders], np.int32)
        found = {}
        for column, key in enumerate(self.ends.keys):
            sums = np.bincount(party_of[self.ends.held[:, column]], self._grounds, len(parties))
            order = sorted(np.flatnonzero(sums).tolist(), key=lambda place: (-sums[place], parties[place]))
            found[key] = {parties[place]: float(sums[place]) for place in order}
        return found

    @cached_property
    def _grounds(self) -> Floats:
        """[grounds] Probability of each ground on which the act can end."""
        return np.bincount(self.ends.ground, self.closing, len(self.ends.held)).astype(np.float64)

    def status(self, key: tuple[str, str], party: str) -> str:
        """Return how a party most likely holds a territory in a layer, if it does."""
        numbers = self.ends.held[:, self.ends.keys.index(key)]
        sums = np.bincount(numbers, self._grounds, len(self.ends.holders))
        own = [number for number, (name, _) in enumerate(self.ends.holders) if (name or NONE) == party]
        return self.ends.holders[max(own, key=lambda number: float(sums[number]))][1]

    @cached_property
    def carried(self) -> Mapping[str, Distribution]:
        """By variable that the act hands on: probability of each value, by its name or number."""
        found = {}
        for name in self.table.cut.acts[self.table.act].carries:
            variable = self.table.cut.kernel.variable(name)
            sums = np.bincount(self.table.at_close(name), self.closing, variable.size)
            words = variable.values or tuple(map(str, range(variable.size)))
            found[name] = {word: float(one) for word, one in zip(words, sums, strict=True) if one > 0}
        return found


class Exact(Marginals):
    """The exact distribution of one act for one setting of the weights.

    Parameters
    ----------
    table
        The compiled act.
    seats
        Policies by seat, as for `hudut.analysis.laws.Play`.
    weights
        One setting; the authored weights by default.
    """

    def __init__(self, table: ActTable, seats: Mapping[str, str] | None = None, weights: Weights | None = None) -> None:
        self.play = Play(table, weights, seats)
        self.shares: Floats = self.play.shares()[:, 0]
        self.passed: Floats = forward(table.graph, self.shares[:, None])[:, 0]
        """Probability that play passes each node."""
        super().__init__(table, self.passed[table.closing])
        self.small = coarse(table, goodwill="tit-for-tat" in self.play.seats.values())

    def mass(self, table: BasketTable) -> Floats:
        """Return [patterns]: the probability that a conference meets, by the pattern of shifts that holds then."""
        nodes = self._at(table)
        exits = self.table.node_exit[nodes]
        patterns = table.exits.pattern[exits]
        return np.bincount(patterns, self.passed[nodes], len(table.entries)).astype(np.float64)

    def _at(self, table: BasketTable) -> Ints:
        layer = table.number - self.table.cut.first[self.table.act]
        begin, end = self.table.graph.layers[layer : layer + 2].tolist()
        nodes = np.arange(begin, end)
        return nodes[self.table.node_exit[nodes] >= 0]

    def outcomes(self, place: int) -> Floats:
        """Return [outcomes]: probability of the break and of each text of a conference, by its place in the act."""
        table = self.table.tables[place]
        return self.mass(table) @ self.play.laws[place][:, :, 0]

    @cached_property
    def items(self) -> Mapping[str, Distribution]:
        """By item: probability that each option stands, then of what becomes of it otherwise where that can be."""
        found: dict[str, Distribution] = {}
        for place, table in enumerate(self.table.tables):
            chance = self.outcomes(place)
            for column, item in enumerate(self.table.basket(table).items):
                sums = np.bincount(table.texts[:, column], chance[1:], len(item.options) + 1)
                gone = self._annulled(place, column, item)
                words = {option.id: float(sums[n]) - gone[n] for n, option in enumerate(item.options, start=1)}
                rest = {OPEN: float(sums[0]), BROKEN: float(chance[0]), NOT_HELD: max(0.0, 1 - float(chance.sum()))}
                rest[ANNULLED] = sum(gone)
                found[item.id] = words | {word: share for word, share in rest.items() if share > 1e-12}
        return found

    @cached_property
    def _lost(self) -> Mapping[tuple[str, int], Floats]:
        """By item and option that can be annulled: how likely that is at the close, from each node on."""
        gone = annulled_at_close(self.table).items()
        ends = {(item, number): one for item, options in gone for number, one in enumerate(options) if one.any()}
        if not ends:
            return {}
        quantities = np.column_stack([one[self.small.end] for one in ends.values()]).astype(np.float64)
        return dict(zip(ends, backward(self.small.wiring.graph, self._small_shares, quantities).T, strict=True))

    @cached_property
    def _small_shares(self) -> Floats:
        return self.play.shares(self.small.wiring)[:, 0]

    @cached_property
    def _small_passed(self) -> Floats:
        return forward(self.small.wiring.graph, self._small_shares[:, None])[:, 0]

    def _annulled(self, place: int, column: int, item: Item) -> list[float]:
        """Return, for each option of an item (0 is open), how likely it is sealed and annulled at the close."""
        found = [0.0] * (len(item.options) + 1)
        numbers = [number for number in range(len(found)) if (item.id, number) in self._lost]
        if not numbers:
            return found
        table, law = self.table.tables[place], self.play.laws[place]
        edges, keys, weight = self._leaving(place)
        sealed = np.where(table.texts[:, column, None] == numbers, law[:, 1:], 0)
        sealed = np.concatenate([np.zeros((len(law), 1, len(numbers))), sealed], axis=1)
        wiring = self.small.wiring
        by_key = by_keys(wiring.exits[place], sealed, wiring.keys)[keys].reshape(len(keys), -1)
        for number, shares in zip(numbers, by_key.T, strict=True):
            found[number] = float((weight * shares) @ self._lost[item.id, number][wiring.graph.edge_to[edges]])
        return found

    def _leaving(self, place: int) -> tuple[Ints, Ints, Floats]:
        """Return the edges by which the coarser graph leaves a conference, their keys, and how likely each begins."""
        graph, patterns = self.small.wiring.graph, self.small.wiring.patterns
        layer = self.table.tables[place].number - self.table.cut.first[self.table.act]
        begin, end = graph.layers[layer : layer + 2].tolist()
        nodes = begin + np.flatnonzero(patterns[begin:end] >= 0)
        edges, _, source = edges_of(graph, nodes)
        return edges, graph.edge_key[edges], self._small_passed[nodes][source]

    @cached_property
    def history(self) -> tuple[OnHistory, ...]:
        """The historical line: at each step with a choice, how likely history was once all before went as it did.

        A conference counts by the text that it sealed, whoever spoke when.
        """
        return tuple(self._history())

    @property
    def of_history(self) -> float:
        """Probability of the historical line as a whole."""
        return float(np.prod([one.share for one in self.history]))

    def _history(self) -> Iterator[OnHistory]:
        graph, cut = self.table.graph, self.table.cut
        names = {one.number: one.step.id for one in cut.steps}
        for node, edge, sealed in historical_edges(self.table):
            number = self.table.step_at(node)
            if sealed is not None:
                place = next(n for n, one in enumerate(self.table.tables) if one.number == number)
                table = self.table.tables[place]
                pattern = table.exits.pattern[self.table.node_exit[node]]
                yield OnHistory(f"{names[number]}.text", float(self.play.laws[place][pattern, sealed, 0]))
            elif graph.edge_start[node + 1] - graph.edge_start[node] > 1:
                move = cut.kernel.moves[self.table.menu_move[graph.edge_key[edge]]]
                yield OnHistory(move.id, float(self.shares[graph.edge_key[edge]]))


def historical_edges(table: ActTable) -> Iterator[tuple[int, int, int | None]]:
    """Yield (node, edge, outcome) along the historical line; the outcome is None outside conferences."""
    graph, moves, stems = table.graph, table.cut.kernel.moves, table.cut.history[table.act]
    node = 0
    conferences = {one.number: one for one in table.tables}
    while graph.edge_start[node + 1] > graph.edge_start[node]:
        begin, end = graph.edge_start[node : node + 2].tolist()
        outcome = None
        if table.node_exit[node] >= 0:
            basket = conferences[table.step_at(node)]
            outcome = historical_outcome(basket, table.basket(basket))
            edge = begin + int(basket.exits.key[table.node_exit[node], outcome] - graph.edge_key[begin])
        else:
            legal = tuple(moves[place] for place in table.menu_move[graph.edge_key[begin:end]].tolist())
            chosen = [move for stem in stems if (move := historical_among(legal, stem)) is not None]
            edge = begin + (legal.index(chosen[0]) if chosen else 0)
        yield node, edge, outcome
        node = int(graph.edge_to[edge])


def historical_outcome(table: BasketTable, basket: Basket) -> int:
    """Return the outcome that sealed history's text; the break where history agreed on nothing."""
    text = [historical_number(item) for item in basket.items]
    same = np.flatnonzero((table.texts == np.array(text)).all(axis=1))
    return int(same[0]) + 1 if len(same) and any(text) else 0


def joint(exact: Exact, names: Sequence[str]) -> list[tuple[tuple[str, ...], float]]:
    """Return the joint distribution of items, variables and territories at the close, the likeliest first.

    Parameters
    ----------
    names
        Territories, as `batum` (control) or `batum:agreed`; or items and variables, kept when the act was compiled.
        A territory comes before a variable of the same name.

    Raises
    ------
    HudutError
        If there is no such item, variable, territory or layer among what the act decides.
    """
    table = exact.table
    columns, words = [], []
    for name in names:
        territory, _, layer = name.partition(":")
        key = (territory, layer or "control")
        if key not in exact.ends.keys and name in table.known:
            column, named = standing_at_close(table, name)
            columns.append(column)
            words.append(named)
        else:
            if key not in exact.ends.keys:
                known = {place for place, _ in exact.ends.keys} | table.known
                raise HudutError(f"{table.act} decides nothing about {name!r}. {nearest(name, known)}")
            columns.append(exact.ends.holder(key))
            words.append(tuple(party or NONE for party, _ in exact.ends.holders))
    found: dict[tuple[str, ...], float] = {}
    combos, where = np.unique(np.column_stack(columns), axis=0, return_inverse=True)
    sums = np.bincount(where.ravel(), exact.closing)
    for combo, share in zip(combos.tolist(), sums.tolist(), strict=True):
        key = tuple(word[value] for word, value in zip(words, combo, strict=True))
        found[key] = found.get(key, 0.0) + share
    return sorted(((key, share) for key, share in found.items() if share > 0), key=lambda one: (-one[1], one[0]))
