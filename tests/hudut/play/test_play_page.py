"""What is in a play page and what is not; the stick; what the command line says."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf

from geo.errors import HudutError
from geo.sources import GRADES
from hudut.campaigns import Stage
from hudut.pack.paper import role_sheets, start_page, teacher_guide
from hudut.pack.writing import pages_of, write_stick
from hudut.play.page import PlayPage, board_payload, render_play, write_play
from hudut.play.words import afterwards, words
from hudut.play.words import texts as words_of_page
from hudut.terminal import seat_of
from maps.joining import joined
from maps.packing import unpacked
from tests.conftest import SOAK, as_written
from tests.hudut.test_plays import hudut
from tests.registries import ACTS, ROOT

MODERN = re.compile(r"\?\.[\w\[(]|\?\?|\.replaceAll\(|\.at\(|structuredClone|[^\w]BigInt|\d+n\b")


def everything(page: str) -> str:
    """Return a page with its packed parts unpacked beside it."""
    found = re.findall(r'<script type="text/plain" id="\w+?(?:_play|_after)">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 2
    return page + "".join(str(unpacked(html.unescape(one))) for one in found)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif not isinstance(value, (int, float)) and value is not None:
        for one in value:
            yield from texts(one)


@pytest.mark.parametrize("act", ACTS if SOAK else ["moscow"])
def test_other_seats_secrets_are_not_in_the_page(frontier: Stage, play_files: Any, act: str) -> None:
    seats = frontier.scenario.acts[act].seats
    for seat in seats:
        whole = everything(play_files(seat, "tr", act).read_text("utf-8"))
        for other, one in seats.items():
            lines = [line["tr"] for line in one.brief.secret]
            assert len(lines) > 3
            assert all((line in whole) == (other == seat) for line in lines), (act, seat, other)


@pytest.mark.parametrize("act", ACTS)
def test_the_map_can_turn_to_all_land_that_a_play_moves(frontier: Stage, act: str) -> None:
    written = as_written(ROOT / "scenarios/data/frontier/scenario.yaml")
    moved = {land for piece in written["pieces"] for land in piece.get("territories", [piece["id"]])}
    spoken = {land for paper in written["papers"] for land in paper.get("territories", [])}
    assert len(moved) > 40
    assert moved | spoken <= set(board_payload(frontier, act, ("tr",))["boxes"])


@pytest.mark.parametrize("act", ACTS)
def test_an_independent_reader_takes_every_date_of_the_words(frontier: Stage, act: str) -> None:
    told = words(frontier, act, "en")
    for text in [told["start"], told["end"], *(step["date"] for step in told["steps"].values())]:
        parse_edtf(text)


def test_the_page_of_all_seats_holds_all_briefs(frontier: Stage, play_files: Any) -> None:
    whole = everything(play_files("all", "en").read_text("utf-8"))
    for one in frontier.scenario.acts["moscow"].seats.values():
        assert all(line["en"] in whole for line in one.brief.secret)


@pytest.mark.parametrize("act", ["moscow", "kars"])
def test_what_history_chose_is_told_only_afterwards(frontier: Stage, act: str) -> None:
    """The words of an act do not change when another option is called historical."""
    told = words(frontier, act, "en", ("ankara",))
    assert "'historical'" not in str(told)
    steps = {one.id: one for one in frontier.scenario.acts[act].steps}
    for key, step in told["steps"].items():
        for name, option in step.get("options", {}).items():
            assert set(option) <= {"title", "says", "after", "variants"}, (key, name)
        for item in step.get("items", {}).values():
            assert all(set(option) == {"title", "text"} for option in item["options"].values())
    later = afterwards(frontier, act, "en")["grounds"]
    for key, step in steps.items():
        past = [option.id for option in step.options if option.historical]
        assert [name for name in past if later[f"{key}.{name}"]["historical"]] == past


def test_each_school_is_heard_before_any_is_heard_twice(frontier: Stage) -> None:
    school = {one.says["en"]: one.school for one in frontier.chronicle.readings.values()}
    asked = [question for act in ACTS for question in afterwards(frontier, act, "en")["questions"]]
    heard = [[school[reading["says"]] for reading in question["readings"]] for question in asked]
    assert any(len(set(schools)) > 2 for schools in heard)
    for schools in heard:
        first = schools[: len(set(schools))]
        assert len(set(first)) == len(first)


def test_the_same_input_gives_the_same_bytes_and_nothing_from_outside(frontier: Stage, play_files: Any) -> None:
    page = play_files().read_text("utf-8")
    assert render_play(frontier, PlayPage("moscow", "ankara", ("en",), seed=7)) == page
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?!data:)', page) == []


def test_the_script_keeps_to_what_old_school_browsers_know() -> None:
    script = joined("hudut/play/js/main.js", "startPlay")
    assert MODERN.findall(re.sub(r'"[^"\n]*"', '""', script)) == []


def test_every_text_that_the_scripts_name_is_there() -> None:
    folder = Path(__file__).parents[3] / "hudut" / "play" / "js"
    named = {
        name
        for path in folder.glob("*.js")
        for name in re.findall(r'\bt\("([\w.-]+)"[,)]', path.read_text("utf-8"))
        if not name.endswith(".")
    }
    named |= {f"grade.{one}{end}" for one in GRADES for end in ("", ".long")}  # how good a page is, beside its citation
    assert named - set(words_of_page("en")) == set()
    assert len(named) > 60


def test_modules_that_import_each_other_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "ringed"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n')
    (package / "b.js").write_text('import { a } from "./a.js";\nexport const b = 1;\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ValueError, match="a circle"):
        joined("ringed/a.js", "a")


def of_moscow(frontier: Stage) -> list[Any]:
    """Return a few pages of a stick, each of another kind; all of them take a minute."""
    wanted = re.compile(r"start|guide-tr|print/moscow-tr|play/moscow-ankara-tr")
    return [job for job in pages_of(frontier) if wanted.match(job[0])]


def test_a_stick_is_whole_and_its_links_lead_somewhere(frontier: Stage, tmp_path: Path) -> None:
    out = tmp_path / "stick"
    made = dict(write_stick(of_moscow(frontier), out))
    assert {path.relative_to(out).as_posix() for path in out.rglob("*.html")} == set(made)
    assert f"{len(made)} pages" in (out / "README.txt").read_text("utf-8")
    names = {name for name, _ in pages_of(frontier)}
    links = re.findall(r'href="([^"#]+?)(?:#[^"]*)?"', (out / "start.html").read_text("utf-8"))
    assert {link for link in links if not link.startswith("data:")} == names - {"start.html"}
    list(write_stick(of_moscow(frontier)[:1], out))
    assert [path.name for path in sorted(out.iterdir())] == ["README.txt", "start.html"], "an earlier stick is replaced"
    assert [path.name for path in tmp_path.iterdir()] == ["stick"]


def test_a_folder_of_something_else_is_left_alone(frontier: Stage, tmp_path: Path) -> None:
    (tmp_path / "homework.txt").write_text("mine")
    with pytest.raises(HudutError, match="holds other files"):
        list(write_stick(of_moscow(frontier), tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["homework.txt"]


def test_a_page_that_fails_leaves_nothing_behind(frontier: Stage, tmp_path: Path) -> None:
    def fails() -> str:
        raise HudutError("no guide")

    with pytest.raises(HudutError, match="no guide"):
        list(write_stick([*of_moscow(frontier)[:1], ("guide.html", fails)], tmp_path / "stick"))
    assert list(tmp_path.iterdir()) == []


def test_role_sheets_hold_every_brief_and_the_whole_agenda(frontier: Stage) -> None:
    act = frontier.scenario.acts["moscow"]
    page = html.unescape(role_sheets(frontier, "moscow", "en"))
    assert all(line["en"] in page for one in act.seats.values() for line in one.brief.secret)
    for step in act.steps:
        for item in step.basket.items if step.basket else ():
            assert all(option.text["en"] in page for option in item.options)
    assert "historical" not in page
    assert "as it opened in history" in page


def test_the_guide_is_made_from_its_markdown(tmp_path: Path) -> None:
    (tmp_path / "guide-en.md").write_text("# Guide\n\n| a | b |\n|---|---|\n| 1 | <b>2</b> |\n", "utf-8")
    page = teacher_guide("en", tmp_path)
    assert "<h1>Guide</h1>" in page
    assert "<td>&lt;b&gt;2&lt;/b&gt;</td>" in page
    assert "<h1>Guide</h1>" in teacher_guide("tr", tmp_path)  # a language without one has the English one
    with pytest.raises(HudutError, match="guide-tr"):
        teacher_guide("tr", tmp_path / "nowhere")
    assert "<table>" in teacher_guide("tr")


def test_the_start_page_speaks_both_languages(frontier: Stage) -> None:
    page = start_page(frontier)
    assert 'lang="tr"' in page
    assert 'lang="en"' in page
    assert "Teacher’s guide" in page


def test_the_command_line_writes_a_page_and_explains_what_it_cannot(frontier: Stage, tmp_path: Path) -> None:
    out = tmp_path / "moscow.html"
    done = hudut("play", "frontier", "--act", "moscow", "--as", "ankara", "--lang", "tr", "--html", str(out))
    assert done.returncode == 0, done.stderr
    assert "needs no network" in done.stdout
    assert out.stat().st_size < 700_000
    with pytest.raises(HudutError, match="add --html FILE"):
        seat_of(frontier, "moscow", "all")
    with pytest.raises(HudutError, match="Did you mean 'moscow'"):
        write_play(frontier, "moskow", "ankara", out)
    with pytest.raises(HudutError, match="nobody sits as 'erivan'"):
        write_play(frontier, "moscow", "erivan", out)
    with pytest.raises(HudutError, match="is a file"):
        list(write_stick([], out))
