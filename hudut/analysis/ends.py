"""What the ends of an act come to: its ending, and who holds what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.frame import ending, frame
from hudut.analysis.compiling import distinct
from hudut.analysis.slices import read_at_close
from hudut.analysis.tables import ActTable, Ints

Key = tuple[str, str]
Holder = tuple[str | None, str]


@dataclass(frozen=True, eq=False)
class Ends:
    """The nodes at an act's close, told apart by what is drawn and told of them.

    Parameters
    ----------
    endings
        Ids of the endings, in the order of the act; `ending` is a position in it for each end node, -1 for none.
    keys
        Territory and layer of each column of `holder`.
    holders
        Party and status; `holder` is a position in it for each end node and key. No party: nothing is agreed there.
    """

    endings: tuple[str, ...]
    ending: Ints
    keys: tuple[Key, ...]
    holders: tuple[Holder, ...]
    holder: Ints

    def classes(self) -> Ints:
        """Return a number for each end node, the same for nodes with the same ending and holders."""
        rows = np.column_stack([self.ending, self.holder]).astype(np.int32)
        return distinct(rows.view(np.uint8).reshape(len(rows), -1))[1]


def ends_of(table: ActTable) -> Ends:
    """Return the ends of an act; found once for each table."""
    if "ends" not in table.extra:
        table.extra["ends"] = _ends(table)
    found: Ends = table.extra["ends"]
    return found


def _ends(table: ActTable) -> Ends:
    cut, act = table.cut, table.act
    rows = table.states[table.closing]
    told = read_at_close(cut, carried=False)
    columns = [place for place, one in enumerate(cut.kernel.variables) if one.id in told]
    _, place = distinct(rows[:, columns])
    sample = np.zeros(place.max() + 1, np.int64)
    sample[place] = np.arange(len(rows))
    endings = tuple(name for name, _ in cut.endings[act])
    holders: dict[Holder, int] = {}
    ending_of, holder_of = [], []
    keys: tuple[Key, ...] = ()
    for node in sample.tolist():
        state = tuple(rows[node].tolist())
        held = frame(cut, state, act).held
        keys = keys or tuple(sorted(set(held) | _ruled(table)))
        name = ending(cut, state, act)
        ending_of.append(-1 if name is None else endings.index(name))
        pairs = (held[key].holder if key in held else (None, "") for key in keys)
        holder_of.append(
            [holders.setdefault((party, status if party else ""), len(holders)) for party, status in pairs]
        )
    return Ends(
        endings,
        np.array(ending_of, np.int32)[place],
        keys,
        tuple(holders),
        np.array(holder_of, np.int32)[place],
    )


def _ruled(table: ActTable) -> set[Key]:
    """Return every territory and layer that a rule may fill, drawn at first or not."""
    rules = (one.rule for one in table.cut.rules[table.act])
    return {(territory, rule.layer) for rule in rules for territory in rule.territories}
