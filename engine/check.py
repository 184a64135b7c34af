"""What must hold of a scenario as a whole, exactly: by reachability from the historical opening of each act.

What an act does only when earlier acts left history is looked for in random campaigns too, before it is called dead.

Errors: history that is illegal or differs from the atlas; a state without a legal move; a move that is never legal;
an option that changes no ending, frame or carried variable in any state; land that is never held so; a text that is
told where it is not true; an ending that is never reached, or below 1 % under the weights without a stated reason;
fewer than four outcomes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations, pairwise

from engine.errors import IllegalMove
from engine.explore import outcomes, project
from engine.frame import act_at, ending, frame, settled
from engine.log import Entry, Log
from engine.play import historical_moves, initial
from engine.playthrough import new_log, play_out
from engine.presuppose import Telltale
from engine.replay import states
from engine.rules import State
from scenarios.baskets import SCRATCH
from scenarios.expand import Scenario

SEALED, BROKEN = 0.9, 0.1
"""Shares of a conference's outcomes for this check: all sealed texts alike, and the break."""
RARE = 0.01
Edge = tuple[State, float, tuple[str, ...]]
Result = tuple[str | None, frozenset[object], tuple[int, ...]]
"""Ending, holders of the stakes, and carried values at an act's close."""


@dataclass(frozen=True)
class Finding:
    """Something wrong with an act; `path` is a shortest way to it where there is one."""

    act: str
    what: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        way = f" Shortest way: {' · '.join(self.path)}." if self.path else ""
        return f"{self.act}: {self.what}{way}"


@dataclass
class Graph:
    """All projected states of an act, conferences as single steps, with probabilities under the weights."""

    edges: dict[State, list[Edge]]
    before: dict[State, tuple[State, str] | None]
    chance: dict[State, float]

    def path(self, state: State) -> tuple[str, ...]:
        """Return the outcomes on a shortest path to a state."""
        names: list[str] = []
        step = self.before[state]
        while step is not None:
            names.append(step[1])
            step = self.before[step[0]]
        return tuple(names[::-1])


def graph(scenario: Scenario, act: str, start: State | None = None) -> Graph:
    """Return the graph of an act from its historical opening, or from another start."""
    last = scenario.last[act]
    first = project(scenario, start or initial(scenario, act))
    found = Graph({}, {first: None}, {first: 1.0})
    known = {first: first}  # a state that several edges lead to is kept once
    layer = [first]
    while layer:
        following: list[State] = []
        for state in layer:
            ways = [] if scenario.step_at(state) >= last else _edges(scenario, state)
            edges = [(known.setdefault(after, after), share, names) for after, share, names in ways]
            found.edges[state] = edges
            for after, share, names in edges:
                if after not in found.before:
                    found.before[after] = (state, names[0])
                    following.append(after)
                found.chance[after] = found.chance.get(after, 0.0) + found.chance[state] * share
        layer = following
    return found


def _edges(scenario: Scenario, state: State) -> list[Edge]:
    ways = list(outcomes(scenario, state))
    texts = sum(".seal:" in way.name for way in ways)
    merged: dict[State, tuple[float, list[str]]] = {}
    for way in ways:
        if texts:
            share = SEALED / texts if ".seal:" in way.name else BROKEN
        else:
            share = float(scenario.kernel.by_id[way.name].weight)
        after = project(scenario, way.state)
        total, names = merged.setdefault(after, (0.0, []))
        names.append(way.name)
        merged[after] = (total + share, names)
    whole = sum(share for share, _ in merged.values()) or 1.0
    return [(after, share / whole, tuple(names)) for after, (share, names) in merged.items()]


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
    for log, until in _walks(scenario, campaigns):
        played = play_out(scenario, log, until)
        for entry, (state, after) in zip(played.entries, pairwise(states(scenario, played)), strict=True):
            seen.moves.add(entry.move)
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
    found = graph(scenario, act)
    seen = seen or Walked()
    finals = [state for state in found.edges if scenario.step_at(state) == scenario.last[act]]
    grounds: dict[frozenset[object], frozenset[object]] = {}  # few, at very many states: each is kept once
    ends = {state: _result(scenario, act, state, grounds) for state in finals}
    seen.land.update(one for state in finals for one in land_of(scenario, state))
    return [
        *_dead_ends(scenario, act, found),
        *_never(scenario, act, found, seen),
        *_endings(scenario, act, found, ends),
        *_idle_options(scenario, act, found, ends),
        *_untrue(scenario, act, found, seen),
    ]


