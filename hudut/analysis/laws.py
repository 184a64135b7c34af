"""Policies over compiled tables: who chooses what, how often; as `engine.policies` has it, for all states at once.

`Play(table, weights, seats).shares()` is the vector `W[key]` that the outer graph asks for; `laws` holds, for
each conference, the probability of each outcome by pattern. Both have one column for each setting of the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from engine.policies import Temper, policy_of
from geo.errors import one_of
from hudut.analysis.conference import TEMPERS, Bargaining, policy_for
from hudut.analysis.flow import Sums
from hudut.analysis.tables import ActTable, Bools, Exits, Floats, Ints, Wiring
from hudut.analysis.weights import Weights
from scenarios.kernel import CHANCE, Move


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
        Of the shares; single precision is for many settings, and `Boxes.law` bounds its error.

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
        found = np.zeros((wiring.keys, self.weights.settings), self.precision)
        starts = self.table.menu_start
        found[: starts[-1]] = _shares(self._menu_weights(), starts)
        for exits, law in zip(wiring.exits, self.laws, strict=True):
            found += by_keys(exits, law, wiring.keys)
        return found

    def _menu_weights(self) -> Floats:
        moves = self.table.cut.kernel.moves
        chosen = self.table.menu_move
        weights = self.weights.of_moves()[chosen]
        actors, who = np.unique([moves[place].actor for place in chosen.tolist()], return_inverse=True)
        met = np.repeat(self.table.menu_met, np.diff(self.table.menu_start))
        for place, actor in enumerate(actors.tolist()):
            mine = who == place
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
        if not any(one.goodwill for one in tempers):
            return weights
        raised = self._goodwill_raised[chosen]
        power = np.where(met, tempers[1].goodwill, tempers[0].goodwill) * raised
        leaned = np.floor(weights * np.exp2(power)[:, None])
        lifted = np.where((power < 0)[:, None], np.maximum(leaned, 1), leaned)
        return np.where(weights > 0, np.where((power == 0)[:, None], weights, lifted), 0)

    @cached_property
    def _goodwill_raised(self) -> Ints:
        specs = self.table.cut.campaign.variables
        goodwill = {key for key, one in specs.items() if one.goodwill}
        return np.array([_raised(move, goodwill) for move in self._moves])

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


def by_keys(exits: Exits, law: Floats, keys: int) -> Floats:
    """Return [keys, columns]: a law, [patterns, outcomes, columns], added up by the keys of the exits.

    A law of one setting may go without the last axis.

    Parameters
    ----------
    keys
        How many keys there are.
    """
    if law.shape[2:] in {(), (1,)}:
        found = np.bincount(exits.key.ravel(), law[exits.pattern].ravel(), keys)
        return np.asarray(found.reshape(keys, *law.shape[2:]), np.float64)
    kept: tuple[Sums, Ints, Ints] | None = exits.__dict__.get("_sums")
    if kept is None:
        sums = Sums(exits.key.ravel(), keys)
        place, outcome = np.divmod(sums.order, exits.key.shape[1])
        kept = exits.__dict__["_sums"] = (sums, exits.pattern[place], outcome)
    sums, pattern, outcome = kept
    return sums.of(law[pattern, outcome])
