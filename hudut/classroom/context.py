"""What a request stands on: the live room, who is asking, and in which language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request

from engine.opening import Opening
from geo.errors import HudutError
from geo.words import WRITTEN, languages
from hudut.classroom.errors import Refusal
from hudut.classroom.fold import Person
from hudut.classroom.limits import Limit
from hudut.classroom.live import LiveRoom
from hudut.classroom.tokens import new_token, same

PUPIL_COOKIE, TEACHER_COOKIE, SCREEN_COOKIE = "hudut_pupil", "hudut_teacher", "hudut_screen"
LANGUAGE_COOKIE = "hudut_language"
_KEYS = "keys.json"


@dataclass(frozen=True)
class Keys:
    """The teacher's key and the projector's; they live in the room's folder, which is never served."""

    teacher: str
    screen: str


@dataclass
class House:
    """Everything that the pages and requests of one server share.

    `openings` says how each act is opened that may be played here; without any, all are, as in history.
    """

    live: LiveRoom
    keys: Keys
    addresses: tuple[str, ...]
    ground: Any
    openings: Mapping[str, Opening] = field(default_factory=dict)
    wrong_codes: Limit = field(default_factory=lambda: Limit(12, 300))
    joins: Limit = field(default_factory=lambda: Limit(80, 200))


def keys_in(folder: Path) -> Keys:
    """Return the keys of a room's folder; make them the first time.

    Raises
    ------
    HudutError
        If the folder cannot be written, or the file is damaged.
    """
    path = folder / _KEYS
    try:
        if not path.exists():
            # Written beside and then renamed: a start that is cut off leaves no half of it.
            beside = path.with_suffix(".new")
            beside.unlink(missing_ok=True)
            beside.touch(mode=0o600)
            beside.write_text(json.dumps({"teacher": new_token(), "screen": new_token()}), encoding="utf-8")
            beside.replace(path)
        return Keys(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise HudutError(f"{path} cannot be used: {error}. Remove it; the next start makes new keys.") from error


def house_of(request: Request) -> House:
    """Return what the server shares."""
    house: House = request.app.state.house
    return house


def language_of(request: Request) -> str:
    """Return the language asked for: by the address, the cookie, the browser; Turkish otherwise."""
    for word in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if word in languages():
            return str(word)
    wanted = request.headers.get("accept-language", "").split("-")[0].split(",")[0].casefold()
    return wanted if wanted in languages() else WRITTEN[0]


def pupil_or_none(request: Request) -> Person | None:
    """Return the pupil whose token the cookie holds, if any."""
    return house_of(request).live.person(request.cookies.get(PUPIL_COOKIE, "")[:100])


def pupil_of(request: Request) -> Person:
    """Return the pupil who asks.

    Raises
    ------
    Refusal
        If the token is missing or forged.
    """
    person = pupil_or_none(request)
    if person is None:
        raise Refusal(401, "who")
    return person


def is_teacher(request: Request) -> bool:
    """Tell whether the teacher asks."""
    return same(request.cookies.get(TEACHER_COOKIE, "")[:100], house_of(request).keys.teacher)


def may_project(request: Request) -> bool:
    """Tell whether the projector asks."""
    return is_teacher(request) or same(request.cookies.get(SCREEN_COOKIE, "")[:100], house_of(request).keys.screen)


def teacher_only(request: Request) -> None:
    """Refuse everybody else.

    Raises
    ------
    Refusal
        If the teacher's key is missing or forged.
    """
    if not is_teacher(request):
        raise Refusal(403, "not-teacher")


def address_of(request: Request) -> str:
    """Return the address of the device that asks."""
    return request.client.host if request.client else ""


TheHouse = Annotated[House, Depends(house_of)]
Pupil = Annotated[Person, Depends(pupil_of)]
Language = Annotated[str, Depends(language_of)]
