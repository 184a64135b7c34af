"""A language that nobody speaks, made of files alone: every letter accented, every text longer by two fifths.

It is laid beside a copy of the packages, as an author of a language would lay it beside the sources. What stands on a
surface in plain letters then did not come through the tables.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from hudut.catalogue import table
from tests.conftest import as_written

CODE = "qps"
ROOT = Path(__file__).parents[1]
PACKAGES = ("geo", "scenarios", "engine", "maps", "hudut")
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "åƀçđéƒğĥïĵķļɱñöþɋřšţüṽŵẋýžÅƁÇĐÉƑĞĤÏĴĶĻṀÑÖÞɊŘŠŢÜṼŴẊÝŽ"
KEPT = ("letters", "short.drop", "number.")
"""Texts that are rules and not words."""


def pseudo(text: str) -> str:
    """Return a text in the language; what is put into it keeps its place."""
    more = round(0.4 * len(re.sub(r"\{\w+\}", "", text)))
    longer = " ".join("·" * min(8, more - start) for start in range(0, more, 8))
    shown = re.sub(r"\{\w+\}|.", lambda match: _letter(match[0]), text, flags=re.DOTALL)
    return f"⟦{shown}{longer}⟧"


def _letter(sign: str) -> str:
    return sign if sign.startswith("{") else sign.translate(str.maketrans(PLAIN, ACCENTED))


def _words(path: Path) -> str:
    """Return a file of words in the language; lists keep the mark between their parts."""
    found = as_written(path)
    said = {
        key: text
        if key.startswith(KEPT)
        else "|".join(_letter_all(part) for part in text.split("|"))
        if "|" in text or key.startswith("date.")
        else pseudo(text)
        for key, text in found.items()
    }
    return yaml.safe_dump(said, allow_unicode=True)


def _letter_all(text: str) -> str:
    return re.sub(r"\{\w+\}|.", lambda match: _letter(match[0]), text, flags=re.DOTALL)


def _records() -> str:
    out = io.StringIO()
    rows = csv.reader(io.StringIO(table()))
    written = csv.writer(out, lineterminator="\n")
    written.writerow(next(rows))
    written.writerows((where, text, pseudo(text)) for where, text, _ in rows)
    return out.getvalue()


def make(folder: Path) -> Path:
    """Lay a copy of the packages into a folder, with the files of the language added; return the folder."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs" / "teachers", folder / "docs" / "teachers")
    for path in (*folder.glob("*/languages/en.yaml"), *folder.glob("*/languages/en.cldr.yaml")):
        (path.parent / path.name.replace("en.", f"{CODE}.", 1)).write_text(_words(path), "utf-8")
    (folder / "geo" / "languages" / f"{CODE}.csv").write_text(_records(), "utf-8")
    return folder


def environment(folder: Path) -> dict[str, str]:
    """Return the environment in which Python takes the copy."""
    return {"PYTHONPATH": str(folder), "PATH": "", "COLUMNS": "140", "XDG_CACHE_HOME": str(folder / "cache")}


def run(folder: Path, *command: str, answers: str = "") -> str:
    """Run Python on the copy; return what it prints."""
    done = subprocess.run(
        [sys.executable, *command],
        input=answers,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=environment(folder),
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
