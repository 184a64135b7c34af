// The rules in the browser: the twin of engine/rules.py, engine/frame.py and engine/prose.py. Pure: state in, state out.
//
// A state is an array of integers, one for each variable of the kernel, in declared order. `raw` is what
// engine/browser.py returns; docs/kernel.md is the specification of both twins.

const OPERATORS = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  ">=": (a, b) => a >= b,
};
const PRIME_LOW = 435; // the FNV prime is 2^40 + 435
const TWO_TO_32 = 4294967296;

// The 64-bit FNV-1a hash of a state as 16 hexadecimal digits, one byte a variable; two 32-bit halves, no BigInt.
export function digest(state) {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  state.forEach((value) => {
    low = (low ^ value) >>> 0;
    const product = low * PRIME_LOW;
    high = (high * PRIME_LOW + Math.floor(product / TWO_TO_32) + ((low << 8) >>> 0)) % TWO_TO_32;
    low = product % TWO_TO_32;
  });
  const hex = (word) => ("0000000" + word.toString(16)).slice(-8);
  return hex(high) + hex(low);
}

export function compileGuard(guard, position) {
  const [operator, ...parts] = guard;
  if (operator === "all" || operator === "any") {
    const tests = parts.map((part) => compileGuard(part, position));
    return operator === "all" ? (state) => tests.every((test) => test(state)) : (state) => tests.some((test) => test(state));
  }
  if (operator === "not") {
    const inner = compileGuard(parts[0], position);
    return (state) => !inner(state);
  }
  const compare = OPERATORS[operator];
  const place = position[parts[0]];
  if (typeof parts[1] === "object") {
    const other = position[parts[1].var];
    return (state) => compare(state[place], state[other]);
  }
  return (state) => compare(state[place], parts[1]);
}

function stepOf(guard) {
  const parts = guard[0] === "all" ? guard.slice(1) : [guard];
  return parts.find((part) => part[0] === "==" && part[1] === "step")[2];
}

function clamp(value, top) {
  return Math.min(Math.max(value, 0), top);
}

export function IllegalMove(move, legal) {
  this.name = "IllegalMove";
  this.move = move;
  this.legal = legal;
  this.message = move + " is not legal here; legal are: " + legal.join(", ");
}
IllegalMove.prototype = Object.create(Error.prototype);

// What the id of a move says: step, kind, and the item and option of an amendment or a choice. The only place that takes
// an id apart; scenarios/kernel.py puts it together.
export function readId(id) {
  const [step, second, third, fourth] = id.split(".");
  if (fourth !== undefined) return { step, kind: "amend", item: third, option: fourth, stem: id };
  if (third !== undefined && !/^\d+$/.test(third)) return { step, kind: third, item: "", option: "", stem: id };
  if (second === "skip" || second === "happens") return { step, kind: second, item: "", option: "", stem: id };
  return { step, kind: "choose", item: "", option: second, stem: step + "." + second };
}

function readMove([id, actor, guard, effects, weight], position, sizes, acts) {
  const compiled = effects.map(([kind, name, amount, when]) => {
    const place = position[name];
    return { add: kind === "add", place, amount, top: sizes[place] - 1, when: when ? compileGuard(when, position) : null };
  });
  const said = readId(id);
  if (acts[said.step]) Object.assign(said, { kind: said.option, option: "" }); // opens, voids or closes an act
  return Object.assign(said, { id, actor, weight, number: stepOf(guard), holds: compileGuard(guard, position),
    effects: compiled, raw: effects });
}

// Does what the effects of a move say, whether or not it is legal: for asking what would be.
export function carryOut(state, move) {
  const after = state.slice();
  move.effects.forEach((effect) => {
    if (effect.when && !effect.when(state)) return;
    after[effect.place] = clamp(effect.add ? after[effect.place] + effect.amount : effect.amount, effect.top);
  });
  return after;
}

