"""Check a scenario folder: its records and words, and then, exactly, everything that play can come to."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from engine.check import findings, land_findings, walked
from engine.errors import IllegalMove
from engine.frame import frame
from engine.play import apply, historical_moves, initial
from geo.dates import iso
from geo.errors import Problem
from geo.load import Atlas
from geo.reading import line_of
from hudut.reading import too_long
from scenarios.campaign import read_campaign
from scenarios.chronicle import Chronicle
from scenarios.expand import Scenario, days_of, expand
from scenarios.lessons import FOLDER, plans_in
from scenarios.survey import surveyed
from scenarios.weighing import set_problems

CAMPAIGNS = 400
"""Random campaigns that are played before something is called dead."""


def scenario_problems(
    folder: Path,
    atlas: Atlas,
    chronicle: Chronicle,
    *,
    deep: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Problem]:
    """Return every problem of a scenario folder.

    Parameters
    ----------
    deep
        Without it, only those of records, words and history.
    progress
        Is told what is gone through next, some seconds each: the random campaigns, then act by act.
    """
    campaign, acts, problems = read_campaign(folder, atlas, chronicle)
    if campaign is None or problems or len(acts) < len(campaign.acts):
        return problems
    try:
        scenario = expand(campaign, acts, surveyed(campaign, atlas, days_of(acts)))
    except ValueError as error:
        return [Problem("scenario.yaml", 0, f"{error}.")]
    problems += set_problems(folder, scenario, atlas, chronicle)
    broken = history_is_broken(scenario)
    problems += plan_problems(folder, scenario, timed=not broken)
    seen = None
    if deep and not broken:
        progress(f"{CAMPAIGNS} campaigns")
        seen = walked(scenario, CAMPAIGNS)
    for act in acts:
        progress(act)
        file = f"acts/{act}.yaml"
        found = [str(one) for one in findings(scenario, act, seen)] if deep else []
        found += [] if any("historical line" in one for one in found) else history_differs(scenario, atlas, act)
        problems += [Problem(file, _line(folder / file, text), text) for text in found]
    if seen is not None:
        file = "scenario.yaml"
        found = list(land_findings(scenario, seen.land))
        problems += [Problem(file, _line(folder / file, text), text) for text in found]
    return problems


def plan_problems(folder: Path, scenario: Scenario, *, timed: bool = True) -> list[Problem]:
    """Return every problem of the lesson plans beside a scenario; where `timed`, also of those that do not fit."""
    plans, reader = plans_in(folder, scenario)
    for plan in plans.values() if timed else ():
        file = f"{FOLDER}/{plan.name}.yaml"
        for part, needed, there in too_long(scenario, plan):
            place = ("leave_out",) if part == "wait" else ("parts", part)
            what = (
                f"{_NEEDS[part]} {math.ceil(10 * needed) / 10} minutes in delegations of four, and {there} are given."
            )
            reader.report(file, reader.line_of(file, place), what, "Leave out more, begin later, or give it more time.")
    return reader.problems


_NEEDS = {"play": "the play takes", "briefs": "the briefs take", "wait": "a seat waits"}


def history_is_broken(scenario: Scenario) -> bool:
    """Return whether the historical line cannot be played, so that no act after the break has an opening."""
    try:
        for act in scenario.acts:
            list(historical_moves(scenario, act))
    except IllegalMove:
        return True
    return False


def _line(file: Path, text: str) -> int:
    """Return the line of the first record that a finding names, or the first line."""
    words = [word.strip(".,:'") for word in text.replace("'", " ").split()]
    lines = file.read_text(encoding="utf-8").splitlines()
    above = line_of(file, ("endings",)) if "the ending" in text else 0  # an option may bear the same name
    for word in words[1:]:
        for number, line in enumerate(lines[above:], start=above + 1):
            if f"id: {word.partition('.')[0]}" in line and len(word) > 2:
                return number
    return line_of(file, ())


def history_differs(scenario: Scenario, atlas: Atlas, act: str) -> list[str]:
    """Return where the frames of the historical line differ from the atlas, on the day of each step."""
    try:
        moves = list(historical_moves(scenario, act))
    except IllegalMove as error:
        return [f"{act}: {error}"]
    found: list[str] = []
    state = initial(scenario, act)
    days = {one.number: one.step.date.first for one in scenario.steps if one.act == act}
    for move in moves:
        after = apply(scenario, state, move)
        here, there = scenario.step_at(state), scenario.step_at(after)
        # Several steps of one day are one picture: the last of them is compared.
        if there != here and here in days and days[here] != days.get(there):
            now = frame(scenario, after)
            holders = now.holders()
            for (territory, layer), allowed in _atlas_on(scenario, atlas, now.day).items():
                held = holders.get((territory, layer))
                if held not in allowed:
                    what = f"after {move.id} on {iso(now.day)} {territory} [{layer}] is {held}, in the atlas {allowed}."
                    found.append(f"{act}: {what}")
        state = after
    return found


def _atlas_on(scenario: Scenario, atlas: Atlas, day: int) -> dict[tuple[str, str], set[tuple[str | None, str] | None]]:
    allowed: dict[tuple[str, str], set[tuple[str | None, str] | None]] = {}
    for territory, layer in scenario.ground.keys:
        rows = [row for row in atlas.history(territory, layer) if row.covers(day)]  # type: ignore[arg-type]
        newest = max((row.start.first for row in rows), default=0)
        allowed[territory, layer] = {(row.party, row.status) for row in rows if row.start.first == newest} or {None}
    return allowed
