// SHA-256 of a text, for the chain of a log and for draws: browsers offer their own only on secure addresses, which a
// file on a stick and a classroom's server are not.

const K = [];
const START = [];

// The constants are the first 32 bits of the fractional parts of cube and square roots of the first primes.
function constants() {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (x) => Math.floor((x - Math.floor(x)) * 4294967296) | 0;
  primes.forEach((p, i) => {
    K.push(fraction(Math.cbrt(p)));
    if (i < 8) START.push(fraction(Math.sqrt(p)));
  });
}

function utf8(text) {
  const escaped = encodeURIComponent(text);
  const out = [];
  for (let i = 0; i < escaped.length; i += 1) {
    if (escaped[i] === "%") {
      out.push(parseInt(escaped.substr(i + 1, 2), 16));
      i += 2;
    } else {
      out.push(escaped.charCodeAt(i));
    }
  }
  return out;
}

function padded(bytes) {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const out = new Uint8Array(length);
  out.set(bytes);
  out[bytes.length] = 128;
  const view = new DataView(out.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 536870912));
  view.setUint32(length - 4, (bytes.length << 3) >>> 0);
  return view;
}

const turn = (x, n) => (x >>> n) | (x << (32 - n));

function schedule(view, at) {
  const w = new Int32Array(64);
  for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i += 1) {
    const a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = (w[i - 16] + a + w[i - 7] + b) | 0;
  }
  return w;
}

export function sha256Words(text) {
  if (!K.length) constants();
  const view = padded(utf8(text));
  const hash = Int32Array.from(START);
  for (let at = 0; at < view.byteLength; at += 64) {
    const w = schedule(view, at);
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { hash[i] = (hash[i] + word) | 0; });
  }
  return Array.from(hash, (word) => word >>> 0);
}

export function sha256(text) {
  return sha256Words(text).map((word) => ("0000000" + word.toString(16)).slice(-8)).join("");
}
