"""Every error of the lower packages, as a tree.

HudutError
├── DataError          one or more problems in data files; carries all of them
└── BadValue           a value that a function cannot take, where Python's habit is a ValueError
    └── DateError      a text or value that is no date of the calendar
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


class HudutError(Exception):
    """Base of all errors that Hudut raises on purpose; its text is meant for the person at the keyboard."""


class BadValue(HudutError, ValueError):  # noqa: N818 - it names the thing
    """A value that cannot be taken; the text says which and what can."""


class DateError(BadValue):
    """No date: another form, no day of the calendar, or an interval that runs backwards."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a data file.

    Parameters
    ----------
    file
        Path as shown to the reader, relative to the data folder where possible.
    line
        1-based line in that file, or 0 when the whole file is meant.
    what
        What is wrong, with the offending value quoted.
    remedy
        What to do about it: the nearest valid choice, or the rule.
    lacks
        Id of the record that is missing, where that is the problem.
    """

    file: str
    line: int
    what: str
    remedy: str = ""
    lacks: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}" + (f" {self.remedy}" if self.remedy else "")


class DataError(HudutError):
    """The data is wrong; `problems` lists everything found, sorted by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        head = "1 problem" if count == 1 else f"{count} problems"
        super().__init__("\n".join([f"{head} in the data:", *map(str, self.problems)]))


ALL_OF_IT = "*"
"""Among the ids of records that could not be read: a whole file."""


def causes(problems: Iterable[Problem], unread: Collection[str]) -> list[Problem]:
    """Return the problems that do not follow from a record that could not be read, which is a problem of its own."""
    return [one for one in problems if one.lacks is None or not {one.lacks, ALL_OF_IT} & set(unread)]


def one_of(value: object, valid: Collection[str], otherwise: str) -> str:
    """Return a value that is one of the valid words.

    Parameters
    ----------
    otherwise
        How the message begins, before the value: `unknown place`, `there is no policy`.

    Raises
    ------
    BadValue
        If it is none of them, with the nearest ones.
    """
    if isinstance(value, str) and value in valid:
        return value
    raise BadValue(f"{otherwise} {value!r}. {nearest(value, valid)}")


def nearest(value: object, valid: Iterable[str]) -> str:
    """Return a remedy that names the valid choices nearest to `value`, or a few of them when none is near."""
    choices = sorted(valid)
    close = get_close_matches(str(value), choices, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(map(repr, close))}?"
    shown = ", ".join(choices[:8])
    return f"Valid: {shown}{', …' if len(choices) > 8 else ''}." if choices else "There is nothing to choose from yet."
