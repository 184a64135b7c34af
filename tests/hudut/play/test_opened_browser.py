"""A page that opens an act on an earlier play, in a real browser: what it tells, what it keeps, what Python reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.log import read
from engine.playthrough import new_log, play_out
from engine.replay import replay
from hudut.campaigns import Stage
from hudut.openings import opening
from hudut.play.page import write_play
from tests.browsing import DESKTOP
from tests.hudut.play.conftest import step
from tests.hudut.play.test_play_browser import saved

pytestmark = pytest.mark.browser


def test_the_page_opens_on_the_play_without_the_attack(browser: Browser, frontier: Stage, tmp_path: Path) -> None:
    scenario = frontier.scenario
    log = new_log(scenario, "gumru", seats={"all": "historical", "chance": "historical"})
    begun = opening(frontier, None, play_out(scenario, log, "gumru", ("g1-march.call-off",)))
    out = tmp_path / "moscow.html"
    size = write_play(frontier, begun, "ankara", out, language="en", seed=7)
    plain = write_play(frontier, "moscow", "ankara", tmp_path / "plain.html", language="en", seed=7)
    assert size - plain < 2_000
    page = browser.new_context(viewport=DESKTOP, offline=True).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(out.as_uri())
    page.wait_for_selector(".play.ready")
    rows = page.locator(".opened li").all_inner_texts()
    assert any(row.startswith("Kars,") and "Control" in row and "Armenian SSR" in row for row in rows), rows
    assert "The text of Gümrü harsh → none" in [" ".join(row.split()) for row in rows]
    assert "28 September 1920" in page.locator(".opened").inner_text()
    page.click(".begin")
    assert "28 September 1920" in page.locator(".strip-log").inner_text()
    for _ in range(6):
        step(page)
    kept = read(saved(page, tmp_path).read_text("utf-8"))
    assert (kept.header.act, kept.header.left) == ("moscow", "g1-march.call-off")
    assert dict(kept.header.carried) == dict(begun.carried)
    replay(scenario, kept)
    page.goto((tmp_path / "plain.html").as_uri())
    page.wait_for_selector(".play.ready")
    assert page.locator(".opened").count() == 0
    assert errors == []
