"""The printed atlas and a story, drawn by a real browser and read back from the PDF by another library."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from geo.load import Atlas
from geo.words import WRITTEN
from hudut.book.atlas import atlas_book, plates
from hudut.book.drawing import draw
from hudut.book.stories import story_handout
from scenarios.chronicle import Chronicle
from tests.conftest import SOAK
from tests.hudut.book.test_book import bare, read_back
from tests.registries import STORIES

pytestmark = pytest.mark.browser
FEW = ("kars-1920-capture", "lausanne-1923")
"""Some plates for every day; in soak all of them are drawn."""


@pytest.mark.parametrize("language", WRITTEN if SOAK else ["tr"])
def test_the_atlas_has_a_page_a_plate_with_map_legend_and_sources(
    atlas: Atlas, chronicle: Chronicle, browser: Browser, language: str
) -> None:
    shown = [one for one in plates() if SOAK or one.basis in FEW]
    made = atlas_book(atlas, chronicle, language, browser, shown)
    pages = [bare(page) for page in read_back(made)]
    word = {"tr": "Levha", "en": "Plate"}[language]
    heads = [bare(f"{word} {n} · {atlas.bases[one.basis].titles[language]}") for n, one in enumerate(shown, start=1)]
    found = [next(n for n, page in enumerate(pages) if page.startswith(head)) for head in heads]
    assert found == list(range(found[0], found[0] + len(shown))), "each on a page of its own"
    assert all(head in "".join(pages[1 : found[0]]) for head in heads), "in the contents"
    for number, one in zip(found, shown, strict=True):
        assert "[" in pages[number], "sources"
        assert {"tr": "demiryolu", "en": "railway"}[language] in pages[number], "the legend"
        assert bare({"tr": "KARADENİZ", "en": "BLACK SEA"}[language]) in pages[number], "the map"
        assert str(one.day.year) in pages[number]
    document = pypdfium2.PdfDocument(made)
    kinds = {item.type for page in document for item in page.get_objects(max_depth=9)}
    document.close()
    assert 3 not in kinds, "all lines, no picture of dots"


def test_a_stop_of_a_story_is_drawn_with_its_land_and_its_frame(browser: Browser, tmp_path: Path) -> None:
    names = list(draw(browser, ["lang=tr&st=gold.2", "lang=en&st=kars.4"], tmp_path))
    second = (tmp_path / names[1]).read_text("utf-8")
    assert "1 February 1919" in second, "the day of that stop"
    assert "st=kars.4" in second
    assert "st=gold.2" in (tmp_path / names[0]).read_text("utf-8")


@pytest.mark.skipif(not SOAK, reason="sixty maps are drawn in make soak")
@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("story", STORIES)
def test_a_story_has_every_stop_with_its_map_and_its_words(
    atlas: Atlas, chronicle: Chronicle, browser: Browser, story: str, language: str
) -> None:
    pages = [bare(page) for page in read_back(story_handout(atlas, chronicle, story, language, browser))]
    stops = chronicle.stories[story].stops
    for number, stop in enumerate(stops, start=1):
        page = pages[number - 1]
        assert bare(f"{number}. {stop.titles[language]}") in page
        assert bare(stop.text[language]) in page
        assert bare({"tr": "Kaynaklar:", "en": "Sources:"}[language]) in page
        assert "km" in page, "the scale of the map"
    assert len(pages) <= len(stops) + 3
