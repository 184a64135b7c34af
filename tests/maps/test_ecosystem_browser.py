"""The map among others: folium layers on it, it on other folium maps, in notebooks, frames, and over online tiles."""

from __future__ import annotations

import html
import re
import runpy
from pathlib import Path
from typing import Any

import folium
import geopandas
import pandas as pd
import pytest
from shapely.geometry import box

from geo.load import load
from hudut.api import atlas as read_atlas
from hudut.api import own_map
from hudut.exploring import MappedAtlas
from maps.errors import PageError
from maps.leaflet import leaflet_text
from maps.online import tiles_named
from maps.options import PageOptions
from maps.own import own_payload, own_time_map
from maps.page import render

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "own_time_map.py"
LAND = geopandas.GeoDataFrame({"id": ["a", "b"]}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs="EPSG:4326")
ROWS = [{"territory": "a", "party": "Aldania", "start": "1850"}, {"territory": "b", "party": "B", "start": "1850-02"}]


def holdings(**change: Any) -> pd.DataFrame:
    return pd.DataFrame([ROWS[0] | change, ROWS[1]])


def colour_at(page: Any, where: str) -> tuple[str, str]:
    """Return the topmost element in the middle of a part of the page: its fill and its class."""
    box = page.locator(where).bounding_box()
    found = page.evaluate(
        "([x, y]) => { const at = document.elementFromPoint(x, y); return [at.getAttribute('fill'), at.outerHTML]; }",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    return found[0], found[1]


@pytest.mark.browser
def test_layers_of_others_lie_on_the_atlas_and_answer(open_page: Any, tmp_path: Path) -> None:
    shown = read_atlas().explore(lang="en", start="1921-01-01", end="1921-12-31", title="With a layer")
    assert isinstance(shown, folium.Map)
    field = box(43.0, 40.4, 43.4, 40.7)
    look = {"fillColor": "#00ff00", "color": "#00ff00", "fillOpacity": 1}
    guest = folium.GeoJson(field.__geo_interface__, name="mine", style_function=lambda _: look)
    folium.Popup("<div>The <b>field</b></div>").add_to(guest)
    guest.add_to(shown)
    folium.Marker((40.2, 42.4), tooltip="a pin").add_to(shown)
    shown.save(tmp_path / "with-layer.html")
    opened = open_page(file=tmp_path / "with-layer.html", new=True)
    page = opened.page
    opened.until("() => document.querySelector('.hudut.told') !== null")
    assert colour_at(page, "path[fill='#00ff00']")[0] == "#00ff00", "the layer lies over the land"
    page.locator("path[fill='#00ff00']").click()
    assert page.inner_text(".leaflet-popup-content b") == "field"
    assert page.evaluate("document.querySelector('.leaflet-marker-icon').naturalWidth") == 25
    page.keyboard.press("Escape")
    page.click(".go-next")
    assert page.locator("path[fill='#00ff00']").is_visible()
    assert [url for url in opened.requests if not url.startswith(("file:", "data:"))] == []
    assert opened.errors == []


def test_another_atlas_explores_itself_without_our_chronicle(tiny: Path) -> None:
    shown = read_atlas(tiny)
    assert isinstance(shown, MappedAtlas)
    text = shown.explore(lang="en").get_root().render()
    assert "time_map_hudut_told" not in text
    assert shown.explore(lang="en").get_root().render() == text


@pytest.mark.browser
def test_the_example_makes_a_map_that_moves_with_time(
    open_page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = [line for line in EXAMPLE.read_text("utf-8").splitlines() if line and not line.startswith('"""')]
    assert len(code) <= 20
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(EXAMPLE))
    opened = open_page(file=tmp_path / "own.html", new=True)
    page = opened.page
    assert opened.date == "1 March 1850"
    assert not page.is_visible(".layers")
    assert page.inner_text(".date-sub") == "Friday"
    names = set(page.locator(".party-name").all_text_contents())
    assert names == {"Aldania", "Borland"}
    page.click(".go-next")
    assert opened.date == "2 June 1861"
    assert "The summer war" in page.inner_text(".panel-body")
    assert page.locator(".legend-row", has_text="occupied").count() == 1
    assert opened.errors == []


@pytest.mark.browser
def test_the_element_works_in_a_stock_folium_map(browser: Any, tmp_path: Path) -> None:
    base = folium.Map(location=(0.5, 1), zoom_start=7)
    own_time_map(LAND, holdings(), title="Two squares").add_to(base)
    base.save(tmp_path / "stock.html")
    context = browser.new_context(viewport={"width": 1366, "height": 768})

    def outside(route: Any) -> None:
        """Stand in for the hosts that stock folium links to."""
        name = route.request.url.rpartition("/")[2]
        known = name in {"leaflet.js", "leaflet.css"}
        route.fulfill(
            body=leaflet_text(name) if known else "", content_type="text/css" if "css" in name else "text/javascript"
        )

    context.route(re.compile("^https?:"), outside)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "stock.html").as_uri())
    page.wait_for_selector(".hudut.ready", state="attached")
    assert page.locator(".ly-hits .hit").count() == 2
    assert page.locator(".leaflet-control-zoom").count() == 0
    assert page.locator(".hudut.tiled").count() == 1, "tiles show through the land"
    assert errors == []
    context.close()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"territory": "aa"}, "row 1 of the holdings: there is no territory 'aa'. Did you mean 'a'?"),
        ({"start": "yesterday"}, "row 1 of the holdings: start: "),
        ({"end": "1849-12-31"}, "row 1 of the holdings: end 1849-12-31 is not after start 1850."),
        ({"status": "occupid"}, "row 1 of the holdings: there is no status 'occupid'. Did you mean 'occupied'?"),
        ({"layer": "titles"}, "row 1 of the holdings: there is no layer 'titles'. Did you mean 'title'"),
        ({"party": None}, "row 1 of the holdings: party is missing."),
    ],
)
def test_a_wrong_row_is_named_with_the_nearest_valid_value(change: dict[str, Any], words: str) -> None:
    with pytest.raises(PageError) as caught:
        own_payload(LAND, holdings(**change))
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize(
    ("land", "words"),
    [
        (LAND.drop(columns="id"), "lacks the column 'id'"),
        (LAND.set_crs(None, allow_override=True), "states no CRS"),
        (LAND.assign(id="a"), "'a' occurs twice"),
    ],
)
def test_a_wrong_table_of_territories_is_named(land: Any, words: str) -> None:
    with pytest.raises(PageError, match=re.escape(words)):
        own_payload(land, holdings())


