"""No hindsight: where a play prevented something, no sentence told afterwards speaks of it.

The words are a reader's list, made without asking `facts` of the scenario. What is searched is what a reader of the
play sees: each told move, and the debrief of each act, of which `comparison.md` consists. History's own column there
speaks of history and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from engine.log import Log
from engine.replay import states
from geo.dates import iso
from hudut.campaigns import Stage, stage
from hudut.debrief import as_markdown, debrief
from hudut.scripts import checked, never_made, played
from hudut.transcript import tell
from hudut.wording import said


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
            "en": r"hand the town to Georgia|entered Batum|Turkish troops are at Batum|[Ll]eaves Batum|the Adjar",
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
        {"tr": r"ağustos taslağı|parafe edil", "en": r"the draft of August|initialled"},
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
        {"tr": r"Türkistan yol|Batum’dan ayrıl|geri çevril", "en": r"road to Turkestan|leaves Batum|is turned back"},
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
    """Play the whole campaign as history where it can be, but for some moves."""
    script = checked(
        {"act": "letters", "until": "straits", "seats": {"chance": "historical"}, "moves": moves}, frontier().scenario
    )
    log = played(frontier(), script)
    assert never_made(frontier(), log, script) == []
    return log


def told(log: Log, day: str, language: str) -> Iterator[str]:
    """Yield what is told from a day on, then the debriefs of the acts that end later, without history's column."""
    for one in tell(frontier(), log, states(frontier().scenario, log)):
        if iso(one.day) >= day:
            yield f"{one.title[language]}: {one.text[language]}"
    for act, spec in frontier().scenario.acts.items():
        found = debrief(frontier(), log, act, language)
        if found is not None and iso(spec.end.last) >= day:
            yield from ours(as_markdown(found, frontier(), language), said(language).say("debrief.history"))


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


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("name", PREVENTED)
def test_nothing_speaks_of_what_a_play_prevented(name: str, language: str) -> None:
    one = PREVENTED[name]
    words = re.compile(one.words[language])
    assert [line for line in told(play(one.moves), one.day, language) if words.search(line)] == []


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_words_are_those_of_history(language: str) -> None:
    """A list that never matches proves nothing: history, told, must hold words of most lists."""
    past = list(told(play(()), "1920-04-01", language))
    silent = {name for name, one in PREVENTED.items() if not any(re.search(one.words[language], line) for line in past)}
    assert silent <= {"the Sakarya is not won", "Enver comes in"}
