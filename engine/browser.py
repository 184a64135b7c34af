"""What `engine/kernel.js` and its neighbours run on: the rules of some acts as one JSON-able dict.

The browser gets the kernel itself, cut down to the moves of the acts it plays; variables and hash stay those of the
whole campaign, so that states, digests and logs are the same on both sides. Words are not in it: `hudut.play.words`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.annulling import written
from engine.departure import line
from engine.log import ENGINE_VERSION, LOG_FORMAT, WRITTEN_BY
from engine.play import initial
from engine.prose import places
from scenarios.baskets import historical_option
from scenarios.expand import Scenario, own
from scenarios.ground import Held
from scenarios.schema import Act, Basket, Item, Shift


def rules_for_browser(scenario: Scenario, acts: Iterable[str]) -> dict[str, Any]:
    """Return the rules of the given acts.

    The fields: `kernel` as `Kernel.to_json` has it; by act `start` (the historical opening state), `first`, `last`,
    `day`, `steps`, `endings`, `texts` (those with variants: `engine.prose.places`) `history` and
    `line` (`engine.departure.line`); by step number
    the `tables` (conferences) with what the policies weigh; the `ground` (pieces, papers, opening); `goodwill`
    variables; `scenario`, `hash`, `version`, `engine` and `format` as in a log's header.
    """
    chosen = tuple(acts)
    ranges = [(scenario.first[act], scenario.last[act]) for act in chosen]
    kernel = scenario.kernel.to_json()
    numbers = [move.number for move in scenario.kernel.moves]
    kernel["moves"] = [
        move for n, move in zip(numbers, kernel["moves"], strict=True) if any(a <= n <= z for a, z in ranges)
    ]
    return {
        "scenario": scenario.id,
        "hash": scenario.kernel.hash,
        "version": WRITTEN_BY,
        "engine": ENGINE_VERSION,
        "format": LOG_FORMAT,
        "kernel": kernel,
        "acts": {act: _act(scenario, act) for act in chosen},
        "tables": {
            one.number: _table(scenario, one.act, one.step.basket)
            for one in scenario.steps
            if one.act in chosen and one.step.basket is not None
        },
        "ground": _ground(scenario),
        "goodwill": [key for key, spec in scenario.campaign.variables.items() if spec.goodwill],
    }


def _ground(scenario: Scenario) -> dict[str, Any]:
    """Return the land: pieces with their holders, papers in order, and what the papers of the first day say."""

    def held(one: Held) -> list[Any]:
        return [one.party, one.status, list(one.claimants), one.by]

    ground = scenario.ground
    return {
        "pieces": [[key, list(lands), [held(one) for one in who]] for key, (lands, who) in ground.pieces.items()],
        "papers": [[guard, [[*where, held(one)] for where, one in says.items()]] for _, guard, says in ground.papers],
        "opening": [[*where, held(one)] for where, one in ground.opening.items()],
    }


def _act(scenario: Scenario, key: str) -> dict[str, Any]:
    act = scenario.acts[key]
    return {
        "start": list(initial(scenario, key)),
        "first": scenario.first[key],
        "last": scenario.last[key],
        "day": act.start.first,
        "seats": list(act.seats),
        "variables": public_variables(scenario, act),
        "steps": [
            {"id": one.step.id, "number": one.number, "day": one.step.date.first, "kind": one.step.kind}
            | ({"actor": one.step.actor} if one.step.actor else {})
            | ({"secret": True} if one.step.secret else {})
            for one in scenario.steps
            if one.act == key
        ],
        "endings": [list(one) for one in scenario.endings[key]],
        "texts": [
            [
                one.name,
                one.number,
                one.late,
                [scenario.words(key).guard(variant.when) for variant in one.prose.variants[:-1]],
            ]
            for one in places(scenario, key)
        ],
        "line": sorted(line(scenario, key)),
        "history": [stem.id for stem in scenario.history[key]],
        "carries": list(act.carries),
    }


def public_variables(scenario: Scenario, act: Act) -> list[list[str]]:
    """Return the public variables of an act as [word, id in the kernel]."""
    found = [[key, key] for key, spec in scenario.campaign.variables.items() if spec.public]
    return found + [[key, own(act.id, key)] for key, spec in act.variables.items() if spec.public]


def _table(scenario: Scenario, act: str, basket: Basket) -> dict[str, Any]:
    words = scenario.words(act)

    def shifts(rows: tuple[Shift, ...]) -> list[dict[str, Any]]:
        return [
            {"when": words.guard(one.when), "seat": one.seat, "item": one.item, "option": one.option, "add": one.add}
            for one in rows
        ]

    return {
        "seats": list(basket.seats),
        "rounds": basket.rounds,
        "items": [_item(scenario, item) for item in basket.items],
        "shifts": shifts(basket.shifts),
        "walk_away": {seat: weight.value for seat, weight in basket.walk_away.items()},
        "walk_away_shifts": shifts(basket.walk_away_shifts),
        "falls": ["any"] if basket.falls is None else words.guard(basket.falls),
    }


def _item(scenario: Scenario, item: Item) -> dict[str, Any]:
    def writes(number: int) -> list[list[Any]]:
        names = sorted(written(scenario)[item.id][number])
        return [[name, scenario.kernel.variable(name).start] for name in names]

    past = historical_option(item)
    return {
        "id": item.id,
        "consent": list(item.consent),
        "may_stay_open": item.may_stay_open,
        "options": [
            {
                "id": option.id,
                "worth": {seat: weight.value for seat, weight in option.worth.items()},
                "red_line": list(option.red_line),
                "historical": option is past,
                "writes": writes(number),
            }
            for number, option in enumerate(item.options, start=1)
        ],
    }
