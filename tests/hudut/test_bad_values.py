"""Bad values at every door: each gets one clear message of our own family, never a bare error of Python."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
import typer

from geo.errors import HudutError
from hudut import api
from hudut.cli import app, main
from hudut.exploring import MappedAtlas
from maps.options import PageOptions
from tests.conftest import asked

Typed = Callable[..., tuple[object, str]]

DAY = ["1921-13", "", "soon", "1921-02-29", "1800", "٢", None, 3.5, 10**9, 10**30, -1, [], float("nan"), b"1921"]
ID = ["karss", "", "KARS", None, 3, [], ("kars",)]
WORD = ["nope", "", "g1-march.calloff"]
BAD: dict[str, list[Any]] = {
    "place": ID,
    "territory": ID,
    "layer": ["kontrol", "", None, 1, []],
    "day": DAY,
    "start": [one for one in DAY if one is not None],  # None is the whole atlas
    "end": [one for one in DAY if one is not None],
    "lang": ["de", "", None, 3, []],
    "tiles": ["Nope", "OpenStreetMap", "", 3],
    "folder": [Path("nowhere"), "nowhere"],
    "name": ["nowhere", "", None, 3, [], "../frontier", Path("nowhere")],
    "act": ["moskow", "", 3, []],
    "until": ["moskow", "", 3, []],
    "seats": [{"ankra": "historical"}, {"ankara": "nope"}, {"ankara": None}, {3: "historical"}, ["ankara"], "ankara"],
    "moves": [WORD, "nope", [3], [None]],
    "joint": [WORD, "nope", [3], [None]],
    "wishes": [WORD, "nope", [3], ["batum:agreed=nobody"], ["batum="], ["x:y=z"], ["ending=nope"], ["="]],
    "carried": [{"lev": "many"}, {"nope": 1}, {"lev": None}, "lev"],
    "given": [WORD, "nope", [3], ["gumru/kars=nobody"], ["gumru/nope=1"], ["gumry/kars=ankara"], ["gumru/kars"]],
    "weights": ["fited", "", 3, [], Path("nowhere")],
    "seed": ["x", None, 1.5, []],
    "after": ["nowhere.jsonl", "", 3, []],
    "points": ["x", -1, 1, 10**12, 1.5, None],
}  # fmt: skip
TAKEN_AS_IT_IS = {"of", "title", "subtitle", "credit", "options", "chronicle", "history", "odds", "address"}
"""Texts of any kind, addresses among them, and values that an earlier call of ours returned."""
TESTED_ELSEWHERE = {"own_map"}
"""tests/maps/test_ecosystem_browser.py refuses tables that do not fit."""
ENOUGH: dict[str, dict[str, Any]] = {
    "holder": {"place": "kars", "day": "1921-03-16"},
    "rows_at": {"day": "1921-03-16"},
    "history": {"territory": "kars"},
    "territory_of": {"place": "kars"},
    "changes": {"start": "1920-08-10", "end": "1921-03-16"},
    "holdings_at": {"day": "1921-03-16"},
    "borders_at": {"day": "1921-03-16"},
    "run": {"act": "gumru"},
    "solve": {"act": "gumru", "points": 2},
}
"""What a call needs beside the bad value."""


def doors() -> Iterator[tuple[str, Callable[..., Any], str]]:
    """Yield (name, function, whose) of everything that hudut.api offers by name or as a method of its atlas."""
    for name, one in vars(api).items():
        if inspect.isfunction(one) and one.__module__ == api.__name__ and not name.startswith("_"):
            yield name, one, "api"
    for name, one in inspect.getmembers(MappedAtlas, inspect.isfunction):
        if not name.startswith("_"):
            yield name, one, "atlas"
    yield "page", PageOptions, "options"


ALL = [
    (name, whose, parameter, bad)
    for name, one, whose in doors()
    if name not in TESTED_ELSEWHERE
    for parameter in inspect.signature(one).parameters
    if parameter != "self" and parameter not in TAKEN_AS_IT_IS
    for bad in BAD[parameter]
]
CASES = asked(ALL, itemgetter(0, 2), lambda one: (one[2], repr(one[3])))
"""Each parameter of each door with one value at least, and each value of a parameter at one door at least."""


@pytest.fixture(scope="module")
def mapped() -> MappedAtlas:
    return api.atlas()


def test_there_are_doors() -> None:
    assert {name for name, *_ in CASES} >= {
        "holder",
        "borders_at",
        "explore",
        "page",
        "run",
        "solve",
        "scenario",
        "atlas",
    }


@pytest.mark.parametrize(
    ("name", "whose", "parameter", "bad"), CASES, ids=[f"{one[0]}-{one[2]}-{one[3]!r:.40}" for one in CASES]
)
def test_a_bad_value_gets_one_clear_message(  # noqa: PLR0913, PLR0917
    name: str,
    whose: str,
    parameter: str,
    bad: Any,
    mapped: MappedAtlas,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    if whose == "options":
        with pytest.raises(HudutError):
            api.page(mapped, PageOptions(**{parameter: bad}))
        return
    call = getattr(mapped if whose == "atlas" else api, name)
    stands_on_one = name in {"replay", "run", "solve", "solve_campaign", "moves"}
    given = [api.scenario()] if "of" in inspect.signature(call).parameters and stands_on_one else []
    with pytest.raises(HudutError) as caught:
        call(*given, **{**ENOUGH.get(name, {}), parameter: bad})
    message = str(caught.value)
    assert 10 < len(message) < 700
    assert "Traceback" not in message


FILES = {
    "good.yaml": "act: letters",
    "afile": "",
    "bad-1.yaml": "act: moskow", "bad-2.yaml": "[1]", "bad-3.yaml": "seats: {ankara: nope}", "bad-4.yaml": "moves: [3]",
    "bad-5.yaml": "vary: {seed: [a]}", "bad-6.yaml": "vary: {moves: [nope]}",
    "bad-7.yaml": "vary: {seats.zz: [historical]}", "bad-8.yaml": "carried: {lev: many}",
    "bad-9.yaml": "vary: {carried.lev: [null]}",
    "bad-10.yaml": "vary: {seed: []}", "bad-11.yaml": "{act: moscow, until: letters}",
    "bad-12.yaml": "{act: moscow, vary: {until: [letters]}}",
    "bad-13.yaml": "scenario: nope", "bad-14.yaml": "{", "bad-15.yaml": "seed: x", "bad-16.yaml": "vary: {x: [1]}",
    "bad-17.yaml": "", "bad-18.yaml": "carried: {nope: 1}", "bad-19.yaml": "vary: {carried.lev: [nope]}",
    "bad-20.yaml": "seed: 9007199254740992", "bad-21.yaml": f"carried: {{lev: '{'9' * 5000}'}}",
    "bad-22.yaml": "seed: -1", "bad-23.yaml": "from: nope.jsonl", "bad-24.yaml": "from: log-3.jsonl",
    "bad-25.yaml": "from: [log-1.jsonl]",
    "design-1.yaml": "weights: {grid: {l1-letter.consent: []}}", "design-2.yaml": "seats: {zz: [weighted]}",
    "design-3.yaml": "moves: [[nope]]", "design-4.yaml": "[1]", "design-5.yaml": "weights: {sobol: x}",
    "design-6.yaml": "weights: {sobol: 1000000000000}",
    "design-7.yaml": "weights: {list: [{l1-letter.consent: 40000}]}",
    "log-1.jsonl": "", "log-2.jsonl": "{}", "log-3.jsonl": "nope", "log-4.jsonl": "[1]",
}  # fmt: skip
"""Files that a command is given."""
NEEDED: dict[str, dict[str, list[str]]] = {
    "export": {"table": ["holdings"], "out": ["-o", "out.csv"]},
    "replay": {"scenario": ["frontier"]},
    "play": {"scenario": ["frontier"], "seat": ["--as", "ankara"], "act": ["--act", "letters"]},
    "run": {"scripts": ["good.yaml"], "pages": ["--no-pages"]},
    "solve": {"scenario": ["frontier"], "act": ["--act", "gumru"], "points": ["--points", "2"]},
    "sweep": {
        "scenario": ["frontier"], "runs": ["--runs", "1"], "seed": ["--seed", "1"], "act": ["--act", "letters"],
        "out": ["-o", "out.parquet"],
    },
    "classroom": {"port": ["--port", "0"]},
}  # fmt: skip
"""What a command needs beside the bad word."""
SOME: dict[str, list[str]] = {
    "lang": ["de", ""],
    "start": ["1921-13", "soon", "1925", ""],
    "end": ["1921-13", "soon", "1913", ""],
    "tiles": ["Nope"],
    "texts": ["nope", "afile"],
    "paths": ["nope", ".", "afile"],
    "scenario": ["nope", "nope/nope", "."],
    "act": ["moskow", ""],
    "html": [".", "afile/page.html", "long" * 90],
    "log": ["nope.jsonl", ".", *(name for name in FILES if name.startswith("log-"))],
    "after": ["nope.jsonl", ".", *(name for name in FILES if name.startswith("log-"))],
    "seat": ["nobody", "all", ""],
    "seed": ["x", "1.5"],
    "others": ["nope"],
    "scripts": ["nope.yaml", ".", *(name for name in FILES if name.startswith("bad-"))],
    "workers": ["0", "x"],
    "port": ["x", "70000"],
    "host": ["256.1.1.1"],
    "policy": ["nope", "zz=historical", "ankara=nope", "=", "ankara="],
    "joint": ["nope", ""],
    "wish": ["nope", "kars:agreed=nobody", "=", "ending=nope"],
    "points": ["1", "x"],
    "free": ["ankara", ""],
    "limit": ["0", "x"],
    "runs": ["0", "x", "1000000000000000"],
    "design": ["nope.yaml", ".", *(name for name in FILES if name.startswith("design-"))],
    "save": [".", "log-3.jsonl"],
    "out": ["."],
    "data": ["nope", "afile"],
    "table": ["nope"],
    "given": ["nope", "gumru/kars=nobody", "gumry/kars=ankara", "gumru/=", "/=", "straits/ending=cold"],
    "scorm": ["1.3", ""],
    "score": ["half", "complete"],
    "story": ["nope", ""],
    "weights": ["fited", "", ".", "afile", "bad-15.yaml", "bad-14.yaml"],
}
ONE: dict[tuple[str, str], list[str]] = {
    ("run", "out"): ["afile"],
    ("pack", "out"): ["afile", "."],
    ("export", "out"): [".", "out.xls", "out"],
    ("solve", "table"): ["nope"],
    ("classroom", "data"): ["afile"],
    ("map", "title"): [],
    ("sweep", "dask"): [],
}
"""Where a command takes other words than most; any title is good, and an address is only known to whom it answers."""


def typed_cases() -> Iterator[tuple[str, str, list[str]]]:
    """Yield (command, parameter, words) for every parameter of every command of the program."""
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        for one in command.params:
            if getattr(one, "is_flag", False) or one.name == "help":
                continue
            option = [max(one.opts, key=len)] if one.param_type_name == "option" else []
            rest = [word for key, words in NEEDED.get(name, {}).items() if key != one.name for word in words]
            more = {("solve", "table"): ["-o", "x.csv"], ("solve", "out"): ["--table", "l9-none"]}.get(
                (name, one.name), []
            )
            for bad in ONE.get((name, one.name)) or ([] if (name, one.name) in ONE else SOME[one.name]):
                yield name, one.name, [name, *option, bad, *rest, *more]


TYPED = asked(typed_cases(), itemgetter(0, 1), lambda one: (one[1], tuple(one[2][:3])))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files that are wrong in one way each, which no test writes to."""
    folder = tmp_path_factory.mktemp("desk")
    for file, text in FILES.items():
        (folder / file).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(("name", "parameter", "words"), TYPED, ids=["-".join(one[2])[:60] for one in TYPED])
