// The address after # says what is on the screen, so that a view can be sent, printed or bookmarked:
// #d=1921-03-16&l=control&lang=tr&s=kars (s: a territory, p: a place, e: an event,
// w: days of the window, t: a thread, b: a border, a: an article, c and cb: the sides of a comparison, cv: how it is
// shown, tb: which table, of: how often land changed hands, v: where the map has been moved to, st: a stop of a story, which says all the rest).

import { isLook } from "./viewport.js";
import { isSpec } from "./sides.js";

export const TABLES = ["holders", "towns", "borders", "events"];
export const DEFAULT_WINDOW = 15;

export function readHash(app, text) {
  const wanted = {};
  text.replace(/^#/, "").split("&").forEach((pair) => {
    const [key, value] = pair.split("=");
    // A hash may come from anywhere; a broken escape is not worth an error.
    try { wanted[key] = decodeURIComponent(value || ""); } catch (error) { wanted[key] = ""; }
  });
  const state = {};
  const day = app.days.fromIso(wanted.d);
  if (day !== null) state.day = Math.max(0, Math.min(app.model.span, day));
  if (app.model.layers.indexOf(wanted.l) >= 0) state.layer = wanted.l;
  if (app.raw.langs.indexOf(wanted.lang) >= 0) state.lang = wanted.lang;
  const found = (list, id) => list.findIndex((one) => one.id === id);
  if (wanted.s) state.sel = selection("t", found(app.model.territories, wanted.s));
  if (wanted.p) state.sel = selection("p", found(app.model.places, wanted.p));
  if (/^[\w:.-]+$/.test(wanted.e || "")) state.ev = wanted.e;
  if (/^(0|15|60|180|-1)$/.test(wanted.w)) state.win = Number(wanted.w);
  if (/^[\w-]+$/.test(wanted.t || "")) state.thread = wanted.t;
  if (/^[\w-]+~[\w-]+$/.test(wanted.b || "")) state.edge = wanted.b;
  if (/^[\w-]+:[\w .()-]+$/.test(wanted.a || "")) state.art = wanted.a;
  if (/^[\w-]+\.\d+$/.test(wanted.st || "")) state.story = wanted.st;
  if (wanted.c && isSpec(wanted.c)) state.cmp = wanted.c;
  if (state.cmp && wanted.cb && isSpec(wanted.cb)) state.cmpB = wanted.cb;
  if (state.cmp && /side/.test(wanted.cv)) state.cmpView = "side";
  if (state.cmp && /only/.test(wanted.cv)) state.only = true;
  if (TABLES.indexOf(wanted.tb) >= 0) Object.assign(state, { view: "table", table: wanted.tb });
  if (wanted.of === "1") state.often = true;
  if (isLook(wanted.v)) state.look = wanted.v;
  return state;
}

function selection(kind, index) {
  return index < 0 ? null : { kind, index };
}

export function writeHash(app) {
  const { day, layer, lang, sel, ev, win, thread, cmp, cmpB, cmpView, only, look, edge, art, story, view, table, find, often } = app.state;
  const parts = ["d=" + app.days.toIso(day), "l=" + layer, "lang=" + lang];
  if (story) return "#" + parts.concat("st=" + story).join("&");
  if (sel) {
    const list = sel.kind === "t" ? app.model.territories : app.model.places;
    parts.push((sel.kind === "t" ? "s=" : "p=") + encodeURIComponent(list[sel.index].id));
  }
  if (ev) parts.push("e=" + ev);
  if (win !== DEFAULT_WINDOW) parts.push("w=" + win);
  if (thread) parts.push("t=" + thread);
  if (edge) parts.push("b=" + edge);
  if (art) parts.push("a=" + encodeURIComponent(art));
  if (cmp) parts.push("c=" + cmp);
  if (cmp && cmpB) parts.push("cb=" + cmpB);
  const how = [cmpView === "side" ? "side" : "", only ? "only" : ""].filter(Boolean).join("-");
  if (cmp && how) parts.push("cv=" + how);
  if (view === "table" && !find) parts.push("tb=" + table);
  if (often) parts.push("of=1");
  if (look) parts.push("v=" + look);
  return "#" + parts.join("&");
}
