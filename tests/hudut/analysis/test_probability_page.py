"""The map of probabilities, in a real browser, and the pictures of the tables."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geo.holdings import Holding
from geo.load import Atlas
from hudut.analysis.probability_page import likeliest, write_page
from hudut.analysis.solving import solve
from hudut.analysis.zone import table_picture
from hudut.campaigns import Stage, stage
from tests.browsing import DESKTOP, Opened


@pytest.fixture(scope="module")
def found() -> tuple[Stage, dict[str, object]]:
    campaign = stage("frontier")
    return campaign, solve(campaign, "moscow", points=2)


def held(atlas: Atlas, territory: str, day: int) -> Holding:
    """Who governs a territory on a day."""
    return next(row for row in atlas.history(territory, "control") if row.covers(day))


def test_stakes_are_held_by_their_likeliest_holder(found: tuple[Stage, dict[str, object]]) -> None:
    campaign, record = found
    atlas, odds = likeliest(campaign, record)
    day = campaign.scenario.acts["moscow"].end.last
    territories = record["territories"]
    assert isinstance(territories, dict)
    for territory, layers in territories.items():
        if "control" not in layers:
            continue
        party, share = next(iter(layers["control"]["parties"].items()))
        assert held(atlas, territory, day).party == party
        assert odds[territory, "control"] == round(100 * share)
        assert held(atlas, territory, day - 1).party == held(campaign.atlas, territory, day - 1).party
    basis = atlas.bases[held(atlas, "batum", day).basis]
    party, share = next(iter(territories["batum"]["control"]["parties"].items()))
    names, figure = campaign.atlas.parties[party].names, f"{100 * share:.1f}"
    assert basis.titles["en"].startswith(f"{names['en']} {figure}%")
    assert basis.titles["tr"].startswith(f"{names['tr']} %{figure.replace('.', ',')}")


@pytest.mark.browser
def test_the_page_opens_on_the_last_day_and_pales_what_is_unsure(
    found: tuple[Stage, dict[str, object]], browser: Browser, tmp_path: Path
) -> None:
    campaign, record = found
    file = tmp_path / "moscow.html"
    write_page(campaign, [record], file, "en")
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    opened = Opened(page, context)
    page.on("pageerror", lambda error: opened.errors.append(str(error)))
    page.goto(f"{file.as_uri()}#s=t.batum")
    opened.until("() => document.querySelectorAll('.unsure').length > 20")
    assert opened.date == "16 March 1921"
    shares = page.evaluate(
        "[...document.querySelectorAll('.unsure')].map(e => [+e.dataset.share, +e.getAttribute('fill-opacity')])"
    )
    assert all(paper == pytest.approx(min(0.9, 1.5 * (1 - share / 100)), abs=0.006) for share, paper in shares)
    territories = record["territories"]
    assert isinstance(territories, dict)
    likely = territories["batum"]["control"]["parties"]
    assert {round(100 * max(likely.values())), 100} <= {share for share, _ in shares}
    georgia = f"Democratic Republic of Georgia {100 * likely['georgia']:.1f}%"
    opened.until("words => document.body.innerText.includes(words)", georgia)
    page.evaluate("location.hash = 'd=1921-03-15'")
    opened.until("() => document.querySelectorAll('.unsure').length === 0")
    assert opened.errors == []
    context.close()
    assert {one.name for one in tmp_path.glob("*.svg")} == {
        f"moscow-{step}.svg" for step in ("m18-georgia-talks", "m22-principles", "m29-bond", "m30-aid", "m32-land")
    }


def test_a_picture_shows_every_text_that_may_be_signed(found: tuple[Stage, dict[str, object]]) -> None:
    campaign, record = found
    tables = record["tables"]
    assert isinstance(tables, list)
    for table in tables:
        picture = ET.fromstring(table_picture(campaign, "moscow", table, "tr"))  # noqa: S314 - our own
        marks = [one.get("class") for one in picture.iter("{http://www.w3.org/2000/svg}circle")]
        signable = [number for number, one in enumerate(table["outcomes"]) if one["signable"]]
        assert marks.count("f") == 1 + len(set(signable) & set(table["frontier"]))
        assert marks.count("o") == 1 + len(signable) - len(set(signable) & set(table["frontier"]))
        stars = [one for one in picture.iter("{http://www.w3.org/2000/svg}path") if one.get("class") == "h"]
        assert len(stars) == (0 if table["historical"] is None else 2)
