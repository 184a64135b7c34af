"""Witnesses: words that prove a place in a text."""

from __future__ import annotations

from geo.sources import TextCitation
from geo.witness import Edition, citation_fault, fold

TEXT = "İstanbul'da IŞIK vardı.\nSı-\nnır çizildi; altın\nalındı. Altın çok.\nBoş\nBoş\nBoş\nBoş\nBoş\naltın\n"


def cite(lines: str, *witness: str) -> TextCitation:
    return TextCitation(source="t", lines=lines, witness=witness)


def test_turkish_letters_fold_to_their_own_small_ones() -> None:
    assert fold("İSTANBUL  IŞIK\n") == "istanbul ışık"


def test_a_word_broken_at_the_line_end_is_found_in_both_its_lines() -> None:
    assert Edition.of(TEXT).found("sınır") == [(2, 3)]
    assert citation_fault(Edition.of(TEXT), cite("2-3", "Sınır")) is None


def test_a_witness_that_runs_over_a_line_break_is_found() -> None:
    assert citation_fault(Edition.of(TEXT), cite("3-4", "altın alındı")) is None


def test_a_witness_outside_the_lines_is_refused_and_the_right_line_is_named() -> None:
    fault = citation_fault(Edition.of(TEXT), cite("5-6", "çizildi"))
    assert fault is not None
    assert "it stands in line 3" in fault


def test_a_witness_that_stands_nowhere_is_refused() -> None:
    fault = citation_fault(Edition.of(TEXT), cite("1", "gümüş"))
    assert fault is not None
    assert "nowhere" in fault


def test_words_that_stand_everywhere_prove_nothing() -> None:
    fault = citation_fault(Edition.of(TEXT), cite("5", "boş"))
    assert fault is not None
    assert "match 5 places" in fault
    assert "rarer" in fault


def test_windows_do_not_overlap_when_counted() -> None:
    assert Edition.of(TEXT).windows(("boş",), 5) == 1
    assert Edition.of(TEXT).windows(("altın",), 2) == 2


def test_three_places_still_prove_and_four_do_not() -> None:
    """The limit that the data guide gives: witnesses together match at most three windows."""
    three, four = (Edition.of("altın\n" * count) for count in (3, 4))
    assert citation_fault(three, cite("1", "altın")) is None
    assert "match 4 places" in str(citation_fault(four, cite("1", "altın")))
