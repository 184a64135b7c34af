"""A campaign as one beside exhaustive walks and played campaigns through the engine."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.frame import ending, frame
from engine.play import apply, initial, legal_moves
from engine.policies import draw_of, policy_of
from engine.rules import State
from geo.errors import HudutError
from hudut.analysis.campaign import solve_campaign
from hudut.analysis.chain import Chain
from hudut.analysis.far import least_change
from hudut.analysis.holding import Standing
from hudut.analysis.solving import solve
from hudut.campaigns import Stage, stage
from scenarios.expand import Scenario
from scenarios.fates import NONE
from tests.conftest import SOAK
from tests.hudut.analysis.test_exact import closings
from tests.strategies import campaigns

ROWS = 20_000 if SOAK else 5_000
"""Beyond so many states of a campaign the plays are drawn."""


def told(scenario: Scenario, act: str, walked: dict[State, Fraction]) -> dict[tuple[str, ...], float]:
    """What the closings of an act come to, by the engine's own endings and frames."""
    found: dict[tuple[str, ...], float] = defaultdict(float)
    for state, chance in walked.items():
        found["ending", ending(scenario, state, act) or NONE] += float(chance)
        parties = {key: held.party for key, held in frame(scenario, state).held.items()}
        for land, layer in scenario.ground.keys:
            found[land, layer, parties.get((land, layer)) or NONE] += float(chance)
    return found


@given(scenario=campaigns())
@settings(max_examples=200 if SOAK else 15)
def test_the_chain_is_the_exhaustive_walk(scenario: Scenario) -> None:
    walked = closings(scenario, "weighted")
    for act, front in Chain(scenario).run():
        assert front.turned is None
        expected, standing = told(scenario, act, walked[act]), Standing(scenario, act, front.rows)
        names = [NONE, *standing.endings]
        for number, share in enumerate(np.bincount(standing.ending + 1, front.mass, len(names)).tolist()):
            assert share == pytest.approx(expected.get(("ending", names[number]), 0), abs=1e-12)
        for land, layer in scenario.ground.keys:
            codes, parties = standing.holders((land, layer))
            for party, share in zip(parties, np.bincount(codes, front.mass, len(parties)).tolist(), strict=True):
                assert share == pytest.approx(expected.get((land, layer, party), 0), abs=1e-12)


@given(scenario=campaigns(), seed=st.integers(0, 99))
@settings(max_examples=40 if SOAK else 5)
def test_what_is_drawn_lies_within_five_sigma_of_the_exact_law(scenario: Scenario, seed: int) -> None:
    plays = 20_000
    exact = [(front.mass.copy(), Standing(scenario, act, front.rows).ending) for act, front in Chain(scenario).run()]
    drawn = Chain(scenario, rows=0, plays=plays, seed=seed)
    for (act, front), (mass, ours) in zip(drawn.run(), exact, strict=True):
        assert front.turned is not None
        theirs = Standing(scenario, act, front.rows).ending
        for number in range(-1, len(scenario.endings[act])):
            share, found = float(mass[ours == number].sum()), float(front.mass[theirs == number].sum())
            assert abs(found - share) <= 5 * math.sqrt(max(share * (1 - share), 0) / plays) + 1e-9


@given(scenario=campaigns(tables=False), data=st.data())
@settings(max_examples=60 if SOAK else 10)
def test_the_least_change_is_the_shortest_of_all_plays(scenario: Scenario, data: st.DataObject) -> None:
    last = list(scenario.acts)[-1]
    state = data.draw(st.sampled_from(sorted(closings(scenario, "weighted")[last])))
    wished = ending(scenario, state, last)
    if wished is not None:
        found = least_change(scenario, (), [(last, "ending", wished)])
        assert found.forced is not None
        assert len(found.forced) == _fewest(scenario, last, wished)


