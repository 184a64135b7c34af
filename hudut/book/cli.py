"""The command `hudut book`. Heavy imports stay inside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hudut.options import Tongue, text_language


def book(
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="The PDF to write; out/atlas.pdf, or out/STORY.pdf.", show_default=False),
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
    from hudut.files import whole_file
    from scenarios.load import load_chronicle

    atlas = load()
    chronicle = load_chronicle(atlas)
    if story is not None:
        one_of(story, chronicle.stories, "there is no story")  # said before a browser starts
    language = text_language(lang)
    place = out or Path(f"out/{story or 'atlas'}.pdf")
    with whole_file(place) as beside, chromium() as browser:  # a place that cannot be is refused before it is drawn
        if story is None:
            made = atlas_book(atlas, chronicle, language, browser)
        else:
            made = story_handout(atlas, chronicle, story, language, browser)
        beside.write_bytes(made)
    typer.echo(f"{place}: {len(made) / 1_000_000:.1f} MB.")
