"""`hudut check`: everything that can be wrong in the data, listed at once."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from geo.errors import DataError, HudutError
from geo.load import Atlas, default_folder, read
from geo.topology import topology_problems
from geo.witness import witness_problems


def check_folder(folder: Path | None, texts: Path | None) -> str:
    """Check a data folder and, if given, prove its citations; return the report of a clean run.

    Raises
    ------
    DataError
        With all problems.
    HudutError
        If a folder does not exist.
    """
    for given, what in ((folder, "data"), (texts, "texts")):
        if given is not None and not given.is_dir():
            raise HudutError(f"{given} is not a folder; give the folder of the {what}")
    atlas, problems = read(folder or default_folder())
    problems += topology_problems(atlas)
    proof = "citations were not proved: give the folder of the texts with --texts or HUDUT_TEXTS"
    if texts is not None:
        found, count = witness_problems(atlas, texts)
        problems += found
        proof = f"{count} citations proved in {texts.name or os.fspath(texts)}"
    if problems:
        raise DataError(problems)
    return f"{_counts(atlas)}\nNo problem found; {proof}."


def _counts(atlas: Atlas) -> str:
    layers = Counter(row.layer for row in atlas.holdings)
    certainties = Counter(row.certainty for row in atlas.holdings)
    ground = (
        f"{len(atlas.territories)} territories, {len(atlas.lines)} lines, {len(atlas.places)} places,"
        f" {len(atlas.parties)} parties, {len(atlas.bases)} causes."
    )
    held = ", ".join(f"{count} {layer}" for layer, count in layers.items())
    sure = ", ".join(f"{count} {certainty}" for certainty, count in sorted(certainties.items()))
    return f"{ground}\n{len(atlas.holdings)} holdings: {held}; {sure}."
