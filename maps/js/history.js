// The history of one place: who held it, in every layer, as a strip on the scale of time and as a list with sources.

import { h } from "./dom.js";
import { dateText } from "./days.js";
import { openEvent, whenText } from "./chronicle.js";
import { basisBody, certaintyMark, rowNote } from "./cites.js";
import { inLang, km2, statusText, swatch, partyNames, placeName } from "./text.js";

const WIDE_ENOUGH = 40;
const STRIP_PX = 340;

export function territoryOf(app, sel) {
  if (!sel) return -1;
  if (sel.kind === "t") return sel.index;
  const place = app.model.places[sel.index];
  return app.territoryAt(place.y, place.x);
}

export function selName(app, sel) {
  return sel.kind === "t" ? inLang(app, app.model.territories[sel.index].n) : placeName(app, app.model.places[sel.index]);
}

export function holderStrip(app, t, layer) {
  const rows = app.model.table[layer][t];
  const share = (day) => (100 * Math.max(0, Math.min(app.model.span + 1, day))) / (app.model.span + 1);
  const kids = rows.map((row) => {
    const [from, to] = [share(row.a), share(row.z)];
    const name = inLang(app, app.model.parties[row.p].b);
    const box = h("span", { class: "span sw-" + app.model.parties[row.p].lineage + (row.from ? " fuzzy" : "") },
      (STRIP_PX * (to - from)) / 100 >= WIDE_ENOUGH ? h("span", { class: "span-name" }, name) : null);
    box.style.left = from + "%";
    box.style.width = to - from + "%";
    return box;
  });
  const now = h("span", { class: "strip-now" });
  now.style.left = share(app.state.day) + "%";
  return h("div", { class: "holder-strip", "aria-hidden": "true" }, kids, now);
}

function spanText(app, row) {
  const form = (value, day) => (value ? dateText(app, value, "middle") : app.days.middle(day, app.state.lang));
  const from = row.a <= 0 && !row.from ? app.t("span.opening") : form(row.from, row.a);
  const to = row.z === Infinity ? app.t("span.end") : form(row.to, row.z);
  return from + " – " + to;
}

function historyRow(app, row) {
  const basis = app.model.bases[row.b];
  const now = row.a <= app.state.day && app.state.day < row.z;
  return h("li", { class: now ? "now" : "" },
    h("div", { class: "span-head" },
      h("button", { type: "button", class: "plain when", onclick: () => app.set({ day: Math.max(0, row.a) }, "jump") }, spanText(app, row)),
      now ? h("span", { class: "now-word" }, app.t("span.now")) : null),
    h("div", { class: "span-who" }, swatch(app, row.p, true), h("strong", null, inLang(app, app.model.parties[row.p].n)),
      h("span", { class: "status" }, " · " + statusText(app, row))),
    row.claimants.length ? h("div", { class: "status" }, app.t("claimed.by", { who: partyNames(app, row.claimants) })) : null,
    h("details", { open: now },
      h("summary", null, certaintyMark(app, row.e), " ", inLang(app, basis.n), ", ", dateText(app, basis.d, "middle")),
      rowNote(app, row), basisBody(app, row.b)));
}

export function sinceText(app, row) {
  return row.a <= 0 && !row.from ? app.t("span.opening") : dateText(app, row.from || row.a, "middle");
}

// The article of the row's paper that names this land.
function articleOf(app, row) {
  const all = [].concat(...(app.told ? app.told.raw.treaties : []).map((treaty) => (treaty.a || []).map((article) => ({ treaty, article }))));
  const [id, land] = [app.model.bases[row.b].id, app.model.territories[row.t].id];
  return all.find(({ article }) => article.mv && article.mv[0] === id && article.mv.indexOf(land, 1) > 0);
}

function paperOf(app, row) {
  const clause = articleOf(app, row);
  const name = inLang(app, app.model.bases[row.b].n);
  return clause ? h("button", { type: "button", class: "plain", onclick: () => app.openArticle(clause.treaty.id, clause.article.no) },
    name + ", " + app.t("article.number", { n: clause.article.no })) : name;
}

// The answer before all else: who holds it on the day, since when, and by what.
function answer(app, t) {
  const { day, layer, lang } = app.state;
  const rows = app.model.rowsAt(layer, t, day);
  return h("div", { class: "answer" },
    h("p", { class: "kicker" }, app.t("layer." + layer), " · ", app.days.long(day, lang)),
    rows.length ? rows.map((row) => h("p", null, swatch(app, row.p, true), h("strong", null, inLang(app, app.model.parties[row.p].n)),
      " · " + statusText(app, row), h("span", { class: "by" }, app.t("span.since", { date: sinceText(app, row) }), " · ", paperOf(app, row))))
      : h("p", null, app.t("history.none." + layer)));
}

