"""The map of a page as a folium map, for whoever adds layers of folium or a tile layer to it."""

from __future__ import annotations

import folium

from maps.offline import BareMap, lay_out


class OfflineMap(folium.Map):
    """A folium map that asks for nothing from the network and has fixed ids; parameters are those of `BareMap`."""

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []
    _template = BareMap._template  # noqa: SLF001 (where branca keeps what an element writes)

    def __init__(self, *, lang: str, title: str, uid: str, centre: tuple[float, float], zoom: float) -> None:
        super().__init__(location=centre, tiles=None, zoom_start=int(zoom), zoom_control=False)
        self.sheet = lay_out(self, lang=lang, title=title, uid=uid, zoom=zoom)
        """The page round the map."""
