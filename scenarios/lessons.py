"""Lesson plans beside a scenario: which part of an act fits a lesson, and what the program plays instead of pupils.

A plan is a file `lessons/ACT-MINUTES.yaml` of the scenario's folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from geo.errors import nearest
from geo.reading import Reader
from geo.records import Record, Texts
from scenarios.expand import Scenario
from scenarios.forms import Id
from scenarios.schema import Step

FOLDER = "lessons"
Minutes = Annotated[int, Field(ge=1, le=90)]


class Parts(Record):
    """Minutes of the parts of a lesson, in their order."""

    map: Minutes
    briefs: Minutes
    play: Minutes
    debrief: Minutes
    writing: Minutes


class Plan(Record):
    """How an act is played in a lesson of a given length.

    Parameters
    ----------
    begin
        The step at which pupils take over; what comes before it has gone as in history. Without: the opening.
    stop
        The step before which they stop; from there on the program plays to the end of the act. Without: the end.
    leave_out
        Decisions and commissions in between that the program plays.
    opens
        What the class is told and asked over the map before it plays.
    closes
        What the teacher says at the debrief of what the program played.
    """

    act: Id
    minutes: Minutes
    begin: Id | None = None
    stop: Id | None = None
    leave_out: tuple[Id, ...] = ()
    parts: Parts
    opens: Texts
    closes: Texts

    @model_validator(mode="after")
    def _whole(self) -> Plan:
        total = sum(minutes for _, minutes in self.parts)
        if total != self.minutes:
            raise ValueError(f"its parts have {total} minutes together, the lesson {self.minutes}")
        return self

    @property
    def name(self) -> str:
        """Name of its file."""
        return f"{self.act}-{self.minutes}"


Plans = dict[tuple[str, int], Plan]
"""By act and minutes."""


def between(plan: Plan, steps: list[Step]) -> list[Step]:
    """Return those of an act's steps that lie in the part that pupils see."""
    names = [step.id for step in steps]
    first = names.index(plan.begin) if plan.begin in names else 0
    last = names.index(plan.stop) if plan.stop in names else len(names)
    return steps[first:last]


def left_out(plan: Plan, scenario: Scenario) -> tuple[str, ...]:
    """Return every step of the act that the program plays: those left out, and all decisions after the stop."""
    steps = scenario.acts[plan.act].steps
    names = [step.id for step in steps]
    after = names[names.index(plan.stop) :] if plan.stop else ()
    return tuple(step.id for step in steps if decided(step) and (step.id in plan.leave_out or step.id in after))


def decided(step: Step) -> bool:
    """Tell whether people decide a step, alone or at a table."""
    return step.kind in ("decision", "basket")


def plans_in(folder: Path, scenario: Scenario) -> tuple[Plans, Reader]:
    """Return the plans beside a scenario as far as they can be read, and the reader with every problem of them."""
    reader = Reader(folder)
    found: Plans = {}
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        file = f"{FOLDER}/{path.name}"
        plan = reader.build(Plan, reader.mapping(file), file, ())
        if plan is None:
            continue
        wrong = list(_wrong(plan, path.stem, scenario))
        for place, what, remedy in wrong:
            reader.report(file, reader.line_of(file, place), what, remedy)
        if not wrong:
            found[plan.act, plan.minutes] = plan
    return found, reader


def _wrong(plan: Plan, stem: str, scenario: Scenario) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield place, problem and remedy of what in a plan does not fit the scenario."""
    if plan.act not in scenario.acts:
        yield ("act",), f"unknown act {plan.act!r}.", nearest(plan.act, scenario.acts)
        return
    if plan.name != stem:
        yield ("act",), f"it is the plan {plan.name}, its file is called {stem}.", f"Call the file {plan.name}.yaml."
    steps = list(scenario.acts[plan.act].steps)
    known = {step.id for step in steps}
    for key, name in (("begin", plan.begin), ("stop", plan.stop)):
        if name is not None and name not in known:
            yield (key,), f"{key}: the act {plan.act} has no step {name!r}.", nearest(name, known)
    inside = {step.id for step in between(plan, steps) if decided(step)}
    for number, name in enumerate(plan.leave_out):
        if name not in inside:
            what = f"{name!r} is no decision or commission between begin and stop."
            yield ("leave_out", number), what, nearest(name, inside)
    if not inside - set(plan.leave_out):
        yield ("leave_out",), "it leaves nothing for pupils to decide.", "Leave out less."