export function makeRules(raw) {
  const { variables } = raw.kernel;
  const position = {};
  variables.forEach(([id], place) => { position[id] = place; });
  const sizes = variables.map((one) => one[1]);
  const moves = raw.kernel.moves.map((one) => readMove(one, position, sizes, raw.acts));
  const byId = {};
  const bySteps = {};
  moves.forEach((move) => {
    byId[move.id] = move;
    (bySteps[move.number] = bySteps[move.number] || []).push(move);
  });
  const value = (state, name) => state[position[name]];
  const stepAt = (state) => value(state, "step");
  // A state with other values of some variables, rules or no.
  function changed(state, values) {
    const after = state.slice();
    Object.keys(values).forEach((name) => { after[position[name]] = values[name]; });
    return after;
  }
  const legalMoves = (state) => (bySteps[stepAt(state)] || []).filter((move) => move.holds(state));

  function apply(state, id) {
    const legal = legalMoves(state);
    const move = legal.find((one) => one.id === id);
    if (!move) throw new IllegalMove(id, legal.map((one) => one.id));
    return carryOut(state, move);
  }

  // The opening state of an act: the historical line up to it, with other inherited values where they are given.
  function initial(act, carried) {
    const state = raw.acts[act].start.slice();
    Object.keys(carried || {}).forEach((name) => {
      const [, size, , values] = variables[position[name]];
      const word = carried[name];
      const number = values.indexOf(word) >= 0 ? values.indexOf(word) : Number(word);
      if (!(Number.isInteger(number) && number >= 0 && number < size)) throw new RangeError(name + ": " + word);
      state[position[name]] = number;
    });
    return state;
  }
  const isOver = (state, act) => stepAt(state) > raw.acts[act].last;
  return Object.assign({ raw, position, sizes, byId, value, changed, legalMoves, apply, initial, isOver, stepAt },
    placing(raw, stepAt), framing(raw, position, stepAt, changed),
    telling(raw, position, stepAt));
}

// Where in the chronology a state stands.
function placing(raw, stepAt) {
  const names = Object.keys(raw.acts);
  const placed = {};
  names.forEach((act) => raw.acts[act].steps.forEach((step) => { placed[step.number] = step; }));
  const actAt = (state) => names.find((act) => stepAt(state) <= raw.acts[act].last) || names[names.length - 1];
  function dayAt(state) {
    const act = raw.acts[actAt(state)];
    const past = act.steps.filter((step) => step.number < stepAt(state));
    return past.length ? past[past.length - 1].day : act.day;
  }
  return { actAt, dayAt, placedAt: (state) => placed[stepAt(state)] || null, tableAt: (state) => raw.tables[stepAt(state)] || null };
}

// What the map draws: who holds the land that the campaign can move, by "territory layer", as
// [party, status, claimants, piece or paper]. A draft moves none, since nothing in it reads an item.
function framing(raw, position, stepAt, changed) {
  const { pieces, opening } = raw.ground;
  const papers = raw.ground.papers.map(([when, says]) => ({ test: compileGuard(when, position), says })).reverse();

  // A state without what only lies on the table: until the seal every item of an open conference is open.
  function settled(state) {
    const open = {};
    ((raw.tables[stepAt(state)] || {}).items || []).forEach((item) => { open[item.id] = 0; });
    return changed(state, open);
  }
  const endings = {};
  Object.keys(raw.acts).forEach((act) => {
    endings[act] = raw.acts[act].endings.map(([id, when]) => ({ id, test: compileGuard(when, position) }));
  });

  function frame(state) {
    const held = {};
    const put = ([territory, layer, holder]) => { held[territory + " " + layer] = holder; };
    opening.forEach(put);
    papers.forEach(({ test, says }) => { if (test(state)) says.forEach(put); });
    pieces.forEach(([id, lands, holders]) => lands.forEach((land) => put([land, "control", holders[state[position[id]]]])));
    return held;
  }

  function ending(state, act) {
    const found = endings[act].find((one) => one.test(settled(state)));
    return found ? found.id : null;
  }

  // Whether what a conference sealed has fallen: a later step that was to sign it has gone without.
  const falls = {};
  Object.keys(raw.tables).forEach((number) => { falls[number] = compileGuard(raw.tables[number].falls, position); });
  const fallen = (number, state) => falls[number](state);

  // The state in which an act ended among the states of a play that count, or null: what its ending and its debrief look at.
  const closeOf = (states, act) => states.filter((state) => stepAt(state) === raw.acts[act].last).pop() || null;
  return { frame, ending, fallen, closeOf };
}

// Which variant a play tells of each text that has come up in an act, by place, where it is not the first. `states` are
// those of the play that count, in order.
function telling(raw, position, stepAt) {
  const texts = {};
  Object.keys(raw.acts).forEach((act) => {
    texts[act] = raw.acts[act].texts.map(([place, number, late, guards]) => ({ place, number, late,
      tests: guards.map((guard) => compileGuard(guard, position)) }));
  });
  return { telling: (states, act) => {
    const found = {};
    texts[act].forEach(({ place, number, late, tests }) => {
      const before = states.filter((state) => stepAt(state) <= number);
      if (!before.length || stepAt(states[states.length - 1]) < number) return;
      const state = late ? states[Math.min(before.length, states.length - 1)] : before[before.length - 1];
      const first = tests.findIndex((test) => test(state));
      const variant = first < 0 ? tests.length : first;
      if (variant) found[place] = variant;
    });
    return found;
  } };
}
