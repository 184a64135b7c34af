// Why is there a border here? The card of an edge: who is on each side, what drew it, before and after, the line, sources.

import { h } from "./dom.js";
import { dateText } from "./days.js";
import { basisBody, certaintyMark, citeList, rowNote } from "./cites.js";
import { isBorder, periodsOf, stretchesOf, wholeBorder } from "./edges.js";
import { holderStrip, sinceText } from "./history.js";
import { clausesOf } from "./clauses.js";
import { openEvent, whenText } from "./chronicle.js";
import { holders } from "./changes.js";
import { inLang, number } from "./text.js";

const KM_WHOLE = 10; // below this, tenths of a km are shown

export function kmText(app, km) {
  return app.t("unit.km", { n: number(app, km < KM_WHOLE ? Math.round(km * 10) / 10 : Math.round(km)) });
}

// The line that an article or an event drew, stretch by stretch.
export function lineList(app, list) {
  const edges = list.slice().sort((a, b) => b.km - a.km);
  const km = edges.reduce((sum, edge) => sum + edge.km, 0);
  return edges.length ? h("details", { class: "folded" }, h("summary", null, app.t("article.line", { count: edges.length, km: kmText(app, km) })),
    h("ul", { class: "border-list" }, edges.map((edge) => h("li", null, h("button", { type: "button", class: "plain",
      onclick: () => app.chooseEdge(edge.id) }, edgeName(app, edge)), h("span", { class: "status" }, " " + kmText(app, edge.km)))))) : null;
}

export function edgeName(app, edge) {
  return [edge.a, edge.b].map((t) => inLang(app, app.model.territories[t].n)).join(" – ");
}

function rowsAt(app, t, day) {
  return app.model.rowsAt(app.state.layer, t, day);
}

function sideRow(app, t) {
  const rows = rowsAt(app, t, app.state.day);
  return h("tr", null,
    h("th", { scope: "row" }, h("button", { type: "button", class: "plain", onclick: () => app.choose("t", t) },
      inLang(app, app.model.territories[t].n))),
    h("td", null, holders(app, rows)),
    h("td", null, rows.map((row) => h("span", { class: "holder" }, sinceText(app, row), " ", certaintyMark(app, row.e)))));
}

function sidesTable(app, edge) {
  return h("table", { class: "changes sides" },
    h("caption", { class: "quiet-caption" }, app.t("border.sides", { date: app.days.long(app.state.day, app.state.lang) })),
    h("thead", null, h("tr", null, ["col.territory", "col.holder", "col.since"].map((id) => h("th", { scope: "col" }, app.t(id))))),
    h("tbody", null, sideRow(app, edge.a), sideRow(app, edge.b)));
}

// The rows that made this edge what it is on the day: those that began last.
export function causesOf(app, edge, day) {
  const rows = [].concat(rowsAt(app, edge.a, day), rowsAt(app, edge.b, day));
  const latest = Math.max(...rows.map((row) => row.a));
  const found = rows.filter((row) => row.a === latest);
  return found.filter((row, k) => found.findIndex((other) => other.b === row.b) === k);
}

function causePart(app, row) {
  const { state, model } = app;
  const basis = model.bases[row.b];
  const events = (app.told && app.told.eventsBy[basis.id]) || [];
  return h("div", { class: "cause" },
    h("p", null, certaintyMark(app, basis.e === undefined ? row.e : app.raw.certainties[basis.e]), " ",
      h("strong", null, inLang(app, basis.n)), ", ", dateText(app, basis.d),
      basis.k === "treaty" && basis.in_force === undefined ? h("span", { class: "status" }, " · " + app.t("border.never")) : null,
      basis.in_force !== undefined && model.asDay(basis.in_force) > state.day
        ? h("span", { class: "status" }, " · " + app.t("border.later", { date: dateText(app, basis.in_force) })) : null),
    events.length ? h("ul", { class: "links" }, events.map((one) => h("li", null,
      h("button", { type: "button", class: "plain", onclick: () => openEvent(app, one.id) }, app.told.text(one.n))))) : null,
    rowNote(app, row));
}

