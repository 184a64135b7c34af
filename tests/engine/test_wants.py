"""What seats ask for at a table, against figures made by hand."""

from __future__ import annotations

import pytest

from engine.wants import Wants
from scenarios.schema import Basket

SAY = {"tr": "deneme", "en": "trial"}
SURE = {"certainty": "invented", "reason": SAY}
LAND, PRICE = {"a": (80, 10), "b": (20, 70)}, {"low": (60, 40), "high": (40, 80)}


def table() -> Wants:
    """Two seats that leave below 40; by worth (east, west) the texts are al 140/50, ah 120/90, bl 80/110, bh 60/150."""
    items = [
        {"id": name, "topic": "land", "titles": SAY, "consent": ["east", "west"]}
        | {
            "options": [
                {"id": key, "titles": SAY, "text": SAY, **SURE}
                | {"worth": {"east": {"value": east}, "west": {"value": west}}}
                for key, (east, west) in options.items()
            ]
        }
        for name, options in (("land", LAND), ("price", PRICE))
    ]
    walk_away = {"east": {"value": 40}, "west": {"value": 40}}
    basket = Basket.model_validate(
        {"seats": ["east", "west"], "rounds": 2, "items": items, "walk_away": walk_away, "broken": SAY}
    )
    worth = {
        seat: tuple((40, *(pair[place] for pair in options.values())) for options in (LAND, PRICE))
        for place, seat in enumerate(("east", "west"))
    }
    return Wants(basket, worth, {"east": 40, "west": 40})


AH, BL = (1, 2), (2, 1)


@pytest.mark.parametrize(
    ("seat", "margin", "turn", "texts"),
    [
        ("east", 0, 0, {AH}),  # best 120, leaves at 80: asks for 100
        ("east", 0, 1, {AH, BL}),  # in the last round for 80
        ("west", 0, 0, {BL}),  # best 110, leaves at 80: asks for 95
        ("west", 0, 1, {AH, BL}),
        ("east", 15, 1, {AH}),  # a hard seat leaves at 110
        ("east", 25, 0, set()),  # 130: nothing that west signs gives so much
        ("west", -12, 1, {AH, BL}),  # a mild one would sign for 56, but al gives 50, and east does not sign bh
    ],
)
def test_a_seat_asks_for_less_each_round_among_what_all_could_sign(
    seat: str, margin: int, turn: int, texts: set[tuple[int, ...]]
) -> None:
    assert table().asked(seat, margin, turn) == texts


def test_shares_count_the_texts_that_are_asked_for() -> None:
    assert table().shares("east", 0, 0) == ((0, 100, 0), (0, 0, 100))
    assert table().shares("west", 0, 1) == ((0, 50, 50), (0, 50, 50))
    assert table().shares("east", 25, 0) == ((0, 0, 0), (0, 0, 0))
