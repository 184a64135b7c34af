"""A lesson in real browsers: teacher, projector and six pupils, each in a context of its own, without the internet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.log import read
from engine.replay import replay
from hudut.campaigns import Stage, stage
from hudut.classroom.context import PUPIL_COOKIE, TEACHER_COOKIE
from hudut.classroom.ground import Ground
from hudut.classroom.live import LiveRoom
from hudut.classroom.wording import OWN, strings
from hudut.wording import said
from tests.browsing import DESKTOP, PHONE, Contexts, serious
from tests.conftest import SOAK
from tests.hudut.classroom.conftest import Door, Server, new_key, served, set_up

pytestmark = pytest.mark.browser
PROJECTOR = {"width": 1920, "height": 1080}
SEATS = ("ankara", "moscow", "tiflis")
MOST_TURNS = 120
PATIENCE = 30_000


class Lesson:
    """The pages of a class, by person."""

    def __init__(self, new: Callable[..., Page], door: Door, language: str) -> None:
        self.new, self.door, self.language = new, door, language
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.pupils: dict[tuple[int, str, int], Page] = {}
        self.code = ""

    def page(self, **options: Any) -> Page:
        page = self.new(locale=self.language, **{"viewport": DESKTOP, **options})
        page.context.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda one: self.outside.append(one.url) if not one.url.startswith(self.here) else None)
        return page

    @property
    def here(self) -> tuple[str, ...]:
        return (self.door.address, "data:")

    def go(self, page: Page, path: str) -> Page:
        page.goto(self.door.address + path, wait_until="domcontentloaded")
        return page

    def set_up_by_hand(self, act: str) -> Page:
        """Fill in the teacher's first page and send it."""
        teacher = self.go(self.page(), f"/teacher?key={self.door.key}")
        for name, value in {"act": act, "votes": "majority", "minutes": "90", "begin": "opening", "wait": "0"}.items():
            teacher.select_option(f"[name={name}]", value)
        teacher.fill("[name=tables]", "1")
        teacher.click("#set-up button[type=submit]")
        return self.console(teacher)

    def set_up(self, tables: int = 1, act: str = "moscow", **choices: Any) -> Page:
        """Set up as that page does, and open the console."""
        people = dict.fromkeys(stage("frontier").scenario.acts[act].seats, "person")
        usual = {"votes": "majority", "minutes": 90, "begin": "opening", "wait": 0}
        policies = {**people, "chance": "historical"}
        set_up(self.door.teacher(), act=act, tables=tables, policies=policies, **{**usual, **choices})
        return self.console(self.go(self.page(), f"/teacher?key={self.door.key}"))

    def console(self, teacher: Page) -> Page:
        """Wait for the console and read the code of the room from it."""
        teacher.wait_for_selector("body.ready", state="attached")
        self.code = teacher.locator(".console-facts dd").first.inner_text()
        return teacher

    def join(self, name: str, table: int, seat: str, **options: Any) -> Page:
        """Open the desk of somebody who has come in; the walk of test_walk_browser.py goes through the door."""
        token = self.door.pupil(self.code, name, table, seat).cookies[PUPIL_COOKIE]
        page = self.known(self.page(**options), {PUPIL_COOKIE: token}, "/desk")
        page.wait_for_selector("body.ready", state="attached")
        return page

    def sit(self, *seats: str) -> None:
        """Let others sit down at the first table whose pages nobody looks at."""
        for seat in seats:
            self.door.pupil(self.code, seat, 1, seat)

    def wall(self) -> Page:
        """Open the wall of the first table on a projector."""
        return self.led("/projector?table=1", viewport=PROJECTOR)

    def led(self, path: str, **options: Any) -> Page:
        """Open a page of the room as the teacher, on a screen that the console is not on."""
        return self.known(self.page(**options), {TEACHER_COOKIE: self.door.key}, path)

    def known(self, page: Page, cookies: dict[str, str], path: str) -> Page:
        """Open a page of the room as somebody whom it knows by cookies."""
        url = self.door.address
        page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        return self.go(page, path)

    def turn(self, table: int, page: Page) -> None:
        """Take the turn that a page has: accept if one may, else write up to two open articles."""
        page.locator(".decision input, .phrase").first.wait_for()
        if page.locator(".decision").count():
            page.locator(".decision input").first.check()
            page.fill(".reason", f"because, {table}")
            page.click(".decide")
            return
        if page.locator(".accept-it").is_enabled():
            page.click(".accept-it")
            return
        for select in page.locator("select.phrase").all()[:3]:
            if select.input_value() == "open" and select.locator("option:not([value='open']):enabled").count():
                select.select_option(index=1)
        page.locator(".accept-it:enabled, .table-it:enabled, .pass-it:enabled").last.click()

    def play_on(self, table: int) -> bool:
        """Let the seat to move at a table take a turn through its own page; False when the act is over."""
        first = self.pupils[table, SEATS[0], 1]
        at = first.locator("#log > li").count()
        for _ in range(PATIENCE // 50):
            if first.locator(".play-foot .hint", has_text=strings(self.language)["over.note"]).count():
                return False
            for seat in SEATS:
                page = self.pupils[table, seat, 1]
                if page.locator(".mine .decision, .mine select.phrase").count():
                    self.turn(table, page)
                    # What one of the delegation proposes, the other carries.
                    ballot = self.pupils[table, seat, 2].locator(".proposal")
                    ballot.get_by_role("button", name=strings(self.language)["ahead.yes"], exact=True).click()
                    # The turn is done when both pages say so by themselves: the move came back through the stream.
                    for one in (page, first):
                        expect(one.locator("#log > li").nth(at)).to_be_attached(timeout=PATIENCE)
                    return True
            first.wait_for_timeout(50)
        pytest.fail("nobody has the turn")


@pytest.fixture
def lesson(contexts: Contexts, live: LiveRoom, frontier_ground: Ground) -> Iterator[Lesson]:
    with served(live, frontier_ground, {}) as door, contexts.persons() as new:
        yield Lesson(new, door, "tr")


def axe(page: Page, name: str) -> None:
    assert serious(page) == [], name


@pytest.mark.skipif(not SOAK, reason="the small complete act stands for it in make test: test_answers_browser.py")
@pytest.mark.parametrize(("language", "tables"), [("tr", 1), ("en", 2)])
def test_a_class_plays_the_act_to_its_end(lesson: Lesson, frontier: Stage, language: str, tables: int) -> None:
    lesson.language = language
    teacher = lesson.set_up(tables)
    for table in range(1, tables + 1):
        for number in (1, 2):
            for seat in SEATS:
                options = {"viewport": PHONE, "has_touch": True} if (seat, number) == ("moscow", 1) else {}
                lesson.pupils[table, seat, number] = lesson.join(f"{seat} {table}{number}", table, seat, **options)
    wall = lesson.wall()
    teacher.click("[data-do=start]")
    turns = dict.fromkeys(range(1, tables + 1), 0)
    for table in turns:
        while lesson.play_on(table):
            turns[table] += 1
            assert turns[table] < MOST_TURNS
        # Everybody saw the end, each on the own page; the second of a delegation too.
        for seat in SEATS:
            other = lesson.pupils[table, seat, 2]
            expect(other.locator(".play-foot")).to_contain_text(strings(language)["over.note"])
            whole = lesson.pupils[table, SEATS[0], 1].locator("#log > li").count()
            for number in (1, 2):
                expect(lesson.pupils[table, seat, number].locator("#log > li")).to_have_count(whole)
    expect(wall.locator("h1")).to_contain_text("1921")
    assert "ankara 11" not in wall.content()
    teacher.on("dialog", lambda dialog: dialog.accept())
    teacher.click("[data-do=end]")
    teacher.click("[data-do=debrief]")
    pupil = lesson.pupils[1, "ankara", 1]
    pupil.click(".room-bar a")
    expect(pupil.locator("h1")).to_contain_text(strings(language)["debrief.title"])
    assert pupil.locator(".debrief tbody tr").count() >= 15
    exported_record(lesson, teacher, frontier, turns)
    assert not lesson.errors
    assert not lesson.outside


def exported_record(lesson: Lesson, teacher: Page, frontier: Stage, turns: dict[int, int]) -> None:
    """Read the export back: every turn once, every decision with its reason, and a log that the rules accept."""
    spoken = {"Accept-Language": lesson.language}
    text = teacher.request.get(lesson.door.address + "/teacher/record.csv", headers=spoken).text()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["pupil"] for row in rows} >= {f"{seat} 11" for seat in SEATS}
    made = Counter(int(row["table"]) for row in rows if row["what"] == strings(lesson.language)["deed.played"])
    assert made == turns
    assert sum(row["rationale"] == "because, 1" for row in rows) >= 10
    log = read(teacher.request.get(lesson.door.address + "/teacher/log?table=1").text())
    assert replay(frontier.scenario, log)
    moves = [entry.move for entry in log.entries]
    assert all(row["move"].split()[0] in moves for row in rows if row["move"] and row["table"] == "1")


