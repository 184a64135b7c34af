#!/usr/bin/env bash
# stormpy 2.0.0 (probabilistic model checker Storm), labels of states in the explicit format (.tra and .lab)
#
# Data:     a chain of three states; its label file declares "settled", "no-deal" and "görüşme".
# Expected: a label that the reader of the file takes can stand in a property, where labels are written in quotes;
#           or the reader refuses it.
# Seen:     the file loads and the model lists every label with its state, but `P=? [F "no-deal"]` and
#           `P=? [F "görüşme"]` are errors of syntax. Between the quotes only an identifier of ASCII letters, digits
#           and _ is read, so what one part of the tool accepts the other has no way to name.
# Instead:  write labels as ASCII identifiers into the .lab file and keep the real names in a table beside it.
#
# Exit: 0 as stated, 1 no longer so, 2 the package could not be installed. Needs Linux with glibc 2.34, Python 3.10 or
# newer and a network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check --only-binary stormpy stormpy==2.0.0 || exit 2

cd "$work"
printf '%s\n' dtmc '0 1 0.6' '0 2 0.4' '1 1 1' '2 2 1' >chain.tra
printf '%s\n' '#DECLARATION' 'init settled no_deal no-deal görüşme' '#END' '0 init' '1 settled' '2 no_deal no-deal görüşme' >chain.lab

status=0
PYTHONUTF8=1 "$work/venv/bin/python" >log.txt 2>&1 - <<'PY' || status=$?
import sys
from importlib.metadata import version
from pathlib import Path

import stormpy

model = stormpy.build_model_from_explicit("chain.tra", "chain.lab")
told = [f"stormpy {version('stormpy')} - expected: a label that loads can be asked for"]
seen = []
for label in ("settled", "no_deal", "no-deal", "görüşme"):
    states = list(model.labeling.get_states(label))
    try:
        (formula,) = stormpy.parse_properties(f'P=? [F "{label}"]')
        seen.append(f"{stormpy.model_checking(model, formula).get_value(0):.1f}")
    except RuntimeError as error:
        seen.append("a syntax error" if "Parsing error" in str(error) else str(error))
    told.append(f'  "{label}": on {len(states)} state, P=? [F "{label}"] gives {seen[-1]}')
holds = seen == ["0.6", "0.4", "a syntax error", "a syntax error"]
told.append("as stated: two of four labels load and cannot be asked for" if holds else "CHANGED: no longer as stated")
Path("told.txt").write_text("\n".join(told) + "\n", encoding="utf-8")  # Storm writes its own log between our lines
sys.exit(not holds)
PY
if [ -e told.txt ]; then cat told.txt; else cat log.txt && echo "CHANGED: no longer as stated"; fi
exit "$status"
