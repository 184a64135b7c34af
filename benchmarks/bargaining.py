"""Frontier and bargaining points of 10^5 outcomes, beside NegMAS on the same utilities.

NegMAS drops outcomes below a reserved value from its frontier, so the peer's frontier is compared with our agreement
zone's; it is AGPL-3.0+: measured here, imported nowhere else.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any

import numpy as np

from benchmarks.row import Row, compared, processor
from hudut.analysis.bargaining import solve

SIZES = (4, 4, 4, 5, 4, 5, 4, 4)
RUNS, PEER_RUNS = 15, 5
RESERVED = 0.3


def _tables() -> list[list[np.ndarray]]:
    """Return each party's weighted value of each option of each issue."""
    draw = np.random.default_rng(5)
    weights = draw.dirichlet(np.ones(len(SIZES)), 2)
    return [[draw.permutation(np.linspace(0, 1, size)) * weights[p][k] for k, size in enumerate(SIZES)] for p in (0, 1)]


def _ours(tables: list[list[np.ndarray]]) -> Any:
    utilities = []
    for party in tables:
        total = np.zeros(1)
        for values in party:
            total = (total[:, None] + values[None, :]).ravel()
        utilities.append(total)
    return solve(np.stack(utilities), np.full(2, RESERVED))


def _theirs(tables: list[list[np.ndarray]]) -> Callable[[], Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        negmas, outcomes = import_module("negmas"), import_module("negmas.outcomes")
        preferences, ops = import_module("negmas.preferences"), import_module("negmas.preferences.ops")
        functions = import_module("negmas.preferences.value_fun")
    issues = [negmas.make_issue(size, f"i{k}") for k, size in enumerate(SIZES)]
    space = outcomes.make_os(issues)
    sides = [
        preferences.LinearAdditiveUtilityFunction(
            [functions.TableFun(dict(enumerate(values.tolist()))) for values in party],
            weights=[1.0] * len(SIZES),
            outcome_space=space,
            reserved_value=RESERVED,
        )
        for party in tables
    ]

    def points() -> Any:
        frontier, _ = ops.pareto_frontier(sides, issues=issues)
        found = [
            one(sides, frontier, outcome_space=space) for one in (ops.nash_points, ops.kalai_points, ops.ks_points)
        ]
        return frontier, found

    return points


def run() -> list[Row]:
    """Measure both on the same utilities."""
    tables = _tables()
    what = f"utilities, frontier, Nash, Kalai, Kalai–Smorodinsky of {int(np.prod(SIZES)):,} outcomes, 2 parties"
    mine = processor(lambda: _ours(tables), RUNS)
    try:
        points = _theirs(tables)
    except ImportError as error:
        return [Row(what, f"{mine:.1f} ms", "not installed", "", f"{error}: pip install -e '.[bench]'")]
    theirs = processor(points, PEER_RUNS)
    row = compared(
        what, mine, theirs, "ms", f"negmas {version('negmas')}, median of {RUNS} and {PEER_RUNS}; target 20 ms"
    )
    return [Row(row.what, f"{mine:.1f} ms", row.peer, f"1/{theirs / mine:.0f}", row.how)]
