"""The page of counterfactuals is current; what its load-bearing branches say was written down by hand beforehand."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from hudut.counterfactuals import PAGE, PICTURES, SCRIPTS, Branch, branches, page
from hudut.scripts import never_made
from tests.conftest import SOAK

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / PAGE).read_text("utf-8")
SECTIONS = {block.split("docs/scripts/")[1].split(".yaml")[0]: block for block in TEXT.split("\n## ")[1:]}


EXPECTED = {
    "no-attack": (r"\* Kars\b.*: Armenian SSR", "Treaty of Gümrü"),
    "kars-holds": (r"\* Kars\b.*: Armenian SSR", "Treaty of Gümrü"),
    "shorter-line": (r"\* Surmalu .*: Armenian SSR", ""),
    "georgia-spared": (r"\* Tiflis .*: Democratic Republic of Georgia", "Soviet rule in Georgia"),
    "batum-kept": (r"\* Batum.*: Ankara", ""),
    "kars-unsigned": (r"\* Kars .*: Ankara \(occupied\).* instead of Ankara", "Treaty of Kars"),
    "no-french-agreement": (r"\* Alexandretta .*: Syria and Lebanon \(mandate\)", "Franklin-Bouillon"),
    "sakarya-lost": (r"\* Smyrna .*: Greece .* instead of Ankara", "Treaty of Lausanne"),
    "no-august": (r"\* Smyrna .*: Greece .* instead of Ankara", "Treaty of Lausanne"),
    "gold-withheld": (r"\| Gold received .*\| 13 \| 2 \|", ""),
}
"""Written by hand: of each branch a line on land or gold, and a title that stands among what did not happen."""


@cache
def found() -> list[Branch]:
    return branches(ROOT / SCRIPTS)


def test_the_page_is_current() -> None:
    """Every branch under `make soak`; head and every sixth in `make test`."""
    some = found() if SOAK else found()[::6]
    head, *told = page(some).rstrip().split("\n## ")
    assert head == TEXT.split("\n## ")[0], "run make docs"
    assert [block.rstrip() for block in told] == [SECTIONS[one.name].rstrip() for one in some], "run make docs"
    assert list(SECTIONS) == [one.name for one in found()], "run make docs"


def test_the_goldens_and_ten_more_are_told() -> None:
    assert set(SECTIONS) == {path.stem for path in (ROOT / SCRIPTS).glob("*.yaml")}
    assert len(SECTIONS) >= 20


@pytest.mark.parametrize("name", EXPECTED)
def test_a_branch_comes_to_what_a_reader_expects(name: str) -> None:
    line, lost = EXPECTED[name]
    assert re.search(line, SECTIONS[name])
    assert not lost or lost in SECTIONS[name].split("Did not happen:")[1]


def test_every_move_of_a_branch_is_made_and_told() -> None:
    for one in found():
        assert never_made(one.stage, one.log, one.script) == [], one.name
        told = re.findall(r"^\* .*?\(`([^`]+)`\)", SECTIONS[one.name], re.MULTILINE)
        assert told, one.name
        steps = {move.split(".")[0] for move in told}
        assert {move.split(".")[0] for move in one.script.moves} <= steps, one.name


def test_every_picture_is_there_and_each_shows_two_maps() -> None:
    shown = set(re.findall(r"\(pictures/branches/([^)]+)\)", TEXT))
    assert shown == {path.name for path in (ROOT / PICTURES).glob("*.svg")}
    for name in shown:
        text = (ROOT / PICTURES / name).read_text("utf-8")
        assert text.count('class="h"') == text.count('class="d"') == 2
        assert "History" in text