function sourcesPart(app, causes) {
  return h("section", null, h("h4", null, app.t("sources.title")), causes.map((row) => [
    causes.length > 1 ? h("h5", null, inLang(app, app.model.bases[row.b].n)) : null, basisBody(app, row.b)]));
}

// Articles whose land ends at this edge: click one and its line lights up.
function clausePart(app, edge) {
  const list = app.told ? clausesOf(app, edge) : [];
  return list.length ? h("section", { class: "clauses" }, h("h4", null, app.t("border.clauses")),
    h("div", { class: "chips" }, list.map(({ treaty, article }) => h("button", { type: "button", class: "chip", onclick: () => app.openArticle(treaty.id, article.no) },
      h("strong", null, article.no), h("span", null, app.told.text(treaty.n)),
      h("span", { class: "area" }, whenText(app, treaty.signed, "middle")))))) : null;
}

// --- before and after ------------------------------------------------------------------------------------------

function borderBar(app, list) {
  const share = (day) => (100 * day) / (app.model.span + 1);
  return h("div", { class: "border-bar" }, list.filter((one) => one.border).map((one) => {
    const bar = h("span");
    bar.style.left = share(one.a) + "%";
    bar.style.width = share(one.z - one.a) + "%";
    return bar;
  }));
}

function periodText(app, one) {
  const from = one.a === 0 ? app.t("span.opening") : app.days.middle(one.a, app.state.lang);
  return from + " – " + (one.z > app.model.span ? app.t("span.end") : app.days.middle(one.z, app.state.lang));
}

function whoText(app, edge, day) {
  const names = [edge.a, edge.b].map((t) => Array.from(new Set(rowsAt(app, t, day).map((row) => inLang(app, app.model.parties[row.p].b)))).join(", ") ||
    app.t("none.holder"));
  return names[0] === names[1] ? app.t("border.both", { who: names[0] }) : names.join(" | ");
}

function periodRow(app, edge, one, before) {
  const now = one.a <= app.state.day && app.state.day < one.z;
  const cause = one.a > 0 && causesOf(app, edge, one.a)[0];
  const turned = before && before.border !== one.border;
  return h("li", { class: (now ? "now" : "") + (one.border ? " is-border" : "") },
    h("div", { class: "span-head" },
      h("button", { type: "button", class: "plain when", onclick: () => app.set({ day: one.a }, "jump") }, periodText(app, one)),
      now ? h("span", { class: "now-word" }, app.t("span.now")) : null),
    h("div", { class: "span-who" }, h("strong", null, app.t(one.border ? "border.yes" : "border.no")), " · ", whoText(app, edge, one.a)),
    cause ? h("div", { class: "status" }, turned ? app.t(one.border ? "border.began" : "border.ended") + " " : null,
      inLang(app, app.model.bases[cause.b].n)) : null);
}

function historyPart(app, edge) {
  const { layer } = app.state;
  const periods = periodsOf(app.model, layer, edge);
  const joined = stretchesOf(periods);
  const strips = layer === "control" || layer === "title";
  return h("section", { class: "border-history" }, h("h4", null, app.t("border.history")),
    h("p", { class: "status" }, app.t("border.times", { count: joined.filter((one) => one.border).length })),
    h("div", { "aria-hidden": "true", class: "edge-strip" }, strips ? holderStrip(app, edge.a, layer) : null, borderBar(app, joined),
      strips ? holderStrip(app, edge.b, layer) : null),
    h("ol", { class: "spans" }, periods.map((one, k) => periodRow(app, edge, one, periods[k - 1]))));
}

// --- the line itself -------------------------------------------------------------------------------------------

