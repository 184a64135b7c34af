"""A dotted name that a docstring or a page of the docs says in backticks is one of ours that is there."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

from tests.test_docs import PAGES, ROOT

PACKAGES = ("geo", "scenarios", "engine", "maps", "hudut")
NAME = re.compile(rf"`((?:{'|'.join(PACKAGES)})(?:\.\w+)+)(?:\(.*?\))?`")
PATH = re.compile(
    rf"`((?:{'|'.join(PACKAGES)}|docs|tests|benchmarks)/[\w./-]+\.(?:py|js|yaml|md|css|html|csv|geojson))`"
)
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TEXTS = [*SOURCES, *(page for page in PAGES if page.name != "CHANGELOG.md" and "decisions" not in page.parts)]


def prose(path: Path) -> str:
    """Return the docstrings of a module, or the whole of a page."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    return "\n".join(
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def resolves(name: str) -> bool:
    """Return whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        for part in parts[cut:]:
            fields = {**getattr(found, "__annotations__", {}), **getattr(found, "model_fields", {})}
            if part in fields and not hasattr(found, part):
                return True
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_named_is_there(path: Path) -> None:
    said = prose(path)
    named = {name for name in NAME.findall(said) if not name.endswith((".html", ".jsonl"))}  # pages that one writes
    assert [name for name in sorted(named) if not resolves(name)] == []
    paths = {
        name for name in PATH.findall(said) if not re.search(r"[A-Z]{2}", name)
    }  # but CODE, ACT, YEAR stand for many
    assert [name for name in sorted(paths) if not (ROOT / name).exists()] == []


def listed(docstring: str) -> set[str]:
    """Return the names that the Parameters of a docstring explain."""
    section = re.search(
        r"^Parameters\n-+\n(.*?)(?=\n\w+\n---|\Z)", inspect.cleandoc(docstring), re.DOTALL | re.MULTILINE
    )
    lines = re.findall(r"^([a-z_]\w*(?:, [a-z_]\w*)*)$", section[1], re.MULTILINE) if section else []
    return {name for line in lines for name in line.split(", ")}


def taken(node: ast.AST) -> set[str]:
    """Return the arguments of a function, or the fields of a class and the arguments of its making."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return {one.arg for one in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]}
    fields = {
        one.target.id for one in ast.walk(node) if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    }
    return fields.union(*(taken(one) for one in ast.walk(node) if isinstance(one, ast.FunctionDef)))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_docstring_explains_can_be_given(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            assert listed(ast.get_docstring(node) or "") <= taken(node), node.name
