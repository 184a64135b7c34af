"""Just enough of TopoJSON to read ``world-atlas``: quantised arcs, land polygons, borders shared by two states."""

from typing import Any

from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.ops import linemerge

Arc = list[tuple[float, float]]


def decode_arcs(topology: dict[str, Any]) -> list[Arc]:
    """Return the arcs as lists of lon, lat degrees."""
    (scale_lon, scale_lat), (origin_lon, origin_lat) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    decoded = []
    for arc in topology["arcs"]:
        lon = lat = 0
        points = []
        for step_lon, step_lat in arc:
            lon, lat = lon + step_lon, lat + step_lat
            points.append((lon * scale_lon + origin_lon, lat * scale_lat + origin_lat))
        decoded.append(points)
    return decoded


def _ring(indices: list[int], arcs: list[Arc]) -> Arc:
    """Join arcs to a ring; a negative index means the reversed arc of the complement."""
    ring: Arc = []
    for index in indices:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += points[1:] if ring else points
    return ring


def polygons(geometry: dict[str, Any], arcs: list[Arc]) -> MultiPolygon:
    """Return the polygons of a TopoJSON Polygon, MultiPolygon or collection of them."""
    shapes = []
    for part in geometry.get("geometries", [geometry]):
        groups = [part["arcs"]] if part["type"] == "Polygon" else part["arcs"]
        shapes += [Polygon(_ring(rings[0], arcs), [_ring(hole, arcs) for hole in rings[1:]]) for rings in groups]
    return MultiPolygon(shapes)


def _arc_numbers(geometry: dict[str, Any]) -> set[int]:
    """Return the arcs that bound a country, direction left out."""
    groups = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return {index if index >= 0 else ~index for rings in groups for ring in rings for index in ring}


def shared_border(topology: dict[str, Any], first: str, second: str) -> MultiLineString:
    """Return the border of two countries, given by their English names, as lon, lat lines."""
    countries = {item["properties"]["name"]: item for item in topology["objects"]["countries"]["geometries"]}
    arcs = decode_arcs(topology)
    numbers = sorted(_arc_numbers(countries[first]) & _arc_numbers(countries[second]))
    merged = linemerge([LineString(arcs[number]) for number in numbers])
    return MultiLineString([merged]) if isinstance(merged, LineString) else MultiLineString(merged)
