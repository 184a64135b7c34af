// Lines along arcs, in one element for each territory that has the arcs as its own, so that a change repaints nothing
// but its own neighbourhood.

import { svg, classIf } from "./dom.js";

export function makeLines(plate, parent, cls) {
  const group = parent.appendChild(svg("g", { class: cls }));
  const cells = {};

  function need(t) {
    if (!cells[t]) cells[t] = { node: group.appendChild(svg("path", { class: "off" })), arcs: "" };
    return cells[t];
  }
  function show(arcs) {
    const wanted = {};
    arcs.forEach((arc) => {
      const t = plate.topology.sides[arc][0];
      (wanted[t] = wanted[t] || []).push(arc);
    });
    Object.keys(cells).forEach((t) => { if (!wanted[t]) draw(cells[t], []); });
    Object.keys(wanted).forEach((t) => draw(need(t), wanted[t]));
  }
  function draw(cell, arcs) {
    const key = arcs.join();
    if (key === cell.arcs) return;
    classIf(cell.node, "off", !key);
    if (key) cell.node.setAttribute("d", plate.scaled.lines(arcs));
    cell.arcs = key;
  }
  // At another zoom everything is to be drawn anew.
  function forget() {
    Object.keys(cells).forEach((t) => { cells[t].arcs = null; });
  }
  return { show, need: (arc) => need(plate.topology.sides[arc][0]), forget };
}
