"""How long a lesson takes: counted by hand where it can be, and lesson plans that do not fit are found."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from engine.replay import historical_log
from hudut.agenda import agenda, plans_of
from hudut.campaigns import stage
from hudut.guides import written
from hudut.reading import Course, Task, course, decisions, due, words
from hudut.scenario_check import plan_problems
from scenarios.campaign import default_folder
from scenarios.lessons import left_out
from scenarios.schema import Act, Step
from tests.conftest import as_written
from tests.registries import ACTS

GUIDES = Path(__file__).parent.parent.parent / "docs" / "teachers"


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_guide_is_current(language: str) -> None:
    guide = (GUIDES / f"guide-{language}.md").read_text("utf-8")
    assert written(guide, stage("frontier"), language) == guide, "run make docs"


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_of_history_is_a_choice_that_a_side_made_in_its_log(act: str) -> None:
    scenario = stage("frontier").scenario
    moves = [scenario.kernel.by_id[one.move] for one in historical_log(scenario, (act,)).entries]
    assert decisions(due(scenario, act)) == sum(one.kind == "choose" and one.actor != "chance" for one in moves)


def test_words_are_no_more_than_all_the_sentences_of_the_act() -> None:
    """All that stands under `tr` in the file, read without the program, bounds what one seat reads of it."""

    def every(node: object) -> int:
        if isinstance(node, dict):
            return sum(len(str(one).split()) if key == "tr" else every(one) for key, one in node.items())
        return sum(map(every, node)) if isinstance(node, list) else 0

    whole = every(as_written(default_folder("frontier") / "acts" / "straits.yaml"))
    scenario = stage("frontier").scenario
    act = scenario.acts["straits"]
    most = max(words(act, due(scenario, act.id), seat, "tr") for seat in act.seats)
    assert whole / 3 < most < whole


def test_aims_are_read_with_the_brief() -> None:
    act = stage("frontier").scenario.acts["kars"]
    bare = {seat: one.model_copy(update={"aims": ()}) for seat, one in act.seats.items()}
    without = act.model_copy(update={"seats": bare})
    aims = sum(len(aim["en"].split()) for aim in act.seats["ankara"].aims)
    assert aims > 0
    assert words(act, [], "ankara", "en") - words(without, [], "ankara", "en") == aims


def test_a_seat_waits_from_the_end_of_one_task_to_the_next() -> None:
    run = Course(20.0, 15.0, (Task("a", 1.0, 2.0), Task("b", 2.0, 9.0), Task("a", 9.0, 10.0)))
    assert run.wait("a") == 7.0  # from 2 to 9
    assert run.wait("b") == 6.0  # from 9 to the end at 15
    assert run.wait("c") == 15.0


def _silent(step: Step) -> Step:
    """Return a step of which nothing is read, so that only the pace counts."""
    none = {"tr": "", "en": ""}
    titles = step.titles.model_copy(
        update={"variants": tuple(one.model_copy(update={"texts": none}) for one in step.titles.variants)}
    )
    return step.model_copy(update={"titles": titles, "says": titles, "options": ()})


def test_the_pace_of_a_play_by_hand() -> None:
    """Two at a seat: a minute a decision; four: a minute and a half. A sitting of two seats and three rounds: five."""
    scenario = stage("frontier").scenario
    act: Act = scenario.acts["letters"]
    silent = [_silent(one) for one in act.steps]
    ankara, moscow = (next(one for one in silent if one.actor == seat) for seat in ("ankara", "moscow"))
    assert course(act, [ankara, ankara, ankara, moscow], 2).minutes == 4.0
    assert course(act, [ankara, ankara, ankara, moscow], 4).minutes == 6.0
    assert course(act, [ankara, ankara, ankara, moscow], 2, forecasts=False).wait("moscow") == 3.0
    assert course(act, [ankara, ankara, ankara, moscow], 2).wait("moscow") == 0.25  # 45 of 60 seconds are a forecast
    assert course(act, [ankara, ankara], 4, left_out={ankara.id}).minutes == 0.0
    sitting = next(one for one in silent if one.basket)
    assert sitting.basket
    assert (len(sitting.basket.seats), sitting.basket.rounds) == (2, 3)  # of six turns four and a half, so five
    texts = sum(len(option.text["en"].split()) for item in sitting.basket.items for option in item.options)
    assert course(act, [sitting], 2).minutes == pytest.approx(5 + texts / 183)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("minutes", [45, 90])
def test_every_act_has_a_plan_of_45_and_of_90_minutes_that_fits(act: str, minutes: int) -> None:
    found = stage("frontier")
    plan = plans_of(found)[act, minutes]
    parts = list(agenda(found, plan, "tr"))
    assert [parts[0].begin, parts[-1].end] == [0, minutes]
    program = left_out(plan, found.scenario)
    for step in found.scenario.acts[act].steps:
        assert (step.id in program) == (step.titles["tr"] in parts[2].text.partition("oynadıkları: ")[2].split(" · "))


def test_a_plan_that_does_not_fit_is_refused_with_place_value_and_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "frontier"
    shutil.copytree(default_folder("frontier"), folder)
    scenario = stage("frontier").scenario
    assert not plan_problems(folder, scenario)
    for name, old, new in (
        ("letters-45", "play: 24, debrief: 10", "play: 12, debrief: 22"),
        ("kars-45", "k27-minutes", "k27-minute"),
        ("gumru-45", "g21-cabinet", "g12-truce"),
        ("moscow-90", "m33-signature, ", ""),
        ("moscow-90", "writing: 6", "writing: 7"),
        ("frunze-45", "minutes: 45", "minutes: 90"),
    ):
        path = folder / "lessons" / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    found = "\n".join(map(str, sorted(plan_problems(folder, scenario))))
    long = r"lessons/letters-45\.yaml:5: the play takes 2\d\.\d minutes in delegations of four, and 12 are given\."
    assert re.search(long, found)
    assert "Leave out more, begin later" in found
    assert "lessons/kars-45.yaml:3: begin: the act kars has no step 'k27-minute'. Did you mean 'k27-minutes'" in found
    assert "lessons/gumru-45.yaml" in found
    assert "'g12-truce' is no decision or commission between begin and stop." in found
    assert "lessons/moscow-90.yaml" in found
    assert "its parts have 91 minutes together, the lesson 90" in found
    assert "lessons/frunze-45.yaml" in found
    assert "its parts have 45 minutes together, the lesson 90" in found
