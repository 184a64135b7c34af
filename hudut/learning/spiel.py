"""An act, or one table of it, as a game of OpenSpiel; importing this registers it as `python_hudut`.

    import pyspiel
    import hudut.learning.spiel
    game = pyspiel.load_game("python_hudut(act=gumru)")        # or python_hudut(table=m32-land)

What a player knows is the view of its seat (`engine.view`), as JSON; as numbers it is that of `hudut.learning.eyes`.
Chance moves by the weights. Algorithms that look at the state itself (tree searches without information sets) look
into other seats' secrets in an act that has some; at a table nothing is secret.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyspiel

from hudut.learning.eyes import Eyes
from hudut.learning.game import Position, game
from scenarios.kernel import CHANCE

NAME = "python_hudut"
_TYPE = pyspiel.GameType(
    short_name=NAME,
    long_name="Hudut: the talks of 1920-1922",
    dynamics=pyspiel.GameType.Dynamics.SEQUENTIAL,
    chance_mode=pyspiel.GameType.ChanceMode.EXPLICIT_STOCHASTIC,
    information=pyspiel.GameType.Information.IMPERFECT_INFORMATION,
    utility=pyspiel.GameType.Utility.GENERAL_SUM,
    reward_model=pyspiel.GameType.RewardModel.TERMINAL,
    max_num_players=3,
    min_num_players=2,
    provides_information_state_string=True,
    provides_information_state_tensor=False,
    provides_observation_string=True,
    provides_observation_tensor=True,
    parameter_specification={"act": "", "table": "", "scenario": "frontier", "weights": ""},
)


class HudutGame(pyspiel.Game):  # type: ignore[misc]
    """The game; its parameters are those of `hudut.learning.game.Game`, empty where they are left out."""

    def __init__(self, params: dict[str, str] | None = None) -> None:
        self.rules = game(**{key: value for key, value in (params or {}).items() if value})
        info = pyspiel.GameInfo(
            num_distinct_actions=len(self.rules.actions),
            max_chance_outcomes=len(self.rules.chances),
            num_players=len(self.rules.seats),
            min_utility=0.0,
            max_utility=1.0,
            max_game_length=self.rules.longest,
        )
        super().__init__(_TYPE, info, params or {})

    def new_initial_state(self) -> HudutState:
        """Return the opening."""
        return HudutState(self)

    def make_py_observer(self, iig_obs_type: Any = None, params: Any = None) -> HudutObserver:  # noqa: ARG002
        """Return what reads a state as a player sees it, who forgets nothing that it saw."""
        return HudutObserver(self)


class HudutState(pyspiel.State):  # type: ignore[misc]
    """A position."""

    def __init__(self, game: HudutGame) -> None:
        super().__init__(game)
        self.here: Position = game.rules.opening

    def current_player(self) -> int:
        """Return whose move it is."""
        actor = self.here.actor
        if actor is None:
            return int(pyspiel.PlayerId.TERMINAL)
        return int(pyspiel.PlayerId.CHANCE) if actor == CHANCE else self.here.game.seats.index(actor)

    def _legal_actions(self, player: int) -> list[int]:
        return sorted(self.here.legal) if player == self.current_player() else []

    def chance_outcomes(self) -> list[tuple[int, float]]:
        """Return the moves of chance with their probabilities, as the policy `weighted` draws them."""
        weights = {action: move.weight for action, move in self.here.legal.items()}
        if not any(weights.values()):
            weights = dict.fromkeys(weights, 1)
        total = sum(weights.values())
        return [(action, weight / total) for action, weight in sorted(weights.items()) if weight]

    def _apply_action(self, action: int) -> None:
        self.here = self.here.after(self.here.legal[action]).onward()

    def _action_to_string(self, player: int, action: int) -> str:
        rules = self.here.game
        return rules.chances[action] if player == pyspiel.PlayerId.CHANCE else rules.actions[action]

    def is_terminal(self) -> bool:
        """Return whether the game is over."""
        return self.here.actor is None

    def returns(self) -> list[float]:
        """Return what the game came to for each player; nothing before its end."""
        return list(self.here.worth) if self.is_terminal() else [0.0] * len(self.here.worth)

    def __str__(self) -> str:
        """Name the moves made."""
        return " ".join(entry.move for entry in self.here.log.entries)


class HudutObserver:
    """What a player sees: `string_from` its view as JSON, `tensor` and `dict` the same as numbers."""

    def __init__(self, game: HudutGame) -> None:
        self._eyes, self._seats = Eyes(game.rules), game.rules.seats
        self.tensor = self._eyes(game.rules.opening.seen_by(self._seats[0]))
        self.dict = {"observation": self.tensor}

    def set_from(self, state: HudutState, player: int) -> None:
        """Read a state as a player sees it."""
        np.copyto(self.tensor, self._eyes(state.here.seen_by(self._seats[player])))

    def string_from(self, state: HudutState, player: int) -> str:
        """Return what a player sees, its memory of the moves included."""
        return json.dumps(state.here.seen_by(self._seats[player]), ensure_ascii=False, sort_keys=True)


pyspiel.register_game(_TYPE, HudutGame)
