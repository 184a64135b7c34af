"""The commands of research: `hudut list`, `hudut solve` and `hudut sweep`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hudut.options import ActName, After, Scenario, Tongue, Weighting, tell_between, text_language, to_write

if TYPE_CHECKING:
    from hudut.analysis.command import Asked
    from hudut.campaigns import Stage


def solve(  # noqa: PLR0913, PLR0917 - options of a command line
    scenario: Scenario,
    act: ActName = None,
    json: Annotated[bool, typer.Option("--json", help="JSON for scripts, instead of a report.")] = False,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[SEAT=]NAME", help="How seats play: hard-line for all, or ankara=hard-line.", show_default=False
        ),
    ] = None,
    joint: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Items or territories whose joint probabilities to give.", show_default=False
        ),
    ] = None,
    wish: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Find the least change that leads there.", show_default=False),
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ACT/NAME=VALUE",
            help="What is known of the close of an act: gumru/kars=ankara.",
            show_default=False,
        ),
    ] = None,
    points: Annotated[int, typer.Option(help="Other settings of the weights to try.", min=2, max=65536)] = 1000,
    limit: Annotated[int, typer.Option(help="States or edges above which plays are sampled.", min=1)] = 10_000_000,
    html: Annotated[
        Path | None,
        typer.Option(callback=to_write, help="Write the map of probabilities (needs --act).", show_default=False),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(metavar="STEP", help="Only write this table, such as m32-land, to -o.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            callback=to_write,
            help="With --table: .efg (Gambit), .xml (GENIUS, NegMAS), .csv, .json. Else the act as .tra, .drn (Storm).",
            show_default=False,
        ),
    ] = None,
    free: Annotated[
        str | None,
        typer.Option(metavar="SEAT", help="With -o ACT.drn: a seat whose decisions are left open.", show_default=False),
    ] = None,
    weights: Weighting = None,
    lang: Tongue = "en",
    after: After = None,
) -> None:
    """Say what the weights imply: of an act, exactly, with choices, bargaining and what stands; or of the campaign."""
    begun_elsewhere = after is not None or bool(given)
    _refuse_at_odds(table, out, act, html, free, json=json, elsewhere=begun_elsewhere)
    if html is not None and given:
        raise typer.BadParameter("--html is the map of one act from its opening: leave --given out.")
    if table is not None and out is not None:
        _write_table(scenario, weights, table, out)
        return
    if out is not None:
        _write_chain(scenario, weights, str(act), policy or (), free, out)
        return
    from hudut.kept import kept

    words = [tuple(one or ()) for one in (policy, joint, wish, given)]

    def answer() -> str:
        from hudut.analysis.command import Asked, as_json
        from hudut.campaigns import stage

        asked = Asked(words[0], words[1], words[2], words[3], points, limit)
        return as_json(_solved(stage(scenario, weights), act, after, asked))

    reckoned_with = [version(one) for one in ("numpy", "scipy")]
    question = ("solve", reckoned_with, Path(scenario), weights and Path(weights), act, words, points, limit)
    # An act that is opened on a log is solved anew each time: which acts lie between is told while it is opened.
    told = kept(answer, *question) if after is None else answer()
    if json:
        typer.echo(told)
        return
    from hudut.analysis.command import records_of, show
    from hudut.campaigns import stage

    found, solved = stage(scenario, weights), records_of(told)
    if html is not None:
        from hudut.analysis.probability_page import write_page

        size = write_page(found, solved, html, lang)
        typer.echo(f"{html}: {size / 1000:.0f} kB. Open it in a browser; it needs no network.")
    else:
        show(found, solved, text_language(lang))


def _solved(found: Stage, act: str | None, after: Path | None, asked: Asked) -> list[dict[str, Any]]:
    """Solve an act from its opening, or the campaign as one."""
    from hudut.analysis.command import campaign_records, records
    from hudut.openings import opening

    if asked.given and after is not None:
        raise typer.BadParameter("--given is asked of the campaign from its first day: leave --from out.")
    if asked.given or (act is None and after is None):
        return campaign_records(found, act, asked)
    begun = opening(found, act, after)
    tell_between(begun)
    return records(found, begun, asked)


def _refuse_at_odds(  # noqa: PLR0913 - options of a command line
    table: str | None,
    out: Path | None,
    act: str | None,
    html: Path | None,
    free: str | None,
    *,
    json: bool,
    elsewhere: bool,
) -> None:
    """Refuse options of which one would be dropped; `elsewhere`: asked of another opening than history's."""
    if table is not None and out is None:
        raise typer.BadParameter("--table and -o go together: a table, and the file to write it to.")
    if table is not None and (act is not None or elsewhere or html is not None or json):
        raise typer.BadParameter("--table writes one table as history met it: leave --act, --from, --html, --json out.")
    if out is not None and table is None and (act is None or elsewhere or html is not None or json):
        raise typer.BadParameter("-o writes one act as history opens it: name it with --act, leave all else out.")
    if free is not None and out is None:
        raise typer.BadParameter("--free goes with -o ACT.drn or ACT.tra.")
    if html is not None and (act is None or json):
        raise typer.BadParameter("--html is the map of one act: name it with --act, leave --json and --given out.")


