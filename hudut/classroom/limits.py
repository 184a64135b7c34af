"""How often an address may try, in the last minute and in memory: wrong codes run out before one is guessed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

from hudut.classroom.errors import Refusal

WINDOW_SECONDS = 60
MOST_ADDRESSES = 4096


class Limit:
    """At most `most` tries a minute from one address, and `most_of_all` from all together."""

    def __init__(self, most: int, most_of_all: int, now: Callable[[], float] = monotonic) -> None:
        self.most, self.most_of_all, self._now = most, most_of_all, now
        self._tries: dict[str, deque[float]] = {}

    def count(self, address: str) -> None:
        """Count a try.

        Raises
        ------
        Refusal
            If there were too many.
        """
        self.look(address)
        if len(self._tries) >= MOST_ADDRESSES:
            self._tries.clear()
        for key in (address, ""):
            self._tries.setdefault(key, deque()).append(self._now())

    def look(self, address: str) -> None:
        """Refuse if there were too many tries already, without counting this one."""
        for key, most in ((address, self.most), ("", self.most_of_all)):
            tries = self._tries.get(key, deque())
            while tries and tries[0] < self._now() - WINDOW_SECONDS:
                tries.popleft()
            if len(tries) >= most:
                raise Refusal(429, "too-often")
