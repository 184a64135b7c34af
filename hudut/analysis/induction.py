"""Backward induction and logit response: what follows if every seat looks ahead and wants only its own worth.

*At a table* the payoffs are those of `hudut.analysis.interchange`: the worth of the sealed text, summed over the items,
or the walk-away times the number of items if the talks break off; a seat neither accepts nor seals what crosses its own
red line. *Over an act* a seat wants the sum of the mean worth of what its tables sealed; a table that does not meet
counts as its walk-away. Tables are solved by themselves: nobody at a table thinks of the tables that follow.

Ties: a seat that looking ahead gives no reason goes by habit: among its equally good moves it draws by the scenario's
weights between the tables, and alike at a table. Any such draw is a best answer, so the solution stays one of backward
induction. Chance keeps its weights.

Logit response (R. McKelvey and T. Palfrey, "Quantal response equilibria for extensive form games", Experimental
Economics 1, 1998): a move is made with probability proportional to exp(precision x its expected mean worth), 0 to 100.

These are implications of the scenario's numbers, most of which are invented; they never say what should have happened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hudut.analysis.coarse import coarse
from hudut.analysis.conference import ACCEPT, SEAL, Bargaining
from hudut.analysis.exact import Marginals
from hudut.analysis.flow import TINY, Level, edges_of, forward_edges, levels
from hudut.analysis.laws import by_keys
from hudut.analysis.tables import ActTable, Bools, Floats, Ints
from hudut.analysis.weights import Weights

NO_DIFFERENCE = 1e-9
"""Worth that differs by less is equal: what is left of rounding."""
PRECISION = 0.1
"""Precision of the logit response: ten points of mean worth multiply the odds of a move by e."""
Choice = Callable[[Floats, "Fans"], Floats]
"""From [edges] values to [edges] probabilities."""


class Fans:
    """Edges grouped by the node that they leave; what is asked of them may have several columns."""

    def __init__(self, starts: Ints, source: Ints, weight: Floats) -> None:
        self.starts, self.source, self.weight = starts, source, weight
        """`weight`: by it an edge is drawn among equally good ones; alike where all weights are 0."""

    def drawn(self, offered: Bools) -> Floats:
        """Return the probabilities of edges when one of those offered is drawn at each node."""
        weight = np.where(offered, self.weight, 0)
        total = np.add.reduceat(weight, self.starts)[self.source]
        count = np.add.reduceat(offered.astype(np.float64), self.starts)[self.source]
        return np.where(total > 0, weight / np.where(total > 0, total, 1), offered / count)


def best(values: Floats, fans: Fans) -> Floats:
    """Return the choice of the best edge of each node, drawn by weight among equals."""
    return fans.drawn(_equal_to_best(values, fans))


def _equal_to_best(values: Floats, fans: Fans) -> Bools:
    top = np.maximum.reduceat(values, fans.starts)[fans.source]
    return np.asarray(values >= top - NO_DIFFERENCE, np.bool_)


def logit(precision: float) -> Choice:
    """Return the choice that is proportional to exp(precision x value)."""

    def choose(values: Floats, fans: Fans) -> Floats:
        top = np.maximum.reduceat(values, fans.starts)[fans.source]
        odds = np.exp(precision * (values - top))  # barred moves are worth -inf: their odds are 0
        return np.asarray(odds / np.add.reduceat(odds, fans.starts)[fans.source], np.float64)

    return choose


@dataclass(frozen=True, eq=False)
class Table:
    """A solved conference.

    Parameters
    ----------
    values
        [patterns, seats] Expected sum of worth over the items.
    law
        [patterns, outcomes] How likely each outcome is.
    """

    values: Floats
    law: Floats


def solve_table(bargaining: Bargaining, choice: Choice = best) -> Table:
    """Solve a conference for every pattern by going back from its outcomes."""
    table, graph = bargaining.table, bargaining.table.inner
    values, shares = _back(bargaining, choice)
    return Table(values[0].T, forward_edges(graph, shares, table.outcomes)[graph.nodes :].T)


def values_of(bargaining: Bargaining, pattern: int, choice: Choice = best) -> Floats:
    """Return [inner nodes and outcomes, seats]: what each sitting is worth to each seat, summed over the items."""
    return np.asarray(_back(bargaining, choice, slice(pattern, pattern + 1))[0][..., 0])


def _back(bargaining: Bargaining, choice: Choice, patterns: slice = slice(None)) -> tuple[Floats, Floats]:
    """Return [nodes and outcomes, seats, patterns] the values, and [edges, patterns] the probability of each edge."""
    table, graph, items = bargaining.table, bargaining.table.inner, bargaining.table.texts.shape[1]
    mover = table.keys.seat[graph.edge_key]
    signs = np.isin(table.keys.kind[graph.edge_key], (ACCEPT, SEAL))
    barred = signs & bargaining.crossed[mover, table.keys.text[graph.edge_key]]
    row_of = {tuple(row): number for number, row in enumerate(table.all_texts.tolist())}
    sealed = [row_of[tuple(row)] for row in table.texts.tolist()]
    walk_away = bargaining.walk_away[:, patterns]
    values = np.zeros((graph.nodes + table.outcomes, *walk_away.shape))
    values[graph.nodes] = walk_away * items
    values[graph.nodes + 1 :] = bargaining.totals[:, sealed, patterns].transpose(1, 0, 2)
    shares = np.zeros((graph.edges, walk_away.shape[1]))
    for level in reversed(levels(graph)):
        edges = np.arange(level.edges.start, level.edges.stop)
        own = values[level.to, mover[edges]] / items
        fans = Fans(level.starts[:-1], level.source, np.ones((len(edges), 1)))
        shares[edges] = choice(np.where(barred[edges, None], -np.inf, own), fans)
        flow = shares[edges, None] * values[level.to]
        values[level.nodes] = np.add.reduceat(flow, level.starts[:-1])
    return values, shares


@dataclass(frozen=True, eq=False)
class Solved:
    """A solved act.

    Parameters
    ----------
    values
        By seat: expected mean worth over the tables of the act at which it sits, 0 to 100.
    marginals
        Endings and holders when all play so.
    tables
        The conferences in order.
    line
        The likeliest moves from the opening on, conferences left out.
    ties
        Of the decisions that are met outside conferences, the share at which several moves were equally good.
    """

    values: dict[str, float]
    marginals: Marginals
    tables: tuple[Table, ...]
    line: tuple[str, ...]
    ties: float


def solve_act(table: ActTable, weights: Weights | None = None, precision: float | None = None) -> Solved:
    """Solve an act: by backward induction, or by logit response if a precision is given."""
    return _Solving(table, weights or Weights(table), precision).run()


class _Solving:
    """Goes back through the coarser graph: nodes with the same moves to the same future are worth the same."""

    def __init__(self, table: ActTable, weights: Weights, precision: float | None) -> None:
        self.small = coarse(table)
        self.graph, self.patterns = self.small.wiring.graph, self.small.wiring.patterns
        self.table, self.choice = table, best if precision is None else logit(precision)
        self.seats = list(table.cut.acts[table.act].seats)
        self.weights = weights.of_moves()[:, 0]
        at_table = [Bargaining(table, one, weights.at(one.number), {}) for one in table.tables]
        self.tables = tuple(solve_table(one, self.choice) for one in at_table)
        self.sits = np.array([sum(seat in one.basket.seats for one in at_table) for seat in self.seats])
        self.values = np.zeros((self.graph.nodes, len(self.seats)))
        self.shares = np.zeros(self.graph.edges)
        self.tied = np.zeros(self.graph.nodes)
        self.decisions = np.zeros(self.graph.nodes)
        first = table.cut.first[table.act]
        self.places = {one.number - first: place for place, one in enumerate(table.tables)}
        self.absent = [self._absent(one) for one in at_table]

    def _absent(self, bargaining: Bargaining) -> Floats:
        """Return [seats]: what a table that does not meet counts for."""
        found = np.zeros(len(self.seats))
        for seat in bargaining.basket.seats:
            spec = bargaining.basket.walk_away.get(seat)
            found[self.seats.index(seat)] = 0 if spec is None else spec.value
        return found

    def run(self) -> Solved:
        graph = self.graph
        layer_of = np.repeat(np.arange(len(graph.layers) - 1), np.diff(graph.layers))
        for level in reversed(levels(graph)):
            place = self.places.get(int(layer_of[level.nodes.start]))
            self._menus(level)
            if place is not None:
                self._conference(level, place)
            value = self.shares[level.edges, None] * self.values[level.to]
            self.values[level.nodes] = np.add.reduceat(value, level.starts[:-1]) + self._at_table(level, place)
        passed = forward_edges(graph, self.shares)
        counts = np.maximum(self.sits, 1)
        means = dict(zip(self.seats, (self.values[0] / counts).tolist(), strict=True))
        values = {seat: mean for seat, mean in means.items() if self.sits[self.seats.index(seat)]}
        marginals = Marginals(self.table, self.small.closing(self.table, passed))
        ties = float(passed @ self.tied) / max(float(passed @ self.decisions), TINY)
        return Solved(values, marginals, self.tables, tuple(self._line()), ties)

    def _menus(self, level: Level) -> None:
        graph, table = self.graph, self.table
        nodes = np.flatnonzero(self.patterns[level.nodes] < 0) + level.nodes.start
        if not len(nodes):
            return
        edges, starts, source = edges_of(graph, nodes)
        moves = table.menu_move[graph.edge_key[edges]]
        weight = self.weights[moves]
        actors = [table.cut.kernel.moves[move].actor for move in moves.tolist()]
        own = np.array([self.seats.index(actor) if actor in self.seats else -1 for actor in actors])
        fans = Fans(starts, source, weight)
        values = self.values[graph.edge_to[edges], np.maximum(own, 0)]
        by_chance = fans.drawn(np.ones(len(edges), np.bool_))
        self.shares[edges] = np.where(own < 0, by_chance, self.choice(values, fans))
        several = (np.add.reduceat(np.ones(len(edges)), starts) > 1) & (own[starts] >= 0)
        equals = np.add.reduceat(_equal_to_best(values, fans).astype(int), starts)
        self.decisions[nodes] = several
        self.tied[nodes] = several & (equals > 1)

    def _conference(self, level: Level, place: int) -> None:
        law, wiring = self.tables[place].law, self.small.wiring
        by_key = by_keys(wiring.exits[place], law, wiring.keys)
        nodes = np.flatnonzero(self.patterns[level.nodes] >= 0) + level.nodes.start
        edges, _, _ = edges_of(self.graph, nodes)
        self.shares[edges] = by_key[self.graph.edge_key[edges]]

    def _at_table(self, level: Level, place: int | None) -> Floats:
        """Return [nodes, seats]: what a conference at this layer is worth to each seat."""
        patterns = self.patterns[level.nodes]
        found = np.zeros((len(patterns), len(self.seats)))
        if place is None:
            return found
        table, meets = self.table.tables[place], patterns >= 0
        found[~meets] = self.absent[place]
        for chair, seat in enumerate(self.table.basket(table).seats):
            worth = self.tables[place].values[patterns[meets], chair] / table.texts.shape[1]
            found[meets, self.seats.index(seat)] = worth
        return found

    def _line(self) -> list[str]:
        graph, node, found = self.graph, 0, []
        while graph.edge_start[node + 1] > graph.edge_start[node]:
            begin, end = graph.edge_start[node : node + 2].tolist()
            shares = self.shares[begin:end]
            edge = begin + int((shares >= shares.max() - NO_DIFFERENCE).argmax())  # of equals the first
            if self.patterns[node] < 0 and end - begin > 1:
                found.append(self.table.cut.kernel.moves[self.table.menu_move[graph.edge_key[edge]]].id)
            node = int(graph.edge_to[edge])
        return found
