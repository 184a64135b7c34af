"""No hindsight: where a play prevented something, no sentence told afterwards speaks of it.

The words are a reader's list, made without asking `facts` of the scenario. What is searched is what a reader of the
play sees: each told move (terminal, replay, JSON, map page), the debrief of each act, of which `comparison.md`
consists, what stands before each choice and on each table (play page, seats and projector of the room, terminal),
briefs, aims and teachers' notes of each act, and the causes of the land on the map page. History's own column of a
debrief speaks of history and is left out, and so are the titles of sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from engine.frame import act_at
from engine.log import Log
from engine.play import legal_moves
from engine.prose import as_told, texts
from engine.prose import told as prose_told
from engine.replay import states
from geo.dates import iso
from geo.load import Atlas
from geo.words import WRITTEN
from hudut.campaigns import Stage, stage
from hudut.debrief import as_markdown, debrief
from hudut.overlay import overlaid
from hudut.scripts import checked, never_made, played
from hudut.transcript import Told, tell
from hudut.wording import said
from scenarios.kernel import VOID
from tests.conftest import SOAK


@dataclass(frozen=True)
class Prevented:
    """Moves that prevent something, the day from which it would have been told, and the words that would tell it."""

    moves: tuple[str, ...]
    day: str
    words: dict[str, str]
    """By language, a regular expression."""


PREVENTED = {
    "Olti is left to its council": Prevented(
        ("l8-olti-falls.waits",),
        "1920-06-16",
        {"tr": r"Ermenistan birlikleri giriyor|Dört tabur", "en": r"Armenian troops enter;|Four battalions march"},
    ),
    "Britain holds Batum": Prevented(
        ("l12b-batum.stays", "m23b-british-at-batum.holds", "k13c-british-leave.free-port"),
        "1920-07-07",
        {
            "tr": r"şehri Gürcistan’a bırakıyor|Batum’a girdi|Türk birlikleri Batum’da|Batum’dan ayrıl|Batum’da Acara",
            "en": r"hand the town to Georgia|entered Batum|Turkish troops are at Batum|[Ll]eaves Batum|the Adjar ",
        },
    ),
    "the mission is turned back": Prevented(
        ("l13-arrival.turned-back",),
        "1920-07-20",
        {"tr": r"ağustos taslağı|Lenin’in yapıcı teşvik", "en": r"the draft of August|Lenin’s constructive"},
    ),
    "Lenin leaves it to Chicherin": Prevented(
        ("l21-lenin.leaves-it",),
        "1920-08-15",
        {
            "tr": r"ağustos taslağı|[Tt]aslak parafe|^# .*Parafe|Parafe edilmiş",
            "en": r"the draft of August|draft is initialled",
        },
    ),
    "Tiflis stays out of Lori": Prevented(
        ("g16-lori.stays-out",),
        "1920-11-13",
        {"tr": r"Lori, Türk ordusunun|kasımdan beri tuttuğu Lori", "en": r"Lori is left to the|held by Georgia since"},
    ),
    "the draft is signed": Prevented(
        ("l25-condition.sign",), "1920-08-27", {"tr": r"taslağı .*imzasız", "en": r"draft of August lies unsigned"}
    ),
    "no offensive": Prevented(
        ("l33-order.home",),
        "1920-09-20",
        {
            "tr": r"[Hh]arekât(ın|a) izin|Gümrü [Aa]ntl|Gümrü’nün kâğıdı|Gümrü’deki heyet|Gümrü’yü boşalt|Kars’ı aldı",
            "en": r"for the eastern op|(treaty|peace|paper|delegates) (of|at) Gümrü|left Gümrü|took Kars",
        },
    ),
    "Kars holds": Prevented(
        ("g11-kars.holds",),
        "1920-10-30",
        {"tr": r"Gümrü [Aa]ntlaşması|Gümrü’nün kâğıdı", "en": r"(treaty|peace|paper) of Gümrü|Kars has fallen"},
    ),
    "Gümrü is not signed": Prevented(
        ("g27-sign.leave",),
        "1920-12-03",
        {
            "tr": r"Gümrü [Aa]ntlaşması|Gümrü’nün kâğıdı|Gümrü’de imza|imzalandığı gece",
            "en": r"(treaty|peace|paper) of Gümrü|signed at Gümrü",
        },
    ),
    "the gold is withheld": Prevented(
        ("m3a-gold.withhold", "m30-aid.m-gold.none"),
        "1921-03-14",
        {"tr": r"on milyon|[Aa]ltın (ve silah )?geldi", "en": r"ten million|the gold came|gold and the arms came"},
    ),
    "Suphi is turned back": Prevented(("m5-suphi.turn-back",), "1921-01-03", {"tr": r"Suphi", "en": r"Suphi"}),
    "Georgia is left alone": Prevented(
        ("m14-georgia.leave",),
        "1921-02-15",
        {
            "tr": r"Sovyet Gürcistan|[Üü]ç Sovyet cumhuriyeti|Üç komiser|Tiflis’te üç|Kızıl Ordu Batum|Tiflis’e gir",
            "en": r"Soviet Georgia|three Soviet republics|[Tt]hree commissars|Red Army draws near Batum|entered Tiflis",
        },
    ),
    "Ankara stays out of Batum": Prevented(
        ("m24-batum-decision.stay",),
        "1921-03-08",
        {
            "tr": r"Ahıska ve Batum’la|Batum’un boşal|Batum’da hâlâ Türk|Batum’a girdi",
            "en": r"Akhaltsikhe and Batum|[Ll]eaving Batum|still at Batum|entered Batum",
        },
    ),
    "Batum is kept": Prevented(
        ("m24-batum-decision.keep", "m32-land.m-batum.ankara"),
        "1921-03-16",
        {
            "tr": r"Batum’a (git|in)|Batum’daki adam|Batum’dan ayrıl|Batum’un boşal|Acara Özerk",
            "en": r"(go|comes down) to Batum|man at Batum|leaves Batum|[Ll]eaving Batum|Adjar Autonomous",
        },
    ),
    "nothing is signed at Moscow": Prevented(
        ("m33-signature.wait",),
        "1921-03-16",
        {
            "tr": r"Moskova [Aa]ntlaşması|dostluk antlaşması yazıldı|Moskova’nın ikinci maddesi|Moskova ve Kars’ta çiz",
            "en": r"[Tt]reaty of Moscow|friendship has been|second article of Moscow|where Moscow and Kars drew",
        },
    ),
    "nothing is signed at Kars": Prevented(
        ("k16-ratify.refuse",),
        "1921-10-13",
        {"tr": r"Kars [Aa]ntlaşması|Kars’ta verilen söz", "en": r"[Tt]reaty of Kars|word given at Kars"},
    ),
    "London is declined": Prevented(
        ("m9-delegation.decline",),
        "1921-02-04",
        {"tr": r"Bekir Sami’ye, Bakü|Bekir Sami.*imzala", "en": r"says to Bekir Sami|Bekir Sami signs"},
    ),
    "Kütahya is not lost": Prevented(
        ("k15-kutahya.drawn",),
        "1921-07-17",
        {
            "tr": r"Eskişehir–Afyon|Eskişehir ve Afyon’(da|un)|Kütahya.*yitiril|Sivrihisar’a (gir|dön)",
            "en": r"(of|at) Eskişehir and Afyon|enters Sivrihisar|back in Sivrihisar",
        },
    ),
    "Enver is kept in Moscow": Prevented(
        ("k17-enver.keep",),
        "1921-07-28",
        {
            "tr": r"kıyısına iner|kıyıdan ayrıl|Batum’daki adam",
            "en": r"to the coast of Georgia|leaves the coast|man at Batum",
        },
    ),
    "the Sakarya is not won": Prevented(
        ("k22-sakarya.stale",),
        "1921-09-13",
        {
            "tr": r"Sakarya zafer|Sakarya’nın söylediği|zaferden sonra onu",
            "en": r"[Vv]ictory (on|at) the Sakarya|what the Sakarya had said",
        },
    ),
    "the Sakarya is lost": Prevented(
        ("k22-sakarya.lost",),
        "1921-09-13",
        {
            "tr": r"Sakarya zafer|Büyük Taarruz|Mudanya( ateş| Müt| müt|’)|Lozan|İzmir’e gir|[Ss]altanat kald",
            "en": r"Great Offensive|Mudanya|Lausanne|enters Smyrna|sultanate ends",
        },
    ),
    "Enver comes in": Prevented(
        ("k21-answer.admit", "k24-two-heads.stays"),
        "1921-09-17",
        {
            "tr": r"Türkistan yol|Batum’dan ayrıl|Enver.*geri çevril",
            "en": r"road to Turkestan|leaves Batum|is turned back",
        },
    ),
    "Constantinople alone is called to London": Prevented(
        ("m7-invitation.porte-alone",),
        "1921-01-25",
        {"tr": r"Bekir Sami’nin üç devlet", "en": r"What Bekir Sami signs"},
    ),
    "the second mission is sent home": Prevented(
        ("m16-mission-arrives.send-home",),
        "1921-02-19",
        {
            "tr": r"Haritonenko|Moskova [Aa]ntlaşması|dostluk antlaşması yazıldı",
            "en": r"Kharitonenko|[Tt]reaty of Moscow|friendship has been",
        },
    ),
    "Georgia fights on": Prevented(
        ("m19-tiflis-falls.holds",),
        "1921-02-25",
        {
            "tr": r"Tiflis’e girer|Sovyet Gürcistan|Üç komiser|Batum’a girdi|Kutais’i aldı",
            "en": r"enters Tiflis|Soviet Georgia|[Tt]hree commissars|entered Batum|has taken Kutais",
        },
    ),
    "the London papers stand": Prevented(
        ("m23-london-offer.back-the-accords", "k7b-london-papers.stand"),
        "1921-05-05",
        {
            "tr": r"Fransız anlaşması|Ankara Anlaşması|Antep’in devri|Adana’nın devri",
            "en": r"(Ankara|French) agreement|Aintab handed over|Adana handed over",
        },
    ),
    "guests leave Batum": Prevented(
        ("k0-governor.guests-leave",),
        "1921-03-17",
        {"tr": r"valisi? ilan ed|Batum sokak", "en": r"himself governor|streets of Batum"},
    ),
    "no gold after the treaty": Prevented(
        ("k5-first-gold.withhold",),
        "1921-04-01",
        {"tr": r"para Sarıkamış’a ulaş|1,4 milyon altın ruble", "en": r"reaches Sarıkamış|1.4 million gold roubles"},
    ),
    "the ratifications wait": Prevented(
        ("k26-exchange.hold",),
        "1921-09-22",
        {"tr": r"onay belgeleri değişiliyor", "en": r"ratifications are exchanged at Kars"},
    ),
    "the arms wait": Prevented(
        ("f1-question.empty-quay",), "1921-10-16", {"tr": r"sandıklar yolda", "en": r"cases are on their way"}
    ),
    "no agreement with France": Prevented(
        ("f3-france.wait",),
        "1921-10-20",
        {
            "tr": r"Ankara Anlaşması|Fransız anlaşması|Fransa’yla yapılan işe|Adana, Osmaniye ve Antep Ankara’nın",
            "en": r"(Ankara|French) agreement|made with France served|Adana, Osmaniye and Aintab are Ankara’s",
        },
    ),
    "no offensive in 1922": Prevented(
        ("s20-offensive.waits", "s50-spring.stuck"),
        "1922-08-27",
        {
            "tr": r"Mudanya( ateş| Müt| müt|’)|[Zz]afer kazanıl|Lozan’da|İzmir eylülde",
            "en": r"Mudanya|victory was won|at Lausanne|Smyrna in September",
        },
    ),
    "the terms of March are accepted": Prevented(
        ("s8-answer.accept", "s19-march-peace.cleared"),
        "1922-04-06",
        {
            "tr": r"Mudanya( ateş| Müt| müt|’)|[Zz]afer kazanıl|Dumlupınar|rıhtımda kal|Saltanat 1 Kasım",
            "en": r"Mudanya signed|at Mudanya|victory was won|Dumlupınar|caught on the quay|sultanate is ended",
        },
    ),
}


@cache
def frontier() -> Stage:
    return stage("frontier")


@cache
def play(moves: tuple[str, ...]) -> Log:
    """Play the campaign but for some moves, all of which are made."""
    log = campaign(moves)
    assert never_made(frontier(), log, checked({"moves": moves}, frontier())) == []
    return log


@cache
def happened(moves: tuple[str, ...]) -> list[Told]:
    """What the play tells, move by move, in all languages."""
    return tell(frontier(), play(moves), states(frontier().scenario, play(moves)))


@cache
def mapped(moves: tuple[str, ...]) -> Atlas:
    """The land as the map page of the play has it."""
    return overlaid(frontier(), play(moves))


def campaign(moves: tuple[str, ...]) -> Log:
    """Play the whole campaign as history where it can be, but for some moves."""
    acts = list(frontier().scenario.acts)
    fields = {"act": acts[0], "until": acts[-1], "seats": {"chance": "historical"}, "moves": moves}
    return played(frontier(), checked(fields, frontier()))


def causes(log: Log) -> set[str]:
    """Return the events and treaties that a play brings about: those of its events, of its choices and of its texts."""
    scenario, found = frontier().scenario, set()
    for entry in log.entries:
        move = scenario.kernel.by_id[entry.move]
        step = scenario.steps_by_id[move.step].step if move.step in scenario.steps_by_id else None
        if step is None or move.kind == "skip":
            continue
        for option in step.options:
            if option.id == move.option:
                found |= {*option.events, *(step.events if option.historical else ())}
        if step.kind == "event" or move.kind == "seal":
            found |= set(step.events)
    return found


def speakers(cause: str) -> set[str]:
    """Return the steps that speak of a cause."""
    steps = (one.step for one in frontier().scenario.steps)
    return {step.id for step in steps if cause in step.events or any(cause in one.events for one in step.options)}


TOLD_OTHERWISE = {
    "1920-10-17-assembly-refuses": "l32-assembly is the debate itself, in the play that has one",
    "1921-06-13-french-caucasus-proposal": "made whether or not Moscow is told of it",
    "1921-09-notes-of-mutual-complaint": "exchanged whether or not they are answered",
    "1921-10-chicherin-answers-complaints": "k20-price and f2-gesture cite the book that prints the answer",
    "rsfsr-armenia-1920": "l20-late-truce brings it about where l19-two-papers did not",
}
"""Causes that a choice seems to prevent, and of which more than one step may speak all the same."""


def test_the_list_covers_every_cause_that_a_choice_can_prevent() -> None:
    """Each other option of each choice and chance is played: what it prevents, and others speak of, is in some list."""
    past, covered, prevented = causes(play(())), set(), set()
    for one in PREVENTED.values():
        covered |= past - causes(play(one.moves))
    steps = [one.step for one in frontier().scenario.steps]
    others = [f"{step.id}.{one.id}" for step in steps for one in step.options if not one.historical]
    assert len(others) > 200
    for move in others if SOAK else others[::8]:
        prevented |= past - causes(campaign((move,)))
    loud = {cause for cause in prevented if len(speakers(cause)) > 1}
    assert loud - covered <= set(TOLD_OTHERWISE)
    assert len(covered) > 100


def told(moves: tuple[str, ...], day: str, language: str) -> Iterator[str]:
    """Yield what is told from a day on, then the debriefs of the acts that end later, without history's column."""
    for one in happened(moves):
        if iso(one.day) >= day:
            yield f"{one.title[language]}: {one.text[language]}"
    for act, spec in frontier().scenario.acts.items():
        found = debrief(frontier(), play(moves), act, language)
        if found is not None and iso(spec.end.last) >= day:
            yield from ours(as_markdown(found, frontier(), language), said(language).say("debrief.history"))


