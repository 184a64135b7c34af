"""The toy campaign as a folder that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geo.load import Atlas, load
from scenarios.chronicle import Chronicle, Label

ASSETS = Path(__file__).parent.parent / "assets"


@pytest.fixture(scope="session")
def squares() -> Atlas:
    return load(ASSETS / "tiny")


@pytest.fixture(scope="session")
def no_chronicle() -> Chronicle:
    land = Label(id="land", names={"tr": "toprak", "en": "land"})
    empty: dict[str, object] = {}
    return Chronicle({}, {}, {"land": land}, {}, *([empty] * 9), folder=ASSETS, files={})  # type: ignore[arg-type]


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ASSETS / "toy", tmp_path / "toy"))
