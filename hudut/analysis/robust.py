"""Which conclusions stand when the invented weights are others: 1,000 points of a Sobol sequence over their bounds.

A *conclusion* names the likeliest ending, the likeliest fate of each item, and the likeliest holder of each territory
and layer. It stands if the same is likeliest in at least 95 % of the points. Every weight with `low` and `high` varies,
independently and evenly between its bounds, in whole numbers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from geo.errors import HudutError
from hudut.analysis.coarse import Coarse, coarse
from hudut.analysis.design import drawn
from hudut.analysis.ends import ends_of
from hudut.analysis.flow import Sums, forward
from hudut.analysis.laws import Play
from hudut.analysis.protocols import under_protocols
from hudut.analysis.tables import ActTable, Floats, Ints
from hudut.analysis.weights import Weights, weights_of
from scenarios.fates import BROKEN, NONE, NOT_HELD, OPEN

POINTS = 1000
STANDS = 0.95
ENOUGH = 100
"""With fewer points a report is a quick look, and the protocol is not varied."""
CHUNK, WORKERS = 128, 4
"""Settings at once, and the most threads among which they are shared out: each holds some 100 MB."""


@dataclass(frozen=True)
class Conclusion:
    """One conclusion and how it fares.

    Parameters
    ----------
    about
        `ending`, an item, or `territory:layer`.
    says
        What is likeliest under the authored weights.
    share
        Share of the points in which it is.
    low, high
        Its probability in the 5th and the 95th hundredth of the points.
    rival
        What is likeliest most often where it is not; None where it always is.
    hinges_on
        The weight whose value goes most with how far it is ahead of the rest, where it does not stand.
    falls_under
        The protocols (`hudut.analysis.protocols`) under which something else is likeliest, with the authored weights.
    """

    about: str
    says: str
    share: float
    low: float
    high: float
    rival: str | None
    hinges_on: str | None
    falls_under: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it holds in at least 95 % of the points."""
        return self.share >= STANDS


@dataclass(frozen=True, eq=False)
class Robustness:
    """The report: how many points and varied weights, every conclusion, and each ending's probability in 5 and 95 %."""

    points: int
    varied: int
    conclusions: tuple[Conclusion, ...]
    endings: dict[str, tuple[float, float]]
    protocols: dict[str, dict[str, float]] = field(default_factory=dict)
    """By protocol: the probability of each ending; none where the protocol was not varied."""


def sobol(table: ActTable, points: int = POINTS, seed: int = 0) -> Floats:
    """Return [parameters, points]: whole numbers between the bounds of each weight; what an author fixed stays.

    Raises
    ------
    HudutError
        If there are fewer than two points.
    """
    if points < 2:
        raise HudutError(f"{points} points are too few to vary weights; give at least 2.")
    authored = weights_of(table)
    found = np.repeat(np.array([[one.value] for one in authored], np.float64).reshape(-1, 1), points, axis=1)
    varied = [place for place, one in enumerate(authored) if one.varies]
    if varied:
        draws = drawn(len(varied), points, seed).T
        low = np.array([[authored[place].low] for place in varied])
        high = np.array([[authored[place].high] for place in varied])
        found[varied] = np.minimum(np.floor(low + draws * (high - low + 1)), high)
    return found


