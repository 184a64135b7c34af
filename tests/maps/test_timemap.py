"""The JavaScript sources: joined without a bundler, so their rules are checked here."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from posixpath import dirname, join, normpath

import folium
import pytest

from maps.joining import modules
from maps.packing import to_json
from maps.page import strings
from maps.timemap import ENTRY, FITTING, TimeMap, script

FOLDER = files("maps") / "js"
SOURCES = modules(ENTRY) | modules(FITTING)
PLAYED = modules("hudut/play/js/main.js")


def test_every_source_is_joined() -> None:
    there = {f"maps/js/{path.name}" for path in FOLDER.iterdir() if path.name.endswith(".js")}
    assert there - SOURCES.keys() - PLAYED.keys() == set()


@pytest.mark.parametrize("name", {**SOURCES, **PLAYED})
def test_what_a_module_imports_is_exported_and_used(name: str) -> None:
    text = {**SOURCES, **PLAYED}[name]
    for names, source in re.findall(r'^import \{ (.+) \} from "(.+)";$', text, re.MULTILINE):
        other = {**SOURCES, **PLAYED}[normpath(join(dirname(name), source))]
        for one in names.split(", "):
            assert re.search(rf"^export (?:function|const) {one}\b", other, re.MULTILINE), one
            assert len(re.findall(rf"\b{re.escape(one)}\b", text)) > 1, f"{one} is imported and not used"
    assert not re.search(r"^import (?!\{ .+ \} from \".+\";$)", text, re.MULTILINE), "an import is one line"


def test_every_export_is_imported_somewhere() -> None:
    """What only its own module uses is not exported; the door of a page is called by the page."""
    root = Path(str(FOLDER)).parents[1]
    paths = [path for package in ("maps", "engine", "hudut", "tests") for path in (root / package).rglob("*.js")]
    texts = {path: path.read_text("utf-8") for path in paths}
    taken = {name for text in texts.values() for names in re.findall(r"^import \{ (.+) \} from", text, re.MULTILINE)
             for name in names.split(", ")}  # fmt: skip
    python = "".join(
        path.read_text("utf-8") for one in ("maps", "hudut", "tests") for path in (root / one).rglob("*.py")
    )
    left = [
        f"{path.relative_to(root)}: {name}"
        for path, text in texts.items()
        for name in re.findall(r"^export (?:function|const) (\w+)", text, re.MULTILINE)
        if name not in taken and not re.search(rf"\b{name}\b", python)
    ]
    assert left == []


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_keeps_to_the_browsers_of_schools(name: str) -> None:
    text = re.sub(r"//.*", "", SOURCES[name])
    assert not re.search(r"\?\.[a-zA-Z\[(]|\?\?|\|\|=|&&=|\.replaceAll\(|\.at\(-?\d", text)
    assert "innerHTML" not in text
    assert "outerHTML" not in text
    assert len(SOURCES[name].splitlines()) <= 300


def test_every_text_id_in_the_sources_exists() -> None:
    known = strings(("en",))["en"]
    used = {one for text in SOURCES.values() for one in re.findall(r'\bapp\.t\("([\w.]+)"[,)]', text)}
    shell = (files("maps") / "shell.html").read_text(encoding="utf-8")
    used |= set(re.findall(r'data-t(?:-label)?="([\w.]+)"', shell))
    assert used - known.keys() == set()


def test_the_joined_script_is_one_classic_script() -> None:
    text = script()
    assert not re.search(r"^(?:import|export) ", text, re.MULTILINE)
    assert "window.startTimeMap" in text


def test_json_cannot_close_its_script_element() -> None:
    text = to_json({"name": "</script><!--<script>"})
    assert "</script" not in text
    assert "<!--" not in text
    assert json.loads(text) == {"name": "</script><!--<script>"}


def test_the_element_can_be_added_to_any_folium_map() -> None:
    base = folium.Map(tiles=None)
    texts = strings(("en",))
    TimeMap({"langs": ["en"], "late": {"notes": [None, ["a </script> in a note"]]}}, strings=texts, lang="en").add_to(
        base
    )
    html = base.get_root().render()
    assert f'startTimeMap({base.get_name()}, "time_map_hudut")' in html
    assert html.count("window.startTimeMap") == 1
