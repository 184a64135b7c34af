"""The command `hudut book`. Heavy imports stay inside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hudut.options import Tongue, text_language, to_write


def book(
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            callback=to_write,
            help="The PDF to write; out/atlas.pdf, or out/STORY.pdf.",
            show_default=False,
        ),
    ] = None,
    lang: Tongue = "en",
    story: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Write a story as a handout instead, such as kars.", show_default=False),
    ] = None,
) -> None:
    """Print the atlas as a PDF of some forty plates with places and sources, or a story; Chromium draws the maps."""
    from geo.errors import one_of
    from geo.load import load
    from hudut.book.atlas import atlas_book
    from hudut.book.drawing import chromium
    from hudut.book.stories import story_handout
    from hudut.files import write_whole
    from scenarios.load import load_chronicle

    atlas = load()
    chronicle = load_chronicle(atlas)
    if story is not None:
        one_of(story, chronicle.stories, "there is no story")  # said before a browser starts
    language = text_language(lang)
    place = out or Path(f"out/{story or 'atlas'}.pdf")
    with chromium() as browser:
        if story is None:
            made = atlas_book(atlas, chronicle, language, browser)
        else:
            made = story_handout(atlas, chronicle, story, language, browser)
    write_whole(place, made)
    typer.echo(f"{place}: {len(made) / 1_000_000:.1f} MB.")
