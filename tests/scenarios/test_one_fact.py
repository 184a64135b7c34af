"""A fact that stands in several records is the same in all: days, signatories, papers in force, titles, numbers."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from geo.dates import FIRST_DAY, LAST_DAY, HistoricalDate, iso
from geo.load import Atlas
from geo.sources import TextCitation
from scenarios.campaign import default_folder, read_campaign
from scenarios.chronicle import Chronicle, Discrepancy, Event, Treaty, Version

MONTHS = [*calendar.month_name]
DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS[1:])}) (\d{{4}})")
TREATY_DAYS = ("in_force", "carried_out", "ended")
FRIENDLY = {"ankara", "turkey", "rsfsr", "ussr", "adjara"}
"""Who let the aid of Moscow to Ankara pass."""
ALLIES = {"britain", "france", "italy", "japan", "belgium", "romania", "poland", "czechoslovakia"}
"""Whom the party `allies` stands for."""
SHARED = {
    ("gumru-evacuation-date", "gumru-ottoman-troops"),
    ("gold-of-1921", "treaty-moscow-aid"),
    ("money-table-product", "gold-of-1921"),
    ("gold-of-1921", "soviet-money-total"),
    ("money-table-product", "soviet-money-total"),
    ("van-bitlis-who", "van-bitlis-which"),
}
"""Discrepancies that argue two questions over the same lines."""
OF_A_PRINT = {"muslim-joy-newspaper-date"}
"""Asks for the day of a newspaper, of which there is no record."""
FROM_THE_ALLIES = {"karaagach", "dimetoka", "western-thrace"}
"""Renounced to the Allied Powers at Neuilly and given on by papers that came into force after the atlas."""
SOVIET_RISING = {("sukhum", "rsfsr"), ("karaagach", "allies")}
"""Held by force by the party that also had the title: the rising of April 1918, the bridgehead of Mudanya."""


def meets(one: HistoricalDate, other: HistoricalDate) -> bool:
    """Whether two dates may be the same day."""
    return one.first <= other.last and other.first <= one.last


def happened(event: Event, treaty: Treaty) -> bool:
    """Whether an event may be the signing of a treaty."""
    return treaty.signed is not None and meets(event.date, treaty.signed)


def signings(chronicle: Chronicle, treaty: Treaty) -> list[Event]:
    """The events that are a treaty or a truce by their kind and name this one."""
    return [one for one in chronicle.events.values() if one.treaty == treaty.id and one.kind in ("treaty", "armistice")]


def stands(atlas: Atlas, party: str, day: HistoricalDate) -> bool:
    """Whether a party is there on a day; what stands at either end of the atlas stood before or after it as well."""
    one = atlas.parties[party]
    begun = one.start.first <= max(day.last, FIRST_DAY)
    ended = one.end is not None and one.end.last <= LAST_DAY and one.end.last < day.first
    return begun and not ended


def test_a_treaty_and_its_basis_have_the_same_days(atlas: Atlas, chronicle: Chronicle) -> None:
    unlike = []
    for treaty in chronicle.treaties.values():
        basis = atlas.bases[treaty.basis] if treaty.basis else None
        if basis is None:
            continue
        pairs = [("signed", treaty.signed, basis.date)]
        pairs += [(name, getattr(treaty, name), getattr(basis, name)) for name in TREATY_DAYS]
        unlike += [(treaty.id, name, str(one), str(two)) for name, one, two in pairs if str(one) != str(two)]
        if basis.ratified is not None and not any(meets(one.date, basis.ratified) for one in treaty.ratified):
            unlike.append((treaty.id, "ratified", "", str(basis.ratified)))
    assert not unlike


def test_no_treaty_is_in_force_or_ended_before_it_is_signed(chronicle: Chronicle) -> None:
    assert not [
        (treaty.id, name)
        for treaty in chronicle.treaties.values()
        for name in TREATY_DAYS
        for day in [getattr(treaty, name)]
        if day is not None and treaty.signed is not None and day.last < treaty.signed.first
    ]


def test_the_signing_of_a_treaty_has_its_day_and_its_signatories(chronicle: Chronicle) -> None:
    unlike = []
    for treaty in chronicle.treaties.values():
        events = signings(chronicle, treaty)
        if events and treaty.signed is not None and not any(happened(one, treaty) for one in events):
            unlike.append((treaty.id, [f"{one.id} {one.date}" for one in events]))
        for event in (one for one in events if happened(one, treaty)):
            named = {*event.parties, *(ALLIES if "allies" in event.parties else ())}
            if missing := {*treaty.signatories} - named:
                unlike.append((event.id, sorted(missing)))
    assert not unlike


def test_who_ratified_had_signed(chronicle: Chronicle) -> None:
    assert not [
        (treaty.id, one.party)
        for treaty in chronicle.treaties.values()
        for one in treaty.ratified
        if one.party not in treaty.signatories
    ]


def named(chronicle: Chronicle) -> Iterator[tuple[str, str, HistoricalDate]]:
    """Whoever signs, asks, is asked, takes part, gives or gets, with the day."""
    for treaty in chronicle.treaties.values():
        if treaty.signed is not None:
            yield from ((treaty.id, party, treaty.signed) for party in treaty.signatories)
    for event in chronicle.events.values():
        yield from ((event.id, party, event.date) for party in event.parties)
    for one in chronicle.positions.values():
        yield from ((one.id, party, one.date) for party in (one.party, one.to) if party is not None)
    for aid in chronicle.aid.values():
        yield from ((aid.id, party, aid.date) for party in (aid.sender, aid.to))


def test_who_signs_asks_or_gives_is_there_on_that_day(atlas: Atlas, chronicle: Chronicle) -> None:
    assert not [
        (key, party, str(day))
        for key, party, day in named(chronicle)
        if party in atlas.parties and not stands(atlas, party, day)
    ]


def test_no_one_takes_part_before_birth_or_after_death(chronicle: Chronicle) -> None:
    assert not [
        (event.id, person.id)
        for event in chronicle.events.values()
        for person in (chronicle.persons[key] for key in event.persons)
        if (person.died and person.died.last < event.date.first)
        or (person.born and event.date.last < person.born.first)
    ]


def test_a_paper_that_ended_is_not_what_is_agreed(atlas: Atlas) -> None:
    assert not [
        (row.territory, row.basis, str(row.end))
        for row in atlas.holdings
        for ended in [atlas.bases[row.basis].ended]
        if row.layer == "agreed" and ended is not None and row.start.first < ended.first
        if row.end is None or row.end.first > ended.last
    ]


def test_a_title_by_treaty_begins_in_force(atlas: Atlas) -> None:
    wrong = []
    for row in atlas.holdings:
        basis = atlas.bases[row.basis]
        if row.layer != "title" or basis.kind != "treaty" or row.party == "unsettled" or basis.date.first < FIRST_DAY:
            continue
        if basis.in_force is None or row.start.first < basis.in_force.first:
            wrong.append((row.territory, row.party, row.basis, str(row.start), str(basis.in_force)))
    assert not wrong


def test_what_an_article_moves_is_all_that_its_treaty_agreed(atlas: Atlas, chronicle: Chronicle) -> None:
    moved = {
        (article.moves.basis, key)
        for treaty in chronicle.treaties.values()
        for article in treaty.articles
        if article.moves
        for key in article.moves.territories
    }
    papers = {treaty.basis for treaty in chronicle.treaties.values() if any(one.moves for one in treaty.articles)}
    assert not sorted(
        {
            (row.basis, row.territory)
            for row in atlas.holdings
            if row.layer == "agreed" and row.basis in papers and (row.basis, row.territory) not in moved
        }
    )


def test_holder_and_title_agree_on_who_is_sovereign(atlas: Atlas) -> None:
    """Sovereign is who holds what is his, or what is nobody's yet; occupied is what is another's."""
    wrong = []
    for key in atlas.territories:
        for row in atlas.history(key, "control"):
            for title in atlas.history(key, "title"):
                start = max(row.start.first, title.start.first)
                if start >= min(one.end.first if one.end else LAST_DAY + 1 for one in (row, title)):
                    continue
                own = atlas.parties[row.party].lineage == atlas.parties[title.party].lineage
                taken = row.status == "sovereign" and not own and title.party != "unsettled"
                denied = row.status == "occupied" and own and title.status == "sovereign"
                if (taken and key not in FROM_THE_ALLIES) or (denied and (key, row.party) not in SOVIET_RISING):
                    wrong.append((key, row.party, row.status, title.party, title.status, iso(start)))
    assert not wrong


def test_an_event_rests_on_a_treaty_of_its_own_days(atlas: Atlas, chronicle: Chronicle) -> None:
    wrong = []
    for event in chronicle.events.values():
        for basis in (atlas.bases[key] for key in event.bases):
            days = (basis.date, basis.ratified, *(getattr(basis, name) for name in TREATY_DAYS))
            if basis.kind == "treaty" and not any(day is not None and meets(event.date, day) for day in days):
                wrong.append((event.id, str(event.date), basis.id))
    assert not wrong


ANOTHER_DAY_THAN_ITS_BASES = {"1920-01-21-marash", "1923-10-06-istanbul-evacuated"}
"""The land changes hands on the day after the fight; the troops enter days after the evacuation told with it."""


def test_an_event_is_of_a_day_of_one_of_its_bases_or_says_why_not(atlas: Atlas, chronicle: Chronicle) -> None:
    wrong = set()
    for event in chronicle.events.values():
        days = [day for key in event.bases if (day := atlas.bases[key].date)]
        met = any(day.first <= event.date.last and event.date.first <= day.last for day in days)
        if days and not met and not event.date_note:
            wrong.add(event.id)
    assert wrong == ANOTHER_DAY_THAN_ITS_BASES


def adopted(one: Discrepancy) -> Version | None:
    return one.variants[one.adopted - 1] if one.adopted else None


def days_in(text: str) -> list[int]:
    return [date(int(year), MONTHS.index(month), int(day)).toordinal() for day, month, year in DATE.findall(text)]


def test_the_day_that_a_discrepancy_adopts_is_the_day_of_its_record(chronicle: Chronicle) -> None:
    wrong = []
    for one in chronicle.discrepancies.values():
        chosen = adopted(one)
        asks = re.match(r"(On (which|what) day|When)\b", one.question["en"])
        found = days_in(chosen.says["en"]) if chosen and asks else []
        if len(found) != 1 or not one.on or one.id in OF_A_PRINT:
            continue
        if not any(day.first <= found[0] <= day.last for key in one.on for day in dated(chronicle, key)):
            wrong.append((one.id, iso(found[0]), one.on))
    assert not wrong


def dated(chronicle: Chronicle, key: str) -> Iterator[HistoricalDate]:
    """Every day that an event or a treaty has."""
    if event := chronicle.events.get(key):
        yield from (day for day in (event.date, event.sent, event.arrived) if day is not None)
    elif treaty := chronicle.treaties.get(key):
        days = (treaty.signed, *(getattr(treaty, name) for name in TREATY_DAYS))
        yield from (day for day in (*days, *(one.date for one in treaty.ratified)) if day is not None)


def subjects(chronicle: Chronicle, one: Discrepancy) -> set[str]:
    events = (chronicle.events[key] for key in one.on if key in chronicle.events)
    return {*one.on, *(event.treaty for event in events if event.treaty)}


def lines(version: Version) -> Iterable[tuple[str, int, int]]:
    return [(one.source, one.first_line, one.last_line) for one in version.cite if isinstance(one, TextCitation)]


def same_place(one: Version, other: Version) -> bool:
    return any(a[0] == b[0] and a[1] <= b[2] and b[1] <= a[2] for a in lines(one) for b in lines(other))


def test_no_question_is_argued_twice(chronicle: Chronicle) -> None:
    twins = {
        (one.id, other.id)
        for one, other in combinations(chronicle.discrepancies.values(), 2)
        if subjects(chronicle, one) & subjects(chronicle, other)
        if sum(any(same_place(a, b) for b in other.variants) for a in one.variants) > 1
    }
    assert twins <= SHARED, twins - SHARED


def ways(chronicle: Chronicle) -> Iterator[tuple[str, str, int]]:
    """Each road that a gift or a stop of a story takes, with the first day on it."""
    yield from ((one.id, one.route, one.date.last) for one in chronicle.aid.values() if one.route)
    for story in chronicle.stories.values():
        yield from ((story.id, stop.route, stop.day.first) for stop in story.stops if stop.route)


def test_a_gift_travels_by_a_road_that_is_open(atlas: Atlas, chronicle: Chronicle) -> None:
    """No place on the way, as far as the atlas has ground, is in the hands of a power that let nothing pass."""
    shut = []
    for key, route, day in ways(chronicle):
        for place in chronicle.routes[route].places:
            row = atlas.holder(place, min(day, LAST_DAY))
            if row is not None and row.party not in FRIENDLY and not row.party.endswith("_ssr"):
                shut.append((key, route, place, row.party, iso(day)))
    assert not shut


def test_an_aid_and_its_event_have_the_same_days(chronicle: Chronicle) -> None:
    assert not [
        (one.id, str(one.date), str(event.date))
        for one in chronicle.aid.values()
        if one.event is not None
        for event in [chronicle.events[one.event]]
        if not meets(one.date, event.date) and not (event.arrived and meets(one.date, event.arrived))
    ]


def test_a_stop_of_a_story_rests_on_nothing_that_comes_later(atlas: Atlas, chronicle: Chronicle) -> None:
    assert not [
        (story.id, str(stop.day), key)
        for story in chronicle.stories.values()
        for stop in story.stops
        for key in stop.bases
        if atlas.bases[key].date.first > stop.day.last
    ]


def test_a_step_names_no_signing_before_its_day(atlas: Atlas, chronicle: Chronicle) -> None:
    """A decision and a basket may lead up to a treaty; an event that happens may not name one still to come."""
    _, acts, problems = read_campaign(default_folder("frontier"), atlas, chronicle)
    assert not problems
    early = []
    for act in acts.values():
        for step in (one for one in act.steps if one.kind == "event"):
            for key in step.events:
                event, treaty = chronicle.events.get(key), chronicle.treaties.get(key)
                day = treaty.signed if treaty else event.date if event and event.treaty else None
                if day is not None and step.date.last < day.first:
                    early.append((act.id, step.id, str(step.date), key))
    assert not early


def test_no_office_begins_with_the_day_that_names_its_holder(chronicle: Chronicle) -> None:
    """A text that calls someone by his post says that he held it then, not since when."""
    assert not [
        (person.id, office.title["en"], str(office.start))
        for person in chronicle.persons.values()
        for office in person.offices
        if office.start is not None and office.note is not None and "names him" in office.note["en"]
    ]


def numbers(text: str, comma: str, point: str) -> set[str]:
    """Numbers above twelve, which are written in figures in both languages."""
    found = (
        re.sub(re.escape(comma), "", one).replace(point, ".").rstrip(".") for one in re.findall(r"\d[\d.,]*", text)
    )
    return {one for one in found if float(one.replace("..", ".") or 0) > 12}


def told(chronicle: Chronicle) -> Iterator[tuple[str, dict[str, str]]]:
    for table in (chronicle.events, chronicle.treaties):
        yield from ((key, dict(one.summaries)) for key, one in table.items())
    for treaty in chronicle.treaties.values():
        yield from ((f"{treaty.id} {one.number}", dict(one.effects)) for one in treaty.articles)
    for one in chronicle.positions.values():
        yield one.id, dict(one.says)
    for pair in chronicle.discrepancies.values():
        yield from ((pair.id, dict(one.says)) for one in pair.variants)


def test_numbers_are_alike_in_both_languages(chronicle: Chronicle) -> None:
    unlike = [
        (key, sorted(turkish ^ english))
        for key, text in told(chronicle)
        for turkish, english in [(numbers(text["tr"], ".", ","), numbers(text["en"], ",", "."))]
        if turkish != english
    ]
    assert not unlike
