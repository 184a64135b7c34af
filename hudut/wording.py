"""Ids and values of a play in words, for text: terminal, replay, Markdown."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def say(language: str) -> dict[str, str]:
    """Return the texts of plays in one language, by string id."""
    text = (files("hudut.play") / "strings.yaml").read_text(encoding="utf-8")
    return {key: row[language] for key, row in yaml.load(text, Loader=yaml.CSafeLoader).items()}
