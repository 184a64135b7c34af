"""The pages of a package in a real run-time of SCORM (scorm-again), in frames and windows as platforms open them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route

from engine.log import Entry, Log, dump, read
from engine.playthrough import new_log, play_out
from engine.replay import moves_that_count
from hudut.campaigns import Stage
from hudut.debrief import debrief
from hudut.pack.scorm import package_of, write_package
from hudut.play.page import Platform
from scenarios.kernel import Move
from tests.browsing import DESKTOP, STILL
from tests.conftest import SOAK
from tests.hudut.play.conftest import is_there, play_until
from tests.hudut.play.test_play_browser import saved

pytestmark = pytest.mark.browser
SITE = "http://platform.test/"
API = {"1.2": ("API", "Scorm12API", "LMSCommit"), "2004": ("API_1484_11", "Scorm2004API", "Commit")}
FIRST = {"1.2": ("tr", "none"), "2004": ("en", "reasons")}
"""Language and rule of the score of each package."""
PLATFORM = """<!DOCTYPE html><meta charset="utf-8"><title>Platform</title><script src="/runtime.js"></script><script>
const api = new {kind}({{ autocommit: false, logLevel: 4 }});
window.{name} = api;
if (localStorage.getItem("kept")) api.loadFromJSON(JSON.parse(localStorage.getItem("kept")), "cmi");
api.on("{commit}", () => localStorage.setItem("kept", JSON.stringify(api.cmi)));
</script>"""
FRAME = (
    '<!DOCTYPE html><meta charset="utf-8"><title>Frame</title><iframe src="{page}" width="1300" height="700"></iframe>'
)
PAGE = "/content/play/gumru-ankara.html"


@pytest.fixture(scope="module")
def packages(frontier: Stage, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The files of a package of each edition: the page of one side is enough here."""
    found = {}
    for edition, (language, score) in FIRST.items():
        path = tmp_path_factory.mktemp("scorm") / "gumru.zip"
        jobs = package_of(frontier, ("gumru",), (language,), Platform(edition, score))
        list(write_package([job for job in jobs if "ankara" in job[0]], path))
        with ZipFile(path) as archive:
            found[edition] = {name: archive.read(name) for name in archive.namelist()}
    return found


@pytest.fixture
def visit(
    browser: Browser, packages: dict[str, dict[str, bytes]], npm_package: Callable[[str], Path]
) -> Iterator[Callable[..., tuple[BrowserContext, list[str]]]]:
    """Return a function that opens a platform of an edition; what its console says as an error is listed."""
    contexts: list[BrowserContext] = []
    dist = npm_package("scorm-again@3.4.3") / "dist"

    def platform(edition: str) -> tuple[BrowserContext, list[str]]:
        context = browser.new_context(viewport=DESKTOP, **STILL)
        contexts.append(context)
        name, kind, commit = API[edition]
        html = {
            "": PLATFORM.format(name=name, kind=kind, commit=commit) + FRAME.format(page="/inner"),
            "inner": FRAME.format(page=PAGE),
            "alone": FRAME.format(page=PAGE),
            "windows": PLATFORM.format(name=name, kind=kind, commit=commit),
        }
        runtime = (dist / f"{'scorm12' if edition == '1.2' else 'scorm2004'}.min.js").read_text("utf-8")

        def serve(route: Route) -> None:
            path = route.request.url.removeprefix(SITE)
            if path == "runtime.js":
                route.fulfill(body=runtime, content_type="text/javascript")
            else:
                body = html.get(path) or packages[edition][path.removeprefix("content/")].decode()
                route.fulfill(body=body, content_type="text/html; charset=utf-8")

        context.add_init_script("Math.random = () => 0.000007")  # the seed of a play is drawn when it is begun
        context.route("**/*", serve)
        errors: list[str] = []
        context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        return context, errors

    yield platform
    for context in contexts:
        context.close()


