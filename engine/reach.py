"""All that an act can come to from one opening, as tables: a row for each projected state, step by step.

A step's moves read and write few variables. States that agree on them form a *context*: the engine is asked for the
outcomes of one state of each, and what it says is lifted to the others at once. No rule is written a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.explore import live_variables, outcomes, project
from engine.presuppose import Telling, Way, deciding, tellings
from engine.rules import State
from scenarios.expand import Scenario
from scenarios.kernel import STEP, read_by, variables_of

Ints = NDArray[np.signedinteger[Any]]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Hear = Callable[[State, Sequence[Way], Callable[[], tuple[str, ...]]], None]
SEALED, BROKEN = 0.9, 0.1
"""Shares of a conference's outcomes here: all sealed texts alike, and the break."""
_MULTIPLIERS = np.random.default_rng(1921).integers(1, 2**63, 512, np.uint64) * np.uint64(2) + np.uint64(1)


def classes(rows: Bytes) -> tuple[Ints, Ints]:
    """Return the class of each row among equal rows, and one row of each class."""
    codes = np.zeros(len(rows), np.uint64)
    telling = rows[:, (rows != rows[:1]).any(axis=0)]  # most columns are alike in all rows
    for column, factor in zip(np.ascontiguousarray(telling.T), _MULTIPLIERS, strict=False):
        codes += (column.astype(np.uint64) + np.uint64(1)) * factor
        codes ^= codes >> np.uint64(29)
    _, sample, place = np.unique(codes, return_index=True, return_inverse=True)
    if (telling != telling[sample][place]).any():
        _, sample, place = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return place.ravel(), sample


@dataclass(frozen=True)
class Fork:
    """One way out of a context: the outcomes that leave the same projected state behind, and their share of all."""

    names: tuple[str, ...]
    after: State
    share: float


@dataclass(frozen=True, eq=False)
class Edges:
    """What leaves the states of a step, in the order of the states that it leaves: [edges] source, target, fork."""

    source: Ints
    target: Ints
    fork: Ints


@dataclass(frozen=True, eq=False)
class _Sent:
    """States on their way to a step: their rows, which edges of which step lead there, from where, how likely."""

    rows: Bytes
    targets: Ints
    spots: Ints
    source: Ints
    fork: Ints
    chance: Floats


@dataclass(frozen=True, eq=False)
class _Standing:
    """The states of a step: their rows, the context of each, the ways out of a context, what these read and write."""

    number: int
    rows: Bytes
    context: Ints
    fans: Sequence[Sequence[Fork]]
    reads: Iterable[str]
    writes: frozenset[int]


