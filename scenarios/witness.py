"""Prove the citations of the chronicle and of scenarios, and the spellings of persons, against the texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from geo.crossrefs import problem_at, text_citations
from geo.errors import Problem
from geo.reading import line_of
from geo.records import Record
from geo.witness import Edition, fold, unproved
from scenarios.chronicle import Chronicle
from scenarios.crossrefs import all_records
from scenarios.schema import Act
from scenarios.weighing import sets_of


def witness_problems(chronicle: Chronicle, editions: Mapping[str, Edition]) -> tuple[list[Problem], int]:
    """Prove every citation of the chronicle and every spelling of a person.

    Returns
    -------
    All problems, and the number of citations that were looked at.
    """
    cited = ((model, key, one) for model, key, record in all_records(chronicle) for one in text_citations(record))
    faults, count = unproved(cited, editions)
    problems = [problem_at(chronicle, model, key, ("cite",), f"{fault}.") for model, key, fault in faults]
    return [*problems, *_spellings(chronicle, editions)], count


def act_witness_problems(
    folder: Path, acts: Mapping[str, Act], editions: Mapping[str, Edition]
) -> tuple[list[Problem], int]:
    """Prove every citation of a scenario's acts and sets of weights; return all problems, and the number looked at."""
    records: dict[tuple[str, str], tuple[tuple[str | int, ...], Record]] = {
        (f"acts/{key}.yaml", step.id): (("steps", number), step)
        for key, act in acts.items()
        for number, step in enumerate(act.steps)
    }
    for file, one_set in sets_of(folder).items():
        for number, group in enumerate(one_set.groups):
            records[file, next(iter(group.values), "")] = (("groups", number), group)
    cited = ((file, key, one) for (file, key), (_, record) in records.items() for one in text_citations(record))
    faults, count = unproved(cited, editions)
    return [
        Problem(file, line_of(folder / file, records[file, key][0]), f"{key}: {fault}.") for file, key, fault in faults
    ], count


def _spellings(chronicle: Chronicle, editions: Mapping[str, Edition]) -> Iterator[Problem]:
    for key, person in chronicle.persons.items():
        for text, spellings in person.spellings.items():
            for spelling in spellings:
                if text in editions and fold(spelling) not in editions[text].body:
                    what = f"{spelling!r} stands nowhere in {text}."
                    yield problem_at(chronicle, "Person", key, ("spellings", text), what, "Copy it as printed.")
