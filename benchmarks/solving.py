"""Solving: compiling, exact distributions, new policies a second; beside Storm and OpenSpiel on the same models."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.row import Row, compared, processor
from geo.errors import HudutError
from hudut.analysis.coarse import coarse
from hudut.analysis.compiling import compile_act
from hudut.analysis.conference import Bargaining
from hudut.analysis.ends import ends_of
from hudut.analysis.exact import Exact
from hudut.analysis.flow import forward, forward_edges
from hudut.analysis.induction import values_of
from hudut.analysis.interchange import as_efg, backward_induction, last_round, sitting
from hudut.analysis.laws import Play
from hudut.analysis.markov import chain_of, write_chain
from hudut.analysis.robust import sobol
from hudut.analysis.store import compiled
from hudut.analysis.tables import ActTable
from hudut.analysis.weights import Weights
from hudut.campaigns import stage
from hudut.kept import TOLD

SETTINGS = 128
TREES = (("gumru", 1), ("moscow", 4), ("kars", 1), ("frunze", 2))
"""Acts and conferences whose last round is a tree of 500 to 5,000 nodes."""
FRESH = """
import resource
from hudut.analysis.compiling import compile_act
from hudut.analysis.exact import Exact
from hudut.campaigns import stage
scenario = stage("frontier").scenario
for act in scenario.acts:
    Exact(compile_act(scenario, act)).endings
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def fresh(act: str) -> ActTable:
    """Compile an act as the first run does, with its ends and its coarser graph."""
    table = compile_act(stage("frontier").scenario, act)
    ends_of(table)
    coarse(table)
    return table


def read_again(act: str) -> ActTable:
    """Read an act from the cache, as a second process does."""
    compiled.cache_clear()
    return compiled(stage("frontier").scenario, act)


def new_policies(table: ActTable) -> float:
    """Return exact runs a second of one processor, each with weights of its own for decisions and tables."""
    settings = sobol(table, SETTINGS)
    small = coarse(table)

    def run() -> None:
        play = Play(table, Weights(table, settings), precision=np.float32)
        forward(small.wiring.graph, play.shares(small.wiring))

    return SETTINGS / processor(run, 3) * 1000


def solved(python: str, act: str) -> float:
    """Return the processor time of `hudut solve` in milliseconds; an answer that was kept is thrown away before.

    Modules are kept compiled, as they are wherever a package is installed.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    shutil.rmtree(TOLD.folder, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [python, "-m", "hudut", "solve", "frontier", "--act", act, "--json"]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(python).parent.parent.parent, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


@cache
def acts_of(python: str) -> list[str]:
    """Return the acts of another build's `frontier`."""
    asked = "from hudut.campaigns import stage; print(*stage('frontier').scenario.acts)"
    home = Path(python).parent.parent.parent
    return subprocess.run([python, "-c", asked], check=True, capture_output=True, text=True, cwd=home).stdout.split()


def beside_the_build_before(act: str) -> Row:
    """Solve an act with this build and with another, whose Python `HUDUT_BEFORE` names (`.../.venv/bin/python`)."""
    ours, before = sys.executable, os.environ.get("HUDUT_BEFORE", "")
    if before and act not in acts_of(before):
        before = ""
    pairs = [[solved(one, act) for one in (ours, before) if one] for _ in range(4)][1:]
    medians = [statistics.median(one) for one in zip(*pairs, strict=True)]
    what, how = (
        f"`hudut solve frontier --act {act}`",
        "whole processes, 1,000 settings, tables compiled, no answer kept; processor time",
    )
    if not before:
        return Row(what, f"{medians[0]:.0f} ms", "none", "", f"{how}; HUDUT_BEFORE names no build with this act")
    return compared(what, *medians, "ms", f"{how}, median of 3, in turn with the build before")


def of_act(act: str) -> Iterator[Row]:
    """Measure one act."""
    table = compiled(stage("frontier").scenario, act)
    first = processor(lambda: fresh(act), 3)
    edges = table.compiled_edges
    size = f"{table.graph.nodes:,} states, {edges:,} edges"
    yield Row(
        f"compile act `{act}`",
        f"{first / 1000:.1f} s",
        "",
        "",
        f"{size}; {edges / first * 1000:,.0f} edges/s; target 15 s",
    )
    again = processor(lambda: read_again(act))
    yield Row(f"act `{act}` from the cache", f"{again:.0f} ms", "", "", "target 200 ms")
    Exact(table)
    exact = processor(lambda: Exact(table))
    yield Row(f"exact distribution of act `{act}`", f"{exact:.1f} ms", "", "", "tables and whole graph; target 20 ms")
    how = "decisions, chances and tables weighed anew each time; target 150 a processor"
    yield Row(f"new policies of act `{act}`", f"{new_policies(table):,.0f} /s", "", "", how)


