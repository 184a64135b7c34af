"""The real browser that page tests run in, and what they look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    # Buttons of Chromium's own window are pages too: they take a fifth of the time of ours. The rest is what Playwright
    # turns off, which a list of our own takes the place of.
    (
        "--disable-features=InitialWebUI,WebUIReloadButton,PreloadTopChromeWebUI,PaintHolding,HttpsUpgrades,"
        "ThirdPartyStoragePartitioning,LensOverlay,MediaRouter,AvoidUnnecessaryBeforeUnloadCheckSync,OptimizationHints"
    ),
)
ONCE_COMPILED = "--js-flags=--no-opt"
"""A page of a test closes before it would pay to compile it again."""
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
STILL = {"reduced_motion": "reduce"}
"""Nothing glides or fades: half the work of a browser is to paint it. Tests of motion ask for `no-preference`."""
SERIOUS = """async (only) => {
  const rules = only.length ? { runOnly: only } : {};
  const found = await axe.run(Object.assign({ resultTypes: ["violations"], preload: false }, rules));
  return found.violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) => one.id + ": "
    + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + " " + node.failureSummary).join("; "));
}"""
SETTLED = """() => new Promise((done) => {
  window.setTimeout(done, 1000);  // a page that nobody shows has no frames
  requestAnimationFrame(() => requestIdleCallback(() => requestAnimationFrame(done)));
})"""
MOST_APART = 6
"""Contexts that wait for other persons, each in a process of its own."""


@dataclass
class Opened:
    """A page in a browser, with what it said and what it asked for."""

    page: Page
    context: BrowserContext
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def date(self) -> str:
        """The big date of the time bar."""
        return self.page.locator(".date-text").inner_text()

    def until(self, question: str, argument: object = None, *, seconds: float = 6) -> None:
        """Ask until the answer is yes. Playwright's own waiting needs `eval`, which the page's policy forbids."""
        for _ in range(int(seconds * 20)):
            if self.page.evaluate(question, argument):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never true: {question} ({argument!r})")

    def hash_when(self, wanted: str) -> str:
        """Wait until the address holds `wanted`, and return its part after #."""
        self.until("wanted => location.hash.includes(wanted)", wanted)
        return str(self.page.evaluate("location.hash"))


def settle(page: Page) -> None:
    """Wait until what was asked for is drawn and the page has done the work that it keeps for when it is idle."""
    page.evaluate(SETTLED)


class Contexts:
    """Contexts of one browser, kept by their options, each with an empty page that keeps its process alive.

    A page in a kept context takes two thirds of the time of one in a new context.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._kept: dict[str, BrowserContext] = {}
        self._apart: list[tuple[str, BrowserContext]] = []

    def kept(self, options: dict[str, Any]) -> BrowserContext:
        key = repr(sorted(options.items()))
        if key not in self._kept:
            context = self._kept[key] = self.browser.new_context(**options)
            context.new_page()
            context.on("close", lambda _: self._kept.pop(key))  # a test may close whatever is open
        return self._kept[key]

    @contextmanager
    def pages(self) -> Iterator[Callable[..., Opened]]:
        """Lend a function that opens an empty page without a network: `new(init=script, **context options)`.

        A page that is `apart`, or has a script, has a context of its own: it sees nothing of what others have kept.
        At the end the pages are closed and what they have stored is forgotten.
        """
        lent: list[Page] = []
        own: list[BrowserContext] = []

        def new(*, init: str = "", apart: bool = False, **options: Any) -> Opened:
            options = {"offline": True, "viewport": DESKTOP, **STILL, **options}
            if init or apart:  # a script stays with its context
                context = self.browser.new_context(**options)
                if init:
                    context.add_init_script(init)
                own.append(context)
            else:
                context = self.kept(options)
            one = Opened(context.new_page(), context)
            lent.append(one.page)
            one.page.on("console", lambda said: one.errors.append(said.text) if said.type == "error" else None)
            one.page.on("pageerror", lambda error: one.errors.append(str(error)))
            one.page.on("request", lambda request: one.requests.append(request.url))
            return one

        yield new
        for page in lent:
            if page.context not in own and not page.is_closed():
                page.evaluate("() => { try { localStorage.clear(); } catch { return; } }")
                page.context.clear_permissions()
                page.close()
        for context in own:
            context.close()

    @contextmanager
    def persons(self) -> Iterator[Callable[..., Page]]:
        """Lend a function that opens a page for somebody else: `new(**context options)`; each has cookies of their own.

        Who has closed all pages has gone, and leaves an empty context to others: a new one takes most of a second.
        """
        lent: list[BrowserContext] = []

        def new(**options: Any) -> Page:
            options = {**STILL, **options}
            key = repr(sorted(options.items()))
            free = [context for kept, context in self._apart if kept == key and len(context.pages) == 1]
            context = free[0] if free else self.browser.new_context(**options)
            if free:
                context.clear_cookies()
                context.clear_permissions()
            else:
                one = (key, context)
                self._apart.append(one)
                context.on("close", lambda _: self._apart.remove(one))
                context.new_page()
            lent.append(context)
            return context.new_page()

        yield new
        for context in lent:
            for page in context.pages[1:]:
                page.close()
        while len(self._apart) > MOST_APART:
            self._apart[0][1].close()


def serious(page: Page, *only: str) -> list[str]:
    """What axe calls a serious or critical fault of the page as it stands, all rules or some; each with its places."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)  # added from outside: the page's own policy rightly refuses scripts from elsewhere
    found: list[str] = page.evaluate(SERIOUS, list(only))
    return found
