"""The law of a conference under many settings at once: a move is one product over a whole box of texts.

Sittings that differ in the text alone (same round, turn, amendments and acceptances) are a *head*. The texts of a head
fill a box: each item ranges over neighbouring options. A kind of move does the same to all of them, and its weight
depends on the text, or on the options that it exchanges. So all edges of one kind, out of all heads from which they
lead to the same head, are one product of arrays with the settings as columns, in place of a gather for each edge.
All this is read off the compiled graph, and checked there: no rule of the table is written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from hudut.analysis.tables import KINDS, BasketTable, Floats, Ints

NUMBERS = 200_000
"""Texts times settings that are carried along at once: as many as the processor's cache holds of some arrays."""
LETTERS = "abcdefgh"
"""Axes of a box, for `numpy.einsum`; `x` is the option that an amendment puts in, `z` runs over settings."""
Box = tuple[slice, ...]


@dataclass(frozen=True, eq=False)
class _Flow:
    """All edges of one kind of move that lead to the same head.

    Parameters
    ----------
    kind
        Position in `Boxes.kinds`.
    item
        The item that is amended, -1 if the text stays.
    to
        The head; -1 is out of the conference.
    size
        How many options of each item the texts at which the edges begin span together.
    sources
        By head where edges begin: their texts in the box of the head, and in that span.
    target
        The texts at which they end, in the box of `to`.
    taken
        What is taken of the weights.
    outcomes
        [size] Where edges out of the conference lead.
    """

    kind: int
    item: int
    to: int
    size: tuple[int, ...]
    sources: tuple[tuple[int, Box, Box], ...]
    target: Box
    taken: Box
    outcomes: Ints


