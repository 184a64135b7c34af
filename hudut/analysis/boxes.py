"""The law of a conference under many settings at once: a move is one product over a whole box of texts.

All edges of one kind of move, out of all heads (`hudut.analysis.heads`) from which they lead to the same head, are one
product of arrays with the settings as columns, in place of a gather for each edge. The break is what no text takes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from hudut.analysis.heads import Head, Heads, Kind
from hudut.analysis.tables import BasketTable, Floats

Weigh = Callable[[Kind], Floats]
"""From a kind of move to its weights: [before, after, columns] for an amendment, 0 where it changes nothing; else
[texts, columns]."""


class Boxes:
    """The law of a conference; table, goodwill and errors as for `Heads`."""

    def __init__(self, table: BasketTable, *, goodwill: bool = False) -> None:
        self.heads, self.outcomes = Heads(table, goodwill=goodwill), table.outcomes

    def law(self, weigh: Weigh) -> Floats:
        """Return [outcomes, columns]: where the conference ends when moves are drawn by weight.

        The law is reckoned in the precision of the weights. On its way to a text a probability is rounded at most some
        40 times in each of up to 45 layers and never subtracted: single precision errs by less than 1.2e-4 of it at
        worst, and by less than 1e-6 at the tables of the campaign. The break has the rest.
        """
        found, arrived = np.zeros((self.outcomes, 1)), dict[int, Floats]()
        for turn in self.heads.turns:
            weights = {kind: weigh(self.heads.kinds[kind]) for kind in turn.kinds}
            if not arrived:  # at the opening
                some = weights[turn.kinds[0]]
                found = np.zeros((self.outcomes, some.shape[-1]), some.dtype)
                arrived[0] = np.ones((*(1,) * self.heads.items, some.shape[-1]), some.dtype)
            weights = {kind: self._shaped(kind, one) for kind, one in weights.items()}
            sums: dict[tuple[int, ...], Floats] = {(kind,): self._by_text(kind, one) for kind, one in weights.items()}
            shares: dict[int, Floats] = {}
            held: dict[tuple[int, ...], Floats] = {}
            for head in turn.heads:
                share = shares[head.number] = arrived.pop(head.number)
                share /= _total(head, sums)[head.box]
                for flow in head.flows:
                    share, weight = self._held(flow.heads, shares, held)[flow.box], weights[flow.kind][flow.taken]
                    moved = np.einsum(flow.axes, share, weight) if flow.axes else share * weight
                    if flow.to < 0:
                        found[flow.outcomes] += moved.reshape(-1, moved.shape[-1])
                    elif flow.to in arrived:
                        arrived[flow.to][flow.target] += moved
                    elif flow.whole:
                        arrived[flow.to] = moved
                    else:
                        size = (self.heads.end[flow.to] - self.heads.begin[flow.to]).tolist()
                        arrived[flow.to] = np.zeros((*size, moved.shape[-1]), moved.dtype)
                        arrived[flow.to][flow.target] = moved
        found[0] = np.maximum(1 - found.sum(axis=0), 0)
        return found

    def _shaped(self, kind: int, weights: Floats) -> Floats:
        return weights if self.heads.kinds[kind].name == "amend" else weights.reshape(*self.heads.sizes, -1)

    def _by_text(self, kind: int, weights: Floats) -> Floats:
        """Return [texts, settings]: the weight of a kind of move at each text; neighbours that are alike may be one."""
        if self.heads.kinds[kind].name == "amend":
            alone: Floats = weights.sum(axis=1)
            return alone.reshape(*self.heads.spread[self.heads.kinds[kind].item], -1)
        if self.heads.span[kind] == self.heads.every or self.heads.kinds[kind].name != "sign":
            return weights
        found = np.zeros(weights.shape, weights.dtype)
        found[self.heads.span[kind]] = weights[self.heads.span[kind]]
        return found

    def _held(self, heads: tuple[int, ...], shares: dict[int, Floats], known: dict[tuple[int, ...], Floats]) -> Floats:
        """Return [texts, settings]: what stands at some heads together; `known` has what was asked for in the turn."""
        if len(heads) == 1:
            return shares[heads[0]]
        if heads not in known:
            before = max((one for one in known if set(one) < set(heads)), key=len, default=())
            found = (
                known[before].copy()
                if before
                else np.zeros((*self.heads.sizes, shares[heads[0]].shape[-1]), shares[heads[0]].dtype)
            )
            for head in heads:
                if head not in before:
                    found[self.heads.box[head]] += shares[head]
            known[heads] = found
        return known[heads]


def _total(head: Head, sums: dict[tuple[int, ...], Floats]) -> Floats:
    """Return [texts, settings]: the weights of all moves of a head; `sums` keeps what other heads may share."""
    for kinds in (head.stays, head.goes):
        for count in range(2, len(kinds) + 1):
            if kinds[:count] not in sums:
                sums[kinds[:count]] = sums[kinds[: count - 1]] + sums[kinds[count - 1 : count]]
    return sums[head.stays] + sums[head.goes] if head.goes else sums[head.stays]


def boxes_of(table: BasketTable, *, goodwill: bool = False) -> Boxes:
    """Return a conference by its heads; found once for all that have as many seats, rounds, items and options."""
    name = f"boxes, {goodwill}"
    known: Boxes | None = table.__dict__.get(name)
    if known is None:
        known = table.__dict__[name] = _boxes_of(_Shape(table), goodwill)
    return known


class _Shape:
    """A conference as far as its boxes go: equal where sittings, moves and outcomes are."""

    def __init__(self, table: BasketTable) -> None:
        graph, keys = table.inner, table.keys
        arrays = (table.states, table.all_texts, table.texts, *vars(keys).values(), graph.edge_to, graph.edge_key)
        self.table, told = table, hashlib.sha256(str([one.shape for one in arrays]).encode())
        for one in arrays:
            told.update(np.ascontiguousarray(one).data)
        self.told = told.digest()

    def __hash__(self) -> int:
        return hash(self.told)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shape) and self.told == other.told


@lru_cache(maxsize=64)
def _boxes_of(shape: _Shape, goodwill: bool) -> Boxes:
    return Boxes(shape.table, goodwill=goodwill)
