"""Whose voice is heard: each text's own thesis, each people's reading of its losses, and every record within reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from geo.load import Atlas
from geo.sources import TextCitation
from scenarios.chronicle import Chronicle, Event, Reading

DROPPED_WITNESSES = {
    ("readings", "how-sincere-gurun", "samimiyet ve güven üzerine"): ("sincerity", "samimiyet"),
    ("readings", "aid-hesitation-ayaz", "aleyhine faaliyetlerine engel"): ("did not hinder", "engel olmadı"),
    ("events", "1921-12-25-kemal-on-communism-and-rule", "emekriler"): ("had no wealth", "emekçi"),
    ("readings", "was-aid-decisive-relations", "malzemesi yardımı"): ("the Caucasus", "Kafkasya"),
    ("readings", "text-argues-ayaz", "eleştirel literatür"): ("review of the literature", "eleştirel literatür"),
    ("events", "1924-chicherin-ismet-letters", "Rusların sükûnetten"): ("Turkish nationality", "Türk uyruklulara"),
    ("events", "1920-11-05-hakimiyet-milliye", "Şark’ın milletleridir"): ("the same trouble", "birinin derdi"),
}
"""Claims that a citation once proved and the record did not tell: (table, id, witness) and the words that tell it."""


NATIONS = {"turkish", "armenian", "georgian", "azerbaijani", "greek", "kurdish", "assyrian", "russian", "soviet"}
LOSSES = {
    "1915-04-24-armenian-deportation", "1915-06-armenians-killed", "1915-01-assyrians", "1918-01-muslims-killed",
    "1918-03-30-baku-march-days", "1918-09-baku-september-days", "1918-04-kars-flight", "1918-05-karakilisa",
    "1918-05-zangezur-muslims", "1919-12-agulis", "1920-03-22-shusha", "1920-01-21-marash", "1920-04-11-urfa",
    "1920-04-01-aintab", "1920-10-15-hajin", "1920-05-26-ganja-rising", "1921-03-06-kocgiri", "1921-05-yalova-gemlik",
    "1921-pontus-deportations", "1922-09-western-towns-burned", "1922-09-13-smyrna-fire",
    "1923-01-30-exchange-convention", "1919-kars-muslims", "1920-11-gumru-losses",
    "1920-08-15-iznik", "1921-06-24-izmit",
}  # fmt: skip
"""The great losses of life and home on this frontier and in the war that framed it."""
VIEW_OF = {"cilician-armenian": "armenian", "nakhchivani": "azerbaijani", "pontic-greek": "greek"}


@pytest.mark.parametrize("key", sorted(LOSSES))
def test_a_loss_is_heard_from_two_nations_or_says_whose_voice_is_missing(chronicle: Chronicle, key: str) -> None:
    event = chronicle.events[key]
    heard = {one.school for one in chronicle.readings.values() if key in one.on} & NATIONS
    missing = {VIEW_OF.get(view, view) for view in event.view_missing}
    assert "losses" in event.threads
    assert len(heard | missing) >= 2, (heard, missing)


def test_every_killing_is_in_the_strand_of_losses(chronicle: Chronicle) -> None:
    killings = {key for key, event in chronicle.events.items() if event.kind == "massacre"}
    strand = {key for key, event in chronicle.events.items() if "losses" in event.threads}
    assert killings <= strand
    assert strand >= LOSSES


def test_most_readings_are_no_longer_of_one_nation(chronicle: Chronicle) -> None:
    schools = Counter(one.school for one in chronicle.readings.values())
    assert schools["turkish"] < 0.7 * sum(schools.values())
    assert all(schools[nation] >= 3 for nation in NATIONS - {"russian"})


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


SEARCHED = ("events", "treaties", "aid", "persons", "stories")
"""Collections that the search box finds by itself; routes are listed whole beside the aid."""


def test_nothing_that_is_told_is_out_of_reach(chronicle: Chronicle) -> None:
    found: set[str] = {key for table in SEARCHED for key in getattr(chronicle, table)}
    events, articles = chronicle.events.values(), [one for each in chronicle.treaties.values() for one in each.articles]
    plays = "".join(path.read_text("utf-8") for path in chronicle.folder.parent.glob("*/acts/*.yaml"))
    offices = [office for person in chronicle.persons.values() for office in person.offices]
    reached: dict[str, Callable[[Any], object]] = {
        "readings": lambda one: found & set(one.on),
        "discrepancies": lambda one: found & set(one.on),
        "positions": lambda one: one.event in found,
        "questions": lambda one: any(each.question == one.id for each in chronicle.readings.values()),
        "threads": lambda one: any(one.id in event.threads for event in events),
        "organisations": lambda one: (
            any(one.id in (*event.organisations, *event.sender, *event.to) for event in events)
            or any(one.id == office.organisation for office in offices)
        ),
        "items": lambda one: (
            any(one.id == each.item for each in chronicle.positions.values())
            or any(one.id in article.items for article in articles)
            or f"topic: {one.id}\n" in plays
        ),
    }
    lost = [
        (table, key)
        for table, is_reached in reached.items()
        for key, one in getattr(chronicle, table).items()
        if not is_reached(one)
    ]
    assert not lost


def test_no_voice_is_called_missing_that_is_heard(chronicle: Chronicle) -> None:
    said = [(key, one.school) for one in chronicle.readings.values() for key in one.on if key in chronicle.events]
    assert not sorted((key, school) for key, school in said if school in chronicle.events[key].view_missing)
