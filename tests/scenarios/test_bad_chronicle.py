"""Planted faults in a tiny chronicle: every one is found, with file, line and remedy, one for each kind of record."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import DataError
from hudut.check import check_data

Fault = Callable[[Path], object]
EVENTS, TREATY = "events/1919.yaml", "treaties/march.yaml"


def swap(file: str, old: str, new: str) -> Fault:
    def plant(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


FAULTS: dict[str, tuple[Fault, str]] = {
    "label without a language": (swap("items.yaml", ", en: The river", ""), r"items\.yaml:1: .*no text in en"),
    "no events": (lambda folder: (folder / EVENTS).unlink(), r"events/\*\.yaml: there is no such file"),
    "event of unknown kind": (swap(EVENTS, "kind: letter", "kind: leter"), r"1919\.yaml:19: .*Did you mean 'letter'"),
    "event at an unknown place": (
        swap(EVENTS, "[righttown]", "[rigthtown]"),
        r"1919\.yaml:4: .*'rigthtown'.*'righttown'",
    ),
    "event of an unknown party": (swap(EVENTS, "[east, west]", "[eest, west]"), r"1919\.yaml:5: .*'eest'.*'east'"),
    "event in an unknown thread": (swap(EVENTS, "[letters]", "[leters]"), r"1919\.yaml:8: .*'leters'.*'letters'"),
    "event in no thread": (swap(EVENTS, "[letters]", "[]"), r"1919\.yaml:8: .*threads"),
    "letter from nobody known": (swap(EVENTS, "from: [envoy]", "from: [envoi]"), r"1919\.yaml:11: .*'envoi'.*'envoy'"),
    "answer to nothing": (swap(EVENTS, "answers: 1919-03-12-talk", "answers: 1919-03-12-tlk"), r"1919\.yaml:24: .*tlk"),
    "event that misses an unknown view": (
        swap(EVENTS, "[eastern]", "[estern]"),
        r"1919\.yaml:15: .*'estern'.*'eastern'",
    ),
    "event by an unknown cause": (
        swap(EVENTS, "bases: [march]", "bases: [marhc]"),
        r"1919\.yaml:14: .*'marhc'.*'march'",
    ),
    "event on no day": (swap(EVENTS, "date: 1919-03-12", "date: 1919-02-30"), r"1919\.yaml:3: .*1919-02-30"),
    "event attested by no text": (
        swap(EVENTS, "certainty: standard", "certainty: attested"),
        r"1919\.yaml:18: .*cites none",
    ),
    "event with markup": (swap(EVENTS, "Yanıt geldi.", "<b>Yanıt"), r"1919\.yaml:23: .*plain"),
    "event given twice": (
        lambda folder: (folder / "events/more.yaml").write_text((folder / EVENTS).read_text("utf-8"), "utf-8"),
        r"events/more\.yaml:1: the id '1919-03-12-talk' is taken",
    ),
    "treaty of an unknown party": (swap(TREATY, "[east, west]", "[eest, west]"), r"march\.yaml:4: .*'eest'.*'east'"),
    "treaty ratified by an unknown party": (swap(TREATY, "party: east", "party: eest"), r"march\.yaml:6: .*'eest'"),
    "article on an unknown matter": (
        swap(TREATY, "items: [river]", "items: [rivr]"),
        r"march\.yaml:\d+: .*'rivr'.*'river'",
    ),
    "article that moves land nobody holds by it": (
        swap(TREATY, "territories: [right]", "territories: [left]"),
        r"march\.yaml:\d+: march: article 1 moves 'left', but no holding has it by 'march'",
    ),
    "article without effects": (swap(TREATY, "effects:", "efects:"), r"march\.yaml:16: .*efects.*no such field"),
    "position on an unknown matter": (
        swap("positions.yaml", "item: river", "item: rvier"),
        r"positions\.yaml:5: .*'river'",
    ),
    "position of an unknown stance": (swap("positions.yaml", "demand", "demnd"), r"positions\.yaml:6: .*'demand'"),
    "aid from an unknown party": (swap("aid.yaml", "from: west", "from: wset"), r"aid\.yaml:4: .*'wset'.*'west'"),
    "aid of a negative amount": (swap("aid.yaml", "quantity: 1000", "quantity: -1"), r"aid\.yaml:6: .*quantity"),
    "aid of an amount without unit": (swap("aid.yaml", ", unit: gold rouble", ""), r"aid\.yaml:6: .*needs its unit"),
    "aid by an unknown route": (swap("aid.yaml", "route: road", "route: raod"), r"aid\.yaml:8: .*'raod'.*'road'"),
    "aid with an unknown carrier": (swap("aid.yaml", "[envoy]", "[envoi]"), r"aid\.yaml:7: .*'envoi'.*'envoy'"),
    "route through an unknown place": (swap("routes.yaml", "[lefttown,", "[leftown,"), r"routes\.yaml:4: .*'lefttown'"),
    "route of one point": (swap("routes.yaml", ", [1.5, 0.5]", ""), r"routes\.yaml:5: .*points"),
    "reading of an unknown question": (
        swap("readings.yaml", "question: why-river", "question: why-rver"),
        r"readings\.yaml:2: .*'why-river'",
    ),
    "reading of an unknown school": (
        swap("readings.yaml", "school: other", "school: othr"),
        r"readings\.yaml:4: .*'other'",
    ),
    "discrepancy that adopts nothing it has": (
        swap("discrepancies.yaml", "adopted: 1", "adopted: 3"),
        r"discrepancies\.yaml:1: .*adopts variant 3 of 2",
    ),
    "discrepancy on nothing": (
        swap("discrepancies.yaml", "[1919-03-12-talk]", "[1919-03-12-tlk]"),
        r"discrepancies\.yaml:3: .*tlk",
    ),
    "person in an unknown organisation": (
        swap("persons.yaml", "organisation: club", "organisation: clbu"),
        r"persons\.yaml:\d+: .*'clbu'.*'club'",
    ),
    "person spelt in an unknown text": (
        swap("persons.yaml", "{tiny:", "{tinny:"),
        r"persons\.yaml:3: .*'tinny'.*'tiny'",
    ),
    "organisation without certainty": (
        swap("organisations.yaml", "  certainty: attested\n", ""),
        r"organisations\.yaml:1: .*certainty: it is missing",
    ),
    "citation of an unknown text": (
        swap("organisations.yaml", "source: tiny", "source: tinny"),
        r"organisations\.yaml:5: .*'tinny'.*'tiny'",
    ),
    "citation past the end of the text": (
        swap("organisations.yaml", '"2-3"', '"2-9"'),
        r"organisations\.yaml:5: .*line 9 of 'tiny', which has 4",
    ),
    "broken YAML": (swap("routes.yaml", "mode: land", "mode: [land"), r"routes\.yaml:\d+: the file is broken here"),
}
TEXT_FAULTS: dict[str, tuple[Fault, str]] = {
    "witness elsewhere": (
        swap("positions.yaml", '"2-3"', '"4"'),
        r"positions\.yaml:10: .*does not stand in tiny 4; .*line 2",
    ),
    "spelling nowhere": (
        swap("persons.yaml", "[Mecliste]", "[Meclisten]"),
        r"persons\.yaml:3: .*'Meclisten' stands nowhere",
    ),
}


@pytest.mark.parametrize(("plant", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_found(tiny: Path, tiny_chronicle: Path, plant: Fault, message: str) -> None:
    plant(tiny_chronicle)
    with pytest.raises(DataError) as caught:
        check_data([tiny, tiny_chronicle])
    assert re.search(message, str(caught.value)), str(caught.value)


@pytest.mark.parametrize(("plant", "message"), TEXT_FAULTS.values(), ids=TEXT_FAULTS.keys())
def test_a_citation_that_proves_nothing_is_found(
    tiny: Path, tiny_chronicle: Path, tiny_texts: Path, plant: Fault, message: str
) -> None:
    plant(tiny_chronicle)
    with pytest.raises(DataError) as caught:
        check_data([tiny, tiny_chronicle], tiny_texts)
    assert re.search(message, str(caught.value)), str(caught.value)


def test_faults_of_both_folders_are_listed_at_once(tiny: Path, tiny_chronicle: Path) -> None:
    swap("parties.yaml", "en: East", "en: <b>")(tiny)
    swap("items.yaml", "The river", "<i>")(tiny_chronicle)
    with pytest.raises(DataError) as caught:
        check_data([tiny, tiny_chronicle])
    assert "<b>" in str(caught.value)
    assert "<i>" in str(caught.value)


def test_the_tiny_chronicle_is_clean_and_its_coverage_is_counted(
    tiny: Path, tiny_chronicle: Path, tiny_texts: Path
) -> None:
    report = check_data([tiny, tiny_chronicle], tiny_texts, coverage=True)
    assert "No problem found; 11 citations proved" in report
    assert "tiny: 4, 2 cited (50.0 %), 2 not; 1: 1-1, 1: 4-4" in report
