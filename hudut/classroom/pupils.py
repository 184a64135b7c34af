"""Requests of pupils: come in, sit down, move, write, draft, vote, offer, listen."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from hudut.classroom import asking, decide
from hudut.classroom.channels import TEACHERS, Channel
from hudut.classroom.context import (
    PUPIL_COOKIE,
    House,
    Language,
    Pupil,
    TheHouse,
    address_of,
    is_teacher,
    may_project,
    pupil_of,
)
from hudut.classroom.errors import Refusal
from hudut.classroom.fold import Person
from hudut.classroom.seeing import PROJECTOR, would
from hudut.classroom.store import Event
from hudut.classroom.streams import stream
from hudut.classroom.tables import PERSON
from hudut.classroom.tokens import digest_of, name_key, new_token, plain_code, plain_name, same
from hudut.classroom.wording import strings

router = APIRouter()
DONE: dict[str, object] = {"ok": True}
COOKIE_SECONDS = 14 * 24 * 3600


@router.post("/api/join")
async def join(body: asking.Join, request: Request, response: Response, house: TheHouse) -> dict[str, object]:
    """Come in with the room code and a nickname, or come back with a code that the teacher gave."""
    address = address_of(request)
    house.wrong_codes.look(address)
    house.joins.count(address)
    room = house.live.room
    if not room.code or not same(plain_code(body.code), room.code):
        house.wrong_codes.count(address)
        raise Refusal(403, "wrong-code")
    name, token = plain_name(body.name), new_token()
    if body.again:
        event = _returned(house, name, body.again, address, digest_of(token))
    else:
        event = decide.join(room, name, f"p{len(room.people) + 1}", digest_of(token))
    await house.live.do([event])
    response.set_cookie(PUPIL_COOKIE, token, max_age=COOKIE_SECONDS, httponly=True, samesite="strict")
    return {**DONE, "next": "/desk" if body.again else "/seat"}


def _returned(house: House, name: str, again: str, address: str, token: str) -> Event:
    for person in house.live.room.people.values():
        fits = person.return_code and same(digest_of(plain_code(again)), person.return_code)
        if fits and name_key(person.name) == name_key(name):
            return Event("returned", person.id, 0, {"person": person.id, "token": token})
    house.wrong_codes.count(address)
    raise Refusal(403, "wrong-return")


async def _once(house: House, key: str, event: Event) -> dict[str, object]:
    await house.live.do([event], key)
    return DONE


def _repeated(house: House, person: Person, body: asking.Body) -> bool:
    return house.live.repeated(person.id, body.key)


@router.post("/api/seat")
async def seat(body: asking.Sit, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Take a seat, or watch."""
    if _repeated(house, person, body):
        return DONE
    room = house.live.room
    settings = room.settings
    if settings is None:
        raise Refusal(409, "no-room")
    open_seats = {key: name for key, name in settings.policies.items() if name == PERSON}
    table, wanted = decide.emptiest(room, open_seats) if body.any else (body.table, body.seat)
    if wanted and wanted not in open_seats:
        raise Refusal(404, "no-such-seat")
    return await _once(house, body.key, decide.sit(room, person, table, wanted))


@router.post("/api/move")
async def move(body: asking.Move, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Make a move for the seat."""
    if _repeated(house, person, body):
        return DONE
    live = house.live
    event = decide.move(live.stage.scenario, live.room, person, tuple(body.moves), body.at, body.why.strip())
    return await _once(house, body.key, event)


@router.post("/api/say")
async def say(body: asking.Say, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Write to other seats."""
    if _repeated(house, person, body):
        return DONE
    live = house.live
    event = decide.say(live.stage.scenario, live.room, person, tuple(body.to), body.text)
    return await _once(house, body.key, event)


@router.post("/api/draft")
async def draft(body: asking.Draft, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Prepare a text inside the delegation."""
    if _repeated(house, person, body):
        return DONE
    live = house.live
    event = decide.draft(live.stage.scenario, live.room, person, body.step, body.text)
    return await _once(house, body.key, event)


@router.post("/api/vote")
async def vote(body: asking.Vote, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Vote on the delegation's draft."""
    if _repeated(house, person, body):
        return DONE
    live = house.live
    event = decide.vote(live.stage.scenario, live.room, person, body.step, yes=body.yes)
    return await _once(house, body.key, event)


@router.post("/api/offer")
async def offer(body: asking.Offer, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Show the delegation's draft to the others."""
    if _repeated(house, person, body):
        return DONE
    live = house.live
    return await _once(house, body.key, decide.offer(live.stage.scenario, live.room, person, body.step))


@router.get("/api/ask")
async def ask(house: TheHouse, person: Pupil, moves: Annotated[list[str], Query(max_length=4)]) -> dict[str, object]:
    """Tell what moves would do; nothing is kept of the question."""
    scenario, room = house.live.stage.scenario, house.live.room
    return {"ok": True, **would(scenario, decide.table_of(room, person), decide.seat_of(person), tuple(moves))}


@router.get("/events")
async def events(request: Request, house: TheHouse, after: str = "", table: int = -1) -> Response:
    """Listen: a pupil to the own seat, the teacher (table 0) and the projector to what they may see."""
    live = house.live
    last = request.headers.get("last-event-id") or after
    if table < 0:
        person = pupil_of(request)

        def own() -> Channel | None:
            now = live.room.people.get(person.id)
            return Channel(now.table, now.seat) if now and now.table else None

        body = stream(live, own, last, person.id)
    else:
        channel = TEACHERS if table == 0 else Channel(table, PROJECTOR)
        if not (is_teacher(request) if table == 0 else may_project(request)):
            raise Refusal(403, "not-teacher")
        code = live.room.code
        body = stream(live, lambda: channel if live.room.code == code else None, last)
    return StreamingResponse(body, media_type="text/event-stream", headers={"cache-control": "no-store"})


@router.get("/api/ping")
async def ping(language: Language) -> dict[str, str]:
    """Answer the self-test of a pupil's device."""
    return {"says": strings(language)["check.answer"]}


@router.get("/api/test-stream")
async def test_stream() -> Response:
    """Send one message, as the room's streams do, for the self-test."""
    return Response("data: 1\n\n", media_type="text/event-stream")


@router.post("/api/echo")
async def echo(body: asking.Body) -> dict[str, str]:
    """Send back what the self-test sent."""
    return {"key": body.key}
