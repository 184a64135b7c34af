"""One folium element: a map through time with a time bar, a panel, a legend and a table, all in plain JavaScript.

It can be added to any folium map that carries Leaflet:

    TimeMap(payload, strings=texts, lang="en").add_to(some_map)

`maps.payload` documents the payload. The element brings its own style sheet, script and HTML shell, asks for nothing
from the network, and moves the map into its shell.
"""

from __future__ import annotations

from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from branca.element import MacroElement
from jinja2 import Environment, Template

from maps.joining import joined
from maps.offline import InlineAsset, Markup, OfflineFigure
from maps.opening import opening_day, opening_picture, opens_on_the_frontier
from maps.packing import foretold, packed, to_json
from maps.style import style_sheet

FITTING = "maps/js/opening.js"
ENTRY = "maps/js/main.js"
"""The module that starts the element; `maps.joining` finds all others by its imports."""


@cache
def script() -> str:
    """Return the JavaScript of the element as one classic script that defines `startTimeMap(map, id)`."""
    return joined(ENTRY, "startTimeMap")


@cache
def _shell() -> Template:
    source = (files("maps") / "shell.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)


class TimeMap(MacroElement):
    """The map through time.

    Parameters
    ----------
    payload
        What `maps.payload.make_payload` returns, or the like.
    strings
        Interface texts by language, then id; `maps.page.strings` reads them.
    lang
        Language of the first view; one of the payload's.
    title
        Heading of the page; empty for the atlas's own.
    uid
        Suffix of the element's id; fixed, so that the same input gives the same bytes.
    """

    _template = Template(
        "{% macro header(this, kwargs) %}{% endmacro %}"
        "{% macro html(this, kwargs) %}{{ this.shell() }}"
        '<script type="application/json" id="{{ this.get_name() }}_data">{{ this.data }}</script>'
        "{% if not this.tailed() %}{{ this.texts() }}{% endif %}{% endmacro %}"
        "{% macro script(this, kwargs) %}"
        "window.hudutApp = startTimeMap({{ this._parent.get_name() }}, {{ this.get_name()|tojson }});{% endmacro %}"
    )

    def __init__(
        self, payload: Any, *, strings: dict[str, dict[str, str]], lang: str, title: str = "", uid: str = "hudut"
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "TimeMap"
        self._id = uid
        self.lang = lang
        self.title = title
        self.strings = strings
        self._told = foretold(payload["chronicle"]) if "chronicle" in payload else None  # meanwhile the rest is made
        now = {key: value for key, value in payload.items() if key not in ("late", "chronicle")}
        telling = int("chronicle" in payload)
        opening = opening_day(payload)
        self.data = to_json(
            {**now, "strings": strings, "lang": lang, "title": title, "telling": telling, "opening": opening}
        )
        self.picture = opening_picture(payload, opening) if opens_on_the_frontier(payload) else ""
        self.late = packed(payload.get("late", {}))

    @cached_property
    def told(self) -> str:
        """The packed chronicle; who asks first waits for it."""
        return self._told() if self._told else ""

    def shell(self) -> str:
        """Return the HTML that stands before the script runs, in the language of the first view."""
        texts = self.strings[self.lang]
        return _shell().render(
            id=self.get_name(),
            t=texts,
            lang=self.lang,
            langs=tuple(self.strings),
            names={code: texts["language.name"] for code, texts in self.strings.items()},
            title=self.title,
            told=self._told is not None,
            picture=self.picture,
            fitting=joined(FITTING),
            tabs=("day", *(["events"] if self._told else []), "holders", "place"),
        )

    def texts(self) -> str:
        """Return the script elements with the packed texts, which the first picture does not wait for."""
        packs = {"late": self.late, **({"told": self.told} if self._told else {})}
        return "".join(
            f'<script type="text/plain" id="{self.get_name()}_{name}">{pack}</script>' for name, pack in packs.items()
        )

    def tailed(self) -> bool:
        """Return whether the page has a place for texts after its scripts, as any but our own has not."""
        return isinstance(self.get_root(), OfflineFigure)

    def render(self, **kwargs: Any) -> str:
        """Put style sheet and script into the page's head, then the macros into their places."""
        figure: Any = self.get_root()
        figure.header.add_child(InlineAsset("style", style_sheet()), name="time_map_css")
        # On our own page scripts come after the data, so that what stands in the page is shown while they are read.
        place = figure.late if self.tailed() else figure.header
        place.add_child(InlineAsset("script", script()), name="time_map_js")
        if self.tailed():
            figure.tail.add_child(Markup(self.texts()), name=f"{self.get_name()}_texts")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""
