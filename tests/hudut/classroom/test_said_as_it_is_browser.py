"""The room says what is so: nothing that was taken back, the day of what was brought in, only what one may do now."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hudut.classroom.wording import strings
from tests.browsing import DESKTOP, PHONE
from tests.hudut.classroom.test_room_browser import Lesson, lesson

__all__ = ["lesson"]
pytestmark = pytest.mark.browser
T = strings("tr")
GAP = """() => document.querySelector(".happened").getBoundingClientRect().top
    - document.querySelector("#letters > :last-child, .talk h2").getBoundingClientRect().bottom
    - document.querySelector("#talk-form").getBoundingClientRect().height"""
INSIDE = """sel => Array.from(document.querySelectorAll(sel)).map((one) => one.getBoundingClientRect())
    .every((box) => box.left >= 0 && box.right <= document.documentElement.clientWidth)"""
APART = """() => Array.from(document.querySelectorAll(".card")).every((card) => {
  const edge = card.getBoundingClientRect();
  const boxes = Array.from(card.querySelectorAll("footer .seat-disc, footer .button"))
    .map((one) => one.getBoundingClientRect());
  return boxes.every((box, at) => box.right <= edge.right && boxes.slice(at + 1).every((other) =>
    box.right <= other.left + 1 || other.right <= box.left + 1
      || box.bottom <= other.top + 1 || other.bottom <= box.top + 1));
})"""


def foot(page: Page) -> str:
    return page.locator(".play-foot .hint").inner_text()


def test_what_the_room_says_is_so(lesson: Lesson) -> None:
    teacher = lesson.set_up(act="gumru", minutes=45, begin="plan", votes="free")
    ankara = lesson.join("Ayşe", 1, "ankara", viewport=PHONE)
    erivan = lesson.join("Deniz", 1, "erivan", viewport=PHONE)
    waits = T["decide.watch"].format(who="Erivan")
    # Before the start there is nothing to forecast.
    assert foot(ankara) == f"{waits} {T['decide.drafts']} {T['decide.letters']}"
    teacher.click("[data-do=start]")
    expect(ankara.locator(".play-foot .hint")).to_contain_text(T["decide.forecast"])
    card = teacher.locator(".card-text p").first
    before = card.inner_text()
    erivan.locator(".decision input").first.check()
    choice = erivan.locator(".decision b, .decision strong").first.inner_text()
    erivan.click(".decide")
    expect(ankara.locator(".toast")).to_contain_text("Erivan: ")
    expect(ankara.locator(".toast")).to_contain_text(choice)
    expect(card).not_to_have_text(before)
    teacher.locator(".side-table .button", has_text=T["side.back.what"].split("{", maxsplit=1)[0]).click()
    expect(card).to_have_text(before)
    # What was known already cannot be forecast again, so nobody is told to.
    expect(ankara.locator(".play-foot .hint")).to_have_text(f"{waits} {T['decide.drafts']} {T['decide.letters']}")
    teacher.get_by_role("button", name=T["event.give"]).first.click()
    expect(teacher.locator(".card-left")).to_contain_text("11 Kasım 1920")
    # On a phone what happened begins below the letters, not below an empty screen.
    ankara.click("[data-tab=talk]")
    assert ankara.evaluate(GAP) < 24
    ankara.click("[data-tab=draft]")
    teacher.on("dialog", lambda dialog: dialog.accept())
    teacher.click("[data-do=end]")
    expect(ankara.locator(".play-foot .hint")).to_have_text(T["ended.note"])
    expect(erivan.locator(".decide")).to_have_count(0)
    teacher.click("[data-do=debrief]")
    expect(ankara.locator(".play-foot .hint")).to_have_text(T["ended.open"])
    assert lesson.errors == []


def test_the_console_has_room_for_plan_and_cards(lesson: Lesson) -> None:
    teacher = lesson.set_up(2, act="gumru", minutes=45, begin="plan")
    for width in (DESKTOP["width"], 1366, 1200):
        teacher.set_viewport_size({"width": width, "height": 768})
        for number in range(2):
            more = teacher.locator(".console-more summary").nth(number)
            more.click()
            assert teacher.evaluate(INSIDE, ".console-more[open]>div"), (width, number)
            more.click()
    # What is opened from the console leaves it where it is; files are downloads, and the languages are its own page.
    away = teacher.locator("a[href^='/']:not([target=_blank])")
    stay = ("/teacher?lang=", "/teacher/record.csv", "/teacher/log")
    assert [one for one in (a.get_attribute("href") or "" for a in away.all()) if not one.startswith(stay)] == []
    # A table whose act is over has one button more.
    teacher.set_viewport_size({"width": 1366, "height": 768})
    teacher.locator(".card footer .button").nth(1).evaluate(
        "(node, words) => { const more = node.cloneNode(); more.textContent = words; node.before(more); }",
        T["card.debrief.close"],
    )
    assert teacher.evaluate(APART)
    wall = lesson.wall()
    wall.wait_for_selector("body.ready", state="attached")
    ground = "() => getComputedStyle(document.querySelector('.wall-title')).backgroundColor"
    assert wall.evaluate(ground) not in ("rgba(0, 0, 0, 0)", "transparent")
    assert lesson.errors == []
