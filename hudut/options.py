"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import HudutError
from geo.words import ALL, FALLBACK, chosen, languages
from hudut.files import writable

if TYPE_CHECKING:
    from engine.opening import Opening


def _known(word: str) -> str:
    try:
        chosen(word)
    except HudutError as error:
        raise typer.BadParameter(str(error)) from None
    return word


def named(path: Path | None) -> Path | None:
    """Refuse an option in the place of a name, which the parser takes for the name; a callback of an option."""
    if path is not None and str(path).startswith("-"):
        raise typer.BadParameter(f"{path} stands where a name is wanted; a file called so is ./{path}.")
    return path


def to_write(path: Path | None) -> Path | None:
    """Refuse a path that no file can be written to before the command does its work; a callback of an option."""
    found = named(path)
    return None if found is None else writable(found)


def text_language(word: str) -> str:
    """Return the language of a text, which is in one alone: English for `all`."""
    return FALLBACK if word == ALL else word


def tell_between(begun: Opening) -> None:
    """Say which acts go as in history between the play that an act is opened on and the act."""
    for act in begun.between:
        typer.echo(f"The act {act} lies between; it goes as in history.", err=True)


_LANGUAGES = "|".join((*languages(), ALL))
Scenario = Annotated[str, typer.Argument(help="A scenario that ships with Hudut, such as frontier, or a folder.")]
ActName = Annotated[str | None, typer.Option("--act", help="One act, such as moscow; without it, all of them.")]
Weighting = Annotated[
    str | None,
    typer.Option(
        "--weights",
        metavar="NAME|FILE",
        help="A set of weights beside the scenario, such as even or blind, or a file; fitted by default.",
        show_default=False,
    ),
]
After = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="LOG",
        help="Open the act on the play of this log: the act that follows it, or the later one that --act names.",
        show_default=False,
    ),
]
Tongue = Annotated[str, typer.Option("--lang", metavar=_LANGUAGES, callback=_known, help="Language of the text.")]
PageTongue = Annotated[
    str, typer.Option("--lang", metavar=_LANGUAGES, callback=_known, help="Language of the page; `all` has a switch.")
]
