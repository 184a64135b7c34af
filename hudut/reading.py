"""How much a lesson reads and decides: `python -m hudut.reading` counts it for each act in the teacher's guides."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.play import historical_moves
from geo.words import languages
from hudut.campaigns import stage
from hudut.files import write_whole
from scenarios.expand import Scenario
from scenarios.forms import Prose
from scenarios.schema import Step

GUIDES = Path("docs") / "teachers"
ROW = re.compile(r"^\| [^|]+ \|[^|]+\|[^|]+\|[^|]+\| (?P<decisions>\d+) \| (?P<words>\d+) \|", re.MULTILINE)
"""A row of the guide's table of acts: its fifth cell counts decisions, its sixth words."""


def due(scenario: Scenario, act: str) -> list[Step]:
    """Return the steps of an act that the historical line does not skip."""
    skipped = {move.step for move in historical_moves(scenario, act) if move.kind == "skip"}
    return [one.step for one in scenario.steps if one.act == act and one.step.id not in skipped]


def decisions(scenario: Scenario, act: str) -> int:
    """Return how often a side decides on the historical line, tables not counted."""
    return sum(step.kind == "decision" for step in due(scenario, act))


def words(scenario: Scenario, act: str, language: str) -> int:
    """Return the words that a pupil reads on the historical line, in the seat that reads most."""
    one = scenario.acts[act]
    steps = due(scenario, act)
    return max(
        _count([one.opening, *seat.brief.public, *seat.brief.secret, *_told(steps, key)], language)
        for key, seat in one.seats.items()
    )


def _told(steps: Iterable[Step], seat: str) -> Iterator[Prose]:
    """Yield what a seat is told: what happens, what it may choose itself, what came of it, the texts of its tables."""
    for step in steps:
        yield from (step.titles, step.says)
        for option in step.options:
            if step.actor == seat:
                yield from (option.titles, option.says)
            if option.historical:
                yield option.after or option.says
        if step.basket is not None and seat in step.basket.seats:
            yield from (option.text for item in step.basket.items for option in item.options)


def _count(texts: list[Prose], language: str) -> int:
    return sum(len(text[language].split()) for text in texts)


def counted(guide: str, scenario: Scenario, language: str) -> str:
    """Return a teacher's guide whose table of acts bears the counts, words rounded to hundreds."""
    acts = iter(scenario.acts)

    def row(found: re.Match[str]) -> str:
        act = next(acts)
        cells = found[0].split("|")
        cells[5:7] = [f" {decisions(scenario, act)} ", f" {round(words(scenario, act, language), -2)} "]
        return "|".join(cells)

    return ROW.sub(row, guide)


def main(arguments: list[str]) -> int:
    """Write the guides below the folder named, or the current one."""
    for language in languages():
        place = Path(arguments[0] if arguments else ".") / GUIDES / f"guide-{language}.md"
        if place.exists():
            write_whole(place, counted(place.read_text("utf-8"), stage("frontier").scenario, language))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
