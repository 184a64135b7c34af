"""Whose voice is heard: each text's own thesis, each people's reading of its losses, and every record within reach."""

from __future__ import annotations

import pytest

from geo.load import Atlas
from geo.sources import TextCitation
from scenarios.chronicle import Chronicle, Event, Reading

DROPPED_WITNESSES = {
    ("readings", "how-sincere-gurun", "samimiyet ve güven üzerine"): ("sincerity", "samimiyet"),
    ("readings", "aid-hesitation-ayaz", "aleyhine faaliyetlerine engel"): ("did not hinder", "engel olmadı"),
    ("events", "1921-12-25-kemal-on-communism-and-rule", "emekriler"): ("owned nothing", "emekçi"),
    ("readings", "was-aid-decisive-relations", "malzemesi yardımı"): ("the Caucasus", "Kafkasya"),
}
"""Claims that a citation once proved and the record did not tell: (table, id, witness) and the words that tell it."""


def test_each_text_says_what_it_argues(atlas: Atlas, chronicle: Chronicle) -> None:
    texts = {key for key, source in atlas.sources.items() if source.kind == "text"}
    argued = [one for one in chronicle.readings.values() if one.question == "what-the-text-argues"]
    cited = [{cite.source for cite in one.cite if isinstance(cite, TextCitation)} for one in argued]
    assert sorted(key for keys in cited for key in keys) == sorted(texts)


def told(record: Reading | Event) -> dict[str, str]:
    return record.says if isinstance(record, Reading) else record.summaries


@pytest.mark.parametrize(("place", "words"), DROPPED_WITNESSES.items())
def test_what_a_witness_says_is_told(chronicle: Chronicle, place: tuple[str, str, str], words: tuple[str, str]) -> None:
    table, key, witness = place
    record = getattr(chronicle, table)[key]
    assert any(witness in cite.witness for cite in record.cite if isinstance(cite, TextCitation))
    assert words[0] in told(record)["en"]
    assert words[1] in told(record)["tr"]
