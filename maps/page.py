"""The whole page: an atlas in, one self-contained HTML text out."""

from __future__ import annotations

from typing import Any

from geo.dates import iso, to_day
from geo.load import Atlas
from geo.words import chosen, words
from maps.chronicle import make_chronicle
from maps.errors import PageError
from maps.offline import OfflineMap
from maps.online import Tiles, tiles_named
from maps.options import PLAIN, PageOptions
from maps.payload import make_payload
from maps.timemap import TimeMap
from maps.topology import Cache, no_cache, read_topology

FRONTIER = (40.76, 42.78)
"""Centre of the opening view: latitude, longitude."""
FRONTIER_ZOOM = 7.25


def strings(langs: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return the interface texts by language, then by string id."""
    return {lang: dict(words(lang, "maps").texts) for lang in langs}


def render(atlas: Atlas, options: PageOptions = PLAIN, *, cache: Cache = no_cache) -> str:
    """Return the map page as one HTML text that needs nothing beside it, as `map_of` makes it."""
    html: str = map_of(atlas, options, cache=cache).get_root().render()
    return html


def map_of(atlas: Atlas, options: PageOptions = PLAIN, *, cache: Cache = no_cache) -> OfflineMap:
    """Return the map as a folium map that needs nothing from the network; `save` writes it.

    Parameters
    ----------
    cache
        Where the caller keeps packed geometry between runs.

    Raises
    ------
    PageError
        If the tile layer is unknown, the days lie outside the atlas, or the geometry cannot be read.
    BadValue
        If the language is unknown or a day is no date.
    """
    langs = chosen(options.lang)
    tiles = None if options.tiles is None else tiles_named(options.tiles)
    first, last = span_of(atlas, options)
    geometry = read_topology(atlas.territories_path, atlas.frame_path, cache)
    payload = make_payload(
        atlas, langs=langs, start=first, end=last, geometry=geometry, history=options.history, odds=options.odds
    )
    if options.chronicle is not None:
        # The citations of the atlas wait with those of the chronicle: they often name the same lines.
        cites = payload["late"].pop("cites")
        payload["chronicle"] = make_chronicle(
            options.chronicle, langs=langs, start=first, grade=atlas.grade, atlas_cites=cites
        )
    return _map(payload, strings(langs), langs[0], options.title or "", tiles)


def _map(payload: Any, texts: dict[str, dict[str, str]], lang: str, title: str, tiles: Tiles | None) -> OfflineMap:
    heading = title or f"{texts[lang]['app.name']} · {texts[lang]['app.subtitle']}"
    base = OfflineMap(lang=lang, title=heading, uid="hudut", centre=FRONTIER, zoom=FRONTIER_ZOOM)
    if tiles is not None:
        tiles.layer.add_to(base)
        base.sheet.hosts = tiles.hosts
        texts = {one: words | {"credit": f"{words['credit']} · {tiles.credit}"} for one, words in texts.items()}
    TimeMap(payload, strings=texts, lang=lang, title=title).add_to(base)
    return base


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
