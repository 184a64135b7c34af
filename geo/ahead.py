"""Parse files in a second process while this one imports its libraries: on a first run both take a second."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import yaml

from geo.parsing import is_kept, parse, plain_text

_WORTH = 200_000
"""Letters that are not kept yet, from which on another process pays."""


@contextmanager
def parsed_ahead(paths: Sequence[Path]) -> Iterator[subprocess.Popen[bytes] | None]:
    """Let another process parse files and keep what they hold, where `parse` will find it; give that process.

    It changes no result: what is not kept in time, or cannot be parsed, is parsed by whoever asks for it.
    """
    wanted = [path for path, text in _texts(paths) if not is_kept(text)]
    process = None
    if sys.executable and sum(path.stat().st_size for path in wanted) > _WORTH:
        command = [sys.executable, "-m", "geo.ahead", *map(str, wanted)]
        with suppress(OSError):
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 (our own)
    try:
        yield process
    finally:
        if process is not None:
            process.terminate()
            process.wait()


def parse_from_the_end(paths: Sequence[Path]) -> None:
    """Parse files from the last to one that is kept: there the other process, which begins with the first, is met."""
    for _, text in _texts(paths[::-1]):
        if is_kept(text):
            return
        with suppress(yaml.YAMLError):
            parse(text)


def _texts(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        with suppress(OSError, UnicodeDecodeError):
            yield path, plain_text(path)


if __name__ == "__main__":
    gc.disable()  # nothing of it is garbage: looking for some takes as long as parsing
    for _, wanted_text in _texts([Path(name) for name in sys.argv[1:]]):
        with suppress(yaml.YAMLError):
            parse(wanted_text)
