"""Sets of weights: what is likely, wanted and too little, chosen by name; files in `weights/` beside a scenario.

A set changes who chooses what how often, never what is legal: the kernel's hash, states and logs are the same under
all. docs/analysis.md says how the sets that ship came about.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar

from geo.crossrefs import text_citations, unborne
from geo.errors import Problem, nearest, one_of
from geo.load import Atlas
from geo.reading import Reader, read_one
from geo.records import Record, Texts
from scenarios.chronicle import Chronicle
from scenarios.expand import Scenario
from scenarios.forms import Id
from scenarios.schema import Basket, Grounded, ItemOption, Option, Shift, Step, Weight

EVEN: Mapping[str, int] = {"weight": 100, "worth": 50, "walk_away": 50, "shift": 0, "walk_away_shift": 0}
"""What counts, by kind, where a set weighs all options alike; a text worth no more than walking away is signed."""
DEFAULT = "fitted"
"""The set that counts where none is named and the scenario has it."""
Otherwise = Literal["authored", "even"]
Kind = Literal["weight", "worth", "walk_away", "shift", "walk_away_shift"]
Visit = Callable[["Parameter"], "Parameter"]
W = TypeVar("W", bound=Weight)
Wrong = tuple[tuple[str | int, ...], str, str]
"""Where in a file, what is wrong, and the remedy."""


@dataclass(frozen=True)
class Parameter:
    """One weight.

    Parameters
    ----------
    name
        Where it stands: `step.option`, `step.option.1` (under a condition), `step.item.option.worth.seat`,
        `step.walk_away.seat`, `step.shift.1`, `step.walk_away_shift.1`.
    low, high
        Bounds; both are the value where it is not left open.
    """

    name: str
    kind: Kind
    value: int
    low: int
    high: int

    @property
    def varies(self) -> bool:
        """Whether it is left open."""
        return self.low < self.high


class WeightGroup(Grounded):
    """Values of a set by the name of the weight, with what they rest on."""

    values: dict[str, int]


class WeightSet(Record):
    """A set of weights.

    Parameters
    ----------
    text
        Where it comes from, and by which criterion it was made.
    fitted
        Whether it was fitted to what happened, so that agreement with history is no finding.
    kernel
        Hash of the only kernel for which it was made; without it the names decide.
    otherwise
        What weights that no group names are: as the acts have them, or all alike.
    """

    id: Id
    titles: Texts
    text: Texts
    fitted: bool = False
    kernel: str | None = None
    otherwise: Otherwise = "authored"
    groups: tuple[WeightGroup, ...] = ()

    @property
    def values(self) -> Mapping[str, int]:
        """The values of all groups by name."""
        return {name: value for group in self.groups for name, value in group.values.items()}


def parameters(steps: Iterable[Step]) -> Iterator[Parameter]:
    """Yield the weights of steps in the order of their file."""
    found: list[Parameter] = []

    def seen(one: Parameter) -> Parameter:
        found.append(one)
        return one

    for step in steps:
        _step(step, seen)
    yield from found


def _step(step: Step, visit: Visit) -> Step:
    options = tuple(_option(step.id, one, visit) for one in step.options)
    basket = None if step.basket is None else _basket(step.id, step.basket, visit)
    return step.model_copy(update={"options": options, "basket": basket})


def _option(step: str, option: Option, visit: Visit) -> Option:
    specials = tuple(
        _weight(f"{step}.{option.id}.{count}", "weight", one, visit)
        for count, one in enumerate(option.weights, start=1)
    )
    plain = _weight(f"{step}.{option.id}", "weight", option.weight, visit)
    return option.model_copy(update={"weights": specials, "weight": plain})


def _basket(step: str, basket: Basket, visit: Visit) -> Basket:
    items = tuple(
        item.model_copy(update={"options": tuple(_worth(f"{step}.{item.id}", one, visit) for one in item.options)})
        for item in basket.items
    )
    walk_away = {
        seat: _weight(f"{step}.walk_away.{seat}", "walk_away", one, visit) for seat, one in basket.walk_away.items()
    }
    shifts = _shifts(step, "shift", basket.shifts, visit)
    away = _shifts(step, "walk_away_shift", basket.walk_away_shifts, visit)
    return basket.model_copy(
        update={"items": items, "walk_away": walk_away, "shifts": shifts, "walk_away_shifts": away}
    )


def _worth(item: str, option: ItemOption, visit: Visit) -> ItemOption:
    name = f"{item}.{option.id}.worth"
    worth = {seat: _weight(f"{name}.{seat}", "worth", one, visit) for seat, one in option.worth.items()}
    return option.model_copy(update={"worth": worth})


def _weight(name: str, kind: Kind, weight: W, visit: Visit) -> W:
    low = weight.value if weight.low is None else weight.low
    high = weight.value if weight.high is None else weight.high
    one = visit(Parameter(name, kind, weight.value, low, high))
    return weight.model_copy(update={"value": one.value, "low": one.low, "high": one.high})


def _shifts(step: str, kind: Kind, shifts: tuple[Shift, ...], visit: Visit) -> tuple[Shift, ...]:
    return tuple(_shift(f"{step}.{kind}.{count}", kind, one, visit) for count, one in enumerate(shifts, start=1))


def _shift(name: str, kind: Kind, shift: Shift, visit: Visit) -> Shift:
    low = shift.add if shift.low is None else shift.low
    high = shift.add if shift.high is None else shift.high
    one = visit(Parameter(name, kind, shift.add, min(low, shift.add), max(high, shift.add)))
    return shift.model_copy(update={"add": one.value, "low": one.low, "high": one.high})


def weighed(scenario: Scenario, values: Mapping[str, int], otherwise: Otherwise) -> Scenario:
    """Return a scenario under other weights, as `WeightSet` has them; rules, states and logs stay the same."""

    def visit(one: Parameter) -> Parameter:
        base = _alike(one) if otherwise == "even" else one
        return _set_to(base, values[one.name], otherwise) if one.name in values else base

    steps = {one.step.id: _step(one.step, visit) for one in scenario.steps}
    weights = {one.name: one.value for one in parameters(steps.values()) if one.kind == "weight"}
    moves = tuple(replace(move, weight=weights.get(move.id, move.weight)) for move in scenario.kernel.moves)
    return replace(
        scenario,
        acts={
            key: act.model_copy(update={"steps": tuple(steps[step.id] for step in act.steps)})
            for key, act in scenario.acts.items()
        },
        steps=tuple(replace(one, step=steps[one.step.id]) for one in scenario.steps),
        kernel=replace(scenario.kernel, moves=moves),
    )


def _alike(one: Parameter) -> Parameter:
    value = EVEN[one.kind]
    return replace(one, value=value, low=value - value // 2, high=value + value // 2)


def _set_to(one: Parameter, value: int, otherwise: Otherwise) -> Parameter:
    """Return a weight with another value; its bounds hold the value, and follow it where there is no author's own."""
    if otherwise == "authored":
        return replace(one, value=value, low=min(one.low, value), high=max(one.high, value))
    _, top = bounds(one.kind)
    spread = abs(value) // 2
    return replace(one, value=value, low=value - spread, high=min(value + spread, top))


