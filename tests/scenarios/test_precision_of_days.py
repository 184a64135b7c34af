"""A day, a month and a span stand in the place that a record cites, and are told no more narrowly."""

from __future__ import annotations

import re
from datetime import date

from geo.dates import parse
from geo.load import Atlas
from geo.sources import TextCitation
from geo.witness import Edition, fold
from scenarios.chronicle import Chronicle, Event
from tests.scenarios.cited import DAYS, MONTHS, has_day, has_month, pages, told_by
from tests.scenarios.conftest import needs_texts

SPAN = re.compile(r"(\d{1,2})(?: ([A-Z][a-z]+))?(?:–(\d{1,2})(?: ([A-Z][a-z]+))?)? (1[89]\d\d)")
"""A day or a span of days with its year, and nothing else."""


def told_of(event: Event, atlas: Atlas, editions: dict[str, Edition]) -> str:
    """What the places say that an event cites, itself or by what it did on the map."""
    cited = [*event.cite, *(one for key in event.bases for one in atlas.bases[key].cite)]
    return " ".join(told_by(one, editions) for one in cited)


@needs_texts
def test_the_day_of_an_event_stands_in_a_place_it_cites(
    atlas: Atlas, chronicle: Chronicle, editions: dict[str, Edition]
) -> None:
    """Or a note says where the day comes from."""

    without = []
    for event in chronicle.events.values():
        if event.date_note:
            continue
        told = told_of(event, atlas, editions)
        # "About" a day is a day too, and so is the end of a span.
        without += [
            (event.id, day) for day in re.findall(r"\d{4}-\d{2}-(\d{2})", event.date.text) if not has_day(told, day)
        ]
    assert not without


def test_the_day_of_a_capture_or_a_withdrawal_stands_in_a_place_it_cites_or_is_inferred(atlas: Atlas) -> None:
    # Treaties and declarations bear their own day; what happened on the ground has it from a witness.
    moved = {"capture", "withdrawal", "rising", "state"}
    # The day on which the atlas opens, twice.
    elsewhere = {"azerbaijan-1911-russian", "state-1914"}
    loose = [
        f"{base.id}: {base.date}"
        for base in atlas.bases.values()
        if base.kind in moved
        and base.certainty == "standard"
        and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(base.date))
        and base.id not in elsewhere
        and not any(
            has_day(pages([one]), str(base.date)[8:]) and has_month(pages([one]), int(str(base.date)[5:7]))
            for one in base.cite
        )
    ]
    assert not loose


def test_a_day_or_month_told_as_about_stands_in_a_page_or_is_inferred(atlas: Atlas) -> None:
    """Nothing that no page carries is more than an inference, however roughly it is dated."""
    loose = []
    for base in atlas.bases.values():
        if base.certainty != "standard" or not base.date.approximate or "/" in base.date.text:
            continue
        _, month, *day = base.date.text.removesuffix("~").split("-")
        told = pages(base.cite)
        if not has_month(told, int(month)) or (day and not has_day(told, day[0])):
            loose.append(f"{base.id}: {base.date}")
    assert not loose


@needs_texts
def test_the_day_of_an_attested_basis_stands_in_the_lines_it_cites(atlas: Atlas, editions: dict[str, Edition]) -> None:
    """A day that pages alone carry is standard, whatever the texts tell of the event."""
    loose = []
    for base in atlas.bases.values():
        if base.certainty != "attested":
            continue
        lines = " ".join(told_by(one, editions) for one in base.cite if isinstance(one, TextCitation))
        lines = re.sub(r"-\s+", "", lines)
        _, *rest = base.date.text.removesuffix("~").split("/")[0].split("-")
        month, day = [*rest, "", ""][:2]
        if (month and not has_month(lines, int(month))) or (day and not has_day(lines, day)):
            loose.append(f"{base.id}: {base.date}")
    assert not loose


@needs_texts
def test_a_day_of_a_row_is_one_of_its_cause_or_about(atlas: Atlas, editions: dict[str, Edition]) -> None:
    """The day of a basis, the first or last of a party, or one that the row's basis cites."""
    known = {
        end
        for base in atlas.bases.values()
        for day in (base.date, base.ratified, base.in_force, base.carried_out, base.ended)
        if day
        for end in (day.first, day.last)
    }
    known |= {day.first for party in atlas.parties.values() for day in (party.start, party.end) if day}
    begun = {(row.layer, row.territory, row.start.text) for row in atlas.holdings}
    # Lori was left for three months from 13 November 1920; the Greek page has Karaağaç on 16 May, Old Style.
    reckoned = {"1921-02-13", "1920-05-29"}
    loose = []
    for row in atlas.holdings:
        told = " ".join(told_by(one, editions) for one in atlas.bases[row.basis].cite)
        told += " ".join(row.note.values()) if row.note else ""
        ends = [row.end] if row.end and (row.layer, row.territory, row.end.text) not in begun else []
        for day in (row.start, *ends):
            if not day.precise or day.first in known or day.text in reckoned:
                continue
            _, month, number = day.text.split("-")
            if not (has_month(told, int(month)) and has_day(told, number)):
                loose.append((row.territory, row.layer, day.text))
    assert not loose


