"""Tables in the forms of other tools, so that they can check ours: Gambit's .efg trees, outcome spaces, GENIUS' XML.

A *sitting* is the play of one table from a state to its seal or break, as a game of perfect information. Its payoffs
are whole numbers: the sum of a text's worth to a seat over the items if the text is sealed, and the seat's walk-away
times the number of items if the talks break off (`engine.policies.Table`). A seat neither accepts nor seals what
crosses its own red line. The .efg form is described in the manual of Gambit under "The extensive game file format".
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.play import apply, history_at, legal_moves
from engine.policies import Table, conference_at
from engine.rules import State
from engine.wants import Conference
from geo.errors import BadValue, HudutError, one_of
from hudut.analysis.domain import Domain, domain_at
from hudut.analysis.genius import domain_xml, utility_xml
from hudut.files import write_whole
from scenarios.baskets import ROUND, TURN, historical_option
from scenarios.expand import Scenario
from scenarios.fates import OPEN

MOST_NODES = 50_000
"""Larger trees are refused: a whole table has more paths than any tree format can hold."""


class TreeTooLargeError(HudutError):
    """A tree with more nodes than are written."""


@dataclass(frozen=True)
class Node:
    """A decision of a seat, or an end.

    Parameters
    ----------
    seat
        Number of the seat whose word it is, or None at an end.
    moves
        Move ids in the kernel's order, each with the node that it leads to.
    payoffs
        One whole number a seat at an end; empty elsewhere.
    """

    seat: int | None
    moves: tuple[tuple[str, Node], ...] = ()
    payoffs: tuple[int, ...] = ()

    def size(self) -> int:
        """Return the number of nodes of the tree."""
        return 1 + sum(child.size() for _, child in self.moves)


def last_round(scenario: Scenario, state: State, options: dict[str, str] | None = None, turn: int = 0) -> State:
    """Return the state at the opening of a table's last round, with a text on it.

    Parameters
    ----------
    state
        A state in which the table opens.
    options
        Option id by item id; an item that is not named is open.
    turn
        Number of the seat that speaks first; those before it have passed.

    Raises
    ------
    HudutError
        If the state stands at no table, or an item or option is unknown.
    """
    conference = _conference(scenario, state)
    values = {ROUND: conference.basket.rounds - 1, TURN: turn}
    items = {item.id: [one.id for one in item.options] for item in conference.basket.items}
    for item, option in (options or {}).items():
        if item not in items or option not in items[item]:
            known = ", ".join(f"{key} ({'|'.join(value)})" for key, value in items.items())
            raise HudutError(f"this table has no {item} = {option}; it has {known}.")
        values[item] = items[item].index(option) + 1
    return scenario.kernel.changed(state, values)


def sitting(scenario: Scenario, state: State, most: int = MOST_NODES) -> Node:
    """Return the tree of a table from a state on.

    Raises
    ------
    HudutError
        If the state stands at no table, or the tree has more than `most` nodes.
    """
    seats = tuple(_conference(scenario, state).basket.seats)
    return _grow(scenario, state, seats, [most])


def _grow(scenario: Scenario, state: State, seats: tuple[str, ...], left: list[int]) -> Node:
    left[0] -= 1
    if left[0] < 0:
        raise TreeTooLargeError(f"the tree of this table is larger than {MOST_NODES:,} nodes.")
    conference = _conference(scenario, state)
    table = Table(scenario, conference, state)
    moves = []
    for move in legal_moves(scenario, state):
        if move.kind in ("accept", "seal") and table.crosses_red_line(move.actor):
            continue
        after = apply(scenario, state, move)
        if scenario.step_at(after) != scenario.step_at(state):
            left[0] -= 1
            sealed = move.kind == "seal"
            worth = [table.total(one) if sealed else table.walk_away(one) * len(table.text) for one in seats]
            moves.append((move.id, Node(None, payoffs=tuple(worth))))
        else:
            moves.append((move.id, _grow(scenario, after, seats, left)))
    actor = legal_moves(scenario, state)[0].actor
    return Node(seats.index(actor), tuple(moves))


def _conference(scenario: Scenario, state: State) -> Conference:
    conference = conference_at(scenario, state)
    if conference is None:
        raise HudutError(f"the step {scenario.step_at(state)} is no table.")
    if any(move.kind == "skip" for move in legal_moves(scenario, state)):
        raise HudutError("this table does not meet in this state: the step is skipped.")
    return conference


def backward_induction(node: Node) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the payoffs and the moves of the subgame-perfect line.

    A seat that is indifferent takes the first of its best moves in the kernel's order.
    """
    if node.seat is None:
        return node.payoffs, ()
    best: tuple[tuple[int, ...], tuple[str, ...]] | None = None
    for name, child in node.moves:
        payoffs, line = backward_induction(child)
        if best is None or payoffs[node.seat] > best[0][node.seat]:
            best = payoffs, (name, *line)
    if best is None:
        raise BadValue("a decision without a move")
    return best


def as_efg(node: Node, title: str, seats: tuple[str, ...]) -> str:
    """Return a tree in Gambit's extensive form; every decision is an information set of its own."""
    names = " ".join(_quoted(seat) for seat in seats)
    return "\n".join([f'EFG 2 R {_quoted(title)} {{ {names} }} ""', *_lines(node, [0] * (len(seats) + 1)), ""])


