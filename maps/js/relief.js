// Mountain ranges as hachures on both sides of an authored crest, lit from the upper left.
//
// A range is drawn when it first comes into view at a zoom and the browser has time; the day never touches it. The
// strokes vary by a sine hash of their number, so that the same view always gives the same picture.

import { svg, empty } from "./dom.js";
import { makeIdle } from "./idle.js";
import { mercator, unpackMilli } from "./topology.js";

const FULL = 115; // pixels a degree at which the sizes below hold
const LOWEST = [0, 55, 80]; // pixels a degree from which ranges of each rank are drawn
const LENGTH = [16, 11.5, 8]; // of a hachure, by rank
const STEP = 1.7;
const CREST = { lit: 0.8, shaded: 1.5 }; // width of a hachure where it leaves the crest
const SIDE_SHARE = { lit: 0.62, shaded: 1.12 };
const LIGHT = [-0.707, -0.707];
const MARGIN = 60; // pixels beyond the screen

const hash = (n) => {
  const s = Math.sin(n * 127.1 + 311.7) * 43758.5453;
  return s - Math.floor(s);
};

// A crest as evenly spaced points with their direction: a curve through the authored points, a little uneven.
export function crestOf(line, step) {
  const count = line.length / 2;
  const at = (i) => {
    const k = Math.max(0, Math.min(count - 1, i));
    return [line[2 * k], line[2 * k + 1]];
  };
  const out = [];
  let [lastX, lastY] = at(0);
  let left = 0;
  const walk = (x, y) => {
    const far = Math.hypot(x - lastX, y - lastY);
    const [dx, dy] = far ? [(x - lastX) / far, (y - lastY) / far] : [0, 0];
    let gone = left;
    for (; gone <= far; gone += step) out.push({ x: lastX + dx * gone, y: lastY + dy * gone, dx, dy });
    left = gone - far;
    [lastX, lastY] = [x, y];
  };
  for (let i = 0; i + 1 < count; i += 1) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const pieces = Math.max(2, Math.ceil(Math.hypot(p2[0] - p1[0], p2[1] - p1[1]) / 6));
    for (let k = 1; k <= pieces; k += 1) {
      const t = k / pieces;
      walk(...[0, 1].map((a) => 0.5 * (2 * p1[a] + (p2[a] - p0[a]) * t + (2 * p0[a] - 5 * p1[a] + 4 * p2[a] - p3[a]) * t * t +
        (3 * p1[a] - p0[a] - 3 * p2[a] + p3[a]) * t * t * t)));
    }
  }
  return out;
}

// Crests wander a little between the summits they were drawn through.
function wander(crest, step, by, seed) {
  const wave = (s) => Math.sin(s / 11 + seed) * 0.55 + Math.sin(s / 4.7 + seed * 2.3) * 0.3 + Math.sin(s / 23 + seed * 0.7) * 0.6;
  return crest.map((p, i) => {
    const off = wave(i * step) * by;
    return Object.assign({}, p, { x: p.x - p.dy * off, y: p.y + p.dx * off });
  });
}

// A triangle in tenths of a pixel: whole numbers are shorter, and quicker to write and to read.
function stroke(out, x, y, along, away, width, length) {
  const [ax, ay] = [along[0] * width * 5, along[1] * width * 5];
  out.push("M" + Math.round(x * 10 - ax) + " " + Math.round(y * 10 - ay) + "l" + Math.round(2 * ax) + " " + Math.round(2 * ay) +
    "l" + Math.round(away[0] * length * 10 - ax) + " " + Math.round(away[1] * length * 10 - ay) + "z");
}

function turned([x, y], by) {
  const [c, s] = [Math.cos(by), Math.sin(by)];
  return [x * c - y * s, x * s + y * c];
}

