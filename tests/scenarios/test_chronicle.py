"""The chronicle that ships: complete, cited, in both languages, balanced, and its sums add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

from geo.dates import FIRST_DAY, LAST_DAY
from geo.load import Atlas, read
from geo.load import default_folder as geo_folder
from geo.records import Record
from geo.sources import Reference
from geo.witness import Edition, read_editions
from geo.words import WRITTEN
from hudut.citing import coverages
from scenarios.campaign import default_folder, read_campaign
from scenarios.chronicle import Chronicle, Event, Fact
from scenarios.crossrefs import all_records
from scenarios.load import default_folder as chronicle_folder
from scenarios.load import read_chronicle
from scenarios.witness import act_witness_problems, witness_problems
from tests.scenarios.conftest import TEXTS, needs_texts

DOCS = Path(__file__).parents[2] / "docs"
DELIVERIES = (
    "1921-04-gold-first-part",
    "1921-06-gold-second-part",
    "1921-11-gold-third-part",
    "1922-05-03-gold-last-part",
)
LEAST = {
    "threads": 20, "views": 30, "items": 30, "questions": 20, "persons": 150, "organisations": 30, "events": 550,
    "treaties": 60, "positions": 150, "aid": 35, "routes": 15, "readings": 150, "discrepancies": 110,
}  # fmt: skip


@pytest.mark.parametrize(("table", "least"), LEAST.items())
def test_no_table_loses_records(chronicle: Chronicle, table: str, least: int) -> None:
    assert len(getattr(chronicle, table)) >= least


@needs_texts
def test_every_witness_stands_where_it_is_said_to(atlas: Atlas, chronicle: Chronicle) -> None:
    editions, problems = read_editions(atlas, Path(str(TEXTS)))
    found, count = witness_problems(chronicle, editions)
    assert not [*problems, *found]
    assert count > 1500


@needs_texts
@pytest.mark.parametrize(
    "folder", [default_folder("frontier"), DOCS / "examples" / "mudanya"], ids=lambda one: one.name
)
def test_every_witness_of_a_scenario_stands_where_it_is_said_to(
    atlas: Atlas, chronicle: Chronicle, editions: dict[str, Edition], folder: Path
) -> None:
    found, count = act_witness_problems(folder, read_campaign(folder, atlas, chronicle)[1], editions)
    assert found == []
    assert count > 0


@needs_texts
def test_few_lines_of_the_texts_are_left_without_a_citation(
    atlas: Atlas, chronicle: Chronicle, editions: dict[str, Edition]
) -> None:
    for one in coverages(atlas, chronicle, editions):
        assert one.cited >= 0.85 * one.lines, one


def test_no_file_is_parsed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsing takes most of a load, so its results are kept: the second load must do without the parser."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first, _ = read_chronicle(read(geo_folder())[0], chronicle_folder())
    monkeypatch.delattr("yaml.load")
    assert read_chronicle(read(geo_folder())[0], chronicle_folder())[0].events == first.events


def facts(content: Any) -> Iterator[Fact]:
    if isinstance(content, Fact):
        yield content
    if isinstance(content, Record):
        for value in dict(content).values():
            yield from facts(value)
    elif isinstance(content, tuple):
        for value in content:
            yield from facts(value)


def texts(content: Any) -> Iterator[dict[str, str]]:
    if isinstance(content, Record):
        for value in dict(content).values():
            yield from texts(value)
    elif isinstance(content, tuple):
        for value in content:
            yield from texts(value)
    elif isinstance(content, dict) and "en" in content:
        yield content


def test_every_statement_cites_or_is_called_inferred_with_its_reason(chronicle: Chronicle) -> None:
    for model, key, record in all_records(chronicle):
        for fact in facts(record):
            assert fact.cite or (fact.certainty == "inferred" and fact.reason), (model, key)


def test_every_text_is_given_in_both_languages(chronicle: Chronicle) -> None:
    for model, key, record in all_records(chronicle):
        for text in texts(record):
            assert all(text.get(language, "").strip() for language in WRITTEN), (model, key, text)


def test_an_event_is_named_after_its_day(chronicle: Chronicle) -> None:
    for key in chronicle.events:
        assert key[:4].isdigit(), key


def roubles(chronicle: Chronicle, *keys: str) -> list[Decimal]:
    found = []
    for key in keys:
        (goods,) = (one for one in chronicle.aid[key].goods if one.what == "gold" and one.unit == "gold rouble")
        assert goods.quantity is not None
        found.append(goods.quantity)
    return found


def test_the_four_deliveries_add_up_to_the_ten_million_promised(chronicle: Chronicle) -> None:
    parts = roubles(chronicle, *DELIVERIES)
    assert parts == [4_000_000, 1_400_000, 1_100_000, 3_500_000]
    assert [sum(parts)] == roubles(chronicle, "1921-03-16-ten-million-promised")
    assert [sum(parts)] == roubles(chronicle, "1921-gold-total-armaoglu")


def test_the_wrong_product_of_the_money_table_is_kept_and_named(chronicle: Chronicle) -> None:
    table = chronicle.aid["1921-money-table"]
    gold = [one.quantity or 0 for one in table.goods if one.what == "gold"]
    (lira,) = (one.quantity for one in table.goods if one.unit == "Turkish lira")
    rate = Decimal("0.59")
    assert sum(gold) * rate == 5_782_000
    assert lira == sum(gold) * rate - 1_160_000 * rate + 900_000
    assert table.note is not None
    assert "684,400" in table.note["en"]


def test_the_money_table_of_1922_adds_up(chronicle: Chronicle) -> None:
    table = chronicle.aid["1922-money-table"]
    gold = [one.quantity or 0 for one in table.goods if one.what == "gold"]
    assert sum(gold) * Decimal("0.59") == next(one.quantity for one in table.goods if one.what == "money")


KINDS_ON_THE_GROUND = {
    "battle", "campaign", "occupation", "withdrawal", "rising", "massacre", "treaty", "armistice",
}  # fmt: skip
FRONTIER_PLACES = {"gumru", "kars", "nahcivan", "batum"}
FRONTIER_THREADS = {"eastern-border", "georgia-batum", "nakhchivan"}
TURKISH_SITES = {
    "9lib.net", "csatt.org", "tr.m.wikisource.org", "tr.wikieto.ru", "ulkucudunya.com", "mussarkhaber.com",
    "aydinmobil.com", "hisartmuseum.com", "www.cihanharbi.com", "www.mavirize.com", "www.derintarih.com",
    "www.arkeotekno.com", "www.altayli.net", "www.vanlinihathoca.com", "www.gungunkurtulus.com", "www.aydinpost.com",
    "www.circassiancenter.com", "www.cafrande.org",
}  # fmt: skip
"""Sites outside .tr that tell it in Turkish."""


def wants_another_view(event: Event) -> bool:
    """Tell events of 1914–1923, on the ground or by treaty, that belong to the eastern frontier or to the war."""
    if event.kind not in KINDS_ON_THE_GROUND or not FIRST_DAY <= event.date.first <= LAST_DAY:
        return False
    frontier = FRONTIER_PLACES & set(event.places) or FRONTIER_THREADS & set(event.threads)
    return bool(frontier or "war" in event.threads or event.kind == "massacre")


def is_another_view(citation: object) -> bool:
    if not isinstance(citation, Reference):
        return False
    host = urlparse(str(citation.address)).hostname or ""
    return not host.endswith(".tr") and host not in TURKISH_SITES


def test_an_event_of_the_frontier_or_the_war_hears_another_side_or_says_whose_is_missing(chronicle: Chronicle) -> None:
    asked = [event for event in chronicle.events.values() if wants_another_view(event)]
    assert len(asked) > 80
    read = {key for one in chronicle.readings.values() if one.school not in {"turkish", "other"} for key in one.on}
    heard = {one.id for one in asked if one.id in read or any(map(is_another_view, one.cite))}
    silent = [one.id for one in asked if not one.view_missing and one.id not in heard]
    assert not silent


def test_an_article_that_moves_land_is_the_cause_of_a_holding(atlas: Atlas, chronicle: Chronicle) -> None:
    caused = {(row.territory, row.basis) for row in atlas.holdings}
    moved = [
        (territory, article.moves.basis)
        for treaty in chronicle.treaties.values()
        for article in treaty.articles
        if article.moves
        for territory in article.moves.territories
    ]
    assert moved
    assert set(moved) <= caused
