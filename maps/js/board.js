// A map that follows a play: the drawing core of the time map without time bar and panel. The land of the play is held
// as `held` says, all else as the atlas has it on the day.
//
//   const board = makeBoard(map, root, raw);            raw: the payload of maps/payload.py, with strings, lang
//                                                      `view` to open with, and `boxes` by id of all land that may
//                                                      move (degrees: west, south, east, north)
//   board.show({ day, held });                          held: "territory layer" -> [party, status, claimants, rule]
//   board.setLayer("agreed"); board.hatch(ids, box); board.flash(ids); board.home();
//   board.picture(layer, { day, held }, ids, width, label);      a small still picture, the land of `ids` outlined

import { h, svg, refill, icon, classIf } from "./dom.js";
import { makeDays } from "./days.js";
import { makeModel } from "./model.js";
import { makeTexts, writeShell } from "./text.js";
import { makePlate } from "./plate.js";
import { makeLabels } from "./labels.js";
import { makeNeatline } from "./neatline.js";
import { makeLegend } from "./legend.js";
import { outlineOf, thumb } from "./thumb.js";
import { makeSelect } from "./select.js";
import { makeLandscape } from "./landscape.js";

const NAMES_AFTER = 30; // ms
const LAYERS = ["control", "title", "agreed"];

// The model with other rows for the stakes. A new version is a new interval to the plate, so that it draws anew.
function overlaid(model, raw, paper) {
  const territory = {};
  const party = {};
  model.territories.forEach((one, t) => { territory[one.id] = t; });
  raw.parties.forEach((one, p) => { party[one.id] = p; });
  let rows = {};
  let version = "";
  const key = (layer, t) => layer + ":" + t;

  function rowOf(layer, t, [holder, status, claimants, rule], day) {
    const was = model.rowsAt(layer, t, day).find((row) => row.p === party[holder] && row.status === status);
    if (was) return [was];
    if (holder === null) return [];
    const others = (claimants || []).map((id) => party[id]);
    return [{ t, layer, p: party[holder], status, a: 0, z: Infinity, b: layer === "agreed" && rule ? paper : 0, e: "inferred",
      claimants: others.length || status !== "contested" ? others : [party[holder]], note: 0, from: null, to: null }];
  }
  function follow(held, day) {
    rows = {};
    Object.keys(held).forEach((name) => {
      const [id, layer] = name.split(" ");
      rows[key(layer, territory[id])] = rowOf(layer, territory[id], held[name], day);
    });
    version = day + ":" + Object.keys(held).map((name) => held[name].slice(0, 2).join()).join(";");
  }
  const rowsAt = (layer, t, day) => rows[key(layer, t)] || model.rowsAt(layer, t, day);
  return { territory, party, follow, model: Object.assign({}, model, { rowsAt, rowAt: (layer, t, day) => rowsAt(layer, t, day)[0] || null,
    interval: () => version }) };
}

// The markup that the parts of the map look for; its words are written by `writeShell`.
function mapBox(layer, act) {
  const button = (name, picture) => h("button", { type: "button", class: "zoom-" + name, "data-t-label": "zoom." + name,
    onclick: () => act(name) }, icon(picture));
  const radio = (one) => h("label", { class: "seg" },
    h("input", { type: "radio", name: "board_layer", value: one, checked: one === layer, onchange: () => act(one) }),
    h("span", { "data-t": "layer." + one }));
  return [
    svg("svg", { class: "neatline", "aria-hidden": "true" }),
    h("div", { class: "map-slot" }),
    h("fieldset", { class: "layers board-layers", "data-obstacle": true }, h("legend", { class: "visually-hidden", "data-t": "layers.legend" }),
      LAYERS.map(radio)),
    h("div", { class: "zoom", "data-obstacle": true, role: "group", "data-t-label": "zoom.label" },
      button("in", "plus"), button("out", "minus"), button("home", "home")),
    h("div", { class: "legend", "data-obstacle": true },
      h("button", { type: "button", class: "legend-toggle", "aria-expanded": "false" }, icon("layers"),
        h("span", { "data-t": "legend.button" }), h("span", { class: "count" })),
      h("ul", { class: "legend-list" })),
    h("div", { class: "scale", "data-obstacle": true }),
    h("div", { class: "map-tag", "aria-hidden": "true" }, h("strong"), h("span")),
    h("div", { class: "what-if", "data-obstacle": true, role: "status", hidden: true }),
  ];
}

function makeApp(map, root, raw) {
  const translate = makeTexts(raw);
  const days = makeDays(raw.first, translate);
  const paper = raw.bases.length; // what a play agrees rests on a paper of its own, not in force
  const all = Object.assign({}, raw, { bases: raw.bases.concat([{ k: "treaty", n: [], d: 0 }]) });
  const stakes = overlaid(makeModel(all, days), all, paper);
  const heard = {};
  const app = { map, root, raw: all, days, model: stakes.model, told: null, lit: false, langIndex: raw.langs.indexOf(raw.lang),
    state: { day: 0, layer: "control", lang: raw.lang, sel: null, tab: "", view: "map", theme: "", ev: "" } };
  app.t = (key, values) => translate(app.state.lang, key, values);
  app.late = () => raw.late;
  app.on = (name, work) => { (heard[name] = heard[name] || []).push(work); };
  app.emit = (name, value) => { (heard[name] || []).forEach((work) => work(value)); };
  return { app, stakes };
}

