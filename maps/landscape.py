"""What the plate shows beside the holders: ranges and railways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from maps.topology import pack_points

if TYPE_CHECKING:
    from geo.load import Atlas

GAUGES = ("broad", "standard", "narrow")


def packed_points(points: Iterable[tuple[float, float]]) -> str:
    """Return points in thousandths of a degree, in the text form of `maps.topology.pack_points`."""
    return pack_points([(round(lon * 1000), round(lat * 1000)) for lon, lat in points])


def landscape(atlas: Atlas, texts: Callable[[Mapping[str, str]], list[str]], first: int) -> dict[str, Any]:
    """Return ranges and railways for the page.

    Parameters
    ----------
    texts
        Gives a text in the languages of the page, in their order.
    first
        Ordinal of day 0.

    Returns
    -------
    dict
        `ridges`: rows of names, rank, packed crest. `rails`: rows of names, gauge (position in `GAUGES`), first day on
        which the line is drawn, date as written, packed course.
    """
    return {
        "ridges": [[texts(one.names), one.rank, packed_points(one.points)] for _, one in sorted(atlas.ridges.items())],
        "rails": [
            [
                texts(one.names),
                GAUGES.index(one.gauge),
                max(0, one.opened.first - first),
                one.opened.text,
                packed_points(one.points(atlas.places)),
            ]
            for _, one in sorted(atlas.railways.items())
        ],
    }
