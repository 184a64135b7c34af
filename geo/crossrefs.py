"""What must hold between the tables: ids that exist, dates that fit, and one holder a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Protocol

from geo.atlas import Atlas
from geo.dates import iso
from geo.errors import Problem, nearest
from geo.holdings import FULL_LAYERS, Holding, last_day_of
from geo.reading import line_of
from geo.sources import Source, TextCitation, citations_in


def crossref_problems(atlas: Atlas) -> list[Problem]:
    """Return every broken reference, misfitting date, gap and overlap of the atlas."""
    return [
        *_parties(atlas),
        *_places(atlas),
        *_passes(atlas),
        *_stops(atlas),
        *_citations(atlas),
        *_rows(atlas),
        *_coverage(atlas),
    ]


class Records(Protocol):
    """Records that were read from a folder: an atlas, or a chronicle."""

    @property
    def folder(self) -> Path:
        """Where they stand."""

    @property
    def files(self) -> Mapping[tuple[str, str], str]:
        """File of each record, by the name of its model and its id."""


def problem_at(  # noqa: PLR0913, PLR0917 - what a problem has
    records: Records,
    model: str,
    key: str,
    path: tuple[str | int, ...],
    what: str,
    remedy: str = "",
    lacks: str | None = None,
) -> Problem:
    """Return a problem of a YAML record, with the file and line at which the field stands."""
    file = records.files.get((model, key), "")
    return Problem(file, line_of(records.folder / file, (key, *path)), f"{key}: {what}", remedy, lacks)


def _parties(atlas: Atlas) -> Iterator[Problem]:
    for key, party in atlas.parties.items():
        for member in party.joint:
            if member not in atlas.parties:
                what = f"unknown member {member!r}."
                yield problem_at(atlas, "Party", key, ("joint",), what, nearest(member, atlas.parties), member)


def _places(atlas: Atlas) -> Iterator[Problem]:
    texts = [key for key, source in atlas.sources.items() if source.kind == "text"]
    for key, place in atlas.places.items():
        for text in place.texts:
            if text not in texts:
                yield problem_at(
                    atlas, "Place", key, ("texts", text), f"unknown source {text!r}.", nearest(text, texts), text
                )


def _passes(atlas: Atlas) -> Iterator[Problem]:
    passes = [key for key, place in atlas.places.items() if place.kind == "pass"]
    for key, ridge in atlas.ridges.items():
        for at, one in enumerate(ridge.passes):
            if one not in passes:
                what = f"{one!r} is no place of kind pass."
                yield problem_at(atlas, "Ridge", key, ("passes", at), what, nearest(one, passes), one)


def _stops(atlas: Atlas) -> Iterator[Problem]:
    for key, railway in atlas.railways.items():
        for at, stop in enumerate(railway.course):
            if isinstance(stop, str) and stop not in atlas.places:
                what = f"unknown place {stop!r}."
                yield problem_at(atlas, "Railway", key, ("course", at), what, nearest(stop, atlas.places), stop)


def text_citations(content: Any) -> Iterator[TextCitation]:
    """Yield the citations of the five texts in a record, however deep."""
    return (one for one in citations_in(content) if isinstance(one, TextCitation))


def cited(atlas: Atlas) -> Iterator[tuple[str, str, TextCitation]]:
    """Yield every citation of the five texts, with the model and id of the record that makes it."""
    for table in (getattr(atlas, field.name) for field in fields(atlas)):
        for key, record in table.items() if isinstance(table, Mapping) else ():
            for citation in text_citations(record):
                yield type(record).__name__, key, citation


def unborne(cites: Iterable[TextCitation], sources: Mapping[str, Source]) -> Iterator[tuple[str, str, str | None]]:
    """Yield problem, remedy and missing id of the citations that the bibliography does not bear."""
    texts = {key: source for key, source in sources.items() if source.kind == "text"}
    for one in cites:
        source = texts.get(one.source)
        if source is None:
            yield f"unknown source {one.source!r}.", nearest(one.source, texts), one.source
        elif source.lines is not None and one.last_line > source.lines:
            yield f"cites line {one.last_line} of {one.source!r}, which has {source.lines} lines.", "", None


def _citations(atlas: Atlas) -> Iterator[Problem]:
    for model, key, citation in cited(atlas):
        for what, remedy, lacks in unborne([citation], atlas.sources):
            yield problem_at(atlas, model, key, ("cite",), what, remedy, lacks)


def _rows(atlas: Atlas) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], str] = {}
    for position, row in enumerate(atlas.holdings):
        file, line = atlas.where[position]
        facts = (row.territory, row.layer, row.party, row.status, row.start, row.end, row.basis)
        if facts in seen:
            yield Problem(file, line, f"the row stands already in {seen[facts]}.", "Remove one of the two.")
        seen.setdefault(facts, f"{file}:{line}")
        tables = (("territory", row.territory, atlas.territories), ("basis", row.basis, atlas.bases))
        for word, value, table in tables:
            if value not in table:
                yield Problem(file, line, f"unknown {word} {value!r}.", nearest(value, table), value)
        for party in (row.party, *row.claimants):
            if party not in atlas.parties:
                yield Problem(file, line, f"unknown party {party!r}.", nearest(party, atlas.parties), party)
        yield from _row_dates(atlas, row, file, line)


def _row_dates(atlas: Atlas, row: Holding, file: str, line: int) -> Iterator[Problem]:
    end = last_day_of(row, atlas.last_day + 1)
    if row.start.first < atlas.first_day or end > atlas.last_day + 1:
        first, last = iso(atlas.first_day), iso(atlas.last_day)
        yield Problem(file, line, f"{row.start}–{row.end or ''} leaves the atlas.", f"It runs from {first} to {last}.")
    party = atlas.parties.get(row.party)
    if party and (row.start.first < party.start.first or end > party.end.first):
        what = f"{row.party!r} holds {row.territory} from {row.start} to {row.end or 'the end'}"
        yield Problem(file, line, f"{what}, but exists from {party.start} to {party.end}.", "Mend one of the two.")
    basis = atlas.bases.get(row.basis)
    if row.certainty == "inferred" and basis and basis.certainty != "inferred" and row.note is None:
        yield Problem(
            file, line, f"{row.territory}: the row is inferred but has no note.", "Say why in `note_tr` and `note_en`."
        )


def _coverage(atlas: Atlas) -> Iterator[Problem]:
    """Find days on which a territory has no row, or two, in a layer that must have exactly one."""
    rows: dict[tuple[str, str], list[tuple[Holding, str, int]]] = {}
    for position, row in enumerate(atlas.holdings):
        if row.layer in FULL_LAYERS:
            rows.setdefault((row.territory, row.layer), []).append((row, *atlas.where[position]))
    for territory in atlas.territories:
        for layer in FULL_LAYERS:
            yield from _one_a_day(atlas, territory, layer, rows.get((territory, layer), []))


def _one_a_day(atlas: Atlas, territory: str, layer: str, rows: list[tuple[Holding, str, int]]) -> Iterator[Problem]:
    if not rows:
        yield Problem(
            "holdings", 0, f"{territory} has no row in {layer}.", "Every territory needs one for every day.", territory
        )
        return
    free = atlas.first_day
    file, line = rows[0][1:]
    for row, file, line in sorted(rows, key=lambda item: item[0].start.first):
        if row.start.first > free:
            what = f"{territory} has no row in {layer} from {iso(free)} to {iso(row.start.first - 1)}."
            yield Problem(file, line, what, "Close the gap.", territory)
        elif row.start.first < free:
            last = min(free, last_day_of(row, atlas.last_day + 1)) - 1
            what = f"{territory} has two rows in {layer} from {iso(row.start.first)} to {iso(last)}."
            yield Problem(file, line, what, "`end` is the first day of the next holder.")
        free = max(free, last_day_of(row, atlas.last_day + 1))
    if free <= atlas.last_day:
        what = f"{territory} has no row in {layer} from {iso(free)} to {iso(atlas.last_day)}."
        yield Problem(file, line, what, "Leave `end` empty in the last row.", territory)
