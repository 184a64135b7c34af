"""The words of conditions and effects, as docs/scenario-guide.md gives them: each with the states in which it holds."""

from __future__ import annotations

from typing import Any

import pytest

from engine.rules import compile_guard
from scenarios.kernel import CHANCE, Kernel, Variable
from scenarios.words import Words

LEV = Variable("lev", 4)
MOOD = Variable("mood", 3, values=("calm", "tense", "brink"))
WORDS = Words({"lev": LEV, "mood": MOOD, "gold": Variable("act.gold", 4)})
KERNEL = Kernel(CHANCE, (LEV, MOOD, Variable("act.gold", 4)), ())
EVERY = [(lev, mood, gold) for lev in range(4) for mood in range(3) for gold in range(4)]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("lev == 2", {2}),
        ("lev != 2", {0, 1, 3}),
        ("lev >= 2", {2, 3}),
        ("lev < 2", {0, 1}),
        ("lev > 2", {3}),
        ("lev <= 2", {0, 1, 2}),
        ({"not": "lev > 0"}, {0}),
        (["lev > 0", "lev <= 2"], {1, 2}),
        ({"any": ["lev < 1", "lev > 2"]}, {0, 3}),
        ({"all": ["lev > 1", {"not": "lev == 3"}]}, {2}),
        ([], {0, 1, 2, 3}),
        (None, {0, 1, 2, 3}),
    ],
)
def test_a_condition_holds_for_these_values(words: Any, values: set[int]) -> None:
    test = compile_guard(WORDS.guard(words), KERNEL)
    assert {state[0] for state in EVERY if test(state)} == values


@pytest.mark.parametrize(("words", "values"), [("mood > calm", {1, 2}), ("mood <= tense", {0, 1}), ("mood == 1", {1})])
def test_the_order_of_named_values_counts(words: str, values: set[int]) -> None:
    test = compile_guard(WORDS.guard(words), KERNEL)
    assert {state[1] for state in EVERY if test(state)} == values


@pytest.mark.parametrize("sign", ["==", "!=", "<", ">="])
def test_two_variables_are_compared(sign: str) -> None:
    test = compile_guard(WORDS.guard(f"lev {sign} gold"), KERNEL)
    hand = {"==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, ">=": lambda a, b: a >= b}
    assert [state for state in EVERY if test(state)] == [state for state in EVERY if hand[sign](state[0], state[2])]


@pytest.mark.parametrize("sign", [">", "<="])
def test_two_variables_are_not_compared_otherwise(sign: str) -> None:
    with pytest.raises(ValueError, match="two variables are compared with ==, !=, < or >="):
        WORDS.guard(f"lev {sign} gold")


@pytest.mark.parametrize(
    ("words", "effects"),
    [
        ("lev +1", [["add", "lev", 1]]),
        ("lev - 2", [["add", "lev", -2]]),
        ("mood = brink", [["set", "mood", 2]]),
        ("gold = 3", [["set", "act.gold", 3]]),
        ({"when": "lev > 1", "do": ["lev -1"]}, [["add", "lev", -1, [">=", "lev", 2]]]),
    ],
)
def test_an_effect_is_this(words: Any, effects: list[Any]) -> None:
    assert WORDS.effects([words]) == effects
