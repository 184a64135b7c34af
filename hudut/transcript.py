"""A play told step by step: date, who, what, on what grounds, and what it changed on the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.departure import departure, line
from engine.frame import Frame, act_at, day_at, ending, frame
from engine.log import INJECT, Entry, Log
from engine.play import history_at
from engine.prose import as_told, told
from engine.rules import State, rules_of
from geo.dates import HistoricalDate, iso, parse
from geo.sources import Citation, TextCitation
from geo.words import FALLBACK, languages
from hudut.campaigns import Stage
from hudut.wording import holder, layer, said, say
from scenarios.baskets import historical_option
from scenarios.expand import Placed, Scenario, own
from scenarios.ground import Held
from scenarios.kernel import CHANCE, Move
from scenarios.schema import Basket, ItemOption, Option, Step, VariableSpec


@dataclass(frozen=True)
class MapChange:
    """One territory that changed hands in one layer."""

    territory: str
    layer: str
    before: Held | None
    after: Held | None
    km2: float

    def to_json(self) -> dict[str, Any]:
        """Return the change as JSON-able data; None where nothing is agreed."""
        pairs = {"before": self.before, "after": self.after}
        held = {key: one and {"party": one.party, "status": one.status} for key, one in pairs.items()}
        return {"territory": self.territory, "layer": self.layer, **held, "km2": self.km2}


@dataclass(frozen=True)
class Told:
    """One entry of a log, told; `actor`, `title` and `text` by language, an actor of chance has no name.

    `cites` and `events` are what it rests on: citations, and ids of events and treaties.
    `departed` is the number of the entry by which the play had left history, None while it has not.
    """

    number: int
    act: str
    day: int
    date: HistoricalDate
    actor: Mapping[str, str]
    move: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    cites: tuple[Citation, ...]
    events: tuple[str, ...]
    certainty: str
    changes: tuple[MapChange, ...] = ()
    variables: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    ending: str | None = None
    departed: int | None = None

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the entry as JSON-able data in one language; the format is documented in docs/data-dictionary.md."""
        words = {key: getattr(self, key).get(language, "") for key in ("actor", "title", "text")}
        changes = [change.to_json() for change in self.changes]
        cites = [one.place if isinstance(one, TextCitation) else f"{one.title} <{one.place}>" for one in self.cites]
        content = {**self.__dict__, **words, "day": iso(self.day), "date": self.date.text, "changes": changes}
        content["sources"] = [*cites, *content.pop("events")]
        del content["cites"]
        return {key: value for key, value in content.items() if value not in (None, (), {}, [])}


def tell(stage: Stage, log: Log, found: Sequence[State]) -> list[Told]:
    """Return the told entries of a log, in every language; skips are left out, undone moves told as they stood.

    `found` is what `engine.replay.states` returns for the log.
    """
    scenario = stage.scenario
    left = departure(scenario, log, found)
    return [
        _off_history(told_entry(stage, (number, entry), (found[number - 1], found[number])), left)
        for number, entry in enumerate(log.entries, start=1)
        if entry.kind == "move" and scenario.kernel.by_id[entry.move].kind != "skip"
    ]


SPEAKS_OF_HISTORY = ("attested", "standard")
AS_IN_HISTORY = "as-history"
"""Certainty of what a source says of history and a play tells after it left history."""


def _off_history(one: Told, left: int | None) -> Told:
    """Return what is told, marked from the departing entry on: its source speaks of history, and not of this play."""
    if left is None or one.number < left:
        return one
    sure = AS_IN_HISTORY if one.certainty in SPEAKS_OF_HISTORY else one.certainty
    return replace(one, departed=left, certainty=sure)


Pairs = Mapping[str, tuple[tuple[str, str, str], ...]]
"""By language: (matter, this play, history) for each matter that went otherwise at a departure."""


@dataclass(frozen=True)
class Left:
    """The move by which a play left history, told.

    Parameters
    ----------
    number
        The entry; 0 where history was left before the play began, and no more than that where nobody knows by what.
    kind
        `decision`, `chance`, `text` (another was sealed), `table` (it broke off), `event` (it came otherwise than in
        history), `inject`, or the kind of a step that did not come about, such as `decision.out`.
    pairs
        What went otherwise; empty of an event, of an inject, and of a move before the play began.
    """

    number: int
    kind: str = ""
    date: HistoricalDate | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    pairs: Pairs = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """Return which move, and when."""
        if self.date is None:
            return say(language)["history.left.before"]
        date = said(language).date(self.date)
        return say(language)["history.left"].format(date=date, title=self.title[language])


def left_history(stage: Stage, log: Log, found: Sequence[State], act: str | None = None) -> Left | None:
    """Return the move by which a play, or its part in one act, first left history; None if it keeps to it.

    `found` is what `engine.replay.states` returns for the log.
    """
    number = departure(stage.scenario, log, found, act=act)
    if number:
        return _left(stage, (number, log.entries[number - 1]), (found[number - 1], found[number]))
    return None if number is None else left_before(stage, log.header.left)


