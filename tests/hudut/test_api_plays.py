"""What `hudut.api` gives of a play in Python: frames, borders, changes, a short name, and seats as functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.errors import IllegalMove
from engine.log import dump, read
from geo.errors import HudutError
from hudut import api
from hudut.campaigns import Stage, stage

HELD = {"chance": "historical"}


@pytest.fixture(scope="module")
def frontier() -> Stage:
    return stage("frontier")


def test_history_gives_the_atlas_its_own_borders(frontier: Stage) -> None:
    """On the day of the treaty of Moscow the play of history and the atlas agree, party by party."""
    play = api.replay(frontier, "moscow")
    ours = play.borders("1921-03-16", "agreed").groupby("party")["area_km2"].sum()
    atlas = api.atlas().borders_at("1921-03-16", "agreed").groupby("party")["area_km2"].sum()
    assert dict(ours.round(3)) == dict(atlas.round(3))
    assert play.frames()[0].held["kars", "control"].party == "ankara"
    assert len(play.frames()) == len(play.log.entries) + 1


def test_changes_are_a_table_that_leads_from_the_first_frame_to_the_last(frontier: Stage) -> None:
    play = api.replay(frontier, "gumru")
    table = play.changes()
    kars = table[(table.territory == "kars") & (table.layer == "control")]
    # Karabekir's army took Kars on 30 October 1920.
    assert list(kars.day) == ["1920-10-30"]
    assert list(kars.after) == ["ankara"]
    first, *_, last = play.frames()
    held: dict[Any, Any] = {key: one.holder for key, one in first.held.items() if one.party}
    for row in table.itertuples():
        held[row.territory, row.layer] = (row.after, row.after_status)
    assert {key: one for key, one in held.items() if isinstance(one[0], str)} == last.holders()


def test_a_play_and_a_stage_name_themselves_in_a_line(frontier: Stage) -> None:
    assert repr(api.replay(frontier, "moscow")).startswith("<Play of frontier, ")
    assert "moscow: friendship" in repr(api.replay(frontier, "moscow"))
    assert repr(frontier).startswith("<Stage of frontier: letters, gumru, moscow")
    assert len(repr(frontier)) < 120
    assert repr(frontier.scenario).startswith("<Scenario frontier, kernel ")


def test_a_seat_is_played_by_a_function(frontier: Stage) -> None:
    asked: list[list[str]] = []

    def stay_home(seen: Mapping[str, Any], legal: list[str]) -> str:
        assert seen["actor"] == "ankara"
        asked.append(legal)
        return next((move for move in legal if move == "g1-march.call-off"), legal[0])

    play = api.run(frontier, "gumru", seats={"ankara": stay_home, **HELD})
    made = [entry.move for entry in play.log.entries if entry.actor == "ankara"]
    assert "g1-march.call-off" in made
    assert len(made) == len(asked)
    assert all(move in legal for move, legal in zip(made, asked, strict=True))
    assert play.log.header.seats["ankara"] == "function stay_home"
    assert play.result["script"]["seats"]["ankara"] == "function stay_home"
    assert read(dump(play.log)) == play.log


def test_a_function_that_makes_no_legal_move_or_an_unknown_seat_is_refused(frontier: Stage) -> None:
    with pytest.raises(IllegalMove, match=r"the function that plays ankara: the move 'g1-march\.callof' is not legal"):
        api.run(frontier, "gumru", seats={"ankara": lambda _seen, _legal: "g1-march.callof", **HELD})
    with pytest.raises(HudutError, match="'ankra' is unknown"):
        api.run(frontier, "gumru", seats={"ankra": lambda _seen, legal: legal[0]})


def test_the_list_names_all_that_the_rules_let_a_script_name(frontier: Stage) -> None:
    """The kernel's own choices and the texts of tables, each once, and history's in the order of its line."""
    table = api.moves(frontier)
    names = list(table.name)
    assert len(set(names)) == len(names)
    kernel = frontier.scenario.kernel
    chosen = {move.stem.id for move in kernel.moves if move.kind == "choose"}
    amended = {f"{move.step}.{move.item}.{move.option}" for move in kernel.moves if move.kind == "amend"}
    offered = set(table[table.historical.notna()].name)
    assert offered >= chosen | amended
    assert offered <= frontier.scenario.playable
    line = [entry.move.removesuffix(".1") for entry in api.replay(frontier, "gumru").log.entries]
    gumru = api.moves(frontier, "gumru", "tr")
    taken = gumru[(gumru.historical == True) & ~gumru.kind.isin(["conference"])]  # noqa: E712 - a column
    assert [one for one in line if one in set(gumru.name)] == [one for one in taken.name if one in line]
    assert "Kars" in " ".join(gumru.title)
