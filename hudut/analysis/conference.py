"""One conference under policies over its compiled table: the weights of the moves, and the law over the outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from engine.policies import (
    ASKED,
    BROKEN,
    ERRING,
    EVEN,
    HARD,
    LEAVES,
    MILD,
    NEARER,
    PASSED,
    SIGNED,
    Temper,
)
from hudut.analysis.boxes import boxes_of
from hudut.analysis.flow import outcomes_of
from hudut.analysis.heads import Kind, kinds_of
from hudut.analysis.tables import KINDS, ActTable, BasketTable, Bools, Floats, Keys
from hudut.analysis.tabling import toward_history
from hudut.analysis.weights import Valued
from scenarios.schema import Basket

TEMPERS: Mapping[str, tuple[Temper, Temper]] = {
    "weighted": (EVEN, EVEN),
    "hard-line": (HARD, HARD),
    "conciliatory": (MILD, MILD),
    "tit-for-tat": (HARD, MILD),
}
"""How a policy plays before and after it has met with good will."""
AMEND, PASS, LAPSE, ACCEPT, SEAL, BREAK = range(len(KINDS))
NUMBERS = 140_000
"""Texts times columns of a conference that are reckoned at once: as many as stay within the processor's cache."""


np.empty(31 << 20, np.uint8)
"""Freed at once: from now on the C library keeps the memory of freed arrays up to this size, instead of asking the
system for it again and again, which takes a sixth of the time of a law.
"""


def policy_for(seats: Mapping[str, str], actor: str) -> str:
    """Return the name of the policy that an actor plays by: its own, else that of all, else the weights."""
    return seats.get(actor) or seats.get("all") or "weighted"


@dataclass(frozen=True, eq=False)
class Moves:
    """The weights that a temper gives to the moves of a seat at a table; columns run over patterns and settings.

    Parameters
    ----------
    passing
        [texts, columns] Of passing, and of letting the talks lapse.
    signing, leaving
        By round [texts, columns]: of accepting or sealing the text on the table, and of breaking off over it.
    amending
        By item and round [before, after, columns]: of an amendment, 0 where it changes nothing.
    """

    passing: Floats
    signing: Sequence[Floats]
    leaving: Sequence[Floats]
    amending: Sequence[Sequence[Floats]]

    def of(self, kind: Kind) -> Floats:
        """Return the weights of a kind of move: [before, after, columns] if it amends, else [texts, columns]."""
        if kind.name == "amend":
            return self.amending[kind.item][kind.round]
        if kind.name == "sign":
            return self.signing[kind.round]
        return self.leaving[kind.round] if kind.name == "break" else self.passing


def _of(moves: Sequence[tuple[Moves, Moves]], kind: Kind) -> Floats:
    return moves[kind.seat][kind.met].of(kind)


