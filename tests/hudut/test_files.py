"""Where a file goes: beside and renamed, through a link, into a device or a pipe; and what is said when it cannot."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from geo.errors import HudutError
from hudut.files import write_whole

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and devices of POSIX")


@POSIX
def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    target, link, second = tmp_path / "kept" / "real.txt", tmp_path / "link.txt", tmp_path / "second.txt"
    target.parent.mkdir()
    target.write_text("old", "utf-8")
    link.symlink_to(Path("kept") / "real.txt")
    second.symlink_to("link.txt")
    assert write_whole(second, "Iğdır") == len("Iğdır".encode())
    assert target.read_text("utf-8") == "Iğdır"
    assert link.is_symlink()
    assert second.is_symlink()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["kept", "link.txt", "real.txt", "second.txt"]


@POSIX
def test_a_link_to_what_is_not_yet_there_makes_it(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("new.txt")
    write_whole(tmp_path / "link.txt", b"content")
    assert (tmp_path / "new.txt").read_bytes() == b"content"


@POSIX
def test_a_pipe_gets_the_bytes_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, "x" * 200_000)  # more than a pipe holds
    reader.join(timeout=20)
    assert read == [b"x" * 200_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


@POSIX
def test_a_device_stays_a_device() -> None:
    write_whole(Path("/dev/null"), "nothing")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_said() -> None:
    with pytest.raises(HudutError, match="cannot write /dev/full: No space left"):
        write_whole(Path("/dev/full"), "x" * 100_000)
    command = [sys.executable, "-m", "hudut", "export", "--help"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "hudut: standard output: No space left on device.\n")


def test_a_name_that_is_too_long_is_said_in_few_words(tmp_path: Path) -> None:
    with pytest.raises(HudutError, match="cannot write") as caught:
        write_whole(tmp_path / ("long" * 100), "text")
    assert len(str(caught.value)) < 400


def test_a_console_of_one_alphabet_shows_the_others_by_number() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "cp1251"}
    command = [sys.executable, "-m", "hudut", "replay", "frontier", "--act", "letters", "--lang", "tr"]
    done = subprocess.run(command, capture_output=True, encoding="cp1251", check=False, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u0131" in done.stdout  # the dotless i
