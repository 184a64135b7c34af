"""A language made of files alone: every surface speaks it, nothing of another language is left, nothing is cut.

What stays as it was written: names of books and pages cited, ids for scripts, names in the languages of others.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import settle
from tests.conftest import SOAK
from tests.pseudo import CODE, environment, make, run

CITED = re.compile(r"^ *\[⟦.*", re.MULTILINE)
"""The line of a replay that names certainty and sources."""
FOR_SCRIPTS = re.compile(r"`[^`]*`|[\w./-]*\.(?:html|jsonl)|\bHudut\b|\b[a-z]+\d*-[\w.-]+|\.worth\.\w+")
LEFT = """() => {
  const own = "script,style,noscript,cite,q,.witness,.says,.cite-body,.sources,code,dd[lang],.langs";
  const found = [];
  const look = (text, where) => {
    const left = text.replace(/Hudut|\\b[IVX]+\\b|[a-zçğıöşü]+-\\d{3}|https?:\\S+/g, "");
    if (/[A-Za-z]{2}/.test(left)) found.push(where + ": " + text.trim().slice(0, 60));
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(own)) look(walk.currentNode.data, "text");
  document.querySelectorAll("[aria-label],[title],[placeholder],[alt]").forEach((node) => {
    ["aria-label", "title", "placeholder", "alt"].forEach((name) => {
      if (node.hasAttribute(name) && !node.closest(own)) look(node.getAttribute(name), name);
    });
  });
  look(document.title, "title");
  return Array.from(new Set(found));
}"""
CUT = """() => Array.from(document.querySelectorAll("body *")).filter((node) => {
  const style = getComputedStyle(node);
  if (node.closest("svg,.visually-hidden,.leaflet-container,.span,[hidden]") || style.clip !== "auto") return false;
  if (!node.clientWidth || !node.textContent.trim() || node.tagName === "ABBR") return false;
  const shown = style.overflowX === "hidden" || (node.children.length === 0 && style.display !== "inline");
  return shown && node.scrollWidth > node.clientWidth + 2;
}).map((node) => node.tagName + "." + node.className + ": " + node.textContent.trim().slice(0, 60))"""
PLAYED = {"ankara": "person", "moscow": "person", "tiflis": "person", "chance": "historical"}
MAP_STATES = (
    "d=1921-03-16&l=control",
    "d=1921-03-16&l=title&s=kars",
    "d=1921-03-16&e=1921-03-16-moscow-treaty",
    "d=1921-03-16&e=treaty:moscow-1921",
    "d=1921-12-31&e=aid",
    "d=1921-03-18&p=batum",
    "d=1923-10-29&c=control@1914-08-01&cb=control@1923-10-29",
    "st=kars.4",
    "d=1921-03-16&tb=events",
)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("spoken"))


def plain(text: str) -> list[str]:
    """Return the lines in which something stands in plain letters."""
    kept = FOR_SCRIPTS.sub("", CITED.sub("", text))
    return [line for line in kept.splitlines() if re.search(r"[A-Za-z]{2}", line)]


@pytest.mark.skipif(not SOAK, reason="a replay stands for what it tells, the play page for what it asks")
def test_the_terminal_speaks_it(spoken: Path) -> None:
    command = ("-m", "hudut", "play", "frontier", "--act", "gumru", "--as", "ankara", "--lang", CODE)
    told = run(spoken, *command, "--save", "play.jsonl", answers="b\n1\n1\nu\nx\n1\nq\n")
    assert told.count("⟦") > 100
    assert plain(told) == []


def test_a_replay_speaks_it(spoken: Path) -> None:
    told = run(spoken, "-m", "hudut", "replay", "frontier", "--act", "gumru", "--lang", CODE)
    assert told.count("⟦") > 200
    assert plain(told) == []


ASKED = f"""
import json
from engine.playthrough import new_log, play_out
from geo.catalogue import translated
from geo.records import Said
from geo.words import chosen
from hudut.campaigns import stage
from hudut.debrief import as_markdown, debrief
from hudut.pack.paper import role_sheets, start_page, teacher_guide
from hudut.pack.writing import pages_of
s = stage("frontier")
seats = {{"all": "weighted", "chance": "weighted"}}
log = play_out(s.scenario, new_log(s.scenario, "gumru", seed=3, seats=seats), "gumru")
print(json.dumps({{
    "debrief": as_markdown(debrief(s, log, "gumru", "{CODE}"), s, "{CODE}"),
    "sheets": role_sheets(s, "moscow", "{CODE}"),
    "languages": chosen("all"),
    "without": Said(translated({{"id": "nowhere", "names": {{"tr": "Yok", "en": "None"}}}})["names"])["{CODE}"],
    "pages": [name for name, _ in pages_of(s)],
    "guide": teacher_guide("{CODE}"),
    "start": start_page(s),
}}))
"""
"""What is asked of the copy, in one process: to start one takes a second."""


@pytest.fixture(scope="module")
def told(spoken: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(spoken, "-c", ASKED))
    return found


def test_a_debrief_speaks_it(told: dict[str, Any]) -> None:
    assert plain(told["debrief"]) == []


def test_a_report_speaks_it(spoken: Path) -> None:
    command = ("-m", "hudut", "solve", "frontier", "--act", "gumru", "--points", "4", "--lang", CODE)
    told = run(spoken, *command)
    assert told.count("⟦") > 200
    assert plain(told) == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True, viewport={"width": 1366, "height": 768}, bypass_csp=True)
    yield context.new_page()
    context.close()


def assert_spoken(page: Page, where: str) -> None:
    settle(page)
    assert page.evaluate(LEFT) == [], where
    assert page.evaluate(CUT) == [], where


@pytest.mark.browser
def test_the_map_and_its_stories_speak_it(spoken: Path, page: Page) -> None:
    run(spoken, "-m", "hudut", "map", "--lang", CODE, "-o", "map.html")
    page.goto((spoken / "map.html").as_uri())
    page.wait_for_selector(".hudut.told", state="attached")
    for state in MAP_STATES:
        page.evaluate("state => { location.hash = state; }", f"lang={CODE}&{state}")
        assert_spoken(page, state)


@pytest.mark.browser
def test_a_play_page_speaks_it(spoken: Path, page: Page) -> None:
    command = ("play", "frontier", "--act", "moscow", "--as", "ankara", "--lang", CODE, "--html", "play.html")
    run(spoken, "-m", "hudut", *command)
    page.goto((spoken / "play.html").as_uri())
    for step in range(6):
        page.wait_for_selector(".button.primary")
        if page.locator(".button.primary:disabled").count():
            page.locator("main input[type=radio]:visible, .options input, .choices input").first.check()
        assert_spoken(page, f"step {step}")
        page.locator(".button.primary:enabled").first.click()


@pytest.fixture
def room(spoken: Path) -> Iterator[str]:
    """A room served from the copy; yields the teacher's link."""
    command = [sys.executable, "-u", "-m", "hudut", "classroom", "--port", "0", "--data", str(spoken / "room")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=spoken, env=environment(spoken)) as server:
        assert server.stdout is not None
        links = (re.search(r"http://\S+/teacher\?key=\S+", line) for line in server.stdout)
        yield next(found[0] for found in links if found)
        server.terminate()


