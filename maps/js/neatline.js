// The frame of the plate: degree bars along its four sides, and a scale bar.

import { svg, refill } from "./dom.js";
import { number } from "./text.js";

export const NEAT = 14;
const STEPS = [0.5, 1, 2, 5, 10, 30];
const SCALES = [5, 10, 20, 25, 50, 100, 200, 250, 500, 1000];
const EARTH_KM_PER_DEGREE = 111.32;

export function makeNeatline(app) {
  const { map } = app;
  const box = app.root.querySelector(".neatline");
  const scale = app.root.querySelector(".scale");

  function draw() {
    const size = map.getSize();
    if (!size.x || !box) return;
    drawFrame(size);
    drawScale(size);
  }

  function drawFrame(size) {
    const [w, hgt] = [size.x + 2 * NEAT, size.y + 2 * NEAT];
    const bounds = map.getBounds();
    const degree = size.x / (bounds.getEast() - bounds.getWest());
    const step = STEPS.find((one) => one * degree > 70) || 90;
    const kids = [
      svg("rect", { x: 8.5, y: 8.5, width: w - 17, height: hgt - 17, class: "neat-outer" }),
      svg("rect", { x: NEAT - 0.5, y: NEAT - 0.5, width: size.x + 1, height: size.y + 1, class: "neat-inner" }),
    ];
    sides(kids, bounds, step, size);
    box.setAttribute("viewBox", "0 0 " + w + " " + hgt);
    refill(box, kids);
  }

  function sides(kids, bounds, step, size) {
    const x = (lon) => map.latLngToContainerPoint([bounds.getSouth(), lon]).x;
    const y = (lat) => map.latLngToContainerPoint([lat, bounds.getWest()]).y;
    const clampX = (v) => Math.max(0, Math.min(size.x, v)) + NEAT;
    const clampY = (v) => Math.max(0, Math.min(size.y, v)) + NEAT;
    const text = (value, letter) => number(app, Math.abs(value)) + "°" + (value % 180 ? " " + app.t(letter) : "");
    const round = (lon) => lon - 360 * Math.floor((lon + 180) / 360); // what lies past 180° is west again
    for (let lon = Math.floor(bounds.getWest() / step) * step; lon < bounds.getEast(); lon += step) {
      const [a, b] = [clampX(x(lon)), clampX(x(lon + step / 2))];
      [NEAT - 3.5, size.y + NEAT + 3.5].forEach((at) => kids.push(svg("path", { class: "neat-bar", d: "M" + a + " " + at + "H" + b })));
      const at = x(lon) + NEAT;
      if (at > NEAT + 20 && at < size.x) kids.push(svg("text", { class: "degree", x: at, y: 7 }, text(round(lon), round(lon) < 0 ? "degree.west" : "degree.east")));
    }
    for (let lat = Math.floor(bounds.getSouth() / step) * step; lat < bounds.getNorth(); lat += step) {
      const [a, b] = [clampY(y(lat)), clampY(y(lat + step / 2))];
      [NEAT - 3.5, size.x + NEAT + 3.5].forEach((at) => kids.push(svg("path", { class: "neat-bar", d: "M" + at + " " + a + "V" + b })));
      const at = y(lat) + NEAT;
      if (at > NEAT + 20 && at < size.y) {
        kids.push(svg("text", { class: "degree", x: 7, y: at, transform: "rotate(-90 7 " + at + ")" }, text(lat, lat < 0 ? "degree.south" : "degree.north")));
      }
    }
  }

  function drawScale(size) {
    const bounds = map.getBounds();
    const centre = bounds.getCenter().lat;
    const perKm = size.x / ((bounds.getEast() - bounds.getWest()) * EARTH_KM_PER_DEGREE * Math.cos((centre * Math.PI) / 180));
    const km = SCALES.slice().reverse().find((one) => one * perKm <= 150) || SCALES[0];
    const w = Math.round(km * perKm);
    const label = (value, at, anchor) => svg("text", { x: at, y: 10, "text-anchor": anchor }, value);
    const last = app.t("unit.km", { n: number(app, km) });
    const width = w + Math.max(48, 8 + 7 * last.length);
    const bar = svg("svg", { width, height: 22, viewBox: "-8 0 " + width + " 22", role: "img",
      "aria-label": app.t("scale.label", { n: number(app, km) }) },
    label(number(app, 0), 0, "middle"), label(number(app, km / 2), w / 2, "middle"),
    label(last, w - 6, "start"),
    svg("rect", { x: 0, y: 14, width: w, height: 5, class: "scale-case" }),
    svg("rect", { x: w / 4, y: 14, width: w / 4, height: 5, class: "scale-bar" }),
    svg("rect", { x: 0, y: 14, width: w / 4, height: 5, class: "scale-gap" }),
    svg("rect", { x: w / 2, y: 14, width: w / 2, height: 5, class: "scale-bar" }));
    refill(scale, bar);
  }

  map.on("move zoomend resize", draw);
  draw();
  return { draw };
}
