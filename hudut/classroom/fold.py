"""The state of a room is the fold of its events. Pure: the same events give the same room, on any machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.log import Entry
from engine.opening import Opening
from geo.errors import HudutError
from geo.words import WRITTEN
from hudut.classroom.store import Event
from hudut.classroom.tables import LEFT_OUT, Deed, Draft, Proposal, Table, added, forked, new_table
from scenarios.expand import Scenario

TEACHER, BY_ITSELF = "teacher", "room"
FREE, MAJORITY, CONSENSUS, SPEAKER = ("free", "majority", "consensus", "speaker")
WAITING, RUNNING, ENDED = "waiting", "running", "ended"


@dataclass(frozen=True)
class Person:
    """A pupil: a nickname and a place. `seat` is empty for an observer, `table` 0 before a place was taken."""

    id: str
    name: str
    tokens: frozenset[str]
    table: int = 0
    seat: str = ""
    return_code: str = ""
    joined: int = 0


@dataclass(frozen=True)
class Settings:
    """What the teacher chose at the start.

    Parameters
    ----------
    minutes
        Length of the lesson.
    begin
        `opening`, `conference` for a lesson that starts at the first text, or `plan` for where its plan begins.
    wait
        Seconds that an empty seat whose turn it is waits before a policy stands in; 0 for ever.
    policies
        By seat and for `chance`: `person` or a policy.
    votes
        When a delegation's turn is made: `free` at once, by whoever presses; `majority`, `consensus` of its members
        who are there; `speaker` once the member who sat down first agrees.
    left_out
        Decisions and commissions that the program plays.
    carried, left
        As in the header of a log: what the act is opened on otherwise than in history.
    """

    act: str
    minutes: int
    tables: int
    begin: str
    wait: int
    seed: int
    policies: Mapping[str, str]
    language: str = WRITTEN[0]
    votes: str = FREE
    left_out: tuple[str, ...] = ()
    carried: Mapping[str, int | str] = field(default_factory=dict)
    left: str = ""


@dataclass(frozen=True)
class Room:
    """A lesson: its settings, people and tables. Without settings it has not been set up.

    `debrief` is open to all, `debriefs` are the tables to which theirs is, because they ended before the others.
    """

    code: str = ""
    settings: Settings | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    tables: Mapping[int, Table] = field(default_factory=dict)
    phase: str = WAITING
    paused: bool = False
    locked: bool = False
    debrief: bool = False
    debriefs: frozenset[int] = frozenset()
    elapsed: int = 0
    last: int = 0

    def debrief_of(self, table: int) -> bool:
        """Whether the debrief is open to a table."""
        return self.debrief or table in self.debriefs

    @property
    def clock_runs(self) -> bool:
        """Whether lesson time passes."""
        return self.phase == RUNNING and not self.paused


def fold(scenario: Scenario, room: Room, event: Event) -> Room:
    """Return the room after an event.

    Raises
    ------
    HudutError
        If the event is of an unknown kind: it was written by a later version.
    """
    step = _STEPS.get(event.kind)
    if step is None:
        raise HudutError(
            f"event {event.number} is of the unknown kind {event.kind!r}; a later version wrote this room."
        )
    after = step(scenario, room, event)
    return replace(after, elapsed=max(event.elapsed, room.elapsed), last=event.number)


def entries_of(body: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Return the engine's entries that an event carries."""
    found = []
    for one in body["entries"]:
        effects = tuple((str(a), str(b), int(c)) for a, b, c in one.get("effects", ()))
        found.append(Entry(**{**one, "effects": effects}))
    return tuple(found)


