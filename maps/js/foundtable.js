// Everything that a search found, as a table in place of the map.

import { h } from "./dom.js";
import { goTo, hitText } from "./searchhits.js";

export function foundTable(app) {
  const query = app.state.find;
  const { by, order, words, total } = app.found(query);
  const rows = [].concat(...order.map((group) => by[group].map((one) => ({ group, one, text: hitText(app, one, words) }))));
  const head = (id) => h("th", { scope: "col" }, app.t(id));
  return [
    h("h2", null, app.t("search.table", { query, count: total })),
    h("p", null, h("button", { type: "button", class: "plain", onclick: () => app.set({ view: "map" }) }, app.t("search.back"))),
    h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": app.t("search.label") },
      h("table", { class: "full" }, h("thead", null, h("tr", null, head("search.col.kind"), head("search.col.name"), head("search.col.about"))),
        h("tbody", null, rows.map(({ group, one, text }) => h("tr", null, h("td", null, app.t("search." + group)),
          h("th", { scope: "row" }, h("button", { type: "button", class: "plain", onclick: () => goTo(app, one) }, text[0])),
          h("td", null, text[1])))))),
  ];
}
