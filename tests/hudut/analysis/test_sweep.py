"""Sweeps: the same bytes on any workers, over kills and on a real cluster; exact in the mean, legal in every row."""

from __future__ import annotations

import re
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil
import pyarrow.parquet as pq
import pytest

from engine.explore import outcomes
from engine.frame import ending
from engine.play import apply, initial, legal_moves
from geo.errors import DataError, HudutError
from hudut.analysis import sweep as sweeping
from hudut.analysis.design import Design, Settings, forceable, read_design
from hudut.analysis.laws import Play
from hudut.analysis.sampling import Sampler
from hudut.analysis.store import compiled
from hudut.analysis.sweep import Job, chunks, make_job, sweep
from hudut.campaigns import stage
from scenarios.kernel import STEP
from tests.conftest import SOAK
from tests.registries import ACTS

KILLS = 20
DESIGN = "seats: {all: [weighted, hard-line]}\nmoves: [[], [l23-draft.l-border.silent]]\nweights: {sobol: 4}\n"
RUNS = 600 if SOAK else 200
"""For each of sixteen settings."""
CHUNK = RUNS * 5 // 2
SMALL_CHUNKS = f"import hudut.analysis.sweep as s; s.CHUNK_RUNS = {CHUNK}; from hudut.cli import main; main()"


@pytest.fixture
def design(tmp_path: Path) -> Path:
    path = tmp_path / "design.yaml"
    path.write_text(DESIGN, "utf-8")
    return path


