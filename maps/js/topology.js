// Shared arcs: unpacked once, projected once, and turned into path texts once per zoom.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGIT = {};
ALPHABET.split("").forEach((letter, value) => { DIGIT[letter] = value; });
const MILLI = [0.001, 0.001, 0, 0]; // scale of points packed in thousandths of a degree
const SOFT_STEP_PX = 3;
const GROWTH_PX = 0.7; // less than half the pale case of a border, which hides it
const MIN_STEP_PX = 0.9; // points nearer than this to the last one are left out of a path

function unpackPoints(text, scale) {
  const out = [];
  let x = 0;
  let y = 0;
  let at = 0;
  function next() {
    let value = 0;
    let shift = 0;
    let digit;
    do {
      digit = DIGIT[text[at++]];
      value |= (digit & 31) << shift;
      shift += 5;
    } while (digit > 31);
    return (value >>> 1) ^ -(value & 1);
  }
  while (at < text.length) {
    x += next();
    y += next();
    out.push(scale[2] + x * scale[0], scale[3] + y * scale[1]);
  }
  return out;
}

export function unpackMilli(text) {
  return unpackPoints(text, MILLI);
}

// Web Mercator on the unit square; the map's own projection, without an object per point.
export function mercator(lonlat) {
  const out = new Float64Array(lonlat.length);
  for (let i = 0; i < lonlat.length; i += 2) {
    const s = Math.sin((lonlat[i + 1] * Math.PI) / 180);
    out[i] = lonlat[i] / 360 + 0.5;
    out[i + 1] = 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
  }
  return out;
}

export function makeTopology(geometry) {
  const arcs = geometry.arcs.map((text) => mercator(unpackPoints(text, geometry.scale)));
  const frame = geometry.frame.rings.map((text) => mercator(unpackPoints(text, geometry.frame.scale)));
  const isLand = new Set(geometry.land);
  const sides = arcs.map(() => []);
  geometry.rings.forEach((rings, t) => rings.forEach((ring) => ring.forEach((arc) => {
    sides[arc < 0 ? ~arc : arc].push(t);
  })));
  const outer = arcs.map((_, n) => n).filter((n) => sides[n].length === 1);
  return { arcs, frame, rings: geometry.rings, sides, around: arcsAround(arcs, geometry.rings),
    coast: outer.filter((n) => !isLand.has(n)), edge: outer.filter((n) => isLand.has(n)) };
}

// The arcs of each territory, and those that only touch it at a corner: what is drawn broad along them reaches into it.
function arcsAround(arcs, rings) {
  const at = {};
  const ends = arcs.map((points) => [points.slice(0, 2).join(), points.slice(-2).join()]);
  ends.forEach((two, n) => two.forEach((end) => { (at[end] = at[end] || []).push(n); }));
  return rings.map((list) => {
    const found = new Set();
    list.forEach((ring) => ring.forEach((arc) => ends[arc < 0 ? ~arc : arc].forEach((end) => at[end].forEach((n) => found.add(n)))));
    return Array.from(found).sort((a, b) => a - b);
  });
}

