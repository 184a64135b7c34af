// Gold and arms: every delivery up to the chosen day with running totals, what was asked and promised, and the sums
// that historians give. Figures stand as the sources write them; different coins are never added together.

import { h } from "./dom.js";
import { factBody } from "./sourced.js";
import { openEvent, partyName, placeNameOf, whenText, whoName } from "./chronicle.js";
import { number } from "./text.js";

const COUNTED = "gold rouble";
const RUSSIAN = ["rsfsr", "ussr", "ukraine_ssr", "azerbaijan_ssr"];

function word(app, kind, raw) {
  const id = kind + "." + raw.replace(/ /g, "-");
  const text = app.t(id);
  return text === id ? raw : text;
}

export function goodsText(app, one) {
  const what = one.n && one.k === "other" ? app.told.text(one.n) : word(app, "goods", one.k);
  if (one.x === undefined) return app.t("aid.nofigure", { what });
  const amount = number(app, Number(one.x));
  const unit = one.u === "piece" ? "" : word(app, "unitof", one.u);
  const money = one.k === "gold" || one.k === "money";
  const body = money ? [amount, unit || what].join(" ") : [amount, unit, what].filter(Boolean).join(" ");
  return one.n && one.k !== "other" ? body + " (" + app.told.text(one.n) + ")" : body;
}

function wayText(app, aid) {
  const parts = [];
  if (aid.r) parts.push(app.told.text(app.told.route[aid.r].n));
  if (aid.p) parts.push(app.t("aid.port", { place: placeNameOf(app, aid.p) }));
  if (aid.w) parts.push(app.t("aid.carrier", { who: aid.w.map((id) => whoName(app, id)).join(", ") }));
  return parts.length ? parts.join(" · ") : app.t("aid.noway");
}

function stops(app, id) {
  return app.told.route[id].p.map((place) => placeNameOf(app, place)).join(" – ");
}

export function aidRow(app, aid, sums) {
  const chosen = app.state.aid === aid.id;
  return h("li", { class: "aid-row" + (chosen ? " chosen" : ""), "data-aid": aid.id },
    h("p", { class: "kicker" }, app.t("aid." + aid.k), " · ", whenText(app, aid.d, "middle")),
    h("ul", { class: "goods" }, aid.g.map((one) => h("li", null, goodsText(app, one)))),
    h("p", { class: "status" }, partyName(app, aid.by), " → ", partyName(app, aid.to), aid.h ? [" · ", app.told.text(aid.h)] : null),
    aid.k === "delivered" || aid.k === "sent" ? h("p", { class: "way" }, h("strong", null, app.t("aid.route")), " ", wayText(app, aid),
      aid.r ? h("span", { class: "stops" }, stops(app, aid.r)) : null) : null,
    sums === undefined ? null : h("p", { class: "running" }, app.t("aid.running", { n: number(app, sums) })),
    h("p", { class: "row-links" },
      aid.r ? h("button", { type: "button", class: "plain", "aria-pressed": String(chosen),
        onclick: () => app.set({ aid: chosen ? "" : aid.id }) }, app.t("aid.show")) : null,
      aid.e && app.state.ev !== aid.e ? h("button", { type: "button", class: "plain", onclick: () => openEvent(app, aid.e) },
        app.t("aid.event")) : null),
    factBody(app, aid, true));
}

// Sums by coin over what had arrived by a day, from Moscow and its allies to Ankara.
function goldBy(app, day, from) {
  const sums = {};
  app.told.raw.aid.filter((one) => one.k === "delivered" && one.z <= day && (from === undefined || one.z >= from) &&
    RUSSIAN.indexOf(one.by) >= 0).forEach((one) => one.g.forEach((thing) => {
    if ((thing.k !== "gold" && thing.k !== "money") || thing.x === undefined) return;
    sums[thing.u] = (sums[thing.u] || 0) + Number(thing.x);
  }));
  return sums;
}

function roubles(aid) {
  return aid.g.filter((one) => one.u === COUNTED && one.x !== undefined).reduce((sum, one) => sum + Number(one.x), 0);
}

