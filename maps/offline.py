"""Folium without the network: every asset is text inside the page.

Folium links to Leaflet, Bootstrap and jQuery on outside hosts; a classroom without internet then sees an empty
page. Here the map carries Leaflet's own text, taken from the XStatic-Leaflet wheel and checked against its digest.

A page is made of folium's building blocks, the elements of branca. Folium itself takes half a second to import, so it
stays away until somebody wants its layers: `maps.layered` has the map that takes them, and writes the same page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from typing import Any

from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from maps.leaflet import OPTIONS, leaflet_text

CSP_MARK = "<!--content-security-policy-->"
"""Where `with_policy` puts the policy into a page."""
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


class InlineAsset(Element):
    """A style sheet or a script given as text, never as an address.

    Parameters
    ----------
    kind
        `style` or `script`.
    text
        The text; a closing tag inside it is escaped.
    """

    def __init__(self, kind: str, text: str) -> None:
        super().__init__()
        self.kind = kind
        self.text = text.replace("</script", "<\\/script").replace("</style", "<\\/style")

    def render(self, **_kwargs: Any) -> str:
        """Return the element as HTML."""
        return f"<{self.kind}>{self.text}</{self.kind}>"


class Markup(Element):
    """HTML that is ready: branca's own element would read a template in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: Any) -> str:
        """Return the HTML."""
        return self.text


class OfflineFigure(Figure):
    """A whole page with a language, a title, a zoomable viewport and its scripts inside the body."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="{{ this.lang|e }}">\n<head>\n<meta charset="utf-8">\n'
        f"{CSP_MARK}\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<link rel="icon" href="data:,">\n'
        "<title>{{ this.title|e }}</title>\n"
        "{% set head = this.header.render(**kwargs) %}{% set alone = '<script' not in head %}"
        "{{ '' if alone else this.leaflet.render() }}{{ head }}\n</head>\n<body>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "{{ this.leaflet.render() if alone else '' }}{{ this.late.render(**kwargs) }}\n"
        "<script>{{ this.script.render(**kwargs) }}</script>\n"
        "{{ this.tail.render(**kwargs) }}\n</body>\n</html>\n"
    )

    def __init__(self, *, lang: str, title: str) -> None:
        super().__init__(title=title)
        self.lang = lang
        self.hosts: tuple[str, ...] = ()
        """Where pictures may come from beside the page itself: the servers of a tile layer that was asked for."""
        self.guests = False
        """Whether folium layers of others stand on the map; they carry their looks in style attributes."""
        # Branca's own meta tag repeats the character set.
        self.header = Element()
        self.header._parent = self  # noqa: SLF001 (branca links its parts this way and offers no other)
        self.leaflet: Element = Element()
        """The script of the map: first of the late ones, but in the head if others have scripts there."""
        self.late = Element()
        """Scripts that the page itself need not wait for: they stand after it, before those that use them."""
        self.tail = Element()
        """What the scripts need not wait for: the browser reads it after they have run."""

    def render(self, **kwargs: Any) -> str:
        """Return the page, with a policy that allows exactly the scripts and styles in it."""
        return with_policy(super().render(**kwargs), hosts=self.hosts, guests=self.guests)


def with_policy(html: str, *, hosts: Sequence[str] = (), guests: bool = False) -> str:
    """Return the page with a Content-Security-Policy made of the digests of its inline scripts and styles.

    Parameters
    ----------
    hosts
        Origins of pictures, such as `https://tile.openstreetmap.org`.
    guests
        Allow style attributes; scripts still need their digest.
    """
    digests: dict[str, list[str]] = {"script": [], "style": []}
    for match in _INLINE.finditer(html):
        digest = base64.b64encode(hashlib.sha256(match[2].encode("utf-8")).digest()).decode("ascii")
        source = f"'sha256-{digest}'"
        if source not in digests[match[1]]:
            digests[match[1]].append(source)
    rules = [
        "default-src 'none'",
        f"script-src {' '.join(digests['script'])}",
        "style-src 'unsafe-inline'" if guests else f"style-src {' '.join(digests['style'])}",
        " ".join(["img-src data:", *hosts]),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return html.replace(CSP_MARK, f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">', 1)


class BareMap(MacroElement):
    """A map that asks for nothing from the network, has fixed ids, and takes no layers of folium.

    Parameters
    ----------
    lang, title
        Language and title of the page.
    uid
        Suffix of the element's id and of its JavaScript variable; the same input then gives the same bytes.
    centre
        Latitude, longitude of the opening view: Leaflet's order, the only place where latitude comes first.
    """

    crs = "EPSG3857"

    _template = Template(
        """
        {% macro header(this, kwargs) %}{% endmacro %}
        {% macro html(this, kwargs) %}
        <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, Object.assign(
            {{ this.options|tojson }},
            { center: {{ this.location|tojson }}, crs: L.CRS.{{ this.crs }},
              zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
              fadeAnimation: false, markerZoomAnimation: false }));
        {% endmacro %}
        """
    )

    def __init__(self, *, lang: str, title: str, uid: str, centre: tuple[float, float], zoom: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Map"
        self.location = list(centre)
        self.sheet = lay_out(self, lang=lang, title=title, uid=uid, zoom=zoom)
        """The page round the map."""


def lay_out(shown: Any, *, lang: str, title: str, uid: str, zoom: float) -> OfflineFigure:
    """Set a map up as ours are, and return the page that is laid round it."""
    shown._id = uid  # noqa: SLF001 (branca draws ids by lot, and the same input shall give the same bytes)
    shown.options = {"zoom": zoom, **OPTIONS}
    figure = OfflineFigure(lang=lang, title=title)
    figure._id = uid  # noqa: SLF001 (as above)
    figure.add_child(shown)
    figure.header.add_child(InlineAsset("style", leaflet_text("leaflet.css")), name="leaflet_css")
    figure.leaflet = InlineAsset("script", leaflet_text("leaflet.js"))
    return figure
