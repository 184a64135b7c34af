"""The gazetteer in Linked Places Format, a GeoJSON profile that the World Historical Gazetteer reads."""

from __future__ import annotations

from typing import Any

from geo.dates import HistoricalDate
from geo.load import Atlas
from geo.words import FALLBACK


def linked_places(atlas: Atlas) -> dict[str, Any]:
    """Return all places as one collection of features."""
    return {
        "type": "FeatureCollection",
        "@context": "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld",
        "features": [_linked_place(key, atlas) for key in sorted(atlas.places)],
    }


def _linked_place(key: str, atlas: Atlas) -> dict[str, Any]:
    place = atlas.places[key]
    names = []
    for language, variants in place.names.items():
        for one in variants:
            name: dict[str, Any] = {"toponym": one.name, "lang": language}
            if one.start or one.end:
                name["when"] = _when(one.start, one.end)
            names.append(name)
    feature: dict[str, Any] = {
        "@id": f"hudut:{key}",
        "type": "Feature",
        "properties": {"title": place.label(FALLBACK)},
        "when": {"timespans": [{"start": {"in": "1914"}, "end": {"in": "1923"}}]},
        "names": names,
        "types": [{"label": place.kind}],
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
    }
    if place.geonames:
        feature["links"] = [{"type": "closeMatch", "identifier": f"gn:{place.geonames}"}]
    return feature


def _when(start: HistoricalDate | None, end: HistoricalDate | None) -> dict[str, Any]:
    """Return a time in Linked Places Format, whose dates are plain: 'about' becomes its word `less-certain`."""
    span = {key: _moment(one) for key, one in (("start", start), ("end", end)) if one}
    if start is None and end is not None:
        # a timespan must start; a name whose beginning is unknown began, at the latest, when it ended
        span["start"] = {"latest": [*_moment(end).values()][-1]}
    about = any(one and one.approximate for one in (start, end))
    return {"timespans": [span]} | ({"certainty": "less-certain"} if about else {})


def _moment(when: HistoricalDate) -> dict[str, str]:
    first, _, last = when.text.removesuffix("~").partition("/")
    return {"earliest": first, "latest": last} if last else {"in": first}
