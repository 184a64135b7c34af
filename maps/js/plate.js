// The map plate: a few SVGs that Leaflet moves and zooms, with our own groups in drawing order.
//
// Land is a pale wash with a saturated riband inside each land border; the border itself is drawn once, on top.
// Paths are in pixels of the current zoom, relative to a fixed anchor, so panning never touches them.

import { svg, refill, classIf } from "./dom.js";
import { later } from "./idle.js";
import { makeTopology, scaleTopology } from "./topology.js";
import { makeScene } from "./scene.js";
import { makePatterns } from "./patterns.js";
import { makeLand } from "./land.js";
import { makeClaims } from "./claims.js";
import { makeGround } from "./ground.js";

// What changes with the day lies apart from what does not, or only later: the browser then draws no more than it has to.
// What is `soft` is away while time is dragged through changes: to draw it costs as much as all else.
const SHEETS = [
  ["plate-below", 390, ["sea", "land"]],
  ["plate", 400, ["washes"]],
  ["plate-hatching", 401, ["hatching", "doubt", "veil"], "soft"],
  ["plate-relief", 402, ["relief", "rivers", "lakes"]],
  ["plate-bands", 403, ["ribands", "inner"], "soft"],
  ["plate-lines", 404, ["borders", "fronts", "claims", "pending", "rails", "routes", "flash"]],
  ["plate-names", 406, ["marked", "hits", "towns", "labels"]],
];
const PADDING = 0.12;
const REST = 150; // ms without a change
const MARGIN = 60;
const AFAR = 6.2; // below this zoom ribands and lines are thinner

// An SVG that Leaflet moves and zooms with the map, with our groups in it.
function sheet(map, [name, height, groups, soft], layers) {
  map.createPane(name).style.zIndex = String(height);
  const renderer = new L.SVG({ padding: PADDING, pane: name }).addTo(map);
  // The less it reaches beyond the screen, the faster it paints; so it follows the map while that is dragged.
  map.on("move", () => {
    const shift = map.containerPointToLayerPoint([0, 0]).subtract(renderer._bounds.min);
    const reach = map.getSize().multiplyBy(2 * PADDING);
    const inside = shift.x >= 0 && shift.y >= 0 && shift.x <= reach.x && shift.y <= reach.y;
    if (!inside && !map._animatingZoom) renderer._update();
  });
  const root = svg("g", { class: name }, svg("rect", { class: "extent" }));
  groups.forEach((group) => { layers[group] = root.appendChild(svg("g", { class: "ly-" + group })); });
  renderer._container.appendChild(root);
  if (soft) renderer._container.classList.add(soft);
  renderer._container.setAttribute("aria-hidden", "true");
  return root;
}

