"""Texts of the room's pages by string id."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from hudut.play.words import texts

LANGUAGES = ("tr", "en")


@cache
def strings(language: str) -> dict[str, str]:
    """Return the texts of the parts of a play and the room's own in one language, by string id."""
    return {**texts(language), **{key: row[language] for key, row in own_texts().items()}}


@cache
def own_texts() -> dict[str, dict[str, str]]:
    """Return the texts that are the room's alone, by string id, then by language."""
    text = (files("hudut.classroom") / "strings.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table
