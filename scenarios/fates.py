"""Words for what has no id of its own in a text, a forecast or a result."""

from __future__ import annotations

from collections.abc import Mapping

NONE = "none"
"""Stands for no ending, and for a layer in which nobody holds a territory."""
OPEN, BROKEN, NOT_HELD = "open", "broken", "not-held"
"""What becomes of an item that no option was agreed on: left open in a sealed text, talks broken off, no talks."""
CLOSED: Mapping[str, str] = {"break": BROKEN, "lapse": BROKEN, "skip": NOT_HELD}
"""What becomes of the items of a table by the kind of move that closed it, where that is not a seal."""
NOT_SEALED = "not-sealed"
"""Stands for both of the last in the rows of a sweep, which do not tell them apart."""
ANNULLED = "annulled"
"""What becomes of an item that was sealed and that a later move took back."""
NO_OPTION = frozenset({OPEN, BROKEN, NOT_HELD, NOT_SEALED, ANNULLED})
"""What no option of an item may be called."""
