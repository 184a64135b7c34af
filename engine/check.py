"""What must hold of a scenario as a whole, exactly: by reachability from the historical opening of each act.

What an act does only when earlier acts left history is looked for in random campaigns too, before it is called dead.

Errors: history that is illegal or differs from the atlas; a state without a legal move; a move that is never legal;
an option that changes no ending, frame or carried variable in any state; land that is never held so; a text that is
told where it is not true; an ending that is never reached, or below 1 % under the weights without a stated reason;
fewer than four outcomes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import IllegalMove
from engine.explore import outcomes
from engine.frame import act_at, ending, frame, settled
from engine.log import Entry, Log
from engine.play import historical_moves, initial
from engine.playthrough import new_log, play_out
from engine.presuppose import Telling, Telltale, deciding
from engine.prose import texts
from engine.reach import Edges, Ints, Reach
from engine.replay import states
from engine.rules import State
from scenarios.baskets import SCRATCH
from scenarios.expand import Scenario
from scenarios.kernel import read_by
from scenarios.schema import Step

RARE = 0.01


@dataclass(frozen=True)
class Finding:
    """Something wrong with an act; `path` is a shortest way to it where there is one."""

    act: str
    what: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        way = f" Shortest way: {' · '.join(self.path)}." if self.path else ""
        return f"{self.act}: {self.what}{way}"


@dataclass(frozen=True)
class Walked:
    """What plays came to: random campaigns, and then, act by act, all that can be reached from history's openings.

    Parameters
    ----------
    moves
        The moves made.
    land
        What land came to: `piece = holder`, and the papers that decided something.
    told
        By act, what was told.
    """

    moves: set[str] = field(default_factory=set)
    land: set[str] = field(default_factory=set)
    told: dict[str, Telltale] = field(default_factory=dict)


def walked(scenario: Scenario, campaigns: int) -> Walked:
    """Play whole campaigns by several policies, and single acts from openings that differ in one inherited value."""
    seen = Walked(told={act: Telltale(scenario, act) for act in scenario.acts})
    ground, met = scenario.kernel.places(scenario.ground.reads), set[State]()
    for log, until in _walks(scenario, campaigns):
        played = play_out(scenario, log, until)
        for entry, (state, after) in zip(played.entries, pairwise(states(scenario, played)), strict=True):
            seen.moves.add(entry.move)
            if (here := tuple(state[place] for place in ground)) not in met:
                met.add(here)
                seen.land.update(land_of(scenario, state))
            if until is None:  # an act that begins with one value changed may begin as no play can
                tale = seen.told[act_at(scenario, state)]
                tale.hear(state, _ways(scenario, entry, state, after), partial(_departures, scenario, played))
    return seen


def _departures(scenario: Scenario, log: Log) -> tuple[str, ...]:
    """Return the choices of a play that history did not make."""
    past = {stem.id for stems in scenario.history.values() for stem in stems}
    moves = [scenario.kernel.by_id[entry.move] for entry in log.entries]
    return tuple(move.id for move in moves if move.kind == "choose" and move.stem.id not in past)


def _ways(scenario: Scenario, entry: Entry, state: State, after: State) -> list[tuple[str, State]]:
    """Return all ways out of the step at hand, none within a sitting; of brackets and skips the one that was taken."""
    placed = scenario.placed_at(state)
    if placed is None or scenario.kernel.by_id[entry.move].kind == "skip":
        return [(entry.move, after)]
    opens = not any(scenario.value(state, variable.id) for variable in SCRATCH)
    return [(one.name, one.state) for one in outcomes(scenario, settled(scenario, state))] if opens else []


def land_of(scenario: Scenario, state: State) -> Iterator[str]:
    """Yield who holds each piece, as `piece = holder`, and the papers that decide something in a state."""
    for name in scenario.ground.pieces:
        yield f"{name} = {scenario.kernel.variable(name).values[scenario.value(state, name)]}"
    yield from {held.by for (_, layer), held in frame(scenario, state).held.items() if layer != "control" and held.by}


def land_findings(scenario: Scenario, land: Iterable[str]) -> Iterator[str]:
    """Yield what land has for nothing: holders that no piece ever has, papers that are never heard."""
    seen = set(land)
    for name in scenario.ground.pieces:
        for word in scenario.kernel.variable(name).values:
            if f"{name} = {word}" not in seen:
                yield f"the piece {name!r} is never held by {word!r}: no step takes it so."
    for name, _, _ in scenario.ground.papers:
        if name not in seen:
            yield f"the paper {name!r} never decides anything."


def _walks(scenario: Scenario, campaigns: int) -> Iterator[tuple[Log, str | None]]:
    """Yield (log to begin with, last act) of the plays that `walked` makes."""
    for seed in range(campaigns):
        policy = ("random", "weighted", "hard-line", "conciliatory")[seed % 4]
        yield new_log(scenario, seed=seed, seats={"all": policy, "chance": "random"}), None
    acts = list(scenario.acts.values())
    for earlier, act in pairwise(acts):
        for name in earlier.carries:
            variable = scenario.kernel.variable(name)
            for value in range(variable.size if variable.values else 0):
                for policy in ("historical", "weighted"):
                    yield new_log(scenario, act.id, carried={name: value}, seats={"all": policy}), act.id


def findings(scenario: Scenario, act: str, seen: Walked | None = None) -> list[Finding]:
    """Return everything that is wrong with an act; `seen` is what random campaigns have shown to be alive."""
    try:
        list(historical_moves(scenario, act))
    except IllegalMove as error:
        return [Finding(act, str(error))]
    seen, tale = seen or Walked(), Telltale(scenario, act)
    found = Reach(scenario, act, initial(scenario, act), tale.hear)
    ends = _ends(found, seen)
    _next_opening(found, seen)
    return [
        *_dead_ends(found),
        *_never(found, seen),
        *_endings(found, ends),
        *_idle_options(found, ends),
        *_untrue(scenario, act, tale, seen),
    ]


def _untrue(scenario: Scenario, act: str, tale: Telltale, seen: Walked) -> Iterator[Finding]:
    """Find texts that are told where what they presuppose has not happened, and variants that are never told."""
    walks = seen.told.setdefault(act, Telltale(scenario, act))
    for one, path in {**walks.untrue, **tale.untrue}.items():
        what = f"{one.place} presupposes {one.fact}, which has not happened: {one.text[:70]!r}."
        yield Finding(act, what, path)
    tale.heard |= walks.heard
    for place, variant in tale.unheard():
        yield Finding(act, f"{place}: the variant with the condition {variant.when} is told in no state.")


def _next_opening(found: Reach, seen: Walked) -> None:
    """Hear what the following act opens with, as each end of this one leaves it: few random campaigns come to some."""
    scenario, acts = found.scenario, list(found.scenario.acts)
    following = dict(pairwise(acts)).get(found.act)
    if following is None:
        return
    opens = [one for one in texts(scenario, following).values() if one.number == scenario.first[following]]
    heard = [Telling(one.name, one.prose, one.events, found.start) for one in opens]
    reads = {*deciding(scenario, following, heard), *found.touched(found.last)[0]}
    reads |= found.touched(scenario.first[following])[0]
    begin = found.states_at(found.last).start
    tale = seen.told.setdefault(following, Telltale(scenario, following))
    for one in found.sorted_out(found.closing, reads)[1].tolist():
        for close in outcomes(scenario, found.state(found.closing[one], found.last)):
            ways = [(way.name, way.state) for way in outcomes(scenario, close.state)]
            tale.hear(close.state, ways, partial(found.path, begin + one))


def _dead_ends(found: Reach) -> Iterator[Finding]:
    for number in found.steps:
        states = found.states_at(number)
        stuck = np.setdiff1d(states, found.edges[number].source) if states else states
        if len(stuck):
            placed = found.scenario.steps_by_number.get(number)
            where = placed.step.id if placed else found.act
            yield Finding(found.act, f"no move is legal at {where}.", found.path(int(stuck[0])))
            return


def _never(found: Reach, seen: Walked) -> Iterator[Finding]:
    scenario, act = found.scenario, found.act
    made = seen.moves | {name for fork in found.forks for name in fork.names}
    tables = {one.step.id for one in scenario.steps if one.step.basket is not None}
    steps = {one.step.id for one in scenario.steps if one.act == act}
    for move in scenario.kernel.moves:
        if move.step in steps - tables and move.id not in made and move.kind != "skip":
            yield Finding(act, f"the move {move.id!r} is legal in no reachable state.")


@dataclass(frozen=True, eq=False)
class _Ends:
    """What the states at an act's close come to: [states] number of the ending, of the holders, of what is carried."""

    endings: tuple[str | None, ...]
    ending: Ints
    holders: Ints
    carried: Ints


