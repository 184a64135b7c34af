"""What the teacher may do with the room: set up, start, pause, give and withhold, step back, fork, end. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from importlib.metadata import version

from engine.log import Entry
from engine.play import initial
from engine.policies import POLICIES
from hudut.classroom.errors import Refusal
from hudut.classroom.fold import BY_ITSELF, ENDED, RUNNING, TEACHER, WAITING, Room, Settings, body_of
from hudut.classroom.store import Event
from hudut.classroom.tables import (
    GIVEN,
    PERSON,
    WITHHELD,
    Table,
    added,
    automatic,
    effects_of_event,
    first_conference,
    happens_now,
    history_up_to,
    last_thing,
    over,
    placed,
)
from scenarios.expand import Scenario
from scenarios.kernel import CHANCE
from scenarios.lessons import Plan, left_out

MOST_TABLES = 12


def set_up(
    scenario: Scenario, room: Room, settings: Settings, code: str, lesson: Plan | None = None
) -> Iterator[Event]:
    """Open the room and its tables; `lesson` is the plan that the settings begin by."""
    if room.settings is not None:
        raise Refusal(409, "already")
    act = scenario.acts.get(settings.act)
    if act is None or not 1 <= settings.tables <= MOST_TABLES or not 5 <= settings.minutes <= 240:
        raise Refusal(422, "settings")
    if set(settings.policies) != {*act.seats, CHANCE} or not all(
        name in POLICIES or (name == PERSON and seat != CHANCE) for seat, name in settings.policies.items()
    ):
        raise Refusal(422, "settings")
    if not any(name == PERSON for name in settings.policies.values()):
        raise Refusal(422, "no-pupils")
    begin = _begin(scenario, settings, lesson)
    if settings.begin == "plan" and lesson:
        settings = replace(settings, left_out=left_out(lesson, scenario))
    state = initial(scenario, act.id, settings.carried)
    before = history_up_to(scenario, act.id, begin, state) if begin else ()
    yield Event("opened", TEACHER, 0, {"code": code, **asdict(settings), **rules_of(scenario)})
    for number in range(1, settings.tables + 1):
        yield Event("table", BY_ITSELF, number, body_of(before))


def _begin(scenario: Scenario, settings: Settings, lesson: Plan | None) -> str:
    """Return the step at which pupils take over, an empty text for the opening."""
    if settings.begin == "conference":
        return first_conference(scenario, settings.act)
    if settings.begin != "plan":
        return ""
    if lesson is None:
        raise Refusal(422, "no-plan")
    return lesson.begin or ""


def rules_of(scenario: Scenario) -> dict[str, str]:
    """Return what a room's first event names, so that no later version misreads it: version, scenario and its rules."""
    return {"version": version("hudut"), "scenario": scenario.id, "rules": scenario.kernel.hash}


def start(scenario: Scenario, room: Room) -> Iterator[Event]:
    """Begin the lesson; what happens by itself happens at every table."""
    if room.settings is None:
        raise Refusal(409, "no-room")
    if room.phase != WAITING:
        raise Refusal(409, "already")
    yield Event("started", TEACHER)
    for number in room.tables:
        yield from on_by_itself(scenario, room, number)


def on_by_itself(scenario: Scenario, room: Room, number: int) -> Iterator[Event]:
    """Yield the event of what happens by itself at a table now, if anything does."""
    entries = automatic(scenario, room.tables[number])
    if entries:
        yield Event("played", BY_ITSELF, number, body_of(entries))


def switch(room: Room, kind: str, *, on: bool) -> Event:
    """Pause or lock; or take it back."""
    if room.settings is None:
        raise Refusal(409, "no-room")
    if kind == "paused" and room.phase != RUNNING:
        raise Refusal(409, "not-started")
    return Event(kind, TEACHER, 0, {"on": on})


def debrief(scenario: Scenario, room: Room, number: int, *, on: bool) -> Event:
    """Open the debrief to all once the lesson has ended, or to one table that closed its act before; or shut it."""
    if number and number not in room.tables:
        raise Refusal(404, "no-table")
    done = over(scenario, room.tables[number]) if number else room.phase == ENDED
    if on and not done:
        raise Refusal(409, "not-ended")
    return Event("debriefed", TEACHER, number, {"on": on})


