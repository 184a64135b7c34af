"""Files are parsed in another process, and what they hold is found where it would be kept anyway."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import ahead
from geo.ahead import parse_from_the_end, parsed_ahead
from geo.parsing import is_kept, parse

MANY = "\n".join(f"key-{number}: [{number}, word, 'ş {number}']" for number in range(12_000))


def _files(folder: Path) -> tuple[Path, Path]:
    good, broken = folder / "good.yaml", folder / "broken.yaml"
    good.write_text(MANY, encoding="utf-8")
    broken.write_text("a: [1\nb: 2\n" + "# nothing\n" * 3, encoding="utf-8")
    return good, broken


def test_another_process_keeps_what_files_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    good, broken = _files(tmp_path)
    with parsed_ahead([broken, tmp_path / "missing.yaml", good]) as process:
        assert process
        assert process.wait(60) == 0
    assert is_kept(MANY)
    assert parse(MANY)["key-7"] == [7, "word", "ş 7"]


def test_no_process_is_started_for_little_or_for_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(ahead.subprocess, "Popen", lambda *_, **__: pytest.fail("a process was started"))
    good, broken = _files(tmp_path)
    parse(MANY)
    with parsed_ahead([good, broken]):
        pass


def test_what_is_parsed_from_the_end_stops_where_the_other_process_has_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    texts = {name: f"{name}: 1" for name in ("first", "met", "last")}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    _, broken = _files(tmp_path)
    parse(texts["met"])
    parse_from_the_end([*(tmp_path / name for name in texts), broken])
    assert [is_kept(text) for text in texts.values()] == [False, True, True]
