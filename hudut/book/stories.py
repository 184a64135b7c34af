"""A story as a handout: each stop with its map, its text, what it rests on, and where historians and sources differ."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from geo.errors import one_of
from geo.holdings import Basis
from geo.load import Atlas
from hudut.book.drawing import draw
from hudut.book.setting import typeset
from hudut.book.sources import Sources
from hudut.wording import layer, said
from scenarios.chronicle import Chronicle, Event, Treaty, Version
from scenarios.stories import Stop

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def story_handout(atlas: Atlas, chronicle: Chronicle, story: str, language: str, browser: Browser) -> bytes:
    """Return a story as a PDF.

    Raises
    ------
    BadValue
        If there is no such story.
    """
    one = chronicle.stories[one_of(story, chronicle.stories, "there is no story")]
    addresses = (f"lang={language}&st={story}.{number}" for number in range(1, len(one.stops) + 1))
    with TemporaryDirectory() as place:
        names = list(draw(browser, addresses, Path(place)))
        return typeset("story.typ", contents(atlas, chronicle, story, language, names), Path(place))


def contents(atlas: Atlas, chronicle: Chronicle, story: str, language: str, names: list[str]) -> dict[str, Any]:
    """Return what `templates/story.typ` sets; `names` are the files of the drawn stops."""
    one, words = chronicle.stories[story], said(language)
    sources = Sources(atlas, language)
    return {
        "lang": language,
        "words": {key: text for key, text in words.texts.items() if key.startswith(("book.", "app.", "story.rests"))},
        "title": one.titles[language],
        "summary": one.summaries[language],
        "stops": [
            {"file": name, **_told(chronicle, stop, sources)} for stop, name in zip(one.stops, names, strict=True)
        ],
        "sources": list(sources.texts),
    }


def _told(chronicle: Chronicle, stop: Stop, sources: Sources) -> dict[str, Any]:
    language, atlas = sources.language, sources.atlas
    records: list[Event | Treaty | Basis] = [
        *(chronicle.events[key] for key in stop.events),
        *(chronicle.treaties[key] for key in stop.treaties),
        *(atlas.bases[key] for key in stop.bases),
    ]
    readings = [chronicle.readings[key] for key in stop.readings]
    doubts = [chronicle.discrepancies[key] for key in stop.discrepancies]
    cites = [
        *stop.cite,
        *(cite for one in records for cite in one.cite),
        *(cite for one in readings for cite in one.cite),
        *(cite for one in doubts for version in one.variants for cite in version.cite),
    ]
    return {
        "title": stop.titles[language],
        "date": said(language).date(stop.day),
        "layer": layer(stop.layer, language),
        "text": stop.text[language],
        "rests": list(dict.fromkeys(one.titles[language] for one in records)),
        "readings": [{"who": one.historian[language], "says": one.says[language]} for one in readings],
        "doubts": [
            {"question": one.question[language], "versions": [_version(*pair, language) for pair in one.versions()]}
            for one in doubts
        ],
        "sources": sources.marks(cites),
    }


def _version(one: Version, adopted: bool, language: str) -> str:
    return f"{one.says[language]} ({said(language).texts['debrief.adopted']})" if adopted else one.says[language]
