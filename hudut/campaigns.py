"""Open a scenario with the atlas and the chronicle that it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from geo.errors import one_of
from geo.load import Atlas
from geo.load import load as load_atlas
from geo.records import Record
from scenarios.campaign import load_scenario
from scenarios.chronicle import Chronicle
from scenarios.expand import Scenario
from scenarios.load import load_chronicle
from scenarios.weighing import DEFAULT, WeightSet, fingerprint, names_in, set_named, sets_of, weighed

AUTHORED = "authored"
"""Stands for the weights of the acts themselves, where no set was named."""


@dataclass(frozen=True, eq=False)
class Stage:
    """A scenario under a set of weights, and the ground and facts behind it.

    Parameters
    ----------
    weights
        The set; None where the acts' own weights count and nobody named them.
    """

    scenario: Scenario
    atlas: Atlas
    chronicle: Chronicle
    weights: WeightSet | None = None
    folder: Path | None = None

    def __repr__(self) -> str:
        """Name the scenario, its acts and its weights."""
        weights = f", weights {self.weights.id}" if self.weights else ""
        return f"<Stage of {self.scenario.id}: {', '.join(self.scenario.acts)}{weights}>"

    def under(self, weights: str | Path | WeightSet | None) -> Stage:
        """Return the stage under another set of weights, by name, by file, or as read; itself where none is named.

        Raises
        ------
        HudutError
            If there is none of that name, or the file does not fit.
        """
        if weights is None:
            return self
        plain = self.scenario if self.folder is None else _opened(self.folder).scenario
        read = weights if isinstance(weights, WeightSet) else set_named(weights, self.folder or Path(), plain)
        return replace(self, scenario=weighed(plain, read.values, read.otherwise), weights=read)


def weights_name(stage: Stage) -> str:
    """Return what results say about their weights: the name of the set (`authored` without one), and a hash."""
    return f"{stage.weights.id if stage.weights else AUTHORED}@{fingerprint(stage.scenario)}"


def names() -> list[str]:
    """Return the scenarios that ship with Hudut."""
    root = Path(str(files("scenarios") / "data"))
    return sorted(path.parent.name for path in root.glob("*/scenario.yaml"))


def authored() -> tuple[Mapping[str, Record], ...]:
    """Return the acts and the sets of weights of the scenarios that ship, for who asks for all that they cite."""
    opened = [stage(name) for name in names()]
    return tuple(one for found in opened for one in (found.scenario.acts, sets_of(found.folder or Path())))


def stage(name: str | Path, weights: str | Path | WeightSet | None = None) -> Stage:
    """Open a scenario by name, or by the path of its folder.

    Parameters
    ----------
    weights
        A set of weights by name or file; by default `fitted` where the scenario has it.

    Raises
    ------
    HudutError
        If there is no such scenario or set, or its data are wrong.
    """
    folder = Path(name) if isinstance(name, (str, Path)) and name not in names() else None
    if folder is None or not (folder / "scenario.yaml").is_file():
        folder = Path(str(files("scenarios") / "data" / one_of(name, names(), "there is no scenario")))
    return _under(folder, weights) if isinstance(weights, str) else _by_default(folder).under(weights)


@cache
def _by_default(folder: Path) -> Stage:
    opened = _opened(folder)
    return opened.under(DEFAULT if DEFAULT in names_in(folder) else None)


@cache
def _under(folder: Path, weights: str) -> Stage:
    return _opened(folder).under(weights)


@cache
def _opened(folder: Path) -> Stage:
    """Return a stage with the weights as the acts have them."""
    atlas = load_atlas()
    chronicle = load_chronicle(atlas)
    return Stage(load_scenario(folder, atlas, chronicle), atlas, chronicle, folder=folder)
