// The map plate: one SVG that Leaflet moves and zooms, with our own groups in drawing order.
//
// Land is a pale wash with a saturated riband inside each land border; the border itself is drawn once, on top.
// Paths are in pixels of the current zoom, relative to a fixed anchor, so panning never touches them.

import { svg, empty, refill, sync, classIf } from "./dom.js";
import { makeTopology, scaleTopology } from "./topology.js";
import { makeScene } from "./scene.js";
import { makePatterns } from "./patterns.js";
import { makeGround } from "./ground.js";

const BELOW = ["sea", "land"]; // in an SVG of their own: they never change with the day, and are slow to paint
const ORDER = ["washes", "doubt", "veil"];
const MIDDLE = ["relief", "rivers", "lakes"]; // on the washes, and the day never touches them
const ABOVE = ["ribands", "borders", "fronts", "claims", "pending", "rails", "routes", "flash", "marked", "hits", "towns",
  "labels"];
const BORDERS = [["coast", "coast"], ["edge", "edge"], ["inner", "inner"], ["case", "holders"], ["border", "holders"]];
const PADDING = 0.12;
const AFAR = 6.2; // below this zoom ribands and lines are thinner
const KEEP = 500; // drawn groups kept at one zoom, so that a slider that comes back finds them

// An SVG that Leaflet moves and zooms with the map, with our groups in it.
function sheet(map, name, height, groups, layers) {
  map.createPane(name).style.zIndex = String(height);
  const renderer = new L.SVG({ padding: PADDING, pane: name }).addTo(map);
  // The less it reaches beyond the screen, the faster it paints; so it follows the map while that is dragged.
  map.on("move", () => {
    const shift = map.containerPointToLayerPoint([0, 0]).subtract(renderer._bounds.min);
    const reach = map.getSize().multiplyBy(2 * PADDING);
    const inside = shift.x >= 0 && shift.y >= 0 && shift.x <= reach.x && shift.y <= reach.y;
    if (!inside && !map._animatingZoom) renderer._update();
  });
  const root = svg("g", { class: name });
  groups.forEach((group) => { layers[group] = root.appendChild(svg("g", { class: "ly-" + group })); });
  renderer._container.appendChild(root);
  renderer._container.setAttribute("aria-hidden", "true");
  return root;
}