@pytest.fixture
def job(design: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Sixteen settings in eight chunks."""
    monkeypatch.setattr(sweeping, "CHUNK_RUNS", CHUNK)
    found = make_job("frontier", "letters", RUNS, 7, design)
    assert len(list(chunks(found))) == 8
    return found


def _command(design: Path, out: Path, *more: str) -> list[str]:
    words = ["sweep", "frontier", "--act", "letters", "--runs", str(RUNS), "--seed", "7", "--design", str(design)]
    return [sys.executable, "-c", SMALL_CHUNKS, *words, "-o", str(out), *more]


@pytest.mark.parametrize("act", ["letters", "moscow"])
def test_a_batch_agrees_with_the_exact_distribution_within_five_sigma(act: str) -> None:
    table = compiled(stage("frontier").scenario, act)
    sampler = Sampler(table)
    runs = 400_000 if SOAK else 40_000
    for seats in ({}, {"all": "hard-line"}):
        settings = Settings(table, Design(seats=seats), 0)
        ((_, chances),) = settings.chances(range(1))
        plays = sampler.run(chances, 11, 0, runs)
        exact = np.zeros(table.graph.nodes)
        exact[0] = 1
        weight = Play(table, seats=seats).shares()[:, 0]
        graph = table.graph
        for low, high in zip(graph.layers[:-2], graph.layers[1:-1], strict=True):
            edges = slice(graph.edge_start[low], graph.edge_start[high])
            np.add.at(exact, graph.edge_to[edges], exact[graph.edge_from[edges]] * weight[graph.edge_key[edges]])
        seen = np.bincount(plays.closing, minlength=graph.nodes)[table.closing]
        expected = exact[table.closing] * runs
        assert expected.sum() == pytest.approx(runs)
        assert not seen[expected == 0].any()
        often = expected > 25
        sigma = np.sqrt(expected * (1 - expected / runs))[often]
        assert (np.abs(seen[often] - expected[often]) < 5 * sigma).all()


def test_a_run_depends_on_seed_and_number_alone() -> None:
    table = compiled(stage("frontier").scenario, "gumru")
    sampler = Sampler(table)
    ((_, chances),) = Settings(table, Design(), 0).chances(range(1))
    whole = sampler.run(chances, 3, 0, 500)
    part = sampler.run(chances, 3, 123, 77)
    assert (part.choices == whole.choices[123:200]).all()
    assert (part.closing == whole.closing[123:200]).all()
    assert not (sampler.run(chances, 4, 0, 500).choices == whole.choices).all()


@pytest.mark.parametrize("act", ACTS)
def test_every_row_is_a_legal_play_of_the_engine(act: str) -> None:
    scenario = stage("frontier").scenario
    table = compiled(scenario, act)
    settings = Settings(table, Design(), 0)
    sampler = Sampler(table)
    ((_, chances),) = settings.chances(range(1))
    plays = sampler.run(chances, 5, 0, 200 if SOAK else 12)
    place = scenario.kernel.position[STEP]
    moves = table.cut.kernel.moves
    texts = {one.number: one.texts for one in table.tables}
    for run in range(len(plays.closing)):
        chosen = dict(zip(sampler.choosing, plays.choices[run].tolist(), strict=True))
        state = initial(scenario, act)
        while state[place] < scenario.last[act]:
            number, legal = state[place], legal_moves(scenario, state)
            choice = chosen.get(number, -1)
            if number in texts and choice >= 0:
                tail = ".break" if choice == 0 else ".seal:" + ",".join(map(str, texts[number][choice - 1]))
                state = next(one.state for one in outcomes(scenario, state) if one.name.endswith(tail))
            elif choice >= 0:
                state = apply(scenario, state, moves[choice].id)
            else:
                assert len(legal) == 1
                state = apply(scenario, state, legal[0])
        end = table.states[plays.closing[run]]
        for name in scenario.acts[act].carries:
            assert end[table.cut.kernel.position[name]] == state[scenario.kernel.position[name]], name
        assert ending(scenario, state, act) == ending(table.cut, tuple(end.tolist()), act)


def test_forced_options_are_made_wherever_they_arise(job: Job, tmp_path: Path) -> None:
    out = tmp_path / "rows.parquet"
    assert sweep(job, out) == 16 * RUNS
    rows: pd.DataFrame = pq.read_table(out).to_pandas()
    forced = rows[rows["moves"] == "l23-draft.l-border.silent"]
    assert set(forced["item.l-border"]) <= {"silent", "not-sealed", "annulled"}  # it may be torn up later
    assert (forced["item.l-border"] == "silent").any()
    assert "silent" in set(rows[rows["moves"] == ""]["item.l-border"])
    assert rows.groupby("setting").size().eq(RUNS).all()
    assert set(rows["policy.all"]) == {"weighted", "hard-line"}
    assert set(rows["scenario"]) == {job.kernel}
    assert [name for name in rows if name.startswith("weight.")]
    history = rows[rows["distance"] == 0]
    assert set(history["item.l-border"]) <= {"mediation", "silent", "not-sealed"}


@pytest.mark.skipif(not SOAK, reason="a sweep stopped by a full disk had two workers and writes the same file")
def test_one_or_two_workers_write_the_same_bytes(job: Job, tmp_path: Path) -> None:
    alone, together = tmp_path / "one.parquet", tmp_path / "two.parquet"
    sweep(job, alone)
    told: list[tuple[int, int]] = []
    sweep(job, together, workers=2, progress=lambda done, total: told.append((done, total)))
    assert alone.read_bytes() == together.read_bytes()
    assert told[-1] == (16 * RUNS, 16 * RUNS)
    assert len(told) == 8
    assert sorted(path.name for path in tmp_path.glob("*.parquet*")) == ["one.parquet", "two.parquet"]


@pytest.mark.skipif(not SOAK, reason="a sweep stopped by a full disk goes on; killed workers end: test_workers.py")
def test_a_killed_sweep_goes_on_and_writes_the_same_file(job: Job, design: Path, tmp_path: Path) -> None:
    wanted = tmp_path / "whole.parquet"
    sweep(job, wanted)
    out = tmp_path / "killed.parquet"
    parts = out.with_name("killed.parquet.parts")
    chance = np.random.default_rng(1921)
    kills = 0
    for round_ in range(KILLS):
        goal = int(chance.integers(0, 8))
        with subprocess.Popen(_command(design, out, "--workers", "2"), stderr=subprocess.PIPE, text=True) as process:
            while process.poll() is None and len(list(parts.glob("0*.parquet"))) < goal:
                time.sleep(0.005)
            if process.poll() is None:
                time.sleep(chance.random() * 0.05)
                workers = psutil.Process(process.pid).children()
                process.send_signal(signal.SIGKILL)
                kills += 1
                left = psutil.wait_procs(workers, timeout=10)[1]
                assert {one.status() for one in left} <= {psutil.STATUS_ZOMBIE}, "workers end with the command"
        if out.exists():
            assert out.read_bytes() == wanted.read_bytes()
            out.unlink()
        elif round_ % 2 == 0:
            assert list(parts.glob("*.parquet")) or goal == 0
    done = subprocess.run(_command(design, out), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert kills
    assert out.read_bytes() == wanted.read_bytes()
    assert not parts.exists()


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """Start a Dask scheduler and two workers as processes of their own."""
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": folder, "text": True}
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    scheduler = subprocess.Popen(command, stderr=subprocess.PIPE, **quiet)
    workers: list[subprocess.Popen[str]] = []
    try:
        said = iter(scheduler.stderr or ())
        address = next(found.group(0) for line in said if (found := re.search(r"tcp://127\.0\.0\.1:\d+", line)))
        for _ in range(2):
            words = [
                address,
                "--nthreads",
                "1",
                "--no-dashboard",
                "--host",
                "127.0.0.1",
                "--local-directory",
                str(folder),
            ]
            command = [sys.executable, "-m", "distributed.cli.dask_worker", *words]
            workers.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, **quiet))
        yield address
    finally:
        for process in (*workers, scheduler):
            process.terminate()
        for process in (*workers, scheduler):
            process.wait(20)
        if scheduler.stderr:
            scheduler.stderr.close()


@pytest.mark.skipif(not SOAK, reason="a cluster is set up in make soak")
@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_writes_the_same_bytes(design: Path, tmp_path: Path) -> None:
    job = make_job("frontier", "letters", RUNS, 7, design)
    wanted, out = tmp_path / "alone.parquet", tmp_path / "cluster.parquet"
    sweep(job, wanted)
    with _cluster(tmp_path) as address:
        sweep(job, out, dask=address)
    assert out.read_bytes() == wanted.read_bytes()


@pytest.mark.skipif(not SOAK, reason="ten seconds of waiting are for make soak")
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_does_not_answer_is_named_within_ten_seconds(job: Job, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
    begin = time.monotonic()
    with pytest.raises(HudutError, match=f"no Dask scheduler answered at {address}"):
        sweep(job, tmp_path / "x.parquet", dask=address)
    assert time.monotonic() - begin < 10


def test_a_full_disk_loses_nothing(job: Job, design: Path, tmp_path: Path) -> None:
    wanted, out = tmp_path / "whole.parquet", tmp_path / "full.parquet"
    sweep(job, wanted)

    def small_disk() -> None:
        size = wanted.stat().st_size // 3
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    words = _command(design, out, "--workers", "2")
    done = subprocess.run(words, capture_output=True, text=True, check=False, preexec_fn=small_disk)
    assert done.returncode == 1
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
    kept = len(list(out.with_name("full.parquet.parts").glob("0*.parquet")))
    assert kept == 8
    sweep(job, out)
    assert out.read_bytes() == wanted.read_bytes()


def test_an_output_that_exists_and_chunks_of_another_sweep_are_refused(job: Job, tmp_path: Path) -> None:
    out = tmp_path / "rows.parquet"
    out.write_text("mine", "utf-8")
    with pytest.raises(HudutError, match="exists; choose another name"):
        sweep(job, out)
    assert out.read_text("utf-8") == "mine"
    out.unlink()
    sweeping._open_parts(job, out)
    with pytest.raises(HudutError, match=rf"another sweep \(act letters, seed 7, {RUNS} runs a setting\)"):
        sweep(replace(job, seed=8), out)
    shutil.rmtree(out.with_name("rows.parquet.parts"))


@pytest.mark.parametrize("damage", ["{dam", "[]", "{}", ""])
def test_a_damaged_note_of_a_stopped_sweep_is_explained(job: Job, tmp_path: Path, damage: str) -> None:
    out = tmp_path / "rows.parquet"
    (sweeping._open_parts(job, out) / "job.json").write_text(damage, "utf-8")
    with pytest.raises(HudutError, match=r"job\.json is damaged.*Remove .*rows\.parquet\.parts"):
        sweep(job, out)


def test_two_sweeps_never_write_one_file(job: Job, tmp_path: Path) -> None:
    out = tmp_path / "rows.parquet"
    parts = sweeping._open_parts(job, out)
    with closing(sqlite3.connect(parts / "lock")) as other:  # what the other process does
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(HudutError, match="another sweep is writing"):
            sweep(job, out)
    assert sweep(job, out) == pq.read_metadata(out).num_rows


@pytest.mark.parametrize(
    ("runs", "seed", "words"),
    [
        (10**15, 1, "rows; a sweep has from 1 to 10,000,000,000"),
        (0, 1, "rows"),
        (1, 2**63, "the seed 9223372036854775808"),
        (1, -1, "the seed -1"),
    ],
)
def test_numbers_that_do_not_fit_are_refused_before_anything_is_built(runs: int, seed: int, words: str) -> None:
    with pytest.raises(HudutError, match=words):
        make_job("frontier", "letters", runs, seed)


def test_rows_are_parquet_and_the_name_says_so(job: Job, tmp_path: Path) -> None:
    with pytest.raises(HudutError, match=r"should end in \.parquet"):
        sweep(job, tmp_path / "rows.csv")


def test_a_worker_with_another_scenario_refuses(job: Job) -> None:
    other = replace(job, kernel="0" * 64)
    with pytest.raises(HudutError, match="Install the same Hudut and scenario on every worker"):
        list(chunks(other))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("seats: {ankra: weighted}\n", ["design.yaml:1: seats/ankra: 'ankra' is unknown in letters", "'ankara'"]),
        ("seats: {ankara: [hardline]}\n", ["'hardline' is unknown", "'hard-line'"]),
        ("moves: [[l23-draft.l-border.silence]]\n", ["moves/0/0", "l23-draft.l-border.silent"]),
        ("weights: {sobol: 4, grid: {a: [1]}}\n", ["one of sobol, grid and list"]),
        ("weights: {sobol: 0}\n", ["sobol"]),
        ("weights: {grid: {l23-draft.walk_away.ankra: [1]}}\n", ["is unknown", "l23-draft.walk_away.ankara"]),
        ("weights: {list: [{l23-draft.walk_away.ankara: -3}]}\n", ["-3 is out of bounds", "from 0 to 1000"]),
        ("weights: {list: [{l23-draft.walk_away.ankara: 40000}]}\n", ["40000 is out of bounds"]),
        ("weights: {list: [{l1-letter.consent: 10000000000000000000}]}\n", ["l1-letter.consent"]),
        ("weights: {grid: {l1-letter.consent: []}}\n", ["design.yaml:1", "at least 1 item"]),
        ("weights: {sobol: 1000000000000}\n", ["1,000,000,000,000 points", "The most is 65,536"]),
        (
            f"weights: {{grid: {{l1-letter.consent: {[*range(400)]}, l1-letter.plain: {[*range(400)]}}}}}\n",
            ["160,000 points"],
        ),
        (f"moves: {[[]] * 2000}\nweights: {{sobol: 1024}}\n", ["2,048,000 settings", "The most is 1,000,000"]),
        ("seats: {ankara: []}\n", ["a list is empty"]),
        ("moves: [[l1-letter.consent, l1-letter.plain]]\n", ["'l1-letter.consent' and 'l1-letter.plain' cannot both"]),
        ("weight: {}\nseat: {}\n", ["weight", "seat"]),
        ("", ["holds no records"]),
    ],
)
def test_a_wrong_design_is_told_with_file_and_line(tmp_path: Path, text: str, words: list[str]) -> None:
    path = tmp_path / "design.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        read_design(path, compiled(stage("frontier").scenario, "letters"))
    for word in words:
        assert word in str(caught.value)


def test_a_grid_takes_every_combination_and_a_list_each_point(tmp_path: Path) -> None:
    table = compiled(stage("frontier").scenario, "letters")
    name = "l23-draft.walk_away.ankara"
    path = tmp_path / "design.yaml"
    path.write_text(f"weights: {{grid: {{{name}: [10, 20], l23-draft.walk_away.moscow: [1, 2, 3]}}}}\n", "utf-8")
    settings = Settings(table, read_design(path, table), 0)
    assert len(settings) == 6
    assert [one for one, _ in settings.varied] == [name, "l23-draft.walk_away.moscow"]
    path.write_text(f"weights: {{list: [{{}}, {{{name}: 12}}]}}\n", "utf-8")
    settings = Settings(table, read_design(path, table), 0)
    assert settings.weights[dict(settings.varied)[name]].tolist()[1] == 12


def test_what_can_be_forced_is_what_can_be_chosen() -> None:
    table = compiled(stage("frontier").scenario, "letters")
    words = forceable(table)
    assert "l23-draft.l-border.silent" in words
    assert not [word for word in words if word.rpartition(".")[2].isdigit()]
