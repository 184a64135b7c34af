"""The rows of the chronicle's tables: events, treaties and what they hold, demands, aid, readings, people."""

from __future__ import annotations

from collections.abc import Iterator

from geo.load import Atlas
from geo.words import languages
from hudut.exports.cells import Row, cited, dated, listed, plain, point, said, sure, text
from scenarios.chronicle import Chronicle


def events(atlas: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield the events by date, at the point of their first place."""
    lists = ("threads", "places", "parties", "persons", "organisations", "to", "bases", "view_missing")
    for one in chronicle.events.values():
        yield {
            **plain(one, "id kind answers treaty"),
            **dated(one.date),
            **said("title", one.titles),
            **said("summary", one.summaries),
            **{name: listed(getattr(one, name)) for name in lists},
            "from": listed(one.sender),
            "sent": text(one.sent),
            "arrived": text(one.arrived),
            **said("asks", one.asks),
            **said("effect", one.effect),
            **said("date_note", one.date_note),
            **sure(atlas, one),
            "geometry": point(atlas, one.places[0] if one.places else None),
        }


def treaties(atlas: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield the treaties."""
    for one in chronicle.treaties.values():
        yield {
            **plain(one, "id kind place basis"),
            **said("title", one.titles),
            **said("summary", one.summaries),
            **{name: text(getattr(one, name)) for name in ("signed", "in_force", "carried_out", "ended")},
            "ratified": listed(f"{each.party} {each.date}" for each in one.ratified),
            "signatories": listed(one.signatories),
            **sure(atlas, one),
        }


def articles(atlas: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield the articles, treaty by treaty."""
    for treaty in chronicle.treaties.values():
        for one in treaty.articles:
            moves = {} if one.moves is None else {
                "basis": one.moves.basis, "territories": listed(one.moves.territories),
            }  # fmt: skip
            what = {**said("title", one.titles), **said("effect", one.effects), "items": listed(one.items)}
            yield {"treaty": treaty.id, "number": one.number, **what, **moves, **sure(atlas, one)}


def positions(atlas: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield demands, offers and refusals by date."""
    for one in chronicle.positions.values():
        facts = plain(one, "id party to item stance event")
        yield {**facts, **dated(one.date), **said("says", one.says), **sure(atlas, one)}


def aid(atlas: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield shipments by date, one row for each kind of goods."""
    for one in chronicle.aid.values():
        shared = {
            **plain(one, "id stage to route port event"),
            **dated(one.date),
            "from": one.sender,
            "carrier": listed(one.carrier),
            **said("by", one.by),
            **sure(atlas, one),
        }
        for number, goods in enumerate(one.goods, start=1):
            quantity = None if goods.quantity is None else float(goods.quantity)
            named = {"goods": goods.what, "quantity": quantity, "unit": goods.unit, **said("goods", goods.name)}
            yield {**shared, "number": number, **named}


def routes(atlas: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield the ways of shipments and delegations."""
    from shapely import LineString

    for one in chronicle.routes.values():
        facts = {"id": one.id, **said("name", one.names), "mode": one.mode, "places": listed(one.places)}
        yield {**facts, **sure(atlas, one), "geometry": LineString(one.points)}


def readings(atlas: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield the readings of historians and schools."""
    for one in chronicle.readings.values():
        facts = {**plain(one, "id question school"), "on": listed(one.on)}
        yield {**facts, **said("historian", one.historian), **said("says", one.says), **sure(atlas, one)}


def discrepancies(atlas: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield what sources tell differently, one row for each variant."""
    for one in chronicle.discrepancies.values():
        shared = {"id": one.id, **said("question", one.question), "on": listed(one.on), **said("why", one.why)}
        for number, (variant, adopted) in enumerate(one.versions(), start=1):
            what = {**said("says", variant.says), **cited(atlas, variant.cite)}
            yield {**shared, "number": number, "adopted": adopted, **what, **said("note", one.note)}


def persons(_: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield the persons by id."""
    for one in sorted(chronicle.persons.values(), key=lambda person: person.id):
        names = {f"name_{code}": one.names.get(code, next(iter(one.names.values()))) for code in languages()}
        spellings = dict.fromkeys(each for found in one.spellings.values() for each in found)
        facts = {"id": one.id, **names, "spellings": listed(spellings)}
        yield {**facts, "born": text(one.born), "died": text(one.died), **said("note", one.note)}


def offices(atlas: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield the offices, person by person."""
    for person in sorted(chronicle.persons.values(), key=lambda one: one.id):
        for number, one in enumerate(person.offices, start=1):
            facts = {"person": person.id, "number": number, **said("title", one.title)}
            dates = {"start": text(one.start), "end": text(one.end)}
            yield {**facts, **plain(one, "party organisation"), **dates, **sure(atlas, one)}


def organisations(atlas: Atlas, chronicle: Chronicle) -> Iterator[Row]:
    """Yield the organisations by id."""
    for one in sorted(chronicle.organisations.values(), key=lambda each: each.id):
        dates = {"start": text(one.start), "end": text(one.end)}
        yield {"id": one.id, **said("name", one.names), **dates, **sure(atlas, one)}
