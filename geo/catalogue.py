"""Translations of the records: for each language beyond the two of the records a table `geo/languages/CODE.csv`.

Its columns are `location,source,target`, the bilingual form that translators' tools read (and turn into gettext's PO):
the record and field that a text stands in, the English text, the translation. A text that was changed since no longer
finds its translation, and falls back to English rather than tell what is no longer so.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from geo.errors import DataError, Problem
from geo.words import FALLBACK, WRITTEN, languages

COLUMNS = ("location", "source", "target")
Find = Callable[[str, str, str], str | None]
"""From a language, a location and an English text to its translation, or None."""


def translated(raw: Any) -> Any:
    """Return a record as its file gives it, with its texts in every language that has them.

    Raises
    ------
    DataError
        If a table of translations is broken.
    """
    others = languages()[len(WRITTEN) :]
    if not others or not isinstance(raw, dict):
        return raw
    return _walk(raw, str(raw.get("id", "")), others, lambda code, *text: _targets(code).get(text))


def texts_of(raw: Any, where: str) -> Iterator[tuple[str, str]]:
    """Yield location and English text of each text of a record."""
    found: list[tuple[str, str]] = []

    def note(_code: str, *text: str) -> None:
        found.append((text[0], text[1]))

    _walk(raw, where, ("",), note)
    yield from found


def _walk(raw: Any, where: str, codes: tuple[str, ...], find: Find) -> Any:
    if isinstance(raw, list):
        return [_walk(one, f"{where}.{_name(one, place)}", codes, find) for place, one in enumerate(raw)]
    if not isinstance(raw, dict):
        return raw
    if FALLBACK not in raw:
        return {key: _walk(value, f"{where}.{key}".lstrip("."), codes, find) for key, value in raw.items()}
    said = {code: _said(raw[FALLBACK], where, code, find) for code in codes if code not in raw}
    return raw | {code: text for code, text in said.items() if text is not None}


def _name(one: Any, place: int) -> str:
    return str(one["id"]) if isinstance(one, dict) and "id" in one else str(place)


def _said(value: Any, where: str, code: str, find: Find) -> Any:
    """Return an English text, list of texts or name with its years in another language, or None."""
    if isinstance(value, list):
        found = [_said(one, f"{where}.{place}", code, find) for place, one in enumerate(value)]
        return None if found.count(None) == len(found) else [new or old for new, old in zip(found, value, strict=True)]
    if isinstance(value, dict):
        name = find(code, where, value["name"])
        return None if name is None else {**value, "name": name}
    return find(code, where, value)


@cache
def _targets(code: str) -> dict[tuple[str, ...], str]:
    path = files("geo") / "languages" / f"{code}.csv"
    if not path.is_file():
        return {}
    rows = csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise DataError([Problem(str(path), 1, f"the columns are {rows.fieldnames}.", f"Write {','.join(COLUMNS)}.")])
    return {(row["location"], row["source"]): row["target"] for row in rows if row["target"]}
