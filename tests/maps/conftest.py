"""The real page in a real browser, without a network."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from geo.load import Atlas
from maps.options import PageOptions
from maps.page import render
from scenarios.chronicle import Chronicle
from scenarios.load import load_chronicle
from tests.browsing import Contexts, Opened

Open = Callable[..., Opened]
GO = """address => new Promise((done) => {
  document.querySelector("[data-tab=day]").click(); // stays on a place otherwise
  if (location.hash === address) { done(); return; }
  window.addEventListener("hashchange", () => window.setTimeout(done), { once: true });
  location.hash = address;
})"""


@pytest.fixture(scope="session")
def page_text(atlas: Atlas) -> str:
    return render(atlas)


@pytest.fixture(scope="session")
def chronicle(atlas: Atlas) -> Chronicle:
    return load_chronicle(atlas)


@pytest.fixture(scope="session")
def told_text(atlas: Atlas, chronicle: Chronicle) -> str:
    """The page with the chronicle in it."""
    return render(atlas, PageOptions(chronicle=chronicle))


@pytest.fixture(scope="session")
def told_file(told_text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("told") / "hudut.html"
    path.write_text(told_text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def page_file(page_text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "hudut.html"
    path.write_text(page_text, encoding="utf-8")
    return path


def _opener(contexts: Contexts, page_file: Path) -> Iterator[Open]:
    with contexts.pages() as new:

        def opened(address: str = "", *, file: Path = page_file, **options: Any) -> Opened:
            one = new(**{"locale": "tr-TR", **options})
            one.page.goto(file.as_uri() + address)
            one.page.wait_for_selector(".hudut.ready", state="attached")
            return one

        yield opened


@pytest.fixture
def open_page(contexts: Contexts, page_file: Path) -> Iterator[Open]:
    """Return a function that opens the page: `open_page(hash, file=…, **context options)`."""
    yield from _opener(contexts, page_file)


@pytest.fixture(scope="module")
def open_once(contexts: Contexts, page_file: Path) -> Iterator[Open]:
    """Like `open_page`, for pages that the tests of one module share."""
    yield from _opener(contexts, page_file)


Likeness = Callable[..., float]
SHARE_ALIKE = """async ([one, two, near]) => {
  const [, , [, , width, height]] = one;
  const read = async ([kind, content, [x, y, w, h]]) => {
    const image = new Image();
    image.src = "data:image/" + kind + ";base64," + content;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext("2d");
    pen.drawImage(image, x, y, w, h, 0, 0, width, height);
    return pen.getImageData(0, 0, width, height).data;
  };
  const [a, b] = [await read(one), await read(two)];
  let alike = 0;
  for (let i = 0; i < a.length; i += 4) {
    if (Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) + Math.abs(a[i + 2] - b[i + 2]) < near) alike += 1;
  }
  return alike / (width * height);
}"""


@pytest.fixture
def likeness(browser: Browser) -> Iterator[Likeness]:
    """Return a function: which share of the pixels of two pictures is alike.

    A picture is given by its kind (`png`, `svg+xml`), its bytes, and the part to look at: x, y, width, height. The
    part of the second is drawn at the size of the first's. `near`: by how much red, green and blue together may differ.
    """
    context = browser.new_context(offline=True)
    blank = context.new_page()

    def alike(*pictures: tuple[str, bytes, tuple[float, ...]], near: int = 90) -> float:
        told = [[kind, base64.b64encode(content).decode(), list(part)] for kind, content, part in pictures]
        return float(blank.evaluate(SHARE_ALIKE, [*told, near]))

    yield alike
    context.close()


@pytest.fixture
def told(open_page: Open, told_file: Path) -> Open:
    """Return a function that opens the page with the chronicle, unpacked: `told(hash, **context options)`."""

    def made(address: str, **options: Any) -> Opened:
        opened = open_page(address, file=told_file, **options)
        opened.page.wait_for_selector(".hudut.told", state="attached")
        return opened

    return made


@pytest.fixture(scope="session")
def look(contexts: Contexts, told_file: Path) -> Iterator[Open]:
    """Return a function that shows an address on a page that stays open, for tests that read and change nothing.

    `look(hash, **context options)`; there is a page for each set of options.
    """
    with contexts.pages() as new:
        kept: dict[str, Opened] = {}

        def shown(address: str, **options: Any) -> Opened:
            one = kept.get(repr(options))
            if one is None or one.page.is_closed():
                one = kept[repr(options)] = new(**{"locale": "tr-TR", **options})
                one.page.goto(told_file.as_uri() + address)
                one.page.wait_for_selector(".hudut.told", state="attached")
            else:
                one.page.evaluate(GO, address)
            return one

        yield shown
