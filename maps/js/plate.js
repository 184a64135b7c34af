// The map plate: a few SVGs that Leaflet moves and zooms, with our own groups in drawing order.
//
// Land is a pale wash with a saturated riband inside each land border; the border itself is drawn once, on top.
// Paths are in pixels of the current zoom, relative to a fixed anchor, so panning never touches them.

import { svg, refill, classIf } from "./dom.js";
import { makeTopology, scaleTopology } from "./topology.js";
import { makeScene } from "./scene.js";
import { makePatterns } from "./patterns.js";
import { makeLand } from "./land.js";
import { makeClaims } from "./claims.js";
import { makeGround } from "./ground.js";

// What changes with the day lies apart from what does not, or only later: the browser then draws no more than it has to.
const SHEETS = [
  ["plate-below", 390, ["sea", "land"]],
  ["plate", 400, ["washes", "doubt", "veil"]],
  ["plate-relief", 402, ["relief", "rivers", "lakes"]],
  ["plate-lines", 404, ["ribands", "borders", "fronts", "claims", "pending", "rails", "routes", "flash"]],
  ["plate-names", 406, ["marked", "hits", "towns", "labels"]],
];
const PADDING = 0.12;
const LINES_WITHIN = 400; // ms
const AFAR = 6.2; // below this zoom ribands and lines are thinner

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
  const roots = SHEETS.map(([name, height, groups]) => sheet(map, name, height, groups, layers));
  const root = layers.borders.parentNode;
  const defs = svg("defs");
  root.parentNode.insertBefore(defs, root);
  const patterns = makePatterns(defs);
  const ground = makeGround(app, layers);
  const scenes = {};
  const anchor = L.latLng(40.76, 42.78);
  const plate = { prefix: app.prefix || "", layers, topology, root, zoom: null, scaled: null, scene: null, washed: null, drawn: null,
    dragged: false, patterns,
    rivers: ground.rivers, lakes: ground.lakes, seas: ground.seas };
  const land = makeLand(plate, defs.appendChild(svg("g")));
  const claims = makeClaims(plate);

  function place() {
    classIf(root, "from-afar", plate.zoom < AFAR);
    const origin = map.getPixelOrigin();
    const shift = "translate(" + (plate.origin.x - origin.x) + " " + (plate.origin.y - origin.y) + ")";
    roots.forEach((one) => one.setAttribute("transform", shift));
  }

  function rescale() {
    const zoom = map.getZoom();
    if (zoom !== plate.zoom) {
      plate.zoom = zoom;
      plate.origin = map.project(anchor, zoom).round();
      plate.scaled = scaleTopology(topology, 256 * Math.pow(2, zoom), plate.origin);
      ground.draw(plate.scaled);
      land.rescale();
      claims.rescale();
      refill(layers.hits, model.territories.map((_, t) => hitPath(t)));
      plate.washed = null;
      plate.drawn = null;
      if (plate.scene) draw(plate.scene);
      app.emit("rescaled");
    }
    place();
  }

  function hitPath(t) {
    return svg("path", { d: plate.scaled.land(t), "data-t": t, class: "hit" });
  }

  // What the washes and what the lines show now: the same, but for some frames of a drag.
  let waiting = false;
  let behind = 0; // since when the lines wait

  function drawLines(scene) {
    land.showLines(scene);
    claims.show(scene);
    app.emit("drawn", scene);
  }
  function drawHalf(name, show) {
    if (plate[name] === plate.scene.signature) return false;
    plate[name] = plate.scene.signature;
    show(plate.scene);
    return true;
  }
  const wash = () => drawHalf("washed", land.showWashes);
  const rule = () => drawHalf("drawn", drawLines);
  function draw(scene) {
    plate.scene = scene;
    if (!plate.scaled) return;
    if (plate.dragged) { drawSoon(); return; }
    behind = 0;
    wash();
    rule();
  }
  // While time is dragged a scene comes in two halves, a frame apart, so that no frame has to bear both: the washes keep
  // up with the hand, the lines come when a frame brings no further scene, or have waited long enough.
  function drawSoon() {
    if (waiting || [plate.washed, plate.drawn].every((shown) => shown === plate.scene.signature)) return;
    waiting = true;
    window.requestAnimationFrame((now) => {
      waiting = false;
      behind = behind || now;
      if (now - behind > LINES_WITHIN || !wash()) {
        rule();
        behind = 0;
      }
      drawSoon();
    });
  }

  function sceneAt(layer, day) {
    const key = layer + ":" + model.interval(day);
    if (!scenes[key]) scenes[key] = makeScene(model, topology, layer, day);
    return scenes[key];
  }
  plate.show = (layer, day) => draw(sceneAt(layer, day));
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
