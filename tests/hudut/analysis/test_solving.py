"""What `hudut solve` answers: choices, least changes, backward induction, what stands, and its command line."""

from __future__ import annotations

import io
import json
import math
from functools import cache
from importlib import import_module, util

import numpy as np
import pytest
from hypothesis import given, settings
from rich.console import Console
from typer.testing import CliRunner

from engine.frame import ending, frame
from engine.log import Log
from engine.opening import Opening
from engine.replay import states
from engine.rules import State, rules_of
from geo.errors import HudutError
from hudut.analysis.choices import choices
from hudut.analysis.compiling import compile_act
from hudut.analysis.conference import Bargaining
from hudut.analysis.exact import Exact, joint
from hudut.analysis.induction import Fans, best, logit, solve_act, solve_table, values_of
from hudut.analysis.interchange import Node, as_efg, backward_induction, last_round, sitting
from hudut.analysis.laws import Play
from hudut.analysis.report import report
from hudut.analysis.robust import Asking, robustness, sobol
from hudut.analysis.sampled import sampled
from hudut.analysis.solving import solve
from hudut.analysis.store import compiled
from hudut.analysis.tabling import local_places
from hudut.analysis.weights import Weights, weights_of
from hudut.analysis.wishes import least_change
from hudut.api import run
from hudut.campaigns import stage
from hudut.cli import app
from scenarios.expand import Scenario
from scenarios.kernel import STEP
from tests.conftest import SOAK
from tests.registries import ACTS
from tests.strategies import scenarios


def walks(scenario: Scenario) -> list[tuple[tuple[str, ...], State]]:
    """Every play of a small act outside conferences, as its moves and its close."""
    rules, place = rules_of(scenario.kernel), scenario.kernel.position[STEP]
    open_plays: list[tuple[tuple[str, ...], State]] = [((), rules.initial())]
    closed = []
    while open_plays:
        moves, state = open_plays.pop()
        if state[place] == scenario.last["only"]:
            closed.append((moves, state))
            continue
        open_plays += [((*moves, move.id), rules.apply(state, move)) for move in rules.legal_moves(state)]
    return closed


@given(scenario=scenarios(most_steps=4, tables=False))
@settings(max_examples=200 if SOAK else 25)
def test_a_forced_choice_is_that_choice_given(scenario: Scenario) -> None:
    """Forcing a move changes an ending by what all plays with that move, weighed, end in."""
    table = compile_act(scenario, "only")
    exact = Exact(table)
    share = {}
    for moves, state in walks(scenario):
        node, chance, before = 0, 1.0, []
        for name in moves:
            edges = range(*table.graph.edge_start[node : node + 2].tolist())
            keys = [int(table.graph.edge_key[edge]) for edge in edges]
            names = [table.cut.kernel.moves[table.menu_move[key]].id for key in keys]
            edge = edges[names.index(name)]
            chance *= float(exact.shares[table.graph.edge_key[edge]])
            before.append((name, float(exact.shares[table.graph.edge_key[edge]])))
            node = int(table.graph.edge_to[edge])
        share[moves] = (chance, before, ending(scenario, state, "only"))
    for one in choices(Play(table)):
        met = [value for value in share.values() if any(name.startswith(f"{one.step}.") for name, _ in value[1])]
        given = [
            (chance / mine[0][1] if mine[0][1] else None, end)
            for chance, before, end in met
            if (mine := [pair for pair in before if pair[0].split(".")[:2] == [one.step, one.option]])
        ]
        if any(weight is None for weight, _ in given):
            continue  # a move of weight 0: what leads to it cannot be read off the plays
        total = math.fsum(weight for weight, _ in given if weight)
        if total == 0 or not math.isclose(total, one.reached, abs_tol=1e-9):
            continue
        everywhere = math.fsum(chance for chance, _, _ in met)
        if not math.isclose(everywhere, one.reached, abs_tol=1e-9):
            continue
        for name, change in one.endings.items():
            forced = math.fsum(weight for weight, end in given if weight and end == name) / total
            free = math.fsum(chance for chance, _, end in met if end == name) / everywhere
            assert change == pytest.approx(forced - free, abs=1e-9)


def closing_state(scenario: Scenario, act: str, log: Log) -> State:
    """Where a log stands at the close of an act."""
    place = scenario.kernel.position[STEP]
    return next(one for one in reversed(states(scenario, log)) if one[place] == scenario.last[act])


