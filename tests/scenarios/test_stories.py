"""Stories as data: the six that ship, and every planted fault found with its file and line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.dates import iso
from geo.errors import DataError
from geo.load import Atlas
from geo.sources import Reference
from hudut.check import check_data
from scenarios.chronicle import Chronicle
from scenarios.load import load_chronicle
from scenarios.stories import STOPS, WORDS, Stop, Story

SIX = {"kars", "batum", "nakhchivan", "gold", "london", "frunze"}
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def stories(atlas: Atlas) -> dict[str, Story]:
    return dict(load_chronicle(atlas).stories)


@pytest.fixture(scope="module")
def stops(stories: dict[str, Story]) -> list[tuple[str, Stop]]:
    return [(f"{key}.{number}", stop) for key, one in stories.items() for number, stop in enumerate(one.stops, 1)]


def test_the_six_stories_are_told_in_their_order(stories: dict[str, Story]) -> None:
    assert set(stories) == SIX
    assert [one.order for one in stories.values()] == list(range(1, len(SIX) + 1))
    assert all(STOPS[0] <= len(one.stops) <= STOPS[1] for one in stories.values())


def test_no_two_stops_are_the_same_page(stops: list[tuple[str, Stop]]) -> None:
    for language in ("tr", "en"):
        assert len({stop.text[language] for _, stop in stops}) == len(stops)
        assert len({stop.titles[language] for _, stop in stops}) == len(stops)


def test_both_languages_say_about_as_much(stops: list[tuple[str, Stop]]) -> None:
    """Turkish needs fewer words and longer ones, so the letters are compared."""
    for where, stop in stops:
        assert 0.7 <= len(stop.text["tr"]) / len(stop.text["en"]) <= 1.3, where


def test_a_year_in_the_text_stands_in_both_languages(stops: list[tuple[str, Stop]]) -> None:
    for where, stop in stops:
        tr, en = (set(re.findall(r"\b1[89]\d\d\b", stop.text[language])) for language in ("tr", "en"))
        assert tr == en, where


def test_a_long_number_in_the_text_stands_in_both_languages(stops: list[tuple[str, Stop]]) -> None:
    """Figures are written 43.374 in Turkish and 43,374 in English."""
    for where, stop in stops:
        tr = {found.replace(".", "") for found in re.findall(r"\b\d{1,3}(?:\.\d{3})+\b", stop.text["tr"])}
        en = {found.replace(",", "") for found in re.findall(r"\b\d{1,3}(?:,\d{3})+\b", stop.text["en"])}
        assert tr == en, where


def test_the_first_event_of_a_stop_is_near_its_day_or_before_it(
    chronicle_of_all: Chronicle, stops: list[tuple[str, Stop]]
) -> None:
    """What a stop marks on the map has begun: a story does not show tomorrow's events."""
    for where, stop in stops:
        if stop.events:
            event = chronicle_of_all.events[stop.events[0]]
            assert event.date.first <= stop.day.first, f"{where}: {event.id} is after {iso(stop.day.first)}"


def test_a_reference_of_a_stop_says_what_it_supports(stops: list[tuple[str, Stop]]) -> None:
    for where, stop in stops:
        assert all(one.says for one in stop.cite if isinstance(one, Reference)), where


@pytest.fixture(scope="module")
def chronicle_of_all(atlas: Atlas) -> Chronicle:
    return load_chronicle(atlas)


# --- planted faults ---------------------------------------------------------------------------------------------------


def a_story() -> dict[str, Any]:
    """A story of six stops in the tiny chronicle."""
    words = {"tr": " ".join(["söz"] * WORDS[0]), "en": " ".join(["word"] * WORDS[1])}
    stop = {"day": "1919-03-12", "titles": {"tr": "Durak", "en": "Stop"}, "text": words, "events": ["1919-03-12-talk"]}
    stops = [dict(stop) for _ in range(STOPS[0])]
    return {
        "order": 1,
        "titles": {"tr": "Irmak", "en": "River"},
        "summaries": {"tr": "Kısa.", "en": "Short."},
        "stops": stops,
    }


def third(**fields: Any) -> Change:
    return lambda story: story["stops"][2].update(fields)


