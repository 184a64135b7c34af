"""A campaign as one: the law of each act under the states that the acts before it hand on.

States go through the chronology step by step, all at once: a row for each distinct state that can still matter, with
its probability. So only one step's states are held, never a graph. Where they grow above a limit, plays are drawn from
the law reached there, and go on one by one: all before is exact, all after has an interval.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from engine.reach import classes
from engine.rules import State, rules_of
from hudut.analysis.columns import after, compare, holds, merged
from hudut.analysis.conference import Bargaining
from hudut.analysis.slices import overwritten
from hudut.analysis.tables import ActTable, BasketTable, Bools, Bytes, Exits, Floats, Graph, Ints
from hudut.analysis.tabling import Sittings, all_texts
from hudut.analysis.weights import Weights
from scenarios.baskets import SCRATCH, sealable
from scenarios.expand import Placed, Scenario
from scenarios.kernel import STEP, Effect, Guard, Move, read_by
from scenarios.schema import Basket

ROWS = 400_000
"""States of one step above which plays are drawn instead."""
PLAYS = 200_000
"""Plays that are drawn from there on."""


@dataclass(frozen=True, eq=False)
class Turned:
    """Where the exact law became too large: the step, and how many states it had."""

    act: str
    step: str
    rows: int


@dataclass(eq=False)
class Front:
    """All that stands at one step.

    Parameters
    ----------
    rows
        [states, variables] uint8, each state once while exact; a row a play once drawn.
    mass
        [states] Probability of each; they sum to the probability of what is given.
    turned
        Where plays began to be drawn; None while exact.
    """

    rows: Bytes
    mass: Floats
    turned: Turned | None = None
    most: dict[str, int] = field(default_factory=dict)
    """By act: the most states that one of its steps had."""


class Chain:
    """Takes a campaign through its acts.

    Parameters
    ----------
    keep
        Variables, such as items, to keep to the close of every act.
    rows, plays
        Most states of a step, and how many plays are drawn where there are more.
    seed
        Of the plays.
    """

    def __init__(
        self, scenario: Scenario, keep: Iterable[str] = (), *, rows: int = ROWS, plays: int = PLAYS, seed: int = 0
    ) -> None:
        self.scenario, self.kernel = scenario, scenario.kernel
        self.limit, self.plays = rows, plays
        self.rng = np.random.Generator(np.random.Philox(key=seed))
        self.moves = self.kernel.by_step
        self.live = _live(scenario, keep)
        self.entry: dict[int, State] = {}
        """By conference that was met: a state in which it is due."""
        self.start = np.array([one.start for one in self.kernel.variables], np.uint8)

    def run(self) -> Iterator[tuple[str, Front]]:
        """Yield each act with what stands at its close; what the caller takes out of it there is gone for good."""
        front = Front(self.start[None].copy(), np.ones(1))
        for act in self.scenario.acts:
            for number in range(self.scenario.first[act], self.scenario.last[act]):
                self._step(front, act, number)
            yield act, front
            self._step(front, act, self.scenario.last[act])

    def fans(self, front: Front, number: int) -> list[Fan]:
        """Return the ways out of a step."""
        placed = self.scenario.steps_by_number.get(number)
        basket = placed.step.basket if placed else None
        return list(self._conference(front, placed, basket) if placed and basket else self._menu(front, number))

    def _step(self, front: Front, act: str, number: int) -> None:
        placed, fans = self.scenario.steps_by_number.get(number), self.fans(front, number)
        if front.turned is None:
            self._spread(front, fans, number + 1)
        else:
            self._draw(front, fans, number + 1)
        front.most[act] = max(front.most.get(act, 0), len(front.rows))
        if front.turned is None and len(front.rows) > self.limit:
            front.turned = Turned(act, placed.step.id if placed else act, len(front.rows))
            chosen = self.rng.choice(len(front.rows), self.plays, p=front.mass / front.mass.sum())
            front.rows, front.mass = front.rows[chosen], np.full(self.plays, front.mass.sum() / self.plays)

    def _menu(self, front: Front, number: int) -> Iterator[Fan]:
        """Yield each move of a step with its share in each state."""
        legal = [(move, holds(self.kernel, move.guard, front.rows)) for move in self.moves[number]]
        total = sum(move.weight * here for move, here in legal)
        count = sum(here.astype(np.int64) for _, here in legal)
        for move, here in legal:
            share = np.where(total > 0, move.weight / np.maximum(total, 1), 1 / np.maximum(count, 1))
            chosen = here & (count > 1)
            yield Fan(move.effects, np.where(here, share, 0.0), here, chosen, move)

    def _conference(self, front: Front, placed: Placed, basket: Basket) -> Iterator[Fan]:
        """Yield each class of outcomes of a table with its share in each state; the skip where it is not due."""
        skips = [move for move in self.moves[placed.number] if move.kind == "skip"]
        skipped = np.zeros(len(front.rows), np.bool_)
        for move in skips:
            here = holds(self.kernel, move.guard, front.rows)
            skipped |= here
            yield Fan(move.effects, here.astype(np.float64), here, np.zeros(len(here), np.bool_), move)
        due = np.flatnonzero(~skipped)
        if not len(due):
            return
        law, pattern = self._law(front.rows, due, placed, basket)
        for effects, outcomes in self._outcomes(placed, basket):
            share = np.zeros(len(front.rows))
            share[due] = law[:, outcomes].sum(axis=1)[pattern]
            yield Fan(effects, share, ~skipped, ~skipped, outcomes=tuple(outcomes))

    def _law(self, rows: Bytes, due: Ints, placed: Placed, basket: Basket) -> tuple[Floats, Ints]:
        """Return [patterns, outcomes], and the pattern of each state at which the table is due."""
        words = self.scenario.words(placed.act)
        shifts = (*basket.shifts, *basket.walk_away_shifts)
        held = [holds(self.kernel, words.guard(one.when), rows[due]) for one in shifts]
        matrix = np.column_stack(held).astype(np.uint8) if held else np.zeros((len(due), 0), np.uint8)
        pattern, sample = classes(matrix)
        here, count = matrix[sample].astype(np.int32), len(basket.shifts)
        table = replace(
            table_of(self.scenario, placed.number, self.entry.setdefault(placed.number, tuple(rows[due[0]].tolist()))),
            entries=rows[due[sample]],
            shift_holds=here[:, :count],
            walk_holds=here[:, count:],
        )
        alone = _alone(self.scenario, table)
        return Bargaining(alone, table, Weights(alone).at(placed.number), {}).law()[:, :, 0], pattern

    def _outcomes(self, placed: Placed, basket: Basket) -> Iterable[tuple[list[Effect], list[int]]]:
        """Return the outcomes of a table by what they do to what can still matter: effects, and numbers of outcomes."""
        by_id = {move.id: move for move in self.moves[placed.number]}
        alive = self.live[placed.number + 1]
        words = (f"{basket.consenting[0]}.seal", f"{basket.seats[0]}.break")
        seal, broken = (by_id[f"{placed.step.id}.{word}"] for word in words)
        found: dict[str, tuple[list[Effect], list[int]]] = {}

        def add(effects: Iterable[Effect], outcome: int) -> None:
            kept = [one for one in effects if one[1] in alive]
            found.setdefault(json.dumps(kept), (kept, []))[1].append(outcome)

        add(broken.effects, 0)
        for outcome, text in enumerate(sealable(basket), start=1):
            values = dict(zip((item.id for item in basket.items), text, strict=True))
            put: list[Effect] = [["set", name, number] for name, number in values.items()]
            add([*put, *(one for effect in seal.effects for one in _under(effect, values))], outcome)
        return found.values()

    def _spread(self, front: Front, fans: Sequence[Fan], to: int) -> None:
        rows, mass = [], []
        for fan in fans:
            here = np.flatnonzero(fan.share > 0)
            if len(here):
                rows.append(self.moved(front.rows[here], fan, to))
                mass.append(front.mass[here] * fan.share[here])
        front.rows, front.mass = merged(np.concatenate(rows), np.concatenate(mass))

    def _draw(self, front: Front, fans: Sequence[Fan], to: int) -> None:
        ticket = self.rng.random(len(front.rows)) * sum(fan.share for fan in fans)
        rows = np.empty_like(front.rows)
        left = np.ones(len(front.rows), np.bool_)
        for fan in fans:
            ticket -= fan.share
            here = np.flatnonzero(left & (fan.share > 0) & (ticket < 0))
            rows[here] = self.moved(front.rows[here], fan, to)
            left[here] = False
        rest = np.flatnonzero(left)  # what rounding left over goes to the last move with a share
        for fan in reversed(fans):
            here = rest[fan.share[rest] > 0]
            rows[here] = self.moved(front.rows[here], fan, to)
            rest = rest[fan.share[rest] <= 0]
        front.rows = rows

    def moved(self, rows: Bytes, fan: Fan, to: int) -> Bytes:
        """Return the states after a way out, as far as they can matter at the step that it leads to."""
        found = after(self.kernel, fan.effects, rows)
        dead = [place for place, one in enumerate(self.kernel.variables) if one.id not in self.live[to]]
        found[:, dead] = self.start[dead]
        return found


@dataclass(frozen=True, eq=False)
class Fan:
    """A way out of a step.

    Parameters
    ----------
    share
        [states] How often it is taken.
    legal, chosen
        [states] Whether it is legal, and whether there was a choice.
    move
        The move; None for the outcomes of a table that come to the same.
    """

    effects: Sequence[Effect]
    share: Floats
    legal: Bools
    chosen: Bools
    move: Move | None = None
    outcomes: tuple[int, ...] = ()


_NO = np.zeros(0, np.int32)
_NOTHING = Graph(_NO, _NO, _NO, _NO)


@lru_cache(maxsize=64)
def table_of(scenario: Scenario, number: int, entry: State) -> BasketTable:
    """Return the sittings of a conference, which are the same however it is come to."""
    basket = scenario.basket_at(number)
    graph, states, keys = Sittings(rules_of(scenario.kernel), basket, entry).graph()
    every, whole = (np.array(make(basket), np.uint8) for make in (all_texts, sealable))
    nothing = np.zeros((0, 0), np.int32)
    empty = nothing.astype(np.uint8)
    return BasketTable(number, graph, states, keys, every, whole, empty, nothing, nothing, Exits(_NO, nothing))


def _alone(scenario: Scenario, table: BasketTable) -> ActTable:
    """Return a conference as the only thing that is compiled of a campaign."""
    none = np.zeros((0, 0), np.uint8)
    return ActTable(scenario, (), _NOTHING, none, _NO, _NO, _NO, _NO, np.zeros(0, np.bool_), 0, (table,), ())


def _under(effect: Effect, values: Mapping[str, int]) -> Iterator[Effect]:
    """Yield an effect with the values of a text put into its condition, if it can hold."""
    guard = _reduced(effect[3], values) if len(effect) > 3 else True
    if guard is True:
        yield effect[:3]
    elif guard is not False:
        yield [*effect[:3], guard]


def _reduced(guard: Guard, values: Mapping[str, int]) -> Guard | bool:
    """Return what is left of a condition once some variables are known."""
    operator: str = guard[0]
    parts: list[Any] = guard[1:]
    if operator == "not":
        inner = _reduced(parts[0], values)
        return (not inner) if isinstance(inner, bool) else ["not", inner]
    if operator in ("all", "any"):
        decides = operator == "any"
        left = [_reduced(part, values) for part in parts]
        if any(one is decides for one in left):
            return decides
        rest = [one for one in left if not isinstance(one, bool)]
        found: Guard = [operator, *rest]
        return found if rest else not decides
    if parts[0] not in values or isinstance(parts[1], dict):
        return guard
    return bool(compare(operator, values[parts[0]], parts[1]))


def _live(scenario: Scenario, keep: Iterable[str]) -> dict[int, frozenset[str]]:
    """Return, by step, the variables whose value can still matter: to a move, to a table, or at the close of an act."""
    closing = {scenario.last[act]: act for act in scenario.acts}
    alive: frozenset[str] = frozenset({STEP})
    found = {max(closing) + 1: alive}
    scratch = {one.id for one in SCRATCH}
    for number, here in sorted(scenario.kernel.by_step.items(), reverse=True):
        reads = read_by(move.guard for move in here)
        reads |= read_by(one[3] for move in here for one in move.effects if len(one) > 3 and one[1] in alive)
        reads |= _read_at_table(scenario, number)
        if number in closing:
            reads |= _asked(scenario, closing[number]) | frozenset(keep)
        alive = frozenset((alive - overwritten(here) | reads | {STEP}) - scratch)
        found[number] = alive
    return found


def _read_at_table(scenario: Scenario, number: int) -> frozenset[str]:
    placed = scenario.steps_by_number.get(number)
    basket = placed.step.basket if placed else None
    if placed is None or basket is None:
        return frozenset()
    words = scenario.words(placed.act)
    items = {item.id for item in basket.items}
    return read_by(words.guard(one.when) for one in (*basket.shifts, *basket.walk_away_shifts)) - items


def _asked(scenario: Scenario, act: str) -> frozenset[str]:
    """Return what is looked at when an act closes: its endings, the land and the papers, and what it hands on."""
    endings = read_by(guard for _, guard in scenario.endings[act])
    return endings | scenario.ground.reads | frozenset(scenario.acts[act].carries)
