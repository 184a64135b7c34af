"""The payload: compact, complete, and the same for the same atlas."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import geopandas
import pytest

from geo.load import Atlas
from maps.payload import make_payload
from tests.conftest import as_written

GEOMETRY: dict[str, Any] = {"ids": [], "rings": [], "arcs": [], "scale": [1, 1, 0, 0], "land": []}


@pytest.fixture
def payload(atlas: Atlas) -> Any:
    """Made anew for each test: `make mutants` asks of a change those tests that come by it."""
    return make_payload(atlas, langs=("tr", "en"), start=atlas.first_day, end=atlas.last_day, geometry=GEOMETRY)


def test_every_holding_is_there_once(atlas: Atlas, payload: Any) -> None:
    rows = [row for lists in payload["holdings"] for rows in lists for row in rows]
    inside = [row for row in atlas.holdings if row.end is None or row.end.first > atlas.first_day]
    assert len(rows) == len(inside)


def test_positions_name_the_right_records(atlas: Atlas, payload: Any) -> None:
    t = [one["id"] for one in payload["territories"]].index("kars")
    day = 701340 - payload["first"]  # 1921-03-16
    row = next(row for row in payload["holdings"][t][0] if row[2] <= day and (not row[3] or day < row[3]))
    held = next(one for one in atlas.history("kars", "control") if one.covers(701340))
    assert payload["parties"][row[0]]["id"] == held.party
    assert payload["bases"][row[4]]["id"] == held.basis


def test_every_place_and_basis_has_its_late_record(payload: Any) -> None:
    assert len(payload["late"]["places"]) == len(payload["places"])
    assert len(payload["late"]["bases"]) == len(payload["bases"])
    assert all(
        one["q"] for one, basis in zip(payload["late"]["bases"], payload["bases"], strict=True) if basis["e"] < 2
    )


def test_a_page_in_one_language_has_one_name_each(atlas: Atlas) -> None:
    one = make_payload(atlas, langs=("en",), start=atlas.first_day, end=atlas.last_day, geometry=GEOMETRY)
    assert all(len(party["n"]) == 1 for party in one["parties"])
    assert all(len(place) == 6 for place in one["places"])


def days_since_1914(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1914, 8, 1)).days


def test_the_dates_of_a_treaty_are_its_own(payload: Any) -> None:
    """Brest-Litovsk and Moscow, day by day: signed, ratified, in force, carried out, ended."""
    bases = {one["id"]: one for one in payload["bases"]}
    brest, moscow = bases["brest-litovsk-1918"], bases["moscow-1921"]
    assert brest["d"] == days_since_1914(1918, 3, 3)
    assert brest["ratified"] == days_since_1914(1918, 3, 15)
    assert brest["in_force"] == days_since_1914(1918, 7, 12)
    assert brest["ended"] == days_since_1914(1918, 11, 13)
    assert moscow["d"] == days_since_1914(1921, 3, 16)
    assert moscow["in_force"] == days_since_1914(1921, 9, 22)
    assert moscow["carried_out"] == "1921-03/1921-04"
    assert "ended" not in moscow


DATA = Path(__file__).parents[2] / "geo" / "data"
LAYERS = ("control", "title", "agreed", "claim")
DATES = ("ratified", "in_force", "carried_out", "ended")


def told_by(pattern: str) -> dict[str, Any]:
    """The records of data files as any reader of YAML has them."""
    return {key: one for path in DATA.glob(pattern) for key, one in as_written(path).items()}


def both(value: dict[str, str] | None) -> list[str] | None:
    return value and [value["tr"], value["en"]]


def as_told(value: Any, first: int) -> Any:
    """A day counted from the first one; what is no single day as it is written."""
    text = str(value)
    return date.fromisoformat(text).toordinal() - first if len(text) == 10 else text


def first_day(text: str) -> int:
    parts = text.split("/", maxsplit=1)[0].strip("~?").split("-")
    return date(int(parts[0]), *([int(one) for one in parts[1:]] + [1, 1])[:2]).toordinal()


def test_parties_and_territories_are_those_of_the_files(payload: Any) -> None:
    parties, order = told_by("parties.yaml"), [one["id"] for one in payload["parties"]]
    assert order == sorted(parties)
    for one in payload["parties"]:
        said = parties[one["id"]]
        assert one["n"] == both(said["names"])
        assert one["b"] == both(said.get("label", said["names"]))
        assert one.get("s") == both(said.get("short"))
        assert one.get("ssr", 0) == (said.get("stage") == "ssr")
        assert [order[number] for number in one.get("j", [])] == said.get("joint", [])
        if said["lineage"] in payload["lineages"]:
            assert payload["lineages"][one["l"]] == said["lineage"]
    territories, shapes = told_by("territories.yaml"), geopandas.read_file(DATA / "territories.geojson")
    areas = dict(zip(shapes["id"], shapes.to_crs("ESRI:54034").area / 1e6, strict=True))
    assert [one["id"] for one in payload["territories"]] == sorted(territories)
    for one in payload["territories"]:
        said = territories[one["id"]]
        assert one["n"] == both(said["names"])
        assert one["u"] == both(said.get("unit_1914"))
        assert one["c"] == said["today"]
        assert one.get("t", []) == said.get("names_then", [])
        assert one["a"] == pytest.approx(areas[one["id"]], abs=1, rel=1e-3)


def test_a_page_of_some_days_holds_what_touches_them(atlas: Atlas) -> None:
    """Britain gave up Batum on 7 July 1920, Georgia entered on that day, and Turkish troops in March 1921."""
    first, last = date(1920, 7, 7).toordinal(), date(1920, 7, 31).toordinal()
    short = make_payload(atlas, langs=("en",), start=first, end=last, geometry=GEOMETRY)
    batum = [one["id"] for one in short["territories"]].index("batum")
    assert [short["parties"][row[0]]["id"] for row in short["holdings"][batum][0]] == ["georgia"]
    assert (short["first"], short["span"], short["langs"]) == (first, last - first, ["en"])


def test_rivers_lakes_and_seas_are_those_of_the_files(payload: Any) -> None:
    for kind, found in told_by("water.yaml").items():
        told = [one for _, one in sorted(found.items())]
        assert [row[0] for row in payload["water"][kind]] == [both(one["names"]) for one in told]
        if kind == "rivers":
            assert [row[1] for row in payload["water"][kind]] == [one["rank"] for one in told]


def test_the_texts_are_those_of_the_bibliography(payload: Any) -> None:
    texts = {key: one for key, one in told_by("sources.yaml").items() if one["kind"] == "text"}
    assert len(texts) == 5
    assert payload["late"]["sources"] == {
        key: [one["title"], one.get("authors", []), one.get("year", 0), one["language"]] for key, one in texts.items()
    }


def test_places_are_those_of_the_files(payload: Any) -> None:
    places = told_by("places/*.yaml")
    assert [row[0] for row in payload["places"]] == sorted(places)
    for (key, lon, lat, kind, rank, *names), late in zip(payload["places"], payload["late"]["places"], strict=True):
        said = places[key]
        assert (lon / 1000, lat / 1000) == (pytest.approx(said["lon"], abs=6e-4), pytest.approx(said["lat"], abs=6e-4))
        assert (kind, rank) == (said["kind"], said["rank"])
        every = {"tr": names[0], "en": names[1], **late.get("o", {})}
        assert set(every) == set(said["names"])
        for lang, found in every.items():
            for one, other in zip(found, said["names"][lang], strict=True):
                name, start, end = one if isinstance(one, list) else (one, None, None)
                record = other if isinstance(other, dict) else {"name": other}
                assert name == record["name"]
                for day, edge in ((start, "start"), (end, "end")):
                    assert (day is None) == (edge not in record)
                    assert day is None or day + payload["first"] == first_day(str(record[edge]))
        rough = said.get("precision_km", 1)
        assert late.get("p", 0) == (rough if rough > 1 else 0)
        assert late.get("m") == both(said.get("note"))


def test_bases_are_those_of_the_files(payload: Any) -> None:
    bases, first = told_by("bases/*.yaml"), payload["first"]
    assert [one["id"] for one in payload["bases"]] == sorted(bases)
    for one, late in zip(payload["bases"], payload["late"]["bases"], strict=True):
        said = bases[one["id"]]
        assert (one["k"], one["n"]) == (said["kind"], both(said["titles"]))
        assert one["d"] == as_told(said["date"], first)
        assert {name: one.get(name) for name in DATES} == {
            name: as_told(said[name], first) if name in said else None for name in DATES
        }
        assert payload["certainties"][one["e"]] == said["certainty"]
        assert one.get("mark", 0) == said.get("mark", False)
        assert late.get("why") == both(said.get("reason"))
        assert late.get("m") == both(said.get("note"))
        assert late.get("ado") == both(said.get("adopted"))
        assert cited(payload, late.get("q", [])) == pages(said.get("cite", []))
        for found, variant in zip(late.get("var", []), said.get("variants", []), strict=True):
            assert found.get("d") == (as_told(variant["date"], first) if "date" in variant else None)
            assert found.get("s") == both(variant.get("says"))
            assert cited(payload, found.get("q", [])) == pages(variant.get("cite", []))


def cited(payload: Any, numbers: list[int]) -> list[tuple[Any, ...]]:
    found = [payload["late"]["cites"][number] for number in numbers]
    return [(one["s"], one["l"]) if "s" in one else (one["t"], unquote(one["a"])) for one in found]


def pages(cites: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (one["source"], one["lines"]) if "source" in one else (one["title"], unquote(one["address"])) for one in cites
    ]


def rows_told() -> list[dict[str, str]]:
    return [row for path in DATA.glob("holdings/*.csv") for row in csv.DictReader(path.read_text("utf-8").splitlines())]


def test_holdings_are_those_of_the_files(payload: Any) -> None:
    said = sorted(
        (
            row["territory"], row["layer"], row["party"], row["status"], row["basis"], row["certainty"],
            first_day(row["start"]), row["start"] if len(row["start"]) != 10 else 0,
            row["end"] and first_day(row["end"]), row["end"] if row["end"] and len(row["end"]) != 10 else 0,
            row["claimants"].split(), [row["note_tr"], row["note_en"]] if row["note_en"] else 0,
        )
        for row in rows_told()
        if not row["end"] or first_day(row["end"]) > payload["first"]
    )  # fmt: skip
    assert sorted(whole_rows(payload)) == said


def whole_rows(payload: Any) -> list[tuple[Any, ...]]:
    """Every row of the payload with the ids that its positions stand for."""
    ids = {name: [one["id"] for one in payload[name]] for name in ("territories", "parties", "bases")}
    found = []
    for territory, layers in zip(ids["territories"], payload["holdings"], strict=True):
        for layer, rows in zip(LAYERS, layers, strict=True):
            for row in rows:
                party, status, start, end, basis, sure, claimants, note, *texts = [*row, *[0] * (10 - len(row))]
                found.append((
                    territory, layer, ids["parties"][party], payload["statuses"][status], ids["bases"][basis],
                    payload["certainties"][sure], start + payload["first"], texts[0],
                    (end and end + payload["first"]) or "", texts[1],
                    [ids["parties"][one] for one in claimants or []], payload["late"]["notes"][note] if note else 0,
                ))  # fmt: skip
    return found
