"""The only reader of the data folder: tables, names and dates into one frozen Atlas, all checked."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from geo.atlas import Atlas, Change
from geo.crossrefs import crossref_problems
from geo.errors import DataError, HudutError, Problem, causes
from geo.features import read_features
from geo.holdings import Basis, Holding
from geo.parties import Party
from geo.places import Place
from geo.railways import Railway
from geo.reading import Reader
from geo.relief import Ridge
from geo.sources import GRADES, Grade, Source
from geo.territories import Line, Territory, Water
from geo.words import WRITTEN

NOTES = {f"note_{language}": language for language in WRITTEN}
__all__ = ["Atlas", "Change", "default_folder", "load", "read"]
COLUMNS = ("territory", "layer", "party", "status", "start", "end", "basis", "claimants", "certainty", *NOTES)


def default_folder() -> Path:
    """Return the data folder that ships with the package."""
    return Path(str(files("geo") / "data"))


def load(folder: Path | str | None = None) -> Atlas:
    """Read and cross-check the data folder.

    Raises
    ------
    HudutError
        If there is no such folder.
    DataError
        With every problem found: missing or broken files, unknown ids, bad dates, overlapping or missing holdings.
    """
    place = default_folder() if folder is None else Path(folder)
    if not place.is_dir():
        raise HudutError(f"{place} is not a folder; give the folder that holds territories.yaml.")
    atlas, problems = read(place)
    if problems:
        raise DataError(problems)
    return atlas


def read(folder: Path) -> tuple[Atlas, list[Problem]]:
    """Read the data folder as far as it can be read; return it with all problems."""
    reader = Reader(folder)
    where: dict[int, tuple[str, int]] = {}
    atlas = Atlas(
        folder=folder,
        sources=reader.records("sources.yaml", Source),
        parties=reader.records("parties.yaml", Party),
        places=_merged(reader, "places", Place),
        territories=_with_areas(reader, reader.records("territories.yaml", Territory)),
        lines=reader.records("lines.yaml", Line),
        bases=_merged(reader, "bases", Basis),
        holdings=tuple(_holdings(reader, where)),
        water=_water(reader),
        ridges=reader.records("relief.yaml", Ridge),
        railways=reader.records("railways.yaml", Railway),
        grades=_grades(reader),
        where=where,
        files=reader.files,
        unread=reader.unread,
    )
    reader.strays()
    return atlas, [*reader.problems, *causes(crossref_problems(atlas), reader.unread)]


def _merged(reader: Reader, folder: str, model: Any) -> dict[str, Any]:
    """Read all YAML files of a folder into one mapping; ids must be unique over all of them."""
    names = sorted(path.name for path in (reader.folder / folder).glob("*.yaml"))
    if not names:
        reader.lose(folder, 0, "the folder holds no .yaml file.", "Check that this is the right data folder.")
    found: dict[str, Any] = {}
    for name in names:
        found |= reader.records(f"{folder}/{name}", model, known=found)
    return found


def _grades(reader: Reader) -> dict[str, Grade]:
    """Read grades.yaml, which lists sites by grade, into the grade of each; a folder may do without one."""
    name, found = "grades.yaml", dict[str, Grade]()
    if not (reader.folder / name).exists():
        return found
    for grade, sites in reader.mapping(name).items():
        if grade not in GRADES or not isinstance(sites, list):
            what = f"{grade!r} is not a grade with a list of sites."
            reader.report(name, reader.line_of(name, (grade,)), what, f"Grades are {', '.join(GRADES)}.")
            continue
        for site in map(str, sites):
            if site in found:
                reader.report(name, 0, f"the site {site} is graded twice.", "Keep it under one grade.")
            found[site] = grade
    return found


def _holdings(reader: Reader, where: dict[int, tuple[str, int]]) -> Iterable[Holding]:
    names = sorted(path.name for path in (reader.folder / "holdings").glob("*.csv"))
    if not names:
        reader.lose("holdings", 0, "the folder holds no .csv file.", "Check that this is the right data folder.")
    count = 0
    for name in names:
        file = f"holdings/{name}"
        for line, row in reader.table(file, COLUMNS):
            raw: dict[str, Any] = {key: value for key, value in row.items() if value.strip()}
            note = {language: raw.pop(column) for column, language in NOTES.items() if column in raw}
            raw |= {"claimants": tuple(row["claimants"].split()), "note": note or None}
            holding = reader.row(Holding, raw, file, line)
            if holding is None:
                reader.unread.add(str(raw.get("territory")))
            else:
                where[count] = (file, line)
                count += 1
                yield holding


def _with_areas(reader: Reader, territories: dict[str, Territory]) -> dict[str, Territory]:
    try:
        areas = {key: one.area_km2 for key, one in read_features(reader.folder / "territories.geojson").items()}
    except DataError as error:
        reader.problems += error.problems
        return territories
    for key in sorted(set(territories) ^ set(areas)):
        side = "territories.yaml" if key in territories else "territories.geojson"
        reader.problems.append(Problem(side, 0, f"the territory {key!r} stands only here.", "Run make data.", key))
    return {key: one.model_copy(update={"area_km2": areas.get(key, 0.0)}) for key, one in territories.items()}


def _water(reader: Reader) -> Water:
    raw = reader.mapping("water.yaml")
    water = reader.build(Water, raw, "water.yaml", ()) if raw else None
    return water or Water(rivers={}, lakes={}, seas={})
