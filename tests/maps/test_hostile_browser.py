"""Whatever a text of the data holds, it is shown as text: nothing of it runs, and nothing breaks the page.

Every text of every record of a small atlas and chronicle is made hostile, also those that validation would refuse: the
page must not lean on it.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from playwright.sync_api import expect
from pydantic import BaseModel

from geo.holdings import LAYERS
from geo.load import Atlas, load
from maps.options import PageOptions
from maps.page import render
from scenarios.chronicle import Chronicle
from scenarios.load import load_chronicle
from tests.browsing import settle
from tests.conftest import SOAK

pytestmark = pytest.mark.browser
ASSETS = Path(__file__).parents[1] / "assets"
MARKUP = (
    "</script></style></textarea><script>window.hurt=1</script><img src=x onerror='window.hurt=2'>"
    '<svg onload=window.hurt=3><a href="javascript:window.hurt=4">"\'`&amp;{n}{{7*7}}${window.hurt=5}\\u0041'
    "\u202eterces\u202c\u2066\u200f\u061c\u2028"
)

LONG = "Ĝ" * 10_000


def hostile(record: Any, ids: frozenset[str], text: Iterator[str]) -> Any:
    """Return a copy of a record in which every text is hostile; ids, dates and words of closed lists stay."""
    if isinstance(record, BaseModel):
        fields = {
            name: hostile(getattr(record, name), ids, text)
            for name, field in type(record).model_fields.items()
            if name != "id" and not _closed(field.annotation)
        }
        return record.model_copy(update=fields)
    if isinstance(record, str):
        return record if record in ids else next(text)
    if isinstance(record, Mapping):
        return {key: hostile(value, ids, text) for key, value in record.items()}
    if isinstance(record, tuple):
        return tuple(hostile(one, ids, text) for one in record)
    return record


def _closed(annotation: Any) -> bool:
    """Whether a field takes only words of a list."""
    return get_origin(annotation) is Literal or any(_closed(one) for one in get_args(annotation))


def hostile_world(*texts: str) -> tuple[Atlas, Chronicle]:
    """Return the small world with these texts by turns in all its fields."""
    text = itertools.cycle(texts)
    atlas = load(ASSETS / "tiny")
    chronicle = load_chronicle(atlas, ASSETS / "tiny-chronicle")
    tables = [getattr(one, field.name) for one in (atlas, chronicle) for field in dataclasses.fields(one)]
    ids = frozenset(key for table in tables if isinstance(table, Mapping) for key in table if isinstance(key, str))
    changed = [
        dataclasses.replace(
            one,
            **{
                field.name: hostile(getattr(one, field.name), ids, text)
                for field in dataclasses.fields(one)
                if field.name not in {"folder", "where", "files"}
            },
        )
        for one in (atlas, chronicle)
    ]
    return changed[0], changed[1]


def test_every_text_of_the_small_world_is_hostile() -> None:
    """The walk below proves little if the texts were not changed."""
    atlas, chronicle = hostile_world("!")
    assert atlas.territories["left"].names == {"tr": "!", "en": "!"}
    assert [one.name for names in atlas.places["lefttown"].names.values() for one in names] == ["!", "!", "!"]
    assert {cite.witness for event in chronicle.events.values() for cite in event.cite if hasattr(cite, "witness")} == {
        ("!", "!")
    }
    assert chronicle.treaties["march"].articles[0].effects["en"] == "!"
    assert chronicle.treaties["march"].kind == "treaty"


def places_to_look(chronicle: Chronicle) -> list[str]:
    cards = [
        *chronicle.events,
        *(f"treaty:{one}" for one in chronicle.treaties),
        *(f"person:{one}" for one in chronicle.persons),
        "aid",
    ]
    start = "#d=1919-03-12&lang=en&v=0.5,1,8"
    return [
        f"{start}&l=control&c=1920-06-01",
        *(f"#lang=en&st={one}.3" for one in chronicle.stories),
        *(f"{start}&l={layer}&s=left" for layer in LAYERS),
        f"{start}&l=control&p=lefttown",
        *(f"{start}&l=control&e={card}" for card in cards),
    ]


WIDER = """() => ['html', '.bar', '.panel-body', '.table-view', '.search-found', '.menu-list', '.story-page',
  '.story-list'].filter((name) => {
  const node = document.querySelector(name);
  return node && node.clientWidth && node.scrollWidth > node.clientWidth + 1;
}).map((name) => {
  const box = document.querySelector(name).getBoundingClientRect();
  const inner = Array.from(document.querySelectorAll(name + ' *'));
  const out = inner.filter((one) => one.getBoundingClientRect().right > box.right + 1).slice(0, 3);
  return name + ': ' + out.map((one) => one.tagName + '.' + one.getAttribute('class')).join(', ');
})"""


def keeps_its_shape(page: Any, where: str) -> None:
    """Nothing is wider than its place, and nothing ran."""
    settle(page)
    assert page.evaluate(WIDER) == [], where
    assert page.evaluate("window.hurt") is None, where


def walk_the_panel(page: Any, chronicle: Chronicle) -> None:
    for address in places_to_look(chronicle):
        page.evaluate("address => { location.hash = address; }", address)
        keeps_its_shape(page, address)
    for tab in page.locator("[role=tab]").all():
        tab.click()
        page.evaluate("document.querySelectorAll('.panel-body details').forEach((one) => { one.open = true; })")
        keeps_its_shape(page, str(tab.get_attribute("data-tab")))


def walk_the_header(page: Any) -> None:
    for word in (MARKUP[:30], "window", LONG[:3], "1919"):
        page.evaluate("document.querySelector('.search-count').textContent = ''")
        page.fill(".search-field", word)
        expect(page.locator(".search-count")).not_to_be_empty()
        keeps_its_shape(page, f"search for {word}")
    page.keyboard.press("Escape")
    page.click(".go-menu")
    with page.expect_download():
        page.click("[data-picture=svg]")
    keeps_its_shape(page, "menu")
    page.keyboard.press("Escape")
    page.click(".go-stories")
    keeps_its_shape(page, "stories")
    page.keyboard.press("Escape")
    for button in page.locator(".tools > button:not(.go-compare):visible").all():
        button.click()
        keeps_its_shape(page, str(button.get_attribute("class")))
        button.click()


# Laying out a million letters takes its time: outside of the soak, every fifth text is long.
@pytest.mark.parametrize("texts", [(MARKUP,), (LONG,)] if SOAK else [(MARKUP, MARKUP, MARKUP, MARKUP, LONG)])
def test_hostile_texts_neither_run_nor_break_the_page(
    open_page: Callable[..., Any], tmp_path: Path, texts: tuple[str, ...]
) -> None:
    atlas, chronicle = hostile_world(*texts)
    path = tmp_path / "hostile.html"
    path.write_text(render(atlas, PageOptions(chronicle=chronicle, title=texts[-1] + MARKUP)), encoding="utf-8")
    opened = open_page("#d=1919-03-12&l=control&lang=en&v=0.5,1,8", file=path, new=True)
    opened.page.set_default_timeout(5_000)
    opened.until("() => document.querySelector('.hudut.told') !== null")
    walk_the_panel(opened.page, chronicle)
    walk_the_header(opened.page)
    assert opened.errors == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in opened.requests)
