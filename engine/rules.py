"""The rules: which moves are legal in a state, and what a move does. Pure: state in, state out.

A state is a tuple of integers, one for each variable of the kernel, in declared order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import eq, ge, lt, ne
from typing import Any

from engine.errors import IllegalMove
from scenarios.kernel import STEP, Effect, Guard, Kernel, Move, variables_of

State = tuple[int, ...]
Test = Callable[[State], bool]
_OPERATORS: Mapping[str, Callable[[int, int], bool]] = {"==": eq, "!=": ne, "<": lt, ">=": ge}
REMEMBERED = 200_000
"""Projected states whose legal moves are remembered, per kernel."""


class _Effect:
    """One compiled effect."""

    __slots__ = ("adds", "amount", "place", "test", "top")

    def __init__(self, effect: Effect, kernel: Kernel) -> None:
        self.adds = effect[0] == "add"
        self.place = kernel.position[effect[1]]
        self.amount: int = effect[2]
        self.top = kernel.variables[self.place].size - 1
        self.test = compile_guard(effect[3], kernel) if len(effect) > 3 else None


def compile_guard(guard: Guard, kernel: Kernel) -> Test:
    """Return a function that tells whether a state satisfies a guard."""
    operator, *parts = guard
    if operator == "all":
        tests = tuple(compile_guard(part, kernel) for part in parts)
        return lambda state: all(test(state) for test in tests)
    if operator == "any":
        tests = tuple(compile_guard(part, kernel) for part in parts)
        return lambda state: any(test(state) for test in tests)
    if operator == "not":
        inner = compile_guard(parts[0], kernel)
        return lambda state: not inner(state)
    compare, place, value = _OPERATORS[operator], kernel.position[parts[0]], parts[1]
    if isinstance(value, dict):
        other = kernel.position[value["var"]]
        return lambda state: compare(state[place], state[other])
    return lambda state: compare(state[place], value)


class Rules:
    """A kernel with its guards compiled once and its moves indexed by step."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self._step = kernel.position[STEP]
        self._effects = {move.id: tuple(_Effect(one, kernel) for one in move.effects) for move in kernel.moves}
        self._index: dict[int, tuple[tuple[Move, Test], ...]] = {}
        self._reads: dict[int, tuple[int, ...]] = {}
        for step, moves in _by_step(kernel).items():
            self._index[step] = tuple((move, compile_guard(move.guard, kernel)) for move in moves)
            read = {name for move in moves for name in variables_of(move.guard)}
            self._reads[step] = tuple(sorted(kernel.position[name] for name in read))
        self._legal: dict[State, tuple[Move, ...]] = {}

    def initial(self) -> State:
        """Return the state before the first step."""
        return tuple(variable.start for variable in self.kernel.variables)

    def legal_moves(self, state: State) -> tuple[Move, ...]:
        """Return the legal moves of a state in the kernel's order; none when the play is over."""
        step = state[self._step]
        if step not in self._index:
            return ()
        # Guards at a step read few variables: their values decide, so they serve as the key.
        key = tuple([state[place] for place in self._reads[step]])
        known = self._legal.get(key)
        if known is None:
            if len(self._legal) >= REMEMBERED:
                self._legal.clear()
            known = tuple(move for move, test in self._index[step] if test(state))
            self._legal[key] = known
        return known

    def apply(self, state: State, move: Move) -> State:
        """Return the state after a legal move.

        Raises
        ------
        IllegalMove
            If the move is not legal in the state.
        """
        legal = self.legal_moves(state)
        if move not in legal:
            raise IllegalMove(move.id, [one.id for one in legal])
        after = list(state)
        for effect in self._effects[move.id]:
            if effect.test is None or effect.test(state):
                value = after[effect.place] + effect.amount if effect.adds else effect.amount
                after[effect.place] = min(max(value, 0), effect.top)
        return tuple(after)


def _by_step(kernel: Kernel) -> dict[int, list[Move]]:
    """Sort the moves by the step that their guard demands.

    Raises
    ------
    ValueError
        If a guard does not name its step.
    """
    found: dict[int, list[Move]] = {}
    for move in kernel.moves:
        found.setdefault(_step_of(move.guard, move.id), []).append(move)
    return found


def _step_of(guard: Guard, move: str) -> int:
    parts: list[Any] = guard[1:] if guard[0] == "all" else [guard]
    for part in parts:
        if part[0] == "==" and part[1] == STEP:
            return int(part[2])
    raise ValueError(f"the guard of {move!r} does not name its step")


@lru_cache(maxsize=16)
def rules_of(kernel: Kernel) -> Rules:
    """Return the compiled rules of a kernel; the same kernel object is compiled once."""
    return Rules(kernel)


def digest(state: State) -> str:
    """Return the 64-bit FNV-1a hash of a state as 16 hexadecimal digits, one byte a variable."""
    total = 0xCBF29CE484222325
    for value in state:
        total = ((total ^ value) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{total:016x}"
