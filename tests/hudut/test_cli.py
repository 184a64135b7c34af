"""The command line as a person meets it: real processes, exit codes, messages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from hudut.cli import EXTRAS, main
from hudut.kept import MADE_OF
from tests.registries import COMMANDS, PACKAGES, ROOT


def hudut(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hudut", *words]
    settings = {key: value for key, value in os.environ.items() if key != "HUDUT_TEXTS"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**settings, "NO_COLOR": "1", "COLUMNS": "100", **env}
    )


def test_check_of_a_clean_folder_counts_and_says_that_citations_were_skipped(tiny: Path) -> None:
    done = hudut("check", str(tiny))
    assert done.returncode == 0
    assert "2 territories" in done.stdout
    assert "citations were not proved" in done.stdout


def test_check_lists_all_problems_and_exits_with_1(tiny: Path) -> None:
    table = tiny / "holdings" / "all.csv"
    table.write_text(table.read_text("utf-8").replace("left,control", "lefft,control"), "utf-8")
    done = hudut("check", str(tiny))
    assert done.returncode == 1
    assert "holdings/all.csv:2: unknown territory 'lefft'. Did you mean 'left'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_takes_several_folders(tiny: Path, tiny_chronicle: Path) -> None:
    done = hudut("check", str(tiny), str(tiny_chronicle))
    assert done.returncode == 0, done.stderr
    assert "2 territories" in done.stdout
    assert "2 events, 1 treaties" in done.stdout
    (tiny_chronicle / "positions.yaml").unlink()
    (tiny / "parties.yaml").unlink()
    done = hudut("check", str(tiny_chronicle), str(tiny))
    assert done.returncode == 1
    assert "parties.yaml: the file is missing" in done.stderr
    assert "positions*.yaml: there is no such file" in done.stderr


def test_check_refuses_two_folders_of_one_kind(tiny: Path) -> None:
    done = hudut("check", str(tiny), str(tiny))
    assert done.returncode == 1
    assert "both folders of geo" in done.stderr


def test_wrong_usage_exits_with_2() -> None:
    assert hudut("map", "--lang", "de").returncode == 2
    assert hudut("mpa").returncode == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("map", "--from", "16.3.1921"), "'16.3.1921' is not a date"),
        (("map", "--from", "1925"), "outside the atlas"),
        (("map", "--from", "1921", "--to", "1920"), "is before the first"),
        (("check", "nowhere"), "nowhere is not a folder"),
        (("check", "--texts", "nowhere"), "nowhere is not a folder"),
        (("check", "--coverage"), "--coverage needs the five texts"),
        (("check", "."), "holds none of territories.yaml, threads.yaml, scenario.yaml"),
        (("export", "events", "-o", "events.topojson"), "cannot be written in this format"),
        (("export", "places", "-o", "places.xls"), "cannot be written in this format"),
        (("export", "sources", "-o", "sources.csv"), "should end in .json"),
    ],
)
def test_a_wrong_word_gets_one_clear_message_and_exit_code_1(
    words: tuple[str, ...],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: Callable[..., tuple[object, str]],
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = typed(*words)
    assert code == 1, said
    assert message in said
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


def test_a_failing_map_leaves_the_old_page_alone(tiny: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("old", "utf-8")
    (tiny / "parties.yaml").unlink()
    done = hudut("map", "-o", str(page), "--data", str(tiny), XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert done.returncode == 1
    assert "parties.yaml: the file is missing" in done.stderr
    assert page.read_text("utf-8") == "old"
    assert {path.name for path in tmp_path.iterdir()} <= {"page.html", "tiny", "cache"}


def test_a_folder_as_output_is_refused(tiny: Path, tmp_path: Path) -> None:
    done = hudut("map", "-o", str(tmp_path), "--data", str(tiny), XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert done.returncode == 1
    assert "is a folder" in done.stderr


def test_the_same_data_give_the_same_bytes_with_and_without_the_cache(tiny: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    pages = []
    for name in ("a", "b"):
        out = tmp_path / f"{name}.html"
        done = hudut("map", "--data", str(tiny), "-o", str(out), XDG_CACHE_HOME=str(cache))
        assert done.returncode == 0, done.stderr
        pages.append(out.read_bytes())
    damaged = next((cache / "hudut" / "pages").iterdir())
    damaged.write_bytes(damaged.read_bytes()[:-9])
    again = tmp_path / "c.html"
    assert hudut("map", "--data", str(tiny), "-o", str(again), XDG_CACHE_HOME=str(cache)).returncode == 0
    assert pages[0] == pages[1] == again.read_bytes()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "argv", ["hudut", command, "--help"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0
    assert f"Example: hudut {command} " in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_named_in_the_readme(command: str) -> None:
    assert f"`hudut {command}" in (ROOT / "README.md").read_text("utf-8")


def imported(*words: str, **env: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    at_end = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    code = f"{at_end}; from hudut.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, env={**os.environ, **env}
    )
    return set(done.stderr.split())


def test_help_imports_next_to_nothing() -> None:
    assert not imported("--help") & {"yaml", "rich", "numpy", "pandas", "geo.load", "hudut.analysis.sweep"}


def test_the_historical_line_is_kept_until_the_data_change(tmp_path: Path) -> None:
    folder = tmp_path / "mudanya"
    shutil.copytree(ROOT / "docs" / "examples" / "mudanya", folder)
    words, cache = ("replay", str(folder)), str(tmp_path / "cache")
    first, again = hudut(*words, XDG_CACHE_HOME=cache), hudut(*words, XDG_CACHE_HOME=cache)
    assert first.returncode == 0, first.stderr
    assert again.stdout == first.stdout != ""
    assert "geo.load" not in imported(*words, XDG_CACHE_HOME=cache)
    act = next((folder / "acts").iterdir())
    text = act.read_text("utf-8")
    title = re.search(r"^    titles: \{tr: .*?, en: \"?([^\"}]+)", text, re.MULTILINE)
    assert title is not None
    act.write_text(text.replace(title[1], "Another title"), "utf-8")
    changed = hudut(*words, XDG_CACHE_HOME=cache)
    assert changed.returncode == 0, changed.stderr
    assert title[1] in first.stdout
    assert "Another title" in changed.stdout


def test_a_kept_line_is_known_by_every_package_that_it_is_told_with(tmp_path: Path) -> None:
    used = imported("replay", "frontier", "--act", "gumru", XDG_CACHE_HOME=str(tmp_path))
    assert {one.partition(".")[0] for one in used} & set(PACKAGES) == set(MADE_OF)


def test_a_kept_map_is_known_by_every_package_that_draws_it(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))

    def key() -> str:
        code = "from hudut.atlas_page import page_key; print(page_key(()))"
        env = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=tmp_path, env=env)
        return done.stdout.decode()

    keys = [key()]
    for script in ("geo/load.py", "scenarios/load.py", "maps/page.py", "hudut/play/page.py"):
        with (tmp_path / script).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        keys.append(key())
    assert len(set(keys)) == len(keys)


BARE = f"""
import sys
import tomllib
from importlib import metadata
absent = {sorted(EXTRAS)!r}
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
known = metadata.Distribution.from_name.__func__
def from_name(kind, name):
    if name in absent:
        raise metadata.PackageNotFoundError(name)
    return known(kind, name)
