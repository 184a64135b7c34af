"""Efficient outcomes and bargaining solutions of a table: what utilities imply, not what should have been signed.

Utilities are arrays of shape (parties, outcomes); an outcome is a column number. A party's *disagreement* utility is
what it has without an agreement. The *agreement zone* holds the outcomes that no party would rather do without.

The solutions are taken on the finite set of outcomes, without lotteries:

- Nash: the largest product of gains over disagreement (J. Nash, "The bargaining problem", Econometrica 18, 1950).
- Kalai: the largest smallest gain, the egalitarian solution (E. Kalai, "Proportional solutions to bargaining
  situations", Econometrica 45, 1977).
- Kalai–Smorodinsky: the largest smallest share of the gain that a party could have at best inside the agreement zone
  (E. Kalai and M. Smorodinsky, "Other solutions to Nash's bargaining problem", Econometrica 43, 1975).

Ties go to the larger sum of gains, then to the lower column.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import BadValue

Floats = npt.NDArray[np.float64]
Columns = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Solution:
    """The efficient outcomes and the bargaining points of one table; numbers are columns of its utilities.

    Parameters
    ----------
    frontier
        Pareto-efficient outcomes: no other is at least as good for all and better for one. Ascending; outcomes that
        all parties find equally good are all listed.
    zone
        Outcomes in the agreement zone, ascending; efficient or not.
    nash, kalai, kalai_smorodinsky
        The bargaining points, or None where the agreement zone is empty.
    """

    frontier: Columns
    zone: Columns
    nash: int | None
    kalai: int | None
    kalai_smorodinsky: int | None


def pareto_frontier(utilities: Floats) -> Columns:
    """Return the Pareto-efficient outcomes, ascending.

    The outcome with the largest sum is efficient; it and all it dominates are taken away until none is left. Most
    outcomes go in the first rounds, so 10^5 take milliseconds.
    """
    left = np.arange(utilities.shape[1])
    rest = np.ascontiguousarray(utilities, dtype=np.float64)
    found = []
    while left.size:
        best = rest[:, [int(rest.sum(axis=0).argmax())]]
        not_better = (rest <= best).all(axis=0)
        found.append(left[(rest == best).all(axis=0)])
        left, rest = left[~not_better], rest[:, ~not_better]
    return np.sort(np.concatenate(found)) if found else left


def solve(utilities: Floats, disagreement: Floats, signable: npt.NDArray[np.bool_] | None = None) -> Solution:
    """Return frontier, agreement zone and bargaining points.

    Parameters
    ----------
    utilities
        Shape (parties, outcomes).
    disagreement
        Shape (parties,); `-inf` for a party that signs anything.
    signable
        Shape (outcomes,): False where some party never signs (a red line); such outcomes are left out altogether.

    Raises
    ------
    BadValue
        If a shape does not fit, or a utility is not finite.
    """
    _check(utilities, disagreement)
    kept = np.arange(utilities.shape[1]) if signable is None else np.flatnonzero(signable)
    offered = utilities[:, kept]
    frontier = pareto_frontier(offered)
    zone = np.flatnonzero((offered >= disagreement[:, None]).all(axis=0))
    if not zone.size:
        return Solution(kept[frontier], kept[zone], None, None, None)
    # Where a party has nothing to lose, its worst outcome stands for disagreement, so that gains are finite.
    base = np.where(np.isfinite(disagreement), disagreement, offered.min(axis=1))
    ideal = offered[:, zone].max(axis=1) - base
    at = frontier[(offered[:, frontier] >= disagreement[:, None]).all(axis=0)]
    gains = offered[:, at] - base[:, None]
    shares = np.divide(gains, ideal[:, None], out=np.ones_like(gains), where=ideal[:, None] > 0)
    total = gains.sum(axis=0)
    points = (gains.prod(axis=0), gains.min(axis=0), shares.min(axis=0))
    nash, kalai, smorodinsky = (int(kept[at[_first_best(point, total)]]) for point in points)
    return Solution(kept[frontier], kept[zone], nash, kalai, smorodinsky)


def _first_best(score: Floats, total: Floats) -> int:
    best = np.flatnonzero(score >= score.max() - 1e-12 * max(1.0, abs(float(score.max()))))
    return int(best[total[best].argmax()])


def _check(utilities: Floats, disagreement: Floats) -> None:
    if utilities.ndim != 2 or disagreement.shape != utilities.shape[:1]:
        raise BadValue(
            f"utilities of shape {utilities.shape} and disagreement of shape {disagreement.shape} do not fit; give"
            " (parties, outcomes) and (parties,)."
        )
    if not np.isfinite(utilities).all():
        party, outcome = (int(one[0]) for one in np.nonzero(~np.isfinite(utilities)))
        raise BadValue(f"utility of party {party} at outcome {outcome} is {utilities[party, outcome]}, not a number.")
    if np.isnan(disagreement).any() or np.isposinf(disagreement).any():
        raise BadValue(
            f"disagreement {disagreement.tolist()} must be numbers, or -inf for a party that signs anything."
        )
