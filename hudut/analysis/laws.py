"""Policies over compiled tables: who chooses what, how often; as `engine.policies` has it, for all states at once.

`Play(table, weights, seats).shares()` is the vector `W[key]` that the outer graph asks for; `laws` holds, for
each conference, the probability of each outcome by pattern. Both have one column for each setting of the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_array

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
    policy_of,
)
from geo.errors import one_of
from hudut.analysis.boxes import boxes_of
from hudut.analysis.flow import outcomes_of
from hudut.analysis.tables import KINDS, ActTable, BasketTable, Bools, Exits, Floats, Ints, Keys, Wiring
from hudut.analysis.tabling import toward_history
from hudut.analysis.weights import Valued, Weights
from scenarios.kernel import CHANCE, Move
from scenarios.schema import Basket

TEMPERS: Mapping[str, tuple[Temper, Temper]] = {
    "weighted": (EVEN, EVEN),
    "hard-line": (HARD, HARD),
    "conciliatory": (MILD, MILD),
    "tit-for-tat": (HARD, MILD),
}
"""How a policy plays before and after it has met with good will."""
AMEND, PASS, LAPSE, ACCEPT, SEAL, BREAK = range(len(KINDS))


def checked_seats(table: ActTable, seats: Mapping[str, str]) -> dict[str, str]:
    """Return policies by seat after a check of both; `all` and `chance` are seats here.

    Raises
    ------
    HudutError
        If a seat or a policy is unknown.
    """
    known = {*table.cut.acts[table.act].seats, CHANCE, "all"}
    for seat, policy in seats.items():
        one_of(seat, known, f"{table.act} has no seat")
        policy_of(policy)
    return dict(seats)


def policy_for(seats: Mapping[str, str], actor: str) -> str:
    """Return the name of the policy that an actor plays by: its own, else that of all, else the weights."""
    return seats.get(actor) or seats.get("all") or "weighted"


class Play:
    """An act under policies and weights.

    Parameters
    ----------
    table
        The compiled act.
    weights
        Settings of the weights; the authored ones by default.
    seats
        Policies by seat, `chance` or `all`; the scenario's weights without them.
    precision
        Of the laws of the tables. In single precision, for many settings, they are reckoned by `Boxes`, whose `law`
        bounds the error.

    Raises
    ------
    HudutError
        If a seat or a policy is unknown.
    """

    def __init__(
        self,
        table: ActTable,
        weights: Weights | None = None,
        seats: Mapping[str, str] | None = None,
        precision: type[np.floating[Any]] = np.float64,
    ) -> None:
        self.table, self.precision = table, precision
        self.weights = weights or Weights(table)
        self.seats = checked_seats(table, seats or {})

    @cached_property
    def laws(self) -> tuple[Floats, ...]:
        """By conference: [patterns, outcomes, settings] probability of each outcome."""
        return tuple(
            Bargaining(self.table, one, self.weights.at(one.number), self.seats, self.precision).law()
            for one in self.table.tables
        )

    def shares(self, wiring: Wiring | None = None) -> Floats:
        """Return [keys, settings]: the share of each outer edge among those that leave its node.

        Parameters
        ----------
        wiring
            The graph that asks; by default the act's own.
        """
        wiring = wiring or self.table.wiring
        found = np.zeros((wiring.keys, self.weights.settings))
        starts = self.table.menu_start
        found[: starts[-1]] = _shares(self._menu_weights(), starts)
        for exits, law in zip(wiring.exits, self.laws, strict=True):
            found += exits_matrix(exits, law.shape[0], wiring.keys) @ law.reshape(-1, law.shape[-1])
        return found

    def _menu_weights(self) -> Floats:
        moves = self.table.cut.kernel.moves
        chosen = self.table.menu_move
        weights = self.weights.of_moves()[chosen]
        actors = [moves[place].actor for place in chosen.tolist()]
        met = np.repeat(self.table.menu_met, np.diff(self.table.menu_start))
        for actor in set(actors):
            mine = np.array([one == actor for one in actors])
            policy = policy_for(self.seats, actor)
            if policy == "random":
                weights[mine] = [[1 if moves[p].kind == "break" else 8] for p in chosen[mine].tolist()]
            elif policy == "historical":
                weights[mine] = np.where(self._on_history(mine), self._history[mine][:, None], weights[mine])
            elif actor != CHANCE:
                weights[mine] = self._leaning(weights[mine], chosen[mine], met[mine], TEMPERS[policy])
        return weights

    def _leaning(self, weights: Floats, chosen: Ints, met: Bools, tempers: tuple[Temper, Temper]) -> Floats:
        """Double or halve a weight for each point of goodwill that its move raises, as a policy's temper has it."""
        raised = self._goodwill_raised[chosen]
        power = np.where(met, tempers[1].goodwill, tempers[0].goodwill) * raised
        leaned = np.floor(weights * np.exp2(power)[:, None])
        lifted = np.where((power < 0)[:, None], np.maximum(leaned, 1), leaned)
        return np.where(weights > 0, np.where((power == 0)[:, None], weights, lifted), 0)

    @cached_property
    def _goodwill_raised(self) -> Ints:
        specs = self.table.cut.campaign.variables
        return np.array([_raised(move, {key for key, one in specs.items() if one.goodwill}) for move in self._moves])

    @property
    def _moves(self) -> Sequence[Move]:
        return self.table.cut.kernel.moves

    @cached_property
    def _history(self) -> Floats:
        """[keys of menus] 1 for the move of history in each menu that has one, the first if two would do."""
        stems = set(self.table.cut.history[self.table.act])
        steps = {stem.step for stem in stems}
        found = np.zeros(len(self.table.menu_move))
        for start, end in zip(self.table.menu_start[:-1], self.table.menu_start[1:], strict=True):
            for key in range(start, end):
                move = self._moves[self.table.menu_move[key]]
                if move.stem in stems or (move.kind == "skip" and move.step in steps):
                    found[key] = 1
                    break
        return found

    def _on_history(self, mine: Bools) -> Bools:
        starts = self.table.menu_start
        has = np.add.reduceat(self._history, starts[:-1]) > 0
        return np.repeat(has, np.diff(starts))[mine][:, None]


