"""Events and sources as files that GIS, spreadsheets and reference managers read."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
from edtf import parse_edtf
from jsonschema import Draft202012Validator

from geo.load import Atlas
from geo.sources import Reference
from hudut.exports.formats import SUFFIXES, export_table
from hudut.exports.frames import frame_of
from scenarios.chronicle import Chronicle
from tests.conftest import SOAK


def test_an_event_stands_on_its_first_place_and_lists_are_joined(atlas: Atlas, chronicle: Chronicle) -> None:
    frame = frame_of("events", atlas, chronicle).set_index("id")
    for key, event in chronicle.events.items():
        row = frame.loc[key]
        if event.places:
            place = atlas.places[event.places[0]]
            assert (row.geometry.x, row.geometry.y) == (place.lon, place.lat)
        else:
            assert row.geometry is None
        assert row.threads.split("; ") == list(event.threads)
        assert (row.sources if event.cite else "").count("; ") == max(0, len(event.cite) - 1)


def test_an_approximate_date_keeps_its_sign(chronicle: Chronicle, atlas: Atlas) -> None:
    frame = frame_of("events", atlas, chronicle)
    about = {key for key, event in chronicle.events.items() if event.date.approximate}
    assert about
    assert set(frame.id[frame.date.str.endswith("~")]) == about


@cache
def read_edtf(text: str) -> object:
    """Read a date with the edtf package, which takes some milliseconds for each: once for all formats."""
    return parse_edtf(text)


def written(table: str, suffix: str, folder: Path) -> Any:
    """Write a table and read it back, as a frame or as JSON."""
    out = folder / f"{table}{suffix}"
    export_table(table, out)
    out = out.with_suffix(".gpkg") if suffix == ".qgs" else out  # the project shows what lies beside it
    if suffix == ".csv":
        return pd.read_csv(out, keep_default_na=False, dtype=str, encoding="utf-8-sig")
    if suffix.endswith("json") and suffix != ".geojson":
        return json.loads(out.read_text("utf-8"))
    return geopandas.read_parquet(out) if suffix == ".parquet" else geopandas.read_file(out)


@pytest.mark.parametrize("suffix", SUFFIXES["events"])
def test_an_independent_reader_takes_every_date_of_the_events(tmp_path: Path, suffix: str) -> None:
    dates = list(written("events", suffix, tmp_path).date)
    assert any(text.endswith("~") for text in dates)
    shapes = {re.sub(r"[0-9]", "9", text): text for text in dates}
    for text in set(dates) if SOAK else shapes.values():
        read_edtf(text)


@pytest.mark.parametrize("suffix", SUFFIXES["holdings"])
def test_every_day_of_the_holdings_is_an_iso_day(tmp_path: Path, suffix: str) -> None:
    found = written("holdings", suffix, tmp_path)
    rows = [one["properties"] for one in found["objects"]["holdings"]["geometries"]] if suffix == ".topojson" else found
    frame = pd.DataFrame(rows)
    assert len(frame) > 1000
    for cell in [*frame.start, *(end for end in frame.end if not pd.isna(end) and end)]:
        date.fromisoformat(str(cell)[:10])


def test_every_date_of_the_sources_is_a_day(tmp_path: Path) -> None:
    for item in written("sources", ".json", tmp_path):
        for key in {"issued", "accessed"} & set(item):
            [parts] = item[key]["date-parts"]
            date(*parts, *[1] * (3 - len(parts)))


def test_sources_hold_every_reference_of_the_chronicle(chronicle: Chronicle, tmp_path: Path) -> None:
    out = tmp_path / "sources.json"
    export_table("sources", out)
    items = json.loads(out.read_text("utf-8"))
    ids = {item["id"] for item in items}
    assert len(ids) == len(items)
    opened = {
        str(one.address) for event in chronicle.events.values() for one in event.cite if isinstance(one, Reference)
    }
    opened |= {
        str(one.address)
        for treaty in chronicle.treaties.values()
        for article in treaty.articles
        for one in article.cite
        if isinstance(one, Reference)
    }
    assert opened <= ids


WORD: dict[str, Any] = {"type": "string"}
DATE = {"type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2]))?(-([0-2][0-9]|3[01]))?$"}
MOMENT = {"type": "object", "properties": {"in": DATE, "earliest": DATE, "latest": DATE}, "additionalProperties": False}
SPAN = {"type": "object", "required": ["start"], "properties": {"start": MOMENT, "end": MOMENT}}
WHEN = {
    "type": "object",
    "required": ["timespans"],
    "properties": {
        "timespans": {"type": "array", "items": SPAN},
        "certainty": {"enum": ["certain", "less-certain", "uncertain"]},
    },
}
NAME = {
    "type": "object",
    "required": ["toponym"],
    "properties": {"toponym": WORD, "lang": WORD, "when": WHEN},
    "additionalProperties": False,
}
LINK = {
    "type": "object",
    "properties": {
        "type": {"enum": ["closeMatch", "exactMatch", "primaryTopicOf", "subjectOf", "seeAlso"]},
        "identifier": WORD,
    },
}
LINKED_PLACE = {
    "type": "object",
    "required": ["@id", "type", "properties", "names"],
    "properties": {
        "@id": WORD,
        "type": {"const": "Feature"},
        "properties": {
            "type": "object",
            "required": ["title"],
            "properties": {"title": WORD, "ccodes": {"minItems": 1}},
        },
        "when": WHEN,
        "names": {"type": "array", "items": NAME},
        "types": {"type": "array", "items": {"type": "object", "properties": {"label": WORD, "identifier": WORD}}},
        "geometry": {"type": "object", "required": ["type"]},
        "links": {"type": "array", "items": LINK},
    },
    "additionalProperties": False,
}
"""What the World Historical Gazetteer's schemas (1.2 and 2.0) ask of the parts that we write, in our own words."""


def test_linked_places_keep_the_rules_of_the_published_schema(tmp_path: Path) -> None:
    out = tmp_path / "places.lpf.json"
    export_table("places", out)
    validator = Draft202012Validator(LINKED_PLACE)
    for feature in json.loads(out.read_text("utf-8"))["features"]:
        assert not [error.message for error in validator.iter_errors(feature)], feature["@id"]


def test_about_is_a_word_of_its_own_in_linked_places(tmp_path: Path) -> None:
    features = {one["@id"]: one for one in written("places", ".lpf.json", tmp_path)["features"]}
    [old] = [one for one in features["hudut:cankiri"]["names"] if one["toponym"] == "Kengırı"]  # end: 1925~
    assert old["when"] == {
        "timespans": [{"start": {"latest": "1925"}, "end": {"in": "1925"}}],
        "certainty": "less-certain",
    }