function lineRow(app, row) {
  const [, kind, names, reason, basis, error, cites] = row;
  return h("li", { class: "line-row" }, h("p", null, h("strong", null, inLang(app, names)), h("span", { class: "status" },
    " · " + app.t("line.kind." + kind) + " · " + app.t("line.error", { km: number(app, error) }))),
  h("p", null, inLang(app, reason)), h("p", { class: "status" }, inLang(app, basis)), citeList(app, cites));
}

function linePart(app, edge) {
  const lines = app.late().lines || [];
  const states = [edge.a, edge.b].map((t) => app.t("country." + app.model.territories[t].c));
  const today = edge.outline > edge.km / 5;
  return h("section", { class: "line-part" }, h("h4", null, app.t("border.line")),
    h("ul", null, edge.lines.map((k) => lineRow(app, lines[k])),
      today ? h("li", { class: "line-row" }, h("p", null, h("strong", null, states[0] === states[1]
        ? app.t("line.unit", { who: states[0] }) : app.t("line.today", { who: states.join(" – ") })),
      h("span", { class: "status" }, " · " + app.t("line.error", { km: 1 }))), h("p", { class: "status" }, app.t("line.today.basis"))) : null));
}

function otherLayers(app, edge) {
  const { model, state } = app;
  return h("p", { class: "status" }, app.t("border.layers"), " ", model.layers.map((layer, k) => [k ? " · " : "",
    h("button", { type: "button", class: "plain", "aria-pressed": String(layer === state.layer), onclick: () => app.set({ layer }) }, app.t("layer." + layer)),
    " ", app.t(isBorder(model, layer, edge, state.day) ? "border.yes" : "border.no")]));
}

export function borderCard(app) {
  const edge = app.edges().byId[app.state.edge];
  if (!edge) return [h("p", { class: "empty" }, app.t("history.choose"))];
  const { layer, day } = app.state;
  const border = isBorder(app.model, layer, edge, day);
  const causes = causesOf(app, edge, day);
  const whole = border ? wholeBorder(app, layer, edge, day) : null;
  return [h("article", { class: "card border-card", "data-edge": edge.id },
    h("p", { class: "kicker" }, app.t(border ? "border.kicker" : "border.none"), " · ", app.t("layer." + layer)),
    h("h3", null, edgeName(app, edge)),
    h("p", { class: "sum" }, app.t("border.km", { km: kmText(app, edge.km) }),
      whole && whole.list.length > 1 ? " · " + app.t("border.whole", { km: kmText(app, whole.km), count: whole.list.length }) : null),
    sidesTable(app, edge),
    h("section", null, h("h4", null, app.t(border ? "border.drawn" : "border.joined")), causes.map((row) => causePart(app, row))),
    clausePart(app, edge), historyPart(app, edge), otherLayers(app, edge), linePart(app, edge),
    sourcesPart(app, causes))];
}

// For a territory: every edge it has, so that a border can be reached without a mouse.
export function bordersOf(app, t) {
  const { layer, day } = app.state;
  const all = app.edges().of(t).map((edge) => ({ edge, other: edge.a === t ? edge.b : edge.a, border: isBorder(app.model, layer, edge, day) }))
    .sort((x, y) => y.border - x.border || y.edge.km - x.edge.km);
  if (!all.length) return null;
  return h("details", { class: "layer-history borders-of" },
    h("summary", null, h("h3", null, app.t("borders.title")), h("span", { class: "status" }, " " + app.t("borders.short"))),
    h("ul", { class: "border-list" }, all.map(({ edge, other, border }) => h("li", { class: border ? "is-border" : "" },
      h("button", { type: "button", class: "plain", onclick: () => app.chooseEdge(edge.id) }, inLang(app, app.model.territories[other].n)),
      h("span", { class: "status" }, " " + kmText(app, edge.km) + " · " + (border ? whoText(app, { a: t, b: other }, day) : app.t("border.no")))))));
}
