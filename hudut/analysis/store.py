"""Compiled tables, kept in the user's cache from one run to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from geo.cache import Cache
from geo.errors import HudutError, nearest
from hudut.analysis.coarse import Coarse, coarse
from hudut.analysis.compiling import LIMIT, compile_act
from hudut.analysis.ends import Ends, ends_of
from hudut.analysis.slices import Carried, act_slice, opening
from hudut.analysis.tables import ActTable, BasketTable, Exits, Graph, Keys, Wiring
from scenarios.expand import Scenario
from scenarios.weighing import weighed

Kind = TypeVar("Kind", Graph, Keys, Exits)
FORMAT = 9
"""To be raised when the tables mean something else than before."""
TABLES = Cache("tables", keep=24)
KEY = "key"
"""Under which a table's `extra` has the name that it is kept by."""
_ARRAYS = ("columns", "column", "node_exit", "menu_start", "menu_move", "menu_met")
_OF_BASKET = ("states", "all_texts", "texts", "entries", "shift_holds", "walk_holds")


@lru_cache(maxsize=8)
def compiled(
    scenario: Scenario, act: str, keep: tuple[str, ...] = (), limit: int = LIMIT, carried: Carried = ()
) -> ActTable:
    """Return the tables of an act: from this process, from the cache, or compiled now.

    Parameters
    ----------
    keep
        Variables to keep to the close for joint questions.
    limit
        Most nodes, and most edges.
    carried
        What the act inherits otherwise than in history.

    Raises
    ------
    HudutError
        If the act or a variable to keep is unknown.
    hudut.analysis.compiling.TooLarge
        If the act is larger than the limit; nothing is kept then.
    """
    cut = act_slice(scenario, act)
    for name in keep:
        if name not in cut.kernel.position:
            raise HudutError(f"{act} has no variable or item {name!r}. {nearest(name, cut.kernel.position)}")
    key = _key(scenario, cut, keep, carried)
    known = TABLES.mapped(key)
    table = None if known is None else _read(known, cut, keep, carried)
    if table is None or max(table.graph.nodes, table.graph.edges) > limit:
        table = compile_act(scenario, act, keep, limit, carried)
        TABLES.put(key, _written(table))
    table.extra[KEY] = key
    return table


def _key(scenario: Scenario, cut: Scenario, keep: Sequence[str], carried: Carried) -> str:
    """Hash what the tables depend on: the kernel, the act but for its weights, its opening, and what is kept."""
    act = next(iter(weighed(cut, {}, "even").acts.values()))
    parts = (FORMAT, scenario.kernel.hash, scenario.campaign, act, opening(scenario, cut, carried), tuple(keep))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _written(table: ActTable) -> bytes:
    arrays: dict[str, Any] = {name: getattr(table, name) for name in _ARRAYS}
    arrays |= flat("graph", table.graph)
    arrays["growth"] = np.array(table.growth, np.int64)
    arrays["numbers"] = np.array([table.keys, *(one.number for one in table.tables)], np.int64)
    arrays |= _derived(table)
    for place, one in enumerate(table.tables):
        arrays |= {f"{place}.{name}": getattr(one, name) for name in _OF_BASKET}
        arrays |= flat(f"{place}.inner", one.inner) | flat(f"{place}.keys", one.keys)
        arrays |= flat(f"{place}.exits", one.exits)
    return packed(arrays)


def packed(arrays: Mapping[str, Any]) -> bytes:
    """Return arrays by name as one piece."""
    head = json.dumps([(name, one.dtype.str, one.shape) for name, one in arrays.items()]).encode()
    parts = [len(head).to_bytes(8, "little"), head, *(one.tobytes() for one in arrays.values())]
    return b"".join(part + bytes(-len(part) % 8) for part in parts)


def arrays_of(content: bytes | memoryview) -> dict[str, Any]:
    """Return the arrays of what `packed` returned; they lie in it and cannot be written to."""
    found: dict[str, Any] = {}
    place = 8 + int.from_bytes(content[:8], "little")
    for name, kind, shape in json.loads(bytes(content[8:place])):
        place += -place % 8
        found[name] = np.ndarray(shape, kind, content, place)
        place += found[name].nbytes
    return found


def _derived(table: ActTable) -> dict[str, Any]:
    """Return the ends and the coarser graph of a table: they take longer to find than to keep."""
    ends, small = ends_of(table), coarse(table)
    words = json.dumps([ends.endings, ends.keys, ends.holders, small.wiring.keys]).encode()
    arrays = {
        "ends.words": np.frombuffer(words, np.uint8),
        "ends.ending": ends.ending,
        "ends.held": ends.held,
        "ends.ground": ends.ground,
    }
    arrays |= flat("coarse", small.wiring.graph) | {"coarse.end": small.end}
    for place, one in enumerate(small.wiring.exits):
        arrays |= flat(f"coarse.{place}", one)
    return arrays


def _extra(arrays: Mapping[str, Any], conferences: int) -> dict[str, Any]:
    endings, keys, holders, count = json.loads(arrays["ends.words"].tobytes())
    ends = Ends(
        tuple(endings),
        arrays["ends.ending"],
        tuple((territory, layer) for territory, layer in keys),
        tuple((party, status) for party, status in holders),
        arrays["ends.held"],
        arrays["ends.ground"],
    )
    exits = tuple(record(Exits, f"coarse.{place}", arrays) for place in range(conferences))
    return {
        "ends": ends,
        "coarse": Coarse(Wiring(record(Graph, "coarse", arrays), count, exits), arrays["coarse.end"]),
    }


def flat(name: str, one: Graph | Keys | Exits) -> dict[str, Any]:
    """Return the arrays of a record under names that begin with its own."""
    return {f"{name}.{field.name}": getattr(one, field.name) for field in fields(one)}


def _read(content: memoryview, cut: Scenario, keep: tuple[str, ...], carried: Carried) -> ActTable:
    arrays = arrays_of(content)
    keys, *numbers = arrays["numbers"].tolist()
    tables = tuple(
        BasketTable(
            number=number,
            inner=record(Graph, f"{place}.inner", arrays),
            keys=record(Keys, f"{place}.keys", arrays),
            exits=record(Exits, f"{place}.exits", arrays),
            **{name: arrays[f"{place}.{name}"] for name in _OF_BASKET},
        )
        for place, number in enumerate(numbers)
    )
    return ActTable(
        cut=cut,
        keep=keep,
        graph=record(Graph, "graph", arrays),
        keys=keys,
        tables=tables,
        growth=tuple((nodes, edges) for nodes, edges in arrays["growth"].tolist()),
        carried=carried,
        extra=_extra(arrays, len(tables)),
        **{name: arrays[name] for name in _ARRAYS},
    )


def record(kind: type[Kind], name: str, arrays: Mapping[str, Any]) -> Kind:
    """Return the record whose arrays were named by `flat`."""
    return kind(**{one.name: arrays[f"{name}.{one.name}"] for one in fields(kind)})
