"""A room, in this process or in one of its own."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import pytest
import uvicorn

from engine.opening import Opening
from hudut.campaigns import Stage, stage
from hudut.classroom.app import make_app
from hudut.classroom.context import House, keys_in
from hudut.classroom.ground import Ground
from hudut.classroom.live import LiveRoom
from hudut.classroom.serve import listen
from hudut.classroom.store import Store

T = TypeVar("T")
TRUST = ssl.create_default_context()
"""Of all clients: each would read the certificates of the whole world anew, for a room that has none."""
PERSONS = {"ankara": "person", "moscow": "person", "tiflis": "person", "chance": "historical"}


def new_key() -> str:
    return str(uuid4())


class NoGround:
    """A room whose map is never made."""

    boards: Mapping[str, bytes] = {}

    async def prepare(self) -> None:
        return


class Door:
    """Ways to come in as somebody, to a server at an address or in this process."""

    def __init__(
        self, client: Any, teacher_key: str, address: str, loop: asyncio.AbstractEventLoop | None = None
    ) -> None:
        self._client, self.key, self.address = client, teacher_key, address
        self.loop = loop
        """Of a room in a thread of this process: what is done to it beside requests is done there."""

    def teacher(self) -> Any:
        client = self._client()
        assert client.get("/teacher", params={"key": self.key}).status_code in (200, 303)
        return client

    def stranger(self, **options: Any) -> Any:
        return self._client(**options)

    def pupil(self, code: str, name: str, table: int = 0, seat: str = "") -> Any:
        client = self._client()
        joined = client.post("/api/join", json={"code": code, "name": name})
        assert joined.status_code == 200, joined.text
        if table:
            sat = client.post("/api/seat", json={"key": new_key(), "table": table, "seat": seat})
            assert sat.status_code == 200, sat.text
        return client


def lead(client: Any, action: str, **body: Any) -> Any:
    return client.post(f"/api/teacher/{action}", json={"key": new_key(), **body})


def set_up(client: Any, **settings: Any) -> None:
    body = {"act": "moscow", "minutes": 45, "tables": 1, "policies": PERSONS, **settings}
    done = lead(client, "set-up", **body)
    assert done.status_code == 200, done.text


def boot(client: Any, path: str = "/desk") -> dict[str, Any]:
    """Return what a page begins with."""
    import json

    text = client.get(path).text
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', text, re.DOTALL)
    assert found, text[:400]
    content: dict[str, Any] = json.loads(found[1])
    return content


def move(client: Any, now: dict[str, Any], wanted: str = "", why: str = "") -> Any:
    """Make a move that the page offers: the first, or the one named."""
    return client.post(
        "/api/move", json={"key": new_key(), "moves": [wanted or offered(now)[0]], "at": now["at"], "why": why}
    )


def offered(now: dict[str, Any]) -> list[str]:
    """Return the moves that a page offers."""
    return list(now["legal"])


@pytest.fixture(scope="session")
def frontier() -> Stage:
    return stage("frontier")


@pytest.fixture
def live(frontier: Stage, tmp_path: Path) -> Iterator[LiveRoom]:
    store = Store(tmp_path / "room")
    yield LiveRoom(frontier, store)
    store.close()


@pytest.fixture
def openings() -> Mapping[str, Opening]:
    """How the acts of the room are opened; none: as in history."""
    return {}


@contextmanager
def served(live: LiveRoom, ground: Any, openings: Mapping[str, Opening]) -> Iterator[Door]:
    """Serve a room in a thread of this process: requests are real, and the room can be looked into.

    A process of its own takes two seconds until it answers.
    """
    keys = keys_in(live.store.path.parent)
    listening = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = make_app(House(live, keys, (address,), ground, openings), frozenset({"localhost"}))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", timeout_graceful_shutdown=1))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve([listening])))
    thread.start()
    clients: list[httpx.Client] = []

    def client(**options: Any) -> httpx.Client:
        clients.append(httpx.Client(base_url=address, timeout=10, verify=TRUST, **options))
        return clients[-1]

    yield Door(client, keys.teacher, address, loop)
    for one in clients:
        one.close()
    server.should_exit = True
    thread.join(10)
    loop.close()


def ready(name: str, stage: Stage) -> Ground:
    """Return the maps of a scenario, made before a room is served: a child that makes them would outlive it."""
    made = Ground(name, stage)

    async def prepare() -> None:
        await made.prepare()
        await asyncio.sleep(0.1)  # a loop lets go of a child a moment after its end

    run_beside(prepare())
    return made


def run_beside(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns, run in a thread of its own: an open browser has the loop of this one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def frontier_ground(frontier: Stage) -> Ground:
    return ready("frontier", frontier)


@pytest.fixture
def ground() -> Any:
    """The maps of the room; none is drawn where nobody looks."""
    return NoGround()


@pytest.fixture
def door(live: LiveRoom, ground: Any, openings: Mapping[str, Opening]) -> Iterator[Door]:
    with served(live, ground, openings) as found:
        yield found


class Server:
    """`hudut classroom` in a process of its own; `again` starts it anew on the same port and folder."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options, self.port = folder, options, 0
        self.clients: list[httpx.Client] = []
        self.again()

    def again(self) -> None:
        if self.port and self.process.stdout:
            self.process.stdout.close()
        command = [sys.executable, "-m", "hudut", "classroom", "--port", str(self.port), "--data", str(self.folder)]
        self.process = subprocess.Popen([*command, *self.options], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        found = re.search(r"http://127\.0\.0\.1:(\d+)/teacher\?key=(\S+)", self.process.stdout.readline())
        assert found, "the server did not say where it is"
        self.port, self.key = int(found[1]), found[2]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def door(self) -> Door:
        return Door(self._client, self.key, self.address)

    def _client(self, **options: Any) -> httpx.Client:
        self.clients.append(httpx.Client(base_url=self.address, timeout=20, verify=TRUST, **options))
        return self.clients[-1]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def memory_mb(self) -> float:
        """Resident memory of the process."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def close(self) -> None:
        for client in self.clients:
            client.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path / "room")
    yield found
    found.close()
