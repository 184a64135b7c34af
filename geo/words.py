"""The words of each language, and what is put into words alike everywhere: dates, numbers, lists.

A language is a set of files. `geo/languages` holds for each its own words (`az.yaml`), what the CLDR knows of it
(`az.cldr.yaml`, made by `geo.curate.languages`) and, beyond the two that the records are written in, their translation
(`az.po`); `maps/languages` and `hudut/languages` hold the words of their pages. A text that a language lacks is that of
English. The scripts of the pages read the same texts (`maps/js/text.js`, `maps/js/days.js`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from typing import Literal

from geo.dates import HistoricalDate
from geo.errors import one_of

FOLDER = files("geo") / "languages"
WRITTEN = ("tr", "en")
"""Languages in which every record is written; the words of all others may be incomplete."""
FALLBACK = "en"
ALL = "all"
"""Stands for every language, on a page with a switch."""
Form = Literal["long", "middle"]
"""A day as `16 March 1921` or `16 Mar 1921`."""


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages that have words: those of the records, then the others by code."""
    names = (path.name.split(".") for path in FOLDER.iterdir())
    found = {code for code, *suffixes in names if suffixes == ["yaml"]}
    return (*WRITTEN, *sorted(found - set(WRITTEN)))


def chosen(word: str) -> tuple[str, ...]:
    """Return the languages that a word names: one of them, or `all`.

    Raises
    ------
    BadValue
        If there is no such language.
    """
    one_of(word, (*languages(), ALL), "unknown language")
    return languages() if word == ALL else (word,)


@dataclass(frozen=True)
class Words:
    """The words of one language by id."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return a text with the values put in."""
        return self.texts[key].format(**values)

    def date(self, when: HistoricalDate | int, form: Form = "long") -> str:
        """Return a date, or a day given as an ordinal, as people write it: `about March 1921`."""
        if isinstance(when, int):
            return self._day(dt.date.fromordinal(when), form)
        parts = [self._part(part, form) for part in when.text.removesuffix("~").split("/")]
        body = self.say("date.range", start=parts[0], end=parts[1]) if len(parts) > 1 else parts[0]
        return self.say("date.about", date=body) if when.approximate else body

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with the marks of the language, rounded."""
        marks = {",": self.texts["number.group"], ".": self.texts["number.decimal"]}
        return "".join(marks.get(sign, sign) for sign in f"{value:,.{decimals}f}")

    def joined(self, items: Iterable[str]) -> str:
        """Return a list as people write it: `Kars, Batum and Ardahan`."""
        *most, last = list(items) or [""]
        if not most:
            return last
        start = reduce(self.texts["list.middle"].format, most)
        return self.texts["list.end" if most[1:] else "list.two"].format(start, last)

    def _part(self, part: str, form: Form) -> str:
        if len(part) == len("1921"):
            return part
        if len(part) == len("1921-03"):
            year, month = map(int, part.split("-"))
            return self._day(dt.date(year, month, 1), "month")
        return self._day(dt.date.fromisoformat(part), form)

    def _day(self, day: dt.date, form: str) -> str:
        names = {"month": "date.months", "alone": "date.months.alone", "short": "date.months.short"}
        months = {field: self.texts[key].split("|")[day.month - 1] for field, key in names.items()}
        return self.say(f"date.{form}", day=day.day, year=day.year, **months)


@cache
def words(language: str, *rooms: str) -> Words:
    """Return the words of a language: those of `geo`, and of further packages with a folder `languages`."""
    texts: dict[str, str] = {}
    for code in dict.fromkeys((FALLBACK, language)):
        for room, name in (("geo", f"{code}.cldr"), *((room, code) for room in ("geo", *rooms))):
            texts |= _texts(room, name)
    return Words(language, texts)


@cache
def _texts(room: str, name: str) -> dict[str, str]:
    import yaml

    path = files(room) / "languages" / f"{name}.yaml"
    found: dict[str, str] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) if path.is_file() else {}
    return found
