"""A small picture of who governs some ground on a day, in history and in a play: plain SVG, without a browser."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from xml.sax.saxutils import escape

import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo.load import Atlas
from hudut.wording import said
from maps.style import lineages

WIDTH, GAP, HEAD = 340, 12, 22
"""Pixels: of one map, between the two, and of the line above each."""
MARGIN, LEAST, INSET = 0.6, 2.4, 0.25
"""Degrees: round the land that differs, the least that is shown of it either way, and how far in names keep."""
DETAIL = 0.012
"""Degrees to which shapes are simplified: a third of a pixel in the wide view, one in the near."""
NARROW = 0.77
"""Width of a degree of longitude beside one of latitude, at 39.7° N."""
LABELLED = 900
"""Square pixels from which a holder's land bears a name."""
STYLE = (
    "text{font:11px system-ui,'Segoe UI','Noto Sans',sans-serif;fill:#211f1b}.h{font-size:13px;font-weight:600}"
    ".n{text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:2.5px;stroke-opacity:.7}"
    "path{stroke:#fff;stroke-width:.6}.d{fill:none;stroke:#211f1b;stroke-width:1.6}"
)


def beside(history: Atlas, play: Atlas, day: int, changed: Collection[str], language: str) -> str:
    """Return two maps of one day as SVG text: control in history and in a play.

    Parameters
    ----------
    changed
        The territories that are outlined; both maps show the ground round them.
    """
    window = _window(history, changed)
    west, south, east, north = window.bounds
    scale = WIDTH / ((east - west) * NARROW)
    height = round((north - south) * scale) + HEAD
    heads = (said(language).say(f"debrief.{key}") for key in ("history", "yours"))
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH + GAP} {height}" lang="{language}">']
    parts.append(f"<style>{STYLE}</style>")
    for place, (atlas, head) in enumerate(zip((history, play), heads, strict=True)):
        x = place * (WIDTH + GAP)
        parts.append(f'<text class="h" x="{x}" y="{HEAD - 7}">{escape(head)}</text>')
        parts.append(f'<svg x="{x}" y="{HEAD}" width="{WIDTH}" height="{height - HEAD}">')
        parts.append('<rect width="100%" height="100%" fill="#e8eef2"/>')
        parts += _land(atlas, day, window, scale, language)
        outline = shapely.union_all([history.partition.shapes[key] for key in changed])
        parts.append(f'<path class="d" d="{_path(outline.simplify(DETAIL), window, scale)}"/></svg>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _window(atlas: Atlas, changed: Collection[str]) -> BaseGeometry:
    west, south, east, north = shapely.union_all([atlas.partition.shapes[key] for key in changed]).bounds
    wide, high = (max(LEAST, size) / 2 + MARGIN for size in (east - west, north - south))
    x, y = (west + east) / 2, (south + north) / 2
    return box(x - wide, y - high, x + wide, y + high)


def _land(atlas: Atlas, day: int, window: BaseGeometry, scale: float, language: str) -> Iterator[str]:
    names, inside = [], window.buffer(-INSET)
    for row in atlas.borders_at(day).itertuples():
        shape = row.geometry.simplify(DETAIL).buffer(0).intersection(window)
        party = atlas.parties[row.party]
        fill, veil = lineages().get(party.lineage, lineages()["joint"])["key"], 0.5 if party.stage else 0.85
        drawn = _path(shape, window, scale)
        if drawn:
            yield f'<path fill="{fill}" fill-opacity="{veil}" d="{drawn}"/>'
            widest = max(shapely.get_parts(shape.intersection(inside)), key=lambda part: part.area, default=None)
            if widest is not None and widest.area * scale * scale * NARROW >= LABELLED:
                spot = widest.representative_point()
                x, y = _at(spot.x, spot.y, window, scale)
                label = escape((party.short or party.names)[language])
                names.append(f'<text class="n" x="{x}" y="{y}">{label}</text>')
    yield from names


def _at(lon: float, lat: float, window: BaseGeometry, scale: float) -> tuple[int, int]:
    west, _, _, north = window.bounds
    return round((lon - west) * NARROW * scale), round((north - lat) * scale)


def _path(shape: BaseGeometry, window: BaseGeometry, scale: float) -> str:
    """Return the rings of polygons as a path in whole pixels; what is smaller than a few is left out."""
    found = []
    for part in shapely.get_parts(shape.intersection(window)):
        if part.geom_type == "Polygon" and part.area * scale * scale * NARROW > 3:
            for ring in (part.exterior, *part.interiors):
                spots = dict.fromkeys(_at(lon, lat, window, scale) for lon, lat in ring.coords)
                if len(spots) > 2:
                    found.append("M" + "L".join(f"{x} {y}" for x, y in spots) + "Z")
    return "".join(found)
