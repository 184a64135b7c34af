"""What an act tells is in the places that its steps and options cite: witness, day, figure, person, detail."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from geo.load import Atlas
from geo.records import Texts
from geo.sources import Citation, TextCitation
from geo.witness import Edition, fold
from scenarios.campaign import default_folder, read_campaign
from scenarios.chronicle import Chronicle
from scenarios.forms import Prose
from scenarios.schema import Act, Grounded, Step
from tests.scenarios.cited import DAYS, figures, has_day, pages, told_by
from tests.scenarios.conftest import needs_texts

PAINTED = {
    r"\b(?:cavalry|horse(?:men|back)?|in the saddle)\b": r"cavalry|süvari|horse|atlı",
    r"\bcarriages?\b": r"carriage|fayton|araba",
    r"\b(?:ox-)?carts?\b": r"cart|kağnı|araba",
    r"\bwooden\b": r"wooden|ahşap",
    r"\b(?:at|by|in the) (?:dawn|night|midnight)\b": r"dawn|night|şafak|gece",
    r"\b(?:bag|briefcase)s?\b": r"bag|briefcase|çanta|torba",
}
"""Details with which a telling is easily made livelier than its source, and how sources name them."""
CALLED_WRITTEN = re.compile(
    r"\b(?:ha(?:s|ve) (?:a )?sources?|(?:is|are|was) (?:written|documented|attested|quoted)"
    r"|stands? in (?:the|Ada|our))\b"
)
"""How a reason appeals to a source without naming it."""
SURENESS = ("invented", "inferred", "standard", "attested")
APPEAL = re.compile(r"[Aa]ccording to ([A-Z]\w+)|\b([A-Z]\w+) (?:writes|counts|tells|reports) |\(([A-Z]\w+)\)")
"""Who is called as a witness: by name, and not as a party (`NOT_NAMES`)."""
IN_PROSE = re.compile(r"[Aa]ccording to ([A-Z]\w+)|[Bb]y ([A-Z]\w+)’s (?:minutes|memoirs|notes?|account)")
"""Who is called as a witness by what a step or an option tells; there a name before “writes” may be an actor’s."""
OWNED = re.compile(r"\b(?:inference|general accounts|this play|is ours)\b|\b[Bb]y a \w+ text\b")
"""How a telling owns that it rests on no page, or whose telling it is."""
NOT_NAMES = {"Moscow", "Erivan"}
IN_TITLES = {"Hasanly": "Hasanli", "Gromyko": "Gromıko"}
"""Names that the titles of pages and the texts spell otherwise than we do."""


@pytest.fixture(scope="module")
def acts(atlas: Atlas, chronicle: Chronicle) -> dict[str, Act]:
    return read_campaign(default_folder("frontier"), atlas, chronicle)[1]


def chosen(acts: dict[str, Act]) -> Iterator[tuple[str, Step, Grounded]]:
    """Every option of every step and of every item of its basket, with a name to find it by."""
    for act in acts.values():
        for step in act.steps:
            items = step.basket.items if step.basket else ()
            yield from ((f"{act.id}/{step.id}/{one.id}", step, one) for one in step.options)
            yield from ((f"{act.id}/{step.id}/{item.id}.{one.id}", step, one) for item in items for one in item.options)


def told_in(prose: Prose | Texts | None) -> Iterator[Texts]:
    """What is told, in every variant."""
    if isinstance(prose, Prose):
        yield from (variant.texts for variant in prose.variants)
    elif prose is not None:
        yield prose


def told_by_acts(acts: dict[str, Act]) -> Iterator[tuple[str, Step, Grounded, Texts]]:
    """What every step tells, and every option before and after it is chosen."""
    for act in acts.values():
        for step in act.steps:
            yield from ((f"{act.id}/{step.id}", step, step, one) for one in told_in(step.says))
    for name, step, option in chosen(acts):
        for prose in (option.titles, getattr(option, "says", None), getattr(option, "text", None)):
            yield from ((name, step, option, one) for one in told_in(prose))
        yield from ((name, step, option, one) for one in told_in(getattr(option, "after", None)))


def grounds(one: Grounded, atlas: Atlas, chronicle: Chronicle) -> tuple[list[Citation], list[str]]:
    """What a step or an option rests on: citations, its own and those of its events, and how sure those events are."""
    cited, sure = list(one.cite), []
    for key in one.events:
        record = chronicle.events.get(key) or chronicle.treaties.get(key) or atlas.bases[key]
        sure.append(record.certainty)
        cited += record.cite
        bases = [*getattr(record, "bases", ()), *filter(None, [getattr(record, "basis", None)])]
        cited += [cite for base in bases for cite in atlas.bases[base].cite]
        treaty = chronicle.treaties.get(getattr(record, "treaty", None) or key)
        cited += [cite for article in (treaty.articles if treaty else ()) for cite in article.cite]
    return cited, sure


def test_what_is_attested_rests_on_a_text_by_itself_or_by_its_event(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act]
) -> None:
    """A step of an act, and no less an option that a pupil may take."""
    steps = [(f"{act.id}/{step.id}", step) for act in acts.values() for step in act.steps]
    assert not [
        name
        for name, one in [*steps, *((name, option) for name, _, option in chosen(acts))]
        if one.certainty == "attested"
        and not any(isinstance(cite, TextCitation) for cite in one.cite)
        and "attested" not in grounds(one, atlas, chronicle)[1]
    ]


def test_nothing_in_an_act_is_surer_than_what_it_rests_on(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act]
) -> None:
    steps = [(f"{act.id}/{step.id}", step) for act in acts.values() for step in act.steps]
    assert not [
        (name, one.certainty, sure)
        for name, one in [*steps, *((name, option) for name, _, option in chosen(acts))]
        if not one.cite
        and (sure := grounds(one, atlas, chronicle)[1])
        and max(map(SURENESS.index, sure)) < SURENESS.index(one.certainty)
    ]


def not_cited(pattern: re.Pattern[str], text: str, cited: list[Citation]) -> list[str]:
    """Return the witnesses that a text names and no place cited has, in their order."""
    named = {next(filter(None, match.groups())) for match in pattern.finditer(text)} - NOT_NAMES
    known = fold(
        " ".join(f"{cite.source} {cite.via}" if isinstance(cite, TextCitation) else pages([cite]) for cite in cited)
    )
    words = re.findall(r"\w+", known)
    return [who for who in sorted(named) if {fold(who), fold(IN_TITLES.get(who, who))}.isdisjoint(words)]


def test_a_witness_that_an_option_names_is_among_the_places_cited(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act]
) -> None:
    """By the option, by its step, or by an event of either."""
    missing = []
    for name, step, option in chosen(acts):
        cited = [*grounds(option, atlas, chronicle)[0], *grounds(step, atlas, chronicle)[0]]
        text = " ".join(one["en"] for one in (option.reason, getattr(option, "thought_of_by", None)) if one)
        missing += [(name, who) for who in not_cited(APPEAL, text, cited)]
    assert not missing


def test_a_witness_that_a_step_or_an_option_names_in_its_telling_is_among_the_places_cited(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act]
) -> None:
    missing = []
    for name, step, one, texts in told_by_acts(acts):
        cited = [*grounds(one, atlas, chronicle)[0], *grounds(step, atlas, chronicle)[0]]
        missing += [(name, who) for who in not_cited(IN_PROSE, texts["en"], cited)]
    assert not missing


def test_an_option_that_calls_a_thing_written_says_where(acts: dict[str, Act]) -> None:
    """What has a source, is documented or quoted has it on the option itself, not somewhere in its step."""
    assert not [
        (name, option.reason["en"])
        for name, _, option in chosen(acts)
        if option.reason and CALLED_WRITTEN.search(option.reason["en"]) and not (option.cite or option.events)
    ]


def days_not_told(
    text: str, one: Grounded, step: Step, atlas: Atlas, chronicle: Chronicle, editions: dict[str, Edition]
) -> list[str]:
    """Return the days of a text that stand neither in what is cited there or at its step nor in their events."""
    days = {day for *both, _ in DAYS.findall(text) for day in both if day}
    cited = [*grounds(one, atlas, chronicle)[0], *grounds(step, atlas, chronicle)[0]] if days else []
    events = [chronicle.events[key] for key in (*one.events, *step.events) if key in chronicle.events]
    told = " ".join([step.date.text, *(told_by(cite, editions) for cite in cited)])
    told += " ".join(f" {event.date.text} {event.summaries['en']}" for event in events)
    return [day for day in sorted(days) if not has_day(told, day)]


@needs_texts
def test_a_day_that_an_option_gives_as_reason_stands_in_a_place_it_or_its_step_cites(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act], editions: dict[str, Edition]
) -> None:
    """Invented options too may not invent the day of what they call to witness."""
    without = []
    for name, step, option in chosen(acts):
        said = " ".join(one["en"] for one in (option.reason, getattr(option, "thought_of_by", None)) if one)
        without += [(name, day) for day in days_not_told(said, option, step, atlas, chronicle, editions)]
    assert not without


@needs_texts
def test_a_day_that_an_act_tells_stands_in_a_place_it_cites(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act], editions: dict[str, Edition]
) -> None:
    """Or an event of that day does; only what is invented may have days of its own."""
    without = []
    for name, step, one, texts in told_by_acts(acts):
        if one.certainty != "invented":
            without += [(name, day) for day in days_not_told(texts["en"], one, step, atlas, chronicle, editions)]
    assert not without


@needs_texts
def test_a_detail_that_an_act_paints_stands_in_a_place_it_cites(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act], editions: dict[str, Edition]
) -> None:
    """Or in an event that it names; only what is invented may be painted freely."""
    painted = []
    for name, step, one, texts in told_by_acts(acts):
        if one.certainty == "invented" or not any(re.search(detail, texts["en"]) for detail in PAINTED):
            continue
        cited = [*grounds(one, atlas, chronicle)[0], *grounds(step, atlas, chronicle)[0]]
        events = [chronicle.events[key] for key in (*one.events, *step.events) if key in chronicle.events]
        told = " ".join([*(told_by(cite, editions) for cite in cited), *(event.summaries["en"] for event in events)])
        painted += [
            (name, detail)
            for detail, named in PAINTED.items()
            if re.search(detail, texts["en"]) and not re.search(named, told, re.IGNORECASE)
        ]
    assert not painted


def grounded_words(one: Grounded, step: Step, atlas: Atlas, chronicle: Chronicle, editions: dict[str, Edition]) -> str:
    """What the places say that a telling and its step cite, and what the events and papers tell on which they rest."""
    cited = [*grounds(one, atlas, chronicle)[0], *grounds(step, atlas, chronicle)[0]]
    words = [f"{getattr(cite, 'source', '')} {told_by(cite, editions)}" for cite in cited]
    for key in (*one.events, *step.events):
        event = chronicle.events.get(key)
        treaty = chronicle.treaties.get((event.treaty if event else None) or key)
        words += [*event.summaries.values()] if event else []
        words += [text for article in (treaty.articles if treaty else ()) for text in article.effects.values()]
    return " ".join(words)


@needs_texts
def test_a_person_whom_an_act_names_stands_in_a_place_it_cites(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act], editions: dict[str, Edition]
) -> None:
    """Or an event it rests on has that person, or the delegations of the act do; what is invented may call anybody."""
    missing = []
    for name, step, one, texts in told_by_acts(acts):
        if one.certainty == "invented":
            continue
        seats = acts[name.partition("/")[0]].seats.values()
        cast = " ".join(told["en"] for seat in seats for told in told_in(seat.people))
        known = fold(f"{grounded_words(one, step, atlas, chronicle, editions)} {cast}")
        words = {*re.findall(r"\w+", known)}
        there = {
            person
            for key in (*one.events, *step.events)
            if key in chronicle.events
            for person in chronicle.events[key].persons
        }
        for person in chronicle.persons.values():
            bare = re.sub(r"\(.*?\)| (?:Pasha|Bey)\b", "", person.names["en"]).split()
            if len(bare) < 2 or len(bare[-1]) < 4 or not re.search(rf"\b{bare[-1]}\b", texts["en"]):
                continue
            called = {fold(word) for text in person.names.values() for word in re.findall(r"\w{4,}", text)}
            spelled = [fold(one) for spellings in person.spellings.values() for one in spellings]
            if person.id not in there and words.isdisjoint(called) and not any(one in known for one in spelled):
                missing.append((name, person.id))
    assert not missing


@needs_texts
def test_a_figure_that_an_act_tells_stands_in_a_place_it_cites(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act], editions: dict[str, Edition]
) -> None:
    """Or it says that the figure is our reckoning."""
    missing = []
    for name, step, one, texts in told_by_acts(acts):
        if one.certainty == "invented" or "our reckoning" in texts["en"]:
            continue
        known = grounded_words(one, step, atlas, chronicle, editions)
        there = figures(known) | figures(known, ".") | {*re.findall(r"\d+", known)}
        missing += [(name, figure) for figure in sorted(figures(texts["en"]) - there)]
    assert not missing


def test_an_act_tells_the_same_figures_in_both_languages(acts: dict[str, Act]) -> None:
    def told(text: str) -> set[str]:
        whole = re.sub(r"(?<=\d)[.,](?=\d)", "", re.sub(r"(\d+) bin\b", r"\g<1>000", text))
        return set(re.findall(r"\d+", whole))

    assert not [
        (name, texts["en"]) for name, _, _, texts in told_by_acts(acts) if told(texts["tr"]) != told(texts["en"])
    ]


@needs_texts
def test_the_day_of_an_attested_step_stands_in_a_place_it_cites(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act], editions: dict[str, Edition]
) -> None:
    """Or an event of that day does; a day that the play chose is marked as approximate."""
    without = []
    for act in acts.values():
        for step in act.steps:
            days = {chronicle.events[key].date.text for key in step.events if key in chronicle.events}
            if step.certainty != "attested" or not step.date.precise or step.date.text in days:
                continue
            told = " ".join(told_by(one, editions) for one in grounds(step, atlas, chronicle)[0])
            if not has_day(told, step.date.text[-2:]) and not any(one.startswith(f"{step.date.text}/") for one in days):
                without.append(f"{act.id}/{step.id}")
    assert not without


def test_a_happening_rests_on_what_happened_near_its_day(
    atlas: Atlas, chronicle: Chronicle, acts: dict[str, Act]
) -> None:
    """Within half a year: the rising of another summer is another rising."""
    near = 183
    assert not [
        f"{act.id}/{step.id}: {', '.join(step.events)}"
        for act in acts.values()
        for step in act.steps
        if step.kind == "event" and step.events
        for dates in [[(chronicle.events.get(key) or atlas.bases[key]).date for key in step.events]]
        if not any(date.first - near <= step.date.first <= date.last + near for date in dates)
    ]


def test_an_inferred_happening_without_a_page_of_its_own_says_so_in_its_telling(acts: dict[str, Act]) -> None:
    """Its reason says so too, but pupils read the telling."""
    flat = [
        f"{act.id}/{step.id}"
        for act in acts.values()
        for step in act.steps
        if step.kind == "event" and step.certainty == "inferred" and not step.cite
        if not all(OWNED.search(one["en"]) for one in told_in(step.says))
    ]
    assert not flat


def test_no_day_of_an_act_is_laid_to_general_accounts(acts: dict[str, Act]) -> None:
    """A day that no page seen gives is the play's own, and says so."""
    steps = [(f"{act.id}/{step.id}", step) for act in acts.values() for step in act.steps]
    assert not [
        name
        for name, one in [*steps, *((name, option) for name, _, option in chosen(acts))]
        if one.reason and re.search(r"\bdays? (?:is|are) from general accounts", one.reason["en"])
    ]