def test_a_day_in_the_reason_of_a_line_is_a_day_of_the_atlas(atlas: Atlas) -> None:
    """The lines tell in passing what bases and rows carry: the days may not differ."""
    elsewhere = {"17 May 1880", "31 December 1918", "15 July 1916", "9 July 1921"}
    held = {day for base in atlas.bases.values() for day in (base.date, base.in_force, base.ended) if day}
    held |= {day for row in atlas.holdings for day in (row.start, row.end) if day}
    known = {
        f"{int(one[8:10])} {MONTHS[int(one[5:7]) - 1][1].title()} {one[:4]}"
        for day in held
        for one in re.findall(r"\d{4}-\d{2}-\d{2}", str(day))
    }
    told = {day for line in atlas.lines.values() for day in re.findall(r"\d{1,2} [A-Z][a-z]+ \d{4}", line.reason["en"])}
    assert not told - known - elsewhere


def test_a_day_that_is_only_told_is_never_given_as_precise(atlas: Atlas) -> None:
    """A basis that owns that its day has no page is about, a month or a span: it moves the map."""

    owned = re.compile(
        r"(the |event and )?days? (is|are|was) (from|known from) general|the day is our|no day is given", re.IGNORECASE
    )
    assert not [
        f"{base.id}: {base.date}"
        for base in atlas.bases.values()
        if base.date.precise
        and any(owned.search(told["en"]) for told in (base.reason, base.note, base.adopted) if told)
    ]


def test_the_day_in_the_name_of_an_event_is_a_day_of_its_date(chronicle: Chronicle) -> None:
    # No page has the day in the first name, its record has the months alone; the others have the day of a text, and
    # their records those of the documents and of the visit.
    guessed = {
        "1919-07-20-sharur-nakhchivan-rising",
        "1914-11-03-tsar-manifesto",
        "1917-11-09-secret-treaties",
        "1922-07-26-townshend-in-konya",
    }
    named = {
        key: match[1]
        for key in chronicle.events
        if key not in guessed and (match := re.match(r"(\d{4}-\d{2}-\d{2})-", key))
    }
    assert not [
        f"{key}: {told}"
        for key, day in named.items()
        for told in [chronicle.events[key].date]
        if not re.search(r"\d{4}-\d{2}-\d{2}", told.text) or not told.first <= parse(day).first <= told.last
    ]


@needs_texts
def test_the_day_of_a_paper_stands_in_a_place_it_cites(
    atlas: Atlas, chronicle: Chronicle, editions: dict[str, Edition]
) -> None:
    """On which it was signed or ended; a paper may also end on the day of another paper or of an event."""
    days = {str(one.signed) for one in chronicle.treaties.values()} | {
        str(one.date) for one in chronicle.events.values()
    }
    missing = []
    for paper in chronicle.treaties.values():
        cited = [*paper.cite, *(cite for article in paper.articles for cite in article.cite)]
        told = fold(" ".join(told_by(one, editions) for one in cited))
        for name, day in (("signed", str(paper.signed)), ("ended", str(paper.ended))):
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or (name == "ended" and day in days):
                continue
            if not has_month(told, int(day[5:7])) or not has_day(told, day[8:]):
                missing.append((paper.id, name, day))
    assert not missing


@needs_texts
def test_the_month_of_an_event_stands_in_a_place_it_cites(
    atlas: Atlas, chronicle: Chronicle, editions: dict[str, Edition]
) -> None:
    """Or a note says where the month comes from: an undated sentence does not take the month of the one beside it."""
    without = []
    for event in chronicle.events.values():
        if event.date_note or not re.fullmatch(r"\d{4}-\d{2}~?", event.date.text):
            continue
        if not has_month(told_of(event, atlas, editions), int(event.date.text[5:7])):
            without.append(event.id)
    assert not without


@needs_texts
def test_both_months_of_a_span_stand_in_a_place_it_cites(
    atlas: Atlas, chronicle: Chronicle, editions: dict[str, Edition]
) -> None:
    """Or a note says where they come from: an undated talk takes the months of its conference openly."""
    without = []
    for event in chronicle.events.values():
        span = re.fullmatch(r"\d{4}-(\d{2})/\d{4}-(\d{2})~?", event.date.text)
        if not span or event.date_note:
            continue
        told = told_of(event, atlas, editions)
        if not all(has_month(told, int(month)) for month in span.groups()):
            without.append(event.id)
    assert not without


