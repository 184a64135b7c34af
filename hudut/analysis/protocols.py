"""The same conferences under other rules of procedure: rounds, order of the seats, amendments a turn.

Nobody knows how often each delegation spoke; rounds, order and two amendments a turn are the scenario's. What holds
only under these is a conclusion about the protocol.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from engine.rules import Rules
from geo.cache import Cache
from hudut.analysis.store import KEY, arrays_of, flat, packed, record
from hudut.analysis.tables import ActTable, BasketTable, Bytes, Graph, Keys
from hudut.analysis.tabling import Sittings
from scenarios.baskets import AMENDMENTS, MOST_ROUNDS, basket_moves
from scenarios.expand import Placed, at
from scenarios.kernel import STEP, Kernel
from scenarios.schema import Basket

SITTINGS = Cache("protocols", keep=96)
PROTOCOLS = ("round-less", "round-more", "other-order", "one-amendment")


def under_protocols(table: ActTable) -> Iterator[tuple[str, ActTable]]:
    """Yield an act with all its conferences under each other protocol; the graph between them stays."""
    for name in PROTOCOLS:
        steps = tuple(_changed(one, name) for one in table.cut.steps)
        cut = replace(table.cut, steps=steps)
        other = replace(table, cut=cut)
        tables = zip(table.tables, _sittings(other, name), strict=True)
        yield name, replace(other, tables=tuple(replace(one, **parts) for one, parts in tables))


def _changed(one: Placed, name: str) -> Placed:
    basket = one.step.basket
    if basket is None:
        return one
    other: dict[str, Basket] = {
        "round-less": basket.model_copy(update={"rounds": max(basket.rounds - 1, 1)}),
        "round-more": basket.model_copy(update={"rounds": min(basket.rounds + 1, MOST_ROUNDS)}),
        "other-order": basket.model_copy(update={"seats": basket.seats[::-1]}),
    }
    return replace(one, step=one.step.model_copy(update={"basket": other.get(name, basket)}))


def _sittings(act: ActTable, name: str) -> list[dict[str, Any]]:
    """Return what another protocol changes in the tables of an act; of one that is kept, from one run to the next."""

    def play() -> bytes:
        found: dict[str, Any] = {}
        for n, one in enumerate(act.tables):
            graph, states, keys = _table(act, one, 1 if name == "one-amendment" else AMENDMENTS)
            found |= flat(f"{n}.inner", graph) | flat(f"{n}.keys", keys) | {f"{n}.states": states}
        return packed(found)

    key = act.extra.get(KEY)
    arrays_kept = arrays_of(play() if key is None else SITTINGS.made(f"{key}-{name}", play))
    return [
        {
            "inner": record(Graph, f"{n}.inner", arrays_kept),
            "keys": record(Keys, f"{n}.keys", arrays_kept),
            "states": arrays_kept[f"{n}.states"],
        }
        for n in range(len(act.tables))
    ]


def _table(act: ActTable, table: BasketTable, amendments: int) -> tuple[Graph, Bytes, Keys]:
    """Return the sittings of a conference under another protocol; outcomes and patterns keep their numbers."""
    placed = act.cut.steps_by_number[table.number]
    onward = ["set", STEP, placed.number + 1]
    moves = basket_moves(placed.step, at(placed.number), onward, act.cut.words(act.act), amendments)
    rules = Rules(Kernel(act.cut.kernel.id, act.cut.kernel.variables, tuple(moves)))
    return Sittings(rules, act.basket(table), tuple(np.asarray(table.entries[0]).tolist())).graph()
