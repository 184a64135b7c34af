"""After a play: the treaty made beside the historical one, the first divergence, land and gold won and lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.annulling import Fate, fates
from engine.frame import ending, frame, is_void, settled
from engine.log import Log
from engine.policies import Table, conference_at
from engine.replay import end_of, end_of_history, states, states_that_count
from engine.rules import State
from geo.words import Words
from hudut.begun import opening_lines
from hudut.campaigns import Stage
from hudut.transcript import Left, MapChange, decided, land_words, left_history, map_changes, value_words
from hudut.wording import said
from scenarios.baskets import historical_option
from scenarios.expand import Placed, Scenario
from scenarios.fates import ANNULLED, BROKEN, OPEN
from scenarios.kernel import STEP


@dataclass(frozen=True)
class ArticleBeside:
    """One item of a table: what was sealed in the play, perhaps annulled later, and what in history; None: nothing.

    `fate` is its word in the play, as `engine.annulling.fates` has it; empty while the play has not come so far.
    """

    step: str
    item: str
    title: str
    ours: str | None
    history: str | None
    fate: str

    @property
    def differs(self) -> bool:
        """Whether the play has come to it and has it otherwise than history."""
        return bool(self.fate) and self.ours != self.history


@dataclass(frozen=True)
class Debrief:
    """How an act went, beside how it really went.

    Parameters
    ----------
    void
        Whether the act did not take place.
    ending
        None of an act that did not, or that was left before its close.
    divergence
        The first move of the act that left history; None if none did.
    left
        The move by which the play, with all its acts, left history.
    opening
        In words: what was otherwise than in history when the play came to the act.
    land
        What the act's last frame holds differently from history's, as changes from history to the play.
    km2
        Area of the territories whose control differs: in another hand, or in another way in the same hand.
    balance
        Final values of the carried variables: (played, historical).
    worth
        By seat: mean worth of what the tables sealed, played and historical.
    """

    act: str
    void: bool
    ending: str | None
    history_ending: str | None
    divergence: Left | None
    left: Left | None
    opening: tuple[str, ...]
    articles: tuple[ArticleBeside, ...]
    land: tuple[MapChange, ...]
    km2: float
    balance: dict[str, tuple[str, str]]
    worth: dict[str, tuple[int, int]]

    @property
    def distance(self) -> int:
        """Number of items decided differently from history."""
        return sum(one.differs for one in self.articles)


def debrief(stage: Stage, log: Log, act: str, language: str = "en", *, unfinished: bool = False) -> Debrief | None:
    """Return the debrief of an act, or None where the log did not play it to its close.

    With `unfinished`, an act that was left before its close is compared as far as it went.
    """
    scenario = stage.scenario
    found = states(scenario, log)
    end = end_of(scenario, log, found, act)
    played = end or (settled(scenario, found[-1]) if unfinished else None)
    history = end_of_history(scenario, act)
    if played is None:
        return None
    land = tuple(map_changes(stage, frame(scenario, history), frame(scenario, played)))
    opened = [state for state in states_that_count(log, found) if scenario.step_at(state) == scenario.first[act]]
    closed = dict(fates(scenario, act, log, found, played))
    articles = tuple(
        ArticleBeside(
            one.step.id,
            item.id,
            item.titles[language],
            _sealed(closed[item.id], language) if item.id in closed else None,
            past.titles[language] if (past := historical_option(item)) else None,
            closed[item.id].word if item.id in closed else "",
        )
        for one in scenario.steps
        if one.act == act and one.step.basket
        for item in one.step.basket.items
    )
    return Debrief(
        act=act,
        void=is_void(scenario, played),
        ending=ending(scenario, played, act) if end else None,
        history_ending=ending(scenario, history, act),
        divergence=left_history(stage, log, found, act),
        left=left_history(stage, log, found),
        opening=tuple(line for state in opened for line in opening_lines(stage, state, language)),
        articles=articles,
        land=land,
        km2=sum({change.territory: change.km2 for change in land if change.layer == "control"}.values()),
        balance=dict(_balance(scenario, act, played, history)),
        worth=dict(_worth(scenario, act, played, history)),
    )


def _sealed(fate: Fate, language: str) -> str | None:
    title = fate.sealed.titles[language] if fate.sealed else None
    return said(language).say("debrief.annulled", text=title) if title and fate.word == ANNULLED else title


def _balance(scenario: Scenario, act: str, played: State, history: State) -> Iterator[tuple[str, tuple[str, str]]]:
    for key in scenario.acts[act].carries:
        values = scenario.campaign.variables[key].values or tuple(map(str, range(64)))
        yield key, (values[scenario.value(played, key)], values[scenario.value(history, key)])


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
    at = scenario.kernel.changed(end, {STEP: placed.number})
    conference = conference_at(scenario, at)
    if conference is None:
        return 0
    return Table(scenario, conference, at).total(seat) // len(conference.basket.items)


def as_markdown(found: Debrief, stage: Stage, language: str = "en") -> str:
    """Return a debrief as a page of Markdown."""
    words = said(language)
    act = stage.scenario.acts[found.act]
    endings = {one.id: one.titles[language] for one in act.endings}
    none = act.void.titles[language] if found.void and act.void else ""
    unended = words.say("debrief.void", title=none) if none else words.say("debrief.unfinished")
    ours, past = words.say("debrief.yours"), words.say("debrief.history")
    lines = [f"# {act.titles[language]}: {words.say('debrief.title')}", ""]
    for word, key in ((ours, found.ending), (past, found.history_ending)):
        lines.append(f"* **{word}:** {endings.get(key or '', unended)}")
    if found.left:
        lines.append(f"* {found.left.sentence(language)}")
    if found.opening:
        first, *rest = found.opening
        lines += [f"* {first}", *(f"    * {line}" for line in rest)]
    lines += list(_departure(found.divergence, language)) if found.divergence else []
    area = words.say("unit.km2", n=words.number(found.km2))
    lines += ["", words.say("debrief.sum", n=found.distance, of=len(found.articles), area=area), ""]
    lines += _table((words.say("debrief.matter"), ours, past, ""), _articles(found, words))
    if found.land:
        land = (land_words(stage, one, language) for one in found.land)
        head = (words.say("col.territory"), words.say("debrief.layer"), past, ours, words.say("unit.km2.head"))
        lines += _table(head, land)
    specs = stage.scenario.campaign.variables
    carried = [
        (specs[key].names[language], *(value_words(specs[key], value, language) for value in pair))
        for key, pair in found.balance.items()
    ]
    lines += _table((words.say("debrief.balance"), ours, past), carried)
    seats = [(act.seats[key].titles[language], *map(str, pair)) for key, pair in found.worth.items()]
    lines += _table((words.say("debrief.worth"), ours, past), seats)
    return "\n".join([*lines, words.say("zone.caution"), ""])


def _articles(found: Debrief, words: Words) -> Iterator[tuple[str, ...]]:
    for one in found.articles:
        none = words.say("debrief.nothing" if one.fate in {OPEN, BROKEN} else "debrief.not.played")
        past = one.history or words.say("debrief.nothing")
        yield one.title, one.ours or none, past, words.say("debrief.differs") * one.differs


def _departure(left: Left, language: str) -> Iterator[str]:
    """Yield by what an act left history, and what went otherwise."""
    words = said(language)
    yield f"* **{words.say('debrief.departure')}:** {left.number}, {words.say(f'departure.{left.kind}')}"
    for matter, ours, past in left.pairs.get(language, ()):
        yield f"  * {decided(matter, words.say('debrief.instead', ours=ours, past=past))}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str | None, ...]]) -> list[str]:
    """Return a Markdown table, and an empty line after it."""
    body = [f"| {' | '.join(cell or '–' for cell in row)} |" for row in rows]
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *body, ""]
