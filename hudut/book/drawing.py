"""Plates for print, drawn by the atlas page itself in a browser: what its menu saves as a drawing.

So a map is told once. It needs a Chromium on this computer, and no network.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import HudutError
from hudut.atlas_page import write_map

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "chrome")
SIZE = {"width": 1180, "height": 720}
"""Pixels of the window: its map is then as wide as a page takes at a size of type that can be read."""
_SETTLED = """() => new Promise((done) => {
  const map = document.querySelector(".map-box");
  let timer = 0;
  const wait = () => { window.clearTimeout(timer); timer = window.setTimeout(finish, 150); };
  const watcher = new MutationObserver(wait);
  function finish() { watcher.disconnect(); done(); }
  watcher.observe(map, { subtree: true, childList: true, attributes: true });
  wait();
})"""
"""Resolves when nothing on the map has changed for a moment: labels have found their places."""


def browser_program() -> str | None:
    """Return the Chromium that `HUDUT_CHROMIUM` names or that is found on the path, or None."""
    found = (shutil.which(name) for name in PROGRAMS)
    return os.environ.get("HUDUT_CHROMIUM") or next(filter(None, found), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a browser that draws.

    Raises
    ------
    HudutError
        If there is none, or it does not start.
    """
    from playwright.sync_api import Error, sync_playwright

    program = browser_program()
    if program is None:
        raise HudutError(
            "maps for print are drawn by Chromium, and none was found: install it, or name one in HUDUT_CHROMIUM."
        )
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        except Error as error:
            raise HudutError(f"{program} does not start: {error.message.splitlines()[0]}") from error
        yield browser
        browser.close()


def draw(browser: Browser, addresses: Iterable[str], folder: Path) -> Iterator[str]:
    """Draw the atlas at addresses, as its page writes them after `#`, into a folder; yield the names of the files."""
    page_file = folder / "hudut.html"
    write_map(page_file)
    context = browser.new_context(offline=True, viewport=SIZE, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    for number, address in enumerate(addresses, start=1):
        page.goto(f"{page_file.as_uri()}#{address}")
        page.wait_for_selector(".hudut.told", state="attached")
        page.evaluate(_SETTLED)
        page.click(".go-menu")
        with page.expect_download() as saved:
            page.click("[data-picture=svg]")
        name = f"plate-{number}.svg"
        saved.value.save_as(folder / name)
        yield name
    context.close()
