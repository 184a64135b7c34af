"""Texts of data files, and what a YAML text holds: bounded, so that no file can make the reader fall over."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from yaml.error import Mark

from geo.cache import Cache

_AS_WRITTEN = {f"tag:yaml.org,2002:{kind}" for kind in ("timestamp", "bool", "int", "float")}
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}\Z")
_INDENT = re.compile(r"^[ \t?-]+", re.MULTILINE)
_SCALARS: Mapping[str, Callable[[str], Any]] = {"str": str, "int": int, "float": float, "null": lambda _: None}
_NEVER_TOO_DEEP = 1000
"""The C parser follows lists in lists by calling itself, some 400 bytes a level; threads have 512 kB at least."""
_TOO_DEEP = "it goes deeper than any record"
MOST_SHOWN = 40
"""Letters of a wrong value that a message shows."""
MOST_BYTES = 20_000_000
"""A file of records stays below this size."""
DEEPEST = 60
"""Lists and mappings in each other; a reader that follows them deeper may fall over."""


class DuplicateKey(yaml.YAMLError):
    """A mapping names the same key twice; YAML itself would silently keep the last."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(f"{key!r} is given twice")
        self.key, self.line = key, line


class _Loader(yaml.CSafeLoader):
    """The C loader, for which only plain decimal numbers are numbers.

    Dates, words such as `on` and `no`, and figures that YAML reads in other ways (`010`, `1:30:00`, `1e400`) stay the
    text that was written.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if tag not in _AS_WRITTEN]
        for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _INT, list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-0123456789"))

_PARSED = Cache("yaml", keep=500)
_LOADER_VERSION = 4
"""Raised when the same text would be read differently, so that kept results are made again."""


def parse(text: str) -> Any:
    """Return the content of a YAML text; the result is kept, since even the C loader takes most of a load's time.

    Raises
    ------
    yaml.YAMLError
        If the text is broken, names a key twice, goes too deep, or uses aliases (a few lines of them can stand for
        gigabytes).
    """
    key = _key(text)
    kept = _PARSED.get(key)
    if kept is not None:
        return json.loads(kept)
    if not _is_shallow(text):
        _refuse_traps(text)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    content = None if node is None else _value(node, 1)
    _PARSED.put(key, json.dumps(content, ensure_ascii=False).encode())
    return content


def is_kept(text: str) -> bool:
    """Say whether what a text holds is kept from an earlier run."""
    return (_PARSED.folder / _key(text)).exists()


def _key(text: str) -> str:
    return hashlib.sha256(f"{_LOADER_VERSION}\n{text}".encode()).hexdigest()


def _value(node: yaml.Node, depth: int) -> Any:
    """Return what a node holds. Of a text of ours PyYAML's own constructor takes as long as the parser before it."""
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if isinstance(node, yaml.ScalarNode) and kind in _SCALARS:
        try:
            return _SCALARS[kind](node.value)
        except ValueError:
            raise _trap(f"{node.value[:MOST_SHOWN]!r} is no {kind}", node.start_mark.line) from None
    if depth > DEEPEST:
        raise _trap(_TOO_DEEP, node.start_mark.line)
    if isinstance(node, yaml.MappingNode) and kind == "map":
        return _mapping(node, depth)
    if isinstance(node, yaml.SequenceNode) and kind == "seq":
        return [_value(one, depth + 1) for one in node.value]
    raise _trap(f"{kind[:MOST_SHOWN]!r} is no kind of value that records have", node.start_mark.line)


def _mapping(node: yaml.MappingNode, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _trap("a key is no word", key.start_mark.line)
        if key.value in found:
            raise DuplicateKey(key.value, key.start_mark.line + 1)
        found[key.value] = _value(value, depth + 1)
    return found


def _is_shallow(text: str) -> bool:
    """Say whether a text has no alias and is not so deep that the parser falls over: quickly, and never too boldly."""
    deepest = text.count("[") + text.count("{") + max(map(len, _INDENT.findall(text)), default=0)
    return "*" not in text and deepest < _NEVER_TOO_DEEP


def _trap(what: str, line: int) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=what, problem_mark=Mark("", 0, line, 0, None, 0))


def _refuse_traps(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        trap = f"the alias *{event.anchor} is not allowed" if isinstance(event, yaml.AliasEvent) else ""
        trap = _TOO_DEEP if depth > DEEPEST else trap
        if trap:
            raise _trap(trap, event.start_mark.line if event.start_mark else 0)


def plain_text(path: Path) -> str:
    """Return the text of a plain file that is not too large; a device or a pipe might never end.

    Raises
    ------
    OSError
        If it is no such file, or cannot be read.
    UnicodeDecodeError
        If it is not UTF-8.
    """
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError("it is no plain file")
    if about.st_size > MOST_BYTES:
        raise OSError(f"it has {about.st_size:,} bytes, and no file of records has more than {MOST_BYTES:,}")
    return path.read_text(encoding="utf-8-sig")
