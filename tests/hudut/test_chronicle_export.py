"""Events and sources as files that GIS, spreadsheets and reference managers read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
from jsonschema import Draft202012Validator

from geo.load import Atlas
from geo.sources import Reference
from hudut.export import EVENT_COLUMNS, SUFFIXES, events, export_table
from scenarios.chronicle import Chronicle


@pytest.mark.parametrize("suffix", [one for one in SUFFIXES["events"] if one != ".csv"])
def test_events_read_back_equal(atlas: Atlas, chronicle: Chronicle, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"events{suffix}"
    assert export_table("events", out) == len(chronicle.events)
    found = geopandas.read_parquet(out) if suffix == ".parquet" else geopandas.read_file(out)
    wanted = events(chronicle, atlas)
    assert list(found.columns) == [*EVENT_COLUMNS, "geometry"]
    assert found.crs.to_epsg() == 4326
    for column in EVENT_COLUMNS:
        assert list(found[column].fillna("").astype(str)) == list(wanted[column]), column
    assert list(found.geometry.isna()) == list(wanted.geometry.isna())
    placed = ~wanted.geometry.isna()
    assert found.geometry[placed].geom_equals(wanted.geometry[placed]).all()


def test_events_read_back_equal_from_csv(atlas: Atlas, chronicle: Chronicle, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    export_table("events", out)
    found = pd.read_csv(out, keep_default_na=False, dtype=str)
    wanted = events(chronicle, atlas).drop(columns="geometry")
    pd.testing.assert_frame_equal(pd.DataFrame(wanted), found, check_dtype=False)


def test_an_event_stands_on_its_first_place_and_lists_are_joined(atlas: Atlas, chronicle: Chronicle) -> None:
    frame = events(chronicle, atlas).set_index("id")
    for key, event in chronicle.events.items():
        row = frame.loc[key]
        if event.places:
            place = atlas.places[event.places[0]]
            assert (row.geometry.x, row.geometry.y) == (place.lon, place.lat)
        else:
            assert row.geometry is None
        assert row.threads.split("; ") == list(event.threads)
        assert row.sources.count("; ") == max(0, len(event.cite) - 1)


def test_an_approximate_date_keeps_its_sign(chronicle: Chronicle, atlas: Atlas) -> None:
    frame = events(chronicle, atlas)
    about = {key for key, event in chronicle.events.items() if event.date.approximate}
    assert about
    assert set(frame.id[frame.date.str.endswith("~")]) == about


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
MOMENT = {"type": "object", "properties": {"in": WORD, "earliest": WORD, "latest": WORD}, "additionalProperties": False}
SPAN = {"type": "object", "required": ["start"], "properties": {"start": MOMENT, "end": MOMENT}}
WHEN = {"type": "object", "properties": {"timespans": {"type": "array", "items": SPAN}}}
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
        "properties": {"type": "object", "required": ["title"], "properties": {"title": WORD}},
        "when": WHEN,
        "names": {"type": "array", "items": NAME},
        "types": {"type": "array", "items": {"type": "object", "properties": {"label": WORD, "identifier": WORD}}},
        "geometry": {"type": "object", "required": ["type"]},
        "links": {"type": "array", "items": LINK},
    },
    "additionalProperties": False,
}
"""What the World Historical Gazetteer's schema_lpf_v1.2.json asks of the parts that we write, in our own words."""


def test_linked_places_keep_the_rules_of_the_published_schema(tmp_path: Path) -> None:
    out = tmp_path / "places.lpf.json"
    export_table("places", out)
    validator = Draft202012Validator(LINKED_PLACE)
    for feature in json.loads(out.read_text("utf-8"))["features"]:
        assert not [error.message for error in validator.iter_errors(feature)], feature["@id"]
