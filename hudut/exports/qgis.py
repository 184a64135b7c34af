"""A project of QGIS that opens the holdings coloured as the atlas is, and timed.

Each layer of the atlas is a branch of the legend, of which `control` is switched on. The days are expressions, not
fields: QGIS 3.22 compares a field of dates as text and shows a holder a day early, and an open end needs a day. The
style lies in the project and not in the GeoPackage: what is opened by such a style is not timed, and GeoPandas warns of
the table that holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import shapely

from geo.dates import iso
from geo.holdings import LAYERS
from geo.load import Atlas
from geo.parties import Party
from geo.words import WRITTEN, words
from maps.style import FALLBACK, lineages

LAYER, TITLE = "holdings", "Hudut"


def project(atlas: Atlas, land: str) -> str:
    """Return the project that shows the holdings in `land`, the name of a GeoPackage beside it."""
    root = Element("qgis", version="3.22.0", projectname=TITLE)
    _reference_system(SubElement(root, "projectCrs"))
    source = f"./{land}|layername={LAYER}"
    SubElement(root, "title").text = TITLE
    tree = SubElement(root, "layer-tree-group")
    SubElement(tree, "layer-tree-layer", id=LAYER, name=TITLE, source=source, providerKey="ogr", checked="Qt::Checked")
    layer = SubElement(SubElement(root, "projectlayers"), "maplayer", type="vector", geometry="Polygon")
    for name, text in (("id", LAYER), ("datasource", source), ("layername", TITLE), ("provider", "ogr")):
        SubElement(layer, name).text = text
    _reference_system(SubElement(layer, "srs"))
    first, end = iso(atlas.first_day), iso(atlas.last_day + 1)
    # Mode 4: beginning and end are expressions; limit 0: the end is the first day after.
    asks = {"startExpression": 'to_datetime("start")', "endExpression": f"to_datetime(coalesce(\"end\", '{end}'))"}
    SubElement(layer, "temporal", {"enabled": "1", "mode": "4", "limitMode": "0", "accumulate": "0", **asks})
    _renderer(layer, atlas)
    canvas = SubElement(SubElement(root, "mapcanvas", name="theMapCanvas"), "extent")
    bounds = shapely.total_bounds(list(atlas.partition.shapes.values()))
    for name, degrees in zip(("xmin", "ymin", "xmax", "ymax"), bounds.tolist(), strict=True):
        SubElement(canvas, name).text = str(degrees)
    _time(root, f"{first}T00:00:00Z", f"{end}T00:00:00Z")
    indent(root, " ")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{tostring(root, 'unicode')}\n"


def _reference_system(parent: Element) -> None:
    system = SubElement(parent, "spatialrefsys")
    SubElement(system, "srid").text = "4326"
    SubElement(system, "authid").text = "EPSG:4326"


def _time(root: Element, first: str, end: str) -> None:
    """Add the range of the temporal controller: frames of a day, thirty a second, the panel switched on."""
    step = {"timeStep": "1", "timeStepUnit": "d", "frameRate": "30", "cumulativeTemporalRange": "0"}
    span = SubElement(SubElement(root, "ProjectTimeSettings", step), "TemporalRange")
    SubElement(span, "start").text, SubElement(span, "end").text = first, end
    panel = SubElement(SubElement(root, "properties"), "TemporalControllerWidget")
    SubElement(panel, "NavigationMode", type="int").text = "1"
    SubElement(panel, "StartDateTime", type="QString").text = first
    SubElement(panel, "EndDateTime", type="QString").text = end


def _renderer(layer: Element, atlas: Atlas) -> None:
    renderer = SubElement(layer, "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0")
    rules, symbols = SubElement(renderer, "rules", key="hudut"), SubElement(renderer, "symbols")
    order = list(lineages())
    for name in LAYERS:
        branch = SubElement(rules, "rule", key=name, filter=f"\"layer\" = '{name}'")
        label = " / ".join(words(code).say(f"layer.{name}") for code in WRITTEN)
        branch.set("label", label)
        branch.set("checkstate", str(int(name == LAYERS[0])))
        holders = [atlas.parties[key] for key in {row.party for row in atlas.holdings if row.layer == name}]
        for party in sorted(holders, key=lambda one: (order.index(_lineage(one)), one.start.first, one.id)):
            number = str(len(symbols))
            called = " / ".join(dict.fromkeys((party.short or party.names)[code] for code in WRITTEN))
            asks = {"key": f"{name}/{party.id}", "filter": f"\"party\" = '{party.id}'"}
            SubElement(branch, "rule", {**asks, "label": called, "symbol": number})
            _symbol(symbols, number, party)


def _lineage(party: Party) -> str:
    return party.lineage if party.lineage in lineages() else FALLBACK


def _symbol(parent: Element, number: str, party: Party) -> None:
    """Add the wash of a lineage with its riband as the edge; the stage of a Soviet republic is hatched."""
    look = lineages()[_lineage(party)]
    symbol = SubElement(parent, "symbol", type="fill", name=number, alpha="1", clip_to_extent="1")
    _fill(symbol, {"color": look["wash"], "style": "solid", "outline_color": look["key"], "outline_width": "0.3"})
    if party.stage == "ssr":
        _fill(symbol, {"color": look["key"], "style": "b_diagonal", "outline_style": "no"})


def _fill(symbol: Element, options: Mapping[str, str]) -> None:
    layer = SubElement(symbol, "layer", {"class": "SimpleFill"}, enabled="1", locked="0")
    held = SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        SubElement(held, "Option", name=name, value=value, type="QString")