def _untrue(scenario: Scenario, act: str, found: Graph, seen: Walked) -> Iterator[Finding]:
    """Find texts that are told where what they presuppose has not happened, and variants that are never told."""
    tale, walks = Telltale(scenario, act), seen.told.setdefault(act, Telltale(scenario, act))
    for state, edges in found.edges.items():
        tale.hear(state, [(name, after) for after, _, names in edges for name in names], partial(found.path, state))
    for one, path in {**walks.untrue, **tale.untrue}.items():
        what = f"{one.place} presupposes {one.fact}, which has not happened: {one.text[:70]!r}."
        yield Finding(act, what, path)
    tale.heard |= walks.heard
    for place, variant in tale.unheard():
        yield Finding(act, f"{place}: the variant with the condition {variant.when} is told in no state.")


def _dead_ends(scenario: Scenario, act: str, found: Graph) -> Iterator[Finding]:
    last = scenario.last[act]
    for state, edges in found.edges.items():
        if not edges and scenario.step_at(state) < last:
            placed = scenario.placed_at(state)
            yield Finding(act, f"no move is legal at {placed.step.id if placed else act}.", found.path(state))
            return


def _never(scenario: Scenario, act: str, found: Graph, seen: Walked) -> Iterator[Finding]:
    made = seen.moves | {name for edges in found.edges.values() for _, _, names in edges for name in names}
    tables = {one.step.id for one in scenario.steps if one.step.basket is not None}
    steps = {one.step.id for one in scenario.steps if one.act == act}
    for move in scenario.kernel.moves:
        if move.step in steps - tables and move.id not in made and move.kind != "skip":
            yield Finding(act, f"the move {move.id!r} is legal in no reachable state.")


def _result(scenario: Scenario, act: str, state: State, grounds: dict[frozenset[object], frozenset[object]]) -> Result:
    carried = tuple(scenario.value(state, name) for name in scenario.acts[act].carries)
    held = frozenset(frame(scenario, state).holders().items())
    return ending(scenario, state, act), grounds.setdefault(held, held), carried


def _endings(scenario: Scenario, act: str, found: Graph, ends: Mapping[State, Result]) -> Iterator[Finding]:
    share: dict[str | None, float] = {}
    frames, balances = set(), set()
    for state, (name, held, carried) in ends.items():
        share[name] = share.get(name, 0.0) + found.chance[state]
        frames.add(held)
        balances.add(carried)
    if None in share:
        lost = next(state for state, (name, _, _) in ends.items() if name is None)
        yield Finding(act, "some plays reach no ending.", found.path(lost))
    for one in scenario.acts[act].endings:
        chance = share.get(one.id, 0.0)
        if chance < RARE and one.rare is None:
            yield Finding(act, f"the ending {one.id!r} has a chance of {chance:.4f} and `rare` gives no reason.")
    if max(len(frames), len(balances)) < 4:
        yield Finding(
            act, f"it ends in {len(frames)} frames and {len(balances)} balances; at least four should differ."
        )


def _idle_options(scenario: Scenario, act: str, found: Graph, ends: Mapping[State, Result]) -> Iterator[Finding]:
    """Find options whose futures are the same in every state: what they lead to is compared by a hash."""
    future = {state: hash(end) for state, end in ends.items()}
    differ: dict[str, set[frozenset[str]]] = {}
    met: set[str] = set()
    for state in sorted(found.edges, key=lambda one: -scenario.step_at(one)):
        if state in ends:
            continue
        ways = [(future.get(after, 0), names) for after, _, names in found.edges[state]]
        future[state] = hash(frozenset(after for after, _ in ways))
        here = {name.split(".")[1]: after for after, names in ways for name in names if "." in name}
        met.update(".".join(name.split(".")[:2]) for _, names in ways for name in names)
        step = ways[0][1][0].partition(".")[0] if ways else ""
        pairs = differ.setdefault(step, set())
        pairs.update(frozenset(pair) for pair in combinations(here, 2) if here[pair[0]] != here[pair[1]])
    for one in scenario.steps:
        if one.act == act and one.step.options:
            # What only other openings allow is not met here, and so not judged.
            names = [option.id for option in one.step.options if f"{one.step.id}.{option.id}" in met]
            for pair in combinations(names, 2):
                if frozenset(pair) not in differ.get(one.step.id, set()):
                    yield Finding(
                        act, f"choosing {pair[0]!r} or {pair[1]!r} at {one.step.id} never makes a difference."
                    )
