"""The browser's rules are the twin of Python's: the same legal moves, states, digests, frames, policies and logs."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright._impl._driver import compute_driver_executable

from engine.browser import rules_for_browser
from engine.departure import departure
from engine.errors import BadLog
from engine.frame import act_at, day_at, ending, frame
from engine.log import Entry, Log, dump, read
from engine.play import apply, historical_moves, initial, is_over, legal_moves
from engine.playthrough import new_log, play_out
from engine.policies import POLICIES, Draw, conference_at, draw_of
from engine.prose import as_told, telling
from engine.replay import end_of, moves_that_count, states, states_that_count
from engine.rules import State, digest
from engine.view import view
from hudut.campaigns import stage
from scenarios.expand import Scenario
from scenarios.kernel import STEP, Guard, Move, Stem
from tests.conftest import SOAK, asked
from tests.registries import ACTS

HERE = Path(__file__).parent
GOLDENS = sorted((HERE.parent / "golden").glob("*.json"))
MOST_WALKS = 4_000
LOOKED_AT: set[State] = set()


def span(golden: Path) -> tuple[str, str]:
    """Return the acts that a play begins and ends in."""
    moves = json.loads(golden.read_text("utf-8"))["moves"]
    return moves[0].partition(".")[0], moves[-1].partition(".")[0]


class Twin:
    """The JavaScript rules in a process of their own."""

    def __init__(self) -> None:
        node = compute_driver_executable()[0]
        self.process = subprocess.Popen(
            [node, str(HERE / "twin.js")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def ask(self, question: str, **what: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"ask": question, **what}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the twin has stopped"
        return json.loads(answer)


@pytest.fixture(scope="module")
def frontier() -> Scenario:
    return stage("frontier").scenario


@pytest.fixture(scope="module")
def twin(frontier: Scenario) -> Iterator[Twin]:
    one = Twin()
    one.ask("load", key="all", raw=rules_for_browser(frontier, ACTS))
    for act in ACTS:
        one.ask("load", key=act, raw=rules_for_browser(frontier, (act,)))
    yield one
    assert one.process.stdin is not None
    assert one.process.stdout is not None
    one.process.stdin.close()
    one.process.wait(5)
    one.process.stdout.close()


def looked(scenario: Scenario, found: list[State], act: str) -> list[dict[str, Any]]:
    """Return what Python says of states, as the twin words it."""
    return [
        {
            "legal": [move.id for move in legal_moves(scenario, state)],
            "digest": digest(state),
            "after": [list(apply(scenario, state, move)) for move in legal_moves(scenario, state)],
            "act": act_at(scenario, state),
            "day": day_at(scenario, state),
            "frame": {
                f"{territory} {layer}": [held.party, held.status, list(held.claimants), held.by]
                for (territory, layer), held in frame(scenario, state).held.items()
            },
            "ending": ending(scenario, state, act),
        }
        for state in found
    ]


def agree(twin: Twin, scenario: Scenario, found: list[State], act: str, key: str = "all") -> None:
    theirs = twin.ask("look", key=key, states=[list(state) for state in found], act=act)
    for ours, other in zip(looked(scenario, found, act), theirs, strict=True):
        assert other == ours


def test_the_hash_of_texts_is_sha_256(twin: Twin) -> None:
    texts = ["", "abc", "İstanbul ğüşöç Ալ 😀", "x" * 55, "x" * 56, "x" * 64, "y" * 1000]
    assert twin.ask("sha", texts=texts) == [hashlib.sha256(text.encode()).hexdigest() for text in texts]


def test_the_ids_of_moves_are_read_as_they_were_made(twin: Twin, frontier: Scenario) -> None:
    ours = [
        [one.id, one.number, one.step, one.kind, one.item, one.option, one.stem.id] for one in frontier.kernel.moves
    ]
    assert twin.ask("moves", key="all") == ours
    assert {"open", "void", "skip", "happens", "choose", "amend", "seal", "lapse"} <= {one[3] for one in ours}


@pytest.mark.parametrize("path", asked(GOLDENS, span, lambda path: path.stem == "history"), ids=lambda path: path.stem)
def test_golden_plays_are_the_same_at_every_step(twin: Twin, frontier: Scenario, path: Path) -> None:
    """Each state is looked at once: most plays begin as another does."""
    golden = json.loads(path.read_text("utf-8"))
    first = next(act for act in ACTS if golden["moves"][0].startswith(act + "."))
    log = new_log(frontier, first)
    for move in golden["moves"]:
        log = log.add(Entry("move", move, frontier.kernel.by_id[move].actor))
    found = states(frontier, log)
    answer = twin.ask("replay", key="all", text=dump(log))
    assert answer["states"] == [list(state) for state in found]
    assert digest(found[-1]) == golden["digest"]
    assert read(answer["dump"]) == log
    fresh = [state for state in dict.fromkeys(found) if SOAK or state not in LOOKED_AT]
    LOOKED_AT.update(fresh)
    for act in dict.fromkeys(act_at(frontier, state) for state in fresh):
        agree(twin, frontier, [state for state in fresh if act_at(frontier, state) == act], act)


@pytest.mark.parametrize("act", ACTS)
def test_the_historical_line_is_legal_with_the_rules_of_one_act_alone(twin: Twin, frontier: Scenario, act: str) -> None:
    line = [initial(frontier, act)]
    for move in historical_moves(frontier, act):
        line.append(apply(frontier, line[-1], move))
    agree(twin, frontier, line[:-1], act, key=act)


def walks(scenario: Scenario, act: str) -> list[list[State]]:
    """Return walks that make each move of an act at least once, under one of its weights (in soak, ten times).

    They start from the historical opening and, every second one, from any inherited values.
    """
    made = dict.fromkeys((move.stem for move in scenario.kernel.moves if _of_act(scenario, move, act)), 0)
    found: list[list[State]] = []
    while len(found) < MOST_WALKS and min(made.values()) < (10 if SOAK else 1):
        walk = [_opening(scenario, act, len(found))]
        while not is_over(scenario, walk[-1], act):
            move = _next_move(scenario, walk[-1], made, draw_of(len(found), len(walk)), len(found) % 4)
            made[move.stem] += 1
            walk.append(apply(scenario, walk[-1], move))
        found.append(walk)
    assert all(made.values()), [name for name, times in made.items() if not times]
    return found


def _next_move(scenario: Scenario, state: State, made: dict[Stem, int], draw: Draw, kind: int) -> Move:
    """Return the least made move, or (as tables would mostly break so) what a policy mostly chooses there."""
    legal = legal_moves(scenario, state)
    if kind == 3 or (kind and draw(8) and conference_at(scenario, state) is not None):
        return POLICIES[("random", "conciliatory", "weighted", "random")[kind]](scenario, state, legal, draw)
    order = draw(len(legal))
    return min((*legal[order:], *legal[:order]), key=lambda one: made[one.stem])


def _of_act(scenario: Scenario, move: Move, act: str) -> bool:
    parts = move.guard[1:] if move.guard[0] == "all" else [move.guard]
    step = next(part[2] for part in parts if part[1] == STEP)
    return bool(scenario.first[act] <= step <= scenario.last[act])


def _opening(scenario: Scenario, act: str, number: int) -> State:
    return initial(scenario, act, _carried(scenario, act, number))


def _carried(scenario: Scenario, act: str, number: int) -> dict[str, int]:
    """Return history's inherited values, which need no mention, or (every second time) any."""
    place = ACTS.index(act)
    if number % 2 == 0 or not place:
        return {}
    sizes = {one.id: one.size for one in scenario.kernel.variables}
    names = [*scenario.acts[ACTS[place - 1]].carries, *sorted(scenario.lasting)]
    return {name: draw_of(number, spot)(sizes[name]) for spot, name in enumerate(names)}


