"""After the lesson: the debrief, what each pupil did (CSV and a page to print), and each table's log."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from engine.log import dump
from hudut.classroom.context import Language, TheHouse, is_teacher, may_project, pupil_or_none, teacher_only
from hudut.classroom.debriefing import columns, matters_of
from hudut.classroom.deeds import COLUMNS, deeds
from hudut.classroom.errors import Refusal
from hudut.classroom.pages import act_words, page, seats_of
from hudut.classroom.questions import Played, questions
from hudut.play.words import afterwards, words

router = APIRouter()
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@router.get("/debrief")
async def debrief(request: Request, house: TheHouse, language: Language, table: int = 0, wall: int = 0) -> Response:
    """Show each table beside history and the others; for pupils once the teacher has opened it.

    A table whose debrief is open while others still play sees itself and history only. Who has no table may name the
    one that comes first; on the `wall` it is told screen by screen.
    """
    person, stage, room = pupil_or_none(request), house.live.stage, house.live.room
    mine = person.table if person else 0
    if not is_teacher(request) and not (room.debrief_of(mine) and (person or may_project(request))):
        raise Refusal(403, "no-debrief")
    boot: dict[str, Any] = {"mine": mine, "wall": bool(wall)}
    events = house.live.store.events()
    boot["columns"] = columns(stage, room, mine or table, events, alone=not is_teacher(request) and not room.debrief)
    if room.settings is not None:
        act = room.settings.act
        boot["words"] = words(stage, act, language, stage.scenario.acts[act].seats, room.settings.left)
        boot["after"] = afterwards(stage, act, language, matters_of(boot["columns"]))
        boot["questions"] = questions(Played(stage, room, boot["columns"], boot["after"]["questions"], language))
    return page(request, "debrief", boot, tells=is_teacher(request))


@router.get("/teacher/seating", dependencies=[Depends(teacher_only)])
async def seating(request: Request, house: TheHouse, language: Language) -> Response:
    """Show who sits where, with the way in, to print; free lines are for names written by hand."""
    room = house.live.room
    places = {
        (number, seat): [one.name for one in room.people.values() if (one.table, one.seat) == (number, seat)]
        for number in room.tables
        for seat in (*seats_of(house, language), "")
    }
    words: dict[str, Any] = {
        "seats": seats_of(house, language),
        "places": places,
        "tables": sorted(room.tables),
        "code": room.code,
    }
    return page(request, "seating", **words, address=house.addresses[0], act=act_words(house, language))


@router.get("/teacher/record", dependencies=[Depends(teacher_only)])
async def record(request: Request, house: TheHouse, language: Language) -> Response:
    """Show what each pupil did, to print."""
    rows = deeds(house.live.stage, house.live.room, house.live.store.events(), language)
    by_pupil: dict[str, list[dict[str, str]]] = {person.name: [] for person in house.live.room.people.values()}
    for row in rows:
        by_pupil.setdefault(row["pupil"], []).append(row)
    return page(request, "record", by_pupil=by_pupil, code=house.live.room.code)


@router.get("/teacher/record.csv", dependencies=[Depends(teacher_only)])
async def record_csv(house: TheHouse, language: Language) -> Response:
    """Give what each pupil did, for a spreadsheet."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in deeds(house.live.stage, house.live.room, house.live.store.events(), language):
        writer.writerow({key: plain_cell(value) for key, value in row.items()})
    # The mark at the start lets spreadsheets read the letters as UTF-8.
    return _file("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", f"hudut-{house.live.room.code}.csv")


def plain_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


@router.get("/teacher/log", dependencies=[Depends(teacher_only)])
async def log(house: TheHouse, table: Annotated[int, Query(ge=1, le=99)]) -> Response:
    """Give a table's log; `hudut replay SCENARIO --log FILE` tells it again."""
    found = house.live.room.tables.get(table)
    if found is None:
        raise Refusal(404, "no-table")
    return _file(dump(found.log), "application/jsonl; charset=utf-8", f"hudut-{house.live.room.code}-{table}.jsonl")


def _file(text: str, kind: str, name: str) -> Response:
    return Response(text, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
