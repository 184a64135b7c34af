"""Read the words of conditions and effects: `lev >= 2`, `enver = gone`, `gold +1`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from geo.errors import BadValue, nearest
from scenarios.kernel import STEP, Effect, Guard, Variable, conjoin

_CONDITION = re.compile(r"\s*([a-z][\w.-]*)\s*(==|!=|>=|<=|>|<)\s*([\w.-]+)\s*\Z")
_EFFECT = re.compile(r"\s*([a-z][\w.-]*)\s*(?:=\s*([\w.-]+)|([+-]\s*\d+))\s*\Z")
_PAST = re.compile(r"\s*past\s+([a-z][a-z0-9-]*)\s*\Z")
_HOW = "Write a condition as 'lev >= 2', 'past STEP', {all: [...]}, {any: [...]} or {not: ...}."
_HOW_EFFECT = "Write an effect as 'lev +1', 'enver = gone' or {when: ..., do: [...]}."


class Words:
    """Turns words into guards and effects over the variables of one act, by the names that its author uses.

    `numbers` are the places of the steps in the chronology, for `past STEP`: what holds once that step is over;
    `changes` are lists of effects that several moves make, by name.

    Every method raises ValueError with the offending words, the nearest valid id and the form that works.
    """

    def __init__(
        self,
        variables: Mapping[str, Variable],
        numbers: Mapping[str, int] | None = None,
        changes: Mapping[str, Iterable[Any]] | None = None,
    ) -> None:
        self.variables = variables
        self.numbers = numbers or {}
        self.changes = changes or {}

    def guard(self, words: Any) -> Guard:
        """Return the guard of a condition; None is always true."""
        if words is None:
            return ["all"]
        if isinstance(words, str):
            return self._comparison(words)
        if isinstance(words, list):
            return conjoin(*(self.guard(word) for word in words)) if words else ["all"]
        if isinstance(words, dict) and len(words) == 1:
            key, value = next(iter(words.items()))
            if key == "not":
                return ["not", self.guard(value)]
            if key in ("all", "any") and isinstance(value, list):
                return [key, *(self.guard(part) for part in value)]
        raise BadValue(f"{words!r} is not a condition. {_HOW}")

    def effects(self, words: Iterable[Any]) -> list[Effect]:
        """Return the effects of a list of words."""
        found: list[Effect] = []
        for word in words:
            if isinstance(word, str) and word in self.changes:
                found.extend(self.effects(self.changes[word]))
            elif isinstance(word, str):
                found.append(self._effect(word))
            elif isinstance(word, dict) and set(word) == {"when", "do"}:
                guard = self.guard(word["when"])
                found.extend(self._guarded(effect, guard) for effect in self.effects(word["do"]))
            else:
                raise BadValue(f"{word!r} is not an effect. {_HOW_EFFECT}")
        return found

    @staticmethod
    def _guarded(effect: Effect, guard: Guard) -> Effect:
        return [*effect[:3], conjoin(guard, effect[3] if len(effect) > 3 else None)]

    def _comparison(self, words: str) -> Guard:
        past = _PAST.match(words)
        if past is not None:
            return self._past(past[1])
        match = _CONDITION.match(words)
        if match is None:
            raise BadValue(f"{words!r} is not a condition. {_HOW}")
        name, operator, right = match.groups()
        variable = self._variable(name)
        if right in self.variables and right not in variable.values:
            value: Any = {"var": self.variables[right].id}
            if operator in (">", "<="):
                raise BadValue(f"{words!r}: two variables are compared with ==, !=, < or >=")
        else:
            value = self.value(variable, right)
        if operator == ">":
            return [">=", variable.id, value + 1]
        if operator == "<=":
            return ["<", variable.id, value + 1]
        return [operator, variable.id, value]

    def _past(self, step: str) -> Guard:
        if step not in self.numbers:
            raise BadValue(f"there is no step {step!r}. {nearest(step, self.numbers)}")
        return [">=", STEP, self.numbers[step] + 1]

    def _effect(self, words: str) -> Effect:
        match = _EFFECT.match(words)
        if match is None:
            raise BadValue(f"{words!r} is not an effect. {_HOW_EFFECT}")
        name, word, amount = match.groups()
        variable = self._variable(name)
        if word is None:
            return ["add", variable.id, int(amount.replace(" ", ""))]
        return ["set", variable.id, self.value(variable, word)]

    def _variable(self, name: str) -> Variable:
        if name not in self.variables:
            raise BadValue(f"unknown variable {name!r}. {nearest(name, self.variables)}")
        return self.variables[name]

    @staticmethod
    def value(variable: Variable, word: str | int) -> int:
        """Return the integer of a value's name or number."""
        if isinstance(word, str) and word in variable.values:
            return variable.values.index(word)
        if str(word).isdecimal() and int(word) < variable.size:
            return int(word)
        choices = variable.values or [str(number) for number in range(variable.size)]
        raise BadValue(f"{variable.id} has no value {word!r}. {nearest(str(word), choices)}")
