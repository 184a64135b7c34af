// What happened on the chosen day: the acts of the day, what changed hands by them, and the events of the days around it.

import { h } from "./dom.js";
import { dateText } from "./days.js";
import { basisBody } from "./cites.js";
import { datesOf, track } from "./track.js";
import { changesPart } from "./changes.js";
import { eventCard, treatyCard } from "./eventcard.js";
import { eventsAround } from "./chronicle.js";
import { eventRows } from "./eventlist.js";
import { inLang } from "./text.js";

const keyOf = (what) => (what === "d" ? "signed" : what);

function trackOf(app, basis) {
  const steps = datesOf(basis).map(([key, value]) => ({ key, day: app.model.asDay(value), text: dateText(app, value, "middle") }));
  return basis.k === "treaty" || steps.length > 1 ? track(app, steps, basis.k === "treaty") : null;
}

// The card of the chronicle: of the event of that day, or else of the treaty, of which the day is another date.
function told(app, basis, changes) {
  if (!app.told) return null;
  const { day } = app.state;
  const events = (app.told.eventsBy[basis.id] || []).filter((one) => one.a <= day && day <= one.z && !one.long);
  const treaty = app.told.raw.treaties.find((one) => one.b === basis.id);
  if (events.length) return events.map((one, k) => eventCard(app, one, k ? [] : changes));
  return treaty ? treatyCard(app, treaty, changes) : null;
}

function card(app, b, whats, changes) {
  const basis = app.model.bases[b];
  const what = whats.map(keyOf).filter((one) => one !== "signed").map((one) => app.t("track." + one));
  return told(app, basis, changes) || h("article", { class: "card" },
    h("p", { class: "kicker" }, [app.t("kind." + basis.k)].concat(what).join(" · ")), h("h3", null, inLang(app, basis.n)),
    trackOf(app, basis), changesPart(app, changes), basisBody(app, b));
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
  return (all.length ? all.map((b) => card(app, b, whats[b] || [], groups[b] || [])) : [quiet(app)]).concat(around(app));
}

// The events that the marks on the map stand for.
function around(app) {
  const list = eventsAround(app).filter((one) => !one.long);
  return list.length ? h("section", { class: "around" },
    h("h4", null, app.t(app.state.win > 0 ? "day.around" : "day.around.all", { count: list.length, n: app.state.win })), eventRows(app, list)) : [];
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
