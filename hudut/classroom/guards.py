"""What every request passes: size, host and origin are looked at before, headers are set after. Plain ASGI."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from geo.words import languages
from hudut.classroom.wording import strings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 32_768
"""Of a request's body; the longest honest one is a letter of a few hundred signs."""
MOST_BYTES_READ = 16_000_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
)


class Guards:
    """Refuses what is too large or comes from another site, and sets the headers that keep a page to itself."""

    def __init__(self, app: App, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        word = self._refused(scope, headers)
        if word:
            if scope["method"] not in ("GET", "HEAD"):
                await _read(receive, 0)
            await _refuse(send, *word)
            return
        again = receive if scope["method"] in ("GET", "HEAD") else await _read(receive)
        if again is None:
            await _refuse(send, 413, "too-large")
            return
        await self.app(scope, again, _with_headers(send))

    def _refused(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, "too-large"
        host = headers.get("host", "")
        if not self.knows(host):
            return 421, "other-host"
        origin = headers.get("origin")
        if scope["method"] != "GET" and origin is not None and origin.partition("://")[2] != host:
            return 403, "other-site"
        return None

    def knows(self, host: str) -> bool:
        """Tell whether a Host header names this machine: an address or one of its names, so no site can pose as it."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() and not host.endswith("]") else host
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return name.casefold() in self.hosts
        return True


async def _read(receive: Receive, most: int = MOST_BYTES) -> Receive | None:
    """Read a body and return what gives it out again; None when it grows beyond the limit.

    What is too much is thrown away as it comes, up to a second limit: a client that is cut off while it sends does not
    read why.
    """
    parts: list[bytes] = []
    total, more = 0, True
    while more and total <= MOST_BYTES_READ:
        message = await receive()
        total += len(message.get("body", b""))
        more = message.get("more_body", False)
        if total <= most:
            parts.append(message.get("body", b""))
    if total > most:
        return None
    whole: list[MutableMapping[str, Any]] = [{"type": "http.request", "body": b"".join(parts), "more_body": False}]

    async def again() -> MutableMapping[str, Any]:
        return whole.pop() if whole else await receive()

    return again


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = {key.lower() for key, _ in message["headers"]}
            extra = [*_HEADERS, (b"content-security-policy", POLICY.encode()), (b"cache-control", b"no-store")]
            message["headers"] = [*message["headers"], *(pair for pair in extra if pair[0] not in given)]
        await send(message)

    return sending


async def _refuse(send: Send, status: int, word: str) -> None:
    said = {language: strings(language)[f"refused.{word}"] for language in languages()}
    body = json.dumps({"ok": False, "word": word, "says": said}, ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
