"""Citations as text, and the bibliography with every reference opened as CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from geo.load import Atlas
from geo.sources import Citation, Grade, Reference, Source, citations_in

_INITIAL = r"[^\W\d_]{1,2}\."
_SURNAME = r"[^\W\d_][\w’'-]+(?: [^\W\d_][\w’'-]+)?"
_AUTHOR = rf"{_INITIAL}(?: {_INITIAL})* {_SURNAME}"
_BY = re.compile(rf"({_AUTHOR}(?: and {_AUTHOR})*), (.+)")
"""How a title of a page names its authors: `A. Andersen and G. Egge, Armenian National Uprising`."""
_ISSUED = re.compile(r"\((?:[^()]+, )?(\d{4})\)")
"""How it names the year of a work with authors: `(1935)`, `(The Historical Journal 15/4, 1972)`."""


def shown(cited: Iterable[Citation]) -> str:
    """Return citations as one cell of a table: `ada 1093-1101; https://…`."""
    return "; ".join(one.place for one in cited)


def csl(atlas: Atlas, *others: Any) -> list[dict[str, Any]]:
    """Return the bibliography, and every reference opened for the atlas or anything else that cites, as CSL-JSON."""
    items = [_source(key, source) for key, source in sorted(atlas.sources.items())]
    opened: dict[str, Reference] = {}
    for one in citations_in((atlas, *others)):
        if isinstance(one, Reference):
            opened.setdefault(one.place, one)
    items += [_reference(address, one, atlas.grade(address)) for address, one in sorted(opened.items())]
    return items


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
    item: dict[str, Any] = {"id": address, "type": "webpage", "genre": grade, "title": one.title, "URL": address}
    if by := _BY.fullmatch(one.title):
        item |= {"author": [{"literal": name} for name in by[1].split(" and ")], "title": by[2]}
        item |= {"issued": {"date-parts": [[int(year[1])]]}} if (year := _ISSUED.search(by[2])) else {}
    return item | {"accessed": {"date-parts": [[one.opened.year, one.opened.month, one.opened.day]]}}
