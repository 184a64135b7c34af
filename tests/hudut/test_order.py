"""Options are offered in an order that says nothing of what happened, and it is the same on every surface."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from engine.log import Entry
from engine.playthrough import new_log
from engine.replay import historical_log
from hudut.campaigns import Stage, stage
from hudut.pack.paper import role_sheets
from hudut.play.words import words
from hudut.terminal import Session
from scenarios.schema import ItemOption, Option
from tests.registries import ACTS


@pytest.fixture(scope="module")
def frontier() -> Stage:
    return stage("frontier")


def test_history_is_not_the_first_option(frontier: Stage) -> None:
    """By chance alone it is first in one of two to four: far from always, and far from never."""
    first, chance = {"decisions": 0, "articles": 0}, {"decisions": 0.0, "articles": 0.0}
    for act in ACTS:
        told = words(frontier, act, "en")["steps"]
        for step in frontier.scenario.acts[act].steps:
            lists: list[tuple[str, dict[str, Any], tuple[Option | ItemOption, ...]]] = []
            lists += [("decisions", told[step.id]["options"], step.options)] if step.kind == "decision" else []
            items = step.basket.items if step.basket else ()
            lists += [("articles", told[step.id]["items"][item.id]["options"], item.options) for item in items]
            for kind, shown, options in lists:
                assert set(shown) == {one.id for one in options}
                past = [one.id for one in options if one.historical]
                first[kind] += next(iter(shown)) in past
                chance[kind] += bool(past) / len(options)
    for kind, number in first.items():
        assert 0.6 * chance[kind] < number < 1.4 * chance[kind], (kind, number, chance[kind])


def test_the_order_is_the_same_in_the_terminal_and_on_paper(frontier: Stage, tmp_path: Path) -> None:
    act = frontier.scenario.acts["moscow"]
    told = words(frontier, "moscow", "en")["steps"]
    decisions = (one for one in act.steps if one.kind == "decision")
    step = next(one for one in decisions if [each.id for each in one.options] != list(told[one.id]["options"]))
    titles = [one["title"] for one in told[step.id]["options"].values()]
    session = Session(frontier, "moscow", str(step.actor), "en", tmp_path / "play.jsonl")
    session.log = new_log(frontier.scenario, "moscow")
    for entry in historical_log(frontier.scenario, ("moscow",)).entries:
        placed = frontier.scenario.placed_at(session.state)
        if placed and placed.step.id == step.id:
            break
        session.log = session.log.add(Entry("move", entry.move, entry.actor))
    assert [text.splitlines()[0] for _, text in session.moves()] == titles
    paper = re.sub(r"<[^>]*>", "", role_sheets(frontier, "moscow", "en"))
    places = [paper.index(title + ".") for title in titles]
    assert places == sorted(places)
