"""Makes the committed geometry and records what made it."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

import shapely

from geo.curate import border_check, frame, geojson, outlines
from geo.curate.authored import read_labels, read_lines
from geo.curate.packages import PACKAGES
from geo.curate.partition import Partition, divide

DATA: Final = Path(__file__).parents[1] / "data"
INPUTS: Final = ("lines.yaml", "territories.yaml")
OUTPUTS: Final = ("frame.geojson", "outlines-check.geojson", "territories.geojson")


def make_partition(npm: Path, data: Path = DATA) -> Partition:
    """Return the partition made from the tarballs in ``npm`` and the authored files in ``data``."""
    shapes = outlines.prepare(outlines.read(npm))
    return divide(shapes, read_lines(data / "lines.yaml"), read_labels(data / "territories.yaml"))


def write_partition(npm: Path, target: Path, data: Path = DATA) -> Partition:
    """Write ``territories.geojson`` and ``frame.geojson`` to ``target`` and return the partition."""
    partition = make_partition(npm, data)
    geojson.write(target / "territories.geojson", geojson.encode(partition.territories, decimals=5, areas=True))
    whole = shapely.union_all(list(partition.territories.values()))
    geojson.write(target / "frame.geojson", geojson.encode({"land": frame.draw(npm, whole)}, decimals=2))
    return partition


def write_border_check(npm: Path, target: Path) -> None:
    """Write ``outlines-check.geojson`` to ``target``."""
    geojson.write(target / "outlines-check.geojson", geojson.encode(border_check.frontier(npm), decimals=5))


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def library_versions() -> dict[str, str]:
    """Return the versions of the libraries on which the bytes depend."""
    return {"shapely": shapely.__version__, "geos": shapely.geos_version_string}


def write_record(data: Path = DATA) -> None:
    """Write ``build.json``: packages, library versions and the hashes of authored and generated files."""
    record = {
        "packages": [asdict(package) for package in PACKAGES],
        "made_with": library_versions(),
        "inputs": {name: sha256(data / name) for name in INPUTS},
        "outputs": {name: sha256(data / name) for name in OUTPUTS if (data / name).exists()},
    }
    geojson.write(data / "build.json", (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode())
