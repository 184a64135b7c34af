"""A small store of results that are slow to make and whose inputs are known: parsed YAML, rendered pages.

Entries live in the user's cache folder under the hash of their inputs and carry their own checksum, so a damaged entry
is as good as none. A store that cannot be read or written costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from mmap import ACCESS_READ, mmap
from pathlib import Path

from platformdirs import user_cache_path

_HEAD = 72
"""Bytes of the checksum before an entry's content: numbers in it then lie where a processor reads them best."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cache:
    """One kind of entries; the newest `keep` of them stay, and up to an eighth more.

    Parameters
    ----------
    kind
        Name of the folder below the user's cache folder.
    keep
        How many entries to keep.
    """

    kind: str
    keep: int

    @property
    def folder(self) -> Path:
        """Where the entries lie."""
        return user_cache_path("hudut") / self.kind

    def get(self, key: str) -> bytes | None:
        """Return the entry, or None when there is none or it is damaged."""
        content = self.mapped(key)
        return None if content is None else bytes(content)

    def made(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the entry; what is not there is made, and kept."""
        known = self.get(key)
        if known is None:
            known = make()
            self.put(key, known)
        return known

    def mapped(self, key: str) -> memoryview | None:
        """Return the entry as it lies on the disk: of a large one only what is looked at takes memory."""
        try:
            with (self.folder / key).open("rb") as file:
                whole = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
        except (OSError, ValueError):  # an empty file cannot be mapped
            return None
        content = whole[_HEAD:]
        return content if whole[:_HEAD] == _head(content) else None

    def put(self, key: str, content: bytes) -> None:
        """Keep an entry; two processes may do so at once."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=self.folder, prefix=".")
            with os.fdopen(handle, "wb") as file:
                file.write(_head(content) + content)
            Path(beside).replace(self.folder / key)
            self._forget_old()
        except OSError as error:
            _log.warning("a result was not kept for the next run: %s", error)

    def _forget_old(self) -> None:
        paths = [*self.folder.iterdir()]
        if len(paths) <= self.keep + self.keep // 8:  # to ask for the age of each takes long
            return
        entries = sorted(((_age(path), path) for path in paths), key=lambda one: one[0])
        for _, old in entries[self.keep :]:
            old.unlink(missing_ok=True)


def _head(content: bytes | memoryview) -> bytes:
    return hashlib.sha256(content).hexdigest().ljust(_HEAD - 1).encode() + b"\n"


def _age(path: Path) -> float:
    """Return a number that is smaller the newer a file is; another process may have removed it meanwhile."""
    try:
        return -path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


@cache
def package_hash(package: str) -> str:
    """Return the hash of the files of an installed package; they are read once in a process."""
    return folders_hash(Path(str(files(package))))


def folders_hash(*roots: Path) -> str:
    """Return a hash of the names and contents of all files below some folders."""
    total = hashlib.sha256()
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(path.relative_to(root).as_posix().encode() + b"\0")
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
