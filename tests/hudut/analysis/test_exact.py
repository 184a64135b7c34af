"""Exact results beside exhaustive walks through the engine, on random small scenarios."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.annulling import annulled
from engine.frame import ending, frame
from engine.play import initial
from engine.policies import POLICIES
from engine.rules import State, rules_of
from hudut.analysis.boxes import boxes_of
from hudut.analysis.coarse import coarse
from hudut.analysis.compiling import compile_act
from hudut.analysis.conference import TEMPERS, Bargaining
from hudut.analysis.ends import ends_of
from hudut.analysis.exact import Exact
from hudut.analysis.flow import Sums, forward, outcomes_of
from hudut.analysis.heads import Kind
from hudut.analysis.laws import Play
from hudut.analysis.robust import sobol
from hudut.analysis.store import compiled
from hudut.analysis.tables import ActTable, BasketTable, Floats
from hudut.analysis.tabling import local_places
from hudut.analysis.weights import Weights
from hudut.campaigns import stage
from scenarios.expand import Scenario
from scenarios.fates import NONE
from scenarios.kernel import Move
from tests.conftest import SOAK
from tests.strategies import scenarios

Shares = list[tuple[Move, Fraction]]
NAMES = ("weighted", "random", "hard-line", "conciliatory", "tit-for-tat", "historical")


def shares(scenario: Scenario, state: State, legal: tuple[Move, ...], name: str) -> Shares:
    """How often the engine's own policy makes each move: it is asked what it does with every ticket."""
    totals: list[int] = []

    def first(total: int) -> int:
        totals.append(total)
        return 0

    moves = [POLICIES[name](scenario, state, legal, first)]
    if not totals:
        return [(moves[0], Fraction(1))]
    # tickets go to the moves in order, so the last ticket of each is found by bisection
    found: list[tuple[Move, Fraction]] = []
    begin = 0
    while begin < totals[0]:
        move = POLICIES[name](scenario, state, legal, lambda _, ticket=begin: ticket)
        end = bisect_left(
            range(totals[0]), 1, lo=begin,
            key=lambda ticket, move=move: POLICIES[name](scenario, state, legal, lambda _: ticket) is not move,
        )  # fmt: skip
        found.append((move, Fraction(end - begin, totals[0])))
        begin = end
    return found


def closings(scenario: Scenario, name: str) -> dict[str, dict[State, Fraction]]:
    """Where play stands at the close of each act, and how often: every move of every play through the engine, nothing
    joined but equal states."""
    rules = rules_of(scenario.kernel)
    here: dict[State, Fraction] = {initial(scenario): Fraction(1)}
    found: dict[str, dict[State, Fraction]] = {}
    for act in scenario.acts:
        for number in range(scenario.first[act], scenario.last[act] + 1):
            if number == scenario.last[act]:
                found[act] = dict(here)
            waiting, here = here, defaultdict(Fraction)
            while waiting:
                following: dict[State, Fraction] = defaultdict(Fraction)
                for state, chance in waiting.items():
                    for move, share in shares(scenario, state, rules.legal_moves(state), name):
                        after = rules.apply(state, move)
                        (following if scenario.step_at(after) == number else here)[after] += chance * share
                waiting = following
    return found


@given(scenario=scenarios(most_steps=4), name=st.sampled_from(NAMES))
@settings(max_examples=300 if SOAK else 20)
def test_exact_is_the_exhaustive_walk(scenario: Scenario, name: str) -> None:
    table = compile_act(scenario, "only")
    found = Exact(table, {"all": name})
    closed = closings(scenario, name)["only"]
    assert sum(closed.values()) == 1
    endings: dict[str, float] = defaultdict(float)
    held: dict[tuple[str, str, str], float] = defaultdict(float)
    carried: dict[tuple[str, int], float] = defaultdict(float)
    for state, chance in closed.items():
        endings[ending(scenario, state, "only") or NONE] += float(chance)
        for (land, layer), one in frame(scenario, state).held.items():
            held[land, layer, one.party or NONE] += float(chance)
        for variable in scenario.acts["only"].carries:
            carried[variable, state[scenario.kernel.position[variable]]] += float(chance)
    for ending_id, share in found.endings.items():
        assert share == pytest.approx(endings.get(ending_id, 0), abs=1e-12)
    for (land, layer, party), share in held.items():
        assert found.holders[land, layer][party] == pytest.approx(share, abs=1e-12)
    for (variable, value), share in carried.items():
        assert found.carried[variable][str(value)] == pytest.approx(share, abs=1e-12)


