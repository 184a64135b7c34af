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
from hudut.texts_page import heading, texts_page
from hudut.wording import said
from scenarios.chronicle import Chronicle, Discrepancy
from scenarios.load import load_chronicle

DISCREPANCIES = Path("docs") / "discrepancies.md"
TEXTS = Path("docs") / "texts.md"


def discrepancies_page(atlas: Atlas, chronicle: Chronicle) -> str:
    """Return the page of all discrepancies of the chronicle and all variants of the causes of the atlas."""
    varied = {key: basis for key, basis in atlas.bases.items() if basis.variants}
    files: dict[str, list[Discrepancy]] = {}
    for key, one in chronicle.discrepancies.items():
        files.setdefault(chronicle.files["Discrepancy", key], []).append(one)
    counts = {"n": len(chronicle.discrepancies), "causes": len(varied)}
    parts = [heading("docs.discrepancies"), said(FALLBACK).say("docs.discrepancies.count", **counts) + "\n"]
    for file in sorted(files, key=_order):
        parts.append(f"## {_title(file)}\n")
        parts.extend("\n".join(_discrepancy(one)) for one in files[file])
    causes = {code: said(code).say("docs.causes") for code in languages()}
    parts.append(f"## {causes[FALLBACK]} / {_beside(causes)}\n")
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
    verdict = said(FALLBACK).say("docs.adopted" if one.adopted else "docs.open")
    yield f"\n{verdict}: {one.why[FALLBACK]}\n\n{_beside(one.why)}\n"
    if one.note:
        yield f"{said(FALLBACK).say('docs.note')}: {one.note[FALLBACK]}\n\n{_beside(one.note)}\n"


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
        yield f"\n{said(FALLBACK).say('docs.adopted')}: {basis.adopted[FALLBACK]}\n\n{_beside(basis.adopted)}\n"


def _sources(cited: Iterable[Citation]) -> str:
    return "; ".join(_source(one) for one in cited) or said(FALLBACK).say("docs.source.none")


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
