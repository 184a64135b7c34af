"""`make goldens`: play every script of docs/scripts and the historical line, and keep what they came to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.replay import historical_log, replay
from engine.rules import digest
from hudut.campaigns import stage
from hudut.scripts import play, read_script, result

HERE = Path(__file__).parent
SCRIPTS = HERE.parent.parent / "docs" / "scripts"


def transcript(name: str) -> dict[str, Any]:
    """Return what a script, or `history`, came to: its moves, the digest of its last state, and each act's result."""
    if name == "history":
        found = stage("frontier")
        log = historical_log(found.scenario)
        return {"moves": [entry.move for entry in log.entries], "digest": digest(replay(found.scenario, log))}
    script = read_script(SCRIPTS / f"{name}.yaml")
    found, log = play(script)
    came_to = result(found, log, script)
    return {
        "moves": [entry.move for entry in log.entries],
        "digest": came_to["digest"],
        "acts": came_to["acts"],
    }


def names() -> list[str]:
    """Return the names of all goldens."""
    return ["history", *sorted(path.stem for path in SCRIPTS.glob("*.yaml"))]


def main() -> None:
    """Write every golden."""
    for name in names():
        text = json.dumps(transcript(name), ensure_ascii=False, indent=1)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
