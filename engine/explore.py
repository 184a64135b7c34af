"""Exact reachability: every state that play can come to, with whole conferences as single steps.

States are projected to the variables that something later reads; the rest cannot matter any more. A conference has
one edge for each text that can be sealed and one for a break, since a seat may legally accept any text.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from engine.prose import places
from engine.rules import Rules, State, rules_of
from scenarios.baskets import ACCEPTED, TURN, sealable
from scenarios.expand import Scenario
from scenarios.kernel import STEP, Guard, variables_of
from scenarios.schema import Basket


@lru_cache(maxsize=16)
def live_variables(scenario: Scenario) -> tuple[frozenset[int], ...]:
    """Return, for each value of `step`, the positions of the variables that anything from there on reads."""
    kernel = scenario.kernel
    reads: dict[int, set[str]] = {}
    for move in kernel.moves:
        names = reads.setdefault(move.number, set())
        names.update(variables_of(move.guard))
        for effect in move.effects:
            names.update(variables_of(effect[3]) if len(effect) > 3 else ())
    total = kernel.variable(STEP).size
    for number, guard in told_by(scenario):
        reads.setdefault(number, set()).update(variables_of(guard))
    for act, last in [*scenario.last.items(), (list(scenario.last)[-1], total - 1)]:
        names = reads.setdefault(last, set())
        for _, guard in scenario.endings[act]:
            names.update(variables_of(guard))
    # What the last act carries out of the campaign is its result, and so is read by people.
    reads[total - 1].update(scenario.acts[list(scenario.acts)[-1]].carries)
    # A variable that an act drops at its close is dead after it, whatever later acts read.
    dropped = {scenario.last[act]: _set_at_close(scenario, act) for act in scenario.acts}
    # Land, papers and facts are read by every frame and text, to the end.
    alive: set[str] = {STEP, *scenario.lasting}
    found: list[frozenset[int]] = []
    for step in reversed(range(total)):
        alive -= dropped.get(step, set())
        alive |= reads.get(step, set()) | {STEP}
        found.append(frozenset(kernel.places(alive)))
    return tuple(reversed(found))


def told_by(scenario: Scenario) -> Iterator[tuple[int, Guard]]:
    """Yield the conditions of texts, each with the numbers at which it is read: before a move and after it."""
    for act in scenario.acts:
        words = scenario.words(act)
        for place in places(scenario, act):
            for variant in place.prose.variants:
                if variant.when is not None:
                    guard = words.guard(variant.when)
                    yield from ((place.number, guard), (place.number + 1, guard))


def _set_at_close(scenario: Scenario, act: str) -> set[str]:
    return {effect[1] for effect in scenario.kernel.by_id[f"{act}.close"].effects if effect[0] == "set"} - {STEP}


def project(scenario: Scenario, state: State) -> State:
    """Return the state with every variable that nothing reads any more at its start."""
    return _projections(scenario)[scenario.step_at(state)]((*state, *_starts(scenario)))


@lru_cache(maxsize=16)
def _starts(scenario: Scenario) -> State:
    return tuple(variable.start for variable in scenario.kernel.variables)


@lru_cache(maxsize=16)
def _projections(scenario: Scenario) -> tuple[Callable[[State], State], ...]:
    """Return, for each step, what picks the live places of a state, and those of the starts behind it for the rest."""
    size = len(scenario.kernel.variables)
    return tuple(
        itemgetter(*(place if place in live else size + place for place in range(size)))
        for live in live_variables(scenario)
    )


@dataclass(frozen=True)
class Outcome:
    """One way a step may end: the moves in short, and the state after it."""

    name: str
    state: State = field(hash=False)


def outcomes(scenario: Scenario, state: State) -> Iterator[Outcome]:
    """Yield the ways in which the step at hand may end; none when the campaign is over."""
    rules = rules_of(scenario.kernel)
    placed = scenario.placed_at(state)
    basket = placed.step.basket if placed else None
    due = [move for move in rules.legal_moves(state) if move.kind != "skip"]
    if basket is None or placed is None or not due:
        for move in rules.legal_moves(state):
            yield Outcome(move.id, rules.apply(state, move))
        return
    breaking = rules.kernel.by_id[f"{placed.step.id}.{basket.seats[0]}.break"]
    yield Outcome(f"{placed.step.id}.break", rules.apply(state, breaking))
    yield from _seals(rules, placed.step.id, basket, state)


def _seals(rules: Rules, step: str, basket: Basket, state: State) -> Iterator[Outcome]:
    """Yield one outcome for every text: all other seats have accepted, and one that consents seals."""
    sealing = basket.seats.index(basket.consenting[0])
    accepted = {ACCEPTED[place]: int(place != sealing) for place in range(len(basket.seats))}
    ready = rules.kernel.changed(state, {TURN: sealing, **accepted})
    move = rules.kernel.by_id[f"{step}.{basket.seats[sealing]}.seal"]
    for text in sealable(basket):
        sealed = rules.kernel.changed(ready, {item.id: n for item, n in zip(basket.items, text, strict=True)})
        yield Outcome(f"{step}.seal:{','.join(map(str, text))}", rules.apply(sealed, move))


@dataclass
class Reached:
    """All projected states that play can come to, each with the step before it on a shortest path."""

    states: dict[State, tuple[State, str] | None]
    moves: set[str]

    def path(self, state: State) -> list[str]:
        """Return the outcomes on a shortest path to a reached state."""
        names: list[str] = []
        before = self.states[state]
        while before is not None:
            names.append(before[1])
            before = self.states[before[0]]
        return names[::-1]

    def at(self, scenario: Scenario, step: int) -> list[State]:
        """Return the reached states at a value of `step`."""
        return [state for state in self.states if scenario.step_at(state) == step]


def reachable(scenario: Scenario, starts: Iterable[State], until: int | None = None) -> Reached:
    """Return every projected state that can be reached from the starts, up to a value of `step`."""
    reached = Reached({project(scenario, start): None for start in starts}, set())
    queue = deque(reached.states)
    while queue:
        state = queue.popleft()
        if until is not None and scenario.step_at(state) >= until:
            continue
        for outcome in outcomes(scenario, state):
            reached.moves.add(outcome.name)
            after = project(scenario, outcome.state)
            if after not in reached.states:
                reached.states[after] = (state, outcome.name)
                queue.append(after)
    return reached
