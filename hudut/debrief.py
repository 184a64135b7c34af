"""After a play: the treaty made beside the historical one, the first divergence, land and gold won and lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.frame import ending, frame
from engine.log import Log
from engine.play import historical_moves, initial
from engine.policies import Table, conference_at
from engine.replay import historical_log, moves_that_count, states
from engine.rules import State
from hudut.campaigns import Stage
from hudut.transcript import MapChange, map_changes
from scenarios.expand import Placed, Scenario
from scenarios.kernel import STEP
from scenarios.schema import Item


@dataclass(frozen=True)
class ArticleBeside:
    """One item of a table: what was sealed in the play, and what in history; None stands for nothing agreed."""

    step: str
    item: str
    title: str
    ours: str | None
    history: str | None


@dataclass(frozen=True)
class Debrief:
    """How an act went, beside how it really went.

    Parameters
    ----------
    divergence
        Number, move played and historical move of the first entry that left history; None if none did.
    land
        What the act's last frame holds differently from history's, as changes from history to the play.
    km2
        Area of the territories whose control differs.
    balance
        Final values of the carried variables: (played, historical).
    worth
        By seat: mean worth of what the tables sealed, played and historical.
    """

    act: str
    ending: str | None
    history_ending: str | None
    divergence: tuple[int, str, str] | None
    articles: tuple[ArticleBeside, ...]
    land: tuple[MapChange, ...]
    km2: float
    balance: dict[str, tuple[str, str]]
    worth: dict[str, tuple[int, int]]

    @property
    def distance(self) -> int:
        """Number of items decided differently from history."""
        return sum(one.ours != one.history for one in self.articles)


def debrief(stage: Stage, log: Log, act: str, language: str = "en") -> Debrief | None:
    """Return the debrief of an act, or None where the log did not play it to its close."""
    scenario = stage.scenario
    played = _close_of(scenario, act, states(scenario, log))
    history = _close_of(scenario, act, states(scenario, historical_log(scenario, (act,))))
    if played is None or history is None:
        return None
    land = tuple(map_changes(stage, frame(scenario, history, act), frame(scenario, played, act)))
    tables = [
        (one, item) for one in scenario.steps if one.act == act and one.step.basket for item in one.step.basket.items
    ]
    articles = tuple(
        ArticleBeside(
            one.step.id,
            item.id,
            item.titles[language],
            *(_sealed(scenario, item, end, language) for end in (played, history)),
        )
        for one, item in tables
    )
    return Debrief(
        act=act,
        ending=ending(scenario, played, act),
        history_ending=ending(scenario, history, act),
        divergence=divergence(scenario, log, act),
        articles=articles,
        land=land,
        km2=sum({change.territory: change.km2 for change in land if change.layer == "control"}.values()),
        balance=dict(_balance(scenario, act, played, history)),
        worth=dict(_worth(scenario, act, played, history)),
    )


def _close_of(scenario: Scenario, act: str, found: list[State]) -> State | None:
    place = scenario.kernel.position[STEP]
    return next((state for state in reversed(found) if state[place] == scenario.last[act]), None)


def _sealed(scenario: Scenario, item: Item, state: State, language: str) -> str | None:
    number = state[scenario.kernel.position[item.id]]
    return item.options[number - 1].titles[language] if number else None


def divergence(scenario: Scenario, log: Log, act: str) -> tuple[int, str, str] | None:
    """Return (number of the entry, move played, historical move) where a log first leaves the line of history."""
    history = [move.id for move in historical_moves(scenario, act, initial(scenario, act))]
    stepwise = {move.partition(".")[0]: move for move in history if _decides(scenario, move)}
    for number, entry in moves_that_count(log):
        step = entry.move.partition(".")[0]
        if (
            step in stepwise
            and entry.kind == "move"
            and _decides(scenario, entry.move)
            and entry.move != stepwise[step]
        ):
            return number, entry.move, stepwise[step]
    return None


def _decides(scenario: Scenario, move: str) -> bool:
    """Tell whether a move is a decision or chance (tables are compared by their text, not by who spoke when)."""
    step = next((one.step for one in scenario.steps if one.step.id == move.partition(".")[0]), None)
    return step is not None and step.kind in ("decision", "chance")


def _balance(scenario: Scenario, act: str, played: State, history: State) -> Iterator[tuple[str, tuple[str, str]]]:
    for key in scenario.acts[act].carries:
        place = scenario.kernel.position[key]
        values = scenario.campaign.variables[key].values or tuple(map(str, range(64)))
        yield key, (values[played[place]], values[history[place]])


def _worth(scenario: Scenario, act: str, played: State, history: State) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each seat's mean worth over all tables of the act at which it sat, in the play and in history."""
    sums: dict[str, list[tuple[int, int]]] = {}
    for one in scenario.steps:
        if one.act == act and one.step.basket is not None:
            for seat in one.step.basket.seats:
                pair = _mean(scenario, one, seat, played), _mean(scenario, one, seat, history)
                sums.setdefault(seat, []).append(pair)
    for seat, pairs in sums.items():
        yield seat, (sum(a for a, _ in pairs) // len(pairs), sum(b for _, b in pairs) // len(pairs))


def _mean(scenario: Scenario, placed: Placed, seat: str, end: State) -> int:
    at = list(end)
    at[scenario.kernel.position[STEP]] = placed.number
    conference = conference_at(scenario, tuple(at))
    if conference is None:
        return 0
    return Table(scenario, conference, tuple(at)).total(seat) // len(conference.basket.items)


def as_markdown(found: Debrief, stage: Stage) -> str:
    """Return a debrief as a page of Markdown, in English."""
    act = stage.scenario.acts[found.act]
    endings = {one.id: one for one in act.endings}
    lines = [f"# {act.titles['en']}: this play beside history", ""]
    for word, key in (("This play", found.ending), ("History", found.history_ending)):
        lines.append(f"* **{word}:** {endings[key].titles['en'] if key in endings else 'no ending'}")
    if found.divergence:
        number, ours, theirs = found.divergence
        lines.append(f"* **First departure:** entry {number}, `{ours}` instead of `{theirs}`")
    lines += [
        "",
        f"{found.distance} of {len(found.articles)} items differ; control differs over {found.km2:,.0f} km².",
        "",
    ]
    lines += ["| matter | this play | history | |", "|---|---|---|---|"]
    for one in found.articles:
        differs = "differs" if one.ours != one.history else ""
        lines.append(
            f"| {one.title} | {one.ours or 'nothing agreed'} | {one.history or 'nothing agreed'} | {differs} |"
        )
    lines += ["", "| territory | layer | history | this play | km² |", "|---|---|---|---|---|"]
    for change in found.land:
        name = stage.atlas.territories[change.territory].names["en"]
        lines.append(
            f"| {name} | {change.layer} | {change.before or '–'} | {change.after or '–'} | {change.km2:,.0f} |"
        )
    lines += ["", "| carried on | this play | history |", "|---|---|---|"]
    lines += [f"| {key} | {ours} | {theirs} |" for key, (ours, theirs) in found.balance.items()]
    lines += ["", "| seat | worth of what was signed (0–100) | in history |", "|---|---|---|"]
    lines += [f"| {seat} | {ours} | {theirs} |" for seat, (ours, theirs) in found.worth.items()]
    return "\n".join(
        [*lines, "", "Worth is the scenario's own estimate; most of its numbers are invented and say so.", ""]
    )
