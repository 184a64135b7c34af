"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOTDIR
from pathlib import Path

from geo.errors import HudutError

LONGEST_SHOWN = 200
"""Letters of a path that a message repeats."""


def write_whole(target: Path, content: str | bytes) -> int:
    """Write a file whole, as `whole_file` does; return its size in bytes.

    Raises
    ------
    HudutError
        If it cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    with whole_file(target) as beside:
        beside.write_bytes(data)
    return len(data)


def writable(target: Path) -> Path:
    """Return a path that a file can be written to: asked before the work whose result it is to hold.

    Raises
    ------
    HudutError
        If it is a folder, lies in a file, or has a name that cannot be.
    """
    try:
        if target.is_dir():
            raise HudutError(f"{target} is a folder; give the name of a file, such as {target / 'hudut.html'}")
        nearest = next(one for one in target.absolute().parents if one.exists())
        if not nearest.is_dir():
            raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR))
    except OSError as error:
        raise cannot_write(target, error) from error
    return target


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a path to write to, and put what was written in the place of `target` when all went well.

    A plain file is written beside and renamed, so that nobody sees half of it; a link is followed to what it names;
    into a device or a pipe the bytes are written, and it stays what it is.

    Raises
    ------
    HudutError
        If the folder cannot be made or written to, or `target` is a folder or has a name that cannot be.
    """
    beside = None
    try:
        writable(target)
        stream = target.exists() and not target.is_file()
        place = target if stream else Path(os.path.realpath(target))
        if not stream:
            place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".hudut-", suffix=target.suffix, dir=None if stream else place.parent)
        os.close(handle)
        beside = Path(name)
        yield beside
        if stream:
            with beside.open("rb") as written, place.open("wb") as flow:
                shutil.copyfileobj(written, flow)
        else:
            beside.chmod(0o666 & ~_umask())
            beside.replace(place)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def cannot_write(target: Path, error: OSError) -> HudutError:
    """Return what to say of a file or folder that cannot be written."""
    name = str(target)
    shown = name if len(name) <= LONGEST_SHOWN else f"{name[: LONGEST_SHOWN // 2]}…"
    return HudutError(f"cannot write {shown}: {error.strerror}. Choose another place with -o.")


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
    beside = None
    try:
        if target.is_file():
            raise HudutError(f"{target} is a file; give the name of a folder, such as {target.parent / 'stick'}")
        if target.is_dir() and any(target.iterdir()) and not (target / known_by).is_file():
            raise HudutError(
                f"{target} holds other files and has no {known_by}. Give an empty or a new folder with -o."
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        yield beside
        beside.chmod(0o777 & ~_umask())
        _put(beside, target)
    except OSError as error:
        raise cannot_write(target, error) from error
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
