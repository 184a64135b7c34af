"""The only reader of scenarios: YAML into a campaign, its acts, and the expanded Scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from geo.errors import DataError, Problem, nearest
from geo.holdings import Layer
from geo.load import Atlas
from geo.reading import Reader, line_of
from scenarios.chronicle import Chronicle
from scenarios.expand import Scenario, expand, variables_of, words_of
from scenarios.schema import Act, Campaign, Grounded, Option, Step

STAKE_LAYERS: tuple[Layer, ...] = ("control", "title", "agreed")
Base = Mapping[str, Mapping[tuple[str, str], tuple[str, str]]]


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
    return expand(campaign, acts, base_of(acts, atlas))


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
        if act is not None:
            acts[key] = act
    problems = list(reader.problems)
    if campaign is not None and len(acts) == len(campaign.acts):
        problems.extend(_References(folder, campaign, acts, atlas, chronicle).problems())
    return campaign, acts, problems


def base_of(acts: Mapping[str, Act], atlas: Atlas) -> Base:
    """Return the holdings of each act's stakes on its first day, once, from the atlas."""
    found: dict[str, dict[tuple[str, str], tuple[str, str]]] = {}
    for key, act in acts.items():
        found[key] = {
            (territory, layer): (row.party, row.status)
            for territory in act.stakes
            for layer in STAKE_LAYERS
            for row in atlas.history(territory, layer)
            if row.covers(act.start.first)
        }
    return found


class _References:
    """Checks the ids and words of a campaign."""

    def __init__(
        self, folder: Path, campaign: Campaign, acts: Mapping[str, Act], atlas: Atlas, chronicle: Chronicle
    ) -> None:
        self.folder, self.campaign, self.acts = folder, campaign, acts
        self.atlas, self.chronicle = atlas, chronicle
        variables = variables_of(campaign, acts)
        self.words = {key: words_of(campaign, act, variables) for key, act in acts.items()}

    def problems(self) -> Iterator[Problem]:
        """Yield every problem."""
        seen: dict[str, str] = {}
        for key, act in self.acts.items():
            yield from self._act(key, act)
            for name in sorted(set(act.variables) & set(self.campaign.variables)):
                yield self._at(key, ("variables", name), f"{name!r} is a variable of the campaign.", "Choose another.")
            for step in act.steps:
                if step.id in seen:
                    yield self._at(key, ("steps",), f"the step id {step.id!r} is taken by {seen[step.id]}.")
                seen[step.id] = key

    def _at(self, act: str, path: tuple[str | int, ...], what: str, remedy: str = "") -> Problem:
        file = f"acts/{act}.yaml"
        return Problem(file, line_of(self.folder / file, path), what, remedy)

    def _act(self, key: str, act: Act) -> Iterator[Problem]:
        yield from self._known(key, ("stakes",), "territory", act.stakes, self.atlas.territories)
        yield from self._known(key, ("carries",), "variable", act.carries, self.campaign.variables)
        for seat, one in act.seats.items():
            yield from self._known(key, ("seats", seat, "party"), "party", (one.party,), self.atlas.parties)
        for number, step in enumerate(act.steps):
            yield from self._step(key, act, step, ("steps", number))
        yield from self._rules(key, act)
        for number, one_ending in enumerate(act.endings):
            yield from self._condition(key, ("endings", number, "when"), one_ending.when)
        if act.void is not None:
            yield from self._condition(key, ("void", "when"), act.void.when)

    def _known(
        self, key: str, path: tuple[str | int, ...], word: str, values: Iterable[str], table: Mapping[str, object]
    ) -> Iterator[Problem]:
        for value in values:
            if value not in table:
                yield self._at(key, path, f"unknown {word} {value!r}.", nearest(value, table))

    def _rules(self, key: str, act: Act) -> Iterator[Problem]:
        for number, rule in enumerate(act.rules):
            path: tuple[str | int, ...] = ("rules", number)
            yield from self._condition(key, (*path, "when"), rule.when)
            for territory in rule.territories:
                if territory not in act.stakes:
                    what = f"the rule {rule.id!r} moves {territory!r}, which is not among the stakes."
                    yield self._at(key, (*path, "territories"), what, nearest(territory, act.stakes))
            parties = [party for party in (rule.party, *rule.claimants) if party is not None]
            yield from self._known(key, (*path, "party"), "party", parties, self.atlas.parties)
            if rule.party is None and rule.layer != "agreed":
                yield self._at(
                    key, path, f"the rule {rule.id!r} leaves {rule.layer} without a holder.", "Name a party."
                )

    def _step(self, key: str, act: Act, step: Step, path: tuple[str | int, ...]) -> Iterator[Problem]:
        yield from self._grounded(key, step, path)
        yield from self._known(key, (*path, "view_missing"), "view", step.view_missing, self.chronicle.views)
        yield from self._condition(key, (*path, "when"), step.when)
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
        yield from self._changes(key, (*path, "on_seal"), basket.on_seal)
        yield from self._changes(key, (*path, "on_break"), basket.on_break)
        for number, shift in enumerate((*basket.shifts, *basket.walk_away_shifts)):
            yield from self._condition(key, (*path, "shifts", number, "when"), shift.when)
        for place, item in enumerate(basket.items):
            spot: tuple[str | int, ...] = (*path, "items", place)
            if item.topic not in self.chronicle.items:
                yield self._at(key, spot, f"unknown matter {item.topic!r}.", nearest(item.topic, self.chronicle.items))
            for number, option in enumerate(item.options):
                yield from self._grounded(key, option, (*spot, "options", number))
                yield from self._changes(key, (*spot, "options", number, "effects"), option.effects)
                for seat in sorted(set(basket.seats) - set(option.worth)):
                    what = f"{item.id}/{option.id}: no worth for {seat!r}."
                    yield self._at(key, (*spot, "options", number, "worth"), what)

    def _grounded(self, key: str, one: Grounded, path: tuple[str | int, ...]) -> Iterator[Problem]:
        known = {**self.chronicle.events, **self.chronicle.treaties}
        yield from self._known(key, (*path, "events"), "event", one.events, known)

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