def fingerprint(scenario: Scenario) -> str:
    """Return the first 12 digits of the SHA-256 of all weights: what tells two settings of them apart."""
    known: str | None = scenario.__dict__.get("_fingerprint")
    if known is None:
        named = [[one.name, one.value] for one in parameters(one.step for one in scenario.steps)]
        known = scenario.__dict__["_fingerprint"] = hashlib.sha256(json.dumps(named).encode()).hexdigest()[:12]
    return known


def names_in(folder: Path) -> list[str]:
    """Return the names of the sets beside a scenario."""
    return sorted(path.stem for path in (folder / "weights").glob("*.yaml"))


def set_named(word: str | Path, folder: Path, scenario: Scenario) -> WeightSet:
    """Return a set of weights by its name beside a scenario, or by the path of a file.

    Raises
    ------
    BadValue
        If there is none of that name.
    DataError
        With every problem of the file, by line.
    """
    names = names_in(folder)
    path = folder / "weights" / f"{word}.yaml" if str(word) in names else Path(str(word))
    if not isinstance(word, (str, Path)) or not path.is_file():
        one_of(str(word), names, f"{scenario.id} has no set of weights, and there is no file,")
    return read_one(WeightSet, path, lambda found: wrong_values(found, scenario))


def wrong_values(found: WeightSet, scenario: Scenario) -> Iterator[Wrong]:
    """Yield place, problem and remedy of what in a set does not fit a scenario."""
    if found.kernel not in (None, scenario.kernel.hash):
        ours = scenario.kernel.hash
        what = f"kernel: the set was made for {str(found.kernel)[:12]}, {scenario.id} has {ours[:12]}."
        yield ("kernel",), what, f"See whether its values still fit, then write {ours}, or take the line out."
    known = {one.name: one for one in parameters(one.step for one in scenario.steps)}
    seen: set[str] = set()
    for number, group in enumerate(found.groups):
        for name, value in group.values.items():
            place: tuple[str | int, ...] = ("groups", number, "values", name)
            if name not in known:
                yield place, f"{name!r} is no weight of {scenario.id}.", nearest(name, known)
                continue
            low, top = bounds(known[name].kind)
            if not low <= value <= top:
                yield place, f"{name}: {value} is out of bounds.", f"Give a whole number from {low} to {top}."
            if name in seen:
                yield place, f"{name} is given twice.", "Keep one of the two."
            seen.add(name)


def bounds(kind: Kind) -> tuple[int, int]:
    """Return the least and the most that a weight of a kind may be."""
    return (-100, 100) if kind.endswith("shift") else (0, 1000) if kind == "weight" else (0, 100)


def ungrounded(found: WeightSet, atlas: Atlas, chronicle: Chronicle) -> Iterator[Wrong]:
    """Yield place, problem and remedy of what a set rests on and there is not."""
    known = {**chronicle.events, **chronicle.treaties, **atlas.bases}
    for number, group in enumerate(found.groups):
        for name in group.events:
            if name not in known:
                yield ("groups", number, "events"), f"unknown event {name!r}.", nearest(name, known)
        for what, remedy, _ in unborne(text_citations(group.cite), atlas.sources):
            yield ("groups", number, "cite"), what, remedy


def set_problems(folder: Path, scenario: Scenario, atlas: Atlas, chronicle: Chronicle) -> list[Problem]:
    """Return every problem of the sets beside a scenario."""
    reader = Reader(folder)
    for file, found in _built(reader):
        for place, what, remedy in (*wrong_values(found, scenario), *ungrounded(found, atlas, chronicle)):
            reader.report(file, reader.line_of(file, place), what, remedy)
    return reader.problems


def sets_of(folder: Path) -> dict[str, WeightSet]:
    """Return the sets beside a scenario as far as they can be read, by file name: for proving what they cite."""
    return dict(_built(Reader(folder)))


def _built(reader: Reader) -> Iterator[tuple[str, WeightSet]]:
    for name in names_in(reader.folder):
        file = f"weights/{name}.yaml"
        found = reader.build(WeightSet, reader.mapping(file), file, ())
        if found is not None:
            yield file, found
