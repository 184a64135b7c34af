"""`hudut check`: everything that can be wrong in the data, listed at once."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geo.errors import DataError, HudutError, Problem
from geo.load import Atlas, default_folder, read
from geo.topology import topology_problems
from geo.witness import Edition, read_editions, witness_problems
from hudut.citing import coverage_report, sentences_report
from scenarios.campaign import default_folder as scenario_folder
from scenarios.campaign import read_campaign
from scenarios.chronicle import Chronicle
from scenarios.load import default_folder as chronicle_folder
from scenarios.load import read_chronicle
from scenarios.witness import act_witness_problems
from scenarios.witness import witness_problems as chronicle_witness_problems

MARKERS = {"territories.yaml": "geo", "threads.yaml": "chronicle", "scenario.yaml": "scenario"}
"""The file by which a data folder is known."""


@dataclass(frozen=True)
class Folders:
    """What a check reads: at most one folder of geo and one of the chronicle, and any number of scenarios."""

    geo: Path | None
    chronicle: Path | None
    scenarios: tuple[Path, ...]


def check_data(
    paths: Sequence[Path] = (),
    texts: Path | None = None,
    *,
    coverage: bool = False,
    sentences: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> str:
    """Check data folders and, if the texts are given, prove their citations; return the report of a clean run.

    Parameters
    ----------
    paths
        Data folders, each known by a file of its own; without one, all data that ships with Hudut. The chronicle is
        checked against the geo folder among them, else against the one that ships.
    coverage
        Add which lines of each text carry no citation.
    sentences
        Add which sentences of cited lines no witness vouches for and nobody has read again.
    progress
        Is told which part of a scenario's plays is gone through next.

    Raises
    ------
    DataError
        With all problems.
    HudutError
        If a folder does not exist or is none of ours, or `coverage` or `sentences` is asked for without the texts.
    """
    _need_texts(texts, {"--coverage": coverage, "--sentences": sentences})
    folders = _sorted_out(paths)
    atlas, problems = read(folders.geo or default_folder())
    problems = [*problems, *topology_problems(atlas)] if folders.geo else []
    chronicle = None
    if folders.chronicle:
        chronicle, found = read_chronicle(atlas, folders.chronicle)
        problems += found
    if folders.scenarios:
        from hudut.scenario_check import scenario_problems  # the engine is not needed for data alone
    for folder in folders.scenarios:
        problems += scenario_problems(folder, atlas, _known(atlas, chronicle), progress=progress)
    citing = folders.scenarios if paths else _shipped_scenarios()
    editions: Mapping[str, Edition] = {}
    proof = "citations were not proved: give the folder of the texts with --texts or HUDUT_TEXTS"
    if texts is not None:
        editions, found = read_editions(atlas, texts)
        found, count = _proofs(replace(folders, scenarios=citing), atlas, chronicle, editions, found)
        problems += found
        proof = f"{count} citations proved in {texts.name or os.fspath(texts)}"
    if problems:
        raise DataError(problems)
    report = [_ground(atlas)] if folders.geo else []
    report += [_counts(chronicle)] if chronicle else []
    if coverage:
        report.append(coverage_report(atlas, chronicle, editions, citing))
    if sentences and chronicle:
        report.append(sentences_report(atlas, chronicle, editions, citing))
    return "\n".join([*report, f"No problem found; {proof}."])


def _need_texts(texts: Path | None, asked: Mapping[str, bool]) -> None:
    if texts is not None and not texts.is_dir():
        raise HudutError(f"{texts} is not a folder; give the folder of the texts")
    if texts is None and any(asked.values()):
        option = next(name for name, on in asked.items() if on)
        raise HudutError(f"{option} needs the five texts: give their folder with --texts or HUDUT_TEXTS")


def _sorted_out(paths: Sequence[Path]) -> Folders:
    """Tell the folders apart by the file that each must hold."""
    if not paths:
        return Folders(default_folder(), chronicle_folder(), ())
    found: dict[str, list[Path]] = {kind: [] for kind in MARKERS.values()}
    for path in paths:
        if not path.is_dir():
            raise HudutError(f"{path} is not a folder; give the folder of the data")
        kinds = [kind for marker, kind in MARKERS.items() if (path / marker).is_file()]
        if not kinds:
            raise HudutError(f"{path} holds none of {', '.join(MARKERS)}; give a folder of data")
        found[kinds[0]].append(path)
    for kind in ("geo", "chronicle"):
        if len(found[kind]) > 1:
            raise HudutError(f"{' and '.join(map(str, found[kind]))} are both folders of {kind}; give one of them")
    return Folders(next(iter(found["geo"]), None), next(iter(found["chronicle"]), None), tuple(found["scenario"]))


def _shipped_scenarios() -> tuple[Path, ...]:
    """Return the scenario folders of the package: their citations are proved, their checks are asked for by path."""
    return tuple(sorted(marker.parent for marker in scenario_folder("").glob("*/scenario.yaml")))


def _known(atlas: Atlas, chronicle: Chronicle | None) -> Chronicle:
    """Return the chronicle that was given, else the one that ships."""
    return chronicle or read_chronicle(atlas, chronicle_folder())[0]


def _proofs(
    folders: Folders,
    atlas: Atlas,
    chronicle: Chronicle | None,
    editions: Mapping[str, Edition],
    problems: Iterable[Problem],
) -> tuple[list[Problem], int]:
    """Prove the citations of what is checked; return all problems and the number of citations."""
    found, count = witness_problems(atlas, editions) if folders.geo else ([], 0)
    told, more = chronicle_witness_problems(chronicle, editions) if chronicle else ([], 0)
    found, count = [*problems, *found, *told], count + more
    for folder in folders.scenarios:
        acts = read_campaign(folder, atlas, _known(atlas, chronicle))[1]
        told, more = act_witness_problems(folder, acts, editions)
        found, count = [*found, *told], count + more
    return found, count


def _ground(atlas: Atlas) -> str:
    layers = Counter(row.layer for row in atlas.holdings)
    certainties = Counter(row.certainty for row in atlas.holdings)
    ground = (
        f"{len(atlas.territories)} territories, {len(atlas.lines)} lines, {len(atlas.places)} places,"
        f" {len(atlas.parties)} parties, {len(atlas.bases)} causes."
    )
    held = ", ".join(f"{count} {layer}" for layer, count in layers.items())
    sure = ", ".join(f"{count} {certainty}" for certainty, count in sorted(certainties.items()))
    return f"{ground}\n{len(atlas.holdings)} holdings: {held}; {sure}."


def _counts(chronicle: Chronicle) -> str:
    """Count the chronicle by kind of record, certainty and language."""
    tables: dict[str, Mapping[str, Any]] = {
        "events": chronicle.events,
        "treaties": chronicle.treaties,
        "positions": chronicle.positions,
        "aid records": chronicle.aid,
        "routes": chronicle.routes,
        "readings": chronicle.readings,
        "discrepancies": chronicle.discrepancies,
        "persons": chronicle.persons,
        "organisations": chronicle.organisations,
        "stories": chronicle.stories,
    }
    articles = [article for treaty in chronicle.treaties.values() for article in treaty.articles]
    facts = [record for table in tables.values() for record in table.values()] + articles
    sure = Counter(record.certainty for record in facts if hasattr(record, "certainty"))
    kinds = Counter(event.kind for event in chronicle.events.values())
    told = [(one.titles, one.summaries) for one in chronicle.events.values()]
    told += [(one.titles, one.summaries) for one in chronicle.treaties.values()]
    languages = Counter(language for titles, summaries in told for language in titles if language in summaries)
    return "\n".join(
        (
            f"{', '.join(f'{len(table)} {name}' for name, table in tables.items())}; {len(articles)} articles.",
            f"Events: {', '.join(f'{count} {kind}' for kind, count in kinds.most_common())}.",
            f"Certainty: {', '.join(f'{count} {certainty}' for certainty, count in sorted(sure.items()))}.",
            f"Titles and summaries: {', '.join(f'{count} in {language}' for language, count in languages.items())}.",
        )
    )