def test_own_land_in_another_projection_lands_at_the_same_place() -> None:
    here, there = own_payload(LAND, holdings()), own_payload(LAND.to_crs(3857), holdings())
    # A square degree at the equator has 12,309 km².
    assert [one["a"] for one in here["territories"]] == [one["a"] for one in there["territories"]] == [12308, 12308]
    assert all(abs(here["own"][side] - there["own"][side]) < 1e-6 for side in here["own"])


def notebook(markup: str) -> str:
    # Where nothing says how a page is written, a browser guesses, and a script that is read wrongly has another digest.
    head = "<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>notebook</title>"
    return f"{head}<body style='width:1100px'>{markup}</body></html>"


@pytest.mark.browser
@pytest.mark.parametrize("how", ["notebook", "embedded"])
def test_the_map_lives_in_frames(browser: Any, tmp_path: Path, page_text: str, how: str) -> None:
    """In a notebook the map is a frame of text; on a web page it is a frame that may run scripts and nothing else."""
    if how == "notebook":
        shown = own_map(LAND, holdings(), title="Two squares")
        markup = f"<iframe style='width:1100px;height:700px' srcdoc='{html.escape(shown._repr_html_())}'></iframe>"
    else:
        (tmp_path / "hudut.html").write_text(page_text, "utf-8")
        recipe = (ROOT / "docs" / "embed.md").read_text("utf-8").partition("```html\n")[2].partition("```")[0]
        assert 'sandbox="allow-scripts"' in recipe
        markup = recipe.replace('src="hudut.html', f'src="{(tmp_path / "hudut.html").as_uri()}')
    outer = tmp_path / "outer.html"
    outer.write_text(notebook(markup), "utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1300, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    if how == "notebook":
        frame = frame.frame_locator("iframe")
    frame.locator(".hudut.ready").wait_for(state="attached")
    before = frame.locator(".date-text").inner_text()
    frame.locator(".go-next").click()
    assert frame.locator(".date-text").inner_text() != before
    assert frame.locator(".party-name").count() >= 2
    assert errors == []
    context.close()


def test_the_map_shows_itself_in_a_notebook_without_one() -> None:
    markup = own_map(LAND, holdings(), title="Two squares")._repr_html_()
    assert re.search(r'<iframe srcdoc="&lt;!DOCTYPE html&gt;', markup)


def test_tiles_change_the_policy_by_one_host_and_nothing_else(squares: Any) -> None:
    plain, tiled = (
        render(squares, PageOptions(lang="en")),
        render(squares, PageOptions(lang="en", tiles="OpenStreetMap.Mapnik")),
    )
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
    rules = [dict(rule.split(" ", 1) for rule in policy.search(text)[1].split("; ")) for text in (plain, tiled)]  # type: ignore[index]
    assert rules[0]["img-src"] == "data:"
    assert rules[1]["img-src"] == "data: https://tile.openstreetmap.org"
    for name in rules[0].keys() - {"img-src", "script-src"}:
        assert rules[0][name] == rules[1][name]
    assert len(rules[0]["script-src"].split()) == len(rules[1]["script-src"].split())
    assert "openstreetmap" not in plain
    # Beside the layer itself and the thanks to its makers, the two pages are the same text.
    bare = re.sub(
        r"\s*var tile_layer_tiles = L\.tileLayer\(.*?addTo\(map_hudut\);\s*", "", policy.sub("", tiled), flags=re.DOTALL
    )
    thanks = " · (C) OpenStreetMap contributors"
    assert thanks in bare
    assert re.sub(r"\s+", "", bare.replace(thanks, "")) == re.sub(r"\s+", "", policy.sub("", plain))


def test_tiles_with_several_servers_and_wrong_names() -> None:
    assert tiles_named("OpenTopoMap").hosts == tuple(f"https://{one}.tile.opentopomap.org" for one in "abc")
    with pytest.raises(PageError, match=r"Did you mean 'OpenStreetMap\.Mapnik'"):
        tiles_named("OpenStreetMap.Mapnick")
    with pytest.raises(PageError, match="needs a key"):
        tiles_named("Thunderforest.OpenCycleMap")


@pytest.mark.browser
def test_a_page_with_tiles_works_without_the_network(open_page: Any, tmp_path: Path) -> None:
    path = tmp_path / "tiled.html"
    path.write_text(render(load(), PageOptions(lang="en", tiles="OpenStreetMap.Mapnik")), "utf-8")
    opened = open_page("#d=1921-03-16&l=control&lang=en", file=path, new=True)
    opened.page.click(".go-next")
    assert opened.date != "16 March 1921"
    assert opened.page.locator(".party-name").count() > 3
    hosts = {url.split("/")[2] for url in opened.requests if url.startswith("http")}
    assert hosts == {"tile.openstreetmap.org"}
