// What PPMd (see foretell.js) knows: for each run of letters that came, the letters that came after it, and how often.
//
// One buffer holds the letters so far, then units of twelve bytes. A context is a unit: number of states (16 bit),
// sum of their frequencies (16), place of the states (32), place of the context one letter shorter (32). A state is
// letter (8), frequency (8), successor (32): a context, or a place among the letters where none was made yet. The state
// of a context that has one alone stands inside it, from its third byte on.

const UNIT = 12;
export const STATE = 6; // bytes
export const MOST = 124; // frequency

// Room for a text of so many letters. `least` is the context that foretells, `found` the state of the last letter, `fall`
// by how many letters `least` is shorter than it might be, `escape` how often a new context meets an unknown letter.
export function makeContexts(size, order) {
  const known = { u8: null, u16: null, u32: null, least: 0, found: 0, fall: order, escape: 0 };
  const ground = (size + 2 * UNIT) & ~3;
  let [u8, u16, u32] = [null, null, null];
  let free = ground; // first unit never used
  function roomFor(room) {
    const larger = new Uint8Array(room);
    if (u8) larger.set(u8);
    [u8, u16, u32] = [larger, new Uint16Array(larger.buffer), new Uint32Array(larger.buffer)];
    Object.assign(known, { u8, u16, u32 });
  }
  roomFor((ground + 16 * size + 65536) & ~3);
  const freed = new Uint32Array(129); // by units: a list of blocks, each naming the next

  function take(units) {
    const found = freed[units];
    if (found) {
      freed[units] = u32[found >> 2];
      return found;
    }
    const place = free;
    free += units * UNIT;
    if (free > u8.length) roomFor((free + (u8.length >> 1)) & ~3);
    return place;
  }
  function give(place, units) {
    u32[place >> 2] = freed[units];
    freed[units] = place;
  }

  let text = 1; // where the next letter is kept; 0 is no place
  const root = take(1);
  let most = root; // the longest context
  known.least = root;
  known.found = take(128);
  u16[root >> 1] = 256;
  u16[(root >> 1) + 1] = 257;
  u32[(root >> 2) + 1] = known.found;
  for (let k = 0; k < 256; k += 1) {
    u8[known.found + STATE * k] = k;
    u8[known.found + STATE * k + 1] = 1;
  }
  const stack = new Uint32Array(64);

  const successor = (s) => u16[(s >> 1) + 1] | (u16[(s >> 1) + 2] << 16);
  const setSuccessor = (s, value) => {
    u16[(s >> 1) + 1] = value & 0xffff;
    u16[(s >> 1) + 2] = value >>> 16;
  };
  const statesOf = (c) => u32[(c >> 2) + 1];
  const suffix = (c) => u32[(c >> 2) + 2];
  function copy(to, s) {
    u16[to >> 1] = u16[s >> 1];
    u16[(to >> 1) + 1] = u16[(s >> 1) + 1];
    u16[(to >> 1) + 2] = u16[(s >> 1) + 2];
  }
  function swapBack(s) {
    for (let k = s >> 1; k < (s >> 1) + 3; k += 1) {
      const held = u16[k];
      u16[k] = u16[k - 3];
      u16[k - 3] = held;
    }
  }

  // The state of a letter in a context that is known to have it.
  function stateIn(c, letter) {
    if (u16[c >> 1] === 1) return c + 2;
    let s = statesOf(c);
    while (u8[s] !== letter) s += STATE;
    return s;
  }

  // The contexts one letter longer than those that foretold, down to the first that has one.
  function makeSuccessors(skip) {
    const branch = successor(known.found);
    const letter = u8[known.found];
    let c = known.least;
    let deep = 0;
    if (!skip) stack[deep++] = known.found;
    while (suffix(c)) {
      c = suffix(c);
      const s = stateIn(c, letter);
      const next = successor(s);
      if (next !== branch) {
        c = next;
        if (!deep) return c;
        break;
      }
      stack[deep++] = s;
    }
    const next = u8[branch];
    let often = u8[c + 3];
    if (u16[c >> 1] !== 1) {
      const cf = u8[stateIn(c, next) + 1] - 1;
      const rest = u16[(c >> 1) + 1] - u16[c >> 1] - cf;
      often = 1 + (2 * cf <= rest ? (5 * cf > rest ? 1 : 0) : Math.floor((2 * cf + 3 * rest - 1) / (2 * rest)));
    }
    while (deep) {
      const child = take(1);
      u16[child >> 1] = 1;
      u8[child + 2] = next;
      u8[child + 3] = often;
      setSuccessor(child + 2, branch + 1);
      u32[(child >> 2) + 2] = c;
      setSuccessor(stack[--deep], child);
      c = child;
    }
    return c;
  }

  // One letter more that a context foretells: `found` came after it, and was not known to.
  function enlarge(c, next, states, rest) {
    const had = u16[c >> 1];
    const sum = (c >> 1) + 1;
    if (had === 1) {
      const s = take(1);
      copy(s, c + 2);
      u32[(c >> 2) + 1] = s;
      const often = u8[s + 1] < MOST / 4 - 1 ? u8[s + 1] << 1 : MOST - 4;
      u8[s + 1] = often;
      u16[sum] = often + known.escape + (states > 3 ? 1 : 0);
    } else {
      if (!(had & 1)) {
        const old = statesOf(c);
        const place = take((had >> 1) + 1);
        for (let k = 0; k < 3 * had; k += 1) u16[(place >> 1) + k] = u16[(old >> 1) + k];
        give(old, had >> 1);
        u32[(c >> 2) + 1] = place;
      }
      u16[sum] += (2 * had < states ? 1 : 0) + (4 * had <= states && u16[sum] <= 8 * had ? 2 : 0);
    }
    let often = 2 * u8[known.found + 1] * (u16[sum] + 6);
    const all = rest + u16[sum];
    if (often < 6 * all) {
      often = 1 + (often > all ? 1 : 0) + (often >= 4 * all ? 1 : 0);
      u16[sum] += 3;
    } else {
      often = 4 + (often >= 9 * all ? 1 : 0) + (often >= 12 * all ? 1 : 0) + (often >= 15 * all ? 1 : 0);
      u16[sum] += often;
    }
    const s = statesOf(c) + STATE * had;
    u8[s] = u8[known.found];
    u8[s + 1] = often;
    setSuccessor(s, next);
    u16[c >> 1] = had + 1;
  }

  // What came counts for the contexts that foretold it, and is new to the longer ones that did not.
  function learn() {
    const letter = u8[known.found];
    let after = successor(known.found);
    if (u8[known.found + 1] < MOST / 4 && suffix(known.least)) {
      const c = suffix(known.least);
      let s = stateIn(c, letter);
      if (u16[c >> 1] === 1) {
        if (u8[s + 1] < 32) u8[s + 1] += 1;
      } else {
        if (s !== statesOf(c) && u8[s + 1] >= u8[s + 1 - STATE]) {
          swapBack(s);
          s -= STATE;
        }
        if (u8[s + 1] < MOST - 9) {
          u8[s + 1] += 2;
          u16[(c >> 1) + 1] += 2;
        }
      }
    }
    if (known.fall === 0) {
      known.least = makeSuccessors(true);
      most = known.least;
      setSuccessor(known.found, known.least);
      return;
    }
    u8[text++] = letter;
    let next = text;
    if (after) {
      if (after <= next) after = makeSuccessors(false);
      known.fall -= 1;
      if (known.fall === 0) {
        next = after;
        if (most !== known.least) text -= 1;
      }
    } else {
      setSuccessor(known.found, next);
      after = known.least;
    }
    const states = u16[known.least >> 1];
    const rest = u16[(known.least >> 1) + 1] - states - (u8[known.found + 1] - 1);
    for (let c = most; c !== known.least; c = suffix(c)) enlarge(c, next, states, rest);
    known.least = after;
    most = after;
  }

  function goOn() {
    const c = successor(known.found);
    if (known.fall === 0 && c > text) {
      known.least = c;
      most = c;
    } else {
      learn();
    }
  }

  // All frequencies of a context halved, the letters in their order again.
  function halve() {
    const first = statesOf(known.least);
    while (known.found !== first) {
      swapBack(known.found);
      known.found -= STATE;
    }
    let gone = u16[(known.least >> 1) + 1] - u8[first + 1];
    const adder = known.fall !== 0 ? 1 : 0;
    u8[first + 1] = (u8[first + 1] + 4 + adder) >> 1;
    let sum = u8[first + 1];
    const states = u16[known.least >> 1];
    let last = first;
    for (let k = 1; k < states; k += 1) {
      last += STATE;
      gone -= u8[last + 1];
      u8[last + 1] = (u8[last + 1] + adder) >> 1;
      sum += u8[last + 1];
      for (let s = last; s !== first && u8[s + 1] > u8[s + 1 - STATE]; s -= STATE) swapBack(s);
    }
    if (u8[last + 1] === 0) {
      let dead = 0;
      do {
        dead += 1;
        last -= STATE;
      } while (u8[last + 1] === 0);
      gone += dead;
      const alive = states - dead;
      u16[known.least >> 1] = alive;
      const units = (states + 1) >> 1;
      if (alive === 1) {
        const [letter, next] = [u8[first], successor(first)];
        let often = u8[first + 1];
        do {
          often -= often >> 1;
          gone >>= 1;
        } while (gone > 1);
        give(first, units);
        known.found = known.least + 2;
        u8[known.found] = letter;
        u8[known.found + 1] = often;
        setSuccessor(known.found, next);
        return;
      }
      const fewer = (alive + 1) >> 1;
      if (fewer !== units) {
        const place = take(fewer);
        for (let k = 0; k < 3 * alive; k += 1) u16[(place >> 1) + k] = u16[(first >> 1) + k];
        give(first, units);
        u32[(known.least >> 2) + 1] = place;
      }
    }
    u16[(known.least >> 1) + 1] = sum + gone - (gone >> 1);
    known.found = statesOf(known.least);
  }
  return Object.assign(known, { suffix, statesOf, swapBack, learn, goOn, halve });
}
