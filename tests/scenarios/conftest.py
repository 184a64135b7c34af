"""The toy campaign as a folder that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ASSETS = Path(__file__).parent.parent / "assets"


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ASSETS / "toy", tmp_path / "toy"))
