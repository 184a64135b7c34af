// Borders that are more, or less, than a line: fronts with teeth on the attacker's side, armistice lines, and borders
// whose line was drawn by us and may lie far off, on a band as wide as that error.

import { classIf, svg } from "./dom.js";

const DOUBTFUL_KM = 8; // from this stated error on
const NARROWEST = 6; // of the band, in pixels
const WIDEST = 56;
const EQUATOR_KM = 40075;
const TOOTH = 6;
const TEETH_EVERY = 18;

export function makeFronts(app) {
  const { plate } = app;
  const { topology } = plate;
  let about = null; // of each arc between two territories: the line it was drawn from
  const kept = { doubt: {}, fronts: {} }; // by layer: elements that are on the map, shown or not
  let zoom = null;
  let now = { scene: null };

  function read() {
    const { edges, lines } = app.late();
    const pairs = {};
    (edges || []).forEach(([a, b, km, along, outline]) => {
      if (!along.length || outline > km / 2) return;
      const forced = along.map((k) => lines[k]).filter(([, kind]) => kind === "front" || kind === "armistice");
      // The day of the armistice; a front has none.
      const since = Math.min(...forced.map((line) => (line[7] === undefined ? Infinity : line[7])));
      pairs[Math.min(a, b) + "," + Math.max(a, b)] = { error: lines[along[0]][5], forced: forced.length > 0, since };
    });
    about = topology.sides.map((sides) => (sides.length === 2 ? pairs[Math.min(...sides) + "," + Math.max(...sides)] : null) || {});
  }

  // The side from which land of another is held, or -1: fronts stand where one of two neighbours is there by force.
  function attacker(scene, arc) {
    const [a, b] = topology.sides[arc].map((t) => scene.of[t]);
    const by = (group, other) => group && other && group.status === "occupied" && other.status !== "occupied";
    return by(a, b) ? topology.sides[arc][0] : by(b, a) ? topology.sides[arc][1] : -1;
  }

  function show(layer, wanted) {
    const nodes = kept[layer];
    const names = new Set(wanted.map(([name, make]) => {
      if (!nodes[name]) nodes[name] = { node: plate.layers[layer].appendChild(make()), off: false };
      return name;
    }));
    Object.keys(nodes).forEach((name) => {
      const one = nodes[name];
      if (one.off === names.has(name)) {
        one.off = !one.off;
        classIf(one.node, "off", one.off);
      }
    });
  }

  function band(arc) {
    const y = topology.arcs[arc][1];
    const perKm = (256 * Math.pow(2, plate.zoom) * Math.cosh(Math.PI * (1 - 2 * y))) / EQUATOR_KM;
    const width = Math.max(NARROWEST, Math.min(WIDEST, 2 * about[arc].error * perKm));
    return svg("path", { d: plate.scaled.line(arc), "stroke-width": Math.round(width * 10) / 10 });
  }

  function teeth(arc, t) {
    const points = plate.scaled.arc(arc);
    const hand = insideOf(plate.scaled, topology.rings[t], arc);
    let d = "";
    let [gone, next] = [0, TEETH_EVERY / 2];
    for (let i = 0; i + 3 < points.length; i += 2) {
      const [x, y, dx, dy] = [points[i], points[i + 1], points[i + 2] - points[i], points[i + 3] - points[i + 1]];
      const far = Math.hypot(dx, dy) || 1;
      for (; next <= gone + far; next += TEETH_EVERY) {
        const [px, py] = [x + (dx * (next - gone)) / far, y + (dy * (next - gone)) / far];
        const [ux, uy] = [(dx / far) * TOOTH * 0.62, (dy / far) * TOOTH * 0.62];
        const [nx, ny] = [(-dy / far) * TOOTH * hand, (dx / far) * TOOTH * hand];
        d += "M" + [px - ux, py - uy, px + ux, py + uy, px + nx, py + ny].map((v) => Math.round(v * 10) / 10).join(" ") + "Z";
      }
      gone += far;
    }
    return d;
  }

  const front = (arc, t) => svg("g", { class: "front" }, svg("path", { class: "front-line", d: plate.scaled.line(arc) }),
    svg("path", { class: "front-teeth", d: teeth(arc, t) }));

  // The arcs of a scene by kind, with the side from which land of another is held.
  function kinds(scene) {
    if (now.scene === scene) return now;
    now = { scene, doubt: [], front: [], armistice: [] };
    scene.borders.holders.forEach((arc) => {
      const { error, forced, since } = about[arc];
      const force = scene.layer === "control" && forced ? attacker(scene, arc) : -1;
      if (force >= 0) now[since <= scene.day ? "armistice" : "front"].push([arc, force]);
      if (error >= DOUBTFUL_KM) now.doubt.push([arc, force]);
    });
    return now;
  }

  function draw() {
    if (!plate.scene || !plate.scaled) return;
    if (!about) read();
    const { doubt, front: fronts, armistice } = kinds(plate.scene);
    if (plate.zoom !== zoom) {
      zoom = plate.zoom;
      Object.keys(kept).forEach((layer) => {
        Object.keys(kept[layer]).forEach((name) => kept[layer][name].node.remove());
        kept[layer] = {};
      });
    }
    show("doubt", doubt.map(([arc]) => ["b" + arc, () => band(arc)]));
    show("fronts", doubt.filter(([, force]) => force < 0)
      .map(([arc]) => ["g" + arc, () => svg("path", { class: "doubt-gaps", d: plate.scaled.line(arc) })])
      .concat(fronts.map(([arc, t]) => ["f" + arc + "," + t, () => front(arc, t)]),
        armistice.map(([arc]) => ["a" + arc, () => svg("path", { class: "armistice-line", d: plate.scaled.line(arc) })])));
  }

  // Which of the three are on the screen.
  function inView(view) {
    if (!about) return [];
    const found = kinds(plate.scene);
    return ["doubt", "front", "armistice"].filter((kind) => found[kind].some(([arc]) => plate.seesArc(arc, view)));
  }
  app.on("finished", () => { if (about) draw(); });
  return { draw, inView };
}

// On which hand of an arc, as it is stored, the land of one of its sides lies: 1 right of its direction, -1 left.
function insideOf(scaled, rings, arc) {
  const ring = rings.find((numbers) => numbers.some((n) => n === arc || n === ~arc));
  const points = [].concat(...ring.map((n) => scaled.arc(n)));
  let area = 0;
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    area += points[i] * points[j + 1] - points[j] * points[i + 1];
  }
  const ahead = ring.indexOf(arc) >= 0;
  return (area > 0) === ahead ? 1 : -1;
}
