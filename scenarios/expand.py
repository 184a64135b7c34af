"""Expand an authored campaign to a kernel: every event, option and sitting of a conference becomes moves over integers.

What is sugar and how it melts is specified in docs/kernel.md, with a worked example.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scenarios.baskets import SCRATCH, basket_history, basket_moves, item_variables
from scenarios.kernel import CHANCE, STEP, Effect, Guard, Kernel, Move, Stem, Values, Variable, conjoin
from scenarios.schema import Act, Campaign, Option, Rule, Step, VariableSpec
from scenarios.words import Words


@dataclass(frozen=True)
class LandRule:
    """A rule with its condition as a guard."""

    rule: Rule
    guard: Guard = field(hash=False)


@dataclass(frozen=True)
class Placed:
    """A step at its place in the chronology: the value of the variable `step` when it is due."""

    act: str
    number: int
    step: Step


@dataclass(frozen=True, eq=False)
class Scenario:
    """A campaign, its kernel, and what the engine needs to know of the acts.

    Parameters
    ----------
    first, last
        By act: the number of its opening, and of its closing.
    rules
        By act, in order: the first that matches a territory and layer counts.
    base
        By act: holdings of its stakes on its first day, as (territory, layer) to (party, status); from the atlas.
    history
        By act: the historical moves, its opening and closing included.
    """

    campaign: Campaign
    acts: Mapping[str, Act]
    kernel: Kernel
    steps: tuple[Placed, ...]
    first: Mapping[str, int]
    last: Mapping[str, int]
    rules: Mapping[str, tuple[LandRule, ...]]
    endings: Mapping[str, tuple[tuple[str, Guard], ...]]
    base: Mapping[str, Mapping[tuple[str, str], tuple[str, str]]]
    history: Mapping[str, tuple[Stem, ...]]

    @property
    def id(self) -> str:
        """Id of the campaign."""
        return self.campaign.id

    @cached_property
    def steps_by_id(self) -> Mapping[str, Placed]:
        """Steps by id."""
        return {one.step.id: one for one in self.steps}

    @cached_property
    def steps_by_number(self) -> Mapping[int, Placed]:
        """Steps by the value of `step` at which they are due."""
        return {one.number: one for one in self.steps}

    @cached_property
    def playable(self) -> frozenset[str]:
        """What a script may name: moves, their stems, and `step.item.option` for what a table shall seal."""
        texts = {
            f"{one.step.id}.{item.id}.{option.id}"
            for one in self.steps
            for item in (one.step.basket.items if one.step.basket else ())
            for option in item.options
        }
        return frozenset({move.id for move in self.kernel.moves} | {move.stem.id for move in self.kernel.moves} | texts)

    def step_at(self, state: Values) -> int:
        """Return the number of the step at which a state stands; acts have one for their opening and their close."""
        return self.kernel.step_at(state)

    def placed_at(self, state: Values) -> Placed | None:
        """Return the step at which a state stands, or None at the opening or close of an act."""
        return self.steps_by_number.get(self.step_at(state))

    def value(self, state: Values, name: str) -> int:
        """Return the value of a variable or an item in a state."""
        return self.kernel.at(state, name)


def variables_of(campaign: Campaign, acts: Mapping[str, Act]) -> dict[str, Variable]:
    """Return all variables of a campaign: the step counter, what acts hand on, their own, items and scratch."""
    total = sum(len(act.steps) + 2 for act in acts.values()) + 1
    found = {STEP: Variable(STEP, total)}
    found |= {key: _variable(key, spec) for key, spec in campaign.variables.items()}
    for act in acts.values():
        found |= {own(act.id, key): _variable(own(act.id, key), spec) for key, spec in act.variables.items()}
        for step in act.steps:
            if step.basket is not None:
                for variable in item_variables(step.basket):
                    found.setdefault(variable.id, variable)
    return found | {variable.id: variable for variable in SCRATCH}


def own(act: str, name: str) -> str:
    """Return the id of an act's own variable in the kernel: two acts may use the same word."""
    return f"{act}.{name}"


def words_of(campaign: Campaign, act: Act, variables: Mapping[str, Variable]) -> Words:
    """Return the words of an act: the campaign's variables, its own, and its items."""
    names = {key: variables[key] for key in campaign.variables}
    names |= {key: variables[own(act.id, key)] for key in act.variables}
    baskets = [step.basket for step in act.steps if step.basket is not None]
    return Words(names | {one.id: variables[one.id] for basket in baskets for one in item_variables(basket)})


def _variable(key: str, spec: VariableSpec) -> Variable:
    size = spec.size or len(spec.values)
    start = spec.values.index(str(spec.start)) if isinstance(spec.start, str) else spec.start
    return Variable(key, size, start, spec.values)