function counted(app, day) {
  return app.told.raw.aid.filter((one) => one.k === "delivered" && one.z <= day && RUSSIAN.indexOf(one.by) >= 0 && roubles(one))
    .sort((a, b) => a.z - b.z || a.a - b.a);
}

function yearSums(app) {
  const last = app.days.toDate(app.state.day).getUTCFullYear();
  const rows = [];
  for (let year = 1920; year <= last; year += 1) {
    const from = app.days.fromIso(year + "-01-01");
    const sums = goldBy(app, Math.min(app.state.day, app.days.fromIso(year + "-12-31")), from);
    if (sums[COUNTED]) rows.push(h("tr", null, h("th", { scope: "row" }, String(year)), h("td", { class: "num" }, number(app, sums[COUNTED]))));
  }
  return rows;
}

function summaryOf(app) {
  const sums = goldBy(app, app.state.day);
  const others = Object.keys(sums).filter((unit) => unit !== COUNTED).sort()
    .map((unit) => number(app, sums[unit]) + " " + word(app, "unitof", unit));
  return h("div", { class: "gold-sum" },
    h("p", null, app.t("aid.sum", { date: app.days.long(app.state.day, app.state.lang) })),
    h("p", { class: "gold-figure" }, app.t("aid.roubles", { n: number(app, sums[COUNTED] || 0) })),
    others.length ? h("p", { class: "status" }, app.t("aid.besides", { what: others.join(", ") })) : null,
    h("table", { class: "gold-years" }, h("caption", { class: "quiet-caption" }, app.t("aid.years")), h("tbody", null, yearSums(app))),
    h("table", { class: "gold-years" }, h("caption", { class: "quiet-caption" }, app.t("aid.ways")), h("tbody", null,
      counted(app, app.state.day).map((one) => h("tr", null, h("th", { scope: "row" }, whenText(app, one.d, "middle")),
        h("td", { class: "num" }, number(app, roubles(one))), h("td", null, wayText(app, one)))))));
}

export function aidView(app) {
  const { day } = app.state;
  const all = app.told.raw.aid;
  const begun = (stage) => all.filter((one) => stage.indexOf(one.k) >= 0 && one.a <= day);
  let running = 0;
  // In order of the last day a delivery may mean, so that what is only placed in a year counts at its end.
  const arrived = begun(["delivered"]).sort((a, b) => a.z - b.z || a.a - b.a).map((one) => {
    const gold = one.z <= day && RUSSIAN.indexOf(one.by) >= 0
      ? roubles(one) : 0;
    running += gold;
    return aidRow(app, one, gold ? running : undefined);
  });
  const list = (title, stages, open) => {
    const rows = begun(stages).map((one) => aidRow(app, one));
    return rows.length ? h("details", { class: "aid-part", open }, h("summary", null, h("h4", null, app.t(title, { count: rows.length }))),
      h("ul", { class: "aid-list" }, rows)) : null;
  };
  return [
    h("button", { type: "button", class: "plain back", onclick: () => app.set({ ev: "", aid: "", route: "" }) }, app.t("events.back")),
    h("h3", { class: "sel-name" }, app.t("aid.title")), summaryOf(app),
    h("p", { class: "note" }, app.t("aid.rule")),
    h("h4", null, app.t("aid.delivered.title", { count: arrived.length })),
    arrived.length ? h("ol", { class: "aid-list" }, arrived) : h("p", { class: "empty" }, app.t("aid.none")),
    list("aid.totals.title", ["total"], true), list("aid.asked.title", ["requested", "promised"], false),
    list("aid.sent.title", ["sent"], false), routesPart(app),
  ];
}

function routesPart(app) {
  const routes = app.told.raw.routes;
  return h("details", { class: "aid-part" }, h("summary", null, h("h4", null, app.t("aid.routes.title", { count: routes.length }))),
    h("ul", { class: "aid-list" }, routes.map((one) => h("li", { class: "aid-row" },
      h("button", { type: "button", class: "plain", "aria-pressed": String(app.state.route === one.id),
        onclick: () => app.set({ route: app.state.route === one.id ? "" : one.id }) }, app.told.text(one.n)),
      h("span", { class: "stops" }, stops(app, one.id)), factBody(app, one, true)))));
}
