"""`hudut map`: read the atlas, render the page, write it whole; remember rendered pages between runs.

Reading, checking and rendering take seconds, the same input gives the same bytes: so a page is kept in the user's
cache under the hash of everything it was made from (data, our code, the versions of the libraries).
"""

from __future__ import annotations

import gc
import hashlib
from dataclasses import astuple, replace
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from geo.cache import Cache, folders_hash
from geo.errors import HudutError
from hudut.files import write_whole
from maps.options import PLAIN, PageOptions

_PAGES = Cache("pages", keep=8)


def write_map(out: Path, options: PageOptions = PLAIN, folder: Path | None = None) -> int:
    """Write the atlas page; return its size in bytes.

    Raises
    ------
    HudutError
        If the data, the period or the output path is wrong; nothing is written then.
    """
    return write_whole(out, map_page(options, folder))


def map_page(options: PageOptions = PLAIN, folder: Path | None = None) -> bytes:
    """Return the atlas page, made now or kept from an earlier run.

    Raises
    ------
    HudutError
        If the data or the period is wrong.
    """
    data = folder or _shipped()
    if not data.is_dir():
        raise HudutError(f"{data} is not a folder; give the data folder with --data")
    return _PAGES.made(_key(data, astuple(options)), lambda: _render(data, options))


def _shipped() -> Path:
    return Path(str(files("geo") / "data"))


def _render(data: Path, options: PageOptions) -> bytes:
    collects = gc.isenabled()
    gc.disable()  # next to nothing of it is garbage: looking for some takes a tenth of the time
    try:
        return _made(data, options)
    finally:
        if collects:
            gc.enable()


def _made(data: Path, options: PageOptions) -> bytes:
    from geo.ahead import parse_from_the_end, parsed_ahead  # heavy, and not needed where the page is kept

    # The chronicle names places and parties of the atlas that ships with it; another atlas is shown alone.
    with_chronicle = data == _shipped()
    folders = [data, *([Path(str(files("scenarios") / "data" / "chronicle"))] if with_chronicle else [])]
    files_of_records = [path for folder in folders for path in sorted(folder.rglob("*.yaml"))]
    with parsed_ahead(files_of_records):
        from geo.load import load
        from maps.page import render
        from maps.topology import read_topology
        from scenarios.load import load_chronicle

        atlas = load(data)
        read_topology(atlas.territories_path, atlas.frame_path)  # kept; meanwhile the chronicle is parsed
        parse_from_the_end(files_of_records)
        told = load_chronicle(atlas) if with_chronicle else None
        return render(atlas, replace(options, chronicle=told)).encode()


def page_key(options: tuple[object, ...]) -> str:
    """Return a key for what is made from the shipped atlas: it changes with data, code and libraries."""
    return _key(_shipped(), options)


def _key(data: Path, options: tuple[object, ...]) -> str:
    """Return a hash of all that the page is made from."""
    total = hashlib.sha256(repr(options).encode())
    for name in ("folium", "branca", "topojson", "shapely", "XStatic-Leaflet", "pydantic", "pyppmd", "xyzservices"):
        total.update(f"{name} {version(name)}".encode())
    code = (Path(str(files(package))) for package in ("geo", "scenarios", "maps", "hudut"))
    total.update(folders_hash(data, *code).encode())
    return total.hexdigest()


def versions() -> dict[str, str]:
    """Return what a result rests on: the version of Hudut, hashes of the shipped data and of each shipped scenario."""
    from hudut.campaigns import names, stage

    data = folders_hash(_shipped(), Path(str(files("scenarios") / "data")))
    return {"hudut": version("hudut"), "data": data} | {name: stage(name).scenario.kernel.hash for name in names()}
