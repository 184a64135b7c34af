"""Expand an authored campaign to a kernel: every event, option and sitting of a conference becomes moves over integers.

What is sugar and how it melts is specified in docs/kernel.md, with a worked example.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from geo.errors import BadValue
from scenarios.baskets import SCRATCH, basket_history, basket_moves, item_variables
from scenarios.ground import Ground, Survey
from scenarios.kernel import CHANCE, STEP, VOID, Effect, Guard, Kernel, Move, Stem, Values, Variable, conjoin, read_by
from scenarios.land import Piece
from scenarios.schema import Act, Basket, Campaign, Option, Step, VariableSpec
from scenarios.words import Words


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
    ground
        The land that the campaign can move, and what the papers say of it.
    facts
        By fact of the chronicle that a play can prevent, in which states it has happened.
    lasting
        The variables that no act drops: land, what papers rest on, and what has happened.
    history
        By act: the historical moves, its opening and closing included.
    """

    campaign: Campaign
    acts: Mapping[str, Act]
    kernel: Kernel
    steps: tuple[Placed, ...]
    first: Mapping[str, int]
    last: Mapping[str, int]
    endings: Mapping[str, tuple[tuple[str, Guard], ...]]
    ground: Ground
    facts: Mapping[str, Guard]
    lasting: frozenset[str]
    history: Mapping[str, tuple[Stem, ...]]

    def __repr__(self) -> str:
        """Name the campaign and the hash of its rules."""
        return f"<Scenario {self.id}, kernel {self.kernel.hash[:12]}>"

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

    def basket_at(self, number: int) -> Basket:
        """Return the conference that is due at a step.

        Raises
        ------
        BadValue
            If the step is none.
        """
        basket = self.steps_by_number[number].step.basket
        if basket is None:
            raise BadValue(f"step {number} is no conference")
        return basket

    def value(self, state: Values, name: str) -> int:
        """Return the value of a variable, a piece or an item in a state."""
        return self.kernel.at(state, name)

    def words(self, act: str) -> Words:
        """Return the words of an act's conditions and effects."""
        numbers = {one.step.id: one.number for one in self.steps}
        return words_of(self.campaign, self.acts[act], numbers, {one.id: one for one in self.kernel.variables})


def variables_of(campaign: Campaign, acts: Mapping[str, Act], survey: Survey) -> dict[str, Variable]:
    """Return all variables of a campaign: the step counter, what acts hand on, land, the acts' own, items, scratch."""
    total = sum(len(act.steps) + 2 for act in acts.values()) + 1
    found = {STEP: Variable(STEP, total)}
    found |= {key: _variable(key, spec) for key, spec in campaign.variables.items()}
    found |= {
        one.id: _piece_variable(one, survey.holders[one.id]) for one in campaign.pieces if one.id in survey.holders
    }
    for act in acts.values():
        found |= {own(act.id, key): _variable(own(act.id, key), spec) for key, spec in act.variables.items()}
        for step in act.steps:
            if step.basket is not None:
                for variable in item_variables(step.basket):
                    found.setdefault(variable.id, variable)
    return found | {variable.id: variable for variable in (Variable(VOID, 2), *SCRATCH)}


def own(act: str, name: str) -> str:
    """Return the id of an act's own variable in the kernel: two acts may use the same word."""
    return f"{act}.{name}"


def days_of(acts: Mapping[str, Act]) -> tuple[int, int]:
    """Return the first and the last day of a campaign."""
    every = list(acts.values())
    return every[0].start.first, every[-1].end.last


def numbers_of(acts: Mapping[str, Act]) -> dict[str, int]:
    """Return the place of each step in the chronology: the value of the variable `step` when it is due."""
    found: dict[str, int] = {}
    number = 0
    for act in acts.values():
        found |= {step.id: number + offset for offset, step in enumerate(act.steps, start=1)}
        number += len(act.steps) + 2
    return found


def carried_names(campaign: Campaign) -> list[str]:
    """Return what acts can hand on: the campaign's variables and its pieces of land."""
    return [*campaign.variables, *(piece.id for piece in campaign.pieces)]


def ground_words(campaign: Campaign, numbers: Mapping[str, int], variables: Mapping[str, Variable]) -> Words:
    """Return the words of what holds across acts: the campaign's variables, its pieces, and which steps are past."""
    return Words(
        {key: variables[key] for key in carried_names(campaign) if key in variables}, numbers, campaign.changes
    )


def words_of(campaign: Campaign, act: Act, numbers: Mapping[str, int], variables: Mapping[str, Variable]) -> Words:
    """Return the words of an act: what holds across acts, its own variables, and its items."""
    across = ground_words(campaign, numbers, variables)
    names = dict(across.variables)
    names |= {key: variables[own(act.id, key)] for key in act.variables}
    baskets = [step.basket for step in act.steps if step.basket is not None]
    items = {one.id: variables[one.id] for basket in baskets for one in item_variables(basket)}
    return Words(names | items, across.numbers, across.changes)


