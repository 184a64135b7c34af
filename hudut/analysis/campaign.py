"""Solve a campaign as one: the law of each act under what the acts before it hand on, as one JSON-able record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from engine.opening import Opening
from engine.play import act_named
from geo.errors import BadValue, HudutError, one_of
from hudut.analysis.chain import PLAYS, ROWS, Chain, Front
from hudut.analysis.far import least_change
from hudut.analysis.holding import Standing
from hudut.analysis.solving import head, wish_record
from hudut.analysis.tables import Floats, Ints
from hudut.campaigns import Stage
from scenarios.expand import Scenario
from scenarios.fates import NONE


@dataclass(frozen=True)
class Asked:
    """Something said of the close of an act, such as `gumru/kars=ankara`, `moscow/ending=friendship`."""

    words: str
    act: str
    name: str
    value: str


def asked(scenario: Scenario, words: str) -> Asked:
    """Read what is given or wished.

    Raises
    ------
    BadValue
        If it has another form, or names an act, a thing or a value that is unknown.
    """
    act, slash, rest = words.partition("/")
    name, equals, value = (part.strip() for part in rest.partition("="))
    if not (slash and equals and name and value):
        raise BadValue(f"{words!r} says nothing of the close of an act. Write ACT/NAME=VALUE, as gumru/kars=ankara.")
    found = Asked(words, one_of(act.strip(), scenario.acts, f"{words!r}: there is no act"), name, value)
    start = np.array([[one.start for one in scenario.kernel.variables]], np.uint8)
    Standing(scenario, found.act, start).those(name, value)
    return found


def solve_campaign(  # noqa: PLR0913 - each is one question to the same campaign
    stage: Stage,
    *,
    given: Sequence[str] = (),
    wishes: Sequence[str] = (),
    until: str | None = None,
    rows: int = ROWS,
    plays: int = PLAYS,
    progress: Callable[[int], None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Return a record for each act of a campaign, the first with what was wished.

    Parameters
    ----------
    given
        What is known of the close of acts, such as `gumru/kars=ankara`: plays in which it is not so do not count.
    wishes
        What the least change of history shall reach, in the same form.
    until
        The last act.
    rows, plays
        As for `hudut.analysis.chain.Chain`.
    progress
        Is told when an act is done.

    Raises
    ------
    HudutError
        If an act, a name or a value is unknown, or what is given cannot happen.
    """
    scenario = stage.scenario
    known = [asked(scenario, one) for one in given]
    hoped = [asked(scenario, one) for one in wishes]
    acts = list(scenario.acts)
    last = acts[-1] if until is None else act_named(scenario, until)
    for one in known:
        if acts.index(one.act) > acts.index(last):
            raise BadValue(f"given {one.words!r}: that comes after {last!r}. Ask for {one.act!r} or a later act.")
    items = {item.id for one in scenario.steps if one.step.basket for item in one.step.basket.items}
    keep = sorted({one.name for one in (*known, *hoped) if one.name in items})
    chain = Chain(scenario, keep, rows=rows, plays=plays)
    found: list[dict[str, Any]] = []
    for act, front in chain.run():
        for one in known:
            if one.act == act:
                _only(scenario, front, one)
        so_far = [one for one in known if acts.index(one.act) <= acts.index(act)]
        found.append(head(stage, Opening(act)) | _record(scenario, act, front, so_far))
        progress(1)
        if act == last:
            break
    if hoped:
        reached = least_change(scenario, keep, [(one.act, one.name, one.value) for one in hoped])
        words, further = [one.words for one in hoped], {"tried": reached.tried, "whole": reached.whole}
        found[0]["wish"] = wish_record(words, reached.forced, reached.crossed, **further)
    return found


def _only(scenario: Scenario, front: Front, one: Asked) -> None:
    """Keep the states in which what is given is so."""
    kept = Standing(scenario, one.act, front.rows).those(one.name, one.value)
    if not kept.any():
        drawn = "" if front.turned is None else f" in {len(front.rows):,} plays drawn"
        raise HudutError(
            f"given {one.words!r}: that comes about in no play{drawn}. Give something that can happen; hudut solve"
            f" {scenario.id} says what does."
        )
    front.rows, front.mass = front.rows[kept], front.mass[kept]


def _record(scenario: Scenario, act: str, front: Front, known: Sequence[Asked]) -> dict[str, Any]:
    standing = Standing(scenario, act, front.rows)
    total = float(front.mass.sum())
    shares = front.mass / total
    endings = _shares(standing.ending + 1, shares, [NONE, *standing.endings])
    drawn = front.turned is not None
    found: dict[str, Any] = {
        "method": "sampled" if drawn else "exact",
        "states": front.most.get(act, len(front.rows)),
        "turned": None if front.turned is None else asdict(front.turned),
        "given": {"of": [one.words for one in known], "probability": total},
        "endings": {key: share for key, share in endings.items() if key != NONE or share > 0},
        "territories": _land(scenario, standing, shares),
        "carried": _carried(scenario, act, standing, shares),
    }
    if drawn:
        found |= {"plays": len(front.rows)}
        found["intervals"] = {key: _interval(share, len(front.rows)) for key, share in found["endings"].items()}
    return found


def _interval(share: float, plays: int) -> list[float]:
    """Return the interval of E. Wilson (Journal of the American Statistical Association 22, 1927), 95 %."""
    from scipy.stats import binomtest  # takes longer to import than most acts to solve

    interval = binomtest(round(share * plays), plays).proportion_ci(0.95, "wilson")
    return [float(interval.low), float(interval.high)]


def _shares(codes: Ints, shares: Floats, words: Sequence[str]) -> dict[str, float]:
    sums = np.bincount(codes, shares, len(words))
    return {word: float(share) for word, share in zip(words, sums.tolist(), strict=True)}


def _likeliest_first(found: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(((key, share) for key, share in found.items() if share > 0), key=lambda pair: -pair[1]))


def _land(scenario: Scenario, standing: Standing, shares: Floats) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for territory, layer in scenario.ground.keys:
        codes, names = standing.holders((territory, layer))
        found.setdefault(territory, {})[layer] = {"parties": _likeliest_first(_shares(codes, shares, names))}
    return found


def _carried(scenario: Scenario, act: str, standing: Standing, shares: Floats) -> dict[str, dict[str, float]]:
    pairs = ((name, standing.values(name)) for name in scenario.acts[act].carries)
    return {name: _likeliest_first(_shares(codes, shares, words)) for name, (codes, words) in pairs}
