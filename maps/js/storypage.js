// A stop of a story as a page: its text, and under it what it rests on. Keys of a stop: n title, s text, d day, l layer,
// at named view or xy box, lit land, sel, r route, e events, tr treaties, b bases, rd readings, dis disagreements, q sources.

import { h } from "./dom.js";
import { inLang } from "./text.js";
import { basisBody } from "./cites.js";
import { openEvent, whenText } from "./chronicle.js";
import { citesOf, doubtsOf, factBody, readingsOf } from "./sourced.js";

const WORDS_A_MINUTE = 130; // a calm reading voice
const LOOKING = 0.25; // minutes at each stop for the map

export function minutesOf(app, story) {
  const words = story.a.reduce((sum, stop) => sum + app.told.text(stop.s).split(/\s+/).length, 0);
  return Math.max(1, Math.round(words / WORDS_A_MINUTE + story.a.length * LOOKING));
}

function folded(title, kids) {
  return h("details", { class: "folded story-source" }, h("summary", null, title), kids);
}

function eventPart(app, id, leave) {
  const one = app.told.event[id];
  return folded([h("strong", null, app.told.text(one.n)), h("span", { class: "when" }, whenText(app, one.d, "middle"))], [
    h("p", null, app.told.text(one.s)), factBody(app, one, false),
    h("button", { type: "button", class: "plain", onclick: () => { leave(); openEvent(app, id); } }, app.t("story.event"))]);
}

function treatyPart(app, id) {
  const one = app.told.treaty[id];
  return folded(h("strong", null, app.told.text(one.n)), [h("p", null, app.told.text(one.s)), factBody(app, one, false)]);
}

function basisPart(app, id) {
  const b = app.model.basisAt(id);
  return b < 0 ? null : folded(h("strong", null, inLang(app, app.model.bases[b].n)), basisBody(app, b));
}

export function sourceCount(stop) {
  return ["e", "tr", "b", "q"].reduce((sum, key) => sum + (stop[key] || []).length, 0);
}

// What stands under the text, each part folded: disagreements, readings, sources.
export function underPage(app, stop, leave) {
  const { told } = app;
  const doubts = (stop.dis || []).map((id) => told.doubt[id]);
  const readings = (stop.rd || []).map((id) => told.reading[id]);
  return [
    doubts.length ? folded(app.t("story.doubts", { count: doubts.length }), doubtsOf(app, doubts)) : null,
    readings.length ? folded(app.t("story.readings", { count: readings.length }), readingsOf(app, readings)) : null,
    folded(app.t("story.sources", { count: sourceCount(stop) }), [
      (stop.e || []).map((id) => eventPart(app, id, leave)), (stop.tr || []).map((id) => treatyPart(app, id)),
      (stop.b || []).map((id) => basisPart(app, id)), citesOf(app, stop.q)]),
  ];
}

// All stops one after the other, for paper.
export function wholeStory(app, story) {
  const { told } = app;
  const names = (stop) => (stop.e || []).map((id) => told.text(told.event[id].n))
    .concat((stop.tr || []).map((id) => told.text(told.treaty[id].n)));
  return [h("h2", null, told.text(story.n))].concat(story.a.map((stop, k) => h("article", null,
    h("h3", null, k + 1 + ". " + told.text(stop.n)), h("p", { class: "when" }, app.days.long(stop.d, app.state.lang)),
    h("p", null, told.text(stop.s)), h("p", { class: "small" }, app.t("story.rests") + " ", names(stop).join("; ")),
    citesOf(app, stop.q))));
}
