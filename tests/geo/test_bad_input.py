"""Planted faults: every one is found, with file, line and remedy, and all of them at once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import DataError
from geo.load import load
from hudut.check import check_data

Fault = Callable[[Path], object]


def swap(file: str, old: str, new: str, count: int = 1) -> Fault:
    def plant(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, count), encoding="utf-8")

    return plant


def write(file: str, text: str) -> Fault:
    return lambda folder: (folder / file).write_text(text, encoding="utf-8")


def append(file: str, text: str) -> Fault:
    def plant(folder: Path) -> None:
        (folder / file).write_text((folder / file).read_text("utf-8") + text, "utf-8")

    return plant


def _exchanged(folder: Path, file: str, one: str, other: str) -> None:
    text = (folder / file).read_text("utf-8").replace(one, "\0").replace(other, one).replace("\0", other)
    (folder / file).write_text(text, "utf-8")


def _each_area(folder: Path, area: str) -> None:
    path = folder / "territories.geojson"
    path.write_text(re.sub(r'"area_km2":[0-9.]+', f'"area_km2":"{area}"', path.read_text("utf-8")), "utf-8")


def _pipe(path: Path) -> None:
    path.unlink()
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes in this file system")
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


HOLDINGS, BASES, PLACES = "holdings/all.csv", "bases/all.yaml", "places/all.yaml"
LEFT = "left,control,west,sovereign,1914-08-01,,opening,,inferred,,"
FAULTS: dict[str, tuple[Fault, str]] = {
    "missing file": (lambda folder: (folder / "parties.yaml").unlink(), r"parties\.yaml: the file is missing"),
    "missing geometry": (lambda folder: (folder / "territories.geojson").unlink(), r"territories\.geojson: .*missing"),
    "no tables": (lambda folder: (folder / HOLDINGS).unlink(), r"holdings: the folder holds no \.csv"),
    "broken YAML": (swap(BASES, "kind: state", "kind: [state"), r"bases/all\.yaml:\d+: the file is broken here"),
    "YAML of the wrong shape": (write(PLACES, "- a\n- b\n"), r"places/all\.yaml: the file holds no records"),
    "not UTF-8": (lambda folder: (folder / PLACES).write_bytes(b"a: \xff\n"), r"places/all\.yaml: .*cannot be read"),
    "id given twice": (swap("parties.yaml", "west:", "east:"), r"parties\.yaml:7: 'east' is given twice"),
    "id taken in another file": (
        lambda folder: (folder / "places/more.yaml").write_text((folder / PLACES).read_text("utf-8"), "utf-8"),
        r"places/more\.yaml:1: the id 'lefttown' is taken",
    ),
    "unknown field": (swap("parties.yaml", "lineage", "lineages"), r"parties\.yaml:4: east/lineages: there is no such"),
    "missing field": (swap(PLACES, "  lon: 0.5\n", ""), r"places/all\.yaml:1: lefttown/lon: it is missing"),
    "name missing in a language": (
        swap("territories.yaml", ", en: Left land", ""),
        r"territories\.yaml:2: .*no text in en",
    ),
    "place name missing": (swap(PLACES, ", en: [Left]", ""), r"places/all\.yaml:7: .*no text in en"),
    "markup in a name": (swap("parties.yaml", "en: East", "en: <script>"), r"parties\.yaml:2: .*'<script>'.*plain"),
    "unknown kind": (swap(PLACES, "kind: town", "kind: twon"), r"places/all\.yaml:5: .*Did you mean 'town'"),
    "place off the globe": (swap(PLACES, "lat: 0.5", "lat: 95"), r"places/all\.yaml:3: lefttown/lat: 95 is wrong"),
    "place named in an unknown text": (swap(PLACES, "{tiny:", "{tinny:"), r"places/all\.yaml:8: .*'tinny'.*'tiny'"),
    "unknown territory": (
        swap(HOLDINGS, "left,control", "lefft,control"),
        r"all\.csv:2: unknown territory 'lefft'.*'left'",
    ),
    "unknown party": (swap(HOLDINGS, "control,west", "control,wset"), r"all\.csv:2: unknown party 'wset'.*'west'"),
    "unknown layer": (swap(HOLDINGS, "left,control", "left,contrl"), r"all\.csv:2: layer: 'contrl'.*'control'"),
    "unknown status": (swap(HOLDINGS, "occupied", "ocupied"), r"all\.csv:4: status: 'ocupied'.*'occupied'"),
    "unknown basis": (swap(HOLDINGS, ",opening,", ",openning,"), r"all\.csv:2: unknown basis 'openning'.*'opening'"),
    "unknown claimant": (
        swap(HOLDINGS, LEFT, "left,control,west,contested,1914-08-01,,opening,eest,inferred,,"),
        r"all\.csv:2: unknown party 'eest'.*'east'",
    ),
    "contested without claimants": (swap(HOLDINGS, "occupied", "contested"), r"all\.csv:4: .*names no claimants"),
    "unknown source": (
        swap(BASES, "source: tiny", "source: tinny"),
        r"bases/all\.yaml:14: .*unknown source 'tinny'.*'tiny'",
    ),
    "unknown member": (
        swap("parties.yaml", "lineage: turkey", "lineage: turkey\n  joint: [wast]"),
        r"yaml:5: .*'wast'.*'west'",
    ),
    "bad date in a table": (
        swap(HOLDINGS, "1919-03-12,opening", "12.3.1919,opening"),
        r"all\.csv:3: end: '12\.3\.1919' is not",
    ),
    "bad date in YAML": (swap(BASES, "date: 1919-03-12", "date: 1919-02-30"), r"bases/all\.yaml:\d+: .*1919-02-30"),
    "holding that ends before it starts": (
        swap(HOLDINGS, "1914-08-01,1919-03-12", "1914-08-01,1914-08-01"),
        r"all\.csv:3: .*at least one day",
    ),
    "overlapping holdings": (
        swap(HOLDINGS, "1914-08-01,1919-03-12", "1914-08-01,1919-04-01"),
        r"all\.csv:4: right has two rows in control from 1919-03-12 to 1919-03-31",
    ),
    "gap between holdings": (
        swap(HOLDINGS, "1914-08-01,1919-03-12", "1914-08-01,1919-03-01"),
        r"all\.csv:4: right has no row in control from 1919-03-01 to 1919-03-11",
    ),
    "holdings that stop early": (
        swap(HOLDINGS, LEFT, LEFT.replace(",,opening", ",1922,opening")),
        r"all\.csv:2: left has no row in control from 1922-01-01",
    ),
    "territory without a holder": (swap(HOLDINGS, LEFT + "\n", ""), r"holdings: left has no row in control"),
    "holding before the atlas": (
        swap(HOLDINGS, "sovereign,1914-08-01,,", "sovereign,1913,,"),
        r"all\.csv:2: .*leaves the atlas",
    ),
    "holding before its party": (
        swap("parties.yaml", "start: 1914-08-01", "start: 1919-06"),
        r"all\.csv:4: 'east' holds right",
    ),
    "ragged row": (swap(HOLDINGS, LEFT, LEFT + ",,"), r"all\.csv:2: the row has not 11 cells"),
    "wrong columns": (swap(HOLDINGS, "territory,layer", "layer,territory"), r"all\.csv:1: the columns are"),
    "unfounded attestation": (swap(HOLDINGS, "attested", "atested"), r"all\.csv:4: certainty: 'atested'.*'attested'"),
    "attested without a text": (
        swap(
            BASES,
            '{source: tiny, lines: "2-3", witness: ["12 Mart 1919", "sınır"]}',
            '{title: A, address: "https://example.org/a", opened: 2026-11-01, says: b}',
        ),
        r"bases/all\.yaml:7: march.*cites none of the five texts",
    ),
    "inferred without a reason": (
        swap(BASES, "  reason: {tr: Uydurma., en: Invented for a test.}\n", ""),
        r"all\.yaml:1: .*gives no reason",
    ),
    "line range too long": (swap(BASES, '"2-3"', '"2-30"'), r"bases/all\.yaml:15: .*longer than 12 lines"),
    "line range past the text": (swap(BASES, '"2-3"', '"2-9"'), r"cites line 9 of 'tiny', which has 4 lines"),
    "ridge without a name in a language": (
        swap("relief.yaml", ", en: The divide", ""),
        r"relief\.yaml:2: divide/names: no text in en",
    ),
    "ridge of one point": (
        swap("relief.yaml", "[[0.9, 0.2], [1.0, 0.5], [1.1, 0.8]]", "[[0.9, 0.2]]"),
        r"relief\.yaml:7: divide/points: .*at least 2",
    ),
    "ridge with latitude first": (
        swap("relief.yaml", "[1.0, 0.5]", "[0.5, 120]"),
        r"relief\.yaml:7: divide/points/1/1: 120 is wrong",
    ),
    "ridge with an unknown rank": (
        swap("relief.yaml", "rank: 1", "rank: 5"),
        r"relief\.yaml:3: divide/rank: 5 is wrong",
    ),
    "town given as a pass": (
        swap("relief.yaml", "passes: []", "passes: [lefttown]"),
        r"relief\.yaml:6: divide: 'lefttown' is no place of kind pass",
    ),
    "railway through an unknown place": (
        swap("railways.yaml", "[lefttown,", "[lefttwon,"),
        r"railways\.yaml:5: left-right: unknown place 'lefttwon'\. Did you mean 'lefttown'",
    ),
    "railway through half a point": (
        swap("railways.yaml", "[1.0, 0.4]", "[1.0]"),
        r"railways\.yaml:5: left-right/course/1: \[1\.0\] is neither the id of a place nor a point",
    ),
    "railway of an unknown gauge": (
        swap("railways.yaml", "gauge: narrow", "gauge: narow"),
        r"railways\.yaml:3: left-right/gauge: 'narow'.*'narrow'",
    ),
    "railway without support": (
        swap("railways.yaml", "certainty: inferred", "certainty: standard"),
        r"railways\.yaml:1: left-right: it is called standard but cites no reference",
    ),
    "broken geometry": (write("territories.geojson", '{"type": "FeatureCollection"}'), r"territories\.geojson: it "),
    "point as a territory": (
        swap("territories.geojson", '"Polygon"', '"Point"'),
        r"territories\.geojson: .*left: the geometry is a Point, no polygon",
    ),
    "ring of three points": (
        swap("territories.geojson", "[1,0],[2,0],[2,1],[1,1],[1,0]", "[1,0],[2,0],[1,0]"),
        r"territories\.geojson: right: the shape is invalid",
    ),
    "coordinate that is no number": (
        swap("territories.geojson", "[1,0],[2,0]", "[1,NaN],[2,0]"),
        r"territories\.geojson: .*NaN is no number of a shape",
    ),
    "geometry without end": (write("territories.geojson", "[" * 100_000), r"territories\.geojson: it goes deeper"),
    "area in words": (
        lambda folder: _each_area(folder, "big"),
        r"territories\.geojson: .*'big' is no area in km²",
    ),
    "missing frame": (lambda folder: (folder / "frame.geojson").unlink(), r"frame\.geojson: the file is missing"),
    "ids exchanged": (
        lambda folder: _exchanged(folder, "territories.geojson", '"id":"left"', '"id":"right"'),
        r"territories\.yaml: left: its point .* does not lie in its shape",
    ),
    "row given twice": (
        swap(HOLDINGS, LEFT + "\n", (LEFT + "\n") * 2),
        r"all\.csv:3: the row stands already in holdings/all\.csv:2",
    ),
    "list as a key": (append("parties.yaml", "? [a, b]\n: {}\n"), r"parties\.yaml:\d+: .*a key is no word"),
    "lists without end": (append("parties.yaml", f"z: {'[' * 5000}\n"), r"parties\.yaml:\d+: .*deeper than any"),
    "mappings without end": (append("parties.yaml", f"z: {'{a: ' * 100_000}\n"), r"parties\.yaml:\d+: .*deeper than"),
    "lists deeper than records": (
        append("parties.yaml", f"z: {'[' * 70}{']' * 70}\n"),
        r"parties\.yaml:\d+: .*deeper than",
    ),
    "text that is a mapping": (
        append("parties.yaml", "z: !!str {a: b}\n"),
        r"parties\.yaml:\d+: .*'str' is no kind of value",
    ),
    "kind of others": (append("parties.yaml", "z: !!set {a, b}\n"), r"parties\.yaml:\d+: .*'set' is no kind of value"),
    "number of letters": (append("parties.yaml", "z: !!int many\n"), r"parties\.yaml:\d+: .*'many' is no int"),
    "number without end": (
        swap(PLACES, "rank: 1", f"rank: {'9' * 5000}"),
        r"places/all\.yaml:\d+: righttown/rank: '9{79}…",
    ),
    "sixties as a number": (swap(PLACES, "rank: 1", "rank: 1:30:00"), r"righttown/rank: '1:30:00' is wrong"),
    "endless precision": (swap(PLACES, "  lat: 0.5\n", "  lat: 1e400\n"), r"lefttown/lat: .* is wrong"),
    "letters that nobody sees": (
        swap("parties.yaml", "en: East", 'en: "E\\u202East"'),
        r"parties\.yaml:2: .*nobody sees",
    ),
    "name without end": (
        swap("parties.yaml", "en: East", f"en: {'E' * 20_000}"),
        r"parties\.yaml:2: .*the longest text",
    ),
    "markup in an id": (append(PLACES, "<b>: {}\n"), r"places/all\.yaml:\d+: the id '<b>' is none"),
    "table of spaces": (
        write(HOLDINGS, " " * 21_000_000),
        r"holdings/all\.csv: the file cannot be read: it has 21,000,000",
    ),
    "cell without end": (swap(HOLDINGS, ",opening,", f",{'o' * 200_000},"), r"holdings/all\.csv:2: the row is broken"),
    "pipe as a file": (lambda folder: _pipe(folder / "parties.yaml"), r"parties\.yaml: .*it is no plain file"),
    "folder as a file": (lambda folder: _folder(folder / "parties.yaml"), r"parties\.yaml: .*it is no plain file"),
    "suffix of another habit": (
        lambda folder: (folder / "places/more.yml").write_text("{}\n"),
        r"places/more\.yml: the file is not read\. Call it more\.yaml",
    ),
    "suffix in capitals": (
        lambda folder: (folder / HOLDINGS).rename(folder / "holdings/all.CSV"),
        r"holdings/all\.CSV: the file is not read\. Call it all\.csv",
    ),
    "file in the wrong folder": (write("more.csv", "a\n"), r"more\.csv: the file is not read\. Move it"),
    "invalid geometry": (
        swap("territories.geojson", "[1,0],[2,0],[2,1],[1,1],[1,0]", "[1,0],[2,1],[2,0],[1,1],[1,0]"),
        r"territories\.geojson: right: the shape is invalid",
    ),
    "overlapping geometry": (
        swap("territories.geojson", "[1,0],[2,0],[2,1],[1,1],[1,0]", "[0.9,0],[2,0],[2,1],[1,1],[0.9,0]"),
        r"territories\.geojson: .*do not match",
    ),
    "territory without a shape": (
        swap("territories.geojson", '"id":"left"', '"id":"other"'),
        r"'left' stands only here",
    ),
    "territory that is never needed": (
        write(
            HOLDINGS,
            "territory,layer,party,status,start,end,basis,claimants,certainty,note_tr,note_en\n"
            + "".join(
                f"{one},{layer},west,sovereign,1914-08-01,,opening,,inferred,,\n"
                for one in ("left", "right")
                for layer in ("control", "title")
            ),
        ),
        r"left and right are neighbours and no layer ever tells them apart",
    ),
}
TEXT_FAULTS: dict[str, tuple[Fault, str]] = {
    "witness elsewhere": (
        swap(BASES, '"2-3"', '"4"'),
        r"bases/all\.yaml:14: march: the witness '12 Mart 1919' does not stand in tiny 4; it stands in line 2",
    ),
    "witness nowhere": (swap(BASES, '"sınır"]', '"kale"]'), r"'kale' .*nowhere in the text"),
    "spelling nowhere": (
        swap(PLACES, "tiny: harita", "tiny: hatira"),
        r"places/all\.yaml:8: lefttown: 'hatira' stands nowhere",
    ),
    "another edition": (swap("sources.yaml", "sha256: ", "sha256: 0"), r"sha256|another edition"),
}


@pytest.mark.parametrize(("plant", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_found(tiny: Path, plant: Fault, message: str) -> None:
    plant(tiny)
    with pytest.raises(DataError) as caught:
        check_data([tiny])
    assert re.search(message, str(caught.value)), str(caught.value)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(("plant", "message"), TEXT_FAULTS.values(), ids=TEXT_FAULTS.keys())
def test_a_citation_that_proves_nothing_is_found(tiny: Path, tiny_texts: Path, plant: Fault, message: str) -> None:
    plant(tiny)
    with pytest.raises(DataError) as caught:
        check_data([tiny], tiny_texts)
    assert re.search(message, str(caught.value)), str(caught.value)


def test_the_tiny_folder_is_clean_before_anything_is_planted(tiny: Path, tiny_texts: Path) -> None:
    assert "No problem found; 1 citations proved" in check_data([tiny], tiny_texts)


def test_all_faults_are_listed_at_once(tiny: Path) -> None:
    swap(HOLDINGS, "left,control", "lefft,control")(tiny)
    swap(HOLDINGS, "right,control,east", "right,control,eest")(tiny)
    swap("parties.yaml", "en: East", "en: <b>")(tiny)
    with pytest.raises(DataError) as caught:
        load(tiny)
    text = str(caught.value)
    assert all(word in text for word in ("lefft", "eest", "<b>")), text
    assert len(caught.value.problems) >= 3


@pytest.mark.parametrize(
    ("plant", "causes"),
    [
        (write("parties.yaml", ""), ["parties.yaml: the file holds no records"]),
        (append("parties.yaml", "z: [\n"), ["parties.yaml:"]),
        (swap("parties.yaml", "start: 1914-08-01", "start: 1914-02-30"), ["parties.yaml:"]),
        (swap(HOLDINGS, "1914-08-01,1919-03-12", "1914-08-32,1919-03-12"), ["holdings/all.csv:3: start: '1914-08-32'"]),
        (
            lambda folder: (folder / PLACES).rename(folder / "places/all.yml"),
            ["places: the", "places/all.yml: the file"],
        ),
        (lambda folder: (folder / "sources.yaml").unlink(), ["sources.yaml: the file is missing"]),
    ],
)
def test_what_follows_from_an_unread_record_is_not_listed(
    tiny: Path, tiny_chronicle: Path, plant: Fault, causes: list[str]
) -> None:
    plant(tiny)
    with pytest.raises(DataError) as caught:
        check_data([tiny, tiny_chronicle])
    found = [str(one) for one in caught.value.problems]
    assert len(found) == len(causes), found
    assert all(line.startswith(cause) for line, cause in zip(found, causes, strict=True)), found
