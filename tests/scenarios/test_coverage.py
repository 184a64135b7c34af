"""Lines with substance are told from page furniture and from footnotes that only name books."""

from __future__ import annotations

from geo.load import Atlas
from geo.sources import Source, TextCitation
from scenarios.chronicle import Chronicle
from scenarios.coverage import coverage_of, substantial_lines
from scenarios.sentences import sentences, unvouched

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


TOLD = (
    "Heyet 30 Mart’ta döndü. M. Kemal Paşa onu karşıladı; görüşme iki",  # 1
    "gün sürdü.12 “Yardım gelecek” denildi. Hava soğuktu ve yollar kapalıydı.",  # 2
    "Bu satırı kimse anmaz, çünkü başka bir konudan söz eder.",  # 3
)
CITED = (TextCitation(source="t", lines="1-2", witness=("karşıladı",)),)


def test_sentences_end_where_a_reader_ends_them() -> None:
    found = [(one.place, one.words[:20]) for one in sentences(TOLD, {1, 2, 3})]
    assert found == [("1-2", "M. Kemal Paşa onu ka"), ("2-2", "Hava soğuktu ve yoll"), ("3-3", "Bu satırı kimse anma")]


def test_a_sentence_without_a_witness_is_listed_if_its_lines_are_cited() -> None:
    assert [one.words for one in unvouched(TOLD, {1, 2, 3}, CITED)] == ["Hava soğuktu ve yollar kapalıydı."]


def test_each_sentence_read_again_stands_in_its_text_and_has_its_reason(atlas: Atlas, chronicle: Chronicle) -> None:
    for text, read in chronicle.sentences.items():
        lines = atlas.sources[text].lines
        assert lines
        places = [*read.told, *read.aside]
        assert len(places) == len(set(places))
        assert all(0 < int(one.split("-")[0]) <= int(one.split("-")[1]) <= lines for one in places)
        assert all(set(why) >= {"tr", "en"} for why in read.aside.values())
