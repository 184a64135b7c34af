"""Compile an act: from `legal_moves` and `apply` to the tables of `hudut.analysis.tables`.

A step's moves read and write few variables. States that agree on them form a *context*: its moves are found once, and
lifted to all states of the context at once. At a conference the engine is asked context by context; elsewhere the
kernel's guards and effects go through all contexts as columns, which a test holds against the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.policies import conference_at
from engine.rules import State, rules_of
from engine.wants import Conference
from geo.errors import HudutError
from hudut.analysis.columns import after, columns_of, distinct, holds
from hudut.analysis.slices import Carried, act_slice, goodwill_of, live, moves_at, opening, touched
from hudut.analysis.tables import ActTable, BasketTable, Bytes, Exits, Graph, Ints
from hudut.analysis.tabling import Sittings, all_texts
from scenarios.baskets import ACCEPTED, TURN, sealable
from scenarios.expand import Scenario
from scenarios.kernel import CHANCE, STEP

LIMIT = 10_000_000
"""Nodes, or edges, of an act above which it is not compiled: about 2 GB of memory."""


class TooLarge(HudutError):  # noqa: N818 - it names what is wrong, as the engine's errors do
    """An act has more states than are worth compiling; `growth` has (step, states, edges) up to where it stopped."""

    def __init__(self, act: str, limit: int, growth: Sequence[tuple[str, int, int]]) -> None:
        self.growth = tuple(growth)
        lines = "\n".join(f"  {step}: {nodes:,} states, {edges:,} edges" for step, nodes, edges in growth[-8:])
        super().__init__(
            f"the act {act!r} has more than {limit:,} states or edges. It had grown to\n{lines}\n"
            "Let fewer variables live at once (docs/analysis.md); until then it can only be sampled."
        )


@dataclass
class _Menus:
    """The menus met so far and the keys they were given."""

    known: dict[tuple[tuple[int, ...], bool], int] = field(default_factory=dict)
    moves: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    met: list[bool] = field(default_factory=list)

    def first_key(self, moves: tuple[int, ...], met: bool) -> int:
        key = self.known.get((moves, met))
        if key is None:
            key = self.known[moves, met] = self.starts[-1]
            self.moves.extend(moves)
            self.starts.append(len(self.moves))
            self.met.append(met)
        return key


@dataclass
class _Conference:
    """A conference while its exits are being found."""

    number: int
    sittings: Sittings
    conference: Conference
    ready: tuple[tuple[int, int], ...]
    seal: str
    broken: str
    patterns: dict[tuple[bool, ...], int] = field(default_factory=dict)
    entries: list[State] = field(default_factory=list)
    exit_pattern: list[int] = field(default_factory=list)
    exit_key: list[list[int]] = field(default_factory=list)

    def pattern(self, state: State) -> int:
        """Return the number of the pattern of shifts that holds in a state."""
        holds = self.conference.holding(state)
        if holds not in self.patterns:
            self.patterns[holds] = len(self.patterns)
            self.entries.append(state)
        return self.patterns[holds]


_Fan = tuple[list[State], range, int, int]
"""What leaves one context: states after, their keys, its exit or -1, edges before merging."""


@dataclass(frozen=True, eq=False)
class _Fans:
    """What leaves the contexts of a step: [edges] states after, keys; [contexts] degree, exit, edges before merging."""

    after: Bytes
    keys: Ints
    degree: Ints
    exits: Ints
    raw: Ints


@dataclass(frozen=True, eq=False)
class _Leaving:
    """What leaves the nodes of a layer: degree and exit of each node, key of each edge."""

    degree: Ints
    key: Ints
    exit: Ints


class _Compiler:
    """Holds what is found while an act is compiled, layer by layer."""

    def __init__(self, scenario: Scenario, act: str, keep: tuple[str, ...], limit: int, carried: Carried) -> None:
        self.cut = cut = act_slice(scenario, act)
        self.act, self.keep, self.limit, self.carried = act, keep, limit, carried
        self.rules = rules_of(cut.kernel)
        self.live = live(cut, keep)
        self.opening = opening(scenario, cut, carried)
        self.start = np.array([one.start for one in cut.kernel.variables], np.uint8)
        self.place_of = {move.id: place for place, move in enumerate(cut.kernel.moves)}
        (self.step,) = cut.kernel.places([STEP])
        self.goodwill = [(place, cut.kernel.variables[place].size) for place in cut.kernel.places(goodwill_of(cut))]
        self.first, self.last = cut.first[act], cut.last[act]
        self.baskets = {one.number for one in cut.steps if one.step.basket is not None}
        self.menus = _Menus()
        self.conferences: dict[int, _Conference] = {}
        self.exit_keys = 0
        self.growth: list[tuple[int, int]] = []
        self.layers, self.edges = [0], 0
        self.states: list[Bytes] = []
        self.landed: list[tuple[Ints, Ints]] = []
        self.leaving: list[_Leaving] = []
        self.pending: dict[int, list[tuple[Bytes, Ints]]] = {}

    def run(self) -> ActTable:
        """Compile layer by layer, from the opening to the close."""
        self.pending[self.first] = [(np.array([self.opening], np.uint8), np.zeros(0, np.int32))]
        for number in range(self.first, self.last + 1):
            rows, landed = self._layer(number, self.layers[-1])
            self.landed.append(landed)
            self.states.append(rows)
            self.layers.append(self.layers[-1] + len(rows))
            if number < self.last:
                self._expand(number, rows)
        return self._assembled()

    def _assembled(self) -> ActTable:
        ends = np.zeros(self.layers[-1] - self.layers[-2], np.int32)
        edge_to = np.zeros(self.edges, np.int32)
        for spots, nodes in self.landed:
            edge_to[spots] = nodes
        key = np.concatenate([one.key for one in self.leaving])
        degree = np.concatenate([*(one.degree for one in self.leaving), ends])
        menu_keys = self.menus.starts[-1]
        graph = Graph(
            np.array(self.layers, np.int32),
            np.concatenate([[0], np.cumsum(degree)]).astype(np.int32),
            edge_to,
            np.where(key < 0, menu_keys - 1 - key, key).astype(np.int32),
        )
        return ActTable(
            self.cut,
            self.keep,
            graph,
            *columns_of(np.concatenate(self.states)),
            np.concatenate([*(one.exit for one in self.leaving), ends - 1]),
            np.array(self.menus.starts, np.int32),
            np.array(self.menus.moves, np.int32),
            np.array(self.menus.met, np.bool_),
            menu_keys + self.exit_keys,
            tuple(_table(one, menu_keys) for one in self.conferences.values()),
            tuple(self.growth),
            self.carried,
        )

    def _layer(self, number: int, offset: int) -> tuple[Bytes, tuple[Ints, Ints]]:
        """Return the states of a layer, and which edges land on which of its nodes."""
        arriving = self.pending.pop(number, [])
        if not arriving:
            return np.zeros((0, len(self.start)), np.uint8), (np.zeros(0, np.int32), np.zeros(0, np.int32))
        rows, place = distinct(np.concatenate([one for one, _ in arriving]))
        spots = np.concatenate([one for _, one in arriving])
        return rows, (spots, offset + place[len(place) - len(spots) :])

    def _expand(self, number: int, rows: Bytes) -> None:
        """Find the edges that leave a layer: ask for each context once, and lift the answer to its states."""
        reads, writes = touched(self.cut, number)
        _, context = distinct(rows[:, reads])
        sample = np.zeros(context.max(initial=-1) + 1, np.int32)
        sample[context] = np.arange(len(rows))
        fans = (self._conferences_at if number in self.baskets else self._menus_at)(number, rows[sample])
        degree = fans.degree[context]
        self.growth.append((len(rows), int(fans.raw[context].sum(dtype=np.int64))))
        self._guard_size(self.layers[-1], self.edges + int(degree.sum(dtype=np.int64)))
        source = np.repeat(np.arange(len(rows)), degree)
        local = np.arange(len(source)) - np.repeat(np.cumsum(degree) - degree, degree)
        edge = (np.cumsum(fans.degree) - fans.degree)[context[source]] + local
        new = rows[source]
        new[:, writes] = fans.after[:, writes][edge]
        for to in np.unique(fans.after[:, self.step]).tolist():
            self._send(int(to), new)
        key = fans.keys[edge]
        self.leaving.append(_Leaving(degree, key, fans.exits[context]))
        self.edges += len(key)

    def _send(self, to: int, new: Bytes) -> None:
        """Project the states that arrive at a step, and let them wait there."""
        spots = np.flatnonzero(new[:, self.step] == to)
        kept = np.isin(np.arange(len(self.start)), [*self.live[to], self.step])
        projected = np.where(kept, new if len(spots) == len(new) else new[spots], self.start)
        self.pending.setdefault(to, []).append((projected, (self.edges + spots).astype(np.int32)))

    def _menus_at(self, number: int, states: Bytes) -> _Fans:
        """Return what leaves the contexts of a step that is no conference: all are asked at once, move by move."""
        kernel, moves = self.cut.kernel, moves_at(self.cut, number)
        legal = np.column_stack([holds(kernel, move.guard, states) for move in moves])
        if not legal.any(axis=1).all():
            raise self._stuck(number)
        places, by_chance = [self.place_of[one.id] for one in moves], np.array([one.actor == CHANCE for one in moves])
        met = ~by_chance[legal.argmax(axis=1)]
        met &= np.any([2 * states[:, place].astype(int) >= size for place, size in self.goodwill], axis=0)
        _, sample, menu = np.unique(np.column_stack([legal, met]), axis=0, return_index=True, return_inverse=True)
        first = np.zeros(len(sample), np.int64)
        for one in sample.argsort().tolist():
            chosen = np.flatnonzero(legal[sample[one]]).tolist()
            first[one] = self.menus.first_key(tuple(places[place] for place in chosen), bool(met[sample[one]]))
        context, move = np.nonzero(legal)
        found = states[context]
        for place, one in enumerate(moves):
            found[move == place] = after(kernel, one.effects, states[legal[:, place]])
        keys = first[menu.ravel()[context]] + (legal.cumsum(axis=1) - 1)[context, move]
        degree = legal.sum(axis=1)
        return _Fans(found, *(one.astype(np.int32) for one in (keys, degree, np.full(len(states), -1), degree)))

    def _conferences_at(self, number: int, states: Bytes) -> _Fans:
        """Return what leaves the contexts of a step that is a conference where it is due; the engine is asked each."""
        fans = [self._fan(number, tuple(state)) for state in states.tolist()]
        after = np.array([state for fan in fans for state in fan[0]], np.uint8).reshape(-1, len(self.start))
        keys = np.array([key for fan in fans for key in fan[1]], np.int32)
        degree, exits, raw = np.array([(len(fan[0]), *fan[2:]) for fan in fans], np.int32).reshape(-1, 3).T
        return _Fans(after, keys, degree, exits, raw)

    def _fan(self, number: int, state: State) -> _Fan:
        legal = self.rules.legal_moves(state)
        if not legal:
            raise self._stuck(number)
        if legal[0].kind != "skip":
            return self._fan_of_conference(number, state)
        first = self.menus.first_key(tuple(self.place_of[move.id] for move in legal), met=False)
        after = [self.rules.apply(state, move) for move in legal]
        return after, range(first, first + len(legal)), -1, len(legal)

    def _stuck(self, number: int) -> HudutError:
        return HudutError(f"{self.act}: no move is legal at step {number}; hudut check says where and why")

    def _fan_of_conference(self, number: int, state: State) -> _Fan:
        """One edge for each class of outcomes that leaves the same live variables behind."""
        one = self.conferences.get(number) or self._conference(number, state)
        after = [self.rules.apply(state, self.rules.kernel.by_id[one.broken])]
        ready = list(state)
        for place, value in one.ready:
            ready[place] = value
        items = one.sittings.places[-len(one.sittings.basket.items) :]
        if any(state[place] for place in items):
            raise HudutError(f"{self.act}: step {number} opens again an item that was sealed; it can only be sampled")
        seal = self.rules.kernel.by_id[one.seal]
        for text in one.sittings.outcome_of:
            for place, value in zip(items, text, strict=True):
                ready[place] = value
            after.append(self.rules.apply(tuple(ready), seal))
        kept = (self.step, *self.live[after[0][self.step]])
        classes: dict[tuple[int, ...], int] = {}
        members = [classes.setdefault(tuple(state[place] for place in kept), len(classes)) for state in after]
        keys = range(-self.exit_keys - 1, -self.exit_keys - 1 - len(classes), -1)
        chosen = [after[members.index(number)] for number in range(len(classes))]
        one.exit_pattern.append(one.pattern(state))
        one.exit_key.append([self.exit_keys + member for member in members])
        self.exit_keys += len(classes)
        return chosen, keys, len(one.exit_pattern) - 1, len(after)

    def _conference(self, number: int, state: State) -> _Conference:
        conference = conference_at(self.cut, state)
        if conference is None:
            raise AssertionError(f"step {number} is a conference")
        basket = conference.basket
        step = self.cut.steps_by_number[number].step.id
        sealing = basket.seats.index(basket.consenting[0])
        spots = self.cut.kernel.places([TURN, *ACCEPTED[: len(basket.seats)]])
        stands = (sealing, *(int(place != sealing) for place in range(len(basket.seats))))
        found = _Conference(
            number,
            Sittings(self.rules, basket, state),
            conference,
            tuple(zip(spots, stands, strict=True)),
            f"{step}.{basket.seats[sealing]}.seal",
            f"{step}.{basket.seats[0]}.break",
        )
        self.conferences[number] = found
        return found

    def _guard_size(self, nodes: int, edges: int) -> None:
        if max(nodes, edges) > self.limit:
            names = {one.number: one.step.id for one in self.cut.steps}
            steps = (names.get(number, "opening") for number in range(self.first, self.last))
            growth = [(name, *pair) for name, pair in zip(steps, self.growth, strict=False)]
            raise TooLarge(self.act, self.limit, growth)


def _table(one: _Conference, menu_keys: int) -> BasketTable:
    graph, states, keys = one.sittings.graph()
    basket = one.sittings.basket
    holds = np.array(list(one.patterns), np.int32).reshape(len(one.patterns), -1)
    return BasketTable(
        one.number,
        graph,
        states,
        keys,
        np.array(all_texts(basket), np.uint8),
        np.array(sealable(basket), np.uint8),
        np.array(one.entries, np.uint8),
        holds[:, : len(basket.shifts)],
        holds[:, len(basket.shifts) :],
        Exits(np.array(one.exit_pattern, np.int32), np.array(one.exit_key, np.int32) + menu_keys),
    )


def compile_act(
    scenario: Scenario, act: str, keep: Sequence[str] = (), limit: int = LIMIT, carried: Carried = ()
) -> ActTable:
    """Compile an act from its opening.

    Parameters
    ----------
    keep
        Variables (such as items) whose values are kept to the act's close although nothing reads them there.
    limit
        Most nodes, and most edges.
    carried
        What it inherits otherwise than in history.

    Raises
    ------
    HudutError
        If the act or a variable to keep is unknown.
    TooLarge
        If the act has more nodes or edges than `limit`.
    """
    return _Compiler(scenario, act, tuple(keep), limit, carried).run()
