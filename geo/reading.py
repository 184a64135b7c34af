"""Read the tables of the data folder into records, and say where each problem stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from geo.catalogue import translated
from geo.errors import ALL_OF_IT, DataError, Problem, nearest
from geo.parsing import DuplicateKey, parse, plain_text

Model = TypeVar("Model", bound=BaseModel)


_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}\Z")
MOST_SHOWN = 80
"""Letters of a wrong value that a message repeats."""
OURS = (".yaml", ".yml", ".csv")
"""Suffixes, in small letters, of files that look like records."""


class Reader:
    """Reads files of one data folder and collects every problem instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.files: dict[tuple[str, str], str] = {}
        self.unread: set[str] = set()
        """Ids of the records that could not be read, and `ALL_OF_IT` for a file of them."""
        self._asked: set[str] = set()

    def report(self, file: str, line: int, what: str, remedy: str = "") -> None:
        """Add a problem."""
        self.problems.append(Problem(file, line, what, remedy))

    def text(self, name: str) -> str | None:
        """Return the text of a file, or None (and a problem) when it cannot be read."""
        self._asked.add(name)
        try:
            return plain_text(self.folder / name)
        except FileNotFoundError:
            self.lose(name, 0, "the file is missing.", "Restore it, or check that this is the right data folder.")
        except UnicodeDecodeError as error:
            self.lose(name, 0, f"the file cannot be read: {error}.", "Save it as UTF-8 text.")
        except OSError as error:
            self.lose(name, 0, f"the file cannot be read: {error.strerror or error}.", "Put a file of records there.")
        return None

    def lose(self, file: str, line: int, what: str, remedy: str = "") -> None:
        """Add a problem for which none of a file's records is there."""
        self.unread.add(ALL_OF_IT)
        self.report(file, line, what, remedy)

    def strays(self, under: str = "") -> None:
        """Report the files in a folder that look like records and that nobody has read."""
        for path in sorted((self.folder / under).rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            hidden = any(part.startswith(".") for part in name.split("/"))
            if name not in self._asked and path.suffix.lower() in OURS and not hidden:
                lower = path.with_suffix(".csv" if path.suffix.lower() == ".csv" else ".yaml").name
                remedy = f"Call it {lower}." if lower != path.name else "Move it to where its kind is read, or away."
                self.lose(name, 0, "the file is not read.", remedy)

    def mapping(self, name: str) -> dict[str, Any]:
        """Read a YAML file that maps ids to records; an unreadable file gives a problem and an empty mapping."""
        text = self.text(name)
        if text is None:
            return {}
        try:
            raw = parse(text)
        except DuplicateKey as error:
            self.lose(name, error.line, f"{error}.", "Keep one of the two.")
            return {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or "it is not YAML"
            self.lose(name, mark.line + 1 if mark else 0, f"the file is broken here: {reason}.", "Mend the YAML.")
            return {}
        if not isinstance(raw, dict):
            self.lose(name, 0, "the file holds no records.", "It should map ids to records; see docs/data-guide.md.")
            return {}
        return raw

    def records(self, name: str, model: type[Model], *, known: Mapping[str, Any] | None = None) -> dict[str, Model]:
        """Read a YAML file into records by id; ids already in `known` are reported as taken."""
        found: dict[str, Model] = {}
        for key, raw in self.mapping(name).items():
            if not _ID.match(str(key)):
                what = f"the id {str(key)[:MOST_SHOWN]!r} is none."
                self.report(
                    name, self.line_of(name, (key,)), what, "Write small letters of English, figures and hyphens."
                )
                continue
            if key in (known or {}):
                self.report(name, self.line_of(name, (key,)), f"the id {key!r} is taken.", "Choose another id.")
                continue
            body = {**raw, "id": str(key)} if isinstance(raw, dict) else raw
            record = self.build(model, body, name, (key,))
            if record is None:
                self.unread.add(str(key))
            else:
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
        reader = csv.DictReader(io.StringIO(text, newline=""))
        rows = []
        try:
            if reader.fieldnames != wanted:
                shown = f"the columns are {str(reader.fieldnames)[: 2 * MOST_SHOWN]}."
                self.lose(name, 1, shown, f"They should be {','.join(wanted)}.")
                return []
            for row in reader:
                if None in row or None in row.values():
                    what = f"the row has not {len(wanted)} cells."
                    self.lose(name, reader.line_num, what, "Quote cells with commas.")
                else:
                    rows.append((reader.line_num, row))
        except csv.Error as error:
            self.lose(name, reader.line_num + 1, f"the row is broken: {error}.", "Mend or remove it.")
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
    given = repr(detail["input"])
    shown = given if len(given) <= MOST_SHOWN else f"{given[:MOST_SHOWN]}…"
    return f"{shown} is wrong: {message[:1].lower()}{message[1:]}"


def _remedy(detail: Any) -> str:
    if detail["type"] == "literal_error":
        expected = [word.strip(" '") for word in str(detail["ctx"]["expected"]).replace(" or ", ",").split(",")]
        return nearest(str(detail["input"]), expected)
    if detail["type"] in ("missing", "extra_forbidden"):
        return "See docs/data-guide.md for the fields."
    return ""
