"""Who is told what: each viewer has a channel, and a channel holds only what its viewer may see.

A channel counts its own messages from 1, so that even a number tells nothing about what others were sent. The list of
a channel is a fold of the events too: after a restart it is the same, and a client that names its last number gets
exactly what it missed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from engine.play import initial
from hudut.campaigns import Stage
from hudut.classroom.cards import card
from hudut.classroom.fold import FREE, TEACHER, Room, Settings
from hudut.classroom.seeing import PROJECTOR, Json, Sight, changes, values
from hudut.classroom.store import Event
from hudut.classroom.tables import Table, presupposed
from hudut.play.words import words
from scenarios.expand import Scenario

REMEMBERED = 240
"""Messages kept ready-made, over all channels; an older one is made again when a client asks for it."""


class Channel(NamedTuple):
    """A viewer: a seat of a table, an observer (empty seat), the projector, or (table 0) the teacher."""

    table: int
    seat: str

    @property
    def name(self) -> str:
        """Stands before the number in a message's id."""
        return f"{self.table}-{self.seat or 'observer'}"


TEACHERS = Channel(0, TEACHER)


@dataclass(frozen=True)
class Moment:
    """An event with the room before and after it."""

    event: Event
    before: Room
    after: Room


class Channels:
    """The messages of every channel of a room."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._moments: dict[Channel, list[Moment]] = {TEACHERS: []}
        self._made: OrderedDict[tuple[Channel, int], bytes] = OrderedDict()

    def publish(self, moment: Moment) -> list[Channel]:
        """Add an event to the channels that may see it; return them."""
        for number in moment.after.tables:
            for seat in (*self.stage.scenario.acts[moment.after.tables[number].act].seats, "", PROJECTOR):
                self._moments.setdefault(Channel(number, seat), [])
        told = [channel for channel in self._moments if concerns(self.stage, moment, channel)]
        for channel in told:
            self._moments[channel].append(moment)
        return told

    def count(self, channel: Channel) -> int:
        """Return the number of a channel's last message."""
        return len(self._moments.get(channel, ()))

    def text(self, channel: Channel, number: int) -> bytes:
        """Return a message as one line of JSON."""
        from json import dumps

        key = channel, number
        if key not in self._made:
            moment = self._moments[channel][number - 1]
            content = message(self.stage, moment, channel)
            self._made[key] = dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
            while len(self._made) > REMEMBERED:
                self._made.popitem(last=False)
        return self._made[key]


def concerns(stage: Stage, moment: Moment, channel: Channel) -> bool:
    """Tell whether a channel may see an event at all."""
    event = moment.event
    if channel == TEACHERS:
        return True
    if event.kind in _TEACHERS_ONLY:
        return False
    if event.table not in (0, channel.table):
        return event.kind == "seated" and _left(moment, channel)
    inside = _INSIDE.get(event.kind)
    return inside is None or inside(stage, moment, channel)


def _left(moment: Moment, channel: Channel) -> bool:
    person = moment.before.people.get(moment.event.body["person"])
    return person is not None and person.table == channel.table and channel.seat != PROJECTOR


def _addressed(moment: Moment, channel: Channel) -> bool:
    to = moment.event.body["to"]
    if moment.event.kind == "told":
        return to in ("", channel.seat)
    return channel.seat != PROJECTOR and (not to or channel.seat in to)


def _offered(stage: Stage, moment: Moment, channel: Channel) -> bool:
    step = next(one.step for one in stage.scenario.steps if one.step.id == moment.event.body["step"])
    return step.basket is not None and channel.seat in step.basket.seats


def _delegation(_stage: Stage, moment: Moment, channel: Channel) -> bool:
    return bool(channel.seat == moment.event.body["seat"])


_TEACHERS_ONLY = ("opened", "joined", "returned", "let-return", "planned")
_INSIDE: Mapping[str, Callable[[Stage, Moment, Channel], bool]] = {
    "drafted": _delegation,
    "voted": _delegation,
    "offered": _offered,
    "forecast": _delegation,
    "proposed": _delegation,
    "backed": _delegation,
    "said": lambda _stage, moment, channel: _addressed(moment, channel),
    "told": lambda _stage, moment, channel: _addressed(moment, channel),
    "seated": lambda _stage, _moment, channel: channel.seat != PROJECTOR,
}
"""Of the events of a table: those that not everybody at it may see."""


