// Everything the map shows, as tables: who holds each territory and each town, every border, every event.

import { h } from "./dom.js";
import { dateText } from "./days.js";
import { basisBody, certaintyMark, rowNote } from "./cites.js";
import { eventsAround, openEvent, placeNameOf, whenText } from "./chronicle.js";
import { isBorder, periodsOf } from "./edges.js";
import { causesOf, edgeName, kmText } from "./bordercard.js";
import { TABLES } from "./hash.js";
import { dataTable } from "./datatable.js";
import { holderName, inLang, nameThen, number, partyNames, placeName, statusText, swatch } from "./text.js";

const PEOPLED = ["city", "town", "port", "village", "station", "fort"];

function startText(app, row) {
  return row.from ? dateText(app, row.from, "middle") : app.days.middle(Math.max(0, row.a), app.state.lang);
}

function holderColumns(app) {
  const { model } = app;
  const basis = (row) => inLang(app, model.bases[row.b].n);
  return [
    { id: "col.territory", sort: (row) => inLang(app, model.territories[row.t].n), cell: (row) => h("button", { type: "button", class: "plain",
      onclick: () => app.choose("t", row.t) }, inLang(app, model.territories[row.t].n)) },
    { id: "col.unit", sort: (row) => inLang(app, model.territories[row.t].u), cell: (row) => inLang(app, model.territories[row.t].u) },
    { id: "unit.km2.head", num: true, sort: (row) => model.territories[row.t].a, cell: (row) => number(app, model.territories[row.t].a) },
    { id: "col.holder", sort: (row) => holderName(app, row), cell: (row) => [swatch(app, row.p, true), holderName(app, row),
      row.claimants.length ? h("span", { class: "status" }, " (" + app.t("claimed.by", { who: partyNames(app, row.claimants) }) + ")") : null] },
    { id: "col.status", sort: (row) => statusText(app, row), cell: (row) => statusText(app, row) },
    { id: "col.since", sort: (row) => row.a, cell: (row) => startText(app, row) },
    { id: "col.times", num: true, sort: (row) => model.timesHeld(row.layer, row.t), cell: (row) => number(app, model.timesHeld(row.layer, row.t)) },
    { id: "col.basis", sort: basis, cell: (row) => h("details", null, h("summary", null, certaintyMark(app, row.e), " ", basis(row)),
      rowNote(app, row), basisBody(app, row.b)) },
  ];
}

function holdersTable(app, caption) {
  const { day, layer } = app.state;
  const rows = [].concat(...app.model.territories.map((_, t) => app.model.rowsAt(layer, t, day)));
  return rows.length ? dataTable(app, "holders", holderColumns(app), rows, caption) : h("p", { class: "empty" }, app.t("holders.none." + layer));
}

function townRows(app) {
  const { day, layer } = app.state;
  return app.model.places.map((place, p) => ({ place, p })).filter(({ place }) => PEOPLED.indexOf(place.k) >= 0).map((one) => {
    const t = app.territoryAt(one.place.y, one.place.x);
    return Object.assign(one, { t, rows: t < 0 ? [] : app.model.rowsAt(layer, t, day) });
  }).filter((one) => one.t >= 0);
}

function townsTable(app, caption) {
  const { model, state } = app;
  const then = (one) => nameThen(app, one.place, state.day);
  const who = (one) => one.rows.map((row) => holderName(app, row)).join(", ") || app.t("none.holder");
  const columns = [
    { id: "col.town", sort: (one) => placeName(app, one.place), cell: (one) => [h("button", { type: "button", class: "plain",
      onclick: () => app.choose("p", one.p) }, placeName(app, one.place)), then(one) ? h("i", { class: "then-name" }, " ", then(one)) : null] },
    { id: "col.kind", sort: (one) => app.t("place." + one.place.k), cell: (one) => app.t("place." + one.place.k) },
    { id: "col.holder", sort: who, cell: (one) => (one.rows.length ? one.rows.map((row) => h("span", { class: "holder" }, swatch(app, row.p, true),
      holderName(app, row))) : who(one)) },
    { id: "col.status", sort: (one) => one.rows.map((row) => statusText(app, row)).join(), cell: (one) => one.rows.map((row) => statusText(app, row)).join(", ") },
    { id: "col.since", sort: (one) => (one.rows.length ? one.rows[0].a : -1), cell: (one) => one.rows.map((row) => startText(app, row)).join(", ") },
    { id: "col.times", num: true, sort: (one) => model.timesHeld(state.layer, one.t), cell: (one) => number(app, model.timesHeld(state.layer, one.t)) },
    { id: "col.territory", sort: (one) => inLang(app, model.territories[one.t].n), cell: (one) => inLang(app, model.territories[one.t].n) },
  ];
  return dataTable(app, "towns", columns, townRows(app), caption);
}

