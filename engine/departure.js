// Where a play leaves history: the twin of engine/departure.py.

import { movesThatCount } from "./log.js";

const TALKS = ["amend", "accept", "pass"];

// The number of the entry by which a log first leaves history; 0 where it began off it, null if never. `unseen` are
// the ids of steps of which the reader does not know what was decided.
export function departure(rules, log, states, unseen) {
  if (log.header.left) return 0;
  const same = (one, other) => one.every((value, place) => value === other[place]);
  if (!same(states[0], rules.initial(log.header.act))) return 0;
  const found = movesThatCount(log).find(([number, entry]) => (entry.kind === "inject"
    ? !same(states[number - 1], states[number]) : departs(rules, entry.move, states[number - 1], unseen || [])));
  return found ? found[0] : null;
}

function departs(rules, id, before, unseen) {
  const { kind, stem } = rules.byId[id];
  const placed = rules.placedAt(before);
  if (TALKS.indexOf(kind) >= 0 || (placed && unseen.indexOf(placed.id) >= 0)) return false;
  if (kind === "seal") return anotherText(rules, before);
  return rules.raw.acts[rules.actAt(before)].line.indexOf(stem) < 0;
}

function anotherText(rules, state) {
  return rules.tableAt(state).items.some((item) => rules.value(state, item.id) !== item.options.findIndex((one) => one.historical) + 1);
}
