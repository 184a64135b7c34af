"""Our JavaScript is ES2019: the language of the browsers that schools still have."""

from __future__ import annotations

import json
import os
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from maps.timemap import script

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


def complaints(*sources: tuple[str, str, str]) -> list[str]:
    """Return what the parser says of sources, each given by name, kind (`script` or `module`) and text."""
    command = [compute_driver_executable()[0], "--expose-internals", "-e", PARSE]
    done = subprocess.run(command, input=json.dumps(sources), capture_output=True, text=True, check=True)
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


def test_the_parser_refuses_what_came_later() -> None:
    later = ["a?.b", "a ?? b", "a ||= b", "1_000", "class A { b = 1; }", "10n", "import('a')"]
    assert len(complaints(*((text, "script", text) for text in later))) == len(later)
