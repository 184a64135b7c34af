// Where a play stands, as the parts of the page draw it: the twin of engine/view.py, made from the rules in the browser.

import { OPEN } from "../../../engine/fates.js";
import { readId } from "../../../engine/kernel.js";
import { movesThatCount } from "../../../engine/log.js";

function tableOf(rules, state) {
  const table = rules.tableAt(state);
  if (!table) return null;
  const at = (name) => rules.value(state, name);
  return { seats: table.seats, round: at("at.round"), rounds: table.rounds, turn: table.seats[at("at.turn")],
    accepted: table.seats.filter((_, place) => at("at.accepted" + place)) };
}

function textOf(rules, state) {
  const table = rules.tableAt(state);
  const text = {};
  if (table) {
    table.items.forEach((item) => {
      const number = rules.value(state, item.id);
      text[item.id] = number ? item.options[number - 1].id : OPEN;
    });
  }
  return text;
}

// The moves so far that the viewers (a list of seats) may know of: of another's secret decision only that it was taken.
function movesOf(rules, log, viewers) {
  const secret = {};
  Object.keys(rules.raw.acts).forEach((act) => rules.raw.acts[act].steps.forEach((step) => {
    if (step.secret) secret[step.id] = true;
  }));
  return movesThatCount(log).map(([number, entry]) => {
    const { step } = readId(entry.move);
    const mine = viewers.indexOf(entry.actor) >= 0;
    const hidden = Boolean(secret[step]) && !mine;
    return { number, kind: entry.kind, step, actor: entry.actor, move: hidden ? null : entry.move,
      rationale: mine ? entry.rationale : "" };
  });
}

export function positionOf(rules, log, state, viewers) {
  const act = rules.actAt(state);
  const placed = rules.placedAt(state);
  const legal = rules.legalMoves(state);
  const actor = legal.length ? legal[0].actor : null;
  const variables = {};
  rules.raw.acts[act].variables.forEach(([word, id]) => { variables[word] = rules.value(state, id); });
  return { act, day: rules.dayAt(state), step: placed ? placed.id : null, actor, variables, text: textOf(rules, state),
    table: tableOf(rules, state), moves: movesOf(rules, log, viewers), held: rules.frame(state),
    legal: viewers.indexOf(actor) >= 0 ? legal.map((move) => move.id) : [] };
}

// What differs between two states: land by territory and layer, and public variables.
export function changesBetween(rules, before, after, act) {
  const [was, is] = [rules.frame(before), rules.frame(after)];
  const keys = Object.keys(Object.assign({}, was, is)).sort();
  const none = [null, "", [], null];
  const land = keys.map((key) => ({ territory: key.split(" ")[0], layer: key.split(" ")[1], before: was[key] || none, after: is[key] || none }))
    .filter((one) => one.before[0] !== one.after[0] || (one.after[0] !== null && one.before[1] !== one.after[1]));
  const variables = rules.raw.acts[act].variables.filter(([, id]) => rules.value(before, id) !== rules.value(after, id))
    .map(([word, id]) => ({ word, before: rules.value(before, id), after: rules.value(after, id) }));
  return { land, variables };
}
