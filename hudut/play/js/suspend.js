// A play as the short text that a learning platform keeps of a page: 4,096 characters in SCORM 1.2. A move is its place
// among the legal ones, a reason stands beside it; what an undo goes back to is counted below zero.
//
// The head of the log lacks what the rules know; the end of its chain shows that what was remade is what was kept.

import { added, stateAfter, statesOf } from "../../../engine/log.js";

export const lastLink = (log) => (log.entries.length ? log.entries[log.entries.length - 1].chain.slice(0, 16) : "");

function shortened(rules, state, entry) {
  if (entry.kind === "undo") return -1 - entry.to;
  const place = rules.legalMoves(state).findIndex((one) => one.id === entry.move && one.actor === entry.actor);
  if (entry.kind === "move" && place >= 0) return entry.rationale ? [place, entry.rationale] : place;
  return Object.assign({}, entry, { chain: "" });
}

function lengthened(rules, state, one) {
  if (typeof one === "number" && one < 0) return { kind: "undo", to: -1 - one };
  if (typeof one === "object" && !Array.isArray(one)) return one;
  const [place, rationale] = [].concat(one);
  const { id, actor } = rules.legalMoves(state)[place];
  return { move: id, actor, rationale: rationale || "" };
}

// The text of at most so many characters, or null where the moves alone are longer; `whole` is false where the earliest
// reasons had to give way. `told` is kept beside the play.
export function suspended(rules, { log, states }, told, most) {
  const head = Object.assign({}, log.header);
  delete head.scenario;
  delete head.hash;
  const body = log.entries.map((entry, i) => shortened(rules, states[i], entry));
  const text = () => JSON.stringify([told, lastLink(log), head, body]);
  const reasons = body.map((_, i) => i).filter((i) => Array.isArray(body[i]));
  const all = reasons.length;
  while (reasons.length && text().length > most) {
    const first = reasons.shift();
    body[first] = body[first][0];
  }
  return { text: text().length > most ? null : text(), whole: reasons.length === all };
}

// The log and what was `told`; null where other rules wrote the text, or it is not whole.
export function resumed(rules, text) {
  try {
    const [told, link, head, body] = JSON.parse(text);
    const { scenario, hash } = rules.raw;
    let log = { header: Object.assign({}, head, { scenario, hash }), entries: [] };
    const states = statesOf(rules, log);
    body.forEach((one, i) => {
      log = added(log, lengthened(rules, states[i], one));
      states.push(stateAfter(rules, states, log.entries[i], i + 2));
    });
    return lastLink(log) === link ? { log, told } : null;
  } catch (error) {
    return null; // it is a text from outside: whatever is wrong with it, it is no play of this page
  }
}
