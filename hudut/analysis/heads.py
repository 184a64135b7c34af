"""A conference by its heads, read off its compiled graph (`hudut.analysis.boxes` says what for).

Sittings that differ in the text alone (same round, turn, amendments and acceptances) are a *head*. The texts of a head
fill a box: each item ranges over neighbouring options. A kind of move does the same to all of them, and its weight
depends on the text, or on the options that it exchanges. Sittings from which only the break can follow are left out.
All this is checked here on the graph: no rule of the table is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np

from hudut.analysis.flow import edges_of, levels
from hudut.analysis.tables import KINDS, BasketTable, Bools, Bytes, Ints

LETTERS = "abcdefgh"
"""Axes of a box, for `numpy.einsum`; `x` is the option that an amendment puts in, `z` runs over settings."""
Box = tuple[slice, ...]


class Kind(NamedTuple):
    """All moves of a seat in a round whose weights depend on the text alone, or on the options that are exchanged.

    Passing and letting talks lapse are one kind, and so are accepting and sealing. `item` is the place of what an
    amendment amends, else 0.
    """

    seat: int
    round: int
    met: int
    name: str
    item: int


NAMES = {"amend": "amend", "pass": "pass", "lapse": "pass", "accept": "sign", "seal": "sign", "break": "break"}
"""The name of a kind by the move's."""


@dataclass(frozen=True, eq=False)
class Flow:
    """All edges of one kind of move that lead to the same head.

    Parameters
    ----------
    kind
        Position in `Boxes.kinds`.
    axes
        How an amendment goes through the box, for `numpy.einsum`; empty if the text stays.
    to
        The head; -1 is out of the conference.
    heads
        The heads where the edges begin.
    box
        The texts at which they begin; in the box of the head if there is one only.
    target
        The texts at which they end, in the box of `to`.
    taken
        What is taken of the weights.
    whole
        Whether the target is all texts of `to`.
    outcomes
        [texts of the box] Where edges out of the conference lead.
    """

    kind: int
    axes: str
    to: int
    heads: tuple[int, ...]
    box: Box
    target: Box
    taken: Box
    whole: bool
    outcomes: Ints | slice


@dataclass(frozen=True, eq=False)
class Head:
    """A head, its box of texts, the kinds of move that leave the text, the other kinds, and the flows it is last of."""

    number: int
    box: Box
    stays: tuple[int, ...]
    goes: tuple[int, ...]
    flows: Sequence[Flow]


@dataclass(frozen=True, eq=False)
class Turn:
    """The heads of a turn in order."""

    heads: Sequence[Head]

    @cached_property
    def kinds(self) -> tuple[int, ...]:
        """All their kinds of move."""
        return tuple(dict.fromkeys(kind for head in self.heads for kind in head.stays + head.goes))


