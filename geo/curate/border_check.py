"""A second witness for the frontier: the Turkish-Caucasus border of ``world-atlas``, small enough to commit.

Its Natural Earth edition is newer than that of the outlines; a test proves without npm that both agree.
"""

from pathlib import Path
from typing import Final

from shapely.geometry.base import BaseGeometry

from geo.curate.packages import WORLD_ATLAS, read_json
from geo.curate.topology import shared_border

BORDERS: Final = {"GE": "Georgia", "AM": "Armenia", "AZ": "Azerbaijan"}


def frontier(npm: Path) -> dict[str, BaseGeometry]:
    """Return Turkey's border with each Caucasus state, ids such as ``TR-GE``, in lon, lat degrees (WGS84)."""
    topology = read_json(npm, WORLD_ATLAS, {"countries-10m.json"})["countries-10m.json"]
    return {f"TR-{code}": shared_border(topology, "Turkey", name) for code, name in BORDERS.items()}
