"""JSON Schemas of the data files, one a kind of record, so that an editor completes and checks while one writes.

`python -m scenarios.schemas DIR` writes them; docs/data-guide.md says how an editor is told.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from geo.errors import HudutError
from geo.holdings import Basis
from geo.parties import Party
from geo.places import Place
from geo.railways import Railway
from geo.records import Record
from geo.relief import Ridge
from geo.sources import Source
from geo.territories import Line, Territory
from scenarios.chronicle import (
    Aid,
    Discrepancy,
    Event,
    Label,
    Organisation,
    Person,
    Position,
    Reading,
    Route,
    SentencesRead,
    Treaty,
)
from scenarios.stories import Story

KINDS: dict[str, type[Record]] = {
    "sources": Source,
    "parties": Party,
    "places": Place,
    "territories": Territory,
    "lines": Line,
    "relief": Ridge,
    "railways": Railway,
    "bases": Basis,
    "labels": Label,
    "persons": Person,
    "organisations": Organisation,
    "events": Event,
    "treaties": Treaty,
    "positions": Position,
    "aid": Aid,
    "routes": Route,
    "readings": Reading,
    "discrepancies": Discrepancy,
    "sentences": SentencesRead,
    "stories": Story,
}
"""Kinds of records by the name of their files; `labels` are threads, views, items and questions."""


def file_schema(model: type[Record]) -> dict[str, Any]:
    """Return the JSON Schema of a file that maps ids to records; the id is the key, not a field."""
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.pop("$defs", {})
    schema["properties"].pop("id", None)
    schema["required"] = [field for field in schema.get("required", []) if field != "id"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A file of {model.__name__} records",
        "type": "object",
        "additionalProperties": {"$ref": f"#/$defs/{model.__name__}"},
        "$defs": {**definitions, model.__name__: schema},
    }


def write_schemas(folder: Path) -> list[Path]:
    """Write one schema a kind of record, such as `events.schema.json`; return their paths.

    Raises
    ------
    HudutError
        If the folder cannot be written to.
    """
    written = []
    for name, model in KINDS.items():
        path = folder / f"{name}.schema.json"
        text = json.dumps(file_schema(model), ensure_ascii=False, indent=1) + "\n"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise HudutError(f"cannot write {path}: {error.strerror}") from error
        written.append(path)
    return written


def main(words: list[str]) -> int:
    """Write the schemas to the folder named; return the exit code."""
    if len(words) != 1:
        sys.stderr.write("Usage: python -m scenarios.schemas DIR\n")
        return 2
    try:
        written = write_schemas(Path(words[0]))
    except HudutError as error:
        sys.stderr.write(f"hudut: {error}\n")
        return 1
    sys.stdout.write(f"{words[0]}: {len(written)} schemas.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
