// Towns, mountains, passes: a symbol each, and a name where there is room; the name of the time beside it in italics.

import { sketch } from "./dom.js";
import { CELL } from "./raster.js";
import { widthOf, SANS, SERIF } from "./ruler.js";
import { placeName, nameThen } from "./text.js";

const TOWN = { 1: { px: 14, weight: 700, r: 5 }, 2: { px: 12.5, weight: 600, r: 4 }, 3: { px: 11.5, weight: 400, r: 2.7 },
  4: { px: 11, weight: 400, r: 2.2 } };
export const PASS = "M-4 -5q4 5 0 10M4 -5q-4 5 0 10"; // round its own point
export const PASS_ZOOM = 6.9;
const PASS_NAME_ZOOM = 7.7;
export const ANCHOR = "M0 -3v8M-2.2 -1h4.4M-4 1.6a4 4 0 0 0 8 0M0 -3a1.3 1.3 0 1 0 -.01 0"; // 11 px high, round its own point
export const PORT_ZOOM = 6.6;
const ASIDE = 6; // pixels between the end of a name and what stands beside it, where there is room
const QUIET = { px: 11.5, weight: 400, r: 3.5 }; // mountains and passes, of whatever rank
const REGION = { px: 11.5, weight: 400, r: 0 };
export const RANK_ZOOM = { 1: 0, 2: 6.2, 3: 7.2, 4: 8.2 }; // a rank is drawn from this zoom on

function lookOf(place) {
  if (place.k === "region") return REGION;
  return place.k === "mountain" || place.k === "pass" ? QUIET : TOWN[place.r];
}

// How far a point lies from a box.
const gapTo = (box, { x, y }) => Math.hypot(Math.max(box.x1 - x, 0, x - box.x2), Math.max(box.y1 - y, 0, y - box.y2));
// A reader gives a name to the nearest dot; that must be its own, by this many pixels.
const NEARER = 3;

const anchorBox = ({ x, y }) => ({ x1: x - 5, x2: x + 5, y1: y - 6, y2: y + 6 });

