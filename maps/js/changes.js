// What changed: land that went to another holder, land whose government alone changed, land held otherwise by the same.

import { h } from "./dom.js";
import { inLang, holderName, km2, number, statusText, swatch } from "./text.js";

// Where nothing passes from hand to hand: texts that were signed, and claims that were made.
const WORDED = ["agreed", "claim"];
const layerOf = ({ before, after }) => after.concat(before)[0].layer;
const KINDS = ["hands", "government", "standing"];

// Holders of a territory, each once, whatever number of papers each has.
export function holders(app, rows, none) {
  const key = (row) => row.p + row.status;
  const each = rows.filter((row, k) => rows.findIndex((other) => key(other) === key(row)) === k);
  if (!each.length) return h("span", { class: "holder" }, none || app.t("none.holder"));
  return each.map((row) => h("span", { class: "holder" }, swatch(app, row.p, true), holderName(app, row),
    row.status === "sovereign" ? null : h("span", { class: "status" }, " · " + statusText(app, row))));
}

function table(app, changes) {
  return h("table", { class: "changes" },
    h("thead", null, h("tr", null, ["col.territory", "col.before", "col.after"].map((id) => h("th", { scope: "col" }, app.t(id))))),
    h("tbody", null, changes.map((change) => h("tr", null,
      h("th", { scope: "row" }, h("button", { type: "button", class: "plain", onclick: () => app.choose("t", change.t) },
        inLang(app, app.model.territories[change.t].n)),
      h("span", { class: "area" }, km2(app, app.model.territories[change.t].a))),
      h("td", null, holders(app, change.before)), h("td", null, holders(app, change.after))))));
}

export const areaOf = (app, changes) => changes.reduce((sum, change) => sum + app.model.territories[change.t].a, 0);

export function changesPart(app, changes) {
  return KINDS.map((kind) => [kind, changes.filter((one) => one.kind === kind)]).filter(([, some]) => some.length).map(([kind, some]) =>
    h("section", { class: "changed" }, h("p", { class: "sum" }, app.t("day.changed." + (kind === "hands" && WORDED.indexOf(layerOf(some[0])) >= 0 ? layerOf(some[0]) : kind), { count: number(app, some.length), area: km2(app, areaOf(app, some)) })),
      table(app, some)));
}

// The changes by one cause, on the days on which its rows begin: in the layer of the page, or else in the first that has any.
export function changesBy(app, b) {
  const { model, state } = app;
  const layers = [state.layer].concat(model.layers.filter((layer) => layer !== state.layer));
  for (const layer of layers) {
    const days = Array.from(new Set([].concat(...model.table[layer].map((rows) => rows.filter((row) => row.b === b).map((row) => row.a)))));
    const changes = [].concat(...days.sort((x, y) => x - y).map((day) => model.changesOn(layer, day).filter((one) => one.after.some((row) => row.b === b))));
    if (changes.length) return { layer, changes };
  }
  return null;
}
