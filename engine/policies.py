"""Who chooses when no person does. A policy is a pure function of the state, the legal moves and a draw.

Draws are integers from SHA-256 of (seed, position in the log), so the same seed gives the same play on every machine.
Within a conference the weights come from what the seats want (`engine.wants`); everywhere else from the scenario's
weights. At a table seats concede, with errors: each asks for texts that all could sign, for less of its own worth in
every round, and moves the draft towards what these texts have in common.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.frame import act_at
from engine.play import historical_among
from engine.rules import State, compile_guard
from engine.wants import Conference, Shifts, Wants
from geo.errors import one_of
from scenarios.baskets import ACCEPTED, ROUND, historical_option
from scenarios.expand import Scenario
from scenarios.kernel import CHANCE, Kind, Move, Variable
from scenarios.schema import Basket, Shift

Draw = Callable[[int], int]
"""Given a total, an integer from 0 to total - 1."""
Policy = Callable[[Scenario, State, tuple[Move, ...], Draw], Move]


def draw_of(seed: int, position: int) -> Draw:
    """Return the draw at a position of the log."""

    def draw(total: int) -> int:
        digest = hashlib.sha256(f"{seed}:{position}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % total

    return draw


def _pick(weighed: Iterable[tuple[Move, int]], draw: Draw) -> Move:
    """Choose by weight, or alike if all weights are 0. A single choice needs no draw."""
    offered = list(weighed)
    if len(offered) == 1:
        return offered[0][0]
    pairs = [pair for pair in offered if pair[1] > 0] or [(move, 1) for move, _ in offered]
    total = 0
    for _, weight in pairs:
        total += weight
    ticket = draw(total)
    for move, weight in pairs:
        ticket -= weight
        if ticket < 0:
            return move
    raise AssertionError("a ticket lies within the total")


@dataclass(frozen=True)
class Temper:
    """How a seat plays.

    Parameters
    ----------
    margin
        What it adds to its walk-away before it accepts a text.
    heed
        How much the others' worth counts when it drafts.
    goodwill
        Twos by which a decision's weight grows for each point of goodwill that it raises (negative: shrinks).
    """

    margin: int
    heed: int
    goodwill: int


ASKED, SIGNED, PASSED = 400, 100, 8
"""Weight of accepting a text that gives what a seat asks for, of one that it would merely sign, and of passing."""
BROKEN, LEAVES = 1, 40
"""Weight of breaking off, and in the last round over a text that is far from good enough."""
NEARER, ERRING = 3, 300
"""An amendment weighs so much for each hundredth of the texts asked for that has it rather than what it replaces; and a
part of the seat's own gain, whether or not anybody could sign that: the error."""
EVEN, HARD, MILD = Temper(0, 1, 0), Temper(15, 0, -1), Temper(-12, 3, 1)


def uniform(_scenario: Scenario, _state: State, legal: tuple[Move, ...], draw: Draw) -> Move:
    """Choose any legal move alike, but break off a conference rarely."""
    return _pick([(move, 1 if move.kind == "break" else 8) for move in legal], draw)


def weighted(scenario: Scenario, state: State, legal: tuple[Move, ...], draw: Draw) -> Move:
    """Choose by the scenario's weights; in a conference by what the seats want."""
    return _bargain(scenario, state, legal, draw, EVEN)


def hard_line(scenario: Scenario, state: State, legal: tuple[Move, ...], draw: Draw) -> Move:
    """Propose what serves oneself, accept only well above the walk-away."""
    return _bargain(scenario, state, legal, draw, HARD)


def conciliatory(scenario: Scenario, state: State, legal: tuple[Move, ...], draw: Draw) -> Move:
    """Propose what others can sign, accept somewhat below the walk-away."""
    return _bargain(scenario, state, legal, draw, MILD)


