// What never changes hands: sea with its waterlines, land around the atlas, rivers, lakes.

import { svg, refill } from "./dom.js";
import { mercator, unpackMilli } from "./topology.js";

const WATERLINES = [["wl3", 24], ["wl2", 13], ["wl1", 5]];

// A curve through the points of an authored course (Catmull-Rom), so that few points still look like a river.
function smooth(points, closed) {
  const count = points.length / 2;
  const at = (i) => {
    const k = closed ? (i + count) % count : Math.max(0, Math.min(count - 1, i));
    return [points[2 * k], points[2 * k + 1]];
  };
  const out = ["M" + at(0).join(" ")];
  const last = closed ? count : count - 1;
  for (let i = 0; i < last; i += 1) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const c1 = [p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6];
    const c2 = [p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6];
    out.push("C" + [c1, c2, p2].map((p) => p.map((v) => Math.round(v * 10) / 10).join(" ")).join(" "));
  }
  return out.join("") + (closed ? "Z" : "");
}

export function makeGround(app, layers) {
  const water = app.raw.water;
  const rivers = water.rivers.map(([names, rank, points]) => ({ names, rank, points: mercator(unpackMilli(points)) }));
  const lakes = water.lakes.map(([names, packed]) => {
    const points = unpackMilli(packed);
    const open = points.slice(0, 2).join() === points.slice(-2).join() ? points.slice(0, -2) : points;
    return { names, points: mercator(open) };
  });

  const seas = water.seas.map(([names, packed]) => ({ names, points: mercator(unpackMilli(packed)) }));

  function draw(scaled) {
    const shore = scaled.shore();
    refill(layers.sea, WATERLINES.map(([cls, width]) => svg("path", { class: "waterline " + cls, d: shore,
      "stroke-width": width })));
    refill(layers.land, svg("path", { class: "land frame", d: scaled.frame() }),
      svg("path", { class: "land", d: app.model.territories.map((_, t) => scaled.land(t)).join("") }));
    refill(layers.rivers, rivers.map((river) => svg("path", { class: "river r" + river.rank,
      d: smooth(scaled.pixels(river.points, false), false) })));
    refill(layers.lakes, lakes.map((lake) => svg("path", { class: "lake",
      d: smooth(scaled.pixels(lake.points, true), true) })));
  }
  return { draw, rivers, lakes, seas };
}
