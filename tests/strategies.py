"""Hypothesis strategies: random small scenarios, whole enough for every rule of the engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from geo.load import load
from scenarios.expand import Scenario, expand
from scenarios.schema import Act, Campaign
from scenarios.survey import surveyed

SAY = {"tr": "deneme", "en": "trial"}
SURE: dict[str, Any] = {"certainty": "invented", "reason": SAY}
NAMED = {"titles": SAY, "says": SAY, **SURE}
VARIABLES = {"trust": 3, "gold": 3, "lev": 2}
SEATS = ("east", "west", "south")

OPERATORS = ["==", ">=", "<", "!="]
conditions = st.one_of(
    st.builds(
        "{} {} {}".format,
        st.sampled_from(sorted(VARIABLES)),
        st.sampled_from(OPERATORS),
        st.integers(0, 1),
    ),
    st.builds("{} >= {}".format, st.just("gold"), st.integers(1, 2)),
)
SQUARES = load(Path(__file__).parent / "assets" / "tiny")
PIECES = [
    {"id": land, "holders": {"west": ("west", "sovereign"), "east": ("east", "occupied")}} for land in ("left", "right")
]
changes = st.one_of(
    st.builds("{} = {}".format, st.sampled_from(["left", "right"]), st.sampled_from(["west", "east"])),
    st.builds("{} {}{}".format, st.sampled_from(sorted(VARIABLES)), st.sampled_from("+-"), st.integers(1, 2)),
    st.builds("{} = {}".format, st.sampled_from(sorted(VARIABLES)), st.integers(0, 1)),
)
effects = st.lists(
    st.one_of(changes, st.fixed_dictionaries({"when": conditions, "do": st.lists(changes, min_size=1, max_size=2)})),
    max_size=2,
)


@st.composite
def weights(draw: st.DrawFn, top: int = 9) -> dict[str, int]:
    low, value, high = sorted(draw(st.lists(st.integers(0, top), min_size=3, max_size=3)))
    return {"value": value, "low": low, "high": high}


@st.composite
def options(draw: st.DrawFn, number: int, *, historical: bool) -> dict[str, Any]:
    special = draw(st.lists(st.builds(lambda w, c: {**w, "when": c}, weights(), conditions), max_size=1))
    return {
        "id": f"o{number}",
        "titles": SAY,
        "says": SAY,
        "historical": historical,
        "when": draw(st.none() | conditions) if number else None,
        "weight": draw(weights()),
        "weights": special,
        "effects": draw(effects),
        **SURE,
    }


@st.composite
def items(draw: st.DrawFn, name: str, seats: tuple[str, ...]) -> dict[str, Any]:
    found = []
    for number in range(draw(st.integers(2, 3))):
        red = [seat for seat in seats if draw(st.integers(0, 7)) == 0]
        worth = {seat: draw(weights(100)) for seat in seats}
        found.append(
            {"id": f"p{number}", "titles": SAY, "text": SAY, "worth": worth, "red_line": red, "historical": number == 0}
            | {"effects": draw(effects), **SURE}
        )
    consent = seats if draw(st.booleans()) else seats[:1]
    return {"id": name, "topic": "land", "titles": SAY, "consent": consent, "options": found} | {
        "may_stay_open": draw(st.booleans())
    }


@st.composite
def baskets(draw: st.DrawFn, name: str) -> dict[str, Any]:
    seats = SEATS[: draw(st.sampled_from([2, 2, 3]))]
    shifts = st.builds(
        lambda when, seat, item, add: {"when": when, "seat": seat, "item": item, "add": add, "reason": SAY},
        conditions, st.sampled_from(seats), st.sampled_from([None, f"{name}-i0"]), st.integers(-40, 40),
    )  # fmt: skip
    walks = st.builds(
        lambda when, seat, add: {"when": when, "seat": seat, "add": add, "reason": SAY},
        conditions, st.sampled_from(seats), st.integers(-20, 20),
    )  # fmt: skip
    return {
        "seats": seats,
        "rounds": draw(st.integers(2, 2 if len(seats) == 3 else 3)),
        "reads": sorted(VARIABLES),
        "items": [draw(items(f"{name}-i{place}", seats)) for place in range(draw(st.integers(1, 2)))],
        "shifts": draw(st.lists(shifts, max_size=2)),
        "walk_away": {seat: draw(weights(60)) for seat in seats},
        "walk_away_shifts": draw(st.lists(walks, max_size=1)),
        "on_seal": draw(effects),
        "on_break": draw(effects),
        "broken": SAY,
    }


@st.composite
def steps(draw: st.DrawFn, number: int, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": f"s{number}", "kind": kind, "date": f"1920-0{number + 1}-01", **NAMED}
    found["when"] = draw(st.none() | conditions) if number else None
    if kind in ("chance", "decision"):
        found["options"] = [draw(options(place, historical=place == 0)) for place in range(draw(st.integers(2, 3)))]
    if kind == "decision":
        found["actor"] = draw(st.sampled_from(SEATS))
    if kind == "basket":
        found["basket"] = draw(baskets(f"s{number}"))
    else:
        found["effects"] = draw(effects)
    return found


@st.composite
def acts(draw: st.DrawFn, key: str, first: int, most_steps: int, *, table_first: bool, tables: bool) -> Act:
    """An act whose steps are numbered from `first`: events, chances, decisions and conferences with random words."""
    kinds = ["event", "chance", "decision", "decision", *(["basket"] if tables else [])]
    seat = {"party": "east", "titles": SAY, "people": SAY} | {
        "brief": {"public": {"tr": ["a"], "en": ["a"]}, "secret": {"tr": ["a"], "en": ["a"]}}
    }
    return Act.model_validate(
        {
            "id": key,
            "titles": SAY,
            "opening": SAY,
            "start": "1920-01-01",
            "end": "1920-12-31",
            "seats": dict.fromkeys(SEATS, seat),
            "carries": draw(st.sampled_from([["trust"], ["gold", "trust"], []])),
            "stakes": ["left", "right"],
            "void": {"when": draw(conditions), "titles": SAY, "text": SAY} if first and draw(st.booleans()) else None,
            "steps": [
                draw(steps(number, "basket" if table_first and number == first else draw(st.sampled_from(kinds))))
                for number in range(first, first + draw(st.integers(1, most_steps)))
            ],
            "endings": [
                {"id": "rich", "titles": SAY, "text": SAY, "when": draw(conditions)},
                {"id": "poor", "titles": SAY, "text": SAY, "when": []},
            ],
        }
    )


@st.composite
def scenarios(draw: st.DrawFn, most_steps: int = 5, *, table_first: bool = False, tables: bool = True) -> Scenario:
    """A campaign of one act, `only`, on two squares."""
    return draw(campaigns(("only",), most_steps, table_first=table_first, tables=tables))


@st.composite
def campaigns(
    draw: st.DrawFn,
    names: tuple[str, ...] = ("quarrel", "fair"),
    most_steps: int = 3,
    *,
    table_first: bool = False,
    tables: bool = True,
) -> Scenario:
    """A campaign of some acts on two squares."""
    papers = [
        {
            "id": f"p{n}",
            "when": draw(conditions),
            "layer": "agreed",
            "territories": [land],
            "party": party,
            "reason": SAY,
        }
        for n, (land, party) in enumerate([("left", "west"), ("right", "east"), ("left", "east")])
    ]
    found: dict[str, Act] = {}
    for name in names:
        first = sum(len(act.steps) for act in found.values())
        found[name] = draw(acts(name, first, most_steps, table_first=table_first, tables=tables))
    variables = {
        name: {"names": SAY, "size": size, "start": 1, "goodwill": name == "trust"} for name, size in VARIABLES.items()
    }
    campaign = Campaign.model_validate(
        {"id": "small", "titles": SAY, "summary": SAY, "variables": variables, "acts": list(names)}
        | {"pieces": PIECES, "papers": papers}
    )
    days = (found[names[0]].start.first, found[names[-1]].end.last)
    return expand(campaign, found, surveyed(campaign, SQUARES, days))
