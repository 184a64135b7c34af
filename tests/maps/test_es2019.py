"""Our JavaScript is ES2019: the language of the browsers that schools still have."""

from __future__ import annotations

import json
import os
import re
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from hudut.classroom.pages import SCRIPTS
from maps.joining import joined
from maps.timemap import script
from tests.conftest import SOAK

ROOT = Path(__file__).parents[2]
# Playwright brings a node of its own, and that node carries the acorn parser in itself, for its own debugger; it is
# reached by name only with --expose-internals. So the language is checked by a real parser without one more package.
PARSE = """
const acorn = require("internal/deps/acorn/acorn/dist/acorn");
const complaint = ([name, kind, text]) => {
  try { acorn.parse(text, { ecmaVersion: 2019, sourceType: kind }); }
  catch (error) { return [name + ": " + error.message]; }
  return [];
};
let all = "";
process.stdin.on("data", (part) => { all += part; }).on("end", () => {
  process.stdout.write(JSON.stringify([].concat(...JSON.parse(all).map(complaint))));
});
"""
TOKENS = """
const acorn = require("internal/deps/acorn/acorn/dist/acorn");
const text = JSON.parse(require("fs").readFileSync(0, "utf8"));
const said = (value) => (value && value.pattern !== undefined ? value.pattern + "/" + value.flags : String(value));
const found = [];
const ending = (at) => !";{,(".includes(text[at]);
acorn.parse(text, { ecmaVersion: 2019, onToken: (one) => {
  const before = text.slice(0, one.start).trimEnd().length;
  const apart = text.slice(before, one.start).includes("\\n") && !"})]".includes(text[one.start]);
  found.push([one.type.label, said(one.value), apart && ending(before - 1)].join(" "));
} });
process.stdout.write(JSON.stringify(found));
"""


def complaints(*sources: tuple[str, str, str]) -> list[str]:
    """Return what the parser says of sources, each given by name, kind (`script` or `module`) and text."""
    command = [compute_driver_executable()[0], "--expose-internals", "-e", PARSE]
    done = subprocess.run(command, input=json.dumps(sources), capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def tokens(source: str) -> list[str]:
    """Return the tokens of a script, each with whether a line that may end a statement ends before it."""
    command = [compute_driver_executable()[0], "--expose-internals", "-e", TOKENS]
    done = subprocess.run(command, input=json.dumps(source), capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module", autouse=True)
def parser() -> None:
    try:
        complaints(("nothing", "script", ""))
    except subprocess.CalledProcessError as error:
        message = f"the node of playwright has no acorn: {error.stderr.strip()[-200:]}"
        if os.environ.get("HUDUT_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)


def test_all_our_javascript_is_es2019() -> None:
    packages = [Path(str(files(name))) for name in ("maps", "engine", "hudut")]
    paths = sorted(path for package in packages for path in package.rglob("*.js"))
    assert len(paths) > 40
    modules = [(path.name, "module", path.read_text("utf-8")) for path in paths]
    assert complaints(("the joined script", "script", script()), *modules) == []


@pytest.mark.skipif(not SOAK, reason="joined scripts run in every browser test")
def test_joining_takes_away_nothing_but_white_space(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = ["maps/js/main.js", "maps/js/opening.js", "hudut/play/js/main.js", "hudut/play/js/scorm.js"]
    entries += [f"hudut/classroom/static/{name}_page.js" for name in SCRIPTS]
    assert len(entries) > 4
    joined.cache_clear()
    short = [joined(entry) for entry in entries]
    monkeypatch.setattr("maps.joining._SPACED", re.compile("(?!)"))
    joined.cache_clear()
    long = [joined(entry) for entry in entries]
    joined.cache_clear()
    assert sum(map(len, short)) < 0.93 * sum(map(len, long))
    for entry, one, other in zip(entries, short, long, strict=True):
        assert tokens(one) == tokens(other), entry


def test_the_parser_refuses_what_came_later() -> None:
    later = ["a?.b", "a ?? b", "a ||= b", "1_000", "class A { b = 1; }", "10n", "import('a')"]
    assert len(complaints(*((text, "script", text) for text in later))) == len(later)
