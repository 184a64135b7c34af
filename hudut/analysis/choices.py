"""What a single choice is worth: what changes at the act's close if one move is forced wherever it is legal.

For a conference an option is not forced but given: what changes if we know that it was sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from hudut.analysis.coarse import coarse
from hudut.analysis.ends import ends_of
from hudut.analysis.flow import TINY, backward, edges_of, forward
from hudut.analysis.laws import Play, by_keys
from hudut.analysis.tables import ActTable, Bools, Floats, Graph, Ints
from scenarios.fates import BROKEN, OPEN

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
        self.names: list[tuple[tuple[str, ...], int]] = []
        """What is asked of each end, and its column among the quantities: land that always fares alike shares one."""
        quantities = self._quantities()
        self.columns = np.array([column for _, column in self.names])
        self.told = np.array([len(name) == 1 for name, _ in self.names])
        """[names] Whether a change is told however small it is, as that of an ending."""
        self.values = backward(self.graph, self.shares, quantities)
        self.menu_keys = int(self.table.menu_start[-1])

    def _quantities(self) -> Floats:
        """Return [ends, quantities]: its ending, and who holds what in control and title."""
        ends = ends_of(self.table)
        self.names = [((name,), number) for number, name in enumerate(ends.endings)]
        columns = [ends.ending[self.small.end] == number for number in range(len(ends.endings))]
        numbers, parties = np.unique([party or "" for party, _ in ends.holders], return_inverse=True)
        met, ground = np.unique(ends.ground[self.small.end], return_inverse=True)
        known: dict[bytes, int] = {}
        for key, held in zip(ends.keys, parties[ends.held[met]].T, strict=True):
            for number in np.flatnonzero(np.bincount(held)).tolist():
                mine = held == number
                if numbers[number] and not mine.all():
                    place = known.setdefault(mine.tobytes(), len(columns))
                    if place == len(columns):
                        columns.append(mine[ground.ravel()])
                    self.names.append(((*key, str(numbers[number])), place))
        return np.column_stack(columns).astype(np.float64)

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
        reached = float(self.passed[nodes].sum())
        here = self._mean(nodes, self.passed[nodes])
        edges, _, source = edges_of(self.graph, nodes)
        arrived, targets = self.passed[nodes][source], self.graph.edge_to[edges]
        names, masks = zip(*self._conditions(place), strict=True)
        masked = np.where(np.array(masks).T, law[:, :, None], 0)
        by_key = by_keys(self.small.wiring.exits[place], masked, self.small.wiring.keys)
        weights = arrived * by_key[self.graph.edge_key[edges]].T
        for name, share, there in zip(names, weights.sum(axis=1).tolist(), self._means(targets, weights), strict=True):
            if share > 0:
                yield self._choice((step, name, "table"), reached, share / reached, there - here)

    def _mean(self, nodes: Ints, weight: Floats) -> Floats:
        return np.asarray(self._means(nodes, weight[None])[0])

    def _means(self, nodes: Ints, weights: Floats) -> Floats:
        """Return [rows, quantities]: what to expect at the end from some nodes, with a row of weights for each row."""
        low, high = nodes.min(), nodes.max() + 1
        arrived = np.array([np.bincount(nodes - low, one) for one in weights])
        found: Floats = arrived @ self.values[low:high] / np.maximum(arrived.sum(axis=1, keepdims=True), TINY)
        return found

    def _conditions(self, place: int) -> Iterator[tuple[str, Bools]]:
        """Yield what may be known of a conference's outcome, and which outcomes it leaves."""
        table = self.table.tables[place]
        yield BROKEN, np.arange(table.outcomes) == 0
        for column, item in enumerate(self.table.basket(table).items):
            words = [OPEN, *(option.id for option in item.options)]
            for number, word in enumerate(words):
                sealed = np.concatenate([[False], table.texts[:, column] == number])
                if sealed.any():
                    yield f"{item.id}.{word}", sealed

    def _choice(self, who: tuple[str, str, str], reached: float, share: float, change: Floats) -> Choice:
        here = change[self.columns]
        told = [
            (self.names[place][0], float(here[place])) for place in np.flatnonzero(self.told | (np.abs(here) >= 0.001))
        ]
        endings = {name[0]: one for name, one in told if len(name) == 1}
        holders = {(name[0], name[1], name[2]): one for name, one in told if len(name) == 3}
        return Choice(*who, reached, share, endings, holders)