def end(room: Room) -> Event:
    """End the lesson at all tables, wherever they stand."""
    if room.phase != RUNNING:
        raise Refusal(409, "ended" if room.phase == ENDED else "not-started")
    return Event("ended", TEACHER)


def plan(scenario: Scenario, room: Room, number: int, step: str, what: str) -> Event:
    """Decide beforehand how a chance goes, or that a real event does not come; an empty plan leaves it alone."""
    table = _running_table(room, number)
    found = placed(scenario, table.act, step)
    if found is None or found.step.kind not in ("event", "chance"):
        raise Refusal(404, "no-event")
    if found.number < scenario.step_at(table.state):
        raise Refusal(409, "event-past")
    known = {WITHHELD} if found.step.kind == "event" else {option.id for option in found.step.options}
    if what and what not in known:
        raise Refusal(422, "no-event")
    return Event("planned", TEACHER, number, {"step": step, "plan": what})


def give(scenario: Scenario, room: Room, number: int, step: str) -> Event:
    """Bring in a real event now: before its day, or after it was withheld. On its day it then does nothing more."""
    table = _running_table(room, number)
    found = placed(scenario, table.act, step)
    if found is None or found.step.kind != "event":
        raise Refusal(404, "no-event")
    past = found.number < scenario.step_at(table.state)
    if table.plans.get(step) == GIVEN or (past and table.plans.get(step) != WITHHELD):
        raise Refusal(409, "event-past")
    if not happens_now(scenario, table, found.step):
        raise Refusal(409, "event-waits")
    entry = Entry("inject", effects=effects_of_event(scenario, table, step))
    body = body_of((entry, *automatic(scenario, added(scenario, table, entry))))
    return Event("played", TEACHER, number, {**body, "plans": {step: GIVEN}, "gave": step})


def back(room: Room, number: int) -> Event:
    """Take back the last thing at a table, a turn of a pupil or an event brought in, and what followed from it."""
    table = _running_table(room, number)
    last = last_thing(table)
    if not last:
        raise Refusal(409, "nothing-to-undo")
    free = {"plans": {table.given[last]: ""}} if last in table.given else {}
    return Event("played", TEACHER, number, {**body_of((Entry("undo", to=last - 1),)), "back": True, **free})


def fork(room: Room, number: int, along: Collection[str]) -> Iterator[Event]:
    """Open a new table that starts as this one stands; the delegations of the seats `along` go over to it."""
    table = _running_table(room, number)
    if len(room.tables) >= MOST_TABLES:
        raise Refusal(409, "full")
    if not set(along) <= set(table.policies):
        raise Refusal(404, "no-such-seat")
    new = max(room.tables) + 1
    yield Event("table", TEACHER, new, {"parent": number, "length": len(table.log.entries)})
    for one in room.people.values():
        if one.table == number and one.seat in along:
            yield Event("seated", TEACHER, new, {"person": one.id, "seat": one.seat})


def stand_in(scenario: Scenario, room: Room, number: int, seat: str, policy: str) -> Iterator[Event]:
    """Let a policy play a seat, or give it back to its pupils; play on if it is its turn."""
    table = room.tables.get(number)
    if table is None:
        raise Refusal(404, "no-table")
    if seat not in scenario.acts[table.act].seats or (policy != PERSON and policy not in POLICIES):
        raise Refusal(404, "no-such-seat")
    yield Event("stands-in", TEACHER, number, {"seat": seat, "policy": policy})


def place(room: Room, person: str, number: int, seat: str) -> Event:
    """Move a pupil to another seat or table."""
    if person not in room.people:
        raise Refusal(404, "no-person")
    if number not in room.tables:
        raise Refusal(404, "no-table")
    if seat and seat not in room.tables[number].policies:
        raise Refusal(404, "no-such-seat")
    return Event("seated", TEACHER, number, {"person": person, "seat": seat})


def let_return(room: Room, person: str, code: str) -> Event:
    """Give a pupil a code, good once, to come back from another device."""
    if person not in room.people:
        raise Refusal(404, "no-person")
    return Event("let-return", TEACHER, 0, {"person": person, "code": code})


def _running_table(room: Room, number: int) -> Table:
    if number not in room.tables:
        raise Refusal(404, "no-table")
    if room.phase == ENDED:
        raise Refusal(409, "ended")
    if room.phase != RUNNING:
        raise Refusal(409, "not-started")
    return room.tables[number]
