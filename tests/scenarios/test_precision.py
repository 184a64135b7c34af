"""What a record says is in the place it cites: figures, articles, who signed, who speaks; and is no surer than that."""

from __future__ import annotations

import re
from datetime import date

from geo.load import Atlas
from geo.parsing import parse, plain_text
from geo.records import CERTAINTIES, Certainty
from geo.sources import Reference, TextCitation
from geo.witness import Edition, fold
from scenarios.campaign import default_folder
from scenarios.chronicle import Chronicle, Fact
from tests.scenarios.cited import SMALL, figures, pages, told_by, told_in_both
from tests.scenarios.conftest import needs_texts
from tests.scenarios.test_one_fact import ALLIES

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
TEXTS_IN_PROSE = {
    "ada": r"\bAda\b",
    "ayaz": r"\bAyaz\b",
    "frunze": r"\bFrunze article\b",
    "comparative": r"\b[Cc]omparative (?:study|article)\b",
}
"""How English prose calls the texts themselves."""


def is_firmer(one: Certainty, other: Certainty) -> bool:
    return CERTAINTIES.index(one) < CERTAINTIES.index(other)


def on_web_alone(fact: Fact) -> bool:
    return bool(fact.cite) and all(isinstance(one, Reference) for one in fact.cite)


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


def test_a_basis_without_a_page_owns_that_its_event_too_is_unproved(atlas: Atlas) -> None:
    assert not [
        one.id for one in atlas.bases.values() if not one.cite and not (one.reason and "Event" in one.reason["en"])
    ]


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
        if re.search(pattern, " ".join(en for _, en in told_in_both(record.model_dump())))
        and text not in {one.source for one in record.cite if isinstance(one, TextCitation)}
    ]
    assert not missing


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


def test_no_article_or_preposition_stands_twice_in_a_row() -> None:
    """A phrase put in place of a name leaves its own beside the old one: “The the comparative study”."""
    doubled = re.compile(r"\b(the|an?|of|to|in|on|and|by|for|with|at|from)\s+\1\b", re.IGNORECASE)
    data = default_folder("frontier").parent
    assert not [
        (path.name, one[0]) for path in data.rglob("*.yaml") for one in doubled.finditer(path.read_text("utf-8"))
    ]


def test_who_is_a_minister_in_turkish_is_no_deputy_in_english() -> None:
    """In the Turkish of these years a vekil is a minister; a deputy is a mebus or, today, a milletvekili."""
    minister = re.compile(r"\b[Vv]ekiller(?:in|i|e|den|de|le)?\b(?! Heyeti)")
    assert not [
        (path.name, tr[:60])
        for path in default_folder("frontier").parent.rglob("*.yaml")
        for tr, en in told_in_both(parse(plain_text(path)))
        if minister.search(tr) and "eput" in en and "inister" not in en
    ]


def test_no_clause_is_told_twice_in_one_text() -> None:
    """A sentence mended twice by two hands stands there twice."""
    twice = []
    for path in default_folder("frontier").parent.rglob("*.yaml"):
        for quoted in re.findall(r'"([^"\n]{60,})"', path.read_text("utf-8")):
            clauses = [one.rstrip(".;:") for one in re.split(r"(?<=[.;:]) ", quoted) if len(one) > 25]
            twice += [(path.name, one) for one in {*clauses} if clauses.count(one) > 1]
    assert not twice


def test_no_position_hangs_on_what_came_long_after_it(chronicle: Chronicle) -> None:
    """A party speaks of what was or is; what came more than a month later is another matter."""
    early = [
        (one.id, one.date.text, one.event)
        for one in chronicle.positions.values()
        if one.event in chronicle.events and chronicle.events[one.event].date.first - one.date.last > SMALL
    ]
    assert not early


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
