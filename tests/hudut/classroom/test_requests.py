"""Requests of pupils and teacher: what is allowed is done once, what is not is refused and changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.log import read
from engine.replay import historical_log, replay
from hudut.classroom.live import LiveRoom
from hudut.classroom.tokens import digest_of, plain_code
from tests.hudut.classroom.conftest import PERSONS, Door, boot, lead, move, new_key, offered, set_up


@pytest.fixture
def class_of_two(door: Door, live: LiveRoom) -> tuple[Any, Any, Any]:
    """Teacher, Ankara and Moscow at one table, the lesson begun."""
    teacher = door.teacher()
    set_up(teacher)
    ankara = door.pupil(live.room.code, "Ayşe", 1, "ankara")
    moscow = door.pupil(live.room.code, "Bora", 1, "moscow")
    assert lead(teacher, "start").status_code == 200
    return teacher, ankara, moscow


def state_of(live: LiveRoom) -> tuple[int, int]:
    return live.room.last, len(live.room.tables[1].log.entries)


def refused(answer: Any, status: int, word: str) -> None:
    assert (answer.status_code, answer.json()["word"]) == (status, word)
    assert all(answer.json()["says"].values())


def test_a_move_is_made_kept_and_seen_by_all(class_of_two: tuple[Any, Any, Any], live: LiveRoom) -> None:
    _, ankara, moscow = class_of_two
    before = boot(ankara)["now"]
    assert before["actor"] == "ankara"
    assert before["legal"]
    assert not boot(moscow)["now"]["legal"]
    assert move(ankara, before, why="Kars first").status_code == 200
    lines = boot(moscow)["lines"]
    assert any(line["move"] == before["legal"][0] for line in lines)
    assert "Kars first" in json.dumps(boot(ankara)["lines"])
    assert "Kars first" not in json.dumps(boot(moscow))


def test_a_table_is_told_what_came_of_its_own_play(door: Door, live: LiveRoom) -> None:
    """Ankara stays out of Batum: then no page of the room tells of two governments there."""
    teacher = door.teacher()
    others = {"moscow": "historical", "tiflis": "historical", "chance": "historical"}
    set_up(teacher, policies={"ankara": "person", **others})
    ankara = door.pupil(live.room.code, "Ayşe", 1, "ankara")
    assert lead(teacher, "start").status_code == 200
    for _ in range(200):
        page = boot(ankara)
        if any(line.get("step") == "m27-batum-entered" for line in page["lines"]):
            break
        legal = page["now"]["legal"]
        assert move(ankara, page["now"], next((one for one in legal if one.endswith((".stay", ".pass"))), legal[0]))
    left = page["now"]["left"]["number"]
    assert next(line["number"] for line in page["lines"] if line.get("departed")) >= left
    assert not any(line.get("departed") for line in page["lines"] if line["number"] < left)
    variants = page["words"]["steps"]["m27-batum-entered"]["variants"]["title"]
    for told in (page, boot(teacher, "/projector?table=1")):
        assert "two governments" not in variants[told["now"]["told"]["m27-batum-entered title"]].lower()


def test_a_move_sent_twice_counts_once(class_of_two: tuple[Any, Any, Any], live: LiveRoom) -> None:
    _, ankara, _ = class_of_two
    now = boot(ankara)["now"]
    body = {"key": new_key(), "moves": [offered(now)[0]], "at": now["at"]}
    assert ankara.post("/api/move", json=body).status_code == 200
    once = state_of(live)
    assert ankara.post("/api/move", json=body).status_code == 200
    assert state_of(live) == once


def test_what_is_not_allowed_is_refused_and_changes_nothing(
    class_of_two: tuple[Any, Any, Any], door: Door, live: LiveRoom
) -> None:
    teacher, ankara, moscow = class_of_two
    now = boot(ankara)["now"]
    before = state_of(live)
    refused(move(moscow, now), 409, "out-of-turn")
    refused(move(moscow, boot(moscow)["now"], "m32-land.moscow.accept"), 409, "out-of-turn")
    refused(move(ankara, now, "m32-land.moscow.accept"), 409, "illegal")
    refused(move(ankara, now, "nonsense"), 409, "illegal")
    refused(move(ankara, {**now, "at": now["at"] - 1}, offered(now)[0]), 409, "stale")
    forger = door.stranger(cookies={"hudut_pupil": "forged"})
    refused(move(forger, now, offered(now)[0]), 401, "who")
    refused(ankara.post("/api/teacher/end", json={"key": new_key()}), 403, "not-teacher")
    refused(ankara.post("/api/seat", json={"key": new_key(), "table": 1, "seat": "moscow"}), 409, "seated")
    refused(ankara.post("/api/move", content="{broken", headers={"content-type": "application/json"}), 422, "misformed")
    refused(ankara.post("/api/move", content=b"x" * 5_000_000), 413, "too-large")
    refused(ankara.post("/api/move", json={"key": new_key(), "moves": ["x"], "at": "1"}), 422, "misformed")
    refused(
        ankara.post("/api/move", json={"key": new_key()}, headers={"origin": "http://evil.example"}), 403, "other-site"
    )
    refused(ankara.get("/desk", headers={"host": "evil.example"}), 421, "other-host")
    refused(ankara.get("/events?table=0"), 403, "not-teacher")
    assert state_of(live) == before
    assert lead(teacher, "pause").status_code == 200
    refused(move(ankara, now), 423, "paused")
    assert lead(teacher, "pause", on=False).status_code == 200
    assert move(ankara, now).status_code == 200
    assert lead(teacher, "end").status_code == 200
    refused(move(ankara, boot(ankara)["now"], "x"), 409, "ended")


@pytest.mark.parametrize("chunks", [1, 200])
def test_a_body_that_does_not_say_its_size_is_refused_too(class_of_two: tuple[Any, Any, Any], chunks: int) -> None:
    _, ankara, _ = class_of_two
    answer = ankara.post("/api/move", content=(b"x" * (200_000 // chunks) for _ in range(chunks)))
    refused(answer, 413, "too-large")


HOSTILE = ["<script>x()</script>", "a\u202eb", "=1+1", "x" * 24, "Ünal '\"&", "{{7*7}}", "İI ıi", "a\u0000b", "Z̸̧a"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(door: Door, live: LiveRoom, name: str) -> None:
    teacher = door.teacher()
    set_up(teacher)
    door.pupil(live.room.code, name, 1, "ankara")
    kept = next(iter(live.room.people.values())).name
    assert not any(ord(sign) < 32 or sign == "\u202e" for sign in kept)
    for path in ("/teacher", "/teacher/record"):
        assert "<script>x()" not in teacher.get(path).text
    other = door.pupil(live.room.code, "Other", 1, "ankara")
    assert "<script>x()" not in other.get("/desk").text
    other.post("/api/say", json={"key": new_key(), "text": "=cmd|' /C calc'!A0"})
    rows = teacher.get("/teacher/record.csv").text.splitlines()[1:]
    assert rows
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.split(","))


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u202e", "x" * 25, "x" * 3000, "Z" + "\u0335" * 9])
def test_a_name_that_is_none_is_refused(door: Door, live: LiveRoom, name: str) -> None:
    set_up(door.teacher())
    answer = door.stranger().post("/api/join", json={"code": live.room.code, "name": name})
    assert answer.status_code == 422
    assert not live.room.people


def test_two_names_that_look_alike_are_one(door: Door, live: LiveRoom) -> None:
    set_up(door.teacher())
    door.pupil(live.room.code, "Işık")
    refused(door.stranger().post("/api/join", json={"code": live.room.code, "name": "IŞIK"}), 409, "name-taken")


def test_wrong_codes_run_out(door: Door, live: LiveRoom) -> None:
    set_up(door.teacher())
    stranger = door.stranger()
    answers = [stranger.post("/api/join", json={"code": f"kars-{n}", "name": "x"}).status_code for n in range(30)]
    assert answers[0] == 403
    assert answers[-1] == 429
    refused(stranger.post("/api/join", json={"code": live.room.code, "name": "x"}), 429, "too-often")


def test_cookies_and_headers(door: Door, live: LiveRoom) -> None:
    set_up(door.teacher())
    answer = door.stranger().post("/api/join", json={"code": live.room.code.upper(), "name": "Ece"})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert len(cookie.split("=", 1)[1].split(";")[0]) >= 43
    page = door.stranger().get("/")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    for path in (
        "/room.sqlite",
        "/keys.json",
        "/static/../keys.json",
        "/static/..%2fkeys.json",
        "/docs",
        "/openapi.json",
    ):
        assert door.teacher().get(path).status_code == 404


def test_a_pupil_comes_back_with_a_code_good_once(
    class_of_two: tuple[Any, Any, Any], door: Door, live: LiveRoom
) -> None:
    teacher, _, _ = class_of_two
    code = lead(teacher, "let-return", person="p1").json()["code"]
    asked = {"code": live.room.code, "name": "ayşe", "again": code}
    back = door.stranger()
    refused(back.post("/api/join", json={**asked, "again": "aaaaaaaa"}), 403, "wrong-return")
    assert back.post("/api/join", json=asked).status_code == 200
    assert boot(back)["seat"] == "ankara"
    refused(door.stranger().post("/api/join", json=asked), 403, "wrong-return")
    assert code not in json.dumps(boot(teacher, "/teacher"))


@pytest.mark.parametrize(
    "typed",
    [
        "sarikamis-486",
        "Sarıkamış-486",
        "SARIKAMIŞ-486",
        "SARIKAMIS 486",
        " sarıkamış – 486 ",
        "SARİKAMİŞ486",
        "sarıkamıs‑486",
    ],
)
def test_a_code_survives_a_turkish_keyboard(typed: str) -> None:
    assert plain_code(typed) == plain_code("sarikamis-486")
    assert plain_code(typed) not in {plain_code(other) for other in ("sarikamis-487", "kars-486", "")}


def test_who_joins_again_because_the_answer_was_lost_is_let_in_once(door: Door, live: LiveRoom) -> None:
    teacher = door.teacher()
    set_up(teacher)
    asked = {"code": live.room.code, "name": "Ayşe", "key": new_key()}
    lost, again, other = door.stranger(), door.stranger(), door.stranger()
    assert lost.post("/api/join", json=asked).status_code == 200
    assert again.post("/api/join", json=asked).status_code == 200
    assert [one.name for one in live.room.people.values()] == ["Ayşe"]
    sat = again.post("/api/seat", json={"key": new_key(), "table": 1, "seat": "ankara"})
    assert sat.status_code == 200
    assert boot(again)["me"] == "Ayşe"
    refused(other.post("/api/join", json={**asked, "key": new_key()}), 409, "name-taken")


def test_what_the_teacher_asks_again_is_answered_as_before(class_of_two: tuple[Any, Any, Any], live: LiveRoom) -> None:
    teacher, _, _ = class_of_two
    key = new_key()
    codes = [teacher.post("/api/teacher/let-return", json={"key": key, "person": "p1"}) for _ in range(2)]
    assert [one.status_code for one in codes] == [200, 200]
    assert live.room.people["p1"].return_code == digest_of(codes[1].json()["code"])
    wipe = {"key": new_key(), "text": live.room.code}
    assert [teacher.post("/api/teacher/wipe", json=wipe).status_code for _ in range(2)] == [200, 200]


def test_drafts_and_votes_stay_inside_offers_do_not(class_of_two: tuple[Any, Any, Any]) -> None:
    _, ankara, moscow = class_of_two
    step = boot(ankara)["now"]["ahead"][0]
    assert step["step"] == "m18-georgia-talks"
    step = boot(ankara)["now"]["ahead"][1]
    items = boot(ankara)["words"]["steps"][step["step"]]["items"]
    item = next(iter(items))
    text = {item: list(items[item]["options"])[1]}
    assert ankara.post("/api/draft", json={"key": new_key(), "step": step["step"], "text": text}).status_code == 200
    assert boot(ankara)["now"]["ahead"][1]["draft"]["text"] == text
    assert boot(moscow)["now"]["ahead"][1]["draft"] is None
    vote = {"key": new_key(), "step": step["step"], "yes": False}
    assert ankara.post("/api/vote", json=vote).status_code == 200
    refused(moscow.post("/api/vote", json=vote), 409, "no-draft")
    refused(
        moscow.post("/api/draft", json={"key": new_key(), "step": "m18-georgia-talks", "text": {}}),
        403,
        "not-your-table",
    )
    assert boot(moscow)["now"]["ahead"][1]["offers"] == {}
    assert ankara.post("/api/offer", json={"key": new_key(), "step": step["step"]}).status_code == 200
    assert boot(moscow)["now"]["ahead"][1]["offers"] == {"ankara": text}


def test_a_draft_keeps_what_was_chosen_before(class_of_two: tuple[Any, Any, Any]) -> None:
    """Two articles chosen one right after the other are both in it, whoever of the delegation chose them."""
    _, ankara, _ = class_of_two
    step = boot(ankara)["now"]["ahead"][1]["step"]
    items = boot(ankara)["words"]["steps"][step]["items"]
    (first, one), (second, other) = [(item, list(items[item]["options"])[1]) for item in list(items)[:2]]

    def drafted(item: str, option: str) -> Any:
        answer = ankara.post("/api/draft", json={"key": new_key(), "step": step, "text": {item: option}})
        assert answer.status_code == 200
        return boot(ankara)["now"]["ahead"][1]["draft"]["text"]

    assert drafted(first, one) == {first: one}
    assert drafted(second, other) == {first: one, second: other}
    assert drafted(first, "") == {second: other}
    unknown = ankara.post("/api/draft", json={"key": new_key(), "step": step, "text": {first: "nothing-such"}})
    refused(unknown, 422, "no-such-option")


def test_letters_reach_those_they_were_written_to(
    class_of_two: tuple[Any, Any, Any], door: Door, live: LiveRoom
) -> None:
    teacher, ankara, moscow = class_of_two
    tiflis = door.pupil(live.room.code, "Cem", 1, "tiflis")
    assert ankara.post("/api/say", json={"key": new_key(), "to": ["moscow"], "text": "between us"}).status_code == 200
    assert ankara.post("/api/say", json={"key": new_key(), "text": "to the whole table"}).status_code == 200
    assert lead(teacher, "tell", table=1, to="tiflis", text="from the teacher").status_code == 200
    texts = {name: [one["text"] for one in boot(who)["letters"]] for name, who in (("m", moscow), ("t", tiflis))}
    assert texts == {"m": ["between us", "to the whole table"], "t": ["to the whole table", "from the teacher"]}
    refused(ankara.post("/api/say", json={"key": new_key(), "to": ["london"], "text": "x"}), 404, "no-such-seat")


def test_step_back_fork_and_stand_in(class_of_two: tuple[Any, Any, Any], live: LiveRoom) -> None:
    teacher, ankara, _ = class_of_two
    refused(lead(teacher, "back", table=1), 409, "nothing-to-undo")
    first = live.room.tables[1].state
    assert move(ankara, boot(ankara)["now"]).status_code == 200
    assert live.room.tables[1].state != first
    assert lead(teacher, "fork", table=1).status_code == 200
    assert lead(teacher, "back", table=1).status_code == 200
    assert live.room.tables[1].state == first
    assert live.room.tables[2].state != first
    assert live.room.tables[2].log.header.parent
    assert lead(teacher, "stand-in", table=1, seat="ankara", policy="historical").status_code == 200
    assert boot(ankara)["now"]["actor"] == "moscow"


def test_a_fork_names_its_parent_and_takes_delegations_along(
    class_of_two: tuple[Any, Any, Any], door: Door, live: LiveRoom
) -> None:
    teacher, ankara, moscow = class_of_two
    other = door.pupil(live.room.code, "Can", 1, "ankara")
    assert move(ankara, boot(ankara)["now"], why="Kars first").status_code == 200
    ahead = boot(ankara)["now"]["ahead"][1]["step"]
    items = boot(ankara)["words"]["steps"][ahead]["items"]
    text = {item: next(iter(items[item]["options"])) for item in list(items)[:1]}
    for path in ("draft", "offer"):
        body = {"key": new_key(), "step": ahead} | ({"text": text} if path == "draft" else {})
        assert ankara.post(f"/api/{path}", json=body).status_code == 200
    refused(lead(teacher, "fork", table=1, along=["london"]), 404, "no-such-seat")
    assert lead(teacher, "fork", table=1, along=["ankara"]).status_code == 200
    for pupil, table, parent in ((ankara, 2, 1), (other, 2, 1), (moscow, 1, 0)):
        page = boot(pupil)
        assert (page["table"], page["now"]["parent"]) == (table, parent)
    now = boot(ankara)["now"]["ahead"][1]
    assert (now["draft"]["text"], now["offers"]) == (text, {"ankara": text})
    assert {line["by"] for line in boot(ankara)["lines"] if line["rationale"]} == {"Ayşe"}
    assert {table: card["now"]["parent"] for table, card in boot(teacher, "/teacher")["tables"].items()} == {
        "1": 0,
        "2": 1,
    }


def test_an_event_that_was_brought_in_does_not_come_again_at_a_fork(
    class_of_two: tuple[Any, Any, Any], live: LiveRoom
) -> None:
    teacher, _, _ = class_of_two
    events = boot(teacher, "/teacher")["tables"]["1"]["card"]["events"]
    moving = {one.step.id for one in live.stage.scenario.steps if one.step.kind == "event" and one.step.effects}
    early, never = [one["step"] for one in events if one["step"] in moving and not one["waits"]][:2]
    assert lead(teacher, "give", table=1, step=early).status_code == 200
    assert lead(teacher, "plan", table=1, step=never, plan="withheld").status_code == 200
    assert lead(teacher, "fork", table=1).status_code == 200
    for one in boot(teacher, "/teacher")["tables"]["2"]["card"]["events"]:
        if one["step"] in (early, never):
            assert one["plan"] == ("given" if one["step"] == early else "withheld")
    refused(lead(teacher, "give", table=2, step=early), 409, "event-past")


def test_real_events_early_withheld_and_late(class_of_two: tuple[Any, Any, Any], live: LiveRoom) -> None:
    teacher, _, _ = class_of_two
    kernel = live.stage.scenario.kernel
    begun = boot(teacher, "/teacher")
    events, steps = begun["tables"]["1"]["card"]["events"], begun["words"]["steps"]
    past = {entry.move for entry in historical_log(live.stage.scenario, ("moscow",)).entries}
    moving = [one.step.id for one in live.stage.scenario.steps if one.act == "moscow" and one.step.effects]
    early = next(one["step"] for one in events if one["step"] in moving and not one["waits"] and not one["real"])
    never = next(one for one in moving[moving.index(early) + 1 :] if f"{one}.happens" in past)
    assert early in [one["step"] for one in events]
    chance = next(one for one in events if steps[one["step"]]["kind"] == "chance")
    other = next(option for option in steps[chance["step"]]["options"] if option not in chance["real"])
    before = live.room.tables[1].state
    assert lead(teacher, "give", table=1, step=early).status_code == 200
    assert live.room.tables[1].state != before
    refused(lead(teacher, "give", table=1, step=early), 409, "event-past")
    assert lead(teacher, "plan", table=1, step=never, plan="withheld").status_code == 200
    assert lead(teacher, "plan", table=1, step=chance["step"], plan=other).status_code == 200
    for seat in ("ankara", "moscow", "tiflis"):
        assert lead(teacher, "stand-in", table=1, seat=seat, policy="historical").status_code == 200
    table = live.room.tables[1]
    moves = [entry.move for entry in table.log.entries]
    assert any(one.startswith(f"{chance['step']}.{other}") for one in moves)
    for step in (early, never):
        place = moves.index(f"{step}.happens")
        step_at = kernel.position["step"]
        after = place + (2 if table.log.entries[place + 1].kind == "inject" else 1)
        around = [[value for n, value in enumerate(table.states[i]) if n != step_at] for i in (place, after)]
        assert around[0] == around[1]
    assert replay(live.stage.scenario, table.log) == table.state


def test_a_step_back_takes_back_one_thing_and_says_which(class_of_two: tuple[Any, Any, Any], live: LiveRoom) -> None:
    """A pupil moves, then the teacher brings in an event: the first step back takes the event, the second the move."""
    teacher, ankara, _ = class_of_two
    before = live.room.tables[1].state
    moved = offered(boot(ankara)["now"])[0]
    assert move(ankara, boot(ankara)["now"]).status_code == 200
    after = live.room.tables[1].state
    card = boot(teacher, "/teacher")["tables"]["1"]["card"]
    assert card["undo"]["move"] == moved
    event = next(one["step"] for one in card["events"] if not one["waits"] and not one["real"])
    assert lead(teacher, "give", table=1, step=event).status_code == 200
    assert boot(teacher, "/teacher")["tables"]["1"]["card"]["undo"] == {"gave": event}
    assert lead(teacher, "back", table=1).status_code == 200
    assert live.room.tables[1].state == after
    assert lead(teacher, "give", table=1, step=event).status_code == 200  # it was taken back whole
    assert lead(teacher, "back", table=1).status_code == 200
    assert lead(teacher, "back", table=1).status_code == 200
    assert live.room.tables[1].state == before
    assert boot(ankara)["lines"][-1]["gone"]["move"] == moved


def test_an_event_that_waits_for_a_decision_is_not_brought_in_before_it(
    class_of_two: tuple[Any, Any, Any], live: LiveRoom
) -> None:
    """The Red Army is in Georgia only after Moscow decided to go in, which nobody has yet."""
    teacher, _, _ = class_of_two
    (step,) = [one.step for one in live.stage.scenario.steps if one.step.id == "m15-border-crossed"]
    assert step.when is not None
    before = state_of(live)
    refused(lead(teacher, "give", table=1, step=step.id), 409, "event-waits")
    assert state_of(live) == before


def test_an_event_that_waits_names_what_it_waits_for(door: Door) -> None:
    """Before Moscow decides on Georgia the crossing waits for it; after "no" it comes no more."""
    teacher = door.teacher()
    set_up(teacher, act="moscow", begin="plan")
    code = boot(teacher, "/teacher")["code"]
    sides = {seat: door.pupil(code, seat, 1, seat) for seat in ("ankara", "moscow", "tiflis")}
    lead(teacher, "start")

    def events() -> Any:
        found = boot(teacher, "/teacher")["tables"]["1"]["card"]["events"]
        return {one["step"]: one for one in found if one["waits"]}

    assert events()["m15-border-crossed"]["to_come"] == ["m14-georgia"]
    while (now := boot(sides["moscow"])["now"])["step"] != "m14-georgia":
        assert move(sides[now["actor"]], boot(sides[now["actor"]])["now"]).status_code == 200
    assert move(sides["moscow"], now, "m14-georgia.leave").status_code == 200
    assert (events()["m27-batum-entered"]["to_come"], events()["m27-batum-entered"]["gone"]) == ([], ["m14-georgia"])


def test_a_whole_lesson_leaves_a_record_that_replays(class_of_two: tuple[Any, Any, Any], live: LiveRoom) -> None:
    teacher, ankara, _ = class_of_two
    assert move(ankara, boot(ankara)["now"], why="because").status_code == 200
    for seat in ("ankara", "moscow", "tiflis"):
        lead(teacher, "stand-in", table=1, seat=seat, policy="historical")
    assert boot(ankara)["now"]["over"]
    refused(ankara.get("/debrief"), 403, "no-debrief")
    assert lead(teacher, "end").status_code == 200
    assert lead(teacher, "debrief").status_code == 200
    assert ankara.get("/debrief").status_code == 200
    log = read(teacher.get("/teacher/log?table=1").text)
    assert replay(live.stage.scenario, log) == live.room.tables[1].state
    table = teacher.get("/teacher/record.csv").text
    assert "because" in table
    assert "Ayşe" in table
    refused(lead(teacher, "wipe", text="wrong"), 422, "wipe")
    assert lead(teacher, "wipe", text=live.room.code).status_code == 200
    assert not live.room.people
    assert ankara.get("/desk").status_code == 303
    assert b"Ay" not in live.store.path.read_bytes()


def test_one_table_that_ends_early_has_its_debrief_and_no_other(door: Door, live: LiveRoom) -> None:
    teacher = door.teacher()
    set_up(teacher, tables=2)
    ankara, other = (door.pupil(live.room.code, name, table, "ankara") for name, table in (("Ayşe", 1), ("Bora", 2)))
    assert lead(teacher, "start").status_code == 200
    refused(lead(teacher, "debrief", table=1), 409, "not-ended")
    for seat in ("ankara", "moscow", "tiflis"):
        lead(teacher, "stand-in", table=1, seat=seat, policy="historical")
    assert lead(teacher, "debrief", table=1).status_code == 200
    assert boot(ankara)["room"]["debrief"]
    assert not boot(other)["room"]["debrief"]
    refused(other.get("/debrief"), 403, "no-debrief")
    shown = boot(ankara, "/debrief")["columns"]
    assert [column["number"] for column in shown] == [1, 0]  # its own and history's
    assert shown[0]["left"] is None
    assert shown[0]["ending"] == shown[1]["ending"]
    assert [column["number"] for column in boot(teacher, "/debrief")["columns"]] == [1, 0, 2]
    assert lead(teacher, "debrief", table=1, on=False).status_code == 200
    refused(ankara.get("/debrief"), 403, "no-debrief")


def test_two_tabs_of_the_teacher_do_not_do_things_twice(door: Door, live: LiveRoom) -> None:
    one, other = door.teacher(), door.teacher()
    set_up(one)
    refused(lead(other, "set-up", act="gumru", minutes=45, tables=1, policies=PERSONS), 409, "already")
    assert lead(one, "start").status_code == 200
    refused(lead(other, "start"), 409, "already")
    assert live.room.settings
    assert live.room.settings.act == "moscow"


def test_a_table_is_not_disturbed_by_another(door: Door, live: LiveRoom) -> None:
    teacher = door.teacher()
    set_up(teacher, tables=2, policies={**PERSONS, "moscow": "historical", "tiflis": "historical"})
    ankara = [door.pupil(live.room.code, f"A{n}", n, "ankara") for n in (1, 2)]
    lead(teacher, "start")
    before, count = boot(ankara[1]), live.channels.count
    from hudut.classroom.channels import Channel

    told = count(Channel(2, "ankara"))
    for _ in range(3):
        move(ankara[0], boot(ankara[0])["now"])
        move(ankara[0], boot(ankara[0])["now"], "nonsense")
    after = boot(ankara[1])
    assert count(Channel(2, "ankara")) == told
    assert {**before, "elapsed": 0} == {**after, "elapsed": 0}


def test_what_a_word_that_closes_a_table_would_do_is_answered(door: Door, live: LiveRoom) -> None:
    """To break off, to seal: the play has left the table after it, and there is no text whose seal could be shown."""
    teacher = door.teacher()
    others = {"moscow": "historical", "tiflis": "historical", "chance": "historical"}
    set_up(teacher, begin="conference", policies={"ankara": "person", **others})
    ankara = door.pupil(live.room.code, "Ayşe", 1, "ankara")
    assert lead(teacher, "start").status_code == 200
    now = boot(ankara)["now"]
    closing = next(one for one in now["legal"] if one.endswith(".break"))
    told = ankara.get("/api/ask", params={"moves": closing})
    assert told.status_code == 200, told.text
    assert told.json()["may"] == []