export function makeBoard(map, root, raw) {
  const { app, stakes } = makeApp(map, root, raw);
  const board = { app, model: stakes.model, territory: stakes.territory, heard: null };
  const zooms = { in: () => map.zoomIn(), out: () => map.zoomOut(), home: () => board.home() };
  refill(root, mapBox(app.state.layer, (name) => (zooms[name] ? zooms[name]() : board.setLayer(name))));
  root.querySelector(".map-slot").appendChild(map.getContainer());
  map.invalidateSize({ animate: false });
  home();
  app.plate = makePlate(app);
  app.landscape = makeLandscape(app);
  const select = makeSelect(app);
  const legend = makeLegend(app);
  const toggle = root.querySelector(".legend-toggle");
  if (toggle.getAttribute("aria-expanded") === "true") toggle.click(); // the play's own boxes need the room
  const labels = makeLabels(app);
  const neatline = makeNeatline(app);
  let hatched = [];

  app.set = (patch) => {
    Object.assign(app.state, patch);
    select.outline();
    if (patch.sel && board.onpick) board.onpick(patch.sel);
  };

  // The stakes of the act fill the map, whatever its size.
  function home() {
    if (!map.getSize().x) return;
    map.fitBounds(bounds(raw.view), { animate: false });
  }

  // Widens the view where some of the land lies outside of it; after the move is on the screen, since all is drawn anew.
  board.reveal = (ids) => { if (ids.length) window.setTimeout(() => widen(ids), NAMES_AFTER); };
  function widen(ids) {
    if (!map.getSize().x) return;
    const box = ids.reduce((all, id) => all.extend(bounds(raw.boxes[id])), L.latLngBounds([]));
    if (map.getBounds().contains(box)) return;
    map.fitBounds(box.extend(bounds(raw.view)), { animate: false });
    widened = map.getBounds();
  }
  // Land far away is shown until the play goes on; then the map comes home, unless its reader has moved it since.
  let widened = null;
  board.settle = () => {
    if (widened && widened.equals(map.getBounds())) home();
    widened = null;
  };
  function bounds([west, south, east, north]) {
    return L.latLngBounds([south, west], [north, east]);
  }

  function drawHatch() {
    const { plate } = app;
    refill(plate.layers.flash, hatched.length ? [
      svg("path", { class: "if-hatch", d: hatched.map((t) => plate.scaled.land(t)).join("") }),
      svg("path", { class: "if-edge", d: plate.scaled.lines(outlineOf(plate.topology, hatched)) })] : []);
  }
  function names() {
    app.landscape.draw();
    legend.show();
    labels.place();
  }
  // Land first, names a moment later: a move is on the screen before its words are placed.
  let waiting = 0;
  function namesSoon() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(names, NAMES_AFTER);
  }
  function draw() {
    app.plate.show(app.state.layer, app.state.day);
    namesSoon();
    select.outline();
    drawHatch();
  }

  board.home = home;
  board.layer = () => app.state.layer;
  board.setLang = (lang) => {
    app.state.lang = lang;
    app.langIndex = raw.langs.indexOf(lang);
    root.setAttribute("aria-label", app.t("map.label"));
    writeShell(app);
    neatline.draw();
    if (app.plate.scene) draw();
  };
  board.draw = draw;
  function follow({ day, held }) {
    app.state.day = Math.max(0, Math.min(raw.span, day - raw.first));
    stakes.follow(held, app.state.day);
  }
  board.show = (state) => {
    follow(state);
    draw();
  };
  // The board itself is left as if it showed the state of the picture; it draws that when it is told to show one.
  board.picture = (layer, state, ids, width, label) => {
    follow(state);
    return thumb(board, layer, app.state.day, ids.map((id) => stakes.territory[id]), width, label);
  };
  board.setLayer = (layer) => {
    app.state.layer = layer;
    root.querySelectorAll(".board-layers input").forEach((input) => { input.checked = input.value === layer; });
    draw();
    if (board.onlayer) board.onlayer(layer);
  };
  // What would change: the land hatched, and the words of it in a box on the map.
  board.hatch = (ids, words) => {
    hatched = ids.map((id) => stakes.territory[id]);
    if (ids.length) board.reveal(ids);
    else board.settle();
    const box = root.querySelector(".what-if");
    refill(box, words || []);
    box.hidden = !words;
    // Where it has more to say than room, it is scrolled by keys too.
    box.tabIndex = box.scrollHeight > box.clientHeight ? 0 : -1;
    drawHatch();
    namesSoon();
  };
  board.flash = (ids) => app.plate.flash(ids.map((id) => stakes.territory[id]));
  board.resize = () => {
    map.invalidateSize({ animate: false, pan: true });
    neatline.draw();
    draw();
  };
  map.on("moveend zoomend", () => { names(); drawHatch(); });
  app.on("layout", labels.place);
  addHatch(app.plate.root.parentNode);
  classIf(root, "board", true);
  return board;
}

function addHatch(container) {
  container.insertBefore(svg("defs", null, svg("pattern", { id: "what-if-hatch", width: 9, height: 9, patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)" }, svg("path", { d: "M2 0V9", class: "if-line" }))), container.firstChild);
}
