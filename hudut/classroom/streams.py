"""Server-sent events: what a channel is told, in order, each message once, with a number to go on from.

A client that comes back names the last number it has (the browser does so by itself) and gets what it missed.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable

from hudut.classroom.channels import TEACHERS, Channel
from hudut.classroom.live import LiveRoom

PING_SECONDS = 15
RETRY_MILLISECONDS = 1000


async def stream(
    live: LiveRoom, channel_now: Callable[[], Channel | None], last_id: str, person: str = ""
) -> AsyncIterator[bytes]:
    """Yield the messages of a channel from the one after `last_id` on, and pings with the lesson clock.

    When the viewer's channel changes (the teacher moved a pupil, or wiped the room) the stream says `moved` and ends:
    the page loads itself anew.
    """
    channel = channel_now()
    if person:
        live.connected[person] = live.connected.get(person, 0) + 1
        live.wake()
    try:
        yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
        sent, present = _number(last_id, channel), ""
        while not live.stopping:
            seen = live.version
            if channel is None or channel_now() != channel or sent > live.latest(channel):
                yield b"event: moved\ndata: {}\n\n"
                return
            while sent < live.latest(channel):
                sent += 1
                yield b"id: %b-%d\ndata: %b\n\n" % (
                    channel.name.encode(),
                    sent,
                    live.channels.text(channel, sent),
                )
            now = _present(live, channel)
            if now != present:
                present = now
                yield f"event: present\ndata: {now}\n\n".encode()
            await live.news(seen, PING_SECONDS)
            if live.version == seen:
                yield f"event: clock\ndata: {live.elapsed}\n\n".encode()
    finally:
        if person:
            live.connected[person] -= 1
            live.wake()


def _number(last_id: str, channel: Channel | None) -> int:
    """Return the number to go on from; 0 for an id of another channel or none."""
    name, _, number = last_id.rpartition("-")
    return int(number) if channel is not None and name == channel.name and number.isdecimal() else 0


def _present(live: LiveRoom, channel: Channel) -> str:
    if channel == TEACHERS:
        return json.dumps({"away": live.away()})
    return json.dumps({"seats": live.present(channel.table)}, sort_keys=True)
