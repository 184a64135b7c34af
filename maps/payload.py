"""The atlas as one compact JSON-able dict: what the time map in the browser reads.

The contract, so that any other map can feed the same element (`v` is its version):

- `first` is the ordinal of day 0 and `span` the last day; every day below counts from day 0. A date that is not one
  day stays an EDTF text.
- `langs` are the languages; every text is a list in that order (a name missing in one falls back to English).
- `parties`, `territories`, `places`, `bases` are lists; holdings refer to them by position.
- `places` rows: id, lon and lat in thousandths of a degree, kind, rank, names by language.
- `holdings` is a list by territory of lists by layer of rows: party, status, first day, day after the last (0: open),
  basis, certainty, claimants, note (0: none), start text, end text (0: the day is exact); trailing zeros are left out.
- `late` holds what is read only when a text is opened: `cites`, `notes`, for each place and basis the rest of its
  record, in the same order, the borders (`maps.borders`), and ranges, railways (`maps.landscape`). The page packs it,
  so that the first picture does not wait for it; where it has a chronicle, citations, notes and bases go with that.
- `odds`, on a map of probabilities: `day` from which they are shown, and `of`: [territory, layer, share in per cent].
- `history`, on the page of a play: [territory, layer, rows as in `holdings`] where history differs from the play.
- `view`, on the page of a play that is not about the frontier: west, south, east and north of its opening view.
- `own` is there where the land is not ours (`maps.own`): west, south, east and north of the opening view in degrees.
- `geometry` is what `maps.topology.read_topology` returns; `water` holds rivers, lakes and sea names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.dates import HistoricalDate
from geo.holdings import LAYERS, STATUSES, Basis, Holding, Layer
from geo.load import Atlas
from geo.places import Name, Place
from geo.records import CERTAINTIES
from geo.sources import Citation, Source
from geo.words import WRITTEN
from maps.borders import border_records
from maps.framing import frame_of_play
from maps.landscape import landscape, packed_points
from maps.style import FALLBACK, lineages
from maps.teller import written

TREATY_DATES = ("ratified", "in_force", "carried_out", "ended")
Odds = Mapping[tuple[str, Layer], int]
"""By territory and layer: how likely its holder is on the last day, in per cent."""


@dataclass
class _Shared:
    """Texts and citations that occur many times, kept once."""

    items: list[Any] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def place(self, item: Any) -> int:
        key = repr(item)
        if key not in self.places:
            self.places[key] = len(self.items)
            self.items.append(item)
        return self.places[key]


@dataclass
class _Maker:
    """Holds what every part of the payload needs: languages, day 0, positions of ids."""

    atlas: Atlas
    langs: tuple[str, ...]
    start: int
    end: int
    cites: _Shared = field(default_factory=_Shared)
    notes: _Shared = field(default_factory=lambda: _Shared([None]))  # 0 is none

    def __post_init__(self) -> None:
        self.party = _positions(self.atlas.parties)
        self.territory = _positions(self.atlas.territories)
        self.basis = _positions(self.atlas.bases)
        self.lineage = {name: index for index, name in enumerate(lineages())}

    def must(self, value: Mapping[str, str]) -> list[str]:
        return [value[lang] for lang in self.langs]

    def texts(self, value: Mapping[str, str] | None) -> list[str] | None:
        return None if value is None else self.must(value)

    def day(self, ordinal: int) -> int:
        return ordinal - self.start

    def date(self, value: HistoricalDate) -> int | str:
        return self.day(value.first) if value.precise else value.text

    def maybe_date(self, value: HistoricalDate | None) -> int | str | None:
        return None if value is None else self.date(value)


def make_payload(  # noqa: PLR0913 (keywords of one door)
    atlas: Atlas,
    *,
    langs: tuple[str, ...],
    start: int,
    end: int,
    geometry: Mapping[str, Any],
    history: Atlas | None = None,
    odds: Odds | None = None,
) -> Any:
    """Return the payload for the days `start` to `end` (ordinals, both included).

    Parameters
    ----------
    history
        The atlas as it was, where `atlas` follows a play; the page then compares the two.
    odds
        How likely the holders of the last day are, where `atlas` shows the likeliest.
    """
    make = _Maker(atlas, langs, start, end)
    holdings = _table(make, atlas)
    return {
        "first": start,
        "span": end - start,
        "langs": list(langs),
        "layers": list(LAYERS),
        "statuses": list(STATUSES),
        "certainties": list(CERTAINTIES),
        "lineages": list(lineages()),
        "parties": [_party(make, key) for key in sorted(atlas.parties)],
        "territories": [_territory(make, key) for key in sorted(atlas.territories)],
        "places": [_place(make, atlas.places[key]) for key in sorted(atlas.places)],
        "bases": [_basis(make, atlas.bases[key]) for key in sorted(atlas.bases)],
        "holdings": holdings,
        "geometry": _in_order(geometry, sorted(atlas.territories)),
        "water": _water(make),
        **({} if odds is None else {"odds": _odds(make, odds)}),
        **({} if history is None else {"history": _differing(holdings, _table(make, history))}),
        **({} if history is None or (view := frame_of_play(atlas, history)) is None else {"view": view}),
        "late": _late(make),
    }


def _odds(make: _Maker, odds: Odds) -> dict[str, Any]:
    shares = sorted((make.territory[key], LAYERS.index(layer), share) for (key, layer), share in odds.items())
    return {"day": make.end - make.start, "of": shares}


def _table(make: _Maker, atlas: Atlas) -> list[list[list[Any]]]:
    return _holdings(make, [row for row in _sorted(atlas.holdings) if _touches(row, make.start, make.end)])


def _differing(played: list[list[list[Any]]], history: list[list[list[Any]]]) -> list[list[Any]]:
    return [
        [territory, layer, rows]
        for territory, layers in enumerate(history)
        for layer, rows in enumerate(layers)
        if rows != played[territory][layer]
    ]


def _late(make: _Maker) -> dict[str, Any]:
    places = [_place_rest(make, make.atlas.places[key]) for key in sorted(make.atlas.places)]
    bases = [_basis_rest(make, make.atlas.bases[key]) for key in sorted(make.atlas.bases)]
    sources = {key: _source(one) for key, one in sorted(make.atlas.sources.items()) if one.kind == "text"}
    borders = border_records(make.atlas, make.texts, lambda cite: _cite(make, cite), make.start)
    # Last, because the lines above fill them.
    rest = {
        "places": places,
        "bases": bases,
        "sources": sources,
        **borders,
        **landscape(make.atlas, make.must, make.start),
    }
    return {**rest, "cites": make.cites.items, "notes": make.notes.items}


def _positions(records: Iterable[str]) -> dict[str, int]:
    return {key: index for index, key in enumerate(sorted(records))}


def _sorted(holdings: Iterable[Holding]) -> list[Holding]:
    return sorted(holdings, key=lambda row: (row.territory, LAYERS.index(row.layer), row.start.first, row.party))


def _touches(row: Holding, start: int, end: int) -> bool:
    return row.start.first <= end and (row.end is None or row.end.first > start)


def _without_empty(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value not in (None, [], {}, 0, "", False)}


def _party(make: _Maker, key: str) -> dict[str, Any]:
    party = make.atlas.parties[key]
    lineage = make.lineage.get(party.lineage, make.lineage[FALLBACK])
    return {
        "id": key,
        "n": make.texts(party.names),
        "b": make.texts(party.label),
        "l": lineage,
        **_without_empty(
            {
                "s": make.texts(party.short),
                "ssr": int(party.stage == "ssr"),
                "j": [make.party[one] for one in party.joint],
            }
        ),
    }


def _territory(make: _Maker, key: str) -> dict[str, Any]:
    territory = make.atlas.territories[key]
    return {
        "id": key,
        "n": make.texts(territory.names),
        "u": make.texts(territory.unit_1914),
        "c": territory.today,
        "a": round(territory.area_km2),
        **_without_empty({"t": list(territory.names_then)}),
    }


def _place(make: _Maker, place: Place) -> list[Any]:
    names = [_names(make, place.names[lang]) for lang in make.langs]
    return [place.id, round(place.lon * 1000), round(place.lat * 1000), place.kind, place.rank, *names]


def _place_rest(make: _Maker, place: Place) -> dict[str, Any]:
    others = {
        lang: _names(make, place.names[lang]) for lang in sorted(place.names) if lang not in (*WRITTEN, *make.langs)
    }
    rough = place.precision_km if place.precision_km > 1 else 0
    return _without_empty({"o": others, "p": rough, "m": make.texts(place.note)})


def _names(make: _Maker, names: Sequence[Name]) -> list[Any]:
    return [_name(make, one) for one in names]


def _name(make: _Maker, one: Name) -> Any:
    if one.start is None and one.end is None:
        return one.name
    start = None if one.start is None else make.day(one.start.first)
    end = None if one.end is None else make.day(one.end.first)
    return [one.name, start, end]


def _basis(make: _Maker, basis: Basis) -> dict[str, Any]:
    dates = {name: make.maybe_date(getattr(basis, name)) for name in TREATY_DATES}
    return {
        "id": basis.id,
        "k": basis.kind,
        "n": make.texts(basis.titles),
        "d": make.date(basis.date),
        "e": CERTAINTIES.index(basis.certainty),
        # Zero is a day too, so dates are left out only where there is none.
        **{name: value for name, value in dates.items() if value is not None},
        **_without_empty({"mark": int(basis.mark)}),
    }


def _basis_rest(make: _Maker, basis: Basis) -> dict[str, Any]:
    variants = [
        {
            **({} if one.date is None else {"d": make.date(one.date)}),
            **_without_empty({"s": make.texts(one.says), "q": [_cite(make, cite) for cite in one.cite]}),
        }
        for one in basis.variants
    ]
    rest = {
        "q": [_cite(make, one) for one in basis.cite],
        "why": make.texts(basis.reason),
        "m": make.texts(basis.note),
        "var": variants,
        "ado": make.texts(basis.adopted),
    }
    return _without_empty(rest)


def _cite(make: _Maker, cite: Citation) -> int:
    return make.cites.place(written(cite, make.atlas.grade))


def _source(source: Source) -> list[Any]:
    return [source.title, list(source.authors), source.year or 0, source.language or "tr"]


def _holdings(make: _Maker, rows: Iterable[Holding]) -> list[list[list[Any]]]:
    table: list[list[list[Any]]] = [[[] for _ in LAYERS] for _ in make.territory]
    for row in rows:
        table[make.territory[row.territory]][LAYERS.index(row.layer)].append(_holding(make, row))
    return table


def _holding(make: _Maker, row: Holding) -> list[Any]:
    end = 0 if row.end is None or row.end.first > make.end else make.day(row.end.first)
    cells: list[Any] = [
        make.party[row.party],
        STATUSES.index(row.status),
        make.day(row.start.first),
        end,
        make.basis[row.basis],
        CERTAINTIES.index(row.certainty),
        [make.party[one] for one in row.claimants] or 0,
        0 if row.note is None else make.notes.place(make.must(row.note)),
        0 if row.start.precise else row.start.text,
        0 if row.end is None or row.end.precise else row.end.text,
    ]
    while cells[-1] == 0:
        cells.pop()
    return cells


def _in_order(geometry: Mapping[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    """Return the geometry with its rings in the order of the territories; one without a shape has none."""
    rings = dict(zip(geometry["ids"], geometry["rings"], strict=True))
    return {**{k: v for k, v in geometry.items() if k != "ids"}, "rings": [rings.get(key, []) for key in ids]}


def _water(make: _Maker) -> dict[str, Any]:
    water = make.atlas.water
    return {
        "rivers": [
            [make.texts(one.names), one.rank, packed_points(one.points)] for _, one in sorted(water.rivers.items())
        ],
        "lakes": [[make.texts(one.names), packed_points(one.ring)] for _, one in sorted(water.lakes.items())],
        "seas": [[make.texts(one.names), packed_points(one.line)] for _, one in sorted(water.seas.items())],
    }
