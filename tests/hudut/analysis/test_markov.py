"""The act as a chain: its files say what `hudut solve` says, by a reader of their own and by Storm."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from geo.errors import HudutError
from hudut.analysis.exact import Exact
from hudut.analysis.markov import as_drn, as_lab, chain_of, write_chain
from hudut.analysis.store import compiled
from hudut.analysis.tables import ActTable
from hudut.campaigns import stage

Rows = dict[int, dict[int, list[tuple[int, float]]]]


@pytest.fixture(scope="module")
def table() -> ActTable:
    return compiled(stage("frontier").scenario, "gumru")


def read_tra(text: str) -> Rows:
    """By state and choice: target and probability, read as the format is described."""
    kind, *lines = text.splitlines()
    found: Rows = defaultdict(lambda: defaultdict(list))
    for line in lines:
        state, *rest = line.split()
        choice = rest.pop(0) if kind == "mdp" else "0"
        found[int(state)][int(choice)].append((int(rest[0]), float(rest[1])))
    return found


def read_lab(text: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for line in text.partition("#END\n")[2].splitlines():
        state, *names = line.split()
        for name in names:
            found[name].add(int(state))
    return found


def reached(rows: Rows, goal: set[int], best: bool | None = None) -> float:
    """Probability of the goal from state 0; with choices, the best or the worst. Targets have higher numbers."""
    worth: dict[int, float] = {}
    for state in sorted(rows, reverse=True):
        ways = [sum(share * worth.get(to, 0.0) for to, share in one) for one in rows[state].values()]
        worth[state] = 1.0 if state in goal else (max(ways) if best is not False else min(ways))
    return worth[0]


@pytest.mark.parametrize("policy", ["weighted", "hard-line", "tit-for-tat"])
def test_the_chain_has_the_endings_and_holders_of_solve(table: ActTable, tmp_path: Path, policy: str) -> None:
    exact = Exact(table, {"all": policy})
    tra, lab, key = (tmp_path / f"act{suffix}" for suffix in (".tra", ".lab", ".labels.json"))
    assert set(write_chain(chain_of(table, {"all": policy}), tra)) == {tra, lab, key}
    rows, labels = read_tra(tra.read_text("utf-8")), read_lab(lab.read_text("utf-8"))
    assert labels["init"] == {0}
    for state, choices in rows.items():
        for targets in choices.values():
            assert sum(share for _, share in targets) == pytest.approx(1, abs=1e-12)
            assert len({to for to, _ in targets}) == len(targets)
            assert all(to > state or choices == {0: [(state, 1.0)]} for to, _ in targets)
    held: dict[tuple[str, str, str], float] = defaultdict(float)
    for name, meaning in json.loads(key.read_text("utf-8"))["labels"].items():
        share = reached(rows, labels[name])
        if "ending" in meaning:
            assert share == pytest.approx(exact.endings[meaning["ending"]], abs=1e-12)
        else:
            held[meaning["territory"], meaning["layer"], meaning["party"]] += share
    assert held
    for (territory, layer, party), share in held.items():
        assert share == pytest.approx(exact.holders[territory, layer][party], abs=1e-12)


def test_a_free_seat_chooses_and_bounds_what_the_weights_give(table: ActTable, tmp_path: Path) -> None:
    out = tmp_path / "act.tra"
    write_chain(chain_of(table, free="ankara"), out)
    rows, labels = read_tra(out.read_text("utf-8")), read_lab(out.with_suffix(".lab").read_text("utf-8"))
    told = json.loads(out.with_suffix(".labels.json").read_text("utf-8"))
    assert told["free"] == "ankara"
    for state, names in told["choices"].items():
        assert len(rows[int(state)]) == len(names) > 0
    for name, meaning in told["labels"].items():
        if "ending" in meaning:
            share = Exact(table).endings[meaning["ending"]]
            worst, best = (reached(rows, labels[name], best=one) for one in (False, True))
            assert worst <= share + 1e-12
            assert share <= best + 1e-12


def test_a_label_that_is_explained_can_be_asked_for_in_both_forms() -> None:
    chain = chain_of(compiled(stage("frontier").scenario, "straits"))
    drn = {name for line in as_drn(chain).splitlines() if line.startswith("state ") for name in line.split()[2:]}
    assert drn == {"init", *chain.labels} == set(read_lab(as_lab(chain)))


def test_storm_agrees(table: ActTable, tmp_path: Path) -> None:
    stormpy = pytest.importorskip("stormpy")
    exact = Exact(table).endings
    tra, drn = tmp_path / "act.tra", tmp_path / "act.drn"
    for out in (tra, drn):
        write_chain(chain_of(table), out)
    models = (
        stormpy.build_model_from_explicit(str(tra), str(tra.with_suffix(".lab"))),
        stormpy.build_model_from_drn(str(drn)),
    )
    for name, meaning in json.loads(tra.with_suffix(".labels.json").read_text("utf-8"))["labels"].items():
        for model in models if "ending" in meaning else ():
            (asked,) = stormpy.parse_properties(f'P=? [F "{name}"]')
            found = stormpy.model_checking(model, asked).get_value(model.initial_states[0])
            assert found == pytest.approx(exact[meaning["ending"]], abs=1e-12)


def test_what_cannot_be_written_is_said(table: ActTable, tmp_path: Path) -> None:
    with pytest.raises(HudutError, match=r"\.tra or \.drn"):
        write_chain(chain_of(table), tmp_path / "act.prism")
    with pytest.raises(HudutError, match="gumru has no seat 'ankra'"):
        chain_of(table, free="ankra")
