"""Probability flowing forward through a layered graph, and values flowing back; many settings at once, as columns."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from hudut.analysis.tables import Floats, Graph, Ints

NUMBERS = 2_000_000
"""Edges of a layer times settings that are carried along at once, so that memory does not grow with the settings."""
TINY = 1e-300


class Sums:
    """Adds up rows by the place that each belongs to: `sums.of(rows[sums.order])`.

    First come a row of each place, then a second row of each that has two, and so on, places with most rows first: so
    each round is one sum of arrays. What then is left of the few places with very many rows follows place by place.

    Parameters
    ----------
    place
        [rows] The place of each row.
    size
        How many places there are.
    """

    def __init__(self, place: Ints, size: int) -> None:
        counts = np.bincount(place, minlength=size)
        most = counts.argsort(kind="stable")[::-1]
        counts = counts[most]
        rank = np.empty(size, np.int64)
        rank[most] = np.arange(size)
        wide = np.searchsorted(-counts, -np.arange(counts.max(initial=1) + 1))
        rounds = 1 + int((wide[1:] + np.arange(1, len(wide))).argmin())
        late = np.maximum(counts - rounds, 0).cumsum()
        ends = np.concatenate([wide[:rounds].cumsum(), wide[:rounds].sum() + late[: wide[rounds]]]).tolist()
        parts = list(zip([0, *ends], ends, strict=False))
        self.size, self.filled, self.rounds, self.late = size, most[: wide[0]], parts[1:rounds], parts[rounds:]
        spot = np.repeat(np.arange(size), counts)
        turn = np.arange(len(place)) - np.repeat(counts.cumsum() - counts, counts)
        begin = np.array([0, *ends])
        to = np.where(turn < rounds, begin[np.minimum(turn, rounds)] + spot, 0)
        after = turn >= rounds
        to[after] = begin[rounds + spot[after]] + turn[after] - rounds
        self.order: Ints = np.empty(len(place), np.int64)
        """[rows] The order in which the rows are to be given."""
        self.order[to] = rank[place].argsort(kind="stable")

    def of(self, rows: Floats) -> Floats:
        """Return [places, columns] the sums; the rows are used up."""
        first = rows[: len(self.filled)]
        for begin, end in self.rounds:
            first[: end - begin] += rows[begin:end]
        for place, (begin, end) in enumerate(self.late):
            first[place] += rows[begin:end].sum(axis=0)
        found = np.zeros((self.size, *rows.shape[1:]), rows.dtype)
        found[self.filled] = first
        return found


class Level:
    """A layer of a graph, made ready for sums over its edges."""

    def __init__(self, graph: Graph, begin: int, end: int) -> None:
        first, last = int(graph.edge_start[begin]), int(graph.edge_start[end])
        self.nodes, self.edges = slice(begin, end), slice(first, last)
        self.key = graph.edge_key[self.edges]
        self.to = graph.edge_to[self.edges]
        self.starts = graph.edge_start[begin : end + 1] - first
        """[nodes + 1] Where the edges of each node begin among those of the layer."""
        low, high = int(self.to.min()), int(self.to.max()) + 1
        self.targets: slice | Ints = slice(low, high)
        self.place: Ints = self.to - low
        self.reached = high - low
        if high - low > len(self.to):
            self.targets, place = np.unique(self.to, return_inverse=True)
            self.place, self.reached = place.ravel().astype(np.int32), len(self.targets)

    @cached_property
    def source(self) -> Ints:
        """[edges] Place of the node that an edge leaves."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @cached_property
    def landing(self) -> Sums:
        """Sums over the edges that lead to each target."""
        return Sums(self.place, self.reached)

    @cached_property
    def landing_of(self) -> tuple[Ints, Ints]:
        """[edges] Keys and sources in the order in which `landing` wants them."""
        return self.key[self.landing.order], self.source[self.landing.order]

    @cached_property
    def leaving(self) -> Sums:
        """Sums over the edges that leave each node."""
        return Sums(self.source, len(self.starts) - 1)


def levels(graph: Graph) -> tuple[Level, ...]:
    """Return the layers of a graph that have edges, in order; they are made once for each graph."""
    known: tuple[Level, ...] | None = graph.__dict__.get("_levels")
    if known is None:
        pairs = zip(graph.layers[:-1].tolist(), graph.layers[1:].tolist(), strict=True)
        full = [(begin, end) for begin, end in pairs if graph.edge_start[end] > graph.edge_start[begin]]
        known = tuple(Level(graph, begin, end) for begin, end in full)
        graph.__dict__["_levels"] = known
    return known


