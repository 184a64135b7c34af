"""The map as tables: who holds each town today, every border, every event; by keyboard, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from geo.dates import to_day
from geo.edges import edges
from geo.load import Atlas
from tests.browsing import serious
from tests.conftest import SOAK
from tests.maps.test_payload import rows_told, told_by

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
DAY = "1921-10-13"


TOWNS = [("tr", "Ardahan", "Ankara"), ("en", "Artvin", "Ankara")]


@pytest.mark.parametrize(("lang", "town", "holder"), TOWNS if SOAK else TOWNS[1:])
def test_the_keyboard_finds_who_holds_a_town(told: Any, lang: str, town: str, holder: str) -> None:
    opened = told(f"#d={DAY}&l=control&lang={lang}", **({"viewport": PHONE} if SOAK else {}))
    page = opened.page
    page.focus(".go-table")
    page.keyboard.press("Enter")
    page.focus("[data-table=towns]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.table") == "towns"
    assert "tb=towns" in opened.hash_when("tb=towns")
    page.focus(".table-filter")
    page.keyboard.type(town)
    rows = page.locator(".table-view tbody tr").all_inner_texts()
    assert any(row.startswith(town) and holder in row for row in rows)
    assert str(len(rows)) in page.locator(".table-count").inner_text()
    assert page.evaluate("document.activeElement.className") == "table-filter"
    assert serious(page) == []
    page.locator(f".table-view tbody button:text-is('{town}')").first.focus()
    page.keyboard.press("Enter")
    assert "p=" in opened.hash_when("p=")
    assert page.locator(".table-view").is_hidden()


def test_every_border_of_the_day_stands_in_the_table(told: Any, atlas: Atlas) -> None:
    opened = told(f"#d={DAY}&l=title&lang=en&tb=borders")
    page = opened.page
    day = to_day(DAY)

    def lineage(territory: str) -> str:
        row = next(
            row
            for row in atlas.history(territory, "title")
            if row.start.first <= day and (row.end is None or day < row.end.first)
        )
        return atlas.parties[row.party].lineage

    borders = [edge for edge in edges(atlas) if lineage(edge.first) != lineage(edge.second)]
    assert page.locator(".table-view tbody tr").count() == len(borders)
    page.click(".sorter:has-text('km')")
    page.click(".sorter:has-text('km')")
    assert page.get_attribute("th[aria-sort]", "aria-sort") == "descending"
    longest = max(borders, key=lambda edge: edge.km)
    first = page.locator(".table-view tbody tr").first.inner_text()
    assert atlas.territories[longest.first].names["en"] in first
    assert f"{longest.km:.0f} km" in first
    page.locator(".table-view tbody button").first.click()
    opened.hash_when(f"b={longest.first}~{longest.second}")


def test_a_table_leads_to_the_head_of_another_card_and_lets_go_what_an_article_lit(told: Any) -> None:
    opened = told(f"#d={DAY}&l=control&lang=en&e=treaty:kars-1921")
    page, scrolled = opened.page, "document.querySelector('.panel-body').scrollTop"
    page.click("[data-article='kars-1921:4']")
    assert page.locator(".ly-hits .dimmed").count() > 0
    assert "a=kars-1921" in opened.hash_when("a=kars")
    page.evaluate(f"{scrolled} = 300")
    page.click(".go-table")
    page.click("[data-table=events]")
    page.locator(".table-view tbody button").first.click()
    assert page.locator(".event-card:not(:has(.articles))").count() == 1
    assert page.evaluate(scrolled) == 0
    assert page.locator(".ly-hits .dimmed").count() == 0
    assert page.evaluate("window.hudutApp.state.art") == "", "the line of an article goes with its card"


@pytest.mark.skipif(not SOAK, reason="the other tables stand for it in make test")
def test_the_events_of_the_window_stand_in_the_table(told: Any) -> None:
    opened = told(f"#d={DAY}&l=control&lang=en&tb=events&w=60")
    opened.until("() => document.querySelectorAll('.table-view tbody tr').length > 3")
    text = opened.page.locator(".table-view tbody").inner_text()
    assert "Treaty of Kars" in text
    assert opened.errors == []


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_notes_and_reasons_of_the_atlas_come_with_the_chronicle_and_stand_in_their_rows(told: Any, lang: str) -> None:
    page = told(f"#d={DAY}&l=control&lang={lang}&tb=holders").page
    shown = " ".join(page.locator(".table-view tbody").text_content().split())
    rows = [
        row
        for row in rows_told()
        if row["layer"] == "control" and row["start"][:10] <= DAY and (row["end"] or "9")[:10] > DAY
    ]
    causes = told_by("bases/*.yaml")
    notes = {row[f"note_{lang}"] for row in rows} - {""}
    reasons = {
        causes[row["basis"]][kind][lang] for row in rows for kind in ("reason", "note") if kind in causes[row["basis"]]
    }
    assert len(notes) > 5
    assert len(reasons) > 5
    assert [one for one in notes | reasons if " ".join(one.split()) not in shown] == []
