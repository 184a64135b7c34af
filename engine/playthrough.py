"""Whole plays by policies: from the opening of an act to its close, as a log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.errors import IllegalMove
from engine.log import Entry, Header, Log
from engine.play import act_named, apply, is_over, legal_moves
from engine.policies import Draw, Policy, draw_of, policy_of, scripted
from engine.rules import State
from engine.view import view
from scenarios.expand import Scenario
from scenarios.kernel import CHANCE, Move


def new_log(
    scenario: Scenario,
    act: str | None = None,
    *,
    seed: int = 0,
    seats: Mapping[str, str] | None = None,
    carried: Mapping[str, int | str] | None = None,
    left: str = "",
) -> Log:
    """Return an empty log of a play that starts with an act; `carried` and `left` as in its header."""
    return Log(
        Header(
            scenario.id,
            scenario.kernel.hash,
            act_named(scenario, act),
            dict(carried or {}),
            left,
            seed,
            dict(seats or {}),
        )
    )


Decider = Callable[[Mapping[str, Any], list[str]], str]
"""A seat as a function: what it sees (`engine.view.view`) and the ids of its legal moves, to one of them."""
NONE: Mapping[str, Decider] = {}


def choose(
    scenario: Scenario,
    state: State,
    log: Log,
    moves: tuple[str, ...] = (),
    deciders: Mapping[str, Decider] = NONE,
) -> Move:
    """Return the move that the policy of the seat at hand (or chance) makes; `moves` are played wherever legal.

    Raises
    ------
    IllegalMove
        If a decider chooses what is not legal.
    """
    legal = legal_moves(scenario, state)
    draw = draw_of(log.header.seed, len(log.entries))
    actor = legal[0].actor
    ask = deciders.get(actor) or deciders.get("all")
    policy = _policy(log.header.seats, legal[0]) if ask is None else _asking(ask, log, actor)
    return (scripted(moves, policy) if moves else policy)(scenario, state, legal, draw)


def _policy(seats: Mapping[str, str], move: Move) -> Policy:
    named = seats.get(move.step) or seats.get(move.actor) or seats.get("all")
    return policy_of(named or ("weighted" if move.actor == CHANCE else "historical"))


def _asking(ask: Decider, log: Log, actor: str) -> Policy:
    """Return the policy that asks a function; its answer is held against the legal moves."""

    def policy(scenario: Scenario, state: State, legal: tuple[Move, ...], _draw: Draw) -> Move:
        known = {move.id: move for move in legal}
        answer = ask(view(scenario, state, log, actor), list(known))
        if not isinstance(answer, str) or answer not in known:
            raise IllegalMove(str(answer), list(known), f"the function that plays {actor}")
        return known[answer]

    return policy


def play_out(
    scenario: Scenario,
    log: Log,
    until: str | None = None,
    moves: tuple[str, ...] = (),
    deciders: Mapping[str, Decider] = NONE,
) -> Log:
    """Play on by policies to the close of an act, or of the campaign.

    Parameters
    ----------
    until
        The last act to play; without it, the campaign is played to its end.
    moves
        Moves (or stems of them) that are made wherever they are legal, before any policy is asked.
    deciders
        Functions that play seats, by seat or for `all` and chance too.
    """
    from engine.replay import replay

    if until is not None:
        act_named(scenario, until)
    state = replay(scenario, log)
    while not is_over(scenario, state, until) and legal_moves(scenario, state):
        move = choose(scenario, state, log, moves, deciders)
        log = log.add(Entry("move", move.id, move.actor))
        state = apply(scenario, state, move)
    return log
