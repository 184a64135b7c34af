"""A table at a glance, for the teacher: how far it is, how far from history, and which real events lie ahead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.annulling import stands
from hudut.campaigns import Stage
from hudut.classroom.tables import (
    GIVEN,
    WITHHELD,
    Table,
    awaited,
    happens_now,
    last_thing,
    over,
    presupposed,
    shown_state,
)
from scenarios.baskets import historical_number
from scenarios.expand import Scenario

Json = dict[str, Any]
AHEAD = 6
"""Real events and chances shown at once."""


def card(stage: Stage, table: Table) -> Json:
    """Return what the console shows of a table beyond the table itself."""
    sealed = list(_sealed(stage.scenario, table))
    return {
        "settled": sum(ours != 0 for ours, _ in sealed),
        "items": sum(1 for one in _items(stage.scenario, table)),
        "distance": sum(ours != real for ours, real in sealed),
        "events": list(_events(stage.scenario, table)),
        "undo": _undo(stage.scenario, table),
    }


def _undo(scenario: Scenario, table: Table) -> Json | None:
    """Return what a step back would take back: a move, or an event that was brought in."""
    last = last_thing(table)
    if not last:
        return None
    if last in table.given:
        return {"gave": table.given[last]}
    entry = table.log.entries[last - 1]
    return {"move": entry.move, "step": scenario.kernel.by_id[entry.move].step, "actor": entry.actor, "kind": "move"}


def _items(scenario: Scenario, table: Table) -> Iterator[tuple[int, Any]]:
    for one in scenario.steps:
        if one.act == table.act and one.step.basket is not None:
            for item in one.step.basket.items:
                yield one.number, item


def _sealed(scenario: Scenario, table: Table) -> Iterator[tuple[int, int]]:
    """Yield (option that stands, historical option) by number for each item whose basket has closed; 0 is none."""
    state = shown_state(scenario, table)
    for number, item in _items(scenario, table):
        if number < scenario.step_at(state) or over(scenario, table):
            yield stands(scenario, item.id, state), historical_number(item)


def _events(scenario: Scenario, table: Table) -> Iterator[Json]:
    """Yield the events and chances that the teacher may still decide about, the next ones first."""
    here = scenario.step_at(shown_state(scenario, table))
    shown = 0
    for one in scenario.steps:
        plan = table.plans.get(one.step.id, "")
        past = one.number < here
        if one.act != table.act or one.step.kind not in ("event", "chance") or over(scenario, table):
            continue
        if past and plan not in (WITHHELD, GIVEN):
            continue
        if not past and (shown >= AHEAD or not (one.step.effects or one.step.options)):
            continue
        shown += not past
        real = [option.id for option in one.step.options if option.historical]
        waits = one.step.kind == "event" and not happens_now(scenario, table, one.step)
        found: Json = {"step": one.step.id, "past": past, "plan": plan, "real": real, "waits": waits}
        yield found | (_rests(scenario, table, one.step.id) if waits else {})


def _rests(scenario: Scenario, table: Table, event: str) -> Json:
    """Return the steps that an event waits for (`to_come`), and what went so that it does not come (`gone`)."""
    state = shown_state(scenario, table)
    here, found = scenario.step_at(state), presupposed(scenario, event)
    gone = [step for step in found if scenario.steps_by_id[step].number < here]
    return {"to_come": awaited(scenario, state, event), "gone": gone}
