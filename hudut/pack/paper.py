"""Pages that are read or printed: start page, role sheets with the agenda, teacher's guide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from geo.errors import HudutError
from geo.words import FALLBACK, languages
from hudut.book.markdown import blocks, markdown
from hudut.book.setting import typeset
from hudut.campaigns import Stage
from hudut.play.page import EVERYONE
from hudut.play.words import words
from hudut.wording import said
from maps.offline import CSP_MARK, with_policy
from maps.style import lineages, style_sheet


@cache
def environment() -> Environment:
    """Return the templates of this package."""
    return Environment(
        loader=PackageLoader("hudut.pack", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _style() -> str:
    """Return the style sheet of a paper page: type and colours of the map, and the page's own rules."""
    tokens = (files("maps") / "css" / "tokens.css").read_text(encoding="utf-8")
    colours = "".join(line for line in style_sheet().splitlines() if line.startswith((":root{--r-", ".w-")))
    return f"{tokens}\n{colours}\n" + (files("hudut.pack") / "paper.css").read_text(encoding="utf-8")


def _page(template: str, lang: str, title: str, **values: Any) -> str:
    ours = {"style": Markup(_style()), "mark": Markup(CSP_MARK)}  # noqa: S704 (our own files)
    page = environment().get_template(template)
    return with_policy(page.render(lang=lang, title=title, t=said(lang).texts, **ours, **values))


def start_page(
    stage: Stage, of_acts: Sequence[str] = (), of_languages: Sequence[str] = (), *, pdf: bool = False
) -> str:
    """Return the page that a stick opens with: the atlas, each act by side and language, and the teacher's pages."""
    of_acts, of_languages = of_acts or tuple(stage.scenario.acts), of_languages or languages()
    acts = {
        code: [
            {
                "id": key,
                "title": act.titles[code],
                "days": said(code).say("date.range", start=said(code).date(act.start), end=said(code).date(act.end)),
                "seats": [(seat, one.titles[code]) for seat, one in act.seats.items()],
            }
            for key, act in ((key, stage.scenario.acts[key]) for key in of_acts)
        ]
        for code in of_languages
    }
    texts = {code: said(code).texts for code in of_languages}
    return _page("start.html", of_languages[0], "Hudut", acts=acts, said=texts, everyone=EVERYONE, pdf=pdf)


def role_sheets(stage: Stage, act: str, language: str) -> str:
    """Return the role sheets of an act, a printed page a seat, and its agenda: every text and every decision."""
    parts = _parts(stage, act, language)
    return _page("sheets.html", language, f"{parts['act']['title']} · Hudut", **parts)


def role_sheets_pdf(stage: Stage, act: str, language: str) -> bytes:
    """Return the same as a PDF."""
    parts = _parts(stage, act, language)
    colours = {name: one["key"] for name, one in lineages().items()}
    with TemporaryDirectory() as folder:
        return typeset("sheets.typ", {**_told(language), **parts, "colours": colours}, Path(folder))


def _parts(stage: Stage, act: str, language: str) -> dict[str, Any]:
    told = words(stage, act, language, stage.scenario.acts[act].seats)
    steps = told["steps"].values()
    return {
        "act": told,
        "tables": [step for step in steps if "items" in step],
        "decisions": [step for step in steps if step["kind"] == "decision"],
    }


def _told(language: str) -> dict[str, Any]:
    found = {key: text for key, text in said(language).texts.items() if key.startswith(("sheet.", "brief.", "app."))}
    return {"lang": language, "words": found}


def teacher_guide(language: str, folder: Path | None = None) -> str:
    """Return the teacher's guide as a page, from its Markdown; the English one where a language has none.

    Raises
    ------
    HudutError
        If there is no guide.
    """
    title, source = _guide(language, folder)
    body = markdown().render(source)
    return _page("guide.html", language, f"{title} · Hudut", body=Markup(body))  # noqa: S704 (made of our own Markdown)


def teacher_guide_pdf(language: str) -> bytes:
    """Return the same as a PDF."""
    title, source = _guide(language, None)
    with TemporaryDirectory() as place:
        return typeset("guide.typ", {**_told(language), "title": title, "blocks": blocks(source)}, Path(place))


def _guide(language: str, folder: Path | None) -> tuple[str, str]:
    """Return the title of the guide and its Markdown."""
    paths = [(folder or guide_folder()) / f"guide-{code}.md" for code in (language, FALLBACK)]
    path = next((one for one in paths if one.exists()), paths[0])
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HudutError(f"{path}: the teacher's guide cannot be read: {error}.") from error
    return source.partition("\n")[0].lstrip("# ") or said(language).say("stick.guide"), source


def guide_folder() -> Path:
    """Return the folder of the guide: beside this package when installed, in docs when run from the sources."""
    installed = Path(str(files("hudut.pack"))) / "teachers"
    return installed if installed.is_dir() else Path(str(files("hudut"))).parent / "docs" / "teachers"


def readme(sizes: Mapping[str, int]) -> str:
    """Return the text file that explains the stick to whoever finds it."""
    figures = {"pages": len(sizes), "megabytes": f"{sum(sizes.values()) / 1_000_000:.0f}"}
    return "\n\n".join(["HUDUT", *(said(code).say("stick.readme", **figures) for code in languages())]) + "\n"
