"""Other browsers than today's Chromium: Firefox ESR by Marionette, WebKitGTK by its WebDriver, and Chromium 87 in Qt.

Each opens a page from the disk and answers scripts; nothing more is needed to ask what a reader sees.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import httpx

PATIENCE = 60.0
WIDTH, HEIGHT = 1366, 768
FRAME = "return [outerWidth - innerWidth, outerHeight - innerHeight]"


class Engine(Protocol):
    """A browser with one window."""

    def open(self, address: str) -> None:
        """Go to an address and wait until it has loaded."""

    def ask(self, question: str, *arguments: object) -> Any:
        """Return what the body of a function answers on the page; it sees `arguments`."""

    def size(self, width: int, height: int) -> None:
        """Make the page so large; neither browser's window becomes narrower than some 450 to 500 px."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def connected(port: int) -> socket.socket:
    """Return a connection to a browser that is starting."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


class Firefox:
    """Marionette: messages as JSON, each with its length before it."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.count = 0
        self._read()  # the greeting
        self._send("WebDriver:NewSession", {"capabilities": {}})
        self._send("WebDriver:SetWindowRect", {"width": WIDTH, "height": HEIGHT})

    def _read(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            size += self.line.recv(1)
        wanted, body = int(size[:-1]), b""
        while len(body) < wanted:
            body += self.line.recv(wanted - len(body))
        return json.loads(body)

    def _send(self, name: str, values: dict[str, Any]) -> Any:
        self.count += 1
        body = json.dumps([0, self.count, name, values]).encode()
        self.line.sendall(str(len(body)).encode() + b":" + body)
        _, _, error, result = self._read()
        if error:
            raise AssertionError(error)
        return result

    def open(self, address: str) -> None:
        self._send("WebDriver:Navigate", {"url": address})

    def size(self, width: int, height: int) -> None:
        across, down = self.ask(FRAME)
        self._send("WebDriver:SetWindowRect", {"width": width + across, "height": height + down})

    def ask(self, question: str, *arguments: object) -> Any:
        values = {"script": question, "args": list(arguments), "sandbox": None}
        return self._send("WebDriver:ExecuteScript", values)["value"]


class WebKit:
    """WebDriver: one HTTP request for each command."""

    def __init__(self, port: int, browser: str) -> None:
        self.root = f"http://127.0.0.1:{port}/session"
        options = {"webkitgtk:browserOptions": {"binary": browser, "args": ["--automation"]}}
        self.root += "/" + self._send("", {"capabilities": {"alwaysMatch": options}})["sessionId"]
        self._send("/window/rect", {"width": WIDTH, "height": HEIGHT})

    def _send(self, path: str, values: dict[str, Any]) -> Any:
        answer = httpx.post(self.root + path, json=values, timeout=PATIENCE)
        return answer.raise_for_status().json()["value"]

    def open(self, address: str) -> None:
        self._send("/url", {"url": address})

    def size(self, width: int, height: int) -> None:
        across, down = self.ask(FRAME)
        self._send("/window/rect", {"width": width + across, "height": height + down})

    def ask(self, question: str, *arguments: object) -> Any:
        return self._send("/execute/sync", {"script": question, "args": list(arguments)})


class Chromium87:
    """Records over pipes: see tests/chromium87.py. An error on the console is an error of the test."""

    def __init__(self, running: subprocess.Popen[bytes]) -> None:
        self.running = running

    def _send(self, record: dict[str, Any]) -> Any:
        assert self.running.stdin
        assert self.running.stdout
        self.running.stdin.write(json.dumps(record).encode() + b"\n")
        self.running.stdin.flush()
        answer = json.loads(self.running.stdout.readline())
        assert answer["errors"] == []
        return answer["value"]

    def open(self, address: str) -> None:
        assert self._send({"open": address})

    def ask(self, question: str, *arguments: object) -> Any:
        return self._send({"ask": question, "with": arguments})


def why_not(name: str) -> str:
    """Return what is missing for an engine, or nothing."""
    needed = {"firefox": ["firefox-esr"], "webkit": ["WebKitWebDriver", "xvfb-run"], "chromium87": ["xvfb-run"]}[name]
    missing = [one for one in needed if shutil.which(one) is None]
    if name == "chromium87" and find_spec("PyQt5") is None:
        missing.append("PyQtWebEngine")
    if name == "webkit" and mini_browser() is None:
        missing.append("MiniBrowser")
    return f"not installed: {', '.join(missing)}" if missing else ""


def mini_browser() -> str | None:
    """Return the browser that comes with WebKitGTK."""
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    return str(found[-1]) if found else None


@contextmanager
def started(name: str, folder: Path) -> Iterator[Engine]:
    """Start an engine with a profile of its own in a folder; stop it at the end."""
    if name == "chromium87":
        with _in_qt() as window:
            yield window
        return
    port = free_port()
    if name == "firefox":
        (folder / "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="utf-8")
        command = ["firefox-esr", "--headless", "--marionette", "--profile", str(folder), "--no-remote"]
    else:
        command = ["xvfb-run", "-a", "WebKitWebDriver", f"--port={port}", "--host=127.0.0.1"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        if name == "firefox":
            with connected(port) as line:
                yield Firefox(line)
        else:
            connected(port).close()
            yield WebKit(port, str(mini_browser()))
    finally:
        stop(running)


@contextmanager
def _in_qt() -> Iterator[Chromium87]:
    # The sandbox of a browser that old does not start as root.
    env = {**os.environ, "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    command = ["xvfb-run", "-a", sys.executable, "-m", "tests.chromium87"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=env, **pipes) as running:
        yield Chromium87(running)


def stop(running: subprocess.Popen[bytes]) -> None:
    """Stop a program and those that it started."""
    subprocess.run(["pkill", "-TERM", "-g", str(running.pid)], check=False)
    running.wait(PATIENCE)
