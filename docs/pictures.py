"""Pictures of the page for the gallery, made by a browser: `python -m docs.pictures`. They go to out/gallery.

Without a browser the site is built all the same, and the gallery says why it is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hudut.atlas_page import write_map
from hudut.book.drawing import browser_program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OUT = Path(__file__).parent.parent / "out" / "gallery"
FRAGMENT = OUT / "gallery.inc.md"
DESKTOP = (1366, 768)
PHONE = (390, 844)


@dataclass(frozen=True)
class Shot:
    """One picture: where the page is opened, and what is written under it."""

    name: str
    address: str
    words: str
    size: tuple[int, int] = DESKTOP
    dark: bool = False
    paper: bool = False


SHOTS = (
    Shot("1914", "d=1914-08-01&l=control&lang=en", "1 August 1914: the frontier of 1878, on the eve of the war."),
    Shot("1916", "d=1916-08-10&l=control&lang=en&v=wide", "10 August 1916: the Russian army deep in Anatolia."),
    Shot("1918", "d=1918-06-10&l=agreed&lang=en", "10 June 1918: what had been signed at Batum."),
    Shot(
        "1920", "d=1920-08-10&l=agreed&lang=en&v=wide", "10 August 1920: what was signed at Sèvres, and never in force."
    ),
    Shot(
        "1921",
        "d=1921-03-16&l=control&lang=en&e=treaty:moscow-1921",
        "16 March 1921: the treaty of Moscow and its card.",
    ),
    Shot(
        "decade",
        "d=1923-10-29&l=control&lang=en&c=control@1914-08-01&cb=control@1923-10-29",
        "Compared: the first day and the last, under one bar.",
    ),
    Shot(
        "sevres",
        "d=1923-10-29&l=agreed&lang=en&c=agreed:sevres-1920&cb=agreed:lausanne-1923&cv=side",
        "Compared: what Sèvres said and what Lausanne said, side by side.",
    ),
    Shot("story", "lang=en&st=kars.4", "A stop of a story."),
    Shot("place", "d=1921-10-13&l=control&lang=tr&p=batum", "A town: who held it, when, and by what."),
    Shot("dark", "d=1920-12-03&l=control&lang=en&s=kars", "The same in the dark.", dark=True),
    Shot("print", "d=1921-03-16&l=control&lang=en", "On paper, in black and white.", (1055, 746), paper=True),
    Shot("phone", "d=1921-03-16&l=control&lang=tr", "On a phone.", PHONE),
)


def without_pictures(reason: str) -> None:
    """Write the gallery that says why it is empty."""
    OUT.mkdir(parents=True, exist_ok=True)
    FRAGMENT.write_text(f"*There are no pictures here: {reason}*\n", encoding="utf-8")


def take(browser: Browser, page_file: Path, shot: Shot) -> None:
    """Take one picture."""
    context = browser.new_context(
        offline=True,
        viewport={"width": shot.size[0], "height": shot.size[1]},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{page_file.as_uri()}#{shot.address}")
    page.wait_for_selector(".hudut.told", state="attached")
    if shot.paper:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
    page.wait_for_timeout(400)  # names settle, the panel is drawn
    page.screenshot(path=OUT / f"{shot.name}.png", full_page=shot.paper)
    context.close()


def gallery_text() -> str:
    """Return the gallery as Markdown."""
    parts = [
        f"```{{figure}} ../out/gallery/{shot.name}.png\n:alt: {shot.words}\n\n{shot.words}\n```\n" for shot in SHOTS
    ]
    return "\n".join(parts)


def main() -> None:
    """Write the page, take the pictures, write the gallery."""
    OUT.mkdir(parents=True, exist_ok=True)
    program = browser_program()
    if program is None:
        without_pictures("no chromium was found when the site was built.")
        print("No chromium found: the site has no pictures. Name one in HUDUT_CHROMIUM.")
        return
    from playwright.sync_api import sync_playwright

    page_file = OUT / "hudut.html"
    write_map(page_file)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            take(browser, page_file, shot)
        browser.close()
    FRAGMENT.write_text(gallery_text(), encoding="utf-8")
    print(f"{len(SHOTS)} pictures in {OUT}")


if __name__ == "__main__":
    main()
