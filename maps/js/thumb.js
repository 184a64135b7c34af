// A small still picture of the holders in a state: no relief, no labels, no ribands. For comparing plays side by side.

import { svg } from "./dom.js";
import { makeScene } from "./scene.js";
import { scaleTopology } from "./topology.js";

// The arcs that bound a set of territories: those with exactly one side in it.
export function outlineOf(topology, list) {
  const inside = new Set(list);
  return topology.sides.map((_, arc) => arc).filter((arc) => topology.sides[arc].filter((t) => inside.has(t)).length === 1);
}

// The picture of a model (see board.js) on a day, `width` px wide, with the given territories outlined.
export function thumb(board, layer, day, marked, width, label) {
  const { app, model } = board;
  const [west, south, east, north] = app.raw.view;
  const size = (width * 360) / (east - west);
  const y = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  const origin = { x: (west / 360 + 0.5) * size, y: y(north) * size };
  const height = Math.round((y(south) - y(north)) * size);
  const scaled = scaleTopology(app.plate.topology, size, origin);
  const scene = makeScene(model, app.plate.topology, layer, day);
  const land = (list) => list.map((t) => scaled.land(t)).join("");
  return svg("svg", { class: "thumb", viewBox: "0 0 " + width + " " + height, width, height, role: "img", "aria-label": label },
    svg("path", { class: "land frame", d: scaled.frame() }),
    scene.groups.map((group) => svg("g", { class: group.veiled ? "veiled" : "" },
      svg("path", { class: "wash w-" + group.lineage, d: land(group.list) }),
      app.plate.patterns.overlays(group).map((fill) => svg("path", { d: land(group.list), fill, class: "over" })))),
    svg("path", { class: "border", d: scaled.lines(scene.borders.holders) }),
    svg("path", { class: "coast", d: scaled.lines(app.plate.topology.coast) }),
    marked.length ? svg("path", { class: "thumb-marked", d: scaled.lines(outlineOf(app.plate.topology, marked)) }) : null);
}