function layerHistory(app, t, layer) {
  const rows = app.model.table[layer][t];
  const strip = rows.length && layer === "title" && app.state.layer !== "title" ? holderStrip(app, t, layer) : null;
  return h("details", { class: "layer-history", open: layer === app.state.layer },
    h("summary", null, h("h3", null, app.t("layer." + layer)), h("span", { class: "status" }, " " + app.t("layer." + layer + ".short"))),
    strip, rows.length ? h("ol", { class: "spans" }, rows.map((row) => historyRow(app, row)))
      : h("p", { class: "empty" }, app.t("history.none." + layer)));
}

// The name of a language; where the words of another do not know it, as it calls itself.
function langName(app, lang) {
  const id = "lang." + lang;
  return app.raw.strings[app.state.lang][id] || app.raw.strings[lang]["language.name"];
}

function namesBlock(app, place, more) {
  const lists = app.raw.langs.map((lang, k) => [lang, place.n[k]]);
  Object.keys(more.o || {}).forEach((lang) => lists.push([lang, more.o[lang]]));
  const year = (day) => (day === null ? "" : app.days.toDate(day).getUTCFullYear());
  return h("dl", { class: "names" }, lists.map(([lang, list]) => [
    h("dt", null, langName(app, lang)),
    h("dd", { lang }, list.map((one, k) => [k ? ", " : "", typeof one === "string" ? one
      : [h("i", null, one[0]), " (" + year(one[1]) + "–" + year(one[2]) + ")"]])),
  ]));
}

function territoryFacts(app, t) {
  const one = app.model.territories[t];
  return h("p", { class: "facts" }, [inLang(app, one.u), km2(app, one.a), (one.t || []).join(", ")]
    .filter(Boolean).join(" · "));
}

// Events of the chronicle at this place; for a territory, at every place on its ground.
function happened(app, sel, t) {
  if (!app.told) return null;
  const here = (id) => {
    const p = app.told.places[id];
    if (sel.kind === "p") return p === sel.index;
    const place = app.model.places[p];
    return place && app.territoryAt(place.y, place.x) === t;
  };
  const list = app.told.events.filter((one) => one.p.some(here));
  if (!list.length) return null;
  return h("details", { class: "layer-history happened", open: sel.kind === "p" },
    h("summary", null, h("h3", null, app.t("happened.title")), h("span", { class: "status" }, " " + app.t("happened.count", { count: list.length }))),
    h("ol", { class: "event-list" }, list.map((one) => h("li", { class: one.a <= app.state.day && app.state.day <= one.z ? "now" : "" },
      h("span", { class: "status" }, whenText(app, one.d, "middle") + " "),
      h("button", { type: "button", class: "plain", onclick: () => openEvent(app, one.id) }, app.told.text(one.n))))));
}

function placeFacts(app, sel, t) {
  const place = app.model.places[sel.index];
  const more = app.late().places[sel.index];
  return [h("p", { class: "facts" }, app.t("place." + place.k),
    t < 0 ? "" : [" · ", h("button", { type: "button", class: "plain", onclick: () => app.choose("t", t) },
      app.t("place.in", { name: inLang(app, app.model.territories[t].n) }))]),
  more.m ? h("p", { class: "note" }, inLang(app, more.m)) : null, namesBlock(app, place, more)];
}

export function historyView(app) {
  const { sel, layer } = app.state;
  if (!sel) return [h("p", { class: "empty" }, app.t("history.choose"))];
  const t = territoryOf(app, sel);
  const name = h("h2", { class: "sel-name" }, selName(app, sel));
  const facts = sel.kind === "p" ? placeFacts(app, sel, t) : territoryFacts(app, t);
  if (t < 0) return [name, facts, h("p", { class: "empty" }, app.t("history.outside")), happened(app, sel, t)];
  return [h("div", { class: "place-head" }, name, answer(app, t), holderStrip(app, t, layer === "title" ? "title" : "control")),
    sel.kind === "t" ? app.bordersOf(t) : null, app.model.layers.map((one) => layerHistory(app, t, one)), facts, happened(app, sel, t)];
}
