"""Replaying, playing and running the campaign, as a person at the terminal does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from engine.frame import frame
from engine.log import dump
from engine.replay import historical_log, states
from geo.dates import iso
from geo.errors import DataError, HudutError
from geo.holdings import LAYERS, STATUSES
from geo.load import load
from hudut.api import replay, run, scenario
from hudut.campaigns import Stage, stage
from hudut.cli import main
from hudut.debrief import as_markdown, debrief
from hudut.overlay import overlaid
from hudut.replaying import as_json, as_text, replayed, write_page
from hudut.scripts import read_script, run_script, variants
from maps.packing import unpacked


@pytest.fixture(scope="module")
def frontier() -> Stage:
    return stage("frontier")


def hudut(*words: str, answers: str = "") -> subprocess.CompletedProcess[str]:
    """Do a command in this process; one of its own takes a second until it has read the data, see test_cli.py."""
    out, errors = TextIOWrapper(BytesIO(), "utf-8"), TextIOWrapper(BytesIO(), "utf-8")
    code: object = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
        patch.setattr(sys, "argv", ["hudut", *words])
        patch.setattr(sys, "stdin", StringIO(answers))
        for name, value in {"NO_COLOR": "1", "COLUMNS": "100"}.items():
            patch.setenv(name, value)
        try:
            main()
        except SystemExit as left:
            code = left.code or 0
        said = []
        for stream in (out, errors):
            stream.flush()
            said.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(words, code if isinstance(code, int) else 1, *said)


def test_replay_tells_date_who_what_sources_and_the_map() -> None:
    done = hudut("replay", "frontier", "--act", "gumru")
    assert done.returncode == 0, done.stderr
    assert "28 September 1920  Ankara:" in done.stdout
    # Dates are in words; 1918-20 in the title of a book is none.
    assert not re.search(r"\d{4}-(0[1-9]|1[0-2])\b|\d~", re.sub(r"<[^>]*>", "", done.stdout))
    assert "Turhan Ada, Rus-Batı" in done.stdout
    assert not re.search(r"\bada \d", done.stdout)  # a source has its title, not its key
    assert "Kars, Control: Republic of Armenia (occupied) → Ankara (occupied)" in done.stdout


def test_history_never_leaves_itself(frontier: Stage) -> None:
    for acts in (None, *((act,) for act in frontier.scenario.acts)):
        told = json.loads(as_json(frontier, historical_log(frontier.scenario, acts), "en"))
        assert "departed" not in told
        assert not any("departed" in step or step.get("certainty") == "as-history" for step in told["steps"])


def test_a_play_that_left_history_says_where_and_marks_nothing_after_it_attested(
    frontier: Stage, tmp_path: Path
) -> None:
    """In October 1920 the order to march is made to wait; from there on no source speaks of this play."""
    path = tmp_path / "waits.yaml"
    path.write_text("scenario: frontier\nact: gumru\nseats: {all: historical}\nmoves: [g1-march.wait]\n", "utf-8")
    (folder,) = run_script(path, tmp_path, pages=False)
    _, log = replayed("frontier", None, folder / "log.jsonl")
    told = json.loads(as_json(frontier, log, "en"))
    number = told["departed"]["number"]
    assert log.entries[number - 1].move.startswith("g1-march.wait")
    says = told["departed"]["says"]
    assert says.startswith("Not history any more: 28 September 1920, ")
    before = [step for step in told["steps"] if step["number"] < number]
    after = [step for step in told["steps"] if step["number"] >= number]
    assert not any("departed" in step for step in before)
    assert {step["departed"] for step in after} == {number}
    assert not {"attested", "standard"} & {step.get("certainty") for step in after}
    known = [step for step in after if step.get("certainty") == "as-history"]
    assert known
    assert all(step["sources"] for step in known)
    assert as_text(frontier, log, "en").startswith(says)
    assert "[as in history] " in as_text(frontier, log, "en")
    assert f"* {says}" in (folder / "comparison.md").read_text("utf-8")
    assert json.loads((folder / "borders.geojson").read_text("utf-8"))["departed"] == told["departed"]


def test_a_table_that_breaks_off_is_no_sources_word(frontier: Stage) -> None:
    """Its step rests on what was signed there; that nobody signed is the play's."""
    log = run(frontier, act="moscow", seats={"all": "historical"}, moves=["m32-land.moscow.break"]).log
    told = json.loads(as_json(frontier, log, "en"))
    (broken,) = [step for step in told["steps"] if step["move"] == "m32-land.moscow.break"]
    assert broken["certainty"] == "invented"
    assert "sources" not in broken
    assert any(step["certainty"] == "as-history" for step in told["steps"] if step["number"] > broken["number"])


