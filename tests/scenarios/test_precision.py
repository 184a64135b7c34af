"""What a record says is in the place it cites: the day, the figure, the number of an article, who signed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from geo.dates import parse
from geo.load import Atlas
from geo.records import CERTAINTIES, Certainty
from geo.sources import Citation, Reference, TextCitation
from geo.witness import Edition, fold
from scenarios.campaign import default_folder
from scenarios.chronicle import Chronicle, Fact
from tests.scenarios.conftest import needs_texts
from tests.scenarios.test_one_fact import ALLIES

SMALL = 31
"""Up to here a figure may be a day or be written as a word."""
YEARS = range(1800, 1946)
PRINTED = {
    "mudros-1918",
    "paris-1856",
    "london-straits-1841",
    "kellogg-1928",
    "berlin-1878",
    "ankara-1921",
    "lausanne-straits-1923",
}
"""Papers whose articles are in print everywhere, with their numbers."""
JOINED_LATER = {"kellogg-1928": {"turkey", "ussr"}, "litvinov-1929": {"turkey"}}
"""Who joined a paper after the day on which it was signed, by GSE and the depositary's list."""


MONTHS = (
    ("ocak", "january", "kânunusani"),
    ("şubat", "february"),
    ("mart", "march"),
    ("nisan", "april"),
    ("mayıs", "may"),
    ("haziran", "june"),
    ("temmuz", "july"),
    ("ağustos", "august"),
    ("eylül", "september"),
    ("ekim", "october", "teşrinievvel"),
    ("kasım", "november", "teşrinisani"),
    ("aralık", "december", "kânunuevvel"),
)
DAYS = re.compile(rf"(\d{{1,2}})(?:–(\d{{1,2}}))? ({'|'.join(names[1].title() for names in MONTHS)})\b")
"""A day with its month as English tells it, or two days of one month."""
SPAN = re.compile(r"(\d{1,2})(?: ([A-Z][a-z]+))?(?:–(\d{1,2})(?: ([A-Z][a-z]+))?)? (1[89]\d\d)")
"""A day or a span of days with its year, and nothing else."""
TEXTS_IN_PROSE = {
    "ada": r"\bAda\b",
    "ayaz": r"\bAyaz\b",
    "frunze": r"\bFrunze article\b",
    "comparative": r"\b[Cc]omparative (?:study|article)\b",
}
"""How English prose calls the texts themselves."""


def told_by(one: Citation, editions: dict[str, Edition]) -> str:
    """The lines of a text that are cited with what they are read as, or what a page says."""
    if isinstance(one, TextCitation):
        first, _, last = one.lines.partition("-")
        return " ".join(
            [*editions[one.source].lines[int(first) - 1 : int(last or first)], one.reads or "", one.via or ""]
        )
    return pages([one])


def has_month(text: str, month: int) -> bool:
    folded = fold(text)
    return any(fold(name) in folded for name in MONTHS[month - 1]) or bool(
        re.search(rf"\b0?{month}[./-]\d{{4}}", folded)
    )


def has_day(text: str, day: int | str) -> bool:
    """Whether the number of a day of the month stands in a text."""
    return bool(re.search(rf"(?<!\d)0?{int(day)}(?!\d)", text))


def is_firmer(one: Certainty, other: Certainty) -> bool:
    return CERTAINTIES.index(one) < CERTAINTIES.index(other)


def pages(cited: Iterable[Citation]) -> str:
    """What the pages cited say, with their titles."""
    return " ".join(f"{one.title} {one.says}" for one in cited if isinstance(one, Reference))


def spoken(record: object) -> Iterator[str]:
    """The English texts of a record, what its pages say left out."""
    if isinstance(record, dict):
        if isinstance(record.get("en"), str):
            yield record["en"]
        for key, value in record.items():
            if key != "cite":
                yield from spoken(value)
    elif isinstance(record, (list, tuple)):
        for value in record:
            yield from spoken(value)


def on_web_alone(fact: Fact) -> bool:
    return bool(fact.cite) and all(isinstance(one, Reference) for one in fact.cite)


def figures(text: str, comma: str = ",") -> set[str]:
    """Figures above those of days, years of the period apart."""
    found = re.findall(r"\d+", re.sub(rf"(?<=\d){re.escape(comma)}(?=\d{{3}}(?!\d))", "", text))
    return {one for one in found if int(one) > SMALL and int(one) not in YEARS}


