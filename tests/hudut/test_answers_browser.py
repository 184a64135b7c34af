"""The play of tests/answers.py in a browser, clicked through on the play page to its debrief, and on its map page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from hudut.campaigns import Stage, stage
from hudut.play.page import PlayPage, render_play
from hudut.replaying import write_page
from tests.answers import DISTANCE, FOLDER, ITEMS, SAID, SEED
from tests.browsing import DESKTOP
from tests.conftest import SOAK
from tests.hudut.test_answers import known_log

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def example() -> Stage:
    return stage(str(FOLDER))


@pytest.fixture
def shown(browser: Browser) -> Iterator[Callable[[Path, str], Page]]:
    """Return a function that opens a file and waits for a selector."""
    contexts: list[BrowserContext] = []

    def opened(path: Path, ready: str) -> Page:
        contexts.append(browser.new_context(offline=True, viewport=DESKTOP))
        page = contexts[-1].new_page()
        page.goto(path.as_uri())
        page.wait_for_selector(ready, state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()


def read_on(page: Page, selector: str) -> str:
    """Read what happens, and take the seat where it is handed over, until something is there; return what was read."""
    told = ""
    for _ in range(20):
        if page.locator(selector).count():
            return told
        told += page.locator(".play-text").inner_text() + "\n"
        page.locator(".go-on, .take-seat").click()
    raise AssertionError(f"{selector} never came: {told[-500:]}")


def decide_and_seal(page: Page, choice: str) -> None:
    """Play from the decision to the debrief: choose, write both articles to Ankara, and let both sides accept."""
    page.get_by_label(choice).check()
    page.click(".decide")
    read_on(page, ".phrase")
    page.locator(".phrase").nth(0).select_option("handed")
    page.locator(".phrase").nth(1).select_option("turkish")
    page.click(".table-it")
    for _ in range(2):
        read_on(page, ".accept-it")
        page.click(".accept-it")
    read_on(page, ".debrief")


def cells(page: Page) -> list[list[str]]:
    """Return the texts of every row of every table of the debrief."""
    return [row.locator("th, td").all_inner_texts() for row in page.locator(".debrief tbody tr").all()]


@pytest.mark.parametrize("language", SAID if SOAK else ["en"])
def test_the_play_page(example: Stage, shown: Callable[[Path, str], Page], tmp_path: Path, language: str) -> None:
    said, path = SAID[language], tmp_path / "play.html"
    path.write_text(render_play(example, PlayPage("mudanya", "all", (language,), seed=SEED)), encoding="utf-8")
    page = shown(path, ".play.ready")
    page.click(".begin")
    assert said.about in read_on(page, ".decide")
    assert_on_thrace(page, example)
    decide_and_seal(page, said.departed)
    assert_debrief(page, language)


def test_a_sealed_text_can_be_what_left_history(
    example: Stage, shown: Callable[[Path, str], Page], tmp_path: Path
) -> None:
    """Ankara goes on talking, as in history, and Karaağaç is written to it, which in history went to the Allies."""
    said, path = SAID["en"], tmp_path / "play.html"
    path.write_text(render_play(example, PlayPage("mudanya", "all", ("en",), seed=SEED)), encoding="utf-8")
    page = shown(path, ".play.ready")
    page.click(".begin")
    read_on(page, ".decide")
    decide_and_seal(page, said.instead)
    page.emulate_media(media="print")  # paper has the sources that were opened, and not all of them
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".evidence:visible").count() == 0
    page.evaluate("document.querySelector('.evidence').open = true")
    assert page.locator(".evidence:visible").count() == 1
    page.emulate_media(media="screen")
    departure = page.locator("div.departure").inner_text()
    assert "another text was sealed" in departure
    assert re.search(rf"{said.history}\w* “{said.taken_then}”.*“{said.taken}”", departure)
    assert said.departed not in departure


def assert_debrief(page: Page, language: str, *others: str) -> None:
    """The debrief says what is so; `others` are the endings of other tables."""
    said = SAID[language]
    assert page.locator(".ending h3").all_inner_texts() == [said.ending, said.history_ending, *others]
    departure = page.locator("div.departure").inner_text()
    assert re.search(rf"{said.history}\w* “{said.instead}”.*“{said.departed}”", departure)
    assert {"6", "1922"} <= set(re.findall(r"\d+", departure))
    lead = page.locator(".ending .lead").all_inner_texts()
    assert len(lead) == 1
    assert f"{DISTANCE}" in lead[0]
    assert f"{ITEMS}" in lead[0]
    assert re.search(r"19[., \u202f\xa0]?691 km²", lead[0])
    rows = cells(page)
    assert any(row[0] == "Karaağaç" and said.taken in row[1] and said.taken_then in row[2] for row in rows)
    assert any(row[1].startswith(said.strain[0]) and row[2].startswith(said.strain[1]) for row in rows)
    land = [row for row in rows if row[0].split("; ")[0] in said.lands and len(row) == 5]
    assert [{*row[0].split("; ")} for row in land] == [{*said.lands}, {said.lands[2]}]
    assert said.greece in land[0][2]
    assert said.occupied in land[0][2]
    assert said.allies in land[0][3]
    assert "".join(filter(str.isdigit, land[0][4])) == "19691"
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    versions = page.locator(".versions li", has=page.locator(".taken-up")).all_inner_texts()
    assert [said.adopted in one for one in versions].count(True) == 1
    assert not any(said.rejected in one for one in versions)
    cited = page.locator(".sources li").all_inner_texts()
    assert any(re.match(r"Turhan Ada, Rus-Batı .+, (lines|satır) \d+", one) for one in cited), cited


def assert_on_thrace(page: Page, example: Stage) -> None:
    """The stakes are seen whole, and fill a good part of what is seen of the map."""
    order = sorted(example.atlas.territories)
    stakes = [order.index(one) for one in example.scenario.acts["mudanya"].stakes]
    boxes = [page.locator(f".hit[data-t='{number}']").first.bounding_box() for number in stakes]
    sea = page.locator(".leaflet-container").bounding_box()
    assert sea is not None
    for box in boxes:
        assert box is not None
        assert sea["x"] <= box["x"]
        assert box["x"] + box["width"] <= sea["x"] + sea["width"]
        assert sea["y"] <= box["y"]
        assert box["y"] + box["height"] <= sea["y"] + sea["height"]
    widest = max(box["width"] for box in boxes if box)
    assert widest > sea["width"] / 4


@pytest.mark.parametrize("language", SAID if SOAK else ["tr"])
def test_the_map_page(example: Stage, shown: Callable[[Path, str], Page], tmp_path: Path, language: str) -> None:
    said, path = SAID[language], tmp_path / "map.html"
    write_page(example, known_log(example), path, language)
    page = shown(path, ".hudut.ready")
    assert_on_thrace(page, example)
    page.evaluate("location.hash = '#d=1922-10-31&l=control&s=karaagach'")
    held = page.locator(".panel li.now")
    held.first.wait_for(state="attached")
    control, _title, agreed = held.all_text_contents()[:3]
    assert said.greece in control
    assert said.occupied in control
    assert "Ankara" in agreed
    assert "1922" in agreed
