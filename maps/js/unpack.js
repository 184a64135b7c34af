// Unpacks bzip2 streams of one-byte letters: what maps/packing.py makes. Browsers have no built-in for it.

const BLOCK_HEAD = 0x314159;
const GROUP = 50;
const RARE = 255;
const CHUNK = 8192; // letters made into text at once

function bitReader(bytes) {
  let at = 0;
  let hold = 0;
  let held = 0;
  function bits(count) {
    while (held < count) {
      hold = (hold << 8) | bytes[at++];
      held += 8;
    }
    held -= count;
    return (hold >>> held) & ((1 << count) - 1);
  }
  return bits;
}

// A Huffman code: for each length the last code of that length, and what to take from it to find the symbol.
function codeTable(lengths) {
  const sorted = [];
  const limit = new Int32Array(22).fill(-1);
  const shift = new Int32Array(22);
  let code = 0;
  for (let length = 1; length <= 20; length += 1) {
    shift[length] = sorted.length - code;
    lengths.forEach((one, symbol) => { if (one === length) sorted.push(symbol); });
    code = sorted.length - shift[length];
    limit[length] = code - 1;
    code <<= 1;
  }
  return { sorted, limit, shift };
}

function readTables(bits, count, size) {
  return Array.from({ length: count }, () => {
    let length = bits(5);
    return codeTable(Array.from({ length: size }, () => {
      while (bits(1)) length += bits(1) ? -1 : 1;
      return length;
    }));
  });
}

function usedBytes(bits) {
  const rows = bits(16);
  const used = [];
  for (let row = 0; row < 16; row += 1) {
    if (!((rows >> (15 - row)) & 1)) continue;
    const cells = bits(16);
    for (let k = 0; k < 16; k += 1) if ((cells >> (15 - k)) & 1) used.push(16 * row + k);
  }
  return used;
}

function readSelectors(bits) {
  const tables = bits(3);
  const order = Array.from({ length: tables }, (_, k) => k);
  const list = new Uint8Array(bits(15));
  for (let k = 0; k < list.length; k += 1) {
    let place = 0;
    while (bits(1)) place += 1;
    const table = order.splice(place, 1)[0];
    order.unshift(table);
    list[k] = table;
  }
  return { tables, list };
}

// The sorted block: move-to-front numbers and runs, back as bytes.
function readSorted(bits, room) {
  const front = Uint8Array.from(usedBytes(bits));
  const size = front.length + 2;
  const selectors = readSelectors(bits);
  const tables = readTables(bits, selectors.tables, size);
  const out = new Uint8Array(room);
  let [length, run, weight] = [0, 0, 1];
  for (let done = 0; ; done += 1) {
    const table = tables[selectors.list[Math.floor(done / GROUP)]];
    let [code, wide] = [bits(1), 1];
    while (code > table.limit[wide]) {
      code = (code << 1) | bits(1);
      wide += 1;
    }
    const symbol = table.sorted[code + table.shift[wide]];
    if (symbol < 2) {
      run += weight << symbol;
      weight <<= 1;
      continue;
    }
    if (run) {
      out.fill(front[0], length, length + run);
      length += run;
      [run, weight] = [0, 1];
    }
    if (symbol === size - 1) return out.subarray(0, length);
    const byte = front[symbol - 1];
    for (let k = symbol - 1; k > 0; k -= 1) front[k] = front[k - 1];
    front[0] = byte;
    out[length++] = byte;
  }
}

function grown(bytes) {
  const larger = new Uint8Array(bytes.length * 2 + 256);
  larger.set(bytes);
  return larger;
}

// The Burrows-Wheeler transform undone, then the runs of the first pass (four alike and a count).
function unsort(last, start) {
  const counts = new Int32Array(257);
  for (let k = 0; k < last.length; k += 1) counts[last[k] + 1] += 1;
  for (let k = 1; k < 257; k += 1) counts[k] += counts[k - 1];
  const next = new Int32Array(last.length);
  for (let k = 0; k < last.length; k += 1) next[counts[last[k]]++] = k;
  let out = new Uint8Array(last.length * 2);
  let size = 0;
  let at = next[start];
  let [before, alike] = [-1, 0];
  for (let k = 0; k < last.length; k += 1) {
    const byte = last[at];
    at = next[at];
    if (alike === 4) {
      if (size + byte + 1 > out.length) out = grown(out);
      out.fill(before, size, size + byte);
      size += byte;
      [before, alike] = [-1, 0];
      continue;
    }
    alike = byte === before ? alike + 1 : 1;
    before = byte;
    if (size + 1 > out.length) out = grown(out);
    out[size++] = byte;
  }
  return out.subarray(0, size);
}

// A packed text: what its letters stand for, and its bytes.
export function opened(text) {
  const [alphabet, body] = text.split("\n");
  const binary = atob(body.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return { codes: Array.from({ length: alphabet.length }, (_, k) => alphabet.charCodeAt(k)), bytes };
}

// Letters of one byte as text.
export function spelt(raw, codes) {
  const letters = new Uint16Array(raw.length);
  const parts = [];
  let size = 0;
  for (let k = 0; k < raw.length; k += 1) {
    if (raw[k] === RARE) {
      letters[size++] = (raw[k + 1] << 8) | raw[k + 2];
      k += 2;
    } else {
      letters[size++] = codes[raw[k]];
    }
  }
  for (let k = 0; k < size; k += CHUNK) {
    parts.push(String.fromCharCode.apply(null, letters.subarray(k, Math.min(size, k + CHUNK))));
  }
  return parts.join("");
}

export function unpackJson(text) {
  const { codes, bytes } = opened(text);
  const bits = bitReader(bytes);
  bits(24);
  const room = (bits(8) - 48) * 100000;
  const parts = [];
  while (bits(24) === BLOCK_HEAD) {
    bits(24); // the rest of the mark of a block, then its checksum and an old flag
    bits(16);
    bits(16);
    bits(1);
    const start = bits(24);
    parts.push(spelt(unsort(readSorted(bits, room), start), codes));
  }
  return JSON.parse(parts.join(""));
}
