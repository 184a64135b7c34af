"""Probability flowing forward through a layered graph, and values flowing back; many settings at once, as columns."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy.sparse import csc_array, csr_array

from hudut.analysis.tables import Floats, Graph, Ints

COLUMNS = 32
"""Settings that are carried along at once: a layer's numbers then stay within the processor's cache."""
TINY = 1e-300


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
        if high - low > len(self.to):
            self.targets, place = np.unique(self.to, return_inverse=True)
            self.place, high = place.ravel().astype(np.int32), low + len(self.targets)
        self.shape = (high - low, len(self.to))

    @cached_property
    def source(self) -> Ints:
        """[edges] Place of the node that an edge leaves."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @cached_property
    def landing(self) -> csc_array:
        """Sums over the edges that lead to each target."""
        return csc_array((np.ones(self.shape[1]), self.place, np.arange(self.shape[1] + 1)), self.shape)

    @cached_property
    def leaving(self) -> csr_array:
        """Sums over the edges that leave each node."""
        count = self.shape[1]
        return csr_array((np.ones(count), np.arange(count), self.starts), (len(self.starts) - 1, count))


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
    found = np.empty((outcomes, by_key.shape[1]))
    most = max(len(level.key) for level in levels(graph))
    for begin in range(0, by_key.shape[1], COLUMNS):
        columns = slice(begin, min(begin + COLUMNS, by_key.shape[1]))
        weights = np.ascontiguousarray(by_key[:, columns])
        room = np.empty((2, most, weights.shape[1]))
        arrived = np.zeros((graph.nodes + outcomes, weights.shape[1]))
        arrived[0] = 1
        for level in levels(graph):
            count = len(level.key)
            flow = np.take(weights, level.key, axis=0, out=room[0, :count], mode="clip")
            if mask is not None:
                flow *= mask[level.edges, None]
            share = arrived[level.nodes] / np.maximum(level.leaving @ flow, TINY)
            flow *= np.take(share, level.source, axis=0, out=room[1, :count], mode="clip")
            arrived[level.targets] += level.landing @ flow
        found[:, columns] = arrived[graph.nodes :]
    return found


def forward(graph: Graph, shares: Floats) -> Floats:
    """Return [nodes, columns]: how likely play from node 0 passes each node.

    Parameters
    ----------
    shares
        [keys, columns] Probability of each edge's key among the edges of a node.
    """
    arrived = np.zeros((graph.nodes, shares.shape[1]))
    arrived[0] = 1
    if shares.shape[1] == 1:
        return forward_edges(graph, shares[graph.edge_key, 0])[:, None]
    for level in levels(graph):
        flow = np.take(shares, level.key, axis=0) * np.take(arrived[level.nodes], level.source, axis=0)
        arrived[level.targets] += level.landing @ flow
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
        one = flow.ndim == 1  # for one setting a plain count by target is several times faster than a sparse product
        arrived[level.targets] += np.bincount(level.place, flow, level.shape[0]) if one else level.landing @ flow
    return arrived


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
        matrix = csr_array((shares[level.key], level.place, level.starts), (len(level.starts) - 1, level.shape[0]))
        values[level.nodes] = matrix @ values[level.targets]
    return values
