"""Dates in words, as the page's own script writes them."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from geo.dates import FIRST_DAY
from geo.words import languages, words
from maps.joining import joined
from scenarios.chronicle import Chronicle

ASK = """
const window = globalThis;
%s
const translate = window.makeTexts({ strings: %s });
const days = window.makeDays(%d, translate);
const app = (lang) => ({ days, state: { lang }, t: (id, slots) => translate(lang, id, slots) });
const answer = ([lang, value, form]) => {
  try { return [window.dateText(app(lang), value === "undefined" ? undefined : value, form)]; }
  catch (error) { return [null, error.message]; }
};
process.stdout.write(JSON.stringify(JSON.parse(process.argv[1]).map(answer)));
"""


def told(*asked: tuple[Any, ...]) -> list[list[str | None]]:
    """Return what `dateText` makes of values, each given as language, value and form; or None and its complaint."""
    doors = [("days.js", "makeDays"), ("days.js", "dateText"), ("text.js", "makeTexts")]
    scripts = "".join(joined(f"maps/js/{name}", door) for name, door in doors)
    texts = json.dumps({lang: words(lang).texts for lang in languages()})
    command = [compute_driver_executable()[0], "-e", ASK % (scripts, texts, FIRST_DAY), "--", json.dumps(asked)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[list[str | None]] = json.loads(done.stdout)
    return found


DAY = date(1921, 3, 16).toordinal() - FIRST_DAY


def test_a_date_is_told_as_precisely_as_it_is_known() -> None:
    cases = [
        (("en", DAY), "16 March 1921"),
        (("tr", DAY), "16 Mart 1921"),
        (("en", "1921-02-05~"), "about 5 February 1921"),
        (("tr", "1921-02-05~"), "5 Şubat 1921 dolayları"),
        (("en", "1878~"), "about 1878"),
        (("en", "1920-09"), "September 1920"),
        (("en", "1920-01/1920-04~"), "about January 1920 – April 1920"),
        (("en", "1921-03-02/1921-03-13", "middle"), "2 Mar 1921 – 13 Mar 1921"),
    ]
    assert told(*(asked for asked, _ in cases)) == [[said] for _, said in cases]


@pytest.mark.parametrize("form", ["long", "middle"])
def test_what_is_no_date_is_refused(form: str) -> None:
    wrong = [None, "undefined", "", "1921-02-05~~", "soon", "1921-02-31", "1921-2-5", "1921-02-05/", {}, [], True]
    found = told(*(("en", value, form) for value in wrong))
    assert [said for said, *_ in found] == [None] * len(wrong)
    assert all("no date" in complaint for _, complaint in found)


def test_every_date_of_the_chronicle_can_be_told(chronicle: Chronicle) -> None:
    dates = sorted({event.date.text for event in chronicle.events.values()})
    for text, [said] in zip(dates, told(*(("en", text) for text in dates)), strict=True):
        assert said is not None, text
        assert text[:4] in said
        assert ("about" in said) is ("~" in text)