export function makePlate(app) {
  const { map, model } = app;
  const topology = makeTopology(app.raw.geometry);
  const layers = {};
  const below = sheet(map, "plate-below", 390, BELOW, layers);
  const ground0 = sheet(map, "plate", 400, ORDER, layers);
  const middle = sheet(map, "plate-relief", 402, MIDDLE, layers);
  const root = sheet(map, "plate-lines", 404, ABOVE, layers);
  const defs = svg("defs");
  root.parentNode.insertBefore(defs, root);
  const patterns = makePatterns(defs);
  const ground = makeGround(app, layers);
  const clips = defs.appendChild(svg("g"));
  const scenes = {};
  const anchor = L.latLng(40.76, 42.78);
  const plate = { layers, topology, root, zoom: null, scaled: null, scene: null, drawn: null, patterns, rivers: ground.rivers,
    lakes: ground.lakes, seas: ground.seas };
  let kept = {};
  let strokes = {};

  function place() {
    classIf(root, "from-afar", plate.zoom < AFAR);
    const origin = map.getPixelOrigin();
    const shift = "translate(" + (plate.origin.x - origin.x) + " " + (plate.origin.y - origin.y) + ")";
    [below, ground0, middle, root].forEach((one) => one.setAttribute("transform", shift));
  }

  function rescale() {
    const zoom = map.getZoom();
    if (zoom !== plate.zoom) {
      plate.zoom = zoom;
      plate.origin = map.project(anchor, zoom).round();
      plate.scaled = scaleTopology(topology, 256 * Math.pow(2, zoom), plate.origin);
      kept = {};
      strokes = {};
      empty(clips);
      ground.draw(plate.scaled);
      refill(layers.hits, model.territories.map((_, t) => hitPath(t)));
      plate.drawn = null;
      if (plate.scene) draw(plate.scene);
      app.emit("rescaled");
    }
    place();
  }

  function hitPath(t) {
    return svg("path", { d: plate.scaled.land(t), "data-t": t, class: "hit" });
  }

  function clipFor(group, name) {
    const id = (app.prefix || "") + "clip-" + name;
    clips.appendChild(svg("clipPath", { id }, svg("path", { d: group.path, "clip-rule": "evenodd" })));
    return "url(#" + id + ")";
  }

  function parts(group) {
    const name = group.key + ":" + group.list.join() + ":" + group.borders.join();
    if (kept[name]) return kept[name];
    group.path = group.list.map((t) => plate.scaled.land(t)).join("");
    const wash = svg("g", { class: group.veiled ? "veiled" : "" },
      svg("path", { class: "wash w-" + group.lineage, d: group.path }),
      patterns.overlays(group).map((fill) => svg("path", { d: group.path, fill, class: "over" })));
    const nodes = { wash, riband: null };
    if (group.borders.length) {
      const key = group.status === "protected" && group.over.length ? group.over[0] : group.lineage;
      nodes.riband = svg("path", { class: "riband k-" + key, d: plate.scaled.lines(group.borders),
        "clip-path": clipFor(group, Object.keys(kept).length) });
    }
    kept[name] = nodes;
    return nodes;
  }

  function draw(scene) {
    plate.scene = scene;
    if (!plate.scaled || plate.drawn === scene.signature) return;
    plate.drawn = scene.signature;
    if (Object.keys(kept).length > KEEP) {
      kept = {};
      empty(clips);
    }
    const all = scene.groups.map(parts);
    sync(layers.washes, all.map((nodes) => nodes.wash));
    sync(layers.ribands, all.map((nodes) => nodes.riband).filter(Boolean));
    drawBorders(scene.borders);
    drawClaims(scene);
    const pending = plate.scaled.lines(scene.pending);
    refill(layers.pending, scene.pending.length ? [svg("path", { class: "pending-case", d: pending }),
      svg("path", { class: "pending", d: pending })] : []);
    app.emit("drawn", scene);
  }

  // One element for each arc and kind of line, kept for the zoom, so that a change repaints its own arcs only.
  function drawBorders(borders) {
    BORDERS.forEach(([kind, which], k) => {
      if (!layers.borders.childNodes[k]) layers.borders.appendChild(svg("g", { class: kind }));
      sync(layers.borders.childNodes[k], borders[which].map((arc) => arcLine(kind, arc)));
    });
  }

  function arcLine(kind, arc) {
    const name = kind + arc;
    if (!strokes[name]) strokes[name] = svg("path", { d: plate.scaled.line(arc) });
    return strokes[name];
  }

  function drawClaims(scene) {
    classIf(root, "claiming", scene.claims.length > 0 || scene.layer === "claim");
    const nodes = scene.claims.map((claim, k) => {
      const path = claim.list.map((t) => plate.scaled.land(t)).join("");
      const id = (app.prefix || "") + "claim-clip-" + k;
      return svg("g", { "data-claim": claim.key },
        svg("clipPath", { id }, svg("path", { d: path, "clip-rule": "evenodd" })),
        svg("path", { class: "claim-band", d: plate.scaled.lines(claim.arcs), stroke: patterns.claim(claim.lineage),
          "clip-path": "url(#" + id + ")" }),
        svg("path", { class: "claim-case", d: plate.scaled.lines(claim.arcs), "stroke-dashoffset": k * 3 }),
        svg("path", { class: "claim-line k-" + claim.lineage, d: plate.scaled.lines(claim.arcs),
          // Claims that share an edge take turns along it.
          "stroke-dashoffset": k * 3 }));
    });
    refill(layers.claims, nodes);
  }

  plate.show = (layer, day) => {
    const key = layer + ":" + model.interval(day);
    if (!scenes[key]) scenes[key] = makeScene(model, topology, layer, day);
    draw(scenes[key]);
  };
  plate.draw = draw;
  // An outline for a moment round the land that has just changed hands.
  plate.flash = (list) => {
    refill(layers.flash, list.map((t) => svg("path", { class: "flash", d: plate.scaled.land(t) })));
  };
  // Whether an arc reaches into a box of the plate.
  plate.seesArc = (arc, view) => {
    const points = plate.scaled.arc(arc);
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i] - view.x, points[i + 1] - view.y];
      if (x > 0 && y > 0 && x < view.w && y < view.h) return true;
    }
    return false;
  };
  plate.toPlate = (lat, lng) => map.project([lat, lng], plate.zoom).subtract(plate.origin);
  // The part of the plate that is on the screen.
  plate.view = () => {
    const at = map.containerPointToLayerPoint([0, 0]);
    const size = map.getSize();
    const origin = map.getPixelOrigin();
    return { x: at.x + origin.x - plate.origin.x, y: at.y + origin.y - plate.origin.y, w: size.x, h: size.y };
  };
  map.on("zoomend viewreset moveend", rescale);
  rescale();
  return plate;
}
