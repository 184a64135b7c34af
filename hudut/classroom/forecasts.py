"""While another side decides, a delegation says in per cent what it will do; the debrief says how good that was. Pure.

Of a decision the options are weighed; of a sitting in which the seat does not sit, in each round and for each article
what the text will have when the table closes. A forecast may be changed until the decision falls, at a table until the
round is over; what was known already, because the teacher took it back, cannot be forecast again.

The score is Brier's: the sum over all outcomes of the squared difference between the share given to it and 1 for the
one that came, 0 for the others (Glenn W. Brier, "Verification of forecasts expressed in terms of probability", Monthly
Weather Review 78, 1950, 1-3). It runs from 0, all on what came, to 2, all on something else; of n outcomes weighed
alike it is 1 - 1/n. No other way of answering promises a better one than to say what one expects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.replay import moves_that_count, states_that_count
from hudut.classroom.tables import LEFT_OUT, PERSON, Table
from hudut.order import offered
from scenarios.baskets import ROUND
from scenarios.expand import Scenario
from scenarios.fates import OPEN
from scenarios.schema import Step


@dataclass(frozen=True)
class Matter:
    """Something that can be forecast: a step, of a sitting the item and the round from 1, and its outcomes."""

    step: str
    item: str
    round: int
    outcomes: tuple[str, ...]

    def key(self, seat: str) -> tuple[str, str, str, int]:
        """Return under what a table keeps the forecast of a seat."""
        return seat, self.step, self.item, self.round


def matters(step: Step, sitting: int) -> tuple[Matter, ...]:
    """Return what can be forecast of a step; the outcomes stand in the order in which they are offered."""
    if step.basket is not None:
        return tuple(
            Matter(step.id, item.id, sitting, (*(option.id for option in offered(item.id, item.options)), OPEN))
            for item in step.basket.items
        )
    if step.kind != "decision":
        return ()
    return (Matter(step.id, "", 0, tuple(option.id for option in offered(step.id, step.options))),)


def asked(scenario: Scenario, table: Table, seat: str) -> tuple[Matter, ...]:
    """Return what a seat may forecast now: what others decide, as long as nobody has known it."""
    here = scenario.placed_at(table.state)
    if here is None or table.policies.get(seat) != PERSON or table.plans.get(here.step.id) == LEFT_OUT:
        return ()
    deciding = here.step.basket.seats if here.step.basket else (here.step.actor,)
    now = scenario.value(table.state, ROUND)
    if seat in deciding or _furthest(scenario, table) != (here.number, now):
        return ()
    return matters(here.step, now + 1)


def _furthest(scenario: Scenario, table: Table) -> tuple[int, int]:
    """Return step and round that the table has come to, what was taken back included."""

    def find() -> tuple[int, int]:
        return max((scenario.step_at(state), scenario.value(state, ROUND)) for state in table.states)

    found: tuple[int, int] = table.once("furthest", find)
    return found


def brier(shares: Mapping[str, int], came: str) -> float:
    """Return the score of shares in per cent where one outcome came."""
    return sum((share / 100 - (outcome == came)) ** 2 for outcome, share in shares.items())


def scored(scenario: Scenario, table: Table) -> dict[str, list[dict[str, Any]]]:
    """Return by seat its forecasts of what has been decided, each with what came and its score."""
    came = dict(_came(scenario, table))
    found: dict[str, list[dict[str, Any]]] = {seat: [] for seat in scenario.acts[table.act].seats}
    for (seat, step, item, sitting), shares in table.forecasts.items():
        if (outcome := came.get((step, item))) is not None:
            score = {"came": outcome, "score": round(brier(shares, outcome), 2)}
            found[seat].append({"step": step, "item": item, "round": sitting, "shares": dict(shares), **score})
    return {seat: of_seat for seat, of_seat in found.items() if of_seat}


def _came(scenario: Scenario, table: Table) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the outcome of each decision that was taken and of each article of a table that has closed."""
    for _, entry in moves_that_count(table.log):
        move = scenario.kernel.by_id.get(entry.move)
        if move is not None and move.kind == "choose":
            yield (move.step, ""), move.option
    states = states_that_count(table.log, table.states)
    for one in scenario.steps:
        if one.act != table.act or one.step.basket is None:
            continue
        closed = next((state for state in states if scenario.step_at(state) > one.number), None)
        if closed is None:
            continue
        for item in one.step.basket.items:
            number = scenario.value(closed, item.id)
            yield (one.step.id, item.id), item.options[number - 1].id if number else OPEN
