"""Lines with substance are told from page furniture and from footnotes that only name books."""

from __future__ import annotations

from geo.sources import Source
from scenarios.coverage import coverage_of, substantial_lines

PAGE = (
    " Ankara bir mektup gönderdi.1",  # 1: a page opens with one space
    "Moskova yanıt verdi.2",  # 2
    "",
    "1 Kurat, s. 325; Cebesoy, Moskova Hatıraları, s. 76.",  # 4: names books
    "2 Elçi bu mektubu Trabzon’da bekledi.",  # 5: tells something
    "Yolda iki hafta kaldığını sonradan yazdı.",  # 6
    "Bkz. Bayur, Cilt III, s. 65.",  # 7: names a book
    "",
    "",
    "",
    "T. YAZAR",  # 11: running head
    "714",  # 12: page number
    "30 Mart 1921’de heyet döndü.",  # 13: a date, not a footnote
)
SOURCE = Source(id="t", kind="text", title="t", set_aside=("13-13",))


def test_furniture_and_bare_references_have_no_substance() -> None:
    assert substantial_lines(PAGE) == {1, 2, 5, 6, 13}


def test_lines_set_aside_do_not_count() -> None:
    assert coverage_of("t", PAGE, SOURCE, []).lines == 4


def test_runs_without_a_citation_bridge_furniture_and_come_longest_first() -> None:
    found = coverage_of("t", PAGE, Source(id="t", kind="text", title="t"), [(2, 4)])
    assert (found.lines, found.cited) == (5, 1)
    assert found.gaps == ((3, 5, 13), (1, 1, 1))
