"""Make the language data of geo/languages from the Unicode CLDR: `python -m geo.curate.languages az hy`.

Months, weekdays, forms of dates, lists, numbers: everything that the pages and reports would else ask of a browser or
an operating system, which do not know all languages and do not say so. The file (`az.cldr.yaml`) is committed; using it
needs no CLDR.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml
from babel import Locale

from geo.words import FOLDER, languages

REGIONS = {"en": "en_GB"}
"""Which form of a language is meant: the day stands before the month, as in the rest of the pages."""
_HEAD = "# Made from the CLDR by `python -m geo.curate.languages {code}` (locale {locale}); do not edit.\n"
_FIELDS = {"d": "{day}", "M": "{month}", "L": "{alone}", "y": "{year}"}
_PART = re.compile(r"'([^']*)'|([dMLy])\2*|([^'])")


def pattern(cldr: str) -> str:
    """Return a date pattern of the CLDR as a text of ours: `d MMMM y` is `{day} {month} {year}`."""
    found = "".join(quoted or _FIELDS.get(field, "") or other for quoted, field, other in _PART.findall(cldr))
    return found.replace("{month}", "{short}") if "MMM" in cldr and "MMMM" not in cldr else found


def language_data(code: str) -> dict[str, str]:
    """Return the texts of `CODE.cldr.yaml` for a language by id; lists are joined by `|`."""
    locale = Locale.parse(REGIONS.get(code, code))
    months, days, shapes = locale.months, locale.days["stand-alone"]["wide"], locale.datetime_skeletons
    lists, symbols = locale.list_patterns["standard"], locale.number_symbols["latn"]
    return {
        "date.months": _twelve(months["format"]["wide"]),
        "date.months.alone": _twelve(months["stand-alone"]["wide"]),
        "date.months.short": _twelve(months["format"]["abbreviated"]),
        "date.weekdays": "|".join(days[day] for day in range(7)),
        "date.long": pattern(str(shapes["yMMMMd"] if "yMMMMd" in shapes else locale.date_formats["long"].pattern)),
        "date.middle": pattern(str(shapes["yMMMd"])),
        "date.month": pattern(str(shapes["yMMMM"])),
        "list.two": lists["2"],
        "list.middle": lists["middle"],
        "list.end": lists["end"],
        "number.decimal": symbols["decimal"],
        "number.group": symbols["group"],
        "number.percent": locale.percent_formats[None].pattern.replace("#,##0", "{n}"),
    }


def _twelve(months: Mapping[int, str]) -> str:
    return "|".join(months[month] for month in range(1, 13))


def main(codes: list[str]) -> None:
    """Write the file of each language."""
    for code in codes or languages():
        text = yaml.safe_dump(language_data(code), allow_unicode=True, sort_keys=False, width=10_000)
        head = _HEAD.format(code=code, locale=REGIONS.get(code, code))
        Path(str(FOLDER), f"{code}.cldr.yaml").write_text(head + text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