def tit_for_tat(scenario: Scenario, state: State, legal: tuple[Move, ...], draw: Draw) -> Move:
    """Answer good will with good will, its absence with a hard line.

    At a table good will is another seat's acceptance; elsewhere it is the goodwill variables standing at half or more.
    """
    met = any(scenario.value(state, name) for name in ACCEPTED)
    if conference_at(scenario, state) is None:
        met = any(2 * scenario.value(state, one.id) >= one.size for one in _goodwill(scenario))
    return _bargain(scenario, state, legal, draw, MILD if met else HARD)


@lru_cache(maxsize=16)
def _goodwill(scenario: Scenario) -> tuple[Variable, ...]:
    specs = scenario.campaign.variables
    return tuple(scenario.kernel.variable(key) for key, spec in specs.items() if spec.goodwill)


def historical(scenario: Scenario, state: State, legal: tuple[Move, ...], draw: Draw) -> Move:
    """Follow history where it is still legal, else the weights; at a table, steer to the historical text."""
    return _follow(scenario, state, legal, draw, {})


def _follow(scenario: Scenario, state: State, legal: tuple[Move, ...], draw: Draw, wishes: Mapping[str, str]) -> Move:
    conference = conference_at(scenario, state)
    if conference is not None and legal[0].actor != CHANCE:
        return _toward(scenario, state, legal, conference.basket, wishes)
    for stem in scenario.history[act_at(scenario, state)]:
        move = historical_among(legal, stem)
        if move is not None:
            return move
    return weighted(scenario, state, legal, draw)


def _toward(
    scenario: Scenario, state: State, legal: tuple[Move, ...], basket: Basket, wishes: Mapping[str, str]
) -> Move:
    """Steer a table to the historical text, with the options wished for in its place, and sign it.

    What was said in which sitting is rarely known; the text is what counts.
    """
    by_kind = {move.kind: move for move in legal}
    for item in basket.items:
        past = historical_option(item)
        option = wishes.get(item.id) or (past.id if past else None)
        number = next((n for n, one in enumerate(item.options, start=1) if one.id == option), 0)
        if number and scenario.value(state, item.id) != number:
            for move in legal:
                if (move.kind, move.item, move.option) == ("amend", item.id, option):
                    return move
            return by_kind.get("pass") or by_kind.get("lapse") or legal[0]
    words: tuple[Kind, ...] = ("seal", "accept", "pass", "lapse", "break")
    return next(by_kind[kind] for kind in words if kind in by_kind)


POLICIES: Mapping[str, Policy] = {
    "historical": historical,
    "weighted": weighted,
    "random": uniform,
    "hard-line": hard_line,
    "conciliatory": conciliatory,
    "tit-for-tat": tit_for_tat,
}


def policy_of(name: str) -> Policy:
    """Return a policy by name.

    Raises
    ------
    BadValue
        If there is none of that name.
    """
    return POLICIES[one_of(name, POLICIES, "there is no policy")]


def scripted(moves: Iterable[str], otherwise: Policy = historical) -> Policy:
    """Return a policy that plays the given moves wherever they are legal, and another policy elsewhere.

    Three words are understood: a move (`g1-march.wait`), its stem where weights have variants, and `step.item.option`,
    which steers all seats of a table to that option and to the historical text in all else.
    """
    wanted = frozenset(moves)

    def policy(scenario: Scenario, state: State, legal: tuple[Move, ...], draw: Draw) -> Move:
        for move in legal:
            if move.id in wanted or move.stem.id in wanted:
                return move
        conference = conference_at(scenario, state)
        wishes = {
            item.id: option.id
            for item in (conference.basket.items if conference else ())
            for option in item.options
            if f"{legal[0].step}.{item.id}.{option.id}" in wanted
        }
        return _follow(scenario, state, legal, draw, wishes) if wishes else otherwise(scenario, state, legal, draw)

    return policy


def _bargain(scenario: Scenario, state: State, legal: tuple[Move, ...], draw: Draw, temper: Temper) -> Move:
    conference = conference_at(scenario, state)
    actor = legal[0].actor
    if actor == CHANCE:
        return _pick(((move, move.weight) for move in legal), draw)
    if conference is None:
        return _pick(((move, _leaning(scenario, move, temper)) for move in legal), draw)
    table = Table(scenario, conference, state)
    return _pick(((move, table.weight(move, actor, temper)) for move in legal), draw)


