"""`docs/counterfactuals.md`: the scripts of docs/scripts that have a title, each played through the whole campaign.

What a script does not decide goes as in history wherever that is legal, fortune too. `python -m hudut.counterfactuals`
writes the page and its pictures; `make docs` calls it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine.departure import line
from engine.log import Log
from engine.replay import end_of, historical_log, states
from engine.rules import State, compile_guard
from geo.load import Atlas
from geo.words import FALLBACK
from hudut.campaigns import Stage, stage
from hudut.debrief import Debrief, debrief
from hudut.files import write_whole
from hudut.overlay import overlaid
from hudut.scripts import Script, played, read_script
from hudut.sketch import beside
from hudut.transcript import Told, land_words, tell, value_words, words_of_move
from hudut.wording import certainty, said
from scenarios.schema import ItemOption, Option, Step

PAGE = Path("docs") / "counterfactuals.md"
PICTURES = Path("docs") / "pictures" / "branches"
SCRIPTS = Path("docs") / "scripts"


@dataclass(frozen=True)
class Branch:
    """A script, played from the first act to the last."""

    name: str
    script: Script
    stage: Stage
    log: Log

    @cached_property
    def acts(self) -> dict[str, Debrief]:
        """Each act beside history."""
        found = {act: debrief(self.stage, self.log, act) for act in self.stage.scenario.acts}
        return {act: one for act, one in found.items() if one is not None}

    @cached_property
    def act(self) -> str:
        """The act at whose end most land is held otherwise; the later one of equals."""
        return max(self.acts, key=lambda act: (round(self.acts[act].km2), list(self.acts).index(act)))

    @cached_property
    def atlas(self) -> Atlas:
        """The atlas as the play has it."""
        return overlaid(self.stage, self.log)

    @cached_property
    def departures(self) -> list[tuple[Told, Step | Option | ItemOption]]:
        """The choices, strokes of fortune, articles and breaks that history did not have, with their records."""
        return list(self._departures())

    def _departures(self) -> Iterator[tuple[Told, Step | Option | ItemOption]]:
        scenario = self.stage.scenario
        sealed = {one.item: one.ours for found in self.acts.values() for one in found.articles}
        for one in tell(self.stage, self.log, states(scenario, self.log)):
            move = scenario.kernel.by_id[one.move]
            if move.kind not in _LEAVE or move.stem.id in line(scenario, one.act):
                continue
            _, _, record = words_of_move(scenario.steps_by_id[move.step].step, move, FALLBACK)
            proposed = record if isinstance(record, ItemOption) else None
            if not proposed or (not proposed.historical and sealed[move.item] == proposed.titles[FALLBACK]):
                yield one, record


_LEAVE = ("choose", "amend", "break", "lapse")
"""Moves by which a play leaves history; of tables, what was sealed counts and not who proposed it."""


def branches(folder: Path, of: Stage | None = None) -> list[Branch]:
    """Return the scripts of a folder that have a title, played; by name."""
    found = of or stage("frontier")
    acts = list(found.scenario.acts)
    scripts = {path.stem: read_script(path) for path in sorted(folder.glob("*.yaml"))}
    whole = {
        name: one.model_copy(update={"act": acts[0], "until": acts[-1]}) for name, one in scripts.items() if one.titles
    }
    return [Branch(name, one, found, played(found, one)) for name, one in whole.items()]


def page(found: Iterable[Branch], language: str = FALLBACK) -> str:
    """Return the page of branches as Markdown."""
    words = said(language)
    parts = [f"# {words.say('branch.title')}\n", words.say("branch.head") + "\n"]
    return "\n".join([*parts, *(block for one in found for block in _branch(one, language))]).rstrip() + "\n"


def _branch(one: Branch, language: str) -> Iterator[str]:
    words = said(language)
    title = (one.script.titles or {})[language]
    yield f"## {title}\n"
    yield f"`docs/scripts/{one.name}.yaml`: " + ", ".join(f"`{move}`" for move in one.script.moves) + "\n"
    if _changed(one):
        day = words.date(_last_day(one))
        yield f"![{words.say('branch.picture', title=title, day=day)}](pictures/branches/{one.name}.svg)\n"
    yield words.say("branch.causes") + "\n"
    yield "\n".join(_cause(*departure, language) for departure in one.departures) + "\n"
    for block in (_acts(one, language), _land(one, language), _values(one, language), _facts(one, language)):
        yield from block


def _cause(told: Told, record: Step | Option | ItemOption, language: str) -> str:
    words = said(language)
    by = f"{told.actor[language]}: " if told.actor else ""
    what = f"* {words.date(told.date)}, {by}**{told.title[language]}** (`{told.move}`). {told.text[language]}"
    thought = getattr(record, "thought_of_by", None)
    reason = record.reason[language] if record.reason else ""
    # What a table rests on is not what its break rests on.
    grounds = [] if isinstance(record, Step) else [certainty(told.certainty, language), reason]
    grounds += [words.say("debrief.thought", who=thought[language])] if thought else []
    return f"{what} *{' · '.join(filter(None, grounds))}*" if grounds else what


def _acts(one: Branch, language: str) -> Iterator[str]:
    """Yield how each act ended, from the one in which the play leaves history."""
    words = said(language)
    heads = ("branch.act", "debrief.history", "debrief.yours", "unit.km2.head", "branch.items")
    yield f"| {' | '.join(words.say(head) for head in heads)} |\n|---|---|---|---|---|"
    first = next((told.act for told, _ in one.departures), "")
    acts = list(one.acts)
    for act, found in list(one.acts.items())[acts.index(first) if first else 0 :]:
        spec = one.stage.scenario.acts[act]
        titles = {each.id: each.titles[language] for each in spec.endings}
        ends = (
            titles.get(end or "", spec.void.titles[language] if spec.void else "–")
            for end in (found.history_ending, found.ending)
        )
        yield f"| {spec.titles[language]} | {' | '.join(ends)} | {words.number(found.km2)} | {found.distance} |"
    yield ""


def _last_day(one: Branch) -> int:
    return one.stage.scenario.acts[one.act].end.last


def _changed(one: Branch) -> list[str]:
    """Return the territories whose control differs from history at the end of the act of the picture."""
    return [change.territory for change in one.acts[one.act].land if change.layer == "control"]


def _land(one: Branch, language: str) -> Iterator[str]:
    """Yield the land held otherwise, of one fate together, each side with the cause and its day."""
    words = said(language)
    both = one.stage.atlas, one.atlas
    together: dict[tuple[str, ...], list[tuple[str, float]]] = {}
    for change in one.acts[one.act].land:
        if change.layer == "control":
            name, _, before, after, _ = land_words(one.stage, change, language)
            past, ours = (_basis(each, change.territory, _last_day(one), language) for each in both)
            together.setdefault((before, after, past, ours), []).append((name, change.km2))
    if not together:
        yield words.say("branch.land.same") + "\n"
        return
    yield words.say("branch.land", day=words.date(_last_day(one))) + "\n"
    for (before, after, past, ours), lands in together.items():
        names = words.joined(name for name, _ in lands)
        area = words.say("unit.km2", n=words.number(sum(km2 for _, km2 in lands)))
        told = {"names": names, "area": area, "before": before, "after": after, "past": past, "ours": ours}
        yield words.say("branch.land.line", **told)
    yield ""


def _basis(atlas: Atlas, territory: str, day: int, language: str) -> str:
    """Return the cause by which a territory is held on a day."""
    row = [row for row in atlas.history(territory) if row.start.first <= min(day, atlas.last_day)][-1]
    basis = atlas.bases[row.basis]
    return f"{basis.titles[language]}, {said(language).date(basis.date)}"


def _values(one: Branch, language: str) -> Iterator[str]:
    """Yield what the campaign's variables come to at its end where that differs: money, arms, trust, texts."""
    words, scenario = said(language), one.stage.scenario
    last = list(scenario.acts)[-1]
    ours, past = (_end(one.stage, log, last) for log in (one.log, historical_log(scenario)))
    rows = []
    for key, spec in scenario.campaign.variables.items():
        values = spec.values or tuple(map(str, range(spec.size or 0)))
        pair = [value_words(spec, values[scenario.value(state, key)], language) for state in (past, ours)]
        if pair[0] != pair[1]:
            rows.append(f"| {spec.names[language]} | {' | '.join(pair)} |")
    if rows:
        heads = (words.say(key) for key in ("branch.values", "debrief.history", "debrief.yours"))
        yield f"| {' | '.join(heads)} |\n|---|---|---|"
        yield "\n".join(rows) + "\n"


