"""Whole plays by policies: from the opening of an act to its close, as a log."""

from __future__ import annotations

from collections.abc import Mapping

from engine.log import Entry, Header, Log
from engine.play import act_named, apply, is_over, legal_moves
from engine.policies import Policy, draw_of, policy_of, scripted
from engine.rules import State
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


def choose(scenario: Scenario, state: State, log: Log, moves: tuple[str, ...] = ()) -> Move:
    """Return the move that the policy of the seat at hand (or chance) makes; `moves` are played wherever legal."""
    legal = legal_moves(scenario, state)
    draw = draw_of(log.header.seed, len(log.entries))
    return _policy(log.header.seats, legal[0].actor, moves)(scenario, state, legal, draw)


def _policy(seats: Mapping[str, str], actor: str, moves: tuple[str, ...]) -> Policy:
    name = seats.get(actor) or seats.get("all") or ("weighted" if actor == CHANCE else "historical")
    policy = policy_of(name)
    return scripted(moves, policy) if moves else policy


def play_out(scenario: Scenario, log: Log, until: str | None = None, moves: tuple[str, ...] = ()) -> Log:
    """Play on by policies to the close of an act, or of the campaign.

    Parameters
    ----------
    until
        The last act to play; without it, the campaign is played to its end.
    moves
        Moves (or stems of them) that are made wherever they are legal, before any policy is asked.
    """
    from engine.replay import replay

    if until is not None:
        act_named(scenario, until)
    state = replay(scenario, log)
    while not is_over(scenario, state, until) and legal_moves(scenario, state):
        move = choose(scenario, state, log, moves)
        log = log.add(Entry("move", move.id, move.actor))
        state = apply(scenario, state, move)
    return log
