"""The bargaining space of a table as a picture: plain SVG, black on white, readable in print.

One panel for each pair of seats: every text that may be signed by its worth to both, the agreement zone, the efficient
texts, the bargaining points and the historical text, told apart by shape as well as colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any
from xml.sax.saxutils import escape

from hudut.campaigns import Stage
from hudut.wording import said

SIDE, LEFT, TOP, BOTTOM, GAP, LINE = 300, 62, 64, 52, 30, 19
NARROWEST = 470
"""Pixels that the longest line of words needs."""
STYLE = (
    "text{font:13px system-ui,'Segoe UI','Noto Sans',sans-serif;fill:#211f1b}.t{font-size:17px;font-weight:600}"
    ".s{font-size:11px;fill:#544f45}.g{stroke:#d6cdbb;fill:none}.z{fill:#dcebdd;stroke:#2f6b3c;stroke-dasharray:4 3}"
    ".o{fill:#fff;stroke:#8b8371}.f{fill:#211f1b}.p{fill:none;stroke:#1c4f7c;stroke-width:2}"
    ".h{fill:#8c2f1b;stroke:#fff;stroke-width:1}"
)
POINTS = ("nash", "kalai", "kalai_smorodinsky")


def table_picture(stage: Stage, act: str, table: Mapping[str, Any], language: str) -> str:
    """Return the picture of a table of a record of `hudut.analysis.solving.solve`, as SVG text."""
    found = stage.scenario.acts[act]
    step = next(one for one in found.steps if one.id == table["step"])
    seats = {seat: found.seats[seat].titles[language] for seat in table["seats"]}
    pairs = list(combinations(table["seats"], 2))
    width = max(LEFT + len(pairs) * (SIDE + LEFT) - LEFT + GAP, NARROWEST)
    legend = list(_legend(table, language))
    height = TOP + SIDE + BOTTOM + LINE * (len(legend) + 1) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" lang="{language}">',
        f"<title>{escape(step.titles[language])}</title><style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text class="t" x="{GAP // 2}" y="32">{escape(step.titles[language])}</text>',
    ]
    for place, pair in enumerate(pairs):
        parts += _panel(table, pair, seats, LEFT + place * (SIDE + LEFT), language)
    for row, (mark, text) in enumerate(legend):
        y = TOP + SIDE + BOTTOM + LINE * row
        parts += [_mark(mark, GAP, y - 4), f'<text x="{GAP + 16}" y="{y}">{escape(text)}</text>']
    y = TOP + SIDE + BOTTOM + LINE * len(legend)
    caution = escape(said(language).say("zone.caution"))
    parts.append(f'<text class="s" x="{GAP // 2}" y="{y + 4}">{caution}</text></svg>')
    return "\n".join(parts) + "\n"


def _legend(table: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    names = ["text", "frontier", "zone", *(one for one in POINTS if table["points"][one] is not None)]
    for name in names + (["historical"] if table["historical"] is not None else []):
        number = table["points"].get(name, table["historical"] if name == "historical" else None)
        worth = "" if number is None else f" ({_worth(table['outcomes'][number])})"
        yield name, said(language).say(f"zone.{name}") + worth


def _worth(outcome: Mapping[str, Any]) -> str:
    return " · ".join(f"{value:.0f}" for value in outcome["utilities"].values())


def _panel(
    table: Mapping[str, Any], pair: tuple[str, str], seats: Mapping[str, str], x: int, language: str
) -> Iterator[str]:
    def at(outcome: Mapping[str, Any]) -> tuple[float, float]:
        across, up = (outcome["utilities"][seat] for seat in pair)
        return x + SIDE * across / 100, TOP + SIDE * (1 - up / 100)

    for tick in range(0, 101, 25):
        h, v = x + SIDE * tick / 100, TOP + SIDE * (1 - tick / 100)
        yield f'<path class="g" d="M{h} {TOP}V{TOP + SIDE}M{x} {v}H{x + SIDE}"/>'
        yield f'<text class="s" x="{h}" y="{TOP + SIDE + 14}" text-anchor="middle">{tick}</text>'
        yield f'<text class="s" x="{x - 6}" y="{v + 4}" text-anchor="end">{tick}</text>'
    low = [table["walk_away"][seat] for seat in pair]
    zone_x, zone_y = x + SIDE * low[0] / 100, SIDE * (1 - low[1] / 100)
    yield f'<rect class="z" x="{zone_x}" y="{TOP}" width="{x + SIDE - zone_x}" height="{zone_y}"/>'
    for number, outcome in enumerate(table["outcomes"]):
        if outcome["signable"]:
            yield _mark("frontier" if number in table["frontier"] else "text", *at(outcome))
    for name in POINTS:
        if table["points"][name] is not None:
            yield _mark(name, *at(table["outcomes"][table["points"][name]]))
    if table["historical"] is not None:
        yield _mark("historical", *at(table["outcomes"][table["historical"]]))
    across, up = (said(language).say("zone.worth", seat=seats[seat]) for seat in pair)
    yield f'<text x="{x + SIDE / 2}" y="{TOP + SIDE + 31}" text-anchor="middle">{escape(across)}</text>'
    spot = f"{x - 34} {TOP + SIDE / 2}"
    yield f'<text transform="translate({spot}) rotate(-90)" text-anchor="middle">{escape(up)}</text>'


def _mark(name: str, x: float, y: float) -> str:
    """Return the sign of a kind of outcome."""
    place = f'transform="translate({x:.1f} {y:.1f})"'
    return {
        "text": f'<circle class="o" {place} r="3"/>',
        "frontier": f'<circle class="f" {place} r="3.4"/>',
        "zone": f'<rect class="z" {place} x="-6" y="-5" width="12" height="10"/>',
        "nash": f'<circle class="p" {place} r="8"/>',
        "kalai": f'<rect class="p" {place} x="-8" y="-8" width="16" height="16"/>',
        "kalai_smorodinsky": f'<path class="p" {place} d="M0 -11L11 0L0 11L-11 0Z"/>',
        "historical": f'<path class="h" {place} d="M0 -7L2 -2L7 -2L3 1.5L4.5 7L0 3.6L-4.5 7L-3 1.5L-7 -2L-2 -2Z"/>',
    }[name]