metadata.Distribution.from_name = classmethod(from_name)
from hudut.cli import main
main()
"""
"""The command line where no extra is installed."""


def bare(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "XDG_CACHE_HOME": str(cwd / "cache"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", BARE, *words], capture_output=True, text=True, check=False, cwd=cwd, env=env
    )


def test_map_and_scripts_need_no_extra(tmp_path: Path) -> None:
    (tmp_path / "play.yaml").write_text("act: gumru\n", "utf-8")
    for words in (("map", "-o", "map.html", "--lang", "en"), ("run", "play.yaml", "-o", "plays")):
        done = bare(*words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "map.html").stat().st_size > 500_000
    lands = json.loads((tmp_path / "plays" / "play" / "borders.geojson").read_text("utf-8"))["features"]
    assert {"party", "status", "area_km2", "layer", "day"} == set(lands[0]["properties"])


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (("export", "persons", "-o", "x.csv"), "gis"),
        (("solve", "frontier", "--act", "letters"), "analysis"),
        (("classroom",), "classroom"),
    ],
)
def test_what_needs_an_extra_names_it(tmp_path: Path, words: tuple[str, ...], extra: str) -> None:
    done = bare(*words, cwd=tmp_path)
    assert done.returncode == 1
    assert f'python -m pip install "hudut[{extra}]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_the_extras_of_the_messages_bring_the_libraries() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    brought = {
        name: {re.split(r"[>=\[]", one)[0].replace("-", "_") for one in extras[name]} for name in EXTRAS.values()
    }
    assert [library for library, extra in EXTRAS.items() if library not in brought[extra] | {"pyogrio"}] == []
