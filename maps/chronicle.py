"""The chronicle as one compact JSON-able dict: what the page unpacks when the browser has nothing else to do.

- Days count from `first` of the page, as in `maps.payload`; a date is a day, or [first, last, EDTF text].
- Texts stand in `texts0`, `texts1`, one list for each language of the page. A text is 0 for none, 1 for the next one
  not yet named, or its number + 1: numbers that only count on pack to nothing.
- Citations stand in columns: `cites0`… (source and lines, witnesses, via, reading), `saids0`… (number of a page, what
  it says, day it was opened), `pages0`… (title, address, grade counted from 1). A citation is 0 for the next of
  `cites`, -1 for the next of `saids`, else its number + 1 or -2 - its number. Every fact carries `c` (certainty), `q`
  (citations), `why` (reason), `m` (note).
- `late` holds what the atlas says and cites, as `late` of `maps.payload` does: `cites`, `notes`, `bases`.
- Ids are texts. Nothing is left out: events before and after the span of the page are there too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from geo.records import Said
from geo.sources import Grade
from geo.words import FALLBACK, WRITTEN
from maps.stories import make_stories
from maps.teller import Teller
from scenarios.chronicle import (
    Aid,
    Article,
    Chronicle,
    Discrepancy,
    Event,
    Label,
    Office,
    Organisation,
    Person,
    Position,
    Reading,
    Route,
    Treaty,
)

_GROUPS = {
    "second": ("texts1", "saids1", "pages0"),
    "lines": ("cites0",),
    "addresses": ("pages1",),
    "figures": ("pages2", "saids0", "saids2"),
}
"""What is told apart from the first language: English, lines of texts, addresses, figures."""
_APART = {name for names in _GROUPS.values() for name in names}
TREATY_DATES = ("signed", "in_force", "carried_out", "ended")


def make_chronicle(
    chronicle: Chronicle,
    *,
    langs: tuple[str, ...],
    start: int,
    grade: Callable[[str], Grade],
    atlas_late: Mapping[str, Sequence[Any]],
) -> dict[str, Any]:
    """Return all records of the chronicle for a page whose day 0 is the ordinal `start`.

    Parameters
    ----------
    grade
        How strong the page at an address is.
    atlas_late
        `cites`, `notes` and `bases` of the atlas as `maps.payload` writes them, to be kept beside the chronicle's own.
    """
    make = Teller(langs, start, grade)
    told: dict[str, Any] = {
        name: [_label(make, one) for one in getattr(chronicle, name).values()]
        for name in ("threads", "views", "items", "questions")
    }
    told |= {
        "events": [_event(make, one) for one in chronicle.events.values()],
        "treaties": [_treaty(make, one) for one in chronicle.treaties.values()],
        "positions": [_position(make, one) for one in chronicle.positions.values()],
        "aid": [_aid(make, one) for one in chronicle.aid.values()],
        "routes": [_route(make, one) for one in chronicle.routes.values()],
        "readings": [_reading(make, one) for one in chronicle.readings.values()],
        "discrepancies": [_discrepancy(make, one) for one in chronicle.discrepancies.values()],
        "persons": [_person(make, one) for one in chronicle.persons.values()],
        "organisations": [_organisation(make, one) for one in chronicle.organisations.values()],
        "stories": make_stories(make, chronicle.stories.values()),
        "late": {
            "cites": [make.cite(cite) for cite in atlas_late["cites"]],
            "notes": [make.words(note) for note in atlas_late["notes"]],
            "bases": [_basis(make, basis) for basis in atlas_late["bases"]],
        },
    }
    return {"records": told, **_columns(make)}


def _basis(make: Teller, basis: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rest of a basis of the atlas with its texts among those of the chronicle."""
    told = {key: make.words(value) if key in ("why", "m", "ado") else value for key, value in basis.items()}
    variants = [{**one, "s": make.words(one["s"])} if "s" in one else one for one in basis.get("var", ())]
    return {**told, **({"var": variants} if variants else {})}


def _columns(make: Teller) -> dict[str, dict[str, list[Any]]]:
    """Return texts and citations as columns, in groups of like language that are packed each as a whole."""
    columns: dict[str, list[Any]] = {f"texts{place}": column for place, column in enumerate(make.texts)}
    for name, rows in (("cites", make.cites), ("pages", make.pages), ("saids", make.saids)):
        columns |= {f"{name}{place}": [row[place] for row in rows] for place in range(len(rows[0]) if rows else 0)}
    return {
        group: {name: columns[name] for name in names if name in columns}
        for group, names in {"first": [name for name in columns if name not in _APART], **_GROUPS}.items()
    }