def _ends(found: Reach, seen: Walked) -> _Ends:
    """Ask for endings and holders once for each kind of state; what land came to is added to what was seen."""
    scenario, act, rows = found.scenario, found.act, found.closing
    of_ending, samples = found.sorted_out(rows, read_by(guard for _, guard in scenario.endings[act]))
    names = [ending(scenario, found.state(rows[one], found.last), act) for one in samples.tolist()]
    endings = tuple(dict.fromkeys(names))
    of_ground, samples = found.sorted_out(rows, scenario.ground.reads)
    grounds: dict[frozenset[object], int] = {}
    number = []
    for one in samples.tolist():
        state = found.state(rows[one], found.last)
        seen.land.update(land_of(scenario, state))
        number.append(grounds.setdefault(frozenset(frame(scenario, state).holders().items()), len(grounds)))
    return _Ends(
        endings,
        np.array([endings.index(name) for name in names], np.int32)[of_ending],
        np.array(number, np.int32)[of_ground],
        found.sorted_out(rows, scenario.acts[act].carries)[0],
    )


def _endings(found: Reach, ends: _Ends) -> Iterator[Finding]:
    closing = found.states_at(found.last)
    shares = np.bincount(ends.ending, found.chance[closing.start : closing.stop], len(ends.endings))
    share = dict(zip(ends.endings, shares.tolist(), strict=True))
    if None in share:
        lost = int((ends.ending == ends.endings.index(None)).argmax())
        yield Finding(found.act, "some plays reach no ending.", found.path(closing.start + lost))
    for one in found.scenario.acts[found.act].endings:
        chance = share.get(one.id, 0.0)
        if chance < RARE and one.rare is None:
            yield Finding(found.act, f"the ending {one.id!r} has a chance of {chance:.4f} and `rare` gives no reason.")
    frames, balances = (len(np.unique(one)) for one in (ends.holders, ends.carried))
    if max(frames, balances) < 4:
        yield Finding(found.act, f"it ends in {frames} frames and {balances} balances; at least four should differ.")


