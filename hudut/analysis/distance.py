"""How far the ends of an act lie from history: the area whose control differs.

History is the historical line itself, also where the act was opened on another play.
"""

from __future__ import annotations

import numpy as np

from engine.frame import frame
from engine.replay import end_of_history
from hudut.analysis.ends import NOBODY, ends_of
from hudut.analysis.tables import ActTable, Floats
from hudut.campaigns import Stage


def control_km2(stage: Stage, table: ActTable) -> Floats:
    """Return, for each end, the area of the movable land whose control differs from history, in km².

    Control differs where another party governs, or the same party in another way (occupied, not sovereign): what
    `hudut run` and the map's *Compare* count, and what the sweep and the solution take from here.
    """
    ends = ends_of(table)
    areas = [stage.atlas.territories[key].area_km2 if layer == "control" else 0 for key, layer in ends.keys]
    past = frame(stage.scenario, end_of_history(stage.scenario, table.act)).holders()
    held = [past.get(key, NOBODY) for key in ends.keys]
    number = {one: place for place, one in enumerate(ends.holders)}
    history = np.array([number.get(one, -1) for one in held], np.int32)
    return np.asarray(((ends.held != history) @ np.array(areas))[ends.ground], np.float64)
