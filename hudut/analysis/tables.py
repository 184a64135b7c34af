"""The compiled tables of an act: every play of it as two kinds of graphs over integers.

    from hudut.analysis.compiling import compiled
    table = compiled(scenario, "moscow")          # from the cache, or compiled now
    graph, table.tables[0].inner                  # what follows describes these

**Outer graph** (`ActTable.graph`): one node for each projected state at the opening of a step, one edge for each legal
move; a conference is one step with one edge for each *class* of outcomes that leaves the same state behind. Nodes of
the same step are neighbours (`layers`), edges lead to later layers only, the nodes of the last layer are the act's
ends. No weight is stored: every edge has a `key`, and a policy is a vector `W[key]` of probabilities
(`hudut.analysis.laws.Play(table, seats=...).shares()`), so a new policy, new weights or a sweep need no new compiling:

    P[opening] = 1;  P[edge_to] += P[source] * W[edge_key]      # layer by layer

**Inner graph** (`BasketTable.inner`): the sittings of one conference, one node for each (turn, round, amendments,
acceptances, text), the same for every way in; an edge leads to a later node or, from `nodes` upwards, to an outcome.
Outcome 0 is the break, outcome `o` seals `texts[o - 1]`. What the seats want depends on where play stands only
through the conditions of the basket's shifts: their truth values are a *pattern*, and a policy gives each pattern a
law over outcomes. An *exit* belongs to a context of the outer graph: it says which key each outcome adds its
probability to (`exits.key[exit, outcome]`, law `exits.pattern[exit]`).

Sampling a play: at a node draw an edge by `W[edge_key[edge_start[n]:edge_start[n+1]]]`; `node_exit` of a node at a
due conference names its exit, and the outcome itself is drawn from the law of the exit's pattern, given the class.

All integer arrays are int32 unless said otherwise; probabilities are float64.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hudut.analysis.slices import Carried
from scenarios.expand import Scenario
from scenarios.schema import Basket

Ints = NDArray[np.signedinteger[Any]]
Bytes = NDArray[np.uint8]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Graph:
    """A layered graph.

    Parameters
    ----------
    layers
        [layers + 1] Nodes `layers[i] : layers[i + 1]` make up layer i.
    edge_start
        [nodes + 1] Edges `edge_start[n] : edge_start[n + 1]` leave node n, in the kernel's order of moves.
    edge_to
        [edges] Node that an edge leads to; numbers from `nodes` upwards are outcomes of an inner graph.
    edge_key
        [edges] Position in the vector of weights.
    """

    layers: Ints
    edge_start: Ints
    edge_to: Ints
    edge_key: Ints

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.edge_start) - 1

    @property
    def edges(self) -> int:
        """Number of edges."""
        return len(self.edge_to)

    @cached_property
    def edge_from(self) -> Ints:
        """[edges] Node that an edge leaves."""
        return np.repeat(np.arange(self.nodes, dtype=np.int32), np.diff(self.edge_start))


@dataclass(frozen=True, eq=False)
class Keys:
    """What decides the weight of an inner edge, a column each: [inner keys].

    Parameters
    ----------
    seat
        Whose move it is, a position in the basket's seats.
    kind
        A position in `KINDS`.
    place, before, after
        For an amendment: the item, its option before (0 while open) and after; else 0.
    text
        For all but amendments: the text on the table, a row of `all_texts`; else 0.
    round
        Which round it is, from 0.
    met
        Whether some other seat's (or one's own) acceptance lies on the table.
    """

    seat: Ints
    kind: Ints
    place: Ints
    before: Ints
    after: Ints
    text: Ints
    round: Ints
    met: Ints


KINDS = ("amend", "pass", "lapse", "accept", "seal", "break")


@dataclass(frozen=True, eq=False)
class Exits:
    """How a conference joins the outer graph.

    Parameters
    ----------
    pattern
        [exits] Pattern of shifts that holds there.
    key
        [exits, outcomes] Outer key to which an outcome adds its probability.
    """

    pattern: Ints
    key: Ints


@dataclass(frozen=True, eq=False)
class Wiring:
    """An outer graph with the keys that its edges ask for: an act's own, or a coarser one (`hudut.analysis.coarse`).

    Parameters
    ----------
    keys
        Number of keys: those of the menus, then those of the exits.
    exits
        By conference.
    """

    graph: Graph
    keys: int
    exits: tuple[Exits, ...]

    @cached_property
    def patterns(self) -> Ints:
        """[nodes] Pattern of shifts under which the conference of a node's layer meets there; -1 where none does."""
        by_key = np.full(self.keys, -1, np.int32)
        for one in self.exits:
            by_key[one.key] = one.pattern[:, None]
        found = np.full(self.graph.nodes, -1, np.int32)
        goes_on = np.flatnonzero(np.diff(self.graph.edge_start))
        found[goes_on] = by_key[self.graph.edge_key[self.graph.edge_start[goes_on]]]
        return found


