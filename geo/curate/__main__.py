"""``python -m geo.curate``: rebuild the geometry in ``geo/data``."""

import argparse
import sys
import tempfile
from pathlib import Path

from geo.curate import build, packages
from geo.curate.errors import CurateError


def _arguments() -> argparse.Namespace:
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(prog="python -m geo.curate", description="Rebuild the geometry in geo/data.")
    parser.add_argument("--npm", type=Path, metavar="DIR", help="directory with the npm tarballs; without it, npm pack")
    parser.add_argument("--check-outlines", action="store_true", help="write only outlines-check.geojson")
    return parser.parse_args()


def run(npm: Path, check_outlines: bool) -> None:
    """Write the files that were asked for and the record of the build."""
    packages.verify(npm)
    if check_outlines:
        build.write_border_check(npm, build.DATA)
    else:
        partition = build.write_partition(npm, build.DATA)
        print(f"{len(partition.territories)} territories, {partition.merged_faces} unlabelled faces merged")
    build.write_record()
    for name in build.OUTPUTS:
        if (build.DATA / name).exists():
            print(f"{name}: {(build.DATA / name).stat().st_size / 1000:.0f} kB")


def main() -> int:
    """Return 0, or 1 with a message when the geometry cannot be made."""
    arguments = _arguments()
    try:
        if arguments.npm is not None:
            run(arguments.npm, arguments.check_outlines)
        else:
            with tempfile.TemporaryDirectory() as directory:
                packages.fetch(Path(directory))
                run(Path(directory), arguments.check_outlines)
    except CurateError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
