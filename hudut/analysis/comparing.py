"""The sets of weights beside one another: `python -m hudut.analysis.comparing` puts the table into docs/analysis.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.frame import ending
from engine.replay import end_of_history
from geo.words import FALLBACK
from hudut.analysis.exact import Exact
from hudut.analysis.report import percent
from hudut.analysis.store import compiled
from hudut.campaigns import Stage, stage
from hudut.files import write_whole
from scenarios.fates import NONE

SETS = ("fitted", "even", "blind")
PAGE = Path("docs") / "analysis.md"
BEGIN, END = "<!-- sets of weights: made by `make docs` -->\n", "<!-- end of sets of weights -->\n"


def table(name: str, sets: Sequence[str]) -> str:
    """Return the table: for each act history's ending, its share and the likeliest ending under each set."""
    stages = [stage(name, one) for one in sets]
    head = ["act", "history’s ending", *(f"`{one}`" for one in sets)]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(row)} |" for row in _rows(stages)]
    return "\n".join(lines) + "\n"


def _rows(stages: list[Stage]) -> Iterator[list[str]]:
    scenario = stages[0].scenario
    for key, act in scenario.acts.items():
        past = ending(scenario, end_of_history(scenario, key), key) or NONE
        titles = {one.id: one.titles[FALLBACK] for one in act.endings} | {NONE: "none"}
        yield [act.titles[FALLBACK], titles[past], *(_cell(one, key, past, titles) for one in stages)]


def _cell(one: Stage, act: str, past: str, titles: dict[str, str]) -> str:
    exact = Exact(compiled(one.scenario, act))
    likeliest = max(exact.endings, key=lambda key: exact.endings[key])
    pairs = ((exact.outcomes(place)[0], exact.mass(table).sum()) for place, table in enumerate(exact.table.tables))
    broken = max((float(lost / met) for lost, met in pairs if met > 0), default=0.0)
    share, top, most = (
        percent(value, FALLBACK) for value in (exact.endings.get(past, 0.0), exact.endings[likeliest], broken)
    )
    return f"{share}; likeliest *{titles[likeliest]}* {top}; worst table breaks in {most}"


def main() -> int:
    """Write the table between its marks; return the exit code."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    write_whole(PAGE, before + BEGIN + table("frontier", SETS) + END + after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
