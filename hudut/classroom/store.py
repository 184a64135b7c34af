"""The truth of a room: an append-only table of events in one SQLite file.

The file is in write-ahead mode and every commit reaches the disk, so an event that was acknowledged survives a killed
process. Triggers refuse to change or delete an event. Wiping a room removes the file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import HudutError

FILE = "room.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL, author TEXT NOT NULL, place INTEGER NOT NULL, body TEXT NOT NULL,
  elapsed INTEGER NOT NULL, wall TEXT NOT NULL, key TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS once ON events (author, key) WHERE key <> '';
CREATE TRIGGER IF NOT EXISTS no_change BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
"""


_INSERT = "INSERT INTO events (kind, author, place, body, elapsed, wall, key, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_SELECT = "SELECT kind, author, place, body, elapsed, wall, key, number FROM events ORDER BY number"


class NotKept(HudutError):  # noqa: N818 - it says what happened
    """An event could not be written: the disk is full or the file is read-only. Nothing was changed."""


@dataclass(frozen=True)
class Event:
    """One thing that happened in a room.

    Parameters
    ----------
    kind
        One of the kinds that `hudut.classroom.fold` knows.
    author
        Id of the person, `teacher`, or `room` for what happens by itself.
    table
        Number of the table, 0 for the whole room.
    body
        What the kind needs; JSON-able.
    elapsed
        Milliseconds of the lesson that had run, pauses left out. Never taken from the clock on the wall.
    wall
        Time of day for people, in UTC; no rule reads it.
    key
        Chosen by the client, so that a request sent twice counts once; empty for none.
    number
        Place in the log, from 1; 0 before it is kept.
    """

    kind: str
    author: str
    table: int = 0
    body: Mapping[str, Any] = field(default_factory=dict)
    elapsed: int = 0
    wall: str = ""
    key: str = ""
    number: int = 0


def _row(event: Event) -> tuple[object, ...]:
    body = json.dumps(event.body, ensure_ascii=False, separators=(",", ":"))
    return event.kind, event.author, event.table, body, event.elapsed, event.wall, event.key, event.number


def _unkept(folder: Path, what: str, remedy: str) -> HudutError:
    return HudutError(f"cannot keep the room in {folder}: {what}. {remedy} another folder with --data.")


class Store:
    """The event table of one room in a folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            self._base = self._open()
        except sqlite3.OperationalError as error:
            what = "another room is open there" if "locked" in str(error) else str(error)
            raise _unkept(folder, what, "Close the other, or choose") from error
        except (OSError, sqlite3.Error) as error:
            raise _unkept(folder, str(error), "Choose") from error

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        # One process keeps a room: a second one that opened it would fold another state from the same events.
        base.execute("PRAGMA locking_mode=EXCLUSIVE")
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        base.executescript(_SCHEMA)
        return base

    def append(self, events: Iterable[Event]) -> None:
        """Keep numbered events, all or none; when this returns, they are on the disk.

        Raises
        ------
        NotKept
            If they could not be written.
        """
        try:
            with self._base:
                self._base.execute("BEGIN IMMEDIATE")
                self._base.executemany(_INSERT, map(_row, events))
        except sqlite3.Error as error:
            raise NotKept(str(error)) from error

    def events(self) -> Iterator[Event]:
        """Yield all events in order.

        Raises
        ------
        HudutError
            If the file is damaged.
        """
        try:
            rows = self._base.execute(_SELECT).fetchall()
        except sqlite3.Error as error:
            raise HudutError(f"{self.path} cannot be read: {error}. Move it away to begin anew.") from error
        for kind, author, place, body, elapsed, wall, key, number in rows:
            yield Event(kind, author, place, json.loads(body), elapsed, wall, key, number)

    def wipe(self) -> None:
        """Remove everything that the room knew, pupils' names included, and begin with an empty table."""
        self._base.close()
        for path in (self.path, *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)
        self._base = self._open()

    def close(self) -> None:
        """Close the file."""
        self._base.close()
