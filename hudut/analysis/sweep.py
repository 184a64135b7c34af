"""`hudut sweep`: many runs of an act under every setting of a design, as one Parquet file.

The work is cut into chunks whose content depends on the design alone, so any number of workers, on one machine or on a
Dask cluster, gives the same bytes. A chunk is kept beside the output when it is done; an interrupted sweep goes on with
those that are missing.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import HudutError
from hudut.analysis.design import Design, Settings, read_design
from hudut.analysis.rows import RowMaker
from hudut.analysis.sampling import Sampler
from hudut.analysis.slices import Carried
from hudut.analysis.store import compiled
from hudut.campaigns import stage
from hudut.files import whole_file, write_whole
from hudut.openings import opening
from hudut.workers import end_with_parent
from scenarios.weighing import WeightSet

CHUNK_RUNS, CHUNK_SETTINGS = 262_144, 1_000
"""A chunk ends at so many runs or so many settings, whichever comes first: seconds of work, so that neither sending it
to a cluster nor losing it matters."""
DASK_SECONDS = 5
LARGEST_SEED, MOST_ROWS = 2**63 - 1, 10_000_000_000
"""What the columns of the file can hold, and what one sweep can."""


@dataclass(frozen=True)
class Job:
    """All that decides the content of a sweep.

    Parameters
    ----------
    kernel
        Hash of the scenario's kernel, so that a worker with another scenario refuses.
    design
        The design as JSON.
    weights
        The set of weights as JSON; empty where the scenario names none.
    runs
        Runs of each setting; run `r` has the same draws in every setting.
    carried
        What the act inherits otherwise than in history.
    """

    scenario: str
    act: str
    kernel: str
    version: str
    seed: int
    runs: int
    design: str
    weights: str
    carried: Carried = ()

    @property
    def fingerprint(self) -> str:
        """Return a hash of the job and of how it is cut."""
        return hashlib.sha256(json.dumps([asdict(self), CHUNK_RUNS, CHUNK_SETTINGS]).encode()).hexdigest()


@dataclass(frozen=True)
class Chunk:
    """A stretch of settings and of their runs."""

    number: int
    settings: range
    runs: range

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.settings) * len(self.runs)


def make_job(  # noqa: PLR0913, PLR0917 - options of a command line
    scenario: str,
    act: str | None,
    runs: int,
    seed: int,
    design: Path | None = None,
    weights: str | None = None,
    after: Path | None = None,
) -> Job:
    """Return the job of a command line, checked; with `after` the act is opened on that log.

    Raises
    ------
    HudutError
        If the scenario, the act, the weights or the design is wrong, or there are too many settings or runs.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise HudutError(f"the seed {seed} is out of bounds; give a whole number from 0 to {LARGEST_SEED}.")
    _refuse_many(1, runs)  # before the act is compiled
    opened = stage(scenario, weights)
    found, begun = opened.scenario, opening(opened, act, after)
    carried = tuple(sorted(begun.carried.items()))
    table = compiled(found, begun.act, carried=carried)
    asked = Design() if design is None else read_design(design, table)
    text, weighting = asked.model_dump_json(by_alias=True), _as_json(opened.weights)
    _refuse_many(asked.settings, runs)
    return Job(scenario, begun.act, found.kernel.hash, version("hudut"), seed, runs, text, weighting, carried)


def _refuse_many(settings: int, runs: int) -> None:
    if not 1 <= runs <= MOST_ROWS // settings:
        raise HudutError(
            f"{settings:,} setting{'s' if settings > 1 else ''} with {runs:,} runs each are {settings * runs:,} rows;"
            f" a sweep has from 1 to {MOST_ROWS:,}."
        )


def _as_json(weights: WeightSet | None) -> str:
    return "" if weights is None else weights.model_dump_json()


