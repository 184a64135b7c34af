"""A lesson plan in words: what is done from which minute to which, and what the program plays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hudut.campaigns import Stage
from hudut.reading import PUPILS, decisions, due, planned, sittings
from hudut.wording import said
from scenarios.expand import Scenario
from scenarios.lessons import Plan, Plans, between, decided, left_out, plans_in


@dataclass(frozen=True)
class Item:
    """A part of a lesson: from minute `begin` to minute `end`, and what is done in it."""

    begin: int
    end: int
    text: str


@cache
def plans_of(stage: Stage) -> Plans:
    """Return the lesson plans beside a scenario, by act and minutes."""
    found = plans_in(stage.folder, stage.scenario)[0] if stage.folder else {}
    acts = list(stage.scenario.acts)
    return dict(sorted(found.items(), key=lambda one: (acts.index(one[0][0]), one[0][1])))


def agenda(stage: Stage, plan: Plan, language: str) -> Iterator[Item]:
    """Yield the parts of a lesson in their order."""
    words = said(language)
    texts = {
        "map": plan.opens[language],
        "play": play(stage.scenario, plan, language),
        "debrief": words.say("agenda.debrief", text=plan.closes[language]),
    }
    minute = 0
    for part, minutes in plan.parts:
        text = texts.get(part) or words.texts[f"agenda.{part}"]
        yield Item(minute, minute + minutes, text)
        minute += minutes


def play(scenario: Scenario, plan: Plan, language: str) -> str:
    """Return what is played: from where to where, how much of it, and what the program plays instead."""
    words = said(language)
    steps = between(plan, due(scenario, plan.act))
    out = left_out(plan, scenario)
    own = [step for step in steps if step.id not in out]
    act = scenario.acts[plan.act]
    by_id = {step.id: step for step in act.steps}
    first = next(step for step in own if decided(step))
    last = [step for step in own if decided(step)][-1]
    fast, slow = (round(planned(scenario, plan, pupils).minutes) for pupils in PUPILS)
    told = words.say(
        "agenda.play",
        first=first.titles[language],
        day=words.date(first.date),
        last=last.titles[language],
        until=words.date(last.date),
        decisions=decisions(own),
        sittings=sittings(own),
        fast=fast,
        slow=slow,
    )
    alone = " · ".join(by_id[name].titles[language] for name in out)
    return " ".join([told, *([words.say("agenda.program", what=alone)] if alone else [])])