FAULTS: dict[str, tuple[Change, str]] = {
    "too few words": (
        third(text={"tr": "söz " * 59, "en": "word " * 80}),
        r"the text in tr has 59 words; .* 60 to 120",
    ),
    "too many words": (third(text={"tr": "söz " * 80, "en": "word " * 121}), r"the text in en has 121 words"),
    "missing language": (third(text={"tr": "söz " * 80}), r"no text in en"),
    "title without a language": (third(titles={"en": "Stop"}), r"no text in tr"),
    "long title": (third(titles={"tr": "ş" * 61, "en": "Stop"}), r"the title in tr has 61 letters"),
    "unknown event": (third(events=["1919-03-12-tlk"]), r"stop 3: unknown events '1919-03-12-tlk'.*'1919-03-12-talk'"),
    "unknown treaty": (third(treaties=["marhc"]), r"stop 3: unknown treaties 'marhc'.*'march'"),
    "unknown basis": (third(bases=["marhc"]), r"stop 3: unknown bases 'marhc'.*'march'"),
    "unknown reading": (third(readings=["why-river-on"]), r"stop 3: unknown readings .*'why-river-one'"),
    "unknown discrepancy": (third(discrepancies=["x"]), r"stop 3: unknown discrepancies 'x'"),
    "unknown territory": (third(lit=["rihgt"]), r"stop 3: unknown lit 'rihgt'.*'right'"),
    "unknown place": (third(select="righttwon"), r"stop 3: unknown select 'righttwon'.*'righttown'"),
    "unknown route": (third(route="x"), r"stop 3: unknown route 'x'"),
    "unknown layer": (third(layer="tittle"), r"'tittle' is wrong.*Did you mean 'title'"),
    "unknown view": (third(view="fronteer"), r"'fronteer' is wrong.*Did you mean 'frontier'"),
    "box turned over": (third(box=[44, 39, 41, 42]), r"is no box; write \[west, south, east, north\]"),
    "not one day": (third(day="1919-03"), r"1919-03 is not one day"),
    "no source": (third(events=[]), r"it has no source"),
    "citation of an unknown text": (
        third(cite=[{"source": "tinny", "lines": "2-3", "witness": ["sınır"]}]),
        r"unknown source 'tinny'.*'tiny'",
    ),
    "unknown field": (third(colour="red"), r"colour: there is no such field"),
    "too few stops": (lambda story: story["stops"].pop(), r"at least 6 items"),
}


def plant(folder: Path, change: Change) -> Path:
    story = a_story()
    change(story)
    path = folder / "stories" / "river.yaml"
    path.write_text(json.dumps({"river": story}, ensure_ascii=False, indent=1), "utf-8")  # JSON is YAML too
    return path


@pytest.mark.parametrize(("change", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_found(tiny: Path, tiny_chronicle: Path, change: Change, message: str) -> None:
    plant(tiny_chronicle, change)
    with pytest.raises(DataError) as caught:
        check_data([tiny, tiny_chronicle])
    assert re.search(r"stories/river\.yaml:\d+: .*" + message, str(caught.value)), str(caught.value)


def test_faults_of_one_story_are_listed_at_once_each_in_its_line(tiny: Path, tiny_chronicle: Path) -> None:
    path = plant(tiny_chronicle, lambda story: (third(lit=["rihgt"])(story), third(route="nowhere")(story)))
    with pytest.raises(DataError) as caught:
        check_data([tiny, tiny_chronicle])
    lines = path.read_text("utf-8").splitlines()
    for word in ('"lit"', '"route"'):
        number = next(number for number, line in enumerate(lines, 1) if word in line)
        assert f"stories/river.yaml:{number}: " in str(caught.value), str(caught.value)


def test_a_stop_outside_the_atlas_is_found(tiny: Path, tiny_chronicle: Path) -> None:
    plant(tiny_chronicle, lambda story: story["stops"][5].update(day="1950-01-01"))
    with pytest.raises(DataError, match="stop 6: its day 1950-01-01 lies outside the atlas"):
        check_data([tiny, tiny_chronicle])


def test_stops_out_of_order_are_found(tiny: Path, tiny_chronicle: Path) -> None:
    plant(tiny_chronicle, third(day="1919-03-11"))
    with pytest.raises(DataError, match=r"stop 3 .1919-03-11. is on an earlier day than stop 2"):
        check_data([tiny, tiny_chronicle])


def test_a_witness_of_a_stop_is_proved(tiny: Path, tiny_chronicle: Path, tiny_texts: Path) -> None:
    plant(tiny_chronicle, third(cite=[{"source": "tiny", "lines": "4", "witness": ["12 Mart 1919"]}]))
    with pytest.raises(DataError, match=r"river\.yaml:.*does not stand in tiny 4"):
        check_data([tiny, tiny_chronicle], tiny_texts)


def test_a_sound_story_passes_and_is_counted(tiny: Path, tiny_chronicle: Path, tiny_texts: Path) -> None:
    plant(tiny_chronicle, third(cite=[{"source": "tiny", "lines": "2-3", "witness": ["12 Mart 1919", "sınır"]}]))
    report = check_data([tiny, tiny_chronicle], tiny_texts)
    assert "1 stories" in report
    assert "12 citations proved" in report
