"""The pages made from the data are current, and the data dictionary names every column."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from edtf import parse_edtf

from geo.load import Atlas
from hudut.docs_pages import DISCREPANCIES, TEXTS, discrepancies_page, main
from hudut.exports.formats import export_table
from hudut.exports.tables import TABLES
from hudut.texts_page import texts_page
from scenarios.chronicle import Chronicle
from tests.conftest import as_written
from tests.registries import EXPORTS

ROOT = Path(__file__).parent.parent.parent
DICTIONARY = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")


def test_the_page_of_discrepancies_is_current(atlas: Atlas, chronicle: Chronicle) -> None:
    page = discrepancies_page(atlas, chronicle)
    assert (ROOT / DISCREPANCIES).read_text("utf-8") == page, "run make docs"


def test_the_page_lists_every_discrepancy_and_every_varied_cause(atlas: Atlas, chronicle: Chronicle) -> None:
    page = discrepancies_page(atlas, chronicle)
    for one in chronicle.discrepancies.values():
        assert f"`{one.id}`" in page
        assert one.question["tr"] in page
        assert one.question["en"] in page
        assert all(variant.says["en"] in page for variant in one.variants)
    assert all(f"`{key}`" in page for key, basis in atlas.bases.items() if basis.variants)


def test_every_date_on_the_page_is_one_that_the_data_holds() -> None:
    """Read as text, beside the YAML files: neither the page's generator nor our reader of dates judges itself."""
    page = (ROOT / DISCREPANCIES).read_text("utf-8")
    causes = page.split("\n## Dates of the causes", 1)[1]
    shown = re.findall(r"^1\. ✔ (\S+) \(", causes, re.MULTILINE)
    files = (ROOT / "geo" / "data" / "bases").glob("*.yaml")
    held = {key: one for path in files for key, one in as_written(path).items()}
    ids = re.findall(r"· `([a-z0-9-]+)`\n\n1\. ✔", causes)
    assert shown == [str(held[key]["date"]) for key in ids]
    assert len(shown) > 20
    assert any(text.endswith("~") for text in shown)
    for text in shown:
        parse_edtf(text)


def test_the_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
    assert (tmp_path / DISCREPANCIES).read_text("utf-8") == (ROOT / DISCREPANCIES).read_text("utf-8")


def test_the_page_of_the_texts_is_current_and_says_who_is_silent(atlas: Atlas, chronicle: Chronicle) -> None:
    page = (ROOT / TEXTS).read_text("utf-8")
    assert page == texts_page(atlas, chronicle), "run make docs"
    rows = {
        row.split(" | ")[0].removeprefix("| "): row.split(" | ")[1:6]
        for row in page.split("## Matters")[0].splitlines()
    }
    assert rows["The Molokans"][:4] == ["—", "—", "—", "—"], "counted by hand: only the text on Frunze tells of them"
    assert rows["Karabakh"] == ["—"] * 5, "none of the five names it: the word Karabağ is in no line of theirs"


def section(table: str) -> str:
    return DICTIONARY.split(f"\n## {table}\n", 1)[1].split("\n## ", 1)[0]


def explained(part: str) -> set[str]:
    """The columns that the first cells of a section's table name."""
    return {
        name
        for cell in re.findall(r"^\| ([^|]+) \|", section(part), re.MULTILINE)
        for name in re.findall(r"`(\w+)`", cell)
    }


@pytest.mark.parametrize("table", TABLES)
def test_the_dictionary_explains_every_column_and_no_other(table: str) -> None:
    columns, shared = {one.name for one in TABLES[table].columns}, explained("a statement")
    assert columns - explained(table) - shared == set()
    assert explained(table) - columns - {"geometry"} == set()


@pytest.mark.parametrize(("table", "suffix"), EXPORTS)
def test_the_dictionary_names_every_format(table: str, suffix: str) -> None:
    assert f"`{suffix}`" in section(table)


def test_the_dictionary_explains_every_member_of_the_sources(tmp_path: Path) -> None:
    export_table("sources", tmp_path / "sources.json")
    found = {key for one in json.loads((tmp_path / "sources.json").read_text("utf-8")) for key in one}
    assert [key for key in found if f"| `{key}` |" not in section("sources")] == []
