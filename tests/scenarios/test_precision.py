"""What a record says is in the place it cites: the day, the figure, the number of an article, who signed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from geo.load import Atlas
from geo.sources import Citation, Reference, TextCitation
from geo.witness import fold, read_editions
from scenarios.campaign import default_folder, read_campaign
from scenarios.chronicle import Chronicle, Fact

TEXTS = os.environ.get("HUDUT_TEXTS")
needs_texts = pytest.mark.skipif(not TEXTS, reason="HUDUT_TEXTS does not name the folder of the five texts")
SMALL = 31
"""Up to here a figure may be a day or be written as a word."""
YEARS = range(1800, 1946)
PRINTED = {"mudros-1918", "paris-1856", "london-straits-1841", "kellogg-1928", "berlin-1878", "ankara-1921"}
"""Papers whose articles are in print everywhere, with their numbers."""
JOINED_LATER = {"kellogg-1928": {"turkey", "ussr"}, "litvinov-1929": {"turkey"}}
"""Who joined a paper after the day on which it was signed, by GSE and the depositary's list."""


def pages(cited: Iterable[Citation]) -> str:
    """What the pages cited say, with their titles."""
    return " ".join(f"{one.title} {one.says}" for one in cited if isinstance(one, Reference))


def on_web_alone(fact: Fact) -> bool:
    return bool(fact.cite) and all(isinstance(one, Reference) for one in fact.cite)


def figures(text: str, comma: str = ",") -> set[str]:
    """Figures above those of days, years of the period apart."""
    found = re.findall(r"\d+", re.sub(rf"(?<=\d){re.escape(comma)}(?=\d{{3}}(?!\d))", "", text))
    return {one for one in found if int(one) > SMALL and int(one) not in YEARS}


@needs_texts
def test_the_day_of_an_event_stands_in_a_place_it_cites(atlas: Atlas, chronicle: Chronicle) -> None:
    """Or a note says where the day comes from."""
    editions, _ = read_editions(atlas, Path(str(TEXTS)))

    def told(one: Citation) -> str:
        if isinstance(one, TextCitation):
            first, _, last = one.lines.partition("-")
            lines = editions[one.source].lines[int(first) - 1 : int(last or first)]
            return " ".join([*lines, one.reads or "", one.via or ""])
        return pages([one])

    without = []
    for event in chronicle.events.values():
        if not event.date.precise or event.date_note:
            continue
        cited = [*event.cite, *(one for key in event.bases for one in atlas.bases[key].cite)]
        if not re.search(rf"(?<!\d)0?{int(event.date.text[-2:])}(?!\d)", " ".join(map(told, cited))):
            without.append(event.id)
    assert not without


def test_a_figure_told_from_pages_stands_in_what_they_say(atlas: Atlas, chronicle: Chronicle) -> None:
    missing = []
    for key, fact, text in [
        *((one.id, one, one.summaries["en"]) for one in chronicle.events.values()),
        *((one.id, one, one.says["en"]) for one in chronicle.readings.values()),
        *((one.id, one, one.says["en"]) for one in chronicle.positions.values()),
    ]:
        bases = [one for base in getattr(fact, "bases", ()) for one in atlas.bases[base].cite]
        if on_web_alone(fact) and (unseen := figures(text) - figures(pages([*fact.cite, *bases]))):
            missing.append((key, sorted(unseen)))
    assert not missing


def test_what_is_attested_rests_on_a_text_by_itself_or_by_its_event(atlas: Atlas, chronicle: Chronicle) -> None:
    acts = read_campaign(default_folder("frontier"), atlas, chronicle)[1]
    assert not [
        (act.id, step.id)
        for act in acts.values()
        for step in act.steps
        if step.certainty == "attested"
        and not any(isinstance(one, TextCitation) for one in step.cite)
        and not any(key in chronicle.events and chronicle.events[key].certainty == "attested" for key in step.events)
    ]


def test_the_promise_to_consult_stands_in_the_notes_and_not_in_the_treaty() -> None:
    """The treaty of Moscow has no such article; the record `moscow-notes-1921` is the promise."""
    wrong = re.compile(
        r"[Aa]ntlaşması(?:’ndaki|ndaki|nın) danışma|consultation (?:in|of) the treaty"
        r"|[Aa]rticle (?:of 1921 )?on consultation|promise to inform stood in the treaty|[Bb]ildirme sözü antlaşmadaydı"
    )
    assert not [
        (path.name, number)
        for path in (default_folder("frontier") / "acts").glob("*.yaml")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if wrong.search(line)
    ]


def test_an_organisation_is_dated_by_a_source_and_not_by_a_mention(chronicle: Chronicle) -> None:
    def years(one: object) -> set[str]:
        return set(re.findall(r"\d{4}", str(one or "")))

    loose = []
    for one in chronicle.organisations.values():
        cited = pages(one.cite) + " ".join(
            " ".join([*cite.witness, cite.reads or "", cite.via or ""])
            for cite in one.cite
            if isinstance(cite, TextCitation)
        )
        if unseen := (years(one.start) | years(one.end)) - years(cited):
            loose.append((one.id, sorted(unseen)))
    assert not loose


def test_articles_that_are_in_print_have_their_numbers(chronicle: Chronicle) -> None:
    assert not [
        (key, one.number)
        for key in PRINTED
        for one in chronicle.treaties[key].articles
        if not re.fullmatch(r"\d+(?:-\d+)?", one.number)
    ]


def test_who_joined_later_did_not_sign(chronicle: Chronicle) -> None:
    assert not [(key, sorted(late & {*chronicle.treaties[key].signatories})) for key, late in JOINED_LATER.items()
                if late & {*chronicle.treaties[key].signatories}]  # fmt: skip


@needs_texts
def test_no_place_is_called_unmentioned_that_the_texts_name(atlas: Atlas, chronicle: Chronicle) -> None:
    editions, _ = read_editions(atlas, Path(str(TEXTS)))
    texts = fold(" ".join(" ".join(one.lines) for one in editions.values()))
    silent = re.compile(r"Beş metin (\w+)[’'][dt][ae]n söz etmez")
    sentences = [one.summaries["tr"] for one in chronicle.events.values()]
    sentences += [path.read_text("utf-8") for path in sorted((default_folder("frontier") / "acts").glob("*.yaml"))]
    named = {name for sentence in sentences for name in silent.findall(sentence)}
    assert not [name for name in named if re.search(rf"\b{re.escape(fold(name))}\b", texts)]


def test_a_standing_post_is_not_dated_by_the_one_time_a_text_names_it(chronicle: Chronicle) -> None:
    """Missions and delegations do begin and end in a year; who is called a mufti in April was one before and after."""
    errand = re.compile(r"mission|delegat|envoy|congress|conference|talks|Armistice")
    assert not [
        (person.id, office.title["en"])
        for person in chronicle.persons.values()
        for office in person.offices
        if office.start is not None
        and office.end is not None
        and office.start.text[:4] == office.end.text[:4]
        and office.cite
        and all(isinstance(one, TextCitation) for one in office.cite)
        and not errand.search(office.title["en"].lower())
    ]
