"""The page of docs/ that says of what each of the five texts speaks, and of what it is silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from geo.crossrefs import text_citations
from geo.load import Atlas
from geo.records import Record
from geo.words import FALLBACK, languages
from hudut.wording import said
from scenarios.chronicle import Chronicle, Event

FEWEST = 4
"""A place is a subject if at least so many events stand there."""


def heading(page: str) -> str:
    """Return the title of a page of the docs, and in every language what the page is."""
    codes = sorted(languages(), key=lambda code: code != FALLBACK)
    heads = (said(code).say(f"{page}.head") for code in codes)
    return "\n\n".join([f"# {said(FALLBACK).say(f'{page}.title')}", *heads]) + "\n"


def texts_page(atlas: Atlas, chronicle: Chronicle) -> str:
    """Return the tables: strand by text and place by text."""
    texts = [key for key, source in atlas.sources.items() if source.kind == "text"]
    at = {key: [one for one in chronicle.events.values() if key in one.places] for key in atlas.places}
    tables: dict[str, Mapping[str, Sequence[Record]]] = {
        "strands": {one.names[FALLBACK]: _of_thread(chronicle, key) for key, one in chronicle.threads.items()},
        "places": {atlas.places[key].label(FALLBACK): found for key, found in at.items() if len(found) >= FEWEST},
        "matters": {one.names[FALLBACK]: _of_item(chronicle, key) for key, one in chronicle.items.items()},
    }
    parts = [heading("docs.texts")]
    for name, rows in tables.items():
        parts += [f"## {said(FALLBACK).say(f'docs.{name}')}\n", *_table(chronicle, texts, rows), ""]
    return "\n".join(parts)


def _of_thread(chronicle: Chronicle, thread: str) -> list[Record]:
    return [one for one in chronicle.events.values() if thread in one.threads]


def _of_item(chronicle: Chronicle, item: str) -> list[Record]:
    articles = (article for treaty in chronicle.treaties.values() for article in treaty.articles)
    about: list[Record] = [one for one in chronicle.positions.values() if one.item == item]
    return [*about, *(one for one in articles if item in one.items)]


def _table(chronicle: Chronicle, texts: list[str], rows: Mapping[str, Sequence[Record]]) -> Iterator[str]:
    yield "| | " + " | ".join([*texts, said(FALLBACK).say("docs.records")]) + " |"
    yield "|---|" + "--:|" * (len(texts) + 1)
    for name, records in rows.items():
        resting = Counter(text for record in records for text in _texts_of(chronicle, record))
        yield f"| {name} | " + " | ".join(str(resting[text] or "—") for text in texts) + f" | {len(records)} |"


def _texts_of(chronicle: Chronicle, record: Record) -> set[str]:
    taken = [one for one in chronicle.positions.values() if isinstance(record, Event) and one.event == record.id]
    return {cite.source for each in (record, *taken) for cite in text_citations(each)}
