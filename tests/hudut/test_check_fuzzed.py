"""`hudut check` on damaged files: never a bare error, and what it passes, `hudut map` draws."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from secrets import randbits
from typing import TypeVar

import numpy as np
import pytest

from geo.errors import DataError, HudutError
from geo.load import load
from hudut import scenario_check
from hudut.check import check_data
from maps.errors import PageError
from maps.options import PageOptions
from maps.page import render
from tests.conftest import SOAK, TESTS

RUNS, SEED = (100_000, randbits(64)) if SOAK else (200, 0)
LONGEST = 10.0
"""Seconds of a processor that no file may take: the whole folders take a hundredth of one."""
Draws = np.random.Generator
One = TypeVar("One")
FOLDERS = ("tiny", "tiny-chronicle", "toy")
BITS = (
    *(
        "",
        "\n",
        "[",
        "]",
        "{",
        "}",
        ":",
        " ",
        "-",
        "'",
        '"',
        "&a",
        "*a",
        "null",
        "~",
        "true",
        "0",
        "-1",
        "1e999",
        ".nan",
    ),
    *(
        "!!python/object:x",
        "1921-03-16",
        "1920-13",
        "<b>",
        "\u202e",
        "\0",
        "é",
        "? ",
        "- ",
        "| ",
        "> ",
        "%",
        "@",
        "`",
        ",",
    ),
    *("9" * 30, "0x1F", "010", "1:30", "[[[]]]", "{a: {b: c}}", "en:", "tr: []", "# x", "...", "---", "[1, 2]", "NaN"),
)


def among(random: Draws, things: Sequence[One]) -> One:
    return things[int(random.integers(len(things)))]


def _inserted(text: str, random: Draws) -> str:
    at = int(random.integers(len(text) + 1))
    return text[:at] + among(random, BITS) + text[at + among(random, (0, 0, 1, 5, 40)) :]


def _cut(text: str, random: Draws) -> str:
    at = int(random.integers(len(text) + 1))
    return text[:at] + text[at + among(random, (1, 2, 5, 20, 80)) :]


def _line_moved(text: str, random: Draws) -> str:
    lines = text.split("\n")
    lines.insert(int(random.integers(len(lines) + 1)), among(random, lines))
    return "\n".join(lines)


def _value_changed(text: str, random: Draws) -> str:
    found = among(random, [*re.finditer(r"(?<=: )[^\n]+", text)] or [None])
    return text if found is None else text[: found.start()] + among(random, BITS) + text[found.end() :]


def _word_changed(text: str, random: Draws) -> str:
    words = re.findall(r"[\w-]{2,}", text)
    return text.replace(among(random, words), among(random, words), 1) if words else text


DAMAGES: tuple[Callable[[str, Draws], str], ...] = (_inserted, _cut, _line_moved, _value_changed, _word_changed)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name in FOLDERS:
        shutil.copytree(TESTS / "assets" / name, folder / name)
    with (folder / "tiny-chronicle" / "items.yaml").open("a", encoding="utf-8") as items:
        items.write("land: {names: {tr: toprak, en: land}}\n")  # the matter of the toy, so that it is played too
    return folder


@pytest.mark.filterwarnings("ignore")  # what a library says of a damaged shape, before we refuse it
def test_damaged_files_get_a_message(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # so many texts would drive out all that is kept
    monkeypatch.setattr(scenario_check, "CAMPAIGNS", 4)
    random, files = np.random.default_rng(SEED), sorted(path for path in data.rglob("*") if path.is_file())
    for _ in range(RUNS):
        path = among(random, files)
        whole = damaged = path.read_text("utf-8")
        for _ in range(among(random, (1, 1, 1, 2, 3))):
            damaged = among(random, DAMAGES)(damaged, random)
        path.write_text(damaged, "utf-8")
        begun = time.process_time()
        try:
            _never_falls_over(data, with_toy="toy" in path.parts)
            assert time.process_time() - begun < LONGEST
        except BaseException as error:
            error.add_note(f"{path.relative_to(data)}:\n{damaged}")
            raise
        finally:
            path.write_text(whole, "utf-8")


def test_the_scenario_among_them_is_gone_through(data: Path) -> None:
    with pytest.raises(DataError, match="at least four should differ"):
        check_data([data / name for name in FOLDERS])


def _never_falls_over(folder: Path, *, with_toy: bool) -> None:
    chosen = FOLDERS if with_toy else FOLDERS[:2]
    try:
        check_data([folder / name for name in chosen])
    except HudutError:
        return
    try:
        render(load(folder / "tiny"), PageOptions(lang="en"))
    except PageError as error:
        pytest.fail(f"passed by the check, refused by the map: {error}")
