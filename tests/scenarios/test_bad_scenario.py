"""Planted faults in scenario files: each is found, with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.check import Walked, findings
from geo.load import Atlas
from geo.witness import read_editions
from hudut.check import check_data
from hudut.scenario_check import scenario_problems
from scenarios.campaign import default_folder, load_scenario, read_campaign
from scenarios.chronicle import Chronicle
from scenarios.witness import act_witness_problems
from tests.conftest import SOAK

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


def speaking(file: str, words: str) -> Fault:
    """Let a text speak of the march, which a play can prevent."""

    def plant(folder: Path) -> None:
        facts = "facts:\n  march: {of: [march], when: right == east, words: {en: [since the march]}}\npapers:"
        swap(S, "papers:", facts)(folder)
        swap(file, words, f"{words.removesuffix('.')} since the march")(folder)

    return plant


CITING = "    certainty: invented\n    cite: [{{source: {}, lines: '{}', witness: [Mart]}}]\n"


def a_set(folder: Path, ground: str) -> None:
    """Write a set of weights that rests on something."""
    head = "id: a\ntitles: {tr: a, en: a}\ntext: {tr: a, en: a}\ngroups:\n"
    (folder / "weights").mkdir()
    group = f"- {{values: {{}}, certainty: invented, reason: {{tr: a, en: a}}, {ground}}}\n"
    (folder / "weights" / "a.yaml").write_text(head + group, encoding="utf-8")


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
    "condition with an unknown value": (swap(F, "when: deal >= half", "when: deal >= full"), r"fair\.yaml:\d+: deal has no value 'full'"),
    "condition of the wrong shape": (swap(Q, "when: trust < 1", "when: {some: [trust < 1]}"), r"quarrel\.yaml:\d+: .*is not a condition"),
    "code in a condition": (swap(Q, "when: trust < 1", "when: \"__import__('os').getcwd() == x\""), r"quarrel\.yaml:\d+: .*is not a condition"),
    "unknown territory": (swap(Q, "stakes: [right]", "stakes: [rihgt]"), r"quarrel\.yaml:\d+: unknown territory 'rihgt'.*'right'"),
    "land of no piece taken": (swap(Q, "right = east]", "left = east]"), r"quarrel\.yaml:\d+: unknown variable 'left'"),
    "holder that a piece cannot have": (swap(Q, "right = east]", "right = north]"), r"quarrel\.yaml:\d+: right has no value 'north'"),
    "unknown party of a holder": (swap(S, "[east, occupied]", "[eest, occupied]"), r"scenario\.yaml:\d+: .*unknown holder 'eest'.*'east'"),
    "unknown status of a holder": (swap(S, "[east, occupied]", "[east, ocupied]"), r"scenario\.yaml:\d+: .*'ocupied'.*'occupied'"),
    "piece of an unknown territory": (swap(S, "{id: right, holders", "{id: right, territories: [rihgt], holders"), r"scenario\.yaml:\d+: the piece 'right' has no territory 'rihgt'.*'right'"),
    "territory in two pieces": (swap(S, "papers:", "  - {id: again, territories: [right], holders: {west: [west, sovereign], east: [east, occupied]}}\npapers:"), r"scenario\.yaml:\d+: the territory 'right' lies in two pieces, 'right' and 'again'"),
    "opening holder without a word": (swap(S, "west: [west, sovereign]", "west: [west, occupied]"), r"scenario\.yaml:\d+: none of the holders of 'right' holds all of it on the campaign's first day \(west, sovereign\)"),
    "piece of several without names": (swap(S, "{id: right, holders", "{id: both, territories: [left, right], holders"), r"'both' of several territories has no names"),
    "holder that no step takes": (swap(S, "east: [east, occupied]}}", "east: [east, occupied], south: [east, neutral]}}"), r"scenario\.yaml:\d+: the piece 'right' is never held by 'south': no step takes it so"),
    "step that takes nothing": (swap(Q, "marched = 1, right = east]", "marched = 1]"), r"quarrel\.yaml:\d+: .*right \[control\] is \('west', 'sovereign'\)"),
    "unknown layer of a paper": (swap(S, "layer: title", "layer: titel"), r"scenario\.yaml:\d+: .*'titel'.*'title'"),
    "paper on control": (swap(S, "layer: title", "layer: control"), r"scenario\.yaml:\d+: .*'control'"),
    "title without a holder": (swap(S, "layer: title, territories: [right], party: east", "layer: title, territories: [right]"), r"leaves title without a holder"),
    "unknown party of a paper": (swap(S, "territories: [right], party: east, reason: {tr: antlaşma", "territories: [right], party: eest, reason: {tr: antlaşma"), r"scenario\.yaml:\d+: the paper 'bought' names an unknown party 'eest'"),
    "unknown territory of a paper": (swap(S, "layer: title, territories: [right]", "layer: title, territories: [rihgt]"), r"the paper 'bought' names an unknown territory 'rihgt'"),
    "paper of an unknown cause": (swap(S, "layer: title, territories: [right], party: east, reason: {tr: antlaşma, en: treaty}", "layer: title, cause: mach"), r"the paper 'bought' names an unknown cause 'mach'.*'march'"),
    "paper of a cause without rows": (swap(S, "layer: title, territories: [right], party: east, reason: {tr: antlaşma, en: treaty}", "layer: title, cause: opening"), r"the atlas has no row of opening \[title\]"),
    "paper with a cause and a party": (swap(S, "layer: title, territories: [right], party: east, reason: {tr: antlaşma, en: treaty}", "layer: title, cause: march, party: east"), r"with a cause, party and reason are the atlas'"),
    "paper without a reason": (swap(S, "party: east, reason: {tr: antlaşma, en: treaty}", "party: east"), r"names its territories and gives its reason"),
    "paper given twice": (swap(S, "id: paper,", "id: bought,"), r"there are two papers 'bought'"),
    "papers that contradict": (swap(S, "  - {id: paper,", "  - {id: other, when: deal == whole, layer: title, territories: [right], party: west, reason: {tr: a, en: b}}\n  - {id: paper,"), r"the papers 'bought' and 'other' speak of right \[title\] under one condition"),
    "paper that reads an act's own variable": (swap(S, "when: right == east, layer", "when: marched == 1, layer"), r"the paper 'paper': unknown variable 'marched'"),
    "step that is not past": (swap(S, "when: right == east, layer", "when: past q2-mrach, layer"), r"there is no step 'q2-mrach'.*'q2-march'"),
    "days that run backwards": (swap(Q, "date: 1919-05-01", "date: 1919-03-01"), r"quarrel\.yaml:\d+: q3-thaw on 1919-03-01 follows q2-march on 1919-03-12: days run backwards"),
    "text without a last variant": (swap(Q, "says: {tr: Batı yazar., en: West writes.}", "says: [{when: trust == 1, tr: Batı yazar., en: West writes.}]"), r"quarrel\.yaml:\d+: .*its last variant has a condition"),
    "variant that is never told": (swap(Q, "says: {tr: Batı yazar., en: West writes.}", "says: [{tr: a, en: b}, {tr: c, en: d}]"), r"quarrel\.yaml:\d+: .*a variant without a condition stands before the last"),
    "variant that no state reaches": (swap(Q, "says: {tr: Batı yazar., en: West writes.}", "says: [{when: trust == 3, tr: a, en: b}, {tr: c, en: d}]"), r"quarrel\.yaml:\d+: .*q1-letter says: the variant with the condition trust == 3 is told in no state"),
    "text that presupposes what did not happen": (lambda folder: [swap(S, "papers:", "facts:\n  march: {of: [march], when: right == east}\npapers:")(folder), swap(Q, "says: {tr: Buzlar erir., en: The ice melts.}", "says: [{presupposes: [march], tr: a, en: b}]")(folder)], r"quarrel\.yaml:\d+: .*q3-thaw says presupposes march, which has not happened"),
    "text that speaks of what did not happen": (lambda folder: [swap(S, "papers:", "facts:\n  march: {of: [march], when: right == east, words: {en: [since the march]}}\npapers:")(folder), swap(Q, "en: The ice melts.", "en: The ice melts since the march.")(folder)], r"q3-thaw says presupposes march.*Shortest way"),
    "opening that speaks of what did not happen": (speaking(Q, "en: Two squares quarrel."), r"quarrel\.yaml:\d+: .*opening presupposes march, which has not happened"),
    "choice that speaks of what did not happen": (speaking(Q, "en: friendly"), r"quarrel\.yaml:\d+: .*q1-letter\.warm says presupposes march, which has not happened"),
    "ending that speaks of what did not happen": (speaking(Q, "text: {tr: kaldı, en: kept"), r"quarrel\.yaml:\d+: .*ending kept.* presupposes march, which has not happened"),
    "table that speaks of what did not happen": (speaking(F, "en: Bargaining."), r"fair\.yaml:\d+: .*f1-table says presupposes march, which has not happened"),
    "article that speaks of what did not happen": (speaking(F, "text: {tr: ortak, en: shared"), r"fair\.yaml:\d+: .*f-land.* presupposes march, which has not happened"),
    "broken table that speaks of what did not happen": (speaking(F, "broken: {tr: bozuldu, en: broken"), r"fair\.yaml:\d+: .*f1-table broken presupposes march, which has not happened"),
    "unknown variable in the text of a void act": (swap(F, "text: {tr: güven yok, en: no trust}", "text: [{when: trsut == 0, tr: a, en: b}, {tr: c, en: d}]"), r"fair\.yaml:\d+: .*'trsut'.*'trust'"),
    "unknown variable in the text of a broken table": (swap(F, "broken: {tr: bozuldu, en: broken}", "broken: [{when: trsut == 0, tr: a, en: b}, {tr: c, en: d}]"), r"fair\.yaml:\d+: .*'trsut'.*'trust'"),
    "unknown variable in a brief": (swap(Q, "people: {tr: kimse, en: nobody}\n    brief: {public: {tr: [bir], en: [one]}, secret: {tr: [gizli], en: [secret]}}\n  west", "people: {tr: kimse, en: nobody}\n    brief: {public: [{tr: bir, en: one}], secret: [[{when: trsut == 0, tr: a, en: b}, {tr: c, en: d}]]}\n  west"), r"quarrel\.yaml:\d+: .*'trsut'.*'trust'"),
    "brief with a line in one language only": (swap(Q, "secret: {tr: [gizli], en: [secret]}}\n  west", "secret: {tr: [gizli, iki], en: [secret]}}\n  west"), r"quarrel\.yaml:\d+: .*not the same number of lines in each language: 2 in tr, 1 in en"),
    "brief that speaks of what did not happen": (lambda folder: [swap(S, "papers:", "facts:\n  march: {of: [march], when: right == east, words: {en: [since the march]}}\npapers:")(folder), swap(Q, "en: [one]}, secret: {tr: [gizli], en: [secret]}}\n  west", "en: [one since the march]}, secret: {tr: [gizli], en: [secret]}}\n  west")(folder)], r"seat east public 0 presupposes march"),
    "presupposition that is no fact": (swap(Q, "says: {tr: Buzlar erir., en: The ice melts.}", "says: [{presupposes: [mach], tr: a, en: b}]"), r"quarrel\.yaml:\d+: .*presupposes 'mach', which is no fact"),
    "fact of nothing known": (swap(S, "papers:", "facts:\n  march: {of: [mach], when: right == east}\npapers:"), r"scenario\.yaml:\d+: the fact 'march' stands on 'mach', which the chronicle does not have"),
    "fact with an unknown word": (swap(S, "papers:", "facts:\n  march: {of: [march], when: rihgt == east}\npapers:"), r"scenario\.yaml:\d+: the fact 'march': unknown variable 'rihgt'"),
    "named change that is none": (swap(S, "papers:", "changes:\n  thaw: [trust up]\npapers:"), r"scenario\.yaml:\d+: .*'trust up' is not an effect"),
    "changes that name each other": (swap(S, "papers:", "changes:\n  one: [two]\n  two: [one]\npapers:"), r"scenario\.yaml:\d+: .*'one' names itself"),
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
    "variable of the campaign again": (swap(Q, "  marched: {", "  trust: {names: {tr: a, en: b}, size: 2}\n  marched: {"), r"'trust' is a variable or a piece of the campaign"),
    "unknown variable carried": (swap(Q, "carries: [trust]", "carries: [trsut]"), r"quarrel\.yaml:\d+: unknown variable 'trsut'"),
    "weight out of bounds": (swap(Q, "weight: {value: 60}", "weight: {value: 60, low: 70}"), r"quarrel\.yaml:\d+: .*the value 60 lies outside 70"),
    "negative weight": (swap(Q, "weight: {value: 60}", "weight: {value: -1}"), r"quarrel\.yaml:\d+: .*-1 is wrong"),
    "basket with one seat": (swap(F, "seats: [east, west]", "seats: [east]"), r"fair\.yaml:\d+: .*at least 2 items"),
    "basket seat unknown": (swap(F, "seats: [east, west]", "seats: [east, wset]"), r"fair\.yaml:\d+: 'wset' has no seat"),
    "no worth for a seat": (swap(F, "worth: {east: {value: 90}, west: {value: 40}}", "worth: {east: {value: 90}}"), r"fair\.yaml:\d+: f-land/to-east: no worth for 'west'"),
    "option by the word for none": (swap(F, "{id: shared,", "{id: open,"), r"fair\.yaml:\d+: .*'open' is what is said of an item without an option"),
    "unknown matter": (swap(F, "topic: land", "topic: lnad"), r"fair\.yaml:\d+: unknown matter 'lnad'.*'land'"),
    "too few rounds for history": (swap(F, "rounds: 2", "rounds: 1"), r"too few to draft|not legal here"),
    "paper that is never heard": (swap(S, "when: right == east, layer", "when: {all: [right == east, right == west]}, layer"), r"scenario\.yaml:\d+: .*the paper 'paper' never decides"),
    "holder that history contradicts": (swap(S, "east: [east, occupied]", "east: [east, sovereign]"), r"quarrel\.yaml:\d+: .*right \[control\] is \('east', 'sovereign'\)"),
    "option without consequence": (swap(Q, "effects: [trust -1]", "effects: [trust +1]"), r"quarrel\.yaml:\d+: .*'warm' or 'cold' at q1-letter never makes a difference"),
    "ending never reached": (swap(Q, "  - {id: kept", "  - {id: both, titles: {tr: a, en: b}, text: {tr: a, en: b}, when: {all: [marched == 1, marched == 0]}}\n  - {id: kept"), r"quarrel\.yaml:\d+: .*the ending 'both' has a chance of 0\.0000"),
    "ending never reached, of an option's name": (swap(Q, "  - {id: kept", "  - {id: cold, titles: {tr: a, en: b}, text: {tr: a, en: b}, when: {all: [marched == 1, marched == 0]}}\n  - {id: kept"), r"quarrel\.yaml:54: .*the ending 'cold' has a chance of 0\.0000"),
    "no ending for some": (swap(Q, "text: {tr: kaldı, en: kept}, when: []", "text: {tr: kaldı, en: kept}, when: trust == 3"), r"quarrel\.yaml:\d+: .*some plays reach no ending.*Shortest way"),
    "option that is never open": (swap(Q, "  - {id: cold,", "  - {id: cold, when: {all: [trust == 1, trust == 2]},"), r"the move 'q1-letter\.cold' is legal in no reachable state"),
    "dead end": (lambda folder: [swap(Q, "weights: [{when: trust >= 2, value: 90}],", "when: trust >= 2,")(folder), swap(Q, "- {id: stays,", "- {id: stays, when: trust >= 3,")(folder)], r"no move is legal at q2-march|legal in no reachable state"),
    "unknown source": (swap(Q, "    certainty: invented\n", CITING.format("tinny", "2-3")), r"quarrel\.yaml:\d+: unknown source 'tinny'.*'tiny'"),
    "line beyond a text": (swap(Q, "    certainty: invented\n", CITING.format("tiny", "4-9")), r"quarrel\.yaml:\d+: cites line 9 of 'tiny', which has 4 lines"),
    "unknown source of a set": (lambda folder: a_set(folder, 'cite: [{source: tinny, lines: "2", witness: [a]}]'), r"weights/a\.yaml:5: unknown source 'tinny'.*'tiny'"),
    "unknown event of a set": (lambda folder: a_set(folder, "events: [1919-nothing]"), r"weights/a\.yaml:5: unknown event '1919-nothing'"),
}  # fmt: skip


@pytest.mark.parametrize(("plant", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_found(
    toy_folder: Path, squares: Atlas, no_chronicle: Chronicle, plant: Fault, message: str
) -> None:
    plant(toy_folder)
    problems = [str(problem) for problem in scenario_problems(toy_folder, squares, no_chronicle)]
    assert re.search(message, "\n".join(problems)), "\n".join(problems) or "nothing was found"


def test_what_an_act_opens_with_is_heard_at_every_end_of_the_act_before(
    toy_folder: Path, squares: Atlas, no_chronicle: Chronicle
) -> None:
    opening = "opening: [{when: right == west, tr: a, en: b}, {tr: c, en: d}]"
    swap(F, "opening: {tr: Masaya otururlar., en: They sit down.}", opening)(toy_folder)
    seen = Walked()
    findings(load_scenario(toy_folder, squares, no_chronicle), "quarrel", seen)
    assert seen.told["fair"].heard >= {("opening", 0), ("opening", 1)}


@pytest.mark.skipif(not SOAK, reason="all that six acts can come to, in make soak")
def test_the_campaign_that_ships_is_clean() -> None:
    assert "No problem found" in check_data([default_folder("frontier")])


def test_the_corpus_is_large() -> None:
    assert len(FAULTS) >= 90


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
