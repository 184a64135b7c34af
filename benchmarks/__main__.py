"""`make bench`: measurements beside peers, in the same run, on this machine. Writes docs/benchmarks.md.

Nothing here is asserted: figures are read by people. Each row says what was measured, how often, and the ratio.
"""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import engine_moves, map_command, map_page

DOCS = Path(__file__).parent.parent / "docs" / "benchmarks.md"
LIBRARIES = ("folium", "geopandas", "shapely", "pydantic")


def main() -> None:
    """Run every benchmark and write the table."""
    rows = [*map_command.run(), *map_page.run(), *engine_moves.run()]
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; medians, on the machine that ran it. Ratios matter more than milliseconds.",
        "",
        f"{datetime.now(tz=UTC):%Y-%m-%d}, Python {platform.python_version()}, {versions}.",
        "",
        "| what | Hudut | beside it | ratio | how |",
        "|---|---|---|---|---|",
        *(f"| {row.what} | {row.ours} | {row.peer} | {row.ratio} | {row.how} |" for row in rows),
        "",
    ]
    DOCS.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
