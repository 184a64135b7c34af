"""The map for the room: made by another process, because geometry is heavy, and kept in the user's cache.

`python -m hudut.classroom.ground KEY SCENARIO` packs once, for a version of the data, what `maps/js/board.js` draws of
each act; the server never imports geopandas, shapely or folium.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import sys
from collections.abc import Mapping

from geo.cache import Cache
from hudut.campaigns import Stage

_log = logging.getLogger(__name__)
_GROUND = Cache("ground", keep=12)


class Ground:
    """The map of each act as compressed JSON, when it is ready. `name` is the scenario's name or folder."""

    def __init__(self, name: str, stage: Stage) -> None:
        self.name, self.stage = name, stage
        self.boards: Mapping[str, bytes] = {}

    async def prepare(self) -> None:
        """Take the maps from the cache, or let a child process make them."""
        key = await asyncio.to_thread(_key, self.stage)
        if not self._take(key):
            child = await asyncio.create_subprocess_exec(sys.executable, "-m", "hudut.classroom.ground", key, self.name)
            try:
                code = await child.wait()
            except asyncio.CancelledError:
                child.terminate()
                raise
            if code or not self._take(key):
                _log.error("the map could not be made (exit code %s); the room goes on without it", code)

    def _take(self, key: str) -> bool:
        found = {act: _GROUND.get(f"{key}-{act}") for act in self.stage.scenario.acts}
        self.boards = {act: board for act, board in found.items() if board is not None}
        return len(self.boards) == len(found)


def _key(stage: Stage) -> str:
    from hudut.atlas_page import page_key

    acts, moved = stage.scenario.acts.values(), sorted(stage.scenario.ground.territories)
    return page_key(("room", *moved, *((act.id, act.start.text, act.end.text, act.stakes) for act in acts)))[:32]


def make(key: str, name: str) -> None:
    """Make the maps of a scenario and keep them."""
    from geo.words import languages
    from hudut.campaigns import stage
    from hudut.play.page import board_payload
    from maps.leaflet import OPTIONS

    found = stage(name)
    for act in found.scenario.acts:
        board = {**board_payload(found, act, languages()), "options": OPTIONS}
        _GROUND.put(f"{key}-{act}", gzip.compress(json.dumps(board, separators=(",", ":")).encode(), mtime=0))


if __name__ == "__main__":
    make(*sys.argv[1:3])
