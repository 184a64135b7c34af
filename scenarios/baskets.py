"""A conference on one negotiating text, as moves.

Seats speak in a fixed order for a bounded number of rounds. A turn makes up to two amendments (item := option, in the
order of the items, so that no pair is counted twice), then passes, accepts the text as it stands, or breaks off.
An amendment clears the other seats' acceptances; the acceptance that completes the set seals the text. When the last
seat passes in the last round the talks lapse, which is a break. On seal and break the scratch variables return to 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from geo.errors import BadValue
from scenarios.kernel import Effect, Guard, Move, Variable, conjoin
from scenarios.schema import Basket, Item, ItemOption, Step
from scenarios.words import Words

MOST_SEATS = 3
MOST_ITEMS = 5
MOST_ROUNDS = 5
AMENDMENTS = 2
"""Amendments that a turn may make."""
TURN, ROUND, AMENDED = "at.turn", "at.round", "at.amended"
"""Scratch: whose turn, which round, and the last item amended in this turn (0 none, 6 when two are)."""
FULL = MOST_ITEMS + 1
ACCEPTED = tuple(f"at.accepted{seat}" for seat in range(MOST_SEATS))
SCRATCH = (
    Variable(TURN, MOST_SEATS),
    Variable(ROUND, MOST_ROUNDS),
    Variable(AMENDED, FULL + 1),
    *(Variable(name, 2) for name in ACCEPTED),
)
_CLEAN: tuple[Effect, ...] = tuple(["set", variable.id, 0] for variable in SCRATCH)


def item_variables(basket: Basket) -> Iterator[Variable]:
    """Yield the variable of each item: 0 while open, then its options in order."""
    for item in basket.items:
        yield Variable(item.id, len(item.options) + 1, 0, item.words)


def basket_moves(
    step: Step, before: Guard, onward: Effect, words: Words, amendments: int = AMENDMENTS
) -> Iterator[Move]:
    """Yield all moves of a basket; `before` holds while it is due, `onward` leads to the next step.

    Another number of amendments a turn than two (that is, one) is for asking what hinges on it.
    """
    basket = step.basket
    if basket is None:
        raise BadValue(f"{step.id} has no basket")
    for turn, seat in enumerate(basket.seats):
        mine = conjoin(before, ["==", TURN, turn])
        for place, item in enumerate(basket.items, start=1):
            yield from _amendments(step, seat, item, place, mine, turn, amendments)
        yield from _acceptances(step, seat, turn, mine, onward, words)
        yield from _passes(step, seat, turn, mine, onward, words)
        broken = (*words.effects(basket.on_break), *_reset(basket), *_CLEAN, onward)
        yield Move(step.id, "break", seat, conjoin(mine, ["==", AMENDED, 0]), broken, 1)


def _reset(basket: Basket) -> tuple[Effect, ...]:
    return tuple(["set", item.id, 0] for item in basket.items)


def _amendments(  # noqa: PLR0913, PLR0917 - each is a part of what is amended when by whom
    step: Step, seat: str, item: Item, place: int, mine: Guard, turn: int, amendments: int
) -> Iterator[Move]:
    """Amend an item to an option; the second amendment of a turn is on a later item."""
    cleared: list[Effect] = [["set", name, 0] for other, name in enumerate(ACCEPTED) if other != turn]
    for number, option in enumerate(item.options, start=1):
        guard = conjoin(mine, ["<", AMENDED, place], ["!=", item.id, number])
        marks: list[Effect] = [
            ["set", AMENDED, place, ["==", AMENDED, 0]],
            ["set", AMENDED, FULL, [">=", AMENDED, 1]],
        ]
        if amendments == 1:
            marks = [["set", AMENDED, FULL]]
        effects: tuple[Effect, ...] = (["set", item.id, number], *marks, *cleared)
        yield Move(step.id, "amend", seat, guard, effects, 4, item.id, option.id)


def _acceptances(step: Step, seat: str, turn: int, mine: Guard, onward: Effect, words: Words) -> Iterator[Move]:
    """Accept the text as it stands; when all others whose consent it needs have accepted, this seals it."""
    basket = step.basket
    if basket is None:
        return
    others: list[Guard] = [
        ["==", ACCEPTED[place], 1]
        for place, other in enumerate(basket.seats)
        if other in basket.consenting and other != seat
    ]
    whole: list[Guard] = [["!=", item.id, 0] for item in basket.items if not item.may_stay_open]
    ready = conjoin(mine, *whole)
    waits: Guard = ["not", ["all", *others]]
    if seat in basket.consenting:
        # The last word of the last round can only seal: an acceptance that nobody can answer would be lost.
        answerable: Guard | None = ["not", ["==", ROUND, basket.rounds - 1]] if _speaks_last(basket, turn) else None
        effects: tuple[Effect, ...] = (["set", ACCEPTED[turn], 1], *_next_turn(basket, turn))
        yield Move(step.id, "accept", seat, conjoin(ready, waits, answerable), effects, 6)
        sealed = (*words.effects(basket.on_seal), *_seal_effects(basket, words), *_CLEAN, onward)
        yield Move(step.id, "seal", seat, conjoin(ready, *others), sealed, 8)


def _seal_effects(basket: Basket, words: Words) -> list[Effect]:
    found: list[Effect] = []
    for item in basket.items:
        for option in item.options:
            when = f"{item.id} == {option.id}"
            found.extend(words.effects([{"when": when, "do": list(option.effects)}]) if option.effects else [])
    return found


def _passes(step: Step, seat: str, turn: int, mine: Guard, onward: Effect, words: Words) -> Iterator[Move]:
    """Pass the word on; after the last seat of the last round the talks lapse."""
    basket = step.basket
    if basket is None:
        return
    final = _speaks_last(basket, turn)
    last_round: Guard = ["==", ROUND, basket.rounds - 1]
    going_on = conjoin(mine, ["not", last_round]) if final else mine
    if not final or basket.rounds > 1:
        effects = tuple(_next_turn(basket, turn))
        yield Move(step.id, "pass", seat, going_on, effects, 2)
    if final:
        lapsed = (*words.effects(basket.on_break), *_reset(basket), *_CLEAN, onward)
        yield Move(step.id, "lapse", seat, conjoin(mine, last_round), lapsed, 2)


def _speaks_last(basket: Basket, turn: int) -> bool:
    return turn == len(basket.seats) - 1


def _next_turn(basket: Basket, turn: int) -> list[Effect]:
    """Return the effects that hand the word to the next seat."""
    if not _speaks_last(basket, turn):
        return [["set", TURN, turn + 1], ["set", AMENDED, 0]]
    return [["set", TURN, 0], ["set", AMENDED, 0], ["add", ROUND, 1]]


def historical_option(item: Item) -> ItemOption | None:
    """Return the option that was sealed in history, or None when the item stayed open."""
    return next((option for option in item.options if option.historical), None)


def historical_number(item: Item) -> int:
    """Return that option by number, from 1; 0 when the item stayed open."""
    return next((number for number, option in enumerate(item.options, start=1) if option.historical), 0)


def sealable(basket: Basket) -> list[tuple[int, ...]]:
    """Return the texts that may be sealed as option numbers, 0 for what may stay open; the last item turns fastest."""
    return list(product(*(range(0 if item.may_stay_open else 1, len(item.options) + 1) for item in basket.items)))


def basket_history(step: Step) -> Iterator[str]:
    """Yield a line of play that ends in the historical text: seats draft two items a turn, then accept in turn.

    What was said in which sitting is rarely known; the order is ours, the text is history's.
    """
    basket = step.basket
    if basket is None:
        return
    drafts = ((item, option) for item in basket.items if (option := historical_option(item)) is not None)
    turns = [seat for _ in range(basket.rounds) for seat in basket.seats]
    accepted: set[str] = set()
    for seat in turns:
        pair = list(islice(drafts, 2))
        for item, option in pair:
            yield f"{step.id}.{seat}.{item.id}.{option.id}"
        if pair:
            accepted.clear()
        if len(pair) == 2 or seat not in basket.consenting:  # there may be more to draft: the word goes on
            yield f"{step.id}.{seat}.pass"
            continue
        if accepted | {seat} == set(basket.consenting):
            yield f"{step.id}.{seat}.seal"
            return
        accepted.add(seat)
        yield f"{step.id}.{seat}.accept"
    raise BadValue(f"{step.id}: {basket.rounds} rounds are too few to draft and accept the historical text")
