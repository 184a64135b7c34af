"""What is kept between runs is what was read and solved, and is made anew when anything of it changes."""

from __future__ import annotations

import json
import pickletools
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hudut import campaigns
from hudut.campaigns import MADE_OF, stage
from hudut.cli import app
from tests.answers import FOLDER
from tests.registries import PACKAGES


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of the small scenario to be changed, with an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Path(shutil.copytree(FOLDER, tmp_path / "mudanya"))


def opened_anew(folder: Path) -> campaigns.Stage:
    for one in (campaigns._opened, campaigns._rules, campaigns._atlas, campaigns._chronicle):
        one.cache_clear()
    return stage(folder)


def test_a_thawed_stage_is_the_one_that_was_read(monkeypatch: pytest.MonkeyPatch, example: Path) -> None:
    read = opened_anew(example)
    for name in ("load_atlas", "load_chronicle", "load_scenario"):
        monkeypatch.setattr(campaigns, name, lambda *_: pytest.fail("read again"))
    thawed = opened_anew(example)
    assert thawed.scenario is not read.scenario
    assert thawed.scenario.kernel.hash == read.scenario.kernel.hash
    assert thawed.scenario.acts == read.scenario.acts
    assert thawed.scenario.ground.pieces == read.scenario.ground.pieces
    assert thawed.chronicle.events == read.chronicle.events
    assert thawed.atlas.holdings == read.atlas.holdings


def test_a_stage_is_read_again_when_a_file_or_the_kept_one_changes(example: Path) -> None:
    before = opened_anew(example).scenario
    for kept in campaigns._STAGES.folder.iterdir():
        kept.write_bytes(kept.read_bytes()[:-1])
    assert opened_anew(example).scenario.kernel.hash == before.kernel.hash
    act = next((example / "acts").glob("*.yaml"))
    act.write_text(act.read_text("utf-8").replace("u2-order", "u2-ordre", 1), "utf-8")
    assert opened_anew(example).scenario.kernel.hash != before.kernel.hash


def test_what_is_kept_is_made_of_no_other_package(example: Path) -> None:
    opened_anew(example)
    words = {
        word.partition(".")[0]
        for kept in campaigns._STAGES.folder.iterdir()
        for operation, word, _ in pickletools.genops(kept.read_bytes()[72:])
        if isinstance(word, str) and operation.name.endswith("UNICODE")
        if word.partition(".")[0] in PACKAGES and "." in word and " " not in word
    }
    assert words == set(MADE_OF)


def solved(*options: str) -> Any:
    told = CliRunner().invoke(app, ["solve", *options, "--points", "2", "--json"])
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def test_an_answer_is_kept_until_the_question_or_a_file_changes(monkeypatch: pytest.MonkeyPatch, example: Path) -> None:
    weights = example.parent / "mine.yaml"
    weights.write_text("id: mine\ntitles: {tr: Ad, en: Name}\ntext: {tr: Söz, en: Word}\notherwise: even\n", "utf-8")
    asked = [str(example), "--act", "mudanya", "--weights", str(weights)]
    first = solved(*asked)
    with monkeypatch.context() as patch:
        patch.setattr("hudut.analysis.solving.solve", lambda *_, **__: pytest.fail("solved again"))
        assert solved(*asked) == first
    assert solved(*asked[:3])["acts"][0]["endings"] != first["acts"][0]["endings"]
    weights.write_text(weights.read_text("utf-8").replace("even", "authored"), "utf-8")
    assert solved(*asked)["acts"][0]["endings"] == solved(*asked[:3])["acts"][0]["endings"]
