"""The atlas that shows itself: what `hudut.api.atlas` returns.

`geo` knows no maps, so the atlas learns here, where everything is wired, to become one.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.load import Atlas, default_folder, load

if TYPE_CHECKING:
    import folium


class MappedAtlas(Atlas):
    """An atlas that can be looked at: `explore` gives a folium map."""

    def explore(
        self,
        *,
        lang: str = "all",
        start: int | str | date | None = None,
        end: int | str | date | None = None,
        title: str | None = None,
        tiles: str | None = None,
    ) -> folium.Map:
        """Return the atlas in time as a folium map, to which layers can be added before it is saved.

        The map shows itself in a notebook and needs nothing from the network. Folium's vector layers, markers, tooltips
        and popups work on it; elements that load scripts from elsewhere (most of `folium.plugins`) do not, because the
        page's policy forbids them.

        Parameters
        ----------
        lang
            `tr`, `en`, or `all` for both with a switch.
        start, end
            First and last day shown, both included, as ISO texts, dates or ordinals; the whole atlas by default.
        title
            Heading instead of the atlas's own.
        tiles
            Name of an online tile layer, such as `OpenStreetMap.Mapnik`; then the page does need the network.

        Raises
        ------
        maps.errors.PageError
            If a language, a day or a tile layer is unknown.
        """
        from maps.options import PageOptions
        from maps.page import map_of
        from scenarios.load import load_chronicle

        # The chronicle names places and parties of the atlas that ships; another atlas is shown alone.
        told = load_chronicle(self) if self.folder == default_folder() else None
        shown = map_of(self, PageOptions(lang, start, end, title, tiles, told))
        shown.sheet.guests = True
        return shown


def mapped_atlas(folder: Path | str | None = None) -> MappedAtlas:
    """Read the data folder; see `geo.load.load`."""
    read = load(folder)
    return MappedAtlas(**{one.name: getattr(read, one.name) for one in fields(read)})
