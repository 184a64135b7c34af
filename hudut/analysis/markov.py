"""An act as an explicit model of model checkers: a Markov chain, or a decision process in which one seat is free.

States are the nodes of the coarser graph of the act (`hudut.analysis.coarse`: same endings, same maps), transitions its
edges with what policies and weights make of them; a conference is one step, to each outcome with its probability. The
last states loop. Two forms:

* `.tra` with a `.lab` beside it, the explicit format of Storm and PRISM;
* `.drn`, Storm's own, with the labels in the file.

Labels are numbered, since the readers take only letters of ASCII: `e0`, `e1` … are endings, `h0` … who holds what at
the close. What each stands for is written beside the file, as `NAME.labels.json`, with the names of the free seat's
moves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from geo.errors import BadValue, HudutError, one_of
from hudut.analysis.coarse import coarse
from hudut.analysis.ends import ends_of
from hudut.analysis.laws import Play
from hudut.analysis.tables import ActTable, Bools, Floats, Graph, Ints
from hudut.files import write_whole

SUFFIXES = (".tra", ".drn")
EXACT = 1e-9
"""How far the probabilities of a state may be from 1 before the last is corrected; the readers do not look."""


@dataclass(frozen=True, eq=False)
class Chain:
    """An act under policies.

    Parameters
    ----------
    seat
        Whose choices are left open; without one the model is a Markov chain.
    shares
        [edges] Probability of each edge; 1 for a choice of the free seat.
    free
        [nodes] Whether the free seat chooses there.
    labels
        By label: what it stands for, and the numbers of its states.
    """

    table: ActTable
    graph: Graph
    seat: str | None
    shares: Floats
    free: Bools
    labels: Mapping[str, tuple[Mapping[str, str], list[int]]]

    @property
    def kind(self) -> str:
        """`dtmc` or `mdp`, as the formats call it."""
        return "dtmc" if self.seat is None else "mdp"


def chain_of(table: ActTable, seats: Mapping[str, str] | None = None, free: str | None = None) -> Chain:
    """Return an act as a chain.

    Parameters
    ----------
    seats
        Policies by seat, as for `hudut.analysis.laws.Play`.
    free
        The seat whose decisions outside the conferences are left open.

    Raises
    ------
    HudutError
        If a seat or policy is unknown.
    """
    if free is not None:
        one_of(free, table.cut.acts[table.act].seats, f"{table.act} has no seat")
    play = Play(table, seats=seats)
    small = coarse(table, goodwill="tit-for-tat" in play.seats.values())
    graph = small.wiring.graph
    open_ = _chosen_by(table, graph, free)
    shares = np.where(open_[graph.edge_from], 1.0, play.shares(small.wiring)[:, 0][graph.edge_key])
    return Chain(table, graph, free, _whole(graph, shares, open_), open_, dict(_labels(table, graph, small.end)))


def _chosen_by(table: ActTable, graph: Graph, seat: str | None) -> Bools:
    """Return [nodes]: where a seat has a choice outside the conferences."""
    moves, menus = table.cut.kernel.moves, int(table.menu_start[-1])
    mine = np.zeros(int(graph.edge_key.max()) + 1, np.bool_)
    mine[:menus] = [moves[place].actor == seat for place in table.menu_move.tolist()]
    found = np.zeros(graph.nodes, np.bool_)
    goes_on = np.diff(graph.edge_start) > 0
    found[goes_on] = mine[graph.edge_key[graph.edge_start[:-1][goes_on]]]
    return found


def _whole(graph: Graph, shares: Floats, free: Bools) -> Floats:
    """Return probabilities that sum to 1 in each state, which no reader checks; refuse what is far from it."""
    sums = np.bincount(graph.edge_from, shares, graph.nodes)
    bound = (np.diff(graph.edge_start) > 0) & ~free
    if np.abs(sums[bound] - 1).max(initial=0) > EXACT:
        raise BadValue("the probabilities of a state do not sum to 1")
    return shares / np.where(bound, sums, 1)[graph.edge_from]


def _labels(table: ActTable, graph: Graph, end: Ints) -> Iterator[tuple[str, tuple[dict[str, str], list[int]]]]:
    """Yield the labels of the last states, of which `end` names one of the act's own.

    What always holds has none, nor has what never does: in a `.drn` a label is known by its states alone.
    """
    ends, begin = ends_of(table), int(graph.layers[-2])
    for number, ending in enumerate(ends.endings):
        if states := _where(ends.ending[end] == number, begin):
            yield f"e{number}", ({"ending": ending}, states)
    count = 0
    for territory, layer in ends.keys:
        holder = ends.holder((territory, layer))[end]
        for place in sorted(set(holder.tolist())) if holder.min() < holder.max() else ():
            party, status = ends.holders[place]
            states = _where(holder == place, begin)
            if party is not None and states:
                told = {"territory": territory, "layer": layer, "party": party, "status": status}
                yield f"h{count}", (told, states)
                count += 1


def _where(holds: Any, begin: int) -> list[int]:
    found: list[int] = (np.flatnonzero(holds) + begin).tolist()
    return found


def rows(chain: Chain) -> Iterator[tuple[int, list[tuple[str, list[tuple[int, float]]]]]]:
    """Yield (state, choices) in order; a choice is a name and the (target, probability) that it leads to."""
    graph, moves = chain.graph, chain.table.cut.kernel.moves
    starts, to, keys = graph.edge_start.tolist(), graph.edge_to.tolist(), graph.edge_key.tolist()
    shares, free = chain.shares.tolist(), chain.free.tolist()
    for state, (begin, end) in enumerate(pairwise(starts)):
        edges = range(begin, end)
        if begin == end:
            yield state, [("", [(state, 1.0)])]
        elif free[state]:
            yield state, [(moves[chain.table.menu_move[keys[edge]]].id, [(to[edge], 1.0)]) for edge in edges]
        else:
            yield state, [("", _merged((to[edge], shares[edge]) for edge in edges))]


def _merged(edges: Iterator[tuple[int, float]]) -> list[tuple[int, float]]:
    """Return edges with each target once, those of probability 0 left out: a reader refuses a target given twice."""
    found: dict[int, float] = {}
    for to, share in edges:
        if share > 0:
            found[to] = found.get(to, 0.0) + share
    return sorted(found.items())


def as_tra(chain: Chain) -> str:
    """Return the transitions in the explicit format."""
    lines = [chain.kind]
    for state, choices in rows(chain):
        for number, (_, targets) in enumerate(choices):
            begin = f"{state}" if chain.seat is None else f"{state} {number}"
            lines += [f"{begin} {to} {share!r}" for to, share in targets]
    return "\n".join([*lines, ""])


def as_lab(chain: Chain) -> str:
    """Return the labels in the explicit format."""
    by_state = _by_state(chain)
    lines = ["#DECLARATION", " ".join(["init", *chain.labels]), "#END"]
    return "\n".join([*lines, *(f"{state} {' '.join(names)}" for state, names in sorted(by_state.items())), ""])


def as_drn(chain: Chain) -> str:
    """Return the model in Storm's DRN format."""
    by_state, graph = _by_state(chain), chain.graph
    choices, lines = 0, []
    for state, chosen in rows(chain):
        choices += len(chosen)
        lines.append(" ".join([f"state {state}", *by_state.get(state, ())]))
        for number, (_, targets) in enumerate(chosen):
            lines.append(f"\taction {number}")
            lines += [f"\t\t{to} : {share!r}" for to, share in targets]
    head = [f"@type: {chain.kind.upper()}", "@parameters", "", "@reward_models", "", "@nr_states", f"{graph.nodes}"]
    return "\n".join([*head, "@nr_choices", f"{choices}", "@model", *lines, ""])


