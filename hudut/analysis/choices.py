"""What a single choice is worth: what changes at the act's close if one move is forced wherever it is legal.

For a conference an option is not forced but given: what changes if we know that it was sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from hudut.analysis.coarse import coarse
from hudut.analysis.ends import ends_of
from hudut.analysis.exact import BROKEN, OPEN
from hudut.analysis.flow import backward, edges_of, forward
from hudut.analysis.laws import Play, exits_matrix
from hudut.analysis.tables import ActTable, Floats, Graph, Ints

SKIP = "skip"


@dataclass(frozen=True)
class Choice:
    """One way that a step may go.

    Parameters
    ----------
    step, option
        Ids; for a conference `option` is `item.option`, or `broken`.
    actor
        A seat, `chance`, or `table` for a conference.
    reached
        Probability that the choice is met at all.
    share
        How often it is taken where it is met.
    endings
        By ending: its probability if the choice is forced, less its probability otherwise.
    holders
        By (territory, layer, party): the same; changes below a thousandth are left out.
    """

    step: str
    option: str
    actor: str
    reached: float
    share: float
    endings: Mapping[str, float]
    holders: Mapping[tuple[str, str, str], float]


def choices(play: Play) -> tuple[Choice, ...]:
    """Return every choice of an act in the order of its steps, for the first setting of the play's weights."""
    return tuple(_Choices(play).run())


class _Choices:
    def __init__(self, play: Play) -> None:
        self.table: ActTable = play.table
        self.play = play
        self.small = coarse(self.table, goodwill="tit-for-tat" in play.seats.values())
        self.graph: Graph = self.small.wiring.graph
        self.shares = play.shares(self.small.wiring)[:, 0]
        self.passed = forward(self.graph, self.shares[:, None])[:, 0]
        self.names, quantities = self._quantities()
        self.values = backward(self.graph, self.shares, quantities)
        self.menu_keys = int(self.table.menu_start[-1])

    def _quantities(self) -> tuple[list[tuple[str, ...]], Floats]:
        """Return what is asked of each end: its ending, and who holds what in control and title."""
        ends = ends_of(self.table)
        names: list[tuple[str, ...]] = [(name,) for name in ends.endings]
        columns = [ends.ending[self.small.end] == number for number in range(len(ends.endings))]
        parties, ground = np.array([party or "" for party, _ in ends.holders]), ends.ground[self.small.end]
        for place, (territory, layer) in enumerate(ends.keys):
            held = parties[ends.held[:, place]]
            for party in sorted({*held.tolist()} - {""}):
                column = (held == party)[ground]
                if column.any() and not column.all():
                    names.append((territory, layer, party))
                    columns.append(column)
        return names, np.column_stack(columns).astype(np.float64)

    def run(self) -> Iterator[Choice]:
        first = self.table.cut.first[self.table.act]
        places = {one.number: place for place, one in enumerate(self.table.tables)}
        for one in self.table.cut.steps:
            begin, end = self.graph.layers[one.number - first : one.number - first + 2].tolist()
            nodes = np.arange(begin, end)
            nodes = nodes[self.passed[nodes] > 0]
            if not len(nodes):
                continue
            if one.number in places:
                meets = self.graph.edge_key[self.graph.edge_start[nodes]] >= self.menu_keys
                if meets.any():
                    yield from self._options(one.step.id, places[one.number], nodes[meets])
            else:
                yield from self._moves(one.step.id, nodes)

    def _moves(self, step: str, nodes: Ints) -> Iterator[Choice]:
        edges, _, source = edges_of(self.graph, nodes)
        keys = self.graph.edge_key[edges]
        moves = [self.table.cut.kernel.moves[place] for place in self.table.menu_move[keys].tolist()]
        options = np.array([move.option or move.kind for move in moves])
        names = list(dict.fromkeys(options.tolist()))
        if len(set(names) - {SKIP}) < 2:
            return
        for name in names:
            if name == SKIP:
                continue
            mine = options == name
            actor = next(move.actor for move, is_mine in zip(moves, mine, strict=True) if is_mine)
            weight = self.passed[nodes][source[mine]]
            if weight.sum() <= 0:
                continue
            taken = float(weight @ self.shares[keys[mine]])
            there = self._mean(self.graph.edge_to[edges[mine]], weight)
            here = self._mean(nodes[source[mine]], weight)
            yield self._choice((step, name, actor), float(weight.sum()), taken / float(weight.sum()), there - here)

    def _options(self, step: str, place: int, nodes: Ints) -> Iterator[Choice]:
        law = self.play.laws[place][:, :, 0]
        matrix = exits_matrix(self.small.wiring.exits[place], len(law), self.small.wiring.keys)
        reached = float(self.passed[nodes].sum())
        here = self._mean(nodes, self.passed[nodes])
        edges, _, source = edges_of(self.graph, nodes)
        arrived, targets = self.passed[nodes][source], self.graph.edge_to[edges]
        for name, outcomes in self._conditions(place):
            masked = np.zeros_like(law)
            masked[:, outcomes] = law[:, outcomes]
            weight = arrived * (matrix @ masked.ravel())[self.graph.edge_key[edges]]
            if weight.sum() > 0:
                there = self._mean(targets, weight)
                yield self._choice((step, name, "table"), reached, float(weight.sum()) / reached, there - here)

    def _mean(self, nodes: Ints, weight: Floats) -> Floats:
        """Return [quantities]: what to expect at the end from some nodes, each with a weight."""
        low, high = nodes.min(), nodes.max() + 1
        return np.asarray(np.bincount(nodes - low, weight) @ self.values[low:high] / weight.sum())

    def _conditions(self, place: int) -> Iterator[tuple[str, Ints]]:
        table = self.table.tables[place]
        yield BROKEN, np.array([0])
        for column, item in enumerate(self.table.basket(table).items):
            words = [OPEN, *(option.id for option in item.options)]
            for number, word in enumerate(words):
                sealed = np.flatnonzero(table.texts[:, column] == number) + 1
                if len(sealed):
                    yield f"{item.id}.{word}", sealed

    def _choice(self, who: tuple[str, str, str], reached: float, share: float, change: Floats) -> Choice:
        pairs = list(zip(self.names, change.tolist(), strict=True))
        endings = {name[0]: one for name, one in pairs if len(name) == 1}
        holders = {(name[0], name[1], name[2]): one for name, one in pairs if len(name) == 3 and abs(one) >= 0.001}
        return Choice(*who, reached, share, endings, holders)
