// The comparison in words: a headline, what changed hands from whom to whom with km² and towns, and the ready-made ones.

import { h } from "./dom.js";
import { basisBody } from "./cites.js";
import { differences, makeSide, readyMade } from "./sides.js";
import { areaOf, holders } from "./changes.js";
import { inLang, km2, number, placeName } from "./text.js";

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

export function sidesNow(app) {
  return [makeSide(app, app.state.cmp), makeSide(app, app.state.cmpB)];
}

// Territories that went from the same holder to the same holder stand together.
function byHolders(app, list) {
  const groups = {};
  list.forEach((one) => {
    const key = [one.then, one.now].map((rows) => rows.map((row) => row.p + row.status).join()).join("|");
    (groups[key] = groups[key] || []).push(one);
  });
  return Object.keys(groups).map((key) => groups[key]).sort((x, y) => areaOf(app, y) - areaOf(app, x));
}

function landRow(app, { t }) {
  const towns = townsOf(app)[t];
  return h("tr", null, h("th", { scope: "row" }, h("button", { type: "button", class: "plain", onclick: () => app.choose("t", t) },
    inLang(app, app.model.territories[t].n))),
  h("td", null, towns ? towns.map((place) => placeName(app, place)).join(", ") : "–"),
  h("td", { class: "num" }, number(app, Math.round(app.model.territories[t].a))));
}

function differenceTable(app, list, caption) {
  return h("table", { class: "compared" }, h("caption", { class: "quiet-caption" }, caption),
    h("thead", null, h("tr", null, ["col.territory", "compare.towns", "unit.km2.head"].map((id, k) =>
      h("th", { scope: "col", class: k === 2 ? "num" : "" }, app.t(id))))),
    byHolders(app, list).map((group) => h("tbody", null,
      h("tr", { class: "from-to" }, h("th", { scope: "rowgroup", colspan: 2 },
        h("span", { class: "side-a" }, h("abbr", { class: "disc", title: app.t("compare.a") }, "A"), holders(app, group[0].then, app.t("compare.silent"))),
        h("span", { class: "side-b" }, h("abbr", { class: "disc", title: app.t("compare.b") }, "B"), holders(app, group[0].now, app.t("compare.silent")))),
      h("td", { class: "num" }, number(app, Math.round(areaOf(app, group))))),
      group.sort((x, y) => app.model.territories[y.t].a - app.model.territories[x.t].a).map((one) => landRow(app, one)))));
}

function figures(app, list) {
  const towns = townsOf(app);
  return { area: km2(app, areaOf(app, list)), count: number(app, list.length),
    towns: number(app, list.reduce((sum, one) => sum + (towns[one.t] || []).length, 0)) };
}

function headline(app, a, b, diff, here) {
  const values = Object.assign(figures(app, diff.changed), {
    days: number(app, Math.abs(b.day - a.day)), from: a.name(), to: b.name(), a: a.name("middle"), b: b.name("middle") });
  const play = a.spec === "past";
  const texts = a.treaty !== undefined || b.treaty !== undefined || a.layer !== b.layer;
  const kind = play ? "play" : texts ? "texts" : "days";
  return [h("h3", { class: "compare-head" }, app.t("compare.head." + kind, values)),
    h("p", { class: "status", role: "status" }, kind === "days"
    ? app.t("compare.sum", Object.assign({}, values, figures(app, here))) : app.t("compare.sum." + kind, values))];
}

function foldedList(app, list, id, values) {
  return list.length ? h("details", { class: "aid-part", "data-list": id }, h("summary", null, app.t(id, Object.assign({ count: number(app, list.length),
    area: km2(app, areaOf(app, list)) }, values))), differenceTable(app, list, app.t(id + ".caption", values))) : null;
}

function basisNote(app, mark, side) {
  if (side.treaty === undefined) return null;
  const basis = app.model.bases[side.treaty];
  const never = basis.k === "treaty" && basis.in_force === undefined;
  return h("details", { class: "disagree basis-note" }, h("summary", null, h("strong", null, mark + " · " + side.name())),
    never ? h("p", null, app.t("border.never")) : null, basisBody(app, side.treaty));
}

function readyList(app) {
  const list = readyMade(app);
  return list.length ? h("details", { class: "aid-part ready-made" }, h("summary", null, app.t("compare.ready")), h("ul", null, list.map((one) => {
    const on = app.state.cmp === one.a && app.state.cmpB === one.b;
    return h("li", null, h("button", { type: "button", class: "row-button", "aria-pressed": String(on), "data-ready": one.id,
      onclick: () => app.compareReady(one) }, h("strong", null, app.t("compare.ready." + one.id))));
  }))) : null;
}

// Sides that follow the page's layer change with it.
function layersRow(app, a, b) {
  if ([a, b].every((side) => side.spec.indexOf("@") > 0 || side.treaty !== undefined)) return null;
  return h("p", { class: "status" }, app.t("compare.layer"), " ", app.model.layers.map((layer, k) => [k ? " · " : "",
    h("button", { type: "button", class: "plain", "aria-pressed": String(layer === app.state.layer), onclick: () => app.set({ layer }) },
      app.t("layer." + layer))]));
}

export function compareView(app) {
  const [a, b] = sidesNow(app);
  const diff = differences(app, a, b);
  const values = { a: a.name("middle"), b: b.name("middle") };
  const sight = app.visibleTerritories();
  const [here, beyond] = [true, false].map((on) => diff.changed.filter((one) => sight.has(one.t) === on));
  return [readyList(app), h("article", { class: "compare-card" },
    h("p", { class: "kicker" }, app.t(a.treaty === undefined && b.treaty === undefined && a.spec !== "past" ? "compare.kicker" : "compare.kicker.texts")),
    headline(app, a, b, diff, here),
    here.length ? differenceTable(app, here, app.t("compare.caption")) : null, foldedList(app, beyond, "compare.beyond"),
    foldedList(app, diff.inside, "compare.inside"), foldedList(app, diff.onlyA, "compare.lone", { who: values.a }),
    foldedList(app, diff.onlyB, "compare.lone", { who: values.b }),
    diff.same.length ? h("p", { class: "status" }, app.t("compare.same", { count: number(app, diff.same.length), area: km2(app, areaOf(app, diff.same)) })) : null,
    layersRow(app, a, b), basisNote(app, "A", a), basisNote(app, "B", b))];
}

// The field in the tab of holders: one day to compare the chosen day with.
export function comparePart(app) {
  const field = h("input", { type: "date", class: "compare-field", min: app.days.toIso(0), max: app.days.toIso(app.model.span) });
  field.addEventListener("change", () => {
    const day = app.days.fromIso(field.value);
    if (day !== null && day >= 0 && day <= app.model.span) app.compare(field.value, "");
  });
  return h("section", { class: "compare" }, h("label", null, h("span", null, app.t("compare.label")), field));
}
