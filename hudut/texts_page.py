"""The page of docs/ that says of what each of the five texts speaks, and of what it is silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from geo.crossrefs import text_citations
from geo.load import Atlas
from geo.records import Record
from geo.words import FALLBACK
from scenarios.chronicle import Chronicle, Event

FEWEST = 4
"""A place is a subject if at least so many events stand there."""
_HEAD = """# Of what the five texts speak

Made from the data by `make docs`; do not edit by hand. A cell counts the records on a subject that rest on lines of
that text: the events of a strand or at a place with the positions taken in them, and for a matter the positions and the
articles of treaties. — means that none does. A text that is silent is not thereby wrong: the five have other subjects
and other years (keys in `geo/data/sources.yaml`).

Bu sayfa veriden `make docs` ile üretilir. Bir hücre, o konudaki kayıtlardan kaçının o metnin satırlarına dayandığını
sayar; — hiçbirinin dayanmadığı anlamına gelir.
"""


def texts_page(atlas: Atlas, chronicle: Chronicle) -> str:
    """Return the tables: strand by text and place by text."""
    texts = [key for key, source in atlas.sources.items() if source.kind == "text"]
    at = {key: [one for one in chronicle.events.values() if key in one.places] for key in atlas.places}
    tables: dict[str, Mapping[str, Sequence[Record]]] = {
        "Strands": {one.names[FALLBACK]: _of_thread(chronicle, key) for key, one in chronicle.threads.items()},
        "Places": {atlas.places[key].label(FALLBACK): found for key, found in at.items() if len(found) >= FEWEST},
        "Matters": {one.names[FALLBACK]: _of_item(chronicle, key) for key, one in chronicle.items.items()},
    }
    parts = [_HEAD]
    for title, rows in tables.items():
        parts += [f"## {title}\n", *_table(chronicle, texts, rows), ""]
    return "\n".join(parts)


def _of_thread(chronicle: Chronicle, thread: str) -> list[Record]:
    return [one for one in chronicle.events.values() if thread in one.threads]


def _of_item(chronicle: Chronicle, item: str) -> list[Record]:
    articles = (article for treaty in chronicle.treaties.values() for article in treaty.articles)
    about: list[Record] = [one for one in chronicle.positions.values() if one.item == item]
    return [*about, *(one for one in articles if item in one.items)]


def _table(chronicle: Chronicle, texts: list[str], rows: Mapping[str, Sequence[Record]]) -> Iterator[str]:
    yield "| | " + " | ".join([*texts, "records"]) + " |"
    yield "|---|" + "--:|" * (len(texts) + 1)
    for name, records in rows.items():
        resting = Counter(text for record in records for text in _texts_of(chronicle, record))
        yield f"| {name} | " + " | ".join(str(resting[text] or "—") for text in texts) + f" | {len(records)} |"


def _texts_of(chronicle: Chronicle, record: Record) -> set[str]:
    taken = [one for one in chronicle.positions.values() if isinstance(record, Event) and one.event == record.id]
    return {cite.source for each in (record, *taken) for cite in text_citations(each)}