def test_a_play_from_another_past_is_never_history(frontier: Stage) -> None:
    log = run(frontier, act="moscow", seats={"all": "historical"}, carried={"kars": "armenia"}).log
    told = json.loads(as_json(frontier, log, "en"))
    assert told["departed"] == {"number": 0, "says": "Not history: the play begins elsewhere."}
    assert not {"attested", "standard"} & {step.get("certainty") for step in told["steps"]}


@pytest.mark.parametrize("act", ["gumru", "moscow"])
def test_no_id_of_a_party_status_layer_or_certainty_is_printed_as_a_word(frontier: Stage, act: str) -> None:
    """In Turkish, where no id is also a word of the language but for proper names."""
    log = historical_log(frontier.scenario, (act,))
    found = debrief(frontier, run(frontier, act=act, seats={"all": "random"}).log, act, "tr")
    assert found is not None
    text = re.sub(r"<[^>]*>|`[^`]*`", "", as_text(frontier, log, "tr") + as_markdown(found, frontier, "tr"))
    ids = {"armenia", "georgia", "russia", "armenia_ssr", "georgia_ssr", "nakhchivan_ssr", *LAYERS, *STATUSES}
    ids |= {"attested", "standard", "inferred", "invented"}
    citations = re.compile(r"^    \[.*$", re.MULTILINE)  # titles of sources are in their own languages
    assert all(re.match(r"    \[(belgeli|genel kaynak|çıkarım|kurgu)\] ", line) for line in citations.findall(text))
    words = set(re.findall(r"[\w-]+", citations.sub("", text)))
    assert not words & ids


def test_the_page_of_a_play_in_one_language_has_no_word_of_another(frontier: Stage, tmp_path: Path) -> None:
    log = historical_log(frontier.scenario, ("letters",))
    for language, note, other in (("tr", "Bu oyunda böyle oldu.", "As played."), ("en", "As played.", "Bu oyunda")):
        write_page(frontier, log, tmp_path / "page.html", language)
        text = (tmp_path / "page.html").read_text("utf-8")
        title = re.search(r"<title>(.*?)</title>", text)
        assert title
        assert {"tr": "26 Nisan 1920", "en": "26 April 1920"}[language] in title[1]
        packed = text.partition('_late">')[2].partition("</script>")[0].strip("\n")
        late = json.dumps(unpacked(packed), ensure_ascii=False)
        assert note in late
        assert other not in late + text


def test_replay_as_json_is_stable_and_complete() -> None:
    content = json.loads(hudut("replay", "frontier", "--act", "moscow", "--json").stdout)
    assert content["scenario"] == "frontier"
    assert {"number", "act", "day", "date", "move", "title", "text"} <= set(content["steps"][0])
    assert content["steps"][-1]["ending"] == "friendship"
    changes = [change for step in content["steps"] for change in step.get("changes", [])]
    assert {"territory", "layer", "before", "after", "km2"} == set(changes[0])
    assert {"party", "status"} == set(changes[0]["after"])


def test_replay_of_a_log_equals_history_and_a_touched_log_is_refused(frontier: Stage, tmp_path: Path) -> None:
    log = tmp_path / "moscow.jsonl"
    log.write_text(dump(historical_log(frontier.scenario, ("moscow",))), "utf-8")
    told = hudut("replay", "frontier", "--log", str(log), "--json")
    assert (
        json.loads(told.stdout)["steps"]
        == json.loads(hudut("replay", "frontier", "--act", "moscow", "--json").stdout)["steps"]
    )
    log.write_text(log.read_text("utf-8").replace("m5-suphi.expel", "m5-suphi.admit"), "utf-8")
    done = hudut("replay", "frontier", "--log", str(log))
    assert done.returncode == 1
    assert "the chain is broken" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_log_that_ends_early_says_so(frontier: Stage, tmp_path: Path) -> None:
    lines = dump(historical_log(frontier.scenario, ("letters",))).splitlines(keepends=True)
    log = tmp_path / "letters.jsonl"
    for count, whole in ((len(lines), True), (len(lines) - 1, False), (9, False), (1, False)):
        log.write_text("\ufeff" + "".join(lines[:count]) + "\n", "utf-8")
        found, read = replayed("frontier", None, log)
        note = f"The log ends before the act is over; entries: {count - 1}."
        assert (note in as_text(found, read, "en")) is not whole
        assert json.loads(as_json(found, read, "en"))["over"] is whole
    done = hudut("replay", "frontier", "--log", str(log), "--html", str(tmp_path / "page.html"))
    assert done.returncode == 1
    assert "has a header but no entries" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("replay", "frontir"), "'frontier'"),
        (("replay", "frontier", "--act", "moscov"), "'moscow'"),
        (("replay", "frontier", "--log", "nowhere.jsonl"), "cannot be read"),
        (("play", "frontier", "--act", "moscow", "--as", "ankra"), "'ankara'"),
        (("play", "frontier", "--as", "ankara", "--others", "hardline"), "'hard-line'"),
        (("run", "nowhere.yaml"), "the file is missing"),
    ],
)
def test_a_wrong_word_names_the_right_one(
    words: tuple[str, ...], message: str, typed: Callable[..., tuple[object, str]]
) -> None:
    code, said = typed(*words)
    assert code == 1, said
    assert message in said
    assert "Traceback" not in said


