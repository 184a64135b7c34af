"""Where sources disagree, each surface marks the variant that the data adopts, and none where it is left open.

What is adopted is read from the YAML itself, by another reader: `adopted` counts from 1, 0 is nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from engine.log import dump
from engine.replay import historical_log
from hudut.campaigns import Stage, stage
from hudut.classroom.live import LiveRoom
from hudut.docs_pages import discrepancies_page
from hudut.play.page import PlayPage, render_play
from maps.options import PageOptions
from maps.page import render
from scenarios.load import default_folder
from tests.conftest import SOAK, as_written
from tests.hudut.classroom.conftest import Door, door, ground, lead, live, openings, set_up
from tests.registries import ACTS

__all__ = ["door", "ground", "live", "openings"]
ON_PAGES, IN_ROOMS = (ACTS, ACTS) if SOAK else (("moscow",), ("straits",))
"""Acts on the surfaces that need a browser; pages and rooms mark what is adopted by one function for all acts."""
Marked = dict[str, list[tuple[str, bool]]]
"""By question: what each variant says, and whether it is the adopted one."""
GO = """event => new Promise((done) => {
  window.addEventListener("hashchange", () => window.setTimeout(done), { once: true });
  location.hash = "#lang=en&e=" + event;
})"""
READ = """([box, question, version, taken]) => Array.from(document.querySelectorAll(box)).map((one) => [
  one.querySelector(question).textContent, Array.from(one.querySelectorAll(version)).map((line) =>
    [line.textContent, Boolean(line.querySelector(taken) || line.matches(taken))])])"""


@pytest.fixture(scope="module")
def frontier() -> Stage:
    return stage("frontier")


@pytest.fixture(scope="module")
def wanted() -> Marked:
    found: Marked = {}
    for path in sorted(default_folder().glob("discrepancies*.yaml")):
        for one in as_written(path).values():
            says = [version["says"]["en"] for version in one["variants"]]
            found[one["question"]["en"]] = [(text, place == one["adopted"]) for place, text in enumerate(says, 1)]
    assert len(found) > 100
    return found


def shown(page: Page, box: str, question: str, version: str, taken: str) -> Iterator[tuple[str, list[Any]]]:
    yield from page.evaluate(READ, [box, question, version, taken])


def agree(found: Iterator[tuple[str, list[Any]]], wanted: Marked) -> set[str]:
    """Compare what a surface shows with the data; return the questions it asks."""
    asked = set()
    for question, versions in found:
        texts = wanted[question]
        assert [mark for _, mark in versions] == [mark for _, mark in texts], question
        assert all(line.startswith(text) for (line, _), (text, _) in zip(versions, texts, strict=True)), question
        asked.add(question)
    return asked


def of_act(frontier: Stage, act: str) -> set[str]:
    """The questions on the events of an act, by a walk over its steps."""
    text = str(frontier.scenario.acts[act].model_dump(include={"steps"}, mode="json"))
    named = set(re.findall(r"'([\w-]+)'", text))
    return {one.question["en"] for one in frontier.chronicle.discrepancies.values() if named & set(one.on)}


def test_the_docs_page(frontier: Stage, wanted: Marked) -> None:
    parts = discrepancies_page(frontier.atlas, frontier.chronicle).split("## Dates of the causes")[0].split("\n### ")
    lines = {part.split("\n")[0]: re.findall(r"^\d+\. (✔ )?(.*)$", part, re.MULTILINE) for part in parts[1:]}
    found = ((question, [(text, bool(mark)) for mark, text in rows]) for question, rows in lines.items())
    assert agree(found, wanted) == set(wanted)


@pytest.mark.browser
@pytest.mark.parametrize("act", IN_ROOMS)
def test_the_room(act: str, door: Door, live: LiveRoom, browser: Browser, frontier: Stage, wanted: Marked) -> None:
    teacher = door.teacher()
    seats = dict.fromkeys(frontier.scenario.acts[act].seats, "person")
    set_up(teacher, act=act, policies={**seats, "chance": "historical"})
    for word in ("start", "end", "debrief"):
        assert lead(teacher, word).status_code == 200
    context = browser.new_context(locale="en")
    context.add_cookies([{"name": "hudut_teacher", "value": door.key, "url": door.address}])
    page = context.new_page()
    page.goto(f"{door.address}/debrief?lang=en", wait_until="domcontentloaded")
    page.wait_for_selector(".debrief")
    found = shown(page, ".evidence:has(.versions)", "summary", ".versions > li", ":has(.taken-up)")
    assert agree(found, wanted) == of_act(frontier, act)
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("act", ON_PAGES)
def test_the_play_page(act: str, browser: Browser, frontier: Stage, wanted: Marked, tmp_path: Path) -> None:
    file, log = tmp_path / "play.html", tmp_path / "log.jsonl"
    file.write_text(render_play(frontier, PlayPage(act, "all", ("en",))), "utf-8")
    log.write_text(dump(historical_log(frontier.scenario, (act,))), "utf-8")
    page = browser.new_page(offline=True)
    page.goto(file.as_uri())
    page.set_input_files(".file-field", log)
    page.wait_for_selector(".debrief")
    found = shown(page, ".evidence:has(.versions)", "summary", ".versions > li", ":has(.taken-up)")
    assert agree(found, wanted) == of_act(frontier, act)
    page.close()


@pytest.mark.browser
def test_the_map(browser: Browser, frontier: Stage, wanted: Marked, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_text(render(frontier.atlas, PageOptions(lang="en", chronicle=frontier.chronicle)), "utf-8")
    page = browser.new_page(offline=True)
    page.goto(file.as_uri())
    page.wait_for_selector(".hudut.told", state="attached")
    on: dict[str, set[str]] = defaultdict(set)
    for one in frontier.chronicle.discrepancies.values():
        for event in one.on:
            on[event].add(one.question["en"])
    asked = set.union(*(of_act(frontier, act) for act in ACTS))
    seen: set[str] = set()
    for event, questions in on.items():
        if SOAK or not questions & asked <= seen:
            page.evaluate(GO, f"treaty:{event}" if event in frontier.chronicle.treaties else event)
            seen |= agree(shown(page, ".disagree:not(.of-basis)", "p", ".variants > li", ".adopted"), wanted)
    page.close()
    assert seen >= asked