@given(scenario=scenarios(most_steps=3, table_first=True), name=st.sampled_from(NAMES))
@settings(max_examples=200 if SOAK else 10)
def test_items_are_those_of_the_exhaustive_walk(scenario: Scenario, name: str) -> None:
    """Items are forgotten by the tables once nothing reads them; the walk keeps them to the close."""
    found = Exact(compile_act(scenario, "only"), {"all": name})
    walked: dict[tuple[str, str], float] = defaultdict(float)
    for state, chance in closings(scenario, name)["only"].items():
        for item in found.items:
            variable = scenario.kernel.variables[scenario.kernel.position[item]]
            number = state[scenario.kernel.position[item]]
            gone = annulled(scenario, item, number, state)
            walked[item, "annulled" if gone else variable.values[number]] += float(chance)
    for item, distribution in found.items.items():
        assert sum(distribution.values()) == pytest.approx(1)
        for option, share in distribution.items():
            if option.startswith("p") or option == "annulled":
                assert share == pytest.approx(walked[item, option], abs=1e-12)


@given(scenario=scenarios(), name=st.sampled_from(NAMES))
@settings(max_examples=200 if SOAK else 25)
def test_the_coarser_graph_says_the_same(scenario: Scenario, name: str) -> None:
    table = compile_act(scenario, "only")
    play, ends = Play(table, seats={"all": name}), ends_of(table)
    small = coarse(table, goodwill=name == "tit-for-tat")
    assert small.wiring.graph.nodes <= table.graph.nodes
    fine = forward(table.graph, play.shares())[table.closing]
    joined = forward(small.wiring.graph, play.shares(small.wiring))[small.wiring.graph.layers[-2] :]
    classes = ends.classes()
    count = classes.max() + 1
    ours = np.bincount(classes[small.end], joined[:, 0], count)
    assert ours == pytest.approx(np.bincount(classes, fine[:, 0], count), abs=1e-12)


def boxes_and_edges(basket: BasketTable, weigh: Callable[[Kind], Floats], *, goodwill: bool) -> None:
    """The law by boxes is the law edge by edge, as near as the precision of each goes; the break is what is left."""
    boxes, keys = boxes_of(basket, goodwill=goodwill), basket.keys
    weights = [weigh(kind) for kind in boxes.heads.kinds]
    by_key = np.empty((len(keys.seat), weights[0].shape[-1]))
    for number, kind in enumerate(boxes.heads.kinds):
        mine = boxes.heads.kind == number
        place = (keys.before[mine], keys.after[mine]) if kind.name == "amend" else (keys.text[mine],)
        by_key[mine] = weights[number][place]
    edges = outcomes_of(basket.inner, by_key, basket.outcomes)
    for precision, bound in ((np.float64, 1e-12), (np.float32, 1e-5)):
        law = boxes.law(lambda kind, of=precision: weights[boxes.heads.kinds.index(kind)].astype(of))
        assert law.dtype == precision
        assert (np.abs(law - edges)[1:] <= bound * edges[1:]).all()
        assert (np.abs(law - edges)[0] <= bound).all()


@given(scenario=scenarios(), seed=st.integers(0, 2**32), goodwill=st.booleans())
@settings(max_examples=200 if SOAK else 25)
def test_tables_by_boxes_are_tables_edge_by_edge(scenario: Scenario, seed: int, goodwill: bool) -> None:
    dice = np.random.Generator(np.random.Philox(seed))

    def weigh(kind: Kind) -> Floats:
        if kind.name != "amend":
            return dice.integers(kind.name == "pass", 500, (len(basket.all_texts), 3)).astype(np.float64)
        size = int(basket.all_texts[:, kind.item].max()) + 1
        weights = dice.integers(0, 500, (size, size, 3)) * (1 - np.eye(size, dtype=int))[..., None]
        weights[:, 0] = 0
        return weights.astype(np.float64)

    for basket in compile_act(scenario, "only").tables:
        boxes_and_edges(basket, weigh, goodwill=goodwill)


