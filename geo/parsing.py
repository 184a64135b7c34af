"""Texts of data files, and what a YAML text holds: bounded, so that no file can make the reader fall over."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from pathlib import Path
from typing import Any

import yaml
from yaml.error import Mark

from geo.cache import Cache

_AS_WRITTEN = {f"tag:yaml.org,2002:{kind}" for kind in ("timestamp", "bool", "int", "float")}
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}\Z")
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
    """The C loader, refusing duplicate keys and keys that are no word.

    Plain decimal numbers are numbers. Dates, words such as `on` and `no`, and figures that YAML reads in other ways
    (`010`, `1:30:00`, `1e400`) stay the text that was written.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if tag not in _AS_WRITTEN]
        for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key is no word", problem_mark=key_node.start_mark)
            key = key_node.value
            if key in seen:
                raise DuplicateKey(str(key), key_node.start_mark.line + 1)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _INT, list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-0123456789"))

_PARSED = Cache("yaml", keep=500)
_LOADER_VERSION = 3
"""Raised when the same text would be read differently, so that kept results are made again."""


def parse(text: str) -> Any:
    """Return the content of a YAML text; the result is kept, since even the C loader takes most of a load's time.

    Raises
    ------
    yaml.YAMLError
        If the text is broken, names a key twice, goes too deep, or uses aliases (a few lines of them can stand for
        gigabytes).
    """
    key = hashlib.sha256(f"{_LOADER_VERSION}\n{text}".encode()).hexdigest()
    kept = _PARSED.get(key)
    if kept is not None:
        return json.loads(kept)
    _refuse_traps(text)
    content = yaml.load(text, Loader=_Loader)  # noqa: S506 - the loader is a safe one
    _PARSED.put(key, json.dumps(content, ensure_ascii=False).encode())
    return content


def _refuse_traps(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        trap = f"the alias *{event.anchor} is not allowed" if isinstance(event, yaml.AliasEvent) else ""
        trap = "it goes deeper than any record" if depth > DEEPEST else trap
        if trap:
            line = event.start_mark.line if event.start_mark else 0
            raise yaml.MarkedYAMLError(problem=trap, problem_mark=Mark("", 0, line, 0, None, 0))


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
