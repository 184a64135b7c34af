"""The historical line as text, kept between runs: it is the same until the data or the code change.

Nothing else of the program is imported where a kept text is found: reading and checking the data take most of a run.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from geo.cache import Cache, folders_hash

_TOLD = Cache("told", keep=40)
MADE_OF = ("geo", "scenarios", "maps", "engine", "hudut")
"""The packages whose code and words a kept text is made with."""


def told_history(scenario: str, act: str | None, language: str, *, json: bool) -> str:
    """Return what `hudut replay` says of the historical line of an act, or of the whole campaign.

    Raises
    ------
    HudutError
        If the scenario or the act is wrong.
    """
    key = _key(scenario, act, language, json)
    kept = _TOLD.get(key)
    if kept is not None:
        return kept.decode()
    text = _told(scenario, act, language, json=json)
    _TOLD.put(key, text.encode())
    return text


def _key(scenario: str, *asked: object) -> str:
    roots = [Path(str(files(package))) for package in MADE_OF]
    if (Path(scenario) / "scenario.yaml").is_file():
        roots.append(Path(scenario))
    return hashlib.sha256(f"{scenario!r} {asked!r} {folders_hash(*roots)}".encode()).hexdigest()


def _told(scenario: str, act: str | None, language: str, *, json: bool) -> str:
    from hudut.replaying import as_json, as_text, replayed

    found, log = replayed(scenario, act, None)
    return as_json(found, log, language) if json else as_text(found, log, language)
