"""Solve an act: everything that the compiled tables answer, as one JSON-able record; docs/analysis.md explains it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.annulling import fates
from engine.frame import ending, frame
from engine.opening import Opening
from engine.play import act_named
from engine.replay import end_of_history, historical_log, states
from hudut.analysis.bargaining import solve as bargain
from hudut.analysis.choices import choices
from hudut.analysis.compiling import LIMIT, TooLarge
from hudut.analysis.distance import control_km2
from hudut.analysis.domain import Domain, domain_at
from hudut.analysis.ends import NOBODY
from hudut.analysis.exact import Exact, historical_edges, joint
from hudut.analysis.induction import PRECISION, Solved, solve_act
from hudut.analysis.robust import POINTS, STANDS, robustness
from hudut.analysis.sampled import sampled
from hudut.analysis.slices import act_slice
from hudut.analysis.store import compiled
from hudut.analysis.tables import ActTable, BasketTable
from hudut.analysis.wishes import Crossed, Forced, items_of, least_change
from hudut.campaigns import AUTHORED, Stage
from scenarios.expand import Scenario
from scenarios.fates import BROKEN, NONE, NOT_HELD
from scenarios.weighing import fingerprint

NEVER = {NOT_HELD: 1.0}
FORMAT = 1
"""Of the record; it changes when a field means something else or goes."""


def solve(  # noqa: PLR0913 - each is one question to the same act
    stage: Stage,
    act: str | Opening,
    *,
    seats: Mapping[str, str] | None = None,
    ask: Sequence[str] = (),
    wishes: Sequence[str] = (),
    points: int = POINTS,
    limit: int = LIMIT,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Return the record of an act.

    Parameters
    ----------
    act
        By its name it is opened as in history.
    seats
        Policies by seat, `chance` or `all`; the scenario's weights without them.
    ask
        Items, variables and territories (`batum`, `batum:agreed`) whose joint distribution is asked for.
    wishes
        What the least change shall reach (`hudut.analysis.wishes`).
    points
        Settings of the weights for the robustness report.
    limit
        Nodes or edges above which plays are sampled instead; the record then has `method: sampled`.
    progress
        Is told how many points of the robustness report were done.

    Raises
    ------
    HudutError
        If an act, seat, policy, item, territory or wish is unknown.
    """
    begun = act if isinstance(act, Opening) else Opening(act_named(stage.scenario, act))
    act, carried = begun.act, tuple(sorted(begun.carried.items()))
    cut = act_slice(stage.scenario, act)
    items = [item.id for one in cut.steps if one.step.basket for item in one.step.basket.items]
    chosen = dict(seats or {})
    try:
        table = compiled(stage.scenario, act, (), limit, carried)
    except TooLarge as error:
        growth = [{"step": step, "states": states, "edges": edges} for step, states, edges in error.growth]
        return head(stage, begun, chosen) | {"growth": growth} | sampled(stage.scenario, begun, chosen)
    exact = Exact(table, chosen)
    found = head(stage, begun, chosen) | {"method": "exact", "compiled": _size(table), **_exact(stage, exact)}
    if ask:
        found["joint"] = _joint(stage, table, chosen, ask)
    if wishes:
        kept = compiled(stage.scenario, act, items_of(wishes, items), limit, carried)
        change = least_change(kept, wishes)
        found["wish"] = wish_record(change.wish, change.forced, change.crossed, ending=change.ending)
    found["choices"] = [_choice(one) for one in choices(exact.play)]
    found["tables"] = [_table(table, place, exact) for place in range(len(table.tables))]
    found["backward_induction"] = _solved(table, solve_act(table)) | {
        "ties": "drawn by weight among the best moves; at a table alike"
    }
    found["logit"] = {"precision": PRECISION} | _solved(table, solve_act(table, precision=PRECISION))
    found["robustness"] = _robust(table, chosen, points, progress)
    return found


