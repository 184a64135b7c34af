"""How long a lesson takes: what each seat of an act reads and decides, and how long it waits, measured from the data.

The measure follows the historical line, step by step, at one table:

*Reading.* The table goes on when what has happened was read aloud in the delegations. English is read aloud at 183
words a minute on average, and other languages take about the time in which they say the same (Marc Brysbaert, "How many
words do we read per minute? A review and meta-analysis of reading rate", Journal of Memory and Language 109, 2019,
104047). So the minutes are those of the English text in every language.

*A decision.* `30 + 15 × pupils` seconds in a delegation of `pupils`: 60 for two, 90 for four. That is an assumption,
not a measurement.

*A sitting.* Each seat has a turn in each round, and a turn takes as long as a decision; tables settle before their last
round, so three quarters of the turns, rounded up, are reckoned.

*Waiting.* A seat has something to do while its delegation decides or has its turn, and while it says how others will
decide: 45 seconds for a decision, as much for each article of a sitting in which it does not sit, and a third of that
in each later round, in which it is asked again.
The rest of the time in which others decide it waits, until it has something to do again. What all read together is no
waiting, but does not end it either.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from engine.play import historical_moves
from geo.words import FALLBACK
from scenarios.expand import Scenario
from scenarios.forms import Prose
from scenarios.lessons import Plan, between, left_out
from scenarios.schema import Act, Basket, Step

ALOUD = 183
"""English words a minute, read aloud."""
PUPILS = (2, 4)
"""Fewest and most pupils of a delegation."""
TURNS = Fraction(3, 4)
"""Of the turns that a sitting may have, those that are taken."""
FORECAST, AGAIN = 0.75, 0.25
"""Minutes in which a delegation agrees on how another side will decide one matter, and in a later round once more."""
LONGEST = 8
"""Minutes that nobody shall wait longer in a planned lesson."""


@dataclass(frozen=True)
class Task:
    """A stretch of the play in which a seat has something to do; in minutes, what all read together left out."""

    seat: str
    begin: float
    end: float


@dataclass(frozen=True)
class Course:
    """How an act, or a part of it, runs at a table.

    Parameters
    ----------
    minutes
        In all.
    decided
        The same without what all read together.
    tasks
        Of every seat, in order.
    """

    minutes: float
    decided: float
    tasks: tuple[Task, ...]

    def wait(self, seat: str) -> float:
        """Return the longest time in minutes in which a seat has nothing to do."""
        longest = since = 0.0
        for task in self.tasks:
            if task.seat == seat:
                longest, since = max(longest, task.begin - since), max(since, task.end)
        return max(longest, self.decided - since)


def due(scenario: Scenario, act: str) -> list[Step]:
    """Return the steps of an act that the historical line does not skip."""
    skipped = {move.step for move in historical_moves(scenario, act) if move.kind == "skip"}
    return [one.step for one in scenario.steps if one.act == act and one.step.id not in skipped]


def decisions(steps: Iterable[Step], seat: str = "") -> int:
    """Return how often a seat decides, by default all of them together; tables are not counted."""
    return sum(step.kind == "decision" and seat in ("", step.actor) for step in steps)


def sittings(steps: Iterable[Step], seat: str = "") -> int:
    """Return in how many sittings a seat sits, by default how many there are."""
    return sum(step.basket is not None and (not seat or seat in step.basket.seats) for step in steps)


def words(act: Act, steps: Iterable[Step], seat: str, language: str) -> int:
    """Return the words that a seat reads: its brief with aims, the opening, and what it is told in the steps."""
    return _count([*_brief(act, seat), *_told(steps, seat)], language)


def brief_minutes(act: Act) -> float:
    """Return the minutes for opening, brief and aims, in the seat that reads most."""
    return max(_aloud(_brief(act, seat)) for seat in act.seats)


def _brief(act: Act, seat: str) -> Iterator[Prose]:
    yield act.opening
    for _, lines in act.seats[seat].lines():
        yield from lines


def _told(steps: Iterable[Step], seat: str) -> Iterator[Prose]:
    """Yield what a seat is told: what happens, what it may choose itself, what came of it, the texts of its tables."""
    for step in steps:
        yield from (step.titles, step.says)
        if step.actor == seat:
            yield from _choices(step)
        yield from _came(step)
        if step.basket is not None and seat in step.basket.seats:
            yield from _articles(step.basket)


def _choices(step: Step) -> Iterator[Prose]:
    for option in step.options:
        yield from (option.titles, option.says)


def _came(step: Step) -> Iterator[Prose]:
    return (option.after or option.says for option in step.options if option.historical)


def _articles(basket: Basket) -> Iterator[Prose]:
    return (option.text for item in basket.items for option in item.options)


def _sealed(step: Step) -> Iterator[Prose]:
    items = step.basket.items if step.basket else ()
    return (option.text for item in items for option in item.options if option.historical)


def _count(texts: Iterable[Prose], language: str) -> int:
    return sum(len(text[language].split()) for text in texts)


def _aloud(texts: Iterable[Prose]) -> float:
    return _count(texts, FALLBACK) / ALOUD


def course(
    act: Act, steps: Sequence[Step], pupils: int, *, left_out: Container[str] = (), forecasts: bool = True
) -> Course:
    """Return how steps of an act run on the historical line; see the module's text for how it is reckoned.

    Parameters
    ----------
    steps
        Those that are played, as `due` gives them.
    pupils
        In each delegation.
    left_out
        Decisions and sittings that the program plays: what came of them is read.
    forecasts
        Whether those who wait say how the others will decide, as in the room; on paper and on the stick they do not.
    """
    turn = (30 + 15 * pupils) / 60
    read = clock = 0.0
    tasks: list[Task] = []
    for step in steps:
        read += _aloud((step.titles, step.says)) + _aloud(_came(step))
        if step.id in left_out:
            read += _aloud(_sealed(step))
            continue
        own = list(_own(step, clock, turn))
        if own and forecasts:
            busy = {task.seat for task in own}
            tasks += (task for seat in act.seats if seat not in busy for task in _forecasts(step, seat, own))
        tasks += own
        clock = own[-1].end if own else clock
    return Course(read + clock, clock, tuple(tasks))


def _forecasts(step: Step, seat: str, own: Sequence[Task]) -> Iterator[Task]:
    """Yield when a seat says how those who decide at a step will decide."""
    matters, seats = (len(step.basket.items), len(step.basket.seats)) if step.basket else (1, 1)
    for turn, task in enumerate(own):
        if turn % seats == 0:
            minutes = matters * (AGAIN if turn else FORECAST)
            yield Task(seat, task.begin, min(task.begin + minutes, own[-1].end))


def planned(scenario: Scenario, plan: Plan, pupils: int, *, forecasts: bool = True) -> Course:
    """Return how the part of an act runs that a lesson plan gives to pupils."""
    steps = between(plan, due(scenario, plan.act))
    out = left_out(plan, scenario)
    return course(scenario.acts[plan.act], steps, pupils, left_out=out, forecasts=forecasts)


def too_long(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, float, float]]:
    """Yield what a plan has too few minutes for, `play`, `briefs` or `wait`: minutes needed, minutes there are."""
    most = max(PUPILS)
    run = planned(scenario, plan, most)
    act = scenario.acts[plan.act]
    yield from (
        found
        for found in (
            ("play", run.minutes, plan.parts.play),
            ("briefs", brief_minutes(act), plan.parts.briefs),
            ("wait", max(map(run.wait, act.seats)), LONGEST),
        )
        if found[1] > found[2]
    )


def _own(step: Step, begin: float, turn: float) -> Iterator[Task]:
    """Yield the tasks of the seats that decide at a step: their options or articles are read first."""
    if step.basket is None:
        if step.kind == "decision" and step.actor:
            yield Task(step.actor, begin, begin + _aloud(_choices(step)) + turn)
        return
    seats = step.basket.seats
    read = _aloud(_articles(step.basket))
    for number in range(ceil(step.basket.rounds * len(seats) * TURNS)):
        yield Task(seats[number % len(seats)], begin + read + number * turn, begin + read + (number + 1) * turn)
