"""Fixtures that every package's tests share."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
import typer.main
import yaml
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Error, sync_playwright

import geo.load
import scenarios.load
from geo.errors import Problem
from geo.load import Atlas, load
from hudut.cli import main
from scenarios.chronicle import Chronicle, Label
from scenarios.load import load_chronicle
from tests.browsing import ARGUMENTS, ONCE_COMPILED, Contexts

TESTS = Path(__file__).parent
Case = TypeVar("Case")
SOAK = os.environ.get("HUDUT_SOAK") == "1"
settings.register_profile("test", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("soak", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("soak" if SOAK else "test")
CHROMIUMS = (*(() if SOAK else ("chromium-headless-shell",)), "chromium", "chromium-browser")
"""Programs in the order in which they are looked for. Without a window of its own Chromium takes a quarter less; the
soak asks the one that people have."""
gc.set_threshold(10_000)
"""The data that every test holds are large: to look through them for rings after each 700 new objects, as Python does,
takes most of the time of a test that makes many small ones."""


def asked(cases: Iterable[Case], *keys: Callable[[Case], object]) -> list[Case]:
    """Return the cases that `make test` asks: each with a key that no case before it had. The soak asks all."""
    met: set[tuple[int, object]] = set()
    found = []
    for one in cases:
        here = {(number, key(one)) for number, key in enumerate(keys)}
        if SOAK or not here <= met:
            found.append(one)
        met |= here
    return found


def as_written(path: Path) -> Any:
    """Return what a YAML file holds as any reader has it, not as the program under test reads it."""
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Let each process of the tests read once what ships: it does not change meanwhile, and what is read is frozen."""
    atlas, chronicle = cache(geo.load.read), cache(scenarios.load.read_chronicle)
    kept = geo.load.default_folder(), scenarios.load.default_folder()
    read, read_chronicle = geo.load.read, scenarios.load.read_chronicle

    def atlas_of(folder: Path) -> tuple[Atlas, list[Problem]]:
        return atlas(folder) if folder == kept[0] else read(folder)

    def chronicle_of(on: Atlas, folder: Path) -> tuple[Chronicle, list[Problem]]:
        return chronicle(on, folder) if folder == kept[1] and on is atlas(kept[0])[0] else read_chronicle(on, folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geo.load, "read", atlas_of)
        patch.setattr(scenarios.load, "read_chronicle", chronicle_of)
        patch.setattr(typer.main, "get_command", cache(typer.main.get_command))  # some 40 ms of each command typed
        yield


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """The atlas that ships with the program."""
    return load()


@pytest.fixture(scope="session")
def chronicle(atlas: Atlas) -> Chronicle:
    """The chronicle that ships with the program."""
    return load_chronicle(atlas)


@pytest.fixture
def tiny_chronicle(tmp_path: Path) -> Path:
    """A copy of a chronicle of two invented events in the tiny atlas, to be broken by the test."""
    return Path(shutil.copytree(TESTS / "assets" / "tiny-chronicle", tmp_path / "tiny-chronicle"))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of a data folder of two squares, to be broken by the test."""
    return Path(shutil.copytree(TESTS / "assets" / "tiny", tmp_path / "tiny"))


@pytest.fixture
def tiny_texts() -> Path:
    """The folder of the one invented text that the tiny data cites."""
    return TESTS / "assets" / "tiny-texts"


@pytest.fixture(scope="session")
def squares() -> Atlas:
    """The atlas of the two squares."""
    return load(TESTS / "assets" / "tiny")


@pytest.fixture(scope="session")
def no_chronicle() -> Chronicle:
    """A chronicle without events, with the one matter that the toy campaign is about."""
    land = Label(id="land", names={"tr": "toprak", "en": "land"})
    empty: dict[str, object] = {}
    return Chronicle({}, {}, {"land": land}, {}, *([empty] * 10), folder=TESTS, files={})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = os.environ.get("HUDUT_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None:
        message = "no chromium found; install Debian's chromium or name one in HUDUT_CHROMIUM"
        if os.environ.get("HUDUT_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, ONCE_COMPILED])
        except Error as error:
            if os.environ.get("HUDUT_REQUIRE_BROWSER") == "1":
                raise
            pytest.skip(f"chromium does not start here: {error.message.splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Contexts:
    return Contexts(browser)


@pytest.fixture(scope="session")
def npm_package(pytestconfig: pytest.Config) -> Callable[[str], Path]:
    """Return a function that gives the folder of an npm package, by `name@version`; it is fetched once and kept."""
    folder = pytestconfig.cache.mkdir("npm")  # type: ignore[union-attr]

    def fetched(name: str) -> Path:
        unpacked = folder / name
        if not unpacked.exists():
            npm = shutil.which("npm") or pytest.skip("no npm")
            done = subprocess.run(
                [npm, "pack", name, "--silent"], cwd=folder, capture_output=True, text=True, check=False
            )
            if done.returncode:
                pytest.skip(f"npm cannot fetch {name}: {done.stderr[-200:]}")
            with tarfile.open(folder / done.stdout.strip()) as archive:
                archive.extractall(unpacked, filter="data")
        return unpacked / "package"

    return fetched


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[object, str]]:
    """Return a function that does a command which fails in this process; it gives the exit code and what was said.

    A process of its own takes a second and a half until it has read the data.
    """
    monkeypatch.delenv("HUDUT_TEXTS", raising=False)

    def done(*words: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["hudut", *words])
        with pytest.raises(SystemExit) as left:
            main()
        return left.value.code, capsys.readouterr().err

    return done
