"""The command line. Heavy imports stay inside the commands, so that help and errors come at once.

Exit codes: 0 done, 1 the data is wrong, 2 wrong usage.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from geo.errors import DataError, HudutError
from hudut.analysis.cli import list_moves, solve, sweep
from hudut.book.cli import book
from hudut.options import (
    ActName,
    After,
    PageTongue,
    Scenario,
    Tongue,
    Weighting,
    named,
    tell_between,
    text_language,
    to_write,
)
from hudut.pack.cli import pack

app = typer.Typer(
    name="hudut",
    help="An atlas of the Turkish–Caucasus frontier, 1914–1923: maps that work offline, with sources.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # the import of rich would take longer than all the rest of `--help`
    pretty_exceptions_enable=False,
)

EXTRAS = {
    **dict.fromkeys(("geopandas", "pandas", "pyarrow", "pyogrio"), "gis"),
    **dict.fromkeys(("fastapi", "uvicorn", "starlette", "python_multipart", "segno"), "classroom"),
    "scipy": "analysis",
    **dict.fromkeys(("typst", "playwright", "fontpkg_noto_sans", "fontpkg_noto_serif"), "print"),
}
"""The extra that brings a library, by its name."""

DataFolder = Annotated[
    Path | None,
    typer.Option("--data", help="Another data folder than the one that ships with Hudut.", show_default=False),
]


Table = StrEnum(
    "Table",
    "territories holdings places lines railways parties bases events treaties articles positions aid routes readings"
    " discrepancies persons offices organisations sources package",
)
"""What can be exported; the same words as in `hudut.exports.formats.SUFFIXES`, which is slow to import."""


def _versions(wanted: bool) -> None:
    if wanted:
        from hudut.atlas_page import versions

        typer.echo("\n".join(f"{name} {value}" for name, value in versions().items()))
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_versions, is_eager=True, help="Version, hash of the data, hash of each scenario."
        ),
    ] = False,
) -> None:
    """Hold the options that belong to no command."""


@app.command("map", epilog="Example: hudut map -o kars.html --from 1920-09 --to 1921-10-13 --title 'From Kars to Kars'")
def map_command(  # noqa: PLR0913, PLR0917 (the options of one command)
    out: Annotated[Path, typer.Option("-o", "--out", callback=to_write, help="The HTML file to write.")] = Path(
        "out/hudut.html"
    ),
    lang: PageTongue = "all",
    start: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day shown, as 1920-04-23.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day shown.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    tiles: Annotated[
        str | None, typer.Option(metavar="NAME", help="An online tile layer, as OpenStreetMap.Mapnik; none by default.")
    ] = None,
    data: DataFolder = None,
) -> None:
    """Write the atlas in time as one HTML file that needs no network."""
    from hudut.atlas_page import write_map
    from maps.options import PageOptions

    size = write_map(out, PageOptions(lang=lang, start=start, end=end, title=title, tiles=tiles), data)
    needs = f"it asks for the tiles of {tiles}" if tiles else "it needs no network"
    typer.echo(f"{out}: {size / 1000:.0f} kB. Open it in a browser; {needs}.")


@app.command(epilog="Example: hudut check --texts ../texts --coverage")
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH ...]",
            show_default=False,
            help="Folders of data: one with territories.yaml (geo), threads.yaml (chronicle) or scenario.yaml; "
            "without one, all that ships with Hudut.",
        ),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(envvar="HUDUT_TEXTS", help="Folder of the five texts, to prove every citation."),
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Say which lines of each text carry no citation; needs the texts.")
    ] = False,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="List the sentences of cited lines that no record vouches for.")
    ] = False,
) -> None:
    """Check all data: list every problem at once, with file and line. Exit code 1 if there is one."""
    from rich.console import Console
    from rich.progress import Progress

    from hudut.check import check_data

    def tell(part: str) -> None:
        bar.update(task, description=part)

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("", total=None)
        found = check_data(paths or [], texts, coverage=coverage, sentences=sentences, progress=tell)
    typer.echo(found)


@app.command(epilog="Example: hudut export holdings -o holdings.gpkg")
def export(
    table: Annotated[Table, typer.Argument(help="What to export.")],
    out: Annotated[
        Path, typer.Option("-o", "--out", callback=to_write, help="The file; by suffix .geojson .gpkg .parquet .csv …")
    ],
    data: DataFolder = None,
) -> None:
    """Write a table of the atlas or the chronicle for a GIS, a spreadsheet or a notebook, or all as a data package."""
    from hudut.exports.formats import export_table

    rows = export_table(table.value, out, folder=data)
    typer.echo(f"{out}: {rows:,} rows.")


@app.command(epilog="Example: hudut replay frontier --act moscow --html out/moscow.html")
def replay(  # noqa: PLR0913, PLR0917 - options of a command line
    scenario: Scenario,
    act: ActName = None,
    lang: Tongue = "en",
    json: Annotated[bool, typer.Option("--json", help="JSON for scripts, instead of text.")] = False,
    html: Annotated[
        Path | None, typer.Option(callback=to_write, help="Write the map page, one frame a step.", show_default=False)
    ] = None,
    log: Annotated[Path | None, typer.Option(help="Replay this log instead of history.", show_default=False)] = None,
    after: After = None,
) -> None:
    """Replay the historical line, or a log, step by step: date, who, what, sources, and what changed on the map."""
    if json and html is not None:
        raise typer.BadParameter("--json and --html are two answers: ask for one of them.")
    if log is not None and after is not None:
        raise typer.BadParameter("--log replays a log as it is, --from opens the next act on one: give one of them.")
    if html is None and log is None and after is None:
        from hudut.kept import told_history

        typer.echo(told_history(scenario, act, text_language(lang), json=json))
        return
    from hudut.campaigns import stage
    from hudut.openings import opening
    from hudut.replaying import as_json, as_text, replayed, write_page

    if after is not None:
        tell_between(opening(stage(scenario), act, after))
    found, played = replayed(scenario, act, log, after)
    if html is not None:
        size = write_page(found, played, html, lang)
        typer.echo(f"{html}: {size / 1000:.0f} kB. Open it in a browser; it needs no network.")
        return
    language = text_language(lang)
    typer.echo(as_json(found, played, language) if json else as_text(found, played, language))


@app.command(epilog="Example: hudut play frontier --act moscow --as ankara --seed 7")
def play(  # noqa: PLR0913, PLR0917 - options of a command line
    scenario: Scenario,
    seat: Annotated[
        str,
        typer.Option(
            "--as",
            "--seat",
            metavar="PARTY",
            help="The seat to play: ankara, moscow ...; with --html also `all`.",
        ),
    ],
    act: ActName = None,
    seed: Annotated[
        int | None, typer.Option(help="Another seed, another course of chance and of the others.", show_default=False)
    ] = None,
    others: Annotated[
        str, typer.Option(help="How the other seats play: weighted, historical, hard-line ...")
    ] = "weighted",
    weights: Weighting = None,
    lang: Tongue = "en",
    save: Annotated[Path | None, typer.Option(callback=named, help="Log to keep, or to resume from.")] = None,
    html: Annotated[
        Path | None,
        typer.Option(callback=to_write, help="Write the playthrough as one page instead.", show_default=False),
    ] = None,
    after: After = None,
) -> None:
    """Play one side of an act in the terminal, or write it as one page; the others play by policy.

    In the terminal the log is kept after every move.
    """
    from engine.policies import policy_of
    from hudut.campaigns import stage
    from hudut.openings import opening
    from hudut.terminal import Session, seat_of, wrapped
    from hudut.terminal import play as play_session

    found = stage(scenario, weights)
    begun = opening(found, act, after)
    chosen = begun.act
    tell_between(begun)
    policy_of(others)
    if html is not None:
        from hudut.play.page import write_play

        size = write_play(found, begun, seat, html, language=lang, seed=seed, others=others)
        typer.echo(f"{html}: {size / 1000:.0f} kB. Open it in a browser; it needs no network.")
        return
    key = seat_of(found, chosen, seat)
    language = text_language(lang)
    session = Session(found, begun, key, language, save or Path(f"out/{scenario}-{chosen}-{key}.jsonl"))
    if session.open(1 if seed is None else seed, others):
        typer.echo(f"Resuming {session.save}.")
    try:
        play_session(session, input, lambda text: typer.echo(wrapped(text)))
    except (EOFError, KeyboardInterrupt):
        session.keep()
        typer.echo(f"\nKept in {session.save}; the same command resumes it.")


@app.command(epilog="Example: hudut run docs/scripts/no-attack.yaml docs/scripts/london.yaml -o out/runs")
def run(
    scripts: Annotated[list[Path], typer.Argument(help="Scripts, as in docs/scripts.md.")],
    out: Annotated[Path, typer.Option("-o", "--out", callback=named, help="Folder for the results.")] = Path(
        "out/runs"
    ),
    workers: Annotated[int, typer.Option(help="How many scripts to run at once.", min=1)] = 2,
    pages: Annotated[bool, typer.Option("--pages/--no-pages", help="Write a map page for each play.")] = True,
    weights: Weighting = None,
    after: After = None,
) -> None:
    """Run scripted plays: for each a log, result.json, comparison.md, borders.geojson and map.html."""
    import json

    from rich.progress import track

    from hudut.scripts import run_scripts

    jobs = run_scripts(scripts, out, workers, pages=pages, weights=weights, after=after)
    plays: list[Path] = []
    for _, folders in track(jobs, total=len(scripts), description="scripts", disable=not sys.stdout.isatty()):
        plays += folders
        for folder in folders:
            for move in json.loads((folder / "result.json").read_text("utf-8"))["never_made"]:
                typer.echo(f"{folder}: the move {move} was legal nowhere in this play, so it was never made.", err=True)
    page = f" Open {plays[0] / 'map.html'} in a browser." if pages and len(plays) == 1 else ""
    typer.echo(f"{out}: {len(plays)} play{'s' if len(plays) != 1 else ''}.{page}")


@app.command(epilog="Example: hudut classroom --host 0.0.0.0")
def classroom(
    host: Annotated[str, typer.Option(help="127.0.0.1: this computer alone; 0.0.0.0: the class.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0 for any free one.", min=0, max=65535)] = 8017,
    data: Annotated[
        Path | None,
        typer.Option("--data", help="Folder that keeps the room; without it, one of your own.", show_default=False),
    ] = None,
    scenario: Annotated[str, typer.Option(help="A scenario that ships with Hudut, or a folder.")] = "frontier",
    after: After = None,
) -> None:
    """Open a room for a class: teacher, seats and projector on one machine, without the internet."""
    from platformdirs import user_data_path

    from hudut.classroom.serve import serve

    serve(host, port, data or user_data_path("hudut") / "classroom", scenario, typer.echo, after)


app.command(epilog="Example: hudut pack --scorm 1.2 --act moscow --lang tr -o out/moscow.zip")(pack)
app.command(epilog="Example: hudut book --story kars --lang tr -o out/kars.pdf")(book)
app.command("list", epilog="Example: hudut list frontier --act moscow")(list_moves)
app.command(epilog="Example: hudut solve frontier --act moscow --wish batum:agreed=ankara")(solve)
app.command(epilog="Example: hudut sweep frontier --act moscow --runs 100000 --seed 7 -o out/moscow.parquet")(sweep)


def main() -> None:
    """Run the command line; an error in the data or the input becomes one clear message and exit code 1."""
    gc.set_threshold(50_000)  # nearly all that a command makes is kept: Python's own 700 cost a sixth of a map's time
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console of one alphabet shows the letters of others as their numbers
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # what is held back may still find the disk full
    except DataError as error:
        _leave(str(error))
    except HudutError as error:
        _leave(f"hudut: {error}")
    except ModuleNotFoundError as error:
        extra = EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        _leave(f'hudut: this needs {error.name}, which is not installed: python -m pip install "hudut[{extra}]".')
    except OSError as error:
        _leave(f"hudut: {error.filename or 'standard output'}: {error.strerror}.")


def _leave(message: str) -> NoReturn:
    """Say what is wrong and end; what could not be written to standard output is let go."""
    typer.echo(message, err=True)
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


if __name__ == "__main__":
    main()
