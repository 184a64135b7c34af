"""House rules that no linter knows: short files, short functions, nothing of one machine."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.registries import PACKAGES

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
SCRIPTS = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.js"))
LONGEST_FILE = 350
LONGEST_BODY = 45


@pytest.mark.parametrize("path", [*SOURCES, *SCRIPTS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_source_file_is_too_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_function_is_too_long(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.body[0].lineno
            assert (node.end_lineno or first) - first + 1 <= LONGEST_BODY, node.name


def test_the_repository_names_no_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    pattern = re.compile(r"(?<![\w.])/(?:home|root|Users|tmp)/|pypi\.org/simple|registry\.npmjs")
    for name in filter(None, tracked.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".md", ".yaml", ".toml", ".txt", ".csv", ".js", ".css", ""}:
            found = pattern.search(path.read_text("utf-8", errors="replace"))
            assert found is None or path == Path(__file__), name


MOVES_TAKEN_APART = re.compile(
    r"""(?:\bid|move|stem)\.(?:r?partition|r?split)\(["']\."""  # a move's id taken apart
    r"""|\.endswith\(\(?["']\.(?:open|close|skip|happens|seal|break|accept|pass|lapse)\b"""
    r"""|/\\\.(?:skip|seal|break|close)\$/|kernel\.position\[|\brules\.position\["""
)


@pytest.mark.parametrize(
    "path",
    [one for one in (*SOURCES, *SCRIPTS) if not one.is_relative_to(ROOT / "engine") and one.name != "kernel.py"],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_moves_have_fields_and_states_are_asked_by_name(path: Path) -> None:
    """Ids are taken apart in scenarios/kernel.py and engine/ alone: elsewhere ask `move.kind`, `scenario.value`."""
    found = MOVES_TAKEN_APART.search(path.read_text("utf-8"))
    assert found is None, found.group()
