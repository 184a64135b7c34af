// The words of an act put together: titles of moves, values, dates, holders. `words` is what hudut/play/words.py returns.

import { readId } from "../../../engine/kernel.js";
import { dateText } from "../../../maps/js/days.js";

// The shortest beginnings of the seats' names that differ: A and M, or Az and Ar.
function initials(seats) {
  const names = Object.keys(seats).map((key) => seats[key].title);
  const length = [1, 2, 3].find((n) => new Set(names.map((name) => name.slice(0, n))).size === names.length) || 3;
  const found = {};
  Object.keys(seats).forEach((key) => { found[key] = seats[key].title.slice(0, length); });
  return found;
}

export function makeTeller(words, t, days) {
  const marks = initials(words.seats);
  let heard = {}; // which variants the play tells, by place, as engine/prose.py returns it; the first where none is named
  // A record with each of its texts in the variant that is told.
  function inState(one, place, told) {
    if (!one.variants) return one;
    const found = Object.assign({}, one);
    Object.keys(one.variants).forEach((key) => { found[key] = one.variants[key][told[[place, key].filter(Boolean).join(" ")] || 0]; });
    return found;
  }
  function step(id, told = heard) {
    if (!words.steps[id]) return null;
    const one = inState(words.steps[id], id, told);
    if (!one.options) return one;
    const options = {};
    Object.keys(one.options).forEach((key) => { options[key] = inState(one.options[key], id + "." + key, told); });
    return Object.assign({}, one, { options });
  }
  // A seat with each line of its brief in the variant that is told.
  function seatOf(id) {
    const one = inState(words.seats[id], "seat " + id, heard);
    const lines = (key) => one[key] && one[key].map((line, i) => one[key + " " + i] || line);
    return Object.assign({}, one, { public: lines("public"), secret: lines("secret"), aims: lines("aims") });
  }
  const opening = () => inState(words, "", heard).opening;
  const ending = (id, told = heard) => (words.endings[id] ? inState(words.endings[id], "ending " + id, told) : null);
  const noAct = (told = heard) => (words.void ? inState(words.void, "void", told) : null);
  const stepOf = (move) => step(readId(move).step);
  const seat = (key) => (words.seats[key] ? words.seats[key].title : "");
  const party = (id) => (id === null ? t("nobody") : words.parties[id].split(" (")[0]); // without what explains the name
  const date = (edtf, form) => dateText({ days, state: { lang: words.language }, t }, edtf, form);

  // What is told of a move: title, text, and the step's own grounds.
  function move(id) {
    const said = readId(id);
    const one = step(said.step);
    if (!one) return bracket(said.option);
    const grounds = { sources: one.sources, events: one.events, certainty: one.certainty, missing: one.missing };
    if (one.items) return Object.assign(grounds, atTable(one, said));
    const option = (one.options || {})[said.option];
    if (!option) return Object.assign(grounds, { title: one.title, text: one.says });
    return Object.assign(grounds, { title: one.title, choice: option.title, text: option.after || option.says });
  }

  function bracket(kind) {
    return (kind === "void" && noAct()) || { title: words.title, text: kind === "open" ? opening() : "" };
  }

  function atTable(one, { kind, item, option }) {
    if (kind === "skip") return { title: one.title, text: one.says };
    if (kind !== "amend") {
      const broken = kind === "break" || kind === "lapse";
      const told = { title: one.title, choice: t("table." + kind), text: broken ? one.broken : "" };
      // Tables of the campaign were all signed: that one breaks off is no source's word, whatever its step rests on.
      return broken ? Object.assign(told, { certainty: "invented", sources: [], events: [] }) : told;
    }
    const article = one.items[item];
    return { title: article.title, choice: article.options[option].title, text: article.options[option].text };
  }

  function value(word, number) {
    const spec = words.variables[word];
    if (!spec.values) return String(number);
    const name = spec.values[number];
    return (spec.labels || {})[name] || name.replace(/-/g, " ");
  }
  function held([holder, status]) {
    if (holder === null) return t("nobody");
    return status === "sovereign" ? party(holder) : party(holder) + " (" + t("status." + status) + ")";
  }
  const hear = (told) => { heard = told || {}; };
  return { words, t, days, marks, hear, opening, ending, noAct, step, stepOf, seat, seatOf, inState, party, date, move, value, held, territory: (id) => words.territories[id] };
}
