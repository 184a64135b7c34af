"""What may be asked of a map page. It loads nothing, so that a command line can ask before folium is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geo.words import ALL

if TYPE_CHECKING:
    from geo.load import Atlas
    from maps.payload import Odds
    from scenarios.chronicle import Chronicle


@dataclass(frozen=True)
class PageOptions:
    """How a page shows an atlas.

    Parameters
    ----------
    lang
        A language for a page in it alone, `all` for every one with a switch.
    start, end
        First and last day shown, both included (of a month or year its first and its last); by default the whole atlas.
    title
        Heading and title of the page instead of the atlas's own.
    tiles
        Name of an online tile layer to lie under the map, such as `OpenStreetMap.Mapnik`; by default none, and the page
        needs no network.
    chronicle
        What the map tells; without it the page shows the atlas alone.
    history
        The atlas as it was, where the atlas shown follows a play: the page then sets the two beside each other.
    odds
        How likely the holders of the last day are, in per cent, where the atlas shows the likeliest (`maps.payload`).
    """

    lang: str = ALL
    start: int | str | date | None = None
    end: int | str | date | None = None
    title: str | None = None
    tiles: str | None = None
    chronicle: Chronicle | None = None
    history: Atlas | None = None
    odds: Odds | None = None


PLAIN = PageOptions()
"""The whole atlas, alone, in every language."""
