"""Map and play in Firefox, WebKit and Chromium 87: drawn, dragged, searched, compared, told, played to the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hudut.campaigns import stage
from hudut.play.page import PlayPage, render_play
from tests.conftest import SOAK
from tests.engines import Engine, started, why_not

ENGINES = ("firefox", "webkit", "chromium87")
NAMES = "return [...document.querySelectorAll('.party-name:not(.off)')].map((one) => one.textContent)"
TURN = """
const there = (what) => document.querySelector(what);
const press = (what) => { const one = there(what); if (one) one.click(); return Boolean(one); };
if (there('.debrief')) return 'end';
if (press('.go-on') || press('.take-seat')) return 'on';
if (there('.decide')) { there('input[name=option]').click(); press('.decide'); return 'decided'; }
for (const item of document.querySelectorAll('.provision select')) {
  if (item.value !== 'open' || document.querySelectorAll('.provision.drafted').length > 1) continue;
  item.selectedIndex = 1;
  item.dispatchEvent(new Event('change', { bubbles: true }));
}
return ['.accept-it', '.table-it', '.pass-it'].some((one) => press(one + ':not([disabled])')) ? 'turn' : '';
"""

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not SOAK, reason="whole pages in other browsers: make soak")]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    missing = why_not(request.param)
    if missing:
        pytest.skip(missing)
    with started(request.param, tmp_path_factory.mktemp(request.param)) as one:
        yield one


def until(engine: Engine, question: str, *arguments: object, seconds: float = 40) -> Any:
    """Ask until the answer is yes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = engine.ask(question, *arguments)
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"never true: {question}")


@pytest.fixture
def told(engine: Engine, told_file: Path) -> Engine:
    engine.open("about:blank")
    engine.open(told_file.as_uri() + "#d=1921-03-16&l=control&lang=en")
    until(engine, "return document.querySelector('.hudut.told') !== null")
    return engine


def test_the_map_has_its_relief_its_names_and_its_legend(told: Engine) -> None:
    until(told, "return document.querySelectorAll('.hachure').length > 60")
    assert {"ANKARA", "GEORGIAN SSR", "ARMENIA"} <= set(told.ask(NAMES))
    assert told.ask("return document.querySelectorAll('.legend-row').length") > 10
    assert "Treaty of" in told.ask("return document.querySelector('.panel-body').innerText")


def test_names_follow_while_the_finger_is_still_down(told: Engine) -> None:
    told.ask("""const one = document.querySelector('.slider'); one.value = '0';
      one.dispatchEvent(new Event('input', { bubbles: true }));""")
    until(told, NAMES + ".includes('RUSSIA')")
    assert "ANKARA" not in told.ask(NAMES)


def test_a_question_is_answered(told: Engine) -> None:
    told.ask("""const one = document.querySelector('.search-field'); one.value = 'Batum 1 March 1921';
      one.dispatchEvent(new Event('input', { bubbles: true }));""")
    until(told, "const one = document.querySelector('.found-row'); return one && one.innerText.includes('Georgia')")
    told.ask("document.querySelector('.found-row').click()")
    until(told, "return location.hash.includes('d=1921-03-01') && location.hash.includes('p=batum')")


def test_two_days_are_compared_and_a_story_is_told(told: Engine) -> None:
    told.ask("document.querySelector('.go-compare').click()")
    until(told, "return document.querySelector('.swipe') !== null")
    until(told, "return document.querySelectorAll('.compared tr').length > 5")

    told.ask("document.querySelector('.cmp-close').click()")
    told.ask("document.querySelector('.go-stories').click()")
    until(told, "return document.querySelectorAll('.story-row').length > 3")
    told.ask("document.querySelector('.story-row').click()")
    until(told, "const one = document.querySelector('.story-title'); return one && one.innerText.length > 3")


def test_nothing_is_wider_than_the_window(told: Engine) -> None:
    assert told.ask("return document.documentElement.scrollWidth <= window.innerWidth")


def test_an_act_is_played_to_its_debrief(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "play.html"
    path.write_text(render_play(stage("frontier"), PlayPage("gumru", "ankara", ("en",), seed=7)), encoding="utf-8")
    engine.open(path.as_uri())
    until(engine, "return document.querySelector('.play.ready') !== null")
    engine.ask("document.querySelector('.begin').click()")
    while until(engine, TURN) != "end":
        pass
    assert engine.ask("return document.querySelector('.debrief h1').innerText") == "Your play beside history"