export function makePlate(app) {
  const { map, model } = app;
  const topology = makeTopology(app.raw.geometry);
  const layers = {};
  const roots = SHEETS.map((one) => sheet(map, one, layers));
  const root = layers.borders.parentNode;
  const defs = svg("defs");
  root.parentNode.insertBefore(defs, root);
  const patterns = makePatterns(defs);
  const ground = makeGround(app, layers);
  const scenes = {};
  const anchor = L.latLng(40.76, 42.78);
  const plate = { prefix: app.prefix || "", layers, topology, root, zoom: null, scaled: null, scene: null, drawn: null, finished: null,
    patterns,
    rivers: ground.rivers, lakes: ground.lakes, seas: ground.seas };
  const land = makeLand(plate, defs.appendChild(svg("g")));
  const claims = makeClaims(plate);

  let sight = null;

  function place() {
    const origin = map.getPixelOrigin();
    const shift = "translate(" + (plate.origin.x - origin.x) + " " + (plate.origin.y - origin.y) + ")";
    roots.forEach((one) => {
      one.setAttribute("transform", shift);
      classIf(one, "from-afar", plate.zoom < AFAR);
    });
  }

  function rescale() {
    const zoom = map.getZoom();
    if (zoom !== plate.zoom) {
      plate.zoom = zoom;
      sight = null;
      plate.origin = map.project(anchor, zoom).round();
      plate.scaled = scaleTopology(topology, 256 * Math.pow(2, zoom), plate.origin);
      ground.draw(plate.scaled);
      stretch();
      land.rescale();
      claims.rescale();
      refill(layers.hits, model.territories.map((_, t) => hitPath(t)));
      plate.drawn = null;
      plate.finished = null;
      if (plate.scene) draw(plate.scene);
      app.emit("rescaled");
    }
    place();
  }

  // While something as large as all land is drawn on a sheet, a change need not make the browser ask anew which of the
  // sheets lie over others.
  function stretch() {
    const boxes = topology.rings.map((_, t) => plate.scaled.box(t)).filter(Boolean);
    const [x, y] = ["x1", "y1"].map((low) => Math.min(...boxes.map((box) => box[low])) - MARGIN);
    const [right, foot] = ["x2", "y2"].map((high) => Math.max(...boxes.map((box) => box[high])) + MARGIN);
    const at = { x, y, width: right - x, height: foot - y };
    roots.forEach((one) => Object.keys(at).forEach((name) => one.firstChild.setAttribute(name, at[name])));
  }

  function hitPath(t) {
    return svg("path", { d: plate.scaled.land(t), "data-t": t, class: "hit" });
  }

  // While time is `dragged`, what is soft waits until the hand rests, and so does what is not on the screen.
  function draw(scene, dragged) {
    plate.scene = scene;
    if (!plate.scaled) return;
    if (plate.drawn !== scene.signature) {
      plate.drawn = scene.signature;
      if (dragged) {
        soften(true);
        finishSoon();
      }
      land.show(scene, dragged ? inSight() : null);
      claims.show(scene);
      app.emit("drawn", scene);
    }
    if (!dragged) finish();
  }
  function finish() {
    if (plate.finished !== plate.drawn) {
      plate.finished = plate.drawn;
      land.finish(plate.scene);
      claims.finish(plate.scene);
      app.emit("finished", plate.scene);
    }
    soften(false);
  }
  const finishSoon = later(REST, finish);
  const soft = roots.map((one) => one.parentNode).filter((one) => one.classList.contains("soft")).concat(layers.fronts, layers.pending);
  let softened = false;
  function soften(away) {
    if (away !== softened) soft.forEach((one) => classIf(one, "away", away));
    softened = away;
  }
  map.on("movestart moveend zoomstart resize", () => {
    sight = null;
    if (plate.scaled) finish();
  });
  // Whether the box of a territory reaches into a part of the map.
  plate.reaches = (t, view) => {
    const box = plate.scaled.box(t);
    return Boolean(box) && box.x2 > view.x && box.x1 < view.x + view.w && box.y2 > view.y && box.y1 < view.y + view.h;
  };

  // By territory and by arc: whether it reaches into the screen.
  function inSight() {
    if (sight) return sight;
    const view = plate.view();
    const lands = model.territories.map((_, t) => plate.reaches(t, view));
    sight = { lands, arcs: topology.sides.map((sides) => sides.some((t) => lands[t])) };
    return sight;
  }

  function sceneAt(layer, day) {
    const key = layer + ":" + model.interval(day);
    if (!scenes[key]) scenes[key] = makeScene(model, topology, layer, day);
    return scenes[key];
  }
  plate.show = (layer, day, dragged) => draw(sceneAt(layer, day), dragged);
  // All days of a layer made ready, in steps, so that the first drag is as light as the next.
  plate.rehearsing = function* rehearsing(layer) {
    for (const day of model.joints) {
      land.rehearse(sceneAt(layer, day));
      yield;
    }
  };
  plate.draw = draw;
  // An outline for a moment round the land that has just changed hands.
  plate.flash = (list) => {
    if (!list.length && !layers.flash.firstChild) return;
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
