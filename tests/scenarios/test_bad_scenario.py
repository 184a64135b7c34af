"""Planted faults in scenario files: each is found, with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.load import Atlas
from geo.witness import read_editions
from hudut.scenario_check import scenario_problems
from scenarios.campaign import read_campaign
from scenarios.chronicle import Chronicle
from scenarios.witness import act_witness_problems

Fault = Callable[[Path], object]
Q, F, S = "acts/quarrel.yaml", "acts/fair.yaml", "scenario.yaml"


def swap(file: str, old: str, new: str, count: int = 1) -> Fault:
    def plant(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, count), encoding="utf-8")

    return plant


def cut(file: str, pattern: str) -> Fault:
    def plant(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        shorter, count = re.subn(pattern, "", text, count=1, flags=re.DOTALL)
        assert count
        (folder / file).write_text(shorter, encoding="utf-8")

    return plant


FAULTS: dict[str, tuple[Fault, str]] = {
    "scenario file missing": (lambda folder: (folder / S).unlink(), r"scenario\.yaml: the file is missing"),
    "act missing": (lambda folder: (folder / F).unlink(), r"acts/fair\.yaml: the file is missing"),
    "broken YAML": (swap(Q, "stakes: [right]", "stakes: [right"), r"acts/quarrel\.yaml:\d+: the file is broken"),
    "alias": (swap(Q, "stakes: [right]", "stakes: &a [right]\nnotes: *a"), r"alias \*a is not allowed"),
    "tag": (swap(Q, "stakes: [right]", "stakes: !!python/tuple [right]"), r"acts/quarrel\.yaml:\d+: the file is broken"),
    "unknown field": (swap(Q, "  - id: q1-letter\n", "  - id: q1-letter\n    mood: bad\n"), r"quarrel\.yaml:\d+: .*mood: there is no such field"),
    "missing language": (swap(Q, "titles: {tr: Kavga, en: The quarrel}", "titles: {tr: Kavga}"), r"quarrel\.yaml:2: .*no text in en"),
    "variable without domain": (swap(S, "    size: 4\n", ""), r"scenario\.yaml:\d+: .*either size or values"),
    "unknown variable in an effect": (swap(Q, "effects: [trust +1]", "effects: [trsut +1]"), r"quarrel\.yaml:\d+: unknown variable 'trsut'.*'trust'"),
    "effect that is none": (swap(Q, "effects: [trust +1]", "effects: [trust up]"), r"quarrel\.yaml:\d+: 'trust up' is not an effect"),
    "effect with an unknown value": (swap(F, "effects: [deal = whole]", "effects: [deal = all]"), r"fair\.yaml:\d+: deal has no value 'all'"),
    "unknown variable in a condition": (swap(Q, "when: trust < 1", "when: trsut < 1"), r"quarrel\.yaml:\d+: unknown variable 'trsut'"),
    "condition that is none": (swap(Q, "when: trust < 1", "when: trust is low"), r"quarrel\.yaml:\d+: 'trust is low' is not a condition"),
    "condition with an unknown value": (swap(F, "when: deal == whole", "when: deal == full"), r"fair\.yaml:\d+: deal has no value 'full'"),
    "condition of the wrong shape": (swap(Q, "when: trust < 1", "when: {some: [trust < 1]}"), r"quarrel\.yaml:\d+: .*is not a condition"),
    "code in a condition": (swap(Q, "when: trust < 1", "when: \"__import__('os').getcwd() == x\""), r"quarrel\.yaml:\d+: .*is not a condition"),
    "unknown territory": (swap(Q, "stakes: [right]", "stakes: [rihgt]"), r"quarrel\.yaml:\d+: unknown territory 'rihgt'.*'right'"),
    "rule off the stakes": (swap(Q, "territories: [right], party: east, status: occupied", "territories: [left], party: east, status: occupied"), r"quarrel\.yaml:\d+: .*moves 'left', which is not among the stakes"),
    "unknown party in a rule": (swap(Q, "party: east, status: occupied", "party: eest, status: occupied"), r"quarrel\.yaml:\d+: unknown party 'eest'"),
    "unknown status in a rule": (swap(Q, "status: occupied", "status: ocupied"), r"quarrel\.yaml:\d+: .*'ocupied'.*'occupied'"),
    "unknown layer in a rule": (swap(Q, "layer: control", "layer: contrl"), r"quarrel\.yaml:\d+: .*'contrl'.*'control'"),
    "control without a holder": (swap(Q, "layer: control, territories: [right], party: east, status: occupied", "layer: control, territories: [right]"), r"leaves control without a holder"),
    "unknown party of a seat": (swap(Q, "    party: east", "    party: eest"), r"quarrel\.yaml:\d+: unknown party 'eest'"),
    "actor without a seat": (swap(Q, "actor: west", "actor: wset"), r"quarrel\.yaml:\d+: 'wset' has no seat.*'west'"),
    "decision without an actor": (swap(Q, "    actor: west\n", ""), r"quarrel\.yaml:\d+: .*a decision needs an actor"),
    "decision with one option": (cut(Q, r"      - \{id: cold.*?\n"), r"quarrel\.yaml:\d+: .*at least two options"),
    "two historical options": (swap(Q, "says: {tr: soğukça, en: coldly},", "says: {tr: soğukça, en: coldly}, historical: true,"), r"quarrel\.yaml:\d+: .*exactly one option is historical"),
    "no historical option": (swap(Q, "says: {tr: dostça, en: friendly}, historical: true,", "says: {tr: dostça, en: friendly},"), r"exactly one option is historical"),
    "attested without a source": (swap(Q, "certainty: invented", "certainty: attested"), r"quarrel\.yaml:\d+: .*called attested but cites no text"),
    "invented without a reason": (swap(Q, "    certainty: invented\n    reason: {tr: deneme, en: trial}\n    options:", "    certainty: invented\n    options:"), r"called invented but gives no reason"),
    "unknown event": (swap(Q, "    certainty: invented\n", "    certainty: invented\n    events: [1919-nothing]\n"), r"quarrel\.yaml:\d+: unknown event '1919-nothing'"),
    "step outside the act": (swap(Q, "date: 1919-02-01", "date: 1921-02-01"), r"quarrel\.yaml:\d+: q1-letter on 1921-02-01 lies outside"),
    "bad date": (swap(Q, "date: 1919-02-01", "date: 1.2.1919"), r"quarrel\.yaml:\d+: .*'1\.2\.1919' is not a date"),
    "step id taken": (swap(F, "id: f1-table", "id: q1-letter"), r"fair\.yaml:\d+: the step id 'q1-letter' is taken by quarrel"),
    "id with capitals": (swap(Q, "id: q1-letter", "id: Q1 letter"), r"quarrel\.yaml:\d+: .*Q1 letter"),
    "variable of the campaign again": (swap(Q, "  marched: {", "  trust: {names: {tr: a, en: b}, size: 2}\n  marched: {"), r"'trust' is a variable of the campaign"),
    "unknown variable carried": (swap(Q, "carries: [trust]", "carries: [trsut]"), r"quarrel\.yaml:\d+: unknown variable 'trsut'"),
    "weight out of bounds": (swap(Q, "weight: {value: 60}", "weight: {value: 60, low: 70}"), r"quarrel\.yaml:\d+: .*the value 60 lies outside 70"),
    "negative weight": (swap(Q, "weight: {value: 60}", "weight: {value: -1}"), r"quarrel\.yaml:\d+: .*-1 is wrong"),
    "basket with one seat": (swap(F, "seats: [east, west]", "seats: [east]"), r"fair\.yaml:\d+: .*at least 2 items"),
    "basket seat unknown": (swap(F, "seats: [east, west]", "seats: [east, wset]"), r"fair\.yaml:\d+: 'wset' has no seat"),
    "no worth for a seat": (swap(F, "worth: {east: {value: 90}, west: {value: 40}}", "worth: {east: {value: 90}}"), r"fair\.yaml:\d+: f-land/to-east: no worth for 'west'"),
    "unknown matter": (swap(F, "topic: land", "topic: lnad"), r"fair\.yaml:\d+: unknown matter 'lnad'.*'land'"),
    "too few rounds for history": (swap(F, "rounds: 2", "rounds: 1"), r"too few to draft|not legal here"),
    "dead rule": (swap(Q, "when: marched == 1, layer: agreed", "when: {all: [marched == 1, marched == 0]}, layer: agreed"), r"quarrel\.yaml:\d+: .*the rule 'paper' never decides"),
    "rule that history contradicts": (swap(Q, "party: east, status: occupied", "party: east, status: sovereign"), r"quarrel\.yaml:\d+: .*right \[control\] is \('east', 'sovereign'\)"),
    "option without consequence": (swap(Q, "effects: [trust -1]", "effects: [trust +1]"), r"quarrel\.yaml:\d+: .*'warm' or 'cold' at q1-letter never makes a difference"),
    "ending never reached": (swap(Q, "  - {id: kept", "  - {id: both, titles: {tr: a, en: b}, text: {tr: a, en: b}, when: {all: [marched == 1, marched == 0]}}\n  - {id: kept"), r"quarrel\.yaml:\d+: .*the ending 'both' has a chance of 0\.0000"),
    "no ending for some": (swap(Q, "text: {tr: kaldı, en: kept}, when: []", "text: {tr: kaldı, en: kept}, when: trust == 3"), r"quarrel\.yaml:\d+: .*some plays reach no ending.*Shortest way"),
    "option that is never open": (swap(Q, "  - {id: cold,", "  - {id: cold, when: {all: [trust == 1, trust == 2]},"), r"the move 'q1-letter\.cold' is legal in no reachable state"),
    "dead end": (lambda folder: [swap(Q, "weights: [{when: trust >= 2, value: 90}],", "when: trust >= 2,")(folder), swap(Q, "- {id: stays,", "- {id: stays, when: trust >= 3,")(folder)], r"no move is legal at q2-march|legal in no reachable state"),
}  # fmt: skip


@pytest.mark.parametrize(("plant", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_found(
    toy_folder: Path, squares: Atlas, no_chronicle: Chronicle, plant: Fault, message: str
) -> None:
    plant(toy_folder)
    problems = [str(problem) for problem in scenario_problems(toy_folder, squares, no_chronicle)]
    assert re.search(message, "\n".join(problems)), "\n".join(problems) or "nothing was found"


def test_the_corpus_has_at_least_forty_faults() -> None:
    assert len(FAULTS) >= 40


def test_the_toy_is_clean_but_for_being_small(toy_folder: Path, squares: Atlas, no_chronicle: Chronicle) -> None:
    problems = [str(problem) for problem in scenario_problems(toy_folder, squares, no_chronicle)]
    assert all("at least four" in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("lines", "message"),
    [("2-3", ""), ("4", r"quarrel\.yaml:22: q1-letter: the witness '12 Mart 1919' does not stand in tiny 4")],
)
def test_the_citations_of_a_scenario_are_proved(
    toy_folder: Path, squares: Atlas, no_chronicle: Chronicle, tiny_texts: Path, lines: str, message: str
) -> None:
    cited = f'    cite: [{{source: tiny, lines: "{lines}", witness: ["12 Mart 1919"]}}]\n    says: {{tr: Batı yazar.'
    swap(Q, "    says: {tr: Batı yazar.", cited)(toy_folder)
    acts = read_campaign(toy_folder, squares, no_chronicle)[1]
    problems, count = act_witness_problems(toy_folder, acts, read_editions(squares, tiny_texts)[0])
    assert count == 1
    assert [bool(re.search(message, str(one))) for one in problems] == ([True] if message else [])
