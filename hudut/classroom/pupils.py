"""Requests of pupils: come in, sit down, move, write, draft, vote, offer, listen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from hudut.classroom.fold import Person, Room
from hudut.classroom.seeing import PROJECTOR, would
from hudut.classroom.store import Event
from hudut.classroom.streams import stream
from hudut.classroom.tables import PERSON
from hudut.classroom.tokens import digest_of, name_key, new_token, plain_code, plain_name, same
from hudut.classroom.wording import strings
from scenarios.expand import Scenario

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
    if not room.code or not same(plain_code(body.code), plain_code(room.code)):
        house.wrong_codes.count(address)
        raise Refusal(403, "wrong-code")
    name, token = plain_name(body.name), new_token()
    known = house.live.joined_by(body.key)
    if known:  # the first answer was lost on its way
        event = Event("returned", known, 0, {"person": known, "token": digest_of(token)})
    elif body.again:
        event = _returned(house, name, body.again, address, digest_of(token))
    else:
        event = decide.join(room, name, f"p{len(room.people) + 1}", digest_of(token))
    await house.live.do([event], "" if known else body.key)
    response.set_cookie(PUPIL_COOKIE, token, max_age=COOKIE_SECONDS, httponly=True, samesite="strict")
    return {**DONE, "next": "/desk" if body.again else "/seat"}


def _returned(house: House, name: str, again: str, address: str, token: str) -> Event:
    for person in house.live.room.people.values():
        fits = person.return_code and same(digest_of(plain_code(again)), person.return_code)
        if fits and name_key(person.name) == name_key(name):
            return Event("returned", person.id, 0, {"person": person.id, "token": token})
    house.wrong_codes.count(address)
    raise Refusal(403, "wrong-return")


async def _once(
    house: House, person: Person, body: asking.Body, work: Callable[[Scenario, Room], Event | Iterable[Event]]
) -> dict[str, object]:
    """Do what is asked, unless its key was done already: asked again, it may no longer be allowed."""
    if not house.live.repeated(person.id, body.key):
        found = work(house.live.stage.scenario, house.live.room)
        await house.live.do([found] if isinstance(found, Event) else list(found), body.key)
    return DONE


@router.post("/api/seat")
async def seat(body: asking.Sit, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Take a seat, or watch."""
    return await _once(house, person, body, lambda _, room: _sitting(room, person, body))


def _sitting(room: Room, person: Person, body: asking.Sit) -> Event:
    if room.settings is None:
        raise Refusal(409, "no-room")
    open_seats = {key: name for key, name in room.settings.policies.items() if name == PERSON}
    table, wanted = decide.emptiest(room, open_seats) if body.any else (body.table, body.seat)
    if wanted and wanted not in open_seats:
        raise Refusal(404, "no-such-seat")
    return decide.sit(room, person, table, wanted)


@router.post("/api/move")
async def move(body: asking.Move, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Make a move for the seat, or propose it to the delegation where it votes."""

    def turn(rules: Scenario, room: Room) -> Event:
        made = decide.move(rules, room, person, tuple(body.moves), body.at, body.why.strip())
        return decide.turn(room, made, house.live.here())

    return await _once(house, person, body, turn)


@router.post("/api/back")
async def back(body: asking.Back, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Vote on what one's delegation proposes."""
    here = house.live.here()
    return await _once(
        house, person, body, lambda rules, room: decide.back(rules, room, person, body.at, yes=body.yes, present=here)
    )


@router.post("/api/say")
async def say(body: asking.Say, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Write to other seats."""
    return await _once(
        house, person, body, lambda rules, room: decide.say(rules, room, person, tuple(body.to), body.text)
    )


@router.post("/api/draft")
async def draft(body: asking.Draft, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Prepare a text inside the delegation."""
    return await _once(house, person, body, lambda rules, room: decide.draft(rules, room, person, body.step, body.text))


@router.post("/api/vote")
async def vote(body: asking.Vote, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Vote on the delegation's draft."""
    return await _once(
        house, person, body, lambda rules, room: decide.vote(rules, room, person, body.step, yes=body.yes)
    )


@router.post("/api/offer")
async def offer(body: asking.Offer, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Show the delegation's draft to the others."""
    return await _once(house, person, body, lambda rules, room: decide.offer(rules, room, person, body.step))


@router.post("/api/forecast")
async def forecast(body: asking.Forecast, house: TheHouse, person: Pupil) -> dict[str, object]:
    """Say what one expects another side to do."""
    return await _once(
        house,
        person,
        body,
        lambda rules, room: decide.forecast(rules, room, person, (body.step, body.item, body.round), body.shares),
    )


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
