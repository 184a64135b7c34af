"""Acts and tables as games of OpenSpiel, judged by its own simulation and run on by its algorithms."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from engine.policies import weighted
from hudut.api import scenario
from scenarios.kernel import CHANCE

pyspiel = pytest.importorskip("pyspiel", reason="open_spiel has no wheel for this platform")

from open_spiel.python.algorithms import mcts, outcome_sampling_mccfr  # noqa: E402

import hudut.learning.spiel  # noqa: E402, F401 - registers it

SCENARIO = scenario("frontier").scenario


@pytest.mark.parametrize("parameters", [*(f"act={one}" for one in SCENARIO.acts), "table=m32-land", "table=g24-peace"])
def test_openspiel_simulates_every_act_and_tables(parameters: str) -> None:
    pyspiel.random_sim_test(pyspiel.load_game(f"python_hudut({parameters})"), num_sims=2, serialize=True, verbose=False)


def test_chance_moves_as_often_as_our_policy_draws() -> None:
    state = pyspiel.load_game("python_hudut(act=gumru)").new_initial_state()
    while not state.is_chance_node() or len(state.chance_outcomes()) < 2:
        state.apply_action(state.legal_actions()[0])
    moves = tuple(state.here.legal.values())
    total = sum(one.weight for one in moves)
    drawn = [weighted(SCENARIO, state.here.state, moves, lambda _, ticket=n: ticket) for n in range(total)]
    for action, share in state.chance_outcomes():
        assert share == pytest.approx(drawn.count(state.here.legal[action]) / total)
    assert moves[0].actor == CHANCE


def test_a_copy_goes_its_own_way() -> None:
    state = pyspiel.load_game("python_hudut(table=m32-land)").new_initial_state()
    other = copy.deepcopy(state)
    other.apply_action(other.legal_actions()[0])
    assert str(state) != str(other) == str(state.child(state.legal_actions()[0]))


def test_what_a_player_knows_is_the_view_of_its_seat_and_grows() -> None:
    loaded = pyspiel.load_game("python_hudut(table=m32-land)")
    state, known = loaded.new_initial_state(), set[str]()
    while not state.is_terminal():
        known.add(state.information_state_string(0))
        action = state.legal_actions()[-1]
        assert np.asarray(state.observation_tensor(0)).shape == tuple(loaded.observation_tensor_shape())
        state.apply_action(action)
    assert len(known) == len(state.history())


def test_its_algorithms_run_at_a_table() -> None:
    loaded = pyspiel.load_game("python_hudut(table=m32-land)")
    draw = np.random.RandomState(1921)
    bot = mcts.MCTSBot(loaded, 0.5, 20, mcts.RandomRolloutEvaluator(1, draw), random_state=draw)
    state = loaded.new_initial_state()
    root = bot.mcts_search(state)
    assert 15 < sum(one.explore_count for one in root.children) <= 20
    assert {one.action for one in root.children} <= set(state.legal_actions())
    outcome_sampling_mccfr.OutcomeSamplingSolver(loaded).iteration()