def head(stage: Stage, begun: Opening, seats: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """Return what every record of an act begins with."""
    return {
        "format": FORMAT,
        "scenario": stage.scenario.id,
        "kernel": stage.scenario.kernel.hash,
        "weights": {
            "set": stage.weights.id if stage.weights else AUTHORED,
            "hash": fingerprint(stage.scenario),
            "fitted": stage.weights is None or stage.weights.fitted,
        },
        "act": begun.act,
        **({"opening": {"carried": dict(begun.carried), "left": begun.left}} if begun.carried or begun.left else {}),
        "policies": dict(seats),
    }


def wish_record(
    wishes: Sequence[str], forced: Sequence[Forced] | None, crossed: Sequence[Crossed], **more: Any
) -> dict[str, Any]:
    """Return the least change for what was wished; `more` is told of it between its moves and its red lines."""
    moves = None if forced is None else [one.move for one in forced]
    return {"wish": list(wishes), "forced": moves, **more, "crosses": [asdict(one) for one in crossed]}


def _size(table: ActTable) -> dict[str, Any]:
    steps = {one.number: one.step.id for one in table.cut.steps} | {table.cut.first[table.act]: "opening"}
    first = table.cut.first[table.act]
    return {
        "states": table.graph.nodes,
        "edges": table.graph.edges,
        "edges_before_joining": table.compiled_edges,
        "ends": table.closing.stop - table.closing.start,
        "growth": [
            {"step": steps[first + place], "states": nodes, "edges": edges}
            for place, (nodes, edges) in enumerate(table.growth)
        ],
        "tables": [
            {
                "step": steps[one.number],
                "states": one.inner.nodes,
                "edges": one.inner.edges,
                "outcomes": one.outcomes,
                "patterns": len(one.entries),
            }
            for one in table.tables
        ],
    }


def _exact(stage: Stage, exact: Exact) -> dict[str, Any]:
    held: dict[str, dict[str, Any]] = {}
    act, begun_off = exact.table.act, bool(exact.table.carried)
    end = end_of_history(stage.scenario, act)
    history, sealed = frame(stage.scenario, end).holders(), sealed_in_history(stage.scenario, act)
    for (territory, layer), parties in exact.holders.items():
        likeliest = exact.status((territory, layer), next(iter(parties)))
        past, _ = history.get((territory, layer), NOBODY)
        told = {"history": past, "status": likeliest, "parties": parties}
        held.setdefault(territory, {})[layer] = told
    return {
        "endings": exact.endings,
        "history": {
            "ending": ending(stage.scenario, end, act),
            "probability": 0.0 if begun_off else exact.of_history,
            "moves": [] if begun_off else [{"move": one.move, "probability": one.share} for one in exact.history],
        },
        "items": {
            item.id: {"table": one.step.id, "history": sealed[item.id], "fates": exact.items.get(item.id, NEVER)}
            for one in exact.table.cut.steps
            if one.step.basket
            for item in one.step.basket.items
        },
        "territories": held,
        "carried": exact.carried,
        "distance_from_history": _distance(stage, exact, sealed),
    }


def sealed_in_history(scenario: Scenario, act: str) -> dict[str, str]:
    """Return what became of each item of an act in history: an option, `open`, `broken`, `not-held` or `annulled`."""
    log = historical_log(scenario, (act,))
    told = fates(scenario, act, log, states(scenario, log), end_of_history(scenario, act))
    return {item: fate.word for item, fate in told}


def _distance(stage: Stage, exact: Exact, sealed: Mapping[str, str]) -> dict[str, Any]:
    """Return what to expect: items that fare otherwise than in history, and km² whose control differs."""
    other = float(exact.closing @ control_km2(stage, exact.table))
    differing = sum(1 - exact.items.get(item, NEVER).get(fate, 0) for item, fate in sealed.items())
    return {"items": differing, "of_items": len(sealed), "control_km2": other}


def _choice(one: Any) -> dict[str, Any]:
    ranked = sorted(one.holders.items(), key=lambda pair: (-round(abs(pair[1]), 9), pair[0]))
    holders = [
        {"territory": territory, "layer": layer, "party": party, "change": change}
        for (territory, layer, party), change in ranked[:5]
    ]
    return {
        "step": one.step,
        "option": one.option,
        "actor": one.actor,
        "reached": one.reached,
        "share": one.share,
        "endings": one.endings,
        "territories": holders,
    }


def _table(table: ActTable, place: int, exact: Exact) -> dict[str, Any]:
    """Return the bargaining space of a conference where history came to it, or where play is likeliest to."""
    one = table.tables[place]
    line = () if table.carried else historical_edges(table)
    met = [int(table.node_exit[node]) for node, _, _ in line if table.step_at(node) == one.number]
    in_history = bool(met) and met[0] >= 0
    mass = exact.mass(one)
    pattern = int(one.exits.pattern[met[0]]) if in_history else int(mass.argmax())
    domain = domain_at(table.cut, tuple(one.entries[pattern].tolist()))
    solution = bargain(domain.utilities, domain.walk_away, domain.signable)
    points = {"nash": solution.nash, "kalai": solution.kalai, "kalai_smorodinsky": solution.kalai_smorodinsky}
    treaty = domain.historical
    law = exact.outcomes(place)
    return {
        "step": domain.step,
        "seats": list(domain.seats),
        "met_in_history": in_history,
        "meets": float(mass.sum()),
        BROKEN: float(law[0]),
        "walk_away": dict(zip(domain.seats, domain.walk_away.tolist(), strict=True)),
        "outcomes": [_outcome(domain, number) for number in range(len(domain.texts))],
        "frontier": solution.frontier.tolist(),
        "zone": solution.zone.tolist(),
        "points": points,
        "historical": treaty,
        "historical_on_frontier": None if treaty is None else treaty in solution.frontier,
        "historical_in_zone": None if treaty is None else treaty in solution.zone,
    }


def _outcome(domain: Domain, number: int) -> dict[str, Any]:
    utilities = dict(zip(domain.seats, domain.utilities[:, number].tolist(), strict=True))
    return {"text": domain.options(number), "utilities": utilities, "signable": bool(domain.signable[number])}


def _solved(table: ActTable, solved: Solved) -> dict[str, Any]:
    texts = {}
    for one, result in zip(table.tables, solved.tables, strict=True):
        texts[table.step_id(one.number)] = [
            {"broken": float(law[0]), "text": _likeliest(table, one, law), "probability": float(law.max())}
            for law in result.law
        ]
    return {
        "values": solved.values,
        "endings": solved.marginals.endings,
        "line": list(solved.line),
        "indifferent": solved.ties,
        "tables": texts,
    }


def _likeliest(table: ActTable, one: BasketTable, law: Any) -> dict[str, str] | None:
    outcome = int(np.argmax(law))
    if outcome == 0:
        return None
    items = table.basket(one).items
    row = one.texts[outcome - 1].tolist()
    return {item.id: item.words[n] for item, n in zip(items, row, strict=True)}


def _robust(table: ActTable, seats: dict[str, str], points: int, progress: Callable[[int], None]) -> dict[str, Any]:
    report = robustness(table, seats, points, progress)
    return {
        "points": report.points,
        "weights_varied": report.varied,
        "stands_at": STANDS,
        "endings": {name: list(pair) for name, pair in report.endings.items() if name != NONE},
        "protocols": report.protocols,
        "conclusions": [
            {
                "about": one.about,
                "says": one.says,
                "stands": one.stands,
                "share": one.share,
                "low": one.low,
                "high": one.high,
                "rival": one.rival,
                "hinges_on": one.hinges_on,
                "falls_under": list(one.falls_under),
            }
            for one in report.conclusions
        ],
    }


def _joint(stage: Stage, table: ActTable, seats: dict[str, str], ask: Sequence[str]) -> dict[str, Any]:
    kept = compiled(stage.scenario, table.act, tuple(sorted(table.known.intersection(ask))), carried=table.carried)
    rows = joint(Exact(kept, seats), ask)
    return {"of": list(ask), "rows": [{"values": list(values), "probability": share} for values, share in rows]}
