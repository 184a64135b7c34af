"""Faces between lines: the topology that outlines and partition share. Shapes are in WGS84 degrees, longitude first."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree

from geo.curate.area import areas_km2


@dataclass(frozen=True)
class Face:
    """A face and who owns it; ``within`` is the outline it lies in, where that matters."""

    shape: Polygon
    owner: str | None
    within: str | None = None


def faces_between(lines: list[BaseGeometry], grid_deg: float) -> list[Polygon]:
    """Return the faces that lines enclose, after snap-rounding to a grid in degrees.

    Plain noding is not enough: a cut then often misses its outline by a rounding error and the face stays whole.
    """
    network = shapely.union_all(lines, grid_size=grid_deg)
    faces = [face for face in shapely.polygonize([network]).geoms if isinstance(face, Polygon)]
    return sorted(faces, key=lambda face: face.bounds)


def absorb(faces: list[Face], is_sliver: Callable[[Face, float], bool]) -> list[Face]:
    """Give every sliver to the owner beside it with the longest shared edge, smallest slivers first.

    A neighbour in the same outline goes before one across a border. A sliver without an owned neighbour stays as it is.

    Parameters
    ----------
    is_sliver
        Decides from a face and its area in km².
    """
    result = list(faces)
    tree = STRtree([face.shape for face in faces])
    sizes = areas_km2([face.shape for face in faces])
    for index in sorted(range(len(faces)), key=lambda number: sizes[number]):
        if is_sliver(result[index], sizes[index]):
            near = [int(other) for other in tree.query(faces[index].shape) if other != index]
            owner = _longest_neighbour(result[index], [result[other] for other in sorted(near)])
            result[index] = replace(result[index], owner=owner)
    return result


def _longest_neighbour(sliver: Face, neighbours: list[Face]) -> str | None:
    """Return the owner with the longest edge in common with a sliver, or None."""
    shared: dict[tuple[bool, str], float] = {}
    for face in neighbours:
        length = sliver.shape.boundary.intersection(face.shape.boundary).length
        if face.owner is not None and length > 0:
            key = (face.within == sliver.within, face.owner)
            shared[key] = shared.get(key, 0.0) + length
    if not shared:
        return None
    return max(shared, key=lambda key: (key[0], shared[key], key[1]))[1]
