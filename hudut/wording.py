"""The words of the application: those of the atlas and of the map, and its own."""

from __future__ import annotations

from collections.abc import Mapping

from geo.words import Words, words


def said(language: str) -> Words:
    """Return the words of plays, rooms, paper and reports in a language."""
    return words(language, "maps", "hudut")


def say(language: str) -> Mapping[str, str]:
    """Return the same by id, for texts into which nothing is put."""
    return said(language).texts
