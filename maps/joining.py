"""ES modules joined into one classic script, which a page opened from a disk runs; no bundler.

Each module becomes a function of its own, so that two modules may use the same private word. An import is one line,
`import { a, b } from "./name.js";`, of a module that stands before it; no two modules have the same file name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "[^"]*?([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:function|const) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def joined(modules: Iterable[tuple[str, str]], door: str) -> str:
    """Return modules, given as (package, path inside it), as one classic script.

    Parameters
    ----------
    door
        The exported function of the last module that the page calls; it becomes a property of `window`.

    Raises
    ------
    ValueError
        If a module imports one that does not stand before it.
    """
    parts: list[str] = []
    known: set[str] = set()
    name = ""
    for package, path in modules:
        name = path.rpartition("/")[2].removesuffix(".js")
        source = (files(package) / path).read_text(encoding="utf-8")
        for match in _IMPORT.finditer(source):
            if match[2] not in known:
                raise ValueError(f"{package}/{path} imports {match[2]}.js, which does not stand before it")
        exports = _EXPORT.findall(source)
        body = _COMMENT.sub("", source)
        body = _IMPORT.sub(lambda match: f"const {match[1]} = {_variable(match[2])};", body)
        body = _INDENT.sub("", _EXPORT.sub("", body))
        parts.append(f"const {_variable(name)} = (function () {{\n{body}return {{ {', '.join(exports)} }};\n}})();")
        known.add(name)
    body = "\n".join(parts)
    return f'(function () {{\n"use strict";\n{body}\nwindow.{door} = {_variable(name)}.{door};\n}})();'


def _variable(name: str) -> str:
    return f"in_{name.replace('-', '_')}"