def message(stage: Stage, moment: Moment, channel: Channel) -> Json:
    """Return what a channel is told about an event: ids and numbers, which the page puts into words."""
    event, room = moment.event, moment.after
    told: Json = {"kind": event.kind, "elapsed": event.elapsed, "table": event.table}
    if channel != TEACHERS:
        told["table"] = channel.table
    told["room"] = room_facts(room, channel.table)
    if event.kind == "debriefed":
        told["on"] = event.body["on"]
    if event.kind in _SPOKEN:
        told |= _spoken(room, event, channel)
    elif channel == TEACHERS and event.kind in ("joined", "returned", "seated"):
        told["people"] = people(room)
    elif event.kind == "seated":
        told |= {"person": event.body["person"], "roster": roster(room, channel.table or event.table)}
    if event.kind in _MOVING and (event.table or channel.table):
        told |= _table(stage, moment, channel)
    return told


_SPOKEN = ("said", "told")
_MOVING = (
    "table",
    "played",
    "stands-in",
    "drafted",
    "voted",
    "offered",
    "forecast",
    "proposed",
    "backed",
    "planned",
    "started",
    "ended",
    "seated",
)


def room_facts(room: Room, table: int) -> Json:
    """Return what everybody at a table may know of the room; of table 0 the teacher."""
    return {
        "phase": room.phase,
        "paused": room.paused,
        "locked": room.locked,
        "debrief": room.debrief_of(table),
        "minutes": room.settings.minutes if room.settings else 0,
        "votes": room.settings.votes if room.settings else FREE,
    }


def _spoken(room: Room, event: Event, channel: Channel) -> Json:
    body = event.body
    if event.kind == "told":
        return {"text": body["text"], "to": body["to"]}
    name = room.people[event.author].name if event.author in room.people and channel.seat != PROJECTOR else ""
    return {"text": body["text"], "seat": body["seat"], "to": body["to"], "name": name}


def _table(stage: Stage, moment: Moment, channel: Channel) -> Json:
    event, number = moment.event, channel.table or moment.event.table
    table = moment.after.tables.get(number)
    if table is None or (channel == TEACHERS and not event.table):
        return {}
    sight = Sight(stage, moment.after, table, channel.seat)
    told: Json = {"now": sight.now()}
    if channel == TEACHERS:
        told["card"] = card(stage, table)
    if event.kind in ("played", "table"):
        before = moment.before.tables.get(number)
        first = len(before.log.entries) + 1 if before else 1
        told["lines"] = list(sight.lines(first, len(table.log.entries)))
        if "gave" in event.body:
            told |= {"gave": event.body["gave"], "rests": _rests(stage.scenario, event.body["gave"], table)}
    return told


def _rests(scenario: Scenario, event: str, table: Table) -> list[str]:
    """Return what of the play so far an event that is brought in rests on."""
    here = scenario.step_at(table.state)
    return [step for step in presupposed(scenario, event) if scenario.steps_by_id[step].number < here]


def people(room: Room) -> list[Json]:
    """Return all pupils with their places, for the teacher."""
    return [{"id": one.id, "name": one.name, "table": one.table, "seat": one.seat} for one in room.people.values()]


def roster(room: Room, table: int) -> Json:
    """Return the nicknames by seat of a table; observers under the empty text."""
    found: dict[str, list[str]] = {}
    for person in room.people.values():
        if person.table == table:
            found.setdefault(person.seat, []).append(person.name)
    return found


def snapshot(stage: Stage, room: Room, channel: Channel, language: str) -> Json:
    """Return all that a page needs to begin with: the words, the table as it stands, what it has been told so far."""
    table = room.tables.get(channel.table)
    found: Json = {"room": room_facts(room, channel.table), "table": channel.table, "seat": channel.seat}
    if room.settings is not None:
        told = (channel.seat,) if channel != TEACHERS else tuple(stage.scenario.acts[room.settings.act].seats)
        found["words"] = words(stage, room.settings.act, language, told, room.settings.left)
        found |= opened_on(stage.scenario, room.settings)
        found["left_out"] = list(room.settings.left_out)
    if table is not None:
        sight = Sight(stage, room, table, channel.seat)
        found |= {"now": sight.now(), "lines": list(sight.lines(1, len(table.log.entries)))}
        found["opening"] = values(stage.scenario, table.states[0], table.act)
        if channel.seat != PROJECTOR:
            found["roster"] = roster(room, channel.table)
    return found


def opened_on(scenario: Scenario, settings: Settings) -> Json:
    """Return in `opened` what an act is opened on otherwise than in history, where it goes on from another play."""
    if not (settings.left or settings.carried):
        return {}
    states = initial(scenario, settings.act), initial(scenario, settings.act, settings.carried)
    return {"opened": {"left": settings.left, "changes": changes(scenario, *states, settings.act)}}


def spoken_so_far(channels: Channels, channel: Channel) -> Iterator[Json]:
    """Yield the letters that a channel has received."""
    from json import loads

    for number, moment in enumerate(channels._moments.get(channel, ()), start=1):  # noqa: SLF001
        if moment.event.kind in _SPOKEN:
            yield loads(channels.text(channel, number))
