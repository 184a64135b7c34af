"""Areas in km² on an equal-area projection."""

from typing import Final

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

WGS84: Final = "EPSG:4326"
EQUAL_AREA: Final = "EPSG:6933"


def areas_km2(shapes: list[BaseGeometry]) -> list[float]:
    """Return the area of each shape (lon, lat degrees, WGS84) in km², measured in EPSG:6933."""
    return [float(area) / 1e6 for area in gpd.GeoSeries(shapes, crs=WGS84).to_crs(EQUAL_AREA).area]
