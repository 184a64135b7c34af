// The questions that historians answer differently, and the card of one: all its readings side by side.

import { h } from "./dom.js";
import { eventButton } from "./eventcard.js";
import { readingsOf } from "./sourced.js";

function nameButton(app, id, one) {
  return h("button", { type: "button", class: "plain", onclick: () => app.set({ ev: id, tab: "events" }) }, app.told.text(one.n));
}

function askedOn(app, readings) {
  const { told } = app;
  const ids = Array.from(new Set([].concat(...readings.map((one) => one.on || []))));
  const links = ids.map((id) => (told.event[id] ? eventButton(app, told.event[id])
    : told.treaty[id] ? nameButton(app, "treaty:" + id, told.treaty[id]) : null)).filter(Boolean);
  return links.length ? h("section", null, h("h4", null, app.t("questions.on")), h("ul", null, links.map((link) => h("li", null, link)))) : null;
}

export function questionCard(app, question) {
  const readings = app.told.raw.readings.filter((one) => one.qu === question.id);
  return h("article", { class: "card event-card question-card" }, h("p", { class: "kicker" }, app.t("questions.title")),
    h("h3", null, app.told.text(question.n)), readingsOf(app, readings), askedOn(app, readings));
}

export function questionList(app) {
  const { told } = app;
  const count = (question) => told.raw.readings.filter((one) => one.qu === question.id).length;
  return [h("h3", null, app.t("questions.title")), h("ul", { class: "event-list questions" }, told.raw.questions.map((one) => h("li", null,
    nameButton(app, "question:" + one.id, one), h("span", { class: "status" }, " · " + app.t("questions.count", { count: count(one) })))))];
}
