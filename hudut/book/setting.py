"""Setting by typst: a template of this package, its contents as JSON, and the fonts that come with the extra `print`.

The same contents give the same bytes on every machine: no font of the system is used, and the file bears no date.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

FONTS = ("fontpkg_noto_sans", "fontpkg_noto_serif")


def typeset(template: str, contents: Mapping[str, Any], folder: Path) -> bytes:
    """Return a PDF: `template` set with `contents`; pictures that these name lie in `folder`, which is written to."""
    import typst

    for one in (Path(str(files("hudut.book"))) / "templates").glob("*.typ"):
        shutil.copy(one, folder)
    (folder / "contents.json").write_text(json.dumps(contents, ensure_ascii=False), encoding="utf-8")
    fonts = [Path(str(files(name))) / "files" for name in FONTS]
    made = typst.compile(
        folder / template, root=folder, font_paths=fonts, ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages, not a document")
    return made
