"""Texts of the room's pages by string id, and days as people write them."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from geo.dates import HistoricalDate
from geo.words import words

LANGUAGES = ("tr", "en")
_MAPS = ("layer.", "status.", "school.")
_PLAY = ("draft.", "consent.", "reason.")
"""Words of the atlas and of the play page that the room uses too."""


@cache
def strings(language: str) -> dict[str, str]:
    """Return the room's texts in one language, by string id."""
    maps = {key: text for key, text in words(language, "maps").texts.items() if key.startswith(_MAPS)}
    play = {key: row for key, row in _table("hudut.play").items() if key.startswith(_PLAY)}
    return maps | {key: row[language] for key, row in {**play, **_table("hudut.classroom")}.items()}


@cache
def _table(package: str) -> dict[str, dict[str, str]]:
    text = (files(package) / "strings.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table


def long_day(day: int, language: str) -> str:
    """Return a day in words: `16 March 1921`."""
    one = date.fromordinal(day)
    return f"{one.day} {_months(language)[one.month - 1]} {one.year}"


def long_date(when: HistoricalDate, language: str) -> str:
    """Return a historical date in words, as precise as it is."""
    parts = [_part(part, language) for part in when.text.removesuffix("~").split("/")]
    body = " – ".join(parts)
    return strings(language)["date.about"].format(date=body) if when.approximate else body


def _part(part: str, language: str) -> str:
    numbers = [int(one) for one in part.split("-")]
    if len(numbers) == 3:
        return long_day(date(*numbers).toordinal(), language)
    return f"{_months(language)[numbers[1] - 1]} {numbers[0]}" if len(numbers) == 2 else str(numbers[0])


def _months(language: str) -> list[str]:
    return strings(language)["date.months"].split()
