"""From line to record: the sentences of a cited range in which no citation has a witness.

A citation proves that a record stands on its lines; this asks the other way round which sentences of those lines no
record vouches for. People read the list: each sentence is told elsewhere, gets told, or is set aside with a reason in
`sentences.yaml`. The texts are scans, so sentences are told apart by form alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo.sources import TextCitation
from geo.witness import fold

SHORTEST = 25
"""Letters that a sentence has at least; what is shorter is a scrap of the scan."""
_END = re.compile(r"(?<=[.!?…])[”\"’)\]]*\d{0,3}\s+(?=[“\"‘(]?[A-ZÇĞİÖŞÜÂÎ])")
_NOT_AN_END = re.compile(
    r"(?:^|[\s(“\"])(?:[A-ZÇĞİÖŞÜ]|Dr|Prof|Gn|Kur|Bkz|bkz|s|ss|c|No|vb|vs|Yrd|Doç|yy|bk|age|agm|md|Sov|Alb|Org|Bşk)\.$"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence with the lines it begins and ends in, 1-based."""

    first: int
    last: int
    words: str

    @property
    def place(self) -> str:
        """First and last line, as `sentences.yaml` names it."""
        return f"{self.first}-{self.last}"


def sentences(printed: tuple[str, ...], substance: Iterable[int]) -> Iterator[Sentence]:
    """Yield the sentences that stand in the lines of substance, in order."""
    body, starts = "", list[tuple[int, int]]()
    for line in sorted(substance):
        starts.append((len(body), line))
        piece = printed[line - 1].strip()
        body += piece[:-1] if piece.endswith("-") else f"{piece} "
    begin = 0
    for end in [*_ends(body), len(body)]:
        words = body[begin:end].strip()
        if sum(char.isalpha() for char in words) >= SHORTEST:
            yield Sentence(_line_of(starts, begin), _line_of(starts, end - 2), words)
        begin = end


def _ends(body: str) -> Iterator[int]:
    for match in _END.finditer(body):
        if not _NOT_AN_END.search(body[max(0, match.start() - 6) : match.start()]):
            yield match.end()


def _line_of(starts: list[tuple[int, int]], place: int) -> int:
    return max((line for start, line in starts if start <= max(place, 0)), default=1)


def unvouched(printed: tuple[str, ...], substance: Iterable[int], cited: Iterable[TextCitation]) -> Iterator[Sentence]:
    """Yield the sentences whose every line is cited while no witness of a citation of those lines stands in them."""
    kept = list(cited)
    witnesses: dict[int, set[str]] = {}
    for one in kept:
        for line in range(one.first_line, one.last_line + 1):
            witnesses.setdefault(line, set()).update(fold(words) for words in one.witness)
    for sentence in sentences(printed, substance):
        lines = range(sentence.first, sentence.last + 1)
        if any(line not in witnesses for line in lines):
            continue
        words = fold(sentence.words)
        if not any(witness in words for line in lines for witness in witnesses[line]):
            yield sentence
