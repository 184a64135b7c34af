"""Railways as courses through the places of the atlas, with the day from which trains ran."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, TypeAdapter, model_validator

from geo.places import Place
from geo.records import Certainty, EdtfDate, Record, Texts
from geo.sources import Citation, check_support
from geo.territories import LonLat

_POINT: TypeAdapter[LonLat] = TypeAdapter(LonLat)


def _read_stop(value: Any) -> str | LonLat:
    if isinstance(value, str):
        return value
    try:
        return _POINT.validate_python(value)
    except ValueError:
        raise ValueError(f"{value!r} is neither the id of a place nor a point [lon, lat]") from None


Stop = Annotated[str | LonLat, PlainValidator(_read_stop, json_schema_input_type=str | LonLat)]
"""The id of a place, or longitude and latitude where the line bends or joins between places."""


class Railway(Record):
    """A line, or the part of one that was opened at one time.

    Parameters
    ----------
    gauge
        `broad` (Russian), `standard` or `narrow`.
    opened
        From its earliest day on the line is drawn.
    course
        Places and points in order; between them the line is straight.
    error_km
        How far the true line may lie from the course between two stops, in kilometres.
    certainty
        Of the date: `standard` needs a reference, `attested` a citation of the five texts, `inferred` a reason.
    """

    id: str
    names: Texts
    gauge: Literal["broad", "standard", "narrow"]
    opened: EdtfDate
    course: Annotated[tuple[Stop, ...], Field(min_length=2)]
    error_km: Annotated[float, Field(gt=0)]
    certainty: Certainty
    cite: tuple[Citation, ...] = ()
    reason: Texts | None = None

    @model_validator(mode="after")
    def _supported(self) -> Railway:
        check_support(self.certainty, self.cite, self.reason)
        return self

    def points(self, places: Mapping[str, Place]) -> tuple[LonLat, ...]:
        """Return the course as longitude, latitude; `places` holds every place that it names."""
        return tuple((places[s].lon, places[s].lat) if isinstance(s, str) else s for s in self.course)
