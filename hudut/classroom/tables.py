"""One table of a room: a play of the engine, whose seats are taken by pupils or by policies. Pure.

What a delegation drafts, votes on, or offers to others lies beside the play: the rules do not know it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from engine.errors import IllegalMove
from engine.log import Entry, Log
from engine.opening import Opening
from engine.play import apply, historical_among, historical_moves, is_over, legal_moves
from engine.playthrough import new_log
from engine.policies import draw_of, policy_of
from engine.replay import end_of, injected, moves_that_count
from engine.replay import states as replayed_states
from engine.rules import State, Test, compile_guard
from hudut.classroom.errors import Refusal
from scenarios.expand import Placed, Scenario
from scenarios.kernel import CHANCE, STEP, Effect, Move, Stem, read_by
from scenarios.schema import Step

PERSON, HISTORY = "person", "historical"
GIVEN, WITHHELD = "given", "withheld"
"""Plans for a real event: its effects came by the teacher's hand, or do not come at all."""
LEFT_OUT = "left-out"
"""Plan for a decision or a commission that the lesson leaves out: the program plays it, as in history where it can."""


PLANS = (GIVEN, WITHHELD, LEFT_OUT)


@dataclass(frozen=True)
class Deed:
    """Who made an entry of a log, and when in the lesson (milliseconds)."""

    person: str
    elapsed: int


@dataclass(frozen=True)
class Draft:
    """A text that one delegation prepares for a basket, with its members' votes; an amended draft is voted on anew."""

    text: Mapping[str, str]
    person: str
    votes: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """A turn that a member of a delegation proposes to the others, with its reason and their votes.

    It stands for the position at which it was made, and falls with the next move.
    """

    moves: tuple[str, ...]
    rationale: str
    person: str
    votes: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The play at a table and what lies beside it.

    Parameters
    ----------
    states
        The state before the first entry and after each one.
    policies
        By seat, and for `chance`: `person` or the name of a policy.
    plans
        By step: what the teacher decided about a real event or a chance, and what the lesson leaves out.
    begun
        How many entries had been made, as in history, when the pupils took over.
    drafts, offers
        By (seat, step of a basket): what a delegation prepares, and what it showed to the others.
    forecasts
        By (seat, step, item, round): what a delegation expects of others, in per cent by outcome.
    given
        By number of the entry: the event that the teacher brought in by it.
    proposals
        By seat: the turn that its delegation votes on.
    deeds
        By number of the entry.
    parent
        Of a fork: the number of the table that it started from, else 0.
    reckoned
        What was reckoned of this state of the table for one viewer and is the same for others; see `once`.
    """

    number: int
    log: Log
    states: tuple[State, ...]
    policies: Mapping[str, str]
    plans: Mapping[str, str] = field(default_factory=dict)
    begun: int = 0
    drafts: Mapping[tuple[str, str], Draft] = field(default_factory=dict)
    offers: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    forecasts: Mapping[tuple[str, str, str, int], Mapping[str, int]] = field(default_factory=dict)
    given: Mapping[int, str] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    deeds: Mapping[int, Deed] = field(default_factory=dict)
    parent: int = 0
    reckoned: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def by_program(self, scenario: Scenario, number: int) -> bool:
        """Tell whether no pupil made an entry: it is left out, stands before they began, or a policy sat there."""
        return self._turn(scenario, number) not in self.deeds

    def _turn(self, scenario: Scenario, number: int) -> int:
        """Return the number of the entry with which the turn of an entry begins."""
        known, entries = scenario.kernel.by_id, self.log.entries

        def goes_on(at: int) -> bool:
            before, one = (known.get(entry.move) for entry in entries[at - 2 : at])
            same = before and one and (before.actor, before.step) == (one.actor, one.step)
            return at not in self.deeds and bool(same)

        while number > 1 and goes_on(number):
            number -= 1
        return number

    def once(self, what: Hashable, work: Callable[[], Any]) -> Any:
        """Return what `work` returns, done once for all viewers of this state of the table."""
        if what not in self.reckoned:
            self.reckoned[what] = work()
        return self.reckoned[what]

    @property
    def act(self) -> str:
        """The act that is played."""
        return str(self.log.header.act)

    @property
    def state(self) -> State:
        """The state after the last entry."""
        return self.states[-1]


def new_table(scenario: Scenario, number: int, begun: Opening, policies: Mapping[str, str], seed: int) -> Table:
    """Return a table at the opening of an act."""
    log = new_log(scenario, begun.act, seed=seed, seats=policies, carried=begun.carried, left=begun.left)
    return Table(number, log, tuple(replayed_states(scenario, log)), dict(policies))


def forked(scenario: Scenario, number: int, parent: Table, length: int) -> Table:
    """Return a table that starts as its parent stood after an entry, with what lay beside the play there."""
    log = parent.log.fork(length)
    states = tuple(replayed_states(scenario, log))
    return replace(parent, number=number, log=log, states=states, proposals={}, parent=parent.number)


def added(scenario: Scenario, table: Table, entry: Entry, deed: Deed | None = None) -> Table:
    """Return the table after one more entry.

    Raises
    ------
    IllegalMove
        If the rules do not allow it.
    """
    if entry.kind == "move":
        state = apply(scenario, table.state, entry.move)
    elif entry.kind == "undo":
        state = table.states[entry.to]
    else:
        state = injected(scenario.kernel, table.state, entry)
    log = table.log.add(entry)
    deeds = {**table.deeds, len(log.entries): deed} if deed else table.deeds
    return replace(table, log=log, states=(*table.states, state), deeds=deeds, proposals={})


def over(scenario: Scenario, table: Table) -> bool:
    """Tell whether the act has closed."""
    return is_over(scenario, table.state, table.act)


def shown_state(scenario: Scenario, table: Table) -> State:
    """Return the state to show: the present one, or the one before the act closed and cleared its own variables."""
    ended = end_of(scenario, table.log, table.states, table.act) if over(scenario, table) else None
    return ended or table.state


def to_move(scenario: Scenario, table: Table) -> str:
    """Return the seat whose turn it is, `chance`, or an empty text when the act is over."""
    legal = () if over(scenario, table) else legal_moves(scenario, table.state)
    return legal[0].actor if legal else ""


def placed(scenario: Scenario, act: str, step: str) -> Placed | None:
    """Return a step of an act by its id."""
    return next((one for one in scenario.steps if one.act == act and one.step.id == step), None)


def automatic(scenario: Scenario, table: Table) -> tuple[Entry, ...]:
    """Return what happens by itself now: chance, events and seats that a policy plays, up to a person's turn."""
    entries: list[Entry] = []
    here = table
    while not over(scenario, here):
        legal = legal_moves(scenario, here.state)
        player = _player(here, legal[0])
        if player == PERSON:
            break
        for entry in _by_itself(scenario, here, legal, player):
            entries.append(entry)
            here = added(scenario, here, entry)
    return tuple(entries)


