// Unpacks deflated text (RFC 1950 and 1951). Browsers that schools still run have no built-in for it.

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
  195, 227, 258];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const ZLIB_HEAD = 2;

// A Huffman code as counts by length and symbols in code order.
function huffman(lengths) {
  const counts = new Uint16Array(16);
  lengths.forEach((length) => { counts[length] += 1; });
  counts[0] = 0;
  const offsets = new Uint16Array(16);
  for (let i = 1; i < 16; i += 1) offsets[i] = offsets[i - 1] + counts[i - 1];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => { if (length) symbols[offsets[length]++] = symbol; });
  return { counts, symbols };
}

export function inflate(bytes) {
  let at = ZLIB_HEAD;
  let hold = 0;
  let held = 0;
  let out = new Uint8Array(bytes.length * 6);
  let size = 0;

  function bits(count) {
    while (held < count) {
      hold |= bytes[at++] << held;
      held += 8;
    }
    const value = hold & ((1 << count) - 1);
    hold >>>= count;
    held -= count;
    return value;
  }
  function symbol(code) {
    let [value, first, index] = [0, 0, 0];
    for (let length = 1; length < 16; length += 1) {
      value |= bits(1);
      const count = code.counts[length];
      if (value - count < first) return code.symbols[index + (value - first)];
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new Error("damaged data");
  }
  function put(byte) {
    if (size === out.length) {
      const larger = new Uint8Array(size * 2);
      larger.set(out);
      out = larger;
    }
    out[size++] = byte;
  }
  function codes() {
    const [literals, distances, count] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
    const lengths = new Array(19).fill(0);
    for (let i = 0; i < count; i += 1) lengths[CODE_ORDER[i]] = bits(3);
    const code = huffman(lengths);
    const all = [];
    while (all.length < literals + distances) {
      const next = symbol(code);
      const [value, times] = next < 16 ? [next, 1] : next === 16 ? [all[all.length - 1], 3 + bits(2)]
        : [0, next === 17 ? 3 + bits(3) : 11 + bits(7)];
      for (let i = 0; i < times; i += 1) all.push(value);
    }
    return [huffman(all.slice(0, literals)), huffman(all.slice(literals))];
  }
  function fixedCodes() {
    const lengths = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
    return [huffman(lengths), huffman(new Array(30).fill(5))];
  }
  function stored() {
    hold = 0;
    held = 0;
    const length = bytes[at] | (bytes[at + 1] << 8);
    at += 4;
    for (let i = 0; i < length; i += 1) put(bytes[at++]);
  }
  function block(literalCode, distanceCode) {
    for (;;) {
      const next = symbol(literalCode);
      if (next === 256) return;
      if (next < 256) {
        put(next);
        continue;
      }
      const length = LENGTH_BASE[next - 257] + bits(LENGTH_EXTRA[next - 257]);
      const far = symbol(distanceCode);
      const extra = far < 4 ? 0 : (far >> 1) - 1;
      const distance = (far < 4 ? far + 1 : ((2 + (far & 1)) << extra) + 1) + bits(extra);
      for (let i = 0; i < length; i += 1) put(out[size - distance]);
    }
  }
  let last = 0;
  while (!last) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 0) stored();
    else if (kind === 1) block(...fixedCodes());
    else block(...codes());
  }
  return out.subarray(0, size);
}

export function unpackJson(text) {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return JSON.parse(new TextDecoder("utf-8").decode(inflate(bytes)));
}
