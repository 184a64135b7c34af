"""Texts and citations of the chronicle, each kept once and referred to by number; `maps.chronicle` says how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.dates import HistoricalDate
from geo.records import CERTAINTIES
from geo.sources import GRADES, Citation, Grade, TextCitation
from scenarios.chronicle import Fact

NEXT_TEXT = 1


def written(cite: Citation, grade: Callable[[str], Grade]) -> dict[str, Any]:
    """Return a citation as the page carries it, a page with its grade; `maps/js/cites.js` reads it."""
    found: dict[str, Any]
    if isinstance(cite, TextCitation):
        found = {"s": cite.source, "l": cite.lines, "w": list(cite.witness), "via": cite.via, "r": cite.reads}
    else:
        found = {"t": cite.title, "a": cite.place, "o": cite.opened.isoformat(), "says": cite.says}
        found["gr"] = GRADES.index(grade(cite.place)) + 1
    return {key: value for key, value in found.items() if value}


@dataclass
class Teller:
    """Keeps each text and each citation once."""

    langs: tuple[str, ...]
    start: int
    grade: Callable[[str], Grade]
    texts: list[list[str]] = field(default_factory=list)
    cites: list[tuple[Any, ...]] = field(default_factory=list)
    pages: list[tuple[Any, ...]] = field(default_factory=list)
    saids: list[tuple[Any, ...]] = field(default_factory=list)
    known: dict[Any, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = [[""] for _ in self.langs]

    def text(self, value: Mapping[str, str] | None) -> int:
        """Return the number of a text."""
        return self.words(None if value is None else [value[lang] for lang in self.langs])

    def words(self, value: Sequence[str] | None) -> int:
        """Return the number of a text that is given in the languages of the page."""
        if value is None:
            return 0
        words = tuple(value)
        if words in self.known:
            return self.known[words] + 1
        self.known[words] = len(self.texts[0])
        for column, word in zip(self.texts, words, strict=True):
            column.append(word)
        return NEXT_TEXT

    def cite(self, cite: Mapping[str, Any]) -> int:
        """Return the number of a citation that is `written`."""
        if "s" in cite:
            row = (f"{cite['s']} {cite['l']}", "|".join(cite.get("w", ())), cite.get("via", ""), cite.get("r", ""))
            return self._line(row)
        return self._said((cite["t"], cite["a"], cite["gr"]), (cite.get("says", ""), cite["o"]))

    def _line(self, row: tuple[str, ...]) -> int:
        size = len(self.cites)
        place = self._once(row, self.cites)
        return 0 if place == size else place + 1

    def _said(self, page: tuple[Any, ...], what: tuple[str, str]) -> int:
        size = len(self.saids)
        place = self._once((self._once(page, self.pages), *what), self.saids)
        return -1 if place == size else -2 - place

    def _once(self, row: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> int:
        key = (id(rows), row)
        if key not in self.known:
            self.known[key] = len(rows)
            rows.append(row)
        return self.known[key]

    def when(self, value: HistoricalDate | None) -> Any:
        """Return a date as a day, or as [first, last, text] where it is not one day."""
        if value is None:
            return None
        if value.precise:
            return value.first - self.start
        return [value.first - self.start, value.last - self.start, value.text]

    def fact(self, one: Fact) -> dict[str, Any]:
        """Return what every statement carries: certainty, citations, reason, note."""
        return {
            "c": CERTAINTIES.index(one.certainty),
            "q": self.quoted(one.cite),
            "why": self.text(one.reason),
            "m": self.text(one.note),
        }

    def quoted(self, cites: Iterable[Citation]) -> list[int]:
        """Return the numbers of citations."""
        return [self.cite(written(one, self.grade)) for one in cites]
