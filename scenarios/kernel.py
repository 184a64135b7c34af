"""The kernel: the small integer machine that every scenario is expanded to, and all that the engines know.

Variables are integers with a declared finite domain, `0 .. size-1`.
A move has an id, an actor, a guard, effects and a weight.

Guard   ``["all", g, ...] | ["any", g, ...] | ["not", g] | [op, variable, value]`` with op ``== != < >=`` and
        value an integer or ``{"var": id}``. ``["all"]`` is always true.
Effect  ``["set" | "add", variable, integer]`` or the same with a guard as fourth member. Guards of effects look at the
        state before the move; effects apply in order; every result is clamped to the variable's domain.

The same JSON runs in Python (`engine.rules`) and in the browser; docs/kernel.md is the specification.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol

from geo.errors import BadValue

FORMAT = 2
CHANCE = "chance"
"""Actor of the moves that nobody chooses: events, dice, bookkeeping."""
STEP = "step"
"""The variable that counts the steps of the chronology; every guard names its value."""

VOID = "at.void"
"""1 in an act where nobody negotiates: only steps of the world happen."""

Guard = list[Any]
Effect = list[Any]
Kind = Literal[
    "open", "void", "close", "skip", "happens", "choose", "amend", "accept", "seal", "pass", "break", "lapse"
]
"""What a move does: brackets of an act; a step passed by or an event; an option chosen; a word at a table."""


class Values(Protocol):
    """A state: an integer for each variable, in declared order; a row of a table of states is one too."""

    def __getitem__(self, place: int, /) -> Any:
        """Return the value at a place."""


class Stem(NamedTuple):
    """A move of the historical line, whichever variant of its weight is legal: the step, and the id without variant."""

    step: str
    id: str


@dataclass(frozen=True)
class Variable:
    """An integer from 0 to `size - 1`, first `start`; `values` names them where they have names."""

    id: str
    size: int
    start: int = 0
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """Something a party (or chance) may do in the states that its guard allows.

    Parameters
    ----------
    step
        Id of its step; of the act, for what opens and closes one.
    weight
        Share among the legal moves of the same actor when moves are drawn; an integer, so that every runtime agrees.
    item, option
        What an amendment sets to what; for a choice the option alone.
    variant
        Number of the weight, where an option has several and this is not the one of last resort.
    """

    step: str
    kind: Kind
    actor: str
    guard: Guard = field(hash=False)
    effects: tuple[Effect, ...] = field(hash=False)
    weight: int = 1
    item: str = ""
    option: str = ""
    variant: int = 0

    @cached_property
    def number(self) -> int:
        """The value of `step` that its guard demands."""
        parts = self.guard[1:] if self.guard[0] == "all" else [self.guard]
        return next(int(part[2]) for part in parts if part[0] == "==" and part[1] == STEP)

    @cached_property
    def stem(self) -> Stem:
        """The move without its variant: what history and scripts name."""
        if self.kind == "choose":
            return Stem(self.step, f"{self.step}.{self.option}")
        if self.kind == "amend":
            return Stem(self.step, f"{self.step}.{self.actor}.{self.item}.{self.option}")
        at_table = self.kind in ("accept", "seal", "pass", "break", "lapse")
        return Stem(self.step, f"{self.step}.{self.actor}.{self.kind}" if at_table else f"{self.step}.{self.kind}")

    @cached_property
    def id(self) -> str:
        """The stable text that logs and scripts hold; `engine/kernel.js` reads the fields from it again."""
        return f"{self.stem.id}.{self.variant}" if self.variant else self.stem.id


@dataclass(frozen=True, eq=False)
class Kernel:
    """Variables and moves, in declared order."""

    id: str
    variables: tuple[Variable, ...]
    moves: tuple[Move, ...]

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Position of each variable in a state."""
        return {variable.id: place for place, variable in enumerate(self.variables)}

    def variable(self, name: str) -> Variable:
        """Return a variable by its id."""
        return self.variables[self.position[name]]

    def places(self, names: Iterable[str]) -> tuple[int, ...]:
        """Return the positions of variables in a state."""
        return tuple(self.position[name] for name in names)

    def step_at(self, state: Values) -> int:
        """Return the number of the step at which a state stands."""
        return self.at(state, STEP)

    def at(self, state: Values, name: str) -> int:
        """Return the value of a variable in a state."""
        return int(state[self.position[name]])

    def changed(self, state: Sequence[int], values: Mapping[str, int]) -> tuple[int, ...]:
        """Return a state with other values of some variables, rules or no."""
        after = list(state)
        for name, number in values.items():
            after[self.position[name]] = number
        return tuple(after)

    @cached_property
    def by_step(self) -> Mapping[int, Sequence[Move]]:
        """Moves by the step that their guard demands."""
        found: dict[int, list[Move]] = {}
        for move in self.moves:
            found.setdefault(move.number, []).append(move)
        return found

    @cached_property
    def by_id(self) -> Mapping[str, Move]:
        """Moves by id."""
        return {move.id: move for move in self.moves}

    def value(self, variable: str, word: str | int) -> int:
        """Return the integer that a value's name stands for.

        Raises
        ------
        KeyError
            If there is no such variable.
        BadValue
            If the variable has no such value.
        """
        one = self.variable(variable)
        if isinstance(word, str) and word in one.values:
            return one.values.index(word)
        number = int(word) if isinstance(word, int) or (word.isdecimal() and len(word) < 10) else -1
        if not 0 <= number < one.size:
            known = f" ({', '.join(one.values)})" if one.values else ""
            raise BadValue(f"{variable} has no value {word!r}; it runs from 0 to {one.size - 1}{known}")
        return number

    def to_json(self) -> dict[str, Any]:
        """Return the kernel as JSON-able data; the browser runs on exactly this."""
        return {
            "format": FORMAT,
            "id": self.id,
            "variables": [[one.id, one.size, one.start, list(one.values)] for one in self.variables],
            "moves": [[one.id, one.actor, one.guard, list(one.effects), one.weight] for one in self.moves],
        }

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the rules: what logs are tied to. Neither a comment in a scenario file nor a weight changes it."""
        rules = self.to_json()
        rules["moves"] = [move[:-1] for move in rules["moves"]]
        text = json.dumps(rules, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def variables_of(guard: Guard) -> Iterator[str]:
    """Yield the variables that a guard reads."""
    operator = guard[0]
    if operator in ("all", "any", "not"):
        for part in guard[1:]:
            yield from variables_of(part)
    else:
        yield guard[1]
        if isinstance(guard[2], dict):
            yield guard[2]["var"]


def read_by(guards: Iterable[Guard]) -> frozenset[str]:
    """Return the variables, the step aside, that conditions look at."""
    return frozenset(name for guard in guards for name in variables_of(guard)) - {STEP}


def conjoin(*guards: Guard | None) -> Guard:
    """Return the guard that holds when all the given ones do; None stands for no condition."""
    parts: list[Guard] = []
    for guard in guards:
        if guard is not None:
            parts.extend(guard[1:] if guard[0] == "all" else [guard])
    return parts[0] if len(parts) == 1 else ["all", *parts]