class Heads:
    """A conference by its heads.

    Parameters
    ----------
    table
        The conference.
    goodwill
        Whether moves after another seat's acceptance weigh otherwise than before; only tit for tat asks.

    Raises
    ------
    ValueError
        If moves are legal at some texts of a head in a way that no scenario file can express.
    """

    def __init__(self, table: BasketTable, *, goodwill: bool = False) -> None:
        self.table, self.items = table, table.all_texts.shape[1]
        self.sizes = tuple((table.all_texts.max(axis=0) + 1).tolist())
        self.texts = table.states[:, -self.items :].astype(np.int64)
        self.kind, self.kinds = kinds_of(table, goodwill=goodwill)
        self.span = [self._span(number) for number in range(len(self.kinds))]
        self.head = self._joined(_classes(table.states[:, : -self.items].T)[0])
        first = np.unique(self.head, return_index=True)[1]
        self.begin, self.end = np.zeros((2, len(first), self.items), np.int64)
        self.members, self.live = self._members(_lost(table))
        """By head: its sittings in its box, which spans those from which a text can still be sealed."""
        ready = {last: list(flows) for last, flows in groupby(self._flows(), key=lambda flow: flow.heads[-1])}
        turns = table.states[first, :2].tolist()
        self.box = [_box(begin, end) for begin, end in zip(self.begin, self.end, strict=True)]
        heads = [Head(head, self.box[head], *self._legal(head), ready.get(head, [])) for head in sorted(self.members)]
        self.turns = [Turn(list(here)) for _, here in groupby(heads, key=lambda head: turns[head.number])]
        """The turns in the order of play."""
        self.every = tuple(slice(0, size) for size in self.sizes)
        ones = np.ones((self.items, self.items), np.int64)
        np.fill_diagonal(ones, self.sizes)
        self.spread: list[list[int]] = ones.tolist()
        """By item: the shape of what depends on its option alone."""

    def _joined(self, head: Ints) -> Ints:
        """Join heads with the same ways on to the later one: after two amendments, and after one of the last item."""
        graph = self.table.inner
        count, outside = len(self.kinds), int(head.max()) + 1
        to = np.where(graph.edge_to < graph.nodes, head[np.minimum(graph.edge_to, graph.nodes - 1)], outside)
        leads = np.sort((head[graph.edge_from] * count + self.kind[graph.edge_key]) * (outside + 1) + to)
        leads = leads[np.diff(leads, prepend=-1) > 0]
        of, what = np.divmod(leads, count * (outside + 1))
        begin, alike = np.searchsorted(of, np.arange(outside + 1)).tolist(), dict[bytes, int]()
        stands = np.arange(outside)
        for number in range(outside - 1, -1, -1):
            stands[number] = alike.setdefault(what[begin[number] : begin[number + 1]].tobytes(), number)
        return np.unique(stands[head], return_inverse=True)[1].ravel()

    def _members(self, lost: Bools) -> tuple[dict[int, Ints], Bools]:
        order = self.head.argsort(kind="stable")
        found, live = {}, np.zeros(len(lost), np.bool_)
        for nodes in np.split(order, np.flatnonzero(np.diff(self.head[order])) + 1):
            head, here = int(self.head[nodes[0]]), self.texts[nodes]
            if not lost[nodes].all():
                span = here[~lost[nodes]]
                self.begin[head], self.end[head] = span.min(axis=0), span.max(axis=0) + 1
                found[head] = nodes[_inside(here, self.begin[head], self.end[head])]
                live[found[head]] = True
        return found, live

    def _span(self, kind: int) -> Box:
        """Return the texts at which a kind of move is legal; amendments are at all."""
        keys = self.table.keys.text[self.kind == kind]
        if self.kinds[kind].name == "amend":
            return tuple(slice(0, size) for size in self.sizes)
        texts = self.table.all_texts[keys].astype(np.int64)
        return _box(texts.min(axis=0), texts.max(axis=0) + 1)

    def _legal(self, head: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the kinds of move of a head that stay by the text, and the others, late items first."""
        graph, nodes = self.table.inner, self.members[head]
        kinds = self.kind[graph.edge_key[edges_of(graph, nodes)[0]]]
        counts, texts = np.bincount(kinds), self.texts[nodes]
        found = np.flatnonzero(counts).tolist()
        for kind, count in zip(found, counts[found].tolist(), strict=True):
            one, span = self.kinds[kind], self.span[kind]
            fits = np.count_nonzero(_inside(texts, [part.start for part in span], [part.stop for part in span]))
            if one.name == "amend":
                fits = len(nodes) * (self.sizes[one.item] - 1) - np.count_nonzero(texts[:, one.item])
            if fits != count:
                raise ValueError(f"{one.name!r} is legal at texts that fill no box")
        rank = {"amend": 0, "break": 1}
        goes = [kind for kind in found if self.kinds[kind].name in rank]
        goes.sort(key=lambda kind: (rank[self.kinds[kind].name], -self.kinds[kind].item))
        return tuple(kind for kind in found if kind not in goes), tuple(goes)

    def _flows(self) -> list[Flow]:
        """Return the flows in the order in which their last head comes."""
        graph = self.table.inner
        leaves, stays = graph.edge_to > graph.nodes, graph.edge_to < graph.nodes
        within = np.where(stays, graph.edge_to, 0)
        to = np.where(leaves, -1, self.head[within])
        edges = np.flatnonzero(self.live[graph.edge_from] & (leaves | (stays & self.live[within])))
        code = self.kind[graph.edge_key[edges]] * (len(self.begin) + 1) + to[edges] + 1
        order = code.argsort(kind="stable")
        parts = np.split(edges[order], np.flatnonzero(np.diff(code[order])) + 1)
        return sorted((self._flow(one, int(to[one[0]])) for one in parts if len(one)), key=lambda flow: flow.heads[-1])

    def _flow(self, edges: Ints, to: int) -> Flow:
        graph, number = self.table.inner, int(self.kind[self.table.inner.edge_key[edges[0]]])
        kind, nodes = self.kinds[number], graph.edge_from[edges]
        texts, heads = self.texts[nodes], np.flatnonzero(np.bincount(self.head[nodes])).tolist()
        begin, end = texts.min(axis=0), texts.max(axis=0) + 1
        inside = sum(np.count_nonzero(_inside(self.texts[self.members[head]], begin, end)) for head in heads)
        if inside != 1 + np.count_nonzero(np.diff(nodes)):
            raise ValueError(f"{kind.name!r} leads on from texts that fill no box")
        low, high = self.begin[to], self.end[to]
        box, target, axes = _box(begin, end), _box(begin - low, end - low), ""
        taken, whole = box, bool((begin == low).all() and (end == high).all())
        if kind.name == "amend":
            place, letters = kind.item, LETTERS[: self.items]
            whole = bool(np.delete((begin == low) & (end == high), place).all())
            taken = (box[place], slice(int(low[place]), int(high[place])))
            target = (*target[:place], slice(None), *target[place + 1 :])
            axes = f"{letters}z,{letters[place]}xz->{letters.replace(letters[place], 'x')}z"
        outcomes = np.zeros(end - begin, np.int64)
        outcomes[tuple((texts - begin).T)] = graph.edge_to[edges] - graph.nodes
        if len(heads) == 1:
            box = _box(begin - self.begin[heads[0]], end - self.begin[heads[0]])
        leads: Ints | slice = outcomes.ravel()
        if (np.diff(outcomes.ravel()) == 1).all():
            leads = slice(int(outcomes.flat[0]), int(outcomes.flat[-1]) + 1)
        return Flow(number, axes, to, tuple(heads), box, target, taken, whole, leads)


def kinds_of(table: BasketTable, *, goodwill: bool) -> tuple[Ints, list[Kind]]:
    """Return the kind of each key of a conference, and the kinds; all have `met` 0 unless goodwill is asked for."""
    keys, names = table.keys, tuple(dict.fromkeys(NAMES.values()))
    place = np.array([names.index(NAMES[one]) for one in KINDS])[keys.kind]
    columns = np.stack([keys.seat, keys.round, keys.met if goodwill else 0 * keys.met, place, keys.place])
    kind, sample = _classes(columns)
    named = columns[:, sample].T.tolist()
    return kind, [Kind(seat, turn, met, names[name], item) for seat, turn, met, name, item in named]


def _lost(table: BasketTable) -> Bools:
    """Return [nodes]: whether only the break can follow; the opening counts as open."""
    lost = np.zeros(table.inner.nodes + table.outcomes, np.bool_)
    lost[table.inner.nodes] = True
    for level in reversed(levels(table.inner)):
        lost[level.nodes] = np.logical_and.reduceat(lost[level.to], level.starts[:-1])
    lost[0] = False
    return lost[: table.inner.nodes]


def _classes(columns: Ints | Bytes) -> tuple[Ints, Ints]:
    """Return the class of each column of a matrix, numbered as they come, and where each first comes."""
    code = np.ravel_multi_index(tuple(columns.astype(np.int64)), tuple((columns.max(axis=1) + 1).tolist()))
    _, first, place = np.unique(code, return_index=True, return_inverse=True)
    return first.argsort().argsort()[place], np.sort(first)


def _inside(texts: Ints, begin: Sequence[int] | Ints, end: Sequence[int] | Ints) -> Bools:
    return np.asarray(((texts >= begin) & (texts < end)).all(axis=1), np.bool_)


def _box(begin: Ints, end: Ints) -> Box:
    return tuple(map(slice, begin.tolist(), end.tolist()))
