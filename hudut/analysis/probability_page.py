"""The map of probabilities: who is likeliest to hold what when an act closes, and how sure; pictures of its tables.

The page is that of `hudut map` for the days of the act. On its last day each stake is held by its likeliest holder,
the paler the less likely; the card of a territory and the table of all give every holder with its share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from zlib import crc32

from geo.dates import iso, parse
from geo.errors import HudutError
from geo.holdings import Basis, Holding, Layer
from geo.load import Atlas
from geo.words import FALLBACK, chosen, languages
from hudut.analysis.report import percent
from hudut.analysis.zone import table_picture
from hudut.campaigns import Stage
from hudut.files import write_whole
from hudut.overlay import spliced
from hudut.wording import said
from maps.payload import Odds
from scenarios.fates import NONE
from scenarios.ground import Held


def write_page(stage: Stage, found: Sequence[Mapping[str, Any]], out: Path, language: str = "all") -> int:
    """Write the page of one act, and beside it a picture of each of its tables; return the page's size in bytes.

    Raises
    ------
    HudutError
        If more than one act was solved.
    """
    from maps.options import PageOptions
    from maps.page import render

    if len(found) != 1:
        raise HudutError("--html shows one act: name it with --act.")
    record = found[0]
    act = stage.scenario.acts[record["act"]]
    atlas, odds = likeliest(stage, record)
    tongues = chosen(language)
    title = " · ".join(said(one).say("odds.title", act=act.titles[one]) for one in tongues)
    end = min(act.end.last, atlas.last_day)
    options = PageOptions(lang=language, start=act.start.first, end=end, title=title, odds=odds)
    page = render(atlas, options)
    size = write_whole(out, page)
    for table in record.get("tables", ()):
        picture = table_picture(stage, record["act"], table, tongues[-1])
        write_whole(out.with_name(f"{out.stem}-{table['step']}.svg"), picture)
    return size


def likeliest(stage: Stage, record: Mapping[str, Any]) -> tuple[Atlas, Odds]:
    """Return an atlas whose stakes are held by their likeliest holder on the last day of an act, and how likely."""
    act = stage.scenario.acts[record["act"]]
    day = min(act.end.last, stage.atlas.last_day)
    bases: dict[str, Basis] = {}
    rows: list[Holding] = []
    replaced: set[tuple[str, str]] = set()
    odds: dict[tuple[str, Layer], int] = {}
    for territory, layers in record["territories"].items():
        for layer, held in layers.items():
            key = (territory, layer)
            party, share = next(iter(held["parties"].items()))
            basis = _basis(stage, held["parties"], day)
            bases[basis.id] = basis
            claimants = _claimants(party, held["parties"])
            held_by = Held(None if party == NONE else party, held["status"], claimants=claimants)
            replaced.add(key)
            rows += spliced(stage.atlas, key, [(day, held_by, basis.id)])
            if party != NONE:
                odds[territory, cast(Layer, layer)] = round(100 * share)
    kept = [row for row in stage.atlas.holdings if (row.territory, row.layer) not in replaced]
    return replace(stage.atlas, holdings=tuple(kept + rows), bases={**stage.atlas.bases, **bases}), odds


def _claimants(party: str, parties: Mapping[str, float]) -> tuple[str, ...]:
    """Return all who may hold it, where it is unsettled in law."""
    return tuple(one for one in parties if one not in (NONE, "unsettled")) if party == "unsettled" else ()


def _basis(stage: Stage, parties: Mapping[str, float], day: int) -> Basis:
    titles = {
        language: " · ".join(f"{_name(stage, party, language)} {percent(share, language)}" for party, share in shown)
        for shown in [[pair for pair in parties.items() if pair[1] >= 0.0005]]
        for language in languages()
    }
    return Basis(
        id=f"odds-{crc32(titles[FALLBACK].encode()):08x}",
        kind="decision",
        titles=titles,
        date=parse(iso(day)),
        certainty="inferred",
        reason={language: said(language).say("odds.reason") for language in languages()},
    )


def _name(stage: Stage, party: str, language: str) -> str:
    if party == NONE:
        return said(language).say("nobody")
    return stage.atlas.parties[party].names[language]
