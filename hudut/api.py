"""The stable door for scripts and notebooks.

>>> from hudut.api import atlas
>>> kars = atlas().holder("kars", "1921-03-16")
>>> kars.party
'ankara'
"""

from __future__ import annotations

from pathlib import Path

from geo.load import Atlas, load


def atlas(folder: Path | None = None) -> Atlas:
    """Return the atlas of the data that ships with Hudut, or of another data folder.

    Raises
    ------
    geo.errors.DataError
        With every problem of the data.
    """
    return load(folder)


def page(
    of: Atlas | None = None,
    *,
    lang: str = "all",
    start: int | None = None,
    end: int | None = None,
    title: str | None = None,
) -> str:
    """Return the atlas page as one self-contained HTML string.

    Parameters
    ----------
    lang
        `tr`, `en` or `all`.
    start, end
        First and last day shown, as ordinals of `datetime.date`; the whole atlas without them.
    """
    from maps.page import render

    return render(of or atlas(), lang=lang, start=start, end=end, title=title)
