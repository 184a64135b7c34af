"""The toy campaign as a folder that a test may break; the five texts, where they are at hand."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from geo.load import Atlas
from geo.witness import Edition, read_editions

ASSETS = Path(__file__).parent.parent / "assets"
TEXTS = os.environ.get("HUDUT_TEXTS")
needs_texts = pytest.mark.skipif(not TEXTS, reason="HUDUT_TEXTS does not name the folder of the five texts")


@pytest.fixture(scope="session")
def editions(atlas: Atlas) -> dict[str, Edition]:
    """The five texts by key."""
    return read_editions(atlas, Path(str(TEXTS)))[0]


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ASSETS / "toy", tmp_path / "toy"))
