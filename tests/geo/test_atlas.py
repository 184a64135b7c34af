"""The atlas: who held what, when, and what changed."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import FIRST_DAY, LAST_DAY, iso
from geo.errors import HudutError
from geo.holdings import FULL_LAYERS, LAYERS, Layer
from geo.load import Atlas, load
from geo.sources import Reference, TextCitation

DAYS = st.dates(date.fromordinal(FIRST_DAY), date.fromordinal(LAST_DAY))

# Who governed which town, as any history of the period has it.
KNOWN = [
    ("kars", "1914-08-01", "russia"),
    ("batum", "1914-08-01", "russia"),
    ("erzurum", "1914-08-01", "ottoman"),
    ("erzurum", "1916-06-01", "russia"),
    ("trabzon", "1916-06-01", "russia"),
    ("van", "1916-06-01", "russia"),
    ("erzurum", "1918-04-01", "ottoman"),
    ("kars", "1918-06-05", "ottoman"),
    ("batum", "1918-06-05", "ottoman"),
    ("gumru", "1918-06-05", "ottoman"),
    ("erivan", "1918-06-05", "armenia"),
    ("tiflis", "1918-06-05", "georgia"),
    ("baku", "1918-10-01", "azerbaijan"),
    ("batum", "1919-06-01", "britain"),
    ("kars", "1919-06-01", "armenia"),
    ("ardahan", "1919-06-01", "georgia"),
    ("nahcivan", "1919-06-01", "armenia"),
    ("izmir", "1919-06-01", "greece"),
    ("kars", "1920-08-15", "armenia"),
    ("batum", "1920-08-15", "georgia"),
    ("baku", "1920-08-15", "azerbaijan_ssr"),
    ("bursa", "1920-08-15", "greece"),
    ("ankara", "1920-08-15", "ankara"),
    ("istanbul", "1920-08-15", "allies"),
    ("kars", "1920-12-03", "ankara"),
    ("gumru", "1920-12-03", "ankara"),
    ("erivan", "1920-12-03", "armenia_ssr"),
    ("batum", "1921-03-18", "ankara"),
    ("ardahan", "1921-03-16", "ankara"),
    ("artvin", "1921-03-16", "ankara"),
    ("gumru", "1921-03-16", "ankara"),
    ("batum", "1921-08-25", "adjara"),
    ("gumru", "1921-08-25", "armenia_ssr"),
    ("eskisehir", "1921-08-25", "greece"),
    ("adana", "1921-08-25", "france"),
    ("adana", "1922-02-01", "ankara"),
    ("izmir", "1922-09-10", "ankara"),
    ("edirne", "1922-09-10", "greece"),
    ("edirne", "1923-01-01", "ankara"),
    ("kars", "1923-10-29", "turkey"),
    ("istanbul", "1923-10-29", "turkey"),
]


@pytest.mark.parametrize(("place", "day", "party"), KNOWN)
def test_a_town_is_held_by_whom_history_says(atlas: Atlas, place: str, day: str, party: str) -> None:
    holding = atlas.holder(place, day)
    assert holding is not None
    assert holding.party == party


@given(DAYS)
def test_every_territory_has_one_row_a_day_in_control_and_title(atlas: Atlas, day: date) -> None:
    for layer in FULL_LAYERS:
        held = [row.territory for row in atlas.rows_at(day, layer)]
        assert held == sorted(atlas.territories)


def test_every_holding_cites_or_gives_its_reason(atlas: Atlas) -> None:
    for row in atlas.holdings:
        basis = atlas.bases[row.basis]
        kinds = {type(citation) for citation in basis.cite}
        assert kinds & {TextCitation, Reference} or basis.reason, row


def test_every_name_is_in_both_languages(atlas: Atlas) -> None:
    for table in (atlas.territories, atlas.parties, atlas.lines, atlas.places):
        for key, record in table.items():
            assert record.names["tr"], key
            assert record.names["en"], key


def test_the_frontier_of_moscow_is_agreed_before_it_is_title(atlas: Atlas) -> None:
    day = "1921-03-16"
    agreed = {row.party for row in atlas.rows_at(day, "agreed") if row.territory == "kars"}
    title = atlas.holder("kars", day, "title")
    assert "ankara" in agreed
    assert title is not None
    assert title.party == "unsettled"
    assert atlas.holder("kars", "1921-10-01", "title").party == "ankara"  # type: ignore[union-attr]


def test_changes_between_sevres_and_kars_name_the_towns_and_their_land(atlas: Atlas) -> None:
    changed = {change.territory: change for change in atlas.changes("1920-08-10", "1921-10-13")}
    kars = changed["kars"]
    assert kars.before is not None
    assert kars.after is not None
    assert (kars.before.party, kars.after.party) == ("armenia", "ankara")
    assert "kars" in kars.towns
    assert 5000 < kars.area_km2 < 6000
    assert "erzurum" not in changed


def test_changes_are_the_same_backwards(atlas: Atlas) -> None:
    there = atlas.changes("1918-06-05", "1921-03-16", "title")
    back = atlas.changes("1921-03-16", "1918-06-05", "title")
    assert [(one.territory, one.before, one.after) for one in there] == [
        (one.territory, one.after, one.before) for one in back
    ]


def test_holdings_and_borders_are_frames_in_wgs84(atlas: Atlas) -> None:
    held = atlas.holdings_at("1921-03-16")
    borders = atlas.borders_at("1921-03-16")
    assert held.crs.to_epsg() == borders.crs.to_epsg() == 4326
    assert len(held) == len(atlas.territories)
    assert borders.area_km2.sum() == pytest.approx(sum(one.area_km2 for one in atlas.territories.values()))
    assert borders.geometry.is_valid.all()
    assert borders.to_crs(6933).area.sum() / 1e6 == pytest.approx(borders.area_km2.sum(), rel=1e-3)


@pytest.mark.parametrize("layer", LAYERS)
def test_borders_hold_each_partys_land_on_every_day_that_a_row_begins(atlas: Atlas, layer: Layer) -> None:
    """The land of a party is counted from the areas of the territories, and the shape has that area on the globe."""
    seen: set[frozenset[tuple[str, str, str]]] = set()
    drawn: set[frozenset[str]] = set()
    for day in sorted({max(row.start.first, FIRST_DAY) for row in atlas.holdings if row.layer == layer}):
        rows = [row for row in atlas.holdings if row.layer == layer and row.covers(day)]
        held = frozenset((row.party, row.status, row.territory) for row in rows)
        if held in seen:
            continue
        seen.add(held)
        land: dict[tuple[str, str], set[str]] = {}
        for party, status, territory in held:
            land.setdefault((party, status), set()).add(territory)
        found = atlas.borders_at(day, layer)
        holders = list(zip(found.party, found.status, strict=True))
        wanted = {key: sum(atlas.territories[one].area_km2 for one in land[key]) for key in land}
        assert dict(zip(holders, found.area_km2, strict=True)) == pytest.approx(wanted), iso(day)
        shapes = found[[frozenset(land[key]) not in drawn for key in holders]]
        drawn.update(frozenset(one) for one in land.values())
        assert list(shapes.to_crs(6933).area / 1e6) == pytest.approx(list(shapes.area_km2), rel=2e-3, abs=1), iso(day)
    assert len(seen) > 20


def test_a_second_paper_of_the_same_party_is_no_change(atlas: Atlas) -> None:
    """Kars, 13 October 1921, gives Ankara again what Moscow gave it; Moscow itself moves Nakhchivan."""
    confirmed = {one.territory for one in atlas.changes("1921-10-12", "1921-10-13", "agreed")}
    assert "ardahan-south" not in confirmed
    changed = {one.territory: one for one in atlas.changes("1921-03-15", "1921-03-16", "agreed")}
    nakhichevan = changed["nakhichevan"]
    assert nakhichevan.before is not None
    assert nakhichevan.after is not None
    assert (nakhichevan.before.party, nakhichevan.after.party) == ("armenia_ssr", "nakhchivan_ssr")


def test_a_note_shared_by_rows_is_true_of_each(atlas: Atlas) -> None:
    """One note stands on many rows: what it says of the land is held against the other layers of that land."""
    untrue = []
    for row in atlas.holdings:
        agreed, claims, titles = (atlas.history(row.territory, layer) for layer in ("agreed", "claim", "title"))
        true_of_this_land = {
            # Nobody gives up what the papers of that day leave to him.
            "given up": row.end is None
            or atlas.parties[row.party].lineage
            not in {
                atlas.parties[one.party].lineage
                for one in agreed
                if one.covers(row.end.first) or one.covers(row.end.last)
            },
            "the others": len(row.claimants) > 2,
            "had it by the treaty of Gümrü": ("gumru-1920", "sovereign") in {(one.basis, one.status) for one in agreed},
            "taken over from the republic before": row.layer != "title"
            or "unsettled" not in {one.party for one in titles if one.covers(row.start.first - 1)},
            "left the Arab lands to a vote": "ankara" not in {one.party for one in claims},
        }
        note = row.note["en"] if row.note else ""
        untrue += [
            f"{row.territory}, {row.layer}, {row.start.text}: {said}"
            for said, true in true_of_this_land.items()
            if said in note and not true
        ]
    assert not untrue


def test_wrong_questions_get_the_nearest_answer(atlas: Atlas) -> None:
    with pytest.raises(HudutError, match="'kars'"):
        atlas.holder("karss", "1921-03-16")
    with pytest.raises(HudutError, match="1914-08-01 to 1923-10-29"):
        atlas.holder("kars", "1930-01-01")
    with pytest.raises(HudutError, match="'control'"):
        atlas.rows_at("1921-03-16", "kontrol")  # type: ignore[arg-type]


def test_loading_imports_neither_geopandas_nor_shapely() -> None:
    code = (
        "import sys; from geo.load import load; load();"
        "print(sorted({'geopandas', 'shapely', 'pandas', 'folium', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_fuzzy_boundary_falls_on_its_earliest_day_and_keeps_its_text(tiny: Path) -> None:
    row = next(row for row in load(tiny).history("right", "title") if row.party == "east")
    assert row.start.text == "1920"
    assert row.covers(date(1920, 1, 1).toordinal())
    assert not row.start.precise
