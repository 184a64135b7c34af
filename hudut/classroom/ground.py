"""The map for the room: made by another process, because geometry is heavy, and kept in the user's cache.

`python -m hudut.classroom.ground KEY` makes the pictures of the land once for a version of the data; the server never
imports geopandas, shapely or folium.
"""

from __future__ import annotations

import asyncio
import logging
import sys

from geo.cache import Cache

_log = logging.getLogger(__name__)
_GROUND = Cache("ground", keep=4)


class Ground:
    """The map page of a room (`page`) and the outlines of its territories (`outlines`), when they are ready."""

    def __init__(self) -> None:
        self.page: bytes | None = None
        self.outlines: bytes | None = None

    async def prepare(self) -> None:
        """Take both from the cache, or let a child process make them."""
        key = await asyncio.to_thread(_key)
        if not self._take(key):
            child = await asyncio.create_subprocess_exec(sys.executable, "-m", "hudut.classroom.ground", key)
            try:
                code = await child.wait()
            except asyncio.CancelledError:
                child.terminate()
                raise
            if code or not self._take(key):
                _log.error("the map could not be made (exit code %s); the room goes on without it", code)

    def _take(self, key: str) -> bool:
        self.page, self.outlines = _GROUND.get(f"{key}-page"), _GROUND.get(f"{key}-outlines")
        return self.page is not None and self.outlines is not None


def _key() -> str:
    from hudut.atlas_page import page_key

    return page_key(("room",))


def make(key: str) -> None:
    """Make both pictures and keep them."""
    from hudut.classroom.outlines import outlines, room_page

    _GROUND.put(f"{key}-outlines", outlines())
    _GROUND.put(f"{key}-page", room_page())


if __name__ == "__main__":
    make(sys.argv[1])