class Reach:
    """An act as far as play can come.

    Parameters
    ----------
    start
        A state at the act's opening.
    hear
        Is given a state of each kind that tells texts apart or decides whether they are true, with the ways out of it
        and what returns the way to it.
    """

    def __init__(self, scenario: Scenario, act: str, start: State, hear: Hear | None = None) -> None:
        self.scenario, self.act, self.hear = scenario, act, hear
        self.first, self.last = scenario.first[act], scenario.last[act]
        kernel, self.start = scenario.kernel, project(scenario, start)
        written = {STEP, *(one[1] for number in self.steps for move in self._moves(number) for one in move.effects)}
        self.columns = sorted(kernel.places(written))
        """Places of the variables that the act moves; all others stay as they were at its opening."""
        self.forks: list[Fork] = []
        self.edges: dict[int, Edges] = {}
        """By step."""
        self.begins = [0]
        """Number of the first state of each step, and of what follows the last."""
        self.before: list[tuple[Ints, Ints]] = []
        self.chance = np.zeros(0)
        """[states] How likely each is under the authored weights."""
        self.closing = np.zeros((0, len(self.columns)), np.uint8)
        self._run()

    @property
    def steps(self) -> range:
        """The numbers of the act's steps, its close left out."""
        return range(self.first, self.last)

    def _moves(self, number: int) -> Sequence[Any]:
        return self.scenario.kernel.by_step.get(number, ())

    def states_at(self, number: int) -> range:
        """Return the numbers of the states at a step."""
        return range(*self.begins[number - self.first : number - self.first + 2])

    def state(self, row: Bytes, number: int) -> State:
        """Return the state at a step that a row stands for."""
        found = list(self.start)
        for place, value in zip(self.columns, row.tolist(), strict=True):
            found[place] = value
        found[self.scenario.kernel.position[STEP]] = number
        return project(self.scenario, tuple(found))

    def sorted_out(self, rows: Bytes, names: Iterable[str]) -> tuple[Ints, Ints]:
        """Return the class of each row among those that agree in some variables, and one row of each class."""
        wanted = set(self.scenario.kernel.places(names))
        return classes(rows[:, [column for column, place in enumerate(self.columns) if place in wanted]])

    def path(self, state: int) -> tuple[str, ...]:
        """Return the outcomes on a shortest way to a state."""
        found: list[str] = []
        while state:
            layer = int(np.searchsorted(self.begins, state, "right")) - 1
            source, fork = (one[state - self.begins[layer]] for one in self.before[layer])
            found.append(self.forks[fork].names[0])
            state = int(source)
        return tuple(found[::-1])

    def _run(self) -> None:
        opening = np.array([[self.start[place] for place in self.columns]], np.uint8)
        nothing = np.zeros(1, np.int32)
        waiting = {self.first: [_Sent(opening, nothing.copy(), nothing, nothing, nothing, np.ones(1))]}
        chances, depth = [], np.zeros(0, np.int32)
        for number in range(self.first, self.last + 1):
            sent = waiting.pop(number, [])
            rows, chance, deep = self._arrived(sent, depth)
            depth = np.concatenate([depth, deep])
            chances.append(chance)
            if number == self.last:
                self.closing = rows
                endings = read_by(guard for _, guard in self.scenario.endings[self.act])
                self._listen(_Standing(number, rows, np.zeros(0, np.int32), [], endings, frozenset()))
            else:
                for to, one in self._left(number, rows, chance):
                    waiting.setdefault(to, []).append(one)
        self.chance = np.concatenate(chances)

    def _arrived(self, sent: Sequence[_Sent], depth: Ints) -> tuple[Bytes, Floats, Ints]:
        """Give the states of a step their numbers; return their rows, chances, and distances from the opening."""
        begin = self.begins[-1]
        if not sent:
            self.begins.append(begin)
            self.before.append((np.zeros(0, np.int32), np.zeros(0, np.int32)))
            return np.zeros((0, len(self.columns)), np.uint8), np.zeros(0), np.zeros(0, np.int32)
        rows = np.concatenate([one.rows for one in sent])
        place, sample = classes(rows)
        source, fork = (np.concatenate([getattr(one, name) for one in sent]) for name in ("source", "fork"))
        ends = np.cumsum([len(one.rows) for one in sent])
        for one, there in zip(sent, np.split(place, ends[:-1]), strict=True):
            one.targets[one.spots] = begin + there
        far = depth[source] + 1 if begin else np.zeros(1, np.int32)
        order = np.lexsort((far, place))
        nearest = order[np.searchsorted(place[order], np.arange(len(sample)))]
        self.before.append((source[nearest], fork[nearest]))
        self.begins.append(begin + len(sample))
        chance = np.bincount(place, np.concatenate([one.chance for one in sent]), len(sample)).astype(np.float64)
        return rows[sample], chance, far[nearest]

    def _left(self, number: int, rows: Bytes, chance: Floats) -> Iterator[tuple[int, _Sent]]:
        """Yield what leaves the states of a step, by the step that it comes to."""
        begin, first, (reads, writes) = self.begins[-2], len(self.forks), self.touched(number)
        context, sample = self.sorted_out(rows, reads)
        fans = [self._forks(self.state(rows[one], number)) for one in sample.tolist()]
        self.forks += [fork for fan in fans for fork in fan]
        self._listen(_Standing(number, rows, context, fans, reads, writes))
        degree = np.array([len(fan) for fan in fans], np.int64)
        starts, degree = (first + np.cumsum(degree) - degree)[context], degree[context]
        source = np.repeat(np.arange(len(rows)), degree)
        local = np.arange(len(source)) - np.repeat(np.cumsum(degree) - degree, degree)
        fork = (starts[source] + local).astype(np.int32)
        written = [column for column, place in enumerate(self.columns) if place in writes]
        new = self.forks[first:]
        after = np.array([[one.after[self.columns[column]] for column in written] for one in new], np.uint8)
        share = np.array([one.share for one in new])
        to = np.array([self.scenario.step_at(one.after) for one in new], np.int32)
        edges = Edges((begin + source).astype(np.int32), np.full(len(source), -1, np.int32), fork)
        self.edges[number] = edges
        for there in np.unique(to).tolist():
            spots = np.flatnonzero(to[fork - first] == there)
            arriving = rows[source[spots]]
            arriving[:, written] = after[fork[spots] - first]
            live = live_variables(self.scenario)[there]
            dead = [column for column, place in enumerate(self.columns) if place not in live]
            arriving[:, dead] = [self.scenario.kernel.variables[self.columns[column]].start for column in dead]
            mass = chance[source[spots]] * share[fork[spots] - first]
            yield there, _Sent(arriving, edges.target, spots, edges.source[spots], fork[spots], mass)

    def touched(self, number: int) -> tuple[set[str], frozenset[int]]:
        """Return the variables that decide what a step's moves do, and the places that its moves write.

        A variable that every move sets outright need not be known; one that is added to or set by some moves must.
        """
        reads: set[str] = {STEP}
        writes: set[str] = set()
        moves = self._moves(number)
        for move in moves:
            reads.update(variables_of(move.guard))
            writes.update(one[1] for one in move.effects)
        for move in moves:
            plain = {one[1] for one in move.effects if one[0] == "set" and len(one) == 3}
            reads |= writes - plain
            reads |= {one[1] for one in move.effects if one[0] == "add" or len(one) > 3}
            reads |= read_by(one[3] for one in move.effects if len(one) > 3)
        return reads, frozenset(self.scenario.kernel.places(writes))

    def _forks(self, state: State) -> list[Fork]:
        """Return the ways out of a state; outcomes that leave the same projected state behind are one."""
        ways = list(outcomes(self.scenario, state))
        texts = sum(".seal:" in way.name for way in ways)
        merged: dict[State, tuple[list[str], float]] = {}
        for way in ways:
            if texts:
                share = SEALED / texts if ".seal:" in way.name else BROKEN
            else:
                share = float(self.scenario.kernel.by_id[way.name].weight)
            names, total = merged.get(after := project(self.scenario, way.state), ([], 0.0))
            merged[after] = ([*names, way.name], total + share)
        whole = sum(share for _, share in merged.values()) or 1.0
        return [Fork(tuple(names), after, share / whole) for after, (names, share) in merged.items()]

    def _listen(self, here: _Standing) -> None:
        """Let a state of each kind be heard; what decides is read off the texts that are told there."""
        if self.hear is None or not len(here.rows):
            return
        told: dict[tuple[str, tuple[str, ...]], Telling] = {}
        for one in self.sorted_out(here.rows, here.reads)[1].tolist():
            heard = tellings(self.scenario, self.act, *self._heard(here, one))
            told |= {(each.place, each.events): each for each in heard}
        known = {*here.reads, *deciding(self.scenario, self.act, told.values())}
        for one in self.sorted_out(here.rows, known)[1].tolist():
            self.hear(*self._heard(here, one), partial(self.path, self.begins[-2] + one))

    def _heard(self, here: _Standing, one: int) -> tuple[State, list[Way]]:
        """Return a state and the ways out of it; what its step's moves do not write is as before."""
        state = self.state(here.rows[one], here.number)
        ways: list[Way] = []
        for fork in here.fans[here.context[one]] if here.fans else ():
            after = list(state)
            for place in here.writes:
                after[place] = fork.after[place]
            kept = project(self.scenario, tuple(after))
            ways += [(name, kept) for name in fork.names]
        return state, ways
