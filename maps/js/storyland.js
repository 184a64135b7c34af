// What a stop shows on the map: its frame, and a veil over the land that it does not speak of.

import { svg, refill } from "./dom.js";
import { frameFor } from "./views.js";

const FLIGHT = 0.6; // seconds
const SAME_PX = 2;
const AFAR_DEG = 12; // a box wider than this is seen from afar, where the legend would cover the land

export function makeStoryLand(app) {
  const { map, plate } = app;
  const layer = plate.root.insertBefore(svg("g", { class: "ly-story" }), plate.layers.flash);
  let lit = null;

  function veil(ids) {
    lit = ids && ids.length ? new Set(ids.map((id) => app.told.territories[id])) : null;
    app.spoken = lit;
    draw();
  }

  function draw() {
    if (!lit || !plate.scaled) { refill(layer); return; }
    const rest = app.model.territories.map((_, t) => t).filter((t) => !lit.has(t));
    // The edge of what is lit, without its coast.
    const edge = [];
    plate.topology.sides.forEach((sides, arc) => {
      if (sides.length === 2 && lit.has(sides[0]) !== lit.has(sides[1])) edge.push(arc);
    });
    const line = plate.scaled.lines(edge);
    refill(layer, svg("path", { class: "story-veil", d: rest.map(plate.scaled.land).join("") }),
      svg("path", { class: "story-edge-case", d: line }), svg("path", { class: "story-edge", d: line }));
  }

  function boundsOf(stop) {
    if (stop.xy) return L.latLngBounds([stop.xy[1], stop.xy[0]], [stop.xy[3], stop.xy[2]]);
    const frame = frameFor(map.getSize().x, stop.at);
    return L.latLngBounds([frame.south, frame.west], [frame.north, frame.east]);
  }

  // Flies at most once, and not at all to where the map already is.
  function frame(stop, still) {
    const bounds = boundsOf(stop);
    const zoom = map.getBoundsZoom(bounds);
    const centre = map.unproject(map.project(bounds.getSouthWest(), zoom).add(map.project(bounds.getNorthEast(), zoom)).divideBy(2), zoom);
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (Math.abs(zoom - map.getZoom()) < 0.01 &&
      map.project(centre, zoom).distanceTo(map.project(map.getCenter(), zoom)) < SAME_PX) return;
    app.emit("frame", stop.xy && stop.xy[2] - stop.xy[0] > AFAR_DEG ? "wide" : stop.at || "frontier");
    if (still || calm) map.setView(centre, zoom, { animate: false });
    else map.flyTo(centre, zoom, { duration: FLIGHT });
  }

  app.on("rescaled", draw);
  return { veil, frame };
}
