"""One play, told by JSON, Markdown, terminal and map alike: what each says is beside tests/answers.py, by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import shapely

from engine.log import Entry, Log, dump, read
from engine.play import apply, initial, is_over, legal_moves
from engine.playthrough import new_log
from hudut.campaigns import Stage, stage
from hudut.debrief import as_markdown, debrief
from hudut.replaying import as_text
from hudut.terminal import Session, play
from tests.answers import DEPARTURE, DISTANCE, FOLDER, ITEMS, KM2, LAND, MOVES, SAID, SEED, WORTH
from tests.hudut.test_plays import hudut

SCRIPT = f"scenario: {FOLDER}\nmoves: [{', '.join(MOVES)}]\n"


@pytest.fixture(scope="module")
def example() -> Stage:
    return stage(str(FOLDER))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `hudut run` writes of the play."""
    folder = tmp_path_factory.mktemp("answers")
    (folder / "play.yaml").write_text(SCRIPT, "utf-8")
    done = hudut("run", str(folder / "play.yaml"), "-o", str(folder))
    assert done.returncode == 0, done.stderr
    assert str(folder / "play" / "map.html") in done.stdout  # what to look at
    return folder / "play"


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of the tables of a Markdown page."""
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines() if line[:1] == "|"]


def test_a_script_writes_its_five_files(ran: Path) -> None:
    assert {path.name for path in ran.iterdir()} == {
        "log.jsonl", "result.json", "comparison.md", "borders.geojson", "map.html",
    }  # fmt: skip


def test_the_result_of_a_run(ran: Path) -> None:
    found = json.loads((ran / "result.json").read_text("utf-8"))["acts"]["mudanya"]
    assert (found["ending"], found["history"]) == ("held", "cleared")
    assert (found["items_changed"], found["km2_changed"]) == (DISTANCE, KM2)
    assert (found["balance"], found["balance_history"]) == ({"strain": "tense"}, {"strain": "calm"})


def test_the_replay_as_json(ran: Path) -> None:
    told = hudut("replay", str(FOLDER), "--log", str(ran / "log.jsonl"), "--json")
    steps = {one["move"]: one for one in json.loads(told.stdout)["steps"]}
    assert steps["u1-curzon.happens"]["date"] == "1922-09~"
    number, _, ours = DEPARTURE
    assert steps[ours]["number"] == number
    assert steps[ours]["variables"] == {"strain": ["tense", "brink"]}
    assert [move for move, one in steps.items() if "changes" in one] == ["u3-table.ankara.seal"]
    changes = {one["territory"]: one for one in steps["u3-table.ankara.seal"]["changes"]}
    assert set(changes) == {"edirne", "rodosto", "karaagach"}
    for one in changes.values():
        assert one["layer"] == "agreed"
        assert "greece" in json.dumps(one["before"])
        assert "ankara" in json.dumps(one["after"])
    assert sum(one["km2"] for one in changes.values()) == pytest.approx(KM2)
    assert steps["mudanya.close"]["ending"] == "held"


def test_history_as_json_is_not_the_play() -> None:
    steps = {one["move"]: one for one in json.loads(hudut("replay", str(FOLDER), "--json").stdout)["steps"]}
    assert steps["mudanya.close"]["ending"] == "cleared"
    changed = {move: sorted(one["territory"] for one in told.get("changes", ())) for move, told in steps.items()}
    assert {move: land for move, land in changed.items() if land} == {
        "u3-table.ankara.seal": ["edirne", "karaagach", "rodosto"],
        "u5-bank.happens": ["karaagach"],
        "u6-province.happens": ["edirne", "rodosto"],
    }


def known_log(example: Stage) -> Log:
    """The play as a person leaves it: moves that are no person's, too, are in it."""
    log = new_log(example.scenario, "mudanya", seed=SEED, seats={"all": "weighted", "ankara": "person"})
    state = initial(example.scenario, "mudanya")
    wanted = list(MOVES)
    while not is_over(example.scenario, state, "mudanya"):
        legal = {one.id: one for one in legal_moves(example.scenario, state)}
        move = legal[wanted.pop(0)] if wanted and wanted[0] in legal else next(iter(legal.values()))
        log = log.add(Entry("move", move.id, move.actor))
        state = apply(example.scenario, state, move)
    assert wanted == []
    return log


@pytest.mark.parametrize("language", SAID)
def test_the_debrief_in_markdown(example: Stage, language: str) -> None:
    said = SAID[language]
    found = debrief(example, known_log(example), "mudanya", language)
    assert found is not None
    assert found.divergence is not None
    assert (found.divergence.number, found.divergence.kind) == DEPARTURE[:2]
    assert [pair[1:] for pair in found.divergence.pairs[language]] == [(said.departed, said.instead)]
    assert (found.distance, len(found.articles), found.worth) == (DISTANCE, ITEMS, WORTH)
    assert found.km2 == pytest.approx(KM2)
    assert_debrief(as_markdown(found, example, language), language)
    assert said.act in as_markdown(found, example, language).splitlines()[0]


