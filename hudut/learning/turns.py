"""An act, or one table of it, as a PettingZoo environment: seats are agents that move in turn.

    from hudut.learning.turns import Turns
    env = Turns("gumru", policies={"erivan": "weighted"})

An observation holds what the seat sees, as numbers (`hudut.learning.eyes`), and the mask of its legal actions, which is
all zero for who is not at turn. Chance, and seats that a policy of ours plays, move inside `reset` and `step`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from gymnasium.spaces import Box, Dict, Discrete
from pettingzoo import AECEnv

from engine.errors import IllegalMove
from engine.log import Log
from engine.policies import POLICIES
from geo.errors import one_of
from hudut.learning.eyes import Eyes
from hudut.learning.game import Position, game
from scenarios.kernel import CHANCE

Observation = dict[str, npt.NDArray[Any]]
SEEDS = 2**53
NONE: Mapping[str, str] = {}


class Turns(AECEnv):  # type: ignore[misc]
    """The environment.

    Parameters
    ----------
    act, table, scenario, weights
        As `hudut.learning.game.Game` takes them.
    policies
        Seats that are no agents, by the name of the policy that plays them; `chance` is weighted without an entry.

    Raises
    ------
    geo.errors.HudutError
        If a name is unknown, or history did not come to the table.
    """

    metadata = {"name": "hudut_v0", "render_modes": [], "is_parallelizable": False}
    render_mode = None

    def __init__(
        self,
        act: str | None = None,
        *,
        table: str | None = None,
        scenario: str = "frontier",
        weights: str | None = None,
        policies: Mapping[str, str] = NONE,
    ) -> None:
        self.game = game(act, table, scenario, weights)
        for seat, policy in policies.items():
            one_of(seat, (*self.game.seats, CHANCE), "there is no seat")
            one_of(policy, POLICIES, "there is no policy")
        self.policies = {**dict(policies), CHANCE: policies.get(CHANCE, "weighted")}
        self.possible_agents = [seat for seat in self.game.seats if seat not in policies]
        self._eyes = Eyes(self.game)
        size, actions = len(self._eyes(self.game.opening.seen_by("public"))), len(self.game.actions)
        spaces = {"observation": Box(0, 1, (size,), np.float32), "action_mask": Box(0, 1, (actions,), np.int8)}
        self.observation_spaces = {seat: Dict(spaces) for seat in self.possible_agents}
        self.action_spaces = {seat: Discrete(actions) for seat in self.possible_agents}
        self._random = np.random.default_rng()

    def observation_space(self, agent: str) -> Dict:
        """Return the space of what a seat sees."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Discrete:
        """Return the space of actions, the same for each seat; `game.actions` names them."""
        return self.action_spaces[agent]

    @property
    def log(self) -> Log:
        """The log of the play, which `hudut replay --log` takes once it is dumped; not for the seats to see."""
        return self._here.log

    def reset(self, seed: int | None = None, options: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002
        """Open the play anew; with a seed, everything that is drawn from then on follows from it."""
        if seed is not None:
            self._random = np.random.default_rng(seed)
        self.agents = list(self.possible_agents)
        self.rewards = dict.fromkeys(self.agents, 0.0)
        self._cumulative_rewards = dict.fromkeys(self.agents, 0.0)
        self.terminations = dict.fromkeys(self.agents, False)
        self.truncations = dict.fromkeys(self.agents, False)
        self.infos: dict[str, dict[str, Any]] = {seat: {} for seat in self.agents}
        self._seed = int(self._random.integers(SEEDS))
        self._go_to(self.game.opening)

    def observe(self, agent: str) -> Observation:
        """Return what a seat sees, and what it may do."""
        mask = np.zeros(len(self.game.actions), np.int8)
        if agent == self._here.actor:
            mask[list(self._here.legal)] = 1
        return {"observation": self._eyes(self._here.seen_by(agent)), "action_mask": mask}

    def step(self, action: int | None) -> None:
        """Make a move.

        Raises
        ------
        engine.errors.IllegalMove
            If the action is not in the mask.
        """
        seat = self.agent_selection
        if self.terminations[seat]:
            self._was_dead_step(action)
            return
        move = self._here.legal.get(int(-1 if action is None else action))
        if move is None:
            names = self.game.actions
            named = names[action] if action is not None and 0 <= action < len(names) else str(action)
            raise IllegalMove(named, [one.stem.id for one in self._here.legal.values()])
        before = self._here.worth
        self._go_to(self._here.after(move))
        gained = dict(zip(self.game.seats, np.subtract(self._here.worth, before).tolist(), strict=True))
        self._cumulative_rewards[seat] = 0.0
        self.rewards = {one: gained[one] for one in self.agents}
        self._accumulate_rewards()

    def _go_to(self, here: Position) -> None:
        """Go on from a position until an agent is to move, or the play is over."""
        while here.actor is not None and here.actor not in self.agents:
            here = here.after(here.by_policy(self.policies[here.actor], self._seed))
        self._here = here
        self.agent_selection = here.actor or self.agents[0]
        if here.actor is None:
            self.terminations = dict.fromkeys(self.agents, True)
