"""The documentation as a site: `make site` builds it into out/site. It asks for nothing from the network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from docs.pictures import FRAGMENT, without_pictures  # noqa: E402

project = "Hudut"
author = "The Hudut contributors"
copyright = "MIT (code), CC BY 4.0 (data and texts)"  # noqa: A001 (Sphinx's own word)
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["scripts/**", "examples/**"]
myst_heading_anchors = 3
default_role = "code"
suppress_warnings = ["toc.empty_glob"]
autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
html_theme = "furo"
html_title = "Hudut"
html_static_path = ["static"]
html_css_files = ["hudut.css"]
html_show_sphinx = False
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#8c2f1b",
        "color-brand-content": "#1c4f7c",
        "color-background-primary": "#fbf8f1",
        "color-background-secondary": "#f4efe4",
        "color-foreground-primary": "#211f1b",
        "color-sidebar-caption-text": "#544f45",
    },
    "dark_css_variables": {"color-brand-primary": "#ef8f74", "color-brand-content": "#9cc7ee"},
}

if not FRAGMENT.is_file():
    without_pictures("`make site` makes them.")


def with_levels(_app: object, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Give the captions of the sidebar the level that a screen reader asks of a heading, and Sphinx leaves out."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app: Any) -> None:
    """Connect the above, after furo has made its tree."""
    app.connect("html-page-context", with_levels, priority=900)
