// Two days beside each other: which land and which towns changed hands between them, in the chosen layer.

import { h } from "./dom.js";
import { inLang, holderName, km2, number, placeName, statusText, swatch } from "./text.js";

// Towns by the land they stand on; worked out once, when first asked for.
function townsOf(app) {
  if (!app.towns) {
    app.towns = {};
    app.model.places.forEach((place) => {
      if (place.r > 3 || ["city", "town", "port", "fort"].indexOf(place.k) < 0) return;
      const t = app.territoryAt(place.y, place.x);
      if (t >= 0) (app.towns[t] = app.towns[t] || []).push(place);
    });
  }
  return app.towns;
}

function changesBetween(app, first, last) {
  const { model, state } = app;
  const lineage = (row) => (row ? model.parties[row.p].lineage : "");
  const changed = [];
  const inside = [];
  model.territories.forEach((_, t) => {
    const [then, now] = [model.rowAt(state.layer, t, first), model.rowAt(state.layer, t, last)];
    if (lineage(then) !== lineage(now)) changed.push({ t, then, now });
    else if (then && now && then.p !== now.p) inside.push({ t, then, now });
  });
  return { changed, inside };
}

function holder(app, row) {
  return row ? [swatch(app, row.p, true), holderName(app, row), row.status === "sovereign" ? "" : " · " + statusText(app, row)] : app.t("none.holder");
}

function rowsOf(app, list, towns) {
  return h("table", { class: "changes compared" }, h("thead", null, h("tr", null, ["col.territory", "compare.then", "compare.now"].map((id) =>
    h("th", { scope: "col" }, app.t(id))))),
  h("tbody", null, list.map(({ t, then, now }) => h("tr", null, h("th", { scope: "row" },
    h("button", { type: "button", class: "plain", onclick: () => app.choose("t", t) }, inLang(app, app.model.territories[t].n)),
    h("span", { class: "area" }, km2(app, app.model.territories[t].a)),
    towns[t] ? h("span", { class: "towns-in" }, towns[t].map((place) => placeName(app, place)).join(", ")) : null),
  h("td", null, holder(app, then)), h("td", null, holder(app, now))))));
}

function result(app) {
  const { cmp, day, lang } = app.state;
  const [first, last] = [Math.min(cmp, day), Math.max(cmp, day)];
  const { changed, inside } = changesBetween(app, first, last);
  const towns = townsOf(app);
  const area = changed.reduce((sum, one) => sum + app.model.territories[one.t].a, 0);
  const count = changed.reduce((sum, one) => sum + (towns[one.t] || []).length, 0);
  const order = changed.sort((a, b) => app.model.territories[b.t].a - app.model.territories[a.t].a);
  const lands = order.map((one) => one.t);
  return [
    h("p", { class: "sum", role: "status" }, app.t("compare.sum", { from: app.days.long(first, lang), to: app.days.long(last, lang),
      count: number(app, changed.length), area: km2(app, area), towns: number(app, count) })),
    lands.length ? h("button", { type: "button", class: "plain", onclick: () => {
      app.lit = !app.lit;
      app.light(app.lit ? (_, t) => lands.indexOf(t) >= 0 : null);
    } }, app.t("compare.show")) : null,
    order.length ? rowsOf(app, order, towns) : null,
    inside.length ? h("details", { class: "aid-part" }, h("summary", null, app.t("compare.inside", { count: inside.length })), rowsOf(app, inside, towns)) : null,
  ];
}

export function comparePart(app) {
  const { cmp } = app.state;
  const field = h("input", { type: "date", class: "compare-field", min: app.days.toIso(0), max: app.days.toIso(app.model.span) });
  field.value = cmp === null ? "" : app.days.toIso(cmp);
  field.addEventListener("change", () => {
    const day = app.days.fromIso(field.value);
    app.set({ cmp: day !== null && day >= 0 && day <= app.model.span ? day : null });
  });
  return h("section", { class: "compare" }, h("label", null, h("span", null, app.t("compare.label")), field),
    cmp === null ? null : result(app));
}
