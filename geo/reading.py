"""Read the tables of the data folder into records, and say where each problem stands."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.error import Mark

from geo.cache import Cache
from geo.catalogue import translated
from geo.errors import DataError, Problem, nearest

Model = TypeVar("Model", bound=BaseModel)


_AS_WRITTEN = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}


class DuplicateKey(yaml.YAMLError):
    """A mapping names the same key twice; YAML itself would silently keep the last."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(f"{key!r} is given twice")
        self.key, self.line = key, line


class _Loader(yaml.CSafeLoader):
    """The C loader, refusing duplicate keys; dates and words such as `on` and `no` stay the text that was written."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if tag not in _AS_WRITTEN]
        for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = key_node.value
            if key in seen:
                raise DuplicateKey(str(key), key_node.start_mark.line + 1)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_PARSED = Cache("yaml", keep=500)
_LOADER_VERSION = 2
"""Raised when the same text would be read differently, so that kept results are made again."""
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*\w")


def parse(text: str) -> Any:
    """Return the content of a YAML text; the result is kept, since even the C loader takes most of a load's time.

    Raises
    ------
    yaml.YAMLError
        If the text is broken, names a key twice, or uses aliases (a few lines of them can stand for gigabytes).
    """
    key = hashlib.sha256(f"{_LOADER_VERSION}\n{text}".encode()).hexdigest()
    kept = _PARSED.get(key)
    if kept is not None:
        return json.loads(kept)
    _refuse_aliases(text)
    content = yaml.load(text, Loader=_Loader)  # noqa: S506 - the loader is a safe one
    _PARSED.put(key, json.dumps(content, ensure_ascii=False).encode())
    return content


def _refuse_aliases(text: str) -> None:
    if not _ALIAS.search(text):
        return
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line if event.start_mark else 0
            raise yaml.MarkedYAMLError(
                problem=f"the alias *{event.anchor} is not allowed", problem_mark=Mark("", 0, line, 0, None, 0)
            )


class Reader:
    """Reads files of one data folder and collects every problem instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.files: dict[tuple[str, str], str] = {}

    def report(self, file: str, line: int, what: str, remedy: str = "") -> None:
        """Add a problem."""
        self.problems.append(Problem(file, line, what, remedy))

    def text(self, name: str) -> str | None:
        """Return the text of a file, or None (and a problem) when it cannot be read."""
        try:
            return (self.folder / name).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self.report(name, 0, "the file is missing.", "Restore it, or check that this is the right data folder.")
        except (OSError, UnicodeDecodeError) as error:
            self.report(name, 0, f"the file cannot be read: {error}.", "Save it as UTF-8 text.")
        return None

    def mapping(self, name: str) -> dict[str, Any]:
        """Read a YAML file that maps ids to records; an unreadable file gives a problem and an empty mapping."""
        text = self.text(name)
        if text is None:
            return {}
        try:
            raw = parse(text)
        except DuplicateKey as error:
            self.report(name, error.line, f"{error}.", "Keep one of the two.")
            return {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or "it is not YAML"
            self.report(name, mark.line + 1 if mark else 0, f"the file is broken here: {reason}.", "Mend the YAML.")
            return {}
        if not isinstance(raw, dict):
            self.report(name, 0, "the file holds no records.", "It should map ids to records; see docs/data-guide.md.")
            return {}
        return raw

    def records(self, name: str, model: type[Model], *, known: Mapping[str, Any] | None = None) -> dict[str, Model]:
        """Read a YAML file into records by id; ids already in `known` are reported as taken."""
        found: dict[str, Model] = {}
        for key, raw in self.mapping(name).items():
            if key in (known or {}):
                self.report(name, self.line_of(name, (key,)), f"the id {key!r} is taken.", "Choose another id.")
                continue
            body = {**raw, "id": str(key)} if isinstance(raw, dict) else raw
            record = self.build(model, body, name, (key,))
            if record is not None:
                found[str(key)] = record
                self.files[model.__name__, str(key)] = name
        return found

    def build(self, model: type[Model], raw: Any, name: str, path: tuple[Any, ...]) -> Model | None:
        """Validate one record; problems are placed at the line of the field that is wrong."""
        try:
            return model.model_validate(translated(raw))
        except ValidationError as error:
            for detail in _telling(error):
                line = self.line_of(name, (*path, *detail["loc"]))
                label = "/".join(str(part) for part in (*path, *_fields(detail["loc"])))
                self.report(name, line, f"{label}: {reason(detail)}.", _remedy(detail))
        return None

    def row(self, model: type[Model], raw: Any, name: str, line: int) -> Model | None:
        """Validate one row of a table; every problem stands at the row's line."""
        try:
            return model.model_validate(translated(raw))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                label = "/".join(map(str, detail["loc"])) or "the row"
                self.report(name, line, f"{label}: {reason(detail)}.", _remedy(detail))
        return None

    def table(self, name: str, columns: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
        """Read a CSV file as (line, row) pairs; wrong columns or ragged rows are problems."""
        text = self.text(name)
        if text is None:
            return []
        wanted = list(columns)
        reader = csv.DictReader(io.StringIO(text))
        if reader.fieldnames != wanted:
            self.report(name, 1, f"the columns are {reader.fieldnames}.", f"They should be {','.join(wanted)}.")
            return []
        rows = []
        for row in reader:
            if None in row or None in row.values():
                self.report(name, reader.line_num, f"the row has not {len(wanted)} cells.", "Quote cells with commas.")
            else:
                rows.append((reader.line_num, row))
        return rows

    def line_of(self, name: str, path: tuple[Any, ...]) -> int:
        """Return the 1-based line of a YAML path in a file of this folder."""
        return line_of(self.folder / name, path)


def read_one(
    model: type[Model], path: Path, wrong: Callable[[Model], Iterable[tuple[tuple[str | int, ...], str, str]]]
) -> Model:
    """Read a YAML file that is one record; `wrong` yields the place, problem and remedy of what else is not right.

    Raises
    ------
    DataError
        With every problem, by file and line.
    """
    reader = Reader(path.parent)
    raw = reader.mapping(path.name)
    found = reader.build(model, raw, path.name, ()) if raw else None
    for at, what, remedy in wrong(found) if found else ():
        reader.report(path.name, reader.line_of(path.name, at), what, remedy)
    if found is None or reader.problems:
        raise DataError(reader.problems)
    return found


def line_of(file: Path, path: tuple[Any, ...]) -> int:
    """Return the 1-based line of a YAML path, as deep as it can be followed; 0 when the file cannot be read."""
    try:
        node = _composed(file.read_text(encoding="utf-8-sig"))
    except (OSError, yaml.YAMLError):
        return 0
    line = 1
    for part in path:
        step = _child(node, part)
        if step is None:
            continue  # pydantic also names union members and defaults, which stand nowhere in the file
        node, line = step
    return line


@lru_cache(maxsize=8)
def _composed(text: str) -> Any:
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def _child(node: Any, part: Any) -> tuple[Any, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return child, child.start_mark.line + 1
    return None


def _telling(error: ValidationError) -> list[Any]:
    """Drop the noise that a union of citations makes: keep the member that the author meant."""
    details: list[Any] = list(error.errors(include_url=False))
    meant = [d for d in details if not ({"TextCitation", "Reference"} & set(d["loc"]))]
    unions: dict[Any, dict[str, list[Any]]] = {}
    for detail in details:
        for position, part in enumerate(detail["loc"]):
            if part in ("TextCitation", "Reference"):
                unions.setdefault(detail["loc"][:position], {}).setdefault(str(part), []).append(detail)
    for members in unions.values():
        fewest: list[Any] = min(members.values(), key=len)
        meant.extend(fewest)
    return meant


def _fields(loc: tuple[Any, ...]) -> list[Any]:
    return [part for part in loc if part not in ("TextCitation", "Reference")]


def reason(detail: Any) -> str:
    """Return in words why pydantic refuses a value."""
    if detail["type"] == "missing":
        return "it is missing"
    if detail["type"] == "extra_forbidden":
        return "there is no such field"
    message = str(detail["msg"]).removeprefix("Value error, ").rstrip(".")
    if detail["type"] == "value_error":
        return message
    return f"{detail['input']!r} is wrong: {message[:1].lower()}{message[1:]}"


def _remedy(detail: Any) -> str:
    if detail["type"] == "literal_error":
        expected = [word.strip(" '") for word in str(detail["ctx"]["expected"]).replace(" or ", ",").split(",")]
        return nearest(str(detail["input"]), expected)
    if detail["type"] in ("missing", "extra_forbidden"):
        return "See docs/data-guide.md for the fields."
    return ""
