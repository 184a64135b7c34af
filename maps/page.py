"""The whole page: an atlas in, one self-contained HTML text out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.dates import iso, to_day
from geo.load import Atlas
from geo.words import chosen, words
from maps.chronicle import make_chronicle
from maps.errors import PageError
from maps.offline import BareMap
from maps.options import PLAIN, PageOptions
from maps.payload import make_payload
from maps.timemap import TimeMap
from maps.topology import read_topology

if TYPE_CHECKING:
    from maps.layered import OfflineMap

FRONTIER = (40.76, 42.78)
"""Centre of the opening view: latitude, longitude."""
FRONTIER_ZOOM = 7.25


def strings(langs: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return the interface texts by language, then by string id."""
    return {lang: dict(words(lang, "maps").texts) for lang in langs}


def render(atlas: Atlas, options: PageOptions = PLAIN) -> str:
    """Return the map page as one HTML text that needs nothing beside it: the same that `map_of` saves.

    Raises what `map_of` raises.
    """
    if options.tiles is not None:
        shown: Any = map_of(atlas, options)
    else:
        element = _element(atlas, options)
        shown = BareMap(**_framed(element))
        element.add_to(shown)
    html: str = shown.get_root().render()
    return html


def map_of(atlas: Atlas, options: PageOptions = PLAIN) -> OfflineMap:
    """Return the map as a folium map that needs nothing from the network; `save` writes it.

    Raises
    ------
    PageError
        If the tile layer is unknown, the days lie outside the atlas, or the geometry cannot be read.
    BadValue
        If the language is unknown or a day is no date.
    """
    from maps.layered import OfflineMap  # folium is slow to import

    tiles = None
    if options.tiles is not None:
        from maps.online import tiles_named

        tiles = tiles_named(options.tiles)
    element = _element(atlas, options, "" if tiles is None else f" · {tiles.credit}")
    shown = OfflineMap(**_framed(element))
    if tiles is not None:
        tiles.layer.add_to(shown)
        shown.sheet.hosts = tiles.hosts
    element.add_to(shown)
    return shown


def _element(atlas: Atlas, options: PageOptions, thanks: str = "") -> TimeMap:
    langs = chosen(options.lang)
    first, last = span_of(atlas, options)
    geometry = read_topology(atlas.territories_path, atlas.frame_path)
    payload = make_payload(
        atlas, langs=langs, start=first, end=last, geometry=geometry, history=options.history, odds=options.odds
    )
    if options.chronicle is not None:
        # What the atlas says and cites waits with the chronicle's own: both speak of the same things and lines.
        late = {name: payload["late"].pop(name) for name in ("cites", "notes", "bases")}
        payload["chronicle"] = make_chronicle(
            options.chronicle, langs=langs, start=first, grade=atlas.grade, atlas_late=late
        )
    texts = {lang: words | {"credit": words["credit"] + thanks} for lang, words in strings(langs).items()}
    return TimeMap(payload, strings=texts, lang=langs[0], title=options.title or "")


def _framed(element: TimeMap) -> dict[str, Any]:
    """Return how the map of an element opens."""
    texts = element.strings[element.lang]
    title = element.title or f"{texts['app.name']} · {texts['app.subtitle']}"
    return {"lang": element.lang, "title": title, "uid": "hudut", "centre": FRONTIER, "zoom": FRONTIER_ZOOM}


def span_of(atlas: Atlas, options: PageOptions) -> tuple[int, int]:
    """Return the first and the last day that a page shows.

    Raises
    ------
    PageError
        If one lies outside the atlas, or the last before the first.
    """
    first = atlas.first_day if options.start is None else to_day(options.start)
    last = atlas.last_day if options.end is None else to_day(options.end, last=True)
    for day, asked in ((first, options.start), (last, options.end)):
        if not atlas.first_day <= day <= atlas.last_day:
            raise PageError(
                f"{asked} lies outside the atlas, which runs {iso(atlas.first_day)} to {iso(atlas.last_day)}"
            )
    if last < first:
        raise PageError(f"the last day, {options.end}, is before the first, {options.start}; exchange them")
    return first, last
