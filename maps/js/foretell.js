// Text unpacked letter by letter: each is foretold from the few before it, and what is stored says only how it differs.
// This is PPMd, variant H, with the range coder of 7z, after the public-domain code of Dmitry Shkarin and Igor Pavlov;
// what is foretold must agree with theirs to the last bit. maps/packing.py packs.

import { opened, spelt } from "./unpack.js";
import { makeContexts, MOST, STATE } from "./contexts.js";

const ORDER = 12; // letters from which the next is foretold: as in maps/packing.py
const BITS = 7; // chances of a single letter are in steps of 1 / 2^14, and learn by 1 / 2^7
const SCALE = 1 << 14;
const TOP = 1 << 24;
const ESCAPES = [25, 14, 9, 7, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2];
const FIRST_ESCAPES = [0x3cdd, 0x1f3f, 0x59bf, 0x48f3, 0x64a1, 0x5abc, 0x6632, 0x6051];
const NO_SEE = 400; // the place after all others, which never learns
const HEAD = 8; // bytes before a stream: its length unpacked and packed
const AT_ONCE = 8192; // letters
const DAMAGED = "the packed text is damaged";

// Numbers of letters that are left, in classes that are treated alike.
function classes() {
  const out = new Uint8Array(256);
  let [made, left] = [3, 1];
  for (let k = 0; k < 256; k += 1) {
    if (k < 3) { out[k] = k; continue; }
    out[k] = made;
    left -= 1;
    if (!left) {
      made += 1;
      left = made - 2;
    }
  }
  return out;
}

