"""How strong the pages behind the records are: each graded by its site, shown, exported, and the worst-fought best."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pydantic import HttpUrl

from geo.load import Atlas
from geo.load import default_folder as geo_folder
from geo.sources import GRADES, Grade, Reference, citations_in, grade_of, grading_entry
from hudut.exports.formats import export_table
from scenarios.chronicle import Chronicle
from scenarios.load import default_folder

TABLE: dict[str, Grade] = {
    "press.am": "press",
    "archive.az": "document",
    "archive.az/blog": "other",
    "wiki.org": "other",
}


def addresses() -> set[str]:
    """Every address in the data, read without the code that reads the data."""
    folders = (geo_folder(), default_folder().parent)
    files = [path for folder in folders for path in folder.rglob("*.yaml")]
    return {one for path in files for one in re.findall(r'address: "?(https?://[^"\s]+)', path.read_text("utf-8"))}


def test_the_longest_entry_that_fits_grades_a_page() -> None:
    assert grade_of("https://www.press.am/news/1", TABLE) == "press"
    assert grade_of("http://en.press.am/", TABLE) == "press"
    assert grade_of("https://archive.az/f/200", TABLE) == "document"
    assert grade_of("https://archive.az/blog/200", TABLE) == "other"
    assert grade_of("https://notpress.am/", TABLE) == "other"
    assert grade_of("https://am/", TABLE) == "other"


def test_every_entry_of_the_table_grades_a_page_that_is_cited(atlas: Atlas) -> None:
    used = {grading_entry(one, atlas.grades) for one in addresses()}
    assert not sorted(set(atlas.grades) - used)


def test_the_export_of_sources_has_every_page_and_says_how_strong_it_is(tmp_path: Path) -> None:
    export_table("sources", tmp_path / "sources.json")
    items = json.loads((tmp_path / "sources.json").read_text("utf-8"))
    assert {one["URL"] for one in items if "URL" in one} == {str(HttpUrl(one)) for one in addresses()}
    pages = [one for one in items if one["type"] == "webpage"]
    assert {one["genre"] for one in pages} == set(GRADES)
    assert next(one["genre"] for one in pages if one["URL"].startswith("https://history.state.gov")) == "document"


def test_what_is_told_of_a_loss_does_not_rest_on_the_weakest_pages_alone(atlas: Atlas, chronicle: Chronicle) -> None:
    """Each event of the strand, or a reading on it, rests on one of the five texts or on a page better than `other`."""
    weak = []
    for key, event in chronicle.events.items():
        if "losses" not in event.threads:
            continue
        voices = [one for one in chronicle.readings.values() if key in one.on]
        pages = [one for one in citations_in((event, *voices)) if isinstance(one, Reference)]
        if event.certainty != "attested" and not any(atlas.grade(page.place) != "other" for page in pages):
            weak.append(key)
    assert not weak
