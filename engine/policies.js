// Who chooses when no person does: the twin of engine/policies.py. The same seed and log give the same move.

import { sha256Words } from "./sha256.js";
import { compileGuard, readId } from "./kernel.js";

const TWO_TO_32 = 4294967296;
const ACCEPTED = ["at.accepted0", "at.accepted1", "at.accepted2"];
const EVEN = { margin: 0, heed: 1, goodwill: 0 };
const HARD = { margin: 15, heed: 0, goodwill: -1 };
const MILD = { margin: -12, heed: 3, goodwill: 1 };

// The draw at a position of the log: given a total below 2^20, an integer from 0 to total - 1.
function drawOf(seed, position) {
  const [high, low] = sha256Words(seed + ":" + position);
  return (total) => ((high % total) * (TWO_TO_32 % total) + low) % total;
}

function pick(offered, draw) {
  if (offered.length === 1) return offered[0][0];
  const wanted = offered.filter((pair) => pair[1] > 0);
  const pairs = wanted.length ? wanted : offered.map(([move]) => [move, 1]);
  let ticket = draw(pairs.reduce((sum, pair) => sum + pair[1], 0));
  return pairs.find((pair) => {
    ticket -= pair[1];
    return ticket < 0;
  })[0];
}

// The legal move that a stem of the historical line means: a variant of it, or the skip of its step.
export function historicalAmong(legal, stem) {
  const { step } = readId(stem);
  return legal.find((move) => move.stem === stem || (move.kind === "skip" && move.step === step));
}

// A conference as the seats see it in a state: what each option is worth to whom.
function makeWorth(rules, state) {
  const table = rules.tableAt(state);
  const text = table.items.map((item) => rules.value(state, item.id));
  const lastRound = rules.value(state, "at.round") === table.rounds - 1;
  const holds = (shift) => {
    if (!shift.test) shift.test = compileGuard(shift.when, rules.position);
    return shift.test(state);
  };
  function shifted(shifts, seat, item, option) {
    return shifts.reduce((sum, one) => (one.seat === seat && (one.item === null || one.item === item) &&
      (one.option === null || one.option === option) && holds(one) ? sum + one.add : sum), 0);
  }
  const bounded = (value) => Math.min(Math.max(value, 0), 100);
  const walkAway = (seat) => bounded((table.walk_away[seat] || 0) + shifted(table.walk_away_shifts, seat, null, null));
  function worth(seat, place, number) {
    if (number === 0) return walkAway(seat);
    const item = table.items[place];
    const option = item.options[number - 1];
    const base = seat in option.worth ? option.worth[seat] : 50;
    return bounded(base + shifted(table.shifts, seat, item.id, option.id));
  }
  const crossed = (seat) => text.some((number, place) => number && table.items[place].options[number - 1].red_line.indexOf(seat) >= 0);
  function acceptable(seat, margin) {
    const total = text.reduce((sum, number, place) => sum + worth(seat, place, number), 0);
    return !crossed(seat) && total >= (walkAway(seat) + margin) * text.length;
  }

  function amendment(move, seat, temper) {
    const place = table.items.findIndex((one) => one.id === move.item);
    const number = 1 + table.items[place].options.findIndex((one) => one.id === move.option);
    if (table.items[place].options[number - 1].red_line.indexOf(seat) >= 0) return 0;
    const gain = worth(seat, place, number) - worth(seat, place, text[place]);
    const others = table.seats.filter((other) => other !== seat);
    const heeded = Math.floor(others.reduce((sum, other) => sum + worth(other, place, number), 0) / others.length);
    const wish = Math.max(gain, 0) + (text[place] === 0 ? 10 : 0);
    return Math.floor((wish * (100 + temper.heed * heeded)) / 100);
  }

  function weight(move, seat, temper) {
    const { kind } = move;
    if (kind === "accept" || kind === "seal") return acceptable(seat, temper.margin) ? 400 : 0;
    if (kind === "break") return lastRound && !acceptable(seat, temper.margin - 20) ? 40 : 1;
    if (kind === "pass" || kind === "lapse") return 8;
    return amendment(move, seat, temper);
  }
  return { weight };
}

// Weight of a decision, doubled or halved for each point of goodwill that it raises.
function leaning(rules, move, temper) {
  if (!temper.goodwill || !move.weight) return move.weight;
  const raised = move.raw.reduce((sum, one) =>
    (one[0] === "add" && rules.raw.goodwill.indexOf(one[1]) >= 0 ? sum + one[2] : sum), 0);
  const lean = temper.goodwill * raised;
  return lean >= 0 ? move.weight * Math.pow(2, lean) : Math.max(Math.floor(move.weight / Math.pow(2, -lean)), 1);
}

function bargain(rules, state, legal, draw, temper) {
  const actor = legal[0].actor;
  if (actor === "chance") return pick(legal.map((move) => [move, move.weight]), draw);
  if (!rules.tableAt(state)) return pick(legal.map((move) => [move, leaning(rules, move, temper)]), draw);
  const table = makeWorth(rules, state);
  return pick(legal.map((move) => [move, table.weight(move, actor, temper)]), draw);
}

// Steers a table to the historical text and signs it.
function toward(rules, state, legal) {
  const kinds = {};
  legal.forEach((move) => { kinds[move.kind] = move; });
  for (const item of rules.tableAt(state).items) {
    const number = 1 + item.options.findIndex((one) => one.historical);
    if (number && rules.value(state, item.id) !== number) {
      const wanted = legal.find((move) => move.kind === "amend" && move.item === item.id && move.option === item.options[number - 1].id);
      return wanted || kinds.pass || kinds.lapse || legal[0];
    }
  }
  return kinds[["seal", "accept", "pass", "lapse", "break"].find((kind) => kinds[kind])];
}

function historical(rules, state, legal, draw) {
  if (rules.tableAt(state) && legal[0].actor !== "chance") return toward(rules, state, legal);
  for (const stem of rules.raw.acts[rules.actAt(state)].history) {
    const move = historicalAmong(legal, stem);
    if (move) return move;
  }
  return bargain(rules, state, legal, draw, EVEN);
}

function titForTat(rules, state, legal, draw) {
  const { goodwill } = rules.raw;
  const met = rules.tableAt(state) ? ACCEPTED.some((name) => rules.value(state, name))
    : goodwill.some((name) => 2 * rules.value(state, name) >= rules.sizes[rules.position[name]]);
  return bargain(rules, state, legal, draw, met ? MILD : HARD);
}

export const POLICIES = {
  historical,
  weighted: (rules, state, legal, draw) => bargain(rules, state, legal, draw, EVEN),
  random: (rules, state, legal, draw) => pick(legal.map((move) => [move, move.kind === "break" ? 1 : 8]), draw),
  "hard-line": (rules, state, legal, draw) => bargain(rules, state, legal, draw, HARD),
  conciliatory: (rules, state, legal, draw) => bargain(rules, state, legal, draw, MILD),
  "tit-for-tat": titForTat,
};

// The move that the policy of the seat at hand (or chance) makes.
export function choose(rules, state, log) {
  const legal = rules.legalMoves(state);
  const { seats, seed } = log.header;
  const actor = legal[0].actor;
  const own = Object.prototype.hasOwnProperty;
  const name = seats[actor] || seats.all || (actor === "chance" ? "weighted" : "historical");
  const policy = own.call(POLICIES, name) ? POLICIES[name] : POLICIES.weighted;
  return policy(rules, state, legal, drawOf(seed, log.entries.length));
}