def memory() -> Row:
    """Measure the peak memory of a process that compiles and solves all acts."""
    done = subprocess.run([sys.executable, "-c", FRESH], check=True, capture_output=True, text=True)
    return Row("memory, all acts compiled", f"{int(done.stdout):,} MB", "", "", "peak of one process; target 1,000 MB")


def beside_open_spiel(act: str, place: int) -> Row:
    """Solve the same tree in OpenSpiel and by going back through the joined graph of the whole conference."""
    table = compiled(stage("frontier").scenario, act)
    one = table.tables[place]
    entry = tuple(one.entries[0].tolist())
    options: dict[str, str] = {}
    for item in (None, *table.basket(one).items):
        options |= {} if item is None else {item.id: item.options[0].id}
        try:
            tree = sitting(table.cut, last_round(table.cut, entry, options))
            break
        except HudutError:
            continue
    bargaining = Bargaining(table, one, Weights(table).at(one.number), {})
    mine = processor(lambda: values_of(bargaining, 0))
    what = f"backward induction, table {place + 1} of act `{act}`"
    try:
        spiel: Any = import_module("pyspiel")
    except ImportError:
        return Row(what, f"{mine:.1f} ms", "not installed", "", "pip install -e '.[bench]'")
    game = spiel.load_efg_game(as_efg(tree, act, tuple(table.basket(one).seats)))
    theirs = processor(lambda: _walk(game.new_initial_state()))
    same = tuple(_walk(game.new_initial_state())) == backward_induction(tree)[0]
    how = (
        f"ours: all {one.inner.nodes:,} sittings of the table; open_spiel {version('open_spiel')}: the {tree.size():,} "
    )
    verdict = "the same values" if same else "OTHER VALUES"
    return Row(
        what, f"{mine:.1f} ms", f"{theirs:.1f} ms", f"{mine / theirs:.2f}", f"{how}nodes of its last round; {verdict}"
    )


def beside_storm(act: str) -> Row:
    """Ask for the probability of every ending on the same Markov chain: by flow through its graph, and in Storm."""
    chain = chain_of(compiled(stage("frontier").scenario, act))
    endings = {name: np.array(states) for name, (told, states) in chain.labels.items() if "ending" in told}

    def flowing() -> list[float]:
        passed = forward_edges(chain.graph, chain.shares)
        return [float(passed[states].sum()) for states in endings.values()]

    what, mine = f"all endings of act `{act}` on its Markov chain", processor(flowing, 9)
    try:
        storm: Any = import_module("stormpy")
    except ImportError:
        return Row(what, f"{mine:.2f} ms", "not installed", "", "pip install -e '.[bench]'")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "act.drn"
        write_chain(chain, out)
        model = storm.build_model_from_drn(str(out))
    asked = [one for name in endings for one in storm.parse_properties(f'P=? [F "{name}"]')]

    def checking() -> list[float]:
        return [storm.model_checking(model, one).get_value(model.initial_states[0]) for one in asked]

    theirs = processor(checking, 9)
    apart = max(abs(one - other) for one, other in zip(flowing(), checking(), strict=True))
    how = f"{model.nr_states:,} states, {len(asked)} endings; stormpy {version('stormpy')}, model built before"
    return Row(
        what, f"{mine:.2f} ms", f"{theirs:.2f} ms", f"{mine / theirs:.3f}", f"{how}; apart by {apart:.0e}; target 0.05"
    )


def _walk(state: Any) -> list[float]:
    if state.is_terminal():
        return list(state.returns())
    mover, best = state.current_player(), None
    for action in state.legal_actions():
        value = _walk(state.child(action))
        if best is None or value[mover] > best[mover]:
            best = value
    return best or []


def run() -> list[Row]:
    """Measure every act; times are of one processor, since the machine may be shared."""
    np.seterr(all="raise", under="ignore")
    acts = stage("frontier").scenario.acts
    rows = [*(row for act in acts for row in of_act(act)), *map(beside_the_build_before, acts)]
    return [*rows, memory(), *map(beside_storm, acts), *(beside_open_spiel(act, place) for act, place in TREES)]