def left_before(stage: Stage, left: str) -> Left:
    """Return the move by which the play that an act goes on from left history, by its name in the header (`left`).

    It was the first that did, so that all before it stood as in history.
    """
    if not left:
        return Left(0)
    kernel = stage.scenario.kernel
    step, _, kind = left.rpartition(".")
    if kind == INJECT:
        before = history_at(stage.scenario, step)
        return _left(stage, (0, Entry("inject")), (before, before))
    move = kernel.by_id[left]
    before = history_at(stage.scenario, move.step)
    after = rules_of(kernel).carry_out(before, move)
    return replace(_left(stage, (0, Entry("move", left, move.actor)), (before, after)), pairs={})


def _left(stage: Stage, numbered: tuple[int, Entry], around: tuple[State, State]) -> Left:
    """Return a departing entry, told."""
    (number, entry), (before, _) = numbered, around
    placed = stage.scenario.placed_at(before)
    if entry.kind == "inject" or placed is None:
        date = placed.step.date if placed else parse(iso(day_at(stage.scenario, before)))
        return Left(number, "inject", date, {code: say(code)["log.inject"] for code in languages()})
    return _left_at(stage, placed, numbered, around)


def _left_at(stage: Stage, placed: Placed, numbered: tuple[int, Entry], around: tuple[State, State]) -> Left:
    """Return a departure at a step: what was decided, drawn, sealed or broken off, or an event."""
    move, step = stage.scenario.kernel.by_id[numbered[1].move], placed.step
    if move.kind == "skip":
        words = "history.left.out" if step.kind == "event" else "history.left.unasked"
        out = {code: say(code)[words].format(title=step.titles[code]) for code in languages()}
        return Left(numbered[0], f"{step.kind}.out", step.date, out)
    title = told_entry(stage, numbered, around).title
    told_here = as_told(stage.scenario, placed.act, step, *around)
    pairs = {code: tuple(_otherwise(stage.scenario, told_here, move, around[0], code)) for code in languages()}
    kind = {"choose": step.kind, "seal": "text", "break": "table", "lapse": "table"}.get(move.kind, "event")
    return Left(numbered[0], kind, step.date, title, pairs)


def _otherwise(
    scenario: Scenario, step: Step, move: Move, state: State, language: str
) -> Iterator[tuple[str, str, str]]:
    """Yield what a move decided otherwise than history: (matter, this play, history)."""
    words = say(language)
    if move.kind == "choose":
        taken = next(one for one in step.options if one.id == move.option)
        past = next(one for one in step.options if one.historical)
        arose = f"{step.id}.{past.id}" in line(scenario, act_at(scenario, state))
        real = past.titles[language] if arose else words["debrief.not.played"]
        yield step.titles[language], taken.titles[language], real
    elif step.basket is not None and move.kind in ("break", "lapse"):
        yield step.titles[language], words[f"table.{move.kind}"], words["table.seal"]
    elif step.basket is not None:
        for item in step.basket.items:
            number, then = scenario.value(state, item.id), historical_option(item)
            texts = (item.options[number - 1] if number else None, then)
            if texts[0] is not then:
                ours, theirs = (one.titles[language] if one else words["debrief.nothing"] for one in texts)
                yield item.titles[language], ours, theirs


def told_entry(stage: Stage, numbered: tuple[int, Entry], around: tuple[State, State]) -> Told:
    """Return one move of a log, told; `around` are the states before and after it."""
    (number, entry), (before, after) = numbered, around
    scenario = stage.scenario
    act = act_at(scenario, before)
    placed = scenario.placed_at(before)
    if placed is None:
        return _bracket(stage, number, entry, act, (before, after))
    move = scenario.kernel.by_id[entry.move]
    step = as_told(scenario, act, placed.step, before, after)
    words = {code: words_of_move(step, move, code) for code in languages()}
    grounds = words[FALLBACK][2]
    # Tables of the campaign were all signed: that one breaks off is no source's word, whatever its step rests on.
    broken = move.kind in ("break", "lapse")
    cites, events = ((), ()) if broken else ((*placed.step.cite, *grounds.cite), (*placed.step.events, *grounds.events))
    seat = None if entry.actor == CHANCE else scenario.acts[act].seats.get(entry.actor)
    return Told(
        number=number,
        act=act,
        day=placed.step.date.first,
        date=placed.step.date,
        actor=_in_all(seat.titles) if seat else {},
        move=entry.move,
        title={code: one[0] for code, one in words.items()},
        text={code: one[1] for code, one in words.items()},
        cites=tuple({one.place: one for one in cites}.values()),
        events=tuple(dict.fromkeys(events)),
        certainty="invented" if broken else grounds.certainty,
        changes=tuple(map_changes(stage, frame(scenario, before), frame(scenario, after))),
        variables=variable_changes(scenario, before, after, act),
    )


def _in_all(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: texts[code] for code in languages()}


