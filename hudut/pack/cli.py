"""The command `hudut pack`. Heavy imports stay inside it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hudut.options import ActName, PageTongue, named

Edition = StrEnum("Edition", {"1.2": "1.2", "2004": "2004"})
Score = StrEnum("Score", "none end reasons")


def pack(  # noqa: PLR0913, PLR0917 (the options of one command)
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            callback=named,
            help="The folder to write, or the package; out/stick, or out/scorm.zip.",
            show_default=False,
        ),
    ] = None,
    scenario: Annotated[str, typer.Argument(help="A scenario that ships with Hudut, or a folder.")] = "frontier",
    act: ActName = None,
    lang: PageTongue = "all",
    pdf: Annotated[bool, typer.Option("--pdf", help="Add role sheets, agendas and the guide as PDF.")] = False,
    scorm: Annotated[
        Edition | None,
        typer.Option(
            help="Write a package for a school's learning platform instead, by this SCORM.", show_default=False
        ),
    ] = None,
    score: Annotated[
        Score,
        typer.Option(
            help="What the platform gets as score: nothing, 100 at the end, or the decisions with a reason in %."
        ),
    ] = Score.none,
) -> None:
    """Write a memory stick: atlas, a page for every act, side and language, role sheets, teacher's guide."""
    from time import perf_counter

    from rich.progress import track

    from engine.play import act_named
    from geo.words import chosen
    from hudut.campaigns import stage
    from hudut.pack.scorm import package_of, write_package
    from hudut.pack.writing import pages_of, write_stick
    from hudut.play.page import Platform

    if score != Score.none and scorm is None:
        raise typer.BadParameter("a score goes to a learning platform: give --scorm 1.2 or 2004 too.")
    started = perf_counter()
    found = stage(scenario)
    acts = tuple(found.scenario.acts) if act is None else (act_named(found.scenario, act),)
    place = out or Path("out/scorm.zip" if scorm else "out/stick")
    if scorm:
        jobs = package_of(found, acts, chosen(lang), Platform(scorm, score))
        made = write_package(jobs, place)
    else:
        jobs = pages_of(found, acts, chosen(lang), pdf=pdf)
        made = write_stick(jobs, place)
    sizes = [size for _, size in track(made, "pages", len(jobs), disable=not sys.stdout.isatty())]
    use = "Upload it to the platform as a SCORM package" if scorm else f"Open {place / 'start.html'}"
    megabytes = (place.stat().st_size if scorm else sum(sizes)) / 1_000_000
    typer.echo(f"{place}: {len(sizes)} files, {megabytes:.1f} MB, {perf_counter() - started:.0f} s. {use}.")