def entered(page: Page, path: str = "") -> Frame:
    """Open the platform and return the frame in which the play page lies."""
    page.goto(SITE + path)
    page.wait_for_selector("iframe")
    frame = next(one for one in page.frames if one.url.endswith(PAGE))
    frame.wait_for_selector(".play.ready")
    return frame


def kept(page: Page) -> dict[str, Any]:
    """What the platform has stored."""
    found: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('kept')"))
    return {**found, **found.get("core", {})}


def decide(frame: Any, reason: str) -> None:
    """Go on to the next decision and take its last option, for a reason."""
    play_until(frame, ".decide")
    frame.locator("input[name=option]").last.check()
    frame.fill(".reason", reason)
    frame.click(".decide")


@pytest.mark.parametrize("edition", FIRST if SOAK else ["2004"])
def test_a_play_is_begun_left_gone_on_with_and_reported(
    visit: Callable[..., Any], frontier: Stage, tmp_path: Path, edition: str
) -> None:
    language, score = FIRST[edition]
    context, errors = visit(edition)
    page = context.new_page()
    frame = entered(page)
    status = "lesson_status" if edition == "1.2" else "completion_status"
    assert (kept(page)[status], kept(page)["exit"]) == ("incomplete", "suspend")
    frame.click(".begin")
    decide(frame, "Kars önce, gerisi sonra")
    play_until(frame, ".decide, .phrase")
    before, log = frame.locator(".play-text").inner_text(), saved(frame, tmp_path, page).read_text("utf-8")
    page.goto("about:blank")
    frame = entered(page)
    assert frame.locator(".play-text").inner_text() == before
    assert saved(frame, tmp_path, page).read_text("utf-8") == log, "reasons too, and the chain"
    frame.click(".close-panel")
    play_until(frame, ".debrief")
    whole = read(saved(frame, tmp_path, page).read_text("utf-8"))
    told = reported(kept(page))
    assert kept(page)[status] == "completed"
    assert len(kept(page)["suspend_data"]) < 1200
    assert told["ending"] == title_of_ending(frontier, whole, language)
    assert {key for key in told if "." in key} == articles_otherwise(frontier, whole)
    assert {key for key in told if "." not in key} >= {"ending", "departure", *decided_otherwise(frontier, whole)}
    assert told["departure"] in frame.locator(".departure").first.inner_text()
    assert kept(page)["score"]["raw"] == ("" if score == "none" else str(percent_with_reason(frontier, whole)))
    page.goto("about:blank")
    frame = entered(page)
    frame.wait_for_selector(".debrief")
    assert (kept(page)[status], len(kept(page)["interactions"])) == ("completed", len(told)), "reported once"
    assert errors == []


def reported(stored: dict[str, Any]) -> dict[str, str]:
    """Answers by id, as a platform lists them: none right, none wrong."""
    answers = list(stored["interactions"].values())
    assert {(one["result"], one["type"]) for one in answers} == {("neutral", "fill-in")}
    return {one["id"]: one.get("student_response") or one["learner_response"] for one in answers}


def decisions(frontier: Stage, log: Log) -> list[tuple[Move, Entry]]:
    moves = [(frontier.scenario.kernel.by_id[entry.move], entry) for _, entry in moves_that_count(log)]
    return [(move, entry) for move, entry in moves if move.kind == "choose"]


def title_of_ending(frontier: Stage, log: Log, language: str) -> str:
    found = debrief(frontier, log, "gumru")
    endings = {one.id: one.titles[language] for one in frontier.scenario.acts["gumru"].endings}
    return "" if found is None else endings[found.ending or ""]


def articles_otherwise(frontier: Stage, log: Log) -> set[str]:
    found = debrief(frontier, log, "gumru")
    return set() if found is None else {f"{one.step}.{one.item}" for one in found.articles if one.ours != one.history}


def decided_otherwise(frontier: Stage, log: Log) -> set[str]:
    """Steps of the act at which a play chose, or chance fell, otherwise than in history."""
    historical = {
        (step.id, option.id): option.historical
        for step in frontier.scenario.acts["gumru"].steps
        for option in step.options
    }
    return {move.step for move, _ in decisions(frontier, log) if historical.get((move.step, move.option)) is False}