// Both paths of one range: the triangles of its lit side and of its shaded side.
function hachures(line, rank, scale, seed) {
  const step = STEP * Math.sqrt(scale);
  const length = LENGTH[rank - 1] * scale;
  const crest = wander(crestOf(line, step), step, 1.6 * scale, seed);
  const out = { lit: [], shaded: [] };
  const end = (18 * scale) / step; // strokes at which a range has its full height
  let n = seed * 1000;
  const sides = (p) => [1, -1].map((hand) => {
    const away = [-p.dy * hand, p.dx * hand];
    return { away, side: away[0] * LIGHT[0] + away[1] * LIGHT[1] > 0 ? "lit" : "shaded" };
  });
  const height = (i) => Math.min(1, 0.35 + (0.65 * Math.min(i, crest.length - 1 - i)) / end) * (0.8 + 0.2 * Math.sin(i * 0.21 + seed));
  const next = [4, 7]; // stroke at which the next spur leaves, on either hand
  crest.forEach((p, i) => sides(p).forEach(({ away, side }, hand) => {
    n += 1;
    const long = length * height(i) * (0.6 + 0.5 * hash(n)) * SIDE_SHARE[side];
    const swing = (hash(n + 0.5) - 0.5) * 0.5;
    if (i >= next[hand]) {
      next[hand] = i + ((8 + 10 * hash(n + 0.7)) * scale) / step;
      spur(out, p, turned(away, swing * 1.6), long * (1.3 + 1.2 * hash(n + 0.3)), step, n);
    }
    if (hash(n + 0.9) > 0.125) stroke(out[side], p.x, p.y, [p.dx, p.dy], turned(away, swing), CREST[side], long);
  }));
  return { lit: out.lit.join(""), shaded: out.shaded.join("") };
}

// A spur leaves the crest and has short hachures of its own, shorter toward its foot.
function spur(out, from, away, long, step, seed) {
  const count = Math.floor(long / step);
  for (let k = 1; k < count; k += 1) {
    const [x, y] = [from.x + away[0] * k * step, from.y + away[1] * k * step];
    [1, -1].forEach((hand) => {
      const side = [-away[1] * hand, away[0] * hand];
      const kind = side[0] * LIGHT[0] + side[1] * LIGHT[1] > 0 ? "lit" : "shaded";
      const foot = turned(side, -hand * 0.75);
      stroke(out[kind], x, y, away, foot, CREST[kind] * 0.8, long * 0.34 * (1 - k / count) * (0.7 + 0.5 * hash(seed + k * 3.3 + hand)) * SIDE_SHARE[kind] + 0.8);
    });
  }
}

function boxOf(line) {
  const box = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity };
  for (let i = 0; i < line.length; i += 2) {
    box.x1 = Math.min(box.x1, line[i]);
    box.x2 = Math.max(box.x2, line[i]);
    box.y1 = Math.min(box.y1, line[i + 1]);
    box.y2 = Math.max(box.y2, line[i + 1]);
  }
  return box;
}

export function makeRelief(app) {
  const { plate } = app;
  const layer = plate.layers.relief;
  const idle = makeIdle();
  let ridges = null;
  let lines = []; // of each range at this zoom, in pixels
  let drawn = [];
  let zoom = null;

  function read() {
    ridges = (app.late().ridges || []).map(([names, rank, packed]) => ({ names, rank, points: mercator(unpackMilli(packed)) }));
  }

  const perDegree = () => (256 * Math.pow(2, plate.zoom)) / 360;

  // The ranges drawn at this zoom that touch a box, with their crests in pixels.
  function within(view, margin) {
    return ridges.map((ridge, k) => Object.assign({ k, ridge }, lines[k])).filter(({ ridge, box }) => perDegree() >= LOWEST[ridge.rank - 1] &&
      box.x2 > view.x - margin && box.x1 < view.x + view.w + margin && box.y2 > view.y - margin && box.y1 < view.y + view.h + margin);
  }

  function draw() {
    if (!plate.scaled || !app.map.getSize().x) return;
    if (!ridges) read();
    if (plate.zoom !== zoom) {
      zoom = plate.zoom;
      lines = ridges.map((ridge) => {
        const line = plate.scaled.pixels(ridge.points, false);
        return { line, box: boxOf(line) };
      });
      drawn = [];
      empty(layer);
    }
    const steps = painting(within(plate.view(), MARGIN).filter(({ k }) => !drawn[k]));
    // Paper does not wait for the browser to be idle.
    if (app.root.classList.contains("printing")) while (!steps.next().done);
    else idle.start(steps);
  }

  function* painting(wanted) {
    const scale = Math.max(0.45, Math.min(1.7, Math.pow(perDegree() / FULL, 0.7)));
    for (const { k, ridge, line } of wanted) {
      drawn[k] = true;
      const { lit, shaded } = hachures(line, ridge.rank, scale, k + 1);
      layer.appendChild(svg("g", { "data-ridge": k, transform: "scale(.1)" }, svg("path", { class: "hachure lit", d: lit }),
        svg("path", { class: "hachure shaded", d: shaded })));
      yield;
    }
  }
  // Crests on the screen, for their names.
  function inView(view) {
    return ridges ? within(view, 0) : [];
  }
  return { draw, inView };
}