def _end(of: Stage, log: Log, act: str) -> State:
    found = states(of.scenario, log)
    return end_of(of.scenario, log, found, act) or found[-1]


def _facts(one: Branch, language: str) -> Iterator[str]:
    """Yield what history had and the play never has."""
    scenario = one.stage.scenario
    past, ours = (states(scenario, log) for log in (historical_log(scenario), one.log))
    lost = [
        _name(one.stage, fact.of, language)
        for key, fact in scenario.campaign.facts.items()
        for test in [compile_guard(scenario.facts[key], scenario.kernel)]
        if any(map(test, past)) and not any(map(test, ours))
    ]
    if lost:
        yield said(language).say("branch.lost", names="; ".join(lost)) + "\n"


def _name(of: Stage, records: Iterable[str], language: str) -> str:
    """Return the title of a record of a fact: of a treaty, else of an event, else of a cause."""
    for collection in (of.chronicle.treaties, of.chronicle.events, of.atlas.bases):
        for key in records:
            if key in collection:
                return collection[key].titles[language]
    raise KeyError(tuple(records))


def main(words: list[str]) -> int:
    """Write the page and its pictures below the folder named, or the current one; return the exit code."""
    root = Path(words[0] if words else ".")
    found = branches(SCRIPTS)
    write_whole(root / PAGE, page(found))
    for one in found:
        if _changed(one):
            picture = beside(one.stage.atlas, one.atlas, _last_day(one), _changed(one), FALLBACK)
            write_whole(root / PICTURES / f"{one.name}.svg", picture)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
