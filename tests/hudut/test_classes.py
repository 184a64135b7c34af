"""Every class that a page writes has a rule in the sheets that the page loads, or a script or test that asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from hudut.classroom.pages import served_files
from hudut.play.style import play_style

ROOT = Path(__file__).parents[2]
_JS = re.compile(r'\bclass: ("[^"]*"[^,}]*)')
_WORD = re.compile(r'"([^"]*)"')
_HTML = re.compile(r'\bclass="([^"]*)"')
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_NAME = re.compile(r"(?<![\w-])[a-z][\w-]*")


def literals(expression: str) -> Iterator[str]:
    """The quoted words of a class, without what it is compared with and without the ends of built names."""
    for word in _WORD.findall(re.sub(r'[!=]== "[^"]*"', "", expression)):
        yield word
        if word.endswith("-"):
            return


def written(paths: Iterable[Path]) -> set[str]:
    """The classes in literals of scripts and templates, but for the beginnings of built names."""
    found: set[str] = set()
    for path in paths:
        text = path.read_text("utf-8")
        parts = [word for one in _JS.findall(text) for word in literals(one)]
        parts += [_JINJA.sub(" ", one) for one in _HTML.findall(text)] if path.suffix == ".html" else []
        found.update(name for part in parts for name in _NAME.findall(part))
    return {name for name in found if not name.endswith("-")}


def ruled(sheet: str) -> set[str]:
    plain = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet, flags=re.DOTALL)
    return set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", plain)))


def asked_for() -> str:
    """The scripts that look for classes, and the tests."""
    folders = [ROOT / "maps" / "js", ROOT / "hudut" / "play" / "js", ROOT / "hudut" / "classroom", ROOT / "tests"]
    texts = (
        path.read_text("utf-8") for folder in folders for path in folder.rglob("*") if path.suffix in (".js", ".py")
    )
    return "\n".join(texts)


PAGES = {
    "room": ["hudut/classroom/static/*.js", "hudut/classroom/templates/*.html"],
    "play": ["hudut/play/js/*.js"],
}


@pytest.mark.parametrize("page", PAGES)
def test_every_class_has_a_rule(page: str) -> None:
    sheets = [text for name, text in served_files().items() if name.endswith(".css")]
    known = ruled("\n".join(sheets) if page == "room" else play_style())
    asked = asked_for()
    classes = written(path for pattern in PAGES[page] for path in ROOT.glob(pattern))
    hooks = {name for name in classes if re.search(rf"""\.{name}(?![\w-])[^"'\n]*["'`]""", asked)}
    assert len(classes) > 60
    assert sorted(classes - known - hooks) == []
