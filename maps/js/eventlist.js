// The tab of events: filters, the list of the window, and the card of the one that is open.

import { h } from "./dom.js";
import { ALL_DATES, eventsAround, openEvent, placeNameOf, whenText } from "./chronicle.js";
import { symbolIcon } from "./marks.js";
import { eventCard, organisationCard, personCard, treatyCard } from "./eventcard.js";
import { questionCard, questionList } from "./questioncard.js";
import { aidView } from "./aid.js";
import { inOrder } from "./text.js";

const WINDOWS = [0, 15, 60, 180, ALL_DATES];

function choice(app, label, value, options, change) {
  const select = h("select", { onchange: () => change(select.value) }, options.map(([id, text]) =>
    h("option", { value: id, selected: String(id) === String(value) }, text)));
  return h("label", { class: "choice" }, h("span", null, label), select);
}

function filters(app) {
  const { told, state } = app;
  const kinds = Array.from(new Set(told.events.map((one) => one.k)));
  const order = inOrder(app);
  const named = kinds.map((kind) => [kind, app.t("event.kind." + kind)]).sort((a, b) => order(a[1], b[1]));
  return h("div", { class: "filters" },
    choice(app, app.t("filter.window"), state.win, WINDOWS.map((days) => [days, app.t(days === ALL_DATES ? "filter.all" : "filter.days", { n: days })]),
      (value) => app.set({ win: Number(value) })),
    choice(app, app.t("filter.thread"), state.thread, [["", app.t("filter.any")]].concat(told.raw.threads.map((one) => [one.id, told.text(one.n)])),
      (value) => app.set({ thread: value })),
    choice(app, app.t("filter.kind"), state.kind, [["", app.t("filter.any")]].concat(named), (value) => app.set({ kind: value })),
    h("button", { type: "button", class: "text-button gold-button", onclick: () => app.set({ ev: "aid", aid: "" }) }, app.t("aid.title")),
    h("button", { type: "button", class: "text-button gold-button", onclick: () => app.set({ ev: "questions", aid: "" }) }, app.t("questions.title")));
}

function listRow(app, one) {
  const now = one.a <= app.state.day && one.z >= app.state.day;
  return h("li", null, h("button", { type: "button", class: "event-row" + (now ? " now" : ""), "data-event": one.id,
    onclick: () => openEvent(app, one.id) },
  h("span", { class: "event-symbol m-" + one.sym }, symbolIcon(one.sym)),
  h("span", { class: "event-words" }, h("span", { class: "when" }, whenText(app, one.d, "middle"), one.p.length ? " · " + placeNameOf(app, one.p[0]) : ""),
    h("strong", null, app.told.text(one.n)))));
}

function noEvents(app) {
  const { told, state } = app;
  const fit = told.events.filter((one) => !one.long && (!state.thread || one.t.indexOf(state.thread) >= 0) && (!state.kind || one.k === state.kind));
  const before = fit.filter((one) => one.z < state.day).pop();
  const after = fit.find((one) => one.a > state.day);
  const button = (one, label) => one && h("button", { type: "button", class: "row-button", onclick: () => openEvent(app, one.id) },
    h("span", { class: "kicker" }, app.t(label)), h("strong", null, app.told.text(one.n)), h("span", null, whenText(app, one.d)));
  return h("div", { class: "quiet" }, h("p", null, app.t(state.win ? "events.none" : "events.none.day",
    { date: app.days.long(state.day, state.lang), n: state.win })), button(before, "day.before"), button(after, "day.after"));
}

export function eventRows(app, list) {
  return h("ul", { class: "event-list" }, list.map((one) => listRow(app, one)));
}

// What happened on the very day stands first, then the window, then what no source dates closely.
function listView(app) {
  const { state } = app;
  const list = eventsAround(app);
  const exact = list.filter((one) => !one.long);
  const vague = list.filter((one) => one.long);
  const today = state.win > 0 ? exact.filter((one) => one.a === state.day && one.z === state.day) : [];
  const rest = exact.filter((one) => today.indexOf(one) < 0);
  return [filters(app),
    today.length ? [h("h4", null, app.days.long(state.day, state.lang)), eventRows(app, today)] : null,
    today.length && rest.length ? h("h4", null, app.t("events.around")) : null,
    exact.length ? eventRows(app, rest) : noEvents(app),
    vague.length ? h("details", { class: "aid-part", open: vague.length < 4 || !exact.length }, h("summary", null,
      h("h4", null, app.t("events.vague", { count: vague.length }))), eventRows(app, vague)) : null];
}

function stepper(app, one) {
  const { told, state } = app;
  const list = state.thread ? told.threadOf[state.thread] || [] : told.events;
  const at = list.indexOf(one);
  const other = (k) => (at < 0 ? null : list[k]);
  const button = (to, label) => h("button", { type: "button", class: "plain", disabled: !to, onclick: to ? () => openEvent(app, to.id) : null }, app.t(label));
  return h("div", { class: "stepper" }, h("button", { type: "button", class: "plain back", onclick: () => app.set({ ev: "", aid: "", at: "" }) }, app.t("events.back")),
    h("span", null, button(other(at - 1), "event.prev"), button(other(at + 1), "event.next")));
}

export function eventsView(app) {
  const { told, state } = app;
  if (!told) return [h("p", { class: "empty" }, app.t("events.wait"))];
  const [kind, id] = state.ev.split(":");
  if (state.ev === "aid") return aidView(app);
  if (kind === "treaty" && told.treaty[id]) return [stepper(app, null), treatyCard(app, told.treaty[id])];
  if (kind === "person" && told.person[id]) return [stepper(app, null), personCard(app, told.person[id])];
  if (kind === "organisation" && told.organisation[id]) return [stepper(app, null), organisationCard(app, told.organisation[id])];
  if (kind === "question" && told.question[id]) return [stepper(app, null), questionCard(app, told.question[id])];
  if (kind === "questions") return [stepper(app, null), questionList(app)];
  const one = told.event[state.ev];
  return one ? [stepper(app, one), eventCard(app, one)] : listView(app);
}
