"""The rules over many states at once: guards and effects of the kernel on a table of states, a row each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from engine.reach import classes
from hudut.analysis.tables import Bools, Bytes, Floats, Ints
from scenarios.kernel import Effect, Guard, Kernel

_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    ">=": np.greater_equal,
}


def compare(operator: str, one: Any, other: Any) -> Any:
    """Return what an operator of the kernel says of two values."""
    return _COMPARE[operator](one, other)


def holds(kernel: Kernel, guard: Guard, rows: Bytes) -> Bools:
    """Return whether a guard holds in each state."""
    return holds_in(partial(column, kernel, rows=rows), guard, len(rows))


def holds_in(value: Callable[[str], Any], guard: Guard, states: int) -> Bools:
    """Return whether a guard holds in each of so many states, in which `value` returns what a variable is."""
    operator, *parts = guard
    if operator == "all":
        found = np.ones(states, np.bool_)
        for part in parts:
            found &= holds_in(value, part, states)
        return found
    if operator == "any":
        found = np.zeros(states, np.bool_)
        for part in parts:
            found |= holds_in(value, part, states)
        return found
    if operator == "not":
        return ~holds_in(value, parts[0], states)
    name, other = parts
    return np.asarray(
        compare(operator, value(name), value(other["var"]) if isinstance(other, dict) else other), np.bool_
    )


def first_that_holds(kernel: Kernel, guards: Sequence[Guard], rows: Bytes) -> Ints:
    """Return, for each state, the place of the first guard that holds; -1 where none does."""
    found = np.full(len(rows), -1, np.int32)
    for number, guard in reversed(list(enumerate(guards))):
        found[holds(kernel, guard, rows)] = number
    return found


def column(kernel: Kernel, name: str, rows: Bytes) -> Bytes:
    """Return the value of a variable or an item in each state."""
    (place,) = kernel.places([name])
    return rows[:, place]


def after(kernel: Kernel, effects: Iterable[Effect], rows: Bytes) -> Bytes:
    """Return the states after some effects, whose conditions look at the states before."""
    found = rows.copy()
    for kind, name, amount, *condition in effects:
        (place,) = kernel.places([name])
        value = found[:, place].astype(np.int16) + amount if kind == "add" else np.full(len(rows), amount, np.int16)
        value = np.clip(value, 0, kernel.variables[place].size - 1).astype(np.uint8)
        found[:, place] = np.where(holds(kernel, condition[0], rows), value, found[:, place]) if condition else value
    return found


def merged(rows: Bytes, mass: Floats) -> tuple[Bytes, Floats]:
    """Return the distinct states, and the mass of each; equal hashes of unequal states are noticed."""
    place, sample = classes(rows)
    total: Floats = np.bincount(place, mass, len(sample)).astype(np.float64)
    return rows[sample], total


def distinct(rows: Bytes) -> tuple[Bytes, Ints]:
    """Return the distinct rows in lexical order, and the place of each row among them."""
    if rows.shape[1] == 0:
        return rows[:1], np.zeros(len(rows), np.int32)
    packed = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1]))).ravel()
    _, first, place = np.unique(packed, return_index=True, return_inverse=True)
    return rows[first], place.astype(np.int32).ravel()


def columns_of(states: Bytes) -> tuple[Bytes, Ints]:
    """Return the different columns of a table of states, a row each, and which of them each variable has."""
    known: dict[bytes, int] = {}
    column = [known.setdefault(one.tobytes(), len(known)) for one in states.T]
    return np.frombuffer(b"".join(known), np.uint8).reshape(len(known), -1), np.array(column, np.int32)