@pytest.mark.parametrize(("act", "wish"), [("gumru", "ending=client"), ("moscow", "batum:agreed=ankara")])
def test_the_least_change_can_be_played(act: str, wish: str) -> None:
    """The engine, told the forced moves and else to follow history, comes to what was wished for."""
    found = stage("frontier")
    change = least_change(compiled(found.scenario, act), [wish])
    assert change.forced
    closed = run(found, act, moves=[one.move for one in change.forced])
    assert closed.result["acts"][act]["ending"] == change.ending
    name, _, value = wish.partition("=")
    if name == "ending":
        assert change.ending == value
    else:
        territory, _, layer = name.partition(":")
        held = frame(found.scenario, closing_state(found.scenario, act, closed.log)).held[territory, layer]
        assert held.party == value


def test_history_needs_no_change_and_what_cannot_be_is_said() -> None:
    table = compiled(stage("frontier").scenario, "moscow")
    assert least_change(table, ["ending=friendship"]).forced == ()
    assert least_change(table, ["ending=friendship", "ending=broken"]).forced is None
    for wish, message in (
        ("batum", "is not a wish"),
        ("batom=ankara", "decides nothing about 'batom'.*batum"),
        ("batum=ankra", "'ankra' can hold nothing.*ankara"),
        ("ending=frendship", "no ending 'frendship'.*friendship"),
    ):
        with pytest.raises(HudutError, match=message):
            least_change(table, [wish])


@given(scenario=scenarios(most_steps=4, tables=False))
@settings(max_examples=200 if SOAK else 25)
def test_the_least_change_is_the_fewest_forced_moves_of_all_plays(scenario: Scenario) -> None:
    table = compile_act(scenario, "only")
    rules = rules_of(scenario.kernel)
    fewest: dict[str, int] = {}
    for moves, closed in walks(scenario):
        state, forced = rules.initial(), 0
        for name in moves:
            legal = rules.legal_moves(state)
            # the strategies' historical option is o0, and its weight may have a variant
            past = [one.id for one in legal if one.id.split(".")[1] in ("o0", "skip", "happens", "open")]
            forced += len(legal) > 1 and (not past or name != past[0])
            state = rules.apply(state, scenario.kernel.by_id[name])
        end = ending(scenario, closed, "only")
        if end is not None:
            fewest[end] = min(fewest.get(end, 99), forced)
    for end, count in fewest.items():
        change = least_change(table, [f"ending={end}"])
        assert change.forced is not None
        assert len(change.forced) == count
        assert change.ending == end


@cache
def slices(act: str) -> list[tuple[Node, int, tuple[int, ...]]]:
    """Last rounds of the conferences of an act with 500 to 5,000 nodes: tree, conference, and its first state."""
    table = compiled(stage("frontier").scenario, act)
    found = []
    for place, one in enumerate(table.tables):
        entry = tuple(one.entries[0].tolist())
        items = table.basket(one).items
        for drafted in range(len(items) + 1):
            options = {item.id: item.options[0].id for item in items[:drafted]}
            try:
                start = last_round(table.cut, entry, options)
                tree = sitting(table.cut, start, 5000)
            except HudutError:
                continue
            if tree.size() >= 500:
                found.append((tree, place, start))
    return found


@pytest.mark.parametrize("act", ["gumru", "moscow", "kars"])
def test_tables_solve_as_the_tree_does(act: str) -> None:
    """Going back through the joined graph gives what going back through the tree of all sittings gives."""
    table = compiled(stage("frontier").scenario, act)
    found = slices(act)
    assert found
    for tree, place, start in found if SOAK else found[:3]:
        one = table.tables[place]
        bargaining = Bargaining(table, one, Weights(table).at(one.number), {})
        values = node_values(bargaining, start)
        ways = outcomes_of_ties(tree)
        if len(ways) == 1:
            assert values == backward_induction(tree)[0]
        # Among moves that are equal to it a seat of the joined graph draws; the tree's takes the first.
        for mine, found_of_seat in zip(values, zip(*ways, strict=True), strict=True):
            assert min(found_of_seat) <= mine <= max(found_of_seat)


def outcomes_of_ties(node: Node) -> set[tuple[int, ...]]:
    """Every payoff that backward induction may come to, however indifferent seats decide."""
    if node.seat is None:
        return {node.payoffs}
    seat = node.seat
    after = [outcomes_of_ties(child) for _, child in node.moves]
    sure = max(min(payoffs[seat] for payoffs in one) for one in after)
    return {payoffs for one in after for payoffs in one if payoffs[seat] >= sure}


def node_values(bargaining: Bargaining, start: State) -> tuple[int, ...]:
    """The solved values of the sitting at which a state stands."""
    places = local_places(bargaining.act.cut.kernel, bargaining.basket)
    local = [start[place] for place in places]
    node = int(np.flatnonzero((bargaining.table.states == np.array(local)).all(axis=1))[0])
    return tuple(round(value) for value in values_of(bargaining, 0)[node].tolist())


