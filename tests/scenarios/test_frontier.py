"""The campaign of 1920-1922: history is legal, and its frames are the atlas."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from engine.explore import project
from engine.frame import ending, frame
from engine.log import dump, read
from engine.play import apply, historical_moves, initial, legal_moves
from engine.playthrough import new_log, play_out
from engine.policies import POLICIES
from engine.replay import historical_log, replay, states
from engine.rules import State
from geo.load import Atlas
from hudut.campaigns import Stage, stage
from scenarios.expand import Scenario
from scenarios.kernel import STEP
from tests.conftest import SOAK
from tests.registries import ACTS

FULL = ("control", "title")


@pytest.fixture(scope="session")
def frontier() -> Stage:
    return stage("frontier")


def step_ends(scenario: Scenario, act: str) -> Iterator[tuple[str, State]]:
    """Yield (move, state) after each step of the historical line of an act."""
    state = initial(scenario, act)
    place = scenario.kernel.position[STEP]
    for move in historical_moves(scenario, act):
        after = apply(scenario, state, move)
        if after[place] != state[place] and not move.id.endswith((".open", ".close")):
            yield move.id, after
        state = after


def differences(scenario: Scenario, atlas: Atlas, act: str) -> list[str]:
    """Return where the frames of history differ from the atlas on the stakes, on each step's day."""
    found = []
    for move, state in step_ends(scenario, act):
        now = frame(scenario, state, act)
        for territory in scenario.acts[act].stakes:
            for layer in FULL:
                row = next(row for row in atlas.history(territory, layer) if row.covers(now.day))  # type: ignore[arg-type]
                if now.holders().get((territory, layer)) != (row.party, row.status):
                    found.append(f"{move}: {territory} {layer}")
            agreed = [row for row in atlas.history(territory, "agreed") if row.covers(now.day)]
            newest = max((row.start.first for row in agreed), default=0)
            allowed = {(row.party, row.status) for row in agreed if row.start.first == newest} or {None}
            if now.holders().get((territory, "agreed")) not in allowed:
                found.append(f"{move}: {territory} agreed")
    return found


@pytest.mark.parametrize("act", ACTS)
def test_the_frames_of_history_are_the_atlas(frontier: Stage, act: str) -> None:
    assert differences(frontier.scenario, frontier.atlas, act) == []


@pytest.mark.parametrize("act", ACTS)
def test_an_act_has_a_dozen_steps_and_at_least_four_endings(frontier: Stage, act: str) -> None:
    one = frontier.scenario.acts[act]
    assert len(one.steps) >= 12
    assert len(one.endings) >= 4


@pytest.mark.parametrize("act", ACTS)
def test_every_seat_has_both_briefs_of_the_same_length_in_both_languages(frontier: Stage, act: str) -> None:
    for key, seat in frontier.scenario.acts[act].seats.items():
        for brief in (seat.brief.public, seat.brief.secret):
            assert len(brief["tr"]) == len(brief["en"]) >= 5, key


def test_history_hands_on_what_the_dossier_says(frontier: Stage) -> None:
    scenario = frontier.scenario
    kernel = scenario.kernel

    def value(act: str, name: str) -> int:
        return initial(scenario, act)[kernel.position[name]]

    assert [value(act, "lev") for act in ACTS] == [0, 1, 2, 2, 3]
    assert [value(act, "gold") for act in ACTS] == [0, 2, 3, 3, 8]
    assert kernel.value("east", "arpacay") == value("moscow", "east")
    assert kernel.value("bond", "friendship") == value("kars", "bond") == value("frunze", "bond")
    assert kernel.value("kars_treaty", "one-text") == value("frunze", "kars_treaty")


def test_the_whole_campaign_replays(frontier: Stage) -> None:
    log = historical_log(frontier.scenario)
    assert replay(frontier.scenario, read(dump(log))) == states(frontier.scenario, log)[-1]
    assert sum(entry.move.endswith(".close") for entry in log.entries) == len(ACTS)


@pytest.mark.parametrize("act", ACTS if SOAK else ACTS[::2])
def test_a_rule_that_fires_in_history_cannot_be_deleted(frontier: Stage, act: str) -> None:
    scenario = frontier.scenario
    fired = {held.rule for _, state in step_ends(scenario, act) for held in frame(scenario, state, act).held.values()}
    needed = fired - {None}
    assert needed
    for rule in needed:
        kept = tuple(one for one in scenario.rules[act] if one.rule.id != rule)
        without = dataclasses.replace(scenario, rules={**scenario.rules, act: kept})
        assert differences(without, frontier.atlas, act), rule


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_every_policy_plays_the_campaign_to_its_end(frontier: Stage, policy: str) -> None:
    scenario = frontier.scenario
    for seed in range(4):
        log = play_out(scenario, new_log(scenario, seed=seed, seats={"all": policy, "chance": "weighted"}))
        found = states(scenario, log)
        assert legal_moves(scenario, found[-1]) == ()
        place = scenario.kernel.position[STEP]
        for act in ACTS:
            closes = [state for state in found if state[place] == scenario.last[act]]
            assert closes
            assert ending(scenario, closes[-1], act) is not None or scenario.acts[act].void is not None


def test_legal_moves_depend_on_the_projection_only(frontier: Stage) -> None:
    scenario = frontier.scenario
    for seed in range(3):
        log = play_out(scenario, new_log(scenario, seed=seed, seats={"all": "random"}))
        for state in states(scenario, log):
            small = project(scenario, state)
            assert legal_moves(scenario, small) == legal_moves(scenario, state)
            assert frame(scenario, small).holders() == frame(scenario, state).holders()
