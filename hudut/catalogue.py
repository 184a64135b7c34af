"""The table of translations of a language, brought up to the records: `python -m hudut.catalogue az`.

A translation stays where its English text stands as it did; texts that are new or changed have none yet.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from geo.catalogue import COLUMNS, texts_of
from geo.load import default_folder, load
from geo.reading import Reader
from geo.words import FALLBACK


def texts() -> Iterator[tuple[str, str]]:
    """Yield location and English text of every text of the atlas, the chronicle and the scenarios that ship."""
    for folder in (default_folder(), Path(str(files("scenarios") / "data"))):
        reader = Reader(folder)
        for path in sorted(folder.rglob("*.yaml")):
            yield from _of_file(reader.mapping(path.relative_to(folder).as_posix()))
    yield from (("note", row.note[FALLBACK]) for row in load().holdings if row.note is not None)


def _of_file(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the texts of a file, which is a record or holds records by id."""
    if isinstance(raw.get("id"), str):
        yield from texts_of(raw, raw["id"])
        return
    for key, record in raw.items():
        yield from texts_of(record, str(key))


def table(kept: str = "") -> str:
    """Return the table of translations as CSV, with the translations of an earlier one."""
    known = {(row["location"], row["source"]): row["target"] for row in csv.DictReader(io.StringIO(kept))}
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows((*text, known.get(text, "")) for text in dict.fromkeys(texts()))
    return out.getvalue()


def main(code: str) -> None:
    """Write the table of a language."""
    path = Path(str(files("geo") / "languages" / f"{code}.csv"))
    path.write_text(table(path.read_text("utf-8") if path.exists() else ""), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
