"""What the page tells about a border: its length, the line that drew it, and how far that may be off.

- `edges` rows: position of the two territories, km in tenths, positions of the `lines` along which it runs (the longest
  share first), km in tenths that lie on the outline of a state of today; a trailing zero is left out.
- `lines` rows: id, kind, names, reason, what it was drawn from, error in km, citations, and for an armistice its day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from geo.edges import Edge, edges
from geo.load import Atlas
from geo.sources import Citation

Texts = Callable[[Mapping[str, str]], list[str] | None]
Cite = Callable[[Citation], int]


def border_records(atlas: Atlas, texts: Texts, cite: Cite, first: int) -> dict[str, list[Any]]:
    """Return `edges` and `lines`.

    `texts` puts a text into the page's languages, `cite` keeps a citation, `first` is the ordinal of day 0.
    """
    territory = {key: place for place, key in enumerate(sorted(atlas.territories))}
    found = [edge for edge in edges(atlas) if edge.first in territory and edge.second in territory]
    used = sorted({key for edge in found for key in edge.lines})
    line = {key: place for place, key in enumerate(used)}
    return {
        "edges": [_edge(edge, territory, line) for edge in found],
        "lines": [_line(atlas, key, texts, cite, first) for key in used],
    }


def _edge(edge: Edge, territory: Mapping[str, int], line: Mapping[str, int]) -> list[Any]:
    row: list[Any] = [
        territory[edge.first],
        territory[edge.second],
        round(edge.km * 10),
        [line[key] for key in edge.lines],
    ]
    outline = round(edge.outline_km * 10)
    return [*row, outline] if outline else row


def _line(atlas: Atlas, key: str, texts: Texts, cite: Cite, first: int) -> list[Any]:
    line = atlas.lines[key]
    return [
        key,
        line.kind,
        texts(line.names),
        texts(line.reason),
        texts(line.basis),
        line.error_km,
        [cite(one) for one in line.cite],
        *([] if line.since is None else [line.since.first - first]),
    ]
