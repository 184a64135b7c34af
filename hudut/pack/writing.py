"""`hudut pack`: every page of the stick, written beside its place and moved there when all are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from geo.words import languages
from hudut.atlas_page import map_page
from hudut.campaigns import Stage
from hudut.files import whole_folder
from hudut.pack.paper import readme, role_sheets, start_page, teacher_guide
from hudut.play.page import EVERYONE, PlayPage, render_play

MARK = "start.html"
"""The file by which a folder is known to be an earlier stick, which may be replaced."""
Job = tuple[str, Callable[[], str]]
"""Path inside the folder, and what makes the page."""


def pages_of(stage: Stage) -> list[Job]:
    """Return the pages of a stick: start page, atlas, guide, and of every act the role sheets and a page a side."""
    kept: dict[str, str] = {}

    def remember(key: str, make: Callable[[], str]) -> str:
        if key not in kept:
            kept[key] = make()
        return kept[key]

    found: list[Job] = [(MARK, partial(start_page, stage)), ("atlas.html", lambda: map_page().decode())]
    for language in languages():
        found.append((f"guide-{language}.html", partial(teacher_guide, language)))
        for act, one in stage.scenario.acts.items():
            found.append((f"print/{act}-{language}.html", partial(role_sheets, stage, act, language)))
            found += [
                (
                    f"play/{act}-{seat}-{language}.html",
                    partial(render_play, stage, PlayPage(act, seat, (language,)), remember),
                )
                for seat in (*one.seats, EVERYONE)
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
            content = make().encode()
            path.write_bytes(content)
            sizes[name] = len(content)
            yield name, len(content)
        (beside / "README.txt").write_text(readme(sizes), encoding="utf-8")
