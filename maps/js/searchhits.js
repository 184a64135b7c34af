// What a search found: in groups, as rows with the matching part in bold, and where each of them leads.

import { h } from "./dom.js";
import { asked, fold } from "./asked.js";
import { GROUPS, foreignNames, isNamed, ownNames, searchFor } from "./searchindex.js";
import { selName, territoryOf } from "./history.js";
import { firstDay, openEvent, partyName, whenText } from "./chronicle.js";
import { goodsText } from "./aid.js";
import { heldText, inLang, km2, placeName } from "./text.js";

const MOST_NAMES = 3;

// The place that all the words name; a town before the land of the same name.
function placeNamed(hits, words) {
  return words.length ? hits.find((one) => one.group === "places" && isNamed(one, words)) : null;
}

// Who held a place: on the day asked for, or on that of the page.
function answersTo(app, hits, { words, span, question }) {
  const one = placeNamed(hits, words);
  if (!one || (!span && !question)) return [];
  const when = span || { a: app.state.day, z: app.state.day, form: "long" };
  const { kind, index } = one.act;
  const t = territoryOf(app, { kind, index });
  if (t < 0) return [];
  const rows = app.model.table[app.state.layer][t].filter((row) => row.a <= when.z && when.a < row.z);
  return [{ group: "answers", place: one.act, rows, span: when }];
}

function spanText(app, { a, form, year }) {
  return form === "year" ? String(year) : app.days[form](a, app.state.lang);
}

// All results of a query by group, with the folded words that were looked for.
export function collect(app, index, query) {
  const wanted = asked(app, query);
  const { words, span } = wanted;
  const hits = searchFor(index, wanted);
  const by = {};
  GROUPS.forEach((group) => { by[group] = hits.filter((one) => one.group === group); });
  by.answers = answersTo(app, hits, wanted);
  by.days = span ? [{ group: "days", span }] : [];
  if (span) {
    // What happened in that time, whether or not its texts name it: all of it, or what the other words name.
    const inside = (one) => one.when !== undefined && firstDay(one.when) >= span.a && firstDay(one.when) <= span.z;
    by.events = (words.length ? by.events : index.filter((one) => one.group === "events")).filter(inside);
    if (words.length) by.events = by.events.concat(hits.filter((one) => one.group === "events" && !inside(one)));
  }
  // Groups in which the words stand in a name come before those in which they stand in the text alone.
  const named = (group) => by[group].some((one) => !one.title || isNamed(one, words));
  const order = GROUPS.filter(named).concat(GROUPS.filter((group) => !named(group)));
  return { by, order, words, total: GROUPS.reduce((sum, group) => sum + by[group].length, 0) };
}

export function goTo(app, one) {
  if (app.state.view === "table") app.set({ view: "map" });
  if (one.place) {
    app.set({ day: one.span.a }, "jump");
    app.choose(one.place.kind, one.place.index);
  } else if (one.span) app.set({ day: one.span.a, ev: "", tab: app.told ? "events" : "day" }, "jump");
  else if (one.article) app.openArticle(one.act.ev.slice("treaty:".length), one.article.no);
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

// The name in the language of the page first, then those that matched, then its others, and those of other languages; a
// name in the second language of the page is shown where it was asked for.
function namesOf(app, one, words) {
  const { kind, index } = one.act;
  const first = kind === "p" ? placeName(app, app.model.places[index]) : inLang(app, app.model.territories[index].n);
  const matching = one.names.filter((name) => has(name, words));
  const others = kind === "p" ? ownNames(app, index).concat(foreignNames(app, index)) : [];
  return Array.from(new Set([first].concat(matching, others))).slice(0, Math.max(2, Math.min(MOST_NAMES, 1 + matching.length)));
}

const stanceText = (app, one) => [partyName(app, one.y), app.t("stance." + one.k), app.told.text(app.told.item[one.i].n)].join(" · ");

// A hit in words: what it is called, and beside it what it is or when it was.
export function hitText(app, one, words) {
  if (one.place) return [selName(app, one.place) + ", " + spanText(app, one.span) + ": " + heldText(app, one.rows), app.t("layer." + app.state.layer)];
  if (one.span) return [spanText(app, one.span), ""];
  if (one.names) {
    const { kind, index } = one.act;
    return [namesOf(app, one, words).join(" · "),
      kind === "p" ? app.t("place." + app.model.places[index].k) : km2(app, app.model.territories[index].a)];
  }
  const text = one.aid ? goodsHit(app, one.aid, words) : one.position ? stanceText(app, one.position) : app.told.text(one.name);
  const beside = one.article ? app.t("article.number", { n: one.article.no }) + " " + app.told.text(one.article.n)
    : one.inside ? app.told.text(one.inside) : one.when === undefined ? "" : whenText(app, one.when, "middle");
  return [text, beside];
}

export function hitLabel(app, one, words) {
  const [text, beside] = hitText(app, one, words);
  return [marked(text, words), beside ? h("span", { class: "status" }, marked(" · " + beside, words)) : null];
}
