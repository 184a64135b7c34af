"""What is put into words: the same in Python and in JavaScript, and right beside other sources."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from playwright._impl._driver import compute_driver_executable

from geo.dates import parse, to_day
from geo.words import WRITTEN, languages, words
from tests.conftest import as_written

NODE = compute_driver_executable()[0]
SCRIPT = """
import { makeDays, dateText } from "./maps/js/days.js";
import { inOrder, listed, makeTexts, numberText } from "./maps/js/text.js";
const { first, strings, lang, dates, days, numbers, lists, names } = JSON.parse(process.argv[1]);
const translate = makeTexts({ strings });
const t = (id, values) => translate(lang, id, values);
const app = { t, state: { lang }, days: makeDays(first, translate) };
console.log(JSON.stringify({
  long: dates.map((one) => dateText(app, one)), middle: dates.map((one) => dateText(app, one, "middle")),
  weekdays: days.map((day) => app.days.weekday(day - first, lang)),
  rumi: days.map((day) => app.days.rumi(day - first, lang)),
  old: days.map((day) => app.days.oldStyle(day - first, lang)),
  numbers: numbers.map((one) => numberText(t, one)), lists: lists.map((one) => listed(t, one)),
  sorted: names.sort(inOrder(app)),
}));
"""
DATES = ["1921-03-16", "1920-09", "1920", "1920-07/1920-08", "1921-02-05~", "1921-12-30/1922-01-02~"]
NUMBERS = [0, 7.5, 999, 1000, 18296, 1234567.25]
LISTS: list[list[str]] = [[], ["Kars"], ["Kars", "Batum"], ["Kars", "Batum", "Ardahan", "Artvin"]]


def script(lang: str, *, days: list[str] | None = None, names: list[str] | None = None) -> Any:
    """Return what the JavaScript says."""
    asked = {
        "first": to_day("1914-08-01"),
        "strings": {lang: words(lang).texts},
        "lang": lang,
        "dates": DATES,
        "days": [to_day(day) for day in days or []],
        "numbers": NUMBERS,
        "lists": LISTS,
        "names": names or [],
    }
    call = [NODE, "--input-type=module", "-e", SCRIPT, json.dumps(asked)]
    done = subprocess.run(
        call, capture_output=True, text=True, encoding="utf-8", check=True, cwd=Path(__file__).parents[2]
    )
    return json.loads(done.stdout)


ROOMS = ("geo", "maps", "hudut")


def table(room: str, lang: str) -> dict[str, str]:
    """Return the words that a room has of its own, as the file gives them."""
    path = Path(__file__).parents[2] / room / "languages" / f"{lang}.yaml"
    found: dict[str, str] = as_written(path)
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_the_languages_of_the_records_have_all_words(room: str) -> None:
    tables = [table(room, lang) for lang in WRITTEN]
    assert tables[0].keys() == tables[1].keys()
    for key, text in tables[0].items():
        assert text.strip(), key
        assert tables[1][key].strip(), key
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", tables[1][key])), key


def test_no_word_stands_in_two_tables() -> None:
    ids = [key for room in ROOMS for key in table(room, "en")]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("lang", languages())
def test_python_and_javascript_write_alike(lang: str) -> None:
    said, ours = script(lang, days=["1918-01-01"]), words(lang)
    assert said["long"] == [ours.date(parse(one)) for one in DATES]
    assert said["middle"] == [ours.date(parse(one), "middle") for one in DATES]
    assert said["numbers"] == [ours.number(one, len(str(one).partition(".")[2])) for one in NUMBERS]
    assert said["lists"] == [ours.joined(one) for one in LISTS]


@pytest.mark.parametrize(("lang", "locale"), [("tr", "tr"), ("en", "en_GB")])
def test_babel_writes_them_so_too(lang: str, locale: str) -> None:
    ours = words(lang)
    for text in ("1921-03-16", "1914-08-01", "1923-10-29", "1920-09-05"):
        day = parse(text)
        known = date.fromordinal(day.first)
        assert ours.date(day) == format_date(known, "d MMMM y", locale=locale)
        assert ours.date(day, "middle") == format_date(known, "d MMM y", locale=locale)
    assert [ours.number(one, 2 if one % 1 else 0) for one in (18296, 1234567.25)] == [
        format_decimal(one, locale=locale) for one in (18296, 1234567.25)
    ]
    assert [ours.joined(one) for one in LISTS[1:]] == [format_list(one, locale=locale) for one in LISTS[1:]]


@pytest.mark.parametrize(
    ("day", "rumi"),
    [
        ("1915-03-18", "5 Mart 1331"),  # the battle at the Dardanelles
        ("1917-02-28", "15 Şubat 1332"),  # the last day of the old reckoning
        ("1917-03-01", "1 Mart 1333"),
        ("1918-01-01", "1 Kânunusani 1334"),
        ("1918-10-30", "30 Teşrinievvel 1334"),  # the armistice of Mudros
        ("1920-04-23", "23 Nisan 1336"),  # the Assembly opens
        ("1922-08-30", "30 Ağustos 1338"),
        ("1923-10-29", "29 Teşrinievvel 1339"),  # the Republic
    ],
)
def test_rumi_dates_are_written_as_documents_write_them(day: str, rumi: str) -> None:
    assert [script(lang, days=[day])["rumi"] for lang in ("tr", "en")] == [[rumi], [rumi]]


def test_old_style_has_its_year() -> None:
    said = script("en", days=["1918-01-01", "1917-11-07"])
    assert said["old"] == ["19 December 1917", "25 October 1917"]
    assert said["weekdays"] == ["Tuesday", "Wednesday"]


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("tr", "9. alay, 10. alay, Ciğerhun, Çıldır, Iğdır, İzmir, Oltu, Ödemiş, Sarıkamış, Şavşat, Tuzla"),
        ("en", "Batum, Cairo, Çıldır, Gəncə, Olti, Öz, Zangezur"),
    ],
)
def test_names_stand_in_the_order_of_the_language(lang: str, names: str) -> None:
    in_order = names.split(", ")
    assert script(lang, names=in_order[::-1])["sorted"] == in_order