def edges_of(graph: Graph, nodes: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the edges that leave some nodes, where each node's begin among them, and the node (by place) of each."""
    degree = graph.edge_start[nodes + 1] - graph.edge_start[nodes]
    starts = np.cumsum(degree) - degree
    source = np.repeat(np.arange(len(nodes)), degree)
    return graph.edge_start[nodes][source] + np.arange(len(source)) - starts[source], starts, source


def outcomes_of(graph: Graph, by_key: Floats, outcomes: int, mask: Floats | None = None) -> Floats:
    """Return [outcomes, columns]: where play from node 0 of an inner graph ends, when moves are drawn by weight.

    Parameters
    ----------
    by_key
        [keys, columns] Weights; every node has an edge of positive weight.
    mask
        [edges] Factor of each edge's weight, 0 or 1.
    """
    arrived = np.zeros((graph.nodes + outcomes, by_key.shape[1]))
    arrived[0] = 1
    for level in levels(graph):
        weights = by_key[level.key] if mask is None else by_key[level.key] * mask[level.edges, None]
        share = arrived[level.nodes] / np.maximum(np.add.reduceat(weights, level.starts[:-1]), TINY)
        weights *= share[level.source]
        arrived[level.targets] += _landed(level, weights)
    return arrived[graph.nodes :]


def forward(graph: Graph, shares: Floats) -> Floats:
    """Return [nodes, columns]: how likely play from node 0 passes each node.

    Parameters
    ----------
    shares
        [keys, columns] Probability of each edge's key among the edges of a node.
    """
    if shares.shape[1] == 1:
        return forward_edges(graph, shares[graph.edge_key, 0])[:, None]
    arrived = np.zeros((graph.nodes, shares.shape[1]), shares.dtype)
    arrived[0] = 1
    step = max(NUMBERS // max(len(level.key) for level in levels(graph)), 1)
    for begin in range(0, shares.shape[1], step):
        columns = slice(begin, begin + step)
        by_key, here = np.ascontiguousarray(shares[:, columns]), np.ascontiguousarray(arrived[:, columns])
        for level in levels(graph):
            keys, sources = level.landing_of
            flow = by_key.take(keys, axis=0)
            flow *= here[level.nodes].take(sources, axis=0)
            here[level.targets] += level.landing.of(flow)
        arrived[:, columns] = here
    return arrived


def forward_edges(graph: Graph, shares: Floats, outcomes: int = 0) -> Floats:
    """Return [nodes, then outcomes]: how likely play from node 0 passes each, with a probability for each edge.

    Parameters
    ----------
    shares
        [edges] or [edges, columns]; what is returned has the same columns.
    outcomes
        How many there are where edges lead out of the graph, as those of a conference do.
    """
    arrived = np.zeros((graph.nodes + outcomes, *shares.shape[1:]))
    arrived[0] = 1
    for level in levels(graph):
        flow = shares[level.edges] * arrived[level.nodes][level.source]
        arrived[level.targets] += _landed(level, flow)
    return arrived


def _landed(level: Level, flow: Floats) -> Floats:
    """Return [targets] or [targets, columns]: what arrives along the edges of a layer; for one or a few columns."""
    columns = flow.size // len(flow)
    place = level.place if columns == 1 else (level.place[:, None] * columns + np.arange(columns)).ravel()
    found: Floats = np.bincount(place, flow.ravel(), level.reached * columns).astype(np.float64)
    return found.reshape(level.reached, *flow.shape[1:])


def backward(graph: Graph, shares: Floats, ends: Floats) -> Floats:
    """Return [nodes, quantities]: what to expect at the end from each node on.

    Parameters
    ----------
    shares
        [keys] Probability of each edge's key.
    ends
        [end nodes, quantities] What each node of the last layer is worth, or 0 and 1 for an event.
    """
    values = np.zeros((graph.nodes, ends.shape[1]))
    values[graph.layers[-2] :] = ends
    for level in reversed(levels(graph)):
        order = level.leaving.order
        values[level.nodes] = level.leaving.of(values[level.to[order]] * shares[level.key[order], None])
    return values
