"""What was told or solved, as text, kept between runs: it is the same until the question, the data or the code change.

Nothing else of the program is imported where a kept text is found: reading the data and solving take most of a run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from geo.cache import Cache, folders_hash, package_hash

TOLD = Cache("told", keep=80)
MADE_OF = ("geo", "scenarios", "maps", "engine", "hudut")
"""The packages whose code and words a kept text is made with."""


def told_history(scenario: str, act: str | None, language: str, *, json: bool) -> str:
    """Return what `hudut replay` says of the historical line of an act, or of the whole campaign.

    Raises
    ------
    HudutError
        If the scenario or the act is wrong.
    """
    return kept(lambda: _told(scenario, act, language, json=json), "replay", Path(scenario), act, language, json)


def kept(make: Callable[[], str], *asked: object) -> str:
    """Return a text that is made of the packages, of what was asked, and of the files and folders among it."""
    packages = [package_hash(package) for package in MADE_OF]
    named = [word for word in asked if isinstance(word, Path)]
    folders = [place for place in named if (place / "scenario.yaml").is_file()]
    contents = [place.read_bytes() for place in named if place.is_file()]
    key = hashlib.sha256(f"{asked!r} {packages} {folders_hash(*folders)} {contents!r}".encode()).hexdigest()
    return TOLD.made(key, lambda: make().encode()).decode()


def _told(scenario: str, act: str | None, language: str, *, json: bool) -> str:
    from hudut.replaying import as_json, as_text, replayed

    found, log = replayed(scenario, act, None)
    return as_json(found, log, language) if json else as_text(found, log, language)
