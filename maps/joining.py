"""ES modules joined into one classic script, which a page opened from a disk runs; no bundler.

Each module becomes a function of its own, so that two modules may use the same private word. An import is one line,
`import { a, b } from "./name.js";`, by a path relative to the module, as a browser would read it; no two modules of one
script have the same file name.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from posixpath import dirname, join, normpath

from geo.errors import BadValue

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "([^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:function|const) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


@cache
def joined(entry: str, door: str) -> str:
    """Return a module and all that it imports as one classic script.

    Parameters
    ----------
    entry
        The module that starts the page, as `package/folder/name.js`.
    door
        The function of that module which the page calls; it becomes a property of `window`.

    Raises
    ------
    BadValue
        If two modules have the same file name, or modules import each other in a circle.
    """
    parts: dict[str, str] = {}
    _add(entry, parts, ())
    body = "\n".join(parts.values())
    return f'(function () {{\n"use strict";\n{body}\nwindow.{door} = {_variable(entry)}.{door};\n}})();'


def _add(path: str, parts: dict[str, str], importers: tuple[str, ...]) -> None:
    """Add a module to the parts, after those that it imports."""
    name = _variable(path)
    if name in parts:
        if not parts[name].startswith(f"// {path}\n"):
            raise BadValue(f"{path}: another module of the same file name is in the script already")
        return
    if path in importers:
        raise BadValue(f"{' imports '.join((*importers, path))}: a circle")
    package, _, inside = path.partition("/")
    source = (files(package) / inside).read_text(encoding="utf-8")
    for match in _IMPORT.finditer(source):
        _add(normpath(join(dirname(path), match[2])), parts, (*importers, path))
    exports = ", ".join(_EXPORT.findall(source))
    body = _COMMENT.sub("", source)
    body = _IMPORT.sub(lambda match: f"const {match[1]} = {_variable(match[2])};", body)
    body = _INDENT.sub("", _EXPORT.sub("", body))
    parts[name] = f"// {path}\nconst {name} = (function () {{\n{body}return {{ {exports} }};\n}})();"


def _variable(path: str) -> str:
    return "in_" + path.rpartition("/")[2].removesuffix(".js").replace("-", "_")