def _piece_variable(piece: Piece, holder: str) -> Variable:
    return Variable(piece.id, len(piece.holders), list(piece.holders).index(holder), tuple(piece.holders))


def _variable(key: str, spec: VariableSpec) -> Variable:
    size = spec.size or len(spec.values)
    start = spec.values.index(str(spec.start)) if isinstance(spec.start, str) else spec.start
    return Variable(key, size, start, spec.values)


def expand(campaign: Campaign, acts: Mapping[str, Act], survey: Survey) -> Scenario:
    """Return the scenario of a campaign, whose land was surveyed.

    Raises
    ------
    BadValue
        If a condition or effect cannot be read; `scenarios.campaign.read_campaign` finds these with file and line.
    """
    variables = variables_of(campaign, acts, survey)
    numbers = numbers_of(acts)
    words = {key: words_of(campaign, act, numbers, variables) for key, act in acts.items()}
    across = ground_words(campaign, numbers, variables)
    papers = tuple(
        (one.id, across.guard(one.when), says) for one, says in zip(campaign.papers, survey.says, strict=True)
    )
    ground = Ground(survey.pieces, papers, survey.opening)
    facts = {key: across.guard(fact.when) for key, fact in campaign.facts.items()}
    lasting = ground.reads | read_by(facts.values())
    moves: list[Move] = []
    placed: list[Placed] = []
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    number = 0
    for act in acts.values():
        first[act.id], last[act.id] = number, number + len(act.steps) + 1
        moves.extend(_opening(act, number, words[act.id]))
        for step in act.steps:
            placed.append(Placed(act.id, numbers[step.id], step))
            moves.extend(step_moves(act, step, numbers[step.id], words[act.id]))
        moves.append(_closing(campaign, act, last[act.id], variables, lasting))
        number = last[act.id] + 1
    return Scenario(
        campaign=campaign,
        acts=acts,
        kernel=Kernel(campaign.id, tuple(variables.values()), tuple(moves)),
        steps=tuple(placed),
        first=first,
        last=last,
        endings={key: tuple(_endings(act, words[key])) for key, act in acts.items()},
        ground=ground,
        facts=facts,
        lasting=lasting,
        history={key: tuple(_history(act)) for key, act in acts.items()},
    )


def _endings(act: Act, words: Words) -> Iterator[tuple[str, Guard]]:
    """Yield the endings of an act with their conditions; an act whose negotiations are void has none of them."""
    met: Guard | None = None if act.void is None else ["==", VOID, 0]
    for one in act.endings:
        yield one.id, conjoin(met, words.guard(one.when))


def at(number: int) -> Guard:
    """Return the guard that the play stands at a step."""
    return ["==", STEP, number]


def _opening(act: Act, number: int, words: Words) -> Iterator[Move]:
    """Open an act, or declare its negotiations void."""
    void = None if act.void is None else words.guard(act.void.when)
    barred = None if void is None else ["not", void]
    yield Move(act.id, "open", CHANCE, conjoin(at(number), barred), (["set", STEP, number + 1],))
    if void is not None:
        effects: tuple[Effect, ...] = (["set", VOID, 1], ["set", STEP, number + 1])
        yield Move(act.id, "void", CHANCE, conjoin(at(number), void), effects)


def _closing(
    campaign: Campaign, act: Act, number: int, variables: Mapping[str, Variable], lasting: frozenset[str]
) -> Move:
    """Close an act: all that it does not carry on returns to its start, except land and what papers rest on."""
    local = {own(act.id, key) for key in act.variables} | {
        one.id for step in act.steps if step.basket is not None for one in item_variables(step.basket)
    }
    kept = lasting | set(act.carries)
    dropped = [key for key in (*campaign.variables, *sorted(local)) if key not in kept]
    effects: list[Effect] = [["set", key, variables[key].start] for key in dict.fromkeys(dropped)]
    held: list[Effect] = [["set", VOID, 0]] if act.void is not None else []
    return Move(act.id, "close", CHANCE, at(number), (*effects, *held, ["set", STEP, number + 1]))


def step_moves(act: Act, step: Step, number: int, words: Words) -> Iterator[Move]:
    """Yield the moves of one step."""
    here = at(number)
    onward: Effect = ["set", STEP, number + 1]
    due = _due(act, step, words)
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


def _due(act: Act, step: Step, words: Words) -> Guard | None:
    """Return when a step happens, or None for always; where an act is void only steps of the world do."""
    met: Guard | None = None if act.void is None or step.world else ["==", VOID, 0]
    when = words.guard(step.when) if step.when is not None else None
    return conjoin(met, when) if met is not None or when is not None else None


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
