"""The page as text: reproducible, self-contained, within its budget."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date

import pytest
from branca.element import Element

from geo.errors import HudutError
from geo.load import Atlas
from maps.errors import PageError
from maps.options import PageOptions
from maps.page import map_of, render, span_of

LARGEST = 1_000_000


def test_the_same_input_gives_the_same_bytes(atlas: Atlas, page_text: str) -> None:
    assert render(atlas) == page_text


def test_the_page_stays_within_its_budget(page_text: str) -> None:
    assert len(page_text.encode("utf-8")) <= LARGEST


def test_nothing_in_the_page_is_loaded_from_elsewhere(page_text: str) -> None:
    assert re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"'](?!data:)[^\"']*", page_text) == []
    assert "@import" not in page_text
    assert "sourceMappingURL" not in page_text
    assert re.findall(r"url\((?!#)[^)]*\)", page_text.split("</style>", maxsplit=1)[0]) == []


def test_no_script_but_the_fitting_stands_before_the_picture_of_the_opening_day(page_text: str) -> None:
    before, _, after = page_text.partition('<svg class="opening"')
    assert "<script" not in before
    assert after.index("leafletjs.com") > after.index('<script type="application/json"')


def test_the_page_is_that_of_the_folium_map_and_is_made_without_folium(atlas: Atlas, page_text: str) -> None:
    assert map_of(atlas).get_root().render() == page_text
    made = "import sys; from geo.load import load; from maps.page import render; render(load()); "
    code = made + "print(sorted({'folium', 'pandas', 'requests'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_map_stands_before_scripts_of_others_in_the_head(atlas: Atlas) -> None:
    page = map_of(atlas)
    page.sheet.header.add_child(Element("<script>L.control.stranger();</script>"), name="stranger")
    text = page.get_root().render()
    assert text.index("leafletjs.com") < text.index("L.control.stranger") < text.index("</head>")


def test_the_policy_allows_only_what_the_page_carries(page_text: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page_text)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]


def test_a_month_or_a_year_is_shown_to_its_last_day(atlas: Atlas) -> None:
    assert span_of(atlas, PageOptions(start="1920-09", end="1921-10")) == (
        date(1920, 9, 1).toordinal(),
        date(1921, 10, 31).toordinal(),
    )


def test_an_unknown_language_is_refused(atlas: Atlas) -> None:
    with pytest.raises(HudutError, match="unknown language 'de'"):
        render(atlas, PageOptions(lang="de"))


@pytest.mark.parametrize(("start", "end"), [("1921", "1920"), ("1900-01-01", None), (None, "1930-01-01")])
def test_days_outside_the_atlas_are_refused(atlas: Atlas, start: str | None, end: str | None) -> None:
    with pytest.raises(PageError, match=r"outside the atlas|before the first"):
        render(atlas, PageOptions(start=start, end=end))


def test_a_shorter_span_makes_a_smaller_page(atlas: Atlas, page_text: str) -> None:
    assert len(render(atlas, PageOptions(start="1921-01-01", end="1921-12-31"))) < len(page_text)
