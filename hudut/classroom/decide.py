"""What pupils may do: a request and the room as it stands, to the event that records it. Pure; refusals are raised."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import takewhile

from hudut.classroom.errors import Refusal
from hudut.classroom.fold import (
    CONSENSUS,
    ENDED,
    FREE,
    MAJORITY,
    RUNNING,
    SPEAKER,
    TEACHER,
    Person,
    Room,
    body_of,
    entries_of,
)
from hudut.classroom.forecasts import asked
from hudut.classroom.store import Event
from hudut.classroom.tables import LEFT_OUT, Table, over, placed, played
from hudut.classroom.tokens import name_key
from scenarios.expand import Placed, Scenario
from scenarios.schema import Basket

WHOLE = 100
"""Per cent of a forecast, over all outcomes."""
MOST_PEOPLE = 120
"""A class has at most 40; the rest is room for mistakes."""


def table_of(room: Room, person: Person) -> Table:
    """Return the table at which a person sits.

    Raises
    ------
    Refusal
        If the person has not taken a place.
    """
    if person.table not in room.tables:
        raise Refusal(409, "no-seat")
    return room.tables[person.table]


def seat_of(person: Person) -> str:
    """Return a person's seat.

    Raises
    ------
    Refusal
        If the person watches.
    """
    if not person.seat:
        raise Refusal(403, "observer")
    return person.seat


def open_for_play(room: Room) -> None:
    """Refuse where no move may be made.

    Raises
    ------
    Refusal
        If the lesson has not begun, is paused, or has ended.
    """
    if room.phase == ENDED:
        raise Refusal(409, "ended")
    if room.phase != RUNNING:
        raise Refusal(409, "not-started")
    if room.paused:
        raise Refusal(423, "paused")


def join(room: Room, name: str, person: str, token: str) -> Event:
    """Let a pupil in; `token` is the digest of the new token."""
    if room.settings is None or room.phase == ENDED:
        raise Refusal(409, "no-room")
    if room.locked:
        raise Refusal(423, "locked")
    if len(room.people) >= MOST_PEOPLE:
        raise Refusal(409, "full")
    if any(name_key(one.name) == name_key(name) for one in room.people.values()):
        raise Refusal(409, "name-taken")
    return Event("joined", person, 0, {"person": person, "name": name, "token": token})


def sit(room: Room, person: Person, table: int, seat: str) -> Event:
    """Take a seat, or watch (empty seat). After the start nobody changes seats alone: they know a secret brief."""
    if table not in room.tables:
        raise Refusal(404, "no-table")
    if seat and seat not in room.tables[table].policies:
        raise Refusal(404, "no-such-seat")
    if room.phase == ENDED:
        raise Refusal(409, "ended")
    if person.seat and room.phase == RUNNING:
        raise Refusal(409, "seated")
    return Event("seated", person.id, table, {"person": person.id, "seat": seat})


def emptiest(room: Room, seats: Mapping[str, object]) -> tuple[int, str]:
    """Return the table and seat where the fewest pupils sit, first tables and seats first."""

    def crowd(place: tuple[int, str]) -> tuple[int, int, int, int]:
        table, seat = place
        here = [one for one in room.people.values() if one.table == table]
        return (
            sum(one.seat == seat for one in here),
            sum(bool(one.seat) for one in here),
            table,
            list(seats).index(seat),
        )

    return min(((table, seat) for table in room.tables for seat in seats), key=crowd)


def move(scenario: Scenario, room: Room, person: Person, turn: tuple[str, ...], at: int, rationale: str) -> Event:
    """Take a turn; `at` is how many entries the person has seen, so that two members do not talk over each other."""
    table, seat = table_of(room, person), seat_of(person)
    open_for_play(room)
    if at != len(table.log.entries):
        raise Refusal(409, "over" if over(scenario, table) else "stale")
    return Event("played", person.id, table.number, body_of(played(scenario, table, seat, turn, rationale)))


def turn(room: Room, move: Event, present: Container[str]) -> Event:
    """Return the move of a person as it may be made in this room: at once, or as a proposal to the delegation."""
    table, person = room.tables[move.table], room.people[move.author]
    if agreed(room, table.number, person.seat, {person.id: True}, present):
        return move
    entries = entries_of(move.body)
    own = [one.move for one in takewhile(lambda one: one.actor == person.seat, entries)]
    body = {"seat": person.seat, "moves": own, "why": entries[0].rationale}
    return Event("proposed", person.id, table.number, body)


def agreed(room: Room, table: int, seat: str, votes: Mapping[str, bool], present: Container[str]) -> bool:
    """Tell whether a delegation's votes carry a proposal; who is away and has not voted does not count."""
    rule = room.settings.votes if room.settings else FREE
    members = [one for one in room.people.values() if (one.table, one.seat) == (table, seat)]
    voters = [one for one in members if one.id in present or one.id in votes]
    yes = sum(votes.get(one.id, False) for one in voters)
    if rule == SPEAKER:
        return votes.get(min(voters, key=lambda one: (one.joined, one.id)).id, False)
    needed = {FREE: 1, MAJORITY: len(voters) // 2 + 1, CONSENSUS: len(voters)}[rule]
    return yes >= needed


def back(
    scenario: Scenario, room: Room, person: Person, at: int, *, yes: bool, present: Container[str]
) -> Iterator[Event]:
    """Vote on what one's delegation proposes; where that carries it, the turn is made in its proposer's name."""
    table, seat = table_of(room, person), seat_of(person)
    open_for_play(room)
    proposal = table.proposals.get(seat)
    if proposal is None or at != len(table.log.entries):
        raise Refusal(409, "stale")
    yield Event("backed", person.id, table.number, {"seat": seat, "yes": yes})
    yield from carried(scenario, room, table, seat, {**proposal.votes, person.id: yes}, present)


def carried(
    scenario: Scenario, room: Room, table: Table, seat: str, votes: Mapping[str, bool], present: Container[str]
) -> Iterator[Event]:
    """Yield the turn that a delegation proposes, where these votes carry it."""
    proposal = table.proposals[seat]
    if agreed(room, table.number, seat, votes, present):
        entries = played(scenario, table, seat, proposal.moves, proposal.rationale)
        yield Event("played", proposal.person, table.number, body_of(entries))


def say(scenario: Scenario, room: Room, person: Person, to: tuple[str, ...], text: str) -> Event:
    """Write to other seats of the table (none named: to the whole table)."""
    table, seat = table_of(room, person), seat_of(person)
    if room.phase == ENDED:
        raise Refusal(409, "ended")
    unknown = set(to) - set(scenario.acts[table.act].seats)
    if unknown:
        raise Refusal(404, "no-such-seat")
    body = {"seat": seat, "to": sorted(set(to) | {seat}) if to else [], "text": text}
    return Event("said", person.id, table.number, body)


def _commission(scenario: Scenario, room: Room, person: Person, step: str) -> tuple[Table, str, Basket]:
    """Return table, seat and basket where the seat sits in that commission and it is still to come."""
    table, seat = table_of(room, person), seat_of(person)
    if room.phase == ENDED:
        raise Refusal(409, "ended")
    found: Placed | None = placed(scenario, table.act, step)
    if found is None or found.step.basket is None:
        raise Refusal(404, "no-basket")
    if seat not in found.step.basket.seats:
        raise Refusal(403, "not-your-table")
    if found.number < scenario.step_at(table.state):
        raise Refusal(409, "basket-closed")
    if table.plans.get(step) == LEFT_OUT:
        raise Refusal(409, "left-out")
    return table, seat, found.step.basket


def _amended(basket: Basket, text: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    known = {item.id: {"", *(option.id for option in item.options)} for item in basket.items}
    if any(option not in known.get(item, ()) for item, option in changes.items()):
        raise Refusal(422, "no-such-option")
    amended = {**text, **changes}
    return {item.id: amended[item.id] for item in basket.items if amended.get(item.id)}


def draft(scenario: Scenario, room: Room, person: Person, step: str, changes: Mapping[str, str]) -> Event:
    """Prepare a text inside the delegation, of which only its members know: options by item, none to leave it open."""
    table, seat, basket = _commission(scenario, room, person, step)
    before = table.drafts.get((seat, step))
    body = {"seat": seat, "step": step, "text": _amended(basket, before.text if before else {}, changes)}
    return Event("drafted", person.id, table.number, body)


def vote(scenario: Scenario, room: Room, person: Person, step: str, *, yes: bool) -> Event:
    """Vote on the delegation's draft."""
    table, seat, _ = _commission(scenario, room, person, step)
    if (seat, step) not in table.drafts:
        raise Refusal(409, "no-draft")
    return Event("voted", person.id, table.number, {"seat": seat, "step": step, "yes": yes})


def offer(scenario: Scenario, room: Room, person: Person, step: str) -> Event:
    """Show the delegation's draft to the other seats of the commission. It binds nobody."""
    table, seat, _ = _commission(scenario, room, person, step)
    if (seat, step) not in table.drafts:
        raise Refusal(409, "no-draft")
    text = dict(table.drafts[seat, step].text)
    return Event("offered", person.id, table.number, {"seat": seat, "step": step, "text": text})


def forecast(
    scenario: Scenario, room: Room, person: Person, what: tuple[str, str, int], shares: Mapping[str, int]
) -> Event:
    """Say for the delegation what others will do, in per cent by outcome; `what` is step, item and round of a table."""
    table, seat = table_of(room, person), seat_of(person)
    open_for_play(room)
    matter = next((one for one in asked(scenario, table, seat) if (one.step, one.item, one.round) == what), None)
    if matter is None:
        raise Refusal(409, "forecast-closed")
    if set(shares) != set(matter.outcomes) or sum(shares.values()) != WHOLE:
        raise Refusal(422, "forecast-sum")
    weighed = {one: shares[one] for one in matter.outcomes}
    body = {"seat": seat, "step": matter.step, "item": matter.item, "round": matter.round, "shares": weighed}
    return Event("forecast", person.id, table.number, body)


def tell(room: Room, table: int, to: str, text: str) -> Event:
    """Write as the teacher to all (table 0), to one table, or to one seat of it."""
    if table and table not in room.tables:
        raise Refusal(404, "no-table")
    return Event("told", TEACHER, table, {"to": to, "text": text})