def _player(table: Table, move: Move) -> str:
    """Return who makes a move: `person` or a policy."""
    if move.actor == CHANCE or table.plans.get(move.step) != LEFT_OUT:
        return table.policies.get(move.actor, HISTORY if move.actor == CHANCE else PERSON)
    return HISTORY


def _by_itself(scenario: Scenario, table: Table, legal: tuple[Move, ...], player: str) -> Iterator[Entry]:
    step = legal[0].step
    plan = table.plans.get(step, "")
    chosen = historical_among(legal, Stem(step, f"{step}.{plan}")) if plan not in ("", *PLANS) else None
    if chosen is None:
        policy = policy_of(player)
        chosen = policy(scenario, table.state, legal, draw_of(table.log.header.seed, len(table.log.entries)))
    yield Entry("move", chosen.id, chosen.actor)
    if plan in (GIVEN, WITHHELD) and chosen.kind == "happens":
        taken_back = _undone_effects(scenario, table.state, apply(scenario, table.state, chosen))
        if taken_back:
            yield Entry("inject", effects=taken_back)


def _undone_effects(scenario: Scenario, before: State, after: State) -> tuple[tuple[str, str, int], ...]:
    """Return the effects that set every variable but the step back to what it was."""
    return tuple(
        ("set", variable.id, before[place])
        for place, variable in enumerate(scenario.kernel.variables)
        if variable.id != STEP and before[place] != after[place]
    )


