"""What is printed, read back from the PDF by another library: role sheets, guide, and what the atlas says of itself."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from geo.errors import BadValue
from geo.load import Atlas
from geo.words import WRITTEN
from hudut.book.atlas import contents, plates
from hudut.book.markdown import blocks
from hudut.book.setting import typeset
from hudut.book.stories import contents as story_contents
from hudut.book.stories import story_handout
from hudut.campaigns import Stage, stage
from hudut.pack.paper import role_sheets_pdf, start_page, teacher_guide_pdf
from hudut.pack.writing import pages_of
from hudut.wording import said
from scenarios.chronicle import Chronicle
from tests.hudut.test_cli import hudut
from tests.registries import ROOT


@pytest.fixture(scope="module")
def frontier() -> Stage:
    return stage("frontier")


def bare(text: str) -> str:
    """A text without white space and hyphens: lines end elsewhere on paper."""
    return re.sub(r"[\s\u00ad\u2010\ufffe\x02-]", "", text)


def read_back(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("language", WRITTEN)
def test_role_sheets_have_a_page_a_seat_and_every_line_and_article(frontier: Stage, language: str) -> None:
    act = frontier.scenario.acts["moscow"]
    made = role_sheets_pdf(frontier, "moscow", language)
    pages = [bare(page) for page in read_back(made)]
    assert 8 <= len(pages) <= 12
    for number, seat in enumerate(act.seats.values(), start=1):
        lines = [*seat.brief.public, *seat.brief.secret, *seat.aims]
        assert [line[language] for line in lines if bare(line[language]) not in pages[number]] == []
    after = "".join(pages[1 + len(act.seats) :])
    for step in act.steps:
        for item in step.basket.items if step.basket else ():
            assert all(bare(option.text[language]) in after for option in item.options)
    assert role_sheets_pdf(frontier, "moscow", language) == made, "the same each time"


@pytest.mark.parametrize("language", WRITTEN)
def test_the_guide_is_whole(language: str) -> None:
    source = (ROOT / "docs" / "teachers" / f"guide-{language}.md").read_text("utf-8")
    pages = read_back(teacher_guide_pdf(language))
    text = bare("".join(pages))
    words = re.sub(r"\]\([^)]*\)", "", source)
    told = [bare(re.sub(r"[*`#|\[\]<>]|^\d+\.", "", line)) for line in words.splitlines() if "---" not in line]
    assert len(told) > 100
    plain = re.sub(r"[•\d.|]", "", text)
    assert [line for line in told if re.sub(r"[•\d.|]", "", line) not in plain] == []
    assert "\N{REPLACEMENT CHARACTER}" not in text


def test_blocks_of_a_markdown_text() -> None:
    found = blocks("# A *b*\n\n1. one `two`\n\n| x |\n|---|\n| **y** [z](https://example.org) |\n")
    assert found == [
        {"kind": "heading", "level": 1, "runs": [{"text": "A "}, {"text": "b", "italic": True}]},
        {
            "kind": "ordered",
            "items": [[{"kind": "paragraph", "runs": [{"text": "one "}, {"text": "two", "code": True}]}]],
        },
        {
            "kind": "table",
            "rows": [
                [[{"text": "x"}]],
                [[{"text": "y", "bold": True}, {"text": " "}, {"text": "z", "link": "https://example.org"}]],
            ],
        },
    ]


def test_the_plates_are_some_forty_in_order_and_each_layer_has_its_own(atlas: Atlas) -> None:
    found = plates()
    assert 38 <= len(found) <= 48
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert {one.layer for one in found} == {"control", "title", "agreed", "claim"}
    for one in found:
        dates = {row.start.first for row in atlas.holdings if row.basis == one.basis}
        assert one.day.toordinal() in dates or one.basis == "berlin-1878", "land begins to be held by it that day"


@pytest.mark.parametrize("language", WRITTEN)
def test_every_plate_says_what_it_is_about_what_changed_and_its_sources(
    atlas: Atlas, chronicle: Chronicle, language: str
) -> None:
    found = plates()
    told = contents(atlas, chronicle, language, found, [f"{number}.svg" for number in range(len(found))])
    for plate, one in zip(found, told["plates"], strict=True):
        assert one["title"], plate
        assert one["sources"], plate
        assert one["about"], plate
        assert one["changes"] or not one["since"] or plate.basis == "erzincan-1917", plate
    numbers = {int(n) for one in told["plates"] for mark in one["sources"] for n in re.findall(r"\[(\d+)\]", mark)}
    assert max(numbers) <= len(told["sources"])
    assert len(set(told["sources"])) == len(told["sources"])
    assert len(told["places"]) > 350


TALL = '<svg xmlns="http://www.w3.org/2000/svg" width="888" height="1000"><path d="M0 0h888v1000z"/></svg>'
"""Stands for a map with a long legend."""


@pytest.mark.parametrize("language", WRITTEN)
def test_each_plate_and_each_stop_of_a_story_has_one_page(
    atlas: Atlas, chronicle: Chronicle, tmp_path: Path, language: str
) -> None:
    (tmp_path / "map.svg").write_text(TALL)
    found = plates()
    told = contents(atlas, chronicle, language, found, ["map.svg"] * len(found))
    pages = [bare(page) for page in read_back(typeset("atlas.typ", told, tmp_path))]
    word = {"tr": "Levha", "en": "Plate"}[language]
    heads = [bare(f"{word} {n} · {one['title']}") for n, one in enumerate(told["plates"], start=1)]
    assert [page.startswith(head) for page, head in zip(pages[3:], heads, strict=False)] == [True] * len(heads)
    assert pages[3 + len(heads)].startswith(bare(said(language).texts["book.places"]))
    assert all(head in pages[1] for head in heads), "the contents"
    for story, one in chronicle.stories.items():
        told = story_contents(atlas, chronicle, story, language, ["map.svg"] * len(one.stops))
        pages = [bare(page) for page in read_back(typeset("story.typ", told, tmp_path))]
        for number, stop in enumerate(one.stops, start=1):
            assert bare(f"{number}. {stop.titles[language]}") in pages[number - 1]
            assert bare(stop.text[language]) in pages[number - 1]
        assert pages[len(one.stops)].startswith(bare(said(language).texts["book.sources"]))


def test_where_sources_differ_a_handout_says_which_version_the_atlas_takes(atlas: Atlas, chronicle: Chronicle) -> None:
    """Moscow, 16 March or 18 March: the text bears the 16th, which the atlas takes; two more are misprints."""
    told = story_contents(atlas, chronicle, "kars", "en", [""] * len(chronicle.stories["kars"].stops))
    (doubt,) = told["stops"][8]["doubts"]
    assert "Moscow" in doubt["question"]
    taken = [one for one in doubt["versions"] if one.endswith(" (taken by the atlas)")]
    assert len(doubt["versions"]) > 2
    assert [one.partition(" (")[0] for one in taken] == ["16 March 1921"]


def test_what_changed_is_what_two_tables_differ_in(atlas: Atlas, chronicle: Chronicle) -> None:
    shown = [one for one in plates() if one.view == "wide" and one.layer == "control"][-2:]
    (line,) = [one for one in contents(atlas, chronicle, "en", shown, ["a", "b"])["plates"] if one["since"]]
    before, after = (atlas.holdings_at(one.day, "control").set_index("territory") for one in shown)
    other = (before.party != after.party) | (before.status != after.status)
    area = sum(atlas.territories[key].area_km2 for key in other[other].index)
    figures = [re.search(r"([\d,]+) km²", text) for text in line["changes"]]
    assert sum(int(one[1].replace(",", "")) for one in figures if one) == pytest.approx(area, abs=len(figures))


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("tr", "Cizre Culfa Çıldır Dağıstan Göle Gümrü Iğdır İspir İzmir Sürmene Şuşa Van"),
        ("en", "Bayburt Çankırı Çatalca Çeşme Erbil Iğdır Ispir İspir İzmir Kars Shusha Urfa Van"),
    ],
)
def test_places_stand_in_the_order_of_the_alphabet(
    atlas: Atlas, chronicle: Chronicle, language: str, wanted: str
) -> None:
    found = plates()
    names = [one["name"] for one in contents(atlas, chronicle, language, found, [""] * len(found))["places"]]
    expected = [name for name in wanted.split() if name in names]
    assert len(expected) > 8
    assert [name for name in names if name in expected] == expected


def test_a_stick_with_pdf_has_them_beside_its_pages_and_says_so(frontier: Stage) -> None:
    names = {name for name, _ in pages_of(frontier, ("moscow",), ("tr",), pdf=True)}
    links = re.findall(r'href="([^"#]+?)(?:#[^"]*)?"', start_page(frontier, ("moscow",), ("tr",), pdf=True))
    assert {"guide-tr.pdf", "print/moscow-tr.pdf"} < names
    assert {link for link in links if not link.startswith("data:")} == names - {"start.html"}


def test_an_unknown_story_and_a_missing_browser_are_explained(
    atlas: Atlas, chronicle: Chronicle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(BadValue, match="Did you mean 'kars'"):
        story_handout(atlas, chronicle, "karz", "tr", None)  # type: ignore[arg-type]
    monkeypatch.setenv("HUDUT_CHROMIUM", str(tmp_path / "none"))
    done = hudut("book", "-o", str(tmp_path / "atlas.pdf"))
    assert (done.returncode, list(tmp_path.iterdir())) == (1, [])
    assert "does not start" in done.stderr
