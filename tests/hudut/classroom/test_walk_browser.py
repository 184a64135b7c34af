"""A whole lesson on every size of screen at once: at each moment all that is offered can be seen, read and pressed.

Ten of its screens are compared with golden pictures too, in a font of bars (tests/bars.py), without maps and room code;
`make pictures` takes them anew.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from pypdfium2 import PdfDocument

from engine.play import historical_among
from hudut.campaigns import Stage
from hudut.classroom.ground import Ground
from hudut.classroom.live import LiveRoom
from hudut.classroom.wording import strings
from scenarios.kernel import Stem
from tests.bars import bars
from tests.browsing import Contexts, serious
from tests.conftest import SOAK
from tests.hudut.classroom.conftest import Door, boot, new_key, served
from tests.hudut.classroom.test_room_browser import PATIENCE, Lesson
from tests.looking import SIZES, faults
from tests.maps.conftest import Likeness, likeness
from tests.maps.test_pictures_browser import FOLDER, REFRESH, share_alike

__all__ = ["likeness"]
pytestmark = pytest.mark.browser
PHONE, TABLET = SIZES[0], SIZES[3]
LAPTOP, SCREEN = SIZES[4], SIZES[5]
FEW = (PHONE, TABLET)
SITTING = "l23-draft"
HALL = (1280, 720)
"""What many projectors show."""
NEXT = {
    "door": ".lead",
    "desk": ".play-foot .hint, .play-foot .button.primary, .room-bar p, .proposal h3, .herald",
    "wall": ".wall-lead, .wall-state",
    "console": ".card-text h3",
    "sheet": "h1",
    "told": ".turning span",
}
"""By kind of page: where it says what to do, or what goes on."""
TEN = (
    "seat-door-360x740",
    "brief-desk-820x1180",
    "decision-desk-360x740",
    "commission-desk-820x1180",
    "vote-desk-360x740",
    "inject-desk-820x1180",
    "conference-desk-820x1180",
    "conference-wall-1280x720",
    "sealed-desk-360x740",
    "end-console-1366x768",
)
"""The screens that matter most: of each of them there is a golden picture."""
ALIKE = 0.99
"""Of the pixels; a button is more than one in a hundred of a phone’s, another word in a line is not."""
IN_BARS = """async (font) => {
  const face = new FontFace("bars", Uint8Array.from(atob(font), (one) => one.charCodeAt(0)).buffer);
  document.fonts.add(await face.load());
  const sheet = Array.from(document.styleSheets).pop();
  const hidden = ".map-box, .wall-map, .wall-foot, .card-map, .console-facts";
  sheet.insertRule("* { font-family: bars !important; }", sheet.cssRules.length);
  sheet.insertRule(hidden + " { visibility: hidden !important; }", sheet.cssRules.length);
  sheet.insertRule(".toast, .lost { display: none !important; }", sheet.cssRules.length); // said for some seconds
  window.dispatchEvent(new Event("resize"));
  document.querySelectorAll("*").forEach((one) => { one.scrollTop = 0; });
}"""
IN_LETTERS = """() => {
  const sheet = Array.from(document.styleSheets).pop();
  [1, 2, 3].forEach(() => sheet.deleteRule(sheet.cssRules.length - 1));
  window.dispatchEvent(new Event("resize"));
}"""


class Walk:
    """A lesson that is looked at; what is wrong is kept until its end."""

    def __init__(self, lesson: Lesson, pictures: Path, sizes: tuple[tuple[int, int], ...], likeness: Likeness) -> None:
        self.lesson, self.pictures, self.sizes, self.likeness = lesson, pictures, sizes, likeness
        self.few = sizes == FEW
        self.compared: set[str] = set()
        self.coloured: set[str] = set()
        self.wrong: list[str] = []
        self.desks: dict[tuple[int, int], Page] = {}
        self.key = f"/teacher?key={lesson.door.key}"
        self.consoles = (LAPTOP,) if self.few else (LAPTOP, SCREEN)
        self.walls = (HALL,) if self.few else (HALL, LAPTOP, SCREEN)
        self.teacher: Page
        self.wall: Page

    def look(self, moment: str, kind: str, page: Page, size: tuple[int, int]) -> None:
        """Look at a page in every part that it has on this screen.

        With few pupils a tablet is looked at where it has a golden picture, and the colours of each kind of page once,
        and of the screens that have one; a walk on all sizes looks at all of it everywhere, and has other pupils.
        """
        where = f"{moment} {kind} {size[0]}x{size[1]}"
        name = where.replace(" ", "-")
        golden = name in TEN
        if not self.few:
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=self.pictures / f"{name}.png")
        elif golden:
            self.compare(name, page)
        elif size == TABLET:
            return
        tabs = [one for one in page.locator(".play-tabs button").all() if one.is_visible()]
        self.wrong += [f"{where}: {one}" for one in faults(page, NEXT[kind])]
        for tab in tabs[1:]:
            tab.click()
            wanted = ".your-turn" if page.locator(".play.mine").count() else ""
            self.wrong += [f"{where}, {tab.inner_text()}: {one}" for one in faults(page, wanted)]
        if tabs:
            tabs[0].click()
        if not self.few or kind not in self.coloured or (golden and size == PHONE):
            self.coloured.add(kind)
            self.wrong += [f"{where}: {one}" for one in serious(page, "color-contrast")]

    def compare(self, name: str, page: Page) -> None:
        """Hold a screen against its golden picture."""
        page.mouse.move(0, 0)
        page.evaluate(IN_BARS, b64encode(bars()).decode())
        now = page.screenshot(type="jpeg", quality=60, animations="disabled")
        page.evaluate(IN_LETTERS)
        path = FOLDER / "room" / f"{name}.jpg"
        if REFRESH:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(now)
        (self.pictures / f"{name}.jpg").write_bytes(now)
        share = share_alike(self.likeness, now, path.read_bytes())
        self.compared.add(name)
        if share < ALIKE:
            self.wrong.append(f"{name}: {share:.2%} is as it was; look at it, then run make pictures")

    def all_desks(self, moment: str) -> None:
        """Look at every pupil's page."""
        for size, page in self.desks.items():
            self.look(moment, "desk", page, size)

    def everywhere(self, moment: str) -> None:
        """Look at desks, wall and console."""
        self.all_desks(moment)
        self.in_sizes(moment, "wall", self.wall, self.walls)
        self.in_sizes(moment, "console", self.teacher, self.consoles)

    def press(self, selector: str) -> None:
        """Press the first such thing on every desk."""
        for page in self.desks.values():
            page.locator(selector).first.click()

    def in_sizes(self, moment: str, kind: str, page: Page, sizes: tuple[tuple[int, int], ...]) -> None:
        """Look at one page on several screens, one after the other."""
        for width, height in sizes:
            page.set_viewport_size(ViewportSize(width=width, height=height))
            self.look(moment, kind, page, (width, height))


