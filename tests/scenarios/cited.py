"""What the places that a record cites say, and what a record says: for the tests of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from geo.sources import Citation, Reference, TextCitation
from geo.witness import Edition, fold

SMALL = 31
"""Up to here a figure may be a day or be written as a word."""
YEARS = range(1800, 1946)
MONTHS = (
    ("ocak", "january", "kânunusani"),
    ("şubat", "february"),
    ("mart", "march"),
    ("nisan", "april"),
    ("mayıs", "may"),
    ("haziran", "june"),
    ("temmuz", "july"),
    ("ağustos", "august"),
    ("eylül", "september"),
    ("ekim", "october", "teşrinievvel"),
    ("kasım", "november", "teşrinisani"),
    ("aralık", "december", "kânunuevvel"),
)
DAYS = re.compile(rf"(\d{{1,2}})(?:–(\d{{1,2}}))? ({'|'.join(names[1].title() for names in MONTHS)})\b")
"""A day with its month as English tells it, or two days of one month."""


def told_by(one: Citation, editions: dict[str, Edition]) -> str:
    """The lines of a text that are cited with what they are read as, or what a page says."""
    if isinstance(one, TextCitation):
        first, _, last = one.lines.partition("-")
        return " ".join(
            [*editions[one.source].lines[int(first) - 1 : int(last or first)], one.reads or "", one.via or ""]
        )
    return pages([one])


def has_month(text: str, month: int) -> bool:
    folded = fold(text)
    return any(fold(name) in folded for name in MONTHS[month - 1]) or bool(
        re.search(rf"\b0?{month}[./-]\d{{4}}", folded)
    )


def has_day(text: str, day: int | str) -> bool:
    """Whether the number of a day of the month stands in a text."""
    return bool(re.search(rf"(?<!\d)0?{int(day)}(?!\d)", text))


def pages(cited: Iterable[Citation]) -> str:
    """What the pages cited say, with their titles."""
    return " ".join(f"{one.title} {one.says}" for one in cited if isinstance(one, Reference))


def told_in_both(record: object) -> Iterator[tuple[str, str]]:
    """The texts of a record in Turkish and English, what its pages say left out."""
    if isinstance(record, dict):
        if isinstance(record.get("en"), str):
            yield record.get("tr", ""), record["en"]
        for key, value in record.items():
            if key != "cite":
                yield from told_in_both(value)
    elif isinstance(record, (list, tuple)):
        for value in record:
            yield from told_in_both(value)


def figures(text: str, comma: str = ",") -> set[str]:
    """Figures above those of days, years of the period apart."""
    found = re.findall(r"\d+", re.sub(rf"(?<=\d){re.escape(comma)}(?=\d{{3}}(?!\d))", "", text))
    return {one for one in found if int(one) > SMALL and int(one) not in YEARS}
