#!/usr/bin/env bash
# open_spiel 2.0.2, open_spiel.python.algorithms.mcts.MCTSBot, games whose payoffs are all above 0
#
# Data:     one player and a tree of eleven choices; "leave" ends it at once with 1, every end after "stay" pays 10.
#           50 simulations, fewer than the tree has ends. Then the same game with every payoff less by 11.
# Expected: the bot stays: nearly all visits go there and their mean is 10. Moving all payoffs by one amount changes no game.
# Seen:     it leaves, for 1, with `solve=True` and `solve=False` alike, and stays when the payoffs are -10 and -1.
#           `best_child` sorts children by their proven outcome before their visits, counts an unproven one as 0, and an
#           end is proven when it is first visited, whatever `solve` says. So any certain gain above 0 beats all promise.
# Instead:  take the most visited child of `bot.mcts_search(state)`, or move payoffs so that none is above 0.
#
# Exit: 0 as stated, 1 no longer so, 2 the package could not be installed. Needs Linux or macOS, Python 3.10 or newer and a network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check --only-binary :all: open_spiel==2.0.2 || exit 2

"$work/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import pyspiel
from open_spiel.python.algorithms import mcts


def tree(less):
    lines, count = ['EFG 2 R "stay" { "one" "nobody" } ""'], [0, 0]

    def end(pays):
        count[0] += 1
        lines.append(f't "" {count[0]} "" {{ {pays - less}, {pays - less} }}')

    def choice(names, depth):
        count[1] += 1
        lines.append(f'p "" 1 {count[1]} "" {{ {names} }} 0')
        if depth == 11:
            end(1)
        for _ in range(1 if depth == 11 else 2):
            choice('"a" "b"', depth - 1) if depth > 1 else end(10)

    choice('"leave" "stay"', 11)
    return pyspiel.load_efg_game("\n".join(lines) + "\n")


took = []
print("open_spiel", version("open_spiel"), "- expected: the bot stays, four times")
for less in (0, 11):
    for solve in (True, False):
        game, draw = tree(less), np.random.RandomState(1)
        bot = mcts.MCTSBot(game, 2, 50, mcts.RandomRolloutEvaluator(1, draw), solve=solve, random_state=draw)
        state = game.new_initial_state()
        visits = {state.action_to_string(one.action): one.explore_count for one in bot.mcts_search(state).children}
        took.append(state.action_to_string(bot.step(state)))
        print(f"  payoffs {1 - less} and {10 - less}, solve={solve}: visits {visits}, takes {took[-1]}")
holds = took == ["leave", "leave", "stay", "stay"]
print("as stated: it takes a certain 1 instead of a promised 10" if holds else "CHANGED: no longer as stated")
sys.exit(not holds)
PY
