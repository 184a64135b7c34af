"""Which lines of the five texts carry no citation, so that nothing of substance stays unread.

A line has substance unless it is blank, page furniture (a running head, a page number, a heading in capitals), set
aside in the bibliography (an abstract, a caption), or a footnote that only names books and files. What a footnote tells
in sentences counts. The scanner recognises these by their form: the figures are a help for readers, not a proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from geo.sources import Source, TextCitation

Range = tuple[int, int]
MOST_CAPITALS = 80
"""Longest line, in letters, that counts as a heading when it is all capitals."""
_MARK = re.compile(r"\s*(\d{1,3})\s+\S")
_LOOSE_MARK = re.compile(r"\s*[^\W_a-zçğıöşü]?\S{0,3}[.,]?\s+\S")
_MONTH = re.compile(
    r"\s*\d+\s+(?:Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık|milyon|bin)\b"
)
_BOOKISH = re.compile(
    r"\b[sSL]\s*\.\s*[\dlIO]|ss?\. ?\d|,\s?[,.;$>]\.?\s?\d|\d+-\d+\.?$"  # pages, often damaged in print
    r"|\b[Bb](?:kz|ho|hz|akır)\b|a\.g\.[em]|A\.[gı¡]\.[em]|\bA\.g\."  # see, the same work
    r"|\bCilt\b|\bC\. ?[IVX\d]|\bTom\b|Yayın|Basımevi|Matbaa|Baskı|Edit\."
    r"|(?:Ankara|İstanbul|Mosk[ov]+a),? \d{4}|Hatırala|Mücadelesi Tarihi|British Documents"
    r"|Belge No|\bNo[:.]|Gömlek|Dosya|Kutu|Katalog|Klasör|Karton|Fihrist|Sıra|Fon Kodu|Yer No|Arşiv|İçtima"
    r"|\bF\. ?\d|Op\.|\bL\. ?\d|ATASE|Azerb|Genelkurmay|Dok[uı]m[ec]n|Dev[rı]e ?[:I]"
)
"""What a line that only names books and files looks like."""


@dataclass(frozen=True)
class Coverage:
    """How much of one text is cited.

    Parameters
    ----------
    lines
        Number of lines with substance.
    cited
        How many of them stand in the range of a citation.
    gaps
        Runs without a citation as (lines with substance, first line, last line), longest first.
    """

    text: str
    lines: int
    cited: int
    gaps: tuple[tuple[int, int, int], ...]


def coverage_of(text: str, printed: tuple[str, ...], source: Source, cited: Iterable[Range]) -> Coverage:
    """Measure the citations of one text, given as its printed lines."""
    substance = sorted(substance_of(printed, source))
    covered = {line for first, last in cited for line in range(first, last + 1)}
    gaps = sorted(_gaps(substance, covered), key=lambda gap: (-gap[0], gap[1]))
    return Coverage(text, len(substance), sum(line in covered for line in substance), tuple(gaps))


def substance_of(printed: tuple[str, ...], source: Source) -> set[int]:
    """Return the lines of a text that state something, without those that its entry sets aside."""
    return substantial_lines(printed, [_range(words) for words in source.set_aside])


def by_text(citations: Iterable[TextCitation]) -> Mapping[str, list[Range]]:
    """Return the ranges cited of each text."""
    found: dict[str, list[Range]] = {}
    for one in citations:
        found.setdefault(one.source, []).append((one.first_line, one.last_line))
    return found


def substantial_lines(printed: tuple[str, ...], set_aside: Iterable[Range] = ()) -> set[int]:
    """Return the 1-based numbers of the lines that state something."""
    kept = {number for number, line in enumerate(printed, 1) if line.strip() and not _furniture(line)}
    for first, last in set_aside:
        kept -= set(range(first, last + 1))
    return kept - set(_apparatus(printed))


def _range(words: str) -> Range:
    first, _, last = words.partition("-")
    return int(first), int(last)


def _furniture(line: str) -> bool:
    letters = [char for char in line if char.isalpha()]
    capitals = len(letters) <= MOST_CAPITALS and all(char.isupper() for char in letters)
    return len(letters) < 4 or capitals


def _apparatus(printed: tuple[str, ...]) -> Iterator[int]:
    """Yield the lines of footnotes that only name books and files."""
    number = 0
    for first, last in _pages(printed):
        start, number = _notes_start(printed, first, last, number)
        if start is None:
            continue
        for note in _notes(printed, start, last):
            told = [line for line in note if not _BOOKISH.search(printed[line - 1])]
            yield from (note if len(told) <= max(1, len(note) // 3) else sorted(set(note) - set(told)))


def _pages(printed: tuple[str, ...]) -> Iterator[Range]:
    """Yield first and last line of each page: the editions open a page with a single space before its first word."""
    starts = [1]
    for number, line in enumerate(printed, 1):
        head = number > 3 and not any(one.strip() for one in printed[number - 4 : number - 1]) and bool(line.strip())
        if number > 1 and (re.match(r" \S", line) or head):
            starts.append(number)
    yield from ((one, other - 1) for one, other in pairwise([*starts, len(printed) + 1]))


def _notes_start(printed: tuple[str, ...], first: int, last: int, number: int) -> tuple[int | None, int]:
    """Return the line at which the footnotes of a page begin, and the highest number among them."""
    start = None
    for line in range(first + 1, last + 1):
        match = _MARK.match(printed[line - 1])
        after_gap = not printed[line - 2].strip() or start is not None
        if match and after_gap and not _MONTH.match(printed[line - 1]) and number < int(match[1]) <= number + 3:
            start, number = start or line, int(match[1])
    if start is None:
        start = _bookish_end(printed, first, last)
    return start, number


def _bookish_end(printed: tuple[str, ...], first: int, last: int) -> int | None:
    """Find footnotes whose numbers are damaged: the end of a page that mostly names books."""
    for line in range(first + 1, last + 1):
        rest = [one for one in printed[line - 1 : last] if one.strip()]
        if printed[line - 2].strip() or not rest or not _LOOSE_MARK.match(rest[0]):
            continue
        bookish = [bool(_BOOKISH.search(one)) for one in rest]
        if any(bookish[:2]) and sum(bookish) >= 0.5 * len(bookish):
            return line
    return None


def _notes(printed: tuple[str, ...], start: int, last: int) -> Iterator[list[int]]:
    note: list[int] = []
    for line in range(start, last + 1):
        if not printed[line - 1].strip():
            continue
        if note and _MARK.match(printed[line - 1]) and not _MONTH.match(printed[line - 1]):
            yield note
            note = []
        note.append(line)
    if note:
        yield note


def _gaps(substance: list[int], covered: set[int]) -> Iterator[tuple[int, int, int]]:
    run: list[int] = []
    for line in [*substance, 0]:
        if line and line not in covered:
            run.append(line)
            continue
        if run:
            yield len(run), run[0], run[-1]
        run = []
