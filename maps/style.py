"""Colours as data, and the style sheet of the page."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SHEETS = (
    "tokens.css",
    "layout.css",
    "map.css",
    "parts.css",
    "phone.css",
    "told.css",
    "story.css",
    "share.css",
    "wrap.css",
    "large.css",
    "borders.css",
    "compare.css",
    "print.css",
    "paper.css",
)
"""Style sheets in the order in which they are joined; later ones win."""
COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
"""What a style sheet says to those who write it; a page is sent without."""
FALLBACK = "joint"
"""Colours of a lineage that the table does not name."""


@cache
def lineages() -> dict[str, dict[str, str]]:
    """Return the colours of each lineage: `key`, `wash`, `label`, `dark_wash`, `dark_label`, `print`."""
    text = (files("maps") / "style.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)["lineages"]
    return {name: dict(row) for name, row in table.items()}


@cache
def style_sheet() -> str:
    """Return the whole style sheet, with the colours of the lineages as variables for both themes."""
    parts = [(files("maps") / "css" / name).read_text(encoding="utf-8") for name in SHEETS]
    dark = _dark_block(parts[0])
    themes = [
        f":root{{{_variables('')}}}",
        f"[data-theme=dark]{{{dark}{_variables('dark_')}}}",
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}{_variables('dark_')}}}}}",
        *(_classes(name) for name in lineages()),
        f"@media print{{{''.join(_print_rule(name, row['print']) for name, row in lineages().items())}}}",
    ]
    sheet = "\n".join([parts[0].replace(f"[data-theme=dark]{{{dark}}}", ""), *themes, *parts[1:]])
    return COMMENT.sub("", sheet)


def _dark_block(tokens: str) -> str:
    """Return the declarations of the dark theme: written once, used for the switch and for the system's wish."""
    return tokens.partition("[data-theme=dark]{")[2].partition("}")[0]


def _variables(prefix: str) -> str:
    return "".join(
        f"--r-{name}:{row['key']};--p-{name}:{row[prefix + 'wash']};--t-{name}:{row[prefix + 'label']};"
        for name, row in lineages().items()
    )


def _classes(name: str) -> str:
    return (
        f".w-{name}{{fill:var(--p-{name})}}.k-{name}{{stroke:var(--r-{name})}}.t-{name}{{fill:var(--t-{name})}}"
        f".sw-{name}{{background:var(--p-{name});--key:var(--r-{name})}}"
    )


def _print_rule(name: str, look: str) -> str:
    ground = look if look.startswith("#") else f"url(#bw-{look})"
    return f".wash.w-{name}{{fill:{ground}}}"
