"""What can go wrong while the geometry is made; every message names the thing and says what to do."""

from collections.abc import Sequence

from geo.errors import HudutError


class CurateError(HudutError):
    """Base of all errors of ``geo.curate``."""


class PackageError(CurateError):
    """An npm package is missing, cannot be fetched, or is not the one whose hash is recorded."""


class AuthoredDataError(CurateError):
    """``lines.yaml`` or ``territories.yaml`` lacks a field or has a wrong one."""


class PartitionError(CurateError):
    """The outlines, lines and inside points do not make a partition.

    Parameters
    ----------
    problems
        One sentence for each problem; all of them are printed together.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            f"{len(problems)} problem(s) in the partition:\n" + "\n".join(f"  - {text}" for text in problems)
        )
