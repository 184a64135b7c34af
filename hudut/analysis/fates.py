"""Words of a record for what has no id of its own; whoever only tells a record needs no more of the analysis."""

from __future__ import annotations

NONE = "none"
"""Stands for no ending, and for a layer in which nobody holds a territory."""
OPEN, BROKEN, NOT_HELD = "open", "broken", "not-held"
"""What becomes of an item that no option was agreed on: left open in a sealed text, talks broken off, no talks."""
ANNULLED = "annulled"
"""What becomes of an item that was sealed and that a later move took back."""
