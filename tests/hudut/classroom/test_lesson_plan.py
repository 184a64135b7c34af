"""A room that goes by a lesson plan: where pupils begin, what the program plays, and that everybody is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.log import read
from engine.play import legal_moves
from engine.policies import draw_of, policy_of
from engine.replay import historical_log, replay
from hudut.agenda import plans_of
from hudut.campaigns import Stage
from hudut.classroom import lead as lead_the_room
from hudut.classroom.fold import Room, Settings, fold
from hudut.classroom.tables import added, played, to_move
from tests.hudut.classroom.conftest import PERSONS, Door, boot, lead, new_key, set_up
from tests.hudut.classroom.test_requests import refused
from tests.registries import ACTS

LEFT_OUT = {"m22-principles", "m29-bond", "m30-aid", "m32-land"}
"""The commissions of Moscow that its plan of 45 minutes leaves to the program."""


def seated(door: Door, **settings: Any) -> tuple[Any, dict[str, Any]]:
    teacher = door.teacher()
    set_up(teacher, minutes=45, begin="plan", policies=PERSONS, wait=0, **settings)
    code = boot(teacher, "/teacher")["code"]
    return teacher, {seat: door.pupil(code, seat, 1, seat) for seat in ("ankara", "moscow", "tiflis")}


def played_by_history(frontier: Stage, teacher: Any, pupils: dict[str, Any]) -> list[str]:
    """Play on as in history until the act closes; return the moves of the pupils."""
    wanted = [one.move for one in historical_log(frontier.scenario, ("moscow",)).entries]
    assert lead(teacher, "start").status_code == 200
    made: list[str] = []
    while not (now := boot(pupils["ankara"])["now"])["over"]:
        one = pupils[now["actor"]]
        mine = boot(one)["now"]
        move = next(move for move in wanted if move in mine["legal"] and move not in made)
        body = {"key": new_key(), "moves": [move], "at": mine["at"]}
        assert one.post("/api/move", json=body).status_code == 200
        made.append(move)
    return made


def test_pupils_decide_what_the_plan_gives_them_and_the_program_the_rest(door: Door, frontier: Stage) -> None:
    teacher, pupils = seated(door)
    assert boot(teacher, "/teacher")["agenda"][0]["end"] == 3
    made = played_by_history(frontier, teacher, pupils)
    steps = {move.split(".")[0] for move in made}
    assert steps == {
        "m11-simon-mdivani", "m13-eastern-claim", "m14-georgia", "m18-georgia-talks", "m24-batum-decision",
        "m26-who-speaks",
    }  # fmt: skip
    log = read(teacher.get("/teacher/log?table=1").text)
    whole = historical_log(frontier.scenario, ("moscow",))
    end = replay(frontier.scenario, whole)
    assert replay(frontier.scenario, log) == end  # as in history, the texts of the program's tables too
    lines = boot(pupils["tiflis"])["lines"]
    marked = {line["step"]: line.get("program", False) for line in lines if line["kind"] == "move"}
    assert marked["m2-gumru-text"]
    assert marked["m32-land"]
    assert not marked["m18-georgia-talks"]
    assert not marked["m19-tiflis-falls"]  # chance is nobody's
    lead(teacher, "end")
    lead(teacher, "debrief", on=True)
    column, history = boot(pupils["tiflis"], "/debrief")["columns"]
    assert set(column["program"]) >= LEFT_OUT | {"m2-gumru-text"}
    assert not set(column["program"]) & steps
    assert "program" not in history


def test_what_the_program_plays_is_said_and_cannot_be_prepared(door: Door) -> None:
    teacher, pupils = seated(door)
    begun = boot(pupils["ankara"])
    assert set(begun["left_out"]) >= LEFT_OUT
    program = {one["step"]: one["program"] for one in begun["now"]["ahead"]}
    assert {step for step, yes in program.items() if yes} == LEFT_OUT
    assert not program["m18-georgia-talks"]
    body = {"key": new_key(), "step": "m32-land", "text": {}}
    refused(pupils["ankara"].post("/api/draft", json=body), 409, "left-out")
    lead(teacher, "start")
    assert boot(pupils["tiflis"])["now"]["legal"]
    lead(teacher, "fork", table=1)
    again = boot(teacher, "/teacher")["tables"]["2"]["now"]["ahead"]
    assert {one["step"] for one in again if one["program"]} == LEFT_OUT


@pytest.mark.parametrize("act", ACTS)
def test_no_lesson_of_45_minutes_is_over_after_a_decision_or_two(frontier: Stage, act: str) -> None:
    """Twelve plays at random: a class that wanders off has still decided three times before the act can close."""
    scenario = frontier.scenario
    seats = {**dict.fromkeys(scenario.acts[act].seats, "person"), "chance": "historical"}
    choose = policy_of("random")
    for seed in range(12):
        room = Room()
        settings = Settings(act, 45, 1, "plan", 0, seed, seats)
        events = lead_the_room.set_up(scenario, room, settings, "kars-417", plans_of(frontier)[act, 45])
        for number, event in enumerate(events, start=1):
            room = fold(scenario, room, replace(event, number=number))
        table, decided = room.tables[1], set()
        while seat := to_move(scenario, table):
            legal = legal_moves(scenario, table.state)
            decided.add(legal[0].step)
            move = choose(scenario, table.state, legal, draw_of(seed, len(table.log.entries)))
            for entry in played(scenario, table, seat, (move.id,), ""):
                table = added(scenario, table, entry)
        assert len(decided) >= 3, decided


def test_a_length_without_a_plan_is_refused(door: Door) -> None:
    body = {"act": "moscow", "minutes": 60, "tables": 1, "policies": PERSONS, "begin": "plan"}
    refused(lead(door.teacher(), "set-up", **body), 422, "no-plan")
