"""Acts and tables as a PettingZoo environment, judged by PettingZoo's own tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from engine.errors import IllegalMove
from engine.log import dump, read
from engine.play import history_at
from engine.replay import end_of_history, historical_log, replay
from engine.rules import digest
from engine.view import view
from geo.errors import HudutError
from hudut.analysis.domain import domain_at
from hudut.api import scenario
from hudut.learning.eyes import Eyes
from hudut.learning.game import game

pettingzoo = pytest.importorskip("pettingzoo", reason="pettingzoo is in the extra `learning`")

from pettingzoo.test import api_test, seed_test  # noqa: E402
from pettingzoo.utils import aec_to_parallel  # noqa: E402

from hudut.learning.turns import Turns  # noqa: E402

SCENARIO = scenario("frontier").scenario
GAMES: tuple[Mapping[str, Any], ...] = (
    *({"act": act} for act in SCENARIO.acts),
    {"table": "m32-land"},
    {"act": "letters", "policies": {"moscow": "hard-line"}},
)


@pytest.mark.filterwarnings("ignore::UserWarning:pettingzoo")  # it would like other names and plain observations
@pytest.mark.parametrize("asked", GAMES, ids=str)
def test_pettingzoo_passes_every_act_and_a_table(asked: Mapping[str, Any]) -> None:
    api_test(Turns(**asked), num_cycles=120)
    seed_test(lambda: Turns(**asked), num_cycles=60)


def played_by(env: Turns, policy: str) -> dict[str, float]:
    """Play to the end with a policy of ours in all seats; return what each gained."""
    env.reset(seed=1)
    gained = dict.fromkeys(env.agents, 0.0)
    for seat in env.agent_iter():
        _, reward, over, _, _ = env.last(observe=False)
        gained[seat] += reward
        env.step(None if over else env.game.number[env._here.by_policy(policy).stem.id])
    return gained


def test_a_seat_gains_the_mean_worth_of_what_was_sealed() -> None:
    """At the table of history's text: that text in the outcome space, which the analysis reckons by itself."""
    domain = domain_at(SCENARIO, history_at(SCENARIO, "m32-land"))
    wanted = dict(zip(domain.seats, domain.utilities[:, domain.historical] / 100, strict=True))
    assert played_by(Turns(table="m32-land"), "historical") == pytest.approx(wanted)


def test_an_act_gains_the_mean_over_its_tables() -> None:
    env = Turns("moscow", policies={"chance": "historical"})
    gained = played_by(env, "historical")
    tables = [one.step.id for one in SCENARIO.steps if one.act == "moscow" and one.step.basket]
    domains = [domain_at(SCENARIO, history_at(SCENARIO, step)) for step in tables]
    for seat in ("ankara", "moscow"):
        mine = [one.utilities[one.seats.index(seat), one.historical] / 100 for one in domains if seat in one.seats]
        assert gained[seat] == pytest.approx(np.mean(mine))


def test_a_play_is_a_log_that_the_engine_replays_to_the_same_state() -> None:
    env = Turns("moscow", policies={"chance": "historical"})
    played_by(env, "historical")
    log = read(dump(env.log))
    assert digest(replay(SCENARIO, log)) == digest(env._here.state)
    history = [one.move for one in historical_log(SCENARIO, ("moscow",)).entries]
    assert [one.move for one in log.entries] == history[:-1]
    assert env._here.state == end_of_history(SCENARIO, "moscow")


def test_a_seat_sees_the_view_of_the_room_and_nothing_else() -> None:
    """What Moscow thinks of Ankara's good faith is secret: Ankara sees only what comes of it in the open."""
    of = game("frunze")
    eyes, here = Eyes(of), of.opening
    while SCENARIO.step_at(here.state) != SCENARIO.steps_by_id["f19-worst"].number:
        here = here.after(here.by_policy("historical"))
    after = {move.option: here.after(move) for move in here.legal.values()}
    seen = {option: one.seen_by("ankara") for option, one in after.items()}
    assert all(seen[option] == view(SCENARIO, one.state, one.log, "ankara") for option, one in after.items())
    assert seen["reckon"] == seen["alarm"]
    assert seen["reckon"] != seen["believe"]  # which Ankara is told
    assert (eyes(seen["reckon"]) == eyes(seen["alarm"])).all()
    known = [eyes(one.seen_by("moscow")) for one in after.values()]
    assert not any((known[0] == one).all() for one in known[1:])


def test_an_illegal_action_is_refused_with_the_legal_ones() -> None:
    env = Turns(table="m32-land")
    env.reset(seed=1)
    with pytest.raises(IllegalMove, match=r"m32-land\.moscow\..*m32-land\.ankara"):
        env.step(next(n for n, one in enumerate(env.game.actions) if ".moscow." in one))


def test_turns_cannot_be_played_all_at_once() -> None:
    with pytest.raises(AssertionError, match="parallelizable"):
        aec_to_parallel(Turns(table="m32-land"))


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"act": "moskow"}, "Did you mean 'moscow'"),
        ({"table": "m32-lands"}, "Did you mean 'm32-land'"),
        ({"act": "kars", "table": "m32-land"}, "leave the act out"),
        ({"table": "k30-truce"}, "history did not come to the table"),
        ({"act": "gumru", "policies": {"ankra": "weighted"}}, "Did you mean 'ankara'"),
        ({"act": "gumru", "policies": {"ankara": "mild"}}, "there is no policy"),
    ],
)
def test_a_wrong_name_is_refused(asked: Mapping[str, Any], word: str) -> None:
    with pytest.raises(HudutError, match=word):
        Turns(**asked)
