"""`hudut list`: what a scenario offers to name in a script: a row for each step, option and item."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from engine.play import act_named
from hudut.campaigns import Stage
from scenarios.baskets import historical_option
from scenarios.kernel import CHANCE
from scenarios.schema import Step


@dataclass(frozen=True)
class Listed:
    """A step, an option of it, an item of a conference, or an option of an item.

    Parameters
    ----------
    name
        As scripts and `--wish` write it: `step`, `step.option`, `step.item` or `step.item.option`.
    kind
        That of the step.
    actor
        Who chooses: a seat, `chance`, or the seats of a conference.
    historical
        Whether history took the option; None of a step and an item.
    """

    act: str
    name: str
    kind: str
    date: str
    actor: str
    title: str
    historical: bool | None = None


def listed(of: Stage, act: str | None = None, language: str = "en") -> list[Listed]:
    """Return what an act, or the whole campaign, offers, in the order of the chronology.

    Raises
    ------
    BadValue
        If there is no such act.
    """
    acts = list(of.scenario.acts) if act is None else [act_named(of.scenario, act)]
    return [row for one in acts for step in of.scenario.acts[one].steps for row in _of_step(one, step, language)]


def _of_step(act: str, step: Step, language: str) -> Iterator[Listed]:
    kind = "conference" if step.basket else step.kind
    actor = " ".join(step.basket.seats) if step.basket else step.actor or CHANCE
    date = step.date.text
    yield Listed(act, step.id, kind, date, actor, step.titles[language])
    for option in step.options:
        name = f"{step.id}.{option.id}"
        yield Listed(act, name, kind, date, actor, option.titles[language], option.historical)
    for item in step.basket.items if step.basket else ():
        yield Listed(act, f"{step.id}.{item.id}", kind, date, actor, item.titles[language])
        past = historical_option(item)
        for one in item.options:
            name = f"{step.id}.{item.id}.{one.id}"
            yield Listed(act, name, kind, date, actor, one.titles[language], one is past)


def as_json(rows: list[Listed]) -> str:
    """Return the rows as a JSON list."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)


def as_text(rows: list[Listed]) -> str:
    """Return a line for each row, indented by its depth; a star marks what history took."""
    return "\n".join(_line(row) for row in rows)


def _line(row: Listed) -> str:
    depth = row.name.count(".")
    name = f"{'  ' * depth}{row.name}{' *' if row.historical else ''}"
    about = "" if depth else f"{row.date}  {row.kind}  {row.actor}  "
    return f"{name:44}  {about}{row.title}"
