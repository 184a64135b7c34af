"""What `hudut solve` does: read its options, solve, and say it; each imports what it alone needs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from engine.opening import Opening
from geo.errors import HudutError
from hudut.campaigns import Stage

WIDTH = 132
"""Columns of the report where it does not go to a terminal."""


@dataclass(frozen=True)
class Asked:
    """The options of the command."""

    policies: Sequence[str]
    joint: Sequence[str]
    wishes: Sequence[str]
    given: Sequence[str]
    points: int
    limit: int


def seats_of(policies: Sequence[str]) -> dict[str, str]:
    """Return policies by seat from words as `hard-line` (all seats and chance) or `ankara=hard-line`."""
    found: dict[str, str] = {}
    for word in policies:
        seat, equals, policy = word.partition("=")
        found |= {seat.strip(): policy.strip()} if equals else {"all": word.strip()}
    return found


@contextmanager
def _bar(name: str, total: int) -> Iterator[Callable[[int], None]]:
    """Give what advances a progress bar, which only a terminal sees."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(name, total=total)
        yield lambda count: progress.advance(bar, count)


def records(stage: Stage, begun: Opening, asked: Asked) -> list[dict[str, Any]]:
    """Solve one act."""
    from hudut.analysis.solving import solve

    with _bar("weights", asked.points) as advance:
        found = solve(
            stage,
            begun,
            seats=seats_of(asked.policies),
            ask=asked.joint,
            wishes=asked.wishes,
            points=asked.points,
            limit=asked.limit,
            progress=advance,
        )
    return [found]


def campaign_records(stage: Stage, act: str | None, asked: Asked) -> list[dict[str, Any]]:
    """Return the acts of the campaign as one, or of one act of it under what is given."""
    if asked.joint or asked.policies:
        raise HudutError("--joint and --policy are asked of one act alone: name it with --act, without --given.")
    from hudut.analysis.campaign import solve_campaign
    from hudut.analysis.chain import ROWS

    with _bar("acts", len(stage.scenario.acts)) as advance:
        found = solve_campaign(
            stage,
            given=asked.given,
            wishes=asked.wishes,
            until=act,
            rows=min(asked.limit, ROWS),
            progress=advance,
        )
    return found if act is None else [found[-1] | {key: found[0][key] for key in ("wish",) if key in found[0]}]


def as_json(found: Sequence[Mapping[str, Any]]) -> str:
    """Return the records as JSON: one object for each act, in a list under `acts`."""
    return json.dumps({"acts": list(found)}, ensure_ascii=False, indent=1)


def records_of(told: str) -> list[dict[str, Any]]:
    """Return the records of what `as_json` returned."""
    return list(json.loads(told)["acts"])


def show(stage: Stage, found: Sequence[Mapping[str, Any]], language: str) -> None:
    """Print the reports."""
    from rich.console import Console

    from hudut.analysis.report import campaign_report, report

    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    for one in found:
        console.print((campaign_report if "states" in one else report)(stage, one, language))
