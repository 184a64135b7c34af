"""What a map of a play opens on: the land that the play is about. Boxes are west, south, east, north in degrees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo.load import Atlas

Box = Sequence[float]
EASTERN = (38.5, 37.0, 51.0, 44.5)
"""Eastern Anatolia and the southern Caucasus."""
_ROUND = 0.06
"""How much land is shown round it, of its width and height."""


def boxes_of(atlas: Atlas, territories: Iterable[str]) -> dict[str, Box]:
    """Return the box of each territory."""
    return {key: atlas.partition.shapes[key].bounds for key in sorted(territories)}


def eastern(boxes: Iterable[Box]) -> list[Box]:
    """Return the boxes that lie in the east, if most do, else none."""
    every = list(boxes)
    west, south, east, north = EASTERN
    within = [box for box in every if box[0] >= west and box[1] >= south and box[2] <= east and box[3] <= north]
    return within if 2 * len(within) > len(every) else []


def frame_round(boxes: Iterable[Box]) -> list[float]:
    """Return the frame of the boxes of the east, if most lie there, else of all, with a little land round them."""
    every = list(boxes)
    chosen = eastern(every) or every
    west, south = min(box[0] for box in chosen), min(box[1] for box in chosen)
    east, north = max(box[2] for box in chosen), max(box[3] for box in chosen)
    dx, dy = _ROUND * (east - west), _ROUND * (north - south)
    return [round(value, 3) for value in (west - dx, south - dy, east + dx, north + dy)]


def frame_of_play(atlas: Atlas, history: Atlas) -> list[float] | None:
    """Return the frame of what a play holds by its own rows; None where the opening view of the atlas shows it."""
    as_it_was = {id(row) for row in history.holdings}
    boxes = boxes_of(atlas, {row.territory for row in atlas.holdings if id(row) not in as_it_was}).values()
    return None if not boxes or eastern(boxes) else frame_round(boxes)
