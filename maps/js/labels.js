// Names on the map, placed greedily by importance so that none touches another. The same view gives the same names.

import { sketch, sync, classIf } from "./dom.js";
import { CELL, rasterise, pieces, markOf, makeOccupied } from "./raster.js";
import { inLang } from "./text.js";
import { widthOf, SERIF } from "./ruler.js";
import { makeTownLabels } from "./townlabels.js";
import { makeAlongLabels } from "./alonglabels.js";
import { makePartyLabels, bestSpot, axisOf } from "./partylabels.js";

const SEA_SIZES = [27, 22, 17, 13];
const SEA_SPACING = 0.08;
const SCALE_BOX = [196, 36];
const SMALLEST_SEA = 120; // cells

export function makeLabels(app) {
  const { plate, model } = app;
  const { visibleTowns, dotBox, putTowns } = makeTownLabels(app);
  const { puttingParties } = makePartyLabels(app);
  const { putRanges, putRivers } = makeAlongLabels(app);
  let raster = null;
  let rasterKey = "";
  let holders = [];
  const shown = { towns: {}, labels: {} };

  // Boxes that stand on the map: legend, buttons, scale.
  function obstacles(view) {
    // On paper only the scale bar stands on the map.
    if (app.root.classList.contains("printing")) return [{ x1: view.x + view.w - SCALE_BOX[0], x2: view.x + view.w, y1: view.y + view.h - SCALE_BOX[1], y2: view.y + view.h }];
    const map = app.map.getContainer().getBoundingClientRect();
    return Array.from(app.root.querySelectorAll("[data-obstacle]")).filter((node) => node.offsetParent !== null)
      .map((node) => node.getBoundingClientRect())
      .map((box) => ({ x1: box.left - map.left + view.x - 4, x2: box.right - map.left + view.x + 4,
        y1: box.top - map.top + view.y - 4, y2: box.bottom - map.top + view.y + 4 }));
  }

  // In steps, so that a drag need not wait for all of them.
  function* placing() {
    if (!plate.scene || !app.map.getSize().x) return;
    const { scene } = plate;
    const view = plate.view();
    const key = [plate.zoom, view.x, view.y, view.w, view.h].join();
    if (key !== rasterKey) {
      raster = rasterise(plate, view, model.territories.length);
      rasterKey = key;
      yield;
    }
    const taken = makeOccupied();
    obstacles(view).forEach(taken.take);
    const towns = visibleTowns(view);
    const dotted = towns.filter((town) => town.place.r <= 2 && town.place.k !== "region"); // those of lower rank come as they are drawn
    const dots = dotted.map((town) => town.at);
    const put = { view, taken, raster, symbols: [], names: [], dots, named: [] };
    const first = (town) => town.chosen || town.place.r === 1;
    const second = (town) => !town.chosen && town.place.r === 2;
    dotted.forEach((town) => taken.take(dotBox(town)));
    putTowns(towns.filter(first), put);
    yield;
    yield* puttingParties(scene, put);
    putTowns(towns.filter(second), put);
    yield;
    putSeas(put);
    if (plate.zoom >= 7) plate.lakes.forEach((lake) => putLake(lake, put));
    yield;
    const pass = (town) => !town.chosen && town.place.k === "pass";
    putTowns(towns.filter((town) => !first(town) && !second(town) && !pass(town)), put);
    yield;
    putRanges(put);
    putRivers(put);
    putTowns(towns.filter(pass), put);
    yield;
    sync(plate.layers.towns, kept("towns", put.symbols));
    sync(plate.layers.labels, kept("labels", put.names));
    holders = put.names.filter((one) => one.party !== undefined).map((one) => Object.assign(one, { node: shown.labels[one.key] }));
    doubt(plate.scene);
  }

  function place() {
    const steps = placing();
    while (!steps.next().done);
  }

  // Elements by what they look like: those that are already there stay.
  function kept(group, wanted) {
    const before = shown[group];
    const now = {};
    shown[group] = now;
    return wanted.map((one) => {
      now[one.key] = before[one.key] || one.make();
      return now[one.key];
    });
  }

  // While the land changes faster than names can follow, a holder's name that stands on another's land is not shown.
  function doubt(scene) {
    holders.forEach((name) => {
      const group = name.at < 0 ? null : scene.of[name.at];
      const off = !group || group.party !== name.party;
      if (off !== name.off) classIf(name.node, "off", off);
      name.off = off;
    });
  }
  app.on("drawn", doubt);

  // A sea's name stands on the piece of open water that is on the screen; its line says only which sea it is.
  function putSeas({ view, taken, names }) {
    const named = {};
    pieces(raster, (cell) => (cell === 0 ? 1 : 0)).filter((piece) => piece.cells.length > SMALLEST_SEA)
      .sort((a, b) => b.cells.length - a.cells.length)
      .forEach((piece) => {
        const shape = axisOf(piece.cells, raster.cols);
        const at = { x: (shape.mx + 0.5) * CELL + view.x, y: (shape.my + 0.5) * CELL + view.y };
        // Where seas join, the name is that of the water it comes to stand on, not of the middle of the whole piece.
        let k = nearestSea(at);
        for (let tries = 0; k >= 0 && !named[k] && tries < 3; tries += 1) {
          const spot = seaSpot(inLang(app, plate.seas[k].names), shape, markOf(piece, raster), view, taken);
          if (!spot) return;
          const there = nearestSea(spot);
          if (there === k) {
            named[k] = true;
            names.push(seaName(inLang(app, plate.seas[k].names), spot));
            return;
          }
          k = there;
        }
      });
  }

  function nearestSea(at) {
    let best = -1;
    let least = Infinity;
    plate.seas.forEach((sea, k) => {
      const line = plate.scaled.pixels(sea.points, false);
      for (let i = 0; i + 3 < line.length; i += 2) {
        const [x, y, dx, dy] = [line[i], line[i + 1], line[i + 2] - line[i], line[i + 3] - line[i + 1]];
        const along = Math.max(0, Math.min(1, ((at.x - x) * dx + (at.y - y) * dy) / (dx * dx + dy * dy || 1)));
        const far = Math.hypot(x + along * dx - at.x, y + along * dy - at.y);
        if (far < least) [best, least] = [k, far];
      }
    });
    return best;
  }

  function seaSpot(text, shape, inside, view, taken) {
    for (const px of SEA_SIZES) {
      const w = widthOf(text, "italic 400 " + px + "px " + SERIF) + px * SEA_SPACING * text.length;
      const spot = bestSpot(raster, shape, inside, w, px, view, taken);
      if (spot) return Object.assign(spot, { px });
    }
    return null;
  }

  function seaName(text, { x: left, y: top, px, turn }) {
    const [x, y] = [Math.round(left), Math.round(top)];
    return sketch("text", { class: "sea-name", x, y: y + px * 0.35, "font-size": px, "text-anchor": "middle",
      transform: turn ? "rotate(" + ((turn * 180) / Math.PI).toFixed(1) + " " + x + " " + y + ")" : null }, text);
  }

  function putLake(lake, { taken, names }) {
    const points = plate.scaled.pixels(lake.points, true);
    const xs = points.filter((_, i) => i % 2 === 0);
    const ys = points.filter((_, i) => i % 2 === 1);
    const [x1, x2, y1, y2] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const text = inLang(app, lake.names);
    const w = widthOf(text, "italic 400 11px " + SERIF);
    if (w > (x2 - x1) * 1.5 || x2 - x1 < 24) return;
    const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
    const box = { x1: x - w / 2, x2: x + w / 2, y1: y - 7, y2: y + 5 };
    if (!taken.free(box)) return;
    taken.take(box);
    names.push(sketch("text", { class: "lake-name", x: Math.round(x), y: Math.round(y + 3), "font-size": 11,
      "text-anchor": "middle" }, text));
  }
  return { place, placing };
}
