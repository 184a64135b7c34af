"""Dates as historians write them, and days as the program counts them.

A *day* is an integer: the proleptic Gregorian ordinal of `datetime.date.toordinal` (0001-01-01 is day 1).
A *historical date* is one of five EDTF forms, always Gregorian: `1921-03-16`, `1920-09`, `1920`,
`1920-07/1920-08`, and any of them with `~` at the end.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import index

from geo.errors import DateError

_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
FORMS = "Write 1921-03-16, 1920-09, 1920 or 1920-07/1920-08, with ~ at the end for 'about'."


@dataclass(frozen=True, order=True)
class HistoricalDate:
    """A date with its precision.

    Parameters
    ----------
    first, last
        First and last day it may mean, as ordinals, both included.
    text
        The EDTF text, the only written form: `parse(date.text) == date`.
    """

    first: int
    last: int
    text: str

    @property
    def approximate(self) -> bool:
        """True when the text ends in `~`."""
        return self.text.endswith("~")

    @property
    def precise(self) -> bool:
        """True when the date is one day, stated without `~`."""
        return self.first == self.last and not self.approximate

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def parse(text: str) -> HistoricalDate:
    """Read an EDTF text in one of the five forms.

    Raises
    ------
    DateError
        If the text has another form, names no real day, or its interval runs backwards.
    """
    body = text.strip()
    left, slash, right = body.removesuffix("~").partition("/")
    first, last = _bounds(left, text)
    if slash:
        last = _bounds(right, text)[1]
    if last < first:
        raise DateError(f"the interval {text!r} runs backwards. {FORMS}")
    return HistoricalDate(first, last, body)


def _bounds(part: str, whole: str) -> tuple[int, int]:
    match = _PART.match(part)
    if match is None:
        raise DateError(f"{whole!r} is not a date. {FORMS}")
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        start = date(year or 0, month or 1, day or 1)
        end_month = month or 12
        end = date(start.year, end_month, day or monthrange(start.year, end_month)[1])
    except ValueError:
        raise DateError(f"{whole!r} is not a day of the calendar. {FORMS}") from None
    return start.toordinal(), end.toordinal()


def to_day(when: int | str | date, *, last: bool = False) -> int:
    """Return the ordinal of a day given as an ordinal, a `date`, or an EDTF text (its earliest or its last day).

    Raises
    ------
    DateError
        If it is none of the three.
    """
    if isinstance(when, str):
        return parse(when).last if last else parse(when).first
    try:
        return when.toordinal() if isinstance(when, date) else index(when)
    except TypeError:
        raise DateError(f"{when!r} is not a day. {FORMS}") from None


def iso(day: int) -> str:
    """Return the ISO text of a day: `iso(701340) == '1921-03-16'`."""
    return date.fromordinal(day).isoformat()


FIRST_DAY = date(1914, 8, 1).toordinal()
"""First day of the atlas."""
LAST_DAY = date(1923, 10, 29).toordinal()
"""Last day of the atlas, included."""
