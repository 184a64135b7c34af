"""What `hudut solve` does: read its options, solve, and say it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import Progress

from engine.opening import Opening
from geo.errors import HudutError
from hudut.analysis.compiling import LIMIT
from hudut.analysis.report import report
from hudut.analysis.robust import POINTS
from hudut.analysis.solving import solve
from hudut.campaigns import Stage

WIDTH = 132
"""Columns of the report where it does not go to a terminal."""


@dataclass(frozen=True)
class Asked:
    """The options of the command."""

    policies: Sequence[str] = ()
    joint: Sequence[str] = ()
    wishes: Sequence[str] = ()
    points: int = POINTS
    limit: int = LIMIT


def seats_of(policies: Sequence[str]) -> dict[str, str]:
    """Return policies by seat from words as `hard-line` (all seats and chance) or `ankara=hard-line`."""
    found: dict[str, str] = {}
    for word in policies:
        seat, equals, policy = word.partition("=")
        found |= {seat.strip(): policy.strip()} if equals else {"all": word.strip()}
    return found


def records(stage: Stage, acts: Sequence[Opening], asked: Asked) -> list[dict[str, Any]]:
    """Solve acts; a terminal sees a progress bar."""
    if len(acts) > 1 and (asked.joint or asked.wishes):
        raise HudutError("--joint and --wish are asked of one act: name it with --act.")
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as progress:
        bar = progress.add_task("weights", total=asked.points * len(acts))
        return [
            solve(
                stage,
                one,
                seats=seats_of(asked.policies),
                ask=asked.joint,
                wishes=asked.wishes,
                points=asked.points,
                limit=asked.limit,
                progress=lambda count: progress.advance(bar, count),
            )
            for one in acts
        ]


def as_json(found: Sequence[Mapping[str, Any]]) -> str:
    """Return the records as JSON: one object for each act, in a list under `acts`."""
    return json.dumps({"acts": list(found)}, ensure_ascii=False, indent=1)


def show(stage: Stage, found: Sequence[Mapping[str, Any]], language: str) -> None:
    """Print the reports."""
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    for one in found:
        console.print(report(stage, one, language))
