"""Leaflet's own text, from the XStatic-Leaflet wheel and checked against its digest, and how our maps set it up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from maps.errors import PageError
from maps.style import COMMENT

LEAFLET_SHA256 = {
    "leaflet.js": "5819285cec137b229c94e1ee5ad73e8b6b84345a4367d60f75fe477fe0fb7b03",
    "leaflet.css": "90b693d86392a4779c861b28cf307e7e59c3fb35328c4d8b95f58f814d38c722",
}
"""Digests of the Leaflet 1.9.3 texts that the page was made and tested with."""

OPTIONS: Mapping[str, bool | float] = {
    "minZoom": 3,
    "maxZoom": 10,
    "zoomSnap": 0.25,
    "zoomDelta": 0.5,
    "wheelPxPerZoomLevel": 120,
    "zoomControl": False,
    "attributionControl": False,
}
"""Options of every map of ours, beside where it opens."""
_IMAGE = re.compile(r"url\(images/([\w.-]+)\)")


@cache
def leaflet_text(name: str) -> str:
    """Return `leaflet.js` or `leaflet.css` as text that asks for nothing outside the page.

    Raises
    ------
    PageError
        If the installed file is not the one the page was tested with.
    """
    folder = files("xstatic.pkg.leaflet") / "data"
    raw = (folder / name).read_bytes()
    found = hashlib.sha256(raw).hexdigest()
    if found != LEAFLET_SHA256[name]:
        raise PageError(f"{name} is not Leaflet 1.9.3: its digest is {found}. Reinstall XStatic-Leaflet==1.9.3.0.")
    # Browsers turn CR LF into LF before they hash a script or style, and so must we.
    text = raw.decode("utf-8").replace("\r\n", "\n").replace("behavior: url(#default#VML);", "")
    # Leaflet's own buttons and pins are never shown here, and their pictures would only be looked for in vain.
    text = _IMAGE.sub("none", text)
    if name.endswith(".css"):
        text = COMMENT.sub("", text)
    # A source map comment makes developer tools fetch a file that is not there.
    return re.sub(r"\n?//# sourceMappingURL=\S+\s*", "\n", text)
