"""Forecasts: a delegation says in per cent what others will do; only the debrief tells and scores it."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest

from hudut.classroom.forecasts import brier
from hudut.classroom.live import LiveRoom
from tests.hudut.classroom.conftest import Door, boot, lead, move, new_key
from tests.hudut.classroom.test_lesson_plan import seated
from tests.hudut.classroom.test_requests import refused


@pytest.mark.parametrize(
    ("shares", "came", "score"),
    [
        ({"a": 100, "b": 0}, "a", 0.0),
        ({"a": 100, "b": 0}, "b", 2.0),
        ({"a": 50, "b": 30, "c": 20}, "a", 0.38),  # 0.25 + 0.09 + 0.04
        ({"a": 10, "b": 20, "c": 70}, "b", 1.14),  # 0.01 + 0.64 + 0.49
        ({"a": 25, "b": 25, "c": 25, "d": 25}, "d", 0.75),  # 1 - 1/4
    ],
)
def test_the_score_is_briers(shares: dict[str, int], came: str, score: float) -> None:
    assert brier(shares, came) == pytest.approx(score)


def say(client: Any, step: str, item: str = "", sitting: int = 0, **shares: int) -> Any:
    body = {"key": new_key(), "step": step, "item": item, "round": sitting, "shares": shares}
    return client.post("/api/forecast", json=body)


def whole(outcomes: list[str], sure: str) -> dict[str, int]:
    return {outcome: 100 * (outcome == sure) for outcome in outcomes}


@pytest.fixture
def lesson(door: Door) -> tuple[Any, dict[str, Any]]:
    """The plan of 45 minutes of act Moscow, begun: Tiflis decides, and has two ways to go."""
    teacher, pupils = seated(door)
    assert lead(teacher, "start").status_code == 200
    return teacher, pupils


def test_who_waits_is_asked_and_nobody_else(lesson: tuple[Any, dict[str, Any]], door: Door, live: LiveRoom) -> None:
    _, pupils = lesson
    watching = door.pupil(live.room.code, "Deniz", 1, "")
    first = boot(pupils["ankara"])
    asked = first["now"]["forecast"]
    assert [(one["step"], one["item"], one["said"]) for one in asked] == [("m11-simon-mdivani", "", None)]
    # as the page offers them, which says nothing of history
    assert asked[0]["outcomes"] == list(first["words"]["steps"]["m11-simon-mdivani"]["options"])
    assert boot(pupils["moscow"])["now"]["forecast"] == asked
    assert boot(pupils["tiflis"])["now"]["forecast"] == []
    assert boot(watching)["now"]["forecast"] == []
    one, other = asked[0]["outcomes"]
    refused(say(pupils["tiflis"], "m11-simon-mdivani", **whole([one, other], one)), 409, "forecast-closed")
    refused(say(watching, "m11-simon-mdivani", **whole([one, other], one)), 403, "observer")
    refused(say(pupils["ankara"], "m14-georgia", **whole([one, other], one)), 409, "forecast-closed")
    refused(say(pupils["ankara"], "m11-simon-mdivani", **{one: 60, other: 39}), 422, "forecast-sum")
    refused(say(pupils["ankara"], "m11-simon-mdivani", **{one: 100}), 422, "forecast-sum")
    assert say(pupils["ankara"], "m11-simon-mdivani", **{one: 101, other: -1}).status_code == 422


def test_a_forecast_is_the_delegations_alone_until_the_debrief_scores_it(
    lesson: tuple[Any, dict[str, Any]], door: Door, live: LiveRoom
) -> None:
    teacher, pupils = lesson
    companion = door.pupil(live.room.code, "Ada", 1, "ankara")
    one, other = boot(companion)["now"]["forecast"][0]["outcomes"]
    assert say(pupils["ankara"], "m11-simon-mdivani", **{one: 70, other: 30}).status_code == 200
    assert say(companion, "m11-simon-mdivani", **{one: 80, other: 20}).status_code == 200  # the last word counts
    assert boot(pupils["ankara"])["now"]["forecast"][0]["said"] == {one: 80, other: 20}
    assert boot(pupils["moscow"])["now"]["forecast"][0]["said"] is None
    assert move(pupils["tiflis"], boot(pupils["tiflis"])["now"], f"m11-simon-mdivani.{one}").status_code == 200
    refused(say(pupils["moscow"], "m11-simon-mdivani", **{one: 100, other: 0}), 409, "forecast-closed")
    # Ankara is asked again when others decide; what was taken back is known, and cannot be forecast.
    assert boot(pupils["ankara"])["now"]["forecast"][0]["step"] == "m13-eastern-claim"
    lead(teacher, "back", table=1)
    assert boot(pupils["moscow"])["now"]["forecast"] == []
    assert move(pupils["tiflis"], boot(pupils["tiflis"])["now"], f"m11-simon-mdivani.{other}").status_code == 200
    again = LiveRoom(live.stage, live.store)  # folded anew from what was kept
    assert again.room.tables[1].forecasts == live.room.tables[1].forecasts
    for person in ("moscow", "tiflis"):
        page = json.dumps({**boot(pupils[person]), "words": 0})
        assert f'"{one}": 80' not in page
    lead(teacher, "end")
    lead(teacher, "debrief", on=True)
    column, history = boot(pupils["moscow"], "/debrief")["columns"]
    assert column["forecasts"] == {
        "ankara": [
            {
                "step": "m11-simon-mdivani",
                "item": "",
                "round": 0,
                "shares": {one: 80, other: 20},
                "came": other,
                "score": 1.28,
            }
        ]  # 0.64 + 0.64
    }
    assert "forecasts" not in history
    rows = list(csv.DictReader(StringIO(teacher.get("/teacher/record.csv?lang=en").text.removeprefix("\ufeff"))))
    told = [(row["pupil"], row["text"]) for row in rows if row["what"] == "forecast"]
    assert [pupil for pupil, _ in told] == ["ankara", "Ada"]
    assert all("80 %" in text or "70 %" in text for _, text in told)


def test_of_a_table_each_article_is_forecast_in_each_round(lesson: tuple[Any, dict[str, Any]]) -> None:
    teacher, pupils = lesson
    step = "m18-georgia-talks"
    while (now := boot(pupils["ankara"])["now"])["step"] != step:
        one = pupils[now["actor"]]
        assert move(one, boot(one)["now"]).status_code == 200
    asked = boot(pupils["moscow"])["now"]["forecast"]
    assert len(asked) == 3
    assert all((one["step"], one["round"], one["outcomes"][-1]) == (step, 1, "open") for one in asked)
    assert boot(pupils["tiflis"])["now"]["forecast"] == []
    item, outcomes = asked[0]["item"], asked[0]["outcomes"]
    sure = whole(outcomes, outcomes[0])
    assert say(pupils["moscow"], step, item, 1, **sure).status_code == 200
    refused(say(pupils["moscow"], step, item, 2, **sure), 409, "forecast-closed")  # not yet
    for seat in ("ankara", "tiflis"):
        assert boot(pupils["moscow"])["now"]["forecast"][0]["round"] == 1
        assert move(pupils[seat], boot(pupils[seat])["now"], f"{step}.{seat}.pass").status_code == 200
    again = boot(pupils["moscow"])["now"]["forecast"][0]
    assert (again["round"], again["said"], again["before"]) == (2, None, sure)
    refused(say(pupils["moscow"], step, item, 1, **whole(outcomes, "open")), 409, "forecast-closed")
    assert say(pupils["moscow"], step, item, 2, **whole(outcomes, "open")).status_code == 200
    assert move(pupils["ankara"], boot(pupils["ankara"])["now"], f"{step}.ankara.break").status_code == 200
    lead(teacher, "end")
    lead(teacher, "debrief", on=True)
    column = boot(pupils["moscow"], "/debrief")["columns"][0]
    scores = [(one["round"], one["came"], one["score"]) for one in column["forecasts"]["moscow"]]
    assert scores == [(1, "open", 2.0), (2, "open", 0.0)]
