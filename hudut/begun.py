"""What an act is opened on otherwise than in history, where a play goes on from an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.frame import act_at, frame
from engine.play import initial
from engine.rules import State
from hudut.campaigns import Stage
from hudut.transcript import MapChange, change_lines, land_words, map_changes, variable_changes
from hudut.wording import said, say


@dataclass(frozen=True)
class Changes:
    """What differs between two states: land, and public variables with their values before and after."""

    land: tuple[MapChange, ...] = ()
    variables: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the changes as JSON-able data."""
        return {"changes": [one.to_json() for one in self.land], "variables": dict(self.variables)}


def opening_changes(stage: Stage, begun: State) -> Changes:
    """Return what is otherwise at the opening of an act, which a play comes to in `begun`, as changes from history."""
    scenario, act = stage.scenario, act_at(stage.scenario, begun)
    past = initial(scenario, act)
    land = map_changes(stage, frame(scenario, past), frame(scenario, begun))
    return Changes(tuple(land), variable_changes(scenario, past, begun, act))


def opening_lines(stage: Stage, begun: State, language: str) -> list[str]:
    """Return in words what `opening_changes` found: a sentence, then a line each; land of one change in one line."""
    changes, act = opening_changes(stage, begun), act_at(stage.scenario, begun)
    if changes == Changes():
        return []
    lines = [*_joint_lines(stage, changes.land, language), *change_lines(stage, act, (), changes.variables, language)]
    return [say(language)["opening.differs"], *lines]


def _joint_lines(stage: Stage, land: Iterable[MapChange], language: str) -> Iterator[str]:
    """Yield changes of land in words, all territories that changed in the same way in one line."""
    groups: dict[tuple[str, ...], list[MapChange]] = {}
    for one in land:
        groups.setdefault(land_words(stage, one, language)[1:4], []).append(one)
    words = said(language)
    for (where, before, after), some in groups.items():
        names = words.joined([stage.atlas.territories[one.territory].names[language] for one in some])
        area = words.say("unit.km2", n=words.number(sum(one.km2 for one in some)))
        yield f"{names}, {where}: {before} → {after} ({area})"
