"""What holds at an act's end: the play of history is the atlas on every surface, and km² are counted in one way."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely.geometry import Point, shape

from engine.departure import departure
from engine.explore import project
from engine.log import Entry, Log
from engine.play import legal_moves
from engine.playthrough import new_log, play_out
from engine.replay import end_of, historical_log, moves_that_count, replay, states
from geo.holdings import LAYERS, STATUSES
from hudut.analysis.design import Design, Settings
from hudut.analysis.distance import control_km2
from hudut.analysis.exact import Exact
from hudut.analysis.rows import RowMaker
from hudut.analysis.sampling import Sampler
from hudut.analysis.solving import solve
from hudut.analysis.store import compiled
from hudut.campaigns import Stage, stage
from hudut.debrief import debrief
from hudut.replaying import write_page
from hudut.scripts import run_script
from tests.registries import ACTS

TABLES = Path(__file__).parent.parent.parent / "geo" / "data" / "holdings"
Held = set[tuple[str, str]]
"""Party and status."""


@pytest.fixture(scope="module")
def frontier() -> Stage:
    return stage("frontier")


@cache
def table_rows() -> list[dict[str, str]]:
    """The tables of holdings as a spreadsheet has them: dates as they are written, of a span its first day."""
    rows = []
    for path in sorted(TABLES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows += list(csv.DictReader(lines))
    return rows


def day_of(text: str) -> str:
    return text.partition("/")[0].removesuffix("~")


def in_tables(day: str) -> dict[tuple[str, str], Held]:
    """Who holds what on a day; of several papers for one territory those signed last."""
    newest: dict[tuple[str, str], str] = {}
    found: dict[tuple[str, str], Held] = {}
    for row in sorted(table_rows(), key=lambda one: day_of(one["start"])):
        if day_of(row["start"]) <= day and (not row["end"] or day < day_of(row["end"])):
            key = row["territory"], row["layer"]
            if row["layer"] != "claim" and newest.get(key) != day_of(row["start"]):
                found[key] = set()
            newest[key] = day_of(row["start"])
            found.setdefault(key, set()).add((row["party"], row["status"]))
    return found


def on_page(text: str, day: int) -> dict[tuple[str, str], Held]:
    """The same, from the data in a map page."""
    raw: dict[str, Any] = json.loads(text.partition('id="time_map_hudut_data">')[2].partition("</script>")[0])
    found: dict[tuple[str, str], Held] = {}
    for territory, by_layer in zip(raw["territories"], raw["holdings"], strict=True):
        for layer, rows in zip(LAYERS, by_layer, strict=True):
            at = day - raw["first"]
            here = [row for row in rows if row[2] <= at and (len(row) < 4 or not row[3] or at < row[3])]
            newest = max((row[2] for row in here), default=0)
            for row in here:
                if layer == "claim" or row[2] == newest:
                    holder = raw["parties"][row[0]]["id"], STATUSES[row[1]]
                    found.setdefault((territory["id"], layer), set()).add(holder)
    return found


def assert_the_tables(stakes: tuple[str, ...], shown: dict[tuple[str, str], Held], day: str) -> None:
    """Demand what the tables say; where two papers of one day stand beside each other, a play signs one of them."""
    tables = in_tables(day)
    assert set(shown) == set(tables)
    for key, held in shown.items():
        assert held == tables[key] or (key[0] in stakes and key[1] == "agreed" and held < tables[key]), (key, held)


@pytest.mark.parametrize("act", ACTS)
def test_the_play_of_history_ends_as_the_atlas_has_it(frontier: Stage, act: str, tmp_path: Path) -> None:
    script = tmp_path / "history.yaml"
    script.write_text(f"act: {act}\nseats: {{chance: historical}}\n", "utf-8")
    (folder,) = run_script(script, tmp_path / "out")
    end = frontier.scenario.acts[act].end
    day = day_of(str(end))
    stakes = frontier.scenario.acts[act].stakes
    page = (folder / "map.html").read_text("utf-8")
    assert_the_tables(stakes, on_page(page, end.last), day)
    write_page(frontier, historical_log(frontier.scenario, (act,)), tmp_path / "replay.html")
    assert_the_tables(stakes, on_page((tmp_path / "replay.html").read_text("utf-8"), end.last), day)
    borders = json.loads((folder / "borders.geojson").read_text("utf-8"))["features"]
    assert {(one["properties"]["layer"], one["properties"]["day"]) for one in borders} == {("control", day)}
    land = [(one["properties"]["party"], one["properties"]["status"], shape(one["geometry"])) for one in borders]
    spots = json.loads((TABLES.parent / "territories.geojson").read_text("utf-8"))["features"]
    tables = in_tables(day)
    for spot in spots:
        inside: Point = shape(spot["geometry"]).representative_point()
        held = {(party, status) for party, status, area in land if area.contains(inside)}
        assert held == tables[spot["properties"]["id"], "control"], spot["properties"]["id"]


@pytest.mark.parametrize("act", ACTS)
def test_a_sweep_and_a_solution_forced_to_history_are_no_km2_away(frontier: Stage, act: str) -> None:
    everyone = {"all": "historical", "chance": "historical"}
    table = compiled(frontier.scenario, act)
    settings = Settings(table, Design(seats=everyone), 0)
    sampler = Sampler(table)
    ((number, chances),) = settings.chances(range(1))
    rows = RowMaker(frontier, table, sampler, settings, 0).rows(number, 0, sampler.run(chances, 1, 0, 20))
    assert rows["km2"].to_pylist() == [0] * 20
    assert rows["distance"].to_pylist() == [0] * 20
    exact = Exact(table, everyone)
    assert float(exact.closing @ control_km2(frontier, table)) == 0


@pytest.mark.parametrize("act", ["gumru", "kars"])
def test_km2_of_control_are_the_same_in_run_sweep_and_solution(frontier: Stage, act: str) -> None:
    """Each play is looked up among the ends of the compiled act; among them are plays where only the status differs."""
    scenario, table = frontier.scenario, compiled(frontier.scenario, act)
    by_end = control_km2(frontier, table)
    # What only texts read stays alive in a play and not in the compiled act; it moves no land.
    ends = table.states[table.closing]
    columns = [place for place in range(ends.shape[1]) if len(set(ends[:, place].tolist())) > 1]
    rows = [tuple(row) for row in ends[:, columns].tolist()]
    kept = [scenario.kernel.position[table.cut.kernel.variables[place].id] for place in columns]
    seen = set()
    for seed in range(25):
        log = play_out(scenario, new_log(scenario, act, seed=seed, seats={"all": "weighted"}), act)
        end = end_of(scenario, log, states(scenario, log), act)
        found = debrief(frontier, log, act)
        assert end is not None
        assert found is not None
        seen.add(round(found.km2))
        projected = tuple(project(scenario, end)[place] for place in kept)
        assert by_end[rows.index(projected)] == pytest.approx(found.km2)
    assert len(seen) > 3


def test_the_distance_of_a_solution_is_the_mean_over_the_ends(frontier: Stage) -> None:
    table = compiled(frontier.scenario, "kars")
    found = solve(frontier, "kars", points=2)["distance_from_history"]
    assert found["control_km2"] == pytest.approx(np.dot(Exact(table).closing, control_km2(frontier, table)))


def moved(frontier: Stage, log: Log, which: int) -> Log:
    move = legal_moves(frontier.scenario, replay(frontier.scenario, log))[which]
    return log.add(Entry("move", move.id, move.actor))


def test_an_act_that_was_taken_back_has_not_ended(frontier: Stage) -> None:
    log = play_out(frontier.scenario, new_log(frontier.scenario, "letters", seats={"all": "historical"}), "letters")
    found = states(frontier.scenario, log)
    assert end_of(frontier.scenario, log, found, "letters") == found[-2]
    back = log.add(Entry("undo", to=3))
    assert end_of(frontier.scenario, back, states(frontier.scenario, back), "letters") is None
    assert debrief(frontier, back, "letters") is None


def test_going_back_to_what_was_taken_back_makes_it_count_again(frontier: Stage) -> None:
    log = new_log(frontier.scenario, "letters")
    for which in (0, 0, 0, 0):
        log = moved(frontier, log, which)
    log = moved(frontier, log.add(Entry("undo", to=1)), -1).add(Entry("undo", to=4))
    assert [number for number, _ in moves_that_count(log)] == [1, 2, 3, 4]
    again = Log(log.header, tuple(entry for _, entry in moves_that_count(log)))
    assert replay(frontier.scenario, again) == replay(frontier.scenario, log)


def test_another_variant_of_a_weight_is_no_departure_from_history(frontier: Stage) -> None:
    """Choices go as in history where they can, tables do not: so weights and the ids of moves differ."""
    scenario, variants = frontier.scenario, 0
    for act in ACTS:
        past = {entry.move for entry in historical_log(scenario, (act,)).entries}
        forced = tuple(re.sub(r"\.\d+$", "", move) for move in past)
        for seed in range(20):
            log = new_log(scenario, act, seed=seed, seats={"all": "weighted"})
            log = play_out(scenario, log, act, tuple(one for one in forced if one.count(".") == 1))
            choices = [entry.move for entry in log.entries if re.sub(r"\.\d+$", "", entry.move) in forced]
            assert len(choices) > 3
            variants += any(move not in past for move in choices)
            found = departure(scenario, log, states(scenario, log))
            left = "" if found is None else re.sub(r"\.\d+$", "", log.entries[found - 1].move)
            assert left.endswith(".seal") or left not in forced  # a seal of another text is a departure
    assert variants
