"""Compiled tables are what the engine says, edge by edge."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.policies import conference_at
from engine.rules import State, rules_of
from geo.errors import HudutError
from hudut.analysis.compiling import TooLarge, compile_act
from hudut.analysis.slices import live
from hudut.analysis.store import TABLES, compiled
from hudut.analysis.tables import ActTable, BasketTable
from hudut.analysis.tabling import HEAD, local_places
from hudut.campaigns import stage
from scenarios.expand import Scenario
from scenarios.kernel import STEP
from tests.conftest import SOAK
from tests.registries import ACTS
from tests.strategies import scenarios


class Projection:
    """What is left of a state of an act once nothing looks at the rest, as bytes."""

    def __init__(self, table: ActTable) -> None:
        self.step, self.variables = table.cut.kernel.position[STEP], table.cut.kernel.variables
        self.kept = {number: {*places, self.step} for number, places in live(table.cut, table.keep).items()}

    def __call__(self, state: State) -> bytes:
        kept = self.kept[state[self.step]]
        return bytes(value if spot in kept else self.variables[spot].start for spot, value in enumerate(state))


def outer_edges_hold(table: ActTable, nodes: list[int]) -> int:
    """Check every edge of some nodes; return how many there were, outcomes counted one by one."""
    rules, graph, checked = rules_of(table.cut.kernel), table.graph, 0
    node_of = {row.tobytes(): node for node, row in enumerate(table.states)}
    tables = {one.number: one for one in table.tables}
    project = Projection(table)
    ways = {one.number: way_to(one) for one in table.tables}
    place = table.cut.kernel.position[STEP]
    for node in nodes:
        state = tuple(table.states[node].tolist())
        edges = range(graph.edge_start[node], graph.edge_start[node + 1])
        if table.node_exit[node] >= 0:
            basket = tables[state[place]]
            key_to = {int(graph.edge_key[edge]): int(graph.edge_to[edge]) for edge in edges}
            for outcome, way in ways[basket.number].items():
                after = leave(table, basket, state, way)
                assert key_to[int(basket.exits.key[table.node_exit[node], outcome])] == node_of[project(after)]
                checked += 1
            continue
        legal = rules.legal_moves(state)
        assert [table.cut.kernel.moves[table.menu_move[graph.edge_key[edge]]] for edge in edges] == list(legal)
        for edge, move in zip(edges, legal, strict=True):
            assert graph.edge_to[edge] == node_of[project(rules.apply(state, move))]
            checked += 1
    return checked


def way_to(basket: BasketTable) -> dict[int, tuple[int, int]]:
    """Return, for each outcome that can be reached, a sitting and the number of the move that leads to it."""
    inner = basket.inner
    leaving = np.flatnonzero(inner.edge_to >= inner.nodes)
    source = inner.edge_from[leaving]
    place = leaving - inner.edge_start[source]
    outcomes = inner.edge_to[leaving] - inner.nodes
    return {int(o): (int(n), int(p)) for o, n, p in zip(outcomes, source, place, strict=True)}


def leave(table: ActTable, basket: BasketTable, state: State, way: tuple[int, int]) -> State:
    """Return what the engine makes of the last move of a conference, in a state at its opening."""
    rules, here = rules_of(table.cut.kernel), list(state)
    places = local_places(table.cut.kernel, table.basket(basket))
    for spot, value in zip(places, basket.states[way[0]].tolist(), strict=True):
        here[spot] = value
    return rules.apply(tuple(here), rules.legal_moves(tuple(here))[way[1]])


def inner_edges_hold(table: ActTable, basket: BasketTable, entry: State, every: int = 1) -> None:
    """Check every edge of a conference; or, as its sittings stand, of one sitting in so many."""
    rules, kernel, checked = rules_of(table.cut.kernel), table.cut.kernel, 0
    places = local_places(kernel, table.basket(basket))
    node_of = {tuple(row): node for node, row in enumerate(basket.states.tolist())}
    texts = [tuple(row) for row in basket.texts.tolist()]
    inner = basket.inner
    for node, row in islice(enumerate(basket.states.tolist()), 0, None, every):
        here = list(entry)
        for spot, value in zip(places, row, strict=True):
            here[spot] = value
        legal = rules.legal_moves(tuple(here))
        edges = range(inner.edge_start[node], inner.edge_start[node + 1])
        assert len(edges) == len(legal)
        for edge, move in zip(edges, legal, strict=True):
            after = rules.apply(tuple(here), move)
            to = int(inner.edge_to[edge])
            if after[kernel.position[STEP]] == entry[kernel.position[STEP]]:
                assert to == node_of[tuple(after[spot] for spot in places)]
                assert to > node
            elif move.id.endswith(".seal"):
                assert to == inner.nodes + 1 + texts.index(tuple(row[HEAD:]))
            else:
                assert to == inner.nodes
            checked += 1
    assert checked == inner.edges if every == 1 else checked > inner.edges / every / 2


@given(scenario=scenarios(), data=st.data())
@settings(max_examples=400 if SOAK else 25)
def test_every_edge_of_random_scenarios(scenario: Scenario, data: st.DataObject) -> None:
    table = compile_act(scenario, "only", data.draw(st.sampled_from([(), ("gold",)])))
    inner_nodes = range(int(table.graph.layers[-2]))
    edges = [len(range(table.graph.edge_start[n], table.graph.edge_start[n + 1])) for n in inner_nodes]
    assert all(edges)
    for basket in table.tables:
        for entry in basket.entries.tolist():
            inner_edges_hold(table, basket, tuple(entry))
    assert outer_edges_hold(table, list(inner_nodes)) > 0


@pytest.mark.parametrize("act", ACTS if SOAK else ACTS[:2])
def test_edges_of_the_real_acts(act: str) -> None:
    table = compiled(stage("frontier").scenario, act)
    dice = np.random.Generator(np.random.Philox(7))
    last = int(table.graph.layers[-2])
    nodes = list(range(last)) if SOAK else dice.integers(0, last, 150).tolist()
    assert outer_edges_hold(table, nodes) > 150
    for basket in table.tables if SOAK else table.tables[-1:]:
        inner_edges_hold(table, basket, tuple(basket.entries[-1].tolist()), 1 if SOAK else 11)


def test_patterns_are_what_the_shifts_read() -> None:
    table = compiled(stage("frontier").scenario, "moscow")
    for basket in table.tables:
        nodes = np.flatnonzero(table.states[:, table.cut.kernel.position[STEP]] == basket.number)
        for node in islice(nodes.tolist(), 0, None, 37):
            here = tuple(table.states[node].tolist())
            there = (
                tuple(basket.entries[basket.exits.pattern[table.node_exit[node]]].tolist())
                if table.node_exit[node] >= 0
                else here
            )
            conference = conference_at(table.cut, here)
            assert conference is not None
            for _, test in (*conference.shifts, *conference.walk_away_shifts):
                assert test(here) == test(there)


def test_a_table_from_the_cache_is_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = stage("frontier").scenario
    fresh = compile_act(scenario, "gumru")
    compiled(scenario, "gumru")
    compiled.cache_clear()
    monkeypatch.setattr("hudut.analysis.store.compile_act", lambda *_: pytest.fail("compiled again"))
    kept = compiled(scenario, "gumru")
    compiled.cache_clear()
    assert TABLES.folder.is_dir()
    for name in ("edge_to", "edge_key", "edge_start", "layers"):
        assert np.array_equal(getattr(kept.graph, name), getattr(fresh.graph, name))
    assert np.array_equal(kept.states, fresh.states)
    assert kept.growth == fresh.growth
    assert np.array_equal(kept.tables[1].exits.key, fresh.tables[1].exits.key)


def test_too_large_says_where_it_grew() -> None:
    with pytest.raises(TooLarge, match="g11-kars: 878 states") as error:
        compile_act(stage("frontier").scenario, "gumru", limit=3000)
    assert error.value.growth[0] == ("opening", 1, 1)


def test_unknown_names_are_told() -> None:
    scenario = stage("frontier").scenario
    with pytest.raises(HudutError, match=r"no act 'mosow'\. .*moscow"):
        compile_act(scenario, "mosow")
    with pytest.raises(HudutError, match=r"no variable or item 'm-batu'"):
        compiled(scenario, "moscow", ("m-batu",))
