"""Sets of weights by name or file: what they change, what they leave, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.frame import ending
from engine.playthrough import new_log, play_out
from engine.replay import end_of, historical_log, replay, states
from geo.errors import HudutError
from hudut.analysis.exact import Exact
from hudut.analysis.store import compiled
from hudut.api import run, scenario
from hudut.campaigns import stage, weights_name
from hudut.cli import app
from scenarios.campaign import default_folder
from scenarios.weighing import parameters
from tests.registries import ACTS

HEAD = "id: mine\ntitles: {tr: deneme, en: trial}\ntext: {tr: deneme, en: trial}\n"
GROUP = "groups:\n- certainty: invented\n  reason: {tr: deneme, en: trial}\n  values:\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_the_sets_that_ship_are_known_by_name_and_fitted_counts_where_none_is_named() -> None:
    names = [weights_name(stage("frontier", name)).partition("@")[0] for name in ("fitted", "even", "blind", None)]
    assert names == ["fitted", "even", "blind", "fitted"]
    assert weights_name(stage("docs/examples/mudanya")).startswith("authored@")


def test_even_weighs_every_option_alike() -> None:
    found = stage("frontier", "even").scenario
    kinds = {"weight": {100}, "worth": {50}, "walk_away": {50}, "shift": {0}, "walk_away_shift": {0}}
    values: dict[str, set[int]] = {}
    for one in parameters(placed.step for placed in found.steps):
        values.setdefault(one.kind, set()).add(one.value)
    assert values == kinds
    assert {move.weight for move in found.kernel.moves if move.kind == "choose"} == {100}


def test_two_of_two_options_come_half_the_time_under_even() -> None:
    even = default_folder("frontier") / "weights" / "even.yaml"
    exact = Exact(compiled(stage("docs/examples/mudanya", str(even)).scenario, "mudanya"))
    assert [one.share for one in exact.history if not one.move.endswith(".text")] == pytest.approx([0.5, 0.5])


def test_a_log_is_as_good_under_another_set() -> None:
    plain, even = stage("frontier"), stage("frontier", "even")
    assert plain.scenario.kernel.hash == even.scenario.kernel.hash
    log = play_out(even.scenario, new_log(even.scenario, "gumru", seed=3, seats={"all": "weighted"}), "gumru")
    assert replay(plain.scenario, log) == replay(even.scenario, log)


def test_results_name_the_set() -> None:
    play = run(scenario("frontier", "even"), act="letters", seats={"all": "weighted"}, seed=5)
    assert play.result["weights"].startswith("even@")


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, GROUP + "    l1-letter.consent: 1\n    m32-land.m-line.full.worth.ankara: 7\n")
    nothing = tmp_path / "nothing.yaml"
    nothing.write_text(HEAD, encoding="utf-8")
    ours, plain = stage("frontier", str(path)).scenario, stage("frontier", str(nothing)).scenario
    both = zip(*(parameters(one.step for one in found.steps) for found in (plain, ours)), strict=True)
    changed = {one.name: other.value for one, other in both if one.value != other.value}
    assert changed == {"l1-letter.consent": 1, "m32-land.m-line.full.worth.ankara": 7}
    assert ours.kernel.by_id["l1-letter.consent"].weight == 1


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (GROUP + "    l1-leter.consent: 5\n", 8, "l1-letter.consent"),
        (GROUP + "    l1-letter.consent: -5\n", 8, "Give a whole number from 0 to 1000"),
        (GROUP + "    l1-letter.consent: .nan\n", 8, "l1-letter.consent"),
        (GROUP + "    l1-letter.consent: 2.5\n", 8, "l1-letter.consent"),
        (GROUP + "    m32-land.walk_away.ankara: 101\n", 8, "Give a whole number from 0 to 100"),
        ("kernel: 0123456789abcdef\n", 4, "was made for 0123456789ab"),
        ("otherwise: uneven\n", 4, "otherwise"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = written(tmp_path, text)
    done = CliRunner().invoke(app, ["solve", "frontier", "--act", "letters", "--weights", str(path)])
    assert done.exit_code != 0
    assert f"mine.yaml:{line}:" in str(done.exception)
    assert said in str(done.exception)


def test_an_unknown_set_names_the_nearest() -> None:
    with pytest.raises(HudutError, match=r"fited.*fitted"):
        stage("frontier", "fited")


@pytest.mark.parametrize("act", ACTS)
def test_the_fitted_weights_meet_their_criterion(act: str) -> None:
    """History's ending comes in 5 to 60 plays of a hundred, and no table breaks in more than half of its meetings."""
    scenario = stage("frontier", "fitted").scenario
    exact = Exact(compiled(scenario, act))
    log = historical_log(scenario, (act,))
    end = end_of(scenario, log, states(scenario, log), act)
    assert end is not None
    assert 0.05 <= exact.endings[ending(scenario, end, act) or ""] <= 0.6
    for place, table in enumerate(exact.table.tables):
        assert exact.outcomes(place)[0] <= 0.5 * exact.mass(table).sum()