@needs_texts
def test_the_day_of_an_event_stands_in_a_place_it_cites(
    atlas: Atlas, chronicle: Chronicle, editions: dict[str, Edition]
) -> None:
    """Or a note says where the day comes from."""

    without = []
    for event in chronicle.events.values():
        if event.date_note:
            continue
        told = " ".join(
            told_by(one, editions)
            for one in [*event.cite, *(one for key in event.bases for one in atlas.bases[key].cite)]
        )
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


def test_no_row_is_firmer_than_its_basis(atlas: Atlas) -> None:
    assert not [
        (row.territory, row.layer, base.id)
        for row in atlas.holdings
        for base in [atlas.bases[row.basis]]
        if is_firmer(row.certainty, base.certainty)
    ]


@needs_texts
def test_who_governed_a_place_is_attested_only_where_the_lines_name_the_place(
    atlas: Atlas, editions: dict[str, Edition]
) -> None:
    """A declaration, an armistice or a cession does not tell who stood in each town."""
    also = {"alexandropol": "Gümrü", "constantinople": "İstanbul", "tabriz": "Tebriz", "baku": "Azerbaycan"}
    loose = []
    for row in atlas.holdings:
        if row.layer != "control" or row.certainty != "attested":
            continue
        own = re.split(r"[ ,(]", atlas.territories[row.territory].names["tr"])[0]
        lines = " ".join(told_by(one, editions) for one in atlas.bases[row.basis].cite if isinstance(one, TextCitation))
        if not any(fold(name)[:4] in fold(lines) for name in (own, also.get(row.territory, own))):
            loose.append((row.territory, row.basis))
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


def test_a_basis_without_a_page_owns_that_its_event_too_is_unproved(atlas: Atlas) -> None:
    assert not [
        one.id for one in atlas.bases.values() if not one.cite and not (one.reason and "Event" in one.reason["en"])
    ]


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


def test_a_text_that_a_record_names_is_among_those_it_cites(chronicle: Chronicle) -> None:
    """Who says "Ada has it by sea" says where in Ada."""
    missing = [
        (name, text)
        for collection in (chronicle.events, chronicle.readings, chronicle.positions, chronicle.aid)
        for name, record in collection.items()
        for text, pattern in TEXTS_IN_PROSE.items()
        if re.search(pattern, " ".join(spoken(record.model_dump())))
        and text not in {one.source for one in record.cite if isinstance(one, TextCitation)}
    ]
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
        cited = [*event.cite, *(one for key in event.bases for one in atlas.bases[key].cite)]
        if not has_month(" ".join(told_by(one, editions) for one in cited), int(event.date.text[5:7])):
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
        cited = [*event.cite, *(one for key in event.bases for one in atlas.bases[key].cite)]
        told = " ".join(told_by(one, editions) for one in cited)
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


@needs_texts
def test_an_attested_office_is_named_in_the_lines_it_cites(chronicle: Chronicle, editions: dict[str, Edition]) -> None:
    """A person in the lines is not yet his post: what pages alone name is standard."""
    stems = {"sadrazam": "sadr"}
    loose = []
    for person in chronicle.persons.values():
        for office in person.offices:
            if office.certainty != "attested":
                continue
            lines = fold(" ".join(told_by(one, editions) for one in office.cite if isinstance(one, TextCitation)))
            words = [fold(word) for word in re.findall(r"\w{5,}", office.title["tr"])]
            words += [fold(stems[word]) for word in stems if fold(word) in words]
            if not any(word[:5] in lines for word in words):
                loose.append((person.id, office.title["tr"]))
    assert not loose


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
def test_no_place_is_called_unmentioned_that_the_texts_name(chronicle: Chronicle, editions: dict[str, Edition]) -> None:
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


def test_no_article_or_preposition_stands_twice_in_a_row() -> None:
    """A phrase put in place of a name leaves its own beside the old one: “The the comparative study”."""
    doubled = re.compile(r"\b(the|an?|of|to|in|on|and|by|for|with|at|from)\s+\1\b", re.IGNORECASE)
    data = default_folder("frontier").parent
    assert not [
        (path.name, one[0]) for path in data.rglob("*.yaml") for one in doubled.finditer(path.read_text("utf-8"))
    ]


