"""Your own territories and holdings on the time map. The lands, their holders and the years here are invented."""

import geopandas
import pandas as pd
from shapely.geometry import box

from hudut.api import own_map

land = geopandas.GeoDataFrame(
    {"id": ["coast", "hills", "plain"], "name": ["The Coast", "The Hills", "The Plain"]},
    geometry=[box(10, 50, 11, 52), box(11, 51, 13, 52), box(11, 50, 13, 51)],
    crs="EPSG:4326",
)
rows = [  # territory, party, start, end (the first day that it is no longer theirs), status, whose it might be, why
    ("coast", "Aldania", "1850-03-01", None, "sovereign", None, "Charter of the ports"),
    ("hills", "Borland", "1850-03-01", "1861-06-02", "sovereign", None, "Inherited"),
    ("hills", "Aldania", "1861-06-02", None, "occupied", "Borland", "The summer war"),
    ("plain", "Borland", "1850-03-01", None, "sovereign", None, "Inherited"),
]
columns = ["territory", "party", "start", "end", "status", "claimants", "basis"]
holdings = pd.DataFrame(rows, columns=columns)
own_map(land, holdings, title="Three lands", subtitle="An invented history").save("own.html")
