"""Secrets: what one seat sees does not depend on the other seats' secrets."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.log import Entry, Log
from engine.play import apply, initial
from engine.playthrough import new_log, play_out
from engine.replay import states
from engine.view import TEACHER, stream, view, view_digest
from hudut.campaigns import stage
from scenarios.expand import Scenario
from tests.answers import FOLDER, MOVES
from tests.registries import ACTS


@pytest.fixture(scope="module")
def frontier() -> Scenario:
    return stage("frontier").scenario


@given(st.integers(0, 500), st.sampled_from(ACTS))
def test_a_seats_stream_does_not_depend_on_other_seats_secrets(frontier: Scenario, seed: int, act: str) -> None:
    log = play_out(frontier, new_log(frontier, act, seed=seed, seats={"all": "random"}), act)
    found = states(frontier, log)
    for viewer in (*frontier.acts[act].seats, "projector"):
        spoken = tuple(
            dataclasses.replace(entry, rationale="" if entry.actor == viewer else "a secret reason")
            for entry in log.entries
        )
        other = Log(log.header, spoken)
        ours = stream(frontier, found[-3:], Log(log.header, log.entries), viewer)
        theirs = stream(frontier, found[-3:], other, viewer)
        assert ours == theirs


def test_of_a_secret_decision_others_learn_only_that_it_was_taken(frontier: Scenario) -> None:
    secret = [one for one in frontier.steps if one.step.secret and one.step.kind == "decision"]
    assert secret, "no act has a secret decision"
    for placed in secret:
        actor = str(placed.step.actor)
        moves = [f"{placed.step.id}.{option.id}" for option in placed.step.options]
        logs = [Log(new_log(frontier, placed.act).header).add(Entry("move", move, actor)) for move in moves]
        state = initial(frontier, placed.act)
        seen = {view_digest(frontier, state, log, "projector") for log in logs}
        assert len(seen) == 1
        assert len({view_digest(frontier, state, log, actor) for log in logs}) == len(logs)
        assert len({view_digest(frontier, state, log, TEACHER) for log in logs}) == len(logs)


def test_hidden_variables_are_seen_by_the_teacher_only(frontier: Scenario) -> None:
    for act in frontier.acts.values():
        hidden = {key for key, spec in act.variables.items() if not spec.public}
        state = initial(frontier, act.id)
        log = new_log(frontier, act.id)
        assert not hidden & set(view(frontier, state, log, "ankara")["variables"])
        assert hidden <= set(view(frontier, state, log, TEACHER)["variables"])


def test_the_table_says_whose_turn_it_is_and_who_has_accepted() -> None:
    """The example act: Ankara drafts and passes, the Allies accept, and Ankara is asked again in the second round."""
    example = stage(str(FOLDER)).scenario
    log, state = new_log(example, "mudanya"), initial(example, "mudanya")
    seen = {}
    for move in ("mudanya.open", "u1-curzon.happens", *MOVES[:5]):
        state = apply(example, state, example.kernel.by_id[move])
        seen[move] = view(example, state, log, "projector")["table"]
    whose = {move: (one["turn"], one["round"], one["accepted"]) for move, one in seen.items() if one}
    assert whose == {
        MOVES[0]: ("ankara", 0, []),
        MOVES[1]: ("ankara", 0, []),
        MOVES[2]: ("ankara", 0, []),
        MOVES[3]: ("allies", 0, []),
        MOVES[4]: ("ankara", 1, ["allies"]),
    }
    assert {(*one["seats"], one["rounds"]) for one in seen.values() if one} == {("ankara", "allies", 2)}
