"""Is every sentence true where it is told? What texts take for granted, held against the states that show them.

A text presupposes the facts (`Campaign.facts`) that its record's events stand for, unless its variant names others, and
those whose words it uses. What a move tells is held against the state after it; what stands before a choice, against
the state before it, or what some way of the choice brings about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from engine.explore import told_by
from engine.frame import ending
from engine.prose import told
from engine.rules import State, Test, compile_guard
from scenarios.expand import Scenario
from scenarios.forms import Prose, Variant
from scenarios.kernel import STEP, VOID, read_by
from scenarios.schema import Option, Step

Way = tuple[str, State]
"""One way a step may end: its name (`step.option`, `step.seal:...`, `step.break`) and the state after it."""


@dataclass(frozen=True)
class Telling:
    """A text where it is told.

    Parameters
    ----------
    place
        Which text: `k6-gumru says`, `k6-gumru.late after`, `opening`.
    events
        What its record is linked to.
    state
        The state that shows it; `brought` are those that a choice at hand may lead to.
    """

    place: str
    prose: Prose
    events: tuple[str, ...]
    state: State = field(repr=False)
    brought: tuple[State, ...] = field(default=(), repr=False)


def tellings(scenario: Scenario, act: str, state: State, ways: Sequence[Way]) -> Iterator[Telling]:
    """Yield the texts that a state shows and that the ways out of it tell."""
    one, number = scenario.acts[act], scenario.step_at(state)
    if number == scenario.first[act]:
        for _, after in ways:
            if scenario.value(after, VOID) and one.void is not None:
                yield Telling("void", one.void.text, (), after)
            else:
                yield Telling("opening", one.opening, (), after)
    elif number == scenario.last[act]:
        name = ending(scenario, state, act)
        yield from (Telling(f"ending {name}", each.text, (), state) for each in one.endings if each.id == name)
    else:
        placed = scenario.placed_at(state)
        happening = [way for way in ways if not way[0].endswith(".skip")]
        if placed is not None and happening:
            yield from _at_step(placed.step, state, happening)


def _at_step(step: Step, state: State, ways: Sequence[Way]) -> Iterator[Telling]:
    after = tuple(one for _, one in ways)
    for name, prose in (("titles", step.titles), ("says", step.says)):
        if step.kind == "event":
            yield from (Telling(f"{step.id} {name}", prose, step.events, one) for one in after)
        else:
            yield Telling(f"{step.id} {name}", prose, step.events, state, after)
    for option in step.options:
        yield from _of_option(step, option, state, ways)
    if step.basket is not None:
        broken = [one for name, one in ways if name.endswith((".break", ".lapse"))]
        yield from (Telling(f"{step.id} broken", step.basket.broken, (), one) for one in broken)


def _of_option(step: Step, option: Option, state: State, ways: Sequence[Way]) -> Iterator[Telling]:
    chosen = tuple(one for name, one in ways if name.split(".")[1] == option.id)
    if chosen:
        for name, prose in (("titles", option.titles), ("says", option.says)):
            yield Telling(f"{step.id}.{option.id} {name}", prose, (), state, chosen)
    late = option.after or option.says
    yield from (Telling(f"{step.id}.{option.id} after", late, option.events, one) for one in chosen)


@lru_cache(maxsize=16)
def _tests(scenario: Scenario) -> Mapping[str, Test]:
    return {key: compile_guard(guard, scenario.kernel) for key, guard in scenario.facts.items()}


@lru_cache(maxsize=8192)
def _spoken(scenario: Scenario, text: str, language: str) -> frozenset[str]:
    """Return the facts whose words a text uses."""
    low = text.casefold()
    facts = scenario.campaign.facts.items()
    return frozenset(key for key, one in facts if any(word.casefold() in low for word in one.words.get(language, ())))


def presupposed(scenario: Scenario, variant: Variant, events: Iterable[str]) -> frozenset[str]:
    """Return the facts that a variant of a text takes for granted; `events` are what its record is linked to."""
    if variant.presupposes is not None:
        return frozenset(variant.presupposes)
    linked = set(events)
    found = {key for key, fact in scenario.campaign.facts.items() if linked & set(fact.of)}
    return frozenset(found.union(*(_spoken(scenario, text, language) for language, text in variant.texts.items())))


def _looked_at(scenario: Scenario) -> set[str]:
    """Return the variables that decide which texts are told and whether they are true."""
    guards = [*scenario.facts.values(), *(guard for _, guard in told_by(scenario))]
    ends = [guard for each in scenario.endings.values() for _, guard in each]
    return {STEP, VOID, *read_by((*guards, *ends))}


@dataclass(frozen=True)
class Untrue:
    """A text that is told in a state in which a fact that it presupposes has not happened."""

    place: str
    fact: str
    text: str


class Telltale:
    """Collects what is told of an act: the variants that were heard, and every text that is untrue where it is told."""

    def __init__(self, scenario: Scenario, act: str) -> None:
        self.scenario, self.act = scenario, act
        self.heard: set[tuple[str, int]] = set()
        self.untrue: dict[Untrue, tuple[str, ...]] = {}
        self._seen: set[object] = set()
        self._read = sorted(scenario.kernel.places(_looked_at(scenario)))

    def hear(self, state: State, ways: Sequence[Way], path: Callable[[], tuple[str, ...]]) -> None:
        """Listen to what a state shows and its ways tell, unless another that looks the same was heard.

        `path` gives the way to the state; it is asked only where something is untrue.
        """
        looks = self._look(state)
        new = {(looks, name.split(":")[0], self._look(after)) for name, after in ways} or {(looks, "", ())}
        if new <= self._seen:
            return
        self._seen |= new
        for one in tellings(self.scenario, self.act, state, ways):
            variant = told(self.scenario, self.act, one.state, one.prose)
            place = next(n for n, other in enumerate(one.prose.variants) if other is variant)
            self.heard.add((one.place, place))
            facts = presupposed(self.scenario, variant, one.events)
            for fact in sorted(facts):
                test = _tests(self.scenario)[fact]
                if not test(one.state) and not any(test(later) for later in one.brought):
                    text = next(iter(variant.texts.values()))
                    self.untrue.setdefault(Untrue(one.place, fact, text), path())

    def _look(self, state: State) -> tuple[int, ...]:
        return tuple(state[place] for place in self._read)

    def unheard(self) -> Iterator[tuple[str, Variant]]:
        """Yield the variants that no state told, of texts that were told."""
        for place, prose in all_texts(self.scenario, self.act):
            told_somewhere = any(name == place for name, _ in self.heard)
            for number, variant in enumerate(prose.variants):
                if told_somewhere and (place, number) not in self.heard and variant.when is not None:
                    yield place, variant


def all_texts(scenario: Scenario, act: str) -> Iterator[tuple[str, Prose]]:
    """Yield every text of an act by its place."""
    one = scenario.acts[act]
    yield "opening", one.opening
    if one.void is not None:
        yield "void", one.void.text
    for each in one.endings:
        yield f"ending {each.id}", each.text
    for step in one.steps:
        yield f"{step.id} titles", step.titles
        yield f"{step.id} says", step.says
        for option in step.options:
            yield f"{step.id}.{option.id} titles", option.titles
            yield f"{step.id}.{option.id} says", option.says
            yield f"{step.id}.{option.id} after", option.after or option.says
        if step.basket is not None:
            yield f"{step.id} broken", step.basket.broken
