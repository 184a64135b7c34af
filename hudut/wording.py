"""The words of the application: those of the atlas and of the map, and its own."""

from __future__ import annotations

from collections.abc import Mapping

from geo.load import Atlas
from geo.sources import Citation, Reference
from geo.words import Words, words
from scenarios.ground import Held


def said(language: str) -> Words:
    """Return the words of plays, rooms, paper and reports in a language."""
    return words(language, "maps", "hudut")


def say(language: str) -> Mapping[str, str]:
    """Return the same by id, for texts into which nothing is put."""
    return said(language).texts


def holder(atlas: Atlas, held: Held | None, language: str) -> str:
    """Return who holds something, and how unless as sovereign: `Armenia (occupied)`."""
    if held is None or held.party is None:
        return say(language)["nobody"]
    name = atlas.parties[held.party].names[language].partition(" (")[0]  # without what explains the name
    return name if held.status == "sovereign" else f"{name} ({say(language)[f'status.{held.status}']})"


def cited(atlas: Atlas, one: Citation, language: str) -> str:
    """Return a citation as the pages write it: `Turhan Ada, Rus-Batı … (2019), lines 1093-1101`."""
    words = said(language)
    if isinstance(one, Reference):
        return f"{one.title} <{one.place}>"
    book = atlas.sources[one.source]
    year = f" ({book.year})" if book.year else ""
    via = f" {words.say('cite.via', via=one.via)}" if one.via else ""
    return f"{', '.join((*book.authors, book.title))}{year}, {words.say('cite.lines', lines=one.lines)}{via}"


def layer(name: str, language: str) -> str:
    """Return a layer in words."""
    return say(language)[f"layer.{name}"]


def certainty(name: str, language: str) -> str:
    """Return how sure something is, in words."""
    return say(language)[f"certainty.{name}"]
