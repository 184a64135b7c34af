"""The rules on the toy campaign: what docs/kernel.md promises."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadLog, IllegalMove
from engine.explore import live_variables, outcomes, project, reachable
from engine.frame import act_at, day_at, ending, frame
from engine.log import Entry, Header, Log, dump, read
from engine.play import apply, historical_moves, initial, is_over, legal_moves
from engine.policies import POLICIES, draw_of, policy_of, scripted, uniform
from engine.reach import Reach
from engine.replay import historical_log, moves_that_count, replay, states
from engine.rules import State, digest
from geo.dates import iso
from geo.errors import HudutError
from scenarios.expand import Scenario
from scenarios.ground import Held
from scenarios.kernel import Guard

HISTORY = [
    "quarrel.open", "q1-letter.warm", "q2-march.comes.1", "q3-thaw.skip", "quarrel.close",
    "fair.open", "f1-table.east.f-land.to-east", "f1-table.east.f-price.much", "f1-table.east.pass",
    "f1-table.west.accept", "f1-table.east.seal", "fair.close",
]  # fmt: skip


HEAD = '{"format": 2, "engine": "1", "scenario": "toy", "hash": "x"'


def value(scenario: Scenario, state: State, name: str) -> int:
    return state[scenario.kernel.position[name]]


def play(scenario: Scenario, *moves: str, state: State | None = None) -> State:
    here = initial(scenario) if state is None else state
    for move in moves:
        here = apply(scenario, here, move)
    return here


def wander(scenario: Scenario, seed: int, name: str = "random") -> Log:
    """Play the whole campaign by a policy."""
    log = Log(Header(scenario.id, scenario.kernel.hash, seed=seed))
    state = initial(scenario)
    while legal := legal_moves(scenario, state):
        move = POLICIES[name](scenario, state, legal, draw_of(seed, len(log.entries)))
        log = log.add(Entry("move", move.id, move.actor))
        state = apply(scenario, state, move)
    return log


def test_history_is_legal_and_is_this(toy: Scenario) -> None:
    assert [entry.move for entry in historical_log(toy).entries] == HISTORY


def test_the_second_act_starts_where_history_left_the_first(toy: Scenario) -> None:
    assert value(toy, initial(toy, "fair"), "trust") == 2
    assert initial(toy, "fair") == play(toy, *HISTORY[:5])


def test_inherited_values_may_differ_from_history(toy: Scenario) -> None:
    assert value(toy, initial(toy, "fair", {"trust": 0}), "trust") == 0
    assert value(toy, initial(toy, "fair", {"deal": "half"}), "deal") == 1
    with pytest.raises(HudutError, match="'trust'"):
        initial(toy, "fair", {"trsut": 1})
    with pytest.raises(HudutError, match="has no value 9"):
        initial(toy, "fair", {"trust": 9})
    with pytest.raises(HudutError, match="'fair'"):
        initial(toy, "fare")


def test_a_step_that_does_not_apply_is_skipped_and_one_that_does_happens(toy: Scenario) -> None:
    cold = play(toy, "quarrel.open", "q1-letter.cold", "q2-march.stays")
    assert [move.id for move in legal_moves(toy, cold)] == ["q3-thaw.happens"]
    assert value(toy, play(toy, "q3-thaw.happens", state=cold), "trust") == 1


def test_an_act_closes_by_forgetting_what_it_does_not_carry(toy: Scenario) -> None:
    after = play(toy, *HISTORY[:5])
    assert value(toy, after, "quarrel.marched") == 0
    assert value(toy, after, "trust") == 2


def test_an_act_may_be_void(toy: Scenario) -> None:
    state = initial(toy, "fair", {"trust": 0})
    assert [move.id for move in legal_moves(toy, state)] == ["fair.void"]
    closed = play(toy, "fair.void", "f1-table.skip", "fair.close", state=state)
    assert is_over(toy, closed)
    assert legal_moves(toy, closed) == ()


def test_an_amendment_clears_the_other_seats_acceptance(toy: Scenario) -> None:
    table = play(toy, "fair.open", state=initial(toy, "fair"))
    accepted = play(toy, "f1-table.east.f-land.to-east", "f1-table.east.accept", state=table)
    assert "f1-table.west.seal" in [move.id for move in legal_moves(toy, accepted)]
    amended = play(toy, "f1-table.west.f-land.shared", state=accepted)
    ids = [move.id for move in legal_moves(toy, amended)]
    assert "f1-table.west.seal" not in ids
    assert "f1-table.west.accept" not in ids or value(toy, amended, "at.round") == 0


def test_a_turn_makes_at_most_two_amendments_in_the_order_of_the_items(toy: Scenario) -> None:
    table = play(toy, "fair.open", state=initial(toy, "fair"))
    once = play(toy, "f1-table.east.f-price.much", state=table)
    assert not [move for move in legal_moves(toy, once) if ".f-land." in move.id]
    twice = play(toy, "f1-table.east.f-land.shared", "f1-table.east.f-price.much", state=table)
    assert [move.id for move in legal_moves(toy, twice)] == ["f1-table.east.accept", "f1-table.east.pass"]


def test_talks_lapse_after_the_last_word_of_the_last_round(toy: Scenario) -> None:
    table = play(toy, "fair.open", state=initial(toy, "fair"))
    turns = ["f1-table.east.pass", "f1-table.west.pass", "f1-table.east.pass", "f1-table.west.lapse"]
    lapsed = play(toy, *turns, state=table)
    assert value(toy, lapsed, "trust") == 0
    assert ending(toy, lapsed, "fair") == "broken"


def test_seal_and_break_leave_no_scratch(toy: Scenario) -> None:
    scratch = [variable.id for variable in toy.kernel.variables if variable.id.startswith("at.")]
    for end in (HISTORY[6:11], ["f1-table.east.break"]):
        state = play(toy, "fair.open", *end, state=initial(toy, "fair"))
        assert all(value(toy, state, name) == 0 for name in scratch)


def test_an_open_item_can_be_sealed_only_where_it_may_stay_open(toy: Scenario) -> None:
    table = play(toy, "fair.open", state=initial(toy, "fair"))
    assert "f1-table.east.accept" not in [move.id for move in legal_moves(toy, table)]
    land = play(toy, "f1-table.east.f-land.shared", state=table)
    assert "f1-table.east.accept" in [move.id for move in legal_moves(toy, land)]


def test_the_frame_follows_the_rules_and_else_the_atlas(toy: Scenario) -> None:
    before = frame(toy, play(toy, "quarrel.open"))
    assert before.holders() == {("right", "control"): ("west", "sovereign"), ("right", "title"): ("west", "sovereign")}
    after = frame(toy, play(toy, *HISTORY[:3]))
    assert after.held["right", "control"].holder == ("east", "occupied")
    assert after.held["right", "control"].by == "right"
    assert after.held["right", "agreed"].by == "paper"
    assert after.holders()["right", "agreed"] == ("east", "sovereign")
    assert frame(toy, play(toy, *HISTORY[:11])).holders()["right", "title"] == ("east", "sovereign")


def reading_an_item(toy: Scenario) -> Scenario:
    """The toy with an ending that reads the item itself, as a newcomer writes it."""
    taken: Guard = ["==", "f-land", 1]
    return replace(toy, endings={**toy.endings, "fair": (("by-item", taken), *toy.endings["fair"])})


def test_a_draft_moves_no_land_and_ends_nothing_until_the_seal(toy: Scenario) -> None:
    reading = reading_an_item(toy)
    table = play(toy, "fair.open", state=initial(toy, "fair"))
    drafted = play(toy, "f1-table.east.f-land.to-east", state=table)
    assert value(toy, drafted, "f-land") == 1
    assert frame(reading, drafted).held == frame(reading, table).held
    assert ending(reading, drafted, "fair") == ending(reading, table, "fair") == "broken"
    sealed = play(toy, *HISTORY[7:11], state=drafted)
    assert frame(reading, sealed).holders()["right", "title"] == ("east", "sovereign")
    assert ending(reading, sealed, "fair") == "by-item"


def test_an_illegal_move_names_the_legal_ones(toy: Scenario) -> None:
    with pytest.raises(IllegalMove, match=r"q1-letter\.warm"):
        play(toy, "quarrel.open", "q1-letter.worm")
    with pytest.raises(IllegalMove):
        play(toy, "q1-letter.warm")


@given(st.integers(0, 10_000), st.sampled_from(sorted(POLICIES)))
def test_random_play_keeps_every_variable_in_its_domain_and_ends(toy: Scenario, seed: int, name: str) -> None:
    log = wander(toy, seed, name)
    for state in states(toy, log):
        for variable, number in zip(toy.kernel.variables, state, strict=True):
            assert 0 <= number < variable.size
    assert is_over(toy, replay(toy, log))


@given(st.integers(0, 10_000))
def test_a_log_reads_back_as_itself(toy: Scenario, seed: int) -> None:
    log = wander(toy, seed)
    again = read(dump(log))
    assert again == log
    assert dump(again) == dump(log)
    assert digest(replay(toy, again)) == digest(replay(toy, log))


@given(st.integers(0, 10_000), st.data())
def test_a_log_that_was_touched_is_refused(toy: Scenario, seed: int, data: st.DataObject) -> None:
    lines = dump(wander(toy, seed)).splitlines(keepends=True)
    number = data.draw(st.integers(1, len(lines) - 2))
    touched = data.draw(st.sampled_from(["drop", "swap", "edit"]))
    if touched == "drop":
        lines.pop(number)
    elif touched == "swap":
        lines[number], lines[number + 1] = lines[number + 1], lines[number]
    else:
        lines[number] = lines[number].replace('"move"', '"inject"', 1)
    with pytest.raises(BadLog, match=r"log:\d+"):
        read("".join(lines))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("rubbish\n", "log:1: it is not JSON"),
        ("[]\n", "log:1: it is not a JSON object"),
        ("\n \n", "empty"),
        ('{"format": 99, "engine": "1"}\n', "log:1: a Hudut before logs named it wrote it with format 99"),
        ('{"format": 1, "engine": "1"}\n', "format 2: the rules of logs have changed. Replay it with the version"),
        ('{"format": 1, "version": "7.1", "engine": "1"}\n', "log:1: Hudut 7.1 wrote it with format 1, this is Hudut"),
        ('{"format": true, "engine": "1"}\n', "wrote it with format True"),
        ('{"engine": "1"}\n', "wrote it with format none"),
        ('{"format": 2, "engine": "0"}\n', "wrote it with engine '0'"),
        ('{"format": 2, "engine": "1", "hash": "x"}\n', "the field 'scenario' is missing"),
        (f'{HEAD}, "seets": {{}}}}\n', "log:1: there is no field 'seets'. Did you mean 'seats'"),
        (f'{HEAD}, "seats": []}}\n', r"log:1: seats: \[\] does not fit: input should be an object"),
        (f'{HEAD}, "seats": {{"a": 1}}}}\n', "log:1: seats/a: 1 does not fit: input should be a valid string"),
        (f'{HEAD}, "seed": "x"}}\n', "log:1: seed: 'x' does not fit: input should be a valid integer"),
        (f'{HEAD}, "seed": true}}\n', "log:1: seed: True does not fit"),
        (
            f'{HEAD}}}\n{{"kind": "dance"}}\n',
            "log:2: kind: 'dance' does not fit: input should be 'move', 'undo' or 'inject'",
        ),
        (f'{HEAD}}}\n{{"kind": "move", "effects": [["add", "x"]]}}\n', "log:2: the field 'effects/0/2' is missing"),
        (f'{HEAD}}}\n{{"kind": "move", "clock": "\\ud800"}}\n', "log:2: it is not JSON"),
        (f'{HEAD}}}\n{{"kind": "move", "clock": "\ud800"}}\n', "log:2: it holds half a letter"),
        (f'{HEAD}}}\n{{"kind": "mo', "log:2: the last line is cut off"),
        ("[" * 100_000 + "\n", "log:1"),
        ("x" * 10_000_000, "is no log"),
    ],
)
def test_rubbish_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(BadLog, match=message):
        read(text)


def test_a_log_of_another_scenario_or_version_of_it_is_refused(toy: Scenario) -> None:
    with pytest.raises(BadLog, match="not of 'toy'"):
        replay(toy, Log(Header("other", toy.kernel.hash)))
    with pytest.raises(BadLog, match=r"Hudut 6\.5 wrote it with other rules of 'toy'.*Replay it with that version"):
        replay(toy, Log(Header("toy", "0" * 64, version="6.5")))


def test_undo_fork_and_inject_are_entries_like_others(toy: Scenario) -> None:
    log = Log(Header(toy.id, toy.kernel.hash))
    for move in HISTORY[:3]:
        log = log.add(Entry("move", move))
    undone = log.add(Entry("undo", to=1))
    assert replay(toy, undone) == play(toy, HISTORY[0])
    again = undone.add(Entry("move", "q1-letter.cold"))
    assert [entry.move for _, entry in moves_that_count(again)] == ["quarrel.open", "q1-letter.cold"]
    raised = again.add(Entry("inject", effects=(("add", "trust", 2),)))
    assert value(toy, replay(toy, raised), "trust") == 2
    fork = log.fork(2)
    assert fork.header.parent == f"{log.entries[1].chain}:2"
    assert replay(toy, fork) == play(toy, *HISTORY[:2])
    with pytest.raises(BadLog, match="cannot set 'step'"):
        replay(toy, again.add(Entry("inject", effects=(("set", "step", 2),))))
    with pytest.raises(BadLog, match="no entry 99"):
        replay(toy, again.add(Entry("undo", to=99)))


def test_the_same_seed_gives_the_same_play_and_another_seed_another(toy: Scenario) -> None:
    assert wander(toy, 7, "weighted") == wander(toy, 7, "weighted")
    assert len({dump(wander(toy, seed, "weighted")) for seed in range(20)}) > 10


def test_a_scripted_policy_plays_its_moves_and_history_else(toy: Scenario) -> None:
    policy = scripted(["q1-letter.cold", "f1-table.west.f-land.shared"])
    state = initial(toy)
    played = []
    while legal := legal_moves(toy, state):
        move = policy(toy, state, legal, draw_of(0, len(played)))
        played.append(move.id)
        state = apply(toy, state, move)
    assert "q1-letter.cold" in played
    with pytest.raises(HudutError, match="'hard-line'"):
        policy_of("hardline")


def test_nobody_signs_across_a_red_line_or_below_the_walk_away(toy: Scenario) -> None:
    for seed in range(200):
        state = initial(toy, "fair")
        position = 0
        while legal := legal_moves(toy, state):
            move = POLICIES["weighted"](toy, state, legal, draw_of(seed, position))
            if move.id in ("f1-table.west.accept", "f1-table.west.seal"):
                assert value(toy, state, "f-price") != 2
            state, position = apply(toy, state, move), position + 1


def test_reachability_is_exact(toy: Scenario) -> None:
    """Exhaustive walk and outer graph find the same endings of both acts."""
    seen: set[State] = set()
    stack, endings = [initial(toy)], set()
    while stack:
        state = stack.pop()
        if state in seen:
            continue
        seen.add(state)
        for act in toy.acts:
            if value(toy, state, "step") == toy.last[act]:
                endings.add((act, project(toy, state)))
        stack.extend(apply(toy, state, move) for move in legal_moves(toy, state))
    reached = reachable(toy, [initial(toy)])
    outer = {(act, state) for act in toy.acts for state in reached.at(toy, toy.last[act])}
    assert outer == endings


@pytest.mark.parametrize("act", ["quarrel", "fair"])
def test_tables_of_states_hold_what_is_reached_one_by_one(toy: Scenario, act: str) -> None:
    heard: list[State] = []
    found = Reach(toy, act, initial(toy, act), lambda state, *_: heard.append(state))
    reached = reachable(toy, [initial(toy, act)], toy.last[act])
    assert found.begins[-1] == len(reached.states)
    assert {found.state(row, found.last) for row in found.closing} == set(reached.at(toy, toy.last[act]))
    assert {name for fork in found.forks for name in fork.names} == reached.moves
    assert set(heard) <= set(reached.states)
    closing = found.states_at(found.last)
    for number, row in zip(closing, found.closing, strict=True):
        assert len(found.path(number)) == len(reached.path(found.state(row, found.last)))
    assert found.chance[closing.start : closing.stop].sum() == pytest.approx(1)


def test_what_nothing_reads_any_more_is_projected_away(toy: Scenario) -> None:
    state = play(toy, *HISTORY[:11])
    assert value(toy, state, "f-land") == 1
    assert value(toy, project(toy, state), "f-land") == 0
    assert toy.kernel.position["deal"] in live_variables(toy)[value(toy, state, "step")]


@given(st.integers(0, 2_000))
def test_legal_moves_and_frames_depend_on_the_projection_only(toy: Scenario, seed: int) -> None:
    for state in states(toy, wander(toy, seed)):
        small = project(toy, state)
        assert legal_moves(toy, state) == legal_moves(toy, small)
        assert frame(toy, state).holders() == frame(toy, small).holders()
        for move in legal_moves(toy, state):
            assert project(toy, apply(toy, state, move)) == project(toy, apply(toy, small, move))


def test_every_outcome_of_a_table_is_found_by_play(toy: Scenario) -> None:
    table = play(toy, "fair.open", state=initial(toy, "fair"))
    names = {outcome.name for outcome in outcomes(toy, table)}
    assert names == {"f1-table.break", *(f"f1-table.seal:{a},{b}" for a in (1, 2) for b in (0, 1, 2))}


def test_the_kernel_survives_json(toy: Scenario) -> None:
    text = json.dumps(toy.kernel.to_json())
    assert json.loads(text) == toy.kernel.to_json()
    assert len(toy.kernel.hash) == 64


def test_the_engine_loads_no_geometry() -> None:
    code = (
        "import sys, engine.replay;"
        "print(sorted({'pandas', 'shapely', 'folium', 'geopandas', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_history_can_be_walked_from_any_act(toy: Scenario) -> None:
    assert [move.id for move in historical_moves(toy, "fair")] == HISTORY[5:]
    assert uniform(toy, initial(toy), legal_moves(toy, initial(toy)), draw_of(0, 0)).id == "quarrel.open"


@pytest.mark.parametrize(
    ("effect", "trust"),
    [("add 1", 2), ("add 9", 3), ("add -1", 0), ("add -9", 0), ("set 3", 3), ("set 0", 0), ("set 9", 3), ("set -1", 0)],
)
def test_an_inject_sets_or_adds_within_the_domain(toy: Scenario, effect: str, trust: int) -> None:
    """Trust runs from 0 to 3 and begins at 1."""
    kind, amount = effect.split()
    log = Log(historical_log(toy).header).add(Entry("inject", effects=((kind, "trust", int(amount)),)))
    assert value(toy, replay(toy, log), "trust") == trust


@pytest.mark.parametrize(
    ("effect", "message"),
    [
        (("set", "trsut", 1), r"cannot set 'trsut'\. Did you mean 'trust'"),
        (("set", "step", 1), "cannot set 'step'"),
        (("double", "trust", 1), "cannot double 'trust'"),
    ],
)
def test_an_inject_of_anything_else_is_refused(toy: Scenario, effect: tuple[str, str, int], message: str) -> None:
    with pytest.raises(BadLog, match=message):
        replay(toy, Log(historical_log(toy).header).add(Entry("inject", effects=(effect,))))


def test_a_state_knows_its_act_and_its_day(toy: Scenario) -> None:
    """The day is that of the last step done, else the first of the act; dates as the files of the toy have them."""
    found = states(toy, historical_log(toy))
    where = [(act_at(toy, state), iso(day_at(toy, state))) for state in found]
    assert where[:6] == [
        ("quarrel", "1919-01-01"),
        ("quarrel", "1919-01-01"),
        ("quarrel", "1919-02-01"),
        ("quarrel", "1919-03-12"),
        ("quarrel", "1919-05-01"),
        ("fair", "1919-07-01"),
    ]
    assert where[6] == ("fair", "1919-07-01")
    assert where[-1] == ("fair", "1920-01-01")
    now = frame(toy, found[3])
    assert (now.act, iso(now.day)) == ("quarrel", "1919-03-12")


def test_the_log_of_history_says_who_made_it_and_begins_at_its_first_act(toy: Scenario) -> None:
    log = historical_log(toy, ("fair",))
    assert (log.header.act, log.header.seats) == ("fair", {"all": "historical"})
    assert [(entry.move, entry.actor) for entry in log.entries][:2] == [
        ("fair.open", "chance"),
        ("f1-table.east.f-land.to-east", "east"),
    ]
    assert [entry.move for entry in log.entries] == HISTORY[5:]
    assert replay(toy, log)[1:] == replay(toy, historical_log(toy))[1:]


def test_a_log_may_go_back_to_its_beginning_and_no_further_than_it_went(toy: Scenario) -> None:
    """What was taken back does not count; the opening is move 0."""
    log = historical_log(toy, ("quarrel",))
    back = log.add(Entry("undo", to=0))
    assert replay(toy, back) == initial(toy)
    assert moves_that_count(back) == []
    assert replay(toy, log.add(Entry("undo", to=len(log.entries)))) == replay(toy, log)
    with pytest.raises(BadLog):
        replay(toy, log.add(Entry("undo", to=len(log.entries) + 1)))


def test_an_illegal_move_in_a_log_is_told_with_its_place_and_the_legal_ones(toy: Scenario) -> None:
    log = Log(historical_log(toy).header).add(Entry("move", "quarrel.open", "chance"))
    with pytest.raises(IllegalMove, match=r"^my\.jsonl, entry 2: the move 'q1-letter\.worm' .*'q1-letter\.warm'"):
        replay(toy, log.add(Entry("move", "q1-letter.worm", "west")), "my.jsonl")


def test_a_log_begins_with_what_it_inherits(toy: Scenario) -> None:
    """Without trust nobody sits down at the fair."""
    header = Header(toy.id, toy.kernel.hash, "fair", carried={"trust": 0})
    log = Log(header).add(Entry("move", "fair.void", "chance"))
    assert value(toy, replay(toy, log), "trust") == 0
    with pytest.raises(IllegalMove):
        replay(toy, Log(Header(toy.id, toy.kernel.hash, "fair")).add(Entry("move", "fair.void", "chance")))


def test_contested_land_names_its_claimants(toy: Scenario) -> None:
    guard: Guard = ["==", "right", 1]
    says = {("right", "title"): Held("east", "contested", "quarrel", ("east", "west"))}
    ground = replace(toy.ground, papers=(("quarrel", guard, says), *toy.ground.papers))
    scenario = replace(toy, ground=ground)
    held = frame(scenario, play(toy, *HISTORY[:3])).held["right", "title"]
    assert (held.party, held.status, held.claimants, held.by) == ("east", "contested", ("east", "west"), "quarrel")
