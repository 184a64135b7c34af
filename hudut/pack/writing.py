"""`hudut pack`: every page of the stick, written beside its place and moved there when all are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from geo.words import languages
from hudut.atlas_page import map_page
from hudut.campaigns import Stage
from hudut.files import whole_folder
from hudut.pack.paper import readme, role_sheets, role_sheets_pdf, start_page, teacher_guide, teacher_guide_pdf
from hudut.play.page import EVERYONE, PlayPage, render_play

MARK = "start.html"
"""The file by which a folder is known to be an earlier stick, which may be replaced."""
Job = tuple[str, Callable[[], str | bytes]]
"""Path inside the folder, and what makes the page."""


def pages_of(stage: Stage, acts: Sequence[str] = (), tongues: Sequence[str] = (), *, pdf: bool = False) -> list[Job]:
    """Return the pages of a stick: start page, atlas, guide, and of each act the role sheets and a page a side.

    Of some acts or languages, where they are named; with what is for paper as PDF too where it is wished for.
    """
    acts, tongues = acts or tuple(stage.scenario.acts), tongues or languages()
    found: list[Job] = [
        (MARK, partial(start_page, stage, acts, tongues, pdf=pdf)),
        ("atlas.html", lambda: map_page().decode()),
    ]
    for language in tongues:
        found.append((f"guide-{language}.html", partial(teacher_guide, language)))
        if pdf:
            found.append((f"guide-{language}.pdf", partial(teacher_guide_pdf, language)))
            found += [(f"print/{act}-{language}.pdf", partial(role_sheets_pdf, stage, act, language)) for act in acts]
        for act in acts:
            found.append((f"print/{act}-{language}.html", partial(role_sheets, stage, act, language)))
            found += [
                (f"play/{act}-{seat}-{language}.html", partial(render_play, stage, PlayPage(act, seat, (language,))))
                for seat in (*stage.scenario.acts[act].seats, EVERYONE)
            ]
    return found


def write_stick(pages: Iterable[Job], out: Path) -> Iterator[tuple[str, int]]:
    """Write the stick; yield (page, size in bytes) as they are made. The folder appears when the last is written.

    Raises
    ------
    HudutError
        If the folder cannot be written, or is there and is not an earlier stick; nothing is changed then.
    """
    sizes: dict[str, int] = {}
    with whole_folder(out, known_by=MARK) as beside:
        for name, make in pages:
            path = beside / name
            path.parent.mkdir(exist_ok=True)
            made = make()
            content = made.encode() if isinstance(made, str) else made
            path.write_bytes(content)
            sizes[name] = len(content)
            yield name, len(content)
        (beside / "README.txt").write_text(readme(sizes), encoding="utf-8")
