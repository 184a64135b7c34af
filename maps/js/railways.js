// Railways as ticked lines; a line that is not open yet on the day is not drawn.

import { svg, sync } from "./dom.js";
import { mercator, unpackMilli } from "./topology.js";

export function makeRailways(app) {
  const { plate } = app;
  let rails = null;
  let nodes = [];
  let zoom = null;

  function read() {
    rails = (app.late().rails || []).map(([names, gauge, from, opened, packed]) => ({ names, gauge, from, opened,
      points: mercator(unpackMilli(packed)) }));
  }

  function node(k) {
    if (!nodes[k]) {
      const at = plate.scaled.pixels(rails[k].points, false);
      let d = "";
      for (let i = 0; i < at.length; i += 2) d += (i ? "L" : "M") + at[i] + " " + at[i + 1];
      nodes[k] = svg("g", { "data-rail": k, class: "rail-line g" + rails[k].gauge }, svg("path", { class: "rail-case", d }),
        svg("path", { class: "rail", d }), svg("path", { class: "rail-ticks", d }));
    }
    return nodes[k];
  }

  // Only a line that opens or closes on the way is added or taken away.
  function draw() {
    if (!plate.scaled || !app.map.getSize().x) return;
    if (plate.zoom !== zoom) {
      zoom = plate.zoom;
      nodes = [];
    }
    sync(plate.layers.rails, open().map((_, k) => k).filter((k) => rails[k].from <= app.state.day).map(node));
  }

  function open() {
    if (!rails) read();
    return rails;
  }

  // Whether a line that is open on the day runs through a box of the plate.
  function inView(view) {
    return open().some((rail) => rail.from <= app.state.day && through(plate.scaled.pixels(rail.points, false), view));
  }
  return { draw, inView };
}

function through(line, view) {
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [left, right] = [Math.min(line[i], line[i + 2]), Math.max(line[i], line[i + 2])];
    const [top, low] = [Math.min(line[i + 1], line[i + 3]), Math.max(line[i + 1], line[i + 3])];
    if (right > view.x && left < view.x + view.w && low > view.y && top < view.y + view.h) return true;
  }
  return false;
}
