// What happened on the chosen day: the acts of the day with their four dates, and what changed hands by them.

import { h, svg } from "./dom.js";
import { dateText } from "./days.js";
import { basisBody } from "./cites.js";
import { inLang, holderName, km2, statusText, swatch } from "./text.js";

const TRACK = [["d", "track.signed"], ["ratified", "track.ratified"], ["in_force", "track.in_force"],
  ["carried_out", "track.carried_out"], ["ended", "track.ended"]];
const SYMBOL = {
  d: () => svg("circle", { cx: 7, cy: 7, r: 4.6, class: "sym-open" }),
  ratified: () => [svg("circle", { cx: 7, cy: 7, r: 4.6, class: "sym-open" }), svg("path", { d: "M7 2.4a4.6 4.6 0 0 0 0 9.2z", class: "sym-full" })],
  in_force: () => svg("circle", { cx: 7, cy: 7, r: 5, class: "sym-full" }),
  carried_out: () => svg("rect", { x: 2.5, y: 2.5, width: 9, height: 9, class: "sym-full" }),
  ended: () => svg("path", { d: "M3 3l8 8M11 3l-8 8", class: "sym-cross" }),
};

export function dateSymbol(key) {
  return SYMBOL[key]();
}

function track(app, basis) {
  const steps = TRACK.filter(([key]) => basis[key] !== undefined)
    .sort((a, b) => (b[0] === "d") - (a[0] === "d") || app.model.asDay(basis[a[0]]) - app.model.asDay(basis[b[0]]));
  if (basis.k !== "treaty" && steps.length < 2) return null;
  const items = steps.map(([key, label]) => {
    const day = app.model.asDay(basis[key]);
    const when = dateText(app, basis[key], "middle");
    const now = day === app.state.day;
    const inside = day >= 0 && day <= app.model.span;
    return h("li", { class: now ? "now" : "" },
      svg("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" }, SYMBOL[key]()),
      inside && !now
        ? h("button", { type: "button", class: "plain", onclick: () => app.set({ day }, "jump") }, when)
        : h("strong", null, when),
      h("span", null, app.t(label)));
  });
  const never = basis.k === "treaty" && basis.in_force === undefined
    ? h("li", { class: "never" }, svg("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
      svg("circle", { cx: 7, cy: 7, r: 4.6, class: "sym-dash" })), h("strong", null, app.t("track.never")),
    h("span", null, app.t("track.in_force"))) : null;
  return h("ol", { class: "track" }, items[0], never, items.slice(1));
}

function holders(app, rows) {
  if (!rows.length) return h("span", { class: "holder" }, app.t("none.holder"));
  return rows.map((row) => h("span", { class: "holder" }, swatch(app, row.p, true), holderName(app, row),
    row.status === "sovereign" ? null : h("span", { class: "status" }, " · " + statusText(app, row))));
}

function changeTable(app, changes) {
  return h("table", { class: "changes" },
    h("thead", null, h("tr", null, h("th", { scope: "col" }, app.t("col.territory")),
      h("th", { scope: "col" }, app.t("col.before")), h("th", { scope: "col" }, app.t("col.after")))),
    h("tbody", null, changes.map((change) => h("tr", null,
      h("th", { scope: "row" }, h("button", { type: "button", class: "plain", onclick: () => app.choose("t", change.t) },
        inLang(app, app.model.territories[change.t].n)),
      h("span", { class: "area" }, km2(app, app.model.territories[change.t].a))),
      h("td", null, holders(app, change.before)), h("td", null, holders(app, change.after))))));
}

function kicker(app, basis, whats) {
  const what = whats.filter((one) => one !== "d").map((one) => app.t("track." + one));
  return h("p", { class: "kicker" }, [app.t("kind." + basis.k)].concat(what).join(" · "));
}

function card(app, b, whats, changes) {
  const basis = app.model.bases[b];
  const area = changes.reduce((sum, change) => sum + app.model.territories[change.t].a, 0);
  return h("article", { class: "card" }, kicker(app, basis, whats), h("h3", null, inLang(app, basis.n)),
    track(app, basis), changes.length ? [h("p", { class: "sum" },
      app.t("day.changed", { count: changes.length, area: km2(app, area) })), changeTable(app, changes)] : null,
    basisBody(app, b));
}

// Changes belong to the act that begins the new row, or else to the one whose row ended.
function byBasis(changes) {
  const groups = {};
  changes.forEach((change) => {
    const b = (change.after[change.after.length - 1] || change.before[0]).b;
    (groups[b] = groups[b] || []).push(change);
  });
  return groups;
}

export function dayCards(app) {
  const { day, layer } = app.state;
  const groups = byBasis(app.model.changesOn(layer, day));
  const whats = {};
  app.model.datesOn(day).forEach((one) => { (whats[one.b] = whats[one.b] || []).push(one.what); });
  const all = Array.from(new Set(Object.keys(whats).concat(Object.keys(groups)))).map(Number);
  const weight = (b) => (whats[b] && app.model.bases[b].mark ? 0 : whats[b] ? 1 : 2);
  all.sort((a, b) => weight(a) - weight(b) || a - b);
  if (!all.length) return [quiet(app)];
  return all.map((b) => card(app, b, whats[b] || [], groups[b] || []));
}

function quiet(app) {
  const { day, layer, lang } = app.state;
  const days = app.model.changeDays[layer];
  const before = days.filter((one) => one < day).pop();
  const after = days.find((one) => one > day);
  const button = (when, id) => (when === undefined ? null : h("button", { type: "button", class: "row-button",
    onclick: () => app.set({ day: when }, "jump") }, h("span", { class: "kicker" }, app.t(id)),
  h("strong", null, app.days.long(when, lang)), h("span", null, summary(app, when))));
  return h("div", { class: "quiet" }, h("p", null, app.t("day.quiet", { date: app.days.long(day, lang) })),
    button(before, "day.before"), button(after, "day.after"));
}

function summary(app, day) {
  const changes = app.model.changesOn(app.state.layer, day);
  const b = changes.length ? Object.keys(byBasis(changes)).map(Number)[0] : null;
  return b === null ? "" : inLang(app, app.model.bases[b].n);
}
