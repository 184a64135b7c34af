"""The weights that were set without a look at the outcome rest on what was over before the day."""

from __future__ import annotations

import pytest

from hudut.campaigns import Stage, stage
from scenarios.weighing import WeightGroup


@pytest.fixture(scope="module")
def blind() -> Stage:
    return stage("frontier", "blind")


def groups(blind: Stage) -> tuple[WeightGroup, ...]:
    return blind.weights.groups if blind.weights else ()


def test_no_ground_is_later_than_the_day_that_it_weighs(blind: Stage) -> None:
    late = [
        (name, event)
        for group in groups(blind)
        for event in group.events
        for name in group.values
        if blind.chronicle.events[event].date.last >= blind.scenario.steps_by_id[name.partition(".")[0]].step.date.first
    ]
    assert late == []
    assert len(groups(blind)) > 20


def test_it_does_not_follow_history(blind: Stage) -> None:
    """Of the decisions that it weighs, many have another course than history's as the declared one."""
    named = {name: value for group in groups(blind) for name, value in group.values.items() if value == 300}
    historical = {
        f"{one.step.id}.{option.id}" for one in blind.scenario.steps for option in one.step.options if option.historical
    }
    assert 10 <= len(set(named) - historical) < len(named)
