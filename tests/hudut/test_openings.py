"""Any act opens on what an earlier play left: land, text, mark and bad logs. Expected values are reasoned by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.departure import departure
from engine.errors import BadLog
from engine.frame import act_at, day_at, frame
from engine.log import Entry, Log, dump, read
from engine.opening import opening_on
from engine.play import apply, initial, is_over
from engine.playthrough import choose, new_log, play_out
from engine.replay import historical_log, states
from geo.errors import DataError, HudutError
from hudut import api
from hudut.analysis.sampled import sampled
from hudut.campaigns import Stage, stage
from hudut.debrief import as_markdown, debrief
from hudut.openings import opening
from hudut.replaying import as_json, as_text, line
from hudut.scripts import read_script, run_script
from hudut.terminal import Session
from tests.conftest import SOAK
from tests.hudut.test_plays import hudut
from tests.registries import ACTS

NEVER_MARCHED = ("g1-march.call-off",)


@pytest.fixture(scope="module")
def frontier() -> Stage:
    return stage("frontier")


@cache
def no_attack() -> Log:
    """Return act gumru without the attack: the army of the east stays where it is."""
    found = stage("frontier").scenario
    log = new_log(found, "gumru", seats={"all": "historical", "chance": "historical"})
    return play_out(found, log, "gumru", NEVER_MARCHED)


def test_without_the_attack_the_next_act_opens_with_kars_armenian(frontier: Stage) -> None:
    begun = opening(frontier, None, no_attack())
    assert (begun.act, begun.left, begun.between) == ("moscow", "g1-march.call-off", ())
    held = frame(frontier.scenario, initial(frontier.scenario, begun.act, begun.carried)).held
    # Not marched: Kars, Surmalu and Gümrü stay with whoever governs Armenia, on 3 December 1920 its Soviet republic.
    for land in ("kars", "surmalu", "kagizman", "alexandropol"):
        assert held[land, "control"].party == "armenia_ssr"
    # Nothing was signed at Gümrü, so no paper gives Kars to Ankara.
    assert held["kars", "agreed"].party != "ankara"
    history = frame(frontier.scenario, initial(frontier.scenario, "moscow")).held
    assert history["kars", "control"].party == history["kars", "agreed"].party == "ankara"


def test_the_frame_before_the_close_is_the_frame_after_the_opening(frontier: Stage) -> None:
    scenario, log = frontier.scenario, no_attack()
    begun = opening(frontier, None, log)
    assert (
        frame(scenario, states(scenario, log)[-1]).held
        == frame(scenario, initial(scenario, begun.act, begun.carried)).held
    )


@settings(max_examples=200 if SOAK else 25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["random", "weighted", "hard-line", "conciliatory"]))
def test_a_random_campaign_opens_each_act_on_itself_and_no_day_runs_backwards(seed: int, policy: str) -> None:
    """Cut anywhere, a campaign goes on as it did: the same states, and days that never run backwards."""
    found = stage("frontier").scenario
    log = new_log(found, seed=seed, seats={"all": policy, "chance": "weighted" if policy != "random" else "random"})
    state, days = initial(found), [0]
    while not is_over(found, state):
        if found.step_at(state) in found.first.values() and log.entries:
            begun = opening_on(found, log)
            assert begun.act == act_at(found, state)
            assert initial(found, begun.act, begun.carried) == state
            assert (begun.left == "") == (departure(found, log, states(found, log)) is None)
        days.append(day_at(found, state))
        move = choose(found, state, log)
        log, state = log.add(Entry("move", move.id, move.actor)), apply(found, state, move)
    assert days == sorted(days)


def test_history_opens_each_act_on_itself(frontier: Stage) -> None:
    whole = historical_log(frontier.scenario)
    for act in ACTS[1:]:
        begun = opening(frontier, act, whole)
        assert (begun.act, dict(begun.carried), begun.left, begun.between) == (act, {}, "", ())
    first = historical_log(frontier.scenario, (ACTS[0],))
    assert opening(frontier, ACTS[3], first).between == ACTS[1:3]


def test_what_differs_is_told_on_every_surface(frontier: Stage, tmp_path: Path) -> None:
    play = api.run(frontier, after=no_attack(), seats={"chance": "historical"})
    assert play.log.header.act == "moscow"
    left = "28 September 1920"
    kars = "Kars, Kağızman"
    change = "Control: Ankara (occupied) → Armenian SSR (occupied)"
    text = as_text(frontier, play.log, "en")
    comparison = debrief(frontier, play.log, "moscow")
    assert comparison is not None
    session = Session(frontier, opening(frontier, None, no_attack()), "ankara", "en", tmp_path / "play.jsonl")
    session.open(7, "historical")
    for told in (text, as_markdown(comparison, frontier), "\n".join(session.begun_otherwise())):
        assert left in told
        assert any(kars in row and change in row for row in told.splitlines()), told[:2000]
        assert "harsh → none" in told
    content = json.loads(as_json(frontier, play.log, "en"))
    assert content["departed"]["number"] == 0
    assert left in content["departed"]["says"]
    assert {one["territory"] for one in content["opening"]["changes"]} >= {"kars", "alexandropol", "surmalu"}
    assert content["opening"]["variables"]["gumru_text"] == ["harsh", "none"]
    assert all(step["departed"] == 0 for step in content["steps"])
    assert not [step for step in content["steps"] if step.get("certainty") == "attested"]


def test_the_same_log_comes_through_every_door(
    frontier: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("gumru.jsonl").write_text(dump(no_attack()), "utf-8")
    Path("moscow.yaml").write_text("from: gumru.jsonl\nseats: {chance: historical}\n", "utf-8")
    carried = opening(frontier, None, no_attack()).carried
    (folder,) = run_script(Path("moscow.yaml"), Path("runs"), pages=False)
    headers = [read((folder / "log.jsonl").read_text("utf-8")).header]
    headers.append(line(frontier, None, Path("gumru.jsonl")).header)
    headers.append(api.run(frontier, after="gumru.jsonl").log.header)
    headers.append(api.replay(frontier, after=api.Play(frontier, no_attack(), (), {})).log.header)
    for header in headers:
        assert (header.act, header.carried, header.left) == ("moscow", carried, "g1-march.call-off")
    assert json.loads((folder / "result.json").read_text("utf-8"))["script"]["from"] == "gumru.jsonl"
    told = hudut("replay", "frontier", "--from", str(Path("gumru.jsonl").absolute()), "--act", "kars")
    assert told.stderr == "The act moscow lies between; it goes as in history.\n"
    assert "Not history any more: 28 September 1920" in told.stdout


def test_solve_opens_on_a_play(frontier: Stage) -> None:
    """On a branch the exact shares of endings are those of plays that the engine makes there."""
    scenario = frontier.scenario
    letters = play_out(scenario, new_log(scenario, "letters", seed=3, seats={"all": "hard-line"}), "letters")
    begun = opening(frontier, None, letters)
    assert begun.carried
    found = api.solve(frontier, after=letters, points=2)
    assert found["opening"] == {"carried": dict(begun.carried), "left": begun.left}
    assert (found["act"], found["history"]["moves"]) == ("gumru", [])
    drawn = sampled(scenario, begun, {})
    for ending, share in found["endings"].items():
        assert share == pytest.approx(drawn["endings"].get(ending, 0), abs=5 * drawn["standard_error"])
    history = api.solve(frontier, "gumru", points=2)
    assert "opening" not in history
    assert history["endings"] != found["endings"]
    assert history["history"]["ending"] == found["history"]["ending"]
    assert [one["history"] for one in history["items"].values()] == [one["history"] for one in found["items"].values()]


def unfinished() -> Log:
    """Return the log of act gumru without its last twelve entries."""
    log = no_attack()
    return Log(log.header, log.entries[:-12])


@pytest.mark.parametrize(
    ("log", "act", "says"),
    [
        (no_attack, "gumru", "begins with 'gumru' and plays nothing that comes before 'gumru'. Give the log of an"),
        (
            no_attack,
            "letters",
            "begins with 'gumru' and plays nothing that comes before 'letters'.*--act moscow or kars",
        ),
        (no_attack, "moskow", "has no act 'moskow'. Did you mean 'moscow'"),
        (
            unfinished,
            None,
            "stops within the act 'gumru' at 'g.*Play that act to its close, or open it anew: --act gumru",
        ),
        (unfinished, "moscow", "stops within the act 'gumru' at"),
        (lambda: historical_log(stage("frontier").scenario), None, "closes '.*', the last act; no act follows"),
        (lambda: Log(no_attack().header), None, "begins with 'gumru' and plays nothing"),
    ],
)
def test_a_log_that_does_not_lead_to_the_act_is_refused(
    frontier: Stage, log: Callable[[], Log], act: str | None, says: str
) -> None:
    with pytest.raises(HudutError, match=says):
        opening(frontier, act, log())


def test_a_log_of_other_rules_or_another_scenario_is_refused(frontier: Stage, tmp_path: Path) -> None:
    good = dump(no_attack())
    head, *rest = good.splitlines(keepends=True)
    for broken, says in {
        "": "other.jsonl: the file is empty",
        head.replace('"scenario": "frontier"', '"scenario": "mudanya"'): "of the scenario 'mudanya', not of 'frontier'",
        head.replace(
            '"hash": "', '"hash": "0'
        ): r"Hudut .* wrote it with other rules of 'frontier'.* have changed since",
        head.replace('"format": 2', '"format": 1'): "the rules of logs have changed",
        head + "".join(rest[:9] + rest[10:]): "chain is broken",
    }.items():
        path = tmp_path / "other.jsonl"
        path.write_text(broken, "utf-8")
        with pytest.raises(BadLog, match=says):
            opening(frontier, None, path)


def test_history_that_is_not_legal_in_between_is_said(frontier: Stage) -> None:
    """After most plays the acts between can go as in history; after some not, and then nothing is guessed."""
    found, said = frontier.scenario, set()
    for seed in range(60):
        log = play_out(
            found, new_log(found, "moscow", seed=seed, seats={"all": "random", "chance": "random"}), "moscow"
        )
        try:
            said.add(" ".join(opening_on(found, log, ACTS[-1]).between))
        except BadLog as error:
            said.add(str(error))
    said.remove(" ".join(ACTS[3:-1]))
    assert said
    assert all("cannot go as in history after this play: the move 'k" in one for one in said)
    assert all(one.endswith("Play that act first: --act kars.") for one in said)


def test_a_header_that_names_no_move_is_refused(frontier: Stage) -> None:
    log = new_log(frontier.scenario, "moscow", left="g1-march.cal-off")
    with pytest.raises(BadLog, match=r"left: there is no move 'g1-march.cal-off'. Did you mean 'g1-march.call-off'"):
        states(frontier.scenario, log)


def test_a_mark_stands_also_where_nothing_is_inherited(frontier: Stage) -> None:
    log = new_log(frontier.scenario, "moscow", left="g1-march.call-off")
    assert "28 September 1920" in as_text(frontier, log, "en")


def test_what_a_teacher_brought_in_is_told_after_the_act(frontier: Stage) -> None:
    found = frontier.scenario
    log = new_log(found, "gumru", seats={"all": "historical", "chance": "historical"})
    log = log.add(Entry("move", "gumru.open", "chance"))
    log = log.add(Entry("inject", effects=(("set", "lev", 3),)))
    begun = opening_on(found, play_out(found, log, "gumru"))
    assert begun.left.endswith(".inject")
    assert "Brought in by the teacher" in as_text(frontier, new_log(found, begun.act, left=begun.left), "en")


def test_a_script_that_goes_on_from_a_bad_log_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "play.yaml").write_text("seed: 3\nfrom: nowhere.jsonl\n", "utf-8")
    with pytest.raises(DataError, match=r"play\.yaml:2.*from: .*nowhere\.jsonl cannot be read"):
        read_script(tmp_path / "play.yaml")
    (tmp_path / "gumru.jsonl").write_text(dump(no_attack()), "utf-8")
    (tmp_path / "play.yaml").write_text("from: gumru.jsonl\nuntil: letters\n", "utf-8")
    with pytest.raises(DataError, match=r"play\.yaml:2.*'letters' comes before 'moscow'"):
        read_script(tmp_path / "play.yaml")


def test_a_kept_play_that_was_opened_elsewhere_is_not_resumed(frontier: Stage, tmp_path: Path) -> None:
    save = tmp_path / "play.jsonl"
    session = Session(frontier, opening(frontier, None, no_attack()), "ankara", "en", save)
    assert not session.open(7, "historical")
    session.keep()
    assert Session(frontier, opening(frontier, None, no_attack()), "ankara", "en", save).open(7, "historical")
    with pytest.raises(HudutError, match="opened elsewhere than the one asked for"):
        Session(frontier, opening(frontier, "moscow"), "ankara", "en", save).open(7, "historical")
