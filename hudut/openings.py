"""Open an act on the play of an earlier log: `--from LOG` of the commands, `after` of `hudut.api`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from engine.errors import BadLog
from engine.log import Log, read
from engine.opening import Opening, opening_on
from engine.play import act_named
from geo.errors import BadValue, HudutError
from hudut.campaigns import Stage

Earlier = Log | Path | str
"""The play that an act goes on from: a log, or the file of one."""


def read_log(path: Path) -> Log:
    """Read a log from a file.

    Raises
    ------
    HudutError
        If it cannot be read, or is not a log.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HudutError(f"{path} cannot be read: {error}") from error
    return read(text, str(path))


def openings(of: Stage, after: Earlier) -> dict[str, Opening]:
    """Return how each act is opened on an earlier play that leads to it.

    Raises
    ------
    HudutError
        If it leads to none, or cannot be read.
    """
    found = {}
    for act in of.scenario.acts:
        with suppress(BadLog):
            found[act] = opening(of, act, after)
    return found or {(begun := opening(of, None, after)).act: begun}


def opening(of: Stage, act: str | None = None, after: Earlier | None = None) -> Opening:
    """Return where an act is opened: where history had come to, or where an earlier play had.

    Without `act` it is the first, or the one that follows the earlier play.

    Raises
    ------
    HudutError
        If there is no such act, or the log cannot be read or does not lead to it.
    """
    if after is None:
        return Opening(act_named(of.scenario, act))
    if isinstance(after, Log):
        return opening_on(of.scenario, after, act)
    if not isinstance(after, (Path, str)):
        raise BadValue(f"after: {after!r} is no play, no log and no file of one")
    return opening_on(of.scenario, read_log(Path(after)), act, str(after))
