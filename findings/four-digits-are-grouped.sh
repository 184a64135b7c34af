#!/usr/bin/env bash
# Babel 2.19.0, format_decimal() in languages that do not group numbers of four digits
#
# Data:     1234 and 12345 in Polish, Armenian, Georgian, Bulgarian; the CLDR itself (cldr-numbers-full 48.2.0) as witness.
# Expected: the CLDR gives these languages minimumGroupingDigits 2: a separator only from 10 000 on, so 1234 but 12 345.
# Seen:     1 234. The Babel locale holds symbols and patterns of the CLDR, but neither reads nor keeps this number.
# Instead:  leave the separator out below 10 000 yourself where the CLDR says 2. (English has 1 and is right.)
#
# Exit: 0 as stated, 1 no longer so, 2 a package could not be installed. Needs Python 3.10 or newer, npm and a network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check Babel==2.19.0 || exit 2
(cd "$work" && npm pack --silent cldr-numbers-full@48.2.0 >/dev/null && tar -xzf cldr-numbers-full-48.2.0.tgz) || exit 2

PYTHONUTF8=1 "$work/venv/bin/python" - "$work/package/main" <<'PY'
import json
import sys
from importlib.metadata import version
from pathlib import Path

from babel.numbers import format_decimal

print("Babel", version("Babel"), "- expected: no separator in 1234 where the CLDR says 2")
holds = True
for language, least in {"en": 1, "pl": 2, "hy": 2, "ka": 2, "bg": 2}.items():
    data = json.loads(Path(sys.argv[1], language, "numbers.json").read_text("utf-8"))
    told = int(data["main"][language]["numbers"]["minimumGroupingDigits"])
    four, five = (format_decimal(number, locale=language) for number in (1234, 12345))
    print(f'  {language}: CLDR says {told}, Babel writes "{four}" and "{five}"')
    holds = holds and told == least and len(four) == 5 and len(five) == 6
print("as stated: 1234 is grouped in every language" if holds else "CHANGED: no longer as stated")
sys.exit(not holds)
PY
