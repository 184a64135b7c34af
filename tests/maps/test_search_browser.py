"""Search over everything: groups, both names, folding, keyboard, and the table of all that was found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios.chronicle import Chronicle
from tests.conftest import SOAK, as_written

pytestmark = pytest.mark.browser
QUERIES: dict[str, list[list[str]]] = as_written(Path(__file__).parent / "queries.yaml")
START = "#d=1921-03-16&l=control&lang=en"


@pytest.fixture
def box(told: Callable[..., Any]) -> Any:
    return told(START)


def typed(opened: Any, words: str) -> list[str]:
    """Type into the box and return the rows, once they answer what was typed."""
    page = opened.page
    page.fill(".search-field", "")  # a field that gets the focus shows again what stands in it
    page.evaluate("document.querySelector('.search-count').textContent = ''")
    page.fill(".search-field", words)
    opened.until("() => document.querySelector('.search-count').textContent !== ''")
    return list(page.locator(".found-row").all_inner_texts())


def test_results_stand_in_groups_of_five_and_all_of_them_in_the_table(box: Any) -> None:
    page = box.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.className") == "search-field"
    page.keyboard.type("k")
    page.wait_for_timeout(150)
    assert not page.is_visible(".search-found"), "one letter is too little"
    typed(box, "kars")
    groups = page.locator(".found-group h3").all_inner_texts()
    order = [
        "Days",
        "Places",
        "Treaties",
        "People and organisations",
        "Events",
        "Positions",
        "Readings and doubts",
        "Stories",
    ]
    assert groups == [one for one in order if one in groups]
    assert {"Places", "Treaties", "Events", "Stories"} <= set(groups)
    for group in page.locator(".found-group").all():
        assert 1 <= group.locator(".found-row").count() <= 5
    assert page.evaluate("getComputedStyle(document.querySelector('.found-row b')).fontWeight") == "700"
    total = int(page.locator(".search-count").inner_text().split(": ")[1])
    last = page.locator(".search-found button").last
    assert last.inner_text() == f"Show all {total} in the table"
    assert total > 20
    last.click()
    assert page.inner_text(".table-view h2") == f"{total} results for “kars”"
    assert page.locator(".table-view tbody tr").count() == total
    page.locator(".table-view tbody button", has_text="Treaty of Kars").first.click()
    assert page.is_visible(".map-box")
    assert "e=treaty:kars-1921" in box.hash_when("e=treaty")


def test_groups_that_have_the_words_in_a_name_come_first(box: Any) -> None:
    typed(box, "karabekir")
    groups = box.page.locator(".found-group h3").all_inner_texts()
    assert groups.index("People and organisations") < groups.index("Treaties"), "no treaty is called Karabekir"


def test_a_place_is_found_by_each_of_its_names_and_shown_with_two(box: Any) -> None:
    cases = {
        "gumru": ("Gyumri", "Gümrü"),
        "ALEKSANDROPOL": ("Gyumri", "Aleksandropol"),
        "IĞDIR": ("Iğdır",),
        "ığdır": ("Iğdır",),
        "igdir": ("Iğdır",),
        "İSTANBUL": ("İstanbul",),
        "Ереван": ("Yerevan", "Ереван"),
    }
    for words, names in cases.items():
        typed(box, words)
        place = box.page.locator(".found-row[data-group=places]").first.inner_text()
        assert all(name in place for name in names), (words, place)


def test_the_box_is_walked_by_keyboard_and_names_what_is_near(box: Any) -> None:
    page = box.page
    assert typed(box, "Nakhchevann")[0]
    assert page.locator(".search-found .empty").count() == 1
    assert 1 <= page.locator(".found-row").count() <= 3
    assert "Nakh" in page.locator(".found-row").first.inner_text()
    page.focus(".search-field")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.className") == "found-row"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.className") == "search-field"
    page.keyboard.press("Escape")
    assert not page.is_visible(".search-found")
    typed(box, "frunze")
    page.focus(".search-field")
    page.keyboard.press("Enter")
    assert "e=" in box.hash_when("e=")


def test_a_stop_of_a_story_is_found_and_opened(box: Any) -> None:
    page = box.page
    typed(box, "kars")
    page.locator(".found-row[data-group=stories]").first.click()
    assert "st=" in box.hash_when("st=")
    assert page.is_visible(".story-title")


FOUND = {
    "Sarkisyan": ("e=question:", "E. Sarkisyan (1957)"),
    "Why did Moscow help": ("e=question:why-moscow-helped", "Why did Moscow help Ankara?"),
    "Green Army": ("e=organisation:green-army", "Green Army"),
    "On which day was the treaty of Moscow": ("e=", "On which day was the treaty of Moscow signed?"),
}
"""Words of a reading, a question, an organisation and a doubt: the address they lead to and what stands there."""


@pytest.mark.parametrize(("words", "led"), FOUND.items())
def test_readings_questions_doubts_and_organisations_are_found(box: Any, words: str, led: tuple[str, str]) -> None:
    typed(box, words)
    kind = "people" if "organisation" in led[0] else "readings"
    box.page.locator(f".found-row[data-group={kind}]").first.click()
    assert led[0] in box.hash_when(led[0])
    box.until("words => document.querySelector('.panel-body').innerText.includes(words)", led[1])


def test_the_readings_of_a_question_stand_side_by_side_and_lead_to_what_they_are_on(
    box: Any, chronicle: Chronicle
) -> None:
    page = box.page
    page.evaluate("location.hash = '#d=1921-03-16&l=control&lang=en&e=questions'")
    box.until("() => document.querySelectorAll('.questions li').length > 0")
    assert page.locator(".questions li").count() == len(chronicle.questions)
    page.locator(".questions button", has_text="Was Gümrü valid in law?").click()
    asked = [one for one in chronicle.readings.values() if one.question == "gumru-law"]
    assert page.locator(".question-card .reading").count() == len(asked) > 2
    page.locator(".question-card button", has_text="Treaty of Gümrü").first.click()
    assert "gumru" in box.hash_when("gumru")


@pytest.mark.parametrize("lang", QUERIES)
def test_the_first_row_is_what_the_words_ask_for(box: Any, lang: str) -> None:
    box.page.evaluate("where => { location.hash = where; }", START.replace("lang=en", f"lang={lang}"))
    box.until("lang => document.documentElement.lang === lang", lang)
    missed = {}
    for words, wanted in QUERIES[lang] if SOAK else QUERIES[lang][lang == "en" :: 2]:
        rows = typed(box, words)
        if not rows or wanted not in rows[0]:
            missed[words] = (wanted, rows[:2])
    assert not missed


def test_an_answer_opens_the_place_on_its_day_and_an_article_its_words(box: Any) -> None:
    page = box.page
    page.evaluate("where => { location.hash = where; }", START)
    typed(box, "Batum 1 March 1921")
    page.keyboard.press("Enter")
    assert "d=1921-03-01" in box.hash_when("p=batum")
    assert "Democratic Republic of Georgia" in page.inner_text(".place-head")
    assert "7 Jul 1920" in page.inner_text(".place-head"), "since when"
    typed(box, "article 1 of the treaty of Kars")
    page.keyboard.press("Enter")
    assert "a=kars-1921" in box.hash_when("a=kars-1921")
    assert page.inner_text(".article .kicker").lower() == "article 1"
    typed(box, "article 4 of the treaty of Kars")
    page.keyboard.press("Enter")
    # Another article of the treaty that is open.
    box.until("n => document.querySelector('.article .kicker').textContent.endsWith(n)", " 4")
    inside = page.evaluate("""() => {
      const [words, panel] = [".article .kicker", ".panel-body"]
        .map((sel) => document.querySelector(sel).getBoundingClientRect());
      return words.top >= panel.top && words.bottom <= panel.bottom; }""")
    assert inside, "its words are in sight"


IN_THE_OTHER_LANGUAGE = """([own, other]) => {
  const { model, raw, state } = window.hudutApp;
  const words = (list) => list.map((one) => (typeof one === "string" ? one : one[0]));
  const [mine, foreign] = [own, other].map((lang) => raw.langs.indexOf(lang));
  return model.places.map((place) => ({ name: words(place.n[mine])[0],
    foreign: words(place.n[foreign]).filter((name) => !words(place.n[mine]).includes(name)) }))
    .filter((one) => one.foreign.length);
}"""


@pytest.mark.skipif(not SOAK, reason="first rows are asked in both languages in make test")
@pytest.mark.parametrize(("own", "other"), [("tr", "en"), ("en", "tr")] if SOAK else [("en", "tr")])
def test_a_place_found_in_one_language_is_not_told_in_the_other(
    open_once: Callable[..., Any], told_file: Path, own: str, other: str
) -> None:
    opened = open_once(START.replace("lang=en", f"lang={own}"), file=told_file)
    opened.until("() => document.querySelector('.hudut.told') !== null")
    places = opened.page.evaluate(IN_THE_OTHER_LANGUAGE, [own, other])
    assert len(places) > 20
    for place in places[::9]:
        rows = [row.split(" · ") for row in typed(opened, place["name"]) if row.startswith(place["name"])]
        # A name that is spelt nearly alike was asked for, too.
        other_names = [name for name in place["foreign"] if name[:2] != place["name"][:2]]
        assert not [name for row in rows for name in other_names if name in row[:-1]]
