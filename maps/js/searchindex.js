// The index of the search box: built when first used, folded so that gumru finds Gümrü and cicerin finds Çiçerin.

import { goodsText } from "./aid.js";
import { placeName } from "./text.js";

const MONTHS = ["date.months", "date.months.alone"];
export const GROUPS = ["days", "places", "treaties", "people", "events", "readings", "stories"];

// Lower case without accents, with ı as i; figures lose the marks between their thousands.
export function fold(text) {
  return text.replace(/[İIı]/g, "i").toLowerCase().replace(/ə/g, "e").replace(/ß/g, "ss").normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "").replace(/[’'‘ʼ`]/g, "").replace(/(\d)[.,\s](?=\d{3}(?!\d))/g, "$1")
    .replace(/[^\p{L}\p{N}%]+/gu, " ").trim();
}

function entry(group, title, body, extra) {
  return Object.assign({ group, title: " " + fold(title), body: " " + fold(title + " " + body) }, extra);
}

function placeEntries(app) {
  const late = app.late();
  const names = (place, p) => place.n.reduce((all, list) => all.concat(list), []).concat(
    ...Object.keys(late.places[p].o || {}).map((lang) => late.places[p].o[lang])).map((one) => (typeof one === "string" ? one : one[0]));
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
  return events.concat(aid, treaties, articles, persons, bodyEntries(app, both), readingEntries(app, both), storyEntries(app, both));
}

function bodyEntries(app, both) {
  return app.told.raw.organisations.map((one) => entry("people", both(one.n), both(one.m), { act: { ev: "organisation:" + one.id }, name: one.n }));
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

// A day, month or year that was typed: 27 ağustos 1920, 27.8.1920, 1920-08-27, august 1920, 1920.
export function daysTyped(app, query) {
  const words = fold(query.replace(/[./]/g, " ")).split(" ");
  const year = Number(words.find((word) => /^(18|19)\d\d$/.test(word)) || 0);
  if (!year) return [];
  const rest = words.filter((word) => word !== String(year));
  const month = monthOf(app, rest.find((word) => /\D/.test(word)));
  const numbers = rest.filter((word) => /^\d{1,2}$/.test(word)).map(Number);
  const iso = words[0] === String(year);
  const m = month || (numbers.length > 1 ? numbers[iso ? 0 : 1] : iso ? numbers[0] : 0) || 0;
  const d = month ? numbers[0] || 0 : numbers.length > 1 ? numbers[iso ? 1 : 0] : 0;
  if (rest.some((word) => /\D/.test(word)) && !month) return [];
  const two = (n) => String(n).padStart(2, "0");
  const day = app.days.fromIso(year + "-" + two(m || 1) + "-" + two(d || 1));
  return day !== null && day >= 0 && day <= app.model.span ? [day] : [];
}

function monthOf(app, word) {
  if (!word || word.length < 3) return 0;
  const names = [].concat(...app.raw.langs.map((lang) => MONTHS.map((id) => app.raw.strings[lang][id].split("|"))));
  for (let m = 0; m < 12; m += 1) {
    if (names.some((list) => fold(list[m]).indexOf(word) === 0)) return m + 1;
  }
  return 0;
}

// Every word must occur; a word at the start of a name counts most.
export function searchFor(index, query) {
  const words = fold(query).split(" ").filter(Boolean);
  if (!words.length) return [];
  const scored = [];
  index.forEach((one) => {
    let score = 0;
    for (let k = 0; k < words.length; k += 1) {
      if (one.title.indexOf(" " + words[k]) >= 0) score += 4;
      else if (one.body.indexOf(" " + words[k]) >= 0) score += 1;
      else if (words[k].length > 3 && one.body.indexOf(words[k]) >= 0) score += 0.5;
      else return;
    }
    if (one.title.indexOf(" " + words.join(" ")) === 0) score += 3;
    scored.push({ one, score: score - (one.rank || 0) / 10 });
  });
  return scored.sort((a, b) => b.score - a.score).map((hit) => hit.one);
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
