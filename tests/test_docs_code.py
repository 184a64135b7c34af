"""What the documentation tells to type works: Python runs and prints what stands beside it, commands are taken."""

from __future__ import annotations

import doctest
import importlib
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from hudut.cli import app
from tests.conftest import as_written
from tests.test_docs import PAGES, ROOT

PACKAGES = ("geo", "scenarios", "engine", "maps", "hudut")
WITH_EXAMPLES = [
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if ">>>" in path.read_text("utf-8")
]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
EMPTY_LAYER = '{"type": "FeatureCollection", "features": []}'
PRINTED = re.compile(r"^print\(.*\)  # (.+)$", re.MULTILINE)


def blocks(page: Path) -> list[tuple[str, int, str]]:
    """Return the fenced blocks of a page: language, line, text."""
    found: list[tuple[str, int, str]] = []
    lines = page.read_text("utf-8").splitlines()
    fences = [number for number, line in enumerate(lines) if line.startswith("```")]
    assert len(fences) % 2 == 0, page
    for start, end in zip(fences[::2], fences[1::2], strict=True):
        found.append((lines[start][3:], start + 2, "\n".join(lines[start + 1 : end])))
    return found


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


WITH_PYTHON = [page for page in PAGES if any(language == "python" for language, *_ in blocks(page))]


def commands(text: str) -> Iterator[list[str]]:
    """Yield the commands of a shell block; what stands after `#` or three blanks explains them."""
    for line in text.splitlines():
        words = shlex.split(re.split(r" {3,}", line)[0], comments=True)
        yield words[: words.index(">")] if ">" in words else words


TYPED = sorted(  # in blocks and in the help: whole commands
    {(name(page), *words) for page in PAGES for language, _, text in blocks(page) if language in {"sh", ""}
     for words in commands(text) if words and words[0] in {"hudut", "make"}}
    | {("the help", *shlex.split(command.epilog.removeprefix("Example: ")))
       for command in app.registered_commands if command.epilog}
)  # fmt: skip
SPOKEN_OF = sorted(  # in a sentence, where what it needs may be left out: `hudut replay --log`
    {(name(page), *shlex.split(one)) for page in PAGES
     for one in re.findall(r"`(hudut [^`\[…]+)`", page.read_text("utf-8"))}
)  # fmt: skip


def parsed(words: list[str]) -> None:
    """Let the command line read a command, without doing it."""
    group: Any = typer.main.get_command(app)
    context = group.make_context("hudut", list(words), resilient_parsing=False)
    key, command, rest = group.resolve_command(context, [*context._protected_args, *context.args])
    assert command is not None
    command.make_context(key, rest, parent=context)


@pytest.mark.parametrize("typed", TYPED, ids=" ".join)
def test_a_command_of_the_docs_is_one_that_the_program_takes(typed: tuple[str, ...]) -> None:
    _, program, *words = typed
    if program == "make":
        assert set(words) <= TARGETS
    else:
        parsed(words)


@pytest.mark.parametrize("typed", SPOKEN_OF, ids=" ".join)
def test_a_command_that_the_docs_speak_of_is_there(typed: tuple[str, ...]) -> None:
    with suppress(typer.Exit):  # --help, --version
        try:
            parsed(list(typed[2:]))
        except Exception as error:
            if type(error).__name__ != "MissingParameter" and "requires an argument" not in str(error):
                raise


def prepare(page: Path) -> None:
    """Make the files that a page's blocks read, as the page tells to make them."""
    if page.name == "learning.md":
        for package in ("pettingzoo", "pyspiel"):
            pytest.importorskip(package, reason=f"{package} is in the extra `learning`")
    if page.name == "interchange.md":
        pytest.importorskip("negmas", reason="negmas is in the extra `judges`")
        [words] = [one[2:] for one in TYPED if "land/table.xml" in one]
        app(words, standalone_mode=False)
    if page.name == "embed.md":
        Path("my-surveys.geojson").write_text(EMPTY_LAYER, encoding="utf-8")
    if page.name == "sweeps.md":
        [words] = [one for one in TYPED if "out/firm.parquet" in one and "500" in one]
        design = as_written(Path("docs/studies/who-is-firm.yaml"))
        Path("small.yaml").write_text(yaml.safe_dump({**design, "weights": {"sobol": 4}}), "utf-8")
        small = {"500": "2", "docs/studies/who-is-firm.yaml": "small.yaml"}
        fewer = [small.get(word, word) for word in words[2:]]
        app([*fewer, "--workers", "1"], standalone_mode=False)


@pytest.mark.parametrize("page", WITH_PYTHON, ids=name)
def test_the_python_of_a_page_runs_and_prints_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("docs", "scenarios"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    prepare(page)
    names: dict[str, object] = {}
    for language, line, text in blocks(page):
        if language == "python":
            capsys.readouterr()
            exec(compile("\n" * (line - 1) + text, name(page), "exec"), names)  # noqa: S102 - ours, and under test
            printed = capsys.readouterr().out.splitlines()
            assert all(said in printed for said in PRINTED.findall(text)), printed


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_examples_of_a_docstring_are_true(module: str) -> None:
    found = doctest.testmod(importlib.import_module(module), optionflags=doctest.FAIL_FAST)
    assert found.attempted > 0
    assert found.failed == 0


def test_no_example_is_skipped() -> None:
    for package in PACKAGES:
        assert not [path for path in (ROOT / package).rglob("*.py") if "+SKIP" in path.read_text("utf-8")]