def robustness(
    table: ActTable,
    seats: dict[str, str] | None = None,
    points: int = POINTS,
    progress: Callable[[int], None] = lambda _: None,
) -> Robustness:
    """Return the report of an act.

    The points are reckoned in single precision (`hudut.analysis.boxes` has the bound): one counts otherwise only where
    two answers are closer than that.

    Parameters
    ----------
    seats
        Policies by seat.
    points
        How many settings of the weights.
    progress
        Is told how many points were done.
    """
    settings = sobol(table, points)
    asking = Asking(table, seats or {})
    authored = asking.ask(Weights(table))
    parts = [Weights(table, settings[:, begin : begin + CHUNK]) for begin in range(0, points, CHUNK)]
    chunks = []
    with ThreadPoolExecutor(min(os.cpu_count() or 1, WORKERS)) as pool:
        for part, answers in zip(parts, pool.map(asking.ask, parts), strict=True):
            chunks.append(answers)
            progress(part.settings)
    spread = np.concatenate(chunks, axis=1)
    hinge = _Hinge(table, settings)
    fares: dict[int, Conclusion] = {}
    conclusions = []
    for about, words, rows in asking.questions:
        if rows.start not in fares:
            fares[rows.start] = _conclusion(about, words, (authored[rows], spread[rows]), hinge)
        conclusions.append(replace(fares[rows.start], about=about))
    first = asking.questions[0]
    low, high = np.quantile(spread[first[2]], [0.05, 0.95], axis=1)
    endings = {word: (float(a), float(b)) for word, a, b in zip(first[1], low, high, strict=True)}
    varied = sum(one.varies for one in weights_of(table))
    if points < ENOUGH:
        return Robustness(points, varied, tuple(conclusions), endings)
    others = {name: asking.ask(Weights(one))[:, 0] for name, one in under_protocols(table)}
    fallen_under = [
        replace(
            one, falls_under=tuple(name for name, found in others.items() if words[found[rows].argmax()] != one.says)
        )
        for one, (_, words, rows) in zip(conclusions, asking.questions, strict=True)
    ]
    told = {name: dict(zip(first[1], found[first[2]].tolist(), strict=True)) for name, found in others.items()}
    return Robustness(points, varied, tuple(fallen_under), endings, told)


class Asking:
    """Asks for the probabilities of every answer to every question, for many settings at once."""

    def __init__(self, table: ActTable, seats: dict[str, str]) -> None:
        self.table, self.seats = table, seats
        self.small: Coarse = coarse(table, goodwill="tit-for-tat" in seats.values())
        self.questions: list[tuple[str, list[str], slice]] = []
        """What each is about, its answers, and their rows; territories that always fare alike share rows."""
        self.ends = self._ends()
        self.items = [self._items(place) for place in range(len(table.tables))]

    def _question(self, about: str, words: list[str]) -> None:
        begin = max((rows.stop for _, _, rows in self.questions), default=0)
        self.questions.append((about, words, slice(begin, begin + len(words))))

    def _ends(self) -> tuple[Sums, Sums, tuple[Sums, Ints]]:
        """Return the sums of end nodes by ending and by ground, and those of grounds by the holder of each land."""
        ends, rows = ends_of(self.table), list[tuple[int, Ints]]()
        self._question("ending", [*ends.endings, NONE])
        ending = np.where(ends.ending < 0, len(ends.endings), ends.ending)[self.small.end]
        met, ground = np.unique(ends.ground[self.small.end], return_inverse=True)
        names, party = np.unique([party or NONE for party, _ in ends.holders], return_inverse=True)
        known: dict[bytes, slice] = {}
        for (territory, layer), held in zip(ends.keys, party[ends.held[met]].T, strict=True):
            parties, answer = np.unique(held, return_inverse=True)
            words, about = names[parties].tolist(), f"{territory}:{layer}"
            if held.tobytes() in known:
                self.questions.append((about, words, known[held.tobytes()]))
            elif len(words) > 1:
                self._question(about, words)
                known[held.tobytes()] = self.questions[-1][2]
                rows.append((len(words), answer.ravel()))
        return Sums(ending, len(ends.endings) + 1), Sums(ground.ravel(), len(met)), _answers(rows, len(met))

    def _items(self, place: int) -> tuple[Ints, Sums, tuple[Sums, Ints]]:
        """Return where a conference meets, the sums by its pattern, and those of outcomes by the fate of each item."""
        table, rows = self.table.tables[place], list[tuple[int, Ints]]()
        for column, item in enumerate(self.table.basket(table).items):
            words = [OPEN, *(option.id for option in item.options), BROKEN, NOT_HELD]
            self._question(item.id, words)
            fate = np.concatenate([[len(item.options) + 1], table.texts[:, column].astype(np.int64)])
            rows.append((len(words), fate))
        layer = table.number - self.table.cut.first[self.table.act]
        begin, end = self.small.wiring.graph.layers[layer : layer + 2].tolist()
        pattern = self.small.wiring.patterns[begin:end]
        meets = Sums(pattern[pattern >= 0], len(table.entries))
        return begin + np.flatnonzero(pattern >= 0)[meets.order], meets, _answers(rows, table.outcomes)

    def ask(self, weights: Weights) -> Floats:
        """Return [answers, settings]: the probability of each answer to each question, in their order.

        The weights may be of the same act under another protocol.
        """
        play = Play(weights.table, weights, self.seats, np.float64 if weights.settings == 1 else np.float32)
        passed = forward(self.small.wiring.graph, play.shares(self.small.wiring))
        ends, (ending, ground, (holders, held)) = passed[self.small.wiring.graph.layers[-2] :], self.ends
        found = [ending.of(ends[ending.order]), holders.of(ground.of(ends[ground.order])[held])]
        for (nodes, meets, (fates, sealed)), law in zip(self.items, play.laws, strict=True):
            found.append(fates.of(np.einsum("ps,pos->os", meets.of(passed[nodes]), law)[sealed]))
        answers = np.concatenate(found)
        for about, words, rows in self.questions:
            if words[-1] == NOT_HELD:
                answers[rows.stop - 1] = 1 - answers[rows.start : rows.stop - 1].sum(axis=0)
            del about
        return answers


