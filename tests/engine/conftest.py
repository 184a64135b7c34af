"""The toy campaign of two acts on the two squares."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.load import Atlas
from scenarios.campaign import load_scenario
from scenarios.chronicle import Chronicle
from scenarios.expand import Scenario

ASSETS = Path(__file__).parent.parent / "assets"


@pytest.fixture(scope="session")
def toy(squares: Atlas, no_chronicle: Chronicle) -> Scenario:
    return load_scenario(ASSETS / "toy", squares, no_chronicle)
