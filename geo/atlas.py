"""The atlas: all tables of the data folder as one frozen value, and the questions that it answers.

Geometry is loaded on first use, so that an atlas alone never imports geopandas or shapely.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from geo.dates import FIRST_DAY, LAST_DAY, to_day
from geo.errors import HudutError, one_of
from geo.holdings import LAYERS, Basis, Holding, Layer
from geo.parties import Party
from geo.places import Place
from geo.railways import Railway
from geo.relief import Ridge
from geo.sources import Grade, Source, grade_of
from geo.territories import Line, Territory, Water
from geo.words import WRITTEN

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.geometry import Partition

NOTES = {f"note_{language}": language for language in WRITTEN}


@dataclass(frozen=True)
class Change:
    """What differs in one territory between two days.

    Parameters
    ----------
    before, after
        The holdings on the two days, where a layer has several the ones that differ; None where it has none.
    area_km2
        Area of the territory.
    towns
        Ids of the places that lie in it, most important first.
    """

    territory: str
    before: Holding | None
    after: Holding | None
    area_km2: float
    towns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Atlas:
    """Everything the data folder says, read once. All mappings are by id and must not be changed."""

    folder: Path
    sources: Mapping[str, Source]
    parties: Mapping[str, Party]
    places: Mapping[str, Place]
    territories: Mapping[str, Territory]
    lines: Mapping[str, Line]
    bases: Mapping[str, Basis]
    holdings: tuple[Holding, ...]
    water: Water
    ridges: Mapping[str, Ridge] = field(default_factory=dict)
    railways: Mapping[str, Railway] = field(default_factory=dict)
    grades: Mapping[str, Grade] = field(default_factory=dict)
    """Grade by site or start of an address; `grade` asks it."""
    where: Mapping[int, tuple[str, int]] = field(default_factory=dict, repr=False)
    """File and line of each holding, by its position in `holdings`."""
    files: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    """File of each other record, by the name of its model and its id."""
    unread: Collection[str] = field(default=(), repr=False)
    """Ids of the records that could not be read; see `geo.reading.Reader`."""
    first_day: int = FIRST_DAY
    last_day: int = LAST_DAY

    @property
    def territories_path(self) -> Path:
        """GeoJSON of the partition."""
        return self.folder / "territories.geojson"

    @property
    def frame_path(self) -> Path:
        """GeoJSON of the land around the partition, without holders."""
        return self.folder / "frame.geojson"

    @cached_property
    def partition(self) -> Partition:
        """The geometry of the territories; the first use loads shapely."""
        from geo.geometry import Partition

        return Partition.read(self.territories_path)

    def grade(self, address: str) -> Grade:
        """Return how strong the page at an address is."""
        return grade_of(address, self.grades)

    @cached_property
    def _by_territory(self) -> Mapping[tuple[str, str], tuple[Holding, ...]]:
        table: dict[tuple[str, str], list[Holding]] = {}
        for holding in self.holdings:
            table.setdefault((holding.territory, holding.layer), []).append(holding)
        return {key: tuple(sorted(rows, key=lambda row: row.start.first)) for key, rows in table.items()}

    def rows_at(self, day: int | str | date, layer: Layer = "control") -> tuple[Holding, ...]:
        """Return the holdings of a layer on a day, in the order of the territories' ids."""
        when = self._day(day)
        return tuple(row for key in sorted(self.territories) for row in self.history(key, layer) if row.covers(when))

    def history(self, territory: str, layer: Layer = "control") -> tuple[Holding, ...]:
        """Return the holdings of one territory in a layer, in order of time."""
        key = (one_of(territory, self.territories, "unknown territory"), self._layer(layer))
        return self._by_territory.get(key, ())

    def holder(self, place: str, day: int | str | date, layer: Layer = "control") -> Holding | None:
        """Return the holding of the ground that a place stands on, or None outside the partition.

        Of several rows (`agreed` and `claim` may have them) it is the one that began first; `rows_at` has them all.

        Raises
        ------
        HudutError
            If the place or the layer is unknown, or the day lies outside the atlas.
        """
        territory = self.territory_of(place)
        when, layer = self._day(day), self._layer(layer)
        rows = () if territory is None else self.history(territory, layer)
        return next((row for row in rows if row.covers(when)), None)

    def territory_of(self, place: str) -> str | None:
        """Return the territory that a place lies in, or None when it lies outside the partition."""
        point = self.places[one_of(place, self.places, "unknown place")]
        return self.partition.territory_at(point.lon, point.lat)

    @cached_property
    def towns(self) -> Mapping[str, tuple[str, ...]]:
        """Places by territory, most important first."""
        found: dict[str, list[str]] = {}
        for key in sorted(self.places, key=lambda key: (self.places[key].rank, key)):
            territory = self.territory_of(key)
            if territory is not None:
                found.setdefault(territory, []).append(key)
        return {key: tuple(places) for key, places in found.items()}

    def changes(self, start: int | str | date, end: int | str | date, layer: Layer = "control") -> tuple[Change, ...]:
        """Return the territories whose party or status on `end` differs from that on `start`."""
        before, after = (_by_holder(self.rows_at(day, layer)) for day in (start, end))
        return tuple(
            Change(key, _besides(was, now), _besides(now, was), territory.area_km2, self.towns.get(key, ()))
            for key, territory in sorted(self.territories.items())
            for was, now in [(before.get(key, {}), after.get(key, {}))]
            if was.keys() != now.keys()
        )

    def holdings_at(self, day: int | str | date, layer: Layer = "control") -> GeoDataFrame:
        """Return the holdings of a day as a GeoDataFrame in EPSG:4326.

        Columns: territory, party, layer, status, start, end, basis, claimants, certainty, geometry.
        """
        return self.partition.with_holdings(self.rows_at(day, layer))

    def borders_at(self, day: int | str | date, layer: Layer = "control") -> GeoDataFrame:
        """Return the land of each party on a day, dissolved, as a GeoDataFrame in EPSG:4326.

        Columns: party, status, area_km2, geometry; one row for each party and status.
        """
        return self.partition.dissolved(self.rows_at(day, layer), self.territories)

    def _day(self, day: int | str | date) -> int:
        when = to_day(day)
        if not self.first_day <= when <= self.last_day:
            first, last = (date.fromordinal(bound).isoformat() for bound in (self.first_day, self.last_day))
            raise HudutError(f"the day {day} lies outside the atlas, which runs from {first} to {last}")
        return when

    @staticmethod
    def _layer(layer: str) -> Layer:
        return cast(Layer, one_of(layer, LAYERS, "unknown layer"))


def _by_holder(rows: Iterable[Holding]) -> dict[str, dict[tuple[str, str], Holding]]:
    """Return rows by territory, then by party and status: two papers may give one territory to the same party."""
    found: dict[str, dict[tuple[str, str], Holding]] = {}
    for row in rows:
        found.setdefault(row.territory, {})[row.party, row.status] = row
    return found


def _besides(rows: Mapping[tuple[str, str], Holding], others: Mapping[tuple[str, str], Holding]) -> Holding | None:
    """Return the latest of the rows whose holder is not among the others', else the latest of all."""
    return next(iter([*[row for key, row in rows.items() if key not in others][::-1], *[*rows.values()][::-1]]), None)
