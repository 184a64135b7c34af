"""What the tables of the exports are made of: columns, and cells of texts, dates and citations.

A column is written `name` or `name:type`, and `name_*` stands for one column a language. Types: text, number, integer,
date, boolean. What is not known or does not apply is None; lists are joined with "; ".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from geo.dates import HistoricalDate
from geo.load import Atlas
from geo.records import Record
from geo.sources import Citation, TextCitation
from geo.words import languages
from hudut.bibliography import shown
from scenarios.chronicle import Chronicle

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Row = dict[str, Any]
Shape = Literal["polygon", "point", "line"]
Rows = Callable[[Atlas, Chronicle], Iterable[Row]]
SURE = "certainty sources via grades reason_* note_*"


@dataclass(frozen=True)
class Column:
    """A column: its name, and the type of its cells."""

    name: str
    type: str


@dataclass(frozen=True)
class Table:
    """A table that can be exported.

    Parameters
    ----------
    rows
        From the atlas and the chronicle to one dict a row, by column; a missing column is None, `geometry` is a shape.
    key
        Columns that tell the rows apart.
    refers
        Table by column whose cells are keys of that table.
    of_atlas
        Whether it needs no chronicle.
    """

    columns: tuple[Column, ...]
    rows: Rows
    key: tuple[str, ...] = ("id",)
    shape: Shape | None = None
    refers: Mapping[str, str] | None = None
    of_atlas: bool = False


def columns(words: str) -> tuple[Column, ...]:
    """Return the columns of a list of words."""
    found = []
    for word in words.split():
        name, _, kind = word.partition(":")
        names = [name.replace("*", code) for code in languages()] if "*" in name else [name]
        found += [Column(one, kind or "text") for one in names]
    return tuple(found)


def said(name: str, texts: Mapping[str, Any] | None) -> Row:
    """Return a text as one cell a language."""
    return {f"{name}_{code}": texts[code] for code in languages()} if texts else {}


def listed(values: Iterable[str]) -> str | None:
    """Return a list as one cell."""
    return "; ".join(values) or None


def day(ordinal: int | None) -> date | None:
    """Return a day by its ordinal."""
    return None if ordinal is None else date.fromordinal(ordinal)


def first(when: HistoricalDate | None) -> date | None:
    """Return the first day that a date may mean."""
    return None if when is None else day(when.first)


def text(when: HistoricalDate | None) -> str | None:
    """Return a date as it is known."""
    return None if when is None else when.text


def dated(when: HistoricalDate) -> Row:
    """Return a date as it is known, and the first and the last day that it may mean."""
    return {"date": when.text, "earliest": day(when.first), "latest": day(when.last)}


def cited(atlas: Atlas, cite: Iterable[Citation]) -> Row:
    """Return citations, the authors whom the texts cite there, and how strong each source is."""
    kept = tuple(cite)
    grades = ("text" if isinstance(one, TextCitation) else atlas.grade(str(one.address)) for one in kept)
    via = dict.fromkeys(one.via for one in kept if isinstance(one, TextCitation) and one.via)
    return {"sources": shown(kept) or None, "via": listed(via), "grades": listed(grades)}


def sure(atlas: Atlas, record: Any) -> Row:
    """Return how sure a statement is, and what it rests on."""
    why = {**said("reason", record.reason), **said("note", record.note)}
    return {"certainty": record.certainty, **cited(atlas, record.cite), **why}


def plain(record: Record, names: str) -> Row:
    """Return fields of a record as they are."""
    return {name: getattr(record, name) for name in names.split()}


def point(atlas: Atlas, place: str | None) -> BaseGeometry | None:
    """Return where a place lies."""
    from shapely import Point

    return None if place is None else Point(atlas.places[place].lon, atlas.places[place].lat)