@pytest.mark.skipif(not SOAK, reason="axe reads all pages of a lesson in make soak")
def test_every_page_is_fit_for_all_and_nothing_scrolls_sideways(lesson: Lesson) -> None:
    door = lesson.go(lesson.page(viewport=PHONE), "/")
    pages = {"join": door, "check": lesson.go(lesson.page(viewport=PHONE), "/check")}
    new = lesson.go(lesson.page(), f"/teacher?key={lesson.door.key}")
    axe(new, "set up")
    teacher = lesson.set_up()
    phone = lesson.join("Ece", 1, "ankara", viewport=PHONE)
    desk = lesson.join("Can", 1, "moscow")
    seat = lesson.go(lesson.page(viewport=PHONE), "/")
    seat.fill("[name=code]", lesson.code.upper())
    seat.fill("[name=name]", "Işıl")
    seat.click("#join button[type=submit]")
    seat.locator(".seat-button").first.wait_for()
    teacher.click("[data-do=start]")
    phone.locator(".decision").wait_for()
    pages |= {"seat": seat, "phone": phone, "desk": desk, "console": teacher}
    expect(pages["check"].locator("#verdict")).to_contain_text(strings("tr")["check.all"])
    for path in ("/plan-b", "/projector?table=1", "/debrief", "/teacher/record"):
        page = lesson.page(viewport=PROJECTOR if "projector" in path else DESKTOP)
        page.context.add_cookies([{"name": "hudut_teacher", "value": lesson.door.key, "url": lesson.door.address}])
        pages[path] = lesson.go(page, path)
    for name, page in pages.items():
        axe(page, name)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, name
    small = phone.evaluate(
        "Array.from(document.querySelectorAll('button, select, a, input'))"
        ".filter((one) => one.checkVisibility({ visibilityProperty: true }))"
        ".map((one) => one.closest('label') || one).filter((one) => one.getBoundingClientRect().height < 43)"
        ".map((one) => one.outerHTML.slice(0, 90))"
    )
    assert small == []
    assert not lesson.errors


