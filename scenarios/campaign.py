"""The only reader of scenarios: YAML into a campaign, its acts, and the expanded Scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from geo.crossrefs import text_citations, unborne
from geo.errors import DataError, Problem, causes, nearest
from geo.load import Atlas
from geo.reading import Reader, line_of
from scenarios.chronicle import Chronicle
from scenarios.expand import Scenario, carried_names, days_of, expand, ground_words, numbers_of, variables_of, words_of
from scenarios.forms import Change, Prose
from scenarios.schema import Act, Campaign, Grounded, Option, Step
from scenarios.survey import ground_problems, surveyed
from scenarios.words import Words


def default_folder(name: str) -> Path:
    """Return the folder of a scenario that ships with the package."""
    return Path(str(files("scenarios") / "data" / name))


def load_scenario(folder: Path, atlas: Atlas, chronicle: Chronicle) -> Scenario:
    """Read a scenario folder and expand it.

    Raises
    ------
    DataError
        With every problem found, by file and line.
    """
    campaign, acts, problems = read_campaign(folder, atlas, chronicle)
    if campaign is None or problems:
        raise DataError(problems)
    return expand(campaign, acts, surveyed(campaign, atlas, days_of(acts)))


def read_campaign(
    folder: Path, atlas: Atlas, chronicle: Chronicle
) -> tuple[Campaign | None, dict[str, Act], list[Problem]]:
    """Read a scenario as far as it can be read; return it with all problems of single records and references."""
    reader = Reader(folder)
    campaign = reader.build(Campaign, reader.mapping("scenario.yaml"), "scenario.yaml", ())
    acts: dict[str, Act] = {}
    for key in campaign.acts if campaign else ():
        name = f"acts/{key}.yaml"
        raw = reader.mapping(name)
        act = reader.build(Act, raw, name, ()) if raw else None
        if act is not None and act.id != key:
            reader.report(
                name, reader.line_of(name, ("id",)), f"its id is {act.id!r}.", f"Call it {key!r}, as the file."
            )
        elif act is not None:
            acts[key] = act
    reader.strays("acts")
    problems = list(reader.problems)
    if campaign is not None and len(acts) == len(campaign.acts):
        found = _References(folder, campaign, acts, atlas, chronicle).problems()
        problems.extend(causes(found, {*atlas.unread, *chronicle.unread}))
    return campaign, acts, problems


class _References:
    """Checks the ids and words of a campaign."""

    def __init__(
        self, folder: Path, campaign: Campaign, acts: Mapping[str, Act], atlas: Atlas, chronicle: Chronicle
    ) -> None:
        self.folder, self.campaign, self.acts = folder, campaign, acts
        self.atlas, self.chronicle = atlas, chronicle
        variables = variables_of(campaign, acts, surveyed(campaign, atlas, days_of(acts)))
        numbers = numbers_of(acts)
        self.words = {key: words_of(campaign, act, numbers, variables) for key, act in acts.items()}
        self.across = ground_words(campaign, numbers, variables)

    def problems(self) -> Iterator[Problem]:
        """Yield every problem."""
        seen: dict[str, str] = {}
        for table, number, what, remedy in ground_problems(self.campaign, self.atlas, self.across, days_of(self.acts)):
            file = "scenario.yaml"
            line = line_of(self.folder / file, (table, number))
            yield Problem(file, line, what, remedy, next(iter(self.atlas.unread), None))
        yield from self._days()
        yield from self._facts()
        yield from self._changes_by_name()
        for key, act in self.acts.items():
            yield from self._act(key, act)
            for name in sorted(set(act.variables) & set(carried_names(self.campaign))):
                yield self._at(
                    key, ("variables", name), f"{name!r} is a variable or a piece of the campaign.", "Choose another."
                )
            for step in act.steps:
                if step.id in seen:
                    yield self._at(key, ("steps",), f"the step id {step.id!r} is taken by {seen[step.id]}.")
                seen[step.id] = key

    def _facts(self) -> Iterator[Problem]:
        known = {**self.chronicle.events, **self.chronicle.treaties, **self.atlas.bases}
        for key, fact in self.campaign.facts.items():
            path: tuple[str | int, ...] = ("facts", key)
            line = line_of(self.folder / "scenario.yaml", path)
            for name in fact.of:
                if name not in known:
                    what = f"the fact {key!r} stands on {name!r}, which the chronicle does not have."
                    yield Problem("scenario.yaml", line, what, nearest(name, known), name)
            try:
                self.across.guard(fact.when)
            except ValueError as error:
                yield Problem("scenario.yaml", line, f"the fact {key!r}: {error}")

    def _changes_by_name(self) -> Iterator[Problem]:
        """Find named changes that name themselves in a circle, or that no act can read."""
        for key in self.campaign.changes:
            line = line_of(self.folder / "scenario.yaml", ("changes", key))
            if _circle(self.campaign.changes, key):
                yield Problem("scenario.yaml", line, f"the change {key!r} names itself in a circle.", "Break it.")
                continue
            messages = [message for words in self.words.values() if (message := _unread(words, key))]
            if len(messages) == len(self.words):
                yield Problem("scenario.yaml", line, f"the change {key!r}: {messages[0]}")

    def _prose(self, key: str, path: tuple[str | int, ...], prose: Prose | None) -> Iterator[Problem]:
        for number, variant in enumerate(prose.variants if prose else ()):
            yield from self._condition(key, (*path, number, "when"), variant.when)
            for fact in variant.presupposes or ():
                if fact not in self.campaign.facts:
                    what = f"it presupposes {fact!r}, which is no fact of the scenario."
                    yield self._at(key, path, what, nearest(fact, self.campaign.facts))

    def _days(self) -> Iterator[Problem]:
        """Find steps that are dated before the step ahead of them, across acts too."""
        before: Step | None = None
        for key, act in self.acts.items():
            for number, step in enumerate(act.steps):
                if before is not None and step.date.first < before.date.first:
                    what = f"{step.id} on {step.date} follows {before.id} on {before.date}: days run backwards."
                    yield self._at(key, ("steps", number, "date"), what, "Set the steps in the order of their days.")
                before = step

    def _at(
        self, act: str, path: tuple[str | int, ...], what: str, remedy: str = "", lacks: str | None = None
    ) -> Problem:
        file = f"acts/{act}.yaml"
        return Problem(file, line_of(self.folder / file, path), what, remedy, lacks)

    def _act(self, key: str, act: Act) -> Iterator[Problem]:
        yield from self._known(key, ("stakes",), "territory", act.stakes, self.atlas.territories)
        yield from self._known(key, ("carries",), "variable", act.carries, self.campaign.variables)
        for seat, one in act.seats.items():
            yield from self._known(key, ("seats", seat, "party"), "party", (one.party,), self.atlas.parties)
            yield from self._prose(key, ("seats", seat, "people"), one.people)
            for name, lines in one.lines():
                for number, line in enumerate(lines):
                    path = ("aims",) if name == "aims" else ("brief", name)
                    yield from self._prose(key, ("seats", seat, *path, number), line)
        yield from self._prose(key, ("notes",), act.notes)
        for number, step in enumerate(act.steps):
            yield from self._step(key, act, step, ("steps", number))
        yield from self._prose(key, ("opening",), act.opening)
        for number, one_ending in enumerate(act.endings):
            yield from self._condition(key, ("endings", number, "when"), one_ending.when)
            yield from self._prose(key, ("endings", number, "text"), one_ending.text)
        if act.void is not None:
            yield from self._condition(key, ("void", "when"), act.void.when)
            yield from self._prose(key, ("void", "text"), act.void.text)

    def _known(
        self, key: str, path: tuple[str | int, ...], word: str, values: Iterable[str], table: Mapping[str, object]
    ) -> Iterator[Problem]:
        for value in values:
            if value not in table:
                yield self._at(key, path, f"unknown {word} {value!r}.", nearest(value, table), value)

    def _step(self, key: str, act: Act, step: Step, path: tuple[str | int, ...]) -> Iterator[Problem]:
        yield from self._grounded(key, step, path)
        yield from self._known(key, (*path, "view_missing"), "view", step.view_missing, self.chronicle.views)
        yield from self._condition(key, (*path, "when"), step.when)
        yield from self._prose(key, (*path, "titles"), step.titles)
        yield from self._prose(key, (*path, "says"), step.says)
        yield from self._changes(key, (*path, "effects"), step.effects)
        if step.actor is not None and step.actor not in act.seats:
            yield self._at(key, (*path, "actor"), f"{step.actor!r} has no seat.", nearest(step.actor, act.seats))
        if not act.start.first <= step.date.first <= act.end.last:
            yield self._at(
                key, (*path, "date"), f"{step.id} on {step.date} lies outside the act.", f"{act.start}–{act.end}"
            )
        for number, option in enumerate(step.options):
            yield from self._option(key, option, (*path, "options", number))
        if step.basket is not None:
            yield from self._basket(key, act, step, (*path, "basket"))

    def _option(self, key: str, option: Option, path: tuple[str | int, ...]) -> Iterator[Problem]:
        yield from self._grounded(key, option, path)
        yield from self._condition(key, (*path, "when"), option.when)
        for name in ("titles", "says", "after"):
            yield from self._prose(key, (*path, name), getattr(option, name))
        yield from self._changes(key, (*path, "effects"), option.effects)
        for number, special in enumerate(option.weights):
            yield from self._condition(key, (*path, "weights", number, "when"), special.when)

    def _basket(self, key: str, act: Act, step: Step, path: tuple[str | int, ...]) -> Iterator[Problem]:
        basket = step.basket
        if basket is None:
            return
        seats = {*basket.seats, *(name for item in basket.items for name in item.consent), *basket.walk_away}
        for seat in sorted(seats - set(act.seats)):
            yield self._at(key, path, f"{seat!r} has no seat in the act.", nearest(seat, act.seats))
        yield from self._prose(key, (*path, "broken"), basket.broken)
        yield from self._changes(key, (*path, "on_seal"), basket.on_seal)
        yield from self._changes(key, (*path, "on_break"), basket.on_break)
        yield from self._condition(key, (*path, "falls"), basket.falls)
        for number, shift in enumerate((*basket.shifts, *basket.walk_away_shifts)):
            yield from self._condition(key, (*path, "shifts", number, "when"), shift.when)
        for place, item in enumerate(basket.items):
            spot: tuple[str | int, ...] = (*path, "items", place)
            if item.topic not in self.chronicle.items:
                remedy = nearest(item.topic, self.chronicle.items)
                yield self._at(key, spot, f"unknown matter {item.topic!r}.", remedy, item.topic)
            for number, option in enumerate(item.options):
                yield from self._grounded(key, option, (*spot, "options", number))
                yield from self._changes(key, (*spot, "options", number, "effects"), option.effects)
                for seat in sorted(set(basket.seats) - set(option.worth)):
                    what = f"{item.id}/{option.id}: no worth for {seat!r}."
                    yield self._at(key, (*spot, "options", number, "worth"), what)

    def _grounded(self, key: str, one: Grounded, path: tuple[str | int, ...]) -> Iterator[Problem]:
        known = {**self.chronicle.events, **self.chronicle.treaties, **self.atlas.bases}
        yield from self._known(key, (*path, "events"), "event", one.events, known)
        for what, remedy, lacks in unborne(text_citations(one.cite), self.atlas.sources):
            yield self._at(key, (*path, "cite"), what, remedy, lacks)

    def _condition(self, key: str, path: tuple[str | int, ...], words: object) -> Iterator[Problem]:
        try:
            self.words[key].guard(words)
        except ValueError as error:
            yield self._at(key, path, str(error))

    def _changes(self, key: str, path: tuple[str | int, ...], words: tuple[object, ...]) -> Iterator[Problem]:
        for number, word in enumerate(words):
            try:
                self.words[key].effects([word])
            except ValueError as error:
                yield self._at(key, (*path, number), str(error))


def _circle(changes: Mapping[str, tuple[Change, ...]], key: str, above: tuple[str, ...] = ()) -> bool:
    """Return whether a named change leads back to itself."""
    if key in above:
        return True
    named = [word for word in changes[key] if isinstance(word, str) and word in changes]
    return any(_circle(changes, word, (*above, key)) for word in named)


def _unread(words: Words, key: str) -> str:
    """Return why an act cannot read a named change, or an empty text."""
    try:
        words.effects([key])
    except ValueError as error:
        return str(error)
    return ""
