// Names on the map, placed greedily by importance so that none touches another. The same view gives the same names.

import { svg, refill } from "./dom.js";
import { CELL, rasterise, pieces, makeOccupied } from "./raster.js";
import { inLang, placeName, nameThen } from "./text.js";
import { smooth } from "./ground.js";
import { mercator } from "./topology.js";

const TOWN = { 1: { px: 14, weight: 700, r: 5 }, 2: { px: 12.5, weight: 600, r: 4 }, 3: { px: 11.5, weight: 400, r: 2.7 },
  4: { px: 11, weight: 400, r: 2.2 } };
const RANK_ZOOM = { 1: 0, 2: 6.2, 3: 7, 4: 8 }; // a rank is drawn from this zoom on
const SANS = 'system-ui,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif';
const SERIF = '"Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif","Liberation Serif",Georgia,serif';

const ruler = document.createElement("canvas").getContext("2d");
const widths = {};
function widthOf(text, font) {
  const key = font + "|" + text;
  if (!(key in widths)) {
    ruler.font = font;
    widths[key] = ruler.measureText(text).width;
  }
  return widths[key];
}

function boxAround(cx, cy, w, h, turn) {
  const [c, s] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
  const [bw, bh] = [w * c + h * s, w * s + h * c];
  return { x1: cx - bw / 2, x2: cx + bw / 2, y1: cy - bh / 2, y2: cy + bh / 2 };
}

// A tilted name covers a row of small boxes, not one large one, so that towns may stand beside it.
function boxesAlong(cx, cy, w, h, turn) {
  const count = Math.max(1, Math.round(w / (h * 1.5)));
  const step = w / count;
  return Array.from({ length: count }, (_, k) => {
    const off = (k + 0.5) * step - w / 2;
    return boxAround(cx + off * Math.cos(turn), cy + off * Math.sin(turn), step, h, turn);
  });
}

