"""`hudut pack`: every page of the stick, written beside its place and moved there when all are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from hudut.atlas_page import write_map
from hudut.campaigns import Stage
from hudut.files import whole_folder
from hudut.pack.paper import LANGUAGES, readme, role_sheets, start_page, teacher_guide
from hudut.play.page import EVERYONE, PlayPage, render_play

MARK = "start.html"
"""The file by which a folder is known to be an earlier stick, which may be replaced."""
Job = tuple[str, Callable[[], str]]


def jobs(stage: Stage) -> list[Job]:
    """Return the pages of a stick but for the atlas: path inside the folder, and what makes the page."""
    kept: dict[str, str] = {}

    def remember(key: str, make: Callable[[], str]) -> str:
        if key not in kept:
            kept[key] = make()
        return kept[key]

    found: list[Job] = [(MARK, partial(start_page, stage))]
    for language in LANGUAGES:
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


def write_stick(stage: Stage, out: Path) -> Iterator[tuple[str, int]]:
    """Write the stick; yield (page, size in bytes) as they are made. The folder appears when the last is written.

    Raises
    ------
    HudutError
        If the folder cannot be written, or is there and is not an earlier stick; nothing is changed then.
    """
    sizes: dict[str, int] = {}
    with whole_folder(out, known_by=MARK) as beside:
        sizes["atlas.html"] = write_map(beside / "atlas.html")
        yield "atlas.html", sizes["atlas.html"]
        for name, make in jobs(stage):
            path = beside / name
            path.parent.mkdir(exist_ok=True)
            content = make().encode()
            path.write_bytes(content)
            sizes[name] = len(content)
            yield name, len(content)
        (beside / "README.txt").write_text(readme(sizes), encoding="utf-8")
