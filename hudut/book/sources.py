"""The sources of a printed work: numbered as they come up, listed at its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from geo.load import Atlas
from geo.sources import Citation, TextCitation
from hudut.wording import said


@dataclass
class Sources:
    """The list as it grows; `texts` are its entries in order."""

    atlas: Atlas
    language: str
    texts: dict[str, int] = field(default_factory=dict)

    def marks(self, cites: Iterable[Citation]) -> list[str]:
        """Return how a place in the work refers to what it rests on: `[3], lines 634-636`, each source once."""
        places: dict[int, list[str]] = {}
        for one in cites:
            lines = places.setdefault(self.texts.setdefault(self._entry(one), len(self.texts) + 1), [])
            if isinstance(one, TextCitation) and one.lines not in lines:
                lines.append(one.lines)
        words = said(self.language)
        return [
            f"[{number}], {words.say('cite.lines', lines=', '.join(lines))}" if lines else f"[{number}]"
            for number, lines in sorted(places.items())
        ]

    def _entry(self, one: Citation) -> str:
        if not isinstance(one, TextCitation):
            return f"{one.title} <{one.place}>"
        book = self.atlas.sources[one.source]
        return ", ".join([*book.authors, book.title]) + (f" ({book.year})" if book.year else "")
