"""The teacher's guides say how much a lesson reads and decides, as counted."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from engine.replay import historical_log
from hudut.campaigns import stage
from hudut.reading import ROW, counted, decisions, words
from scenarios.campaign import default_folder
from tests.registries import ACTS

GUIDES = Path(__file__).parent.parent.parent / "docs" / "teachers"


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_guide_is_current(language: str) -> None:
    guide = (GUIDES / f"guide-{language}.md").read_text("utf-8")
    assert len(ROW.findall(guide)) == len(ACTS)
    assert counted(guide, stage("frontier").scenario, language) == guide, "run make docs"


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_of_history_is_a_choice_that_a_side_made_in_its_log(act: str) -> None:
    scenario = stage("frontier").scenario
    moves = [scenario.kernel.by_id[one.move] for one in historical_log(scenario, (act,)).entries]
    assert decisions(scenario, act) == sum(one.kind == "choose" and one.actor != "chance" for one in moves)


def test_words_are_no_more_than_all_the_sentences_of_the_act() -> None:
    """All that stands under `tr` in the file, read without the program, bounds what one seat reads of it."""

    def every(node: object) -> int:
        if isinstance(node, dict):
            return sum(len(str(one).split()) if key == "tr" else every(one) for key, one in node.items())
        return sum(map(every, node)) if isinstance(node, list) else 0

    whole = every(yaml.safe_load((default_folder("frontier") / "acts" / "straits.yaml").read_text("utf-8")))
    assert whole / 3 < words(stage("frontier").scenario, "straits", "tr") < whole


def test_the_sixth_act_fits_a_lesson_of_45_minutes() -> None:
    """The guide's rule: so many words a minute in silence, a minute for a decision, three for a table."""
    scenario = stage("frontier").scenario
    tables = sum(step.basket is not None for step in scenario.acts["straits"].steps)
    for language, pace in (("en", 240), ("tr", 170)):
        assert words(scenario, "straits", language) / pace + decisions(scenario, "straits") + 3 * tables <= 45
