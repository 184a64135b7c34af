"""The small complete example of the scenario guide: clean, quoted by the guide, which names every field besides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import scenarios.schema
from geo.load import Atlas
from geo.records import Record
from hudut.scenario_check import scenario_problems
from scenarios.chronicle import Chronicle

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "examples" / "mudanya"
GUIDE = (DOCS / "scenario-guide.md").read_text("utf-8")
WRITTEN = "".join(path.read_text("utf-8") for path in EXAMPLE.rglob("*.yaml"))
QUOTED = [line for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
MODELS = [one for one in vars(scenarios.schema).values() if getattr(one, "__module__", "") == "scenarios.schema"]


def test_the_example_is_clean(atlas: Atlas, chronicle: Chronicle) -> None:
    assert scenario_problems(EXAMPLE, atlas, chronicle) == []


def test_the_example_is_small_enough_to_be_read() -> None:
    assert 100 <= WRITTEN.count("\n") <= 150


@pytest.mark.parametrize("line", QUOTED)
def test_what_the_guide_quotes_stands_in_the_example(line: str) -> None:
    assert re.search(rf"^{re.escape(line)}", WRITTEN, re.MULTILINE), line


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_guide_names_every_field(model: type[Record]) -> None:
    words = set(re.findall(r"[a-z_]+", GUIDE))
    assert [name for name in model.model_fields if name not in words] == []
