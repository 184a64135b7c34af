"""What the teacher does arrives in full on the screen in use, and what pupils write arrives in the console."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hudut.classroom.wording import strings
from tests.browsing import PHONE
from tests.hudut.classroom.test_reach_browser import COVERED
from tests.hudut.classroom.test_room_browser import Lesson, axe, lesson

__all__ = ["lesson"]
pytestmark = pytest.mark.browser


def begun(lesson: Lesson) -> tuple[Page, Page]:
    """Return the teacher's page and Ankara's, on a phone."""
    teacher = lesson.set_up()
    phone = lesson.join("Ayşe", 1, "ankara", viewport=PHONE)
    lesson.sit("moscow", "tiflis")
    teacher.click("[data-do=start]")
    return teacher, phone


def test_news_stands_in_full_over_whatever_part_of_the_page_is_open(lesson: Lesson) -> None:
    t = strings("tr")
    teacher, phone = begun(lesson)
    phone.click("[data-tab=map]")
    teacher.fill("#tell-text", "Beş dakika kaldı.")
    teacher.click("#tell button")
    expect(phone.locator(".herald")).to_contain_text("Beş dakika kaldı.")
    event = teacher.locator(".side-events li", has=teacher.get_by_role("button", name=t["event.give"])).first
    title = event.locator("h4").inner_text()
    event.get_by_role("button", name=t["event.give"]).click()
    expect(phone.locator(".herald")).to_have_count(2)
    expect(phone.locator(".herald").first).to_contain_text(title)
    expect(phone.locator(".herald").first.locator("p").nth(1)).not_to_be_empty()
    assert phone.evaluate(COVERED) == []
    axe(phone, "news")
    teacher.get_by_role("button", name=t["side.back.what"].format(what=title)).click()
    expect(phone.locator(".herald")).to_have_count(3)  # what was taken back is said too
    for _ in range(3):
        phone.locator(".herald button").first.click()
    expect(phone.locator(".herald")).to_have_count(0)
    assert lesson.errors == []


def test_letters_and_reasons_come_to_the_console_and_what_happened_last_stands_first(lesson: Lesson) -> None:
    teacher, phone = begun(lesson)
    phone.click("[data-tab=talk]")
    phone.fill("#talk-text", "Kars bizimdir.")
    phone.click("#talk-form button")
    phone.click("[data-tab=draft]")
    with phone.expect_response("**/api/ask?*"):  # what was asked of the state before the turn is no conflict
        phone.locator(".decision input").first.check()
    phone.fill(".reason", "kâğıt elde olsun")
    phone.click(".decide")
    stream = teacher.locator(".stream li")
    expect(stream).to_have_count(2)
    for words in ("kâğıt elde olsun", "Ayşe"):
        expect(stream.first).to_contain_text(words)
    expect(stream.last).to_contain_text("Kars bizimdir.")
    axe(teacher, "stream")
    phone.click("[data-tab=talk]")
    expect(phone.locator("#log > li").first).to_contain_text("kâğıt elde olsun")
    assert phone.locator("#log > li").count() > 1
    for page in (teacher, phone):
        page.reload()
    expect(teacher.locator(".stream li")).to_have_count(2)
    expect(phone.locator("#log > li").first).to_contain_text("kâğıt elde olsun")
    assert lesson.errors == []


IN_SIGHT = """(node) => {
  const box = node.getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight;
}"""


def on_its_side(phone: Page) -> None:
    """A turn can be made wherever one reads."""
    phone.set_viewport_size({"width": 740, "height": 360})
    for place in (0, 120, 9999):
        phone.evaluate("(y) => window.scrollTo(0, y)", place)
        assert phone.locator(".decide").evaluate(IN_SIGHT), place
        assert phone.locator(".reason").evaluate(IN_SIGHT), place
    room = "document.querySelector('.play-foot').getBoundingClientRect().top"
    assert phone.evaluate(room) >= 0.8 * 360, "the decision keeps four fifths of the height"
    phone.evaluate("window.scrollTo(0, 0)")
    for tab in phone.locator("nav button:visible").all():
        assert tab.evaluate(IN_SIGHT)


def test_a_turn_and_each_notice_have_their_button_in_sight(lesson: Lesson) -> None:
    teacher, phone = begun(lesson)
    on_its_side(phone)
    long = "Beş dakika kaldı; söz sırası gelen heyet kararını versin, ötekiler tahminini yazsın. " * 6
    for text in (long, "İkinci haber.", long):
        teacher.fill("#tell-text", text[:590])
        teacher.click("#tell button")
        expect(phone.locator(".herald").first).to_contain_text(text[:40].strip())
    for size in (PHONE, {"width": 740, "height": 360}, {"width": 360, "height": 740}):
        phone.set_viewport_size(size)
        phone.evaluate("window.scrollTo(0, 0)")
        assert phone.locator(".herald:visible").count() == 1, size
        assert phone.locator(".herald:visible button").evaluate(IN_SIGHT), size
    for left in (2, 1, 0):
        phone.locator(".herald:visible button").click()
        expect(phone.locator(".herald")).to_have_count(left)
    assert lesson.errors == []
