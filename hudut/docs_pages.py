"""Pages of the docs made from the data: `python -m hudut.docs_pages` writes them, a test holds them current."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from geo.errors import HudutError
from geo.holdings import Basis
from geo.load import Atlas, load
from geo.sources import Citation, TextCitation
from geo.words import FALLBACK, languages
from hudut.files import write_whole
from hudut.texts_page import texts_page
from hudut.wording import said
from scenarios.chronicle import Chronicle, Discrepancy
from scenarios.load import load_chronicle

DISCREPANCIES = Path("docs") / "discrepancies.md"
TEXTS = Path("docs") / "texts.md"
_HEAD = """# Where the sources disagree

Made from the data by `make docs`; do not edit by hand. Every contradiction between the five texts, inside one of them,
or between a text and established fact. Each variant is kept with its sources; ✔ marks the one that the atlas and the
chronicle adopt. A text is cited as key and lines (`ada 1322-1325`, keys in `geo/data/sources.yaml`), followed by the
author it cites there.

Bu sayfa veriden `make docs` ile üretilir, elle değiştirilmez. Metinlerin birbiriyle, kendi içinde ya da bilinen
olgularla her çelişkisi burada durur; ✔ işareti benimsenen anlatımı gösterir.
"""


def discrepancies_page(atlas: Atlas, chronicle: Chronicle) -> str:
    """Return the page of all discrepancies of the chronicle and all variants of the causes of the atlas."""
    varied = {key: basis for key, basis in atlas.bases.items() if basis.variants}
    files: dict[str, list[Discrepancy]] = {}
    for key, one in chronicle.discrepancies.items():
        files.setdefault(chronicle.files["Discrepancy", key], []).append(one)
    parts = [_HEAD, f"{len(chronicle.discrepancies)} discrepancies, {len(varied)} causes with variants.\n"]
    for file in sorted(files, key=_order):
        parts.append(f"## {_title(file)}\n")
        parts.extend("\n".join(_discrepancy(one)) for one in files[file])
    parts.append("## Dates of the causes of borders / Sınırları doğuran olayların tarihleri\n")
    parts.extend("\n".join(_basis(varied[key])) for key in sorted(varied, key=lambda key: (varied[key].date, key)))
    return "\n".join(parts).rstrip() + "\n"


def _order(file: str) -> tuple[bool, bool, str]:
    return "treaties" in file, "before" not in file, file


def _title(file: str) -> str:
    words = file.removeprefix("discrepancies").removesuffix(".yaml").strip("-").replace("-", " ")
    return words.capitalize() or "All"


def _discrepancy(one: Discrepancy) -> Iterator[str]:
    yield f"### {one.question[FALLBACK]}\n\n{_beside(one.question)} · `{one.id}`" + _about(one.on) + "\n"
    for number, (variant, taken) in enumerate(one.versions(), 1):
        mark = "✔ " if taken else ""
        yield f"{number}. {mark}{variant.says[FALLBACK]} / {_beside(variant.says)} ({_sources(variant.cite)})"
    verdict = "Adopted" if one.adopted else "Left open"
    yield f"\n{verdict}: {one.why[FALLBACK]}\n\n{_beside(one.why)}\n"
    if one.note:
        yield f"Note: {one.note[FALLBACK]}\n\n{_beside(one.note)}\n"


def _beside(texts: Mapping[str, str]) -> str:
    """Return a text in the languages beside English."""
    return " / ".join(f"*{texts[code]}*" for code in languages() if code != FALLBACK)


def _about(on: Iterable[str]) -> str:
    keys = ", ".join(f"`{key}`" for key in on)
    return f" · {keys}" if keys else ""


def _basis(basis: Basis) -> Iterator[str]:
    yield f"### {basis.titles[FALLBACK]}\n\n{_beside(basis.titles)} · `{basis.id}`\n"
    yield f"1. ✔ {basis.date.text} ({_sources(basis.cite)})"
    for number, variant in enumerate(basis.variants, 2):
        words = [variant.date.text] if variant.date else []
        words += [f"{variant.says[FALLBACK]} / {_beside(variant.says)}"] if variant.says else []
        yield f"{number}. {': '.join(words)} ({_sources(variant.cite)})"
    if basis.adopted:
        yield f"\nAdopted: {basis.adopted[FALLBACK]}\n\n{_beside(basis.adopted)}\n"


def _sources(cited: Iterable[Citation]) -> str:
    return "; ".join(_source(one) for one in cited) or "no source of its own"


def _source(one: Citation) -> str:
    if isinstance(one, TextCitation):
        return f"{one.place} {said(FALLBACK).say('cite.via', via=one.via)}" if one.via else one.place
    return f"[{one.title.replace('[', '(').replace(']', ')')}](<{one.place}>)"


def main(words: list[str]) -> int:
    """Write the pages below the folder named, or the current one; return the exit code."""
    folder = Path(words[0] if words else ".")
    try:
        atlas = load()
        chronicle = load_chronicle(atlas)
        for place, make in PAGES.items():
            page = make(atlas, chronicle)
            write_whole(folder / place, page)
            sys.stdout.write(f"{folder / place}: {len(page) / 1000:.0f} kB.\n")
    except HudutError as error:
        sys.stderr.write(f"hudut: {error}\n")
        return 1
    return 0


PAGES: dict[Path, Callable[[Atlas, Chronicle], str]] = {DISCREPANCIES: discrepancies_page, TEXTS: texts_page}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
