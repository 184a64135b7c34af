"""The record of a lesson as a table: no cell of it is a formula to a spreadsheet."""

from __future__ import annotations

import pytest

from hudut.classroom.records import plain_cell

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
"""With which a spreadsheet takes a cell for a formula, or for the end of a cell (OWASP, CSV injection)."""


@pytest.mark.parametrize("sign", BEGINNINGS)
def test_a_cell_that_begins_like_a_formula_is_marked_as_text(sign: str) -> None:
    assert plain_cell(f"{sign}1+1|cmd") == f"'{sign}1+1|cmd"


@pytest.mark.parametrize("text", ["", "Kars first", "1-1", "Çünkü = değil", "'quoted'"])
def test_another_cell_stays_as_it_was_written(text: str) -> None:
    assert plain_cell(text) == text
