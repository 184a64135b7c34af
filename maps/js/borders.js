// Choosing a border on the map: the edge under the mouse, its outline, and the line that an article drew.

import { svg, refill, classIf } from "./dom.js";
import { isBorder, makeEdges, wholeBorder } from "./edges.js";
import { edgesLit } from "./clauses.js";
import { bordersOf, edgeName, kmText } from "./bordercard.js";

const REACH = { mouse: 6, touch: 14 }; // pixels beside a line that still mean the line

function farFrom(x, y, points, least) {
  let best = least;
  for (let i = 2; i < points.length; i += 2) {
    const [x1, y1, x2, y2] = [points[i - 2], points[i - 1], points[i], points[i + 1]];
    if (Math.min(x1, x2) - best > x || Math.max(x1, x2) + best < x || Math.min(y1, y2) - best > y || Math.max(y1, y2) + best < y) continue;
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
    best = Math.min(best, Math.hypot(x - x1 - along * dx, y - y1 - along * dy));
  }
  return best;
}

export function makeBorders(app) {
  const { plate, map, state } = app;
  let edges = null;
  app.edges = () => {
    if (!edges) edges = makeEdges(app);
    return edges;
  };
  const layer = svg("g", { class: "ly-stretch" });
  plate.layers.marked.parentNode.insertBefore(layer, plate.layers.marked.nextSibling);

  // The arc of a border that the map shows nearest to a point of the screen.
  function arcAt(event, reach) {
    const view = plate.view();
    const box = map.getContainer().getBoundingClientRect();
    const [x, y] = [event.clientX - box.left + view.x, event.clientY - box.top + view.y];
    const shown = plate.scene ? plate.scene.borders.holders.concat(plate.scene.pending) : [];
    let found = -1;
    shown.reduce((least, arc) => {
      if (plate.topology.sides[arc].length !== 2) return least;
      const far = farFrom(x, y, plate.scaled.arc(arc), least);
      if (far < least) found = arc;
      return far;
    }, reach);
    return found;
  }
  app.borderAt = (event) => {
    const arc = arcAt(event, event.pointerType === "touch" ? REACH.touch : REACH.mouse);
    classIf(map.getContainer(), "on-border", arc >= 0);
    return arc < 0 ? null : app.edges().ofArc(arc);
  };
  app.borderTag = (edge) => [edgeName(app, edge), app.t("border.kicker") + " · " + kmText(app, edge.km)];
  app.bordersOf = (t) => bordersOf(app, t);

  app.chooseEdge = (id) => {
    const edge = app.edges().byId[id];
    if (!edge) return;
    app.set({ edge: id, sel: null, art: "", tab: "place", view: "map" });
    bringIntoView(edge);
  };
  // The card of the treaty may stand already, and its articles are below the first screen of it.
  app.openArticle = (treaty, no) => {
    const art = treaty + ":" + no;
    app.set({ ev: "treaty:" + treaty, tab: "events", art, edge: "" });
    const body = app.root.querySelector(".panel-body");
    const chip = body.querySelector('[data-article="' + art + '"]');
    if (chip && chip.getAttribute("aria-pressed") !== "true") chip.click();
    const words = body.querySelector(".article");
    if (words) body.scrollTop += words.getBoundingClientRect().top - body.getBoundingClientRect().top;
  };

  function bringIntoView(edge) {
    const points = plate.scaled.arc(edge.arcs[0]);
    const middle = 2 * Math.floor(points.length / 4);
    const at = map.unproject(L.point(points[middle], points[middle + 1]).add(plate.origin), plate.zoom);
    if (!map.getBounds().pad(-0.05).contains(at)) map.panTo(at);
  }

  // The whole border between the same two holders, thinner, under the chosen stretch.
  function whole(edge) {
    return isBorder(app.model, state.layer, edge, state.day) ? wholeBorder(app, state.layer, edge, state.day).list : [];
  }
  function paths(list, name) {
    const d = plate.scaled.lines([].concat(...list.map((edge) => edge.arcs)));
    return d ? [svg("path", { class: "stretch-case", d }), svg("path", { class: "stretch " + name, d })] : [];
  }
  function outline() {
    if (!state.edge && !state.art) {
      refill(layer);
      return;
    }
    const chosen = app.edges().byId[state.edge];
    refill(layer, state.art ? paths(edgesLit(app, state.art), "clause") : [], chosen ? paths(whole(chosen), "whole").concat(paths([chosen], "chosen")) : []);
  }
  app.on("rescaled", outline);
  app.on("told", outline);

  return { outline };
}
