#!/usr/bin/env bash
# edtf 5.0.2 (Extended Date/Time Format in Python), lower_fuzzy() and upper_fuzzy() of approximate dates
#
# Data:     "about" a year, a month and a day: 1920~, 1920-12~, 1920-12-02~.
# Expected: the margin is of the date's own precision (a year, a month, a day), as the package's description says.
# Seen:     the margins of all parts are added up: a month gets a year and a month, a day gets a year, a month and a
#           day on each side. "About 2 December 1920" reaches from November 1919 to January 1922, so a search by these
#           bounds finds it under 1919, 1921 and 1922 too. Written as 1920-~12, with ~ on the month alone, the month gets one month.
#           Version 4.0.1 still gave 1920-12~ and 1920-12-02~ the expected margins.
# Instead:  take lower_strict() and upper_strict() and add a margin of your own.
#
# Exit: 0 as stated, 1 no longer so, 2 the package could not be installed. Needs Python 3.10 or newer and a network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check edtf==5.0.2 || exit 2

"$work/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

from edtf import parse_edtf

SEEN = {
    "1920~": ("1919-01-01", "1921-12-31"),
    "1920-12~": ("1919-11-01", "1922-01-31"),
    "1920-12-02~": ("1919-11-01", "1922-01-03"),
    "1920-~12": ("1920-11-01", "1921-01-31"),
}
EXPECTED = {
    "1920~": ("1919-01-01", "1921-12-31"),
    "1920-12~": ("1920-11-01", "1921-01-31"),
    "1920-12-02~": ("1920-12-01", "1920-12-03"),
    "1920-~12": ("1920-11-01", "1921-01-31"),
}

print("edtf", version("edtf"), "- expected: a margin of the date's own precision")
holds = True
for text, stated in SEEN.items():
    date = parse_edtf(text)
    found = tuple("{:04d}-{:02d}-{:02d}".format(*day[:3]) for day in (date.lower_fuzzy(), date.upper_fuzzy()))
    print(f"  {text:12} expected {' to '.join(EXPECTED[text])}   seen {' to '.join(found)}")
    holds = holds and found == stated
print("as stated: about a day is wider than about a year" if holds else "CHANGED: no longer as stated")
sys.exit(not holds)
PY
