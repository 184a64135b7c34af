"""The pages of the room as HTML, and the files they need: names from a fixed list; nothing else is served."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import segno
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader

from engine.policies import POLICIES
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
from maps.style import lineages

router = APIRouter(default_response_class=HTMLResponse)
_KINDS = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("hudut.classroom", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def served_files() -> Mapping[str, str]:
    """Return the scripts and style sheets that are served, by name."""
    own = files("hudut.classroom") / "static"
    found = {one.name: one.read_text(encoding="utf-8") for one in own.iterdir() if one.name.endswith((".js", ".css"))}
    found["dom.js"] = (files("maps") / "js" / "dom.js").read_text(encoding="utf-8")
    for package, name in (("maps", "tokens.css"), ("maps", "layout.css"), ("hudut.play", "play.css")):
        found[name] = (files(package) / "css" / name).read_text(encoding="utf-8")
    found["parties.css"] = "".join(_party_rules(name, row) for name, row in lineages().items())
    return found


def _party_rules(name: str, row: Mapping[str, str]) -> str:
    return (
        f".party-{name}{{--key:{row['key']};--wash:{row['wash']};--edge:{row['key']};--ground:{row['wash']}}}"
        f".w-{name}{{fill:{row['wash']}}}.k-{name}{{stroke:{row['key']}}}"
    )


def page(request: Request, name: str, boot: Mapping[str, Any] | None = None, **words: Any) -> HTMLResponse:
    """Return a page in the language asked for; `boot` is what its script begins with."""
    language = language_of(request)
    text = (
        _templates()
        .get_template(f"{name}.html")
        .render(t=strings(language), lang=language, path=request.url.path, boot=boot, name=name, **words)
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
        "letters": list(spoken_so_far(live.channels, channel, language)),
        "seats": seats_of(house, language),
        "strings": strings(language),
        "lang": language,
    }


def seats_of(house: House, language: str) -> dict[str, Any]:
    """Return the seats of the act by id: title, party, colour, initial."""
    room, stage = house.live.room, house.live.stage
    if room.settings is None:
        return {}
    return {
        key: {
            "title": seat.titles[language],
            "people": seat.people[language],
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
    act = house.live.stage.scenario.acts[settings.act]
    return {"title": act.titles[language], "opening": act.opening[language]}


@router.get("/")
async def join(request: Request) -> Response:
    """Show the door: room code and nickname."""
    person = pupil_or_none(request)
    if person is not None:
        return RedirectResponse("/desk" if person.table else "/seat", status_code=303)
    return page(
        request, "join", {"strings": strings(language_of(request))}, code=request.query_params.get("code", "")[:40]
    )


@router.get("/check")
async def check(request: Request) -> Response:
    """Show the self-test of a pupil's device."""
    return page(request, "check", {"strings": strings(language_of(request))})


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
    boot = {"strings": strings(language)}
    return page(
        request,
        "seat",
        boot,
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
    boot = boot_of(house, channel, language) | {"me": person.name, "id": person.id, "act": act_words(house, language)}
    table = house.live.room.tables[person.table]
    seat = house.live.stage.scenario.acts[table.act].seats.get(person.seat)
    boot["brief"] = (
        {
            "public": list(seat.brief.public[language]),
            "secret": list(seat.brief.secret[language]),
            "aims": [one[language] for one in seat.aims],
        }
        if seat
        else None
    )
    lineage = boot["seats"][person.seat]["lineage"] if person.seat else "joint"
    return page(request, "desk", boot, lineage=lineage)


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
    boot["act"] = act_words(house, language)
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
        return page(
            request, "set_up", {"strings": strings(language), "acts": acts, "policies": list(POLICIES)}, acts=acts
        )
    boot = boot_of(house, TEACHERS, language) | console(house, language)
    return page(request, "console", boot, act=act_words(house, language))


def _with_key(given: str, wanted: str, cookie: str, onward: str) -> Response:
    if not same(given[:100], wanted):
        raise Refusal(403, "not-teacher")
    answer = RedirectResponse(onward, status_code=303)
    answer.set_cookie(cookie, wanted, max_age=14 * 24 * 3600, httponly=True, samesite="strict")
    return answer


def _acts(house: House, language: str) -> list[dict[str, Any]]:
    return [
        {
            "id": act.id,
            "title": act.titles[language],
            "opening": act.opening[language],
            "seats": {key: seat.titles[language] for key, seat in act.seats.items()},
        }
        for act in house.live.stage.scenario.acts.values()
    ]


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """Give a script or style sheet."""
    text = served_files().get(name)
    if text is None:
        raise Refusal(404, "no-page")
    return Response(text, media_type=_KINDS[name.rpartition(".")[2]], headers={"cache-control": "no-cache"})


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
    """Tell whether the map has been made."""
    return JSONResponse({"ready": house.ground.page is not None and house.ground.outlines is not None})


@router.get("/map")
async def room_map(house: TheHouse) -> Response:
    """Give the map page that follows a table; another process made it."""
    if house.ground.page is None:
        raise Refusal(503, "no-map-yet")
    return Response(house.ground.page, media_type="text/html; charset=utf-8", headers={"cache-control": "no-cache"})


@router.get("/ground.json")
async def ground(house: TheHouse) -> Response:
    """Give outlines for the small maps."""
    if house.ground.outlines is None:
        raise Refusal(503, "no-map-yet")
    return Response(house.ground.outlines, media_type="application/json", headers={"cache-control": "no-cache"})
