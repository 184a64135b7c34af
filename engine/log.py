"""The log of a play: a header and a chain of entries, enough to rebuild everything. Text in, text out; no file.

One JSON object a line. Each entry carries the SHA-256 of what went before and of itself, so that a line changed, lost
or moved is found. Rationale and time of day stand beside the chain: they are for people, not for the rules.

Entries: a `move`; an `undo` back to an earlier entry; an `inject` by the teacher, which changes variables.
A log that is forked names its parent in the header.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from engine.errors import BadLog

LOG_FORMAT = 1
LONGEST_LOG = 2_000_000
"""Characters; a real play stays below a hundred thousand."""
ENGINE_VERSION = "1"
"""Raised when the same kernel and log would give another state."""


@dataclass(frozen=True)
class Header:
    """What a log belongs to.

    Parameters
    ----------
    scenario, hash
        Id of the campaign, and SHA-256 of its kernel.
    act, carried
        Where the play starts, and inherited values that differ from history.
    seed
        Of the policies and of chance; what they drew is in the log all the same.
    seats
        Who plays each seat: `person` or the name of a policy.
    parent
        Chain and number of the entry that a fork starts from.
    """

    scenario: str
    hash: str
    act: str | None = None
    carried: Mapping[str, int | str] = field(default_factory=dict)
    seed: int = 0
    seats: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    engine: str = ENGINE_VERSION
    format: int = LOG_FORMAT


@dataclass(frozen=True)
class Entry:
    """One thing that happened in a play."""

    kind: Literal["move", "undo", "inject"]
    move: str = ""
    actor: str = ""
    to: int = 0
    effects: tuple[tuple[str, str, int], ...] = ()
    rationale: str = ""
    clock: str = ""
    chain: str = ""


@dataclass(frozen=True)
class Log:
    """A header and its entries, in order."""

    header: Header
    entries: tuple[Entry, ...] = ()

    @property
    def chain(self) -> str:
        """The last link of the chain."""
        return self.entries[-1].chain if self.entries else header_chain(self.header)

    def add(self, entry: Entry) -> Log:
        """Return the log with one more entry, linked to the chain."""
        return replace(self, entries=(*self.entries, replace(entry, chain=link(self.chain, entry))))

    def fork(self, length: int) -> Log:
        """Return a new log that starts with the first `length` entries of this one and names it as its parent."""
        parent = self.entries[length - 1].chain if length else header_chain(self.header)
        log = Log(replace(self.header, parent=f"{parent}:{length}"))
        for entry in self.entries[:length]:
            log = log.add(entry)
        return log


def _canonical(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def header_chain(header: Header) -> str:
    """Return the link that a log starts with."""
    return hashlib.sha256(_canonical(asdict(header))).hexdigest()


def link(before: str, entry: Entry) -> str:
    """Return the link of an entry; rationale and clock are outside of it."""
    content = [before, entry.kind, entry.move, entry.actor, entry.to, entry.effects]
    return hashlib.sha256(_canonical(content)).hexdigest()


def dump(log: Log) -> str:
    """Return a log as text, one JSON object a line."""
    lines = [json.dumps(asdict(log.header), ensure_ascii=False, sort_keys=True)]
    for entry in log.entries:
        content = {key: value for key, value in asdict(entry).items() if value not in ("", 0, ())}
        lines.append(json.dumps(content, ensure_ascii=False, sort_keys=True))
    return "\n".join(lines) + "\n"


def read(text: str, name: str = "log") -> Log:
    """Read a log from text.

    Raises
    ------
    BadLog
        If it is not a log, too long, of an unknown format, cut off, or its chain is broken; `name` and line are named.
    """
    if len(text) > LONGEST_LOG:
        raise BadLog(f"{name}: {len(text)} characters is no log of a play; they stay below {LONGEST_LOG}.")
    lines = text.splitlines()
    if not lines:
        raise BadLog(f"{name}: the file is empty.")
    header = _header(lines[0], name)
    if text[-1] != "\n":
        raise BadLog(f"{name}:{len(lines)}: the last line is cut off. Remove it to replay what is whole.")
    log = Log(header)
    entries: list[Entry] = []
    chain = header_chain(header)
    for number, line in enumerate(lines[1:], start=2):
        entry = _entry(line, f"{name}:{number}")
        chain = link(chain, entry)
        if entry.chain != chain:
            raise BadLog(
                f"{name}:{number}: the chain is broken: this line or one before it was changed, lost or moved."
            )
        entries.append(entry)
    return replace(log, entries=tuple(entries))


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLog(f"{place}: it is not JSON: {str(error)[:80]}.") from error
    if not isinstance(content, dict):
        raise BadLog(f"{place}: it is not a JSON object.")
    return content


def _header(line: str, name: str) -> Header:
    content = _object(line, f"{name}:1")
    if content.get("format") != LOG_FORMAT:
        found = content.get("format", "none")
        raise BadLog(f"{name}:1: format {found!r} is not known; this version reads format {LOG_FORMAT}.")
    if content.get("engine") != ENGINE_VERSION:
        raise BadLog(f"{name}:1: written by engine {content.get('engine')!r}; this is engine {ENGINE_VERSION!r}.")
    try:
        return Header(**content)
    except TypeError as error:
        raise BadLog(f"{name}:1: the header is not of a log: {error}.") from error


def _entry(line: str, place: str) -> Entry:
    content = _object(line, place)
    if content.get("kind") not in ("move", "undo", "inject"):
        raise BadLog(f"{place}: {content.get('kind')!r} is no kind of entry; there are move, undo and inject.")
    try:
        effects = tuple((str(a), str(b), int(c)) for a, b, c in content.pop("effects", ()))
        return Entry(**content, effects=effects)
    except (TypeError, ValueError) as error:
        raise BadLog(f"{place}: the entry is not whole: {error}.") from error
