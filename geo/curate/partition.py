"""The partition: outlines cut by the authored lines, each face labelled by the points inside it.

All shapes are in WGS84 degrees, longitude first.
"""

from dataclasses import dataclass, replace
from typing import Final

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.curate.area import areas_km2
from geo.curate.authored import CutLine, Label
from geo.curate.errors import PartitionError
from geo.curate.faces import Face, absorb, faces_between
from geo.curate.outlines import GRID_DEG

SLIVER_KM2: Final = 25.0
"""Unlabelled faces below this size are accidents of drawing and join a neighbour; larger ones are errors."""

ISLET_KM2: Final = 1.5
"""Unlabelled islands below this size are left out; larger ones go to the nearest territory of their outline."""

LEFT_OUT: Final = {
    "Drama and Kavala, west of the Nestos": Point(24.20, 41.10),
    "Thasos": Point(24.65, 40.69),
    "Samothrace": Point(25.58, 40.46),
    "Kastellorizo": Point(29.585, 36.143),
}
"""Ground inside an outline that the atlas has no holder for; the frame shows it as land."""


@dataclass(frozen=True)
class Partition:
    """The territories by id, sorted, and how many unlabelled faces were merged into them."""

    territories: dict[str, BaseGeometry]
    merged_faces: int


def divide(outlines: dict[str, BaseGeometry], lines: list[CutLine], labels: list[Label]) -> Partition:
    """Cut the outlines along the lines and label the faces.

    Raises
    ------
    PartitionError
        Lists every inside point that hits no face, every face with two labels, and every larger face without one.
    """
    faces = _faces_inside(outlines, lines)
    labelled, problems = _label(faces, labels)
    unlabelled = sum(face.owner is None for face in labelled)
    kept = absorb(labelled, lambda face, km2: face.owner is None and km2 < SLIVER_KM2)
    kept, islets = _settle_islands(kept)
    problems += _unlabelled(kept)
    if problems:
        raise PartitionError(problems)
    territories = {
        label.id: shapely.union_all([face.shape for face in kept if face.owner == label.id]) for label in labels
    }
    return Partition(territories, unlabelled - islets)


def _faces_inside(outlines: dict[str, BaseGeometry], lines: list[CutLine]) -> list[Face]:
    """Return the faces that lie in an outline, but for the ground that is left out."""
    shapely.prepare(list(outlines.values()))
    network = [outline.boundary for outline in outlines.values()] + [line.course for line in lines]
    faces = []
    for shape in faces_between(network, GRID_DEG):
        point = shape.representative_point()
        unit = next((name for name, outline in outlines.items() if outline.contains(point)), None)
        if unit is not None and not any(shape.contains(place) for place in LEFT_OUT.values()):
            faces.append(Face(shape, None, unit))
    return faces


def _label(faces: list[Face], labels: list[Label]) -> tuple[list[Face], list[str]]:
    """Give each face the label of the points in it; return the faces and what is wrong."""
    tree = shapely.STRtree([face.shape for face in faces])
    owners: dict[int, set[str]] = {}
    problems = []
    for label in labels:
        for point in label.inside:
            hits = [int(index) for index in tree.query(point, predicate="within")]
            if not hits:
                problems.append(f"{label.id}: inside point {point.x}, {point.y} lies in no face")
            for index in hits:
                owners.setdefault(index, set()).add(label.id)
    problems += [
        f"one face has the labels {', '.join(sorted(names))}: a line between them does not close"
        for _, names in sorted(owners.items())
        if len(names) > 1
    ]
    return [replace(face, owner=min(owners.get(index, {""})) or None) for index, face in enumerate(faces)], problems


def _settle_islands(faces: list[Face]) -> tuple[list[Face], int]:
    """Give small islands to the nearest territory of their outline; drop islets. Return faces and number dropped."""
    sizes = areas_km2([face.shape for face in faces])
    kept, dropped = [], 0
    for face, km2 in zip(faces, sizes, strict=True):
        if face.owner is not None or km2 >= SLIVER_KM2:
            kept.append(face)
        elif km2 < ISLET_KM2:
            dropped += 1
        else:
            home = [other for other in faces if other.owner is not None and other.within == face.within]
            nearest = min(home, key=lambda other: other.shape.distance(face.shape))
            kept.append(replace(face, owner=nearest.owner))
    return kept, dropped


def _unlabelled(faces: list[Face]) -> list[str]:
    """Return one sentence for every face that is still without a label."""
    problems = []
    for face, km2 in zip(faces, areas_km2([face.shape for face in faces]), strict=True):
        if face.owner is None:
            point = face.shape.representative_point()
            problems.append(f"face of {km2:.0f} km² in {face.within} at {point.x:.3f}, {point.y:.3f} has no label")
    return problems