def of_pupil(page: Page) -> dict[str, str]:
    """Return the cookie by which the room knows a pupil's page."""
    return {one["name"]: one["value"] for one in page.context.cookies() if one["name"] == "hudut_pupil"}


class Table:
    """Ankara's pupils, one on each screen, and Moscow's one, at the first table."""

    def __init__(self, door: Door, stage: Stage, code: str, desks: Iterable[Page] = ()) -> None:
        self.stage = stage
        self.moscow = door.pupil(code, "Moskova", 1, "moscow")
        self.ankara = [door.stranger(cookies=of_pupil(page)) for page in desks] or [
            door.pupil(code, "Ece", 1, "ankara")
        ]

    @property
    def now(self) -> dict[str, Any]:
        """The position, as Moscow sees it."""
        found: dict[str, Any] = boot(self.moscow)["now"]
        return found

    def hands(self, seat: str) -> list[Any]:
        """Return the clients of a delegation."""
        return self.ankara if seat == "ankara" else [self.moscow]

    def turn(self, *moves: str) -> None:
        """Take the turn of the seat to move: as in history, or the moves named. Ankara's pupils vote on theirs."""
        clients = self.hands(self.now["actor"])
        now = boot(clients[0])["now"]
        legal = [self.stage.scenario.kernel.by_id[one] for one in now["legal"]]
        past = historical_among(legal, Stem(now["step"], now["step"]))
        chosen = list(moves) or [past.id if past else now["legal"][0]]
        body = {"key": new_key(), "moves": chosen, "at": now["at"], "why": "Elimizde yazılı bir metin olsun."}
        assert clients[0].post("/api/move", json=body).status_code == 200
        self.agree(clients[1:])

    def agree(self, clients: list[Any]) -> None:
        """Let pupils vote for what their delegation proposes until it is done."""
        for one in clients:
            now = boot(one)["now"]
            if now["proposal"]:
                one.post("/api/back", json={"key": new_key(), "at": now["at"], "yes": True})

    def until(self, *, step: str = "", actor: str = "") -> None:
        """Play on to a step, or to a side's turn."""
        for _ in range(60):
            now = self.now
            if step == now["step"] or actor == now["actor"]:
                return
            self.turn()
        pytest.fail(f"never came to {step}{actor}")

    def offer(self, step: str) -> None:
        """Let both sides draft a text for a sitting and show it to the other."""
        basket = next(one.step.basket for one in self.stage.scenario.steps if one.step.id == step)
        assert basket
        for client, option in ((self.moscow, 0), (self.ankara[0], 1)):
            text = {item.id: item.options[option].id for item in basket.items[:2]}
            client.post("/api/draft", json={"key": new_key(), "step": step, "text": text})
            client.post("/api/offer", json={"key": new_key(), "step": step})

    def seal(self, step: str) -> Iterator[str]:
        """Write the articles of a sitting in turns and seal the text; yield who has the floor after each turn."""
        while self.now["step"] == step:
            now = self.now
            seat = now["actor"]
            legal = boot(self.hands(seat)[0])["now"]["legal"]
            final = [one for one in (f"{step}.{seat}.seal", f"{step}.{seat}.accept") if one in legal]
            amend: dict[str, str] = {}
            for one in (self.stage.scenario.kernel.by_id[name] for name in legal):
                if one.kind == "amend" and now["text"].get(one.item) == "open":
                    amend.setdefault(one.item, one.id)
            self.turn(*(final[:1] or [*list(amend.values())[:2], f"{step}.{seat}.pass"]))
            yield self.now["actor"] if self.now["step"] == step else ""


