"""Prove citations: the witness words stand in the cited lines, and nearly nowhere else.

Matching is NFC, Turkish casefold (I→ı, İ→i), a hyphen at a line's end joins it to the next, white space is collapsed.
A witness proves the place, not the reading; people check the reading.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.crossrefs import cited, problem_at
from geo.errors import Problem

if TYPE_CHECKING:
    from geo.load import Atlas
    from geo.sources import TextCitation

MOST_WINDOWS = 3
"""More matching windows than this, and the witness proves nothing."""


def fold(text: str) -> str:
    """Return `text` as it is compared: NFC, Turkish lower case, white space collapsed."""
    lowered = unicodedata.normalize("NFC", text).replace("I", "ı").replace("İ", "i").lower()
    return re.sub(r"\s+", " ", lowered).strip()


@dataclass(frozen=True)
class Edition:
    """One text: folded into a single string with the start of each line in it, and as printed."""

    body: str
    starts: tuple[int, ...]
    lines: tuple[str, ...]
    """The lines as printed."""

    @classmethod
    def of(cls, text: str) -> Edition:
        """Fold a text and remember where its lines begin."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        lines = text.split("\n")
        for line in lines:
            piece = fold(line)
            starts.append(length)
            piece = piece[:-1] if piece.endswith("-") else f"{piece} " if piece else ""
            parts.append(piece)
            length += len(piece)
        return cls("".join(parts), tuple(starts), tuple(lines))

    def line_at(self, position: int) -> int:
        """Return the 1-based line of a position in the folded body."""
        return bisect_right(self.starts, position)

    def found(self, words: str) -> list[tuple[int, int]]:
        """Return (first line, last line) of every occurrence of `words`."""
        needle = fold(words)
        hits = []
        at = self.body.find(needle) if needle else -1
        while at >= 0:
            hits.append((self.line_at(at), self.line_at(at + len(needle) - 1)))
            at = self.body.find(needle, at + 1)
        return hits

    def windows(self, witness: tuple[str, ...], length: int) -> int:
        """Count the windows of `length` lines, not overlapping, in which all the words stand."""
        found = sorted((self.found(words) for words in witness), key=len)
        count, free = 0, 0
        for first, last in found[0]:
            for start in range(first, max(last - length, free, 0), -1):
                if all(_within(hits, start, start + length - 1) for hits in found):
                    count, free = count + 1, start + length - 1
                    break
        return count


def _within(hits: list[tuple[int, int]], first: int, last: int) -> bool:
    return any(first <= one and other <= last for one, other in hits)


def citation_fault(edition: Edition, citation: TextCitation) -> str | None:
    """Return what is wrong with a citation, or None when it is proved."""
    for words in citation.witness:
        hits = edition.found(words)
        if not _within(hits, citation.first_line, citation.last_line):
            elsewhere = ", ".join(str(first) for first, _ in hits[:4])
            hint = f"it stands in line {elsewhere}" if hits else "it stands nowhere in the text"
            return f"the witness {words!r} does not stand in {citation.source} {citation.lines}; {hint}"
    length = citation.last_line - citation.first_line + 1
    count = edition.windows(citation.witness, length)
    if count > MOST_WINDOWS:
        words = ", ".join(map(repr, citation.witness))
        return f"{words} match {count} places of {citation.source} and prove nothing: add a rarer word"
    return None


def witness_problems(atlas: Atlas, editions: Mapping[str, Edition]) -> tuple[list[Problem], int]:
    """Prove every citation and every spelling of a place against the texts.

    Returns
    -------
    All problems, and the number of citations that were looked at.
    """
    faults, count = unproved(cited(atlas), editions)
    problems = [problem_at(atlas, model, key, ("cite",), f"{fault}.") for model, key, fault in faults]
    return [*problems, *_spellings(atlas, editions)], count


def unproved(
    citations: Iterable[tuple[str, str, TextCitation]], editions: Mapping[str, Edition]
) -> tuple[list[tuple[str, str, str]], int]:
    """Return (model, id, fault) of every citation that is not proved, and the number that was looked at."""
    faults = []
    count = 0
    for model, key, citation in citations:
        edition = editions.get(citation.source)
        if edition is not None:
            count += 1
            fault = citation_fault(edition, citation)
            if fault:
                faults.append((model, key, fault))
    return faults, count


def _spellings(atlas: Atlas, editions: Mapping[str, Edition]) -> Iterator[Problem]:
    for key, place in atlas.places.items():
        for text, spelling in place.texts.items():
            if text in editions and fold(spelling) not in editions[text].body:
                what = f"{spelling!r} stands nowhere in {text}."
                yield problem_at(atlas, "Place", key, ("texts", text), what, "Copy it as printed.")


def read_editions(atlas: Atlas, texts: Path) -> tuple[dict[str, Edition], list[Problem]]:
    """Read the texts of the bibliography from a folder; one that is missing or another edition is a problem."""
    editions: dict[str, Edition] = {}
    problems = []
    for key, source in atlas.sources.items():
        if source.kind != "text" or source.file is None:
            continue
        try:
            raw = (texts / source.file).read_bytes()
        except OSError as error:
            problems.append(Problem(str(texts / source.file), 0, f"the text {key!r} cannot be read: {error.strerror}."))
            continue
        if hashlib.sha256(raw).hexdigest() != source.sha256:
            remedy = "Line numbers hold for the edition whose SHA-256 stands in sources.yaml."
            problems.append(Problem(source.file, 0, f"the text {key!r} is another edition.", remedy))
            continue
        editions[key] = Edition.of(raw.decode("utf-8"))
    return editions, problems
