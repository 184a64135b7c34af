"""What a page must let its reader see and press, asked in the page itself; any browser answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

SIZES = ((360, 740), (740, 360), (768, 1024), (820, 1180), (1366, 768), (1920, 1080))
"""Phone upright and on its side, two tablets, a laptop, a desktop screen, in CSS px."""

FAULTS = (Path(__file__).parent / "assets" / "faults.js").read_text("utf-8")
"""A function of a page that returns what is wrong with it as it stands."""


class Asked(Protocol):
    """Whatever evaluates a function in a page."""

    def evaluate(self, expression: str, arg: Any = None) -> Any:
        """Return what the function answers."""


def faults(page: Asked, say_next: str = "") -> list[str]:
    """Return what of a page cannot be seen, read or pressed."""
    found: list[str] = page.evaluate(FAULTS, say_next)
    return found
