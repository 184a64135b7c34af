"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import HudutError


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a path beside `target` to write to; rename it over `target` when all went well, else remove it.

    Raises
    ------
    HudutError
        If the folder cannot be made or written to, or `target` is a folder.
    """
    if target.is_dir():
        raise HudutError(f"{target} is a folder; give the name of a file, such as {target / 'hudut.html'}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=target.suffix, dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise HudutError(f"cannot write {target}: {error.strerror}. Choose another place with -o.") from error
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o666 & ~_umask())
        beside.replace(target)
    except OSError as error:
        raise HudutError(f"cannot write {target}: {error.strerror}. Choose another place with -o.") from error
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def whole_folder(target: Path, known_by: str) -> Iterator[Path]:
    """Give a folder beside `target` to write to; put it in the place of `target` when all went well, else remove it.

    Parameters
    ----------
    known_by
        A file that shows a folder to be one that this program wrote; only such a folder, or an empty one, is replaced.

    Raises
    ------
    HudutError
        If `target` is a file or a folder of something else, or the folder cannot be written.
    """
    if target.is_file():
        raise HudutError(f"{target} is a file; give the name of a folder, such as {target.parent / 'stick'}")
    if target.is_dir() and any(target.iterdir()) and not (target / known_by).is_file():
        raise HudutError(f"{target} holds other files and has no {known_by}. Give an empty or a new folder with -o.")
    beside = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        yield beside
        beside.chmod(0o777 & ~_umask())
        _put(beside, target)
    except OSError as error:
        raise HudutError(f"cannot write {target}: {error.strerror}. Choose another place with -o.") from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _put(beside: Path, target: Path) -> None:
    """Move a folder to its place; what was there goes only after it has been moved away."""
    if not target.exists():
        beside.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / target.name)
    try:
        beside.rename(target)
    except OSError:
        (old / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
