"""Bargaining points against brute force that reads the definitions aloud."""

from __future__ import annotations

import numpy as np
import pytest

from engine.policies import Table, conference_at
from engine.replay import historical_log, states
from hudut.analysis.bargaining import pareto_frontier, solve
from hudut.analysis.domain import domain_at
from hudut.campaigns import stage

DOMAINS = 100


def _domain(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Additive utilities over 1–4 issues for 2–4 parties; every third domain has whole numbers, so that ties occur."""
    draw = np.random.default_rng(seed)
    parties, sizes = int(draw.integers(2, 5)), draw.integers(2, 6, size=int(draw.integers(1, 5)))
    utilities = np.zeros((parties, 1))
    for size in sizes:
        worth = draw.integers(0, 5, (parties, size)) if seed % 3 == 0 else draw.random((parties, size))
        utilities = (utilities[:, :, None] + worth[:, None, :]).reshape(parties, -1)
    return utilities.astype(float), utilities.max() * draw.random(parties) * 0.6


def _brute(utilities: np.ndarray) -> list[int]:
    columns = utilities.T
    return [k for k, one in enumerate(columns) if not any((two >= one).all() and (two > one).any() for two in columns)]


@pytest.mark.parametrize("reserved", [True, False])
def test_frontier_and_points_equal_brute_force(reserved: bool) -> None:
    for seed in range(DOMAINS):
        utilities, walk_away = _domain(seed)
        if not reserved:
            walk_away = np.full_like(walk_away, -np.inf)
        found = solve(utilities, walk_away)
        assert found.frontier.tolist() == _brute(utilities) == pareto_frontier(utilities).tolist()
        zone = [k for k, one in enumerate(utilities.T) if (one >= walk_away).all()]
        assert found.zone.tolist() == zone
        if not zone:
            assert (found.nash, found.kalai, found.kalai_smorodinsky) == (None, None, None)
            continue
        base = walk_away if reserved else utilities.min(axis=1)
        ideal = np.max([utilities[:, k] for k in zone], axis=0) - base
        gains = {k: utilities[:, k] - base for k in zone}
        assert np.prod(gains[found.nash]) == pytest.approx(max(np.prod(one) for one in gains.values()))
        assert min(gains[found.kalai]) == pytest.approx(max(min(one) for one in gains.values()))
        shares = (
            {k: min(g / i for g, i in zip(one, ideal, strict=True) if i > 0) for k, one in gains.items()}
            if (ideal > 0).any()
            else {}
        )
        if shares:
            assert shares[found.kalai_smorodinsky] == pytest.approx(max(shares.values()))
        assert {found.nash, found.kalai, found.kalai_smorodinsky} <= set(found.frontier.tolist()) & set(zone)


def test_a_red_line_takes_an_outcome_away_from_everything() -> None:
    utilities = np.array([[9.0, 5.0, 1.0], [9.0, 1.0, 5.0]])
    found = solve(utilities, np.zeros(2), np.array([False, True, True]))
    assert found.frontier.tolist() == [1, 2]
    assert found.zone.tolist() == [1, 2]
    assert found.nash == 1


@pytest.mark.parametrize(
    ("utilities", "walk_away", "word"),
    [
        (np.ones((2, 3)), np.zeros(3), "do not fit"),
        (np.array([[1.0, np.nan]]), np.zeros(1), "party 0 at outcome 1 is nan"),
        (np.ones((1, 2)), np.array([np.nan]), "must be numbers"),
    ],
)
def test_what_is_no_number_is_refused(utilities: np.ndarray, walk_away: np.ndarray, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        solve(utilities, walk_away)


def test_a_table_in_numbers_is_the_table_of_the_engine() -> None:
    scenario = stage("frontier").scenario
    seen = 0
    for state in states(scenario, historical_log(scenario)):
        conference = conference_at(scenario, state)
        if conference is None:
            continue
        seen += 1
        domain = domain_at(scenario, state)
        table = Table(scenario, conference, state)
        size = len(domain.items)
        for k in (0, len(domain.texts) // 2, len(domain.texts) - 1, domain.historical or 0):
            text = tuple(int(n) for n in domain.texts[k])
            for row, seat in enumerate(domain.seats):
                assert domain.utilities[row, k] * size == pytest.approx(table.total(seat, text))
                assert domain.walk_away[row] == table.walk_away(seat)
            options = domain.options(k)
            refused = any(
                seat in next(o for o in item.options if o.id == options[item.id]).red_line
                for item in domain.items
                for seat in domain.seats
                if options[item.id] != "open"
            )
            assert domain.signable[k] == (not refused)
    assert seen > 50
