"""The server: pages, requests and streams put together behind the guards."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from geo.words import languages
from hudut.classroom import pages, pupils, records, teachers
from hudut.classroom.context import House
from hudut.classroom.errors import Refusal
from hudut.classroom.guards import Guards
from hudut.classroom.store import NotKept
from hudut.classroom.wording import strings

_log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0


def make_app(house: House, hosts: frozenset[str]) -> Guards:
    """Return the ASGI application of a room. The interactive API pages of FastAPI are off: they load from a CDN."""
    app = FastAPI(title="Hudut", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    app.state.house = house
    for router in (pages.router, pupils.router, teachers.router, records.router):
        app.include_router(router)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(NotKept, _not_kept)
    app.add_exception_handler(RequestValidationError, _misformed)
    app.add_exception_handler(HTTPException, _missing)
    return Guards(app, hosts)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    house: House = app.state.house
    tasks = [asyncio.create_task(_look_after(house)), asyncio.create_task(house.ground.prepare())]
    yield
    house.live.stop()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    house.live.store.close()


async def _look_after(house: House) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await house.live.look_after_empty_seats()
            await house.live.carry_proposals()
        except NotKept as error:
            _log.warning("a stand-in could not be kept: %s", error)


def _answer(status: int, word: str) -> Response:
    says = {language: strings(language)[f"refused.{word}"] for language in languages()}
    return JSONResponse({"ok": False, "word": word, "says": says}, status_code=status)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - registered for this class alone
    if (
        request.method == "GET"
        and error.word in ("who", "not-teacher")
        and "text/html" in request.headers.get("accept", "")
    ):
        return RedirectResponse("/", status_code=303)
    return _answer(error.status, error.word)


async def _not_kept(_request: Request, error: Exception) -> Response:
    _log.error("an event could not be kept: %s", error)
    return _answer(507, "not-kept")


async def _misformed(_request: Request, _error: Exception) -> Response:
    return _answer(422, "misformed")


async def _missing(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _answer(status, "no-page")
