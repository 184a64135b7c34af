"""The command line. Heavy imports stay inside the commands, so that help and errors come at once.

Exit codes: 0 done, 1 the data is wrong, 2 wrong usage.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo.errors import DataError, HudutError

app = typer.Typer(
    name="hudut",
    help="An atlas of the Turkish–Caucasus frontier, 1914–1923: maps that work offline, with sources.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
)

DataFolder = Annotated[
    Path | None,
    typer.Option("--data", help="Another data folder than the one that ships with Hudut.", show_default=False),
]


class Language(StrEnum):
    """Languages that a page may carry."""

    tr = "tr"
    en = "en"
    all = "all"


class Table(StrEnum):
    """Tables that can be exported."""

    territories = "territories"
    holdings = "holdings"
    places = "places"
    sources = "sources"


@app.command("map", epilog="Example: hudut map -o kars.html --from 1920-09 --to 1921-10-13 --title 'From Kars to Kars'")
def map_command(
    out: Annotated[Path, typer.Option("-o", "--out", help="The HTML file to write.")] = Path("out/hudut.html"),
    lang: Annotated[Language, typer.Option(help="Language of the page; `all` has a switch.")] = Language.all,
    start: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day shown, as 1920-04-23.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day shown.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    data: DataFolder = None,
) -> None:
    """Write the atlas in time as one HTML file that needs no network."""
    from hudut.atlas_page import write_map

    size = write_map(out, language=lang.value, start=start, end=end, title=title, folder=data)
    typer.echo(f"{out}: {size / 1000:.0f} kB. Open it in a browser; it needs no network.")


@app.command(epilog="Example: hudut check --texts ../texts")
def check(
    path: Annotated[Path | None, typer.Argument(help="Data folder; without it, the one that ships with Hudut.")] = None,
    texts: Annotated[
        Path | None,
        typer.Option(envvar="HUDUT_TEXTS", help="Folder of the five texts, to prove every citation."),
    ] = None,
) -> None:
    """Check all data: list every problem at once, with file and line. Exit code 1 if there is one."""
    from hudut.check import check_folder

    report = check_folder(path, texts)
    typer.echo(report)


@app.command(epilog="Example: hudut export holdings -o holdings.gpkg")
def export(
    table: Annotated[Table, typer.Argument(help="What to export.")],
    out: Annotated[
        Path,
        typer.Option("-o", "--out", help="The file; its suffix chooses the format: .geojson .gpkg .parquet .csv …"),
    ],
    data: DataFolder = None,
) -> None:
    """Write a table of the atlas for a GIS, a spreadsheet or a notebook."""
    from hudut.export import export_table

    rows = export_table(table.value, out, folder=data)
    typer.echo(f"{out}: {rows} rows.")


def main() -> None:
    """Run the command line; an error in the data or the input becomes one clear message and exit code 1."""
    try:
        app()
    except DataError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except HudutError as error:
        typer.echo(f"hudut: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
