"""Scripted pupils: they read their stream as a page does, think as long as people do, and post until they are answered.

`speed` is how many times faster than a class they live. A delegation takes turns in who proposes; the others vote.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from engine.policies import draw_of
from tests.hudut.classroom.conftest import new_key

T = TypeVar("T")
LOOKS_UP = 20
TALKS_END = (".break", ".lapse")
WORDS = (*TALKS_END, ".pass", ".accept", ".seal")
READS, THINKS, VOTES, FORECASTS = (20, 40), (60, 90), (5, 15), (30, 45)
"""Seconds, least and most: to read what happened, to decide, to vote, to agree on what others will do."""


class Dice:
    """Chance that comes alike each time."""

    def __init__(self, seed: int) -> None:
        self._seed, self._thrown = seed, 0

    def uniform(self, least: float, most: float) -> float:
        """Return a number between two."""
        self._thrown += 1
        return least + (most - least) * draw_of(self._seed, self._thrown)(1_000_000) / 1_000_000

    def choice(self, of: Sequence[T]) -> T:
        """Return one of some things."""
        return of[int(self.uniform(0, len(of)))]


class Class:
    """The pupils of a lesson, what was acknowledged to them, and the address at which they find the room."""

    def __init__(self, address: str, speed: float, seed: int) -> None:
        self.address, self.speed = address, speed
        self.dice = Dice(seed)
        self.pupils: list[Pupil] = []
        self.answered: dict[str, tuple[str, int]] = {}
        self.took: list[float] = []

    def seconds(self, least: float, most: float) -> float:
        """Return how long somebody takes, in seconds of the lesson that pass faster here."""
        return self.dice.uniform(least, most) / self.speed

    async def join(self, code: str, name: str, table: int, seat: str) -> Pupil:
        """Let a pupil in by the door."""
        pupil = Pupil(self, name, table, seat, httpx.AsyncClient(base_url=self.address, timeout=60))
        await pupil.post("/api/join", code=code, name=name)
        await pupil.post("/api/seat", table=table, seat=seat)
        self.pupils.append(pupil)
        return pupil

    def over(self) -> bool:
        """Tell whether every table has closed its act."""
        return all(pupil.now.get("over") for pupil in self.pupils)


@dataclass
class Pupil:
    """One pupil, with what the stream told last."""

    room: Class
    name: str
    table: int
    seat: str
    client: httpx.AsyncClient
    now: dict[str, Any] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    last: str = ""
    idle_since: float | None = None
    longest: float = 0.0
    asleep: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, path: str, **body: Any) -> int:
        """Post again and again with the same key, as the page does, until it is answered; return the status."""
        key = new_key()
        begun = time.monotonic()
        while True:
            try:
                answer = await self.client.post(path, json={"key": key, **body})
                break
            except httpx.HTTPError:
                await asyncio.sleep(0.2)
        self.room.took.append(time.monotonic() - begun)
        self.room.answered[key] = path, answer.status_code
        return answer.status_code

    async def listen(self) -> None:
        """Read the stream for ever; come back with the last number after it broke."""
        while True:
            try:
                await self._read()
            except (httpx.HTTPError, httpx.StreamError):
                await asyncio.sleep(0.2)

    async def _read(self) -> None:
        headers = {"last-event-id": self.last}
        async with self.client.stream("GET", "/events", headers=headers, timeout=60) as answer:
            number = ""
            async for line in answer.aiter_lines():
                if line.startswith("id: "):
                    number = line[4:]
                elif number and line.startswith("data: "):
                    self.last = number
                    self.numbers.append(int(number.rpartition("-")[2]))
                    self._hear(json.loads(line[6:]))
                    number = ""
                if self.asleep:
                    return

    def _hear(self, told: dict[str, Any]) -> None:
        if "now" not in told:
            return
        self.now = told["now"]
        busy = self.now["actor"] == self.seat or any(one["said"] is None for one in self.now["forecast"])
        here = time.monotonic()
        if self.idle_since is not None:
            self.longest = max(self.longest, here - self.idle_since)
        running = told["room"]["phase"] == "running" and not self.now["over"]
        self.idle_since = (self.idle_since or here) if running and not busy else None
        self.news.set()

    async def live(self) -> None:
        """Do what a pupil does until the act is over."""
        while not self.now.get("over"):
            # Now and then one looks up without news: the companion who was to act may have fallen asleep.
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.news.wait(), LOOKS_UP / self.room.speed)
            self.news.clear()
            now = self.now
            if now and now["actor"] == self.seat:
                await (self._vote(now) if now["proposal"] else self._decide(now))
            elif now and any(one["said"] is None for one in now["forecast"]):
                await self._forecast(now)

    def _mine(self, number: int) -> bool:
        """Tell whether it is this member's turn to act for the delegation."""
        here = [one.name for one in self.room.pupils if (one.table, one.seat) == (self.table, self.seat)]
        awake = [one.name for one in self.room.pupils if one.name in here and not one.asleep] or here
        return awake[number % len(awake)] == self.name

    async def _decide(self, now: dict[str, Any]) -> None:
        if not self._mine(now["at"]):
            return
        await asyncio.sleep(self.room.seconds(*READS) + self.room.seconds(*THINKS))
        if self.now["at"] == now["at"] and not self.now["proposal"]:
            await self.post("/api/move", moves=await self._turn(now), at=now["at"], why=f"because {now['at']}")

    async def _turn(self, now: dict[str, Any]) -> list[str]:
        """Return the moves of a turn: a choice, a word on the text, or an amendment and a word on it."""
        legal = [move for move in now["legal"] if not move.endswith(TALKS_END)] or now["legal"]
        amends = [move for move in legal if not move.endswith(WORDS)] if now["table"] else []
        agree = [move for move in legal if move.endswith((".accept", ".seal"))]
        if not amends or (agree and self.room.dice.uniform(0, 1) < 0.7):
            return [self.room.dice.choice(agree or legal)]
        amend = self.room.dice.choice(amends)
        while True:
            try:
                told = (await self.client.get("/api/ask", params={"moves": amend})).json()
                break
            except httpx.HTTPError:
                await asyncio.sleep(0.2)
        may = [move for move in told.get("may", ()) if not move.endswith(TALKS_END)]
        return [amend, *may[:1]]

    async def _vote(self, now: dict[str, Any]) -> None:
        if self.name in now["proposal"]["votes"]:
            return
        await asyncio.sleep(self.room.seconds(*VOTES))
        if self.now["at"] == now["at"] and self.now["proposal"]:
            await self.post("/api/back", at=now["at"], yes=True)

    async def _forecast(self, now: dict[str, Any]) -> None:
        for place, one in enumerate(now["forecast"]):
            if one["said"] is None and self._mine(now["at"] + place):
                await asyncio.sleep(self.room.seconds(*FORECASTS))
                first, *others = one["outcomes"]
                shares = {first: 100 - 10 * len(others), **dict.fromkeys(others, 10)}
                await self.post("/api/forecast", step=one["step"], item=one["item"], round=one["round"], shares=shares)

    async def sleep(self, seconds: float) -> None:
        """Put the tablet to sleep and take it up again: the stream ends, and goes on from its last number."""
        self.asleep = True
        await asyncio.sleep(seconds)
        self.asleep = False
        self.news.set()
