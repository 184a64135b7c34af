"""The debrief of the toy campaign's second act, where its numbers are small enough to be reckoned by hand."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from engine.frame import ending
from engine.log import Entry, Log
from engine.playthrough import new_log, play_out
from engine.prose import told
from engine.replay import end_of, states
from geo.load import Atlas
from hudut.campaigns import Stage, stage
from hudut.debrief import as_markdown, debrief
from hudut.scripts import play, read_script
from hudut.transcript import left_history
from maps.joining import joined
from scenarios.campaign import load_scenario
from scenarios.chronicle import Chronicle
from tests.conftest import TESTS

AMENDED = (("fair.open", "chance"), ("f1-table.east.f-land.shared", "east"))
BROKEN = (AMENDED[0], ("f1-table.east.break", "east"), ("fair.close", "chance"))


@pytest.fixture(scope="module")
def toy(squares: Atlas, no_chronicle: Chronicle) -> Stage:
    return Stage(load_scenario(TESTS / "assets" / "toy", squares, no_chronicle), squares, lambda: no_chronicle)


def log_of(toy: Stage, *moves: tuple[str, str]) -> Log:
    log = new_log(toy.scenario, "fair")
    for move, actor in moves:
        log = log.add(Entry("move", move, actor))
    return log


def test_a_table_that_was_broken_off_agreed_nothing(toy: Stage) -> None:
    found = debrief(toy, log_of(toy, *BROKEN), "fair")
    assert found is not None
    assert (found.ending, found.history_ending) == ("broken", "signed")
    assert [(one.step, one.item, one.ours, one.history) for one in found.articles] == [
        ("f1-table", "f-land", None, "to East"),
        ("f1-table", "f-price", None, "much"),
    ]
    assert found.distance == 2
    assert found.divergence is not None
    assert (found.divergence.number, found.divergence.kind) == (2, "table")
    assert found.balance == {"trust": ("0", "3"), "deal": ("none", "whole")}
    # East (90 + 30) / 2; West (40 + 20 for trust + 90) / 2; without a text each has what walking away is worth to it.
    assert found.worth == {"east": (40, 60), "west": (45, 75)}
    assert found.km2 == 0
    assert [(one.territory, one.layer) for one in found.land] == [("right", "title")]


def test_by_what_kind_of_move_a_play_left_history_and_what_went_otherwise(toy: Stage) -> None:
    """The order of words at a table is no departure; another text is, when it is sealed."""
    words = ("f-land.shared", "f-price.much", "pass")
    moves = [AMENDED[0], *((f"f1-table.east.{word}", "east") for word in words)]
    drafted = log_of(toy, *moves)
    assert left_history(toy, drafted, states(toy.scenario, drafted)) is None
    sealed = log_of(toy, *moves, ("f1-table.west.accept", "west"), ("f1-table.east.seal", "east"))
    left = left_history(toy, sealed, states(toy.scenario, sealed))
    assert left is not None
    assert (left.number, left.kind) == (6, "text")
    assert left.pairs["en"] == (("land", "shared", "to East"),)
    given = log_of(toy, AMENDED[0]).add(Entry("inject", effects=(("set", "trust", 0),)))
    found = left_history(toy, given, states(toy.scenario, given))
    assert found is not None
    assert (found.number, found.kind, found.pairs) == (2, "inject", {})


def test_an_act_that_was_left_is_compared_as_far_as_it_went(toy: Stage) -> None:
    log = log_of(toy, *AMENDED)
    assert debrief(toy, log, "fair") is None
    found = debrief(toy, log, "fair", unfinished=True)
    assert found is not None
    assert found.ending is None
    assert [one.ours for one in found.articles] == [None, None]  # a draft is no article
    assert found.balance["trust"] == ("2", "3")
    assert debrief(toy, log, "quarrel", unfinished=True) is not None


def test_the_markdown_names_what_is_missing(toy: Stage) -> None:
    found = debrief(toy, log_of(toy, *AMENDED), "fair", unfinished=True)
    assert found is not None
    lines = as_markdown(found, toy).splitlines()
    assert lines[0].startswith("# The fair")
    assert lines[1] == ""
    assert [line for line in lines if line.startswith("* ")] == [
        "* **This play:** Not played to the end",
        "* **History:** signed",
    ]
    # What the play has not come to is no difference, and nobody failed to agree on it.
    assert sum("did not come up" in line for line in lines) == 2
    assert not any("nothing agreed" in line or "differs |" in line for line in lines)
    assert found.distance == 0


DIFFERENCES = """
const window = globalThis;
%s
const desk = %s;
desk.t = (id) => id;
desk.teller = { words: desk.words, step: (id, told) => (told ? desk.other : desk.words.steps)[id] };
process.stdout.write(JSON.stringify(window.differencesOf(desk, ...desk.columns).map((one) => one.id)));
"""


def differences(steps: object, other: object, *columns: object) -> list[str]:
    """Return the ids of what differs in the page between a play and history; `other`: steps as the play told them."""
    desk = {"words": {"steps": steps}, "other": other, "columns": columns}
    script = DIFFERENCES % (joined("hudut/play/js/debrief.js", "differencesOf"), json.dumps(desk))
    done = subprocess.run([compute_driver_executable()[0], "-e", script], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_a_play_that_took_history_s_option_does_not_differ_though_its_title_has_a_variant() -> None:
    step = {"kind": "decision", "title": "The exchange", "options": {"exchange": {"title": "Late in September"}}}
    other = {**step, "options": {"exchange": {"title": "In the autumn"}, "delay": {"title": "Later"}}}
    past = {"choices": {"k26": "exchange"}, "text": {}, "land": {}, "past": ["k26"]}

    def differing(option: str) -> list[str]:
        column = {"choices": {"k26": option}, "text": {}, "land": {}, "past": ["k26"], "told": True}
        return differences({"k26": step}, {"k26": other}, column, past)

    assert differing("exchange") == []
    assert differing("delay") == ["k26"]


def test_what_a_play_has_come_to_differs_though_it_was_left_and_what_it_has_not_does_not() -> None:
    step = {"kind": "basket", "title": "The table", "items": {"i": {"title": "Line", "options": {"a": {"title": "A"}}}}}
    past = {"choices": {}, "text": {"i": "a"}, "land": {}, "past": ["t"]}

    def differing(**column: object) -> list[str]:
        mine = {"choices": {}, "land": None, "told": None, "annulled": {}, **column}
        return differences({"t": step}, {"t": step}, mine, past)

    assert differing(text={}, past=[]) == []
    assert differing(text={"i": "a"}, past=["t"]) == []
    for word in ("open", "broken", "not-held", "annulled"):
        assert differing(text={"i": word}, past=["t"]) == ["t.i"], word


DOCUMENTED = Path(__file__).parent.parent.parent / "docs" / "scripts"


def test_what_did_not_come_about_is_named_by_what_it_was() -> None:
    """Without the attack nobody asks what to do with the text of Gümrü: that is no event that failed to happen."""
    found, log = play(read_script(DOCUMENTED / "no-attack.yaml"))
    moscow = debrief(found, log, "moscow")
    assert moscow is not None
    assert moscow.divergence is not None
    assert moscow.divergence.kind == "decision.out"
    said = as_markdown(moscow, found)
    assert "a decision that did not come up" in said
    assert "an event" not in said


@pytest.mark.parametrize("signed", [True, False])
def test_the_ending_with_enver_inside_says_whether_kars_was_signed(*, signed: bool) -> None:
    found = stage("frontier")
    begun = new_log(found.scenario, "kars", seats={"all": "historical", "chance": "historical"})
    inside = ("k21-answer.admit", "k24-two-heads.stays", *(() if signed else ("k32-terms.ankara.break",)))
    log = play_out(found.scenario, begun, "kars", inside)
    end = end_of(found.scenario, log, states(found.scenario, log), "kars")
    assert end is not None
    act = found.scenario.acts["kars"]
    assert ending(found.scenario, end, "kars") == "enver-inside"
    text = told(found.scenario, "kars", end, next(one for one in act.endings if one.id == "enver-inside").text)
    assert ("there is a signed text at Kars" in text.texts["en"]) is signed
    assert ("at Kars there is no treaty" in text.texts["en"]) is not signed
