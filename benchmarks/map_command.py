"""`hudut map` as a whole process, beside a process that only imports folium and geopandas."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.row import Row, compared

RUNS = 5
IMPORTS = [sys.executable, "-c", "import folium, geopandas"]


def seconds(command: list[str], **env: str) -> float:
    """Return how long a process takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **env})
    return time.perf_counter() - start


def run() -> list[Row]:
    """Measure with empty and with full caches, alternating with the peer."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "page.html")
        command = [sys.executable, "-m", "hudut", "map", "-o", out]
        seconds(IMPORTS)
        first, peer, again = [], [], []
        for number in range(RUNS):
            cache = str(Path(folder) / f"cache{number}")
            peer.append(seconds(IMPORTS))
            first.append(seconds(command, XDG_CACHE_HOME=cache))
            peer.append(seconds(IMPORTS))
            again.append(seconds(command, XDG_CACHE_HOME=cache))
    beside = statistics.median(peer) * 1000
    how = f"whole processes, {RUNS} runs, beside `import folium, geopandas`"
    return [
        compared("`hudut map`, caches empty", statistics.median(first) * 1000, beside, "ms", how),
        compared("`hudut map`, caches full", statistics.median(again) * 1000, beside, "ms", how),
    ]
