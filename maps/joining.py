"""ES modules joined into one classic script, which a page opened from a disk runs; no bundler.

Each module becomes a function of its own, so that two modules may use the same private word. An import is one line,
`import { a, b } from "./name.js";`, by a path relative to the module, as a browser would read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from posixpath import dirname, join, normpath

from geo.errors import BadValue

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "([^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:function|const) ([\w$]+))", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_REMARK = re.compile(r"[ \t]+//[^\"'`\n]*$", re.MULTILINE)
"""A comment after code; one with a quotation mark stays, for it might be the end of a text with an address in it."""
_BLANK = re.compile(r"\n{2,}")
_SPACED = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|//[^\n]*\n"""
    r"""|/(?![ /*])(?:[^/\\\n[]|\\.|\[(?:[^]\\\n]|\\.)*\])+/)"""
    r"""| *([{(;,])\s*|\n? *([})\]]) *| *([:[?=<>!&|*%]|(?<= )[-+](?= [^-+])) *"""
)
"""A text, remark or pattern, which stays; or a sign with the white space beside it, which says nothing.

The end of a line stays where it might end a statement.
"""
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


@cache
def joined(entry: str, door: str = "") -> str:
    """Return a module and all that it imports as one classic script.

    Parameters
    ----------
    entry
        The module that starts the page, as `package/folder/name.js`.
    door
        The function of that module which the page calls; it becomes a property of `window`. Without it the module does
        what it does when it is read.

    Raises
    ------
    BadValue
        If modules import each other in a circle.
    """
    sources = modules(entry)
    names = {path: f"m${number}" for number, path in enumerate(sources)}
    body = "\n".join(_part(path, source, names) for path, source in sources.items())
    way_in = f"window.{door} = {names[entry]}.{door};\n" if door else ""
    return _SPACED.sub(
        lambda found: found[found.lastindex or 0], f'(function () {{\n"use strict";\n{body}\n{way_in}}})();'
    )


def modules(entry: str) -> dict[str, str]:
    """Return the sources of a module and of all that it imports, by path; each stands after those that it imports.

    Raises
    ------
    BadValue
        If modules import each other in a circle.
    """
    found: dict[str, str] = {}
    _add(entry, found, ())
    return found


def _add(path: str, found: dict[str, str], importers: tuple[str, ...]) -> None:
    """Add a module, after those that it imports."""
    if path in found:
        return
    if path in importers:
        raise BadValue(f"{' imports '.join((*importers, path))}: a circle")
    package, _, inside = path.partition("/")
    source = (files(package) / inside).read_text(encoding="utf-8")
    for match in _IMPORT.finditer(source):
        _add(_named(match[2], path), found, (*importers, path))
    found[path] = source


def _part(path: str, source: str, names: Mapping[str, str]) -> str:
    """Return a module as a function of its own, called at once, with what it exports as a variable by its name."""
    code = _REMARK.sub("", _COMMENT.sub("", source))
    body = _IMPORT.sub(lambda match: f"const {match[1]} = {names[_named(match[2], path)]};", code)
    body = _BLANK.sub("\n", _INDENT.sub("", _EXPORT.sub(r"\1", body)))
    exports = ", ".join(match[2] for match in _EXPORT.finditer(source))
    return f"const {names[path]} = (function () {{\n{body}return {{ {exports} }};\n}})();"


def _named(relative: str, importer: str) -> str:
    return normpath(join(dirname(importer), relative))
