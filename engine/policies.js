// Who chooses when no person does: the twin of engine/policies.py. The same seed and log give the same move.

import { sha256Words } from "./sha256.js";
import { compileGuard, readId } from "./kernel.js";

const TWO_TO_32 = 4294967296;
const ACCEPTED = ["at.accepted0", "at.accepted1", "at.accepted2"];
const ASKED = 400;
const SIGNED = 100;
const PASSED = 8;
const BROKEN = 1;
const LEAVES = 40;
const NEARER = 3;
const ERRING = 300;
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

// What the seats of a conference want in a state, and what each asks for: the twin of engine/wants.py.
function wantsAt(rules, state) {
  const table = rules.tableAt(state);
  const shifts = table.shifts.concat(table.walk_away_shifts);
  const holding = shifts.map((shift) => {
    if (!shift.test) shift.test = compileGuard(shift.when, rules.position);
    return shift.test(state) ? 1 : 0;
  });
  const key = holding.join("");
  if (!table.known) table.known = {};
  if (!table.known[key]) table.known[key] = makeWants(table, holding);
  return table.known[key];
}

function sealable(items) {
  return items.reduce((texts, item) => {
    const numbers = item.options.map((_, place) => place + 1);
    if (item.may_stay_open) numbers.unshift(0);
    return [].concat(...texts.map((text) => numbers.map((number) => text.concat(number))));
  }, [[]]);
}

function makeWants(table, holding) {
  const { items, rounds } = table;
  const bounded = (value) => Math.min(Math.max(value, 0), 100);
  const walkAway = {};
  const worth = {};
  table.seats.forEach((seat) => {
    const added = (first, fits) => (sum, one, place) => (holding[first + place] && one.seat === seat && fits(one) ? sum + one.add : sum);
    walkAway[seat] = bounded(table.walk_away_shifts.reduce(added(table.shifts.length, () => true), table.walk_away[seat] || 0));
    worth[seat] = items.map((item) => [walkAway[seat]].concat(item.options.map((option) => bounded(table.shifts.reduce(
      added(0, (one) => (one.item === null || one.item === item.id) && (one.option === null || one.option === option.id)),
      seat in option.worth ? option.worth[seat] : 50)))));
  });
  const total = (seat, text) => text.reduce((sum, number, place) => sum + worth[seat][place][number], 0);
  const crosses = (seat, text) =>
    text.some((number, place) => number && items[place].options[number - 1].red_line.indexOf(seat) >= 0);
  const limit = (seat, margin) => (walkAway[seat] + margin) * items.length;
  const signs = (seat, text, margin) => total(seat, text) >= limit(seat, margin) && !crosses(seat, text);

  // The texts that all could sign and that give a seat what it asks for in a round; and in how many hundredths of
  // them each option stands.
  function find(seat, margin, turn) {
    const consent = table.seats.filter((one) => one !== seat && items.some((item) => item.consent.indexOf(one) >= 0));
    const good = sealable(items).filter((text) => signs(seat, text, margin) && consent.every((one) => signs(one, text, 0)));
    const low = limit(seat, margin);
    const most = good.length ? good.reduce((top, text) => Math.max(top, total(seat, text)), -Infinity) : low;
    const level = most * rounds - (most - low) * (turn + 1);
    const texts = good.filter((text) => total(seat, text) * rounds >= level);
    const shares = items.map((item, place) => [0].concat(item.options).map((_, number) =>
      Math.floor((100 * texts.filter((text) => text[place] === number).length) / Math.max(texts.length, 1))));
    const known = {};
    texts.forEach((text) => { known[text.join()] = true; });
    return { has: (text) => known[text.join()] === true, shares };
  }
  const found = {};
  function asked(seat, margin, turn) {
    const key = [seat, margin, turn].join();
    if (!found[key]) found[key] = find(seat, margin, turn);
    return found[key];
  }
  return { worth, signs, asked };
}

// A conference as the seats see it in a state: the weight of each move.
function makeTable(rules, state) {
  const table = rules.tableAt(state);
  const wants = wantsAt(rules, state);
  const { worth } = wants;
  const text = table.items.map((item) => rules.value(state, item.id));
  const turn = rules.value(state, "at.round");

  function amendment(move, seat, temper) {
    const place = table.items.findIndex((one) => one.id === move.item);
    const number = 1 + table.items[place].options.findIndex((one) => one.id === move.option);
    if (table.items[place].options[number - 1].red_line.indexOf(seat) >= 0) return 0;
    const gain = worth[seat][place][number] - worth[seat][place][text[place]];
    const others = table.seats.filter((other) => other !== seat);
    const heeded = Math.floor(others.reduce((sum, other) => sum + worth[other][place][number], 0) / others.length);
    const wish = Math.max(gain, 0) + (text[place] === 0 ? 10 : 0);
    const shares = wants.asked(seat, temper.margin, turn).shares[place];
    const nearer = Math.max(shares[number] - shares[text[place]], 0);
    return NEARER * nearer + Math.floor((wish * (100 + temper.heed * heeded)) / ERRING);
  }

  function weight(move, seat, temper) {
    const { kind } = move;
    if (kind === "accept" || kind === "seal") {
      if (wants.asked(seat, temper.margin, turn).has(text)) return ASKED;
      return wants.signs(seat, text, temper.margin) ? SIGNED : 0;
    }
    if (kind === "break") {
      return turn === table.rounds - 1 && !wants.signs(seat, text, temper.margin - 20) ? LEAVES : BROKEN;
    }
    if (kind === "pass" || kind === "lapse") return PASSED;
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
  const table = makeTable(rules, state);
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
  const name = seats[readId(legal[0].id).step] || seats[actor] || seats.all || (actor === "chance" ? "weighted" : "historical");
  const policy = own.call(POLICIES, name) ? POLICIES[name] : POLICIES.weighted;
  return policy(rules, state, legal, drawOf(seed, log.entries.length));
}
