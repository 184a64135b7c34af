// Plays and history as columns of a debrief.

import { ANNULLED, CLOSED, OPEN } from "../../../engine/fates.js";
import { readId } from "../../../engine/kernel.js";
import { movesThatCount } from "../../../engine/log.js";
import { historicalAmong } from "../../../engine/policies.js";

// The historical line of an act: its moves and its states.
export function historicalLine(rules, act) {
  const states = [rules.initial(act)];
  const moves = rules.raw.acts[act].history.map((stem) => {
    const here = states[states.length - 1];
    const move = historicalAmong(rules.legalMoves(here), stem);
    states.push(rules.apply(here, move.id));
    return move.id;
  });
  return { moves, states };
}

function choicesOf(rules, act, moves) {
  const kinds = {};
  rules.raw.acts[act].steps.forEach((step) => { kinds[step.id] = step.kind; });
  const found = {};
  moves.forEach((id) => {
    const { step, kind, option } = readId(id);
    if (kind === "choose" && kinds[step]) found[step] = option;
  });
  return found;
}

// What became of each item of an act whose tables have closed: an option or a word of `fates.js`, and what was sealed.
function fatesOf(rules, act, moves, states, end) {
  const closing = {};
  moves.map(readId).forEach(({ step, kind }) => { closing[step] = kind; });
  const found = [];
  rules.raw.acts[act].steps.filter((step) => rules.raw.tables[step.number]).forEach(({ id, number }) => {
    const closed = states.find((state) => rules.stepAt(state) > number);
    rules.raw.tables[number].items.forEach((item) => {
      const place = CLOSED[closing[id]] ? 0 : rules.value(closed, item.id);
      const sealed = place ? item.options[place - 1] : null;
      const gone = sealed && (rules.value(end, item.id) !== place || rules.fallen(number, end) || sealed.writes.some(([name, start]) => rules.value(end, name) === start));
      found.push({ item: item.id, word: gone ? ANNULLED : sealed ? sealed.id : CLOSED[closing[id]] || OPEN, sealed: sealed && sealed.id });
    });
  });
  return found;
}

// What came of a play: null where it did not reach the close of the act. `left` is the entry by which it left history.
export function columnOf(rules, act, name, moves, states, public_, left) {
  const end = rules.closeOf(states, act);
  if (!end) return null;
  const [text, annulled] = [{}, {}];
  fatesOf(rules, act, moves, states, end).forEach(({ item, word, sealed }) => {
    text[item] = word;
    if (word === ANNULLED) annulled[item] = sealed;
  });
  const balance = {};
  rules.raw.acts[act].carries.filter((word) => public_[word]).forEach((word) => { balance[word] = rules.value(end, word); });
  return { name, left, ending: rules.ending(end, act), void: rules.value(end, "at.void") === 1, text, annulled, past: rules.raw.acts[act].steps.map((step) => step.id), choices: choicesOf(rules, act, moves), land: rules.frame(end),
    day: rules.dayAt(end), balance, told: rules.telling(states, act) };
}

// The entry of a number, as `left` of a column.
export function leftAt(log, number) {
  if (!number) return number === null ? null : { number, move: log.header.left };
  const { kind, move } = log.entries[number - 1];
  return { number, kind, move };
}

export function movesOfLog(log) {
  return movesThatCount(log).filter(([, entry]) => entry.kind === "move").map(([, entry]) => entry.move);
}
