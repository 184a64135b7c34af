// The index of the search box: built when first used, folded so that gumru finds Gümrü and cicerin finds Çiçerin.

import { fold, loose, near } from "./asked.js";
import { goodsText } from "./aid.js";
import { placeName } from "./text.js";

export const GROUPS = ["answers", "days", "places", "treaties", "people", "events", "positions", "readings", "stories"];

function entry(group, title, body, extra) {
  return Object.assign({ group, title: " " + fold(title), body: " " + fold(title + " " + body) }, extra);
}

const asWords = (list) => list.map((one) => (typeof one === "string" ? one : one[0]));

// What a place is called in the other languages, those of the page apart.
export function foreignNames(app, p) {
  const others = app.late().places[p].o || {};
  return asWords([].concat(...Object.keys(others).map((lang) => others[lang])));
}

// What a place is called in the language of the page.
export const ownNames = (app, p) => asWords(app.model.places[p].n[app.langIndex] || []);

function placeEntries(app) {
  const names = (place, p) => asWords([].concat(...place.n)).concat(foreignNames(app, p));
  const towns = app.model.places.map((place, p) => entry("places", names(place, p).join(" · "), place.id,
    { rank: place.r, act: { kind: "p", index: p }, names: Array.from(new Set(names(place, p).concat([placeName(app, place)]))) }));
  return towns.concat(app.model.territories.map((one, t) => entry("places", one.n.concat(one.t || []).join(" · "), one.u.join(" ") + " " + one.id,
    { rank: 5, act: { kind: "t", index: t }, names: one.n })));
}

function toldEntries(app) {
  const { told } = app;
  const both = (k) => (k ? told.texts(k).join(" · ") : "");
  const people = {};
  told.raw.persons.forEach((one) => { people[one.id] = told.texts(one.n).concat(one.aka || []).join(" "); });
  const places = {};
  app.model.places.forEach((place) => { places[place.id] = place.n.map((list) => list.map((one) => (typeof one === "string" ? one : one[0])).join(" ")).join(" "); });
  const goods = (aid) => aid.g.map((one) => [goodsText(app, one), one.x, both(one.n)].filter(Boolean).join(" ")).join(" ");
  const about = (one) => [both(one.s), both(one.asks), both(one.eff), both(one.m), (one.w || []).map((id) => people[id]).join(" "),
    one.p.map((id) => places[id]).join(" "), (told.aidOf[one.id] || []).map(goods).join(" "),
    (told.positionsOf[one.id] || []).map((p) => both(p.s)).join(" ")].join(" ");
  const events = told.events.map((one) => entry("events", both(one.n), about(one), { act: { ev: one.id }, name: one.n, when: one.d }));
  const aid = told.raw.aid.map((one) => entry("events", goods(one), both(one.h) + " " + both(one.m), { act: { aid: one.id }, aid: one, when: one.d }));
  const treaties = told.raw.treaties.map((one) => entry("treaties", both(one.n), both(one.s), { act: { ev: "treaty:" + one.id }, name: one.n, when: one.signed }));
  const articles = [].concat(...told.raw.treaties.map((one) => (one.a || []).map((article) => entry("treaties", both(one.n) + " " + article.no + " " + both(article.n),
    both(article.s), { rank: 5, act: { ev: "treaty:" + one.id }, name: one.n, article }))));
  const persons = told.raw.persons.map((one) => entry("people", people[one.id], both(one.m) + " " + (one.off || []).map((o) => both(o.n)).join(" "),
    { act: { ev: "person:" + one.id }, name: one.n }));
  return events.concat(aid, treaties, articles, persons, bodyEntries(app, both), positionEntries(app, both), readingEntries(app, both), storyEntries(app, both));
}

function bodyEntries(app, both) {
  return app.told.raw.organisations.map((one) => entry("people", both(one.n), both(one.m), { act: { ev: "organisation:" + one.id }, name: one.n }));
}

// What a side asked, offered or refused, by its name, the word for that and the matter; it stands on the card of its event.
function positionEntries(app, both) {
  const { told } = app;
  const party = (id) => (told.parties[id] === undefined ? id : app.model.parties[told.parties[id]].n.join(" "));
  const stance = (id) => app.raw.langs.map((lang) => app.raw.strings[lang]["stance." + id]).join(" ");
  return told.raw.positions.map((one) => entry("positions", [party(one.y), stance(one.k), both(told.item[one.i].n)].join(" "),
    both(one.s) + " " + (one.to ? party(one.to) : ""), { act: { ev: one.e }, position: one, when: one.d }));
}