def _write_chain(
    scenario: str, weights: str | None, act: str, policies: Sequence[str], free: str | None, out: Path
) -> None:
    from engine.play import act_named
    from hudut.analysis.command import seats_of
    from hudut.analysis.markov import chain_of, write_chain
    from hudut.analysis.store import compiled
    from hudut.campaigns import stage

    found = stage(scenario, weights).scenario
    table = compiled(found, act_named(found, act))
    chain = chain_of(table, seats_of(policies), free)
    typer.echo(f"{', '.join(map(str, write_chain(chain, out)))}: {chain.graph.nodes:,} states.")


def _write_table(scenario: str, weights: str | None, table: str, out: Path) -> None:
    from hudut.analysis.interchange import write_table
    from hudut.campaigns import stage

    paths = write_table(stage(scenario, weights).scenario, table, out)
    typer.echo(f"{', '.join(map(str, paths))}: {sum(one.stat().st_size for one in paths) / 1000:.0f} kB.")


def list_moves(
    scenario: Scenario,
    act: ActName = None,
    lang: Tongue = "en",
    json: Annotated[bool, typer.Option("--json", help="JSON for scripts, instead of text.")] = False,
) -> None:
    """List what a script may name: steps, options and items of an act, or of all; a star is what history took."""
    from hudut.campaigns import stage
    from hudut.listing import as_json, as_text, listed

    rows = listed(stage(scenario), act, text_language(lang))
    typer.echo(as_json(rows) if json else as_text(rows))


def sweep(  # noqa: PLR0913, PLR0917 - options of a command line
    scenario: Scenario,
    runs: Annotated[int, typer.Option(help="Runs of each setting of the design.", min=1)],
    seed: Annotated[int, typer.Option(help="The same seed, the same rows.", min=0)],
    out: Annotated[Path, typer.Option("-o", "--out", callback=to_write, help="The file to write: .parquet.")],
    act: Annotated[str | None, typer.Option("--act", help="The act, such as moscow; the first by default.")] = None,
    design: Annotated[
        Path | None, typer.Option(help="What varies, as in docs/sweeps.md; nothing by default.", show_default=False)
    ] = None,
    weights: Weighting = None,
    workers: Annotated[int, typer.Option(help="Processes on this machine.", min=1)] = 1,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler instead, such as tcp://10.0.0.1:8786.")
    ] = None,
    after: After = None,
) -> None:
    """Play an act many times and write a row for each run; a sweep that was stopped goes on where it was."""
    from rich.progress import Progress

    from hudut.analysis.sweep import make_job
    from hudut.analysis.sweep import sweep as run_sweep
    from hudut.campaigns import stage
    from hudut.openings import opening

    tell_between(opening(stage(scenario, weights), act, after))
    job = make_job(scenario, act, runs, seed, design, weights, after)
    with Progress(disable=not sys.stdout.isatty()) as bar:
        task = bar.add_task("rows", total=None)
        rows = run_sweep(
            job,
            out,
            workers=workers,
            dask=dask,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    typer.echo(f"{out}: {rows:,} rows.")
