"""Tables in other tools' forms, read back by those tools where they are installed."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from pathlib import Path

import numpy as np
import pytest

from engine.play import legal_moves
from engine.policies import conference_at
from engine.replay import historical_log, states
from engine.rules import State
from geo.errors import HudutError
from hudut.analysis.bargaining import pareto_frontier
from hudut.analysis.domain import domain_at
from hudut.analysis.interchange import (
    as_efg,
    backward_induction,
    last_round,
    negotiation_domain,
    outcomes_csv,
    sitting,
    write_table,
)
from hudut.campaigns import stage
from scenarios.baskets import historical_option
from scenarios.expand import Scenario


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return stage("frontier").scenario


@pytest.fixture(scope="module")
def tables(scenario: Scenario) -> dict[str, State]:
    """The opening state of each table on the historical line."""
    found: dict[str, State] = {}
    for state in states(scenario, historical_log(scenario)):
        conference = conference_at(scenario, state)
        if conference is not None:
            found.setdefault(domain_at(scenario, state).step, state)
    return found


def _historical_text(scenario: Scenario, state: State) -> dict[str, str]:
    items = conference_at(scenario, state).basket.items
    return {item.id: past.id for item in items if (past := historical_option(item)) is not None}


SLICES = ("g24-peace", "m29-bond", "m32-land", "k31-line", "f23-second")


@pytest.mark.parametrize("step", SLICES)
def test_backward_induction_equals_openspiel(scenario: Scenario, tables: dict[str, State], step: str) -> None:
    pyspiel = pytest.importorskip("pyspiel", reason="open_spiel has no wheel for this platform")
    state = last_round(scenario, tables[step], _historical_text(scenario, tables[step]))
    tree = sitting(scenario, state)
    assert 500 <= tree.size() <= 5000
    game = pyspiel.load_efg_game(as_efg(tree, step, domain_at(scenario, state).seats))

    def value(node: pyspiel.State) -> list[float]:
        if node.is_terminal():
            return node.returns()
        children = [value(node.child(action)) for action in node.legal_actions()]
        return max(children, key=lambda one: one[node.current_player()])

    assert value(game.new_initial_state()) == list(backward_induction(tree)[0])


@pytest.mark.parametrize("step", SLICES)
def test_no_seat_gains_by_leaving_the_subgame_perfect_line(
    scenario: Scenario, tables: dict[str, State], step: str
) -> None:
    tree = sitting(scenario, last_round(scenario, tables[step], _historical_text(scenario, tables[step])))
    payoffs, line = backward_induction(tree)
    for name in line:
        for other, child in tree.moves:
            assert backward_induction(child)[0][tree.seat] <= payoffs[tree.seat], other
        tree = dict(tree.moves)[name]
    assert tree.payoffs == payoffs


def test_a_seat_never_signs_across_its_red_line(scenario: Scenario, tables: dict[str, State]) -> None:
    crossed = 0
    for state in tables.values():
        domain = domain_at(scenario, state)
        for outcome in np.flatnonzero(~domain.signable)[:2]:
            options = {key: value for key, value in domain.options(outcome).items() if value != "open"}
            refusing = [
                seat
                for seat in domain.seats
                if any(
                    seat in one.red_line
                    for item in domain.items
                    for one in item.options
                    if options.get(item.id) == one.id
                )
            ]
            if domain.step in ("k30-truce", "k32-terms", "l23-draft"):  # not due on this line, or too large for a tree
                continue
            tree = sitting(scenario, last_round(scenario, state, options))
            kinds = {name.split(".")[2] for name, _ in tree.moves}
            if domain.seats[tree.seat] in refusing:
                crossed += 1
                assert not kinds & {"accept", "seal"}
    assert crossed


def test_a_whole_table_is_too_large_for_a_tree(scenario: Scenario, tables: dict[str, State]) -> None:
    with pytest.raises(HudutError, match="larger than 50,000 nodes"):
        sitting(scenario, tables["m32-land"])


def test_a_table_that_does_not_meet_is_refused(scenario: Scenario, tables: dict[str, State]) -> None:
    with pytest.raises(HudutError, match="does not meet in this state"):
        sitting(scenario, tables["k30-truce"])


def test_a_wrong_option_names_the_right_ones(scenario: Scenario, tables: dict[str, State]) -> None:
    with pytest.raises(HudutError, match=r"has no m-batum = mars"):
        last_round(scenario, tables["m32-land"], {"m-batum": "mars"})


def test_the_csv_holds_every_text_once(scenario: Scenario, tables: dict[str, State]) -> None:
    domain = domain_at(scenario, tables["m32-land"])
    rows = list(csv.DictReader(io.StringIO(outcomes_csv(domain))))
    items = [item.id for item in domain.items]
    assert len({tuple(row[key] for key in items) for row in rows}) == len(rows) == len(domain.texts)
    assert [row["outcome"] for row in rows if row["historical"] == "True"] == [str(domain.historical)]
    assert float(rows[5][f"utility_{domain.seats[1]}"]) == pytest.approx(domain.utilities[1, 5])


@pytest.mark.parametrize("step", ["m30-aid", "m32-land", "k31-line"])
def test_negmas_built_from_the_export_has_our_utilities_and_frontier(
    scenario: Scenario, tables: dict[str, State], step: str
) -> None:
    pytest.importorskip("negmas", reason="negmas is in the extra `bench`")
    from negmas import make_issue
    from negmas.outcomes import make_os
    from negmas.preferences import LinearAdditiveUtilityFunction
    from negmas.preferences.ops import pareto_frontier_numpy
    from negmas.preferences.value_fun import TableFun

    data = negotiation_domain(scenario, tables[step])
    space = make_os([make_issue(issue["options"], issue["id"]) for issue in data["issues"]])
    functions = [
        LinearAdditiveUtilityFunction(
            [TableFun(party["values"][issue["id"]]) for issue in data["issues"]],
            weights=[party["weight"]] * len(data["issues"]),
            outcome_space=space,
            reserved_value=party["reserved"],
        )
        for party in data["parties"]
    ]
    domain = domain_at(scenario, tables[step])
    ours = {tuple(domain.options(k).values()): domain.utilities[:, k] for k in range(len(domain.texts))}
    texts = list(itertools.product(*(issue["options"] for issue in data["issues"])))
    points = np.array([[float(one(text)) for one in functions] for text in texts])
    assert len(texts) == len(ours)
    assert np.allclose(points, [ours[text] for text in texts])
    theirs = {tuple(np.round(points[k], 9)) for k in pareto_frontier_numpy(points)}
    assert theirs == {tuple(np.round(domain.utilities[:, k], 9)) for k in pareto_frontier(domain.utilities)}


def test_a_table_is_written_by_its_suffix(scenario: Scenario, tables: dict[str, State], tmp_path: Path) -> None:
    for suffix in (".efg", ".csv", ".json"):
        out = tmp_path / f"land{suffix}"
        assert write_table(scenario, "m32-land", out) == [out]
    written = write_table(scenario, "m32-land", tmp_path / "land.xml")
    assert [one.name for one in written] == ["land.xml", "land-ankara.xml", "land-moscow.xml"]
    assert (
        (tmp_path / "land.efg").read_text("utf-8").startswith('EFG 2 R "m32-land ankara 0..300" { "ankara" "moscow" }')
    )
    assert json.loads((tmp_path / "land.json").read_text("utf-8")) == negotiation_domain(scenario, tables["m32-land"])
    assert (tmp_path / "land.csv").read_text("utf-8") == outcomes_csv(domain_at(scenario, tables["m32-land"]))


def test_negmas_reads_every_table_with_our_utilities_walk_aways_and_red_lines(
    scenario: Scenario, tables: dict[str, State], tmp_path: Path
) -> None:
    """Twenty texts drawn of each table: a text across a red line of a seat is worth less to it than leaving."""
    negmas = pytest.importorskip("negmas", reason="negmas is in the extra `judges`")
    draw, crossed = np.random.default_rng(1921), 0
    for step, state in tables.items():
        if any(move.kind == "skip" for move in legal_moves(scenario, state)):
            continue
        (tmp_path / step).mkdir()
        write_table(scenario, step, tmp_path / step / "table.xml")
        theirs = negmas.Scenario.from_genius_folder(tmp_path / step)
        assert theirs is not None
        ours, said = domain_at(scenario, state), negotiation_domain(scenario, state)
        assert len(list(theirs.outcome_space.enumerate_or_sample())) == len(ours.texts)
        for function, party in zip(theirs.ufuns, sorted(said["parties"], key=lambda one: one["id"]), strict=True):
            note = (tmp_path / step / f"{function.name}.xml").read_text("utf-8")
            unit = int(re.search(r"Utility times (\d+)", note)[1]) / len(ours.items)
            for number in draw.integers(len(ours.texts), size=20):
                text = ours.options(int(number))
                above = (float(function(tuple(text.values()))) - function.reserved_value) * unit
                mean = np.mean([party["values"][item][option] for item, option in text.items()])
                if any(option in party["red_lines"].get(item, ()) for item, option in text.items()):
                    crossed += 1
                    assert above < 0
                else:
                    assert above == pytest.approx(mean - party["reserved"], abs=1e-6)
                    assert (above >= 0) == (mean >= party["reserved"])
        if step == "m32-land":  # as an analyst counted by hand, red lines heeded
            texts = theirs.outcome_space.enumerate_or_sample()
            assert sum(all(one(text) >= one.reserved_value for one in theirs.ufuns) for text in texts) == 12
    assert crossed > 50


def test_every_table_that_history_came_to_is_a_tree_that_openspiel_reads(
    scenario: Scenario, tables: dict[str, State], tmp_path: Path
) -> None:
    pyspiel = pytest.importorskip("pyspiel", reason="open_spiel has no wheel for this platform")
    written = 0
    for step, state in tables.items():
        if any(move.kind == "skip" for move in legal_moves(scenario, state)):
            continue
        items = len(conference_at(scenario, state).basket.items)
        write_table(scenario, step, tmp_path / "x.efg")
        text = (tmp_path / "x.efg").read_text("utf-8")
        assert re.match(rf'EFG 2 R "{step} [a-z]+ 0\.\.{100 * items}" ', text)
        payoffs = [int(one) for row in re.findall(r"\{ ([0-9, ]+) \}$", text, re.MULTILINE) for one in row.split(", ")]
        assert 0 <= min(payoffs) <= max(payoffs) <= 100 * items
        if len(text) < 400_000:
            assert pyspiel.load_efg_game(text).num_players() == len(domain_at(scenario, state).seats)
            written += 1
    assert written > 8


@pytest.mark.parametrize(
    ("step", "name", "word"),
    [
        ("m32-lands", "x.efg", "Did you mean 'm32-land'"),
        ("m32-land", "x.txt", r"written as \.efg, \.csv, \.json, \.xml"),
        ("k30-truce", "x.csv", "history did not come to the table"),
    ],
)
def test_a_table_that_cannot_be_written_says_why(
    scenario: Scenario, tmp_path: Path, step: str, name: str, word: str
) -> None:
    with pytest.raises(HudutError, match=word):
        write_table(scenario, step, tmp_path / name)
    assert not list(tmp_path.iterdir())