class Boxes:
    """A conference by its heads.

    Parameters
    ----------
    table
        The conference.

    Raises
    ------
    ValueError
        If moves are legal at some texts of a head in a way that no scenario file can express.
    """

    def __init__(self, table: BasketTable) -> None:
        graph, keys = table.inner, table.keys
        self.table, self.items = table, table.all_texts.shape[1]
        self.texts = table.states[:, -self.items :].astype(np.int64)
        _, first, head = np.unique(table.states[:, : -self.items], axis=0, return_index=True, return_inverse=True)
        self.head = first.argsort().argsort()[head.ravel()]
        span = [self.texts[self.head == one] for one in range(len(first))]
        self.begin, self.end = np.array([[one.min(axis=0), one.max(axis=0) + 1] for one in span]).transpose(1, 0, 2)
        columns = (keys.seat, keys.round, keys.met, keys.kind, keys.place)
        named, kind = np.unique(np.column_stack(columns), axis=0, return_inverse=True)
        self.kind, self.what = kind.ravel(), [(KINDS[one[3]], int(one[4])) for one in named.tolist()]
        """Of each key the kind of move, and of each kind its name and item."""
        self.keys = [self._keys(number) for number in range(len(named))]
        """By kind: the key by text, or by the options exchanged."""
        turns = table.states[np.sort(first), :2].tolist()
        by_head = groupby(self._flows(), key=lambda flow: max(head for head, _, _ in flow.sources))
        ready = {head: list(flows) for head, flows in by_head}
        leaving = self.head[graph.edge_from]
        order = leaving.argsort(kind="stable")
        edges = np.split(order, np.flatnonzero(np.diff(leaving[order])) + 1)
        legal = {head: self._legal(head, mine) for head, mine in enumerate(edges)}
        self.turns = [
            [(head, legal[head], ready.get(head, [])) for head in heads]
            for _, heads in groupby(range(len(first)), key=lambda head: turns[head])
        ]
        """By turn, in the order of play: each head, the kinds of move that it has, and the flows that it completes."""

    def _keys(self, kind: int) -> Ints:
        """Return the keys of a kind; where it has none, one that weighs nothing, follows the last.

        Passing weighs 1 there, so that no text is without a way on; play never comes to such texts.
        """
        keys, mine, (name, item) = self.table.keys, np.flatnonzero(self.kind == kind), self.what[kind]
        sizes = self.texts.max(axis=0) + 1
        if name == "amend":
            found = np.full((sizes[item], sizes[item]), len(self.kind))
            found[keys.before[mine], keys.after[mine]] = mine
            return found
        found = np.full(len(self.table.all_texts), len(self.kind) + (name in ("pass", "lapse")))
        found[keys.text[mine]] = mine
        return found.reshape(sizes)

    def _legal(self, head: int, edges: Ints) -> list[int]:
        """Return the kinds of move of a head, in an order that lets sums of weights be shared between heads."""
        texts, key = self.texts[self.head == head], self.table.inner.edge_key[edges]
        kinds = self.kind[key]
        found = np.unique(kinds).tolist()
        for kind in found:
            name, item = self.what[kind]
            keys = self.keys[kind][texts[:, item]].ravel() if name == "amend" else self.keys[kind][tuple(texts.T)]
            if not np.array_equal(np.sort(key[kinds == kind]), np.sort(keys[keys < len(self.kind)])):
                raise ValueError(f"{name!r} is legal at texts that fill no box")
        order = {"pass": 0, "lapse": 0, "accept": 1, "seal": 1, "amend": 2, "break": 3}
        return sorted(found, key=lambda kind: (order[self.what[kind][0]], -self.what[kind][1]))

    def _flows(self) -> Iterator[_Flow]:
        """Yield the flows in the order in which their last head comes."""
        graph = self.table.inner
        leaves = graph.edge_to >= graph.nodes
        to = np.where(leaves, -1, self.head[np.where(leaves, 0, graph.edge_to)])
        code = self.kind[graph.edge_key] * (len(self.begin) + 1) + to + 1
        order = code.argsort(kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(code[order])) + 1)
        parts.sort(key=lambda edges: self.head[graph.edge_from[edges]].max())
        for edges in parts:
            yield self._flow(edges, int(to[edges[0]]))

    def _flow(self, edges: Ints, to: int) -> _Flow:
        graph, kind = self.table.inner, int(self.kind[self.table.inner.edge_key[edges[0]]])
        name, item = self.what[kind]
        nodes = graph.edge_from[edges]
        texts, heads = self.texts[nodes], self.head[nodes]
        begin, end = texts.min(axis=0), texts.max(axis=0) + 1
        sources = []
        for head in np.unique(heads).tolist():
            mine = texts[heads == head]
            low, high = mine.min(axis=0), mine.max(axis=0) + 1
            sources.append(
                (head, _box(low - self.begin[head], high - self.begin[head]), _box(low - begin, high - begin))
            )
        taken, target = _box(begin, end), _box(begin - self.begin[to], end - self.begin[to])
        if name == "amend":
            taken = (taken[item], slice(int(self.begin[to, item]), int(self.end[to, item])))
            target = (*target[:item], slice(None), *target[item + 1 :])
        outcomes = np.zeros(end - begin, np.int64)
        outcomes[tuple((texts - begin).T)] = graph.edge_to[edges] - graph.nodes
        item = item if name == "amend" else -1
        return _Flow(kind, item, to, outcomes.shape, tuple(sources), target, taken, outcomes)

    def law(self, by_key: Floats) -> Floats:
        """Return [outcomes, columns]: where the conference ends when moves are drawn by weight.

        Parameters
        ----------
        by_key
            [keys, columns] Weights; the law is reckoned in their precision. On its way a probability is rounded at most
            some 40 times in each of up to 45 layers and never subtracted: single precision errs by less than 1.2e-4
            of it at worst, and by less than 1e-6 at the tables of the campaign.
        """
        found = np.zeros((self.table.outcomes, by_key.shape[1]), by_key.dtype)
        step = max(NUMBERS // len(self.table.all_texts), 1)
        for begin in range(0, by_key.shape[1], step):
            columns = slice(begin, begin + step)
            self._play(by_key[:, columns], found[:, columns])
        return found

    def _play(self, by_key: Floats, found: Floats) -> None:
        settings = by_key.shape[1]
        rows = np.concatenate([by_key, np.zeros((1, settings)), np.ones((1, settings))], dtype=by_key.dtype)
        arrived = {0: np.ones((*(self.end[0] - self.begin[0]), settings), by_key.dtype)}
        for turn in self.turns:
            weights = {kind: rows[self.keys[kind]] for kind in {kind for _, legal, _ in turn for kind in legal}}
            totals: dict[tuple[int, ...], Floats] = {}
            shares: dict[int, Floats] = {}
            for head, legal, flows in turn:
                shares[head] = arrived.pop(head)
                shares[head] /= self._total(tuple(legal), weights, totals)[_box(self.begin[head], self.end[head])]
                for flow in flows:
                    self._move(flow, shares, weights[flow.kind][flow.taken], found if flow.to < 0 else arrived)

    def _total(
        self, kinds: tuple[int, ...], weights: dict[int, Floats], known: dict[tuple[int, ...], Floats]
    ) -> Floats:
        """Return [texts, settings]: the weights of some kinds of move together."""
        if kinds not in known:
            weight, (name, item) = weights[kinds[-1]], self.what[kinds[-1]]
            if name == "amend":
                weight = np.expand_dims(weight.sum(axis=1), [one for one in range(self.items) if one != item])
            known[kinds] = weight if len(kinds) == 1 else self._total(kinds[:-1], weights, known) + weight
        return known[kinds]

    def _move(self, flow: _Flow, shares: dict[int, Floats], weight: Floats, found: Floats | dict[int, Floats]) -> None:
        """Let what stands at the sources of a flow go to where it leads."""
        box, settings = LETTERS[: self.items], weight.shape[-1]
        share = shares[flow.sources[0][0]][flow.sources[0][1]]
        if len(flow.sources) > 1:
            share = np.zeros((*flow.size, settings), weight.dtype)
            for head, source, place in flow.sources:
                share[place] += shares[head][source]
        if flow.item >= 0:
            axes = f"{box}z,{box[flow.item]}xz->{box.replace(box[flow.item], 'x')}z"
            moved = np.einsum(axes, share, weight)
        elif not isinstance(found, dict) and np.ptp(flow.outcomes) == 0:
            found[flow.outcomes.flat[0]] += np.einsum(f"{box}z,{box}z->z", share, weight)
            return
        else:
            moved = share * weight
        if not isinstance(found, dict):
            found[flow.outcomes.ravel()] += moved.reshape(-1, settings)
        elif flow.to in found:
            found[flow.to][flow.target] += moved
        else:
            size = (*(self.end[flow.to] - self.begin[flow.to]), settings)
            if moved.shape != size:
                found[flow.to] = np.zeros(size, weight.dtype)
                found[flow.to][flow.target] = moved
            else:
                found[flow.to] = moved


def boxes_of(table: BasketTable) -> Boxes:
    """Return a conference by its heads; found once for each table."""
    known: Boxes | None = table.__dict__.get("_boxes")
    if known is None:
        known = table.__dict__["_boxes"] = Boxes(table)
    return known


def _box(begin: Ints, end: Ints) -> Box:
    return tuple(map(slice, begin.tolist(), end.tolist()))