def test_who_is_a_minister_in_turkish_is_no_deputy_in_english() -> None:
    """In the Turkish of these years a vekil is a minister; a deputy is a mebus or, today, a milletvekili."""
    pair = re.compile(r'tr: "([^"\n]+)",?\s+en: "([^"\n]+)"')
    minister = re.compile(r"\b[Vv]ekiller(?:in|i|e|den|de|le)?\b(?! Heyeti)")
    mixed = [
        (path.name, one[1][:60])
        for path in default_folder("frontier").parent.rglob("*.yaml")
        for one in pair.finditer(path.read_text("utf-8"))
        if minister.search(one[1]) and "eput" in one[2] and "inister" not in one[2]
    ]
    assert not mixed


def test_no_clause_is_told_twice_in_one_text() -> None:
    """A sentence mended twice by two hands stands there twice."""
    twice = []
    for path in default_folder("frontier").parent.rglob("*.yaml"):
        for quoted in re.findall(r'"([^"\n]{60,})"', path.read_text("utf-8")):
            clauses = [one.rstrip(".;:") for one in re.split(r"(?<=[.;:]) ", quoted) if len(one) > 25]
            twice += [(path.name, one) for one in {*clauses} if clauses.count(one) > 1]
    assert not twice


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


def test_no_position_hangs_on_what_came_long_after_it(chronicle: Chronicle) -> None:
    """A party speaks of what was or is; what came more than a month later is another matter."""
    early = [
        (one.id, one.date.text, one.event)
        for one in chronicle.positions.values()
        if one.event in chronicle.events and chronicle.events[one.event].date.first - one.date.last > SMALL
    ]
    assert not early


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


def test_whom_a_position_addresses_is_named_by_its_event(chronicle: Chronicle) -> None:
    """Words to a people, an embassy's circular or a home decree are not addressed to the nearest government."""
    supplied = []
    for one in chronicle.positions.values():
        event = chronicle.events.get(one.event or "")
        if event is not None and one.to is not None:
            named = {*event.parties, *(("allies",) if ALLIES & {*event.parties} else ())}
            supplied += [(one.id, one.to)] if one.to not in named else []
    assert not supplied


def test_no_one_addresses_the_assembly_before_it_sits(chronicle: Chronicle) -> None:
    """Before 23 April 1920 there are officers, societies and congresses, and words to them name them."""
    sits = date(1920, 4, 23).toordinal()
    assert not [one.id for one in chronicle.positions.values() if one.to == "ankara" and one.date.last < sits]


def test_accounts_in_the_plural_are_more_than_one_page(chronicle: Chronicle) -> None:
    """One page is an account; it does not speak for all of a nation's historians."""
    plural = re.compile(
        r"\b(?:Armenian|Azerbaijani|Georgian|Greek|Kurdish|general) (?:accounts|authors|critics|scholarship|sources)\b"
        r"(?! (?:are|is) not)",
        re.IGNORECASE,
    )
    single = [
        (one.id, said[0])
        for one in (*chronicle.events.values(), *chronicle.treaties.values())
        for said in plural.finditer(one.summaries["en"])
        if sum(isinstance(leg, Reference) for leg in one.cite) < 2
    ]
    assert not single


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


def test_a_reading_headed_by_a_person_speaks_with_that_voice(atlas: Atlas, chronicle: Chronicle) -> None:
    """Who is named in the third person is told of by somebody else: the head names who tells.

    The authors of the texts are named for their own views ("Ada finds").
    """
    others = {party.names["en"].split()[-1] for party in atlas.parties.values()} | {"Ada", "Ayaz"}
    spoken_of = []
    for one in chronicle.readings.values():
        head = re.split(r" \(|, ", one.historian["en"])[0]
        surname = re.escape(head.split()[-1])
        is_person = re.fullmatch(r"(?!The )([A-Z]\S+ ){1,2}[A-Z]\S+", head) and surname not in others
        if is_person and re.search(rf"^(He|She) |\b{surname}\b", one.says["en"]):
            spoken_of.append(one.id)
    assert not spoken_of


def test_a_position_is_no_firmer_than_its_event(chronicle: Chronicle) -> None:
    """What is only inferred to have happened is not attested as said by a party."""
    firmer = [
        one.id
        for one in chronicle.positions.values()
        if one.event and is_firmer(one.certainty, chronicle.events[one.event].certainty)
    ]
    assert not firmer


def test_a_title_that_one_party_asks_for_is_not_told_of_claimants(atlas: Atlas) -> None:
    assert not [
        f"{row.territory} {row.start.text}: {row.note['en']}"
        for row in atlas.holdings
        if row.note and len(row.claimants) == 1 and "claimants" in row.note["en"]
    ]