def test_a_turn_is_taken_by_keyboard_alone(lesson: Lesson) -> None:
    teacher = lesson.set_up()
    desk = lesson.join("Ece", 1, "ankara")
    teacher.click("[data-do=start]")
    desk.locator(".decision").wait_for()
    desk.locator(".decision input").first.focus()
    desk.keyboard.press("ArrowDown")
    assert desk.evaluate("document.activeElement.type") == "radio"
    desk.keyboard.press("Tab")
    for _ in range(12):
        if desk.evaluate("document.activeElement.classList.contains('reason')"):
            break
        desk.keyboard.press("Tab")
    desk.keyboard.type("by keyboard")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#log q").first).to_contain_text("by keyboard")
    desk.locator("#talk-text").focus()
    desk.keyboard.type("<b>not bold</b>")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#letters li").last).to_contain_text("<b>not bold</b>")
    assert desk.locator("#letters b b").count() == 0


@pytest.mark.skipif(not SOAK, reason="killed servers are asked without a browser in make test: test_faults.py")
def test_a_killed_server_comes_back_and_the_page_catches_up_by_itself(contexts: Contexts, server: Server) -> None:
    with contexts.persons() as new:
        caught_up(Lesson(new, server.door, "tr"), server)


def caught_up(lesson: Lesson, server: Server) -> None:
    teacher = lesson.set_up(votes="free")
    ankara, other = lesson.join("Ece", 1, "ankara"), lesson.join("Can", 1, "ankara")
    teacher.click("[data-do=start]")
    ankara.locator(".decision").wait_for()
    ankara.locator(".decision input").first.check()
    before = other.locator("#log > li").count()
    server.kill()
    ankara.click(".decide")
    expect(ankara.locator(".lost")).to_be_visible(timeout=PATIENCE)
    server.again()
    expect(ankara.locator(".lost")).to_be_hidden(timeout=PATIENCE)
    # Each page hears of the turn on a stream of its own, in its own time.
    for page in (ankara, other):
        expect(page.locator("#log > li")).to_have_count(before + 1, timeout=PATIENCE)
    assert (
        not teacher.request.post(lesson.door.address + "/api/teacher/back", data={"key": new_key(), "table": 1})
        .json()
        .get("word")
    )


def test_every_text_is_used() -> None:
    folder = Path(__file__).parents[3] / "hudut" / "classroom"
    sources = "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in (".py", ".js", ".html"))
    built = ("refused.", "plays.", "page.", "deed.", "check.", "planb.", "class.question.", "record.", "debrief.title")
    built += ("vote.rule.", "setup.votes.")
    own = [key.removeprefix(OWN) for key in said("en").texts if key.startswith(OWN)]
    unused = [key for key in own if key not in sources and not key.startswith(built)]
    assert unused == []
