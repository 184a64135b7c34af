"""What one viewer may see of a play: a projection that keeps the other seats' secrets.

Public are the act's text, its public variables, the text on a table, and the moves, except that of a secret
decision others learn only that it was taken. A seat also sees its own secret moves and its own rationales. The teacher
sees all. What a viewer sees is a function of public state and of that seat's secrets alone. Briefs are words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from engine.frame import act_at, day_at
from engine.log import Entry, Log
from engine.play import legal_moves
from engine.policies import conference_at
from engine.replay import moves_that_count
from engine.rules import State
from scenarios.baskets import ACCEPTED, ROUND, TURN
from scenarios.expand import Scenario, own
from scenarios.schema import VariableSpec

TEACHER = "teacher"
"""The viewer who sees everything."""


def view(scenario: Scenario, state: State, log: Log, viewer: str) -> dict[str, Any]:
    """Return what `viewer` (a seat, `teacher`, or anything else for the public) sees of a state and its log.

    The result is JSON-able: act, day, step and who is to move there (`actor`, None when the act is over), variables,
    text on the table and whose turn it is there (`table`, None elsewhere), and moves so far.
    """
    act = act_at(scenario, state)
    placed = scenario.placed_at(state)
    return {
        "act": act,
        "day": day_at(scenario, state),
        "step": placed.step.id if placed else None,
        "actor": _actor(scenario, state),
        "variables": dict(_variables(scenario, state, act, viewer)),
        "text": _text(scenario, state),
        "table": _table(scenario, state),
        "moves": list(_moves(scenario, log, viewer)),
    }


def stream(scenario: Scenario, found: list[State], log: Log, viewer: str) -> str:
    """Return everything a viewer is ever sent of a play, as text: one line a state that is visible to it."""
    lines = []
    for length, state in enumerate(found):
        part = Log(log.header, log.entries[:length])
        lines.append(json.dumps(view(scenario, state, part, viewer), ensure_ascii=False, sort_keys=True))
    return "\n".join(lines)


def view_digest(scenario: Scenario, state: State, log: Log, viewer: str) -> str:
    """Return a digest of what a viewer sees; clients get this one, never the digest of the whole state."""
    text = json.dumps(view(scenario, state, log, viewer), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _variables(scenario: Scenario, state: State, act: str, viewer: str) -> Iterator[tuple[str, str]]:
    specs: list[tuple[str, str, VariableSpec]] = [(key, key, one) for key, one in scenario.campaign.variables.items()]
    specs += [(key, own(act, key), one) for key, one in scenario.acts[act].variables.items()]
    for key, name, spec in specs:
        if spec.public or viewer == TEACHER:
            value = scenario.value(state, name)
            yield key, spec.values[value] if spec.values else str(value)


def _text(scenario: Scenario, state: State) -> dict[str, str]:
    conference = conference_at(scenario, state)
    if conference is None:
        return {}
    numbers = [(item, scenario.value(state, item.id)) for item in conference.basket.items]
    return {item.id: item.words[number] for item, number in numbers}


def _actor(scenario: Scenario, state: State) -> str | None:
    legal = legal_moves(scenario, state)
    return legal[0].actor if legal else None


def _table(scenario: Scenario, state: State) -> dict[str, Any] | None:
    """Return whose turn it is at the table, in which round of how many (from 0), and who has accepted its text."""
    conference = conference_at(scenario, state)
    if conference is None:
        return None
    basket = conference.basket
    return {
        "seats": list(basket.seats),
        "round": scenario.value(state, ROUND),
        "rounds": basket.rounds,
        "turn": basket.seats[scenario.value(state, TURN)],
        "accepted": [seat for place, seat in enumerate(basket.seats) if scenario.value(state, ACCEPTED[place])],
    }


def _moves(scenario: Scenario, log: Log, viewer: str) -> Iterator[dict[str, Any]]:
    secret = {one.step.id for one in scenario.steps if one.step.secret}
    for number, (_, entry) in enumerate(moves_that_count(log), start=1):
        mine = viewer in (TEACHER, entry.actor)
        if entry.kind == "inject":
            yield {"number": number, "kind": "inject"} | ({"effects": list(entry.effects)} if viewer == TEACHER else {})
        elif not mine and (step := scenario.kernel.by_id[entry.move].step) in secret:
            yield {"number": number, "kind": "move", "actor": entry.actor, "step": step}
        else:
            yield _open_move(number, entry, mine=mine)


def _open_move(number: int, entry: Entry, *, mine: bool) -> dict[str, Any]:
    told = {"number": number, "kind": "move", "actor": entry.actor, "move": entry.move}
    return told | ({"rationale": entry.rationale} if mine and entry.rationale else {})