@pytest.mark.browser
def test_the_room_speaks_it(room: str, browser: Browser) -> None:
    base = room.partition("/teacher")[0]
    teacher, pupil = (browser.new_context(bypass_csp=True, viewport={"width": 1366, "height": 768}) for _ in "ab")
    console, desk = teacher.new_page(), pupil.new_page()
    console.goto(f"{base}/?lang={CODE}")
    console.goto(room)
    assert_spoken(console, "set up")
    settings = {"act": "moscow", "minutes": 45, "tables": 1, "policies": PLAYED}
    made = console.request.post(f"{base}/api/teacher/set-up", data={"key": str(uuid4()), **settings})
    assert made.ok, made.text()
    console.goto(f"{base}/teacher")
    console.wait_for_selector(".cards > *")
    assert_spoken(console, "console")
    code = re.search(r"\b[a-zçğıöşü]+-\d{3}\b", console.content())
    assert code is not None
    for path in ("/check", "/plan-b", "/"):
        desk.goto(f"{base}{path}?lang={CODE}")
        if path == "/check":
            desk.wait_for_selector("#verdict > *")
        assert_spoken(desk, path)
    assert desk.request.post(f"{base}/api/join", data={"code": code[0], "name": "Ö"}).ok
    seat = {"key": str(uuid4()), "table": 1, "seat": "ankara"}
    assert desk.request.post(f"{base}/api/seat", data=seat).ok
    desk.goto(f"{base}/desk")
    desk.wait_for_selector(".play-who")
    assert_spoken(desk, "desk")
    console.request.post(f"{base}/api/teacher/start", data={"key": str(uuid4())})
    desk.wait_for_selector(".mine .decision")
    assert_spoken(desk, "desk in play")
    for context in (teacher, pupil):
        context.close()


@pytest.mark.browser
def test_the_role_sheets_speak_it(told: dict[str, Any], page: Page, tmp_path: Path) -> None:
    file = tmp_path / "sheets.html"
    file.write_text(told["sheets"], encoding="utf-8")
    page.goto(file.as_uri())
    assert_spoken(page, "sheets")


def test_a_page_in_all_languages_has_it_too(told: dict[str, Any]) -> None:
    assert list(told["languages"]) == ["tr", "en", CODE]


def test_a_text_without_a_translation_falls_back_to_english(told: dict[str, Any]) -> None:
    """Also one that was changed since it was translated."""
    assert told["without"] == "None"


def test_exports_have_a_column_for_it(spoken: Path) -> None:
    run(spoken, "-m", "hudut", "export", "events", "-o", "events.csv")
    with (spoken / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"title_tr", "title_en", f"title_{CODE}", f"summary_{CODE}"} <= rows[0].keys()
    assert all(row[f"title_{CODE}"].startswith("⟦") for row in rows)


def test_a_stick_has_its_pages(told: dict[str, Any]) -> None:
    assert f"play/moscow-ankara-{CODE}.html" in told["pages"]
    assert f"guide-{CODE}.html" in told["pages"]
    assert told["guide"]
    assert f'lang="{CODE}"' in told["start"]
