"""The style sheet of a play: the map's, then its own."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from maps.style import COMMENT, lineages, style_sheet

_BREAK = re.compile(r"(?<=[{};])\s+|\s+(?=})")


@cache
def play_style() -> str:
    """Return the style sheet of whatever draws a play: the play page and the room."""
    own = (files("hudut.play") / "css" / "play.css").read_text(encoding="utf-8")
    keys = "".join(
        f".edge-{name}{{--edge:var(--r-{name})}}.ground-{name}{{--ground:var(--p-{name})}}" for name in lineages()
    )
    return _BREAK.sub("", f"{style_sheet()}\n{keys}\n{COMMENT.sub('', own)}")