def _by_state(chain: Chain) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {0: ["init"]}
    for name, (_, states) in chain.labels.items():
        for state in states:
            found.setdefault(state, []).append(name)
    return found


def key_of(chain: Chain) -> dict[str, Any]:
    """Return what the labels stand for, and the free seat's choices by state."""
    told: dict[str, Any] = {
        "act": chain.table.act,
        "kernel": chain.table.cut.kernel.hash,
        "labels": {name: meaning for name, (meaning, _) in chain.labels.items()},
    }
    if chain.seat is not None:
        named = {state: [name for name, _ in chosen] for state, chosen in rows(chain) if chain.free[state]}
        told |= {"free": chain.seat, "choices": named}
    return told


def write_chain(chain: Chain, out: Path) -> Sequence[Path]:
    """Write a chain by the suffix of the file, with its labels beside it; return the files.

    Raises
    ------
    HudutError
        If the suffix is neither `.tra` nor `.drn`, or a file cannot be written.
    """
    if out.suffix not in SUFFIXES:
        raise HudutError(f"{out}: a chain is written as {' or '.join(SUFFIXES)}; the suffix chooses.")
    key = out.with_suffix(".labels.json")
    texts = {key: json.dumps(key_of(chain), ensure_ascii=False, indent=1) + "\n"}
    texts |= (
        {out: as_tra(chain), out.with_suffix(".lab"): as_lab(chain)} if out.suffix == ".tra" else {out: as_drn(chain)}
    )
    for path, text in texts.items():
        write_whole(path, text)
    return tuple(texts)
