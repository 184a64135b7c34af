"""The machine of docs/kernel.md, sentence by sentence, in both runtimes: what is expected is written by hand."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pytest

from engine.errors import IllegalMove
from engine.rules import Rules, digest
from scenarios.kernel import CHANCE, Kernel, Move, Variable
from tests.engine.test_twin import Twin

GO = "go.happens"
STEP0 = ["==", "step", 0]
OPERATORS: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">=": operator.ge,
}  # fmt: skip
PAIRS = [(a, b) for a in range(3) for b in range(4)]


def kernel(*moves: Move) -> Kernel:
    """Two variables, `a` of three values and `b` of four, under one step."""
    return Kernel("machine", (Variable("step", 2), Variable("a", 3), Variable("b", 4, start=2)), moves)


def guarded(guard: list[Any], *effects: list[Any]) -> Kernel:
    return kernel(Move("go", "happens", CHANCE, ["all", STEP0, guard], effects))


class Both:
    """Ask Python and JavaScript the same; they must say the same."""

    def __init__(self, twin: Twin) -> None:
        self.twin = twin

    def after(self, machine: Kernel, states: list[tuple[int, ...]]) -> list[dict[str, tuple[int, ...]]]:
        """Return, of each state, the legal moves in order, each with the state it leads to."""
        rules = Rules(machine)
        ours = [{move.id: rules.apply(state, move) for move in rules.legal_moves(state)} for state in states]
        act = {"steps": [], "endings": [], "texts": [], "first": 0, "last": 0, "day": 0}
        ground: dict[str, Any] = {"pieces": [], "papers": [], "opening": []}
        raw = {"kernel": machine.to_json(), "acts": {"one": act}, "tables": {}, "ground": ground}
        self.twin.ask("load", key="machine", raw=raw)
        told = self.twin.ask("look", key="machine", states=[list(state) for state in states], act="one")
        theirs = [dict(zip(one["legal"], map(tuple, one["after"]), strict=True)) for one in told]
        assert theirs == ours
        assert [list(one) for one in theirs] == [list(one) for one in ours]
        return ours

    def holds(self, guard: list[Any], a: int, b: int) -> bool:
        return GO in self.after(guarded(guard), [(0, a, b)])[0]


@pytest.fixture(scope="module")
def both() -> Any:
    one = Twin()
    yield Both(one)
    assert one.process.stdin is not None
    assert one.process.stdout is not None
    one.process.stdin.close()
    one.process.wait(5)
    one.process.stdout.close()


@pytest.mark.parametrize("word", OPERATORS)
def test_two_variables_are_compared(both: Both, word: str) -> None:
    machine = guarded([word, "a", {"var": "b"}])
    found = both.after(machine, [(0, a, b) for a, b in PAIRS])
    assert [(GO in one) for one in found] == [OPERATORS[word](a, b) for a, b in PAIRS]


@pytest.mark.parametrize("word", OPERATORS)
def test_a_variable_is_compared_with_a_constant(both: Both, word: str) -> None:
    found = both.after(guarded([word, "b", 2]), [(0, 0, b) for b in range(4)])
    assert [(GO in one) for one in found] == [OPERATORS[word](b, 2) for b in range(4)]


def test_all_any_and_not(both: Both) -> None:
    one, other = ["==", "a", 1], ["==", "b", 3]
    assert [both.holds(["all", one, other], *pair) for pair in PAIRS] == [pair == (1, 3) for pair in PAIRS]
    assert [both.holds(["any", one, other], *pair) for pair in PAIRS] == [p[0] == 1 or p[1] == 3 for p in PAIRS]
    assert [both.holds(["not", one], *pair) for pair in PAIRS] == [pair[0] != 1 for pair in PAIRS]
    assert both.holds(["all"], 0, 0)
    assert not both.holds(["any"], 0, 0)


@pytest.mark.parametrize(
    ("effect", "after"),
    [
        (["set", "b", 3], (1, 3)),
        (["set", "b", 0], (1, 0)),
        (["set", "b", 9], (1, 3)),  # every result is clamped to the domain
        (["set", "b", -1], (1, 0)),
        (["add", "b", 1], (1, 3)),
        (["add", "b", 2], (1, 3)),
        (["add", "b", -2], (1, 0)),
        (["add", "b", -9], (1, 0)),
        (["add", "a", 1], (2, 2)),
        (["set", "b", 1, ["==", "a", 1]], (1, 1)),
        (["set", "b", 1, ["==", "a", 0]], (1, 2)),
        (["add", "b", 1, ["<", "a", {"var": "b"}]], (1, 3)),
        (["add", "b", 1, ["==", "a", {"var": "b"}]], (1, 2)),
    ],
)
def test_an_effect_sets_or_adds_and_is_clamped(both: Both, effect: list[Any], after: tuple[int, int]) -> None:
    assert both.after(guarded(["all"], effect), [(0, 1, 2)]) == [{GO: (0, *after)}]


def test_effects_apply_in_order_and_their_guards_look_at_the_state_before(both: Both) -> None:
    machine = guarded(["all"], ["set", "a", 2], ["add", "b", 1, ["==", "a", 2]], ["add", "a", -1])
    assert both.after(machine, [(0, 0, 2)]) == [{GO: (0, 1, 2)}]
    assert both.after(machine, [(0, 2, 2)]) == [{GO: (0, 1, 3)}]


def test_legal_moves_are_in_declared_order_and_of_this_step_only(both: Both) -> None:
    later = ["==", "step", 1]
    machine = kernel(
        *(Move(name, "happens", CHANCE, guard, ()) for name, guard in (("z", STEP0), ("y", later), ("a", STEP0)))
    )
    assert [list(one) for one in both.after(machine, [(0, 0, 0), (1, 0, 0), (0, 2, 3)])] == [
        ["z.happens", "a.happens"],
        ["y.happens"],
        ["z.happens", "a.happens"],
    ]
    rules = Rules(machine)
    assert rules.initial() == (0, 0, 2)
    with pytest.raises(IllegalMove, match=r"'y\.happens' is not legal here"):
        rules.apply((0, 0, 0), machine.by_id["y.happens"])


def test_a_variable_of_one_value_keeps_it(both: Both) -> None:
    go = Move("go", "happens", CHANCE, STEP0, (["add", "one", 1],))
    machine = Kernel("single", (Variable("step", 1), Variable("one", 1)), (go,))
    assert both.after(machine, [(0, 0)]) == [{GO: (0, 0)}]


def test_what_a_move_would_do_is_told_where_it_is_not_legal() -> None:
    machine = guarded(["==", "a", 1], ["add", "b", 1])
    rules = Rules(machine)
    assert rules.legal_moves((0, 0, 2)) == ()
    assert rules.carry_out((0, 0, 2), machine.by_id[GO]) == (0, 0, 3)


def test_legal_moves_are_remembered_and_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question costs one look-up the second time; past the bound all is forgotten, so memory stays small."""
    monkeypatch.setattr("engine.rules.REMEMBERED", 2)
    asked = []

    class Counting(dict[Any, Any]):
        def __setitem__(self, key: Any, value: Any) -> None:
            asked.append(key)
            super().__setitem__(key, value)

    rules = Rules(guarded(["<", "a", {"var": "b"}]))
    step = rules._read(0)
    assert step is not None
    step.known = Counting()
    held = []
    for b in (0, 1, 1, 2, 3, 0):
        rules.legal_moves((0, 1, b))
        held.append(sum(len(step.known) for step in rules._steps.values()))
    assert len(asked) == 5
    assert held == [1, 2, 2, 1, 2, 1]


@pytest.mark.parametrize(
    ("values", "told"),
    [((), "cbf29ce484222325"), (tuple(b"a"), "af63dc4c8601ec8c"), (tuple(b"foobar"), "85944171f73967e8")],
)
def test_the_digest_is_fnv_1a(values: tuple[int, ...], told: str) -> None:
    """Test vectors of its authors (Fowler, Noll, Vo)."""
    assert digest(values) == told