// One stream of so many letters. Gives them, and a function that unpacks some more and says whether those were the last.
function foreteller(bytes, from, size) {
  let at = from + 1;
  const point = new Uint32Array([0, 0xffffffff]); // where in its range the packed number lies, and how wide that is
  for (let k = 0; k < 4; k += 1) point[0] = (point[0] << 8) | bytes[at++];

  function narrow(start, wide) {
    point[0] -= start * point[1];
    point[1] *= wide;
    normal();
  }
  function normal() {
    while (point[1] < TOP) {
      point[0] = (point[0] << 8) | bytes[at++];
      point[1] <<= 8;
    }
  }

  const bins = new Uint16Array(128 * 64);
  for (let i = 0; i < 128; i += 1) {
    for (let k = 0; k < 64; k += 1) bins[64 * i + k] = SCALE - Math.floor(FIRST_ESCAPES[k & 7] / (i + 2));
  }
  const sees = new Uint16Array(NO_SEE + 1);
  const shifts = new Uint8Array(NO_SEE + 1).fill(BITS - 4);
  const counts = new Uint8Array(NO_SEE + 1).fill(4);
  for (let k = 0; k < NO_SEE; k += 1) sees[k] = (5 * (k >> 4) + 10) << (BITS - 4);
  shifts[NO_SEE] = BITS;
  const classOf = classes();
  const crowd = (states) => (states < 3 ? 2 * (states - 1) : states < 12 ? 4 : 6);
  const high = (letter) => (letter < 0x40 ? 0 : 8);
  const firstRun = -ORDER - 1;

  const known = makeContexts(size, ORDER);
  const out = new Uint8Array(size);
  let done = 0;
  let run = firstRun;
  let lucky = 0;
  let flag = 0;
  const masked = new Uint32Array(256); // letters that longer contexts know, by the number of the search
  let mask = 0;
  const left = new Uint32Array(256); // the other states of a context

  // A context that knows one letter alone. Says whether it was that one.
  function fromOne() {
    const { u8, u16, least, suffix } = known;
    const s = least + 2;
    flag = high(u8[known.found]);
    const bin = 64 * (u8[s + 1] - 1) + lucky + crowd(u16[suffix(least) >> 1]) + flag + 2 * high(u8[s]) + ((run >> 26) & 0x20);
    const chance = bins[bin];
    const bound = (point[1] >>> 14) * chance;
    const mean = (chance + 32) >> BITS;
    if (point[0] < bound) {
      point[1] = bound;
      normal();
      bins[bin] = chance + 128 - mean;
      known.found = s;
      if (u8[s + 1] < 128) u8[s + 1] += 1;
      lucky = 1;
      run += 1;
      known.goOn();
      return true;
    }
    point[0] -= bound;
    point[1] -= bound;
    normal();
    bins[bin] = chance - mean;
    known.escape = ESCAPES[bins[bin] >> 10];
    mask += 1;
    masked[u8[s]] = mask;
    lucky = 0;
    return false;
  }

  // A context that knows several letters. Says whether it was one of them.
  function fromSeveral() {
    const { u8, u16, least } = known;
    const sum = (least >> 1) + 1;
    const states = u16[least >> 1];
    let s = known.statesOf(least);
    point[1] = point[1] / u16[sum];
    const count = (point[0] / point[1]) >>> 0;
    let upTo = u8[s + 1];
    if (count < upTo) {
      narrow(0, upTo);
      known.found = s;
      lucky = 2 * upTo > u16[sum] ? 1 : 0;
      run += lucky;
      u16[sum] += 4;
      u8[s + 1] = upTo + 4;
      if (upTo + 4 > MOST) known.halve();
      known.goOn();
      return true;
    }
    lucky = 0;
    for (let k = 1; k < states; k += 1) {
      s += STATE;
      upTo += u8[s + 1];
      if (upTo > count) {
        narrow(upTo - u8[s + 1], u8[s + 1]);
        known.found = s;
        u8[s + 1] += 4;
        u16[sum] += 4;
        if (u8[s + 1] > u8[s + 1 - STATE]) {
          known.swapBack(s);
          known.found = s - STATE;
          if (u8[known.found + 1] > MOST) known.halve();
        }
        known.goOn();
        return true;
      }
    }
    flag = high(u8[known.found]);
    narrow(upTo, u16[sum] - upTo);
    mask += 1;
    for (let k = 0; k < states; k += 1, s -= STATE) masked[u8[s]] = mask;
    return false;
  }

  // It was none of the letters that longer contexts know: one that only a shorter one does.
  function fromShorter() {
    const { u8, u16 } = known;
    for (;;) {
      let { least } = known;
      const had = u16[least >> 1];
      do {
        known.fall += 1;
        least = known.suffix(least);
        if (!least) throw new Error(DAMAGED);
      } while (u16[least >> 1] === had);
      known.least = least;
      const states = u16[least >> 1];
      const more = states - had;
      let upTo = 0;
      for (let s = known.statesOf(least), k = 0; k < more; s += STATE) {
        if (masked[u8[s]] === mask) continue;
        upTo += u8[s + 1];
        left[k] = s;
        k += 1;
      }
      let see = NO_SEE;
      let rest = 1;
      if (states !== 256) {
        see = 16 * classOf[more - 1] + (more < u16[known.suffix(least) >> 1] - states ? 1 : 0) +
          (u16[(least >> 1) + 1] < 11 * states ? 2 : 0) + (had > more ? 4 : 0) + flag;
        rest = sees[see] >> shifts[see];
        sees[see] -= rest;
        if (!rest) rest = 1;
      }
      const all = rest + upTo;
      point[1] = point[1] / all;
      const count = (point[0] / point[1]) >>> 0;
      if (count < upTo) {
        let k = 0;
        let below = 0;
        while (below + u8[left[k] + 1] <= count) {
          below += u8[left[k] + 1];
          k += 1;
        }
        const s = left[k];
        narrow(below, u8[s + 1]);
        if (shifts[see] < BITS) {
          counts[see] -= 1;
          if (!counts[see]) {
            sees[see] <<= 1;
            counts[see] = 3 << shifts[see];
            shifts[see] += 1;
          }
        }
        known.found = s;
        u16[(least >> 1) + 1] += 4;
        u8[s + 1] += 4;
        if (u8[s + 1] > MOST) known.halve();
        run = firstRun;
        known.learn();
        return;
      }
      if (count >= all) throw new Error(DAMAGED);
      narrow(upTo, all - upTo);
      sees[see] += all;
      for (let k = 0; k < more; k += 1) masked[u8[left[k]]] = mask;
    }
  }

  function unpack(count) {
    for (const end = Math.min(size, done + count); done < end; done += 1) {
      if (!(known.u16[known.least >> 1] === 1 ? fromOne() : fromSeveral())) fromShorter();
      out[done] = known.u8[known.found];
    }
    return done === size;
  }
  return { out, unpack };
}

// Returns a function that unpacks some letters more when called, and the whole text when all are done (null before).
export function unpacker(text) {
  const { codes, bytes } = opened(text);
  const number = (at) => ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]);
  let whole = "";
  let at = 0;
  let stream = null;
  return () => {
    if (!stream && at < bytes.length) {
      stream = foreteller(bytes, at + HEAD, number(at));
      at += HEAD + number(at + 4);
    }
    if (stream && stream.unpack(AT_ONCE)) {
      whole += spelt(stream.out, codes);
      stream = null;
    }
    return stream || at < bytes.length ? null : whole;
  };
}
