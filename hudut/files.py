"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