def _leaning(scenario: Scenario, move: Move, temper: Temper) -> int:
    """Return the weight of a decision, doubled or halved for each point of goodwill that it raises."""
    if not temper.goodwill or not move.weight:
        return move.weight
    specs = scenario.campaign.variables
    raised: int = sum(one[2] for one in move.effects if one[0] == "add" and one[1] in specs and specs[one[1]].goodwill)
    lean = temper.goodwill * raised
    return move.weight << lean if lean >= 0 else max(move.weight >> -lean, 1)


def conference_at(scenario: Scenario, state: State) -> Conference | None:
    """Return the conference at which a state stands, if any."""
    return _conferences(scenario).get(scenario.step_at(state))


@lru_cache(maxsize=16)
def _conferences(scenario: Scenario) -> Mapping[int, Conference]:
    words = {key: scenario.words(key) for key in scenario.acts}

    def compiled(act: str, shifts: tuple[Shift, ...]) -> Shifts:
        return tuple((shift, compile_guard(words[act].guard(shift.when), scenario.kernel)) for shift in shifts)

    return {
        one.number: Conference(
            one.step.basket,
            compiled(one.act, one.step.basket.shifts),
            compiled(one.act, one.step.basket.walk_away_shifts),
        )
        for one in scenario.steps
        if one.step.basket is not None
    }


class Table:
    """A conference as the seats see it in a state: what each option is worth to whom."""

    def __init__(self, scenario: Scenario, conference: Conference, state: State) -> None:
        self.basket = conference.basket
        self.wants: Wants = conference.wants(state)
        self.text = tuple(scenario.value(state, item.id) for item in self.basket.items)
        self.round = scenario.value(state, ROUND)

    def walk_away(self, seat: str) -> int:
        """Return the mean worth below which a seat rather leaves."""
        return self.wants.walk_away[seat]

    def worth(self, seat: str, place: int, number: int) -> int:
        """Return what option `number` (0 while open) of the item at `place` is worth to a seat, 0 to 100."""
        return self.wants.worth[seat][place][number]

    def total(self, seat: str, text: tuple[int, ...] | None = None) -> int:
        """Return the sum of a seat's worth over a text, by default the one on the table."""
        return self.wants.total(seat, text or self.text)

    def crosses_red_line(self, seat: str) -> bool:
        """Return whether the text holds an option that the seat never signs."""
        return self.wants.crosses(seat, self.text)

    def weight(self, move: Move, seat: str, temper: Temper) -> int:
        """Return the weight of a move in the bargaining of a seat."""
        kind = move.kind
        if kind in ("accept", "seal"):
            asked = self.wants.asked(seat, temper.margin, self.round)
            return ASKED if self.text in asked else SIGNED if self.wants.signs(seat, self.text, temper.margin) else 0
        if kind == "break":
            last = self.round == self.basket.rounds - 1
            return LEAVES if last and not self.wants.signs(seat, self.text, temper.margin - 20) else BROKEN
        if kind in ("pass", "lapse"):
            return PASSED
        return self._amendment(move, seat, temper)

    def _amendment(self, move: Move, seat: str, temper: Temper) -> int:
        place = next(place for place, one in enumerate(self.basket.items) if one.id == move.item)
        number = next(n for n, one in enumerate(self.basket.items[place].options, start=1) if one.id == move.option)
        if seat in self.basket.items[place].options[number - 1].red_line:
            return 0
        before = self.text[place]
        gain = self.worth(seat, place, number) - self.worth(seat, place, before)
        others = [other for other in self.basket.seats if other != seat]
        heeded = sum(self.worth(other, place, number) for other in others) // len(others)
        wish = max(gain, 0) + (10 if before == 0 else 0)
        shares = self.wants.shares(seat, temper.margin, self.round)[place]
        nearer = max(shares[number] - shares[before], 0)
        return NEARER * nearer + wish * (100 + temper.heed * heeded) // ERRING