class Bargaining:
    """One conference under policies: weights of its moves, and the law over its outcomes.

    Columns run over patterns and settings. Weights are whole numbers, which single precision holds as they are.

    Parameters
    ----------
    valued
        What the seats want.
    seats
        Policies by seat.
    columns
        Which of the columns; all by default.
    """

    def __init__(
        self,
        act: ActTable,
        table: BasketTable,
        valued: Valued,
        seats: Mapping[str, str],
        precision: type[np.floating[Any]] = np.float64,
        columns: slice = slice(None),
    ) -> None:
        self.act, self.table, self.valued, self.seats, self.precision = act, table, valued, seats, precision
        self.basket: Basket = act.basket(table)
        self.patterns, self.settings = valued.walk_away.shape[1:]
        self.worth = valued.worth.reshape(*valued.worth.shape[:3], -1)[..., columns].astype(precision)
        self.walk_away = valued.walk_away.reshape(len(valued.walk_away), -1)[..., columns].astype(precision)
        self.red = valued.red
        self._acceptable: dict[tuple[int, int], Bools] = {}

    @cached_property
    def totals(self) -> Floats:
        """[seats, texts, columns] Sum of a seat's worth over each text that can lie on the table."""
        seats, columns = len(self.worth), self.worth.shape[-1]
        found = np.zeros((seats, 1, columns), self.precision)
        for place, item in enumerate(self.basket.items):
            worth = self.worth[:, place, : len(item.options) + 1]
            found = (found[:, :, None] + worth[:, None]).reshape(seats, -1, columns)
        return found

    @cached_property
    def _complete(self) -> Bools:
        """[texts] Whether a text may be sealed."""
        open_ = np.array([not item.may_stay_open for item in self.basket.items])
        return np.asarray(~((self.table.all_texts == 0) & open_).any(axis=1), np.bool_)

    @cached_property
    def crossed(self) -> Bools:
        """[seats, texts] Whether a text crosses a seat's red line."""
        texts = self.table.all_texts
        places = np.arange(texts.shape[1])
        return np.asarray(self.red[:, places, texts].any(axis=-1), np.bool_)

    def acceptable(self, seat: int, margin: int) -> Bools:
        """Return [texts, columns]: whether a seat would sign each text."""
        if (seat, margin) not in self._acceptable:
            limit = (self.walk_away[seat] + margin) * self.table.all_texts.shape[1]
            self._acceptable[seat, margin] = (self.totals[seat] >= limit) & ~self.crossed[seat][:, None]
        return self._acceptable[seat, margin]

    def moves(self, seat: int) -> tuple[Moves, Moves]:
        """Return the weights of a seat's moves before and after good will was met."""
        policy = policy_for(self.seats, self.basket.seats[seat])
        if policy == "random":
            return (self._alike(),) * 2
        before, after = TEMPERS.get(policy, (EVEN, EVEN))
        first = self._tempered(seat, before)
        return first, first if before == after else self._tempered(seat, after)

    def _alike(self) -> Moves:
        """Return the weights of random play."""
        rounds, columns, most = self.basket.rounds, self.worth.shape[-1], self.worth.shape[2]
        every, once = (np.broadcast_to(self.precision(one), (len(self.table.all_texts), columns)) for one in (8, 1))
        amending = np.tile(8 * (1 - np.eye(most, dtype=self.precision))[..., None], columns)
        amending[:, 0] = 0
        sizes = (len(item.options) + 1 for item in self.basket.items)
        return Moves(every, [every] * rounds, [once] * rounds, [[amending[:size, :size]] * rounds for size in sizes])

    def _tempered(self, seat: int, temper: Temper) -> Moves:
        asked = self.asked(seat, temper.margin).astype(self.precision)
        signed = self.acceptable(seat, temper.margin).astype(self.precision)
        passing, broken = (np.broadcast_to(self.precision(one), signed.shape) for one in (PASSED, BROKEN))
        signing = asked * (ASKED - SIGNED)
        signed *= SIGNED
        signing += signed
        good = self.acceptable(seat, temper.margin - 20)
        leaving = [broken] * (self.basket.rounds - 1) + [np.where(good, broken, self.precision(LEAVES))]
        return Moves(passing, list(signing), leaving, self._amendments(seat, temper.heed, self._shares_of(asked)))

    def asked(self, seat: int, margin: int) -> Bools:
        """Return [rounds, texts, columns]: the texts that all could sign and that give a seat what it asks for."""
        texts, rounds = self.table.all_texts, self.basket.rounds
        good = self._complete[:, None] & self.acceptable(seat, margin)
        for other, name in enumerate(self.basket.seats):
            if other != seat and name in self.basket.consenting:
                good &= self.acceptable(other, 0)
        limit = (self.walk_away[seat] + margin) * texts.shape[1]
        most = np.where(good, self.totals[seat], limit).max(axis=0)
        turns = np.arange(1, rounds + 1, dtype=self.precision)[:, None]
        level = most * rounds - (most - limit) * turns
        found: Bools = self.totals[seat] * rounds >= level[:, None]
        found &= good
        return found

    def _shares_of(self, asked: Floats) -> Floats:
        """Return [items, rounds, options + 1, columns]: in how many hundredths of the texts asked for each stands."""
        rounds, columns = len(asked), asked.shape[-1]
        left, counts = asked, np.zeros((len(self.basket.items), rounds, *self.worth.shape[2:]), self.precision)
        for place, item in reversed([*enumerate(self.basket.items)]):
            size = len(item.options) + 1
            left = left.reshape(rounds, -1, size, columns)
            left.sum(axis=1, out=counts[place, :, :size])
            left = left.sum(axis=2)
        counts *= 100
        counts /= np.maximum(left, 1)
        return np.floor(counts, out=counts)

    def _amendments(self, seat: int, heed: int, shares: Floats) -> list[list[Floats]]:
        """Return by item and round [before, after, columns]: the weights of amendments."""
        worth = self.worth[seat]
        wish = np.maximum(worth[:, None] - worth[:, :, None], 0)
        wish[:, 0] += 10
        heeded = np.floor(np.delete(self.worth, seat, axis=0).sum(axis=0) / (len(self.worth) - 1))
        wish *= (100 + heed * heeded)[:, None]
        wish /= ERRING
        weights = shares[:, :, None] - shares[:, :, :, None]
        np.maximum(weights, 0, out=weights)
        weights *= NEARER
        weights += np.floor(wish, out=wish)[:, None]
        never = self.red[seat] > 0
        never[:, 0] = True
        weights *= ~never[:, None, None, :, None]
        sizes = (len(item.options) + 1 for item in self.basket.items)
        return [list(one[:, :size, :size]) for one, size in zip(weights, sizes, strict=True)]

    def weighed(self) -> tuple[Floats, Floats | None]:
        """Return [inner keys, columns] the weights of moves, and [inner edges] a factor of 0 or 1, None if always 1."""
        keys: Keys = self.table.keys
        by_key = np.ones((len(keys.seat), self.worth.shape[-1]), self.precision)
        kind_of, kinds = kinds_of(self.table, goodwill=True)
        moves = [self.moves(seat) for seat in range(len(self.basket.seats))]
        for number, kind in enumerate(kinds):
            mine, weights = np.flatnonzero(kind_of == number), _of(moves, kind)
            amends = kind.name == "amend"
            by_key[mine] = weights[keys.before[mine], keys.after[mine]] if amends else weights[keys.text[mine]]
        steered = [
            place for place, name in enumerate(self.basket.seats) if policy_for(self.seats, name) == "historical"
        ]
        if not steered:
            return by_key, None
        on = np.isin(keys.seat[self.table.inner.edge_key], steered)
        by_key[np.isin(keys.seat, steered)] = 1
        return by_key, np.where(on, toward_history(self.table, self.basket), 1.0)

    def law(self) -> Floats:
        """Return [patterns, outcomes, settings]: how likely each outcome is; many settings go by boxes."""
        policies = {policy_for(self.seats, name) for name in self.basket.seats}
        if self.settings == 1 or "historical" in policies:
            by_key, mask = self.weighed()
            arrived = outcomes_of(self.table.inner, by_key, self.table.outcomes, mask)
        else:
            boxes = boxes_of(self.table, goodwill="tit-for-tat" in policies)
            arrived = np.empty((self.table.outcomes, self.patterns * self.settings), self.precision)
            parts = max(round(arrived.shape[1] * len(self.table.all_texts) / NUMBERS), 1)
            for columns in np.array_split(np.arange(arrived.shape[1]), parts):
                here = slice(columns[0], columns[-1] + 1)
                part = Bargaining(self.act, self.table, self.valued, self.seats, self.precision, here)
                moves = [part.moves(seat) for seat in range(len(self.basket.seats))]
                arrived[:, here] = boxes.law(partial(_of, moves))
        return arrived.reshape(self.table.outcomes, self.patterns, self.settings).transpose(1, 0, 2)
