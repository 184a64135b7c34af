"""The log of a play: a header and a chain of entries, enough to rebuild everything. Text in, text out; no file.

One JSON object a line. Each entry carries the SHA-256 of what went before and of itself, so that a line changed, lost
or moved is found. Rationale and time of day stand beside the chain: they are for people, not for the rules.

Entries: a `move`; an `undo` back to an earlier entry; an `inject` by the teacher, which changes variables.
A log that is forked names its parent in the header; a play that goes on from another names what that one left behind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from typing import Any, Literal, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from engine.errors import BadLog
from geo.errors import nearest

T = TypeVar("T")

LOG_FORMAT = 2
LONGEST_LOG = 2_000_000
"""Characters; a real play stays below a hundred thousand."""
ENGINE_VERSION = "1"
"""Raised when the same kernel and log would give another state."""
WRITTEN_BY = version("hudut")
INJECT = "inject"
"""Stands in the header for the move of a play that left history by what a teacher brought in: `STEP.inject`."""


@dataclass(frozen=True)
class Header:
    """What a log belongs to.

    Parameters
    ----------
    scenario, hash
        Id of the campaign, and SHA-256 of its kernel.
    act, carried
        Where the play starts, and inherited values that differ from history.
    left
        Where it goes on from a play that had left history: the move by which that one did, or `STEP.inject` for what a
        teacher brought in there.
    seed
        Of the policies and of chance; what they drew is in the log all the same.
    seats
        Who plays each seat: `person` or the name of a policy. By the id of a step, the policy that plays that one.
    parent
        Chain and number of the entry that a fork starts from.
    version
        The version of Hudut that wrote it.
    """

    scenario: str
    hash: str
    act: str | None = None
    carried: Mapping[str, int | str] = field(default_factory=dict)
    left: str = ""
    seed: int = 0
    seats: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    version: str = WRITTEN_BY
    engine: str = ENGINE_VERSION
    format: int = LOG_FORMAT

    __pydantic_config__ = ConfigDict(extra="forbid")


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

    __pydantic_config__ = ConfigDict(extra="forbid")


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
        """Return the log with one more entry, linked to the chain; half a letter in its reason becomes U+FFFD."""
        whole = entry.rationale.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        linked = replace(entry, rationale=whole, chain=link(self.chain, entry))
        return replace(self, entries=(*self.entries, linked))

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
        If it is not a log, too long, of an unknown format, cut off, a field does not fit, or its chain is broken;
        `name` and line are named.
    """
    if len(text) > LONGEST_LOG:
        raise BadLog(f"{name}: {len(text)} characters is no log of a play; they stay below {LONGEST_LOG}.")
    whole = text.removeprefix("\ufeff").rstrip(" \t\r\n")
    if not whole:
        raise BadLog(f"{name}: the file is empty.")
    lines = whole.split("\n")  # \n alone ends a line: a reason may hold U+2028
    log = Log(_header(lines[0], f"{name}:1"))
    if not text.rstrip(" \t\r").endswith("\n"):
        raise BadLog(f"{name}:{len(lines)}: the last line is cut off. Remove it to replay what is whole.")
    entries: list[Entry] = []
    chain = header_chain(log.header)
    for number, line in enumerate(lines[1:], start=2):
        entry = _parsed(_ENTRY, line, f"{name}:{number}")
        chain = link(chain, entry)
        if entry.chain != chain:
            raise BadLog(
                f"{name}:{number}: the chain is broken: this line or one before it was changed, lost or moved."
            )
        entries.append(entry)
    return replace(log, entries=tuple(entries))


def _header(line: str, place: str) -> Header:
    content = _parsed(_ANY, line, place)
    for field_, ours in (("format", LOG_FORMAT), ("engine", ENGINE_VERSION)):
        found = content.get(field_)
        if type(found) is not type(ours) or found != ours:
            what = repr(found) if field_ in content else "none"
            raise BadLog(
                f"{place}: {_writer(content)} wrote it with {field_} {what}, this is Hudut {WRITTEN_BY} with {field_}"
                f" {ours!r}: the rules of logs have changed. Replay it with the version that wrote it, or play anew."
            )
    return _parsed(_HEADER, line, place)


def _writer(content: Mapping[str, Any]) -> str:
    """Return which Hudut wrote a log, as its header says; those of format 1 did not say it."""
    return f"Hudut {content['version']!s:.20}" if "version" in content else "a Hudut before logs named it"


def _parsed(kind: TypeAdapter[T], line: str, place: str) -> T:
    try:
        return kind.validate_json(line.encode(), strict=True)
    except UnicodeEncodeError as error:
        raise BadLog(f"{place}: it holds half a letter (a lone surrogate) at {error.start + 1}.") from error
    except ValidationError as error:
        raise BadLog(f"{place}: {_complaint(error.errors(include_url=False)[0])}") from error


def _complaint(error: ErrorDetails) -> str:
    """Return what is wrong with a line, from the first thing that pydantic found."""
    if error["type"] == "json_invalid":
        return f"it is not JSON: {error['msg'].removeprefix('Invalid JSON: ')}."
    if not error["loc"]:
        return "it is not a JSON object."
    where, value = "/".join(map(str, error["loc"])), repr(error["input"])[:60]
    if error["type"] == "unexpected_keyword_argument":
        return f"there is no field {where!r}. {nearest(where, [*Header.__annotations__, *Entry.__annotations__])}"
    if error["type"] == "missing":
        return f"the field {where!r} is missing."
    return f"{where}: {value} does not fit: {error['msg'][0].lower()}{error['msg'][1:]}."


_ANY = TypeAdapter(dict[str, Any])
_HEADER, _ENTRY = TypeAdapter(Header), TypeAdapter(Entry)
