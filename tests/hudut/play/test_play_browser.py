"""A pupil plays act moscow on the page: with mouse, with keys, on a phone, alone or passing the seat."""

from __future__ import annotations

import dataclasses
import json
import re
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from engine.frame import frame
from engine.log import Log, dump, read
from engine.play import is_over
from engine.playthrough import new_log, play_out
from engine.replay import historical_log, moves_that_count, replay
from engine.rules import digest
from hudut.agenda import plans_of
from hudut.campaigns import Stage
from hudut.pack.writing import pages_of, write_stick
from scenarios.lessons import left_out
from tests.browsing import PHONE, Opened, serious
from tests.conftest import SOAK
from tests.hudut.play.conftest import is_there, play_until, step
from tests.hudut.test_plays import hudut

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]
SLOWEST_MS = 50
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied') } })"


def saved(page: Any, tmp_path: Path, around: Page | None = None) -> Path:
    """Save the play as a file, as a pupil does; `around` is the page of a frame."""
    if not is_there(page, ".save-file"):
        page.click(".go-save")
    with (around or page).expect_download() as download:
        page.click(".save-file")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.skipif(not SOAK, reason="a play in a course, to its debrief, stands for it: test_scorm_browser.py")
def test_an_act_is_played_to_its_debrief_with_the_mouse(open_play: Open, frontier: Stage, tmp_path: Path) -> None:
    opened = open_play("ankara", "tr")
    page = opened.page
    assert page.locator("html").get_attribute("lang") == "tr"
    page.click(".begin")
    times = []
    for _ in range(120):
        if is_there(page, ".debrief"):
            break
        step(page)
        times.append(float(page.locator(".play").get_attribute("data-answered") or 0))
    assert page.locator(".debrief h1").inner_text() == "Oyununuz ve tarih"
    assert statistics.median(times) < SLOWEST_MS
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert serious(page) == []
    log = read(saved(page, tmp_path).read_text("utf-8"))
    state = replay(frontier.scenario, log)
    assert is_over(frontier.scenario, state, "moscow")
    assert log.header.seats == {"ankara": "person", "all": "weighted", "chance": "weighted"}
    articles = page.locator(".beside", has=page.locator("caption", has_text="Metinler")).locator("tbody tr")
    assert articles.count() == sum(
        len(one.step.basket.items) for one in frontier.scenario.steps if one.act == "moscow" and one.step.basket
    )
    assert page.locator(".thumb").count() == 4
    assert opened.errors == []
    assert {url.partition(":")[0] for url in opened.requests} <= {"file", "blob"}


def test_a_lesson_begins_where_its_plan_does_and_the_page_plays_what_is_left_out(
    open_play: Open, frontier: Stage, tmp_path: Path
) -> None:
    plan = plans_of(frontier)["moscow", 45]
    out = left_out(plan, frontier.scenario)
    page = open_play().page
    page.select_option(".lesson-select", label="A lesson of 45 minutes")
    title = frontier.scenario.steps_by_id[out[0]].step.titles["en"]
    assert title in page.locator(".play-text").inner_text()
    page.click(".begin")
    page.wait_for_selector(".go-on, .decide")
    begun = read(saved(page, tmp_path).read_text("utf-8"))
    page.click(".close-panel")
    past = historical_log(frontier.scenario, ("moscow",)).entries
    first = next(number for number, one in enumerate(past) if one.move.startswith(f"{plan.begin}."))
    assert [one.move for one in begun.entries[:first]] == [one.move for one in past[:first]]
    play_until(page, ".debrief")
    log = read(saved(page, tmp_path).read_text("utf-8"))
    replay(frontier.scenario, log)
    assert set(out) <= {key for key, name in log.header.seats.items() if name == "historical"}
    mine = {one.move.split(".")[0] for one in log.entries[first:] if one.actor == "ankara"} - set(out)
    assert mine, "the rest was left to the player"
    assert page.locator(".by").count() > 0, "the debrief marks what the program played"


