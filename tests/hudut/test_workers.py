"""Processes that work for a command, as the system has them; those of a sweep: analysis/test_sweep.py."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil


def test_workers_end_with_the_command_that_ran_their_scripts(tmp_path: Path) -> None:
    scripts = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for path in scripts:
        path.write_text("act: letters\n", "utf-8")
    words = [sys.executable, "-m", "hudut", "run", *map(str, scripts), "-o", str(tmp_path / "out"), "--workers", "2"]
    with subprocess.Popen(words) as command:
        workers: list[psutil.Process] = []
        while len(workers) < len(scripts):
            assert command.poll() is None
            time.sleep(0.005)
            workers = psutil.Process(command.pid).children()
        command.kill()
    left = psutil.wait_procs(workers, timeout=10)[1]
    assert {one.status() for one in left} <= {psutil.STATUS_ZOMBIE}
