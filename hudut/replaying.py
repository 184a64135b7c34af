"""`hudut replay`: a log, or the historical line, told step by step; as text, as JSON, or as the map page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.frame import act_at
from engine.log import Log
from engine.play import is_over
from engine.playthrough import new_log, play_out
from engine.replay import historical_log, replay, states
from engine.rules import State
from geo.errors import HudutError
from geo.holdings import Basis
from geo.words import chosen
from hudut.begun import Changes, opening_changes, opening_lines
from hudut.campaigns import Stage, stage
from hudut.files import write_whole
from hudut.openings import Earlier, opening, read_log
from hudut.overlay import overlaid
from hudut.transcript import Told, change_lines, left_history, tell
from hudut.wording import certainty, cited, said, say
from scenarios.chronicle import Event, Treaty


def replayed(name: str, act: str | None, log_file: Path | None, after: Path | None = None) -> tuple[Stage, Log]:
    """Return the stage and the log to replay: the file's, or the historical line of an act or the campaign.

    With `after` it is what history's moves come to in the act that follows an earlier play.

    Raises
    ------
    HudutError
        If the scenario, act or log is wrong.
    """
    found = stage(name)
    if log_file is not None:
        log = read_log(log_file)
        replay(found.scenario, log, str(log_file))
        return found, log
    return found, line(found, act, after)


def line(found: Stage, act: str | None = None, after: Earlier | None = None) -> Log:
    """Return the historical line of an act or of the campaign, or what it comes to after an earlier play.

    Where a move of history is not legal after that play, the weights choose.
    """
    if after is None:
        return historical_log(found.scenario, None if act is None else (act,))
    begun = opening(found, act, after)
    seats = {"all": "historical", "chance": "historical"}
    log = new_log(found.scenario, begun.act, seats=seats, carried=begun.carried, left=begun.left)
    return play_out(found.scenario, log, begun.act)


def as_text(found: Stage, log: Log, language: str) -> str:
    """Return the told play as text."""
    past = states(found.scenario, log)
    left = left_history(found, log, past)
    lines = [left.sentence(language)] if left else []
    lines += opening_lines(found, past[0], language)
    lines += [line for one in tell(found, log, past) for line in _lines(found, one, language)]
    if not is_whole(found, log, past):
        lines += ["", say(language)["replay.unfinished"].format(n=len(log.entries))]
    return "\n".join(lines)


def is_whole(found: Stage, log: Log, past: Sequence[State]) -> bool:
    """Tell whether a log ends with the close of an act; one that was cut short, or is still played, does not.

    `past` is what `engine.replay.states` returns for the log.
    """
    between = found.scenario.step_at(past[-1]) in found.scenario.first.values()
    return bool(log.entries) and (between or is_over(found.scenario, past[-1]))


def _lines(found: Stage, one: Told, language: str) -> list[str]:
    lines = ["", head_of(one, language), f"    {one.text[language]}"]
    lines += [f"    {line}" for line in change_lines(found, one.act, one.changes, one.variables, language)]
    if one.certainty:
        sources = [cited(found.atlas, cite, language) for cite in one.cites]
        sources += [_title(found, event, language) for event in one.events]
        lines.append(f"    [{certainty(one.certainty, language)}] {'; '.join(sources) or '–'}")
    return lines


def _title(found: Stage, key: str, language: str) -> str:
    """Return the title of an event, a treaty or a cause on which a text rests."""
    known: dict[str, Event | Treaty | Basis] = {
        **found.atlas.bases,
        **found.chronicle.treaties,
        **found.chronicle.events,
    }
    return known[key].titles[language]


def head_of(one: Told, language: str) -> str:
    """Return the first line of what is told of a move: date, who, what."""
    who = f"{one.actor[language]}: " if one.actor else ""
    return f"{said(language).date(one.date)}  {who}{one.title[language]}"


def as_json(found: Stage, log: Log, language: str) -> str:
    """Return the told play as JSON; see docs/data-dictionary.md."""
    past = states(found.scenario, log)
    content = {
        "scenario": found.scenario.id,
        "hash": found.scenario.kernel.hash,
        "over": is_whole(found, log, past),
        **departed(found, log, past, language),
        **begun_otherwise(found, past[0]),
        "steps": [one.to_json(language) for one in tell(found, log, past)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def departed(found: Stage, log: Log, past: Sequence[State], language: str) -> dict[str, Any]:
    """Return where the play left history, as JSON-able data; nothing while it keeps to it."""
    left = left_history(found, log, past)
    return {"departed": {"number": left.number, "says": left.sentence(language)}} if left else {}


def begun_otherwise(found: Stage, begun: State) -> dict[str, Any]:
    """Return what the play began with otherwise than in history, as JSON-able data; nothing where that is nothing."""
    changes = opening_changes(found, begun)
    return {"opening": changes.to_json()} if changes != Changes() else {}


def span(found: Stage, log: Log) -> tuple[int, int]:
    """Return the first and the last day of the acts that a log plays."""
    acts = [found.scenario.acts[act_at(found.scenario, state)] for state in states(found.scenario, log)[:-1]]
    first = max(min(act.start.first for act in acts), found.atlas.first_day)
    return first, min(max(act.end.last for act in acts), found.atlas.last_day)


def _page_title(found: Stage, days: tuple[int, int], language: str) -> str:
    """Return the title of a map page in the language with which it opens: the campaign and its days."""
    words = said(language)
    start, end = map(words.date, days)
    return f"{found.scenario.campaign.titles[language]} · {words.say('date.range', start=start, end=end)}"


def write_page(found: Stage, log: Log, out: Path, language: str = "all") -> int:
    """Write the map page of a play, one frame a step; return its size in bytes.

    Raises
    ------
    HudutError
        If nothing was played.
    """
    from maps.options import PageOptions
    from maps.page import render

    if not log.entries:
        raise HudutError("the log has a header but no entries: there is no play to draw. Play on, or give another log.")
    first, last = span(found, log)
    left = left_history(found, log, states(found.scenario, log))
    parts = [_page_title(found, (first, last), chosen(language)[0])]
    parts += [left.sentence(code) for code in chosen(language)] if left else []
    options = PageOptions(lang=language, start=first, end=last, title=" · ".join(parts), history=found.atlas)
    page = render(overlaid(found, log), options)
    return write_whole(out, page)
