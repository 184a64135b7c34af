"""Random and tempered play of the real acts: coverage of moves and outcomes, and tempers that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from engine.explore import outcomes
from engine.frame import ending
from engine.log import Log
from engine.play import initial
from engine.playthrough import new_log, play_out
from engine.reach import Reach
from engine.replay import states
from hudut.campaigns import stage
from scenarios.expand import Scenario
from scenarios.kernel import STEP
from tests.conftest import SOAK
from tests.registries import ACTS

TEMPERS = ("hard-line", "conciliatory", "tit-for-tat")
PLAYS = 4000 if SOAK else 150
LEAST_DISTANCE = 0.05
COVERED = 0.97 if SOAK else 0.5
"""Share of an act's move ids that random play must hit."""


@pytest.fixture(scope="module")
def frontier() -> Scenario:
    return stage("frontier").scenario


def plays(scenario: Scenario, act: str, policy: str, count: int) -> list[Log]:
    return [
        play_out(scenario, new_log(scenario, act, seed=seed, seats={"all": policy, "chance": "weighted"}), act)
        for seed in range(count)
    ]


def results(scenario: Scenario, act: str, policy: str, count: int) -> Counter[tuple[object, ...]]:
    """Return how often each (ending, carried values) came out."""
    found: Counter[tuple[object, ...]] = Counter()
    kernel = scenario.kernel
    for log in plays(scenario, act, policy, count):
        end = next(s for s in reversed(states(scenario, log)) if s[kernel.position[STEP]] == scenario.last[act])
        carried = tuple(end[kernel.position[name]] for name in scenario.acts[act].carries)
        found[ending(scenario, end, act), carried] += 1
    return found


def needs_another_past(scenario: Scenario, act: str) -> set[str]:
    """Return the moves, tables apart, that no play from history's opening of an act can come to."""
    made = {name for fork in Reach(scenario, act, initial(scenario, act)).forks for name in fork.names}
    steps = {one.step.id for one in scenario.steps if one.act == act and one.step.basket is None}
    return {move.id for move in scenario.kernel.moves if move.step in steps and move.id not in made}


def distance(one: Counter[tuple[object, ...]], other: Counter[tuple[object, ...]]) -> float:
    """Return the total variation between two distributions."""
    keys = set(one) | set(other)
    return sum(abs(one[key] / one.total() - other[key] / other.total()) for key in keys) / 2


@pytest.mark.parametrize("act", ACTS if SOAK else ACTS[1:4:2])
def test_tempers_lead_to_different_outcomes(frontier: Scenario, act: str) -> None:
    found = {temper: results(frontier, act, temper, PLAYS // 2) for temper in TEMPERS}
    endings: dict[str, Counter[tuple[object, ...]]] = {temper: Counter() for temper in TEMPERS}
    for temper, counts in found.items():
        for result, count in counts.items():
            endings[temper][result[:1]] += count
    for one in TEMPERS:
        for other in TEMPERS:
            if one < other:
                assert distance(endings[one], endings[other]) >= LEAST_DISTANCE, (one, other)


@pytest.mark.parametrize("act", ACTS if SOAK else ACTS[::2])
def test_random_play_hits_the_moves_and_every_table_has_all_its_outcomes(
    frontier: Scenario, act: str, record_property: Callable[[str, object], None]
) -> None:
    steps = {one.step.id for one in frontier.steps if one.act == act}
    moves = {move.id for move in frontier.kernel.moves if move.id.partition(".")[0] in steps}
    hit = {
        entry.move
        for policy in ("random", "weighted", "historical")
        for log in plays(frontier, act, policy, PLAYS)
        for entry in log.entries
    }
    if SOAK:
        moves -= needs_another_past(frontier, act) - hit
    share = len(moves & hit) / len(moves)
    record_property("coverage", f"{act}: {len(moves & hit)} of {len(moves)} moves")
    assert share >= COVERED, sorted(moves - hit)[:40]
    state = initial(frontier, act)
    assert list(outcomes(frontier, state))
