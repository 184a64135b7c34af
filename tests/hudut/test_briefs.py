"""A brief says what holds as the act opens: on a branch another sentence where history's would be false there.

Sentences were read off the scenario by hand; which of them a branch makes false was judged without its conditions.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.opening import Opening
from engine.playthrough import new_log
from engine.prose import telling
from engine.replay import historical_log, states, states_that_count
from hudut.campaigns import Stage, stage
from hudut.classroom.fold import Room
from hudut.classroom.seeing import Sight
from hudut.classroom.tables import new_table
from hudut.play.words import words
from hudut.terminal import Session
from tests.registries import ACTS

FALSE = [
    ("gumru", {"notice": "silent"}, "ankara", "Moscow has been told", "We shall explain this to Moscow ourselves"),
    ("moscow", {"gumru_text": "none"}, "ankara", "drawn at Gümrü", "has not been drawn yet"),
    ("moscow", {"kars": "armenia"}, "moscow", "Kars is gone", "Kars is not in Turkish hands"),
    ("moscow", {"alexandropol": "armenia"}, "ankara", "Gümrü is held until", "Gümrü is not in our hands"),
    ("kars", {"batum": "kept"}, "ankara", "on the paper|as the treaty asks", "We do not leave Batum"),
    ("kars", {"batum": "red"}, "ankara", "we stay in the town", "We have no soldiers at Batum"),
    ("kars", {"line21": "none"}, "ankara", "We stand by the treaty of Moscow", "left half done in Moscow"),
    ("kars", {"gumru_text": "none"}, "republics", "Gümrü is a dead paper", "without Erivan’s signature"),
    ("kars", {"tiflis": "georgia"}, "republics", "Eliava", "independent government in Tiflis"),
    ("frunze", {"aid_text": "none"}, "ankara", "the rest of the promised gold", "no promise of help in writing"),
    ("frunze", {"enver": "inside"}, "ankara", "Enver is finished", "Enver is in Anatolia"),
]


@pytest.fixture(scope="module")
def frontier() -> Stage:
    return stage("frontier")


def on_paper(one: Stage, act: str, seat: str) -> str:
    """Return what the words of an act, and so its role sheet, say of a seat."""
    told = words(one, act, "en", (seat,))["seats"][seat]
    return "\n".join([told["people"], *told["public"], *told["secret"], *told["aims"]])


@pytest.mark.parametrize("case", FALSE)
def test_a_brief_on_a_branch(frontier: Stage, case: tuple[str, dict[str, str], str, str, str], tmp_path: Path) -> None:
    act, carried, seat, false, true = case
    session = Session(frontier, act, seat, "en", tmp_path / "play.jsonl")
    assert true not in session.brief()
    session.log = new_log(frontier.scenario, act, carried=carried)
    assert true in session.brief()
    assert not any(word in session.brief() for word in false.split("|"))
    assert true not in on_paper(frontier, act, seat)  # paper is printed for history


@pytest.mark.parametrize("act", ACTS)
def test_history_is_told_the_first_variants(frontier: Stage, act: str) -> None:
    """Role sheets print them, so they must be history's."""
    log = historical_log(frontier.scenario, (act,))
    told = telling(frontier.scenario, act, states_that_count(log, states(frontier.scenario, log)))
    assert not [name for name in told if name.startswith(("opening", "seat ", "notes"))]


def test_the_room_sends_no_seat_which_secret_lines_another_was_told(frontier: Stage) -> None:
    begun = Opening("kars", {"alexandropol": "soviet", "line21": "none"})
    persons = dict.fromkeys(frontier.scenario.acts["kars"].seats, "person")
    table = new_table(frontier.scenario, 1, begun, persons, 0)
    told = {seat: set(Sight(frontier, Room(), table, seat).now()["told"]) for seat in ("ankara", "moscow", "teacher")}
    secret = {"seat ankara secret 0", "seat ankara secret 7", "seat ankara aims 0"}
    assert secret <= told["ankara"]
    assert secret <= told["teacher"]
    assert not {name for name in told["moscow"] if name.startswith(("seat ankara secret", "seat ankara aims"))}
    assert "seat ankara public 0" in told["moscow"]
