// The two sides of a comparison. A side is a day, a day in a layer of its own, one treaty or claim, or history itself:
// "" (the day and layer of the page), "1920-08-10", "agreed@1923-07-24", "agreed:sevres-1920", "past".

import { makeScene } from "./scene.js";
import { inLang } from "./text.js";
import { dateText } from "./days.js";

const READY = [
  { id: "pact", a: "claim:national-pact-1920", b: "agreed@1923-07-24" },
  { id: "sevres", a: "agreed:sevres-1920", b: "agreed:lausanne-1923" },
  { id: "gumru", a: "agreed:gumru-1920", b: "agreed:kars-1921" },
  { id: "brest", a: "agreed:brest-litovsk-1918", b: "agreed:moscow-1921" },
  { id: "decade", a: "control@1914-08-01", b: "control@1923-10-29" },
];

export function isSpec(text) {
  return /^(|past|\d{4}-\d\d-\d\d|[a-z]+@\d{4}-\d\d-\d\d|[a-z]+:[\w-]+)$/.test(text || "");
}

function inside(app, day) {
  return Math.max(0, Math.min(app.model.span, day));
}

function daySide(app, spec, layer, day) {
  const { model } = app;
  const own = spec.indexOf("@") > 0;
  return { spec, layer, day, rows: (t) => model.rowsAt(layer, t, day), key: layer + "@" + model.interval(day),
    scene: () => makeScene(model, app.plate.topology, layer, day),
    name: (form) => app.days[form || "long"](day, app.state.lang) + (own ? " · " + app.t("layer." + layer) : "") };
}

// What one treaty or claim says, and nothing else; under it, faint, whose the land was by law on its day.
function treatySide(app, spec, layer, b) {
  const { model } = app;
  const basis = model.bases[b];
  const day = inside(app, model.asDay(basis.d));
  const first = (t) => {
    const all = model.table[layer][t].filter((row) => row.b === b);
    return all.filter((row) => row.a === all[0].a);
  };
  const view = Object.create(model);
  view.rowsAt = (which, t, when) => (which === "agreed" ? first(t) : model.rowsAt(which, t, when));
  view.rowAt = (which, t, when) => view.rowsAt(which, t, when)[0] || null;
  return { spec, layer, day, rows: first, key: spec, treaty: b, scene: () => makeScene(view, app.plate.topology, "agreed", day),
    name: (form) => inLang(app, basis.n) + (form === "middle" ? "" : " · " + dateText(app, basis.d)) };
}

// On the page of a play: what history did with the same land.
function pastSide(app) {
  const { model, state } = app;
  const { layer, day } = state;
  const view = Object.create(model);
  view.rowsAt = model.pastAt;
  view.rowAt = (which, t, when) => model.pastAt(which, t, when)[0] || null;
  return { spec: "past", layer, day, rows: (t) => model.pastAt(layer, t, day), key: "past" + layer + day,
    scene: () => makeScene(view, app.plate.topology, layer, day), name: () => app.t("compare.history") };
}

export function makeSide(app, spec) {
  const { model, state } = app;
  if (spec === "past") return pastSide(app);
  const [, layer, sort, what] = /^([a-z]+)([@:])(.+)$/.exec(spec) || [];
  if (sort === ":") {
    const b = model.basisAt(what);
    if (b >= 0 && model.table[layer]) return treatySide(app, spec, layer, b);
  }
  const day = app.days.fromIso(sort === "@" ? what : spec);
  const known = model.table[layer] ? layer : state.layer;
  if (day !== null) return daySide(app, spec, known, inside(app, day));
  const now = daySide(app, "", state.layer, state.day);
  return model.pastAt && state.cmp === "past" ? Object.assign(now, { name: () => app.t("compare.play") }) : now;
}

// Every territory under one of: changed hands, only the government changed, the same, only one side speaks of it.
export function differences(app, a, b) {
  const out = { changed: [], inside: [], same: [], onlyA: [], onlyB: [] };
  app.model.territories.forEach((_, t) => {
    const [then, now] = [a.rows(t), b.rows(t)];
    const one = { t, then, now };
    if (!then.length && !now.length) return;
    if (!now.length) out.onlyA.push(one);
    else if (!then.length) out.onlyB.push(one);
    else out[{ hands: "changed", government: "inside" }[app.model.kindOfChange(then, now)] || "same"].push(one);
  });
  return out;
}

// Treaties and claims that a side may be, by the layer in which they have land.
export function textsWithLand(app, layer) {
  const { model } = app;
  const found = new Set();
  (model.table[layer] || []).forEach((rows) => rows.forEach((row) => found.add(row.b)));
  return Array.from(found).sort((x, y) => model.asDay(model.bases[x].d) - model.asDay(model.bases[y].d) || x - y);
}

export function readyMade(app) {
  const known = (spec) => spec.indexOf(":") < 0 || app.model.basisAt(spec.split(":")[1]) >= 0;
  const ready = READY.filter((one) => known(one.a) && known(one.b) && app.model.table.agreed);
  return app.model.pastAt ? [{ id: "play", a: "past", b: "" }].concat(ready) : ready;
}
