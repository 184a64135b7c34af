// Who holds what on the chosen day, by holder, for the panel.

import { h } from "./dom.js";
import { inLang, inOrder, km2, number, statusText, swatch } from "./text.js";

function rowsNow(app) {
  const { day, layer } = app.state;
  return [].concat(...app.model.territories.map((_, t) => app.model.rowsAt(layer, t, day)));
}

function byParty(app) {
  const groups = {};
  rowsNow(app).forEach((row) => {
    if (!groups[row.p]) groups[row.p] = { p: row.p, rows: [], area: 0 };
    groups[row.p].rows.push(row);
    groups[row.p].area += app.model.territories[row.t].a;
  });
  return Object.keys(groups).map((key) => groups[key]).sort((a, b) => b.area - a.area || a.p - b.p);
}

export function holderTable(app) {
  const groups = byParty(app);
  if (!groups.length) return h("p", { class: "empty" }, app.t("holders.none." + app.state.layer));
  const compare = inOrder(app);
  const name = (row) => inLang(app, app.model.territories[row.t].n);
  return h("table", { class: "holders" },
    h("caption", { class: "quiet-caption" }, app.t("holders.caption." + app.state.layer)),
    h("thead", null, h("tr", null, h("th", { scope: "col" }, app.t("col.holder")),
      h("th", { scope: "col", class: "num" }, app.t("col.count")), h("th", { scope: "col", class: "num" }, app.t("unit.km2.head")))),
    groups.map((group) => {
      const list = group.rows.slice().sort((a, b) => compare(name(a), name(b)));
      return h("tbody", null,
        h("tr", null, h("th", { scope: "row" }, swatch(app, group.p), inLang(app, app.model.parties[group.p].n)),
          h("td", { class: "num" }, number(app, list.length)), h("td", { class: "num" }, number(app, Math.round(group.area)))),
        h("tr", { class: "sub" }, h("td", { colspan: 3 }, h("details", null,
          h("summary", null, app.t("holders.list", { count: list.length })),
          h("ul", { class: "lands" }, list.map((row) => h("li", null,
            h("button", { type: "button", class: "plain", onclick: () => app.choose("t", row.t) }, name(row)),
            row.status === "sovereign" ? null : h("span", { class: "status" }, " · " + statusText(app, row)))))))));
    }));
}