// Pixel forms at one zoom. `origin` is the pixel that becomes 0,0, so that numbers stay short.
export function scaleTopology(topology, size, origin) {
  const cache = [];
  const pixels = (points, closed, coarse) => {
    const least = coarse || MIN_STEP_PX;
    const out = [];
    let lastX = NaN;
    let lastY = NaN;
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i] * size - origin.x;
      const y = points[i + 1] * size - origin.y;
      const end = i === 0 || (!closed && i === points.length - 2);
      if (!end && Math.abs(x - lastX) < least && Math.abs(y - lastY) < least) continue;
      out.push(Math.round(x * 10) / 10, Math.round(y * 10) / 10);
      lastX = x;
      lastY = y;
    }
    return out;
  };
  function arc(number) {
    const n = number < 0 ? ~number : number;
    if (!cache[n]) cache[n] = { ahead: pixels(topology.arcs[n], false), back: null };
    if (number >= 0) return cache[n].ahead;
    if (!cache[n].back) cache[n].back = reversed(cache[n].ahead);
    return cache[n].back;
  }
  const texts = {};
  // An arc as text: whole, and without its first point, which the arc before it has already drawn.
  function text(number) {
    if (!texts[number]) {
      const points = arc(number);
      texts[number] = { line: "M" + points.join(" "), whole: points.join(" "), rest: points.slice(2).join(" ") };
    }
    return texts[number];
  }
  const line = (number) => text(number).line;
  const softly = [];
  function broad(number) {
    if (!softly[number]) softly[number] = "M" + pixels(topology.arcs[number], false, SOFT_STEP_PX).join(" ");
    return softly[number];
  }
  const ring = (numbers) => "M" + numbers.map((number, k) => (k ? text(number).rest : text(number).whole)).join(" ") + "Z";
  const lands = [];
  function land(t) {
    if (lands[t] === undefined) lands[t] = topology.rings[t].map(ring).join("");
    return lands[t];
  }
  // The box of a territory, or null where there is nothing of it to draw.
  const boxes = [];
  function box(t) {
    if (boxes[t] !== undefined) return boxes[t];
    const found = { x1: Infinity, x2: -Infinity, y1: Infinity, y2: -Infinity };
    ringPoints(t).forEach((points) => points.forEach((value, i) => {
      const [low, high] = i % 2 ? ["y1", "y2"] : ["x1", "x2"];
      if (value < found[low]) found[low] = value;
      if (value > found[high]) found[high] = value;
    }));
    boxes[t] = found.x1 > found.x2 ? null : found;
    return boxes[t];
  }
  const ringPoints = (t) => topology.rings[t].map((numbers) => [].concat(...numbers.map((n) => arc(n))));
  return {
    arc,
    line,
    pixels,
    lines: (numbers) => numbers.map(line).join(""),
    // In fewer points, for what is drawn broad.
    broad: (numbers) => numbers.map(broad).join(""),
    land,
    // Land a little larger than it is, so that what is cut off at its edge leaves no gap to the land beside it.
    grown: (t) => ringPoints(t).map((points) => "M" + outwards(points, GROWTH_PX).join(" ") + "Z").join(""),
    // The coast in few points, for wide soft lines: the frame near the atlas, and the outer arcs of the partition.
    shore: () => topology.frame.map((points) => "M" + pixels(points, true, SOFT_STEP_PX).join(" ") + "Z").join("") +
      topology.coast.map(broad).join(""),
    frame: () => topology.frame.map((points) => "M" + pixels(points, true).join(" ") + "Z").join(""),
    box,
    frameRings: () => topology.frame.map((points) => pixels(points, true)),
    ringPoints,
  };
}

// The points of a ring moved outwards, each along the middle of its two sides. Plain numbers and no `Math.hypot`: this
// runs over every point of the frontier before the first picture.
function outwards(points, by) {
  const count = points.length / 2;
  const normals = new Float64Array(points.length); // of the side that begins at each point
  let area = 0;
  for (let k = 0; k < count; k += 1) {
    const n = (k + 1) % count;
    const dx = points[2 * n] - points[2 * k];
    const dy = points[2 * n + 1] - points[2 * k + 1];
    const far = Math.sqrt(dx * dx + dy * dy) || 1;
    normals[2 * k] = dy / far;
    normals[2 * k + 1] = -dx / far;
    area += points[2 * k] * points[2 * n + 1] - points[2 * n] * points[2 * k + 1];
  }
  const side = area > 0 ? by : -by;
  const out = [];
  for (let k = 0; k < count; k += 1) {
    const before = (k + count - 1) % count;
    const x = normals[2 * before] + normals[2 * k];
    const y = normals[2 * before + 1] + normals[2 * k + 1];
    const far = Math.sqrt(x * x + y * y) || 1;
    out.push(Math.round((points[2 * k] + (x / far) * side) * 10) / 10, Math.round((points[2 * k + 1] + (y / far) * side) * 10) / 10);
  }
  return out;
}

function reversed(points) {
  const out = [];
  for (let i = points.length - 2; i >= 0; i -= 2) out.push(points[i], points[i + 1]);
  return out;
}