def chunks(job: Job) -> Iterator[Chunk]:
    """Yield the chunks of a job in order."""
    settings, runs = len(_bench(job).settings), job.runs
    together = max(1, min(CHUNK_SETTINGS, CHUNK_RUNS // runs))
    number = 0
    for first in range(0, settings, together):
        for begin in range(0, runs, CHUNK_RUNS):
            some = range(first, min(first + together, settings))
            yield Chunk(number, some, range(begin, min(begin + CHUNK_RUNS, runs)))
            number += 1


@dataclass(frozen=True, eq=False)
class _Bench:
    """What a worker needs for every chunk of a job."""

    sampler: Sampler
    settings: Settings
    maker: RowMaker


@lru_cache(maxsize=2)
def _bench(job: Job) -> _Bench:
    found = stage(job.scenario).under(WeightSet.model_validate_json(job.weights) if job.weights else None)
    if (found.scenario.kernel.hash, version("hudut")) != (job.kernel, job.version):
        raise HudutError(
            f"this worker has the scenario {found.scenario.kernel.hash[:12]} and Hudut {version('hudut')}, the sweep"
            f" {job.kernel[:12]} and {job.version}. Install the same Hudut and scenario on every worker."
        )
    table = compiled(found.scenario, job.act, carried=job.carried)
    settings = Settings(table, Design.model_validate_json(job.design), job.seed)
    sampler = Sampler(table)
    return _Bench(sampler, settings, RowMaker(found, table, sampler, settings, job.seed))


def run_chunk(job: Job, chunk: Chunk) -> bytes:
    """Return the rows of a chunk as a Parquet file."""
    bench = _bench(job)
    tables = [
        bench.maker.rows(
            setting, chunk.runs.start, bench.sampler.run(chances, job.seed, chunk.runs.start, len(chunk.runs))
        )
        for setting, chances in bench.settings.chances(chunk.settings)
    ]
    content = io.BytesIO()
    pq.write_table(pa.concat_tables(tables).unify_dictionaries(), content, compression="zstd")
    return content.getvalue()


def sweep(
    job: Job,
    out: Path,
    *,
    workers: int = 1,
    dask: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Run a job and write its file; return the number of rows.

    Parameters
    ----------
    workers
        Processes on this machine.
    dask
        Address of a Dask scheduler, such as `tcp://10.0.0.1:8786`, instead of processes here.
    progress
        Told (rows done, rows in all) now and then.

    Raises
    ------
    HudutError
        If the output exists, chunks of another sweep lie beside it, the cluster does not answer, or the disk is full.
        What was done is kept: the same command goes on from there.
    """
    if out.suffix != ".parquet":
        raise HudutError(f"{out}: the rows are written as Parquet; the file should end in .parquet.")
    if out.exists():
        raise HudutError(f"{out} exists; choose another name with -o, or remove it.")
    parts = _open_parts(job, out)
    with _alone(parts, out):
        total, plan = _chunks_made(job, parts, workers, dask, progress)
        _join(out, [_part(parts, one.number) for one in plan])
    shutil.rmtree(parts)
    return total


@contextmanager
def _alone(parts: Path, out: Path) -> Iterator[None]:
    """Hold the folder of chunks for this process; the system lets go of it when the process ends, however it ends."""
    with closing(sqlite3.connect(parts / "lock", timeout=0)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise HudutError(f"another sweep is writing {out}; let it end, or choose another -o.") from error
        yield


def _chunks_made(
    job: Job, parts: Path, workers: int, dask: str | None, progress: Callable[[int, int], None] | None
) -> tuple[int, list[Chunk]]:
    """Make the chunks that are missing; return the number of rows and all chunks."""
    plan = list(chunks(job))
    total = sum(one.rows for one in plan)
    missing = [one for one in plan if not _part(parts, one.number).is_file()]
    done = total - sum(one.rows for one in missing)
    for chunk, content in _results(job, missing, workers, dask):
        write_whole(_part(parts, chunk.number), content)
        done += chunk.rows
        if progress is not None:
            progress(done, total)
    return total, plan


def _open_parts(job: Job, out: Path) -> Path:
    """Return the folder of finished chunks; it is made, or it belongs to this very job."""
    parts = out.with_name(out.name + ".parts")
    note = parts / "job.json"
    if parts.is_dir() and note.is_file():
        known = _noted(note)
        if known["fingerprint"] != job.fingerprint:
            raise HudutError(
                f"{parts} holds chunks of another sweep (act {known['act']}, seed {known['seed']}, {known['runs']} runs"
                " a setting). Give the same options to go on with it, choose another -o, or remove the folder."
            )
        return parts
    text = json.dumps({**asdict(job), "fingerprint": job.fingerprint}, indent=1)
    write_whole(note, text)
    return parts


def _noted(note: Path) -> dict[str, Any]:
    """Return what the folder of a stopped sweep says of it."""
    try:
        known: dict[str, Any] = json.loads(note.read_text("utf-8"))
        return {key: known[key] for key in ("fingerprint", "act", "seed", "runs")}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise HudutError(
            f"{note} is damaged, so nobody knows which sweep the chunks beside it belong to. Remove {note.parent} and"
            " begin again, or choose another -o."
        ) from error


def _part(parts: Path, number: int) -> Path:
    return parts / f"{number:06d}.parquet"


def _results(job: Job, missing: list[Chunk], workers: int, dask: str | None) -> Iterator[tuple[Chunk, bytes]]:
    """Yield each missing chunk with its content, as they are done."""
    if dask is not None:
        yield from _on_cluster(job, missing, dask)
    elif workers == 1 or len(missing) < 2:
        yield from ((one, run_chunk(job, one)) for one in missing)
    else:
        # Spawned, not forked: the same on every system, and no lock of a thread is inherited.
        with ProcessPoolExecutor(workers, get_context("spawn"), end_with_parent) as pool:
            yield from _in_window(lambda one: pool.submit(run_chunk, job, one), missing, 2 * workers)


def _in_window(submit: Callable[[Chunk], Any], missing: list[Chunk], most: int) -> Iterator[tuple[Chunk, bytes]]:
    """Keep `most` chunks under way, so that results do not pile up in memory."""
    waiting = iter(missing)
    under_way = {submit(one): one for one in islice(waiting, most)}
    while under_way:
        finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in finished:
            yield under_way.pop(future), future.result()
            for one in islice(waiting, 1):
                under_way[submit(one)] = one


def _on_cluster(job: Job, missing: list[Chunk], address: str) -> Iterator[tuple[Chunk, bytes]]:
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise HudutError('--dask needs the extra `cluster`: pip install "hudut[cluster]".') from error
    try:
        client = Client(address, timeout=DASK_SECONDS)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise HudutError(f"no Dask scheduler answered at {address} within {DASK_SECONDS} s. Is it running?") from error
    with client:
        by_key = {f"{job.fingerprint[:12]}-{one.number}": one for one in missing}
        futures = [client.submit(run_chunk, job, one, key=key) for key, one in by_key.items()]
        for future, content in as_completed(futures, with_results=True):  # type: ignore[no-untyped-call]
            yield by_key[future.key], content
            future.release()


def _join(out: Path, parts: list[Path]) -> None:
    """Write all chunks as one file, a row group each."""
    with whole_file(out) as beside:
        writer = pq.ParquetWriter(beside, pq.read_schema(parts[0]), compression="zstd")
        with writer:
            for part in parts:
                writer.write_table(pq.read_table(part))
