"""Named points: towns, ports, stations, passes, with their names by language and period."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from geo.records import EdtfDate, PlainText, Record, Texts, in_written

PlaceKind = Literal["city", "town", "village", "port", "station", "pass", "mountain", "fort", "region", "battlefield"]


class Name(Record):
    """A name of a place; with dates, a name of the time (`end` exclusive)."""

    name: PlainText
    start: EdtfDate | None = None
    end: EdtfDate | None = None

    def covers(self, day: int) -> bool:
        """Return whether the name was in use on `day` (an ordinal)."""
        return (self.start is None or self.start.first <= day) and (self.end is None or day < self.end.first)


def _read_name(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


PlaceNames = Annotated[
    dict[str, tuple[Annotated[Name, BeforeValidator(_read_name, json_schema_input_type=str | Name)], ...]],
    AfterValidator(in_written),
]


class Place(Record):
    """A named point.

    Parameters
    ----------
    lon, lat
        WGS84 degrees.
    precision_km
        How far the point may lie from the place meant, in kilometres.
    rank
        1 for places seen from afar to 4 for those shown only when zoomed in.
    geonames
        GeoNames id, where it has one.
    names
        Names by language code. The first name of a language is the label; dated ones are names of the time.
    texts
        Which of the five texts name it, each with one spelling found there.
    """

    id: str
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    precision_km: Annotated[float, Field(gt=0)]
    kind: PlaceKind
    rank: Literal[1, 2, 3, 4]
    geonames: int | None = None
    names: PlaceNames
    texts: dict[str, PlainText] = {}
    note: Texts | None = None

    def label(self, language: str) -> str:
        """Return the name to draw on a map in `language` (English where that language has none)."""
        return self.names[language][0].name