function bordersTable(app, caption) {
  const { model, state } = app;
  const { day, layer } = state;
  const who = (t) => model.rowsAt(layer, t, day).map((row) => inLang(app, model.parties[row.p].n)).join(", ") || app.t("none.holder");
  const rows = app.edges().list.filter((edge) => isBorder(model, layer, edge, day)).map((edge) => ({ edge, since: borderSince(app, edge),
    cause: causesOf(app, edge, day)[0] }));
  const name = (one) => edgeName(app, one.edge);
  const columns = [
    { id: "col.border", sort: name, cell: (one) => h("button", { type: "button", class: "plain", onclick: () => app.chooseEdge(one.edge.id) }, name(one)) },
    { id: "col.side.first", sort: (one) => who(one.edge.a), cell: (one) => who(one.edge.a) },
    { id: "col.side.second", sort: (one) => who(one.edge.b), cell: (one) => who(one.edge.b) },
    { id: "unit.km.head", num: true, sort: (one) => one.edge.km, cell: (one) => kmText(app, one.edge.km) },
    { id: "col.since", sort: (one) => one.since, cell: (one) => (one.since ? app.days.middle(one.since, state.lang) : app.t("span.opening")) },
    { id: "col.basis", sort: (one) => inLang(app, model.bases[one.cause.b].n), cell: (one) => [certaintyMark(app, one.cause.e), " ",
      inLang(app, model.bases[one.cause.b].n)] },
  ];
  return rows.length ? dataTable(app, "borders", columns, rows, caption) : h("p", { class: "empty" }, app.t("table.noborders"));
}

// Since when the stretch has been a border without a break.
function borderSince(app, edge) {
  const { layer, day } = app.state;
  return periodsOf(app.model, layer, edge).filter((one) => one.a <= day).reduce((since, one) => (one.border ? (since < 0 ? one.a : since) : -1), -1);
}

function eventsTable(app, caption) {
  const rows = eventsAround(app);
  const places = (one) => one.p.map((id) => placeNameOf(app, id)).join(", ");
  const columns = [
    { id: "col.date", sort: (one) => one.a, cell: (one) => whenText(app, one.d, "middle") },
    { id: "col.event", sort: (one) => app.told.text(one.n), cell: (one) => h("button", { type: "button", class: "plain", onclick: () => openEvent(app, one.id) },
      app.told.text(one.n)) },
    { id: "col.kind", sort: (one) => app.t("event.kind." + one.k), cell: (one) => app.t("event.kind." + one.k) },
    { id: "event.places", sort: places, cell: places },
    { id: "col.summary", sort: (one) => app.told.text(one.s), cell: (one) => app.told.text(one.s) },
  ];
  return rows.length ? dataTable(app, "events", columns, rows, caption)
    : h("p", { class: "empty" }, app.t("events.none", { date: app.days.long(app.state.day, app.state.lang), n: app.state.win }));
}

const MADE = { holders: holdersTable, towns: townsTable, borders: bordersTable, events: eventsTable };

export function tableView(app) {
  const { day, layer, lang } = app.state;
  const shown = app.told || app.state.table !== "events" ? app.state.table : "holders";
  const title = app.t("table.title", { date: app.days.long(day, lang), layer: app.t("layer." + layer) });
  const kinds = TABLES.filter((kind) => kind !== "events" || app.told);
  return [
    h("h2", null, title),
    h("div", { class: "table-kinds", role: "group", "aria-label": app.t("table.kinds") }, kinds.map((kind) => h("button", { type: "button",
      class: "cmp-toggle", "aria-pressed": String(kind === shown), "data-table": kind, onclick: () => {
        app.set({ table: kind });
        app.root.querySelector("[data-table=" + kind + "]").focus();
      } }, app.t("table." + kind)))),
    h("p", { class: "note" }, shown === "events" ? app.t("table.events.note", { n: app.state.win }) : app.t("layer." + layer + ".long")),
    MADE[shown](app, app.t("table." + shown) + " · " + title),
  ];
}
