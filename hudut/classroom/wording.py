"""Texts of the room's pages by string id."""

from __future__ import annotations

from functools import cache

from hudut.play.words import texts
from hudut.wording import said

OWN = "room."
"""Prefix of the words that are the room's alone; its pages know them without it."""


@cache
def strings(language: str) -> dict[str, str]:
    """Return the texts of the parts of a play and the room's own in one language, by string id."""
    own = {key.removeprefix(OWN): text for key, text in said(language).texts.items() if key.startswith(OWN)}
    return {**texts(language), **own}
