// Names that follow a line: ranges along their crest, rivers along their course.

import { sketch } from "./dom.js";
import { crestOf } from "./relief.js";
import { widthOf, SERIF } from "./ruler.js";
import { inLang } from "./text.js";

const EVERY = 4; // pixels between the points that a name is laid along
const SMOOTH = 5; // points on each side that even out a bend
const STEEP = Math.PI / 3;
const BENT = 1.9; // radians that a name may turn in all
const TILT = 0.5; // of the name of a range shorter than its name
const RANGE = { 1: { px: 12, zoom: 6 }, 2: { px: 11, zoom: 6.9 }, 3: { px: 11, zoom: 7.7 } };
const RIVER = { 1: { px: 11, zoom: 6.9 }, 2: { px: 10.5, zoom: 7.9 } };
const MASSIF = 60; // pixels: a range shorter than this is a single mountain
const OFF = { range: 12, river: 7 };

function evened(points) {
  return points.map((_, i) => {
    let [x, y, n] = [0, 0, 0];
    for (let k = Math.max(0, i - SMOOTH); k <= Math.min(points.length - 1, i + SMOOTH); k += 1) {
      x += points[k].x;
      y += points[k].y;
      n += 1;
    }
    return { x: x / n, y: y / n };
  });
}

// The stretch beside the crest, on one side: from left to right, `off` pixels above (1) or below (-1).
function beside(points, off, hand) {
  const last = points.length - 1;
  const way = points[last].x < points[0].x ? points.slice().reverse() : points;
  const out = way.map((p, i) => {
    const [a, b] = [way[Math.max(0, i - 3)], way[Math.min(last, i + 3)]];
    const far = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return { x: p.x + ((b.y - a.y) / far) * off * hand, y: p.y - ((b.x - a.x) / far) * off * hand };
  });
  return lengthened(evened(out));
}

// Evening out draws the ends together; a name laid on the line would lose its first and last letters.
function lengthened(points) {
  const end = (a, b) => {
    const far = Math.hypot(a.x - b.x, a.y - b.y) || 1;
    const by = SMOOTH * EVERY * 0.6;
    return { x: a.x + ((a.x - b.x) / far) * by, y: a.y + ((a.y - b.y) / far) * by };
  };
  const last = points.length - 1;
  return [end(points[0], points[2] || points[last])].concat(points, [end(points[last], points[last - 2] || points[0])]);
}

function turns(points) {
  let sum = 0;
  let before = null;
  for (let i = 2; i < points.length; i += 2) {
    const angle = Math.atan2(points[i].y - points[i - 2].y, points[i].x - points[i - 2].x);
    if (Math.abs(angle) > STEEP) return Infinity;
    if (before !== null) sum += Math.abs(angle - before);
    before = angle;
  }
  return sum;
}

function boxesOf(points, px) {
  const stride = Math.max(1, Math.round((px * 0.9) / EVERY));
  return points.filter((_, i) => i % stride === 0 || i === points.length - 1)
    .map(({ x, y }) => ({ x1: x - px * 0.62, x2: x + px * 0.62, y1: y - px * 0.85, y2: y + px * 0.4 }));
}

function fitsIn(boxes, view, taken) {
  return boxes.every((box) => box.x1 > view.x + 2 && box.x2 < view.x + view.w - 2 && box.y1 > view.y + 2 &&
    box.y2 < view.y + view.h - 2 && taken.free(box));
}

// A level or slightly tilted line for the name of a range that is shorter than its name.
function straight(points, w, off, hand) {
  const [a, b] = [points[0], points[points.length - 1]];
  const [left, right] = a.x <= b.x ? [a, b] : [b, a];
  const turn = Math.max(-TILT, Math.min(TILT, Math.atan2(right.y - left.y, right.x - left.x)));
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2 - off * hand];
  const count = Math.ceil(w / EVERY);
  return Array.from({ length: count + 1 }, (_, k) => ({ x: x + (k - count / 2) * EVERY * Math.cos(turn),
    y: y + (k - count / 2) * EVERY * Math.sin(turn) }));
}

// The best place for a name of width w along a line, or null.
function alongLine(line, w, px, off, { view, taken }) {
  const points = crestOf(line, EVERY);
  if (points.length < 2) return null;
  const need = Math.ceil(w / EVERY) + 1;
  let best = null;
  [1, -1].forEach((hand) => {
    if (best) return;
    // Below the line a name needs room for its own height as well.
    const away = hand > 0 ? off - px * 0.35 : off + px * 0.35;
    if (points.length < need) {
      const path = straight(points, w, away, hand);
      if (fitsIn(boxesOf(path, px), view, taken)) best = { path, cost: 0 };
      return;
    }
    for (let from = 0; from + need <= points.length; from += 3) {
      const path = beside(points.slice(from, from + need), away, hand);
      const cost = turns(path) + Math.abs(from + need / 2 - points.length / 2) / points.length;
      if (cost > BENT || (best && cost >= best.cost) || !fitsIn(boxesOf(path, px), view, taken)) continue;
      best = { path, cost };
    }
  });
  return best ? best.path : null;
}

export function makeAlongLabels(app) {
  const { plate } = app;

  function putAlong(name, line, look, kind, put) {
    const spacing = kind === "range" ? look.px * 0.14 : look.px * 0.06;
    const w = widthOf(name, "italic 400 " + look.px + "px " + SERIF) + spacing * name.length;
    const path = alongLine(line, w + 6, look.px, OFF[kind], put);
    if (!path) return false;
    boxesOf(path, look.px).forEach(put.taken.take);
    const id = (app.prefix || "") + "along-" + kind + "-" + put.names.length;
    const d = "M" + path.map(({ x, y }) => Math.round(x * 10) / 10 + " " + Math.round(y * 10) / 10).join("L");
    put.names.push(sketch("g", { class: kind + "-name" }, sketch("path", { id, d, fill: "none" }),
      sketch("text", { "font-size": look.px, "letter-spacing": spacing.toFixed(2), "text-anchor": "middle" },
        sketch("textPath", { href: "#" + id, startOffset: "50%" }, name))));
    return true;
  }

  const near = (box, { x, y }) => box.x2 - box.x1 < MASSIF && x > box.x1 - 9 && x < box.x2 + 9 && y > box.y1 - 9 && y < box.y2 + 9;

  // The highest first; one name once.
  function putRanges(put) {
    // A massif whose summit is named needs no name of its own.
    const named = app.model.places.filter((one) => one.k === "mountain").map((one) => plate.toPlate(one.y, one.x));
    const seen = new Set(put.names.map((one) => one.words));
    app.landscape.ridgesInView(put.view).sort((a, b) => a.ridge.rank - b.ridge.rank || a.k - b.k).forEach(({ ridge, line, box }) => {
      const look = RANGE[ridge.rank];
      const name = inLang(app, ridge.names);
      if (plate.zoom < look.zoom || seen.has(name) || named.some((at) => near(box, at))) return;
      if (putAlong(name, line, look, "range", put)) seen.add(name);
    });
  }

  function putRivers(put) {
    plate.rivers.forEach(({ names, rank, points }) => {
      const look = RIVER[rank];
      if (plate.zoom >= look.zoom) putAlong(inLang(app, names), plate.scaled.pixels(points, false), look, "river", put);
    });
  }
  return { putRanges, putRivers };
}