def test_a_bad_word_of_a_command_gets_one_clear_message(
    name: str,
    parameter: str,
    words: list[str],
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.setattr(sys, "argv", ["hudut", *words])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr().err
    assert left.value.code in {1, 2}, said
    assert len(said) > 10, said
    assert "Traceback" not in said
    assert {path.name for path in desk.iterdir()} <= {*FILES, "out"}


@pytest.mark.parametrize("file", [name for name in FILES if name.startswith("bad-")])
def test_a_wrong_script_is_named_whatever_is_wrong_in_it(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / file).write_text(FILES[file], "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["hudut", "run", file, "--no-pages"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert re.search(rf"^{re.escape(file)}(:[0-9]+)?: ", capsys.readouterr().err, re.MULTILINE)
    assert not (tmp_path / "out").exists()


def test_two_scripts_never_write_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one/play.yaml", "two/Play.yaml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("act: letters", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["hudut", "run", "one/play.yaml", "two/Play.yaml", "--no-pages"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert "would both be written to" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["replay", "frontier", "--json", "--html", "x.html"], "ask for one of them"),
        (["solve", "frontier", "--html", "x.html"], "name it with --act"),
        (["solve", "frontier", "--act", "letters", "--table", "m32-land", "-o", "x.csv"], "leave --act"),
    ],
)
def test_options_of_which_one_would_be_dropped_are_wrong_usage(
    words: list[str],
    message: str,
    typed: Typed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = typed(*words)
    assert code == 2
    assert message in re.sub(r"[│\s]+", " ", said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ["map", "-o", ".", "--data", "nope"],
        ["export", "holdings", "-o", ".", "--data", "nope"],
        ["replay", "nope", "--html", "."],
        ["play", "nope", "--as", "ankara", "--html", "."],
        ["solve", "nope", "--act", "gumru", "--html", "."],
        ["solve", "nope", "--act", "gumru", "-o", "."],
        ["sweep", "nope", "--runs", "1", "--seed", "1", "-o", "."],
        ["book", "--story", "nope", "-o", "."],
    ],
)
def test_where_it_cannot_be_written_is_said_before_anything_is_read(
    words: list[str], typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = typed(*words)
    assert code == 1
    assert said.startswith("hudut: . is a folder; give the name of a file")


@pytest.mark.parametrize(
    "words",
    [
        ["play", "frontier", "--act", "moscow", "--as", "ankara", "--html", "-o", "x.html"],
        ["play", "frontier", "--act", "moscow", "--as", "ankara", "--save", "--others", "random"],
        ["map", "-o", "--lang", "en"],
        ["export", "places", "-o", "--lang", "en"],
        ["run", "one.yaml", "-o", "--workers", "1"],
        ["pack", "-o", "--lang", "en"],
    ],
)
def test_an_option_is_not_taken_for_a_name(
    words: list[str], typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = typed(*words)
    assert code == 2
    assert re.search(r" --?\w+ stands where a name is wanted", re.sub(r"[│\s]+", " ", said))
    assert not list(tmp_path.iterdir())
