"""What the seats of a conference want, and what each asks for as the rounds go by.

A seat asks for texts that everybody could sign: complete, above the walk-aways and across no red line of those whose
consent they need. Among these it begins near its own best and comes down to its walk-away by the last round, evenly
(the time-dependent concession of P. Faratin, C. Sierra and N. Jennings, "Negotiation decision functions for autonomous
agents", Robotics and Autonomous Systems 24, 1998). `engine/policies.js` is the twin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.rules import State, Test
from scenarios.baskets import sealable
from scenarios.schema import Basket, Shift

DEFAULT_WORTH = 50
"""What an option is worth to a seat for which the scenario gives nothing."""
Text = tuple[int, ...]
"""The option of each item by number; 0 while it is open."""
Shifts = tuple[tuple[Shift, Test], ...]


@dataclass(frozen=True, eq=False)
class Wants:
    """What the seats want while the same conditions of a conference's shifts hold.

    Parameters
    ----------
    worth
        By seat, item and number of the option, 0 to 100; an open item is worth the walk-away.
    walk_away
        By seat: the mean worth below which it rather leaves.
    """

    basket: Basket
    worth: Mapping[str, tuple[tuple[int, ...], ...]]
    walk_away: Mapping[str, int]
    _asked: dict[tuple[str, int, int], frozenset[Text]] = field(default_factory=dict)
    _shares: dict[tuple[str, int, int], tuple[tuple[int, ...], ...]] = field(default_factory=dict)

    def total(self, seat: str, text: Text) -> int:
        """Return the sum of a seat's worth over a text."""
        return sum(worth[number] for worth, number in zip(self.worth[seat], text, strict=True))

    def crosses(self, seat: str, text: Text) -> bool:
        """Return whether a text holds an option that the seat never signs."""
        pairs = zip(self.basket.items, text, strict=True)
        return any(number and seat in item.options[number - 1].red_line for item, number in pairs)

    def signs(self, seat: str, text: Text, margin: int = 0) -> bool:
        """Return whether a text is as good for a seat as its walk-away and a margin, and crosses no red line of it."""
        limit = (self.walk_away[seat] + margin) * len(text)
        return self.total(seat, text) >= limit and not self.crosses(seat, text)

    def asked(self, seat: str, margin: int, turn: int) -> frozenset[Text]:
        """Return the texts that a seat asks for in a round, counted from 0."""
        key = (seat, margin, turn)
        if key not in self._asked:
            self._asked[key] = frozenset(self._find(seat, margin, turn))
        return self._asked[key]

    def _find(self, seat: str, margin: int, turn: int) -> list[Text]:
        basket = self.basket
        consent = {name for item in basket.items for name in item.consent} - {seat}
        good = [
            text
            for text in sealable(basket)
            if self.signs(seat, text, margin) and all(self.signs(other, text) for other in consent)
        ]
        limit = (self.walk_away[seat] + margin) * len(basket.items)
        most = max((self.total(seat, text) for text in good), default=limit)
        level = most * basket.rounds - (most - limit) * (turn + 1)
        return [text for text in good if self.total(seat, text) * basket.rounds >= level]

    def shares(self, seat: str, margin: int, turn: int) -> tuple[tuple[int, ...], ...]:
        """Return, by item and number of the option, in how many hundredths of the texts asked for it stands."""
        key = (seat, margin, turn)
        if key not in self._shares:
            asked = self.asked(*key)
            self._shares[key] = tuple(
                tuple(
                    100 * sum(text[place] == number for text in asked) // max(len(asked), 1)
                    for number in range(len(item.options) + 1)
                )
                for place, item in enumerate(self.basket.items)
            )
        return self._shares[key]


@dataclass(frozen=True, eq=False)
class Conference:
    """A basket with the conditions of its shifts compiled."""

    basket: Basket
    shifts: Shifts
    walk_away_shifts: Shifts
    _known: dict[tuple[bool, ...], Wants] = field(default_factory=dict)

    def holding(self, state: State) -> tuple[bool, ...]:
        """Return which conditions hold in a state: those of the shifts of worth, then those of the walk-aways."""
        return tuple(bool(test(state)) for _, test in (*self.shifts, *self.walk_away_shifts))

    def wants(self, state: State) -> Wants:
        """Return what the seats want in a state."""
        holding = self.holding(state)
        if holding not in self._known:
            self._known[holding] = self._wants(holding)
        return self._known[holding]

    def _wants(self, holding: tuple[bool, ...]) -> Wants:
        pairs = zip((*self.shifts, *self.walk_away_shifts), holding, strict=True)
        held = [(place < len(self.shifts), shift) for place, ((shift, _), holds) in enumerate(pairs) if holds]
        walk_away, worth = {}, {}
        for seat in self.basket.seats:
            base = self.basket.walk_away[seat].value if seat in self.basket.walk_away else 0
            added = sum(one.add for of_worth, one in held if not of_worth and one.seat == seat)
            walk_away[seat] = _bounded(base + added)
            shifts = [one for of_worth, one in held if of_worth and one.seat == seat]
            worth[seat] = tuple(
                (walk_away[seat], *_worths(self.basket, place, seat, shifts)) for place in range(len(self.basket.items))
            )
        return Wants(self.basket, worth, walk_away)


def _worths(basket: Basket, place: int, seat: str, shifts: list[Shift]) -> list[int]:
    item = basket.items[place]
    found = []
    for option in item.options:
        base = option.worth[seat].value if seat in option.worth else DEFAULT_WORTH
        own = (one.add for one in shifts if one.item in (None, item.id) and one.option in (None, option.id))
        found.append(_bounded(base + sum(own)))
    return found


def _bounded(value: int) -> int:
    return min(max(value, 0), 100)
