"""The chronicle inside the page: complete, packed, within the budget."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from geo.load import Atlas
from maps.joining import joined
from maps.options import PageOptions
from maps.packing import foretold, packed, unpacked
from maps.page import render
from scenarios.chronicle import Chronicle

LARGEST = 3_000_000
LARGEST_SENT = 700_000
KINDS = (
    "events", "treaties", "positions", "aid", "routes", "readings", "discrepancies", "persons", "organisations",
    "threads", "views", "items", "questions",
)  # fmt: skip


def told(text: str) -> Any:
    found = re.search(r'<script type="text/plain" id="\w+_told">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return unpacked(found[1])


@pytest.fixture(scope="module")
def records(told_text: str) -> Any:
    return told(told_text)["records"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_record_is_dropped(records: Any, chronicle: Chronicle, kind: str) -> None:
    assert [one["id"] for one in records[kind]] == list(getattr(chronicle, kind))


def test_every_article_and_every_office_is_there(records: Any, chronicle: Chronicle) -> None:
    articles = sum(len(one.articles) for one in chronicle.treaties.values())
    offices = sum(len(one.offices) for one in chronicle.persons.values())
    assert sum(len(one.get("a", [])) for one in records["treaties"]) == articles
    assert sum(len(one.get("off", [])) for one in records["persons"]) == offices


def test_every_title_and_witness_is_there(told_text: str, chronicle: Chronicle) -> None:
    groups = told(told_text)
    turkish, english = set(groups["first"]["texts0"]), set(groups["second"]["texts1"])
    assert all(one.titles["tr"] in turkish and one.titles["en"] in english for one in chronicle.events.values())
    assert all(one.summaries["tr"] in turkish for one in chronicle.events.values())
    words = set("|".join(groups["first"]["cites1"]).split("|"))
    wanted = {word for one in chronicle.events.values() for cite in one.cite for word in getattr(cite, "witness", ())}
    assert wanted <= words


def test_figures_are_exact(records: Any, chronicle: Chronicle) -> None:
    for one, kept in zip(chronicle.aid.values(), records["aid"], strict=True):
        assert [thing.get("x") for thing in kept["g"]] == [
            None if thing.quantity is None else f"{thing.quantity:f}" for thing in one.goods
        ]


def test_the_page_stays_within_its_budget(told_text: str) -> None:
    data = told_text.encode("utf-8")
    assert len(data) <= LARGEST
    assert len(gzip.compress(data, 9)) <= LARGEST_SENT


def test_a_page_in_one_language_is_smaller(atlas: Atlas, chronicle: Chronicle, told_text: str) -> None:
    turkish = render(atlas, PageOptions(chronicle=chronicle, lang="tr")).encode("utf-8")
    assert len(turkish) < 0.9 * len(told_text.encode("utf-8"))
    assert len(gzip.compress(turkish)) < 0.9 * len(gzip.compress(told_text.encode("utf-8")))


def test_the_same_input_gives_the_same_bytes(atlas: Atlas, chronicle: Chronicle, told_text: str) -> None:
    assert render(atlas, PageOptions(chronicle=chronicle)) == told_text


def test_a_page_in_one_language_carries_no_other(atlas: Atlas, chronicle: Chronicle) -> None:
    groups = told(render(atlas, PageOptions(lang="tr", chronicle=chronicle)))
    event = chronicle.events["1921-03-16-moscow-treaty"]
    assert event.titles["tr"] in groups["first"]["texts0"]
    assert "texts1" not in groups["second"]


def test_a_page_without_a_chronicle_has_neither_search_nor_events(page_text: str) -> None:
    assert 'class="search"' not in page_text
    assert 'data-tab="events"' not in page_text


PACKED = [
    {"a": ["İğdır", 1, None]},
    [],
    {},
    {"x": "𐎠Հայ</script>" * 3000, "y": [1]},
    {"letters": "".join(chr(0x400 + k) for k in range(900)) * 9},
    # No letter follows from those before it, then one and the same: frequencies are halved, and memory runs short.
    {
        "chance": "".join(chr(97 + one) for k in range(2_000) for one in sha256(b"%d" % k).digest()),
        "sure": "a" * 60_000,
    },
]
UNPACK = """
const window = globalThis;
%s
const [soon, late] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const whole = (step) => { let text = null; while (text === null) text = step(); return JSON.parse(text); };
process.stdout.write(JSON.stringify([soon.map(window.unpackJson), late.map(window.unpacker).map(whole)]));
"""


@pytest.mark.parametrize("data", PACKED)
@pytest.mark.parametrize("way", [packed, lambda data: foretold(data)()])
def test_packed_texts_unpack(way: Callable[[Any], str], data: Any) -> None:
    assert unpacked(way(data)) == data


def test_the_page_unpacks_what_is_packed() -> None:
    script = joined("maps/js/unpack.js", "unpackJson") + joined("maps/js/foretell.js", "unpacker")
    asked = json.dumps([[way(data) for data in PACKED] for way in (packed, lambda data: foretold(data)())])
    command = [compute_driver_executable()[0], "-e", UNPACK % script]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [PACKED, PACKED]


@pytest.mark.parametrize("program", ["", sys.executable, shutil.which("false")])
def test_large_texts_are_packed_alike_in_other_processes_and_where_none_can_be_had(
    told_text: str, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    found = re.search(r'_told">(.*?)</script>', told_text, re.DOTALL)
    assert found
    monkeypatch.setattr(sys, "executable", program)
    assert foretold(unpacked(found[1]))() == found[1]


def test_foretelling_takes_less_room(told_text: str) -> None:
    found = re.search(r'_told">(.*?)</script>', told_text, re.DOTALL)
    assert found
    assert len(found[1]) < 0.92 * len(packed(unpacked(found[1])))
