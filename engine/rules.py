"""The rules: which moves are legal in a state, and what a move does. Pure: state in, state out.

A state is a tuple of integers, one for each variable of the kernel, in declared order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import eq, ge, itemgetter, lt, ne
from typing import Any

from engine.errors import IllegalMove
from scenarios.kernel import STEP, Effect, Guard, Kernel, Move, variables_of

State = tuple[int, ...]
Test = Callable[[State], bool]
_OPERATORS: Mapping[str, Callable[[int, int], bool]] = {"==": eq, "!=": ne, "<": lt, ">=": ge}
REMEMBERED = 200_000
"""Projected states whose legal moves are remembered, per kernel."""


CompiledEffect = tuple[int, int, int, Test | None]
"""Place, amount, top and condition; the top of a `set` is -1, and its amount is clamped already."""


def _compile_effect(effect: Effect, kernel: Kernel) -> CompiledEffect:
    place, amount = kernel.position[effect[1]], effect[2]
    top = kernel.variables[place].size - 1
    test = compile_guard(effect[3], kernel) if len(effect) > 3 else None
    return (place, amount, top, test) if effect[0] == "add" else (place, min(max(amount, 0), top), -1, test)


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


class _Step:
    """The moves of one step with their guards compiled, and the legal ones of the states met so far.

    Guards at a step read few variables: their values decide, so they serve as the key of what is remembered.
    """

    __slots__ = ("key", "known", "tests")

    def __init__(self, moves: Sequence[Move], kernel: Kernel) -> None:
        self.tests = tuple((move, compile_guard(move.guard, kernel)) for move in moves)
        read = {name for move in moves for name in variables_of(move.guard)}
        self.key = itemgetter(*sorted(kernel.position[name] for name in read))
        self.known: dict[Any, tuple[Move, ...]] = {}


class Rules:
    """A kernel with its moves indexed by step; guards and effects are compiled once, when a step is first come to."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self._step = kernel.position[STEP]
        self._effects: dict[str, tuple[CompiledEffect, ...]] = {}
        self._steps: dict[int, _Step] = {}
        self._remembered = 0

    def initial(self) -> State:
        """Return the state before the first step."""
        return tuple(variable.start for variable in self.kernel.variables)

    def legal_moves(self, state: State) -> tuple[Move, ...]:
        """Return the legal moves of a state in the kernel's order; none when the play is over."""
        step = self._steps.get(state[self._step]) or self._read(state[self._step])
        if step is None:
            return ()
        known = step.known.get(step.key(state))
        return self._find(step, state) if known is None else known

    def _read(self, number: int) -> _Step | None:
        """Compile the moves of a step when play first comes there; most plays and questions are of one act."""
        moves = self.kernel.by_step.get(number)
        if moves is None:
            return None
        self._effects |= {move.id: tuple(_compile_effect(one, self.kernel) for one in move.effects) for move in moves}
        found = self._steps[number] = _Step(moves, self.kernel)
        return found

    def _find(self, step: _Step, state: State) -> tuple[Move, ...]:
        if self._remembered >= REMEMBERED:
            self._remembered = 0
            for one in self._steps.values():
                one.known.clear()
        self._remembered += 1
        found = step.known[step.key(state)] = tuple(move for move, test in step.tests if test(state))
        return found

    def apply(self, state: State, move: Move) -> State:
        """Return the state after a legal move.

        Raises
        ------
        IllegalMove
            If the move is not legal in the state.
        """
        legal = self.legal_moves(state)
        if not _among(move, legal):
            raise IllegalMove(move.id, [one.id for one in legal])
        return self.carry_out(state, move)

    def carry_out(self, state: State, move: Move) -> State:
        """Return the state after a move's effects, whether or not it is legal: for asking what would be."""
        if move.id not in self._effects:
            self._read(move.number)
        after = list(state)
        for place, amount, top, test in self._effects[move.id]:
            if test is None or test(state):
                if top < 0:
                    after[place] = amount
                else:
                    after[place] = min(max(after[place] + amount, 0), top)
        return tuple(after)


def _among(move: Move, legal: tuple[Move, ...]) -> bool:
    """Return whether a move is among the legal ones; as a rule it is one of these very objects, which is soon told."""
    for one in legal:
        if one is move:
            return True
    return move in legal


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