def _answers(questions: list[tuple[int, Ints]], causes: int) -> tuple[Sums, Ints]:
    """Return the sums of causes by the answers to some questions one after another, and the cause of each summand.

    Parameters
    ----------
    questions
        How many answers each has, and [causes] which of them a cause gives.
    """
    begin = np.cumsum([0, *(count for count, _ in questions)])
    places = [first + answer for first, (_, answer) in zip(begin.tolist(), questions, strict=False)]
    sums = Sums(np.concatenate([np.zeros(0, np.int64), *places]), int(begin[-1]))
    return sums, sums.order % causes


class _Hinge:
    """Finds the weight on which a margin depends most, by rank correlation."""

    def __init__(self, table: ActTable, settings: Floats) -> None:
        self.named = [(place, one.name) for place, one in enumerate(weights_of(table)) if one.varies]
        self.ranks = _ranked(settings[[place for place, _ in self.named]])

    def of(self, margin: Floats) -> str | None:
        """Return the name of the weight; None if nothing varies."""
        if not self.named or np.ptp(margin) == 0:
            return None
        return self.named[int(np.abs(self.ranks @ _ranked(margin[None])[0]).argmax())][1]


def _ranked(rows: Floats) -> Floats:
    ranks = rows.argsort(axis=1).argsort(axis=1).astype(np.float64)
    ranks -= ranks.mean(axis=1, keepdims=True)
    scaled: Floats = ranks / np.maximum(np.linalg.norm(ranks, axis=1, keepdims=True), 1e-12)
    return scaled


def _conclusion(about: str, words: list[str], answers: tuple[Floats, Floats], hinge: _Hinge) -> Conclusion:
    authored, spread = answers
    says = int(authored[:, 0].argmax())
    likeliest = spread.argmax(axis=0)
    holds = float((likeliest == says).mean())
    low, high = np.quantile(spread[says], [0.05, 0.95]).tolist()
    others = likeliest[likeliest != says]
    rival = words[int(np.bincount(others).argmax())] if len(others) else None
    rest = np.delete(spread, says, axis=0).max(axis=0) if len(words) > 1 else np.zeros(spread.shape[1])
    hinges = hinge.of(spread[says] - rest) if holds < STANDS else None
    return Conclusion(about, words[says], holds, low, high, rival, hinges)


def fallen(report: Robustness) -> Iterator[Conclusion]:
    """Yield the conclusions that do not stand."""
    yield from (one for one in report.conclusions if not one.stands)
