// Names of the holders, on the part of their land that is on the screen, along its longer axis.

import { sketch } from "./dom.js";
import { CELL, pieces, markOf } from "./raster.js";
import { widthOf, boxesAlong, SANS } from "./ruler.js";
import { inLang } from "./text.js";

const STEEPEST = (40 * Math.PI) / 180;
const LARGEST = 21;
const SMALLEST = 10.5;
const SMALLEST_PIECE = 30; // cells
const CLAIM_LARGEST = 12.5; // it tells of a wish, not of who is there

export function axisOf(cells, cols) {
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
  cells.forEach((cell) => {
    const [x, y] = [cell % cols, Math.floor(cell / cols)];
    sx += x; sy += y; sxx += x * x; syy += y * y; sxy += x * y;
  });
  const n = cells.length;
  const [mx, my] = [sx / n, sy / n];
  const [a, b, c] = [sxx / n - mx * mx, sxy / n - mx * my, syy / n - my * my];
  const long = Math.sqrt((a + c) / 2 + Math.hypot((a - c) / 2, b));
  const short = Math.sqrt(Math.max(0.01, (a + c) / 2 - Math.hypot((a - c) / 2, b)));
  const tilt = long / short > 1.7 ? 0.5 * Math.atan2(2 * b, a - c) : 0;
  const turn = Math.max(-STEEPEST, Math.min(STEEPEST, tilt));
  return { cells, mx, my, turns: Math.abs(turn) > 0.12 ? [0, turn, turn / 2] : [0] };
}

// Ends, middle and corners of a name of width w lie on cells of its own piece.
function fits(raster, inside, spot, w, px) {
  const [c, s] = [Math.cos(spot.turn), Math.sin(spot.turn)];
  const half = w / 2 / CELL + 1;
  const tall = (px * 0.62) / CELL;
  const steps = Math.max(2, Math.ceil(half));
  for (let k = -steps; k <= steps; k += 1) {
    const along = (k / steps) * half;
    for (let side = -1; side <= 1; side += 1) {
      const x = Math.round(spot.col + along * c - side * tall * s);
      const y = Math.round(spot.row + along * s + side * tall * c);
      if (x < 0 || y < 0 || x >= raster.cols || y >= raster.rows || !inside[y * raster.cols + x]) return false;
    }
  }
  return true;
}

// The most central place on a piece of the raster where a name of width w fits and is free.
export function bestSpot(raster, shape, inside, w, px, view, taken) {
  let best = null;
  if (shape.cells.length * CELL < 2 * w) return best; // fewer cells than the name would cover
  const stride = Math.max(1, Math.floor(shape.cells.length / 260));
  shape.turns.forEach((turn) => {
    for (let k = 0; k < shape.cells.length; k += stride) {
      const spot = { col: shape.cells[k] % raster.cols, row: Math.floor(shape.cells[k] / raster.cols), turn };
      const cost = Math.hypot(spot.col - shape.mx, spot.row - shape.my) + Math.abs(turn) * 12;
      if (best && cost >= best.cost) continue;
      if (!fits(raster, inside, spot, w, px)) continue;
      const x = (spot.col + 0.5) * CELL + view.x;
      const y = (spot.row + 0.5) * CELL + view.y;
      if (boxesAlong(x, y, w + 6, px * 1.1, turn).every(taken.free)) best = { x, y, turn, cost };
    }
  });
  return best;
}

// The pieces of land of one value that may bear a name.
function largestFirst(raster, valueOf) {
  return pieces(raster, valueOf).filter((piece) => piece.cells.length > SMALLEST_PIECE)
    .sort((a, b) => b.cells.length - a.cells.length || a.cells[0] - b.cells[0]);
}

export function makePartyLabels(app) {
  const { model } = app;

  // Who claims the land of another is named on it, in the claimant's colour; of several claims the first has the name.
  function* puttingClaims(scene, put) {
    const { raster } = put;
    const claimOf = model.territories.map((_, t) => scene.claims.findIndex((claim) => claim.list.indexOf(t) >= 0 &&
      (!scene.of[t] || scene.of[t].lineage !== claim.lineage)));
    const found = largestFirst(raster, (cell) => (cell > 0 ? claimOf[cell - 1] + 1 : 0));
    for (const piece of found) {
      const claim = scene.claims[piece.value - 1];
      yield;
      putName(piece, inLang(app, model.parties[claim.party].s || model.parties[claim.party].n), put, CLAIM_LARGEST, (text, px, spacing, spot) =>
        nameNode(text, "claim-name t-" + claim.lineage, px, spacing, spot));
    }
  }

  function* puttingParties(scene, put) {
    if (scene.claims.length) yield* puttingClaims(scene, put);
    const { raster } = put;
    const valueOf = (cell) => {
      const group = cell > 0 ? scene.of[cell - 1] : null;
      return group ? group.party + 1 : 0;
    };
    const found = largestFirst(raster, valueOf);
    const seen = {};
    for (const piece of found) {
      const party = piece.value - 1;
      const times = seen[party] || 0;
      // A second name only on a large piece of its own.
      if (times > 1 || (times && piece.cells.length < 400)) continue;
      yield;
      if (putParty(scene, piece, party, put)) seen[party] = times + 1;
    }
  }

  function putParty(scene, piece, party, put) {
    const { raster, view } = put;
    return putName(piece, inLang(app, model.parties[party].b), put, LARGEST, (text, px, spacing, spot) => {
      const cell = Math.floor((spot.y - view.y) / CELL) * raster.cols + Math.floor((spot.x - view.x) / CELL);
      const hatched = scene.groups.some((group) => group.party === party && (group.ssr || group.over.length));
      return Object.assign(nameNode(text, (hatched ? "full " : "") + "t-" + model.parties[party].lineage, px, spacing, spot), { party,
        at: raster.cells[cell] - 1 });
    });
  }

  // The largest name that fits on a piece of land and is free.
  function putName(piece, text, { raster, view, taken, names }, largest, make) {
    const shape = axisOf(piece.cells, raster.cols);
    const inside = markOf(piece, raster);
    const start = Math.max(12, Math.min(largest, 5 + Math.sqrt(piece.cells.length) * 0.45));
    for (let px = start; px >= SMALLEST; px -= 1.5) {
      for (const spacing of [0.34, 0.16, 0.06]) {
        if (px < 13 && spacing > 0.2) continue;
        const w = widthOf(text, "700 " + Math.round(px) + "px " + SANS) + px * spacing * text.length;
        const spot = bestSpot(raster, shape, inside, w, px, view, taken);
        if (spot) {
          boxesAlong(spot.x, spot.y, w, px * 1.1, spot.turn).forEach(taken.take);
          names.push(make(text, Math.round(px), spacing, spot));
          return true;
        }
      }
    }
    return false;
  }

  function nameNode(text, look, px, spacing, spot) {
    const [x, y] = [Math.round(spot.x), Math.round(spot.y)];
    return sketch("text", { class: look + " party-name", x, y: y + px * 0.36, "font-size": px,
      "letter-spacing": (px * spacing).toFixed(1), dx: ((px * spacing) / 2).toFixed(1), "text-anchor": "middle",
      transform: spot.turn ? "rotate(" + ((spot.turn * 180) / Math.PI).toFixed(1) + " " + x + " " + y + ")" : null }, text);
  }
  return { puttingParties };
}
