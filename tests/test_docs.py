"""What the documentation promises: links that lead somewhere, and a site that needs nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from engine.policies import POLICIES
from tests.browsing import serious
from tests.conftest import SOAK

ROOT = Path(__file__).parent.parent
needs_soak = pytest.mark.skipif(not SOAK, reason="the whole site is built in make soak, and by make site")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)<>\s]+)\)")
LOADED = {"script": "src", "img": "src", "iframe": "src", "link": "href"}
FOLLOWED = {"next", "prev", "index", "search", "genindex"}


def anchors(path: Path) -> set[str]:
    """Return the anchors of a Markdown page's headings, as the site and the usual viewers name them."""
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for address in LINK.findall(text):
        parts = urlsplit(address)
        if parts.scheme:
            continue
        target = page if not parts.path else (page.parent / unquote(parts.path)).resolve()
        assert target.exists(), address
        if parts.fragment:
            assert parts.fragment in anchors(target), address


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_is_named_where_scripts_are_explained(policy: str) -> None:
    assert policy in (ROOT / "docs" / "scripts.md").read_text("utf-8")


class Assets(HTMLParser):
    """Collects what a page loads by itself; links that a reader follows are not among it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get(LOADED.get(tag, ""))
        if address and given.get("rel") not in FOLLOWED:
            self.found.append(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make site` builds it, with the pictures that are there."""
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", str(out / "cache"), "docs", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


@needs_soak
def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert {"index.html", "tutorial.html", "gallery.html", "api.html", "accuracy.html"} <= {one.name for one in pages}
    for page in pages:
        parser = Assets()
        parser.feed(page.read_text("utf-8"))
        assert parser.found
        for address in parser.found:
            assert not urlsplit(address).scheme or address.startswith("data:"), f"{page.name}: {address}"
    assert "explore" in (site / "api.html").read_text("utf-8")


@needs_soak
@pytest.mark.browser
def test_the_home_page_of_the_site_works_from_a_file(site: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.wait_for_load_state()
    assert serious(page) == []
    assert all(url.startswith(("file:", "data:")) for url in asked)
    context.close()


def test_a_teacher_finds_how_a_lesson_is_started_on_the_first_screen() -> None:
    """Some twenty lines: what a laptop shows of the README before anybody scrolls."""
    first = "\n".join((ROOT / "README.md").read_text("utf-8").splitlines()[:20])
    for words in ("Start a lesson", "Derse başlamak", "hudut classroom --host 0.0.0.0", "guide-tr.md", "guide-en.md"):
        assert words in first
