"""How far the ends of an act lie from history: the area whose control differs."""

from __future__ import annotations

import numpy as np

from hudut.analysis.ends import ends_of
from hudut.analysis.exact import historical_edges
from hudut.analysis.tables import ActTable, Floats
from hudut.campaigns import Stage


def end_of_history(table: ActTable) -> int:
    """Return the place, among the ends, of the end of the historical line."""
    *_, (_, edge, _) = historical_edges(table)
    return int(table.graph.edge_to[edge]) - int(table.closing.start)


def control_km2(stage: Stage, table: ActTable) -> Floats:
    """Return, for each end, the area of the movable land whose control differs from history, in km².

    Control differs where another party governs, or the same party in another way (occupied, not sovereign): what
    `hudut run` and the map's *Compare* count, and what the sweep and the solution take from here.
    """
    ends = ends_of(table)
    areas = [stage.atlas.territories[key].area_km2 if layer == "control" else 0 for key, layer in ends.keys]
    return np.asarray((ends.holder != ends.holder[end_of_history(table)]) @ np.array(areas), np.float64)
