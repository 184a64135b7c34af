"""`make bench`: measurements beside peers, in the same run, on this machine. Writes docs/benchmarks.md.

    python -m benchmarks                    # all of them
    python -m benchmarks bargaining         # these again; the other sections of the page stay

Nothing here is asserted: figures are read by people. Each row says what was measured, how often, and the ratio.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from benchmarks.row import Row

DOCS = Path(__file__).parent.parent / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`; medians, on the machine that ran it. Ratios matter more than milliseconds.
"""
SECTIONS = {
    "map_command": ("Making the page", ("folium", "geopandas")),
    "own_land": ("Land of one's own", ("geopandas", "topojson")),
    "map_page": ("The page in a browser", ("folium", "playwright")),
    "play_page": ("The play page", ("playwright",)),
    "engine_moves": ("The engine", ("open_spiel", "negmas")),
    "solving": ("Solving", ("numpy", "scipy", "open_spiel")),
    "sampling": ("Sweeps", ("numpy", "pyarrow")),
    "room_load": ("The classroom", ("fastapi", "uvicorn")),
    "bargaining": ("Bargaining points", ("numpy", "negmas")),
}
"""Modules of this folder, each with the heading of its section and the libraries whose versions count."""


def main(names: list[str]) -> None:
    """Run benchmarks and write their sections of the page."""
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        sys.exit(f"no benchmark {unknown[0]!r}; there are {', '.join(SECTIONS)}")
    sections = _known(DOCS.read_text("utf-8") if DOCS.is_file() else "")
    for name in names or SECTIONS:
        sections[name] = _section(name, import_module(f"benchmarks.{name}").run())
        print(sections[name])
        text = "\n".join([HEAD, *(sections[one] for one in SECTIONS if one in sections)])
        DOCS.write_text(text, encoding="utf-8")


def _section(name: str, rows: Iterable[Row]) -> str:
    heading, libraries = SECTIONS[name]
    versions = ", ".join(f"{one} {_version(one)}" for one in libraries)
    lines = [
        f"## {heading}",
        f"<!-- {name} -->",
        "",
        f"{datetime.now(tz=UTC):%Y-%m-%d}, Python {platform.python_version()}, {versions}.",
        "",
        "| what | Hudut | beside it | ratio | how |",
        "|---|---|---|---|---|",
        *(f"| {row.what} | {row.ours} | {row.peer} | {row.ratio} | {row.how} |" for row in rows),
        "",
    ]
    return "\n".join(lines)


def _version(library: str) -> str:
    try:
        return version(library)
    except ImportError:
        return "not installed"


def _known(text: str) -> dict[str, str]:
    """Return the sections of the page by the name in their comment."""
    found = {}
    for section in text.split("\n## ")[1:]:
        name = section.partition("<!-- ")[2].partition(" -->")[0]
        found[name] = f"## {section.rstrip()}\n"
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
