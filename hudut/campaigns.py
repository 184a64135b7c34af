"""Open a scenario with the atlas and the chronicle that it stands on."""

from __future__ import annotations

import gc
import hashlib
import pickle
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar, cast

from pydantic import VERSION

from geo.cache import Cache, folders_hash, package_hash
from geo.errors import one_of
from geo.load import Atlas
from geo.load import load as load_atlas
from geo.records import Record
from scenarios.campaign import load_scenario
from scenarios.chronicle import Chronicle
from scenarios.expand import Scenario
from scenarios.load import load_chronicle
from scenarios.weighing import DEFAULT, WeightSet, fingerprint, names_in, set_named, sets_of, weighed

Value = TypeVar("Value")
AUTHORED = "authored"
"""Stands for the weights of the acts themselves, where no set was named."""
MADE_OF = ("geo", "scenarios")
"""The packages whose code and data decide what a stage is."""
_STAGES = Cache("stages", keep=12)


@dataclass(frozen=True, eq=False)
class Stage:
    """A scenario under a set of weights, and the ground and facts behind it.

    Parameters
    ----------
    facts
        Gives the chronicle, which is read when it is first asked for.
    weights
        The set; None where the acts' own weights count and nobody named them.
    """

    scenario: Scenario
    atlas: Atlas
    facts: Callable[[], Chronicle]
    weights: WeightSet | None = None
    folder: Path | None = None

    @property
    def chronicle(self) -> Chronicle:
        """Events, treaties and what else is told of the years."""
        return self.facts()

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
        plain = self.scenario if self.folder is None else _rules(self.folder, None)[0]
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
    beside = names_in(folder)
    if weights is None or weights in beside:
        return _opened(folder, DEFAULT if weights is None and DEFAULT in beside else weights)
    return _opened(folder, None).under(weights)


@cache
def _opened(folder: Path, weights: str | None) -> Stage:
    """Return a stage under a set beside the scenario; without one, with the weights as the acts have them."""
    scenario, found = _rules(folder, weights)
    return Stage(scenario, _atlas(), _chronicle, found, folder)


@cache
def _atlas() -> Atlas:
    return _kept(load_atlas, "atlas")


@cache
def _chronicle() -> Chronicle:
    return _kept(lambda: load_chronicle(_atlas()), "chronicle")


@cache
def _rules(folder: Path, weights: str | None) -> tuple[Scenario, WeightSet | None]:
    def read() -> tuple[Scenario, WeightSet | None]:
        if weights is None:
            scenario, found = load_scenario(folder, _atlas(), _chronicle()), None
        else:
            plain, _ = _rules(folder, None)
            found = set_named(weights, folder, plain)
            scenario = weighed(plain, found.values, found.otherwise)
        _ = scenario.kernel.hash, fingerprint(scenario)  # are found now, so that they are kept too
        return scenario, found

    return _kept(read, folder, weights)


def _kept(make: Callable[[], Value], *asked: object) -> Value:
    """Return what is made of the packages `geo` and `scenarios` and of the folders asked for; it is kept between runs.

    Reading and checking take ten times as long as thawing what they came to (docs/decisions/0031).
    """
    packages = [(str(files(package)), package_hash(package)) for package in MADE_OF]
    folders = folders_hash(*(one for one in asked if isinstance(one, Path)))
    key = hashlib.sha256(f"{sys.version} {VERSION} {packages} {asked} {folders}".encode()).hexdigest()
    kept = _STAGES.get(key)
    if kept is None:
        made = make()
        _STAGES.put(key, pickle.dumps(made))
        return made
    collects = gc.isenabled()
    gc.disable()  # nothing of it is garbage: looking for some takes twice as long as thawing
    try:
        return cast(Value, pickle.loads(kept))  # noqa: S301 - from the user's own folder, as compiled modules are
    finally:
        gc.freeze()
        if collects:
            gc.enable()
