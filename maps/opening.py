"""The land as it is held on the opening day, as an SVG that stands in the page and is on the screen before any script.

It shows what the page's own script draws a moment later in the same place: the holders' washes and the borders between
them. `maps/js/opening.js` fits it to the size of the map as the map will fit itself.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from maps.topology import unpack_points

ANCHOR = (42.78, 40.76)
"""Longitude and latitude of the point 0,0 of the picture."""
ZOOM = 7.25
"""At this zoom of the map a unit of the picture is a pixel of the screen."""
_STEP = 3
"""Units between two points of a line at least."""
_REACH = (1400, 900)
"""How far, in units, the opening view reaches from its middle on the widest and the highest screens."""
_WORLD = 256 * 2**ZOOM
Points = list[tuple[int, int]]
DAY = date(1921, 3, 16)
"""The day on which the atlas opens: the treaty of Moscow is signed."""


def opening_day(payload: Mapping[str, Any]) -> int:
    """Return the day of the payload on which its page opens: where odds are shown, the day they are of."""
    if "odds" in payload:
        return int(payload["odds"]["day"])
    day = DAY.toordinal() - int(payload.get("first", 0))
    return day if "own" not in payload and 0 <= day <= payload.get("span", 0) else 0


def opens_on_the_frontier(payload: Mapping[str, Any]) -> bool:
    """Say whether the first view is that of the atlas; the land of others and some plays have one of their own."""
    return "geometry" in payload and not {"own", "view"} & payload.keys()


def opening_picture(payload: Mapping[str, Any], day: int) -> str:
    """Return the picture of who holds what on a day of the payload, as SVG with the classes of the style sheet."""
    geometry = payload["geometry"]
    arcs = [_thinned(unpack_points(text, geometry["scale"])) for text in geometry["arcs"]]
    around = [_thinned(unpack_points(text, geometry["frame"]["scale"])) for text in geometry["frame"]["rings"]]
    frame = "".join(map(_ring, filter(_seen, around)))
    washes = [
        f'<path class="wash w-{lineage}" d="{"".join(map(_ring, filter(_seen, rings)))}"/>'
        for lineage, rings in _outlines(geometry["rings"], _holders(payload, day), arcs)
    ]
    return (
        '<svg class="opening" aria-hidden="true" viewBox="-500 -300 1000 600"><g>'
        f'<path class="land frame" d="{frame}"/>{"".join(washes)}</g></svg>'
    )


def _holders(payload: Mapping[str, Any], day: int) -> list[str]:
    """Return by territory the lineage that governs it on the day; empty where nobody's row says so."""
    parties, names = payload["parties"], payload["lineages"]

    def holder(rows: Iterable[Sequence[Any]]) -> str:
        held = (row for row in rows if row[2] <= day and (len(row) < 4 or not row[3] or day < row[3]))
        return next((names[parties[row[0]]["l"]] for row in held), "")

    return [holder(layers[0]) for layers in payload["holdings"]]


def _outlines(
    rings: Sequence[Sequence[Sequence[int]]], holders: Sequence[str], arcs: Sequence[Points]
) -> list[tuple[str, list[Points]]]:
    """Return for each holder the rings round its land, without the lines between two territories of its own."""
    owners: dict[int, list[str]] = defaultdict(list)
    for holder, shape in zip(holders, rings, strict=True):
        for number in (number for ring in shape for number in ring):
            owners[_plain(number)].append(holder)
    around: dict[str, list[int]] = defaultdict(list)
    for holder, shape in zip(holders, rings, strict=True):
        outer = (number for ring in shape for number in ring if owners[_plain(number)].count(holder) == 1)
        around[holder] += outer
    return [(holder, _closed(numbers, arcs)) for holder, numbers in sorted(around.items()) if holder]


def _closed(numbers: Iterable[int], arcs: Sequence[Points]) -> list[Points]:
    """Return the rings that arcs form, each begun with the first arc that is left."""
    lines = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    begins: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place in reversed(range(len(lines))):
        begins[lines[place][0]].append(place)
    rings, used = [], [False] * len(lines)
    for place, line in enumerate(lines):
        if used[place]:
            continue
        ring = list(line)
        begins[line[0]].remove(place)
        used[place] = True
        while ring[-1] != ring[0] and begins[ring[-1]]:
            following = begins[ring[-1]].pop()
            used[following] = True
            ring += lines[following][1:]
        rings.append(ring)
    return rings


def _plain(number: int) -> int:
    return number if number >= 0 else ~number


def _projected(lon: float, lat: float) -> tuple[float, float]:
    """Return a position in Mercator's projection, in units of the picture from the corner of the world."""
    sine = math.sin(math.radians(lat))
    return (lon / 360 + 0.5) * _WORLD, (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * _WORLD


def _thinned(points: Iterable[tuple[float, float]]) -> Points:
    """Return points in units of the picture, without those that nobody would tell from the one before."""
    left, top = _projected(*ANCHOR)
    every = [(_within(x - left, _REACH[0]), _within(y - top, _REACH[1])) for x, y in (_projected(*p) for p in points)]
    kept: Points = []
    for place, (x, y) in enumerate(every):
        end = place in (0, len(every) - 1)
        if end or abs(x - kept[-1][0]) >= _STEP or abs(y - kept[-1][1]) >= _STEP:
            point = round(x), round(y)
            if not kept or point != kept[-1]:
                kept.append(point)
    return kept


def _within(value: float, reach: float) -> float:
    """Return what lies beyond any screen as lying at its edge: nobody sees the difference."""
    return max(-reach, min(reach, value))


def _seen(ring: Points) -> bool:
    """Say whether any of a ring lies on the screen, and is more than a dot."""
    return len(ring) > 3 and any(abs(x) < _REACH[0] and abs(y) < _REACH[1] for x, y in ring)


def _ring(points: Points) -> str:
    """Return a ring as the text of a path, each point by its way from the one before."""
    (x, y), parts = points[0], [f"M{points[0][0]} {points[0][1]}l"]
    for at_x, at_y in points[1:]:
        parts.append(f"{'' if at_x < x or parts[-1][-1] == 'l' else ' '}{at_x - x}{'' if at_y < y else ' '}{at_y - y}")
        x, y = at_x, at_y
    return "".join(parts) + "z"
