"""Requests of the teacher: everything that the console's buttons do."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fastapi import APIRouter, Depends

from engine.opening import Opening
from hudut.agenda import plans_of
from hudut.classroom import asking, decide, lead
from hudut.classroom.context import House, TheHouse, teacher_only
from hudut.classroom.errors import Refusal
from hudut.classroom.fold import TEACHER, Settings
from hudut.classroom.store import Event
from hudut.classroom.tokens import digest_of, new_return_code, new_room_code

router = APIRouter(prefix="/api/teacher", dependencies=[Depends(teacher_only)])
DONE: dict[str, object] = {"ok": True}


@router.post("/set-up")
async def set_up(body: asking.SetUp, house: TheHouse) -> dict[str, object]:
    """Open a room."""
    live = house.live
    if live.repeated(TEACHER, body.key):
        return DONE
    seed = int.from_bytes(digest_of(body.key)[:8].encode(), "big") % 1_000_000
    asked = body.model_dump(exclude={"key"})
    begun = house.openings.get(body.act) if house.openings else Opening(body.act)
    if begun is None:
        raise Refusal(422, "settings")
    settings = Settings(**asked, seed=seed, carried=begun.carried, left=begun.left)
    lesson = plans_of(live.stage).get((body.act, body.minutes))
    await live.do(list(lead.set_up(live.stage.scenario, live.room, settings, new_room_code(), lesson)), body.key)
    return DONE


@router.post("/wipe")
async def wipe(body: asking.Lead, house: TheHouse) -> dict[str, object]:
    """Forget the room with all names and moves."""
    if not house.live.room.code:  # asked again: it is done
        return DONE
    if body.text != house.live.room.code:
        raise Refusal(422, "wipe")
    await house.live.wipe()
    return DONE


@router.post("/let-return")
async def let_return(body: asking.Lead, house: TheHouse) -> dict[str, object]:
    """Make a code, good once, for a pupil who lost the device; it is shown to the teacher only and kept as a digest."""
    code = new_return_code()
    again = house.live.repeated(TEACHER, body.key)  # the first code was lost with its answer
    await house.live.do([lead.let_return(house.live.room, body.person, digest_of(code))], "" if again else body.key)
    return {**DONE, "code": code}


@router.post("/{action}")
async def act(action: str, body: asking.Lead, house: TheHouse) -> dict[str, object]:
    """Do what a button says."""
    live = house.live
    if live.repeated(TEACHER, body.key):
        return DONE
    found = _ACTIONS.get(action)
    if found is None:
        raise Refusal(404, "no-action")
    await live.do(list(found(house, body)), body.key)
    if action in _MOVES_ON and live.room.clock_runs and body.table in live.room.tables:
        await live.play_on(body.table)
    return DONE


_MOVES_ON = ("stand-in", "place")


def _start(house: House, _body: asking.Lead) -> Iterable[Event]:
    return lead.start(house.live.stage.scenario, house.live.room)


def _plan(house: House, body: asking.Lead) -> Iterable[Event]:
    for number in _tables(house, body):
        yield lead.plan(house.live.stage.scenario, house.live.room, number, body.step, body.plan)


def _give(house: House, body: asking.Lead) -> Iterable[Event]:
    """Give an event to one table, or to every table that can still get it."""
    refused: list[Refusal] = []
    found: list[Event] = []
    for number in _tables(house, body):
        try:
            found.append(lead.give(house.live.stage.scenario, house.live.room, number, body.step))
        except Refusal as error:
            refused.append(error)
    if refused and not found:
        raise refused[0]
    return found


def _tables(house: House, body: asking.Lead) -> Iterable[int]:
    """Return the table meant, or all (0)."""
    return [body.table] if body.table else list(house.live.room.tables)


def _tell(house: House, body: asking.Lead) -> Iterable[Event]:
    if not body.text.strip():
        raise Refusal(422, "no-text")
    return [decide.tell(house.live.room, body.table, body.to, body.text)]


_ACTIONS: dict[str, Callable[[House, asking.Lead], Iterable[Event]]] = {
    "start": _start,
    "pause": lambda house, body: [lead.switch(house.live.room, "paused", on=body.on)],
    "lock": lambda house, body: [lead.switch(house.live.room, "locked", on=body.on)],
    "debrief": lambda house, body: [lead.debrief(house.live.stage.scenario, house.live.room, body.table, on=body.on)],
    "end": lambda house, _body: [lead.end(house.live.room)],
    "plan": _plan,
    "give": _give,
    "tell": _tell,
    "back": lambda house, body: [lead.back(house.live.room, body.table)],
    "fork": lambda house, body: lead.fork(house.live.room, body.table, body.along),
    "stand-in": lambda house, body: lead.stand_in(
        house.live.stage.scenario, house.live.room, body.table, body.seat, body.policy
    ),
    "place": lambda house, body: [lead.place(house.live.room, body.person, body.table, body.seat)],
}
