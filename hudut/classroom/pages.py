"""The pages of the room as HTML, and the files they need: names from a fixed list; nothing else is served."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import segno
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader

from engine.opening import Opening
from engine.play import initial
from engine.policies import POLICIES
from engine.prose import told
from geo.words import languages
from hudut.agenda import agenda, plans_of
from hudut.begun import opening_lines
from hudut.campaigns import Stage
from hudut.classroom.channels import TEACHERS, Channel, snapshot, spoken_so_far
from hudut.classroom.console import console
from hudut.classroom.context import (
    LANGUAGE_COOKIE,
    SCREEN_COOKIE,
    TEACHER_COOKIE,
    House,
    Language,
    TheHouse,
    is_teacher,
    language_of,
    may_project,
    pupil_or_none,
)
from hudut.classroom.errors import Refusal
from hudut.classroom.seeing import PROJECTOR
from hudut.classroom.tables import PERSON
from hudut.classroom.tokens import same
from hudut.classroom.wording import strings
from hudut.play.style import play_style
from hudut.transcript import left_before
from hudut.wording import said
from maps.joining import joined
from maps.leaflet import leaflet_text
from maps.style import lineages

router = APIRouter(default_response_class=HTMLResponse)
SCRIPTS = ("join", "check", "set_up", "desk", "screen", "console", "debrief", "print")
"""Scripts of the pages by name; each is joined with all that it draws with."""
_KINDS = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("hudut.classroom", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    # Steps and articles stand in the order of the scenario, options in that of hudut.order.
    found.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": False}
    return found


@cache
def served_files() -> Mapping[str, str]:
    """Return the scripts and style sheets that are served, by name."""
    own = (files("hudut.classroom") / "static" / "room.css").read_text(encoding="utf-8")
    parties = "".join(
        f".party-{name}{{--key:var(--r-{name});--wash:var(--p-{name});--edge:var(--r-{name})}}" for name in lineages()
    )
    return {
        **{f"{name}.js": joined(f"hudut/classroom/static/{name}_page.js") for name in SCRIPTS},
        "room.css": f"{play_style()}\n{parties}\n{own}",
        **{name: leaflet_text(name) for name in ("leaflet.js", "leaflet.css")},
    }


@cache
def _compressed(name: str) -> bytes | None:
    text = served_files().get(name)
    return None if text is None else gzip.compress(text.encode(), mtime=0)


def page(request: Request, name: str, boot: Mapping[str, Any] | None = None, **words: Any) -> HTMLResponse:
    """Return a page in the language asked for; `boot` is what its script begins with."""
    language = language_of(request)
    begun = None if boot is None else {**boot, "strings": strings(language), "lang": language}
    text = (
        _templates()
        .get_template(f"{name}.html")
        .render(
            t=strings(language),
            lang=language,
            languages={code: said(code).say("language.name") for code in languages()},
            path=request.url.path,
            boot=begun,
            name=name,
            **words,
        )
    )
    answer = HTMLResponse(text)
    if request.query_params.get("lang") == language:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=14 * 24 * 3600, samesite="strict", httponly=True)
    return answer


def boot_of(house: House, channel: Channel, language: str) -> dict[str, Any]:
    """Return what a page that listens to a channel begins with; it goes on listening after `after`."""
    live = house.live
    return {
        **snapshot(live.stage, live.room, channel, language),
        "after": f"{channel.name}-{live.latest(channel)}",
        "elapsed": live.elapsed,
        "letters": list(spoken_so_far(live.channels, channel)),
    }


def seats_of(house: House, language: str) -> dict[str, Any]:
    """Return the seats of the act by id: title, colour, and whether pupils play it."""
    room, stage = house.live.room, house.live.stage
    if room.settings is None:
        return {}
    return {
        key: {
            "title": seat.titles[language],
            "lineage": stage.atlas.parties[seat.party].lineage,
            "person": room.settings.policies[key] == PERSON,
        }
        for key, seat in stage.scenario.acts[room.settings.act].seats.items()
    }


def act_words(house: House, language: str) -> dict[str, str]:
    """Return title, opening and days of the act that is played."""
    settings = house.live.room.settings
    if settings is None:
        return {"title": "", "opening": ""}
    scenario = house.live.stage.scenario
    act = scenario.acts[settings.act]
    state = initial(scenario, act.id, settings.carried)
    return {"title": act.titles[language], "opening": told(scenario, act.id, state, act.opening).texts[language]}


@router.get("/")
async def join(request: Request) -> Response:
    """Show the door: room code and nickname."""
    person = pupil_or_none(request)
    if person is not None:
        return RedirectResponse("/desk" if person.table else "/seat", status_code=303)
    return page(request, "join", {}, code=request.query_params.get("code", "")[:40])


@router.get("/check")
async def check(request: Request) -> Response:
    """Show the self-test of a pupil's device."""
    return page(request, "check", {})


@router.get("/plan-b")
async def plan_b(request: Request, house: TheHouse) -> Response:
    """Say what to do when the network keeps devices apart: one sheet to print."""
    return page(request, "plan_b", addresses=house.addresses, code=house.live.room.code)


@router.get("/seat")
async def choose(request: Request, house: TheHouse, language: Language) -> Response:
    """Choose a table and a seat."""
    person = pupil_or_none(request)
    if person is None:
        return RedirectResponse("/", status_code=303)
    if person.table:
        return RedirectResponse("/desk", status_code=303)
    room = house.live.room
    seats = seats_of(house, language)
    taken = {
        (number, seat): sum(one.table == number and one.seat == seat for one in room.people.values())
        for number in room.tables
        for seat in seats
    }
    return page(
        request,
        "seat",
        {},
        person=person,
        tables=sorted(room.tables),
        seats=seats,
        taken=taken,
        act=act_words(house, language),
    )


