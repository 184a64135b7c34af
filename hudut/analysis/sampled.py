"""What stands in for exact results where an act is too large to compile: plays drawn by the engine itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import sqrt
from typing import Any

from engine.frame import ending, frame
from engine.opening import Opening
from engine.play import apply, initial, legal_moves
from engine.policies import draw_of, policy_of
from hudut.analysis.conference import policy_for
from scenarios.expand import Scenario

PLAYS = 2000


def sampled(scenario: Scenario, begun: Opening, seats: Mapping[str, str], plays: int = PLAYS) -> dict[str, Any]:
    """Return shares of endings and holders over plays by seeds 0, 1, 2, ..., with the standard error of a share of 1/2.

    Without policies all seats and chance go by the scenario's weights, as in the exact results.
    """
    endings: Counter[str] = Counter()
    held: dict[tuple[str, str], Counter[str]] = {}
    statuses: dict[tuple[str, str, str], str] = {}
    act, start = begun.act, initial(scenario, begun.act, begun.carried)
    for seed in range(plays):
        state, moves = start, 0
        while scenario.step_at(state) < scenario.last[act]:
            legal = legal_moves(scenario, state)
            policy = policy_of(policy_for(seats, legal[0].actor))
            state = apply(scenario, state, policy(scenario, state, legal, draw_of(seed, moves)))
            moves += 1
        endings[ending(scenario, state, act) or "none"] += 1
        for key, one in frame(scenario, state).held.items():
            held.setdefault(key, Counter())[one.party or "none"] += 1
            statuses[(*key, one.party or "none")] = one.status
    territories: dict[str, dict[str, Any]] = {}
    for (territory, layer), counts in held.items():
        parties = {party: count / plays for party, count in counts.most_common()}
        status = statuses[territory, layer, next(iter(parties))]
        territories.setdefault(territory, {})[layer] = {"status": status, "parties": parties}
    return {
        "method": "sampled",
        "plays": plays,
        "standard_error": 0.5 / sqrt(plays),
        "endings": {name: count / plays for name, count in endings.most_common()},
        "territories": territories,
    }
