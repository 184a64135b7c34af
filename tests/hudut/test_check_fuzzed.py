"""`hudut check` on damaged files: never a bare error, and what it passes, `hudut map` draws."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import HudutError
from geo.load import load
from hudut.check import check_data
from maps.errors import PageError
from maps.options import PageOptions
from maps.page import render
from tests.conftest import SOAK, TESTS

RUNS, FILES = (5000, 20) if SOAK else (20, 10)
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


def _inserted(text: str, random: Any) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice(BITS) + text[at + random.choice((0, 0, 1, 5, 40)) :]


def _cut(text: str, random: Any) -> str:
    at = random.randint(0, len(text))
    return text[:at] + text[at + random.choice((1, 2, 5, 20, 80)) :]


def _line_moved(text: str, random: Any) -> str:
    lines = text.split("\n")
    lines.insert(random.randint(0, len(lines)), random.choice(lines))
    return "\n".join(lines)


def _value_changed(text: str, random: Any) -> str:
    found = random.choice([*re.finditer(r"(?<=: )[^\n]+", text)] or [None])
    return text if found is None else text[: found.start()] + random.choice(BITS) + text[found.end() :]


def _word_changed(text: str, random: Any) -> str:
    words = re.findall(r"[\w-]{2,}", text)
    return text.replace(random.choice(words), random.choice(words), 1) if words else text


DAMAGES: tuple[Callable[[str, Any], str], ...] = (_inserted, _cut, _line_moved, _value_changed, _word_changed)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name in FOLDERS:
        shutil.copytree(TESTS / "assets" / name, folder / name)
    return folder


@settings(max_examples=RUNS)
@given(st.randoms(use_true_random=False))
@pytest.mark.filterwarnings("ignore")  # what a library says of a damaged shape, before we refuse it
def test_damaged_files_get_a_message(data: Path, random: Any) -> None:
    files = sorted(path for path in data.rglob("*") if path.is_file())
    for _ in range(FILES):
        path = random.choice(files)
        whole = damaged = path.read_text("utf-8")
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            damaged = random.choice(DAMAGES)(damaged, random)
        path.write_text(damaged, "utf-8")
        try:
            _never_falls_over(data, with_toy="toy" in path.parts)
        except Exception as error:
            error.add_note(f"{path.relative_to(data)}:\n{damaged}")
            raise
        finally:
            path.write_text(whole, "utf-8")


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
