"""A smaller graph with the same endings and maps: nodes from which everything goes on alike are one.

Nodes are joined from the close backwards. Two ends are one when ending, holders and what was annulled agree (what is
carried on is not told apart, unless it was kept on request); two nodes are one when they offer the same moves to the
same nodes. Mass runs over many policies or weights go through this graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hudut.analysis.columns import distinct
from hudut.analysis.ends import annulled_at_close, ends_of
from hudut.analysis.tables import ActTable, Exits, Floats, Graph, Ints, Wiring


@dataclass(frozen=True, eq=False)
class Coarse:
    """A coarser graph; `end` names, for each of its end nodes, one of the act's end nodes that it stands for."""

    wiring: Wiring
    end: Ints

    def closing(self, table: ActTable, passed: Floats) -> Floats:
        """Return [end nodes of the act]: what reaches the close, each class by the one that stands for it."""
        last = passed[self.wiring.graph.layers[-2] :]
        return np.bincount(self.end, last, table.closing.stop - table.closing.start).astype(np.float64)


def coarse(table: ActTable, *, goodwill: bool = False) -> Coarse:
    """Return the coarser graph of an act; found once for each table.

    Parameters
    ----------
    goodwill
        Whether to tell decisions apart by the goodwill in which they are met; only tit for tat asks.
    """
    name = "coarse by goodwill" if goodwill else "coarse"
    if name not in table.extra:
        table.extra[name] = _Joining(table, goodwill=goodwill).run()
    found: Coarse = table.extra[name]
    return found


def _alike(table: ActTable) -> Ints:
    """Return, for each key of a menu, the same key of the first menu with the same moves."""
    starts = table.menu_start.tolist()
    first: dict[bytes, int] = {}
    found = np.zeros(starts[-1], np.int32)
    for begin, end in pairwise(starts):
        known = first.setdefault(table.menu_move[begin:end].tobytes(), begin)
        found[begin:end] = np.arange(known, known + end - begin)
    return found


def _rows(matrix: Ints) -> tuple[Ints, Ints]:
    """Return the class of each row, and one row of each class."""
    packed = np.ascontiguousarray(matrix, np.int32)
    _, place = distinct(packed.view(np.uint8).reshape(len(packed), -1))
    sample = np.zeros(place.max(initial=-1) + 1, np.int32)
    sample[place] = np.arange(len(place))
    return place, sample


class _Joining:
    """Joins the nodes of an act layer by layer, from the last; classes are numbered as they are found."""

    def __init__(self, table: ActTable, *, goodwill: bool) -> None:
        self.table = table
        self.menu_key = np.arange(table.menu_start[-1], dtype=np.int32) if goodwill else _alike(table)
        self.joined = np.zeros(table.graph.nodes, np.int32)
        self.count = 0
        self.blocks: list[tuple[int, list[Ints], list[Ints]]] = []
        """By layer from the last: number of its first class, and for each class its targets and keys."""
        first = table.cut.first[table.act]
        self.conferences = {one.number - first: place for place, one in enumerate(table.tables)}
        self.keys = int(table.menu_start[-1])
        self.exits: list[dict[tuple[int, bytes], tuple[int, int]]] = [{} for _ in table.tables]
        self.exit_keys: list[list[Ints]] = [[] for _ in table.tables]

    def run(self) -> Coarse:
        layers = self.table.graph.layers.tolist()
        place, ends = _rows(self._end_rows())
        self.joined[layers[-2] :] = place
        self.count = len(ends)
        nothing = [np.zeros(0, np.int32)] * len(ends)
        self.blocks.append((0, nothing, nothing))
        for layer in reversed(range(len(layers) - 2)):
            self._join(layer, np.arange(layers[layer], layers[layer + 1]))
        return Coarse(self._wiring(), ends)

    def _end_rows(self) -> Ints:
        gone = [one for options in annulled_at_close(self.table).values() for one in options if one.any()]
        return np.column_stack([ends_of(self.table).classes(), *gone, *map(self.table.at_close, self.table.keep)])

    def _join(self, layer: int, nodes: Ints) -> None:
        leaving = self.table.node_exit[nodes] >= 0
        begin, targets, keys = self.count, [], []
        for part, found in ((nodes[~leaving], self._menus), (nodes[leaving], self._conference)):
            if len(part):
                place, fans = found(layer, part)
                self.joined[part] = self.count + place
                self.count += len(fans)
                targets += [one for one, _ in fans]
                keys += [one for _, one in fans]
        self.blocks.append((begin, targets, keys))

    def _menus(self, _layer: int, nodes: Ints) -> tuple[Ints, list[tuple[Ints, Ints]]]:
        graph = self.table.graph
        starts, degree = graph.edge_start[nodes], graph.edge_start[nodes + 1] - graph.edge_start[nodes]
        offsets = np.arange(degree.max())
        inside = offsets < degree[:, None]
        edges = np.where(inside, starts[:, None] + offsets, 0)
        targets = np.where(inside, self.joined[graph.edge_to[edges]], -1)
        keys = self.menu_key[np.where(inside, graph.edge_key[edges], 0)]
        place, sample = _rows(np.column_stack([keys[:, 0], targets]))
        return place, [(targets[n, : degree[n]], keys[n, : degree[n]]) for n in sample.tolist()]

    def _conference(self, layer: int, nodes: Ints) -> tuple[Ints, list[tuple[Ints, Ints]]]:
        graph, number = self.table.graph, self.conferences[layer]
        exits = self.table.tables[number].exits
        gone = self.table.node_exit[nodes]
        starts = graph.edge_start[nodes]
        member = exits.key[gone] - graph.edge_key[starts][:, None]
        targets = self.joined[graph.edge_to[starts[:, None] + member]]
        pattern = exits.pattern[gone]
        place, sample = _rows(np.column_stack([pattern, targets]))
        return place, [self._fan(number, int(pattern[n]), targets[n]) for n in sample.tolist()]

    def _fan(self, number: int, pattern: int, targets: Ints) -> tuple[Ints, Ints]:
        """Return the targets and keys of a class at a conference; classes whose outcomes part alike share keys."""
        reached, first, member = np.unique(targets, return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.argsort(order).astype(np.int32)
        member = rank[member.ravel()].astype(np.int64)
        known = self.exits[number].get((pattern, member.tobytes()))
        if known is None:
            known = self.exits[number][pattern, member.tobytes()] = (self.keys, len(reached))
            self.exit_keys[number].append(self.keys + member)
            self.keys += len(reached)
        return reached[order].astype(np.int32), np.arange(known[0], known[0] + known[1], dtype=np.int32)

    def _wiring(self) -> Wiring:
        final = np.zeros(self.count, np.int32)
        layers, degrees, targets, keys = [0], [], [], []
        for begin, to, by in reversed(self.blocks):
            final[begin : begin + len(to)] = layers[-1] + np.arange(len(to))
            layers.append(layers[-1] + len(to))
            degrees += [len(one) for one in to]
            targets += to
            keys += by
        graph = Graph(
            np.array(layers, np.int32),
            np.cumsum([0, *degrees]).astype(np.int32),
            final[np.concatenate(targets)],
            np.concatenate(keys),
        )
        exits = tuple(
            Exits(np.array([pattern for pattern, _ in known], np.int32), np.array(rows, np.int32).reshape(-1, width))
            for known, rows, width in zip(
                self.exits, self.exit_keys, (one.outcomes for one in self.table.tables), strict=True
            )
        )
        return Wiring(graph, self.keys, exits)
