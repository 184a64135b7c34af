"""Sweeps: transitions a second from the compiled tables, and rows a second into a file."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.row import Row
from hudut.analysis.design import Design, Settings
from hudut.analysis.sampling import Sampler
from hudut.analysis.store import compiled
from hudut.analysis.sweep import make_job, sweep
from hudut.campaigns import stage

RUNS, BATCH = 5, 200_000
ROWS = 1_000_000


def _transitions(act: str) -> Row:
    table = compiled(stage("frontier").scenario, act)
    sampler = Sampler(table)
    ((_, chances),) = Settings(table, Design(), 0).chances(range(1))
    rates = []
    for number in range(RUNS + 1):
        start = time.process_time()
        plays = sampler.run(chances, 1, number * BATCH, BATCH)
        rates.append(plays.transitions / (time.process_time() - start) / 1e6)
    how = f"one process, a second of processor time, batches of {BATCH:,}, median of {RUNS}; target 15 on two cores"
    return Row(f"transitions of act `{act}`", f"{statistics.median(rates[1:]):.1f} million /s", "", "", how)


def _rows(workers: int) -> Row:
    job = make_job("frontier", "moscow", ROWS, 1)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        sweep(job, Path(folder) / "rows.parquet", workers=workers)
        took = time.perf_counter() - start
    what = f"`hudut sweep` of {ROWS:,} plays of act `moscow`"
    return Row(what, f"{took:.1f} s", "", "", f"{workers} worker{'s' if workers > 1 else ''}, start and file included")


def run() -> list[Row]:
    """Measure every act, and whole sweeps."""
    acts = [_transitions(act) for act in stage("frontier").scenario.acts]
    return [*acts, _rows(1), _rows(2)]