def percent_with_reason(frontier: Stage, log: Log) -> int:
    own = [entry for _, entry in decisions(frontier, log) if entry.actor == "ankara"]
    return round(100 * sum(bool(entry.rationale) for entry in own) / len(own))


def test_what_is_too_long_for_the_platform_is_said_and_the_moves_are_kept(
    visit: Callable[..., Any], frontier: Stage, tmp_path: Path
) -> None:
    """4,096 characters in SCORM 1.2: the earliest reasons give way, and the page says so and offers the file."""
    seats = {"ankara": "person", "all": "weighted", "chance": "weighted"}
    log = play_out(frontier.scenario, new_log(frontier.scenario, "gumru", seed=3, seats={"all": "weighted"}), "gumru")
    talkative = Log(dataclasses.replace(log.header, seats=seats))
    for number, entry in enumerate(log.entries[:30]):
        talkative = talkative.add(dataclasses.replace(entry, rationale=f"{number}: " + "çünkü " * 33))
    path = tmp_path / "long.jsonl"
    path.write_text(dump(talkative), encoding="utf-8")
    context, errors = visit("1.2")
    page = context.new_page()
    frame = entered(page)
    frame.set_input_files(".file-field", path)
    frame.wait_for_selector(".unkept")
    assert "yer doldu" in frame.locator(".unkept").inner_text()
    assert 3800 < len(kept(page)["suspend_data"]) <= 4096
    page.goto("about:blank")
    frame = entered(page)
    found = read(saved(frame, tmp_path, page).read_text("utf-8"))
    assert [one.chain for one in found.entries[:30]] == [one.chain for one in talkative.entries]
    said_why = [bool(one.rationale) for one in found.entries[:30]]
    assert said_why == sorted(said_why)
    assert any(said_why)
    assert errors == []


def test_without_a_platform_the_page_says_so_and_plays_on(visit: Callable[..., Any]) -> None:
    context, errors = visit("2004")
    page = context.new_page()
    frame = entered(page, "alone")
    assert "finds none around it" in frame.locator(".warning").inner_text()
    frame.click(".begin")
    decide(frame, "")
    assert is_there(frame, ".play")
    assert page.evaluate("Object.keys(localStorage).length") == 1, "the play, in the browser"
    assert errors == []


@pytest.mark.skipif(not SOAK, reason="the play page, without a platform, stands for it in make test")
def test_a_play_of_other_rules_is_left_until_a_new_one_is_begun(visit: Callable[..., Any]) -> None:
    context, errors = visit("2004")
    page = context.new_page()
    frame = entered(page)
    frame.click(".begin")
    decide(frame, "")
    stored = json.loads(page.evaluate("localStorage.getItem('kept')"))
    for broken in (stored["suspend_data"][:-9], stored["suspend_data"].replace('"seed":', '"seed":1')):
        page.goto(SITE + "alone")
        page.evaluate("text => localStorage.setItem('kept', text)", json.dumps({**stored, "suspend_data": broken}))
        frame = entered(page)
        assert "cannot go on with" in frame.locator(".warning").inner_text()
        assert kept(page)["suspend_data"] == broken
    frame.click(".begin")
    decide(frame, "")
    page.goto("about:blank")
    frame = entered(page)
    assert is_there(frame, ".play-strip .log li")
    assert errors == []


def test_a_platform_that_opens_a_window_is_found_by_its_opener(visit: Callable[..., Any]) -> None:
    context, errors = visit("1.2")
    page = context.new_page()
    page.goto(SITE + "windows")
    with context.expect_page() as opened:
        page.evaluate("page => { window.open(page); }", PAGE)
    opened.value.wait_for_selector(".play.ready")
    assert opened.value.locator(".warning").count() == 0
    opened.value.click(".begin")
    decide(opened.value, "")
    assert "gumru" in kept(page)["suspend_data"]
    assert errors == []
