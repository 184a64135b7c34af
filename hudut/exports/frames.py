"""The tables of `hudut.exports.tables` as frames of pandas and geopandas, and those as texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.load import Atlas
from hudut.exports.tables import TABLES
from scenarios.chronicle import Chronicle

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

DTYPES = {"text": "string", "number": "float64", "integer": "Int64", "boolean": "boolean"}
"""Types of pandas by type of column; a date is a date of Arrow."""


def frame_of(name: str, atlas: Atlas, chronicle: Chronicle | None = None) -> DataFrame | GeoDataFrame:
    """Return a table as a frame, with its shapes in EPSG:4326 if it has some; a table of the atlas needs no chronicle.

    Days are dates, and what is not known or does not apply, an open end among it, is null.
    """
    from pandas import DataFrame

    table = TABLES[name]
    empty: Any = chronicle
    rows = list(table.rows(atlas, empty))
    plain = DataFrame(rows, columns=[one.name for one in table.columns], dtype=object)
    plain = plain.astype({one.name: _dtype(one.type) for one in table.columns})
    return plain if table.shape is None else _with_shapes(plain, [row["geometry"] for row in rows])


def _with_shapes(plain: DataFrame, shapes: Sequence[Any]) -> GeoDataFrame:
    from geopandas import GeoDataFrame

    return GeoDataFrame(plain, geometry=list(shapes), crs="EPSG:4326")


def _dtype(kind: str) -> Any:
    import pandas as pd
    import pyarrow as pa

    return pd.ArrowDtype(pa.date32()) if kind == "date" else DTYPES[kind]


def features_of(frame: GeoDataFrame) -> dict[str, Any]:
    """Return a frame as a GeoJSON collection, its days as ISO texts and what is missing as null."""
    days = [name for name, kind in frame.dtypes.items() if kind == _dtype("date")]
    found: dict[str, Any] = frame.astype(dict.fromkeys(days, "string")).to_geo_dict(drop_id=True)
    return found


def csv_of(frame: DataFrame) -> str:
    """Return a frame as the text of a CSV file, without its shapes."""
    return str(frame.drop(columns="geometry", errors="ignore").to_csv(index=False, lineterminator="\n"))
