// The pictures of the legend: the ground, riband, hatching, lines and symbols of the map at the size of a word.

import { svg } from "./dom.js";
import { SYMBOLS } from "./marks.js";
import { ANCHOR, PASS } from "./townlabels.js";

const FULL_SWATCH = { x: 0.5, y: 0.5, width: 27, height: 16 };

function picture(...kids) {
  return svg("svg", { class: "legend-swatch", width: 28, height: 17, viewBox: "0 0 28 17", "aria-hidden": "true" }, kids);
}
const box = (cls) => svg("rect", Object.assign({ class: cls }, FULL_SWATCH));
const path = (cls, d, more) => svg("path", Object.assign({ class: cls, d }, more));
const ACROSS = "M1 8.5H27";

// Ground, hatching and riband of a group of the scene.
export function landSwatch(group, patterns) {
  const riband = group.status === "protected" && group.over.length ? group.over[0] : group.lineage;
  return picture(box("wash w-" + group.lineage), patterns.overlays(group).map((fill) => svg("rect", Object.assign({ fill }, FULL_SWATCH))),
    svg("rect", { x: 2.5, y: 2.5, width: 23, height: 12, fill: "none", "stroke-width": 3.4, class: "k-" + riband }), box("legend-edge"));
}

export const shadeSwatch = (shade) => picture(box("often-paper"), svg("rect", Object.assign({ class: "often", "fill-opacity": shade }, FULL_SWATCH)), box("legend-edge"));
export const claimSwatch = (lineage) => picture(path("claim-line k-" + lineage, "M2 8.5H26"));

const SWATCHES = {
  ssr: () => [box("legend-plain"), path("p-soviet", "M5 1V16M12 1V16M19 1V16M26 1V16", { "stroke-width": 1, opacity: 0.6 }), box("legend-edge")],
  pending: () => [path("pending", ACROSS)],
  veiled: () => [box("legend-veil"), box("legend-edge")],
  front: () => [path("front-line", "M1 11H27"), path("front-teeth", "M4 11L7.5 5L11 11ZM16 11L19.5 5L23 11Z")],
  armistice: () => [path("armistice-line", ACROSS)],
  doubt: () => [svg("rect", { x: 0, y: 3, width: 28, height: 11, class: "legend-band" }), path("case", ACROSS),
    path("border", ACROSS, { "stroke-dasharray": "6 3" })],
  rail: () => [path("rail", ACROSS), path("rail-ticks", ACROSS)],
};

export const lineSwatch = (name) => picture(SWATCHES[name]());

const at = (x) => ({ transform: "translate(" + x + " 8.5)" });
const dot = (cx, r, more) => svg("circle", Object.assign({ class: "town-dot", cx, cy: 8.5, r }, more));
const MARKS = {
  town: () => [dot(5, 5), svg("circle", { class: "town-pip", cx: 5, cy: 8.5, r: 2 }), dot(16, 4), svg("circle", { class: "town-dot minor", cx: 24, cy: 8.5, r: 2.7 })],
  port: () => [path("town-port", ANCHOR, at(14))],
  mountain: () => [path("town-peak", "M9.5 12.5L14 4.5L18.5 12.5Z")],
  pass: () => [path("town-pass", PASS, at(14))],
  count: () => [svg("rect", { class: "legend-count", x: 6, y: 1, width: 16, height: 15, rx: 7.5 }), svg("text", { class: "legend-figure", x: 14, y: 12.5, "text-anchor": "middle" }, "3")],
  gold: () => [path("route-gold", "M8 8.5l6-6 6 6-6 6Z")],
};

// `mark.battle`, `route.sea`, `port` …
export function markSwatch(name) {
  const [sort, kind] = name.split(".");
  if (sort === "mark") return picture(svg("g", { class: "legend-mark m-" + kind }, path("", SYMBOLS[kind], { transform: "translate(3.5 -2) scale(.875)" })));
  return picture(sort === "route" ? [path("route-case", ACROSS), path("route " + kind, ACROSS)] : MARKS[name]());
}