def _raised(move: Move, goodwill: set[str]) -> int:
    return sum(one[2] for one in move.effects if one[0] == "add" and one[1] in goodwill)


def _shares(weights: Floats, starts: Ints) -> Floats:
    """Return the weights of each menu as shares of 1; alike where all are 0."""
    sizes = np.diff(starts)
    totals = np.add.reduceat(weights, starts[:-1], axis=0)
    alike = np.repeat(totals == 0, sizes, axis=0)
    whole = np.where(totals == 0, sizes[:, None], totals)
    shares: Floats = np.where(alike, 1.0, weights) / np.repeat(whole, sizes, axis=0)
    return shares


def exits_matrix(exits: Exits, patterns: int, keys: int) -> csr_array:
    """Return the matrix that adds up a law, [patterns x outcomes], to the keys of the exits."""
    outcomes = exits.key.shape[1]
    column = exits.pattern[:, None] * outcomes + np.arange(outcomes)
    ones = np.ones(exits.key.size)
    return csr_array((ones, (exits.key.ravel(), column.ravel())), (keys, patterns * outcomes))


class Bargaining:
    """One conference under policies: weights of its moves, and the law over its outcomes.

    Columns run over patterns and settings. Weights are whole numbers, which single precision holds as they are.
    """

    def __init__(
        self,
        act: ActTable,
        table: BasketTable,
        valued: Valued,
        seats: Mapping[str, str],
        precision: type[np.floating[Any]] = np.float64,
    ) -> None:
        self.act, self.table, self.seats, self.precision = act, table, seats, precision
        self.basket: Basket = act.basket(table)
        self.patterns, self.settings = valued.walk_away.shape[1:]
        self.worth = valued.worth.reshape(*valued.worth.shape[:3], -1).astype(precision)
        self.walk_away = valued.walk_away.reshape(len(valued.walk_away), -1).astype(precision)
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

    def key_weights(self, seat: int, temper: Temper) -> Floats:
        """Return [inner keys of a seat, columns]: the weights that a temper gives to the moves of a seat."""
        keys = self.table.keys
        mine = np.flatnonzero(keys.seat == seat)
        found = np.full((len(mine), self.worth.shape[-1]), PASSED, self.precision)
        asked = self.asked(seat, temper.margin)
        kind, turn, text = keys.kind[mine], keys.round[mine], keys.text[mine]
        signs = (kind == ACCEPT) | (kind == SEAL)
        signing = asked * self.precision(ASKED - SIGNED) + self.acceptable(seat, temper.margin) * self.precision(SIGNED)
        found[signs] = signing[turn[signs], text[signs]]
        breaks, last = kind == BREAK, turn == self.basket.rounds - 1
        found[breaks] = BROKEN
        bad = ~self.acceptable(seat, temper.margin - 20)[text[breaks & last]]
        found[breaks & last] = np.where(bad, self.precision(LEAVES), self.precision(BROKEN))
        amends = kind == AMEND
        found[amends] = self._amendments(seat, mine[amends], temper.heed, self._shares_of(asked))
        return found

    def asked(self, seat: int, margin: int) -> Bools:
        """Return [rounds, texts, columns]: the texts that all could sign and that give a seat what it asks for."""
        texts, rounds = self.table.all_texts, self.basket.rounds
        good = np.repeat(self._complete[:, None], self.worth.shape[-1], axis=1)
        for other, name in enumerate(self.basket.seats):
            if other == seat or name in self.basket.consenting:
                good &= self.acceptable(other, margin if other == seat else 0)
        limit = (self.walk_away[seat] + margin) * texts.shape[1]
        most = np.where(good, self.totals[seat], limit).max(axis=0)
        total = self.totals[seat] * rounds
        level = [most * rounds - (most - limit) * (turn + 1) for turn in range(rounds)]
        return np.stack([good & (total >= one) for one in level])

    def _shares_of(self, asked: Bools) -> list[Floats]:
        """Return by item [rounds, options + 1, columns]: in how many hundredths of the texts asked for it stands."""
        box = asked.reshape(len(asked), *(len(item.options) + 1 for item in self.basket.items), -1)
        box = box.astype(self.precision)
        axes = range(1, box.ndim - 1)
        counts = [box.sum(axis=tuple(other for other in axes if other != axis)) for axis in axes]
        whole = np.maximum(counts[0].sum(axis=1, keepdims=True), 1)
        return [np.floor(100 * one / whole) for one in counts]

    def tempered(self, seat: int, tempers: tuple[Temper, Temper]) -> Floats:
        """Return [inner keys of a seat, columns] for tempers before and after good will was met."""
        cold = self.key_weights(seat, tempers[0])
        if tempers[0] == tempers[1]:
            return cold
        keys = self.table.keys
        warm = self.key_weights(seat, tempers[1])
        return np.where(keys.met[keys.seat == seat][:, None] > 0, warm, cold)

    def _amendments(self, seat: int, keys: Ints, heed: int, shares: Sequence[Floats]) -> Floats:
        columns = self.table.keys
        place, before, after, turn = (
            one[keys] for one in (columns.place, columns.before, columns.after, columns.round)
        )
        found = np.empty((len(keys), self.worth.shape[-1]), self.precision)
        for item, share in enumerate(shares):
            mine, worth = place == item, self.worth[:, item, : share.shape[1]]
            wish = np.maximum(worth[seat] - worth[seat][:, None], 0)
            wish[0] += 10
            heeded = np.floor(np.delete(worth, seat, axis=0).sum(axis=0) / (len(worth) - 1))
            wish = np.floor(wish * (100 + heed * heeded) / ERRING)
            weight = NEARER * np.maximum(share[:, None] - share[:, :, None], 0) + wish
            weight[:, :, self.red[seat, item, : share.shape[1]] > 0] = 0
            found[mine] = weight[turn[mine], before[mine], after[mine]]
        return found

    def weighed(self) -> tuple[Floats, Floats | None]:
        """Return [inner keys, columns] the weights of moves, and [inner edges] a factor of 0 or 1, None if always 1."""
        keys: Keys = self.table.keys
        by_key = np.ones((len(keys.seat), self.worth.shape[-1]), self.precision)
        steered: list[int] = []
        for seat, name in enumerate(self.basket.seats):
            mine = keys.seat == seat
            policy = policy_for(self.seats, name)
            if policy == "random":
                by_key[mine] = np.where(keys.kind[mine] == BREAK, 1, 8)[:, None]
            elif policy == "historical":
                steered.append(seat)
            else:
                by_key[mine] = self.tempered(seat, TEMPERS[policy])
        if not steered:
            return by_key, None
        on = np.isin(keys.seat[self.table.inner.edge_key], steered)
        return by_key, np.where(on, toward_history(self.table, self.basket), 1.0)

    def law(self) -> Floats:
        """Return [patterns, outcomes, settings]: how likely each outcome is."""
        by_key, mask = self.weighed()
        if self.precision is np.float32 and mask is None:
            arrived = boxes_of(self.table).law(by_key)
        else:
            arrived = outcomes_of(self.table.inner, by_key, self.table.outcomes, mask)
        return arrived.reshape(self.table.outcomes, self.patterns, self.settings).transpose(1, 0, 2)
