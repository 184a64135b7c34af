"""An act, or one table of it, as a game: who is to move, what is legal, what a seat sees, what it came to.

A seat wants what `hudut solve` reckons for it: the mean worth, here from 0 to 1, of what the tables came to at which it
sits. That is the worth of the sealed text, or of walking away where the talks break off; a table that does not meet
counts as its walk-away. A seat that sits at no table wants nothing. Nobody signs what crosses an own red line.

The game of an act opens where history had come to and is over before the act closes, where its ending is read. That
of a table opens where history came to it, with the moves until then in its log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from engine.log import Entry, Log
from engine.play import act_named, apply, historical_moves, initial, legal_moves
from engine.playthrough import new_log
from engine.policies import Table, conference_at, draw_of, policy_of
from engine.rules import State
from engine.view import view
from geo.errors import BadValue, one_of
from hudut.api import scenario as stage_of
from scenarios.baskets import AMENDMENTS
from scenarios.expand import Scenario
from scenarios.kernel import CHANCE, Move
from scenarios.schema import Basket


class Game:
    """The rules of one game.

    Parameters
    ----------
    act
        By default the first, or that of the table.
    table
        The id of a conference, such as `m32-land`: only this one is played.
    scenario, weights
        As `hudut.api.scenario` takes them.

    Raises
    ------
    geo.errors.HudutError
        If a name is unknown, or history did not come to the table.
    """

    def __init__(
        self, act: str | None = None, table: str | None = None, scenario: str = "frontier", weights: str | None = None
    ) -> None:
        self._asked, self.table = (act, table, scenario, weights), table
        self.scenario: Scenario = stage_of(scenario, weights).scenario
        placed = {one.step.id: one for one in self.scenario.steps if one.step.basket is not None}
        only = None if table is None else placed[one_of(table, placed, "there is no table")]
        self.act = act_named(self.scenario, act) if only is None else only.act
        if act not in (None, self.act):
            raise BadValue(f"the table {table!r} is one of {self.act}, not of {act}: leave the act out.")
        first, last = self.scenario.first[self.act], self.scenario.last[self.act]
        self.numbers = range(first, last) if only is None else range(only.number, only.number + 1)
        """The steps that are played."""
        self.tables: Mapping[int, Basket] = {
            one.number: one.step.basket for one in placed.values() if one.step.basket and one.number in self.numbers
        }
        self.seats = tuple(self.scenario.acts[self.act].seats if only is None else self.tables[only.number].seats)
        moves = [one for number in self.numbers for one in self.scenario.kernel.by_step[number]]
        self.actions = _stems(one for one in moves if one.actor != CHANCE)
        """What seats may do, as scripts name it; an action is a number of this."""
        self.chances = _stems(one for one in moves if one.actor == CHANCE)
        self.number = {stem: number for stems in (self.actions, self.chances) for number, stem in enumerate(stems)}

    def __reduce__(self) -> tuple[Any, tuple[str | None, ...]]:
        """Be written as what was asked for, not with all rules: OpenSpiel writes a game with each of its states."""
        return game, self._asked

    @property
    def longest(self) -> int:
        """Most moves of a play."""
        turns = sum(len(one.seats) * one.rounds * (AMENDMENTS + 1) for one in self.tables.values())
        return turns + len(self.numbers)

    @cached_property
    def opening(self) -> Position:
        """Where the game begins."""
        state, log = initial(self.scenario, self.act), new_log(self.scenario, self.act)
        here = Position(self, state, log, (0.0,) * len(self.seats))
        for move in historical_moves(self.scenario, self.act):
            if move.number in self.numbers:
                break
            here = here.after(move)
        if not here.onward().legal:
            raise BadValue(f"history did not come to the table {self.table!r}: it can only be played.")
        return here.onward()


@lru_cache(maxsize=16)
def game(
    act: str | None = None, table: str | None = None, scenario: str = "frontier", weights: str | None = None
) -> Game:
    """Return a game, built once; see `Game`."""
    return Game(act, table, scenario, weights)


def _stems(moves: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.stem.id for one in moves))


@dataclass(frozen=True, eq=False)
class Position:
    """A state of a game with the moves that led there.

    Parameters
    ----------
    worth
        By seat: its return so far.
    """

    game: Game
    state: State
    log: Log
    worth: tuple[float, ...]

    def __deepcopy__(self, _memo: object) -> Position:
        """Return itself: nothing in it ever changes, and OpenSpiel copies it often."""
        return self

    @cached_property
    def legal(self) -> Mapping[int, Move]:
        """The legal moves by action, of chance by its own numbers; none when the game is over."""
        scenario, state = self.game.scenario, self.state
        if scenario.step_at(state) not in self.game.numbers:
            return {}
        moves = legal_moves(scenario, state)
        conference = conference_at(scenario, state)
        if conference is not None and moves[0].actor != CHANCE:
            table = Table(scenario, conference, state)
            if table.crosses_red_line(moves[0].actor):
                moves = tuple(one for one in moves if one.kind not in ("accept", "seal"))
        return {self.game.number[one.stem.id]: one for one in moves}

    @property
    def actor(self) -> str | None:
        """Whose move it is: a seat, `chance`, or None when the game is over."""
        return next((one.actor for one in self.legal.values()), None)

    def seen_by(self, seat: str) -> dict[str, Any]:
        """Return what a seat sees, the very view that the room sends it."""
        return view(self.game.scenario, self.state, self.log, seat)

    def by_policy(self, name: str, seed: int = 0) -> Move:
        """Return the move that a policy of ours makes, drawn by the seed and the number of moves so far.

        Raises
        ------
        geo.errors.BadValue
            If there is no policy of that name.
        """
        draw = draw_of(seed, len(self.log.entries))
        return policy_of(name)(self.game.scenario, self.state, legal_moves(self.game.scenario, self.state), draw)

    def onward(self) -> Position:
        """Return the position after what happens anyway, because chance has a single move."""
        here = self
        while here.actor == CHANCE and len(here.legal) == 1:
            here = here.after(*here.legal.values())
        return here

    def after(self, move: Move) -> Position:
        """Return the position after a legal move."""
        scenario, before = self.game.scenario, self.state
        state = apply(scenario, before, move)
        basket = self.game.tables.get(scenario.step_at(before))
        worth = self.worth
        if basket is not None and scenario.step_at(state) != scenario.step_at(before):
            worth = tuple(
                had + self._came_to(basket, move, seat) for had, seat in zip(worth, self.game.seats, strict=True)
            )
        return replace(self, state=state, log=self.log.add(Entry("move", move.id, move.actor)), worth=worth)

    def _came_to(self, basket: Basket, move: Move, seat: str) -> float:
        """Return what the end of a table by a move adds to the return of a seat."""
        if seat not in basket.seats:
            return 0.0
        conference = conference_at(self.game.scenario, self.state)
        if move.kind == "skip" or conference is None:
            spec = basket.walk_away.get(seat)
            mean = 0.0 if spec is None else float(spec.value)
        else:
            table = Table(self.game.scenario, conference, self.state)
            mean = table.total(seat) / len(basket.items) if move.kind == "seal" else float(table.walk_away(seat))
        return mean / 100 / sum(seat in one.seats for one in self.game.tables.values())
