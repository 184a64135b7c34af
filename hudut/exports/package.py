"""All tables as one data package: CSV files, the territories, the bibliography, and a description that machines check.

The description follows Frictionless' Data Package (`datapackage.json`): types, keys, and which column refers to which
table. It names the versions that the content rests on; the same data give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
from importlib.metadata import version
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from geo.load import Atlas
from hudut.atlas_page import versions
from hudut.bibliography import csl
from hudut.campaigns import authored
from hudut.exports.cells import Table
from hudut.exports.frames import csv_of, features_of, frame_of
from hudut.exports.linked_places import linked_places
from hudut.exports.tables import TABLES
from scenarios.chronicle import Chronicle

LIBRARIES = ("geopandas", "pandas", "shapely")
"""Whose versions decide how a table is written."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can state."""
LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}


def package(atlas: Atlas, chronicle: Chronicle) -> tuple[bytes, int]:
    """Return the package as a zip file, and the number of rows of its tables."""
    frames = {name: frame_of(name, atlas, chronicle) for name in TABLES}
    files = {f"{name}.csv": csv_of(frame).encode() for name, frame in frames.items()}
    resources = [_resource(name, table, files[f"{name}.csv"]) for name, table in TABLES.items()]
    shapes = features_of(frames["territories"][["id", "geometry"]])
    for file, content in (
        ("territories.geojson", shapes),
        ("places.lpf.json", linked_places(atlas)),
        ("sources.json", csl(atlas, chronicle, authored())),
    ):
        files[file] = json.dumps(content, ensure_ascii=False).encode()
        resources.append(
            _described(file, files[file]) | {"name": file.replace(".", "-"), "mediatype": "application/json"}
        )
    description = {
        "profile": "data-package",
        "name": "hudut",
        "title": "Hudut",
        "version": version("hudut"),
        "licenses": [LICENCE],
        "keywords": ["history", "borders", "treaties", "1914-1923"],
        "rests_on": versions() | {one: version(one) for one in LIBRARIES},
        "resources": resources,
    }
    return _zipped({"datapackage.json": _written(description), **files}), sum(map(len, frames.values()))


def _resource(name: str, table: Table, content: bytes) -> dict[str, Any]:
    fields = [_field(one.name, one.type, required=one.name in table.key) for one in table.columns]
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(table.key)}
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": list(TABLES[other].key)}}
            for column, other in table.refers.items()
        ]
    described = _described(f"{name}.csv", content) | {"name": name, "profile": "tabular-data-resource"}
    return described | {"format": "csv", "mediatype": "text/csv", "schema": schema}


def _field(name: str, kind: str, *, required: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "type": "string" if kind == "text" else kind}
    if kind == "boolean":
        found |= {"trueValues": ["True"], "falseValues": ["False"]}
    return found | ({"constraints": {"required": True}} if required else {})


def _described(path: str, content: bytes) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return {"path": path, "encoding": "utf-8", "bytes": len(content), "hash": f"sha256:{digest}"}


def _written(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, LONG_AGO)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()
