"""Golden transcripts: the historical line and the counterfactuals, move by move, and what they came to."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent.parent / "golden"
_SPEC = importlib.util.spec_from_file_location("goldens", GOLDEN / "make.py")
assert _SPEC is not None
assert _SPEC.loader is not None
goldens = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(goldens)


@pytest.mark.parametrize("name", goldens.names())
def test_a_transcript_is_the_golden_one(name: str) -> None:
    kept = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    assert goldens.transcript(name) == kept, "if this is meant, run `make goldens` and read the difference"


def test_there_are_at_least_eight_counterfactuals() -> None:
    assert len(goldens.names()) >= 9


@pytest.mark.parametrize("name", [name for name in goldens.names() if name != "history"])
def test_a_counterfactual_leaves_history_and_has_later_consequences(name: str) -> None:
    acts = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))["acts"]
    other = [one["ending"] != one["history"] or one["km2_changed"] or one["items_changed"] for one in acts.values()]
    handed_on = [act for act, one in acts.items() if one["balance"] != one["balance_history"]]
    assert any(other), acts
    assert handed_on or list(acts) == ["straits"], "the last act hands nothing on"
