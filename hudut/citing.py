"""The reports of `hudut check --coverage` and `--sentences`: lines not cited, and sentences without a witness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from yaml import YAMLError

from geo.crossrefs import cited, text_citations
from geo.load import Atlas
from geo.parsing import parse
from geo.sources import TextCitation
from geo.witness import Edition
from scenarios.chronicle import Chronicle, SentencesRead
from scenarios.coverage import Coverage, by_text, coverage_of, substance_of
from scenarios.crossrefs import all_records
from scenarios.sentences import unvouched

MOST_GAPS = 10
"""How many of the longest uncovered runs the report names."""


def coverage_report(
    atlas: Atlas, chronicle: Chronicle | None, editions: Mapping[str, Edition], scenarios: Iterable[Path] = ()
) -> str:
    """Return lines with substance, lines cited, and the longest runs that nothing cites, for each text."""
    rows = [_row(one) for one in coverages(atlas, chronicle, editions, scenarios)]
    head = "Coverage (text: lines with substance, cited; longest runs without a citation as lines, first-last):"
    return "\n".join([head, *rows])


def sentences_report(
    atlas: Atlas, chronicle: Chronicle, editions: Mapping[str, Edition], scenarios: Iterable[Path] = ()
) -> str:
    """Return the sentences of cited lines that no witness vouches for and that nobody has read again, by text."""
    cites, rows = [*_all_citations(atlas, chronicle, scenarios)], list[str]()
    for text, edition in sorted(editions.items()):
        substance = substance_of(edition.lines, atlas.sources[text])
        all_of_it = list(unvouched(edition.lines, substance, (one for one in cites if one.source == text)))
        read = chronicle.sentences.get(text, SentencesRead(id=text))
        left = [one for one in all_of_it if not {one.place} & {*read.told, *read.aside}]
        rows.append(f"  {text}: {len(all_of_it)} without a witness, {len(all_of_it) - len(left)} read again")
        rows += [f"    {one.place}: {one.words}" for one in left]
    return "\n".join(
        ["Sentences of cited lines in which no citation has a witness (text: number; first-last line):", *rows]
    )


def coverages(
    atlas: Atlas, chronicle: Chronicle | None, editions: Mapping[str, Edition], scenarios: Iterable[Path] = ()
) -> list[Coverage]:
    """Measure each text by the citations of the atlas, the chronicle and the scenarios."""
    ranges = by_text(_all_citations(atlas, chronicle, scenarios))
    return [
        coverage_of(text, edition.lines, atlas.sources[text], ranges.get(text, []))
        for text, edition in sorted(editions.items())
    ]


def _row(one: Coverage) -> str:
    share = 100 * one.cited / one.lines if one.lines else 100.0
    gaps = ", ".join(f"{count}: {first}-{last}" for count, first, last in one.gaps[:MOST_GAPS]) or "none"
    return f"  {one.text}: {one.lines}, {one.cited} cited ({share:.1f} %), {one.lines - one.cited} not; {gaps}"


def _all_citations(atlas: Atlas, chronicle: Chronicle | None, scenarios: Iterable[Path]) -> Iterator[TextCitation]:
    yield from (citation for _, _, citation in cited(atlas))
    if chronicle is not None:
        for _, _, record in all_records(chronicle):
            yield from text_citations(record)
    for folder in scenarios:
        for path in sorted(folder.rglob("*.yaml")):
            try:
                yield from _written(parse(path.read_text(encoding="utf-8")))
            except (OSError, UnicodeDecodeError, YAMLError):
                continue  # an unreadable file is a problem of the scenario, reported there


def _written(content: Any) -> Iterator[TextCitation]:
    """Yield the citations in a YAML content, whatever record holds them."""
    if isinstance(content, list):
        for one in content:
            yield from _written(one)
    elif isinstance(content, dict):
        if {"source", "lines", "witness"} <= set(content):
            try:
                yield TextCitation.model_validate(content)
            except ValidationError:
                return
        for one in content.values():
            yield from _written(one)
