"""Compile the sittings of one conference: who speaks, what lies on the table, who has accepted; up to its outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from operator import itemgetter

import numpy as np

from engine.rules import Rules, State
from hudut.analysis.tables import KINDS, BasketTable, Bytes, Floats, Graph, Keys
from scenarios.baskets import ACCEPTED, AMENDED, FULL, ROUND, TURN, historical_number, sealable
from scenarios.kernel import Kernel, Move
from scenarios.schema import Basket

Local = tuple[int, ...]
"""Turn, round, amended, acceptances of the three places, then the text."""
HEAD = 3 + len(ACCEPTED)
"""Where the text begins in a local state."""
KEY_COLUMNS = ("seat", "kind", "place", "before", "after", "text", "round", "met")


def local_places(kernel: Kernel, basket: Basket) -> tuple[int, ...]:
    """Return the positions in a state of what changes at the table."""
    names = (TURN, ROUND, AMENDED, *ACCEPTED, *(item.id for item in basket.items))
    return kernel.places(names)


def all_texts(basket: Basket) -> list[Local]:
    """Return every text that can lie on the table; 0 is an open item."""
    return list(product(*(range(len(item.options) + 1) for item in basket.items)))


class Sittings:
    """The graph of a conference, found from one state in which it is due; all other ways in give the same.

    Raises
    ------
    ValueError
        If a move that stays at the table touches anything but the table, which no scenario file can express.
    """

    def __init__(self, rules: Rules, basket: Basket, entry: State) -> None:
        self.rules, self.basket = rules, basket
        kernel = rules.kernel
        self.places = local_places(kernel, basket)
        self.local = itemgetter(*self.places)
        self.text_of = {text: row for row, text in enumerate(all_texts(basket))}
        self.outcome_of = {text: outcome for outcome, text in enumerate(sealable(basket), start=1)}
        number = kernel.step_at(entry)
        self.moves = {move.id: self._parts(move) for move in kernel.moves if move.number == number}
        self.key_of: dict[tuple[int, ...], int] = {}
        self.states: list[Local] = []
        self.fans: list[list[tuple[Local | int, int]]] = []
        self._walk(entry)

    def _parts(self, move: Move) -> tuple[str, int, int]:
        """Return what a move does: its kind, and for an amendment the item and the option."""
        if move.kind != "amend":
            return move.kind, 0, 0
        place, item = next((n, item) for n, item in enumerate(self.basket.items) if item.id == move.item)
        return move.kind, place, [option.id for option in item.options].index(move.option) + 1

    def _walk(self, entry: State) -> None:
        kernel = self.rules.kernel
        number = kernel.step_at(entry)
        frame = list(entry)
        known = {self.local(entry)}
        queue = [self.local(entry)]
        for local in queue:
            for place, value in zip(self.places, local, strict=True):
                frame[place] = value
            state = tuple(frame)
            fan: list[tuple[Local | int, int]] = []
            for move in self.rules.legal_moves(state):
                after = self.rules.apply(state, move)
                to: Local | int = self.local(after)
                if kernel.step_at(after) != number:
                    to = self.outcome_of[local[HEAD:]] if move.kind == "seal" else 0
                elif to not in known:
                    known.add(to)
                    queue.append(to)
                fan.append((to, self._key(move, local)))
            self.fans.append(fan)
        self.states = queue

    def _key(self, move: Move, local: Local) -> int:
        kind, place, option = self.moves[move.id]
        met = int(any(local[3:HEAD]))
        amends = kind == "amend"
        before = local[HEAD + place] if amends else 0
        text = 0 if amends else self.text_of[local[HEAD:]]
        key = (local[0], KINDS.index(kind), place, before, option, text, local[1], met)
        return self.key_of.setdefault(key, len(self.key_of))

    def graph(self) -> tuple[Graph, Bytes, Keys]:
        """Return the graph in layers, its states, and what its keys stand for."""
        rank = [_rank(local) for local in self.states]
        order = sorted(range(len(self.states)), key=lambda n: (n != 0, rank[n]))
        number = {self.states[old]: new for new, old in enumerate(order)}
        nodes = len(order)
        degree = [len(self.fans[old]) for old in order]
        to = [nodes + one if isinstance(one, int) else number[one] for old in order for one, _ in self.fans[old]]
        key = [one for old in order for _, one in self.fans[old]]
        layers = [0, *(n for n in range(1, nodes) if rank[order[n]] != rank[order[n - 1]]), nodes]
        graph = Graph(_ints(layers), _ints(np.cumsum([0, *degree])), _ints(to), _ints(key))
        columns = np.array(list(self.key_of), np.int32).T
        states = np.array([self.states[old] for old in order], np.uint8)
        return graph, states, Keys(**dict(zip(KEY_COLUMNS, columns, strict=True)))


def _rank(local: Local) -> tuple[int, int, int]:
    """Return round, turn and how often the text was amended in this turn: every move at the table raises this."""
    return local[1], local[0], 0 if local[2] == 0 else 2 if local[2] == FULL else 1


def _ints(values: Sequence[int] | np.ndarray) -> np.ndarray:
    return np.asarray(values, np.int32)


def toward_history(table: BasketTable, basket: Basket) -> Floats:
    """Return [inner edges]: 1 for the move that steers to the historical text and signs it, as `_toward` does."""
    graph, keys = table.inner, table.keys
    texts = table.states[:, -len(basket.items) :]
    target = np.array([historical_number(item) for item in basket.items])
    wrong = (texts != target) & (target > 0)
    first_wrong = np.where(wrong.any(axis=1), wrong.argmax(axis=1), -1)[graph.edge_from]
    key = graph.edge_key
    mends = (
        (keys.kind[key] == KINDS.index("amend"))
        & (keys.place[key] == first_wrong)
        & (keys.after[key] == target[first_wrong])
    )
    rank = np.array([0, 3, 2, 4, 5, 1])[keys.kind[key]]
    signing = np.isin(keys.kind[key], [KINDS.index(kind) for kind in ("accept", "seal", "break")])
    rank = np.where(first_wrong >= 0, np.where(signing, 0, rank), rank)
    rank = np.where(mends, 9, rank)
    best = np.maximum.reduceat(rank, graph.edge_start[:-1])
    chosen: Floats = np.equal(rank, best[graph.edge_from]).astype(np.float64)
    return chosen