def _lines(node: Node, counts: list[int]) -> Iterator[str]:
    if node.seat is None:
        counts[-1] += 1
        yield f't "" {counts[-1]} "" {{ {", ".join(map(str, node.payoffs))} }}'
        return
    counts[node.seat] += 1
    moves = " ".join(_quoted(name) for name, _ in node.moves)
    yield f'p "" {node.seat + 1} {counts[node.seat]} "" {{ {moves} }} 0'
    for _, child in node.moves:
        yield from _lines(child, counts)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def outcome_rows(domain: Domain) -> Iterator[dict[str, Any]]:
    """Yield one row a text: its option of each item, its utility to each seat, who would sign it, who did."""
    for number in range(len(domain.texts)):
        row: dict[str, Any] = {"outcome": number, **domain.options(number)}
        row.update(
            {
                f"utility_{seat}": float(value)
                for seat, value in zip(domain.seats, domain.utilities[:, number], strict=True)
            }
        )
        yield {**row, "signable": bool(domain.signable[number]), "historical": number == domain.historical}


def outcomes_csv(domain: Domain) -> str:
    """Return the outcome space as CSV, one row a text; docs/data-dictionary.md has the columns."""
    rows = list(outcome_rows(domain))
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def negotiation_domain(scenario: Scenario, state: State) -> dict[str, Any]:
    """Return a table as issues and linear-additive utilities, from which NegMAS and its like can be built.

    `weight` is the same for every issue and sums to 1; `values` are worth, 0 to 100; `reserved` is the walk-away. Red
    lines have no place in linear utilities: they stand beside, under `red_lines`.

    Raises
    ------
    HudutError
        If the state stands at no table.
    """
    domain = domain_at(scenario, state)
    table = Table(scenario, _conference(scenario, state), state)
    issues = [
        {"id": item.id, "options": [*([OPEN] if item.may_stay_open else []), *(one.id for one in item.options)]}
        for item in domain.items
    ]
    return {
        "table": domain.step,
        "issues": issues,
        "parties": [_party(domain, table, seat) for seat in domain.seats],
    }


def _party(domain: Domain, table: Table, seat: str) -> dict[str, Any]:
    values = {
        item.id: {
            **({OPEN: table.worth(seat, place, 0)} if item.may_stay_open else {}),
            **{one.id: table.worth(seat, place, number) for number, one in enumerate(item.options, start=1)},
        }
        for place, item in enumerate(domain.items)
    }
    refused = {item.id: [one.id for one in item.options if seat in one.red_line] for item in domain.items}
    return {
        "id": seat,
        "reserved": table.walk_away(seat),
        "weight": 1 / len(domain.items),
        "values": values,
        "red_lines": {key: options for key, options in refused.items() if options},
    }


def write_table(scenario: Scenario, step: str, out: Path) -> list[Path]:
    """Write a table, as history came to it, by the suffix of the file; return the files written.

    `.efg`: the last round with the historical text on the table, as a tree; where that is too large, from a later seat
    on. Its title names the table, the seat that begins, and the least and greatest payoff. `.csv`: every text with its
    utilities. `.json`: issues and utilities. `.xml`: the domain for GENIUS and NegMAS, and beside it a utility space
    for each seat, `OUT-SEAT.xml`.

    Raises
    ------
    HudutError
        If there is no such table, history did not come to it, the suffix is unknown, or the tree is too large.
    """
    state = _historical_opening(scenario, step)
    if out.suffix not in _CONTENT:
        raise HudutError(f"{out}: a table is written as {', '.join(_CONTENT)}; the suffix chooses.")
    files = _CONTENT[out.suffix](scenario, state)
    paths = [out.with_name(f"{out.stem}{beside}{out.suffix}") for beside in files]
    for path, content in zip(paths, files.values(), strict=True):
        write_whole(path, content)
    return paths


def _efg(scenario: Scenario, state: State) -> dict[str, str]:
    domain = domain_at(scenario, state)
    text = {item.id: past.id for item in domain.items if (past := historical_option(item)) is not None}
    tree, turn = _largest_that_fits(scenario, state, text, len(domain.seats))
    title = f"{domain.step} {domain.seats[turn]} 0..{100 * len(domain.items)}"
    return {"": as_efg(tree, title, domain.seats)}


def _xml(scenario: Scenario, state: State) -> dict[str, str]:
    domain, table = domain_at(scenario, state), Table(scenario, _conference(scenario, state), state)
    return {"": domain_xml(domain), **{f"-{seat}": utility_xml(domain, table, seat) for seat in domain.seats}}


_CONTENT: Mapping[str, Callable[[Scenario, State], dict[str, str]]] = {
    ".efg": _efg,
    ".csv": lambda scenario, state: {"": outcomes_csv(domain_at(scenario, state))},
    ".json": lambda scenario, state: {
        "": json.dumps(negotiation_domain(scenario, state), ensure_ascii=False, indent=1) + "\n"
    },
    ".xml": _xml,
}
"""The files of a table in a state by suffix, each by what its name adds to the one asked for."""


def _largest_that_fits(scenario: Scenario, state: State, text: dict[str, str], seats: int) -> tuple[Node, int]:
    """Return the tree of the last round from the first turn on at which it is small enough, and the seat's number."""
    for turn in range(seats - 1):
        try:
            return sitting(scenario, last_round(scenario, state, text, turn)), turn
        except TreeTooLargeError:
            continue
    return sitting(scenario, last_round(scenario, state, text, seats - 1)), seats - 1


def _historical_opening(scenario: Scenario, step: str) -> State:
    one_of(step, [one.step.id for one in scenario.steps if one.step.basket is not None], "there is no table")
    found = history_at(scenario, step)
    if any(move.kind == "skip" for move in legal_moves(scenario, found)):
        raise HudutError(f"history did not come to the table {step!r}: it can only be played.")
    return found
