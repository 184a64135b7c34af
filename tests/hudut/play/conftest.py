"""Play pages in a real browser, from the disk and without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from hudut.campaigns import Stage, stage
from hudut.play.page import PlayPage, render_play
from tests.browsing import Contexts, Opened

MOST_STEPS = 120


@pytest.fixture(scope="session")
def frontier() -> Stage:
    return stage("frontier")


@pytest.fixture(scope="session")
def play_files(frontier: Stage, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a function that gives the file of a page; each is rendered once."""
    folder = tmp_path_factory.mktemp("play")

    def made(seat: str = "ankara", language: str = "en", act: str = "moscow", seed: int = 7) -> Path:
        path = folder / f"{act}-{seat}-{language}-{seed}.html"
        if not path.exists():
            page = PlayPage(act, seat, ("tr", "en") if language == "all" else (language,), seed=seed)
            path.write_text(render_play(frontier, page), encoding="utf-8")
        return path

    return made


@pytest.fixture
def open_play(contexts: Contexts, play_files: Callable[..., Path]) -> Iterator[Callable[..., Opened]]:
    """Return a function that opens a play page: `open_play("ankara", "tr", init=script, **context options)`."""
    with contexts.pages() as new:

        def opened(seat: str = "ankara", language: str = "en", *, init: str = "", **options: Any) -> Opened:
            one = new(init=init, **options)
            one.page.goto(play_files(seat, language).as_uri())
            one.page.wait_for_selector(".play.ready")
            return one

        yield opened


def is_there(page: Page, selector: str) -> bool:
    return page.locator(selector).count() > 0


def step(page: Page) -> None:
    """Do the next thing that moves the play on: read, hand over, decide, or draft and accept."""
    if is_there(page, ".go-on"):
        page.click(".go-on")
    elif is_there(page, ".take-seat"):
        page.click(".take-seat")
    elif is_there(page, ".decide"):
        page.locator("input[name=option]").first.check()
        page.click(".decide")
    else:
        draft_turn(page)


def draft_turn(page: Page) -> None:
    """Write up to two open articles, or accept the text, or pass."""
    for item in page.locator(".provision:has(select)").all():
        select = item.locator("select")
        if select.input_value() == "open" and page.locator(".provision.drafted").count() < 2:
            select.select_option(index=1)
    for button in (".accept-it", ".table-it", ".pass-it"):
        if is_there(page, f"{button}:not([disabled])"):
            page.click(button)
            return
    raise AssertionError("no way on at this table")


def play_until(page: Page, selector: str) -> None:
    for _ in range(MOST_STEPS):
        if is_there(page, selector):
            return
        step(page)
    raise AssertionError(f"{selector} never came")