@pytest.mark.parametrize("policy", ["weighted", "random", "tit-for-tat"])
@pytest.mark.parametrize("act", ["gumru", "kars", "straits"])
def test_real_tables_by_boxes_are_tables_edge_by_edge(act: str, policy: str) -> None:
    table = compiled(stage("frontier").scenario, act)
    settings = Weights(table, sobol(table, 2))
    for basket in table.tables:
        bargaining = Bargaining(table, basket, settings.at(basket.number), {"all": policy})
        boxes_and_edges(
            basket, lambda kind, of=bargaining: of.moves(kind.seat)[kind.met].of(kind), goodwill=policy == "tit-for-tat"
        )


@pytest.mark.parametrize("act", ["gumru", "kars", "straits"])
def test_what_passes_in_single_precision_is_what_passes_in_double(act: str) -> None:
    table = compiled(stage("frontier").scenario, act)
    weights, small = Weights(table, sobol(table, 3)), coarse(table)
    single, double = (Play(table, weights, precision=one).shares(small.wiring) for one in (np.float32, np.float64))
    assert single.dtype == np.float32
    passed, exactly = (forward(small.wiring.graph, one) for one in (single, double))
    for column in range(3):
        alone = forward(small.wiring.graph, double[:, column : column + 1])
        assert exactly[:, column] == pytest.approx(alone[:, 0], abs=1e-14)
    assert np.abs(passed - exactly).max() < 1e-6


@given(place=st.lists(st.integers(0, 6), max_size=60))
def test_sums_are_those_of_each_place(place: list[int]) -> None:
    rows = np.arange(2.0 * len(place)).reshape(-1, 2)
    sums = Sums(np.array(place, np.int64), 7)
    expected = [rows[[n for n, one in enumerate(place) if one == spot]].sum(axis=0) for spot in range(7)]
    assert (sums.of(rows[sums.order]) == np.array(expected)).all()


def shares_at(table: ActTable, basket: BasketTable, node: int, name: str) -> tuple[State, list[float]]:
    """A sitting under the last pattern, as a state and as the shares that its moves have in the tables."""
    state = list(basket.entries[-1].tolist())
    places = local_places(table.cut.kernel, table.basket(basket))
    for spot, value in zip(places, basket.states[node].tolist(), strict=True):
        state[spot] = value
    bargaining = Bargaining(table, basket, Weights(table).at(basket.number), {"all": name})
    by_key, mask = bargaining.weighed()
    edges = slice(*basket.inner.edge_start[node : node + 2].tolist())
    weights = by_key[basket.inner.edge_key[edges], -1] * (1 if mask is None else mask[edges])
    return tuple(state), (weights / weights.sum()).tolist()


@pytest.mark.parametrize("name", NAMES)
def test_weights_at_the_real_tables_are_the_engines(name: str) -> None:
    """At sittings drawn by lot: the shares that the tables use are those of the engine's policies."""
    scenario = stage("frontier").scenario
    dice = np.random.Generator(np.random.Philox(11))
    for act in ("letters", "kars"):
        table = compiled(scenario, act)
        for basket in table.tables:
            for node in dice.integers(0, basket.inner.nodes, 40 if SOAK else 4).tolist():
                state, ours = shares_at(table, basket, node, name)
                legal = rules_of(table.cut.kernel).legal_moves(state)
                theirs = {move.id: float(share) for move, share in shares(table.cut, state, legal, name)}
                for move, share in zip(legal, ours, strict=True):
                    assert share == pytest.approx(theirs.get(move.id, 0), abs=1e-12)


def test_the_tempers_of_the_tables_are_all_that_the_engine_has() -> None:
    assert {*TEMPERS, "random", "historical"} == set(POLICIES)


def test_history_is_certain_where_all_follow_it() -> None:
    for act in stage("frontier").scenario.acts:
        found = Exact(compiled(stage("frontier").scenario, act), {"all": "historical"})
        assert found.of_history == pytest.approx(1)
        assert max(found.endings.values()) == pytest.approx(1)


def test_wrong_weights_are_refused() -> None:
    table = compiled(stage("frontier").scenario, "gumru")
    values = Weights(table).values.copy()
    values[3, 0] = np.nan
    with pytest.raises(Exception, match="nan in setting 0; give a number of 0 or more"):
        Weights(table, values)
    values[3, 0] = -1
    with pytest.raises(Exception, match=r"is -1\.0 in setting 0"):
        Weights(table, values)
