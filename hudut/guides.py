"""What the program writes into the teacher's guides, with `python -m hudut.guides`: counts, times and lesson plans."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from geo.words import languages
from hudut.agenda import agenda, plans_of
from hudut.campaigns import Stage, stage
from hudut.files import write_whole
from hudut.reading import ALOUD, LONGEST, PUPILS, Course, course, decisions, due, sittings, words
from hudut.wording import said

GUIDES = Path("docs") / "teachers"
ROW = re.compile(r"^\| [^|]+ \|[^|]+\|[^|]+\|[^|]+\| (?P<decisions>\d+) \| (?P<words>\d+) \|", re.MULTILINE)
"""A row of the guide's table of acts: its fifth cell counts decisions, its sixth words."""


def written(guide: str, stage: Stage, language: str) -> str:
    """Return a teacher's guide with the program's own parts made anew: counts, times and lesson plans."""
    acts = iter(stage.scenario.acts.values())

    def row(found: re.Match[str]) -> str:
        act = next(acts)
        steps = due(stage.scenario, act.id)
        most = max(words(act, steps, seat, language) for seat in act.seats)
        cells = found[0].split("|")
        cells[5:7] = [f" {decisions(steps)} ", f" {round(most, -2)} "]
        return "|".join(cells)

    guide = ROW.sub(row, guide, count=len(stage.scenario.acts))
    guide = _section(guide, said(language).say("guide.times"), _times(stage, language))
    return _section(guide, said(language).say("guide.lessons"), _lessons(stage, language))


def _section(guide: str, heading: str, lines: Iterator[str]) -> str:
    """Put lines between a heading of the guide and the next."""
    before, found, rest = guide.partition(f"\n## {heading}\n")
    after = rest[rest.index("\n## ") :]
    return "".join([before, found, "\n", "\n".join(lines), "\n", after])


def _times(stage: Stage, language: str) -> Iterator[str]:
    text = said(language).texts
    fewest, most = PUPILS
    yield text["guide.times.how"].format(aloud=ALOUD, fewest=fewest, most=most, longest=LONGEST)
    yield ""
    columns = ("act", "seat", "words", "decisions", "sittings", "wait", "alone")
    yield _row(text[f"guide.times.{name}"] for name in columns)
    yield "|" + "---|" * len(columns)
    for act in stage.scenario.acts.values():
        steps = due(stage.scenario, act.id)
        runs = [course(act, steps, pupils) for pupils in PUPILS]
        alone = [course(act, steps, pupils, forecasts=False) for pupils in PUPILS]
        minutes = text["guide.times.minutes"].format(minutes=_range(round(run.minutes) for run in runs))
        for number, (seat, one) in enumerate(act.seats.items()):
            yield _row(
                [
                    "" if number else f"{act.titles[language]}, {minutes}",
                    one.titles[language],
                    str(round(words(act, steps, seat, language), -2)),
                    str(decisions(steps, seat)),
                    str(sittings(steps, seat)),
                    _waits(runs, seat),
                    _waits(alone, seat),
                ]
            )


def _waits(runs: list[Course], seat: str) -> str:
    return _range(round(run.wait(seat)) for run in runs)


def _range(numbers: Iterable[int]) -> str:
    return "–".join(dict.fromkeys(map(str, numbers)))


def _lessons(stage: Stage, language: str) -> Iterator[str]:
    text = said(language).texts
    yield text["guide.lessons.how"]
    for plan in plans_of(stage).values():
        title = stage.scenario.acts[plan.act].titles[language]
        yield from ("", f"### {text['guide.lesson'].format(act=title, minutes=plan.minutes)}", "")
        yield _row([text["guide.minute"], text["guide.what"]])
        yield "|---|---|"
        for item in agenda(stage, plan, language):
            yield _row([f"{item.begin}–{item.end}", item.text])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    """Write the guides below the folder named, or the current one."""
    for language in languages():
        place = Path(arguments[0] if arguments else ".") / GUIDES / f"guide-{language}.md"
        if place.exists():
            write_whole(place, written(place.read_text("utf-8"), stage("frontier"), language))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