def test_the_map_shows_what_python_reckons(open_play: Open, frontier: Stage, tmp_path: Path) -> None:
    opened = open_play()
    page = opened.page
    page.click(".begin")
    play_until(page, ".phrase")
    log = read(saved(page, tmp_path).read_text("utf-8"))
    state = replay(frontier.scenario, log)
    page.click(".close-panel")
    shown = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.hit')].map((hit) => [hit.dataset.t,"
        " [...document.querySelectorAll('.ly-washes .wash')].filter((wash) =>"
        " wash.getAttribute('d').includes(hit.getAttribute('d'))).map((wash) => wash.getAttribute('class'))]))"
    )
    order = sorted(frontier.atlas.territories)
    held = frame(frontier.scenario, state).held
    for (territory, layer), one in held.items():
        if layer == "control":
            lineage = frontier.atlas.parties[str(one.party)].lineage
            assert shown[str(order.index(territory))] == [f"wash w-{lineage}"], territory
    assert {one.party for one in held.values()} > {"ankara", "georgia", "armenia_ssr"}


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus is on something."""
    for _ in range(90):
        if page.evaluate("s => document.activeElement !== null && document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector}")


def test_an_act_is_played_with_the_keyboard_alone(open_play: Open) -> None:
    """To its debrief under `make soak`; in `make test` until something was read, decided and laid on the table."""
    page = open_play("ankara", "en").page
    reach(page, ".begin")
    page.keyboard.press("Enter")
    done: set[str] = set()
    for _ in range(120):
        if is_there(page, ".debrief") or (len(done) == 3 and not SOAK):
            break
        done.add(by_keys(page))
    if SOAK:
        assert page.evaluate("document.activeElement.textContent") == "Your play beside history"
    assert done == {"read", "decided", "tabled"}


def by_keys(page: Page) -> str:
    """Do the next thing; return what it was."""
    done = "read"
    if is_there(page, ".go-on"):
        reach(page, ".go-on")
    elif is_there(page, ".decide"):
        done = "decided"
        reach(page, "input[name=option]")
        page.keyboard.press("Space")
        reach(page, ".decide")
    else:
        done = "tabled"
        for _ in range(2):
            if is_there(page, ".accept-it:not([disabled])") or not is_there(page, "select:has(> [value=open]:checked)"):
                break
            reach(page, "select:has(> [value=open]:checked)")
            page.keyboard.press("ArrowDown")
        reach(page, ".accept-it:not([disabled]), .table-it:not([disabled]), .pass-it:not([disabled])")
    page.keyboard.press("Enter")
    return done


def test_a_phone_shows_text_map_and_talk_in_turn(open_play: Open) -> None:
    opened = open_play("ankara", "tr", viewport=PHONE, has_touch=True, is_mobile=True)
    page = opened.page
    page.tap(".begin")
    play_until(page, ".phrase")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    small = page.evaluate(
        "[...document.querySelectorAll('button, select, summary, .file-button')].filter((node) => node.offsetParent &&"
        " getComputedStyle(node).visibility === 'visible' && node.getBoundingClientRect().height < 39.5)"
        ".map((node) => node.className)"
    )
    assert small == []
    page.locator(".phrase").first.select_option(index=1)
    page.tap("[data-tab=map]")
    assert page.locator(".what-if").is_visible()
    assert page.locator(".if-hatch").count() == 1
    assert not page.locator(".draft").is_visible()
    page.tap("[data-tab=talk]")
    assert page.locator(".strip-log li").count() > 5
    assert opened.errors == []


def test_the_map_shows_land_far_away_and_comes_home(
    open_play: Open, play_files: Callable[..., Path], frontier: Stage
) -> None:
    """In act letters land moves on the Aegean too: the map shows it for a moment, not to the end of the act."""
    page = open_play().page
    page.goto(play_files("ankara", "en", "letters").as_uri())
    page.wait_for_selector(".play.ready")
    kars = f".hit[data-t='{sorted(frontier.atlas.territories).index('kars')}']"
    wide = f'document.querySelector("{kars}").getBoundingClientRect().width'
    page.click(".begin")
    at_home, far = page.evaluate(wide), 0
    for _ in range(60):
        if is_there(page, ".phrase, .debrief"):
            break
        step(page)
        page.evaluate("new Promise((done) => setTimeout(done, 31))")  # after the board's own timer, of 30 ms
        if is_there(page, ".decide"):
            assert page.evaluate(wide) == pytest.approx(at_home, rel=0.02)
            if far and not SOAK:
                break
        far += page.evaluate(wide) < 0.8 * at_home
    assert far, "no land far away was shown"


def test_undo_takes_back_the_last_turn_and_says_so(open_play: Open, frontier: Stage, tmp_path: Path) -> None:
    page = open_play().page
    page.click(".begin")
    play_until(page, ".decide")
    title = page.locator(".decision h2").inner_text()
    page.locator("input[name=option]").nth(1).check()
    page.fill(".reason", "for good will")
    page.click(".decide")
    page.click(".go-undo")
    assert page.locator(".decision h2").inner_text() == title
    assert "taken back" in page.locator(".play > [role=status]").inner_text()
    log = read(saved(page, tmp_path).read_text("utf-8"))
    assert [entry.kind for entry in log.entries].count("undo") == 1
    assert "for good will" in [entry.rationale for entry in log.entries]
    before = [entry.move for _, entry in moves_that_count(log)]
    page.click(".close-panel")
    assert page.locator(".go-undo").is_disabled()
    assert before[-1] == "m1-two-papers.happens"


def test_what_a_turn_at_the_table_would_do_is_shown_before_it_is_made(open_play: Open) -> None:
    page = open_play().page
    page.click(".begin")
    play_until(page, ".phrase")
    first = page.locator(".phrase").first
    assert page.locator(".accept-it").is_disabled()
    first.select_option("emptied")
    assert "Ardahan" in page.locator(".what-if").inner_text()
    assert page.locator(".if-hatch").get_attribute("d")
    page.locator(".phrase").nth(1).select_option("guests")
    assert page.locator(".phrase").nth(2).locator("option:not([disabled])").count() == 1, "two amendments a turn"
    page.locator(".phrase").nth(1).select_option("open")
    assert page.locator(".provision.drafted").count() == 1
    page.click(".break-it")
    page.locator(".ask-once .button").first.click()
    page.click(".table-it")
    assert page.locator(".provision").first.locator(".amendment ins").inner_text() == "Emptied"


def test_a_play_goes_on_from_a_file_and_from_the_browser(open_play: Open, frontier: Stage, tmp_path: Path) -> None:
    page = open_play(apart=True).page
    page.click(".begin")
    play_until(page, ".phrase")
    page.locator(".phrase").first.select_option(index=1)
    page.click(".table-it")
    play_until(page, ".phrase")
    here = page.locator(".play-text").inner_text()
    path = saved(page, tmp_path)
    text = path.read_text("utf-8")
    done = hudut("replay", "frontier", "--log", str(path), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hash"] == frontier.scenario.kernel.hash
    assert len(digest(replay(frontier.scenario, read(text)))) == 16
    page.reload()
    page.click(".resume")
    play_until(page, ".phrase")
    assert page.locator(".play-text").inner_text() == here
    other = open_play(init=NO_STORAGE).page
    other.set_input_files(".file-field", path)
    other.wait_for_selector(".phrase")
    assert other.locator(".play-text").inner_text().endswith(here)
    assert saved(other, tmp_path).read_text("utf-8") == text
    assert read(dump(read(text))) == read(text)
    other.click(".go-save")
    assert "cannot keep the play" in other.locator(".start").inner_text()


def test_a_page_that_cannot_keep_a_play_says_so_at_once_and_offers_the_file(open_play: Open, tmp_path: Path) -> None:
    full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    for init in (NO_STORAGE, full):
        page = open_play(init=init).page
        page.click(".begin")
        assert "cannot keep the play" in page.locator(".unkept").inner_text()
        with page.expect_download() as download:
            page.click(".unkept .save-file")
        download.value.save_as(tmp_path / "play.jsonl")
        assert read((tmp_path / "play.jsonl").read_text("utf-8")).entries
        play_until(page, ".decide, .phrase")
        assert page.locator(".unkept").count() == 0


@pytest.mark.skipif(not SOAK, reason="a kept play that goes on stands for it in make test")
def test_two_plays_of_one_page_do_not_meet(open_play: Open, tmp_path: Path) -> None:
    """Two pupils one after the other on one computer: both plays are offered, each with when it was begun."""
    page = open_play(apart=True).page
    kept = []
    for option in range(2):
        page.click(".begin")
        play_until(page, ".decide")
        page.locator(".decision input").nth(option).check()
        page.click(".decide")
        kept.append(saved(page, tmp_path).read_text("utf-8"))
        page.reload()
    assert kept[0] != kept[1]
    offered = page.locator(".resume").all_inner_texts()
    assert len(offered) == 2
    assert all(re.search(r"begun .*20\d\d.*\d:\d\d", one) for one in offered)
    page.locator(".resume").nth(1).click()
    assert saved(page, tmp_path).read_text("utf-8") == kept[0]


def test_the_page_tells_what_came_of_its_own_play(open_play: Open, frontier: Stage, tmp_path: Path) -> None:
    """Without a war in 1920 and with Ankara out of Batum: the act opens and goes on without what did not happen."""
    stay = {"kars": "armenia", "alexandropol": "armenia", "gumru_text": "none"}
    plays = (play(frontier, seed, stay) for seed in range(50))
    log = next(log for log in plays if any(".stay" in entry.move for entry in log.entries))
    path = tmp_path / "play.jsonl"
    path.write_text(dump(log), encoding="utf-8")
    page = open_play("all").page
    assert "Gümrü" in page.locator(".start .lead").inner_text()
    page.set_input_files(".file-field", path)
    page.wait_for_selector(".debrief")
    log_text = page.locator(".strip-log").text_content() or ""
    assert "The last government at Batum" in log_text
    assert "Two governments at Batum" not in log_text
    assert "Not history: the play begins elsewhere." in log_text
    two_papers = frontier.scenario.acts["moscow"].steps[0].titles
    told = [one.texts["en"] in log_text for one in two_papers.variants]
    assert told == [False, False, True], "no committee came to Gümrü, and no text was signed there"


def play(frontier: Stage, seed: int, carried: dict[str, str]) -> Log:
    sizes = {one.id: one.values for one in frontier.scenario.kernel.variables}
    numbers = {name: sizes[name].index(word) for name, word in carried.items()}
    log = new_log(frontier.scenario, "moscow", seed=seed, seats={"all": "random", "chance": "weighted"})
    return play_out(
        frontier.scenario, dataclasses.replace(log, header=dataclasses.replace(log.header, carried=numbers)), "moscow"
    )


def test_a_hostile_file_is_refused_clearly_and_nothing_is_lost(open_play: Open, tmp_path: Path) -> None:
    opened = open_play()
    page = opened.page
    page.click(".begin")
    play_until(page, ".decide")
    good = saved(page, tmp_path).read_text("utf-8")
    lines = good.splitlines(keepends=True)
    broken = {
        "not the log of a play": "<html><script>alert(1)</script>",
        "chain is broken": "".join([lines[0], *lines[2:]]),
        "another act": good.replace('"act":"moscow"', '"act":"kars"'),
        "The rules of logs have changed": good.replace('"format":2', '"format":99'),
        "played for another side": None,
    }
    for reason, text in broken.items():
        path = tmp_path / "bad.jsonl"
        path.write_text(text or played_by_another(good), "utf-8")
        page.set_input_files(".file-field", path)
        opened.until("reason => (document.querySelector('.warning') || {}).textContent?.includes(reason)", reason)
        assert is_there(page, ".save-file")
    page.click(".close-panel")
    assert is_there(page, ".decide")
    assert opened.errors == []


def played_by_another(text: str) -> str:
    header = dataclasses.replace(read(text).header, seats={"all": "weighted", "moscow": "person"})
    return dump(Log(header))


def test_a_reason_full_of_markup_stays_text(open_play: Open, tmp_path: Path) -> None:
    opened = open_play()
    page = opened.page
    page.click(".begin")
    play_until(page, ".decide")
    page.locator("input[name=option]").first.check()
    page.fill(".reason", "<img src=x onerror=alert(1)> & “so”")
    page.click(".decide")
    play_until(page, ".decide")
    assert "<img src=x onerror=alert(1)>" in page.locator(".strip-log").inner_text()
    assert page.locator(".play img").count() == 0
    assert opened.errors == []


def test_one_computer_passes_from_seat_to_seat(open_play: Open, frontier: Stage) -> None:
    opened = open_play("all", "en")
    page = opened.page
    secrets = {key: seat.brief.secret[0]["en"] for key, seat in frontier.scenario.acts["moscow"].seats.items()}
    page.click(".begin")
    seen = []
    for _ in range(60):
        if is_there(page, ".take-seat"):
            shown = page.locator(".play-main").inner_text()
            assert not any(secret in shown for secret in secrets.values())
            page.click(".take-seat")
            who = page.locator(".play-who strong .long").inner_text().removeprefix("You speak for ")
            page.click(".go-brief")
            page.click(".secret-toggle")
            told = page.locator(".play-text").inner_text()
            assert [key for key, secret in secrets.items() if secret in told] == [who.lower()]
            page.click(".close-panel")
            seen.append(who)
        if len(set(seen)) == 3:
            break
        step(page)
    assert set(seen) == {"Ankara", "Moscow", "Tiflis"}
    assert opened.errors == []


@pytest.mark.parametrize(
    ("language", "options"),
    [("tr", {"viewport": PHONE}), *([("en", {}), ("en", {"color_scheme": "dark"})] if SOAK else [])],
)
def test_axe_finds_nothing_serious(open_play: Open, language: str, options: dict[str, Any]) -> None:
    page = open_play("ankara", language, **options).page
    found: list[Any] = []

    def look(where: str) -> None:
        found.extend((where, one) for one in serious(page))

    look("start")
    page.click(".begin")
    look("happening")
    play_until(page, ".decide")
    page.locator("input[name=option]").nth(1).check()
    look("decision")
    page.click(".go-brief")
    page.click(".secret-toggle")
    look("brief")
    page.click(".close-panel")
    play_until(page, ".phrase")
    page.locator(".phrase").first.select_option(index=1)
    look("draft")
    assert found == []


@pytest.mark.skipif(not SOAK, reason="the pack is read without a browser in make test: test_play_page.py")
def test_a_packed_stick_opens_from_the_disk(browser: Any, frontier: Stage, tmp_path: Path) -> None:
    wanted = ("start.html", "guide-tr.html", "print/moscow-tr.html", "play/moscow-tiflis-tr.html")
    list(write_stick([job for job in pages_of(frontier) if job[0] in wanted], tmp_path / "stick"))
    context = browser.new_context(offline=True, viewport=PHONE)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "stick" / "start.html").as_uri())
    for where in ("start", "guide-tr", "print/moscow-tr"):
        page.goto((tmp_path / "stick" / f"{where}.html").as_uri())
        assert serious(page) == [], where
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], where
    page.goto((tmp_path / "stick" / "start.html").as_uri())
    page.click("text=Tiflis")
    page.wait_for_selector(".play.ready")
    assert page.locator("h1").inner_text() == "Moskova"
    context.close()
    assert errors == []