@dataclass(frozen=True, eq=False)
class BasketTable:
    """One conference.

    Parameters
    ----------
    number
        Its value of `step`.
    inner
        The graph of its sittings; node 0 is the opening of the conference.
    states
        [inner nodes, scratch and items] uint8: turn, round, amended, acceptances, then the text.
    keys
        What the inner graph's edge keys stand for.
    all_texts
        [texts, items] uint8: every text that can lie on the table, open items are 0.
    texts
        [outcomes - 1, items] uint8: the texts that may be sealed; outcome `o` seals row `o - 1`.
    entries
        [patterns, variables] uint8: for each pattern, one outer state in which it holds.
    shift_holds, walk_holds
        [patterns, shifts] Whether the condition of each shift of worth, and of the walk-away, holds (0 or 1).
    exits
        How the outer graph is left through this conference.
    """

    number: int
    inner: Graph
    states: Bytes
    keys: Keys
    all_texts: Bytes
    texts: Bytes
    entries: Bytes
    shift_holds: Ints
    walk_holds: Ints
    exits: Exits

    @property
    def outcomes(self) -> int:
        """Number of outcomes: the break and the texts that may be sealed."""
        return len(self.texts) + 1


@dataclass(frozen=True, eq=False)
class ActTable:
    """Everything that is compiled of an act.

    Parameters
    ----------
    cut
        The act's slice of the campaign (`hudut.analysis.slices`); states have its variables.
    keep
        Variables that were kept to the close on request, for joint questions.
    graph
        The outer graph; layer i is the step `first + i`, the last one the act's close.
    columns
        [different columns, nodes] uint8: what the variables are at each node, projected; those that go alike share one.
    column
        [variables] Which of the columns is that of a variable.
    node_exit
        [nodes] Exit of the basket that a node stands at, or -1.
    menu_start
        [menus + 1] Keys `menu_start[m] : menu_start[m + 1]` are the choices of menu m; keys of exits follow them.
    menu_move
        [keys of menus] Move, a position in `cut.kernel.moves`.
    menu_met
        [menus] Bool: whether goodwill stands at half or more, which tit for tat looks at.
    keys
        Number of keys, which is the length of `W`.
    tables
        The conferences in order.
    growth
        By step: nodes, and edges that leave them before outcomes were merged into classes.
    carried
        What the act inherits otherwise than in history.
    """

    cut: Scenario
    keep: tuple[str, ...]
    graph: Graph
    columns: Bytes
    column: Ints
    node_exit: Ints
    menu_start: Ints
    menu_move: Ints
    menu_met: Bools
    keys: int
    tables: tuple[BasketTable, ...]
    growth: tuple[tuple[int, int], ...]
    carried: Carried = ()
    extra: dict[str, Any] = field(default_factory=dict)
    """Results derived from the table once and kept with it, in this process only."""

    @property
    def act(self) -> str:
        """Id of the act."""
        return next(iter(self.cut.acts))

    @property
    def wiring(self) -> Wiring:
        """The outer graph and its keys."""
        return Wiring(self.graph, self.keys, tuple(one.exits for one in self.tables))

    @cached_property
    def states(self) -> Bytes:
        """[nodes, variables] uint8; made when it is first asked for."""
        return np.ascontiguousarray(self.columns[self.column].T)

    def step_at(self, node: int) -> int:
        """Return the number of the step at which a node stands."""
        return self.cut.first[self.act] + int(np.searchsorted(self.graph.layers, node, "right")) - 1

    def step_id(self, number: int) -> str:
        """Return the id of the step with a number."""
        return self.cut.steps_by_number[number].step.id

    @property
    def closing(self) -> slice:
        """The nodes at the act's close."""
        return slice(int(self.graph.layers[-2]), int(self.graph.layers[-1]))

    @property
    def known(self) -> set[str]:
        """Ids of the variables and items of the act."""
        return {one.id for one in self.cut.kernel.variables}

    def at_close(self, name: str) -> Ints:
        """Return the value of a variable or an item in each node at the act's close."""
        (place,) = self.cut.kernel.places([name])
        return self.columns[self.column[place], self.closing].astype(np.int32)

    def basket(self, table: BasketTable) -> Basket:
        """Return the basket that a table was compiled from."""
        return self.cut.basket_at(table.number)

    @property
    def compiled_edges(self) -> int:
        """Edges of all graphs, outcomes unmerged."""
        return sum(edges for _, edges in self.growth) + sum(one.inner.edges for one in self.tables)