export function makeLabels(app) {
  const { plate, model } = app;
  const layers = plate.layers;
  let raster = null;
  let rasterKey = "";

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
    towns.filter((town) => town.place.r <= 2).forEach((town) => taken.take(dotBox(town)));
    putTowns(towns.filter((town) => town.chosen || town.place.r === 1), taken, symbols, names, view);
    putParties(view, taken, names);
    putTowns(towns.filter((town) => !town.chosen && town.place.r === 2), taken, symbols, names, view);
    putWater(view, taken, names);
    putTowns(towns.filter((town) => !town.chosen && town.place.r > 2), taken, symbols, names, view);
    refill(layers.towns, symbols);
    refill(layers.labels, names);
  }

  function visibleTowns(view) {
    const sel = app.state.sel;
    return model.places.map((one, index) => ({ place: one, index, chosen: sel && sel.kind === "p" && sel.index === index }))
      .filter((town) => town.chosen || plate.zoom >= RANK_ZOOM[town.place.r])
      .map((town) => Object.assign(town, { at: plate.toPlate(town.place.y, town.place.x) }))
      .filter(({ at }) => at.x > view.x && at.x < view.x + view.w && at.y > view.y && at.y < view.y + view.h)
      .sort((a, b) => a.place.r - b.place.r || (a.place.id < b.place.id ? -1 : 1));
  }

  function dotBox(town) {
    const r = TOWN[town.place.r].r + 2;
    return { x1: town.at.x - r, x2: town.at.x + r, y1: town.at.y - r, y2: town.at.y + r };
  }

  function putTowns(towns, taken, symbols, names, view) {
    towns.forEach((town) => {
      const look = TOWN[town.place.r];
      const name = placeName(app, town.place);
      const then = nameThen(app, town.place, app.state.day);
      const w = widthOf(name, look.weight + " " + look.px + "px " + SANS) + 2;
      const w2 = then ? widthOf(then, "italic 400 11.5px " + SERIF) + 5 : 0;
      const minor = town.place.r > 2 && !town.chosen;
      if (minor && !taken.free(dotBox(town))) return;
      let spot = then && findSpot(town, w + w2, look.px, taken, view);
      const withThen = Boolean(spot);
      if (!spot) spot = findSpot(town, w, look.px, taken, view);
      if (!spot && minor) return;
      symbols.push(townSymbol(town, look));
      taken.take(dotBox(town));
      if (!spot) return;
      taken.take(spot.box);
      names.push(townName(town, look, name, withThen ? then : "", spot, w));
    });
  }

  function findSpot(town, w, px, taken, view) {
    const gap = TOWN[town.place.r].r + 4;
    const { x, y } = town.at;
    const hgt = px * 1.15;
    const spots = [[x + gap, y - hgt / 2, "e"], [x + gap * 0.6, y - hgt - gap * 0.5, "ne"], [x - gap - w, y - hgt / 2, "w"],
      [x - w / 2, y - gap - hgt, "n"], [x + gap * 0.6, y + gap * 0.5, "se"], [x - w / 2, y + gap, "s"],
      [x - gap * 0.6 - w, y - hgt - gap * 0.5, "nw"], [x - gap * 0.6 - w, y + gap * 0.5, "sw"]];
    for (let k = 0; k < spots.length; k += 1) {
      const [left, top] = spots[k];
      const box = { x1: left, x2: left + w, y1: top, y2: top + hgt };
      const inside = left > view.x + 2 && left + w < view.x + view.w - 2 && top > view.y && top + hgt < view.y + view.h;
      const own = dotBox(town);
      const others = inside && taken.boxes.every((one) => (one.x1 === own.x1 && one.y1 === own.y1) ||
        box.x2 <= one.x1 || box.x1 >= one.x2 || box.y2 <= one.y1 || box.y1 >= one.y2);
      if (others) return { box, left, base: top + hgt * 0.8 };
    }
    return null;
  }

  function townSymbol(town, look) {
    const at = { cx: town.at.x, cy: town.at.y };
    const r = town.place.r;
    return svg("g", { class: "town r" + r + (town.chosen ? " chosen" : ""), "data-p": town.index },
      svg("circle", Object.assign({ r: 12, class: "town-hit" }, at)),
      town.chosen ? svg("circle", Object.assign({ r: look.r + 6, class: "town-ring" }, at)) : null,
      svg("circle", Object.assign({ r: look.r, class: "town-dot" }, at)),
      r === 1 ? svg("circle", Object.assign({ r: 2, class: "town-pip" }, at)) : null);
  }

  function townName(town, look, name, then, spot, w) {
    return svg("text", { x: Math.round(spot.left * 10) / 10, y: Math.round(spot.base * 10) / 10, class: "town-name r" +
      town.place.r, "data-p": town.index, "font-size": look.px, "font-weight": look.weight },
    name, then ? svg("tspan", { class: "then", dx: 5, "font-size": 11.5 }, then) : null);
  }

  // --- names of the holders ------------------------------------------------------------------------------------

  function putParties(view, taken, names) {
    const { scene } = plate;
    const valueOf = (cell) => {
      const group = cell ? scene.of[cell - 1] : null;
      return group && group.party >= 0 ? group.party + 1 : 0;
    };
    const found = pieces(raster, valueOf).filter((piece) => piece.cells.length > 30);
    found.sort((a, b) => b.cells.length - a.cells.length || a.cells[0] - b.cells[0]);
    const seen = {};
    found.forEach((piece) => {
      const party = piece.value - 1;
      const times = seen[party] || 0;
      // A second name only on a large piece of its own.
      if (times > 1 || (times && piece.cells.length < 400)) return;
      if (putParty(piece, party, view, taken, names)) seen[party] = times + 1;
    });
  }

  function putParty(piece, party, view, taken, names) {
    const text = inLang(app, model.parties[party].b);
    const shape = measure(piece);
    const inside = new Set(piece.cells);
    const start = Math.max(12, Math.min(22, 5 + Math.sqrt(piece.cells.length) * 0.55));
    for (let px = start; px >= 10.5; px -= 1.5) {
      for (const spacing of [0.34, 0.16, 0.06]) {
        if (px < 13 && spacing > 0.2) continue;
        const w = widthOf(text, "700 " + Math.round(px) + "px " + SANS) + px * spacing * text.length;
        const spot = bestSpot(shape, inside, w, px, view, taken);
        if (spot) {
          boxesAlong(spot.x, spot.y, w, px * 1.1, spot.turn).forEach(taken.take);
          names.push(partyName(text, party, Math.round(px), spacing, spot));
          return true;
        }
      }
    }
    return false;
  }

  function measure(piece) {
    let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
    piece.cells.forEach((cell) => {
      const [x, y] = [cell % raster.cols, Math.floor(cell / raster.cols)];
      sx += x; sy += y; sxx += x * x; syy += y * y; sxy += x * y;
    });
    const n = piece.cells.length;
    const [mx, my] = [sx / n, sy / n];
    const [a, b, c] = [sxx / n - mx * mx, sxy / n - mx * my, syy / n - my * my];
    const axis = 0.5 * Math.atan2(2 * b, a - c);
    const long = Math.sqrt((a + c) / 2 + Math.hypot((a - c) / 2, b));
    const short = Math.sqrt(Math.max(0.01, (a + c) / 2 - Math.hypot((a - c) / 2, b)));
    const limit = (40 * Math.PI) / 180;
    const tilted = long / short > 1.7 ? Math.max(-limit, Math.min(limit, axis)) : 0;
    return { cells: piece.cells, mx, my, turns: Math.abs(tilted) > 0.12 ? [0, tilted, tilted / 2] : [0] };
  }

  function bestSpot(shape, inside, w, px, view, taken) {
    let best = null;
    const stride = Math.max(1, Math.floor(shape.cells.length / 260));
    shape.turns.forEach((turn) => {
      for (let k = 0; k < shape.cells.length; k += stride) {
        const cell = shape.cells[k];
        const [col, row] = [cell % raster.cols, Math.floor(cell / raster.cols)];
        const cost = Math.hypot(col - shape.mx, row - shape.my) + Math.abs(turn) * 4;
        if (best && cost >= best.cost) continue;
        if (!fits(col, row, turn, w, px, inside)) continue;
        const x = (col + 0.5) * CELL + view.x;
        const y = (row + 0.5) * CELL + view.y;
        if (boxesAlong(x, y, w + 6, px * 1.1, turn).every(taken.free)) best = { x, y, turn, cost };
      }
    });
    return best;
  }

  // Ends, middle and corners of the name lie on the holder's own land.
  function fits(col, row, turn, w, px, inside) {
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const half = w / 2 / CELL + 1;
    const tall = (px * 0.62) / CELL;
    const steps = Math.max(2, Math.ceil(half));
    for (let k = -steps; k <= steps; k += 1) {
      const along = (k / steps) * half;
      for (let side = -1; side <= 1; side += 1) {
        const x = Math.round(col + along * c - side * tall * s);
        const y = Math.round(row + along * s + side * tall * c);
        if (x < 0 || y < 0 || x >= raster.cols || y >= raster.rows || !inside.has(y * raster.cols + x)) return false;
      }
    }
    return true;
  }

  function partyName(text, party, px, spacing, spot) {
    const [x, y] = [Math.round(spot.x), Math.round(spot.y)];
    return svg("text", { class: "party-name t-" + model.parties[party].lineage, x, y: y + px * 0.36, "font-size": px,
      "letter-spacing": (px * spacing).toFixed(1), dx: ((px * spacing) / 2).toFixed(1), "text-anchor": "middle",
      transform: spot.turn ? "rotate(" + ((spot.turn * 180) / Math.PI).toFixed(1) + " " + x + " " + y + ")" : null }, text);
  }

  // --- water ---------------------------------------------------------------------------------------------------

  function putWater(view, taken, names) {
    app.raw.water.seas.forEach(([texts, line], k) => {
      const points = plate.scaled.pixels(mercator(line), false);
      const inView = points.some((v, i) => i % 2 === 0 && v > view.x && v < view.x + view.w &&
        points[i + 1] > view.y && points[i + 1] < view.y + view.h);
      if (!inView || points.length < 4) return;
      const length = pathLength(points);
      const text = inLang(app, texts);
      const natural = widthOf(text, "italic 400 27px " + SERIF);
      const px = Math.max(12, Math.min(27, (27 * length * 0.8) / natural));
      if (px * natural / 27 > length * 1.4) return;
      const id = "sea-" + k;
      names.push(svg("path", { id, d: smooth(points, false), fill: "none" }));
      names.push(svg("text", { class: "sea-name", "font-size": Math.round(px), "text-anchor": "middle" },
        svg("textPath", { href: "#" + id, startOffset: "50%" }, text)));
    });
    if (plate.zoom >= 7) app.raw.water.lakes.forEach(([texts, ring]) => putLake(texts, ring, taken, names));
  }

  function putLake(texts, ring, taken, names) {
    const points = plate.scaled.pixels(mercator(ring), true);
    const xs = points.filter((_, i) => i % 2 === 0);
    const ys = points.filter((_, i) => i % 2 === 1);
    const [x1, x2, y1, y2] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const text = inLang(app, texts);
    const w = widthOf(text, "italic 400 11px " + SERIF);
    if (w > (x2 - x1) * 1.5 || x2 - x1 < 24) return;
    const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
    const box = { x1: x - w / 2, x2: x + w / 2, y1: y - 7, y2: y + 5 };
    if (!taken.free(box)) return;
    taken.take(box);
    names.push(svg("text", { class: "lake-name", x: Math.round(x), y: Math.round(y + 3), "font-size": 11,
      "text-anchor": "middle" }, text));
  }

  function pathLength(points) {
    let sum = 0;
    for (let i = 2; i < points.length; i += 2) sum += Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
    return sum;
  }

  return { place };
}
