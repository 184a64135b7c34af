"""Survey the land of a campaign: read from the atlas who holds it at the start, and what its papers say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from geo.atlas import Atlas
from geo.errors import nearest
from geo.holdings import Holding
from scenarios.ground import Held, Key, Survey
from scenarios.land import Paper, Piece
from scenarios.schema import Campaign
from scenarios.words import Words

Days = tuple[int, int]
"""First and last day of a campaign."""


def opening_holders(campaign: Campaign, atlas: Atlas, day: int) -> dict[str, str]:
    """Return the word of each piece's holder on a day; a piece whose holder has no word is left out."""
    found: dict[str, str] = {}
    for piece in campaign.pieces:
        known = [land for land in piece.lands if land in atlas.territories]
        rows = {(row.party, row.status) for land in known for row in _on(atlas, land, "control", day)}
        word = next((key for key, holder in piece.holders.items() if rows == {holder}), None)
        if word is not None:
            found[piece.id] = word
    return found


def surveyed(campaign: Campaign, atlas: Atlas, days: Days) -> Survey:
    """Return what the atlas says of the land of a campaign on its days."""
    says = tuple(dict(_says(one, atlas, days)) for one in campaign.papers)
    spoken = dict.fromkeys(key for one in says for key in one)
    opening = {
        (territory, layer): Held(row.party, row.status, None, row.claimants)
        for territory, layer in spoken
        if territory in atlas.territories
        for row in _on(atlas, territory, layer, days[0])
    }
    pieces = {
        one.id: (one.lands, tuple(_holder(atlas, one, *holder) for holder in one.holders.values()))
        for one in campaign.pieces
        if one.lands[0] in atlas.territories
    }
    return Survey(opening_holders(campaign, atlas, days[0]), pieces, says, opening)


def _on(atlas: Atlas, territory: str, layer: str, day: int) -> list[Holding]:
    return [row for row in atlas.history(territory, layer) if row.covers(day)]  # type: ignore[arg-type]


def _holder(atlas: Atlas, piece: Piece, party: str, status: str) -> Held:
    """Return a holder, with the claimants that the atlas names where it holds the land in that way."""
    alike = [
        row
        for row in atlas.history(piece.lands[0], "control")
        if (row.party, row.status) == (party, status) and row.claimants
    ]
    claimants = alike[0].claimants if alike else (party,) if status == "contested" else ()
    return Held(party, status, piece.id, claimants)


def _says(paper: Paper, atlas: Atlas, days: Days) -> Iterator[tuple[Key, Held]]:
    """Yield what a paper says; of several rows of one cause for a territory the last counts."""
    if paper.cause is None:
        for territory in paper.territories:
            yield (territory, paper.layer), Held(paper.party, paper.status, paper.id, paper.claimants)
        return
    for row in _rows(paper, atlas, days):
        if not paper.territories or row.territory in paper.territories:
            yield (row.territory, paper.layer), Held(row.party, row.status, paper.id, row.claimants)


def _rows(paper: Paper, atlas: Atlas, days: Days) -> list[Holding]:
    first, last = days
    rows = [row for row in atlas.holdings if row.basis == paper.cause and row.layer == paper.layer]
    return sorted((row for row in rows if first < row.start.first <= last), key=lambda row: row.start.first)


def ground_problems(campaign: Campaign, atlas: Atlas, words: Words, days: Days) -> Iterator[tuple[str, int, str, str]]:
    """Yield what is wrong with the land of a campaign: `pieces` or `papers`, the record's number, what, the remedy."""
    opening = opening_holders(campaign, atlas, days[0])
    owner: dict[str, str] = {}
    for number, piece in enumerate(campaign.pieces):
        for what, remedy in _piece_problems(piece, atlas, opening, owner, days[0]):
            yield "pieces", number, what, remedy
    seen: set[str] = set()
    for number, paper in enumerate(campaign.papers):
        if paper.id in seen:
            yield "papers", number, f"there are two papers {paper.id!r}.", "Name each paper once."
        seen.add(paper.id)
        for what, remedy in _paper_problems(paper, atlas, words, days):
            yield "papers", number, what, remedy
    yield from _unheard(campaign, atlas, days)


def _piece_problems(
    piece: Piece, atlas: Atlas, opening: Mapping[str, str], owner: dict[str, str], day: int
) -> Iterator[tuple[str, str]]:
    unknown = [land for land in piece.lands if land not in atlas.territories]
    for land in unknown:
        yield f"the piece {piece.id!r} has no territory {land!r}.", nearest(land, atlas.territories)
    for land in piece.lands:
        if land in owner:
            yield f"the territory {land!r} lies in two pieces, {owner[land]!r} and {piece.id!r}.", "Leave it in one."
        owner[land] = piece.id
    for party in sorted({party for party, _ in piece.holders.values()} - set(atlas.parties)):
        yield f"the piece {piece.id!r} has an unknown holder {party!r}.", nearest(party, atlas.parties)
    if len(piece.lands) > 1 and piece.names is None and piece.id not in atlas.territories:
        yield f"the piece {piece.id!r} of several territories has no names.", "Give it names."
    if piece.id not in opening and not unknown:
        held = {f"{row.party}, {row.status}" for land in piece.lands for row in _on(atlas, land, "control", day)}
        what = f"none of the holders of {piece.id!r} holds all of it on the campaign's first day ({'; '.join(held)})."
        yield what, "Add that holder, or split the piece."


def _paper_problems(paper: Paper, atlas: Atlas, words: Words, days: Days) -> Iterator[tuple[str, str]]:
    try:
        words.guard(paper.when)
    except ValueError as error:
        yield f"the paper {paper.id!r}: {error}", ""
    parties = [party for party in (paper.party, *paper.claimants) if party is not None]
    for word, names, table in (("territory", paper.territories, atlas.territories), ("party", parties, atlas.parties)):
        for name in names:
            if name not in table:
                yield f"the paper {paper.id!r} names an unknown {word} {name!r}.", nearest(name, table)
    if paper.cause is not None and paper.cause not in atlas.bases:
        yield f"the paper {paper.id!r} names an unknown cause {paper.cause!r}.", nearest(paper.cause, atlas.bases)
    elif paper.cause is not None:
        lands = {row.territory for row in _rows(paper, atlas, days)}
        for land in [one for one in paper.territories if one not in lands] if lands else [paper.cause]:
            what = f"the paper {paper.id!r}: the atlas has no row of {paper.cause} [{paper.layer}] for {land!r}."
            yield what, nearest(land, lands)


def _unheard(campaign: Campaign, atlas: Atlas, days: Days) -> Iterator[tuple[str, int, str, str]]:
    """Find papers that speak of land of which an earlier one speaks under the same condition."""
    named: dict[tuple[str, str, str], str] = {}
    for number, paper in enumerate(campaign.papers):
        for territory, layer in dict(_says(paper, atlas, days)):
            key = (territory, layer, str(paper.when))
            if key in named:
                what = f"the papers {named[key]!r} and {paper.id!r} speak of {territory} [{layer}] under one condition."
                yield "papers", number, what, "The second is never heard: give it another condition or leave it out."
            named.setdefault(key, paper.id)
