"""The words for an item without an option stand once in Python and once in JavaScript, and they are the same."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

from scenarios import fates

ROOT = Path(__file__).parent.parent.parent
TABLE = (files("engine") / "fates.js").read_text(encoding="utf-8")
NAMES = ("OPEN", "BROKEN", "NOT_HELD", "ANNULLED")
LITERAL = re.compile(r"""(?:[!=]=|\?|:|in|\[|\() ?["']open["'](?! *:)""")
PYTHON = [path for top in ("engine", "hudut", "maps") for path in sorted((ROOT / top).rglob("*.py"))]
SCRIPTS = [path for top in ("engine", "hudut") for path in sorted((ROOT / top).rglob("*.js"))]
ELSEWHERE = {"fates.js", "teller.js", "draft.js"}
"""The table itself; in the others `open` is the kind of a move, and the state of a consent."""


@pytest.mark.parametrize("name", NAMES)
def test_the_browser_has_the_same_words(name: str) -> None:
    found = re.search(rf'^export const {name} = "([^"]+)";$', TABLE, re.MULTILINE)
    assert found
    assert found[1] == getattr(fates, name)


def test_the_browser_tells_no_option_and_how_a_table_closed_alike() -> None:
    listed = re.search(r"NO_OPTION = \[([^\]]*)\]", TABLE)
    closed = re.search(r"CLOSED = \{([^}]*)\}", TABLE)
    assert listed
    assert closed
    assert {getattr(fates, name) for name in listed[1].split(", ")} == fates.NO_OPTION - {fates.NOT_SEALED}
    pairs = (pair.split(": ") for pair in closed[1].strip().split(", "))
    assert {kind: getattr(fates, name) for kind, name in pairs} == fates.CLOSED


def test_no_other_place_writes_the_word_for_an_open_item() -> None:
    for path in PYTHON:
        tree = ast.parse(path.read_text("utf-8"))
        words = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value == fates.OPEN]
        assert not words or path.name == "live.py", path
    for path in SCRIPTS:
        if path.name not in ELSEWHERE:
            assert not LITERAL.search(path.read_text("utf-8")), path
