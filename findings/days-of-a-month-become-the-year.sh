#!/usr/bin/env bash
# edtf 5.0.2 (with python-dateutil 4.0.0), text_to_edtf() on a few days of one month
#
# Data:     "13-16 March 1921" and the like: how histories write a conference or a battle of some days.
# Expected: 1921-03-13/1921-03-16; or None, which the function returns for a text that it cannot read.
# Seen:     2013-03-16: the first day becomes a year of this century and the year in the text is dropped. The answer
#           is valid EDTF, so no later check of the form finds it. A single day in the same words is read rightly.
# Instead:  split such texts before, or refuse an answer whose year does not stand in the text.
#
# Exit: 0 as stated, 1 no longer so, 2 the packages could not be installed. Needs Python 3.10 or newer and a network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check edtf==5.0.2 python-dateutil==4.0.0 || exit 2

"$work/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

from edtf import text_to_edtf

SEEN = {
    "16 March 1921": ("1921-03-16", "1921-03-16"),
    "13-16 March 1921": ("1921-03-13/1921-03-16 or None", "2013-03-16"),
    "3 to 11 October 1922": ("1922-10-03/1922-10-11 or None", "2003-10-11"),
    "2 and 3 December 1920": ("{1920-12-02,1920-12-03} or None", "2002-12-03"),
}

print("edtf", version("edtf"), "- expected: the days with their year, or None")
holds = True
for text, (expected, stated) in SEEN.items():
    found = text_to_edtf(text)
    print(f'  "{text}": expected {expected}, seen {found}')
    holds = holds and found == stated
print("as stated: the first day is taken for the year" if holds else "CHANGED: no longer as stated")
sys.exit(not holds)
PY
