"""The engine: random play beside OpenSpiel and NegMAS, replay of the historical line, and the cost of importing it.

The games differ in size and kind, so these figures tell the order of magnitude of a move driven from Python, no more.
NegMAS is AGPL-3.0+: it is measured here, in the benchmarks, and imported nowhere else.
"""

from __future__ import annotations

import random  # noqa: TID251 -- for the peer only
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.metadata import version
from typing import Any

from benchmarks.row import Row, compared
from engine.play import apply, initial, is_over, legal_moves
from engine.policies import draw_of, uniform
from engine.replay import historical_log, replay
from engine.rules import digest
from hudut.campaigns import stage
from scenarios.expand import Scenario

ACT = "gumru"
RUNS = 7
SECONDS = 0.4
"""How long each run lasts at least."""
IMPORT = "import sys; before = len(sys.modules); import engine.replay; print(len(sys.modules) - before)"
BARE = "import sys"
ISSUES = (3, 4, 3, 4, 3, 4)
ROUNDS = 50
TIMES = f"moves a second of one processor, median of {RUNS}, alternating"

Playing = Callable[[int], int]
"""Play one game with a seed; return how many moves (or offers) it took."""


def random_play(scenario: Scenario) -> Playing:
    """Return how an act is played through the engine's door, uniformly, without a log."""
    start = initial(scenario, ACT)

    def play(seed: int) -> int:
        state, position = start, 0
        while not is_over(scenario, state, ACT):
            move = uniform(scenario, state, legal_moves(scenario, state), draw_of(seed, position))
            state = apply(scenario, state, move)
            position += 1
        return position

    return play


def choices(scenario: Scenario) -> float:
    """Return the share of moves at which there is something to choose."""
    moves = chosen = 0
    for seed in range(100):
        state, position = initial(scenario, ACT), 0
        while not is_over(scenario, state, ACT):
            legal = legal_moves(scenario, state)
            chosen += len(legal) > 1
            state = apply(scenario, state, uniform(scenario, state, legal, draw_of(seed, position)))
            position += 1
        moves += position
    return chosen / moves


def open_spiel(name: str) -> Playing:
    """Return random play of a game of OpenSpiel, driven from Python as its examples do."""
    game: Any = import_module("pyspiel").load_game(name)
    dice = random.Random(0)  # noqa: S311 -- a peer at its fastest, not our plays

    def play(_seed: int) -> int:
        state, moves = game.new_initial_state(), 0
        while not state.is_terminal():
            if state.is_chance_node():
                actions, weights = zip(*state.chance_outcomes(), strict=True)
                state.apply_action(dice.choices(actions, weights)[0])
            else:
                state.apply_action(dice.choice(state.legal_actions()))
            moves += 1
        return moves

    return play


def negmas() -> Playing:
    """Return a negotiation of alternating offers between two hard bargainers with opposed interests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        top, sao = import_module("negmas"), import_module("negmas.sao")
        values, preferences = import_module("negmas.preferences.value_fun"), import_module("negmas.preferences")
    issues = [top.make_issue(size, f"issue{number}") for number, size in enumerate(ISSUES)]

    def utility(*, opposed: bool) -> Any:
        tables = [[one / (size - 1) for one in range(size)] for size in ISSUES]
        functions = [values.TableFun(dict(enumerate(table[::-1] if opposed else table))) for table in tables]
        weights = [1 / len(ISSUES)] * len(ISSUES)
        return preferences.LinearAdditiveUtilityFunction(functions, weights=weights, issues=issues, reserved_value=0.2)

    sides = [("a", utility(opposed=False)), ("b", utility(opposed=True))]

    def play(_seed: int) -> int:
        table = sao.SAOMechanism(issues=issues, n_steps=ROUNDS)
        for name, wants in sides:
            table.add(sao.BoulwareTBNegotiator(name=name), ufun=wants)
        table.run()
        return len(table.extended_trace)

    return play


def run_of(play: Playing) -> float:
    """Return moves a second of processor time in one run: other work on the machine shall not count."""
    start, moves, seed = time.process_time(), 0, 0
    while time.process_time() - start < SECONDS:
        moves += play(seed)
        seed += 1
    return moves / (time.process_time() - start)


def beside(what: str, ours: Playing, peer: Callable[[], Playing], named: str, how: str) -> Row:
    """Measure ours and a peer, alternating; without the peer, ours alone."""
    try:
        theirs, label = peer(), f"{named} {version(named)}"
    except ImportError as error:
        mine = statistics.median(run_of(ours) for _ in range(RUNS))
        return Row(
            what, rate(mine), "not installed", "", f"{named} cannot be imported ({error}): pip install -e '.[bench]'"
        )
    theirs(0)
    pairs = [(run_of(ours), run_of(theirs)) for _ in range(RUNS)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Row(what, rate(mine), rate(other), f"{mine / other:.2f}", f"{label}: {how}; {TIMES}")


def rate(value: float) -> str:
    """Return a rate in words."""
    return f"{value:,.0f} /s"


def peers(scenario: Scenario) -> Iterator[Row]:
    """Measure random play beside each peer."""
    ours = random_play(scenario)
    ours(0)
    what = f"random play of act `{ACT}`, {choices(scenario):.0%} of moves with a choice"
    for game in ("tic_tac_toe", "bargaining"):
        how = f"`{game}`, random play from Python"
        yield beside(what, ours, partial(open_spiel, game), "open_spiel", how)
    how = f"alternating offers, {len(ISSUES)} issues, {ROUNDS} rounds, Boulware against Boulware"
    yield beside(what, ours, negmas, "negmas", how)


def replaying(scenario: Scenario) -> Row:
    """Measure the strict replay of the historical line."""
    log = historical_log(scenario)
    found = []
    for _ in range(RUNS * 5):
        start = time.perf_counter()
        state = replay(scenario, log)
        found.append((time.perf_counter() - start) * 1000)
    how = f"{len(log.entries)} moves, the whole campaign, every one checked; digest {digest(state)}; target < 20 ms"
    return Row("replay of history", f"{statistics.median(found):.2f} ms", "", "", how)


def importing() -> Row:
    """Measure a process that imports the engine beside one that imports nothing."""

    def milliseconds(code: str) -> tuple[float, str]:
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        return (time.perf_counter() - start) * 1000, done.stdout.strip()

    pairs = [(milliseconds(IMPORT), milliseconds(BARE)) for _ in range(RUNS)]
    mine, bare = (statistics.median(one[0] for one in column) for column in zip(*pairs, strict=True))
    how = f"whole processes, beside a bare Python; {pairs[0][0][1]} modules more"
    return compared("`import engine.replay`", mine, bare, "ms", how)


def run() -> list[Row]:
    """Measure the engine."""
    scenario = stage("frontier").scenario
    return [*peers(scenario), replaying(scenario), importing()]
