"""`hudut classroom`: open the room, say where it is, serve it until Ctrl-C."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

import segno
import uvicorn

from engine.opening import Opening
from geo.errors import HudutError
from hudut.campaigns import Stage, stage
from hudut.classroom.app import make_app
from hudut.classroom.context import House, keys_in
from hudut.classroom.ground import Ground
from hudut.classroom.live import LiveRoom
from hudut.classroom.store import Store
from hudut.openings import openings

LOOPBACK = ("127.0.0.1", "::1", "localhost")
GRACE_SECONDS = 1
"""How long open answers may take to end; streams end at once by themselves."""

KEEP_ALIVE_SECONDS = 300
"""How long a connection stays open between two requests: longer than a browser keeps it, so that no request is sent
on one that is just being closed (after the usual five seconds a pupil's next move can meet that moment)."""


class _Server(uvicorn.Server):
    """Uvicorn, which tells the room to end its streams as soon as it is asked to stop: else it waits for them."""

    live: LiveRoom | None = None
    opened: Callable[[], None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so once pupils can come in."""
        await super().startup(sockets)
        if self.opened is not None and self.started:
            self.opened()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then stop."""
        if self.live is not None:
            self.live.stop()
        await super().shutdown(sockets)


def addresses(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses at which the room is reached, the one for the class first."""
    if host in LOOPBACK:
        return (f"http://{host if ':' not in host else f'[{host}]'}:{port}",)
    if host not in ("0.0.0.0", "::"):  # noqa: S104 - a comparison
        return (f"http://{host}:{port}",)
    found = [_outward()] if _outward() else []
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    lan = [one for one in dict.fromkeys(found) if not one.startswith("127.")]
    return tuple(f"http://{one}:{port}" for one in (*lan, "127.0.0.1"))


def _outward() -> str:
    """Return our address in the local network: the one a packet outward would carry. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.254.254.254", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Raises
    ------
    HudutError
        If the port is taken or the host is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(512)
    except OSError as error:
        listening.close()
        raise HudutError(
            f"cannot open {host}:{port}: {error.strerror or error}. Choose another with --port (0 for any free one)."
        ) from error
    return listening


def serve(
    host: str, port: int, folder: Path, scenario: str, say: Callable[[str], None], after: Path | None = None
) -> None:
    """Serve a room until Ctrl-C; with `after` its act is opened on the play of that log.

    Raises
    ------
    HudutError
        If the port, the folder, the scenario or the log cannot be used.
    """
    found = stage(scenario)
    opened = {} if after is None else openings(found, after)
    with closing(listen(host, port)) as listening:
        _serve(listening, host, folder, (scenario, found, opened), say)


def kept_room(live: LiveRoom, folder: Path, opened: Mapping[str, Opening]) -> None:
    """Refuse a room that is set up already and was opened elsewhere than on the log that is given now.

    Raises
    ------
    HudutError
        If it was.
    """
    settings = live.room.settings
    if settings is None or not opened:
        return
    begun = opened.get(settings.act)
    if begun is None or (dict(begun.carried), begun.left) != (dict(settings.carried), settings.left):
        raise HudutError(
            f"the room in {folder} is set up already, in act {settings.act!r} and not on this log. Go on with it"
            " without --from, wipe it in the console, or keep the new room in another folder: --data FOLDER."
        )


def _serve(
    listening: socket.socket,
    host: str,
    folder: Path,
    play: tuple[str, Stage, Mapping[str, Opening]],
    say: Callable[[str], None],
) -> None:
    scenario, found, opened = play
    port = listening.getsockname()[1]
    store = Store(folder)
    keys = keys_in(folder)
    live = LiveRoom(found, store)
    kept_room(live, folder, opened)
    where = addresses(host, port)
    house = House(live, keys, where, Ground(scenario, found), opened)
    names = frozenset({"localhost", socket.gethostname().casefold(), f"{socket.gethostname().casefold()}.local"})
    config = uvicorn.Config(
        make_app(house, names),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        server_header=False,
        ws="none",
        workers=1,
    )
    server = _Server(config)
    server.live = live
    server.opened = lambda: say(told(house, host, folder))
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    say(
        "\nThe room is closed; the same command opens it again as it was.\nOda kapandı; aynı komut kaldığı yerden açar."
    )


def told(house: House, host: str, folder: Path) -> str:
    """Return what the teacher reads in the terminal."""
    port = house.addresses[0].rpartition(":")[2]
    lines = [f"Teacher / Öğretmen:  http://127.0.0.1:{port}/teacher?key={house.keys.teacher}"]
    if host in LOOPBACK:
        lines.append("Only this computer can reach the room. For the class: hudut classroom --host 0.0.0.0")
        lines.append("Odaya yalnız bu bilgisayar ulaşır. Sınıf için: hudut classroom --host 0.0.0.0")
    else:
        lines.append(f"Pupils / Öğrenciler: {'  '.join(house.addresses)}")
        if house.live.room.code:
            lines.append(f"Room code / Oda kodu: {house.live.room.code}")
        lines.append(_square(house.addresses[0]))
        lines.append(
            f"OPEN TO THE NETWORK: every device in the local network can reach port {port} of this computer. It may"
            " join with the room code; the console needs the key above. Nothing else of this computer is served."
        )
        lines.append(
            f"AĞA AÇIK: yerel ağdaki her aygıt bu bilgisayarın {port} numaralı kapısına ulaşır. Oda koduyla katılır;"
            " öğretmen sayfası yukarıdaki anahtarı ister. Bilgisayardan başka hiçbir şey sunulmaz."
        )
    lines.append(f"Kept in / Kayıt: {folder}    Ctrl-C ends / bitirir.")
    return "\n".join(lines)


def _square(address: str) -> str:
    from io import StringIO

    out = StringIO()
    segno.make(address, error="m").terminal(out, compact=True)
    return out.getvalue()
