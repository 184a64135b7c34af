"""Citations as text, and the bibliography with every reference opened as CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from geo.load import Atlas
from geo.records import Record
from geo.sources import Citation, Grade, Reference, Source
from scenarios.chronicle import Chronicle
from scenarios.crossrefs import all_records


def shown(cited: Iterable[Citation]) -> str:
    """Return citations as one cell of a table: `ada 1093-1101; https://…`."""
    return "; ".join(one.place for one in cited)


def csl(atlas: Atlas, chronicle: Chronicle | None) -> list[dict[str, Any]]:
    """Return the bibliography and every reference opened for the atlas and the chronicle as CSL-JSON items."""
    items = [_source(key, source) for key, source in sorted(atlas.sources.items())]
    records: list[Record] = [*atlas.bases.values(), *atlas.lines.values()]
    if chronicle is not None:
        records += [record for _, _, record in all_records(chronicle)]
    opened: dict[str, Reference] = {}
    for record in records:
        for one in references(record):
            opened.setdefault(str(one.address), one)
    items += [_reference(address, one, atlas.grade(address)) for address, one in sorted(opened.items())]
    return items


def references(content: Any) -> Iterator[Reference]:
    """Yield every general reference in a record, however deep."""
    if isinstance(content, Reference):
        yield content
    elif isinstance(content, Record):
        for value in dict(content).values():
            yield from references(value)
    elif isinstance(content, tuple):
        for value in content:
            yield from references(value)


def _source(key: str, source: Source) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": key,
        "type": "article-journal" if source.kind == "text" else "dataset",
        "title": source.title,
    }
    item |= {"author": [{"literal": name} for name in source.authors]} if source.authors else {}
    item |= {"issued": {"date-parts": [[source.year]]}} if source.year else {}
    item |= {"container-title": source.journal} if source.journal else {}
    item |= {"language": source.language} if source.language else {}
    item |= {"URL": str(source.address)} if source.address else {}
    return item


def _reference(address: str, one: Reference, grade: Grade) -> dict[str, Any]:
    """Return a page as an item; its grade stands where CSL keeps the class of an item."""
    accessed = {"date-parts": [[one.opened.year, one.opened.month, one.opened.day]]}
    item = {"id": address, "type": "webpage", "genre": grade, "title": one.title, "URL": address}
    return {**item, "accessed": accessed}