@pytest.mark.parametrize("act", ACTS)
def test_walks_over_every_move_agree(twin: Twin, frontier: Scenario, act: str) -> None:
    every = walks(frontier, act)
    for walk in every if SOAK else every[:: max(1, len(every) // 3)]:
        agree(twin, frontier, walk[:-1], act)


@pytest.mark.parametrize("act", ACTS)
def test_any_state_at_all_is_seen_alike_and_every_ending_and_move_is_met(
    twin: Twin, frontier: Scenario, act: str
) -> None:
    """States that no play reaches, too: the rules of both sides are the same function."""
    found = list(_any_states(frontier, act, 200 if SOAK else 8))
    agree(twin, frontier, found, act)
    assert {ending(frontier, state, act) for state in found} >= {name for name, _ in frontier.endings[act]}


def _any_states(scenario: Scenario, act: str, times: int) -> Iterator[State]:
    sizes = [variable.size for variable in scenario.kernel.variables]
    wanted = {name for name, _ in scenario.endings[act]}
    step, number = scenario.kernel.position[STEP], 0
    while wanted or number < times * len(scenario.acts[act].steps):
        state = [draw_of(number, place)(size) for place, size in enumerate(sizes)]
        state[step] = scenario.first[act] + number % (scenario.last[act] - scenario.first[act] + 1)
        found = ending(scenario, tuple(state), act)
        if number < times * len(scenario.acts[act].steps) or found in wanted:
            yield tuple(state)
        wanted.discard(str(found))
        number += 1


def test_a_draft_moves_no_land_in_either(twin: Twin, frontier: Scenario) -> None:
    """Endings that read an item of a table look at what was sealed."""
    one = next(one for one in frontier.steps if one.act == "moscow" and one.step.basket)
    item = one.step.basket.items[0].id if one.step.basket else ""
    guard: Guard = ["!=", item, 0]
    reading = replace(frontier, endings={"moscow": (("drafted", guard),)})
    twin.ask("load", key="reading", raw=rules_for_browser(reading, ("moscow",)))
    start = initial(frontier, "moscow")
    at_table, after = (frontier.kernel.changed(start, {STEP: n, item: 1}) for n in (one.number, one.number + 1))
    agree(twin, reading, [at_table, after], "moscow", key="reading")
    assert [ending(reading, state, "moscow") for state in (at_table, after)] == [None, "drafted"]


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_policies_choose_the_same_moves(twin: Twin, frontier: Scenario, policy: str) -> None:
    for act in ACTS:
        for seed in range(40 if SOAK else 3):
            seats = {"all": policy, "chance": "weighted"}
            ours = play_out(frontier, new_log(frontier, act, seed=seed, seats=seats), act)
            theirs = read(twin.ask("play", key=act, act=act, seed=seed, seats=seats))
            assert [entry.move for entry in theirs.entries] == [entry.move for entry in ours.entries]
            assert theirs == ours


@pytest.mark.parametrize("viewer", ["ankara", "moscow", "projector"])
def test_a_viewer_sees_the_same_and_no_more(twin: Twin, frontier: Scenario, viewer: str) -> None:
    """Act kars has secret decisions; every reason given is a secret of its seat."""
    log = play_out(frontier, new_log(frontier, "kars", seed=1, seats={"all": "random"}), "kars")
    told = new_log(frontier, "kars", seed=1)
    for entry in log.entries:
        told = told.add(replace(entry, rationale=f"because {entry.actor}"))
    found = states(frontier, told)
    seen = twin.ask("see", key="kars", text=dump(told), viewer=viewer)
    for length, (state, theirs) in enumerate(zip(found, seen, strict=True)):
        ours = view(frontier, state, Log(told.header, told.entries[:length]), viewer)
        if act_at(frontier, state) != "kars":
            continue
        assert {key: theirs[key] for key in ("act", "day", "step", "actor", "text", "table")} == {
            key: ours[key] for key in ("act", "day", "step", "actor", "text", "table")
        }
        assert set(theirs["variables"]) == set(ours["variables"])
        assert [move["move"] for move in theirs["moves"]] == [move.get("move") for move in ours["moves"]]
        assert [move["rationale"] for move in theirs["moves"]] == [move.get("rationale", "") for move in ours["moves"]]
        mine = legal_moves(frontier, state) if theirs["actor"] == viewer else ()
        assert theirs["legal"] == [move.id for move in mine]
    assert any(move["move"] is None for move in seen[-2]["moves"])


@pytest.mark.parametrize("act", ACTS)
def test_a_play_tells_the_same_variants_and_leaves_history_at_the_same_move(
    twin: Twin, frontier: Scenario, act: str
) -> None:
    """From any inherited values, with moves taken back; and each step is told as in a transcript."""
    for number in range(60 if SOAK else 6):
        log = replace(new_log(frontier, act, seed=number), entries=())
        log = replace(log, header=replace(log.header, carried=_carried(frontier, act, number)))
        log = play_out(frontier, replace(log, header=replace(log.header, seats={"all": "random"})), act)
        log = play_out(frontier, log.add(Entry("undo", to=len(log.entries) // 2)), act) if number % 2 else log
        found = states(frontier, log)
        unseen = [one.step.id for one in frontier.steps if one.step.secret][: number % 3 * 3]
        answer = twin.ask("tell", key="all", text=dump(log), act=act, unseen=unseen)
        theirs = [one[0] for one in answer]
        parts = [Log(log.header, log.entries[:n]) for n in range(len(found))]
        assert theirs == [telling(frontier, act, states_that_count(one, found)) for one in parts]
        assert [one[1] for one in answer] == [departure(frontier, one, found, unseen) for one in parts]
        for n, _ in moves_that_count(log):
            placed = frontier.placed_at(found[n - 1])
            if placed is not None and frontier.placed_at(found[n]) is not placed:
                step = as_told(frontier, act, placed.step, found[n - 1], found[n])
                for place, text, told in (
                    ("title", placed.step.titles, step.titles),
                    ("says", placed.step.says, step.says),
                ):
                    variant = text.variants[theirs[-1].get(f"{placed.step.id} {place}", 0)]
                    assert variant.texts == told.variants[0].texts


def test_undo_and_inject_are_replayed_alike(twin: Twin, frontier: Scenario) -> None:
    log = play_out(frontier, new_log(frontier, "moscow", seed=5), "moscow").fork(9)
    log = log.add(Entry("undo", to=4)).add(Entry("inject", effects=(("add", "lev", 9), ("set", "moscow.red", 1))))
    played = play_out(frontier, log, "moscow")
    back = played.add(Entry("undo", to=6))
    for one in (log, played, back, back.add(Entry("undo", to=len(played.entries)))):
        found = states(frontier, one)
        answer = twin.ask("replay", key="moscow", text=dump(one))
        assert answer["states"] == [list(state) for state in found]
        assert answer["count"] == [number for number, _ in moves_that_count(one)]
        end = end_of(frontier, one, found, "moscow")
        assert answer["end"] == (None if end is None else list(end))


def test_a_play_that_goes_on_from_another_began_off_history_in_both(twin: Twin, frontier: Scenario) -> None:
    log = new_log(frontier, "moscow", carried={"kars": "armenia", "lev": 0}, left="g1-march.call-off")
    plain = new_log(frontier, "moscow", left="g1-march.call-off")
    for played in (play_out(frontier, log, "moscow"), play_out(frontier, plain, "moscow")):
        assert twin.ask("replay", key="moscow", text=dump(played))["states"] == [
            list(state) for state in states(frontier, played)
        ]
        told = twin.ask("tell", key="moscow", text=dump(played), act="moscow", unseen=[])
        assert {left for _, left in told} == {0}


BROKEN = {
    "json": lambda lines: [lines[0], "{", *lines[2:]],
    "chain": lambda lines: [lines[0], *lines[2:]],
    "cut": lambda lines: [*lines[:-1], lines[-1].rstrip("\n")],
    "empty": lambda _: [],
    "format": lambda lines: [lines[0].replace('"format": 2', '"format": 1'), *lines[1:]],
    "scenario": lambda lines: [lines[0].replace('"frontier"', '"elsewhere"'), *lines[1:]],
    "changed": lambda lines: [lines[0].replace('"hash": "', '"hash": "0'), *lines[1:]],
    "act": lambda lines: [lines[0].replace('"moscow"', '"__proto__"'), *lines[1:]],
    "header": lambda lines: [lines[0].replace('"seed": 0', '"seed": "<b>"'), *lines[1:]],
    "entry": lambda lines: [lines[0], lines[1].replace('"move": "', '"move": 1, "m": "'), *lines[2:]],
    "long": lambda lines: [*lines, " " * 2_000_001],
    "header seats": lambda lines: [re.sub(r'"seats": \{.*?\}', '"seats": []', lines[0]), *lines[1:]],
    "header seat": lambda lines: [re.sub(r'"seats": \{.*?\}', '"seats": {"moscow": 1}', lines[0]), *lines[1:]],
    "header carried": lambda lines: [lines[0].replace('"carried": {}', '"carried": {"lev": true}'), *lines[1:]],
    "header field": lambda lines: [lines[0].replace('"carried"', '"toString": 1, "carried"'), *lines[1:]],
    "format true": lambda lines: [lines[0].replace('"format": 2', '"format": true'), *lines[1:]],
    "header left": lambda lines: [lines[0].replace('"left": ""', '"left": 1'), *lines[1:]],
    "entry field": lambda lines: [lines[0], lines[1].replace('"move": "', '"hat": 1, "move": "'), *lines[2:]],
    "json half a letter": lambda lines: [
        lines[0],
        lines[1].replace('"move": "', '"clock": "\\ud800", "move": "'),
        *lines[2:],
    ],
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_log_that_is_not_whole_is_refused_with_a_reason(twin: Twin, frontier: Scenario, code: str) -> None:
    log = play_out(frontier, new_log(frontier, "moscow"), "moscow")
    assert twin.ask("refuse", key="moscow", text=dump(log)) is None
    broken = "".join(BROKEN[code](dump(log).splitlines(keepends=True)))
    assert twin.ask("refuse", key="moscow", text=broken)[0] == code.split(maxsplit=1)[0]
    if code not in ("scenario", "changed", "act"):  # which the reader in Python leaves to the replay
        with pytest.raises(BadLog):
            read(broken)


@given(
    st.lists(st.text(st.characters(codec=None)), max_size=3),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", "\n", " \r\n\n"]),
)
@example(["line\u2028end\u2029of\u0085one\x1c\x0b\r\n", "half \ud83d"], "\ufeff", "\n")
def test_every_reason_reads_back_in_both(
    twin: Twin, frontier: Scenario, reasons: list[str], head: str, tail: str
) -> None:
    log = new_log(frontier, "moscow")
    for reason in reasons:
        log = log.add(Entry("move", "moscow.open", "chance", rationale=reason))
    text = dump(log)
    assert text.encode().decode() == text
    assert read(head + text + tail) == log
    answer = twin.ask("again", key="moscow", text=head + text + tail, reasons=reasons)
    assert answer["entries"] == [entry.rationale for entry in log.entries]
    assert read(answer["dump"]) == log
    assert read(answer["written"]).entries == log.entries


def test_an_illegal_move_is_refused_with_its_line(twin: Twin, frontier: Scenario) -> None:
    log = new_log(frontier, "moscow").add(Entry("move", "moscow.open", "chance"))
    log = log.add(Entry("move", "m5-suphi.expel", "ankara"))
    assert twin.ask("refuse", key="moscow", text=dump(log)) == ["move", 3]
    log = Log(log.header).add(Entry("undo", to=7))
    assert twin.ask("refuse", key="moscow", text=dump(log)) == ["undo", 2]