// A question and what each historian answers stand together; a doubt stands on the card of what it is about.
function readingEntries(app, both) {
  const { told } = app;
  const questions = told.raw.questions.map((one) => entry("readings", both(one.n), "", { act: { ev: "question:" + one.id }, name: one.n }));
  const readings = told.raw.readings.map((one) => entry("readings", both(one.h), both(told.question[one.qu].n) + " " + both(one.s) + " " + both(one.m),
    { rank: 1, act: { ev: "question:" + one.qu }, name: one.h, inside: told.question[one.qu].n }));
  const card = (id) => (told.treaty[id] ? "treaty:" + id : told.person[id] ? "person:" + id : id);
  const doubts = told.raw.discrepancies.map((one) => entry("readings", both(one.n), one.v.map(([says]) => both(says)).join(" ") + " " + both(one.why),
    { rank: 2, act: { ev: card((one.on || [])[0]) }, name: one.n }));
  return questions.concat(readings, doubts);
}

// A story is found by its name, a stop by its own; what a stop tells counts for both.
function storyEntries(app, both) {
  return [].concat(...(app.stories ? app.stories() : []).map((story) => {
    const whole = entry("stories", both(story.n), story.a.map((stop) => both(stop.n)).join(" "), { act: { story: story.id + ".1" }, name: story.n });
    return [whole].concat(story.a.map((stop, k) => entry("stories", both(stop.n), both(stop.s),
      { rank: 5, act: { story: story.id + "." + (k + 1) }, name: stop.n, inside: story.n })));
  }));
}

export function buildIndex(app) {
  return placeEntries(app).concat(app.told ? toldEntries(app) : []);
}

const SOLID = 8; // letters from which words may be written as one: Misakımilli

// How well a word stands in an entry: at the start of a word of the name, of the text, or inside one; 0 is not at all.
function exactly(one, word) {
  if (one.title.indexOf(" " + word) >= 0) return 4;
  if (word.length >= SOLID && one.title.replace(/ /g, "").indexOf(word) >= 0) return 3;
  if (one.body.indexOf(" " + word) >= 0) return 1;
  return word.length > 3 && one.body.indexOf(word) >= 0 ? 0.5 : 0;
}

// The same for another spelling, or one letter wrong in a long word; only names are compared so.
function nearly(one, word) {
  const found = exactly(one, word);
  if (found || /\d/.test(word)) return found;
  const names = one.title.trim().split(" ");
  if (names.some((name) => loose(name).indexOf(loose(word)) === 0)) return 3;
  return word.length > 4 && names.some((name) => near(name, word)) ? 2 : 0;
}

// True if all words stand in the name, however they are spelt.
export function isNamed(one, words) {
  return words.every((word) => nearly(one, word) > 1);
}

// An article by its number; a record may tell several together: 36-61.
function isArticle(article, number) {
  const [first, last] = String(article.no).split("-").map(Number);
  return number === first || (last > 0 && first <= number && number <= last);
}

function scoredBy(measure, index, words, whole) {
  const scored = [];
  index.forEach((one) => {
    let score = 0;
    for (let k = 0; k < words.length; k += 1) {
      const found = measure(one, words[k]);
      if (!found) return;
      score += found;
    }
    if (one.title.indexOf(" " + words.join(" ")) === 0) score += 3;
    if (one.title.indexOf(whole) >= 0) score += 5; // just as it was typed
    scored.push({ one, score: score - (one.rank || 0) / 10 });
  });
  return scored.sort((a, b) => b.score - a.score).map((hit) => hit.one);
}

// Every word must occur; a word at the start of a name counts most. Where none is found as it is written, other spellings are tried.
export function searchFor(index, { whole, words, article }) {
  const where = article ? index.filter((one) => one.article && isArticle(one.article, article)) : index;
  if (!words.length) return article ? where : [];
  const found = scoredBy(exactly, where, words, whole);
  return found.length ? found : scoredBy(nearly, where, words, whole);
}

// For a search without result: names that share the most pairs of letters with what was typed.
export function nearestNames(index, query, count) {
  const pairs = (text) => { const set = new Set(); for (let i = 0; i + 1 < text.length; i += 1) set.add(text.slice(i, i + 2)); return set; };
  const wanted = pairs(fold(query));
  return index.filter((one) => one.group === "places" || one.group === "people" || one.group === "treaties").map((one) => {
    const have = pairs(one.title);
    let same = 0;
    wanted.forEach((pair) => { if (have.has(pair)) same += 1; });
    return { one, score: same / (wanted.size + have.size * 0.2 || 1) };
  }).sort((a, b) => b.score - a.score).slice(0, count).map((hit) => hit.one);
}