def body_of(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return entries as the body of an event; the chain is made anew when the event is folded."""
    names = ("kind", "move", "actor", "to", "effects", "rationale")
    return {
        "entries": [
            {name: value for name in names if (value := getattr(one, name)) not in ("", 0, ()) or name == "kind"}
            for one in entries
        ]
    }


def _opened(_scenario: Scenario, _room: Room, event: Event) -> Room:
    content = {key: value for key, value in event.body.items() if key not in ("version", "scenario", "rules")}
    content["left_out"] = tuple(content.get("left_out", ()))
    return Room(code=content.pop("code"), settings=Settings(**content))


def _table(scenario: Scenario, room: Room, event: Event) -> Room:
    settings = room.settings
    if settings is None:
        raise HudutError(f"event {event.number} opens a table in a room that was not set up.")
    parent = event.body.get("parent")
    if parent:
        return _with(room, forked(scenario, event.table, room.tables[parent], event.body["length"]))
    begun = Opening(settings.act, settings.carried, settings.left)
    table = new_table(scenario, event.table, begun, settings.policies, settings.seed + event.table)
    for entry in entries_of(event.body):
        table = added(scenario, table, entry)
    plans = dict.fromkeys(settings.left_out, LEFT_OUT)
    return _with(room, replace(table, plans=plans, begun=len(table.log.entries)))


def _joined(_scenario: Scenario, room: Room, event: Event) -> Room:
    body = event.body
    person = Person(body["person"], body["name"], frozenset((body["token"],)), joined=event.elapsed)
    return replace(room, people={**room.people, person.id: person})


def _returned(_scenario: Scenario, room: Room, event: Event) -> Room:
    person = room.people[event.body["person"]]
    return _person(room, replace(person, tokens=person.tokens | {event.body["token"]}, return_code=""))


def _let_return(_scenario: Scenario, room: Room, event: Event) -> Room:
    return _person(room, replace(room.people[event.body["person"]], return_code=event.body["code"]))


def _seated(_scenario: Scenario, room: Room, event: Event) -> Room:
    person = replace(room.people[event.body["person"]], table=event.table, seat=event.body["seat"])
    after = _person(room, person)
    table = after.tables[event.table]
    if not person.seat or table.policies.get(person.seat) == "person":
        return after
    # A pupil who sits down takes over from the policy that stood in.
    return _with(after, replace(table, policies={**table.policies, person.seat: "person"}))


def _played(scenario: Scenario, room: Room, event: Event) -> Room:
    table = room.tables[event.table]
    by_person = event.author not in (TEACHER, BY_ITSELF)
    for number, entry in enumerate(entries_of(event.body)):
        deed = Deed(event.author, event.elapsed) if by_person and number == 0 else None
        table = added(scenario, table, entry, deed)
    plans = {**table.plans, **event.body.get("plans", {})}
    begun = len(room.tables[event.table].log.entries) + 1
    given = {**table.given, begun: event.body["gave"]} if "gave" in event.body else table.given
    return _with(room, replace(table, plans=plans, given=given))


def _planned(_scenario: Scenario, room: Room, event: Event) -> Room:
    table = room.tables[event.table]
    return _with(room, replace(table, plans={**table.plans, event.body["step"]: event.body["plan"]}))


def _stands_in(_scenario: Scenario, room: Room, event: Event) -> Room:
    table = room.tables[event.table]
    return _with(room, replace(table, policies={**table.policies, event.body["seat"]: event.body["policy"]}))


def _drafted(_scenario: Scenario, room: Room, event: Event) -> Room:
    table = room.tables[event.table]
    key = event.body["seat"], event.body["step"]
    draft = Draft(event.body["text"], event.author, {event.author: True})
    return _with(room, replace(table, drafts={**table.drafts, key: draft}))


def _voted(_scenario: Scenario, room: Room, event: Event) -> Room:
    table = room.tables[event.table]
    key = event.body["seat"], event.body["step"]
    draft = table.drafts[key]
    voted = replace(draft, votes={**draft.votes, event.author: event.body["yes"]})
    return _with(room, replace(table, drafts={**table.drafts, key: voted}))


def _proposed(_scenario: Scenario, room: Room, event: Event) -> Room:
    table, body = room.tables[event.table], event.body
    proposal = Proposal(tuple(body["moves"]), body["why"], event.author, {event.author: True})
    return _with(room, replace(table, proposals={**table.proposals, body["seat"]: proposal}))


def _backed(_scenario: Scenario, room: Room, event: Event) -> Room:
    table, seat = room.tables[event.table], event.body["seat"]
    proposal = table.proposals[seat]
    voted = replace(proposal, votes={**proposal.votes, event.author: event.body["yes"]})
    return _with(room, replace(table, proposals={**table.proposals, seat: voted}))


def _offered(_scenario: Scenario, room: Room, event: Event) -> Room:
    table = room.tables[event.table]
    key = event.body["seat"], event.body["step"]
    return _with(room, replace(table, offers={**table.offers, key: event.body["text"]}))


def _forecast(_scenario: Scenario, room: Room, event: Event) -> Room:
    table, body = room.tables[event.table], event.body
    key = body["seat"], body["step"], body["item"], body["round"]
    return _with(room, replace(table, forecasts={**table.forecasts, key: body["shares"]}))


def _debriefed(_scenario: Scenario, room: Room, event: Event) -> Room:
    if not event.table:
        return replace(room, debrief=event.body["on"])
    one = frozenset((event.table,))
    return replace(room, debriefs=room.debriefs | one if event.body["on"] else room.debriefs - one)


def _with(room: Room, table: Table) -> Room:
    return replace(room, tables={**room.tables, table.number: table})


def _person(room: Room, person: Person) -> Room:
    return replace(room, people={**room.people, person.id: person})


_STEPS: Mapping[str, Callable[[Scenario, Room, Event], Room]] = {
    "opened": _opened,
    "table": _table,
    "joined": _joined,
    "returned": _returned,
    "let-return": _let_return,
    "seated": _seated,
    "started": lambda _scenario, room, _event: replace(room, phase=RUNNING),
    "paused": lambda _scenario, room, event: replace(room, paused=event.body["on"]),
    "locked": lambda _scenario, room, event: replace(room, locked=event.body["on"]),
    "ended": lambda _scenario, room, _event: replace(room, phase=ENDED),
    "debriefed": _debriefed,
    "played": _played,
    "planned": _planned,
    "stands-in": _stands_in,
    "drafted": _drafted,
    "voted": _voted,
    "offered": _offered,
    "forecast": _forecast,
    "proposed": _proposed,
    "backed": _backed,
    "said": lambda _scenario, room, _event: room,
    "told": lambda _scenario, room, _event: room,
}