@pytest.fixture
def walked(
    contexts: Contexts, live: LiveRoom, frontier_ground: Ground, tmp_path: Path, likeness: Likeness
) -> Iterator[Any]:
    with served(live, frontier_ground, {}) as door, contexts.persons() as new:

        def begun(language: str, sizes: tuple[tuple[int, int], ...]) -> Walk:
            return Walk(Lesson(new, door, language), tmp_path, sizes, likeness)

        yield begun


@pytest.mark.skipif(not SOAK, reason="tests of one screen at a time stand for it: reach, news, draft, wall, votes")
@pytest.mark.parametrize(("language", "sizes"), [("tr", FEW), ("tr", SIZES), ("en", SIZES)])
def test_a_lesson_on_every_screen(
    walked: Any, frontier: Stage, language: str, sizes: tuple[tuple[int, int], ...]
) -> None:
    walk: Walk = walked(language, sizes)
    table = lobby(walk, frontier)
    deciding(walk, table)
    led(walk, table)
    conferring(walk, table)
    ended(walk)
    assert walk.lesson.errors == []
    assert walk.wrong == [], "\n".join(walk.wrong)
    assert not walk.few or walk.compared == set(TEN)


def each(walk: Walk, selector: str, count: int = 1) -> None:
    """Wait until something stands on every desk so many times."""
    for page in walk.desks.values():
        expect(page.locator(selector)).to_have_count(count, timeout=PATIENCE)


def lobby(walk: Walk, stage: Stage) -> Table:
    """Set up, join, sit down, wait, read the brief."""
    lesson = walk.lesson
    walk.in_sizes("set-up", "door", lesson.go(lesson.page(), walk.key), walk.sizes)
    walk.teacher = lesson.set_up_by_hand("letters")
    walk.wall = lesson.wall()
    for number, (width, height) in enumerate(walk.sizes):
        page = lesson.go(lesson.page(viewport=ViewportSize(width=width, height=height)), "/")
        page.wait_for_selector("#join button:not(:disabled)")
        walk.look("join", "door", page, (width, height))
        page.fill("[name=code]", lesson.code)
        page.fill("[name=name]", f"Öğrenci {number}")
        page.click("#join button[type=submit]")
        page.wait_for_selector(".seat-button:not(:disabled)")
        walk.look("seat", "door", page, (width, height))
        page.click(".seat-button[data-table='1'][data-seat='ankara']")
        page.wait_for_selector("body.ready", state="attached")
        walk.desks[width, height] = page
    table = Table(lesson.door, stage, lesson.code, walk.desks.values())
    walk.wall.locator(".hit").first.wait_for(state="attached", timeout=60_000)
    walk.everywhere("lobby")
    walk.in_sizes("seating", "sheet", lesson.led("/teacher/seating"), walk.sizes)
    walk.press(".go-brief")
    walk.press(".secret-toggle")
    walk.all_desks("brief")
    walk.press(".close-panel")
    return table


