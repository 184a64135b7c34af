"""What a debrief says of a play is what its log says, read here by hand: choices, texts, departure, questions, land."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pypdfium2 import PdfDocument

from engine.annulling import annulled
from engine.frame import frame
from engine.log import Log
from engine.opening import Opening
from engine.play import legal_moves
from engine.policies import draw_of, policy_of, scripted
from engine.replay import end_of, end_of_history, states
from hudut.campaigns import Stage
from hudut.classroom import lead
from hudut.classroom.debriefing import columns, matters_of
from hudut.classroom.fold import Settings, body_of
from hudut.classroom.live import LiveRoom
from hudut.classroom.questions import Played, questions
from hudut.classroom.seeing import Sight
from hudut.classroom.store import Event, Store
from hudut.classroom.tables import played as turn_of
from hudut.classroom.tables import to_move
from hudut.classroom.wording import strings
from hudut.play.words import afterwards
from scenarios.fates import ANNULLED, BROKEN, CLOSED, NO_OPTION, NOT_HELD, OPEN
from tests.conftest import SOAK
from tests.hudut.classroom.conftest import Door, boot, move, new_key, run_beside, set_up
from tests.hudut.classroom.conftest import lead as led

PLAYS = (("letters", 1), ("gumru", 2), ("moscow", 3), ("kars", 4), ("frunze", 5), ("straits", 6))
"""Acts and seeds; two tables each."""


def played_out(stage: Stage, folder: Path, act: str, seed: int) -> LiveRoom:
    """Return a room whose two tables policies played to the end."""
    live = LiveRoom(stage, Store(folder / act))
    seats = list(stage.scenario.acts[act].seats)
    policies = {**dict.fromkeys(seats, "person"), "chance": "weighted"}

    async def play() -> None:
        await live.do(
            lead.set_up(stage.scenario, live.room, Settings(act, 90, 2, "opening", 0, seed, policies), "kars-1")
        )
        await live.do(lead.start(stage.scenario, live.room))
        for number, policy in ((1, "weighted"), (2, "hard-line")):
            for seat in seats:
                await live.do(lead.stand_in(stage.scenario, live.room, number, seat, policy))
                await live.play_on(number)
        await live.do([lead.end(live.room)])

    run_beside(play())
    return live


def inner(text: str) -> str:
    """Return a text as it stands inside quotation marks."""
    return text.replace("“", "‘").replace("”", "’")


class ByHand:
    """A log of one act, read entry by entry."""

    def __init__(self, stage: Stage, log: Log) -> None:
        self.steps = {one.id: one for one in stage.scenario.acts[str(log.header.act)].steps}
        self.choices: dict[str, str] = {}
        self.text: dict[str, str] = {}
        self.closed: dict[str, str] = {}
        self.off: list[str] = []  # choices and sealed tables that are not history's, in order
        draft: dict[str, str] = {}
        for entry in log.entries:
            step, *rest = entry.move.split(".")
            options = [one.id for one in self.steps[step].options] if step in self.steps else []
            if rest[0] in options:  # a chance may name, after the option, in which state it was drawn
                self.choices[step] = rest[0]
                self.off += [step] if rest[0] not in self.past(step) else []
            elif len(rest) == 3:
                draft[rest[1]] = rest[2]
            elif rest[-1] == "seal":
                self.text |= draft
                self.off += [step] if any(draft[item] not in self.past(step, item) for item in draft) else []
                draft = {}
            elif rest[-1] in CLOSED:
                basket = self.steps[step].basket if step in self.steps else None
                self.closed |= {one.id: CLOSED[rest[-1]] for one in (basket.items if basket else ())}
                self.off += [step] if rest[-1] != "skip" else []
                draft = {}

    def past(self, step: str, item: str = "") -> list[str]:
        """Return what the file calls historical."""
        basket = self.steps[step].basket
        options = next(one.options for one in basket.items if one.id == item) if basket else self.steps[step].options
        return [one.id for one in options if one.historical]

    def title(self, matter: str, language: str) -> set[str]:
        """Return the titles of what was chosen in a matter, named by its title."""
        found: set[str] = set()
        for step in self.steps.values():
            if inner(step.titles[language]) == matter:
                found |= {inner(one.titles[language]) for one in step.options if one.id == self.choices.get(step.id)}
            for item in step.basket.items if step.basket else ():
                if inner(item.titles[language]) == matter:
                    found |= {inner(one.titles[language]) for one in item.options if one.id == self.text.get(item.id)}
        return found


@pytest.mark.parametrize(("act", "seed"), PLAYS if SOAK else PLAYS[1:2])
def test_a_debrief_says_what_the_log_says(frontier: Stage, tmp_path: Path, act: str, seed: int) -> None:
    live = played_out(frontier, tmp_path, act, seed)
    for number, table in live.room.tables.items():
        found = columns(frontier, live.room, number)
        read = ByHand(frontier, table.log)
        assert found[0]["choices"] == read.choices
        end = end_of(frontier.scenario, table.log, table.states, act)
        assert end is not None
        for item, option in found[0]["text"].items():
            sealed = read.text.get(item, read.closed.get(item, OPEN))
            options = next(
                o.options for s in read.steps.values() for o in (s.basket.items if s.basket else ()) if o.id == item
            )
            place = [one.id for one in options].index(sealed) + 1 if sealed not in NO_OPTION else 0
            gone = annulled(frontier.scenario, item, place, end)
            assert (option, found[0]["annulled"].get(item)) == ((ANNULLED, sealed) if gone else (sealed, None))
        left = found[0]["left"]
        if left and left["move"].split(".")[0] in read.off:
            assert left["move"].split(".")[0] == read.off[0]
        assert left is not None or not read.off
        for language in ("tr", "en"):
            after = afterwards(frontier, act, language, matters_of(found))
            asked = questions(Played(frontier, live.room, found, after["questions"], language))
            assert 3 <= len(asked) == len(set(asked)) <= 5
            compare(frontier, live, number, asked, language)


def question_of(key: str, language: str) -> str:
    """Return a question as a pattern."""
    return re.sub(r"\\{\w+\\}", ".*", re.escape(strings(language)[f"class.question.{key}"]))


def compare(stage: Stage, live: LiveRoom, number: int, asked: list[str], language: str) -> None:
    """Check each statement of the questions against the logs of the tables and the files."""
    logs = {one: ByHand(stage, table.log) for one, table in live.room.tables.items()}
    mine, other = logs[number], logs[3 - number]
    tables = question_of("tables", language)
    for question in asked:
        quoted = re.findall("“([^”]*)”", question)
        if len(quoted) != 3:
            continue
        assert quoted[1] in mine.title(quoted[0], language)
        if re.fullmatch(tables, question):
            assert quoted[2] in other.title(quoted[0], language)
        else:
            assert quoted[2] not in mine.title(quoted[0], language)
    act = live.room.tables[number].act
    log = live.room.tables[number].log
    end = end_of(stage.scenario, log, states(stage.scenario, log), act)
    assert end is not None
    ours, past = (frame(stage.scenario, one).held for one in (end, end_of_history(stage.scenario, act)))
    named = re.findall(
        r"(?<=[:;] )[^;:]+?(?=[;.])", " ".join(one for one in asked if re.fullmatch(question_of("land", language), one))
    )
    known = {one.names[language]: key for key, one in stage.atlas.territories.items()}
    for place in (known[name] for name in named if name in known):
        assert any(ours.get((place, layer)) != past.get((place, layer)) for layer in ("control", "agreed")), place


def test_letters_reasons_and_briefs_lie_open_afterwards_without_names(door: Door, live: LiveRoom) -> None:
    teacher = door.teacher()
    set_up(teacher)
    ankara = door.pupil(live.room.code, "Ayşe", 1, "ankara")
    moscow = door.pupil(live.room.code, "Bora", 1, "moscow")
    led(teacher, "start")
    assert move(ankara, boot(ankara)["now"], why="Kars first").status_code == 200
    assert ankara.post("/api/say", json={"key": new_key(), "to": ["moscow"], "text": "between us"}).status_code == 200
    led(teacher, "end")
    led(teacher, "debrief")
    page = boot(moscow, "/debrief?lang=en")
    assert page["columns"][0]["letters"] == [{"seat": "ankara", "to": ["ankara", "moscow"], "text": "between us"}]
    assert [one["text"] for given in page["columns"][0]["reasons"].values() for one in given] == ["Kars first"]
    assert "“between us”" in page["questions"][1]
    assert all(page["words"]["seats"][seat]["secret"] for seat in ("ankara", "moscow", "tiflis"))
    assert "Ayşe" not in str(page)


PUPIL = "pupil"


def played(  # noqa: PLR0913 - a lesson in one line
    stage: Stage,
    folder: Path,
    act: str,
    turns: int,
    wanted: Sequence[str] = (),
    *,
    policies: Mapping[str, str] = {},
    carried: Mapping[str, int | str] = {},
) -> LiveRoom:
    """Return a room of one table that has ended after so many turns of pupils: what is wanted, else as in history.

    Seats in `policies`, and chance where it is there, are not played by pupils.
    """
    live = LiveRoom(stage, Store(folder / act))
    scenario = stage.scenario
    seats = {**dict.fromkeys(scenario.acts[act].seats, "person"), "chance": "historical", **policies}

    async def play() -> None:
        settings = Settings(act, 90, 1, "opening", 0, 1, seats, carried=carried)
        await live.do(lead.set_up(scenario, live.room, settings, "kars-1"))
        await live.do([Event("planned", "teacher", 1, {"step": one.split(".")[0], "plan": one.split(".")[1]})
                       for one in wanted if scenario.steps_by_id[one.split(".")[0]].step.kind == "chance"])  # fmt: skip
        await live.do(lead.start(scenario, live.room))
        for _ in range(turns):
            table = live.room.tables[1]
            if not (seat := to_move(scenario, table)):
                break
            legal = legal_moves(scenario, table.state)
            draw = draw_of(1, len(table.log.entries))
            chosen = scripted(tuple(wanted), policy_of("historical"))(scenario, table.state, legal, draw)
            await live.do([Event("played", PUPIL, 1, body_of(turn_of(scenario, table, seat, (chosen.id,), "")))])
        await live.do([lead.end(live.room)])

    run_beside(play())
    return live


def asked_of(stage: Stage, live: LiveRoom, language: str = "en") -> dict[str, str]:
    """Return what a table is asked, by the id of the question."""
    found: dict[str, str] = {}
    keys = [key.removeprefix("class.question.") for key in strings(language) if key.startswith("class.question.")]
    for one in questions(Played(stage, live.room, columns(stage, live.room, 1), [], language)):
        (fit,) = [key for key in keys if re.fullmatch(question_of(key, language), one)]
        found[fit] = one
    return found


def test_a_table_that_stands_at_a_decision_is_not_asked_for_a_text(frontier: Stage, tmp_path: Path) -> None:
    found = asked_of(frontier, played(frontier, tmp_path, "gumru", 3))
    assert set(found) == {"undecided", "2", "3", "4"}
    assert "at the decision “" in found["undecided"]


def test_a_table_at_a_text_is_asked_what_it_lacked(frontier: Stage, tmp_path: Path) -> None:
    found = asked_of(frontier, played(frontier, tmp_path, "gumru", 10))
    assert set(found) == {"unfinished", "2", "3", "4"}


def test_a_table_that_was_left_is_asked_of_no_map_and_no_outcome(frontier: Stage, tmp_path: Path) -> None:
    found = asked_of(frontier, played(frontier, tmp_path, "gumru", 1, ("g1-march.call-off",)))
    assert set(found) == {"decision", "2", "3", "4"}


def test_who_decided_nothing_is_asked_of_no_decision(frontier: Stage, tmp_path: Path) -> None:
    found = asked_of(frontier, played(frontier, tmp_path, "gumru", 0))
    assert set(found) == {"undecided", "3", "4"}


def test_what_the_program_decided_is_a_difference_and_no_decision_of_the_table(frontier: Stage, tmp_path: Path) -> None:
    live = played(frontier, tmp_path, "gumru", 4, policies={"ankara": "conciliatory"})
    column = columns(frontier, live.room, 1)[0]
    read = ByHand(frontier, live.room.tables[1].log)
    actors = {step: one.actor for step, one in read.steps.items()}
    assert {step for step in read.choices if actors[step] == "ankara"} <= set(column["program"])
    assert {actors[step] for step in column["pupils"]} <= {"erivan", "moscow", None}  # nobody alone at a table
    assert actors[read.off[0]] == "ankara"
    assert "decision" not in asked_of(frontier, live)
    assert "history" in asked_of(frontier, live)


def test_a_chance_after_which_nothing_was_decided_changed_no_later_decision(frontier: Stage, tmp_path: Path) -> None:
    soon = asked_of(frontier, played(frontier, tmp_path / "soon", "gumru", 1, ("g2-sarikamis.stalls",)))
    assert "chance" not in soon
    assert "Who gained" in soon["history"]
    later = asked_of(frontier, played(frontier, tmp_path / "later", "gumru", 3, ("g2-sarikamis.stalls",)))
    assert "chance" in later


VOID = (("kars", {"bond": "none"}), ("frunze", {"bond": "none"}), ("straits", {"front": "lost"}))
"""What an earlier play leaves so that an act does not take place."""


@pytest.mark.parametrize(("act", "carried"), VOID)
def test_of_an_act_that_did_not_take_place_nothing_is_asked_that_nobody_decided(
    frontier: Stage, tmp_path: Path, act: str, carried: dict[str, int | str]
) -> None:
    live = played(frontier, tmp_path, act, 0, carried=carried)
    found = columns(frontier, live.room, 1)
    assert found[0]["void"]
    assert not found[1]["void"]
    void = frontier.scenario.acts[act].void
    assert void is not None
    for language in ("tr", "en"):
        asked = asked_of(frontier, live, language)
        assert f"“{void.titles[language]}”" in asked["void"]
        assert set(asked) <= {"void", "land", "4"}


@pytest.fixture
def openings() -> dict[str, Opening]:
    """Act kars is opened after a play without a treaty."""
    return {"moscow": Opening("moscow"), "kars": Opening("kars", {"bond": "none"}, "m29-bond.ankara.break")}


def ended(door: Door, browser: Browser, asked: str = "", **settings: Any) -> Page:
    """Open the debrief of a lesson that was ended as soon as it had begun, for its teacher, in Turkish."""
    teacher = door.teacher()
    set_up(teacher, minutes=90, **settings)
    led(teacher, "start")
    led(teacher, "end")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{door.address}/teacher?key={door.key}&lang=tr")
    page.goto(f"{door.address}/debrief?{asked}&lang=tr")
    page.wait_for_selector("body.ready", state="attached")
    return page


@pytest.mark.browser
def test_a_debrief_is_headed_by_why_its_act_did_not_take_place(door: Door, frontier: Stage, browser: Browser) -> None:
    policies = {**dict.fromkeys(frontier.scenario.acts["kars"].seats, "person"), "chance": "historical"}
    page = ended(door, browser, act="kars", begin="opening", policies=policies)
    ends = page.locator(".ending").all_inner_texts()
    assert "Bu perde gerçekleşmedi: Konferans yok" in ends[0]
    assert "Moskova’da bir antlaşma yapılmadığı için" in ends[0]
    assert "gerçekleşmedi" not in ends[1]
    page.close()


def test_a_table_that_broke_off_is_told_alike_whether_the_act_was_played_out_or_left(
    frontier: Stage, tmp_path: Path
) -> None:
    left, ended = (
        columns(frontier, played(frontier, tmp_path / str(turns), "gumru", turns, ("g12-truce.ankara.break",)).room, 1)[
            0
        ]
        for turns in (10, 400)
    )
    assert (left["land"] is None, ended["land"] is None) == (True, False)
    for column in (left, ended):
        assert "g12-truce" in column["past"]
        assert {column["text"][item] for item in ("g-town", "g-stores", "g-table")} == {BROKEN}
    assert "g24-peace" not in left["past"]
    assert "g-border" not in left["text"]


def test_articles_that_fell_with_the_signature_are_told_as_fallen(frontier: Stage, tmp_path: Path) -> None:
    live = played(frontier, tmp_path, "straits", 400, ("s34-straits.allies.break",)).room
    column = columns(frontier, live, 1)[0]
    thrace = ("s-line", "s-days", "s-guard")
    assert {item: column["text"][item] for item in thrace} == dict.fromkeys(thrace, ANNULLED)
    assert column["annulled"] == {"s-line": "maritsa", "s-days": "fifteen", "s-guard": "gendarmes"}
    assert column["text"]["s-shores"] == BROKEN
    assert column["text"]["s-seat"] == NOT_HELD
    for viewer in ("ankara", "moscow", ""):
        assert Sight(frontier, live, live.tables[1], viewer).now()["annulled"] == list(thrace)


def test_a_matter_that_is_no_question_takes_a_colon(frontier: Stage, tmp_path: Path) -> None:
    stated = asked_of(frontier, played(frontier, tmp_path / "1", "kars", 2, ("k1-batum-order.leave",)), "tr")
    assert stated["decision"].startswith("“Batum’daki garnizon”: Masanız “Şehri hemen devret” dedi")
    put = asked_of(frontier, played(frontier, tmp_path / "2", "kars", 1, ("k0-governor.guests-leave",)), "tr")
    assert put["decision"].startswith("“Batum’da kim yönetecek?” Masanız")


def test_an_unfinished_table_says_where_it_stood(frontier: Stage, tmp_path: Path) -> None:
    live = played(frontier, tmp_path, "kars", 2)
    assert columns(frontier, live.room, 1)[0]["at"] == "k3-when-to-pay"
    assert columns(frontier, live.room, 1)[1]["at"] is None


@pytest.mark.browser
def test_the_wall_reads_each_screen_to_its_end_before_it_turns(door: Door, browser: Browser) -> None:
    page = ended(door, browser, "wall=1", tables=4)
    told = "document.querySelector('.turning span').textContent"
    seen = []
    for _ in range(60):
        number, _, rest = page.evaluate(told).partition(" / ")
        last = number == rest.split()[0]
        low = page.evaluate("window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 1")
        assert ("↓" in rest) is not low
        seen.append((number, low))
        if low and last:
            break
        page.keyboard.press("ArrowRight")
    for number in {number for number, _ in seen}:
        assert [low for one, low in seen if one == number][-1], f"screen {number} was turned before its end"
    assert page.evaluate("getComputedStyle(document.querySelector('.ending p, .questions li')).fontSize") != "24px"
    page.close()


@pytest.mark.browser
def test_of_eight_tables_paper_has_one_beside_history_on_two_pages(door: Door, browser: Browser) -> None:
    page = ended(door, browser, "table=3", tables=8)
    assert page.locator(".ending:visible").count() == 9
    page.emulate_media(media="print")
    assert page.locator(".ending:visible .overline").all_inner_texts() == ["Masa 3", "Tarih"]
    assert page.locator(".departure:visible").count() == 1
    assert strings("tr")["debrief.paper"] in page.inner_text(".debrief")
    assert len(PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))) <= 2
    page.close()
