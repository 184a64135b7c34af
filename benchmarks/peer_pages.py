"""The atlas as stock folium shows it: one layer a marked day, and folium's two time plugins with all holdings.

Nothing here draws offline by itself, so every page gets its libraries inlined: Leaflet from the wheel that our own
page uses, the plugins' from npm, in the versions that folium names (jQuery UI: the nearest one that npm has).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import folium
from folium.plugins import TimeSliderChoropleth, TimestampedGeoJson

from benchmarks.npm import npm_text
from geo.dates import iso
from geo.load import Atlas
from maps.leaflet import leaflet_text
from maps.style import FALLBACK, lineages
from scenarios.chronicle import Chronicle

CENTRE, ZOOM = (40.7, 42.8), 7
CENTURY = 36_525
# Its own choice is every day between the first and the last; then every holding would have to name each of its days.
DAYS_OF_CHANGE = "L.TimeDimension.Layer.GeoJson.addInitHook(function(){this._updateTimeDimensionMode='replace'})"
STAMPED = (
    ("jquery@3.7.1", "dist/jquery.min.js"),
    ("jquery-ui-dist@1.12.1", "jquery-ui.min.js"),
    ("iso8601-js-period@0.2.1", "iso8601.js"),
    ("leaflet-timedimension@1.1.1", "dist/leaflet.timedimension.min.js"),
    ("moment@2.18.1", "min/moment.min.js"),
)
CHOROPLETH = (
    ("jquery@3.7.1", "dist/jquery.min.js"),
    ("d3@4.13.0", "build/d3.min.js"),
    ("moment@2.18.1", "min/moment.min.js"),
)
_STRAY = re.compile(r"<(?:script|link)[^>]*(?:src|href)=\"https?:[^>]*>(?:</script>)?")


@dataclass(frozen=True)
class PeerPage:
    """A page, the words for its row, and the JavaScript function that shows step `number` of `steps`."""

    path: Path
    name: str
    step: str


def one_layer_a_day(atlas: Atlas, folder: Path) -> PeerPage:
    """Write the control layer of every marked day as one GeoJson layer each."""
    days = sorted({basis.date.first for basis in atlas.bases.values() if basis.mark})
    page = _blank()
    for day in days:
        if atlas.first_day <= day <= atlas.last_day:
            frame = atlas.borders_at(day)
            folium.GeoJson(frame.to_json(), name=iso(day), show=day == days[-1]).add_to(page)
    folium.LayerControl().add_to(page)
    step = """number => {
      const boxes = document.querySelectorAll('.leaflet-control-layers-selector');
      boxes[number % boxes.length].click();
    }"""
    return PeerPage(_saved(page, folder / "layers.html", ()), "stock folium: one GeoJson layer a marked day", step)


def stamped(atlas: Atlas, chronicle: Chronicle, folder: Path) -> PeerPage:
    """Write every control holding and every dated event as features of TimestampedGeoJson."""
    events = {one.id: one for one in chronicle.events.values() if one.places and one.date.precise}
    dates = {one.date.first for one in events.values() if atlas.first_day <= one.date.first <= atlas.last_day}
    days = sorted(dates.union(_change_days(atlas)))
    # It sorts moments as text, which fails before 1970; a century later they are right.
    stamps = {day: _seconds(day + CENTURY) * 1000 for day in days}
    shapes, colours = _shapes(atlas), _colours(atlas)
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "geometry": shapes[row.territory],
            "properties": {
                "times": [stamps[day] for day in days if row.start.first <= day and not _over(row, day)],
                "style": {"color": "#2a2622", "weight": 1, "fillColor": colours[row.party], "fillOpacity": 0.7},
                "popup": f"{row.territory}: {row.party}, {row.status}",
            },
        }
        for row in atlas.holdings
        if row.layer == "control" and row.territory in shapes
    ]
    features += [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": _lonlat(atlas, one.places[0])},
            "properties": {"times": [stamps[one.date.first]], "icon": "circle", "popup": one.titles["en"]},
        }
        for one in events.values()
        if one.date.first in stamps and one.places[0] in atlas.places
    ]
    page = _blank()
    data = {"type": "FeatureCollection", "features": features}
    TimestampedGeoJson(data, duration="PT1S", period="P1D", auto_play=False, add_last_point=False).add_to(page)
    step = f"""(number, steps) => {{
      const time = {page.get_name()}.timeDimension;
      time.setCurrentTimeIndex(Math.floor(time.getAvailableTimes().length * number / steps));
    }}"""
    styles = (npm_text("leaflet-timedimension@1.1.1", "dist/leaflet.timedimension.control.css"),)
    path = _saved(page, folder / "stamped.html", STAMPED, styles)
    html = path.read_text("utf-8").replace("</head>", f"<script>{DAYS_OF_CHANGE}</script></head>", 1)
    path.write_text(html, "utf-8")
    return PeerPage(path, f"TimestampedGeoJson: {len(features)} holdings and events on {len(days)} days", step)


def choropleth(atlas: Atlas, folder: Path) -> PeerPage:
    """Write every territory with its colour on every day of change; this plugin has no place for events."""
    shapes, colours = _shapes(atlas), _colours(atlas)
    days = _change_days(atlas)
    styles: dict[str, dict[int, dict[str, Any]]] = {key: {} for key in sorted(shapes)}
    for row in atlas.holdings:
        if row.layer != "control" or row.territory not in shapes:
            continue
        for day in days:
            if row.start.first <= day and not _over(row, day):
                styles[row.territory][_seconds(day)] = {"color": colours[row.party], "opacity": 0.7}
    features = [{"type": "Feature", "id": key, "geometry": shapes[key], "properties": {}} for key in sorted(shapes)]
    page = _blank()
    TimeSliderChoropleth({"type": "FeatureCollection", "features": features}, styledict=styles).add_to(page)
    step = """(number, steps) => {
      const slider = document.querySelector('input[type=range]');
      slider.value = String(Math.round(Number(slider.max) * number / steps));
      slider.dispatchEvent(new Event('input', {bubbles: true}));
    }"""
    path = _saved(page, folder / "choropleth.html", CHOROPLETH)
    return PeerPage(path, f"TimeSliderChoropleth: {len(features)} territories, {len(days)} days, no events", step)


def _blank() -> folium.Map:
    page = folium.Map(CENTRE, zoom_start=ZOOM, tiles=None)
    page.default_js, page.default_css = [], []
    return page


def _saved(page: folium.Map, path: Path, scripts: tuple[tuple[str, str], ...], styles: tuple[str, ...] = ()) -> Path:
    page.save(path)
    texts = [leaflet_text("leaflet.js"), *(npm_text(*one) for one in scripts)]
    assets = "".join(f"<style>{one}</style>" for one in (leaflet_text("leaflet.css"), *styles))
    assets += "".join("<script>" + one.replace("</script", "<\\/script") + "</script>" for one in texts)
    html = _STRAY.sub("", path.read_text("utf-8"))
    path.write_text(html.replace("<head>", f"<head>{assets}", 1), "utf-8")
    return path


def _shapes(atlas: Atlas) -> Mapping[str, Any]:
    """Return the shapes of the territories with six decimals, as folium's own examples have them."""
    frame = atlas.holdings_at(atlas.first_day)
    found = frame.set_index("territory").geometry.set_precision(1e-6)
    return {key: shape.__geo_interface__ for key, shape in found.items()}


def _colours(atlas: Atlas) -> Mapping[str, str]:
    looks = lineages()
    return {key: looks.get(one.lineage, looks[FALLBACK])["key"] for key, one in atlas.parties.items()}


def _change_days(atlas: Atlas) -> list[int]:
    rows = [row for row in atlas.holdings if row.layer == "control"]
    days = {row.start.first for row in rows} | {atlas.first_day}
    return sorted(day for day in days if atlas.first_day <= day <= atlas.last_day)


def _over(row: Any, day: int) -> bool:
    return row.end is not None and row.end.first <= day


def _lonlat(atlas: Atlas, place: str) -> list[float]:
    return [atlas.places[place].lon, atlas.places[place].lat]


def _seconds(day: int) -> int:
    return int((datetime.fromordinal(day).replace(tzinfo=UTC)).timestamp())
