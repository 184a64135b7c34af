// What a search found: in groups, as rows with the matching part in bold, and where each of them leads.

import { h } from "./dom.js";
import { GROUPS, daysTyped, fold, searchFor } from "./searchindex.js";
import { openEvent, whenText } from "./chronicle.js";
import { goodsText } from "./aid.js";
import { inLang, km2, placeName } from "./text.js";

const MOST_NAMES = 3;

// All results of a query by group, with the folded words that were looked for.
export function collect(app, index, query) {
  const words = fold(query).split(" ").filter(Boolean);
  const hits = searchFor(index, query);
  const by = {};
  GROUPS.forEach((group) => { by[group] = hits.filter((one) => one.group === group); });
  const typed = daysTyped(app, query);
  by.days = typed.map((day) => ({ group: "days", day }));
  // A whole date also finds what happened on it, whether or not the texts name the day.
  if (typed.length && words.length > 2) by.events = index.filter((one) => one.group === "events" && one.when === typed[0])
    .concat(by.events.filter((one) => one.when !== typed[0]));
  return { by, words, total: GROUPS.reduce((sum, group) => sum + by[group].length, 0) };
}

export function goTo(app, one) {
  if (app.state.view === "table") app.set({ view: "map" });
  if (one.day !== undefined) app.set({ day: one.day, ev: "", tab: app.told ? "events" : "day" }, "jump");
  else if (one.act.kind) app.choose(one.act.kind, one.act.index);
  else if (one.act.story) app.set({ story: one.act.story });
  else if (one.act.aid) app.set({ ev: "aid", aid: one.act.aid, tab: "events", day: Math.max(0, Math.min(app.model.span, Math.max(one.aid.z, app.state.day))) }, "jump");
  else openEvent(app, one.act.ev);
}

// The part that matched stands bold; folding may change lengths, so words are compared one by one.
function marked(text, words) {
  return text.split(/(\s+)/).map((word) => (words.some((one) => fold(word).indexOf(one) === 0) ? h("b", null, word) : word));
}

const has = (text, words) => words.some((word) => (" " + fold(text)).indexOf(" " + word) >= 0);

// Of a long delivery the goods that were asked for stand first.
function goodsHit(app, aid, words) {
  const all = aid.g.map((thing) => goodsText(app, thing));
  return all.filter((text) => has(text, words)).concat(all.filter((text) => !has(text, words))).slice(0, 2).join(", ");
}

// The name in the language of the page first, then those that matched, then one of the others: a place has two at least.
function namesOf(app, one, words) {
  const { kind, index } = one.act;
  const first = kind === "p" ? placeName(app, app.model.places[index]) : inLang(app, app.model.territories[index].n);
  const all = [first].concat(one.names.filter((name) => has(name, words)), one.names);
  return Array.from(new Set(all)).slice(0, Math.max(2, Math.min(MOST_NAMES, 1 + one.names.filter((name) => has(name, words)).length)));
}

// A hit in words: what it is called, and beside it what it is or when it was.
export function hitText(app, one, words) {
  if (one.day !== undefined) return [app.days.long(one.day, app.state.lang), ""];
  if (one.names) {
    const { kind, index } = one.act;
    return [namesOf(app, one, words).join(" · "),
      kind === "p" ? app.t("place." + app.model.places[index].k) : km2(app, app.model.territories[index].a)];
  }
  const text = one.aid ? goodsHit(app, one.aid, words) : app.told.text(one.name);
  const beside = one.article ? app.t("article.number", { n: one.article.no }) + " " + app.told.text(one.article.n)
    : one.inside ? app.told.text(one.inside) : one.when === undefined ? "" : whenText(app, one.when, "middle");
  return [text, beside];
}

export function hitLabel(app, one, words) {
  const [text, beside] = hitText(app, one, words);
  return [marked(text, words), beside ? h("span", { class: "status" }, marked(" · " + beside, words)) : null];
}
