// Names on the map, placed greedily by importance so that none touches another. The same view gives the same names.

import { svg, refill } from "./dom.js";
import { CELL, rasterise, pieces, makeOccupied } from "./raster.js";
import { inLang } from "./text.js";
import { widthOf, SERIF } from "./ruler.js";
import { makeTownLabels } from "./townlabels.js";
import { makeAlongLabels } from "./alonglabels.js";
import { makePartyLabels, bestSpot, axisOf } from "./partylabels.js";

const SEA_SIZES = [27, 22, 17, 13];
const SEA_SPACING = 0.08;
const SMALLEST_SEA = 120; // cells

export function makeLabels(app) {
  const { plate, model } = app;
  const { visibleTowns, dotBox, putTowns } = makeTownLabels(app);
  const { putParties } = makePartyLabels(app);
  const { putRanges, putRivers } = makeAlongLabels(app);
  let raster = null;
  let rasterKey = "";

  // Boxes that stand on the map: legend, buttons, scale.
  function obstacles(view) {
    const map = app.map.getContainer().getBoundingClientRect();
    return Array.from(app.root.querySelectorAll("[data-obstacle]")).filter((node) => node.offsetParent !== null)
      .map((node) => node.getBoundingClientRect())
      .map((box) => ({ x1: box.left - map.left + view.x - 4, x2: box.right - map.left + view.x + 4,
        y1: box.top - map.top + view.y - 4, y2: box.bottom - map.top + view.y + 4 }));
  }

  function place() {
    if (!plate.scene || !app.map.getSize().x) return;
    const view = plate.view();
    const key = [plate.zoom, view.x, view.y, view.w, view.h].join();
    if (key !== rasterKey) {
      raster = rasterise(plate, view, model.territories.length);
      rasterKey = key;
    }
    const taken = makeOccupied();
    obstacles(view).forEach(taken.take);
    const symbols = [];
    const names = [];
    const towns = visibleTowns(view);
    const first = (town) => town.chosen || town.place.r === 1;
    const second = (town) => !town.chosen && town.place.r === 2;
    towns.filter((town) => town.place.r <= 2).forEach((town) => taken.take(dotBox(town)));
    putTowns(towns.filter(first), taken, symbols, names, view);
    putParties(raster, view, taken, names);
    putTowns(towns.filter(second), taken, symbols, names, view);
    putSeas(view, taken, names);
    if (plate.zoom >= 7) plate.lakes.forEach((lake) => putLake(lake, taken, names));
    putTowns(towns.filter((town) => !first(town) && !second(town)), taken, symbols, names, view);
    putRanges({ view, taken, names });
    putRivers({ view, taken, names });
    refill(plate.layers.towns, symbols);
    refill(plate.layers.labels, names);
  }

  // A sea's name stands on the piece of open water that is on the screen; its line says only which sea it is.
  function putSeas(view, taken, names) {
    const named = {};
    pieces(raster, (cell) => (cell === 0 ? 1 : 0)).filter((piece) => piece.cells.length > SMALLEST_SEA)
      .sort((a, b) => b.cells.length - a.cells.length)
      .forEach((piece) => {
        const shape = axisOf(piece.cells, raster.cols);
        const at = { x: (shape.mx + 0.5) * CELL + view.x, y: (shape.my + 0.5) * CELL + view.y };
        const k = nearestSea(at);
        if (k < 0 || named[k]) return;
        named[k] = putSea(inLang(app, plate.seas[k].names), shape, new Set(piece.cells), view, taken, names);
      });
  }

  function nearestSea(at) {
    let best = -1;
    let least = Infinity;
    plate.seas.forEach((sea, k) => {
      const line = plate.scaled.pixels(sea.points, false);
      for (let i = 0; i < line.length; i += 2) {
        const far = Math.hypot(line[i] - at.x, line[i + 1] - at.y);
        if (far < least) [best, least] = [k, far];
      }
    });
    return best;
  }

  function putSea(text, shape, inside, view, taken, names) {
    for (const px of SEA_SIZES) {
      const w = widthOf(text, "italic 400 " + px + "px " + SERIF) + px * SEA_SPACING * text.length;
      const spot = bestSpot(raster, shape, inside, w, px, view, taken);
      if (spot) {
        const [x, y] = [Math.round(spot.x), Math.round(spot.y)];
        names.push(svg("text", { class: "sea-name", x, y: y + px * 0.35, "font-size": px, "text-anchor": "middle",
          transform: spot.turn ? "rotate(" + ((spot.turn * 180) / Math.PI).toFixed(1) + " " + x + " " + y + ")" : null }, text));
        return true;
      }
    }
    return false;
  }

  function putLake(lake, taken, names) {
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
    names.push(svg("text", { class: "lake-name", x: Math.round(x), y: Math.round(y + 3), "font-size": 11,
      "text-anchor": "middle" }, text));
  }
  return { place };
}