@pytest.mark.skipif(util.find_spec("pyspiel") is None, reason="open_spiel is not installed: pip install -e '.[bench]'")
@pytest.mark.parametrize("act", ["gumru", "moscow", "kars"])
def test_backward_induction_is_open_spiels(act: str) -> None:
    spiel = import_module("pyspiel")

    def value(state: object) -> list[float]:
        if state.is_terminal():  # type: ignore[attr-defined]
            return state.returns()  # type: ignore[attr-defined, no-any-return]
        mover = state.current_player()  # type: ignore[attr-defined]
        found: list[float] | None = None
        for action in state.legal_actions():  # type: ignore[attr-defined]
            child = value(state.child(action))  # type: ignore[attr-defined]
            if found is None or child[mover] > found[mover]:
                found = child
        assert found is not None
        return found

    table = compiled(stage("frontier").scenario, act)
    found = slices(act)
    assert found
    for tree, place, _ in found if SOAK else found[:2]:
        seats = tuple(table.basket(table.tables[place]).seats)
        game = spiel.load_efg_game(as_efg(tree, act, seats))
        assert tuple(value(game.new_initial_state())) == backward_induction(tree)[0]


def test_a_precise_logit_response_is_backward_induction() -> None:
    table = compiled(stage("frontier").scenario, "gumru")
    for one in table.tables:
        bargaining = Bargaining(table, one, Weights(table).at(one.number), {})
        exactly, nearly = solve_table(bargaining, best), solve_table(bargaining, logit(2000))
        assert exactly.law.sum(axis=1) == pytest.approx(1)
        assert nearly.law == pytest.approx(exactly.law, abs=1e-6)  # among equals both draw alike
        assert nearly.values == pytest.approx(exactly.values, abs=1e-6)
    careless = solve_act(table, precision=0.001)
    assert sum(careless.marginals.endings.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("values", "weights", "expected"),
    [
        ([1, 1, 0], [3, 1, 9], [0.75, 0.25, 0]),  # the third is heavier, but worse
        ([1, 1, 0], [0, 0, 9], [0.5, 0.5, 0]),
        ([1, 2, 2 - 1e-12], [5, 1, 3], [0, 0.25, 0.75]),  # rounding makes no difference
    ],
)
def test_an_indifferent_seat_draws_by_weight(values: list[float], weights: list[float], expected: list[float]) -> None:
    fans = Fans(np.array([0]), np.zeros(3, np.int32), np.array(weights, float))
    assert best(np.array(values, float), fans).tolist() == expected


def test_a_wish_that_needs_a_text_across_a_red_line_says_so() -> None:
    frontier = stage("frontier")
    found = solve(frontier, "kars", points=2, wishes=["kars_treaty=separate"])
    crossed = {"table": "k32-terms", "item": "k-form", "option": "separate", "seat": "moscow"}
    assert found["wish"]["crosses"] == [crossed]
    told = Console(width=120, record=True, file=io.StringIO())
    told.print(report(frontier, found, "en"))
    assert "red line of Moscow" in told.export_text()
    assert solve(frontier, "kars", points=2, wishes=["kars_treaty=one-text"])["wish"]["crosses"] == []


def test_points_lie_between_the_bounds_and_fill_them() -> None:
    table = compiled(stage("frontier").scenario, "moscow")
    points = sobol(table, 256)
    for one, row in zip(weights_of(table), points, strict=True):
        assert row.min() >= one.low
        assert row.max() <= one.high
        if one.high - one.low >= 8:
            assert abs(row.mean() - (one.low + one.high) / 2) < 0.05 * (one.high - one.low) + 0.5
    with pytest.raises(HudutError, match="too few"):
        sobol(table, 1)


def test_the_report_on_robustness_is_the_exact_runs() -> None:
    """A point of the report, run through the act's own graph, gives the same endings and items."""
    table = compiled(stage("frontier").scenario, "gumru")
    report = robustness(table, {}, 64)
    points = sobol(table, 64)
    single = [Exact(table, weights=Weights(table, points[:, [n]])) for n in range(0, 64, 1 if SOAK else 9)]
    authored = Exact(table)
    top = max(authored.endings, key=lambda key: authored.endings[key])
    one = next(one for one in report.conclusions if one.about == "ending")
    assert one.says == top
    all_points = [Exact(table, weights=Weights(table, points[:, [n]])) for n in range(64)] if SOAK else single
    holds = [max(found.endings, key=lambda key, found=found: found.endings[key]) == top for found in all_points]
    assert (sum(holds) / len(holds) == one.share) if SOAK else abs(sum(holds) / len(holds) - one.share) < 0.5
    fate = next(one for one in report.conclusions if one.about == "g-border")
    assert fate.says == max(authored.items["g-border"], key=lambda key: authored.items["g-border"][key])
    asking = Asking(table, {})
    answers = asking.ask(Weights(table, points))
    told = [one for one in asking.questions if one[0] == "ending" or ":" in one[0]]
    for about, words, rows in told:
        territory, _, layer = about.partition(":")
        for number, exact in zip(range(0, 64, 1 if SOAK else 9), single, strict=True):
            theirs = exact.holders[territory, layer] if layer else exact.endings
            ours = answers[rows, number]
            assert [theirs.get(word, 0) for word in words] == pytest.approx(ours.tolist(), abs=1e-5)


