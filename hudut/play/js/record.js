// What each side has said, the log, and the balance as counted things: the strip below the map.

import { readId } from "../../../engine/kernel.js";
import { h } from "../../../maps/js/dom.js";

const TABLE_WORDS = ["accept", "seal", "pass", "break", "lapse"];
const PIPS = 5; // a number up to this is shown as discs

// One line a move: who, and what in short.
export function lineOf(desk, one) {
  const { teller, t } = desk;
  if (one.kind === "inject") return t("log.inject");
  if (!one.move) return t("secret.short");
  const words = teller.move(one.move);
  if (!words.choice) return words.title;
  if (TABLE_WORDS.indexOf(readId(one.move).kind) >= 0) return words.choice; // a word at a table: everyone knows which
  return decided(words);
}

// The same where nothing else says who: of a word at a table, whose it is.
export function lineAlone(desk, one) {
  const words = one.move ? ["accept", "pass", "break"].indexOf(readId(one.move).kind) >= 0 : false;
  return (words ? desk.teller.seat(one.actor) + ": " : "") + lineOf(desk, one);
}

// What stands between a matter and what is said of it; a question needs no colon.
export const afterMatter = (title) => (/[?!]$/.test(title) ? " " : ": ");

// A matter and what was chosen.
export function decided({ title, choice }) {
  return title + afterMatter(title) + choice;
}

// The sentence that says by which entry of a log a play left history; of number 0, by which move of an earlier play, where
// the words tell that.
export function leftHistory(desk, entry) {
  const { teller, t } = desk;
  const before = teller.words.left;
  if (!entry.number) return before && before.move === entry.move ? t("history.left", { date: teller.date(before.date), title: before.title }) : t("history.left.before");
  const moved = entry.kind === "move";
  const step = moved ? teller.stepOf(entry.move) : entry.step ? teller.step(entry.step) : null;
  const words = moved && step ? teller.move(entry.move) : { title: entry.kind === "inject" ? t("log.inject") : teller.words.title };
  const title = moved && step && readId(entry.move).kind === "skip" ? t(step.kind === "event" ? "history.left.out" : "history.left.unasked", { title: words.title }) : words.choice ? decided(words) : words.title;
  return t("history.left", { date: step ? teller.date(step.date) : teller.date(teller.words.start), title });
}

// Neither what was passed by, nor the opening and the close of the act.
function isTold(desk, one) {
  if (one.kind === "inject") return true;
  const passed = one.move === null ? one.actor === "chance" : readId(one.move).kind === "skip";
  return desk.teller.step(one.step) !== null && !passed;
}

export function logList(desk, position) {
  const { teller } = desk;
  return h("ol", { class: "log" }, position.moves.filter((one) => isTold(desk, one)).map((one) => h("li", null,
    h("span", { class: "log-mark" + (teller.words.seats[one.actor] ? " key-" + teller.words.seats[one.actor].lineage : "") },
      teller.marks[one.actor] || "·"),
    h("span", null, lineOf(desk, one), one.rationale ? h("q", null, one.rationale) : null))));
}

// The last word of each seat.
export function saidList(desk, position) {
  const { teller, t } = desk;
  const seats = Object.keys(teller.words.seats);
  const last = {};
  position.moves.filter((one) => isTold(desk, one)).forEach((one) => { if (seats.indexOf(one.actor) >= 0) last[one.actor] = one; });
  const lines = seats.map((seat) => h("li", { class: "said edge-" + teller.words.seats[seat].lineage }, h("b", null, teller.seat(seat)), " ",
    last[seat] ? h("span", null, lineOf(desk, last[seat]), last[seat].rationale ? h("q", null, last[seat].rationale) : null)
      : h("span", { class: "hint" }, t("said.nothing"))));
  return h("ul", null, lines);
}

function shown(desk, word, number) {
  const spec = desk.teller.words.variables[word];
  if (spec.values) return h("b", null, desk.teller.value(word, number));
  if (spec.size > PIPS) return h("b", null, String(number));
  const top = spec.size - 1;
  return h("span", { class: "pips", role: "img", "aria-label": desk.t("balance.of", { n: number, top }) },
    Array.from({ length: top }, (_, i) => h("i", { class: i < number ? "on" : "" })));
}

// Counted things first; of the others, those that this act has changed.
export function balanceList(desk, position, opening) {
  const { variables } = desk.teller.words;
  const words = Object.keys(position.variables);
  const counted = words.filter((word) => variables[word].size);
  const named = words.filter((word) => !variables[word].size && position.variables[word] !== opening[word]);
  return h("dl", { class: "balance" }, counted.concat(named).map((word) => [
    h("dt", { title: variables[word].note || null }, variables[word].name), h("dd", null, shown(desk, word, position.variables[word]))]));
}
