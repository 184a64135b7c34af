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
from tests.browsing import DESKTOP, Contexts, Opened
from tests.conftest import SOAK

Open = Callable[..., Opened]


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


READY = ".hudut.ready"
KEPT_OPEN = 4
"""Pages that stay open between tests; each takes the room of a page of its own."""
STANDS = """() => {
  const sheet = document.querySelector(".hudut").dataset.sheet;
  const legend = document.querySelector(".legend").classList.contains("open");
  return { state: Object.assign({}, window.hudutApp.state), sheet, legend };
}"""
AS_OPENED = """async ([stands, address]) => {
  const find = (what) => document.querySelector(what);
  const follow = (hash) => new Promise((done) => {
    if (location.hash === hash) { done(); return; }
    window.addEventListener("hashchange", () => window.setTimeout(done), { once: true });
    location.hash = hash;
  });
  const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press("Escape");
  press("Escape");
  document.activeElement.blur();
  document.querySelectorAll(".search-field").forEach((field) => {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.querySelectorAll(".search-found").forEach((rows) => { rows.replaceChildren(); });
  delete document.documentElement.dataset.theme;
  window.hudutApp.tableKept = {};
  window.hudutApp.set(Object.assign({}, stands.state, { look: window.hudutApp.state.look }), "jump");
  history.replaceState(null, "", "#begin");
  await follow("");
  const root = find(".hudut");
  for (let k = 0; k < 3 && root.dataset.sheet !== stands.sheet; k += 1) find(".handle").click();
  if (find(".legend").classList.contains("open") !== stands.legend) find(".legend-toggle").click();
  window.scrollTo(0, 0);
  find(".panel-body").scrollTop = 0;
  await follow(address);
}"""


class Kept:
    """Opened pages that one test leaves to the next, set back to what they were: to open one takes a second or two.

    Under `make soak` each test opens pages of its own.
    """

    def __init__(self, new: Open) -> None:
        self._new = new
        self._free: list[tuple[str, Opened]] = []
        self._stands: dict[str, Any] = {}

    def lend(self, address: str, file: Path, options: dict[str, Any]) -> tuple[str, Opened]:
        """Return a page that shows an address, and what it is kept by."""
        key = repr((file, sorted(options.items())))
        self._free = [(kept, one) for kept, one in self._free if not one.page.is_closed()]
        place = next((place for place, (kept, _) in enumerate(self._free) if kept == key), None)
        if place is None:
            one = _open(self._new, "", file, options)
            self._stands[key] = one.page.evaluate(STANDS)
        else:
            _, one = self._free.pop(place)
        one.page.evaluate(AS_OPENED, [self._stands[key], address])
        one.errors.clear()
        one.requests.clear()
        return key, one

    def take_back(self, lent: list[tuple[str, Opened]]) -> None:
        """Keep pages that still show what they were opened on."""
        for key, one in lent:
            if one.page.is_closed() or not one.page.url.startswith("file:"):
                continue
            one.page.emulate_media(media="null")
            one.context.clear_permissions()
            one.page.mouse.move(0, 0)
            self._free.append((key, one))
        while len(self._free) > KEPT_OPEN:
            self._free.pop(0)[1].page.close()


@pytest.fixture(scope="session")
def kept(contexts: Contexts) -> Iterator[Kept]:
    with contexts.pages() as new:
        yield Kept(new)


def _open(new: Open, address: str, file: Path, options: dict[str, Any]) -> Opened:
    one = new(**options)
    one.page.goto(file.as_uri() + address)
    one.page.wait_for_selector(READY, state="attached")
    return one


@pytest.fixture
def open_page(contexts: Contexts, kept: Kept, page_file: Path) -> Iterator[Open]:
    """Return a function that opens the page: `open_page(hash, file=…, new=…, **context options)`.

    The page may be one that another test has left, set back to what it was when opened. `new` asks for one that is
    opened now: for tests of the opening itself or of what a page asks for, and those that change the browser in it.
    """
    lent: list[tuple[str, Opened]] = []
    with contexts.pages() as another:

        def opened(address: str = "", *, file: Path = page_file, new: bool = SOAK, **options: Any) -> Opened:
            options = {"locale": "tr-TR", "viewport": DESKTOP, **options}
            if new:
                return _open(another, address, file, options)
            lent.append(kept.lend(address, file, options))
            return lent[-1][1]

        yield opened
    kept.take_back(lent)


@pytest.fixture(scope="module")
def open_once(contexts: Contexts, page_file: Path) -> Iterator[Open]:
    """Like `open_page`, for new pages that the tests of one module share."""
    with contexts.pages() as new:

        def opened(address: str = "", *, file: Path = page_file, **options: Any) -> Opened:
            return _open(new, address, file, {"locale": "tr-TR", **options})

        yield opened


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