def test_joint_probabilities_sum_to_the_single_ones() -> None:
    scenario = stage("frontier").scenario
    exact = Exact(compiled(scenario, "moscow", ("m-nakh",)))
    rows = joint(exact, ["m-nakh", "batum:agreed"])
    assert sum(share for _, share in rows) == pytest.approx(1)
    sealed = sum(share for (nakh, _), share in rows if nakh == "az-protected")
    assert sealed == pytest.approx(exact.items["m-nakh"]["az-protected"])
    held = sum(share for (_, party), share in rows if party == "georgia_ssr")
    assert held == pytest.approx(exact.holders["batum", "agreed"]["georgia_ssr"])


def test_plays_by_lot_agree_with_the_exact_shares() -> None:
    scenario = stage("frontier").scenario
    exact = Exact(compiled(scenario, "gumru"))
    plays = 4000 if SOAK else 300
    for name, share in sampled(scenario, Opening("gumru"), {}, plays)["endings"].items():
        sigma = math.sqrt(exact.endings[name] * (1 - exact.endings[name]) / plays)
        assert abs(share - exact.endings[name]) < 5 * sigma


def test_a_large_act_is_sampled_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hudut.analysis.solving.sampled", lambda *given: sampled(*given, plays=60))
    found = solve(stage("frontier"), "gumru", limit=2000, points=2)
    assert found["method"] == "sampled"
    assert found["growth"][0] == {"step": "opening", "states": 1, "edges": 1}
    assert sum(one["edges"] for one in found["growth"]) > 2000
    told = Console(width=120, record=True, file=io.StringIO())
    told.print(report(stage("frontier"), found, "en"))
    assert "Compiling it found" in told.export_text()
    assert sum(found["endings"].values()) == pytest.approx(1)


def test_the_command_writes_json_and_a_report() -> None:
    told = CliRunner().invoke(app, ["solve", "frontier", "--act", "gumru", "--json", "--points", "8"])
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)["acts"][0]
    assert found["format"] == 1
    assert found["method"] == "exact"
    assert sum(found["endings"].values()) == pytest.approx(1)
    assert found["history"]["ending"] == "gumru"
    assert found["items"]["g-border"]["history"] == "vote"
    for language, words in (("en", "Every play is counted"), ("tr", "Bütün oyunlar sayıldı")):
        told = CliRunner().invoke(app, ["solve", "frontier", "--act", "gumru", "--points", "8", "--lang", language])
        assert told.exit_code == 0, told.output
        assert words in told.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--act", "mosow"], "no act 'mosow'"),
        (["--act", "gumru", "--policy", "hardline"], "no policy 'hardline'"),
        (["--act", "gumru", "--policy", "ankra=hard-line"], "no seat 'ankra'"),
        (["--act", "gumru", "--joint", "g-bordr"], "decides nothing about 'g-bordr'"),
        (["--act", "gumru", "--wish", "kars"], "is not a wish"),
        (["--wish", "kars=ankara"], "Write ACT/NAME=VALUE"),
        (["--joint", "kars"], "name it with --act"),
    ],
)
def test_wrong_input_gets_one_clear_message(options: list[str], message: str) -> None:
    told = CliRunner().invoke(app, ["solve", "frontier", "--points", "2", *options])
    assert isinstance(told.exception, HudutError)
    assert message in str(told.exception)


def test_ends_are_the_engines_frames() -> None:
    for act in ACTS:
        table = compiled(stage("frontier").scenario, act)
        ends = Exact(table).ends
        rows = table.states[table.closing]
        dice = np.random.Generator(np.random.Philox(5))
        for node in dice.integers(0, len(rows), 2000 if SOAK else 25).tolist():
            state = tuple(rows[node].tolist())
            held = frame(table.cut, state).held
            number = int(ends.ending[node])
            assert ending(table.cut, state, act) == (ends.endings[number] if number >= 0 else None)
            for column, key in enumerate(ends.keys):
                party, status = ends.holders[ends.held[ends.ground[node], column]]
                assert (held[key].holder if key in held and held[key].party else (None, "")) == (party, status)
