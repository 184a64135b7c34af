"""Arguments and options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    """Languages that a page may carry."""

    tr = "tr"
    en = "en"
    all = "all"


Scenario = Annotated[str, typer.Argument(help="A scenario that ships with Hudut, such as frontier, or a folder.")]
ActName = Annotated[str | None, typer.Option("--act", help="One act, such as moscow; without it, all of them.")]
Tongue = Annotated[Language, typer.Option("--lang", help="Language of the text.")]
