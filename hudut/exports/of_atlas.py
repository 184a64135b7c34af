"""The rows of the atlas' tables: land, holders, places, lines, railways, parties and the causes of borders."""

from __future__ import annotations

from collections.abc import Iterator

from geo.load import Atlas
from geo.words import FALLBACK, languages
from hudut.exports.cells import Row, cited, dated, first, listed, plain, point, said, sure, text
from scenarios.chronicle import Chronicle


def territories(atlas: Atlas, _: Chronicle) -> Iterator[Row]:
    """Yield the territories by id."""
    for key, one in sorted(atlas.territories.items()):
        facts = {"id": key, "unit_1914": one.unit_1914[FALLBACK], "area_km2": one.area_km2, "today": one.today}
        yield {**facts, **said("name", one.names), "geometry": atlas.partition.shapes[key]}


def holdings(atlas: Atlas, _: Chronicle) -> Iterator[Row]:
    """Yield the holdings by territory, layer, first day and party."""
    for row in sorted(atlas.holdings, key=lambda one: (one.territory, one.layer, one.start.first, one.party)):
        yield {
            **plain(row, "territory party layer status basis certainty"),
            "start": first(row.start),
            "end": first(row.end),
            **cited(atlas, atlas.bases[row.basis].cite),
            "claimants": listed(row.claimants),
            **said("note", row.note),
            "geometry": atlas.partition.shapes[row.territory],
        }


def places(atlas: Atlas, _: Chronicle) -> Iterator[Row]:
    """Yield the places by id."""
    for key, one in sorted(atlas.places.items()):
        names = {f"name_{code}": one.label(code) for code in languages()}
        facts = plain(one, "id lon lat kind rank precision_km geonames")
        yield {**facts, **names, **said("note", one.note), "geometry": point(atlas, key)}


def lines(atlas: Atlas, _: Chronicle) -> Iterator[Row]:
    """Yield the lines that cut the partition, by id."""
    from shapely import LineString

    for key, one in sorted(atlas.lines.items()):
        facts = {"id": key, **said("name", one.names), "kind": one.kind, "error_km": one.error_km}
        why = {**said("reason", one.reason), **said("basis", one.basis), **cited(atlas, one.cite)}
        yield {**facts, "since": text(one.since), **why, "geometry": LineString(one.points)}


def railways(atlas: Atlas, _: Chronicle) -> Iterator[Row]:
    """Yield the railways by id."""
    from shapely import LineString

    for one in sorted(atlas.railways.values(), key=lambda each: each.id):
        facts = {**plain(one, "id gauge error_km certainty"), **said("name", one.names), "opened": one.opened.text}
        stops = listed(stop for stop in one.course if isinstance(stop, str))
        why = {**said("reason", one.reason), **cited(atlas, one.cite)}
        yield {**facts, "places": stops, **why, "geometry": LineString(one.points(atlas.places))}


def parties(atlas: Atlas, _: Chronicle) -> Iterator[Row]:
    """Yield the parties by id."""
    for key, one in sorted(atlas.parties.items()):
        facts = {"id": key, **said("name", one.names), "lineage": one.lineage, "members": listed(one.joint)}
        yield {**facts, "start": first(one.start), "end": first(one.end)}


def bases(atlas: Atlas, _: Chronicle) -> Iterator[Row]:
    """Yield the causes of holdings by date."""
    later = ("ratified", "in_force", "carried_out", "ended")
    for key, one in sorted(atlas.bases.items(), key=lambda item: (item[1].date, item[0])):
        facts = {"id": key, "kind": one.kind, **dated(one.date), **said("title", one.titles)}
        yield {**facts, **{name: text(getattr(one, name)) for name in later}, **sure(atlas, one)}
