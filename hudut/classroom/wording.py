"""Texts of the room's pages by string id, and days as people write them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from geo.dates import HistoricalDate
from hudut.wording import said

LANGUAGES = ("tr", "en")
_SHARED = ("date.", "list.", "number.", "layer.", "status.", "school.", "draft.", "consent.", "reason.")
"""Words of the atlas and of the play page that the room uses too."""


@cache
def strings(language: str) -> dict[str, str]:
    """Return the room's texts in one language, by string id."""
    shared = {key: text for key, text in said(language).texts.items() if key.startswith(_SHARED)}
    return shared | {key: row[language] for key, row in _table().items()}


@cache
def _table() -> dict[str, dict[str, str]]:
    text = (files("hudut.classroom") / "strings.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table


def long_day(day: int, language: str) -> str:
    """Return a day in words: `16 March 1921`."""
    return said(language).date(day)


def long_date(when: HistoricalDate, language: str) -> str:
    """Return a historical date in words, as precise as it is."""
    return said(language).date(when)