def test_an_act_is_played_to_its_debrief_with_undo_and_resume(tmp_path: Path) -> None:
    save = tmp_path / "play.jsonl"
    command = ("play", "frontier", "--act", "letters", "--as", "ankara", "--seed", "3", "--save", str(save))
    first = hudut(*command, answers="1\n1\nu\n2\nq\n")
    assert first.returncode == 0, first.stderr
    assert "For your eyes only" in first.stdout
    kept = save.read_text("utf-8").splitlines()
    assert any('"undo"' in line for line in kept)
    second = hudut(*command, answers="1\n" * 80)
    assert second.returncode == 0, second.stderr
    assert "Resuming" in second.stdout
    assert "Your play beside history" in second.stdout
    assert save.with_suffix(".html").stat().st_size > 100_000
    assert save.read_text("utf-8").splitlines()[: len(kept)] == kept


def test_a_closed_terminal_loses_nothing(tmp_path: Path) -> None:
    save = tmp_path / "play.jsonl"
    done = hudut("play", "frontier", "--act", "letters", "--as", "ankara", "--save", str(save), answers="1\n")
    assert done.returncode == 0, done.stderr
    assert "resumes it" in done.stdout
    assert len(save.read_text("utf-8").splitlines()) > 2


def test_vary_plays_every_combination_and_the_same_script_gives_the_same_logs(tmp_path: Path) -> None:
    script = tmp_path / "many.yaml"
    script.write_text(
        "act: letters\nseats: {all: weighted}\nvary: {seed: [1, 2], seats.moscow: [hard-line, random]}\n", "utf-8"
    )
    assert len(variants(read_script(script))) == 4
    one = run_script(script, tmp_path / "a", pages=False)
    two = run_script(script, tmp_path / "b", pages=False)
    assert [(path / "log.jsonl").read_bytes() for path in one] == [(path / "log.jsonl").read_bytes() for path in two]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("act: gumri\n", r"script\.yaml:1: act: 'gumri' is unknown\. Did you mean 'gumru'"),
        ("act: gumru\nmoves: [g1-march.run]\n", r"script\.yaml:2: moves/0: 'g1-march\.run' is unknown"),
        ("seats: {moskow: weighted}\n", r"script\.yaml:1: seats/moskow: 'moskow' is unknown\. Did you mean 'moscow'"),
        ("seats: {moscow: nice}\n", r"'nice' is unknown"),
        ("carried: {gald: 3}\n", r"carried/gald: 'gald' is unknown\. Did you mean 'gold'"),
        ("speed: 3\n", r"script\.yaml:1: speed: there is no such field"),
        ("act: [\n", r"script\.yaml:\d: the file is broken"),
        ("act: !!python/object:os.system x\n", r"script\.yaml:1: the file is broken"),
        ("a: &a [1]\nb: *a\n", r"alias \*a is not allowed"),
        ("- 1\n", r"holds no records"),
        ("[" * 5000, r"script\.yaml"),
    ],
)
def test_a_bad_script_is_refused_before_anything_is_written(tmp_path: Path, text: str, message: str) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        read_script(script)
    assert [path.name for path in tmp_path.iterdir()] == ["script.yaml"]


def test_a_move_that_is_legal_nowhere_is_reported(frontier: Stage, tmp_path: Path) -> None:
    made = ["g1-march.call-off", "g27-sign.sign"]
    play = run(frontier, act="gumru", moves=[*made, "m24-batum-decision.keep"], seats={"chance": "historical"})
    assert "m24-batum-decision.keep" in play.result["never_made"]
    assert "g1-march.call-off" not in play.result["never_made"]
    assert run(frontier, act="letters", moves=["l23-draft.l-border.silent"]).result["never_made"] == []
    script = tmp_path / "other.yaml"
    script.write_text("act: letters\nmoves: [g1-march.call-off]\n", "utf-8")
    done = hudut("run", str(script), "-o", str(tmp_path / "out"), "--no-pages")
    assert done.returncode == 0
    assert "the move g1-march.call-off was legal nowhere" in done.stderr


