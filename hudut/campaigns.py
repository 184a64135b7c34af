"""Open a scenario with the atlas and the chronicle that it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from geo.errors import one_of
from geo.load import Atlas
from geo.load import load as load_atlas
from scenarios.campaign import load_scenario
from scenarios.chronicle import Chronicle
from scenarios.expand import Scenario
from scenarios.load import load_chronicle


@dataclass(frozen=True, eq=False)
class Stage:
    """A scenario, and the ground and facts behind it."""

    scenario: Scenario
    atlas: Atlas
    chronicle: Chronicle


def names() -> list[str]:
    """Return the scenarios that ship with Hudut."""
    root = Path(str(files("scenarios") / "data"))
    return sorted(path.parent.name for path in root.glob("*/scenario.yaml"))


def stage(name: str | Path) -> Stage:
    """Open a scenario by name, or by the path of its folder.

    Raises
    ------
    HudutError
        If there is no such scenario, or its data are wrong.
    """
    folder = Path(name) if isinstance(name, (str, Path)) and name not in names() else None
    if folder is None or not (folder / "scenario.yaml").is_file():
        folder = Path(str(files("scenarios") / "data" / one_of(name, names(), "there is no scenario")))
    return _opened(folder)


@cache
def _opened(folder: Path) -> Stage:
    atlas = load_atlas()
    chronicle = load_chronicle(atlas)
    return Stage(load_scenario(folder, atlas, chronicle), atlas, chronicle)