@needs_texts
def test_the_months_of_an_attested_office_stand_in_a_place_it_cites(
    chronicle: Chronicle, editions: dict[str, Edition]
) -> None:
    """Or its note says where they come from."""
    assert not [
        (person.id, office.title["en"], day.text)
        for person in chronicle.persons.values()
        for office in person.offices
        if office.certainty == "attested" and not office.note
        for day in (office.start, office.end)
        if day and re.match(r"\d{4}-\d{2}", day.text)
        and not has_month(" ".join(told_by(one, editions) for one in office.cite), int(day.text[5:7]))
    ]  # fmt: skip


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


@needs_texts
def test_a_day_told_in_passing_stands_in_a_place_cited(
    atlas: Atlas, chronicle: Chronicle, editions: dict[str, Edition]
) -> None:
    """Or is the day of another record: a sentence does not bring a day of its own."""
    dated = " ".join(
        [
            *(one.date.text for one in chronicle.events.values()),
            *(day.text for one in chronicle.treaties.values() for day in (one.signed, one.in_force, one.ended) if day),
        ]
    )
    loose = []
    for key, fact, text in [
        *((one.id, one, one.summaries["en"]) for one in chronicle.events.values()),
        *((one.id, one, one.summaries["en"]) for one in chronicle.treaties.values()),
        *((one.id, one, one.says["en"]) for one in chronicle.readings.values()),
        *((one.id, one, one.says["en"]) for one in chronicle.positions.values()),
    ]:
        cited = [*fact.cite, *(one for base in getattr(fact, "bases", ()) for one in atlas.bases[base].cite)]
        cited += [one for article in getattr(fact, "articles", ()) for one in article.cite]
        told = " ".join(told_by(one, editions) for one in cited)
        for first, last, name in DAYS.findall(text):
            month = [names[1] for names in MONTHS].index(name.lower()) + 1
            loose += [
                (key, day, name)
                for day in filter(None, (first, last))
                if f"-{month:02}-{int(day):02}" not in dated and not (has_day(told, day) and has_month(told, month))
            ]
    assert not loose


@needs_texts
def test_the_time_at_which_a_text_names_an_officer_stands_in_the_lines_cited(
    chronicle: Chronicle, editions: dict[str, Edition]
) -> None:
    """ "The text names him in this post in 1922" says that the lines give the year; else it names him without a day."""
    loose = []
    for person in chronicle.persons.values():
        for office in person.offices:
            note = office.note["en"] if office.note else ""
            if "names him in this post" in note or "gives him this title" in note:
                told = " ".join(told_by(one, editions) for one in office.cite)
                years = [year for year in re.findall(r"\b1[89]\d\d\b", note) if year not in told]
                months = [
                    names[1]
                    for month, names in enumerate(MONTHS, 1)
                    if re.search(rf"\b{names[1].title()}\b", note)
                    and not (has_month(told, month) or re.search(rf"\.\s*0?{month}\.", told))
                ]
                loose += [(person.id, one) for one in years + months]
    assert not loose


@needs_texts
def test_a_position_is_dated_no_more_narrowly_than_its_event(
    chronicle: Chronicle, editions: dict[str, Edition]
) -> None:
    """Within the days of its event it has a day of its own only where a place it cites gives that day."""
    narrow = []
    for one in chronicle.positions.values():
        event = chronicle.events.get(one.event or "")
        if event is None or event.date.first == event.date.last:
            continue
        within = event.date.first <= one.date.first and one.date.last <= event.date.last
        if not within or one.date.last - one.date.first == event.date.last - event.date.first:
            continue
        told = " ".join(told_by(leg, editions) for leg in one.cite)
        day = date.fromordinal(one.date.first)
        carried = has_month(told, day.month) and has_day(told, day.day)
        if one.date.first != one.date.last or not carried:
            narrow.append((one.id, one.date.text, event.date.text))
    assert not narrow


def dated(said: str) -> str:
    """A day or a span of days as an event has it, or nothing if more is said than days."""
    match = SPAN.fullmatch(said)
    if not match:
        return ""
    first, opening, last, closing, year = match.groups()
    months = {names[1].title(): number for number, names in enumerate(MONTHS, 1)}
    ends = [(first, opening or closing), *([(last, closing or opening)] if last else [])]
    return "/".join(f"{year}-{months[month]:02}-{int(day):02}" for day, month in ends if month in months)


def test_an_event_bears_the_day_that_its_discrepancy_adopts(chronicle: Chronicle) -> None:
    """Where one of the variants is the day of the event, no other is adopted."""
    other = []
    for one in chronicle.discrepancies.values():
        days = {chronicle.events[key].date.text for key in one.on if key in chronicle.events}
        told = [dated(variant.says["en"]) for variant in one.variants]
        if days & {*told} and one.adopted and told[one.adopted - 1] not in days:
            other.append((one.id, sorted(days)))
    assert not other
