"""The printed atlas: plates of days and layers of weight, what changed from one to the next, places, sources."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from shapely.geometry import box

from geo.atlas import Change
from geo.holdings import LAYERS, Basis, Holding, Layer
from geo.load import Atlas
from geo.places import Place
from hudut.book.drawing import draw
from hudut.book.setting import typeset
from hudut.book.sources import Sources
from hudut.wording import holder, layer, said
from scenarios.chronicle import Chronicle, Event, Treaty
from scenarios.ground import Held

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FRONTIER_BOX = (38.3, 38.5, 47.3, 42.9)
"""What the frontier view shows at the size of a plate: west, south, east, north."""
MOST_CHANGES = 7
"""Of what changed, the most that a plate lists; of the rest it says how much there is."""
MOST_NAMES = 6
"""The most pieces of land that a change names."""


@dataclass(frozen=True)
class Plate:
    """A map of the book.

    Parameters
    ----------
    view
        `frontier` or `wide`, as the page opens.
    basis
        What it is about: a basis of the atlas, of which it has its title.
    """

    day: dt.date
    layer: Layer
    view: str
    basis: str

    def address(self, language: str) -> str:
        """Return where the atlas page shows it."""
        wide = "&v=wide" if self.view == "wide" else ""
        return f"d={self.day.isoformat()}&l={self.layer}&lang={language}&w=0{wide}"


def plates() -> list[Plate]:
    """Return the plates of the book in order."""
    import yaml

    text = (files("hudut.book") / "plates.yaml").read_text("utf-8")
    return TypeAdapter(list[Plate]).validate_python(yaml.load(text, Loader=yaml.CSafeLoader))


def atlas_book(
    atlas: Atlas, chronicle: Chronicle, language: str, browser: Browser, shown: Sequence[Plate] | None = None
) -> bytes:
    """Return the printed atlas as a PDF; of some plates where they are given."""
    shown = plates() if shown is None else shown
    with TemporaryDirectory() as place:
        names = list(draw(browser, (one.address(language) for one in shown), Path(place)))
        return typeset("atlas.typ", contents(atlas, chronicle, language, shown, names), Path(place))


def contents(
    atlas: Atlas, chronicle: Chronicle, language: str, shown: Sequence[Plate], names: Sequence[str]
) -> dict[str, Any]:
    """Return what `templates/atlas.typ` sets; `names` are the files of the drawn plates."""
    words, sources = said(language), Sources(atlas, language)
    moved: dict[str, list[int]] = {}
    told = []
    for number, (plate, name) in enumerate(zip(shown, names, strict=True), start=1):
        before = next((one for one in range(number - 1, 0, -1) if shown[one - 1].layer == plate.layer), None)
        changes = atlas.changes(shown[before - 1].day, plate.day, plate.layer) if before else ()
        for town in (town for change in changes for town in change.towns):
            moved.setdefault(town, []).append(number)
        since = words.say("book.changed", n=before, date=_date(shown[before - 1], language)) if before else ""
        told.append(_told(atlas, chronicle, plate, changes, sources) | {"file": name, "since": since})
    return {
        "lang": language,
        "words": {key: text for key, text in words.texts.items() if key.startswith(("book.", "app."))},
        "layers": [{"name": layer(key, language), "says": words.texts[f"layer.{key}.long"]} for key in LAYERS],
        "plates": told,
        "places": list(_places(atlas, moved, language)),
        "sources": list(sources.texts),
    }


def _date(plate: Plate, language: str) -> str:
    return said(language).date(plate.day.toordinal())


def _told(
    atlas: Atlas, chronicle: Chronicle, plate: Plate, changes: Sequence[Change], sources: Sources
) -> dict[str, Any]:
    language, basis = sources.language, atlas.bases[plate.basis]
    about = _about(chronicle, basis)
    seen = [one for one in changes if plate.view == "wide" or _in_frontier(atlas, one)]
    groups = _grouped(atlas, seen, language)[:MOST_CHANGES]
    lines = [text for text, _ in groups]
    rest = [one for one in changes if not any(one in some for _, some in groups)]
    if rest:
        lines.append(said(language).say("book.more", n=len(rest), area=_area(rest, language)))
    largest = [max(some, key=lambda one: one.area_km2).after for _, some in groups]
    causes = dict.fromkeys(row.basis for row in largest if row and row.basis != basis.id)
    return {
        "title": basis.titles[language],
        "date": _date(plate, language),
        "layer": layer(plate.layer, language),
        "about": [one.summaries[language] for one in about] + ([basis.note[language]] if basis.note else []),
        "sources": sources.marks([*basis.cite, *(cite for one in about for cite in one.cite)]),
        "changes": lines,
        "causes": [_cause(atlas.bases[key], sources) for key in causes],
    }


def _cause(basis: Basis, sources: Sources) -> str:
    return " ".join([basis.titles[sources.language], "; ".join(sources.marks(basis.cite))])


def _in_frontier(atlas: Atlas, change: Change) -> bool:
    return bool(atlas.partition.shapes[change.territory].intersects(box(*FRONTIER_BOX)))


def _about(chronicle: Chronicle, basis: Basis) -> Sequence[Event | Treaty]:
    """Return what the chronicle tells of a basis: the treaty, else the events that moved the land."""
    treaties = [one for one in chronicle.treaties.values() if one.basis == basis.id]
    return treaties or [one for one in chronicle.events.values() if basis.id in one.bases]


def _grouped(atlas: Atlas, changes: Iterable[Change], language: str) -> list[tuple[str, list[Change]]]:
    """Return what changed in words, land of the same holders together, the largest first."""
    groups: dict[tuple[str, str], list[Change]] = {}
    for one in changes:
        rows = (one.before, one.after)
        texts = said(language).texts
        none = next(texts.get(f"book.none.{row.layer}", texts["nobody"]) for row in rows if row)
        before, after = (_who(atlas, row, language) if row else none for row in rows)
        groups.setdefault((before, after), []).append(one)
    words, found = said(language), []
    for (before, after), some in sorted(groups.items(), key=lambda pair: -sum(one.area_km2 for one in pair[1])):
        largest = sorted(some, key=lambda one: (-one.area_km2, one.territory))
        names = [atlas.territories[one.territory].names[language] for one in largest[:MOST_NAMES]]
        names += [words.say("changes.more", n=len(some) - MOST_NAMES)] if len(some) > MOST_NAMES else []
        area = _area(some, language)
        found.append((words.say("book.change", names=", ".join(names), area=area, before=before, after=after), some))
    return found


def _area(changes: Iterable[Change], language: str) -> str:
    words = said(language)
    return words.say("unit.km2", n=words.number(sum(one.area_km2 for one in changes)))


def _who(atlas: Atlas, row: Holding, language: str) -> str:
    return holder(atlas, Held(row.party, row.status, row.basis, row.claimants), language)


def _places(atlas: Atlas, moved: dict[str, list[int]], language: str) -> Iterator[dict[str, str]]:
    """Yield the places whose ground changed hands on a plate, by name, with their other names and the plates."""
    order = {letter: place for place, letter in enumerate(said(language).texts["letters"].split())}

    dotless = "ı" if "ı" in order else "i"

    def by_letters(pair: tuple[str, Place]) -> list[int]:
        low = pair[0].replace("İ", "i").replace("I", dotless).lower().replace("ı", dotless)
        plain = (one if one in order else unicodedata.normalize("NFKD", one)[0] for one in low)
        return [order.get(letter, -1) for letter in plain]

    named = [(atlas.places[key].names[language][0].name, atlas.places[key]) for key in moved]
    for name, one in sorted(named, key=by_letters):
        other = dict.fromkeys(also.name for code in ("tr", "en") for also in one.names.get(code, ()))
        yield {
            "name": name,
            "also": ", ".join(also for also in other if also != name),
            "plates": ", ".join(map(str, moved[one.id])),
        }