def _fewest(scenario: Scenario, act: str, wished: str) -> int:
    """Count the forced moves of the play that needs fewest, by a walk of the engine over all states with their cost."""
    stems = {stem.id for line in scenario.history.values() for stem in line}
    here = {initial(scenario): 0}
    while any(scenario.step_at(state) < scenario.last[act] for state in here):
        following: dict[State, int] = {}
        for state, cost in here.items():
            legal = legal_moves(scenario, state)
            for move in legal:
                historical = move.kind == "skip" or move.stem.id in stems
                after, more = apply(scenario, state, move), cost + (len(legal) > 1 and not historical)
                following[after] = min(following.get(after, 99), more)
        here = following
    return min(cost for state, cost in here.items() if ending(scenario, state, act) == wished)


@pytest.fixture(scope="module")
def frontier() -> Stage:
    return stage("frontier")


@pytest.fixture(scope="module")
def whole(frontier: Stage) -> list[dict[str, Any]]:
    return solve_campaign(frontier, rows=ROWS, plays=20_000, until="kars" if SOAK else "moscow")


@pytest.fixture(scope="module")
def first(frontier: Stage) -> dict[str, Any]:
    return solve_campaign(frontier, until="letters")[0]


@pytest.mark.skipif(not SOAK, reason="the exhaustive walk stands for it in make test")
def test_the_first_act_is_solved_alike_alone_and_in_the_campaign(frontier: Stage, first: dict[str, Any]) -> None:
    ours = first
    alone = solve(frontier, "letters", points=2)
    assert ours["method"] == "exact"
    assert ours["endings"] == pytest.approx(alone["endings"])
    for territory, layers in alone["territories"].items():
        for layer, held in layers.items():
            assert ours["territories"][territory][layer]["parties"] == pytest.approx(held["parties"])


@pytest.mark.skipif(not SOAK, reason="the exhaustive walk stands for it in make test")
def test_played_campaigns_lie_within_five_sigma(frontier: Stage, whole: list[dict[str, Any]]) -> None:
    plays, drawn = 4000 if SOAK else 100, 20_000
    scenario, policy = frontier.scenario, policy_of("weighted")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for seed in range(plays):
        state, moves = initial(scenario), 0
        for one in whole:
            while scenario.step_at(state) < scenario.last[one["act"]]:
                legal = legal_moves(scenario, state)
                state = apply(scenario, state, policy(scenario, state, legal, draw_of(seed, moves)))
                moves += 1
            counts[one["act"]][ending(scenario, state, one["act"]) or NONE] += 1
            state = apply(scenario, state, legal_moves(scenario, state)[0])
    for one in whole:
        for key, share in one["endings"].items():
            sigma = math.sqrt(share * (1 - share) * (1 / plays + 1 / drawn))
            assert abs(counts[one["act"]][key] / plays - share) <= 5 * sigma + 2 / plays, (one["act"], key)


def test_where_it_turns_is_said_and_what_is_drawn_has_intervals(whole: list[dict[str, Any]]) -> None:
    last = whole[-1]
    assert last["method"] == "sampled"
    assert last["turned"]["rows"] > ROWS
    for key, (low, high) in last["intervals"].items():
        assert low <= last["endings"][key] <= high


def test_what_is_given_conditions_all_that_follows(frontier: Stage, first: dict[str, Any]) -> None:
    found = solve_campaign(frontier, given=["letters/ending=l-paris"], until="letters")[0]
    assert found["endings"]["l-paris"] == pytest.approx(1)
    assert found["given"]["probability"] == pytest.approx(first["endings"]["l-paris"])


@pytest.mark.parametrize("given", ["letters/tiflis=georgia_ssr", "letters/edirne=france"])
def test_what_cannot_happen_is_refused(frontier: Stage, given: str) -> None:
    with pytest.raises(HudutError, match=r"comes about in no play|is never"):
        solve_campaign(frontier, given=[given], until="letters")


def test_a_wish_over_acts_names_its_moves(frontier: Stage) -> None:
    found = least_change(frontier.scenario, (), [("gumru", "kars", "armenia"), ("moscow", "line21", "full")])
    assert found.forced
    assert {one.step[0] for one in found.forced} <= {"l", "g", "m"}
