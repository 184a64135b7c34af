"""Other rules of procedure at a table, beside acts that are written with them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hudut.analysis.compiling import compile_act
from hudut.analysis.exact import Exact
from hudut.analysis.protocols import under_protocols
from hudut.analysis.robust import robustness
from hudut.analysis.store import compiled
from hudut.campaigns import stage
from scenarios.expand import Scenario, expand
from scenarios.schema import Basket
from scenarios.survey import Survey


def written(scenario: Scenario, **changes: object) -> Scenario:
    """The same campaign, its baskets written otherwise."""

    def other(basket: Basket | None) -> Basket | None:
        return None if basket is None else basket.model_copy(update=changes)

    acts = {
        key: act.model_copy(
            update={"steps": tuple(one.model_copy(update={"basket": other(one.basket)}) for one in act.steps)}
        )
        for key, act in scenario.acts.items()
    }
    ground = scenario.ground
    holders = {
        name: scenario.kernel.variable(name).values[scenario.kernel.variable(name).start] for name in ground.pieces
    }
    says = tuple(one for _, _, one in ground.papers)
    return expand(scenario.campaign, acts, Survey(holders, ground.pieces, says, ground.opening))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("round-less", {"rounds": 1, "history": ("u3-table.ankara.break",)}),
        ("round-more", {"rounds": 3}),
        ("other-order", {"seats": ("allies", "ankara")}),
    ],
)
def test_a_protocol_is_an_act_written_with_it(name: str, changes: dict[str, object]) -> None:
    scenario = stage("docs/examples/mudanya").scenario
    ours = dict(under_protocols(compiled(scenario, "mudanya")))[name]
    theirs = compile_act(written(scenario, **changes), "mudanya")
    assert Exact(ours).endings == pytest.approx(Exact(theirs).endings)
    assert Exact(ours).outcomes(0) == pytest.approx(Exact(theirs).outcomes(0))


def test_with_one_amendment_a_turn_no_turn_makes_two() -> None:
    scenario = stage("docs/examples/mudanya").scenario
    table = dict(under_protocols(compiled(scenario, "mudanya")))["one-amendment"].tables[0]
    amends = table.keys.kind[table.inner.edge_key] == 0
    assert (table.states[table.inner.edge_from[amends], 2] == 0).all()  # nobody has amended yet in this turn


def test_the_report_says_which_conclusions_fall_under_another_protocol() -> None:
    table = compiled(stage("docs/examples/mudanya").scenario, "mudanya")
    report = robustness(table, points=128)
    assert set(report.protocols) == {"round-less", "round-more", "other-order", "one-amendment"}
    for found in report.protocols.values():
        assert sum(found.values()) == pytest.approx(1)
    assert robustness(table, points=2).protocols == {}
    assert {name for one in report.conclusions for name in one.falls_under} <= set(report.protocols)
    assert replace(report.conclusions[0], falls_under=()).stands == report.conclusions[0].stands
