"""The JavaScript sources: joined without a bundler, so their rules are checked here."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import folium
import pytest

from maps.packing import to_json
from maps.page import strings
from maps.timemap import MODULES, TimeMap, script

FOLDER = files("maps") / "js"
SOURCES = {name: (FOLDER / name).read_text(encoding="utf-8") for name in MODULES}


FOR_PLAYS = {"board.js", "thumb.js"}
"""Sources that only the page of a play joins (`hudut.play.page`)."""


def test_every_source_is_joined() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.name.endswith(".js")} == set(MODULES) | FOR_PLAYS


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_those_before_it(name: str) -> None:
    before = MODULES[: MODULES.index(name)]
    for names, source in re.findall(r'^import \{ (.+) \} from "\./(.+)";$', SOURCES[name], re.MULTILINE):
        assert source in before
        for one in names.split(", "):
            assert re.search(rf"^export (?:function|const) {one}\b", SOURCES[source], re.MULTILINE), one
            assert len(re.findall(rf"\b{re.escape(one)}\b", SOURCES[name])) > 1, f"{one} is imported and not used"


def test_no_two_modules_declare_the_same_name() -> None:
    declared = [
        (found, name)
        for name, text in SOURCES.items()
        for found in re.findall(r"^(?:export )?(?:function|const|let) \{?(\w+)", text, re.MULTILINE)
    ]
    names = [name for name, _ in declared]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", MODULES)
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
    assert "window.hudutTimeMap" in text


def test_json_cannot_close_its_script_element() -> None:
    text = to_json({"name": "</script><!--<script>"})
    assert "</script" not in text
    assert "<!--" not in text
    assert json.loads(text) == {"name": "</script><!--<script>"}


def test_the_element_can_be_added_to_any_folium_map() -> None:
    base = folium.Map(tiles=None)
    texts = strings(("en",))
    TimeMap({"langs": ["en"], "late": {"notes": ["a </script> in a note"]}}, strings=texts, lang="en").add_to(base)
    html = base.get_root().render()
    assert f'hudutTimeMap({base.get_name()}, "time_map_hudut")' in html
    assert html.count("window.hudutTimeMap") == 1
