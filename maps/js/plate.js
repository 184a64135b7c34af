// The map plate: one SVG that Leaflet moves and zooms, with our own groups in drawing order.
//
// Land is a pale wash with a saturated riband inside each land border; the border itself is drawn once, on top.
// Paths are in pixels of the current zoom, relative to a fixed anchor, so panning never touches them.

import { svg, empty, refill, classIf } from "./dom.js";
import { makeTopology, scaleTopology } from "./topology.js";
import { makeScene } from "./scene.js";
import { makePatterns } from "./patterns.js";
import { makeGround } from "./ground.js";

const ORDER = ["sea", "land", "washes", "veil", "rivers", "lakes", "ribands", "borders", "claims", "pending", "flash",
  "marked", "hits", "towns", "labels"];
const KEEP = 500; // drawn groups kept at one zoom, so that a slider that comes back finds them

function rendererOf() {
  return L.SVG.extend({
    options: { padding: 0.4 },
    _update() {
      // Only Leaflet's own bookkeeping; the paths stay as they are while the map is dragged.
      L.SVG.prototype._update.call(this);
    },
  });
}

export function makePlate(app) {
  const { map, model } = app;
  const topology = makeTopology(app.raw.geometry);
  const renderer = new (rendererOf())().addTo(map);
  const root = svg("g", { class: "plate" });
  const defs = svg("defs");
  const layers = {};
  ORDER.forEach((name) => { layers[name] = root.appendChild(svg("g", { class: "ly-" + name })); });
  renderer._container.appendChild(defs);
  renderer._container.appendChild(root);
  renderer._container.setAttribute("aria-hidden", "true");
  const patterns = makePatterns(defs);
  const ground = makeGround(app, layers);
  const clips = defs.appendChild(svg("g"));
  const scenes = {};
  const anchor = L.latLng(40.76, 42.78);
  const plate = { layers, topology, root, zoom: null, scaled: null, scene: null, drawn: null, patterns };
  let kept = {};

  function place() {
    const origin = map.getPixelOrigin();
    root.setAttribute("transform", "translate(" + (plate.origin.x - origin.x) + " " + (plate.origin.y - origin.y) + ")");
  }

  function rescale() {
    const zoom = map.getZoom();
    if (zoom !== plate.zoom) {
      plate.zoom = zoom;
      plate.origin = map.project(anchor, zoom).round();
      plate.scaled = scaleTopology(topology, 256 * Math.pow(2, zoom), plate.origin);
      kept = {};
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
    const id = "clip-" + name;
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
    refill(layers.washes, all.map((nodes) => nodes.wash));
    refill(layers.ribands, all.map((nodes) => nodes.riband));
    drawBorders(scene.borders);
    drawClaims(scene);
    const pending = plate.scaled.lines(scene.pending);
    refill(layers.pending, scene.pending.length ? [svg("path", { class: "pending-case", d: pending }),
      svg("path", { class: "pending", d: pending })] : []);
    app.emit("drawn", scene);
  }

  function drawBorders(borders) {
    const d = plate.scaled.lines(borders.holders);
    refill(layers.borders,
      svg("path", { class: "coast", d: plate.scaled.lines(borders.coast) }),
      svg("path", { class: "edge", d: plate.scaled.lines(borders.edge) }),
      svg("path", { class: "inner", d: plate.scaled.lines(borders.inner) }),
      svg("path", { class: "case", d }),
      svg("path", { class: "border", d }));
  }

  function drawClaims(scene) {
    classIf(root, "claiming", scene.claims.length > 0 || scene.layer === "claim");
    const nodes = scene.claims.map((claim, k) => {
      const path = claim.list.map((t) => plate.scaled.land(t)).join("");
      const id = "claim-clip-" + k;
      return svg("g", { "data-claim": claim.key },
        svg("clipPath", { id }, svg("path", { d: path, "clip-rule": "evenodd" })),
        svg("path", { class: "claim-band", d: plate.scaled.lines(claim.arcs), stroke: patterns.claim(claim.lineage),
          "clip-path": "url(#" + id + ")" }),
        svg("path", { class: "claim-case", d: plate.scaled.lines(claim.arcs) }),
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
  plate.sceneAt = (layer, day) => {
    const key = layer + ":" + model.interval(day);
    if (!scenes[key]) scenes[key] = makeScene(model, topology, layer, day);
    return scenes[key];
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