def shown(moves: tuple[str, ...], day: str, language: str) -> Iterator[str]:
    """Yield what stands before the choices and on the tables that a play meets after a day."""
    scenario = frontier().scenario
    for state in states(scenario, play(moves)):
        placed, legal = scenario.placed_at(state), legal_moves(scenario, state)
        if placed is None or iso(placed.step.date.first) <= day or {move.kind for move in legal} == {"skip"}:
            continue
        open_now = {move.option for move in legal}
        step = as_told(scenario, placed.act, placed.step, state)
        if placed.step.kind != "event":
            yield f"{step.titles[language]}: {step.says[language]}"
        for option in step.options:
            if option.id in open_now:
                yield f"{option.titles[language]}: {option.says[language]}"
        for item in step.basket.items if step.basket else ():
            yield from (f"{one.titles[language]}: {one.text[language]}" for one in item.options)


def briefed(moves: tuple[str, ...], day: str, language: str) -> Iterator[str]:
    """Yield people, briefs, aims and notes of the acts that begin after a day, as the play tells them."""
    scenario = frontier().scenario
    found = states(scenario, play(moves))
    for act, spec in scenario.acts.items():
        here = [state for state in found if act_at(scenario, state) == act]
        if iso(spec.start.first) > day and not scenario.value(here[1], VOID):
            for name, place in texts(scenario, act).items():
                if name.startswith("seat "):
                    yield prose_told(scenario, act, here[1], place.prose).texts[language]
                elif name == "notes":
                    yield prose_told(scenario, act, here[-1], place.prose).texts[language]


