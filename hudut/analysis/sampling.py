"""Many plays of an act at once, drawn from its compiled tables with numpy.

A run is keyed by (seed, run): run `r` reads its own stretch of the counter of `numpy.random.Philox`, so a run has the
same course whatever is drawn beside it, in whatever order, on however many workers (Philox: J. Salmon and others,
"Parallel random numbers: as easy as 1, 2, 3", SC 2011).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hudut.analysis.tables import ActTable, BasketTable, Floats, Ints

LANES = 4
"""Numbers that Philox yields for one step of its counter."""
BELOW_ONE = 1 - 2.0**-36
"""Draws are scaled by this, so that a menu's number plus a draw is never rounded up to the next menu's."""


@dataclass(frozen=True, eq=False)
class Chances:
    """What a policy makes of an act's tables: a probability for every choice and outcome.

    Parameters
    ----------
    menu
        [keys of menus] Probability of each choice of each menu.
    laws
        For each conference, [patterns, outcomes]: probability of each outcome.
    """

    menu: Floats
    laws: tuple[Floats, ...]


@dataclass(frozen=True, eq=False)
class Plays:
    """What became of a batch of runs.

    Parameters
    ----------
    closing
        [runs] Node at the act's close.
    choices
        [runs, choosing layers] What was chosen at each layer of `Sampler.choosing`: the move, a position in the slice's
        `kernel.moves`, or at a conference the outcome; -1 where nothing was to be chosen, or no conference met.
    transitions
        Number of moves and outcomes drawn.
    """

    closing: Ints
    choices: Ints
    transitions: int


@dataclass(frozen=True)
class _Layer:
    """How the nodes of one layer are left.

    Parameters
    ----------
    number
        Its value of `step`.
    draws
        Whether any node has a choice, so that a number is needed.
    conference
        Position of the conference that may be due here, or -1.
    """

    number: int
    low: int
    high: int
    draws: bool
    conference: int


class Sampler:
    """An act's tables, ready to draw runs from."""

    def __init__(self, table: ActTable) -> None:
        self.table = table
        graph = table.graph
        self._start = graph.edge_start
        self._to = graph.edge_to
        menu_keys = int(table.menu_start[-1])
        self._menu_of_key = np.repeat(np.arange(len(table.menu_start) - 1, dtype=np.int32), np.diff(table.menu_start))
        inner = np.flatnonzero(np.diff(graph.edge_start) > 0)
        first = np.zeros(graph.nodes, np.int32)
        first[inner] = graph.edge_key[graph.edge_start[inner]]
        self._first_key = np.minimum(first, menu_keys)
        self._ranks = tuple(_ranks(one) for one in table.tables)
        degree = np.diff(graph.edge_start)
        spans = [(int(low), int(high)) for low, high in zip(graph.layers[:-2], graph.layers[1:-1], strict=True)]
        self.layers = tuple(_layer(table, low, high, degree) for low, high in spans)
        self.draws = -(-sum(one.draws for one in self.layers) // LANES) * LANES

    @property
    def choosing(self) -> tuple[int, ...]:
        """Values of `step` at which something may have to be chosen: the columns of `Plays.choices`."""
        return tuple(layer.number for layer in self.layers if layer.draws)

    def run(self, chances: Chances, seed: int, first: int, runs: int) -> Plays:
        """Return the runs `first` to `first + runs - 1` of a seed."""
        numbers = self._numbers(seed, first, runs)
        menu = self._menu_of_key + _cumulative(chances.menu, self.table.menu_start)
        laws = [(np.arange(len(law))[:, None] + _rows(law)).ravel() for law in chances.laws]
        node = np.zeros(runs, np.int32)
        choices = np.full((runs, len(self.choosing)), -1, np.int32, order="F")
        transitions = column = 0
        for layer in self.layers:
            here = (node >= layer.low) & (node < layer.high)
            spot: slice | Ints = slice(None) if here.all() else np.flatnonzero(here)
            at = node[spot]
            transitions += len(at)
            if not layer.draws:
                node[spot] = self._to[self._start[at]]
                continue
            node[spot], choices[spot, column] = self._choose(layer, at, numbers[spot, column], menu, laws)
            column += 1
        return Plays(node, choices, transitions)

    def _numbers(self, seed: int, first: int, runs: int) -> Floats:
        philox = np.random.Philox(key=seed)
        philox.advance(first * self.draws // LANES)
        return np.random.Generator(philox).random((runs, self.draws)) * BELOW_ONE

    def _choose(
        self, layer: _Layer, node: Ints, draw: Floats, menu: Floats, laws: Sequence[Floats]
    ) -> tuple[Ints, Ints]:
        """Return the nodes to which the runs at `node` go on, and what was chosen there."""
        if layer.conference < 0:
            return self._from_menu(node, draw, menu)
        after, chosen = np.empty(len(node), np.int32), np.full(len(node), -1, np.int32)
        exits = self.table.node_exit[node]
        due = exits >= 0
        after[~due] = self._to[self._start[node[~due]]]  # where no conference is due there is one move: on
        outcome = self._outcome(layer.conference, exits[due], draw[due], laws[layer.conference])
        after[due] = self._to[self._start[node[due]] + self._ranks[layer.conference][exits[due], outcome]]
        chosen[due] = outcome
        return after, chosen

    def _from_menu(self, node: Ints, draw: Floats, menu: Floats) -> tuple[Ints, Ints]:
        first = self._first_key[node]
        key = np.searchsorted(menu, self._menu_of_key[first] + draw, side="right").astype(np.int32)
        return self._to[self._start[node] + key - first], self.table.menu_move[key]

    def _outcome(self, conference: int, exits: Ints, draw: Floats, law: Floats) -> Ints:
        table = self.table.tables[conference]
        pattern = table.exits.pattern[exits]
        return (np.searchsorted(law, pattern + draw, side="right") - pattern * table.outcomes).astype(np.int32)


def _ranks(table: BasketTable) -> Ints:
    """Return which of a node's edges an outcome of its exit takes: [exits, outcomes]."""
    ranks: Ints = table.exits.key - table.exits.key.min(axis=1, keepdims=True)
    return ranks


def _layer(table: ActTable, low: int, high: int, degree: Ints) -> _Layer:
    due = table.node_exit[low:high] >= 0
    number = table.cut.first[table.act] + int(np.searchsorted(table.graph.layers, low, side="right")) - 1
    places = [place for place, one in enumerate(table.tables) if one.number == number]
    return _Layer(number, low, high, bool((degree[low:high] > 1).any() or due.any()), places[0] if due.any() else -1)


def _cumulative(menu: Floats, starts: Ints) -> Floats:
    """Return the running sum of each menu's probabilities, whose last is 1."""
    total: Floats = np.cumsum(menu)
    before = np.concatenate([[0.0], total])[starts[:-1]]
    running: Floats = total - np.repeat(before, np.diff(starts))
    running /= np.repeat(running[starts[1:] - 1], np.diff(starts))
    running[starts[1:] - 1] = 1.0
    np.clip(running, 0.0, 1.0, out=running)
    return running


def _rows(law: Floats) -> Floats:
    running: Floats = np.cumsum(law, axis=1)
    running /= running[:, -1:]
    running[:, -1] = 1.0
    return running
