"""The only reader of the chronicle: YAML files into one frozen Chronicle, checked against the atlas."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from geo.errors import DataError, Problem, causes
from geo.load import Atlas
from geo.reading import Reader
from geo.records import Record
from scenarios.chronicle import (
    Aid,
    Chronicle,
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
from scenarios.crossrefs import crossref_problems
from scenarios.stories import Story

Model = TypeVar("Model", bound=Record)


def default_folder() -> Path:
    """Return the folder of the chronicle that ships with the package."""
    return Path(str(files("scenarios") / "data" / "chronicle"))


def load_chronicle(atlas: Atlas, folder: Path | None = None) -> Chronicle:
    """Read the chronicle.

    Raises
    ------
    DataError
        With every problem found, by file and line.
    """
    chronicle, problems = read_chronicle(atlas, folder or default_folder())
    if problems:
        raise DataError(problems)
    return chronicle


def read_chronicle(atlas: Atlas, folder: Path) -> tuple[Chronicle, list[Problem]]:
    """Read the chronicle as far as it can be read; return it with all problems."""
    reader = Reader(folder)
    chronicle = Chronicle(
        threads=reader.records("threads.yaml", Label),
        views=reader.records("views.yaml", Label),
        items=reader.records("items.yaml", Label),
        questions=reader.records("questions.yaml", Label),
        persons=reader.records("persons.yaml", Person),
        organisations=reader.records("organisations.yaml", Organisation),
        events=_by_date(_merged(reader, "events/*.yaml", Event)),
        treaties=_merged(reader, "treaties/*.yaml", Treaty),
        positions=_by_date(_merged(reader, "positions*.yaml", Position)),
        aid=_by_date(_merged(reader, "aid*.yaml", Aid)),
        routes=_merged(reader, "routes.yaml", Route),
        readings=_merged(reader, "readings*.yaml", Reading),
        discrepancies=_merged(reader, "discrepancies*.yaml", Discrepancy),
        stories=_in_order(_merged(reader, "stories/*.yaml", Story, needed=False)),
        sentences=_merged(reader, "sentences.yaml", SentencesRead, needed=False),
        folder=folder,
        files=reader.files,
        unread=reader.unread,
    )
    reader.strays()
    found = causes(crossref_problems(chronicle, atlas), {*reader.unread, *atlas.unread})
    return chronicle, [*reader.problems, *found]


def _merged(reader: Reader, pattern: str, model: type[Model], *, needed: bool = True) -> dict[str, Model]:
    """Read all files of a kind into one mapping; ids must be unique over all of them."""
    names = sorted(path.relative_to(reader.folder).as_posix() for path in reader.folder.glob(pattern))
    if needed and not names:
        reader.lose(pattern, 0, "there is no such file.", "Check that this is the right folder of the chronicle.")
    found: dict[str, Model] = {}
    for name in names:
        found |= reader.records(name, model, known=found)
    return found


def _in_order(stories: dict[str, Story]) -> dict[str, Story]:
    return dict(sorted(stories.items(), key=lambda item: (item[1].order, item[0])))


def _by_date(records: dict[str, Model]) -> dict[str, Model]:
    return dict(sorted(records.items(), key=lambda item: (_day(item[1]), item[0])))


def _day(record: Record) -> int:
    date = getattr(record, "date", None)
    return date.first if date is not None else 0
