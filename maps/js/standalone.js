// Copies what is drawn on the screen into SVG that needs no style sheet: every element gets, as attributes, what the
// browser computed for it, so that any viewer shows it and no policy forbids it.

import { svg } from "./dom.js";

const INHERITED = { fill: "rgb(0, 0, 0)", "fill-opacity": "1", "fill-rule": "nonzero", "clip-rule": "nonzero", stroke: "none",
  "stroke-width": "1px", "stroke-opacity": "1", "stroke-dasharray": "none", "stroke-dashoffset": "0px", "stroke-linecap": "butt",
  "stroke-linejoin": "miter", "paint-order": "normal", "font-family": "", "font-size": "", "font-style": "normal",
  "font-weight": "400", "letter-spacing": "normal", "text-anchor": "start", "shape-rendering": "auto" };
const OWN = { opacity: "1", "clip-path": "none", "dominant-baseline": "auto", mask: "none" };
const NEVER = /^(class|style|role|tabindex|data-.*|aria-.*|on.*)$/;
const HIDDEN_PARTS = /^(defs|title|desc|clipPath|pattern|mask)$/;
const DROPPED = /\b(ly-hits|ly-flash|extent)\b/; // what answers the pointer, what lights up for a moment, and what nobody sees
const REFERENCE = /url\(["']?#([^"')]+)["']?\)/;

// `frame`: the part of the screen that is wanted; what lies outside it is left out. `mark`: what is put after every id,
// where two maps that use the same ids come into one picture.
export function makeCopier(frame, mark) {
  const needed = {};

  function outside(node) {
    const box = node.getBoundingClientRect();
    return box.right < frame.left || box.left > frame.right || box.bottom < frame.top || box.top > frame.bottom;
  }

  function need(node, id) {
    const map = node.closest(".leaflet-container") || document;
    needed[id] = needed[id] || map.querySelector("[id='" + id + "']") || document.getElementById(id); // in whichever sheet
  }

  function note(node, value) {
    const found = REFERENCE.exec(value);
    if (!found) return value;
    need(node, found[1]);
    return value.replace(REFERENCE, "url(#$1" + mark + ")");
  }

  function attributes(node, copy) {
    Array.from(node.attributes).forEach(({ name, value }) => {
      if (NEVER.test(name) || name in INHERITED || name in OWN || name === "xmlns") return;
      const link = /href$/.test(name) && value[0] === "#";
      if (link) need(node, value.slice(1));
      copy.setAttribute(name, name === "id" || link ? value + mark : value);
    });
  }

  function looks(node, copy, style, above) {
    const now = {};
    Object.keys(INHERITED).forEach((name) => {
      now[name] = style.getPropertyValue(name);
      if (now[name] !== (above[name] === undefined ? INHERITED[name] : above[name])) copy.setAttribute(name, note(node, now[name]));
    });
    Object.keys(OWN).forEach((name) => {
      const value = style.getPropertyValue(name);
      if (value && value !== OWN[name]) copy.setAttribute(name, note(node, value));
    });
    return now;
  }

  function copyOf(node, above, whole) {
    const style = window.getComputedStyle(node);
    const tag = node.tagName;
    if (!whole && (style.display === "none" || style.visibility === "hidden" || tag === "defs" || tag === "title" || DROPPED.test(node.getAttribute("class")))) return null;
    const inner = whole || HIDDEN_PARTS.test(tag);
    if (!inner && !node.children.length && tag !== "g" && outside(node)) return null;
    const copy = svg(tag);
    attributes(node, copy);
    const now = looks(node, copy, style, above);
    Array.from(node.childNodes).forEach((kid) => {
      const one = kid.nodeType === 3 ? document.createTextNode(kid.data) : kid.nodeType === 1 ? copyOf(kid, now, inner) : null;
      if (one) copy.appendChild(one);
    });
    return tag === "g" && !copy.firstChild ? null : copy;
  }

  // Patterns and clips that the copied parts refer to, and those that these refer to.
  function defs() {
    const done = {};
    const kids = [];
    for (let open = true; open;) {
      open = false;
      Object.keys(needed).filter((id) => !done[id]).forEach((id) => {
        done[id] = true;
        open = true;
        if (needed[id] && needed[id].closest("defs")) kids.push(copyOf(needed[id], {}, true));
      });
    }
    return svg("defs", null, kids);
  }

  return { copy: (node) => copyOf(node, {}, false), whole: (node) => copyOf(node, {}, true), defs };
}