def effects_of_event(scenario: Scenario, table: Table, step: str) -> tuple[tuple[str, str, int], ...]:
    """Return what a real event does to the variables as they stand now; its date does not matter."""
    move = scenario.kernel.by_id.get(f"{step}.happens")
    if move is None:
        raise Refusal(404, "no-event")
    found = []
    for kind, name, amount, *guard in move.effects:
        if name != STEP and (not guard or compile_guard(guard[0], scenario.kernel)(table.state)):
            found.append((str(kind), str(name), int(amount)))
    return tuple(found)


def played(scenario: Scenario, table: Table, seat: str, moves: tuple[str, ...], rationale: str) -> tuple[Entry, ...]:
    """Return the entries of a person's turn, the reason with the first of them, and of what follows by itself.

    Raises
    ------
    Refusal
        If the act is over, it is another seat's turn, or the rules do not allow one of the moves.
    """
    entries: list[Entry] = []
    here = table
    for move in moves:
        turn = to_move(scenario, here)
        if not turn:
            raise Refusal(409, "over")
        if turn != seat:
            raise Refusal(409, "out-of-turn")
        entries.append(Entry("move", move, seat, rationale="" if entries else rationale))
        try:
            here = added(scenario, here, entries[-1])
        except IllegalMove as error:
            raise Refusal(409, "illegal") from error
    return (*entries, *automatic(scenario, here))


def last_thing(table: Table) -> int:
    """Return the number of the entry with which the last thing that can be taken back began; 0 where there is none.

    That is the turn of a person or an event that the teacher brought in, whichever came later.
    """
    counted = (number for number, _ in reversed(moves_that_count(table.log)))
    return next((number for number in counted if number in table.deeds or number in table.given), 0)


@lru_cache(maxsize=512)
def _condition(scenario: Scenario, step: str) -> Test:
    placed = scenario.steps_by_id[step]
    return compile_guard(scenario.words(placed.act).guard(placed.step.when), scenario.kernel)


def happens_now(scenario: Scenario, table: Table, step: Step) -> bool:
    """Tell whether what an event waits for has come about, so that it can be brought in now."""
    return step.when is None or _condition(scenario, step.id)(table.state)


@lru_cache(maxsize=512)
def presupposed(scenario: Scenario, step: str) -> Mapping[str, tuple[Effect, ...]]:
    """Return the earlier steps of the act that set what an event waits for, each with its effects on that."""
    event = scenario.steps_by_id[step]
    if event.step.when is None:
        return {}
    read = read_by([scenario.words(event.act).guard(event.step.when)]) - {STEP}
    setting: dict[str, tuple[Effect, ...]] = {}
    for move in scenario.kernel.moves:
        found = tuple(effect for effect in move.effects if effect[1] in read)
        if found:
            setting[move.step] = (*setting.get(move.step, ()), *found)
    earlier = (one.step.id for one in scenario.steps if one.act == event.act and one.number < event.number)
    return {name: setting[name] for name in earlier if name in setting}


def awaited(scenario: Scenario, state: State, step: str) -> list[str]:
    """Return the steps still to come that could yet change what an event waits for."""
    here = scenario.step_at(state)

    def could(effects: tuple[Effect, ...]) -> bool:
        return any(one[0] == "add" or one[2] != scenario.value(state, one[1]) for one in effects)

    found = presupposed(scenario, step).items()
    return [name for name, effects in found if scenario.steps_by_id[name].number >= here and could(effects)]


def history_up_to(scenario: Scenario, act: str, step: str, state: State) -> tuple[Entry, ...]:
    """Return the historical moves of an act, opened in a state, that come before a step: a short lesson starts there.

    Raises
    ------
    Refusal
        If the step does not come about in that act, or history is not legal before it.
    """
    entries: list[Entry] = []
    try:
        for move in historical_moves(scenario, act, state):
            if move.step == step and move.kind != "skip":
                return tuple(entries)
            entries.append(Entry("move", move.id, move.actor))
    except IllegalMove as error:
        raise Refusal(422, "no-conference") from error
    raise Refusal(422, "no-conference")


def first_conference(scenario: Scenario, act: str) -> str:
    """Return the first step of an act at which seats sit at one text."""
    return next(one.step.id for one in scenario.steps if one.act == act and one.step.basket is not None)
