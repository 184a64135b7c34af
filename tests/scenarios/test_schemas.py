"""The JSON Schemas that editors use accept every data file that ships, and refuse what the loader refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import geo.load
import scenarios.load
from geo.parsing import parse
from scenarios.schemas import KINDS, file_schema, main

ATLAS, CHRONICLE = geo.load.default_folder(), scenarios.load.default_folder()
OF_THE_ATLAS = ("sources", "parties", "places", "territories", "lines", "relief", "railways", "bases")
LABELS = ("threads.yaml", "views.yaml", "items.yaml", "questions.yaml")


def files_of(kind: str) -> list[Path]:
    if kind == "labels":
        return [CHRONICLE / name for name in LABELS]
    folder = ATLAS if kind in OF_THE_ATLAS else CHRONICLE
    return sorted([*folder.glob(f"{kind}*.yaml"), *(folder / kind).glob("*.yaml")])


def as_an_editor_reads(content: Any) -> Any:
    """The loader keeps `true` as written; an editor reads a truth value."""
    if isinstance(content, dict):
        return {key: as_an_editor_reads(value) for key, value in content.items()}
    if isinstance(content, list):
        return [as_an_editor_reads(value) for value in content]
    return {"true": True, "false": False}.get(content, content) if isinstance(content, str) else content


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_satisfies_the_schema_of_its_kind(kind: str) -> None:
    schema = file_schema(KINDS[kind])
    Draft202012Validator.check_schema(schema)
    paths = files_of(kind)
    assert paths
    for path in paths:
        errors = Draft202012Validator(schema).iter_errors(as_an_editor_reads(parse(path.read_text("utf-8"))))
        assert not [f"{path.name}: {list(error.path)}: {error.message}" for error in errors]


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "leter"},
        {"date": "16.3.1921"},
        {"titles": {"tr": "Yalnız Türkçe"}},
        {"titel": {"tr": "a", "en": "b"}},
        {"threads": []},
        {"cite": [{"source": "ada"}]},
    ],
)
def test_a_broken_event_is_refused(broken: dict[str, Any]) -> None:
    event = {
        "kind": "letter", "date": "1920-04-26", "threads": ["letters"], "titles": {"tr": "a", "en": "b"},
        "summaries": {"tr": "a", "en": "b"}, "certainty": "inferred", "reason": {"tr": "a", "en": "b"},
    }  # fmt: skip
    validator = Draft202012Validator(file_schema(KINDS["events"]))
    assert validator.is_valid({"e": event})
    assert not validator.is_valid({"e": {**event, **broken}})


def test_one_file_a_kind_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "schemas")]) == 0
    written = {path.name for path in (tmp_path / "schemas").iterdir()}
    assert written == {f"{kind}.schema.json" for kind in KINDS}
    assert json.loads((tmp_path / "schemas" / "events.schema.json").read_text("utf-8"))["type"] == "object"
    assert f"{len(KINDS)} schemas" in capsys.readouterr().out
    assert main([]) == 2
