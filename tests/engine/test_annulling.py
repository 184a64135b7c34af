"""No article stands as agreed whose text was never signed, in any act, however the play went."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.annulling import annulled, falling, stands
from engine.log import Log
from engine.playthrough import new_log, play_out
from engine.replay import end_of, states
from engine.rules import State, compile_guard, rules_of
from hudut.campaigns import stage
from scenarios.expand import Scenario
from scenarios.kernel import Guard, variables_of
from tests.conftest import SOAK
from tests.registries import ACTS

SEEDS = 400 if SOAK else 40


@pytest.fixture(scope="module")
def frontier() -> Scenario:
    return stage("frontier").scenario


def broken_at(scenario: Scenario, act: str) -> Iterator[str]:
    """Yield the breaks of an act's conferences, by each seat, and the choices that history did not make."""
    for one in scenario.acts[act].steps:
        yield from (f"{one.id}.{seat}.break" for seat in (one.basket.seats if one.basket else ()))
        yield from (f"{one.id}.{option.id}" for option in one.options if not option.historical)


def plays(scenario: Scenario, act: str) -> Iterator[tuple[Log, State]]:
    """Yield plays of an act with their ends: history but for one move, then drawn ones."""
    history = {"all": "historical", "chance": "historical"}
    logs = [
        play_out(scenario, new_log(scenario, act, seats=history), act, (move,)) for move in broken_at(scenario, act)
    ]
    drawn = {"all": "random", "chance": "random"}
    logs += [play_out(scenario, new_log(scenario, act, seed=seed, seats=drawn), act) for seed in range(SEEDS)]
    for log in logs:
        end = end_of(scenario, log, states(scenario, log), act)
        assert end is not None
        yield log, end


def demanded(scenario: Scenario, guard: Guard) -> set[str]:
    """Return the variables that must have left their start for a guard to hold."""
    parts = [part for part in (guard[1:] if guard[0] == "all" else [guard]) if part[0] in {"==", "!=", "<", ">="}]
    begun = rules_of(scenario.kernel).initial()
    return {part[1] for part in parts if not compile_guard(part, scenario.kernel)(begun)}


def words_of(log: Log) -> list[str]:
    return [one.move for one in log.entries if one.move.rpartition(".")[2] in {"break", "lapse", "seal"}]


@pytest.mark.parametrize("act", ACTS)
def test_an_article_stands_only_while_a_paper_could_say_it(frontier: Scenario, act: str) -> None:
    """What each paper on an article demands besides, such as the signature, has come about where the article stands."""
    kernel = frontier.kernel
    papers = [guard for _, guard, _ in frontier.ground.papers]
    options = [
        (item.id, number, {effect[1] for effect in frontier.words(act).effects(option.effects) if effect[0] == "set"})
        for step in frontier.acts[act].steps
        for item in (step.basket.items if step.basket else ())
        for number, option in enumerate(item.options, start=1)
    ]
    pieces = set(frontier.ground.pieces)
    for log, end in plays(frontier, act):
        for item, number, sets in options:
            if stands(frontier, item, end) != number:
                continue
            for name in sets - pieces:
                reading = [demanded(frontier, guard) - {name} for guard in papers if name in set(variables_of(guard))]
                for other in set.intersection(*reading) - pieces if reading else ():
                    assert kernel.at(end, other) != kernel.variable(other).start, (item, other, words_of(log))


@pytest.mark.parametrize("act", ACTS)
def test_what_an_article_set_is_taken_back_with_it(frontier: Scenario, act: str) -> None:
    """Where a text falls, no variable that its articles set stays behind; land that was taken is no paper."""
    kernel, pieces = frontier.kernel, set(frontier.ground.pieces)
    fallen = {
        item: compile_guard(guard, kernel)
        for item, guard in falling(frontier).items()
        if any(
            item in {one.id for one in (step.basket.items if step.basket else ())} for step in frontier.acts[act].steps
        )
    }
    seen = set()
    for log, end in plays(frontier, act):
        for step in frontier.acts[act].steps:
            for item in step.basket.items if step.basket else ():
                number = frontier.value(end, item.id)
                if not number or item.id not in fallen or not fallen[item.id](end):
                    continue
                seen.add(item.id)
                assert annulled(frontier, item.id, number, end)
                effects = frontier.words(act).effects(item.options[number - 1].effects)
                for effect in effects:
                    variable = kernel.variable(effect[1])
                    if effect[0] == "set" and effect[1] not in pieces and effect[2] != variable.start:
                        assert kernel.at(end, effect[1]) == variable.start, (item.id, effect[1], words_of(log))
    assert seen == set(fallen), "each text that can fall does"


def test_the_three_articles_on_thrace_fall_when_mudanya_breaks_off(frontier: Scenario) -> None:
    history = {"all": "historical", "chance": "historical"}
    for seat in ("allies", "ankara"):
        log = play_out(frontier, new_log(frontier, "straits", seats=history), "straits", (f"s34-straits.{seat}.break",))
        end = end_of(frontier, log, states(frontier, log), "straits")
        assert end is not None
        assert frontier.value(end, "thrace") == 0
        assert [stands(frontier, item, end) for item in ("s-line", "s-days", "s-guard")] == [0, 0, 0]