def _bracket(stage: Stage, number: int, entry: Entry, act: str, around: tuple[State, State]) -> Told:
    before, after = around
    one = stage.scenario.acts[act]
    kind = stage.scenario.kernel.by_id[entry.move].kind
    closing = kind == "close"
    end = ending(stage.scenario, before, act) if closing else None
    ended = next((item for item in one.endings if item.id == end), None)
    void = one.void if kind == "void" or (closing and ended is None) else None
    ends = ended or void
    titles = ends.titles if ends else one.titles
    prose = ends.text if ends else one.opening
    title, text = _in_all(titles), _in_all(told(stage.scenario, act, before if closing else after, prose).texts)
    day = day_at(stage.scenario, before) if closing else one.start.first
    return Told(number, act, day, parse(iso(day)), {}, entry.move, title, text, (), (), "", ending=end)


ASKED = ("?", "!")
"""How a matter ends that needs no colon."""


def decided(matter: str, choice: str) -> str:
    """Return a matter and what was chosen; a question needs no colon."""
    return f"{matter}{' ' if matter.endswith(ASKED) else ': '}{choice}"


def words_of_move(step: Step, move: Move, language: str) -> tuple[str, str, Step | Option | ItemOption]:
    """Return title, text and the record whose grounds count, of a move of a step."""
    if step.basket is not None:
        return _basket_words(step, step.basket, move, language)
    option = next((one for one in step.options if one.id == move.option), None)
    if option is None:
        return step.titles[language], step.says[language], step
    text = (option.after or option.says)[language]
    return decided(step.titles[language], option.titles[language]), text, option


def _basket_words(step: Step, basket: Basket, move: Move, language: str) -> tuple[str, str, Step | ItemOption]:
    if move.kind == "skip":
        return step.titles[language], step.says[language], step
    if move.kind != "amend":
        text = basket.broken[language] if move.kind in ("break", "lapse") else step.says[language]
        return f"{step.titles[language]}: {say(language)[f'table.{move.kind}']}", text, step
    item = next(one for one in basket.items if one.id == move.item)
    option = next(one for one in item.options if one.id == move.option)
    return f"{item.titles[language]}: {option.titles[language]}", option.text[language], option


def map_changes(stage: Stage, before: Frame, after: Frame) -> Iterator[MapChange]:
    """Yield what differs between two frames of the same act, largest territories first."""
    if before.held is after.held:  # most moves move no land: frames of like states are one
        return
    # Most land is held by the very same record as before: only the rest is put in order and compared.
    keys = [key for key in before.held.keys() | after.held.keys() if before.held.get(key) is not after.held.get(key)]
    for key in sorted(keys, key=lambda key: (-stage.atlas.territories[key[0]].area_km2, key)):
        one, other = before.held.get(key), after.held.get(key)
        was, now = (held if held and held.party else None for held in (one, other))
        if (was and was.holder) != (now and now.holder):
            yield MapChange(*key, was, now, stage.atlas.territories[key[0]].area_km2)


def value_words(spec: VariableSpec, value: str, language: str) -> str:
    """Return a value in words: its label where the scenario gives one, else its id as plain words."""
    label = spec.labels.get(value)
    return label[language] if label else value.replace("-", " ")


def land_words(stage: Stage, one: MapChange, language: str) -> tuple[str, str, str, str, str]:
    """Return territory, layer, holder before, holder after and area of a change, in words."""
    before, after = (holder(stage.atlas, held, language) for held in (one.before, one.after))
    name = stage.atlas.territories[one.territory].names[language]
    return name, layer(one.layer, language), before, after, said(language).number(one.km2)


def change_lines(
    stage: Stage, act: str, land: Iterable[MapChange], variables: Mapping[str, tuple[str, str]], language: str
) -> Iterator[str]:
    """Yield each change in words: `Kars, Control: Armenia → Ankara (9,000 km²)`, and the variables after the land."""
    for one in land:
        name, where, before, after, km2 = land_words(stage, one, language)
        yield f"{name}, {where}: {before} → {after} ({said(language).say('unit.km2', n=km2)})"
    specs = {**stage.scenario.campaign.variables, **stage.scenario.acts[act].variables}
    for key, pair in variables.items():
        before, after = (value_words(specs[key], value, language) for value in pair)
        yield f"{specs[key].names[language]}: {before} → {after}"


def variable_changes(scenario: Scenario, before: State, after: State, act: str) -> dict[str, tuple[str, str]]:
    """Return the public variables that a move changed, with their values in words."""
    specs = [(key, key, spec) for key, spec in scenario.campaign.variables.items()]
    specs += [(key, own(act, key), spec) for key, spec in scenario.acts[act].variables.items()]
    found = {}
    for key, name, spec in specs:
        old, new = scenario.value(before, name), scenario.value(after, name)
        if spec.public and old != new:
            values = spec.values or [str(number) for number in range(spec.size or 0)]
            found[key] = (values[old], values[new])
    return found
