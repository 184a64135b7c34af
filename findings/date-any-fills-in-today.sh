#!/usr/bin/env bash
# frictionless 5.21.0 (with python-dateutil 4.0.0), a field of type `date` with `format: any`
#
# Data:     the texts "1920" and "1920-12" in a date column, as any table of historical events has them.
# Expected: an error of type, as with `format: default`; or else the first day of the year or month.
# Seen:     both are valid. What the text leaves out comes from the day on which the program runs, so the same file
#           is another one tomorrow, and no row of the report says so.
# Instead:  `format: default` for whole days, `type: string` with a pattern for dates of mixed precision.
#
# Exit: 0 as stated, 1 no longer so, 2 the packages could not be installed. Needs Python 3.10 or newer and a network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check frictionless==5.21.0 python-dateutil==4.0.0 || exit 2

"$work/venv/bin/python" - <<'PY'
import calendar
import datetime
import sys
from importlib.metadata import version

from frictionless import Resource, Schema


def read(form, text):
    field = {"name": "date", "type": "date", "format": form}
    table = Resource(data=[["date"], [text]], schema=Schema.from_descriptor({"fields": [field]}))
    return table.validate().valid, table.read_rows()[0]["date"]


def with_today(text, today):
    year, month = (int(text[:4]), int(text[5:7] or today.month))
    return datetime.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


print("frictionless", version("frictionless"), "- expected: not valid, or the first day of the year or month")
holds = True
for text in ("1920", "1920-12"):
    before = datetime.date.today()
    valid, day = read("any", text)
    days_of_run = {with_today(text, before), with_today(text, datetime.date.today())}
    strict, _ = read("default", text)
    print(f'  "{text}"  format any: valid={valid}, read as {day}   format default: valid={strict}')
    holds = holds and valid and not strict and day in days_of_run
print("as stated: the missing part is taken from today" if holds else "CHANGED: no longer as stated")
sys.exit(not holds)
PY
