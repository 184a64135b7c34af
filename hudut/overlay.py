"""Lay a play over the atlas: the stakes follow the play, all else is as it was; steps become causes and events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from engine.frame import act_at, frame
from engine.log import Log
from engine.replay import moves_that_count, states
from geo.dates import HistoricalDate, iso, parse
from geo.holdings import Basis, Holding, Layer
from geo.load import Atlas
from geo.words import languages
from hudut.campaigns import Stage
from hudut.transcript import Told, tell
from hudut.wording import say
from scenarios.ground import Held

Row = tuple[str, str]
NOTHING = Held(None, "sovereign")


def overlaid(stage: Stage, log: Log) -> Atlas:
    """Return an atlas in which the stakes of the acts played are held as the play has it, from each step's day on."""
    moved: dict[Row, list[tuple[int, Any, str]]] = {}
    before: Mapping[Row, Held] | None = None
    found = states(stage.scenario, log)
    told = {one.number: one for one in tell(stage, log, found)}
    for number, entry in moves_that_count(log):
        act = act_at(stage.scenario, found[number - 1])
        if number not in told or entry.move == f"{act}.close":  # a closing move moves no land
            continue
        day = told[number].day
        now = frame(stage.scenario, found[number]).held
        if now is before:  # most moves move no land
            continue
        before = now
        for key in stage.scenario.ground.keys:
            held = now.get(key, NOTHING)  # what no paper of the play speaks of is nobody's by paper
            rows = moved.setdefault(key, [])
            if not rows or rows[-1][1].holder != held.holder:
                rows.append((day, held, f"step-{number}"))
    bases = {**stage.atlas.bases, **{f"step-{one.number}": _basis(one) for one in told.values()}}
    kept = [row for row in stage.atlas.holdings if (row.territory, row.layer) not in moved]
    note = {code: say(code)["replay.played"] for code in languages()}
    cut = [row for key, rows in moved.items() for row in _laid(stage.atlas, key, rows, note)]
    return replace(stage.atlas, holdings=tuple(kept + cut), bases=bases)


def _laid(atlas: Atlas, key: Row, rows: list[tuple[int, Any, str]], note: dict[str, str]) -> Iterator[Holding]:
    """Yield the rows of a territory under a play: what the play found goes on under the cause that the atlas gives."""
    (day, held, _), *later = rows
    past = [row for row in atlas.history(key[0], cast(Layer, key[1])) if row.start.first <= day]
    if not past or (past[-1].end and past[-1].end.first <= day) or (past[-1].party, past[-1].status) != held.holder:
        yield from spliced(atlas, key, rows, note)
        return
    yield from past[:-1]
    ends = later[0][0] if later else atlas.last_day + 1
    yield past[-1].model_copy(update={"end": None if ends > atlas.last_day else _day(ends)})
    yield from _of_play(atlas, key, later, note)


def spliced(
    atlas: Atlas, key: Row, rows: list[tuple[int, Any, str]], note: dict[str, str] | None = None
) -> Iterator[Holding]:
    """Yield the atlas' rows up to the first day of the play, then the rows of the play."""
    first = rows[0][0]
    for row in atlas.history(key[0], cast(Layer, key[1])):
        if row.start.first < first:
            end = first if row.end is None or row.end.first > first else row.end.first
            yield row.model_copy(update={"end": _day(end)})
    yield from _of_play(atlas, key, rows, note)


def _of_play(
    atlas: Atlas, key: Row, rows: list[tuple[int, Any, str]], note: dict[str, str] | None
) -> Iterator[Holding]:
    territory, layer = key[0], cast(Layer, key[1])
    for number, (day, held, basis) in enumerate(rows):
        following = rows[number + 1][0] if number + 1 < len(rows) else atlas.last_day + 1
        if held.party is not None and following > day:
            yield Holding(
                territory=territory,
                layer=layer,
                party=held.party,
                status=held.status,
                start=_day(day),
                end=None if following > atlas.last_day else _day(following),
                basis=basis,
                claimants=held.claimants or ((held.party,) if held.status == "contested" else ()),
                certainty="inferred",
                note=note,
            )


def _day(day: int) -> HistoricalDate:
    return parse(iso(day))


def _basis(one: Told) -> Basis:
    return Basis(
        id=f"step-{one.number}",
        kind="decision",
        titles=dict(one.title),
        date=one.date,
        certainty="inferred",
        reason=dict(one.text),
        mark=bool(one.changes),
    )