def test_python_takes_inherited_values_and_refuses_unknown_ones(frontier: Stage) -> None:
    free = {"all": "historical", "chance": "historical"}
    assert run(frontier, act="kars", seats=free, carried={"gold": 0}).log.header.carried == {"gold": 0}
    with pytest.raises(HudutError, match="Did you mean 'gold'"):
        run(frontier, act="kars", carried={"gald": 0})
    with pytest.raises(HudutError, match="gold has no value 'many'"):
        run(frontier, act="kars", carried={"gold": "many"})
    with pytest.raises(HudutError, match="g1-march"):
        run(frontier, act="gumru", moves=["g1-march.callof"])


def test_a_run_may_inherit_land(frontier: Stage) -> None:
    inherited = run(frontier, act="moscow", seats={"chance": "historical"}, carried={"kars": "armenia"})
    first, *_ = states(frontier.scenario, inherited.log)
    assert frame(frontier.scenario, first).held["kars", "control"].holder == ("armenia", "occupied")
    with pytest.raises(HudutError, match=r"kars has no value 'greece'; it runs from 0 to 4 \(armenia, soviet"):
        run(frontier, act="moscow", carried={"kars": "greece"})


def test_too_many_variants_are_refused(tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(f"vary: {{seed: {list(range(2000))}}}\n", "utf-8")
    with pytest.raises(HudutError, match="2000 plays"):
        variants(read_script(script))


def test_five_lines_of_python_do_the_same(frontier: Stage) -> None:
    assert replay(scenario("frontier"), "moscow").result["acts"]["moscow"]["ending"] == "friendship"
    play = run(scenario("frontier"), act="gumru", moves=["g1-march.call-off"], seats={"chance": "historical"})
    assert play.result["acts"]["gumru"]["ending"] != "gumru"


def test_the_atlas_under_the_whole_campaign_has_one_holder_a_day(frontier: Stage) -> None:
    under = overlaid(frontier, historical_log(frontier.scenario))
    for day in ("1920-12-20", "1921-03-16", "1922-06-01", "1923-07-24"):
        for layer in ("control", "title"):
            assert {row.territory for row in under.rows_at(day, layer)} == set(frontier.atlas.territories)  # type: ignore[arg-type]


def test_the_atlas_under_a_play_differs_only_on_the_stakes(frontier: Stage) -> None:
    play = run(frontier, act="gumru", moves=["g1-march.call-off"], seats={"chance": "historical"})
    under = overlaid(frontier, play.log)
    stakes = set(frontier.scenario.acts["gumru"].stakes)
    day = "1920-12-20"
    for layer in ("control", "title"):
        real = {row.territory: (row.party, row.status) for row in load().rows_at(day, layer)}  # type: ignore[arg-type]
        played = {row.territory: (row.party, row.status) for row in under.rows_at(day, layer)}  # type: ignore[arg-type]
        assert set(real) == set(played)
        assert {key for key in real if real[key] != played[key]} <= stakes
    assert under.holder("kars", day).party == "armenia_ssr" or under.holder("kars", day).party == "armenia"  # type: ignore[union-attr]


def test_what_a_play_found_stands_under_the_cause_of_the_atlas(frontier: Stage) -> None:
    """Kars was Ankara's since 30 October 1920 when the talks of 1921 opened, and not since they opened."""
    under = overlaid(frontier, historical_log(frontier.scenario, ("moscow",)))
    row = next(row for row in under.history("kars", "control") if iso(row.start.first) == "1920-10-30")
    assert under.bases[row.basis].titles["en"] == "Capture of Kars by Ankara\u2019s troops"
    openings = {act.titles["en"] for act in frontier.scenario.acts.values()}
    assert not {under.bases[one.basis].titles["en"] for one in under.holdings} & openings


def test_an_approximate_step_stays_approximate_on_the_map_of_a_play(frontier: Stage) -> None:
    """The taking of Sharur, about 20 July 1920: its day begins the holding, and the cause says that it is about."""
    under = overlaid(frontier, historical_log(frontier.scenario, ("letters",)))
    row = next(row for row in under.history("sharur", "control") if iso(row.start.first) == "1920-07-20")
    assert under.bases[row.basis].date.text == "1920-07-20~"