def deciding(walk: Walk, table: Table) -> None:
    """Take a decision, prepare a commission, vote."""
    walk.teacher.click("[data-do=start]")
    walk.press(".decision label")
    each(walk, ".result .effects, .result .hint")
    walk.all_desks("decision")
    table.offer(SITTING)
    walk.press(".ahead summary")
    each(walk, ".offer")
    walk.all_desks("commission")
    first = next(iter(walk.desks.values()))
    first.fill(".reason", "Elimizde yazılı bir metin olsun.")
    first.click(".decide")
    each(walk, ".proposal")
    walk.all_desks("vote")
    table.agree(table.ankara[1:])
    each(walk, ".proposal", 0)
    walk.everywhere("next")


def led(walk: Walk, table: Table) -> None:
    """Pause, say something to all, bring in an event and take it back."""
    t, teacher = strings(walk.lesson.language), walk.teacher
    teacher.click("[data-do=pause]")
    for page in walk.desks.values():
        expect(page.locator(".room-bar")).to_contain_text(t["room.paused"], timeout=PATIENCE)
    walk.all_desks("pause")
    teacher.click("[data-do=pause]")
    table.until(actor="moscow")
    each(walk, ".decision", 0)
    walk.all_desks("waiting")
    teacher.fill("#tell-text", "Beş dakika kaldı. Kararınızı yazın ve gerekçenizi bir cümleyle söyleyin.")
    teacher.click("#tell button")
    each(walk, ".herald")
    walk.everywhere("message")
    walk.press(".herald button")
    teacher.get_by_role("button", name=t["event.give"]).first.click()
    each(walk, ".herald")
    walk.all_desks("inject")
    walk.press(".herald button")
    teacher.locator(".side-table .buttons button").first.click()
    each(walk, ".herald")
    walk.all_desks("step-back")
    walk.press(".herald button")
    letter = {"to": ["ankara"], "text": "Metni birlikte yazalım; sınırı sonra konuşuruz."}
    table.moscow.post("/api/say", json={"key": new_key(), **letter})


def conferring(walk: Walk, table: Table) -> None:
    """Sit at a table with a draft, seal the text, go over to a fork; watch."""
    table.until(step=SITTING)
    for page in walk.desks.values():
        page.locator("select.phrase").first.wait_for()
    walk.everywhere("conference")
    for who in table.seal(SITTING):
        if who == "moscow":
            walk.all_desks("other-side-has-the-floor")
    each(walk, ".agreed .sealed")
    walk.everywhere("sealed")
    walk.teacher.locator(".fork summary").click()
    walk.in_sizes("forking", "console", walk.teacher, walk.consoles)
    walk.teacher.locator(".fork input[value=ankara]").check()
    walk.teacher.locator(".fork .button").click()
    title = strings(walk.lesson.language)["table.fork"].format(n=2, of=1)
    for page in walk.desks.values():
        expect(page.locator(".play-head")).to_contain_text(title, timeout=PATIENCE)
    walk.everywhere("fork")
    watcher = walk.lesson.join("Seyirci", 1, "")
    walk.in_sizes("observer", "desk", watcher, walk.sizes)


def ended(walk: Walk) -> None:
    """End, read the debrief on every screen, on paper and on the wall, and the record."""
    walk.teacher.on("dialog", lambda dialog: dialog.accept())
    walk.teacher.click("[data-do=end]")
    for page in walk.desks.values():
        expect(page.locator(".room-bar")).to_contain_text(strings(walk.lesson.language)["room.ended"], timeout=PATIENCE)
    walk.everywhere("end")
    walk.teacher.click("[data-do=debrief]")
    for size, page in walk.desks.items():
        page.locator(".room-bar a").click()
        page.locator(".thumb").first.wait_for(timeout=60_000)
        for part in page.locator(".screen-sources section").all():
            part.locator("summary").first.click()
        walk.look("debrief", "sheet", page, size)
        page.reload()
        page.locator(".thumb").first.wait_for(timeout=60_000)
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(PdfDocument(paper)) <= 2
    walk.wall.locator(".telling-wall .thumb").first.wait_for(state="attached", timeout=60_000)
    told = walk.wall.locator(".turning span")
    screens = int(told.inner_text().split()[2])
    for number in range(1, screens + 1):
        walk.in_sizes(f"debrief-{number}", "told", walk.wall, walk.walls)
        for _ in range(50):  # each is read to its end before the next one comes
            if told.inner_text().split()[0] != str(number) or number == screens:
                break
            walk.wall.keyboard.press("ArrowRight")
        else:
            pytest.fail(f"screen {number} has no end")
    walk.in_sizes("record", "sheet", walk.lesson.led("/teacher/record"), walk.sizes)
