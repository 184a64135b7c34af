"""Is every sentence true where it is told? What texts take for granted, held against the states that show them.

A text presupposes the facts (`Campaign.facts`) that its record's events stand for, unless its variant names others, and
those whose words it uses. What a move tells is held against the state after it; what stands before a choice, against
the state before it, or what some way of the choice brings about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from engine.explore import told_by
from engine.frame import ending
from engine.prose import Place, places, texts, told
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
        Which text, by its name in `engine.prose.texts`.
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
    known = texts(scenario, act)
    if number == scenario.first[act]:
        for _, after in ways:
            void = one.void is not None and scenario.value(after, VOID)
            yield from (_telling(place, after) for place in known.values() if _opens(place, void=bool(void)))
    elif number == scenario.last[act]:
        shown = (f"ending {ending(scenario, state, act)} text", "notes")
        yield from (_telling(known[name], state) for name in shown if name in known)
    else:
        placed = scenario.placed_at(state)
        happening = [way for way in ways if not way[0].endswith(".skip")]
        if placed is not None and happening:
            yield from _at_step(known, placed.step, state, happening)


def _opens(place: Place, *, void: bool) -> bool:
    """Tell whether a text is told as an act opens: what seats are told where they are to play, or why they are not."""
    return place.name == "void text" if void else place.name == "opening" or place.name.startswith("seat ")


def _telling(place: Place, state: State, brought: tuple[State, ...] = ()) -> Telling:
    return Telling(place.name, place.prose, place.events, state, brought)


def _at_step(known: Mapping[str, Place], step: Step, state: State, ways: Sequence[Way]) -> Iterator[Telling]:
    after = tuple(one for _, one in ways)
    for place in (known[f"{step.id} title"], known[f"{step.id} says"]):
        if step.kind == "event":
            yield from (_telling(place, one) for one in after)
        else:
            yield _telling(place, state, after)
    for option in step.options:
        yield from _of_option(known, f"{step.id}.{option.id}", option, state, ways)
    if step.basket is not None:
        for item in step.basket.items:
            articles = ((f"{item.id}.{one.id} text", one.text) for one in item.options)
            yield from (Telling(name, prose, (), state, after) for name, prose in articles)
        broken = [one for name, one in ways if name.endswith((".break", ".lapse"))]
        yield from (_telling(known[f"{step.id} broken"], one) for one in broken)


def _of_option(
    known: Mapping[str, Place], name: str, option: Option, state: State, ways: Sequence[Way]
) -> Iterator[Telling]:
    chosen = tuple(one for way, one in ways if way.split(".")[1] == option.id)
    if chosen:
        yield from (_telling(known[f"{name} {text}"], state, chosen) for text in ("title", "says"))
    late = known.get(f"{name} after", known[f"{name} says"])
    yield from (Telling(late.name, late.prose, option.events, one) for one in chosen)


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


def deciding(scenario: Scenario, act: str, heard: Iterable[Telling]) -> frozenset[str]:
    """Return the variables that decide which variants of some texts are told, and whether they are true there."""
    guards, words = [], scenario.words(act)
    for one in heard:
        for variant in one.prose.variants:
            guards += [] if variant.when is None else [words.guard(variant.when)]
            guards += [scenario.facts[fact] for fact in presupposed(scenario, variant, one.events)]
    return read_by(guards)


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
        self._look: Callable[[State], object] = itemgetter(*scenario.kernel.places(sorted(_looked_at(scenario))))

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

    def unheard(self) -> Iterator[tuple[str, Variant]]:
        """Yield the variants that no state told, of texts that were told."""
        somewhere = {name for name, _ in self.heard}
        for place in places(self.scenario, self.act):
            for number, variant in enumerate(place.prose.variants):
                if place.name in somewhere and (place.name, number) not in self.heard and variant.when is not None:
                    yield place.name, variant