def expand(
    campaign: Campaign, acts: Mapping[str, Act], base: Mapping[str, Mapping[tuple[str, str], tuple[str, str]]]
) -> Scenario:
    """Return the scenario of a campaign.

    Raises
    ------
    BadValue
        If a condition or effect cannot be read; `scenarios.campaign.read_campaign` finds these with file and line.
    """
    variables = variables_of(campaign, acts)
    words = {key: words_of(campaign, act, variables) for key, act in acts.items()}
    moves: list[Move] = []
    placed: list[Placed] = []
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    number = 0
    for act in acts.values():
        first[act.id], last[act.id] = number, number + len(act.steps) + 1
        moves.extend(_opening(act, number, last[act.id], words[act.id]))
        for offset, step in enumerate(act.steps, start=number + 1):
            placed.append(Placed(act.id, offset, step))
            moves.extend(step_moves(step, offset, words[act.id]))
        moves.append(_closing(campaign, act, last[act.id], variables))
        number = last[act.id] + 1
    return Scenario(
        campaign=campaign,
        acts=acts,
        kernel=Kernel(campaign.id, tuple(variables.values()), tuple(moves)),
        steps=tuple(placed),
        first=first,
        last=last,
        rules={
            key: tuple(LandRule(rule, words[key].guard(rule.when)) for rule in act.rules) for key, act in acts.items()
        },
        endings={key: tuple((one.id, words[key].guard(one.when)) for one in act.endings) for key, act in acts.items()},
        base=base,
        history={key: tuple(_history(act)) for key, act in acts.items()},
    )


def at(number: int) -> Guard:
    """Return the guard that the play stands at a step."""
    return ["==", STEP, number]


def _opening(act: Act, number: int, last: int, words: Words) -> Iterator[Move]:
    """Open an act, or declare it void and go to its end at once."""
    void = None if act.void is None else words.guard(act.void.when)
    barred = None if void is None else ["not", void]
    yield Move(act.id, "open", CHANCE, conjoin(at(number), barred), (["set", STEP, number + 1],))
    if void is not None:
        yield Move(act.id, "void", CHANCE, conjoin(at(number), void), (["set", STEP, last],))


def _closing(campaign: Campaign, act: Act, number: int, variables: Mapping[str, Variable]) -> Move:
    """Close an act: all that it does not carry on returns to its start."""
    local = {own(act.id, key) for key in act.variables} | {
        one.id for step in act.steps if step.basket is not None for one in item_variables(step.basket)
    }
    dropped = [key for key in (*campaign.variables, *sorted(local)) if key not in act.carries]
    effects: list[Effect] = [["set", key, variables[key].start] for key in dict.fromkeys(dropped)]
    return Move(act.id, "close", CHANCE, at(number), (*effects, ["set", STEP, number + 1]))


def step_moves(step: Step, number: int, words: Words) -> Iterator[Move]:
    """Yield the moves of one step."""
    here = at(number)
    onward: Effect = ["set", STEP, number + 1]
    due = words.guard(step.when) if step.when is not None else None
    if due is not None:
        yield Move(step.id, "skip", CHANCE, conjoin(here, ["not", due]), (onward,))
    before = conjoin(here, due)
    if step.kind == "event":
        yield Move(step.id, "happens", CHANCE, before, (*words.effects(step.effects), onward))
    elif step.basket is not None:
        yield from basket_moves(step, before, onward, words)
    else:
        actor = CHANCE if step.kind == "chance" else str(step.actor)
        for option in step.options:
            yield from _option_moves(step, option, actor, before, onward, words)


def _option_moves(
    step: Step, option: Option, actor: str, before: Guard, onward: Effect, words: Words
) -> Iterator[Move]:
    """One move for each weight that the option may have; the plain id bears the weight of last resort."""
    guard = conjoin(before, words.guard(option.when) if option.when is not None else None)
    effects = (*words.effects(step.effects), *words.effects(option.effects), onward)
    for count, special in enumerate(option.weights, start=1):
        holds = words.guard(special.when)
        before_weight = conjoin(guard, holds)
        yield Move(step.id, "choose", actor, before_weight, effects, special.value, option=option.id, variant=count)
        guard = conjoin(guard, ["not", holds])
    yield Move(step.id, "choose", actor, guard, effects, option.weight.value, option=option.id)


def _history(act: Act) -> Iterator[Stem]:
    """Yield the stems of the historical moves; `engine.play` finds the legal variant of a weight, or the skip."""
    yield Stem(act.id, f"{act.id}.open")
    for step in act.steps:
        if step.basket is not None:
            yield from (Stem(step.id, stem) for stem in step.basket.history or basket_history(step))
        elif step.kind == "event":
            yield Stem(step.id, f"{step.id}.happens")
        else:
            yield from (Stem(step.id, f"{step.id}.{option.id}") for option in step.options if option.historical)
    yield Stem(act.id, f"{act.id}.close")
