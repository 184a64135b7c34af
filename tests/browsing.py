"""The real browser that page tests run in, and what they look at."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


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


def serious(page: Page) -> list[str]:
    """What axe calls a serious or critical fault of the page as it stands."""
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]
