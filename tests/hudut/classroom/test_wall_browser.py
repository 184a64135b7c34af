"""The wall before the start and when the teacher speaks to all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hudut.campaigns import Stage
from tests.hudut.classroom.test_room_browser import PROJECTOR, Lesson, axe, lesson

__all__ = ["lesson"]
pytestmark = pytest.mark.browser
SCREEN = 2.0
"""Metres of a projector's picture in a classroom; a phone reads a square from ten times its width."""
LAST_ROW = 7.0


def test_the_way_in_is_read_from_the_last_row_and_news_stands_on_the_wall(lesson: Lesson) -> None:
    teacher = lesson.set_up()
    wall = lesson.wall()
    wall.wait_for_selector("body.ready", state="attached")
    box = wall.locator(".wall-foot img").bounding_box()
    assert box
    assert box["width"] / PROJECTOR["width"] * SCREEN * 10 >= LAST_ROW * 0.95
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= PROJECTOR["height"]
    axe(wall, "waiting wall")
    lesson.sit("ankara")
    teacher.click("[data-do=start]")
    expect(wall.locator(".wall.waiting")).to_have_count(0)
    teacher.fill("#tell-text", "Son tur.")
    teacher.click("#tell button")
    expect(wall.locator(".wall-lead")).to_have_text("Son tur.")
    assert lesson.errors == []


def test_the_wall_shows_the_text_being_negotiated(lesson: Lesson, frontier: Stage) -> None:
    step = next(one for one in frontier.scenario.acts["letters"].steps if one.basket)
    assert step.basket
    teacher = lesson.set_up(act="letters", begin="conference")
    wall = lesson.wall()
    seat, *others = step.basket.seats
    first = lesson.join(seat, 1, seat)
    lesson.sit(*others)
    teacher.click("[data-do=start]")
    expect(wall.locator(".wall-text li")).to_have_count(len(step.basket.items))
    for item in step.basket.items:
        expect(wall.locator(".wall-text")).to_contain_text(item.titles["tr"])
    first.locator("select.phrase").first.select_option(index=1)
    phrase = first.locator("select.phrase").first.locator("option").nth(1).inner_text()
    first.click(".table-it")
    expect(wall.locator(".wall-text li").first).to_contain_text(phrase)
    axe(wall, "wall at a table")
    assert lesson.errors == []
