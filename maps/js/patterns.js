// Hatching says in which sense land is held. Patterns are made when first needed, one for each pair of colours.

import { svg } from "./dom.js";

function line(d, cls, width, opacity) {
  return svg("path", { d, class: cls, "stroke-width": width, opacity: opacity || 1, fill: "none" });
}

function dot(x, y, r, lineage) {
  return svg("circle", { cx: x, cy: y, r, class: "dot", fill: "var(--r-" + lineage + ")" });
}

const MAKERS = {
  ssr: () => [8, 8, 0, [line("M4 0V8", "p-soviet", 1, 0.42)]],
  // The wide band, which is the wash below, governs; the narrow one is the sovereign's key.
  occupied: (over) => [11, 11, 45, [line("M1.5 0V11", "k-" + over[0], 3)]],
  contested: (over, own) => [10, 10, -45, [
    svg("rect", { width: 10, height: 10, class: "p-halo" }),
    svg("rect", { width: 5, height: 10, class: "p-fill", fill: "var(--r-" + own + ")", opacity: 0.62 }),
    svg("rect", { x: 5, width: 5, height: 10, class: "p-fill", fill: "var(--r-" + (over[0] || "joint") + ")",
      opacity: 0.72 }),
  ]],
  mandate: (over, own) => [6, 6, 0, [line("M0 3H6", "k-" + own, 1)]],
  autonomous: (over, own) => [8, 8, 0, [dot(2, 2, 1, own), dot(6, 6, 1, own)]],
  neutral: () => [7, 7, 0, [dot(3.5, 3.5, 1, "joint")]],
  unsettled: (over) => [10, 10, 45, [
    line("M5 0V10", "k-" + (over[0] || "joint"), 1.2),
    line("M0 5H10", "k-" + (over[1] || over[0] || "joint"), 1.2),
  ]],
  demilitarised: () => [10, 10, 0, [line("M5 2V7.5", "p-tick", 1, 0.55)]],
  claim: (over, own) => [8, 8, 0, [dot(2, 2, 1.1, own), dot(6, 6, 1.1, own)]],
};

// Black and white grounds for print, one look for each lineage.
const PRINTED = {
  diagonal: [5.7, 45, "M2.8 0V5.7", 0.55],
  level: [4, 0, "M0 2H4", 0.55],
  crossed: [6, 45, "M3 0V6M0 3H6", 0.5],
  grid: [6, 0, "M3 0V6M0 3H6", 0.5],
  steep: [7, 20, "M3 0V7", 0.5],
  back: [6, -45, "M3 0V6", 0.5],
  plus: [9, 0, "M4.5 2.5V6.5M2.5 4.5H6.5", 0.7],
};

function pattern(id, width, height, turn, kids) {
  return svg("pattern", { id, width, height, patternUnits: "userSpaceOnUse", patternTransform: "rotate(" + turn + ")" },
    kids);
}

function printDots(id, size, r, solid) {
  const place = (x, y) => svg("circle", { cx: x, cy: y, r, class: solid ? "bw-solid" : "bw-ring" });
  return pattern(id, size, size, 0, [place(size / 4, size / 4), place((size * 3) / 4, (size * 3) / 4)]);
}

export function makePatterns(defs) {
  const made = {};
  Object.keys(PRINTED).forEach((name) => {
    const [size, turn, d, width] = PRINTED[name];
    defs.appendChild(pattern("bw-" + name, size, size, turn, [line(d, "bw-line", width)]));
  });
  defs.appendChild(printDots("bw-dots", 8, 0.8, true));
  defs.appendChild(printDots("bw-sparse", 14, 0.7, true));
  defs.appendChild(printDots("bw-rings", 9, 1.3, false));

  function need(kind, over, own) {
    const id = ["pt", kind, own].concat(over).join("-");
    if (!made[id]) {
      const [width, height, turn, kids] = MAKERS[kind](over, own);
      defs.appendChild(pattern(id, width, height, turn, kids));
      made[id] = true;
    }
    return "url(#" + id + ")";
  }
  // The fills that lie over the wash of a group, in drawing order.
  function overlays(group) {
    if (group.veiled) return [];
    const fills = [];
    if (MAKERS[group.status]) fills.push(need(group.status, group.over, group.lineage));
    if (group.ssr) fills.push(need("ssr", [], ""));
    return fills;
  }
  return { overlays, claim: (lineage) => need("claim", [], lineage) };
}
