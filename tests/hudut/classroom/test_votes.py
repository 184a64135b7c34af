"""A delegation decides as the teacher says: somebody proposes, the others vote, and who is away does not block."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from typing import Any

import pytest

from hudut.classroom.live import LiveRoom
from tests.hudut.classroom.conftest import Door, boot, lead, move, new_key, set_up

NAMES = ("Ayşe", "Bora", "Cem")


class Delegation:
    """Three pupils of Ankara, all connected, and one of Moscow."""

    def __init__(self, door: Door, live: LiveRoom, votes: str) -> None:
        assert door.loop is not None
        self.teacher, self.live, self.loop = door.teacher(), live, door.loop
        set_up(self.teacher, votes=votes)
        self.ankara = [door.pupil(live.room.code, name, 1, "ankara") for name in NAMES]
        self.moscow = door.pupil(live.room.code, "Deniz", 1, "moscow")
        assert lead(self.teacher, "start").status_code == 200
        live.connected.update(dict.fromkeys(live.room.people, 1))
        self.option = self.now(0)["legal"][1]

    def now(self, place: int) -> dict[str, Any]:
        found: dict[str, Any] = boot(self.ankara[place])["now"]
        return found

    def propose(self, place: int = 0) -> None:
        assert move(self.ankara[place], self.now(place), self.option, why="for Kars").status_code == 200

    def back(self, place: int, *, yes: bool = True) -> Any:
        at = self.now(place)["at"]
        return self.ankara[place].post("/api/back", json={"key": new_key(), "at": at, "yes": yes})

    def leave(self, name: str) -> None:
        person = next(one.id for one in self.live.room.people.values() if one.name == name)
        self.live.connected[person] = 0
        asyncio.run_coroutine_threadsafe(self.live.carry_proposals(), self.loop).result()

    @property
    def made(self) -> bool:
        return any(entry.move == self.option for entry in self.live.room.tables[1].log.entries)


def test_by_majority_two_of_three_carry_a_proposal(door: Door, live: LiveRoom) -> None:
    one = Delegation(door, live, "majority")
    one.propose()
    assert not one.made
    assert one.now(1)["proposal"] == {"moves": [one.option], "why": "for Kars", "by": "Ayşe", "votes": {"Ayşe": True}}
    assert boot(one.moscow)["now"]["proposal"] is None
    assert "for Kars" not in json.dumps(boot(one.moscow))
    assert one.back(1, yes=False).status_code == 200
    assert not one.made
    assert one.back(2).status_code == 200
    assert one.made
    assert one.now(0)["proposal"] is None
    assert any(line.get("by") == "Ayşe" for line in boot(one.ankara[2])["lines"])


def test_by_consensus_one_who_objects_blocks_and_one_who_leaves_does_not(door: Door, live: LiveRoom) -> None:
    one = Delegation(door, live, "consensus")
    one.propose()
    one.back(1)
    assert not one.made
    one.leave("Cem")
    assert one.made


def test_with_a_speaker_nothing_is_done_without_the_first_who_sat_down(door: Door, live: LiveRoom) -> None:
    one = Delegation(door, live, "speaker")
    one.propose(1)
    one.back(2)
    assert not one.made
    one.back(0)
    assert one.made


def test_free_as_before_and_alone_under_any_rule(door: Door, live: LiveRoom) -> None:
    one = Delegation(door, live, "free")
    one.propose(2)
    assert one.made


@pytest.mark.parametrize("rule", ["majority", "consensus", "speaker"])
def test_who_is_alone_is_not_asked(door: Door, live: LiveRoom, rule: str) -> None:
    one = Delegation(door, live, rule)
    one.leave("Ayşe")
    one.leave("Bora")
    one.propose(2)
    assert one.made


def test_a_proposal_falls_with_the_position_it_was_made_for(door: Door, live: LiveRoom) -> None:
    one = Delegation(door, live, "majority")
    one.propose()
    at = one.now(1)["at"]
    assert lead(one.teacher, "stand-in", table=1, seat="ankara", policy="historical").status_code == 200
    assert live.room.tables[1].proposals == {}
    late = one.ankara[1].post("/api/back", json={"key": new_key(), "at": at, "yes": True})
    assert (late.status_code, late.json()["word"]) == (409, "stale")


def test_the_record_has_proposals_votes_and_what_was_taken_back(door: Door, live: LiveRoom) -> None:
    one = Delegation(door, live, "majority")
    one.propose()
    one.back(1)
    assert one.made
    assert lead(one.teacher, "back", table=1).status_code == 200
    text = one.teacher.get("/teacher/record.csv?lang=en").text.removeprefix("\ufeff")
    rows = [(row["pupil"], row["what"], row["rationale"]) for row in csv.DictReader(io.StringIO(text))]
    assert rows == [
        ("Ayşe", "proposal", "for Kars"),
        ("Bora", "vote", ""),
        ("Ayşe", "move (taken back)", "for Kars"),
    ]