@router.get("/desk")
async def desk(request: Request, house: TheHouse, language: Language) -> Response:
    """Show a pupil's own page: the text, the map, talk and brief."""
    person = pupil_or_none(request)
    if person is None:
        return RedirectResponse("/", status_code=303)
    if not person.table:
        return RedirectResponse("/seat", status_code=303)
    channel = Channel(person.table, person.seat)
    return page(request, "desk", boot_of(house, channel, language) | {"me": person.name, "id": person.id})


@router.get("/projector")
async def projector(request: Request, house: TheHouse, language: Language, table: int = 1, key: str = "") -> Response:
    """Show the wall: the map of a table, date and one sentence; no secrets, no pupils' names."""
    if key:
        return _with_key(key, house.keys.screen, SCREEN_COOKIE, f"/projector?table={int(table)}")
    if not may_project(request):
        raise Refusal(403, "not-teacher")
    room = house.live.room
    number = table if table in room.tables else min(room.tables, default=0)
    boot = boot_of(house, Channel(number, PROJECTOR), language) | {"code": room.code, "tables": sorted(room.tables)}
    boot["address"] = house.addresses[0]
    return page(request, "screen", boot)


@router.get("/teacher")
async def teacher(request: Request, house: TheHouse, language: Language, key: str = "") -> Response:
    """Show the teacher's console; the first visit carries the key, which then leaves the address bar."""
    if key:
        return _with_key(key, house.keys.teacher, TEACHER_COOKIE, "/teacher")
    if not is_teacher(request):
        raise Refusal(403, "not-teacher")
    if house.live.room.settings is None:
        acts = _acts(house, language)
        return page(request, "set_up", {"acts": acts, "policies": list(POLICIES)}, acts=acts)
    boot = boot_of(house, TEACHERS, language) | console(house) | {"agenda": _agenda(house, language)}
    return page(request, "console", boot, act=act_words(house, language))


def _agenda(house: House, language: str) -> list[dict[str, Any]]:
    """Return the parts of the lesson, where it goes by a plan."""
    settings, stage = house.live.room.settings, house.live.stage
    plan = plans_of(stage).get((settings.act, settings.minutes)) if settings and settings.begin == "plan" else None
    return [asdict(item) for item in agenda(stage, plan, language)] if plan else []


def _with_key(given: str, wanted: str, cookie: str, onward: str) -> Response:
    if not same(given[:100], wanted):
        raise Refusal(403, "not-teacher")
    answer = RedirectResponse(onward, status_code=303)
    answer.set_cookie(cookie, wanted, max_age=14 * 24 * 3600, httponly=True, samesite="strict")
    return answer


def _acts(house: House, language: str) -> list[dict[str, Any]]:
    scenario = house.live.stage.scenario
    begun = house.openings.values() or [Opening(act) for act in scenario.acts]
    return [
        {
            "id": one.act,
            "title": scenario.acts[one.act].titles[language],
            "opening": list(_opening(house.live.stage, one, language)),
            "seats": {key: seat.titles[language] for key, seat in scenario.acts[one.act].seats.items()},
            "plans": {
                minutes: [asdict(item) for item in agenda(house.live.stage, plan, language)]
                for (act, minutes), plan in plans_of(house.live.stage).items()
                if act == one.act
            },
        }
        for one in begun
    ]


def _opening(stage: Stage, begun: Opening, language: str) -> Iterator[str]:
    """Yield the opening text of an act as it is opened, and in lines what is otherwise for an earlier play."""
    state = initial(stage.scenario, begun.act, begun.carried)
    prose = stage.scenario.acts[begun.act].opening
    yield told(stage.scenario, begun.act, state, prose).texts[language]
    if begun.left:
        yield left_before(stage, begun.left).sentence(language)
    yield from opening_lines(stage, state, language)


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """Give a script or style sheet."""
    content = _compressed(name)
    if content is None:
        raise Refusal(404, "no-page")
    return packed(content, _KINDS[name.rpartition(".")[2]])


def packed(content: bytes, kind: str) -> Response:
    """Return an answer that was compressed once for everybody."""
    return Response(content, media_type=kind, headers={"content-encoding": "gzip", "cache-control": "no-cache"})


@router.get("/favicon.ico")
async def icon() -> Response:
    """Answer that there is no picture."""
    return Response(status_code=204)


@router.get("/qr.svg")
async def qr(house: TheHouse) -> Response:
    """Give the address of the door as a QR code."""
    out = BytesIO()
    segno.make(f"{house.addresses[0]}/?code={house.live.room.code}", error="m").save(
        out,
        kind="svg",
        scale=6,
        border=2,
        dark="#211f1b",
        light="#ffffff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
    )
    return Response(out.getvalue(), media_type="image/svg+xml")


@router.get("/api/map")
async def map_ready(house: TheHouse) -> JSONResponse:
    """Tell whether the map of the act has been made."""
    return JSONResponse({"ready": _board(house) is not None})


@router.get("/board.json")
async def board(house: TheHouse) -> Response:
    """Give the map of the act; another process made it."""
    found = _board(house)
    if found is None:
        raise Refusal(503, "no-map-yet")
    return packed(found, "application/json")


def _board(house: House) -> bytes | None:
    settings = house.live.room.settings
    return house.ground.boards.get(settings.act) if settings else None
