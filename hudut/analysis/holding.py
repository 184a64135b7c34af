"""What states come to, many at once: the ending of an act, and who holds what by the rules of docs/kernel.md."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from geo.errors import BadValue, nearest, one_of
from hudut.analysis.columns import column, first_that_holds, holds
from hudut.analysis.ends import standing
from hudut.analysis.tables import Bools, Bytes, Ints
from scenarios.expand import Scenario
from scenarios.fates import NONE
from scenarios.ground import Held, Key


class Standing:
    """States at the close of an act, and what is asked of them."""

    def __init__(self, scenario: Scenario, act: str, rows: Bytes) -> None:
        self.scenario, self.act, self.rows = scenario, act, rows

    @cached_property
    def ending(self) -> Ints:
        """[states] Place of the ending in the order of the act; -1 where none holds."""
        guards = [guard for _, guard in self.scenario.endings[self.act]]
        return first_that_holds(self.scenario.kernel, guards, self.rows)

    @property
    def endings(self) -> tuple[str, ...]:
        """Ids of the endings."""
        return tuple(key for key, _ in self.scenario.endings[self.act])

    @cached_property
    def _papers(self) -> list[tuple[Bools, dict[Key, Held]]]:
        kernel = self.scenario.kernel
        return [(holds(kernel, guard, self.rows), dict(says)) for _, guard, says in self.scenario.ground.papers]

    def holders(self, key: Key) -> tuple[Ints, list[str]]:
        """Return who holds a territory in a layer: [states] place in a list of parties; the first is nobody."""
        ground, names = self.scenario.ground, [NONE]

        def number(held: Held) -> int:
            party = held.party or NONE
            if party not in names:
                names.append(party)
            return names.index(party)

        first = ground.opening.get(key)
        found = np.full(len(self.rows), 0 if first is None else number(first), np.int32)
        for true, says in reversed(self._papers):
            if key in says:
                found[true] = number(says[key])
        for piece, (lands, who) in ground.pieces.items():
            if key in [(land, "control") for land in lands]:
                found = np.array([number(one) for one in who])[column(self.scenario.kernel, piece, self.rows)]
        return found, names

    def values(self, name: str) -> tuple[Ints, tuple[str, ...]]:
        """Return the value of a variable or an item, and the words of the values; the last is `annulled`."""
        return standing(self.scenario, name, self.rows)

    def those(self, name: str, value: str) -> Bools:
        """Return the states in which a territory, a variable, an item or `ending` is as asked.

        Raises
        ------
        HudutError
            If the name or the value is unknown.
        """
        if name == "ending":
            one_of(value, self.endings, f"{self.act} has no ending")
            return np.asarray(self.ending == self.endings.index(value), np.bool_)
        territory, _, layer = name.partition(":")
        key = (territory, layer or "control")
        if key in self.scenario.ground.keys:  # a territory comes before a variable of its name
            found, names = self.holders(key)
            words = (*names, *(self._parties() - set(names)))
        elif name in self.scenario.kernel.position:
            found, words = self.values(name)
        else:
            known = {*self.scenario.kernel.position, *(place for place, _ in self.scenario.ground.keys), "ending"}
            raise BadValue(f"the campaign decides nothing about {name!r}. {nearest(name, known)}")
        one_of(value, words, f"{name} is never")
        return np.asarray(found == words.index(value), np.bool_)

    def _parties(self) -> set[str]:
        ground = self.scenario.ground
        held = [one for _, who in ground.pieces.values() for one in who]
        held += [one for _, _, says in ground.papers for one in says.values()]
        return {one.party or NONE for one in held}
