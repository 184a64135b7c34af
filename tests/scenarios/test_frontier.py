"""The campaign of 1920-1922: history is legal, and its frames are the atlas."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import pairwise

import pytest

from engine.errors import IllegalMove
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
from tests.conftest import SOAK
from tests.registries import ACTS


@pytest.fixture(scope="session")
def frontier() -> Stage:
    return stage("frontier")


def day_ends(scenario: Scenario, act: str) -> Iterator[tuple[str, State]]:
    """Yield (move, state) at the end of each day that has a step on the historical line of an act."""
    state = initial(scenario, act)
    days = {one.number: one.step.date.first for one in scenario.steps if one.act == act}
    for move in historical_moves(scenario, act):
        here, after = scenario.step_at(state), apply(scenario, state, move)
        there = scenario.step_at(after)
        if there != here and here in days and days[here] != days.get(there):
            yield move.id, after
        state = after


def differences(scenario: Scenario, atlas: Atlas, act: str) -> list[str]:
    """Return where the frames of history differ from the atlas, for all land that the campaign can move."""
    found = []
    for move, state in day_ends(scenario, act):
        now = frame(scenario, state)
        holders = now.holders()
        for territory, layer in scenario.ground.keys:
            rows = [row for row in atlas.history(territory, layer) if row.covers(now.day)]  # type: ignore[arg-type]
            newest = max((row.start.first for row in rows), default=0)
            allowed = {(row.party, row.status) for row in rows if row.start.first == newest} or {None}
            if holders.get((territory, layer)) not in allowed:
                found.append(f"{move}: {territory} {layer}")
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
            assert len(brief) >= 5, key


def test_history_hands_on_what_the_dossier_says(frontier: Stage) -> None:
    scenario = frontier.scenario
    kernel = scenario.kernel

    def value(act: str, name: str) -> int:
        return initial(scenario, act)[kernel.position[name]]

    assert [value(act, "lev") for act in ACTS] == [0, 1, 2, 2, 3, 3]
    assert [value(act, "gold") for act in ACTS] == [0, 2, 2, 3, 8, 10]
    assert kernel.value("surmalu", "ankara") == value("moscow", "surmalu")
    assert kernel.value("kars", "own") == value("frunze", "kars")
    assert kernel.value("bond", "friendship") == value("kars", "bond") == value("frunze", "bond")
    assert kernel.value("kars_treaty", "one-text") == value("frunze", "kars_treaty")


def test_the_whole_campaign_replays(frontier: Stage) -> None:
    log = historical_log(frontier.scenario)
    assert replay(frontier.scenario, read(dump(log))) == states(frontier.scenario, log)[-1]
    assert sum(entry.move.endswith(".close") for entry in log.entries) == len(ACTS)


def is_broken(scenario: Scenario, atlas: Atlas, acts: tuple[str, ...]) -> bool:
    """Return whether history cannot be played any more, or differs from the atlas, in some of the acts."""
    try:
        return any(differences(scenario, atlas, act) for act in acts)
    except IllegalMove:
        return True


def test_no_effect_that_takes_a_piece_in_history_can_be_deleted(frontier: Stage) -> None:
    """Each effect on the historical line that changes who holds a piece is needed: without it some frame differs."""
    scenario = frontier.scenario
    pieces = set(scenario.ground.pieces)
    state, takes = initial(scenario), []
    for act in ACTS:
        for move in historical_moves(scenario, act, state):
            after = apply(scenario, state, move)
            takes += [
                (act, move, name) for name in pieces if scenario.value(state, name) != scenario.value(after, name)
            ]
            state = after
    assert len(takes) >= 60
    for act, move, name in takes if SOAK else takes[::20]:
        cut = dataclasses.replace(move, effects=tuple(one for one in move.effects if one[1] != name))
        moves = tuple(cut if one is move else one for one in scenario.kernel.moves)
        changed = dataclasses.replace(scenario, kernel=dataclasses.replace(scenario.kernel, moves=moves))
        assert is_broken(changed, frontier.atlas, (act, *ACTS[ACTS.index(act) + 1 :])), (move.id, name)


def test_pieces_and_papers_cover_all_that_a_cause_of_the_campaign_moves(frontier: Stage) -> None:
    """Land outside the pieces follows the atlas: no play of whatever kind moves it."""
    scenario, atlas = frontier.scenario, frontier.atlas
    lands = {land for held, _ in scenario.ground.pieces.values() for land in held}
    assert {"kars", "batum", "alexandropol", "smyrna", "adana", "nakhichevan", "tiflis"} <= lands
    unsure = [one.step for one in scenario.steps if one.step.kind != "event" or one.step.when is not None]
    named = {event for step in unsure for event in step.events if event in atlas.bases}
    moved = {row.territory for row in atlas.holdings if row.layer == "control" and row.basis in named}
    assert moved <= lands


@pytest.mark.parametrize("seed", range(2000 if SOAK else 40))
def test_land_moves_by_moves_alone_and_never_at_a_cut(frontier: Stage, seed: int) -> None:
    """The frame before an act closes is the frame after the next one opens; each change of land names its move."""
    scenario = frontier.scenario
    policy = ("random", "weighted", "conciliatory", "hard-line")[seed % 4]
    log = play_out(scenario, new_log(scenario, seed=seed, seats={"all": policy, "chance": "random"}))
    found = [(state, frame(scenario, state)) for state in states(scenario, log)]
    taken = {move.id: {one[1] for one in move.effects} & set(scenario.ground.pieces) for move in scenario.kernel.moves}
    day = 0
    for entry, ((before, now), (after, then)) in zip(log.entries, pairwise(found), strict=True):
        kind = scenario.kernel.by_id[entry.move].kind
        if kind in ("open", "void", "close", "skip"):
            assert now.holders() == then.holders(), entry.move
        changed = {
            name for name in scenario.ground.pieces if scenario.value(before, name) != scenario.value(after, name)
        }
        assert changed <= taken[entry.move], entry.move
        assert then.day >= day
        day = then.day


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_every_policy_plays_the_campaign_to_its_end(frontier: Stage, policy: str) -> None:
    scenario = frontier.scenario
    for seed in range(4):
        log = play_out(scenario, new_log(scenario, seed=seed, seats={"all": policy, "chance": "weighted"}))
        found = states(scenario, log)
        assert legal_moves(scenario, found[-1]) == ()
        for act in ACTS:
            closes = [state for state in found if scenario.step_at(state) == scenario.last[act]]
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