def drawn(moves: tuple[str, ...], day: str, language: str) -> Iterator[str]:
    """Yield the causes of the land that the campaign can move, as the map page of a play has them from a day on."""
    atlas = mapped(moves)
    for territory, layer in frontier().scenario.ground.keys:
        for row in atlas.history(territory, layer):  # type: ignore[arg-type]
            if iso(row.start.first) >= day:
                yield f"{territory}, {layer}: {atlas.bases[row.basis].titles[language]}"


def ours(markdown: str, history: str) -> Iterator[str]:
    """Yield the lines of a debrief without history's column, ending and moves."""
    column = None
    for line in markdown.splitlines():
        cells = line.split(" | ")
        heads = [cell.strip("| ") for cell in cells]
        if not line.startswith("|"):
            column = None
            if not line.lstrip().startswith("* "):
                yield line
        elif history in heads:
            column = heads.index(history)
        else:
            yield " | ".join(cell for place, cell in enumerate(cells) if place != column)


@pytest.mark.parametrize(
    ("name", "language"),
    [(name, one) for at, name in enumerate(PREVENTED) for one in (WRITTEN if SOAK else WRITTEN[at % 2 :: 2])],
)
def test_nothing_speaks_of_what_a_play_prevented(name: str, language: str) -> None:
    one = PREVENTED[name]
    words = re.compile(one.words[language])
    surfaces = {each.__name__: each(one.moves, one.day, language) for each in (told, shown, briefed, drawn)}
    found = {name: [line for line in lines if words.search(line)] for name, lines in surfaces.items()}
    assert found == {name: [] for name in surfaces}


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_words_are_those_of_history(language: str) -> None:
    """A list that never matches proves nothing: history, told, must hold words of most lists."""
    past = list(told((), "1920-04-01", language))
    silent = {name for name, one in PREVENTED.items() if not any(re.search(one.words[language], line) for line in past)}
    assert silent <= {"the Sakarya is not won", "Enver comes in"}
