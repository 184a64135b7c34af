"""What a seat sees as numbers from 0 to 1, in a fixed order: made of `engine.view.view`, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from hudut.learning.game import Game

Numbers = npt.NDArray[np.float32]


class Eyes:
    """From a view to numbers: public variables, step, table and text, and which moves were seen, in that order."""

    def __init__(self, game: Game) -> None:
        scenario = game.scenario
        specs = {**scenario.campaign.variables, **scenario.acts[game.act].variables}
        self.variables = {key: one.values or range(one.size or 0) for key, one in specs.items() if one.public}
        self.items = {item.id: item.words for basket in game.tables.values()
                      for item in basket.items}  # fmt: skip
        self.steps = [one.step.id for one in scenario.steps if one.number in game.numbers]
        self.seats = game.seats
        secret = (one.step.id for one in scenario.steps if one.number in game.numbers and one.step.secret)
        self.moves = (*game.actions, *game.chances, *secret)
        """What may have been seen: moves, and for a secret decision of another seat that it was taken."""
        self.stem_of = {one.id: one.stem.id for number in game.numbers for one in scenario.kernel.by_step[number]}

    def __call__(self, seen: Mapping[str, Any]) -> Numbers:
        """Return a view as numbers."""
        return np.fromiter(self._numbers(seen), np.float32)

    def _numbers(self, seen: Mapping[str, Any]) -> Iterator[float]:
        for key, values in self.variables.items():
            yield list(map(str, values)).index(seen["variables"][key]) / (len(values) - 1)
        yield from (float(seen["step"] == one) for one in self.steps)
        table = seen["table"] or {"round": -1, "rounds": 1, "turn": None, "accepted": ()}
        yield (table["round"] + 1) / table["rounds"]
        yield from (float(seat == table["turn"]) for seat in self.seats)
        yield from (float(seat in table["accepted"]) for seat in self.seats)
        for item, options in self.items.items():
            yield from (float(seen["text"].get(item) == one) for one in options)
        made = {self.stem_of.get(one.get("move", ""), one.get("step", "")) for one in seen["moves"]}
        yield from (float(one in made) for one in self.moves)
