"""The room as it runs: the event log, the state folded from it, the channels, who is connected, and the lesson clock.

Everything happens on one event loop in one process: a request is decided on, kept on the disk, folded and published
before the next one is looked at. A request that cannot be kept changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from geo.errors import HudutError
from hudut.campaigns import Stage
from hudut.classroom import decide, lead
from hudut.classroom.channels import Channel, Channels, Moment
from hudut.classroom.fold import BY_ITSELF, Person, Room, fold
from hudut.classroom.store import Event, Store
from hudut.classroom.tables import PERSON, to_move
from hudut.classroom.tokens import digest_of

STAND_IN = "weighted"
"""How a seat is played whose pupils are away too long."""


class LiveRoom:
    """One room, from the events in its store.

    Parameters
    ----------
    now
        Seconds of a clock that never jumps; the clock on the wall may.
    """

    def __init__(self, stage: Stage, store: Store, now: Callable[[], float] = monotonic) -> None:
        self.stage, self.store, self._now = stage, store, now
        self.stopping = False
        self.version = 0
        self._listening: set[asyncio.Event] = set()
        self._begin()

    def _begin(self) -> None:
        self.room = Room()
        self.channels = Channels(self.stage)
        self.connected: dict[str, int] = {}
        self._waiting_since: dict[tuple[int, str], float] = {}
        self._people_by_token: dict[str, str] = {}
        self._done: set[tuple[str, str]] = set()
        self._joined: dict[str, str] = {}
        for event in self.store.events():
            if event.kind == "opened":
                self._same_rules(event.body)
            self._take(Moment(event, self.room, fold(self.stage.scenario, self.room, event)))
        self._mark = self._now()

    def _same_rules(self, body: Mapping[str, Any]) -> None:
        """Refuse a room that was played by other rules: its events would be misread."""
        ours = lead.rules_of(self.stage.scenario)
        if body.get("rules") == ours["rules"]:
            return
        wrote = f"Hudut {body['version']}, {body['scenario']}" if "rules" in body else "an earlier version of Hudut"
        raise HudutError(
            f"the room in {self.store.path.parent} was played by other rules ({wrote}; these are Hudut"
            f" {ours['version']}, {ours['scenario']}). Open it with what wrote it, or begin a room in another folder"
            " with --data."
        )

    def _take(self, moment: Moment) -> None:
        self.room = moment.after
        self.channels.publish(moment)
        if moment.event.key:
            self._done.add((moment.event.author, moment.event.key))
        if moment.event.kind in ("joined", "returned"):
            self._joined |= {moment.event.key: moment.event.body["person"]} if moment.event.key else {}
            self._people_by_token[moment.event.body["token"]] = moment.event.body["person"]

    @property
    def elapsed(self) -> int:
        """Milliseconds of the lesson that have run."""
        running = (self._now() - self._mark) * 1000 if self.room.clock_runs else 0
        return self.room.elapsed + int(running)

    def person(self, token: str) -> Person | None:
        """Return the person whose token this is."""
        found = self._people_by_token.get(digest_of(token)) if token else None
        return self.room.people.get(found) if found else None

    def repeated(self, author: str, key: str) -> bool:
        """Tell whether a request of this author with this key was already done."""
        return (author, key) in self._done

    def joined_by(self, key: str) -> str:
        """Return whom a request to join with this key let in; empty for nobody."""
        return self._joined.get(key, "")

    async def do(self, events: Iterable[Event], key: str = "") -> None:
        """Fold events, keep them, and wake the streams. `key` marks the first of them as the client's request.

        Raises
        ------
        NotKept
            If they could not be written: none of them happened.
        """
        wall = datetime.now(UTC).isoformat(timespec="seconds")
        moments: list[Moment] = []
        room = self.room
        for event in events:
            whole = replace(event, elapsed=self.elapsed, wall=wall, key="" if moments else key, number=room.last + 1)
            after = fold(self.stage.scenario, room, whole)
            moments.append(Moment(whole, room, after))
            room = after
        if moments:
            self.store.append(moment.event for moment in moments)
            self._mark = self._now()
            for moment in moments:
                self._take(moment)
            self.wake()

    def wake(self) -> None:
        """Let every stream look for news."""
        self.version += 1
        for one in self._listening:
            one.set()

    async def news(self, seen: int, seconds: float) -> None:
        """Wait until there is something newer than version `seen`, or for some seconds.

        Each stream waits on an event of its own. A shared lock could be left held by a stream that is cut off while it
        waits, and then nobody would ever be told anything again.
        """
        if self.version != seen:
            return
        mine = asyncio.Event()
        self._listening.add(mine)
        try:
            await asyncio.wait_for(mine.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._listening.discard(mine)

    def latest(self, channel: Channel) -> int:
        """Return the number of a channel's last message."""
        return self.channels.count(channel)

    def stop(self) -> None:
        """End every stream: the server is going down."""
        self.stopping = True
        self.wake()

    async def wipe(self) -> None:
        """Forget everything, names included."""
        self.store.wipe()
        self._begin()
        self.wake()

    async def play_on(self, number: int) -> None:
        """Let happen at a table what happens by itself."""
        await self.do(lead.on_by_itself(self.stage.scenario, self.room, number))

    async def look_after_empty_seats(self) -> None:
        """Let a policy stand in where the seat to move has had nobody connected for too long."""
        settings = self.room.settings
        if settings is None or not settings.wait or not self.room.clock_runs:
            self._waiting_since.clear()
            return
        for number, table in list(self.room.tables.items()):
            seat = to_move(self.stage.scenario, table)
            place = number, seat
            empty = table.policies.get(seat) == PERSON and not self._anybody(number, seat)
            if not empty:
                self._waiting_since.pop(place, None)
            elif self._now() - self._waiting_since.setdefault(place, self._now()) >= settings.wait:
                del self._waiting_since[place]
                await self.do([Event("stands-in", BY_ITSELF, number, {"seat": seat, "policy": STAND_IN})])
                await self.play_on(number)

    def here(self) -> frozenset[str]:
        """Return the ids of all pupils who are connected."""
        return frozenset(one for one, streams in self.connected.items() if streams)

    async def carry_proposals(self) -> None:
        """Make the turns whose delegations agree now that some of their members are away."""
        if not self.room.clock_runs:
            return
        for table in self.room.tables.values():
            for seat, proposal in table.proposals.items():
                found = decide.carried(self.stage.scenario, self.room, table, seat, proposal.votes, self.here())
                await self.do(list(found))

    def present(self, table: int) -> dict[str, int]:
        """Return how many pupils of each seat of a table are connected."""
        found: dict[str, int] = {}
        for one in self.room.people.values():
            if one.table == table and self.connected.get(one.id):
                found[one.seat] = found.get(one.seat, 0) + 1
        return found

    def away(self) -> list[str]:
        """Return the ids of all pupils who have a place and are not connected."""
        return [one.id for one in self.room.people.values() if one.table and not self.connected.get(one.id)]

    def _anybody(self, table: int, seat: str) -> bool:
        return any(
            one.table == table and one.seat == seat and self.connected.get(one.id) for one in self.room.people.values()
        )