def assert_debrief(text: str, language: str) -> None:
    said = SAID[language]
    assert text.index(said.ending) < text.index(said.history_ending)
    cells = rows(text)
    karaagach = next(row for row in cells if row[:3] == ["Karaağaç", said.taken, said.taken_then])
    assert len(karaagach) > 3
    for seat, (ours, theirs) in zip(said.seats, WORTH.values(), strict=True):
        assert [seat, str(ours), str(theirs)] in cells
    assert any(row[1:3] == list(said.strain) for row in cells)
    land = [row for row in cells if len(row) == 5 and row[0] in said.lands]
    assert len(land) == len(LAND)
    assert re.search(rf"\b{DISTANCE}/{ITEMS}\b.*\b19[,. \u202f]691 km²", text)


def test_the_comparison_of_a_run(ran: Path) -> None:
    text = (ran / "comparison.md").read_text("utf-8")
    assert_debrief(text, "en")
    assert_departure(text, "en")


def assert_departure(text: str, language: str) -> None:
    """The debrief says by what the play left history and what history did instead, in words."""
    said = SAID[language]
    (line,) = [one for one in text.splitlines() if said.departed in one and said.instead in one]
    assert line.index(said.instead) < line.index(said.departed)
    assert DEPARTURE[2] not in text


def test_the_terminal_tells_what_came_of_a_choice_once_it_is_made(tmp_path: Path) -> None:
    session = Session(stage("frontier"), "letters", "ankara", "en", tmp_path / "play.jsonl")
    session.open(SEED, "historical")
    session.others_move(lambda _: None)
    while not any(one.after for one in session.step().options):
        session.make(session.moves()[0][0])
        session.others_move(lambda _: None)
    before = "\n".join(text for _, text in session.moves())
    options = {one.id: one for one in session.step().options}
    assert all(one.says["en"] in before for one in options.values())
    assert not any(one.after and one.after["en"] in before for one in options.values())
    move = next(one for one, _ in session.moves() if options[one.option].after)
    after, told = options[move.option].after, list[str]()
    session.make(move)
    session.tell_last(told.append)
    assert after
    assert after["en"] in told[0]


def test_the_terminal_shows_the_table(example: Stage, tmp_path: Path) -> None:
    """Texts of the example act, read off its file: the order to march, then the table with Karaağaç drafted."""
    session = Session(example, "mudanya", "ankara", "en", tmp_path / "play.jsonl")
    session.open(SEED, "weighted")
    told: list[str] = []
    session.others_move(told.append)
    (march,) = [(move, text) for move, text in session.moves() if move.id == "u2-order.march"]
    session.make(march[0])
    session.others_move(told.append)
    assert "Round 1 of" in session.table()
    assert session.table().count("open, not written") == ITEMS
    turkish = next(move for move, _ in session.moves() if move.id == "u3-table.ankara.u-karaagach.turkish")
    session.make(turkish)
    assert SAID["en"].taken in session.table()
    assert session.table().count("open, not written") == ITEMS - 1
    shown = "\n".join([*told, session.table(), *(text for _, text in session.moves())])
    assert not re.search(r"\bu\d-[a-z]|\bu-[a-z]|_", shown)  # no id


@pytest.mark.parametrize("language", SAID)
def test_the_terminal(example: Stage, tmp_path: Path, language: str) -> None:
    """A play that was left before its seal is taken up again, sealed by its number, and told to its debrief."""
    save = tmp_path / "play.jsonl"
    log = known_log(example)
    accepted = next(n for n, one in enumerate(log.entries, 1) if one.move == "u3-table.allies.accept")
    save.write_text(dump(Log(log.header, log.entries[:accepted])), "utf-8")
    session = Session(example, "mudanya", "ankara", language, save)
    assert session.open(SEED, "weighted")
    told: list[str] = []

    def seal(_prompt: str) -> str:
        offered = re.search(r"^ +(\d+) +(?:the text is sealed|metin mühürlenir)", "\n".join(told), re.MULTILINE)
        assert offered, told
        return offered[1]

    play(session, seal, told.append)
    assert_debrief("\n".join(told), language)
    assert_departure("\n".join(told), language)
    for text in ("\n".join(told), as_text(example, log, language)):
        sealed = rf"^ +(?:· )?{SAID[language].lands[2]}, [^:]+: [^:]+ → {SAID[language].seats[0]} \(46 km²\)$"
        assert re.search(sealed, text, re.MULTILINE)
        assert re.search(rf"^ +(?:· )?[^:]+: [^:]+ → {SAID[language].strain[0]}$", text, re.MULTILINE)
    assert [entry.move for entry in read(save.read_text("utf-8")).entries] == [one.move for one in log.entries]


TOWNS = {"edirne": (27.22, 41.73), "rodosto": (27.80, 41.16)}
"""Longitude and latitude of a town well inside: Kırklareli and Çorlu."""


def test_the_borders_of_a_run(ran: Path) -> None:
    content = json.loads((ran / "borders.geojson").read_text("utf-8"))
    for territory, town in TOWNS.items():
        held = [
            (one["properties"]["party"], one["properties"]["status"])
            for one in content["features"]
            if shapely.from_geojson(json.dumps(one["geometry"])).contains(shapely.Point(town))
        ]
        assert held == [LAND[territory, "control"][0]]
