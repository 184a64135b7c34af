"""The tables of `hudut export`: which columns each has. docs/data-dictionary.md says what they mean."""

from __future__ import annotations

from hudut.exports import of_atlas as land
from hudut.exports import of_chronicle as record
from hudut.exports.cells import SURE, Table, columns

WHEN = "date earliest:date latest:date"
TABLES: dict[str, Table] = {
    "territories": Table(
        columns("id name_* unit_1914 area_km2:number today"), land.territories, shape="polygon", of_atlas=True
    ),
    "holdings": Table(
        columns("territory party layer status start:date end:date basis sources certainty claimants via grades note_*"),
        land.holdings,
        ("territory", "layer", "party", "start", "basis"),
        "polygon",
        {"territory": "territories", "party": "parties", "basis": "bases"},
        of_atlas=True,
    ),
    "places": Table(
        columns("id name_* lon:number lat:number kind rank:integer precision_km:number geonames:integer note_*"),
        land.places,
        shape="point",
        of_atlas=True,
    ),
    "lines": Table(
        columns("id name_* kind error_km:number since reason_* basis_* sources via grades"),
        land.lines,
        shape="line",
        of_atlas=True,
    ),
    "railways": Table(
        columns("id name_* gauge opened error_km:number places certainty reason_* sources via grades"),
        land.railways,
        shape="line",
        of_atlas=True,
    ),
    "parties": Table(columns("id name_* lineage members start:date end:date"), land.parties, of_atlas=True),
    "bases": Table(
        columns(f"id kind {WHEN} title_* ratified in_force carried_out ended {SURE}"), land.bases, of_atlas=True
    ),
    "events": Table(
        columns(
            "id date kind threads title_* summary_* places parties sources earliest:date latest:date persons"
            " organisations from to sent arrived asks_* answers treaty bases effect_* view_missing date_note_*"
            " certainty via grades reason_* note_*"
        ),
        record.events,
        shape="point",
        refers={"answers": "events", "treaty": "treaties"},
    ),
    "treaties": Table(
        columns(f"id kind title_* summary_* signed ratified in_force carried_out ended place signatories basis {SURE}"),
        record.treaties,
        refers={"place": "places", "basis": "bases"},
    ),
    "articles": Table(
        columns(f"treaty number title_* effect_* items basis territories {SURE}"),
        record.articles,
        ("treaty", "number"),
        refers={"treaty": "treaties", "basis": "bases"},
    ),
    "positions": Table(
        columns(f"id {WHEN} party to item stance says_* event {SURE}"),
        record.positions,
        refers={"party": "parties", "to": "parties"},
    ),
    "aid": Table(
        columns(
            f"id number:integer stage {WHEN} from to goods goods_* quantity:number unit carrier route port by_*"
            f" event {SURE}"
        ),
        record.aid,
        ("id", "number"),
        refers={"from": "parties", "to": "parties", "route": "routes", "port": "places"},
    ),
    "routes": Table(columns(f"id name_* mode places {SURE}"), record.routes, shape="line"),
    "readings": Table(columns(f"id question on school historian_* says_* {SURE}"), record.readings),
    "discrepancies": Table(
        columns("id number:integer adopted:boolean question_* on says_* why_* sources via grades note_*"),
        record.discrepancies,
        ("id", "number"),
    ),
    "persons": Table(columns("id name_* spellings born died note_*"), record.persons),
    "offices": Table(
        columns(f"person number:integer title_* party organisation start end {SURE}"),
        record.offices,
        ("person", "number"),
        refers={"person": "persons", "party": "parties", "organisation": "organisations"},
    ),
    "organisations": Table(columns(f"id name_* start end {SURE}"), record.organisations),
}
