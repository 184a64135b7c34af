"""One line of the table of benchmarks."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, ours, the peer's, and how."""

    what: str
    ours: str
    peer: str
    ratio: str
    how: str


def compared(what: str, ours: float, peer: float, unit: str, how: str) -> Row:
    """Return a row of two figures in the same unit, and ours as a share of the peer's."""
    return Row(what, f"{ours:.0f} {unit}", f"{peer:.0f} {unit}", f"{ours / peer:.2f}", how)


def processor(work: Callable[[], object], runs: int = 5) -> float:
    """Return the median processor time of some work in milliseconds, after one run that does not count."""
    work()
    found = []
    for _ in range(runs):
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found)