def _idle_options(found: Reach, ends: _Ends) -> Iterator[Finding]:
    """Find options whose futures are the same in every state: what they lead to is compared by a hash."""
    future = np.zeros(found.begins[-1], np.uint64)
    closing = found.states_at(found.last)
    what = np.column_stack([ends.ending, ends.holders, ends.carried])
    future[closing.start : closing.stop] = _mixed(np.unique(what, axis=0, return_inverse=True)[1].ravel() + 1)
    findings: list[Finding] = []
    for number in reversed(found.steps):
        edges = found.edges[number]
        if len(edges.source):
            ahead = future[edges.target]
            placed = found.scenario.steps_by_number.get(number)
            if placed is not None and placed.step.options:
                findings[:0] = _idle_at(found, placed.step, edges, ahead)
            order = np.lexsort((ahead, edges.source))
            source, ahead = edges.source[order], ahead[order]
            new = np.append(True, (source[1:] != source[:-1]) | (ahead[1:] != ahead[:-1]))
            source, ahead = source[new], _mixed(ahead[new])
            begins = np.flatnonzero(np.append(True, source[1:] != source[:-1]))
            future[source[begins]] = _mixed(np.add.reduceat(ahead, begins))
    yield from findings


def _idle_at(found: Reach, step: Step, edges: Edges, ahead: NDArray[np.uint64]) -> Iterator[Finding]:
    forks: dict[str, list[int]] = {}
    for fork in np.unique(edges.fork).tolist():
        for name in found.forks[fork].names:
            forks.setdefault(name.split(".")[1], []).append(fork)
    # What only other openings allow is not met here, and so not judged.
    names = [one.id for one in step.options if one.id in forks]
    begin, end = int(edges.source.min()), int(edges.source.max()) + 1
    leads, there = np.zeros((len(names), end - begin), np.uint64), np.zeros((len(names), end - begin), np.bool_)
    for place, name in enumerate(names):
        mine = np.isin(edges.fork, forks[name])
        leads[place, edges.source[mine] - begin] = ahead[mine]
        there[place, edges.source[mine] - begin] = True
    for (place, one), (other, second) in combinations(enumerate(names), 2):
        if not (there[place] & there[other] & (leads[place] != leads[other])).any():
            yield Finding(found.act, f"choosing {one!r} or {second!r} at {step.id} never makes a difference.")


def _mixed(numbers: NDArray[Any]) -> NDArray[np.uint64]:
    """Return numbers in which no relation is left, so that sums of them stand for sets (the finisher of SplitMix64)."""
    found = numbers.astype(np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        found = (found ^ (found >> np.uint64(shift))) * np.uint64(factor)
    return found ^ (found >> np.uint64(31))
