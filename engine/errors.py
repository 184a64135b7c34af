"""Errors of the engine.

HudutError
└── IllegalMove        a move that the rules do not allow in that state
└── BadLog             a log that cannot be trusted: broken chain, other scenario, unknown version
"""

from __future__ import annotations

from geo.errors import HudutError, nearest


class IllegalMove(HudutError):  # noqa: N818 - the rule's own word
    """A move that is unknown or not allowed in the state; names the legal ones."""

    def __init__(self, move: str, legal: list[str], place: str = "") -> None:
        self.move, self.legal = move, legal
        where = f"{place}: " if place else ""
        super().__init__(f"{where}the move {move!r} is not legal here. {nearest(move, legal)}")


class BadLog(HudutError):  # noqa: N818 - it names the thing
    """A log that is damaged, belongs to another scenario, or was written by an unknown version."""
