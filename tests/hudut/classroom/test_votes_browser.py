"""Two pupils of one side in two real browsers: one proposes, the other agrees, and the question is open until then."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hudut.classroom.wording import strings
from tests.browsing import PHONE
from tests.hudut.classroom.test_reach_browser import COVERED
from tests.hudut.classroom.test_room_browser import Lesson, axe, lesson

__all__ = ["lesson"]
pytestmark = pytest.mark.browser


def test_a_delegation_of_two_votes_on_its_turn(lesson: Lesson) -> None:
    t = strings("tr")
    teacher = lesson.set_up()
    pages = [lesson.join("Ayşe", 1, "ankara"), lesson.join("Bora", 1, "ankara", viewport=PHONE)]
    for seat in ("moscow", "tiflis"):
        lesson.join(seat, 1, seat)
    teacher.click("[data-do=start]")
    for page in pages:
        expect(page.locator(".ballot")).to_contain_text(t["vote.rule.majority"])
    before = pages[0].locator("#log > li").count()
    pages[1].locator(".decision input").first.check()
    pages[1].fill(".reason", "half written")
    pages[0].locator(".decision input").nth(1).check()
    pages[0].fill(".reason", "for Kars")
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
    expect(pages[1].get_by_text("half written")).to_have_count(0)
    assert lesson.errors == []
