"""`hudut pack --scorm`: play pages as a package for a school's learning platform (Moodle and its like).

The page that a platform opens is the play page with `hudut/play/js/scorm.js` around it. Sources: ADL, *SCORM 1.2*
(Content Aggregation Model and Run-Time Environment, 2001) and *SCORM 2004 3rd Edition* (2006).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from engine.log import WRITTEN_BY
from hudut.campaigns import Stage
from hudut.files import whole_file
from hudut.pack.paper import environment
from hudut.pack.writing import Job
from hudut.play.page import Platform, PlayPage, render_play

MANIFEST = "imsmanifest.xml"
_DAY_OF_ALL = (1980, 1, 1, 0, 0, 0)
"""The day that every file of a package has, so that the same pages give the same bytes."""


def package_of(stage: Stage, acts: Sequence[str], languages: tuple[str, ...], platform: Platform) -> list[Job]:
    """Return the files of a package: its manifest, and of every act a page for each side.

    There is no page for all sides: a platform keeps the plays of one person each.
    """
    return [
        (MANIFEST, partial(manifest, stage, acts, languages[0], platform.edition)),
        *(
            (_page(act, seat), partial(render_play, stage, PlayPage(act, seat, languages, platform=platform)))
            for act in acts
            for seat in stage.scenario.acts[act].seats
        ),
    ]


def _page(act: str, seat: str) -> str:
    return f"play/{act}-{seat}.html"


def manifest(stage: Stage, acts: Sequence[str], language: str, edition: str) -> str:
    """Return the manifest: an item for each side; of several acts each is done when one of its sides is."""
    of_acts = [(act, stage.scenario.acts[act]) for act in acts]
    told = [
        {
            "id": act,
            "title": one.titles[language],
            "sides": [
                {"id": key, "title": seat.titles[language], "page": _page(act, key)} for key, seat in one.seats.items()
            ],
        }
        for act, one in of_acts
    ]
    title = told[0]["title"] if len(told) == 1 else stage.scenario.campaign.titles[language]
    values = {"scenario": stage.scenario.id, "version": WRITTEN_BY, "title": f"{title} · Hudut"}
    return environment().get_template(MANIFEST).render(edition=edition, acts=told, **values)


def write_package(files: Iterable[Job], out: Path) -> Iterator[tuple[str, int]]:
    """Write a package; yield (file, size in bytes) as they are made. It appears when the last is written.

    Raises
    ------
    HudutError
        If it cannot be written.
    """
    with whole_file(out) as beside, ZipFile(beside, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, make in files:
            made = make()
            content = made.encode() if isinstance(made, str) else made
            entry = ZipInfo(name, _DAY_OF_ALL)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, ZIP_DEFLATED, 9)
            yield name, len(content)
