"""Two pupils of one side in two real browsers: one proposes, the other agrees; meanwhile the other side forecasts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hudut.classroom.wording import strings
from tests.browsing import PHONE
from tests.hudut.classroom.test_reach_browser import COVERED
from tests.hudut.classroom.test_room_browser import Lesson, axe, lesson

__all__ = ["lesson"]
pytestmark = pytest.mark.browser


def forecast(page: Page) -> None:
    """Say, as one who waits, what Ankara will do."""
    shares = page.locator(".forecast input")
    shares.nth(0).fill("70")
    expect(page.locator(".forecast button")).to_be_disabled()
    shares.nth(2).fill("30")
    axe(page, "forecast")
    page.click(".forecast button")
    expect(page.locator(".forecast .note").last).to_contain_text("%70")


def test_a_delegation_of_two_votes_on_its_turn(lesson: Lesson) -> None:
    t = strings("tr")
    teacher = lesson.set_up()
    pages = [lesson.join("Ayşe", 1, "ankara"), lesson.join("Bora", 1, "ankara", viewport=PHONE)]
    moscow = lesson.join("Can", 1, "moscow")
    lesson.sit("tiflis")
    teacher.click("[data-do=start]")
    for page in pages:
        expect(page.locator(".ballot")).to_contain_text(t["vote.rule.majority"])
    before = pages[0].locator("#log > li").count()
    pages[1].locator(".decision input").first.check()
    pages[1].fill(".reason", "half written")
    pages[0].locator(".decision input").nth(1).check()
    pages[0].fill(".reason", "for Kars")
    forecast(moscow)
    expect(pages[0].locator(".forecast")).to_be_hidden()
    pages[0].click(".decide")
    ballot = pages[1].locator(".proposal")
    for words in (t["vote.by"].format(name="Ayşe"), "for Kars"):
        expect(ballot).to_contain_text(words)
    for page in pages:
        expect(page.locator(".proposal h3")).to_be_in_viewport()
    assert pages[1].input_value(".reason") == "half written"  # a proposal of another takes nothing away
    assert pages[1].evaluate(COVERED) == []
    axe(pages[1], "ballot")
    ballot.get_by_role("button", name=t["ahead.yes"], exact=True).click()
    for page in pages:
        expect(page.locator("#log > li").nth(before)).to_be_attached()
        expect(page.locator(".proposal")).to_have_count(0)
        expect(page.locator(".by").first).to_have_text("Ayşe")
        expect(page.locator(".forecast")).to_be_visible()  # now Moscow decides, and the form is empty
        assert page.locator(".forecast input").first.input_value() == ""
    expect(moscow.locator(".forecast")).to_be_hidden()
    expect(pages[1].get_by_text("half written")).to_have_count(0)
    assert lesson.errors == []
