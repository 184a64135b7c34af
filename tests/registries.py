"""What tests called `every` run over, read from where the program itself has it: never a list written by hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hudut.cli import Table, app
from hudut.exports.formats import SUFFIXES
from scenarios.campaign import default_folder as scenario_folder
from scenarios.load import default_folder as chronicle_folder
from tests.conftest import as_written

ROOT = Path(__file__).parent.parent
ACTS: tuple[str, ...] = tuple(as_written(scenario_folder("frontier") / "scenario.yaml")["acts"])
STORIES = sorted(path.stem for path in (chronicle_folder() / "stories").glob("*.yaml"))
COMMANDS = [
    one.name or one.callback.__name__.replace("_", "-") for one in app.registered_commands if one.callback is not None
]
EXPORTS = [(table.value, suffix) for table in Table for suffix in SUFFIXES[table.value]]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"][
    "packages"
]
