"""The ground as state: which land the campaign can move, who may hold it, and what the papers say of it.

A *piece* is land that moves together; its holder is a variable of the kernel, so that every move of land is the effect
of a move of the play. A *paper* says who is to have land in the layer `agreed` or `title` while a condition holds; the
first that speaks of a territory counts, where none does the paper of the campaign's first day stays. All else follows
the atlas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scenarios.kernel import Guard, read_by

Key = tuple[str, str]
"""Territory and layer."""


@dataclass(frozen=True)
class Held:
    """Who holds a territory in a layer, how, and by which piece or paper; no party means that nothing is agreed."""

    party: str | None
    status: str
    by: str | None = None
    claimants: tuple[str, ...] = ()

    @cached_property
    def holder(self) -> tuple[str | None, str]:
        """Party and status: what two frames are compared by."""
        return self.party, self.status


@dataclass(frozen=True, eq=False)
class Ground:
    """The land of a campaign.

    Parameters
    ----------
    pieces
        By piece: its territories, and who holds them by the value of its variable.
    papers
        In order: the condition, and what it says of which territory and layer.
    opening
        What the papers of the first day say of the land that any paper speaks of.
    """

    pieces: Mapping[str, tuple[tuple[str, ...], tuple[Held, ...]]]
    papers: tuple[tuple[str, Guard, Mapping[Key, Held]], ...] = field(hash=False)
    opening: Mapping[Key, Held]

    @cached_property
    def reads(self) -> frozenset[str]:
        """What no act drops at its close: the pieces, and the variables that a paper's condition looks at."""
        return frozenset(self.pieces) | read_by(guard for _, guard, _ in self.papers)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Every territory and layer in which the campaign can change something."""
        moved = [(land, "control") for lands, _ in self.pieces.values() for land in lands]
        said = [key for _, _, says in self.papers for key in says]
        return tuple(dict.fromkeys([*moved, *said]))

    @property
    def territories(self) -> frozenset[str]:
        """Every territory that the campaign can move in some layer."""
        return frozenset(territory for territory, _ in self.keys)


@dataclass(frozen=True, eq=False)
class Survey:
    """What the atlas says of the land of a campaign, before conditions are read.

    Parameters
    ----------
    holders
        By piece, the word of its holder on the campaign's first day; a piece whose holder has no word is left out.
    pieces
        As in `Ground`.
    says
        What each paper says of which territory and layer, in the order of the papers.
    opening
        As in `Ground`.
    """

    holders: Mapping[str, str]
    pieces: Mapping[str, tuple[tuple[str, ...], tuple[Held, ...]]]
    says: tuple[Mapping[Key, Held], ...]
    opening: Mapping[Key, Held]