export function makeTownLabels(app) {
  const { plate, model } = app;

  function visibleTowns(view) {
    const sel = app.state.sel;
    return model.places.map((one, index) => ({ place: one, index, look: lookOf(one),
      chosen: Boolean(sel && sel.kind === "p" && sel.index === index) }))
      .filter((town) => town.chosen || plate.zoom >= (town.place.k === "pass" ? PASS_ZOOM : RANK_ZOOM[town.place.r]))
      .map((town) => Object.assign(town, { at: plate.toPlate(town.place.y, town.place.x) }))
      .filter(({ at }) => at.x > view.x && at.x < view.x + view.w && at.y > view.y && at.y < view.y + view.h)
      .sort((a, b) => a.place.r - b.place.r || (a.place.id < b.place.id ? -1 : 1));
  }

  function dotBox(town) {
    const r = town.look.r + 2;
    return { x1: town.at.x - r, x2: town.at.x + r, y1: town.at.y - r, y2: town.at.y + r };
  }

  // Water beside a port, near enough for its anchor.
  function waterBeside(town, { taken, raster, view }) {
    if (town.place.k !== "port" || town.place.r > 2 || plate.zoom < PORT_ZOOM) return null;
    const far = town.look.r + 9;
    return [[0, 1], [-0.7, 0.7], [0.7, 0.7], [-1, 0], [1, 0], [-0.7, -0.7], [0.7, -0.7], [0, -1]]
      .map(([dx, dy]) => ({ x: Math.round(town.at.x + dx * far), y: Math.round(town.at.y + dy * far) }))
      .find(({ x, y }) => {
        const [col, row] = [Math.floor((x - view.x) / CELL), Math.floor((y - view.y) / CELL)];
        const wet = col >= 0 && row >= 0 && col < raster.cols && row < raster.rows && raster.cells[row * raster.cols + col] === 0;
        return wet && taken.free(anchorBox({ x, y }));
      }) || null;
  }

  function putTowns(towns, put) {
    const { taken, symbols, names, view } = put;
    towns.forEach((town) => {
      const look = town.look;
      const name = placeName(app, town.place);
      const then = nameThen(app, town.place, app.state.day);
      const w = widthOf(name, look.weight + " " + look.px + "px " + SANS) + 2;
      const w2 = then ? widthOf(then, "italic 400 11.5px " + SERIF) + 5 : 0;
      const minor = town.place.r > 2 && !town.chosen;
      if (minor && (!taken.free(dotBox(town)) || put.named.some(({ box, own }) => gapTo(box, town.at) < own + NEARER))) return;
      const port = waterBeside(town, put);
      if (port) taken.take(anchorBox(port));
      if (town.place.k === "pass" && plate.zoom < PASS_NAME_ZOOM && !town.chosen) {
        symbols.push(townSymbol(town, look, null));
        taken.take(dotBox(town));
        return;
      }
      let spot = then && findSpot(town, w + w2, look.px, put);
      const withThen = Boolean(spot);
      if (!spot) spot = findSpot(town, w, look.px, put);
      if (!spot && minor) return;
      symbols.push(townSymbol(town, look, port));
      taken.take(dotBox(town));
      if (town.place.k !== "region") put.dots.push(town.at);
      if (!spot) return;
      taken.take(spot.box);
      put.named.push({ box: spot.box, own: gapTo(spot.box, town.at) });
      names.push(townName(town, look, name, withThen ? then : "", spot, w));
    });
  }

  // First a place with room at its far end, so that no name seems to belong to the next town; then any that is free.
  function findSpot(town, w, px, put) {
    return spotWith(ASIDE, town, w, px, put) || spotWith(0, town, w, px, put);
  }

  function spotWith(aside, town, w, px, { taken, view, dots }) {
    const gap = town.look.r + 4;
    const { x, y } = town.at;
    const hgt = px * 1.15;
    if (town.place.k === "region") return centred(town, w, hgt, taken);
    const spots = [[x + gap, y - hgt / 2, "e"], [x + gap * 0.6, y - hgt - gap * 0.5, "ne"], [x - gap - w, y - hgt / 2, "w"],
      [x - w / 2, y - gap - hgt, "n"], [x + gap * 0.6, y + gap * 0.5, "se"], [x - w / 2, y + gap, "s"],
      [x - gap * 0.6 - w, y - hgt - gap * 0.5, "nw"], [x - gap * 0.6 - w, y + gap * 0.5, "sw"]];
    for (let k = 0; k < spots.length; k += 1) {
      const [left, top] = spots[k];
      const box = { x1: left, x2: left + w, y1: top, y2: top + hgt };
      const [x1, x2] = [box.x1 - (left < x ? aside : 0), box.x2 + (left + w > x ? aside : 0)];
      const inside = left > view.x + 2 && left + w < view.x + view.w - 2 && top > view.y && top + hgt < view.y + view.h;
      const own = dotBox(town);
      const others = inside && taken.boxes.every((one) => (one.x1 === own.x1 && one.y1 === own.y1) ||
        x2 <= one.x1 || x1 >= one.x2 || box.y2 <= one.y1 || box.y1 >= one.y2);
      const reach = gapTo(box, town.at) + NEARER;
      if (others && dots.every((at) => at === town.at || gapTo(box, at) > reach)) return { box, left, base: top + hgt * 0.8 };
    }
    return null;
  }

  function centred(town, w, hgt, taken) {
    const { x, y } = town.at;
    const box = { x1: x - w / 2, x2: x + w / 2, y1: y - hgt / 2, y2: y + hgt / 2 };
    return taken.free(box) ? { box, left: box.x1, base: y + hgt * 0.3 } : null;
  }

  function symbolOf(town, look, at) {
    const { x, y } = town.at;
    if (town.place.k === "region") return [];
    if (town.place.k === "mountain") return [sketch("path", { class: "town-peak", d: "M" + (x - 4.5) + " " + (y + 3.5) + "L" + x + " " + (y - 4.5) + "L" + (x + 4.5) + " " + (y + 3.5) + "Z" })];
    if (town.place.k === "pass") return [sketch("path", { class: "town-pass", d: PASS, transform: "translate(" + x + " " + y + ")" })];
    return [sketch("circle", Object.assign({ r: look.r, class: "town-dot" }, at)),
      town.place.r === 1 ? sketch("circle", Object.assign({ r: 2, class: "town-pip" }, at)) : null];
  }

  function townSymbol(town, look, port) {
    const at = { cx: town.at.x, cy: town.at.y };
    const r = town.place.r;
    return sketch("g", { class: "town r" + r + (town.chosen ? " chosen" : ""), "data-p": town.index },
      sketch("circle", Object.assign({ r: 12, class: "town-hit" }, at)),
      town.chosen ? sketch("circle", Object.assign({ r: look.r + 6, class: "town-ring" }, at)) : null,
      port ? sketch("path", { class: "town-port", d: ANCHOR, transform: "translate(" + port.x + " " + port.y + ")" }) : null,
      symbolOf(town, look, at));
  }

  function townName(town, look, name, then, spot, w) {
    return sketch("text", { x: Math.round(spot.left * 10) / 10, y: Math.round(spot.base * 10) / 10, class: "town-name r" +
      town.place.r + " k-" + town.place.k, "data-p": town.index, "font-size": look.px, "font-weight": look.weight },
    name, then ? sketch("tspan", { class: "then", dx: 5, "font-size": 11.5 }, then) : null);
  }
  return { visibleTowns, dotBox, putTowns };
}
