// Making elements. Text from data only ever becomes a text node, so no name can turn into markup.

const SVG_NS = "http://www.w3.org/2000/svg";

function fill(node, attrs, kids) {
  Object.keys(attrs || {}).forEach((key) => {
    const value = attrs[key];
    if (value === null || value === undefined || value === false) return;
    if (key.slice(0, 2) === "on") node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  });
  nodes(kids, []).forEach((kid) => node.appendChild(kid));
  return node;
}

// The nodes that stand for what is to be shown: lists and fragments opened, words as text, nothing for nothing.
function nodes(kids, found) {
  kids.forEach((kid) => {
    if (Array.isArray(kid)) nodes(kid, found);
    else if (kid && kid.nodeType === Node.DOCUMENT_FRAGMENT_NODE) nodes(Array.from(kid.childNodes), found);
    else if (kid || kid === 0) found.push(kid.nodeType ? kid : document.createTextNode(String(kid)));
  });
  return found;
}

export function h(tag, attrs, ...kids) {
  return fill(document.createElement(tag), attrs, kids);
}

export function svg(tag, attrs, ...kids) {
  return fill(document.createElementNS(SVG_NS, tag), attrs, kids);
}

// An SVG element that is not made yet, known by how it will look: where one like it stands already, that one may stay.
export function sketch(tag, attrs, ...kids) {
  const made = (kid) => (Array.isArray(kid) ? kid.map(made) : kid && kid.make ? kid.make() : kid);
  const words = kids.map((kid) => (kid ? kid.words || kid : "")).join("");
  return { words, key: tag + JSON.stringify([attrs, kids]), make: () => svg(tag, attrs, ...kids.map(made)) };
}

export function empty(node) {
  while (node.firstChild) node.removeChild(node.firstChild);
  return node;
}

// Makes the children of a node exactly these, touching only what differs: the browser then repaints only that.
export function sync(node, kids) {
  const wanted = new Set(kids);
  Array.from(node.childNodes).forEach((kid) => { if (!wanted.has(kid)) node.removeChild(kid); });
  kids.forEach((kid, i) => {
    if (node.childNodes[i] !== kid) node.insertBefore(kid, node.childNodes[i] || null);
  });
}

// Fills a node anew. What stays was never taken away, so that somebody who is typing in it goes on typing.
export function refill(node, ...kids) {
  sync(node, nodes(kids, []));
  return node;
}

// Draws a part anew and gives the keyboard back to the control that had it, known by an attribute.
export function redraw(node, mark, draw) {
  const active = node.contains(document.activeElement) ? document.activeElement.getAttribute(mark) : null;
  draw();
  const again = active && node.querySelector("[" + mark + "='" + active + "']");
  if (again) again.focus();
}

export function classIf(node, name, on) {
  if (node.classList.contains(name) !== on) node.classList[on ? "add" : "remove"](name);
}

// Inline symbols, 24 px box: fonts draw the characters for these as empty boxes on many school computers.
const ICONS = {
  prev: "M7 5v14M18 5l-9 7 9 7z",
  next: "M17 5v14M6 5l9 7-9 7z",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  home: "M4 11.5L12 5l8 6.5M6.5 10v9h11v-9",
  wide: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  moon: "M19 14.5A8 8 0 0 1 9.5 5 7.5 7.5 0 1 0 19 14.5z",
  layers: "M12 4l8.5 4.5L12 13 3.5 8.5zM3.5 12.5L12 17l8.5-4.5M3.5 16.5L12 21l8.5-4.5",
  close: "M6 6l12 12M18 6L6 18",
  left: "M19 12H5M11 6l-6 6 6 6",
  right: "M5 12h14M13 6l6 6-6 6",
  gear: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
};

export function icon(name) {
  const solid = name === "play" ? "solid" : "";
  return svg("svg", { class: "icon " + solid, viewBox: "0 0 24 24", width: 22, height: 22, "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }));
}
