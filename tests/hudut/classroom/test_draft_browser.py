"""A draft that a delegation prepared lies on the table when the sitting opens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from hudut.campaigns import Stage
from tests.hudut.classroom.test_room_browser import Lesson, lesson

__all__ = ["lesson"]
pytestmark = pytest.mark.browser


def test_what_was_prepared_lies_on_the_table(lesson: Lesson, frontier: Stage) -> None:
    step = next(one for one in frontier.scenario.acts["letters"].steps if one.basket)
    assert step.basket
    first, other = step.basket.seats
    teacher = lesson.set_up(act="letters", begin="conference")
    page, theirs = (lesson.join(seat, 1, seat) for seat in (first, other))
    page.locator(".ahead summary").first.click()
    wanted = {}
    for item in step.basket.items[:3]:
        select = page.locator(f"[data-ahead='{step.id}.{item.id}']")
        wanted[item.id] = item.options[1].id
        select.select_option(item.options[1].id)
        expect(select).to_have_value(item.options[1].id)
    page.get_by_role("button", name="Karşı tarafa göster").click()
    expect(theirs.locator(".offer")).to_have_count(1)
    expect(page.locator(".offer")).to_have_count(0)  # one's own offer is no offer to oneself
    teacher.click("[data-do=start]")
    phrases = [page.locator(f"select.phrase[data-item='{item}']") for item in wanted]
    for phrase, option in list(zip(phrases, wanted.values(), strict=True))[:2]:
        expect(phrase).to_have_value(option)
    expect(phrases[2]).to_have_value("open")  # a turn makes at most two amendments
    expect(page.locator(".table-it")).to_be_enabled()
    expect(page.locator(f".ahead [data-step='{step.id}']")).to_have_count(0)
    page.click(".table-it")
    expect(theirs.locator("select.phrase").first).to_have_value(next(iter(wanted.values())))
    assert lesson.errors == []


def test_a_draft_begun_before_the_start_is_there_after_it(lesson: Lesson, frontier: Stage) -> None:
    step = next(one for one in frontier.scenario.acts["letters"].steps if one.basket)
    assert step.basket
    teacher = lesson.set_up(act="letters", begin="conference")
    page = lesson.join("Ayşe", 1, step.basket.seats[0])
    phrase = page.locator("select.phrase").first
    phrase.select_option(index=1)
    chosen = phrase.input_value()
    page.fill(".reason", "önce bu")
    teacher.click("[data-do=start]")
    expect(page.locator(".room-bar")).to_be_hidden()
    expect(phrase).to_have_value(chosen)
    expect(page.locator(".reason")).to_have_value("önce bu")
    expect(page.locator(".table-it")).to_be_enabled()
    assert lesson.errors == []


def test_the_keyboard_stays_in_a_reason_while_the_server_answers(lesson: Lesson, frontier: Stage) -> None:
    step = next(one for one in frontier.scenario.acts["letters"].steps if one.basket)
    assert step.basket
    teacher = lesson.set_up(act="letters", begin="conference")
    page = lesson.join("Ayşe", 1, step.basket.seats[0])
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/ask?*", hold)
    with page.expect_request("**/api/ask?*"):
        page.locator("select.phrase").first.select_option(index=1)
    page.focus(".reason")
    page.keyboard.type("önce")
    with page.expect_response("**/api/ask?*"):
        held[0].continue_()
    expect(page.locator(".table-it")).to_be_enabled()
    page.keyboard.type(" bu")
    teacher.click("[data-do=start]")
    expect(page.locator(".room-bar")).to_be_hidden()
    page.keyboard.type(", sonra")
    expect(page.locator(".reason")).to_have_value("önce bu, sonra")
    assert lesson.errors == []


def test_a_turn_that_is_refused_in_a_pause_is_not_lost(lesson: Lesson) -> None:
    teacher = lesson.set_up(act="letters")
    page = lesson.join("Ayşe", 1, "ankara")
    teacher.click("[data-do=start]")
    option = page.locator(".decision input").first
    option.check()
    page.fill(".reason", "sebebim")
    teacher.click("[data-do=pause]")
    expect(page.locator(".room-bar")).to_be_visible()
    page.click(".decide")
    expect(page.locator(".toast .wrong")).to_have_count(1)
    expect(option).to_be_checked()
    expect(page.locator(".reason")).to_have_value("sebebim")
    expect(page.locator(".decide")).to_be_enabled()
