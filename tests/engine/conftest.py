"""A toy campaign of two acts on the two squares of the tiny atlas."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.load import Atlas
from geo.load import load as load_atlas
from scenarios.campaign import load_scenario
from scenarios.chronicle import Chronicle, Label
from scenarios.expand import Scenario

ASSETS = Path(__file__).parent.parent / "assets"


@pytest.fixture(scope="session")
def squares() -> Atlas:
    return load_atlas(ASSETS / "tiny")


@pytest.fixture(scope="session")
def no_chronicle() -> Chronicle:
    land = Label(id="land", names={"tr": "toprak", "en": "land"})
    empty: dict[str, object] = {}
    return Chronicle({}, {}, {"land": land}, {}, *([empty] * 9), folder=ASSETS, files={})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def toy(squares: Atlas, no_chronicle: Chronicle) -> Scenario:
    return load_scenario(ASSETS / "toy", squares, no_chronicle)