def _trim(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record without what says nothing; the number 0 is kept where it is a day."""
    days = {"d", "sent", "arr", "from", "till", "born", "died", *TREATY_DATES}
    return {
        key: value
        for key, value in record.items()
        if value is not None and value != [] and (key in days or value not in (0, ""))
    }


def _label(make: Teller, one: Label) -> dict[str, Any]:
    return _trim({"id": one.id, "n": make.text(one.names), "m": make.text(one.note)})


def _event(make: Teller, one: Event) -> dict[str, Any]:
    return _trim(
        {
            "id": one.id,
            "k": one.kind,
            "d": make.when(one.date),
            "p": list(one.places),
            "y": list(one.parties),
            "w": list(one.persons),
            "o": list(one.organisations),
            "t": list(one.threads),
            "by": list(one.sender),
            "to": list(one.to),
            "sent": make.when(one.sent),
            "arr": make.when(one.arrived),
            "ans": one.answers,
            "tr": one.treaty,
            "b": list(one.bases),
            "vm": list(one.view_missing),
            "n": make.text(one.titles),
            "s": make.text(one.summaries),
            "dn": make.text(one.date_note),
            "asks": make.text(one.asks),
            "eff": make.text(one.effect),
            **make.fact(one),
        }
    )


def _treaty(make: Teller, one: Treaty) -> dict[str, Any]:
    return _trim(
        {
            "id": one.id,
            "k": one.kind,
            "y": list(one.signatories),
            **{name: make.when(getattr(one, name)) for name in TREATY_DATES},
            "rat": [_trim({"y": r.party, "d": make.when(r.date), **make.fact(r)}) for r in one.ratified],
            "p": one.place,
            "b": one.basis,
            "n": make.text(one.titles),
            "s": make.text(one.summaries),
            "a": [_article(make, article) for article in one.articles],
            **make.fact(one),
        }
    )


def _article(make: Teller, one: Article) -> dict[str, Any]:
    moves = [] if one.moves is None else [one.moves.basis, *one.moves.territories]
    return _trim(
        {
            "no": one.number,
            "n": make.text(one.titles),
            "s": make.text(one.effects),
            "i": list(one.items),
            "mv": moves,
            **make.fact(one),
        }
    )


def _position(make: Teller, one: Position) -> dict[str, Any]:
    return _trim(
        {
            "id": one.id,
            "d": make.when(one.date),
            "y": one.party,
            "to": one.to,
            "i": one.item,
            "k": one.stance,
            "s": make.text(one.says),
            "e": one.event,
            **make.fact(one),
        }
    )


def _aid(make: Teller, one: Aid) -> dict[str, Any]:
    goods = [
        _trim(
            {
                "k": thing.what,
                "x": None if thing.quantity is None else f"{thing.quantity:f}",
                "u": thing.unit,
                "n": make.text(thing.name),
            }
        )
        for thing in one.goods
    ]
    return _trim(
        {
            "id": one.id,
            "k": one.stage,
            "d": make.when(one.date),
            "by": one.sender,
            "to": one.to,
            "g": goods,
            "w": list(one.carrier),
            "r": one.route,
            "p": one.port,
            "h": make.text(one.by),
            "e": one.event,
            **make.fact(one),
        }
    )


def _route(make: Teller, one: Route) -> dict[str, Any]:
    points = [[round(lon * 1000), round(lat * 1000)] for lon, lat in one.points]
    return _trim(
        {
            "id": one.id,
            "k": one.mode,
            "n": make.text(one.names),
            "p": list(one.places),
            "xy": points,
            **make.fact(one),
        }
    )


def _reading(make: Teller, one: Reading) -> dict[str, Any]:
    return _trim(
        {
            "id": one.id,
            "qu": one.question,
            "on": list(one.on),
            "k": one.school,
            "h": make.text(one.historian),
            "s": make.text(one.says),
            **make.fact(one),
        }
    )


def _discrepancy(make: Teller, one: Discrepancy) -> dict[str, Any]:
    return _trim(
        {
            "id": one.id,
            "n": make.text(one.question),
            "on": list(one.on),
            "v": [[make.text(each.says), make.quoted(each.cite), int(taken)] for each, taken in one.versions()],
            "why": make.text(one.why),
            "m": make.text(one.note),
        }
    )


def _person(make: Teller, one: Person) -> dict[str, Any]:
    others = {name for lang, name in one.names.items() if lang not in (*WRITTEN, *make.langs)}
    return _trim(
        {
            "id": one.id,
            "n": make.text(Said({FALLBACK: next(iter(one.names.values())), **one.names})),
            "aka": sorted(others),
            "born": make.when(one.born),
            "died": make.when(one.died),
            "off": [_office(make, office) for office in one.offices],
            "m": make.text(one.note),
        }
    )


def _office(make: Teller, one: Office) -> dict[str, Any]:
    return _trim(
        {
            "n": make.text(one.title),
            "y": one.party,
            "o": one.organisation,
            "from": make.when(one.start),
            "till": make.when(one.end),
            **make.fact(one),
        }
    )


def _organisation(make: Teller, one: Organisation) -> dict[str, Any]:
    return _trim(
        {
            "id": one.id,
            "n": make.text(one.names),
            "from": make.when(one.start),
            "till": make.when(one.end),
            **make.fact(one),
        }
    )
