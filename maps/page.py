"""The whole page: an atlas in, one self-contained HTML text out."""

from __future__ import annotations

from datetime import date
from typing import Any

from geo.dates import to_day
from geo.load import Atlas
from geo.words import chosen, words
from maps.chronicle import make_chronicle
from maps.errors import PageError
from maps.offline import OfflineMap
from maps.online import Tiles, tiles_named
from maps.payload import Odds, make_payload
from maps.timemap import TimeMap
from maps.topology import Cache, no_cache, read_topology
from scenarios.chronicle import Chronicle

FRONTIER = (40.76, 42.78)
"""Centre of the opening view: latitude, longitude."""
FRONTIER_ZOOM = 7.25


def strings(langs: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return the interface texts by language, then by string id."""
    return {lang: dict(words(lang, "maps").texts) for lang in langs}


def render(  # noqa: PLR0913 (keywords of one public door)
    atlas: Atlas,
    *,
    lang: str = "all",
    start: int | str | date | None = None,
    end: int | str | date | None = None,
    title: str | None = None,
    cache: Cache = no_cache,
    chronicle: Chronicle | None = None,
    history: Atlas | None = None,
    tiles: str | None = None,
    odds: Odds | None = None,
) -> str:
    """Return the map page as one HTML text that needs nothing beside it; `map_of` has the parameters."""
    shown = map_of(
        atlas,
        lang=lang,
        start=start,
        end=end,
        title=title,
        cache=cache,
        chronicle=chronicle,
        history=history,
        tiles=tiles,
        odds=odds,
    )
    html: str = shown.get_root().render()
    return html


def map_of(  # noqa: PLR0913 (keywords of one public door)
    atlas: Atlas,
    *,
    lang: str = "all",
    start: int | str | date | None = None,
    end: int | str | date | None = None,
    title: str | None = None,
    cache: Cache = no_cache,
    chronicle: Chronicle | None = None,
    history: Atlas | None = None,
    tiles: str | None = None,
    odds: Odds | None = None,
) -> OfflineMap:
    """Return the map as a folium map that needs nothing from the network; `save` writes it.

    Parameters
    ----------
    lang
        A language for a page in it alone, `all` for every one with a switch.
    start, end
        First and last day shown, both included; the whole atlas by default.
    title
        Heading and title of the page instead of the atlas's own.
    cache
        Where the caller keeps packed geometry between runs.
    chronicle
        What the map tells; without it the page shows the atlas alone.
    history
        The atlas as it was, where `atlas` follows a play: the page then sets the two beside each other.
    tiles
        Name of an online tile layer to lie under the map, such as `OpenStreetMap.Mapnik`; none by default.
    odds
        How likely the holders of the last day are, in per cent, where `atlas` shows the likeliest; see `maps.payload`.

    Raises
    ------
    PageError
        If the tile layer is unknown, the days lie outside the atlas, or the geometry cannot be read.
    HudutError
        If the language is unknown.
    """
    langs = chosen(lang)
    first, last = _span(atlas, start, end)
    geometry = read_topology(atlas.territories_path, atlas.frame_path, cache)
    payload = make_payload(atlas, langs=langs, start=first, end=last, geometry=geometry, history=history, odds=odds)
    if chronicle is not None:
        # The citations of the atlas wait with those of the chronicle: they often name the same lines.
        cites = payload["late"].pop("cites")
        payload["chronicle"] = make_chronicle(chronicle, langs=langs, start=first, atlas_cites=cites)
    texts = strings(langs)
    return _map(payload, texts, langs[0], title or "", None if tiles is None else tiles_named(tiles))


def _map(payload: Any, texts: dict[str, dict[str, str]], lang: str, title: str, tiles: Tiles | None) -> OfflineMap:
    heading = title or f"{texts[lang]['app.name']} · {texts[lang]['app.subtitle']}"
    base = OfflineMap(lang=lang, title=heading, uid="hudut", centre=FRONTIER, zoom=FRONTIER_ZOOM)
    if tiles is not None:
        tiles.layer.add_to(base)
        base.sheet.hosts = tiles.hosts
        texts = {one: words | {"credit": f"{words['credit']} · {tiles.credit}"} for one, words in texts.items()}
    TimeMap(payload, strings=texts, lang=lang, title=title).add_to(base)
    return base


def _span(atlas: Atlas, start: int | str | date | None, end: int | str | date | None) -> tuple[int, int]:
    first = atlas.first_day if start is None else to_day(start)
    last = atlas.last_day if end is None else to_day(end)
    if not atlas.first_day <= first <= last <= atlas.last_day:
        bounds = " to ".join(date.fromordinal(day).isoformat() for day in (atlas.first_day, atlas.last_day))
        raise PageError(f"the days {start} to {end} are not a span inside the atlas, which runs from {bounds}.")
    return first, last
