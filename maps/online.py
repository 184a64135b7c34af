"""A tile layer of the open web under the map: an extra that stays off until it is asked for by name.

The page then asks the layer's server for pictures, and its policy allows exactly that server; nothing else changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import folium
from xyzservices import TileProvider, providers

from geo.errors import nearest
from maps.errors import PageError


@dataclass(frozen=True)
class Tiles:
    """A tile layer, the origins that it asks, and whom to thank for it."""

    layer: folium.TileLayer
    hosts: tuple[str, ...]
    credit: str


def tiles_named(name: str) -> Tiles:
    """Return a tile layer of the xyzservices list, such as `OpenStreetMap.Mapnik`.

    Raises
    ------
    PageError
        If there is none of that name, or it needs a key.
    """
    found = providers.flatten().get(name)
    if found is None:
        raise PageError(f"there is no tile layer {name!r}. {nearest(name, providers.flatten())}")
    if found.requires_token():
        raise PageError(f"the tile layer {name} needs a key; choose one that needs none, such as OpenStreetMap.Mapnik.")
    layer = folium.TileLayer(
        found.url,
        attr=found.attribution,
        name=name,
        max_zoom=found.get("max_zoom", 18),
        subdomains=found.get("subdomains", "abc"),
    )
    layer._id = "tiles"  # noqa: SLF001 (branca draws ids by lot, and the same input shall give the same bytes)
    return Tiles(layer, _origins(found), found.attribution)


def _origins(provider: TileProvider) -> tuple[str, ...]:
    names = provider.get("subdomains", "abc") if "{s}" in provider.url else ("",)
    parts = [urlsplit(provider.url.replace("{s}", name)) for name in names]
    return tuple(dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in parts))
